"""Registers of incoming and outgoing documents: taking numbers, each once; gaps, reserved and cancelled numbers.

Numbers begin again every year (Nghị định 30/2020/NĐ-CP, Điều 15 and 22). A number is taken in the transaction that
writes its entry: the book's row is changed first, so that two who take a number at once stand in line for it, and the
table itself refuses a number twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from archive import audit
from archive.clerk_models import BookRow, EntryRow
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.folding import nfc, squeeze, unaccent
from archive.keys import number_key
from archive.models import now
from archive.register_entries import (
    CANCELLED,
    ENDED,
    IN,
    MASKED,
    OUT,
    REGISTERED,
    RESERVED,
    Book,
    Entry,
    EntryFacts,
    book_value,
    changes,
    entry_value,
    tidy,
)
from archive.register_sight import masked_entries, whole_register
from archive.seeing import seeing_bin, viewer

MOST_RESERVED = 50
"""Numbers reserved at once."""
MOST_JUMP = 1000
"""How far ahead of the series a number may be written by hand: a slip would leave a gap of thousands."""
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


class Registers:
    """The registers of an open archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Books

    def books(self, year: int | None = None) -> tuple[Book, ...]:
        """All books (of a year), the newest year first, incoming before outgoing, the common series first."""
        with self._database.read() as session:
            wanted = select(BookRow).order_by(BookRow.year.desc(), BookRow.direction, BookRow.series)
            rows = session.scalars(wanted if year is None else wanted.where(BookRow.year == year))
            return tuple(book_value(row) for row in rows)

    def book(self, book_id: int) -> Book:
        """One book. Raises NotFound."""
        with self._database.read() as session:
            return book_value(_book(session, book_id))

    def open_book(
        self,
        direction: str,
        year: int,
        *,
        series: str = "",
        organ: str = "",
        type: str = "",
        symbol: str = "",
        first: int = 1,
    ) -> Book:
        """Begin a book. `first`: the number to begin with, where a paper book was begun before. Raises RefusedInput."""
        if direction not in (IN, OUT) or not 1945 <= year <= 2200 or not 1 <= first <= 999_999:
            raise ValueError((direction, year, first))
        series = squeeze(nfc(series))[:120]
        values = {
            "organ": squeeze(nfc(organ))[:300],
            "type": squeeze(nfc(type))[:60],
            "symbol": squeeze(nfc(symbol)).strip("/-")[:60],
        }
        with self._database.write() as session:
            held = session.scalar(
                select(BookRow.id).where(BookRow.direction == direction, BookRow.year == year, BookRow.series == series)
            )
            if held is not None:
                raise RefusedInput(
                    "book_exists",
                    f"Năm {year} đã có sổ này. Hãy mở sổ đang có, hoặc đặt tên khác cho dãy số.",
                    f"There is such a register of {year} already. Open it, or give the series another name.",
                )
            row = BookRow(direction=direction, year=year, series=series, first=first, last=first - 1, **values)
            session.add(row)
            session.flush()
            audit.write(session, "register.opened", subject=_name(row), details={"book": row.id, "first": first})
            return book_value(row)

    def close_book(self, book_id: int, *, closed: bool = True) -> Book:
        """Close a book at the end of its year, or open it again. Raises NotFound."""
        with self._database.write() as session:
            row = _book(session, book_id)
            row.closed = now() if closed else None
            action = "register.closed" if closed else "register.reopened"
            audit.write(session, action, subject=_name(row), details={"book": row.id, "last": row.last})
            return book_value(row)

    def standing(self, book_id: int, on: date) -> Standing:
        """How the numbers of a book stand on a day. Raises NotFound."""
        with whole_register(), self._database.read() as session:
            book = _book(session, book_id)
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

    # Numbers

    def register(
        self,
        book_id: int,
        facts: EntryFacts,
        *,
        document_id: int | None = None,
        number: int | None = None,
        suffix: str = "",
    ) -> Entry:
        """Write an entry under the next number, or under `number` (a gap, a number given on paper).

        A reserved number is filled with `save`. Raises NotFound, RefusedInput (`number_taken`, `number_far`,
        `book_closed`, `bad_suffix`).
        """
        facts = tidy(facts)
        suffix = squeeze(suffix).lower()
        if len(suffix) > 2 or (suffix and not suffix.isalpha()):
            raise RefusedInput(
                "bad_suffix",
                "Phần chữ sau số chỉ gồm một hoặc hai chữ cái, ví dụ 15a.",
                "What follows a number is one or two letters, as in 15a.",
            )
        try:
            with self._database.write() as session:
                book = _taking(session, book_id, number)
                row = EntryRow(
                    book_id=book_id,
                    number=number if number is not None else book.last,
                    suffix=suffix,
                    state=REGISTERED,
                    document_id=document_id,
                    person=viewer().person,
                    by=viewer().name,
                    **_columns(facts),
                )
                row.trace = _step([], facts, None)
                session.add(row)
                session.flush()
                audit.write(session, "register.entered", document_id, _entry_name(book, row), {"entry": row.id})
                return entry_value(row)
        except IntegrityError as error:
            raise _taken(f"{number or ''}{suffix}") from error

    def reserve(self, book_id: int, count: int = 1, reason: str = "") -> tuple[Entry, ...]:
        """Keep the next numbers for documents that are not ready. Raises NotFound, RefusedInput."""
        if not 1 <= count <= MOST_RESERVED:
            raise RefusedInput(
                "too_many_reserved",
                f"Mỗi lần giữ trước từ 1 đến {MOST_RESERVED} số.",
                f"Reserve from 1 to {MOST_RESERVED} numbers at a time.",
            )
        with self._database.write() as session:
            rows = []
            for _ in range(count):
                book = _taking(session, book_id, None)
                row = EntryRow(
                    book_id=book_id,
                    number=book.last,
                    state=RESERVED,
                    reason=squeeze(nfc(reason))[:500],
                    type=book.type,
                    person=viewer().person,
                    by=viewer().name,
                )
                session.add(row)
                rows.append(row)
            session.flush()
            numbers = [row.number for row in rows]
            audit.write(session, "register.reserved", subject=_name(book), details={"numbers": numbers})
            return tuple(entry_value(row) for row in rows)

    def save(
        self, entry_id: int, version: int, facts: EntryFacts, *, document_id: int | None = None, remark: str = ""
    ) -> Entry:
        """Write an entry again, a reserved or cancelled one too, on top of `version`. `document_id` None leaves it.

        Raises NotFound, RefusedInput (`entry_conflict`).
        """
        facts = tidy(facts)
        self.entry(entry_id)
        with seeing_bin(), self._database.write() as session:
            row = _entry(session, entry_id)
            if row.version != version:
                raise RefusedInput(
                    "entry_conflict",
                    "Dòng sổ này đã được người khác lưu sau khi bạn mở. Hãy tải lại trang rồi sửa tiếp.",
                    "This entry was saved by somebody else after you opened it. Reload the page and go on.",
                )
            before = entry_value(row).facts
            changed = changes(before, facts)
            row.trace = _step(row.trace, facts, before, squeeze(nfc(remark))[:1000])
            for name, value in _columns(facts).items():
                setattr(row, name, value)
            row.state, row.reason = REGISTERED, ""
            if document_id is not None:
                row.document_id = document_id
            row.version += 1
            session.flush()
            details = {"entry": row.id, "fields": sorted(changed)}
            audit.write(
                session, "register.changed", row.document_id, _entry_name(_book(session, row.book_id), row), details
            )
            return entry_value(row)

    def cancel(self, entry_id: int, reason: str) -> Entry:
        """Take an entry out of use; its number stays taken, with the reason. Raises NotFound, RefusedInput."""
        reason = squeeze(nfc(reason))[:500]
        if not reason:
            raise RefusedInput(
                "no_reason",
                "Hãy ghi lý do hủy số: sổ phải nói được vì sao số này không dùng.",
                "Say why the number is cancelled: the register must be able to tell why it was not used.",
            )
        self.entry(entry_id)
        with seeing_bin(), self._database.write() as session:
            row = _entry(session, entry_id)
            row.state, row.reason, row.version = CANCELLED, reason, row.version + 1
            session.flush()
            name = _entry_name(_book(session, row.book_id), row)
            audit.write(session, "register.cancelled", row.document_id, name, {"entry": row.id, "reason": reason})
            return entry_value(row)

    # Looking up

    def entry(self, entry_id: int) -> Entry:
        """One entry. Raises NotFound."""
        with whole_register(), self._database.read() as session:
            found = entry_value(_entry(session, entry_id))
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
            book = _book(session, book_id)
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


