"""The registers as they are held: books, how their numbers stand, entries found by words, days and numbers.

Of a document that the viewer may not see only the number is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from archive.clerk_models import BookRow, EntryRow
from archive.database import Database
from archive.errors import NotFound
from archive.folding import nfc, squeeze, unaccent
from archive.register_entries import (
    CANCELLED,
    ENDED,
    IN,
    MASKED,
    REGISTERED,
    RESERVED,
    Book,
    Entry,
    EntryFacts,
    book_value,
    entry_value,
)
from archive.register_sight import masked_entries, whole_register

_MOST_GAPS = 200
_WORDS = ("code", "subject", "issuer", "recipients", "signer", "handler", "note", "type")


@dataclass(frozen=True)
class Standing:
    """How the numbers of a book stand. `gaps`: (first, last) of numbers that were passed over, oldest first."""

    next: int
    registered: int
    reserved: tuple[Entry, ...]
    cancelled: int
    gaps: tuple[tuple[int, int], ...]
    overdue: int


@dataclass(frozen=True)
class EntryFilter:
    """Which entries of a book are shown; empty fields do not restrict. `day_from`, `day_to` of arrival in a book of
    incoming documents, of issue in the other; `state` one of the states, `open` (not dealt with) or `overdue`."""

    words: str = ""
    state: str = ""
    day_from: date | None = None
    day_to: date | None = None
    number_from: int | None = None
    number_to: int | None = None


class RegistersHeld:
    """What the registers of an archive hold."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def books(self, year: int | None = None) -> tuple[Book, ...]:
        """All books (of a year), the newest year first, incoming before outgoing, the common series first."""
        with self._database.read() as session:
            wanted = select(BookRow).order_by(BookRow.year.desc(), BookRow.direction, BookRow.series)
            rows = session.scalars(wanted if year is None else wanted.where(BookRow.year == year))
            return tuple(book_value(row) for row in rows)

    def book(self, book_id: int) -> Book:
        """One book. Raises NotFound."""
        with self._database.read() as session:
            return book_value(book_row(session, book_id))

    def standing(self, book_id: int, on: date) -> Standing:
        """How the numbers of a book stand on a day. Raises NotFound."""
        with whole_register(), self._database.read() as session:
            book = book_row(session, book_id)
            # Columns, not rows: every number counts, whoever may see the document behind it.
            taken = session.execute(
                select(EntryRow.number, EntryRow.state).where(EntryRow.book_id == book_id).order_by(EntryRow.number)
            ).all()
            reserved = session.scalars(
                select(EntryRow)
                .where(EntryRow.book_id == book_id, EntryRow.state == RESERVED)
                .order_by(EntryRow.number, EntryRow.suffix)
            )
            states = [state for _, state in taken]
            late = session.scalars(select(EntryRow.id).where(EntryRow.book_id == book_id, *_late(on))).all()
            kept = tuple(entry_value(row) for row in reserved)
        return Standing(
            next=book_value(book).next,
            registered=states.count(REGISTERED),
            reserved=kept,
            cancelled=states.count(CANCELLED),
            gaps=_gaps({number for number, _ in taken}, book.first, book.last),
            overdue=len(set(late) - masked_entries(self._database, late)),
        )

    def entry(self, entry_id: int) -> Entry:
        """One entry. Raises NotFound."""
        with whole_register(), self._database.read() as session:
            found = entry_value(entry_row(session, entry_id))
        if masked_entries(self._database, [entry_id]):
            raise _no_entry()
        return found

    def entries(
        self, book_id: int, wanted: EntryFilter, limit: int = 100, offset: int = 0
    ) -> tuple[tuple[Entry, ...], int]:
        """A part of a book in the order of its numbers, and how many entries there are in all.

        Of a document that the viewer may not see only the number is given (state `masked`), and only where nothing but
        numbers was asked for.
        """
        with whole_register(), self._database.read() as session:
            book = book_row(session, book_id)
            rows = session.scalars(
                select(EntryRow)
                .where(EntryRow.book_id == book_id, *_conditions(wanted, book.direction))
                .order_by(EntryRow.number, EntryRow.suffix)
            )
            found = [entry_value(row) for row in rows if _has_words(row, wanted.words)]
        masked = masked_entries(self._database, [each.id for each in found])
        if masked:
            plain = not (wanted.words or wanted.state or wanted.day_from or wanted.day_to)
            found = [_masked(each) if each.id in masked else each for each in found if plain or each.id not in masked]
        return tuple(found[offset : offset + limit]), len(found)

    def of_documents(self, document_ids: Iterable[int]) -> dict[int, list[tuple[Book, Entry]]]:
        """Where these documents are registered."""
        ids = list(document_ids)
        found: dict[int, list[tuple[Book, Entry]]] = {}
        with self._database.read() as session:
            for start in range(0, len(ids), 400):
                rows = session.execute(
                    select(BookRow, EntryRow)
                    .join(EntryRow, EntryRow.book_id == BookRow.id)
                    .where(EntryRow.document_id.in_(ids[start : start + 400]))
                    .order_by(EntryRow.id)
                )
                for book, row in rows:
                    found.setdefault(row.document_id or 0, []).append((book_value(book), entry_value(row)))
        return found

    def due(self, on: date, handler_id: int | None = None, limit: int = 100) -> tuple[tuple[Book, Entry], ...]:
        """Entries that have a deadline and are not dealt with (of one person), the earliest deadline first."""
        with whole_register(), self._database.read() as session:
            wanted = (
                select(BookRow, EntryRow)
                .join(EntryRow, EntryRow.book_id == BookRow.id)
                .where(EntryRow.state == REGISTERED, EntryRow.due.is_not(None), EntryRow.progress.not_in(ENDED))
                .order_by(EntryRow.due, EntryRow.id)
                .limit(limit)
            )
            if handler_id is not None:
                wanted = wanted.where(EntryRow.handler_id == handler_id)
            found = [(book_value(book), entry_value(row)) for book, row in session.execute(wanted)]
        masked = masked_entries(self._database, [entry.id for _, entry in found])
        return tuple((book, entry) for book, entry in found if entry.id not in masked)


