"""The texts that the copy buttons put on the clipboard, all worded by `archive.wording`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import Record
from archive.wording import LAWS, basis_line, full_citation, law_name, short_citation


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
