"""`cancu verify`, `backup`, `restore`: keeping what is held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from archive.anchoring import Head, keep_head
from archive.backing_up import back_up, prune
from archive.documents import Archive
from archive.manifests import Manifest
from archive.restoring import check_backup, restore
from archive.settings import Settings
from archive.verifying import verify_archive
from indexer.engine import open_engine
from indexer.indexing import compare, mend
from web.commands.speaking import as_json, bar, note, opened, say_json, settings
from web.shapes_kept import index_problems, manifest_json, verification_json

STAGES = {
    "database": "Cơ sở dữ liệu / database",
    "files": "Tệp gốc / originals",
    "audit": "Nhật ký / audit trail",
    "checking": "Niêm phong / seal",
}
_MIB = 1024 * 1024


@click.command()
@click.option(
    "--backup",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="So nhật ký với bản sao lưu này / compare the audit trail with this backup, too.",
)
@click.option(
    "--head", "written", help="So nhật ký với mã đã ghi lại (SỐ:MÃ) / compare with a head that was written down."
)
@click.option(
    "--anchor",
    is_flag=True,
    help="Lập lại tệp audit.head khi chuỗi liền mạch / make the file audit.head anew where the chain holds.",
)
@as_json
def verify(backup: Path | None, written: str | None, anchor: bool, as_json: bool) -> None:
    """Kiểm tra tệp gốc, cơ sở dữ liệu, nhật ký, chỉ mục / check originals, database, audit trail and index."""
    anchors = [check_backup(backup).head] if backup is not None else []
    if written:
        try:
            anchors.append(Head.parse(written))
        except ValueError as error:
            raise click.BadParameter("SỐ:MÃ, ví dụ 128:3f5a… / NUMBER:HASH", param_hint="--head") from error
    with opened() as (archive, engine), bar("Kiểm tra / checking") as tell:
        found = verify_archive(archive, tuple(anchors), lambda part, done, total: tell(done, total, STAGES[part]))
        if anchor and all(each.part != "audit" or each.kind == "no_anchor" for each in found.problems):
            keep_head(archive.settings.home, found.head, back=True)
            left = tuple(each for each in found.problems if each.kind != "no_anchor")
            found = replace(found, problems=left)
        difference = compare(archive, engine)
    problems = [*found.problems, *index_problems(difference)]
    if as_json:
        say_json(verification_json(found, problems))
    else:
        click.echo(f"files: {found.files}\naudit entries: {found.entries}\naudit head: {found.head}")
        for each in problems:
            note(f"{each.vi}\n{each.en}")
        click.echo("tốt / good" if not problems else f"có {len(problems)} vấn đề / {len(problems)} problems")
    if problems:
        raise SystemExit(1)


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1),
    help="Trong thư mục, chỉ giữ chừng này bản mới nhất / in a folder, keep this many.",
)
@as_json
def backup(target: Path, keep: int | None, as_json: bool) -> None:
    """Sao lưu kho đang chạy thành một tệp / back a running archive up as one file.

    TARGET là tệp mới, hoặc thư mục (tên tệp khi đó đặt theo giờ) / a new file, or a folder.
    """
    with Archive.open(settings()) as archive, bar("Sao lưu / backup") as tell:
        made = back_up(archive, target, lambda part, done, total: tell(done // _MIB, total // _MIB, STAGES[part]))
    gone = prune(made.path.parent, keep) if keep and target.is_dir() else []
    if as_json:
        say_json(
            {
                "path": str(made.path),
                "size": made.size,
                **manifest_json(made.manifest),
                "removed": [str(each) for each in gone],
            }
        )
    else:
        click.echo(f"{made.path}: {made.size / _MIB:.1f} MB, {made.manifest.counts['documents']} văn bản / documents")
        click.echo(f"audit head: {made.manifest.head}")
    if made.manifest.missing:
        note(
            f"Bản sao lưu thiếu {len(made.manifest.missing)} tệp gốc đã mất hoặc hỏng từ trước; chạy `cancu verify` "
            "để xem.\n"
            f"{len(made.manifest.missing)} originals that were lost or damaged already are not in it: see `cancu "
            "verify`."
        )
        raise SystemExit(1)


@click.command(name="restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục kho, mặc định CANCU_HOME / the archive's folder.",
)
@click.option(
    "--replace",
    "replace_old",
    is_flag=True,
    help="Thay kho đang có; kho cũ được giữ riêng / in place of what is there, which is kept aside.",
)
@click.option("--check", is_flag=True, help="Chỉ kiểm tra bản sao lưu / only look whether the backup is good.")
@click.option("--no-index", is_flag=True, help="Không lập chỉ mục ngay / do not make the index now.")
@as_json
def restore_(file: Path, home: Path | None, replace_old: bool, check: bool, no_index: bool, as_json: bool) -> None:
    """Khôi phục từ bản sao lưu / put a backup back. Bản hỏng bị từ chối trước khi đụng đến kho."""
    now = Settings.at(home) if home is not None else settings()
    with bar("Khôi phục / restore") as tell:

        def told(part: str, done: int, total: int) -> None:
            tell(done // _MIB, total // _MIB, STAGES[part])

        if check:
            _say_restored(check_backup(file, told), None, as_json)
            return
        restored = restore(file, now, replace_old=replace_old, tell=told)
    if not no_index:
        with Archive.open(now) as archive, bar("Chỉ mục / index") as tell:
            engine = open_engine(now)
            try:
                mend(archive, engine, tell)
            finally:
                engine.close()
    _say_restored(restored.manifest, restored.aside, as_json)


def _say_restored(manifest: Manifest, aside: Path | None, as_json: bool) -> None:
    if as_json:
        say_json({**manifest_json(manifest), "aside": str(aside) if aside else None})
        return
    counts = manifest.counts
    click.echo(f"{manifest.created}: {counts['documents']} văn bản / documents, {counts['files']} tệp gốc / originals")
    if aside is not None:
        click.echo(f"Kho cũ / the old archive: {aside}")
