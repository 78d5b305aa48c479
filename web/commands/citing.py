"""`cancu cite` and `cancu check`: the citations of a text, and what is wrong with a draft's."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from archive.checking import VERDICT_NAMES, Finding, check_text
from archive.citations import find_citations
from archive.documents import Archive
from archive.errors import UnreadableFile
from archive.files import too_large
from archive.precedents import Precedents
from archive.resolving import resolve_all
from archive.shapes import citation_json, finding_json
from indexer.annotating.saying import remarks_of
from indexer.measuring import measure_file
from indexer.reading import annotated_docx, read_file
from web.commands.speaking import as_json, note, opened, say_json

_WRITTEN = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--lines", is_flag=True, help="Mỗi dòng là một văn bản / each line is a text of its own.")
@as_json
def cite(file: Path, lines: bool, as_json: bool) -> None:
    """Viện dẫn trong FILE ("-" là stdin) / the citations in FILE and what they resolve to."""
    with opened() as (archive, _):
        if lines:
            found = [_cited(archive, line) for line in _lines(file, archive.settings.max_upload)]
            if as_json:
                say_json(found)
                return
            for number, citations in enumerate(found, 1):
                _print(citations, f"{number}: ")
            return
        citations = _cited(archive, _text(archive, file))
        if as_json:
            say_json(citations)
        else:
            _print(citations)


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Ngày ký dự kiến / signing date.")
@click.option("--output", type=_WRITTEN, help="Ghi bản sao DOCX có ghi chú / write a copy of the DOCX with comments.")
@click.option("--corrected", type=_WRITTEN, help="Ghi bản sao đã sửa, có theo dõi / a copy with tracked corrections.")
@as_json
def check(draft: Path, on: datetime | None, output: Path | None, corrected: Path | None, as_json: bool) -> None:
    """Kiểm tra viện dẫn, thể thức của dự thảo DRAFT / check the citations and the form of a draft."""
    for target in (output, corrected):
        _check_target(draft, target)
    with opened() as (archive, _):
        text = _text(archive, draft)
        signing = on.date() if on is not None else None
        precedents = Precedents(archive.database)
        layout = None if str(draft) == "-" else measure_file(draft, draft.name, settings=archive.settings)
        findings = check_text(
            text, archive.holdings(), signing or date.today(), archive.gazetteer(), precedents, layout
        )
        for target, correct in ((output, False), (corrected, True)):
            if target is not None:
                remarks = remarks_of(findings, text, correct=correct)
                target.write_bytes(annotated_docx(draft, remarks, settings=archive.settings))
                note(f"Đã ghi / written: {target}")
    if as_json:
        say_json({"findings": [finding_json(finding) for finding in findings], "date": (signing or date.today())})
        return
    for finding in findings:
        _print_finding(finding, text)
    counted = Counter(finding.kind for finding in findings)
    note(
        f"{counted['citation']} viện dẫn / citations; {counted['block']} về khối căn cứ / on the block of bases; "
        f"{counted['form']} về thể thức, tên và ngày / on form, names and dates"
    )


def _check_target(draft: Path, target: Path | None) -> None:
    """A copy is made of a file, and never in its place."""
    if target is None:
        return
    if str(draft) == "-":
        raise click.UsageError(
            "chỉ ghi chú được vào một tệp, không vào stdin / only a file can be commented, not stdin"
        )
    if target.exists() and draft.exists() and target.samefile(draft):
        raise click.UsageError("tệp kết quả phải khác tệp dự thảo / the copy must be another file than the draft")


def _cited(archive: Archive, text: str) -> list[dict[str, Any]]:
    citations = find_citations(text, archive.gazetteer())
    return [citation_json(resolution) for resolution in resolve_all(citations, archive.holdings())]


def _text(archive: Archive, file: Path) -> str:
    """The text of a file, or of standard input; a plain text exactly as it stands, so that offsets cut it."""
    if str(file) == "-":
        return _bytes(file, archive.settings.max_upload).decode("utf-8-sig", errors="replace")
    reading = read_file(_existing(file), file.name, settings=archive.settings)
    return reading.raw_text if reading.media_type.startswith("text/") else reading.text


def _bytes(file: Path, limit: int) -> bytes:
    if str(file) == "-":
        data = sys.stdin.buffer.read(limit + 1)
    else:
        path = _existing(file)
        if not path.is_file():
            raise UnreadableFile(
                "not_a_file",
                f"{file} không phải là một tệp thông thường. Hãy chọn một tệp văn bản UTF-8.",
                f"{file} is not an ordinary file. Choose a UTF-8 text file.",
            )
        with path.open("rb") as reading:
            data = reading.read(limit + 1)
    if len(data) > limit:
        raise too_large(len(data), limit)
    return data


def _lines(file: Path, limit: int) -> list[str]:
    data = _bytes(file, limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "not_utf8",
            "Tệp các dòng văn bản phải ở dạng UTF-8. Hãy lưu lại bằng UTF-8.",
            "A file of lines must be in UTF-8. Save it as UTF-8.",
        ) from error
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _existing(file: Path) -> Path:
    if not os.path.lexists(file):
        raise click.BadParameter(f"không có tệp này / no such file: {file}")
    return file


def _print(citations: list[dict[str, Any]], lead: str = "") -> None:
    for citation in citations:
        where = citation["document"]
        answer = f"văn bản {where['id']}" if where else f"{len(citation['candidates'])} ứng viên"
        click.echo(f"{lead}[{citation['start']}:{citation['end']}] {citation['status']} ({answer}): {citation['text']}")


def _print_finding(finding: Finding, text: str) -> None:
    line = text.count("\n", 0, finding.start) + 1
    click.echo(f"dòng {line}: {VERDICT_NAMES[finding.verdict][0]}: {finding.text}")
    click.echo(f"    {finding.message_vi}")
    for field in finding.fields:
        click.echo(f"    {field.field}: {field.found} → {field.expected}")
    if finding.rule:
        click.echo(f"    quy tắc: {finding.rule}")
    for doubt in finding.doubts:
        click.echo(f"    lưu ý: {doubt.vi}")
    if finding.suggestion:
        click.echo(f"    đề nghị: {finding.suggestion}")