def _gaps(numbers: set[int], first: int, last: int) -> tuple[tuple[int, int], ...]:
    missing = [number for number in range(first, last + 1) if number not in numbers]
    runs = []
    for _, run in groupby(enumerate(missing), key=lambda each: each[1] - each[0]):
        members = [number for _, number in run]
        runs.append((members[0], members[-1]))
    return tuple(runs[:_MOST_GAPS])


def _late(on: date) -> tuple[ColumnElement[bool], ...]:
    return (EntryRow.state == REGISTERED, EntryRow.due < on, EntryRow.progress.not_in(ENDED))


def _conditions(wanted: EntryFilter, direction: str) -> list[ColumnElement[bool]]:
    day = EntryRow.arrived if direction == IN else EntryRow.issued
    found: list[ColumnElement[bool]] = []
    if wanted.state in (RESERVED, REGISTERED, CANCELLED):
        found.append(EntryRow.state == wanted.state)
    elif wanted.state == "open":
        found += [EntryRow.state == REGISTERED, EntryRow.progress.not_in(ENDED)]
        found.append(or_(EntryRow.progress != "", EntryRow.due.is_not(None)))
    elif wanted.state == "overdue":
        found += _late(date.today())
    if wanted.day_from is not None:
        found.append(day >= wanted.day_from)
    if wanted.day_to is not None:
        found.append(day <= wanted.day_to)
    if wanted.number_from is not None:
        found.append(EntryRow.number >= wanted.number_from)
    if wanted.number_to is not None:
        found.append(EntryRow.number <= wanted.number_to)
    return found


def _has_words(row: EntryRow, words: str) -> bool:
    """Whether all words stand in an entry; without marks where they were typed without."""
    wanted = squeeze(nfc(words)).lower()
    if not wanted:
        return True
    text = nfc(" ".join([f"{row.number}{row.suffix}", *(getattr(row, name) for name in _WORDS)])).lower()
    plain = unaccent(text)
    return all(word in text or (word == unaccent(word) and word in plain) for word in wanted.split())


def book_row(session: Session, book_id: int) -> BookRow:
    """The row of a book, to be written in the open transaction. Raises NotFound."""
    row = session.get(BookRow, book_id)
    if row is None:
        raise NotFound(
            "no_such_book",
            "Không có sổ này. Hãy chọn sổ trong danh sách.",
            "There is no such register. Choose one from the list.",
        )
    return row


def entry_row(session: Session, entry_id: int) -> EntryRow:
    """The row of an entry, as `book_row`. Raises NotFound."""
    row = session.get(EntryRow, entry_id)
    if row is None:
        raise _no_entry()
    return row


def _no_entry() -> NotFound:
    return NotFound(
        "no_such_entry",
        "Không có dòng sổ này. Hãy tìm lại trong sổ.",
        "There is no such entry. Look for it in the register.",
    )


def _masked(entry: Entry) -> Entry:
    """Only that the number is taken."""
    return replace(
        entry, state=MASKED, reason="", document_id=None, facts=EntryFacts(language=""), trace=(), by="", version=0
    )
