"""A held file read again: what is read better is taken over, what a person has said stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from archive import audit
from archive.acting import refresh
from archive.filing import FACTS, derive, take_text
from archive.models import CitationRow, Document, DocumentFile, DocumentText, FileRow, OriginRow, ProvisionRow
from archive.provisions import Provision
from archive.relating import take_statements
from archive.stating import Links
from archive.stored import NewDocument

if TYPE_CHECKING:
    from archive.documents import Archive

SECRET = "state_secret"
"""Review reason of a document whose file, read again, turns out to be marked secret."""


def originals(archive: Archive, document_ids: Sequence[int] = ()) -> list[tuple[int, str, str]]:
    """(document, SHA-256, file name) of every document that was read from a file (or of those), the oldest first."""
    with archive.database.read() as session:
        wanted = (
            select(DocumentFile.document_id, FileRow.sha256, DocumentFile.name)
            .join(FileRow, DocumentFile.file_id == FileRow.id)
            .join(OriginRow, OriginRow.document_id == DocumentFile.document_id)
            .where(DocumentFile.role == "original", OriginRow.origin.startswith("upload:" + FileRow.sha256))
            .order_by(DocumentFile.document_id)
        )
        if document_ids:
            wanted = wanted.where(DocumentFile.document_id.in_(list(document_ids)))
        return [(document, sha256, name) for document, sha256, name in session.execute(wanted)]


def refile(archive: Archive, document_id: int, new: NewDocument, provisions: Sequence[Provision], links: Links) -> bool:
    """Take over a new reading of a document's own file, in one transaction; whether anything changed.

    Facts that a person confirmed or corrected stay, and so does what a person decided of a relation. A document whose
    facts come from another source too (the catalogue) keeps them: its file only fills what is empty.
    """
    with archive.database.write() as session:
        document = session.get_one(Document, document_id)
        body = session.get_one(DocumentText, document_id)
        before = _state(document, body)
        origins = session.scalars(select(OriginRow.origin).where(OriginRow.document_id == document_id)).all()
        own = all(origin.startswith("upload:") for origin in origins)
        _take_facts(document, new, own)
        derive(session, document, new.parent)
        held = [(row.path, row.start, row.end) for row in _provisions(session, document_id)]
        if body.text != new.text or held != [(each.path, each.start, each.end) for each in provisions]:
            session.execute(delete(ProvisionRow).where(ProvisionRow.document_id == document_id))
            session.execute(delete(CitationRow).where(CitationRow.document_id == document_id))
            take_text(session, document, new, provisions, links.resolutions)
            acted = take_statements(session, document, links.statements, links.resolutions, archive.holdings())
            session.flush()
            refresh(session, {document_id, *acted})
            document.revision += 1
        else:
            take_text(session, document, new, (), ())
        changed = _state(document, body) != before
        if changed:
            document.revision += 1
            audit.write(session, "reread", document_id, audit.subject_of(document))
    if changed:
        archive.relink([document_id])
    return changed


def question(archive: Archive, document_id: int, reason: str) -> None:
    """Ask a person about a document, whatever was confirmed of it before."""
    with archive.database.write() as session:
        document = session.get_one(Document, document_id)
        if reason not in document.review:
            document.review = [reason, *document.review]
            audit.write(session, "questioned", document_id, details={"reason": reason})


def _take_facts(document: Document, new: NewDocument, own: bool) -> None:
    mine = set(document.by_person)
    for name in (*FACTS, "effective"):
        value: Any = getattr(new, name)
        value = list(value) if isinstance(value, tuple) else value
        if name in mine or (not own and getattr(document, name)) or (name in ("effective", "topic") and not value):
            continue
        setattr(document, name, value)
    document.evidence = new.evidence
    if not mine and own:
        document.review, document.draft = list(new.review), new.draft


def _provisions(session: Any, document_id: int) -> Sequence[ProvisionRow]:
    rows = select(ProvisionRow).where(ProvisionRow.document_id == document_id).order_by(ProvisionRow.ordinal)
    return list(session.scalars(rows))


def _state(document: Document, body: DocumentText) -> tuple[Any, ...]:
    facts = tuple(getattr(document, name) for name in (*FACTS, "effective", "review", "draft"))
    return (*facts, document.evidence, body.text, body.placed, body.seconds, body.reading, document.revision)
