"""Precedents: what comparable documents of the archive rest on, each of them.

Comparable are held and issued documents (no drafts, no samples) of the same type, from the same kind of body on the
same level (`UBND` of a commune), about a similar subject. Only where there are at least three of them, and every one
rests on a document, is that document a basis that is usual. Nothing is learned from fewer, nor from most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from archive.agency_calendar import level_of
from archive.database import Database
from archive.folding import fold_for_comparison
from archive.holdings import record_of
from archive.models import CitationRow, Document
from archive.numbers import parse_number
from archive.records import Record

FEWEST = 3
"""So many comparable documents at least."""

ALIKE = 0.6
"""Share of the content words of two subjects that both have."""

LEAST_SHARED = 2
"""So many syllables that two subjects have to share."""

_MOST = 5000
_USED = 40

# What says nothing of what a document is about, in the spelling of `fold_for_comparison`; the longer first.
_EMPTY = re.compile(
    r"(?<!\w)(?:uỷ ban nhân dân|hội đồng nhân dân|đảng uỷ|đảng bộ|tổ chức thực hiện|triển khai thực hiện|tiếp tục"
    r"|thực hiện|triển khai|một số|ban hành|phê duyệt|quy định|kế hoạch|chương trình|quyết định|nghị quyết|chỉ thị"
    r"|thông báo|hướng dẫn|báo cáo|công tác|hoạt động|giai đoạn|trên địa bàn|sửa đổi|bổ sung|bãi bỏ|thay thế|nghị định"
    r"|thông tư|pháp lệnh|bộ luật|luật|chi tiết|biện pháp|thi hành|thành phố|thị trấn|thị xã|đặc khu|tỉnh|huyện|quận"
    r"|phường|xã(?! hội)|điều|năm|quý|tháng|và|của|về|việc|các|những|trong|tại|ở|với|đối|cho|là|theo|được|bằng|trên"
    r"|từ|do|nhằm|để|vào|khi|sự)(?!\w)"
)


@dataclass(frozen=True)
class UsualBasis:
    """A document that every one of `documents` (ids) rests on."""

    record: Record
    documents: tuple[Record, ...]


class Precedents:
    """What the documents of an archive rest on. Remembers nothing: each question is asked of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def usual_bases(self, type: str, organ: str, issuer: str, subject: str, on: date) -> tuple[UsualBasis, ...]:
        """Documents that every comparable document issued before the day `on` rests on; () where too few are held.

        `organ` is the body in the symbol (`UBND`), `issuer` the body's name, for its level; `subject` the title.
        """
        words, level = content_words(subject), level_of(issuer)
        if not (type and organ and words and level):
            return ()
        with self._database.read() as session:
            rows = session.execute(
                select(Document.id, Document.number, Document.issuer, Document.title)
                .where(
                    Document.type == type,
                    Document.state == "held",
                    Document.draft.is_(False),
                    Document.sample.is_(False),
                    Document.certainty.in_(("sure", "likely")),
                    Document.issued.is_not(None),
                    Document.issued < on,
                )
                .order_by(Document.issued.desc(), Document.id)
                .limit(_MOST)
            ).all()
            alike = [
                row.id
                for row in rows
                if organ_of(row.number) == organ and level_of(row.issuer) == level and similar(row.title, words)
            ][:_USED]
            if len(alike) < FEWEST:
                return ()
            cited = session.execute(
                select(CitationRow.document_id, CitationRow.target_id).where(
                    CitationRow.document_id.in_(alike),
                    CitationRow.basis.is_(True),
                    CitationRow.nested.is_(False),
                    CitationRow.status == "resolved",
                    CitationRow.target_id.is_not(None),
                )
            )
            resting: dict[int, set[int]] = {}
            for document_id, target_id in cited:
                if target_id is None:
                    continue
                resting.setdefault(target_id, set()).add(document_id)
            usual = [target for target, documents in resting.items() if len(documents) == len(alike)]
            wanted = session.scalars(select(Document).where(Document.id.in_([*usual, *alike]))).all()
            records = {row.id: record_of(row) for row in wanted}
        documents = tuple(records[id_] for id_ in alike)
        return tuple(UsualBasis(records[id_], documents) for id_ in sorted(usual) if id_ in records)


def organ_of(number: str) -> str:
    """`15/KH-UBND` → `UBND`, `05-NQ/ĐU` → `ĐU`."""
    parsed = parse_number(number) if number else None
    return parsed.body if parsed else ""


def content_words(subject: str) -> frozenset[str]:
    """The words of a subject that say what it is about: no numbers, no words that every title has."""
    return frozenset(word for word in _EMPTY.sub(" ", fold_for_comparison(subject)).split() if word.isalpha())


def similar(title: str, words: Iterable[str]) -> bool:
    """Two subjects share most of their content words, and two syllables at least: one is no subject."""
    other, wanted = content_words(title), frozenset(words)
    shared = len(other & wanted)
    return shared >= LEAST_SHARED and shared / len(other | wanted) >= ALIKE
