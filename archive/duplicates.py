"""Two copies of a document, or two documents that look like one: what differs, which copy is better, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from archive import audit
from archive.clerk_models import ApartRow
from archive.database import Database
from archive.errors import RefusedInput, no_document
from archive.keys import number_key, title_key
from archive.models import Document, DocumentFile, DocumentText, FileRow, OriginRow
from archive.repeats import Repeat, find_repeats
from archive.seeing import viewer
from archive.stored import DocumentFacts
from archive.titles_compared import compare_titles

BETTER = 1.15
"""By how much more text a copy must have before that counts: two readings of one page never agree to the letter."""

MANY = 2
"""So many different facts of two records make them look like two documents: one may be misread."""


@dataclass(frozen=True)
class CopyFacts:
    """What is known of a file as a copy, from its reading: pages, how many of them have text of their own, how many
    were recognised, how surely (0 to 1, None unknown), letters in all, and the state of each signature."""

    pages: int = 0
    written: int = 0
    recognised: int = 0
    confidence: float | None = None
    letters: int = 0
    signatures: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the file was read by a program that kept this."""
        return bool(self.pages)

    @property
    def signed(self) -> bool:
        """Whether it bears a digital signature and none that does not hold."""
        return bool(self.signatures) and all(state == "whole" for state in self.signatures)


@dataclass(frozen=True)
class Verdict:
    """Which of two copies is better: `first`, `second` or "" (alike, or unknown), with the reasons as words.

    Reasons, each about the better copy unless it begins with `but_`: signed, written (text instead of a scan),
    more_pages, more_text, clearer.
    """

    better: str
    reasons: tuple[str, ...]


def copy_facts(reading: dict[str, Any], letters: int) -> CopyFacts:
    """The facts of a copy from how it was read (`archive.models.DocumentText.reading`)."""
    pages = reading.get("pages", ())
    sources = [source for source, _ in pages]
    sure = [confidence for source, confidence in pages if source == "ocr"]
    return CopyFacts(
        pages=len(sources),
        written=sources.count("text"),
        recognised=sources.count("ocr"),
        confidence=round(sum(sure) / len(sure), 3) if sure else None,
        letters=letters,
        signatures=tuple(each.get("state", "") for each in reading.get("signatures", ())),
    )


def better_copy(first: CopyFacts, second: CopyFacts) -> Verdict:
    """Which of two copies of one document to show. A signature that holds counts most, then completeness, then text
    instead of a scan, then how clearly a scan was read."""
    if not (first.known and second.known):
        return Verdict("", ())
    points: list[tuple[str, str]] = []
    for word, one, other in (
        ("signed", first.signed, second.signed),
        ("more_pages", first.pages, second.pages),
        ("written", _share(first), _share(second)),
    ):
        if one != other:
            points.append((word, "first" if one > other else "second"))
    if first.letters > second.letters * BETTER:
        points.append(("more_text", "first"))
    elif second.letters > first.letters * BETTER:
        points.append(("more_text", "second"))
    clear = (first.confidence or 1.0) - (second.confidence or 1.0)
    if first.recognised and second.recognised and abs(clear) >= 0.02:
        points.append(("clearer", "first" if clear > 0 else "second"))
    if not points:
        return Verdict("", ())
    better = points[0][1]
    return Verdict(better, tuple(word if side == better else f"but_{word}" for word, side in points))


def unlike(one: DocumentFacts, other: DocumentFacts) -> tuple[str, ...]:
    """The facts in which two records plainly differ, both known: type, number, issued, issuer, title."""
    number = bool(one.number and other.number) and number_key(one.number) != number_key(other.number)
    title = bool(one.title and other.title) and compare_titles(one.title, other.title, one.type).verdict == "different"
    found = {
        "type": bool(one.type and other.type) and one.type != other.type,
        "number": number,
        "issued": bool(one.issued and other.issued) and one.issued != other.issued,
        "issuer": bool(one.issuer and other.issuer) and title_key(one.issuer) != title_key(other.issuer),
        "title": title,
    }
    return tuple(name for name, differs in found.items() if differs)


