"""`cancu cite` and `cancu check`: the citations of a text, and what is wrong with a draft's."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import click
from archive.checking import Finding, check_text
from archive.resolving import resolve_all
from archive.shapes import citation_json, finding_json

from archive.citations import find_citations
from archive.documents import Archive
from indexer.reading import read_file
from web.commands.speaking import as_json, note, opened, say_json

_VERDICTS = {
    "ok": "đúng",
    "doubtful": "chưa chắc",
    "mismatch": "sai lệch",
    "expired": "hết hiệu lực",
    "replaced": "đã bị thay thế",
    "ambiguous": "chưa rõ văn bản nào",
    "not_held": "kho chưa có",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--lines", is_flag=True, help="Mỗi dòng là một văn bản / each line is a text of its own.")
@as_json
def cite(file: Path, lines: bool, as_json: bool) -> None:
    """Viện dẫn trong FILE ("-" là stdin) / the citations in FILE and what they resolve to."""
    with opened() as (archive, _):
        if lines:
            with _stream(file) as stream:
                found = [_cited(archive, line.rstrip("\n")) for line in stream]
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
@as_json
def check(draft: Path, on: datetime | None, as_json: bool) -> None:
    """Kiểm tra viện dẫn của dự thảo DRAFT / check the citations of a draft."""
    with opened() as (archive, _):
        text = _text(archive, draft)
        signing = on.date() if on is not None else None
        findings = check_text(text, archive.holdings(), signing or date.today(), archive.gazetteer())
    if as_json:
        say_json({"findings": [finding_json(finding) for finding in findings], "date": (signing or date.today())})
        return
    for finding in findings:
        _print_finding(finding, text)
    note(f"{len(findings)} viện dẫn / citations")


def _cited(archive: Archive, text: str) -> list[dict[str, Any]]:
    citations = find_citations(text, archive.gazetteer())
    return [citation_json(resolution) for resolution in resolve_all(citations, archive.holdings())]


def _text(archive: Archive, file: Path) -> str:
    if str(file) == "-":
        return click.get_text_stream("stdin", encoding="utf-8").read()
    if not file.exists():
        raise click.BadParameter(f"không có tệp này / no such file: {file}")
    return read_file(file, file.name, settings=archive.settings).text


def _stream(file: Path) -> TextIO:
    if str(file) == "-":
        return click.get_text_stream("stdin", encoding="utf-8")
    if not file.exists():
        raise click.BadParameter(f"không có tệp này / no such file: {file}")
    return file.open(encoding="utf-8")


def _print(citations: list[dict[str, Any]], lead: str = "") -> None:
    for citation in citations:
        where = citation["document"]
        answer = f"văn bản {where['id']}" if where else f"{len(citation['candidates'])} ứng viên"
        click.echo(f"{lead}[{citation['start']}:{citation['end']}] {citation['status']} ({answer}): {citation['text']}")


def _print_finding(finding: Finding, text: str) -> None:
    line = text.count("\n", 0, finding.start) + 1
    click.echo(f"dòng {line}: {_VERDICTS.get(finding.verdict, finding.verdict)}: {finding.text}")
    click.echo(f"    {finding.message_vi}")
    for field in finding.fields:
        click.echo(f"    {field.field}: {field.found} → {field.expected}")
    for doubt in finding.doubts:
        click.echo(f"    lưu ý: {doubt.vi}")
    if finding.suggestion:
        click.echo(f"    đề nghị: {finding.suggestion}")
