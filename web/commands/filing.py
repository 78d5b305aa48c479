"""`cancu init`, `read`, `reread`, `import`: from files and collections into the archive."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from archive.documents import Archive
from archive.rereading import links_are_new, links_are_old, reread_links
from corpus.loaders.phapdien import load_phapdien
from corpus.loaders.vbpl import load_vbpl
from corpus.starter import load_starter
from indexer.ingest import understand_file
from indexer.rereading import reread_files
from indexer.shapes import understood_json
from web.commands.speaking import as_json, bar, note, opened, say_json, settings


@click.command()
@click.option("--starter", is_flag=True, help="Nạp bộ văn bản khởi đầu / load the starter documents.")
@as_json
def init(starter: bool, as_json: bool) -> None:
    """Tạo kho văn bản / make the archive. May be run again at any time."""
    with opened(create=True) as (archive, engine):
        where = archive.settings.home
        note(f"Kho văn bản / archive: {where}")
        if links_are_old(archive):
            _reread(archive)
        else:
            links_are_new(archive)
        counts = None
        if starter:
            with bar("Bộ văn bản khởi đầu / starter documents") as tell:
                counts = load_starter(archive, engine, tell)
        if as_json:
            say_json({"home": str(where), "starter": counts, "documents": archive.count()})
        else:
            note(f"{archive.count()} văn bản / documents")


@click.command()
@click.option("--files", is_flag=True, help="Đọc lại cả tệp gốc / read the original files again too.")
@click.argument("documents", nargs=-1, type=click.IntRange(1))
@as_json
def reread(files: bool, documents: tuple[int, ...], as_json: bool) -> None:
    """Đọc lại viện dẫn, quan hệ của các văn bản đang giữ / read citations and relations of held texts again.

    --files đọc lại tệp gốc (của DOCUMENTS, hoặc tất cả), như sau khi cài Tesseract; điều người đã xác nhận giữ nguyên.
    It reads the originals again, as after installing Tesseract; what a person confirmed stays.
    """
    if documents and not files:
        raise click.UsageError("DOCUMENTS chỉ dùng với --files / only with --files")
    with opened() as (archive, engine):
        if files:
            with bar("Đọc lại tệp gốc / originals") as tell:
                done = reread_files(archive, engine, documents, tell)
            for document, name, _, vi, _ in done.refused:
                note(f"văn bản {document}, {name}: {vi}")
            if as_json:
                names = ("document", "name", "code", "reason", "reason_en")
                refused = [dict(zip(names, each, strict=True)) for each in done.refused]
                say_json({"read": done.read, "changed": list(done.changed), "refused": refused})
            else:
                counts = f"{len(done.changed)} thay đổi / changed, {len(done.refused)} lỗi / refused"
                note(f"{done.read} tệp / files: {counts}")
            return
        count = _reread(archive)
    if as_json:
        say_json({"documents": count})
    else:
        note(f"{count} văn bản / documents")


def _reread(archive: Archive) -> int:
    with bar("Đọc lại viện dẫn, quan hệ / citations and relations") as tell:
        return reread_links(archive, tell)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def read(file: Path, as_json: bool) -> None:
    """Đọc FILE, không lưu gì / read a file, store nothing."""
    understood = understand_file(settings(), _existing(file), file.name)
    shape = understood_json(understood)
    if as_json:
        say_json(shape)
        return
    for field, fact in shape["metadata"].items():
        click.echo(f"{field}: {fact}")
    for provision in shape["provisions"]:
        click.echo(f"  {provision['label']} {provision['heading']}")


@click.group(name="import")
def import_() -> None:
    """Nạp cả bộ sưu tập / load a collection; run again to go on where it stopped."""


@import_.command("starter")
@as_json
def import_starter(as_json: bool) -> None:
    """Bộ văn bản khởi đầu / the starter documents."""
    with opened() as (archive, engine), bar("starter") as tell:
        counts = load_starter(archive, engine, tell, again=True)
    _report(archive, counts, as_json)


@import_.command("phapdien")
@click.argument("path", type=click.Path(path_type=Path))
@as_json
def import_phapdien(path: Path, as_json: bool) -> None:
    """Bộ pháp điển: thư mục, tệp zip hoặc JSONL / the national code: a folder, a zip or JSONL."""
    with opened() as (archive, engine), bar("Bộ pháp điển / national code") as tell:
        counts = load_phapdien(archive, engine, _existing(path), tell)
    _report(archive, counts, as_json)


@import_.command("vbpl")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Ngày lấy dữ liệu / day of the source's statement.")
@as_json
def import_vbpl(path: Path, as_of: datetime | None, as_json: bool) -> None:
    """Văn bản từ vbpl.vn (JSONL) / documents of the national legal database."""
    with opened() as (archive, engine), bar("vbpl") as tell:
        counts = load_vbpl(archive, engine, _existing(path), tell, as_of=as_of.date() if as_of else None)
    _report(archive, counts, as_json)


def _report(archive: Archive, counts: dict[str, object], as_json: bool) -> None:
    if as_json:
        say_json(counts)
        return
    for name, value in counts.items():
        click.echo(f"{name}: {value}")


def _existing(path: Path) -> Path:
    if not os.path.lexists(path):
        raise click.BadParameter(f"không có tệp này / no such file: {path}")
    return path
