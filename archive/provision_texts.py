"""The words of some provisions, cut out of the texts in the database: of several documents in one question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from archive.database import Database
from archive.folding import squeeze
from archive.models import DocumentText, ProvisionRow


@dataclass(frozen=True)
class Glimpse:
    """The beginning of a provision; `whole`: there is no more of it."""

    path: str
    label: str
    heading: str
    words: str
    whole: bool


def glimpses(database: Database, document_ids: Collection[int], paths: Collection[str], most: int = 320,
             ) -> dict[tuple[int, str], Glimpse]:  # fmt: skip
    """What provisions say, by document and path, `most` letters at most; those that are not there are left out."""
    if not document_ids or not paths:
        return {}
    with database.read() as session:
        rows = session.execute(
            select(
                ProvisionRow.document_id,
                ProvisionRow.path,
                ProvisionRow.label,
                ProvisionRow.heading,
                ProvisionRow.end - ProvisionRow.start,
                func.substr(
                    DocumentText.text, ProvisionRow.start + 1, func.min(ProvisionRow.end - ProvisionRow.start, most)
                ),
            )
            .join(DocumentText, DocumentText.document_id == ProvisionRow.document_id)
            .where(ProvisionRow.document_id.in_(list(document_ids)), ProvisionRow.path.in_(list(paths)))
        ).all()
    return {
        (id_, path): Glimpse(path, label, heading, squeeze(words or ""), length <= most)
        for id_, path, label, heading, length, words in rows
    }


def with_articles(database: Database, document_ids: Iterable[int]) -> frozenset[int]:
    """Those of some documents whose provisions are known, so that one that is not there is not in the document."""
    with database.read() as session:
        return frozenset(
            session.scalars(
                select(ProvisionRow.document_id)
                .where(ProvisionRow.document_id.in_(list(document_ids)), ProvisionRow.unit.is_(True))
                .distinct()
            )
        )
