"""What a clerk has to do with one document, for its page."""

from __future__ import annotations

from dataclasses import dataclass

from archive.dossiers import Dossier
from archive.register_entries import Book, Entry
from web.presenting.registers import book_title


@dataclass(frozen=True)
class Place:
    """Where a document is registered."""

    book: Book
    entry: Entry
    title: str


@dataclass(frozen=True)
class ClerkWork:
    """The registers and dossiers that a document is in."""

    places: tuple[Place, ...]
    dossiers: tuple[Dossier, ...]


def clerk_work(document_id: int) -> ClerkWork:
    """The registers and dossiers of a document."""
    from web.pages import service

    archive = service().archive
    entries = archive.registers.of_documents([document_id]).get(document_id, [])
    return ClerkWork(
        tuple(Place(book, entry, book_title(book)) for book, entry in entries),
        archive.dossiers.of_document(document_id),
    )
