"""The texts that the copy buttons put on the clipboard, all worded by `archive.wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from archive.records import Record
from archive.wording import LAWS, basis_line, full_citation, law_name, order_bases, short_citation


@dataclass(frozen=True)
class Copies:
    """One document or provision as it is cited the first time, afterwards, and in the căn cứ block."""

    full: str
    short: str
    basis: str


def copies_of(record: Record, pinpoint: str = "") -> Copies:
    """What may be copied of a document or of one provision of it."""
    return Copies(full_citation(record, pinpoint), short_citation(record, pinpoint), basis_line(record))


def name_of(record: Record) -> str:
    """The line by which a document is recognised in a list: name and number of a law, else type and number."""
    if record.type in LAWS and record.title:
        return f"{law_name(record)} số {record.number}" if record.number else law_name(record)
    if record.number:
        return f"{record.type} số {record.number}" if record.type else record.number
    return f"{record.type} {record.title}".strip()


def title_of(record: Record) -> str:
    """The title as a second line under `name_of`, "" where that line says it already."""
    return record.title if record.number and record.type not in LAWS else ""


# As `copying.js` has it: the office's own letter, in attributes, for a browser cleans styles away.
_LETTER = Markup('face="Times New Roman" size="4"')


def copied(records: Sequence[Record], *, as_bases: bool) -> dict[str, str]:
    """Several citations for the clipboard, `plain` and `html` with a link to each document in this archive: the block
    of bases by authority and rank, or one row of full citations in the order given."""
    ordered = order_bases(records) if as_bases else list(records)
    words = [full_citation(record) for record in ordered]
    linked = [
        Markup('<a href="{}">{}</a>').format(url_for("documents.show", document_id=record.id, _external=True), each)
        for record, each in zip(ordered, words, strict=True)
    ]
    if as_bases:
        marks = [";"] * (len(words) - 1) + ["."] * bool(words)
        plain = "\n".join(f"Căn cứ {each}{mark}" for each, mark in zip(words, marks, strict=True))
        lines = [
            Markup('<p align="justify"><font {}><em>Căn cứ {}{}</em></font></p>').format(_LETTER, each, mark)
            for each, mark in zip(linked, marks, strict=True)
        ]
        return {"plain": plain, "html": str(Markup("").join(lines))}
    plain, html = _row(words), _row(linked)
    return {"plain": str(plain), "html": str(Markup("<font {}>{}</font>").format(_LETTER, html)) if words else ""}


def _row(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    return escape(", ").join(parts[:-1]) + " và " + parts[-1]
