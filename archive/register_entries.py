"""What a register holds: books, entries, the fields of an entry and their limits.

Fields: Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục I (văn bản đi) and II (văn bản đến), with what the printed
registers of Phụ lục IV add (đơn vị, người nhận bản lưu; ngày chuyển; ký nhận) and the book of pending work
(Phụ lục IV, mục VIII: tiến độ giải quyết; số, ký hiệu văn bản trả lời).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from archive.clerk_models import BookRow, EntryRow
from archive.folding import nfc, squeeze
from archive.numbers import canonical_number, parse_number
from archive.stored import DocumentFacts

IN, OUT = "in", "out"
RESERVED, REGISTERED, CANCELLED = "reserved", "registered", "cancelled"
MASKED = "masked"
"""The state of an entry of which the viewer may see nothing but its number."""
PROGRESS = ("", "new", "working", "done", "none")
"""State of handling: not said, not begun, being handled, done, needs no answer."""
ENDED = ("done", "none")
LANGUAGE = "Tiếng Việt"


@dataclass(frozen=True)
class Book:
    """A register of one year; see `archive.clerk_models.BookRow`."""

    id: int
    direction: str
    year: int
    series: str
    organ: str
    type: str
    symbol: str
    first: int
    last: int
    closed: datetime | None

    @property
    def next(self) -> int:
        """The number that the next document gets."""
        return max(self.last + 1, self.first)


@dataclass(frozen=True)
class EntryFacts:
    """What a person writes into a register. `code` is the document's own number (`15/KH-UBND`); unknown is empty."""

    type: str = ""
    code: str = ""
    issued: date | None = None
    issuer: str = ""
    subject: str = ""
    language: str = LANGUAGE
    pages: int | None = None
    position: str = ""
    signer: str = ""
    urgency: str = ""
    recipients: str = ""
    recipient_ids: str = ""
    arrived: date | None = None
    copies: int | None = None
    kept_by: str = ""
    forwarded: date | None = None
    received_by: str = ""
    handler: str = ""
    handler_id: int | None = None
    opinion: str = ""
    due: date | None = None
    progress: str = ""
    answer: str = ""
    note: str = ""


FIELDS = tuple(each.name for each in fields(EntryFacts))
DAYS = ("issued", "arrived", "forwarded", "due")
COUNTS = ("pages", "copies")
LIMITS = {
    "type": 100,
    "code": 120,
    "issuer": 300,
    "subject": 2000,
    "language": 30,
    "position": 100,
    "signer": 200,
    "urgency": 30,
    "recipients": 4000,
    "recipient_ids": 2000,
    "kept_by": 300,
    "received_by": 200,
    "handler": 200,
    "opinion": 4000,
    "answer": 120,
    "note": 2000,
}
"""Characters at most. Phụ lục VI asks for less (500 of a subject): no title is cut to fit."""
MOST_COUNT = 99_999
# What only the other kind of register has.
ONLY = {IN: ("arrived", "opinion"), OUT: ("recipient_ids", "copies", "kept_by")}


@dataclass(frozen=True)
class Entry:
    """One number of a register as it is kept; `number` and `suffix` are `15` and `a` of `15a`."""

    id: int
    book_id: int
    number: int
    suffix: str
    state: str
    reason: str
    document_id: int | None
    facts: EntryFacts
    trace: tuple[dict[str, Any], ...]
    version: int
    by: str
    created: datetime
    updated: datetime

    @property
    def shown(self) -> str:
        """The number as it is printed: two figures at least (Nghị định 30, Phụ lục I)."""
        return f"{self.number:02d}{self.suffix}"

    def overdue(self, on: date) -> bool:
        """Whether it should have been dealt with before this day and is not."""
        due = self.facts.due
        return self.state == REGISTERED and due is not None and due < on and self.facts.progress not in ENDED


def book_value(row: BookRow) -> Book:
    """A book as it is kept."""
    return Book(
        row.id, row.direction, row.year, row.series, row.organ, row.type, row.symbol, row.first, row.last, row.closed
    )


def entry_value(row: EntryRow) -> Entry:
    """An entry as it is kept."""
    return Entry(
        id=row.id,
        book_id=row.book_id,
        number=row.number,
        suffix=row.suffix,
        state=row.state,
        reason=row.reason,
        document_id=row.document_id,
        facts=EntryFacts(**{name: getattr(row, name) for name in FIELDS}),
        trace=tuple(row.trace),
        version=row.version,
        by=row.by,
        created=row.created,
        updated=row.updated,
    )


def tidy(facts: EntryFacts) -> EntryFacts:
    """The facts with composed letters, single spaces and the number in its own style; lists keep their lines."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(facts, name)
        if isinstance(value, str):
            value = nfc(value)
            lines = name in ("recipients", "recipient_ids", "opinion", "note")
            value = "\n".join(filter(None, map(squeeze, value.splitlines()))) if lines else squeeze(value)
        values[name] = value
    if values["code"]:
        values["code"] = canonical_number(values["code"])
    return EntryFacts(**values)


def code_parts(code: str) -> tuple[str, str]:
    """A document's number as Phụ lục VI parts it: CodeNumber and CodeNotation, `15` and `KH-UBND`; `30/2020` and
    `NĐ-CP`. What is no number comes whole as the notation."""
    parsed = parse_number(code) if code else None
    if parsed is None:
        return "", code
    number = f"{parsed.seq}/{parsed.year}" if parsed.year else parsed.seq
    canonical = parsed.canonical
    return number, canonical[len(number) :].lstrip("/-") if canonical.startswith(number) else "-".join(parsed.codes)


def facts_of(document: DocumentFacts, direction: str, on: date) -> EntryFacts:
    """What is known of a document, as the first proposal for its entry; a person confirms it."""
    return tidy(
        EntryFacts(
            type=document.type,
            code=document.number,
            issued=document.issued,
            issuer=document.issuer,
            subject=document.title,
            pages=document.pages or len(document.page_starts) or None,
            position=document.position,
            signer=document.signer,
            urgency=document.urgency,
            recipients="\n".join(document.recipients) if direction == OUT else "",
            arrived=on if direction == IN else None,
            progress="new" if direction == IN else "",
        )
    )


def changes(before: EntryFacts, after: EntryFacts) -> Mapping[str, tuple[Any, Any]]:
    """The fields that differ, with both values."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