def check_alike(one: DocumentFacts, other: DocumentFacts, sure: bool) -> None:
    """Raise RefusedInput (`merge_unlike`) for two records that differ in MANY facts, unless a person is sure."""
    if sure or len(unlike(one, other)) < MANY:
        return
    raise RefusedInput(
        "merge_unlike",
        "Hai bản ghi khác nhau ở nhiều thông tin nên có vẻ là hai văn bản. Hãy so lại; nếu đúng là một văn bản thì xác "
        "nhận rồi gộp.",
        "The two records differ in so many facts that they look like two documents. Compare them again; if they are "
        "one, confirm that and merge.",
    )


def _share(copy: CopyFacts) -> float:
    return round(copy.written / copy.pages, 2) if copy.pages else 0.0


class Duplicates:
    """What looks like what in an open archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def copies(self, document_id: int) -> dict[str, CopyFacts]:
        """What is known of each file of a document, by its SHA-256."""
        with self._database.read() as session:
            rows = session.execute(
                select(DocumentFile.role, DocumentFile.about, FileRow.sha256)
                .join(FileRow, FileRow.id == DocumentFile.file_id)
                .where(DocumentFile.document_id == document_id)
            ).all()
            body = session.get(DocumentText, document_id)
            found = {}
            for role, about, sha256 in rows:
                if about:
                    found[sha256] = copy_facts(about.get("reading", {}), about.get("letters", 0))
                elif role == "original" and body is not None:
                    found[sha256] = copy_facts(body.reading, len(body.text))
                else:
                    found[sha256] = CopyFacts()
            return found

    def like(self, document: Any) -> tuple[Repeat, ...]:
        """Other documents with the number, symbol and issuer of this one (`DocumentFacts`) in the same year, but for
        those that a person said are others."""
        apart = self._apart(document.id)
        found = find_repeats(
            self._database,
            document.number,
            document.issuer,
            document.issued,
            document.title,
            but_documents=[document.id, *apart],
        )
        return tuple(each for each in found if each.record is not None)

    def keep_apart(self, document_id: int, other_id: int) -> None:
        """Remember that two documents that look like one are two. Raises NotFound where either is not held."""
        first, second = sorted((document_id, other_id))
        with self._database.write() as session:
            for id_ in (document_id, other_id):
                if session.get(Document, id_) is None:
                    raise no_document(id_)
            wanted = select(ApartRow.id).where(ApartRow.first_id == first, ApartRow.second_id == second)
            if first != second and session.scalar(wanted) is None:
                session.add(ApartRow(first_id=first, second_id=second, person=viewer().person, by=viewer().name))
                audit.write(session, "document.kept_apart", document_id, details={"other": other_id})

    def show_file(self, document_id: int, sha256: str) -> bool:
        """Make a copy the one that is shown and read; what was shown before stays as a copy. False where the file is
        shown already or is not the document's. The text is that of the old file until the document is read again."""
        with self._database.write() as session:
            links = session.execute(
                select(DocumentFile, FileRow.sha256)
                .join(FileRow, FileRow.id == DocumentFile.file_id)
                .where(DocumentFile.document_id == document_id)
            ).all()
            chosen = next((link for link, digest in links if digest == sha256 and link.role != "original"), None)
            if chosen is None:
                return False
            for link, _ in links:
                if link.role == "original":
                    link.role = "copy"
            chosen.role = "original"
            origin = session.get(OriginRow, f"upload:{sha256}")
            if origin is None:
                session.add(OriginRow(origin=f"upload:{sha256}", document_id=document_id))
            audit.write(session, "document.file_shown", document_id, details={"sha256": sha256})
            return True

    def loosen(self, document_id: int, sha256: str) -> bool:
        """Take a copy off a document so that it can be filed as one of its own; its bytes stay. Never the original."""
        with self._database.write() as session:
            link = session.scalar(
                select(DocumentFile)
                .join(FileRow, FileRow.id == DocumentFile.file_id)
                .where(DocumentFile.document_id == document_id, FileRow.sha256 == sha256, DocumentFile.role == "copy")
            )
            if link is None:
                return False
            link.role = "offered"
            origin = session.get(OriginRow, f"upload:{sha256}")
            if origin is not None and origin.document_id == document_id:
                session.delete(origin)
            audit.write(session, "document.file_loosened", document_id, details={"sha256": sha256})
            return True

    def _apart(self, document_id: int) -> Sequence[int]:
        with self._database.read() as session:
            rows = session.execute(
                select(ApartRow.first_id, ApartRow.second_id).where(
                    or_(ApartRow.first_id == document_id, ApartRow.second_id == document_id)
                )
            )
            return [second if first == document_id else first for first, second in rows]