def entry_facts(**given: Any) -> EntryFacts:
    """The facts of an entry with some fields written over what a register begins with."""
    return replace(EntryFacts(), **given)


def _taking(session: Session, book_id: int, number: int | None) -> BookRow:
    """The book with `number` taken in it, or the next number. Raises NotFound, RefusedInput."""
    # The row is written before anything is read of it: whoever comes second waits here.
    session.execute(update(BookRow).where(BookRow.id == book_id).values(last=BookRow.last))
    book = _book(session, book_id)
    if book.closed is not None:
        raise RefusedInput(
            "book_closed",
            "Sổ này đã khóa. Hãy mở lại sổ, hoặc đăng ký vào sổ của năm nay.",
            "This register is closed. Open it again, or enter the document in this year's register.",
        )
    upcoming = max(book.last + 1, book.first)
    if number is None:
        book.last = upcoming
    elif not 1 <= number <= upcoming + MOST_JUMP:
        raise RefusedInput(
            "number_far",
            f"Số {number} quá xa số tiếp theo của sổ ({upcoming}). Hãy kiểm tra lại.",
            f"Number {number} is too far from the next number of the register ({upcoming}). Look again.",
        )
    else:
        book.last = max(book.last, number)
    session.flush()
    return book


def _columns(facts: EntryFacts) -> dict[str, Any]:
    return {**asdict(facts), "code_key": number_key(facts.code)}


