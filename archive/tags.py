"""Tags: words of the office's own by which its documents are put together. Everybody sees them; drafters set them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.folding import fold_for_comparison, squeeze
from archive.marginal_rows import DocumentTagRow, TagRow
from archive.models import Document
from archive.seeing import SYSTEM, seeing

LONGEST = 60
MOST = 500
"""Tags an office may have: more are no help to anybody."""
MOST_OF_A_DOCUMENT = 30
_BATCH = 500


@dataclass(frozen=True)
class Tag:
    """`count`: how many documents that the viewer may see have it."""

    id: int
    name: str
    count: int = 0


class Tags:
    """The tags of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Tag, ...]:
        """Every tag that a document has, by name."""
        with self._database.read() as session:
            rows = session.execute(
                select(TagRow.id, TagRow.name, func.count(DocumentTagRow.document_id))
                .join(DocumentTagRow, DocumentTagRow.tag_id == TagRow.id)
                .join(Document, Document.id == DocumentTagRow.document_id)
                .group_by(TagRow.id, TagRow.name)
                .order_by(TagRow.name)
            )
            return tuple(Tag(id_, name, count) for id_, name, count in rows)

    def of(self, document_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The tags of some documents, by name; documents without any are left out."""
        ids = sorted(set(document_ids))
        found: defaultdict[int, list[str]] = defaultdict(list)
        with self._database.read() as session:
            for start in range(0, len(ids), _BATCH):
                rows = session.execute(
                    select(DocumentTagRow.document_id, TagRow.name)
                    .join(TagRow, TagRow.id == DocumentTagRow.tag_id)
                    .where(DocumentTagRow.document_id.in_(ids[start : start + _BATCH]))
                    .order_by(TagRow.name)
                )
                for document_id, name in rows:
                    found[document_id].append(name)
        return {id_: tuple(names) for id_, names in found.items()}

    def put(self, document_ids: Sequence[int], name: str) -> int:
        """Give some documents a tag; how many did not have it. Raises NotFound, RefusedInput."""
        name = squeeze(name)
        key = fold_for_comparison(name)
        if not key or len(name) > LONGEST:
            raise RefusedInput(
                "wrong_tag",
                f"Nhãn phải có chữ hoặc số, dài tối đa {LONGEST} ký tự.",
                f"A tag needs letters or digits, and has at most {LONGEST} characters.",
            )
        with self._database.write() as session:
            documents = _documents(session, document_ids)
            tag = session.scalar(select(TagRow).where(TagRow.key == key[:LONGEST]))
            if tag is None:
                if (session.scalar(select(func.count()).select_from(TagRow)) or 0) >= MOST:
                    raise RefusedInput(
                        "too_many_tags",
                        f"Cơ quan đã có {MOST} nhãn. Hãy dùng nhãn đã có hoặc gỡ bớt nhãn thừa.",
                        f"The office has {MOST} tags. Use one of them, or remove those nobody needs.",
                    )
                tag = TagRow(name=name, key=key[:LONGEST])
                session.add(tag)
                session.flush()
            ids = [document.id for document in documents]
            held = set(
                session.scalars(
                    select(DocumentTagRow.document_id).where(
                        DocumentTagRow.tag_id == tag.id, DocumentTagRow.document_id.in_(ids)
                    )
                )
            )
            for document in documents:
                if document.id not in held:
                    _not_too_many(session, document)
                    session.add(DocumentTagRow(document_id=document.id, tag_id=tag.id))
                    told = {"tag": tag.name}
                    audit.write(session, "tagged", document.id, audit.subject_of(document), told)
            return len(documents) - len(held)

    def take(self, document_ids: Sequence[int], name: str) -> int:
        """Take a tag from some documents; how many had it. A tag that no document has any more is gone."""
        with self._database.write() as session:
            tag = session.scalar(select(TagRow).where(TagRow.key == fold_for_comparison(name)[:LONGEST]))
            if tag is None:
                return 0
            rows = session.scalars(
                select(DocumentTagRow).where(
                    DocumentTagRow.tag_id == tag.id, DocumentTagRow.document_id.in_(list(document_ids))
                )
            ).all()
            for row in rows:
                audit.write(session, "untagged", row.document_id, details={"tag": tag.name})
                session.delete(row)
            session.flush()
            # A document that this person may not see keeps its tag.
            with seeing(SYSTEM):
                if session.scalar(select(func.count()).where(DocumentTagRow.tag_id == tag.id)) == 0:
                    session.execute(delete(TagRow).where(TagRow.id == tag.id))
            return len(rows)


def _documents(session: Session, ids: Sequence[int]) -> list[Document]:
    wanted = list(dict.fromkeys(ids))
    found = {row.id: row for row in session.scalars(select(Document).where(Document.id.in_(wanted)))}
    if missing := [id_ for id_ in wanted if id_ not in found]:
        raise NotFound("no_document", f"Không có văn bản số {missing[0]}.", f"There is no document {missing[0]}.")
    return [found[id_] for id_ in wanted]


def _not_too_many(session: Session, document: Document) -> None:
    count = session.scalar(select(func.count()).where(DocumentTagRow.document_id == document.id)) or 0
    if count >= MOST_OF_A_DOCUMENT:
        raise RefusedInput(
            "too_many_tags_here",
            f"Văn bản đã có {count} nhãn. Hãy gỡ bớt trước khi thêm.",
            f"The document has {count} tags. Remove some before adding more.",
        )
