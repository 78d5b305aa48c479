"""`cancu check`: what is wrong with a draft, or with every draft of a folder; copies of Word files with comments."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from threading import local
from typing import Any

import click

from archive.checking import VERDICT_NAMES, Finding
from archive.shapes import finding_json
from indexer.annotating.saying import remarks_of
from indexer.checking import COMMENTED, CheckedFile, ReadDraft, check_draft, check_file, read_draft, rows
from indexer.reading import Reader
from web.commands.adding import files_of
from web.commands.citing import existing, stdin_text
from web.commands.speaking import as_json, bar, note, opened, say_json
from web.presenting.registers import table_csv

_WRITTEN = click.Path(path_type=Path)


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Ngày ký dự kiến / signing date.")
@click.option("--output", type=_WRITTEN, help="Ghi bản sao DOCX có ghi chú / write a copy of the DOCX with comments.")
@click.option("--corrected", type=_WRITTEN, help="Ghi bản sao đã sửa, có theo dõi / a copy with tracked corrections.")
@click.option("--csv", "as_csv", is_flag=True, help="Của thư mục: bảng CSV ra stdout / of a folder: a table on stdout.")
@as_json
def check(
    draft: Path, on: datetime | None, output: Path | None, corrected: Path | None, as_csv: bool, as_json: bool
) -> None:
    """Kiểm tra dự thảo DRAFT: viện dẫn, căn cứ, thể thức / check a draft: citations, bases, form.

    DRAFT là tệp, "-" (stdin) hoặc thư mục: mỗi tệp một dòng, nhiều lỗi đứng trước; khi đó --output, --corrected là thư
    mục / a file, "-" or a folder: a line a file, the worst first; --output and --corrected are then folders.
    """
    day = on.date() if on is not None else date.today()
    for target in (output, corrected):
        _check_target(draft, target)
    if output is not None and corrected is not None and output.resolve() == corrected.resolve():
        vi = "--output và --corrected phải là hai nơi khác nhau, nếu không bản này đè lên bản kia"
        raise click.UsageError(f"{vi} / --output and --corrected have to differ, or one copy replaces the other")
    if as_csv and as_json:
        raise click.UsageError("chọn một trong --csv và --json / choose one of --csv and --json")
    if str(draft) != "-" and os.path.isdir(draft):
        files = _folder(draft, day, output, corrected)
        _tell_folder(files, day, as_csv, as_json)
        if any(each.refused for each in files):
            raise SystemExit(1)
        return
    if as_csv:
        raise click.UsageError("--csv là của một thư mục / --csv is for a folder")
    with opened() as (archive, _), Reader(archive.settings) as reader:
        if str(draft) == "-":
            read = ReadDraft(stdin_text(archive.settings.max_upload), None, "text/plain")
        else:
            read = read_draft(reader, existing(draft), draft.name, as_written=True)
        findings = check_draft(archive, read, day)
        for target, correct in ((output, False), (corrected, True)):
            if target is not None:
                remarks = remarks_of(findings, read.text, correct=correct)
                target.write_bytes(reader.annotated(draft, remarks))
                note(f"Đã ghi / written: {target}")
    if as_json:
        say_json({"findings": [finding_json(finding) for finding in findings], "date": day})
        return
    for finding in findings:
        _print_finding(finding, read.text)
    counts = {kind: sum(each.kind == kind for each in findings) for kind in ("citation", "block", "form")}
    note(
        f"{counts['citation']} viện dẫn / citations; {counts['block']} về khối căn cứ / on the block of bases; "
        f"{counts['form']} về thể thức, tên và ngày / on form, names and dates"
    )


def _check_target(draft: Path, target: Path | None) -> None:
    """A copy is made of a file, and never in its place."""
    if target is None:
        return
    if str(draft) == "-":
        raise click.UsageError("chỉ ghi chú được vào một tệp / only a file can be commented, not standard input")
    if os.path.exists(target) and os.path.exists(draft):
        if target.samefile(draft):
            raise click.UsageError("kết quả phải khác tệp dự thảo / the copy must be another file than the draft")
        if os.path.isdir(target) != os.path.isdir(draft):
            raise click.UsageError("một tệp ra một tệp, một thư mục ra một thư mục / a file gives a file, a folder one")


def _folder(folder: Path, on: date, output: Path | None, corrected: Path | None) -> list[CheckedFile]:
    """Every file of a folder, several at a time, each in a process that can be killed."""
    paths = list(files_of((folder,)))
    copied = copy_names([path.relative_to(folder) for path in paths])
    with opened() as (archive, _), bar("Kiểm tra / checking") as tell:
        archive.gazetteer()
        here = local()
        readers: list[Reader] = []

        def one(path: Path) -> CheckedFile:
            if not hasattr(here, "reader"):
                here.reader = Reader(archive.settings)
                readers.append(here.reader)
            name = path.relative_to(folder).as_posix()

            def copies(draft: ReadDraft, findings: list[Finding]) -> None:
                for target, correct in ((output, False), (corrected, True)):
                    if target is not None and draft.media_type in COMMENTED:
                        copy = target / copied[Path(name)]
                        remarks = remarks_of(findings, draft.text, correct=correct)
                        content = here.reader.annotated(path, remarks)
                        copy.parent.mkdir(parents=True, exist_ok=True)
                        copy.write_bytes(content)

            return check_file(archive, here.reader, path, name, on, copies)

        found: list[CheckedFile] = []
        try:
            with ThreadPoolExecutor(max(1, archive.settings.readers)) as pool:
                for each in pool.map(one, paths):
                    found.append(each)
                    tell(len(found), len(paths))
        finally:
            for reader in readers:
                reader.close()
    return found


def copy_names(names: Sequence[Path]) -> dict[Path, Path]:
    """A name of its own for the copy of every file: `a.doc` beside `a.docx` gives `a (doc).docx`."""
    out: dict[Path, Path] = {}
    taken: set[str] = set()
    # A DOCX keeps its name, whatever stands beside it.
    for name in sorted(names, key=lambda one: (one.suffix.lower() != ".docx", one)):
        copy = name.with_suffix(".docx")
        number = 1
        while copy.as_posix().casefold() in taken:
            kind = name.suffix.removeprefix(".")
            copy = name.with_name(f"{name.stem} ({kind if number == 1 else f'{kind} {number}'}).docx")
            number += 1
        taken.add(copy.as_posix().casefold())
        out[name] = copy
    return out


def _tell_folder(files: Sequence[CheckedFile], on: date, as_csv: bool, as_json: bool) -> None:
    ordered = sorted(files, key=lambda each: each.worst)
    if as_csv:
        click.echo(table_csv(rows(files)).decode("utf-8"), nl=False)
        return
    if as_json:
        say_json({"files": [file_json(each) for each in ordered], "date": on})
        return
    for each in ordered:
        if each.tally is None:
            click.echo(f"{each.name}: không đọc được / refused: {each.refused[0] if each.refused else ''}")
            continue
        counts = ", ".join(f"{VERDICT_NAMES[verdict][0]} {count}" for verdict, count in each.tally.counts)
        click.echo(f"{each.name}: {counts or 'không có lỗi / nothing found'}")
    wrong = sum(each.tally is not None and each.tally.wrong > 0 for each in files)
    note(f"{len(files)} tệp / files; {wrong} có lỗi / with faults")


def file_json(file: CheckedFile) -> dict[str, Any]:
    """One row of the table of a folder."""
    return {
        "name": file.name,
        "status": "refused" if file.tally is None else "checked",
        "citations": file.citations,
        "wrong": file.tally.wrong if file.tally else 0,
        "open": file.tally.open if file.tally else 0,
        "counts": dict(file.tally.counts) if file.tally else {},
        "reason": file.code,
        "vi": file.refused[0] if file.refused else "",
        "en": file.refused[1] if file.refused else "",
    }


def _print_finding(finding: Finding, text: str) -> None:
    line = text.count("\n", 0, finding.start) + 1
    click.echo(f"dòng {line}: {VERDICT_NAMES[finding.verdict][0]}: {finding.text}")
    click.echo(f"    {finding.message_vi}")
    for field in finding.fields:
        click.echo(f"    {field.field}: {field.found} → {field.expected}")
    for doubt in finding.doubts:
        click.echo(f"    lưu ý: {doubt.vi}")
    if finding.rule:
        click.echo(f"    quy tắc: {finding.rule}")
    if finding.suggestion:
        click.echo(f"    đề nghị: {finding.suggestion}")