def _step(
    trace: Sequence[dict[str, Any]], facts: EntryFacts, before: EntryFacts | None, remark: str = ""
) -> list[dict[str, Any]]:
    """The history of handling with one step more, where handling changed or somebody remarked on it."""
    watched = ("progress", "handler", "opinion", "due", "answer")
    changed = {
        name: str(getattr(facts, name) or "")
        for name in watched
        if getattr(facts, name) != (getattr(before, name) if before is not None else getattr(EntryFacts(), name))
    }
    if not changed and not remark:
        return list(trace)
    step = {"at": now().isoformat(), "person": viewer().person, "by": viewer().name, "text": remark, "to": changed}
    return [*trace, step]


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


def _name(book: BookRow) -> str:
    return f"{'Sổ văn bản đến' if book.direction == IN else 'Sổ văn bản đi'} {book.year} {book.series}".strip()


def _entry_name(book: BookRow, row: EntryRow) -> str:
    return f"{_name(book)}: {row.number:02d}{row.suffix}"


def _book(session: Session, book_id: int) -> BookRow:
    row = session.get(BookRow, book_id)
    if row is None:
        raise NotFound(
            "no_such_book",
            "Không có sổ này. Hãy chọn sổ trong danh sách.",
            "There is no such register. Choose one from the list.",
        )
    return row


def _entry(session: Session, entry_id: int) -> EntryRow:
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


def _taken(number: str) -> RefusedInput:
    return RefusedInput(
        "number_taken",
        f"Số {number} đã có trong sổ. Hãy dùng số tiếp theo, hoặc thêm chữ (ví dụ {number}a) nếu buộc phải chèn.",
        f"Number {number} is in the register already. Take the next one, or add a letter ({number}a) if you must.",
    )
