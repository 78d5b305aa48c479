"""The same number, symbol and issuer once more: in the archive, and in the registers.

Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần I, III.1.h: the clerk is told when number, symbol and issuing body are all
three repeated. Numbers begin again every year (Điều 15), Party numbers every congress term, so another year is no
repetition; an unknown year is one. Spelling does not count: dashes, accents, zeros in front, look-alike letters.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.agencies import same_issuer
from archive.clerk_models import BookRow, EntryRow
from archive.congresses import terms_of
from archive.database import Database
from archive.folding import fold_for_comparison
from archive.holdings import record_of
from archive.keys import number_key
from archive.models import Document
from archive.numbers import fold_number, parse_number, same_number
from archive.records import Record
from archive.register_entries import CANCELLED, Book, Entry, book_value, entry_value
from archive.register_sight import masked_entries, whole_register

_MOST = 20


@dataclass(frozen=True)
class Repeat:
    """A document or an entry of a register (one of the two) that has the number already.

    `differs`: which of issued and title contradict each other (unknown contradicts nothing); () is the same document
    as far as can be told. `sure`: the numbers are the same as written, not only without their marks.
    """

    record: Record | None
    book: Book | None
    entry: Entry | None
    differs: tuple[str, ...]
    sure: bool


def find_repeats(
    database: Database,
    number: str,
    issuer: str,
    issued: date | None,
    title: str = "",
    *,
    but_documents: Collection[int] = (),
    but_entries: Collection[int] = (),
) -> tuple[Repeat, ...]:
    """What has this number of this issuer in the same year (or term) already; () where no number is given."""
    key = number_key(number)
    if not key:
        return ()
    with database.read() as session:
        found = _documents(session, key, number, issuer, issued, title, but_documents)
    with whole_register(), database.read() as session:
        entries = _entries(session, key, number, issuer, issued, title, but_entries, but_documents)
    masked = masked_entries(database, [each.entry.id for each in entries if each.entry])
    found += [each for each in entries if each.entry and each.entry.id not in masked]
    return tuple(sorted(found, key=lambda each: (len(each.differs), not each.sure))[:_MOST])


def _documents(
    session: Session, key: str, number: str, issuer: str, issued: date | None, title: str, but: Collection[int]
) -> list[Repeat]:
    rows = session.scalars(
        select(Document).where(Document.number_key == key, Document.draft.is_(False), Document.sample.is_(False))
    )
    found = []
    for row in rows:
        if row.id not in but and _repeats(number, issuer, issued, row.number, row.issuer, row.issued):
            differs = _differs(issued, title, row.issued, row.title)
            found.append(Repeat(record_of(row), None, None, differs, same_number(number, row.number)))
    return found


def _entries(
    session: Session,
    key: str,
    number: str,
    issuer: str,
    issued: date | None,
    title: str,
    but: Collection[int],
    but_documents: Collection[int],
) -> list[Repeat]:
    rows = session.execute(
        select(BookRow, EntryRow)
        .join(EntryRow, EntryRow.book_id == BookRow.id)
        .where(EntryRow.code_key == key, EntryRow.state != CANCELLED)
    )
    found = []
    for book, row in rows:
        if row.id in but or (row.document_id is not None and row.document_id in but_documents):
            continue
        if _repeats(number, issuer, issued, row.code, row.issuer or book.organ, row.issued):
            differs = _differs(issued, title, row.issued, row.subject)
            sure = same_number(number, row.code)
            found.append(Repeat(None, book_value(book), entry_value(row), differs, sure))
    return found


def _repeats(a: str, a_issuer: str, a_day: date | None, b: str, b_issuer: str, b_day: date | None) -> bool:
    if fold_number(a) != fold_number(b) or same_issuer(a_issuer, b_issuer) is False:
        return False
    first, second = parse_number(a), parse_number(b)
    if first is not None and second is not None:
        if first.year and second.year:
            return first.year == second.year
        if first.system == "party":
            terms = (terms_of(a_day), terms_of(b_day)) if a_day and b_day else (frozenset(), frozenset())
            return not all(terms) or bool(terms[0] & terms[1])
    return a_day is None or b_day is None or a_day.year == b_day.year


def _differs(a_day: date | None, a_title: str, b_day: date | None, b_title: str) -> tuple[str, ...]:
    differs = []
    if a_day is not None and b_day is not None and a_day != b_day:
        differs.append("issued")
    if a_title and b_title and fold_for_comparison(a_title) != fold_for_comparison(b_title):
        differs.append("title")
    return tuple(differs)
