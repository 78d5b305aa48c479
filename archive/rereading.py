"""Reading citations, relations and days of held texts again, without reading a file: after the rules have improved.

What a person decided of a relation is kept, and so are dates that stand in the record already.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select

from archive.acting import acted_on, refresh
from archive.documents import Archive
from archive.filing import citation_row
from archive.linking import written_on
from archive.models import CitationRow, Document, DocumentText
from archive.relating import take_statements
from archive.stating import READING_VERSION, read_links

_KEY = "links:version"


def links_are_old(archive: Archive) -> bool:
    """Whether texts are held whose citations and relations were read by an older program."""
    if archive.recall(_KEY) == READING_VERSION:
        return False
    with archive.database.read() as session:
        return session.scalar(select(DocumentText.document_id).limit(1)) is not None


def links_are_new(archive: Archive) -> None:
    """Remember that all links were read by this program."""
    archive.remember(_KEY, READING_VERSION)


def reread_links(archive: Archive, tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Read the links of every held text again, a document a transaction; how many documents were read.

    Killed and begun again it starts over; nothing is lost, since each document's links are replaced at once.
    """
    with archive.database.read() as session:
        ids = list(session.scalars(select(DocumentText.document_id).order_by(DocumentText.document_id)))
    touched: set[int] = set()
    for done, document_id in enumerate(ids):
        tell(done, len(ids))
        touched |= _reread(archive, document_id)
    with archive.database.write() as session:
        refresh(session, acted_on(session, touched))
    links_are_new(archive)
    tell(len(ids), len(ids))
    return len(ids)


def _reread(archive: Archive, document_id: int) -> set[int]:
    holdings = archive.holdings()
    facts = archive.record(document_id)
    text = archive.text(document_id)
    links = read_links(
        text,
        archive.provisions(document_id),
        archive.gazetteer(),
        holdings,
        type=facts.type,
        title=facts.title,
        issued=facts.issued,
        on=written_on(facts.type, facts.issued, facts.source),
    )
    with archive.database.write() as session:
        document = session.get(Document, document_id)
        if document is None:
            return set()
        session.execute(delete(CitationRow).where(CitationRow.document_id == document_id))
        rows = [citation_row(document_id, each) for each in links.resolutions]
        if rows:
            session.execute(insert(CitationRow), rows)
        return take_statements(session, document, links.statements, links.resolutions, holdings)
