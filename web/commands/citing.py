"""`cancu cite`: the citations of a text and what they resolve to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from archive.citations import find_citations
from archive.documents import Archive
from archive.errors import UnreadableFile
from archive.files import too_large
from archive.resolving import resolve_all
from archive.shapes import citation_json
from indexer.reading import read_file
from web.commands.speaking import as_json, opened, say_json


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


def _cited(archive: Archive, text: str) -> list[dict[str, Any]]:
    citations = find_citations(text, archive.gazetteer())
    return [citation_json(resolution) for resolution in resolve_all(citations, archive.holdings())]


def _text(archive: Archive, file: Path) -> str:
    """The text of a file, or of standard input; a plain text exactly as it stands, so that offsets cut it."""
    if str(file) == "-":
        return stdin_text(archive.settings.max_upload)
    reading = read_file(existing(file), file.name, settings=archive.settings)
    return reading.raw_text if reading.media_type.startswith("text/") else reading.text


def stdin_text(limit: int) -> str:
    """All of standard input, as text."""
    return _bytes(Path("-"), limit).decode("utf-8-sig", errors="replace")


def _bytes(file: Path, limit: int) -> bytes:
    if str(file) == "-":
        data = sys.stdin.buffer.read(limit + 1)
    else:
        path = existing(file)
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


def existing(file: Path) -> Path:
    """A path that is there; anything else is wrong usage."""
    if not os.path.lexists(file):
        raise click.BadParameter(f"không có tệp này / no such file: {file}")
    return file


def _print(citations: list[dict[str, Any]], lead: str = "") -> None:
    for citation in citations:
        where = citation["document"]
        answer = f"văn bản {where['id']}" if where else f"{len(citation['candidates'])} ứng viên"
        click.echo(f"{lead}[{citation['start']}:{citation['end']}] {citation['status']} ({answer}): {citation['text']}")
