"""Registers of incoming and outgoing documents: taking numbers, each once; gaps, reserved and cancelled numbers.

Numbers begin again every year (Nghị định 30/2020/NĐ-CP, Điều 15 and 22). A number is taken in the transaction that
writes its entry: the book's row is changed first, so that two who take a number at once stand in line for it, and the
table itself refuses a number twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from archive import audit
from archive.clerk_models import BookRow, EntryRow
from archive.errors import RefusedInput
from archive.folding import nfc, squeeze
from archive.keys import number_key
from archive.models import now
from archive.register_entries import (
    CANCELLED,
    IN,
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
from archive.registers_held import RegistersHeld, book_row, entry_row
from archive.seeing import seeing_bin, viewer

MOST_RESERVED = 50
"""Numbers reserved at once."""
MOST_JUMP = 1000
"""How far ahead of the series a number may be written by hand: a slip would leave a gap of thousands."""


class Registers(RegistersHeld):
    """The registers of an open archive: held as `archive.registers_held` says, and written."""

    # Books

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
            row = book_row(session, book_id)
            row.closed = now() if closed else None
            action = "register.closed" if closed else "register.reopened"
            audit.write(session, action, subject=_name(row), details={"book": row.id, "last": row.last})
            return book_value(row)

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
            row = entry_row(session, entry_id)
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
                session, "register.changed", row.document_id, _entry_name(book_row(session, row.book_id), row), details
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
            row = entry_row(session, entry_id)
            row.state, row.reason, row.version = CANCELLED, reason, row.version + 1
            session.flush()
            name = _entry_name(book_row(session, row.book_id), row)
            audit.write(session, "register.cancelled", row.document_id, name, {"entry": row.id, "reason": reason})
            return entry_value(row)

    # Looking up


def entry_facts(**given: Any) -> EntryFacts:
    """The facts of an entry with some fields written over what a register begins with."""
    return replace(EntryFacts(), **given)


def _taking(session: Session, book_id: int, number: int | None) -> BookRow:
    """The book with `number` taken in it, or the next number. Raises NotFound, RefusedInput."""
    # The row is written before anything is read of it: whoever comes second waits here.
    session.execute(update(BookRow).where(BookRow.id == book_id).values(last=BookRow.last))
    book = book_row(session, book_id)
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


def _name(book: BookRow) -> str:
    return f"{'Sổ văn bản đến' if book.direction == IN else 'Sổ văn bản đi'} {book.year} {book.series}".strip()


def _entry_name(book: BookRow, row: EntryRow) -> str:
    return f"{_name(book)}: {row.number:02d}{row.suffix}"


def _taken(number: str) -> RefusedInput:
    return RefusedInput(
        "number_taken",
        f"Số {number} đã có trong sổ. Hãy dùng số tiếp theo, hoặc thêm chữ (ví dụ {number}a) nếu buộc phải chèn.",
        f"Number {number} is in the register already. Take the next one, or add a letter ({number}a) if you must.",
    )
