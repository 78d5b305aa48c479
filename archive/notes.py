"""Notes that people write on a document or a provision: their own, or the office's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.folding import squeeze
from archive.marginal_rows import NoteRow
from archive.models import Document, DocumentText, ProvisionRow, now
from archive.people_rows import PersonRow

LONGEST = 10_000
MOST_OF_A_PERSON = 500
"""Notes one person may have on one document."""
_QUOTED = 120


@dataclass(frozen=True)
class Note:
    """`path` "" for the whole document; `quote` how the provision began when the note was written; `author` a name."""

    id: int
    document_id: int
    person_id: int
    author: str
    path: str
    quote: str
    text: str
    shared: bool
    created: datetime
    updated: datetime


class Notes:
    """The notes of an archive. Who sees a document sees the office's notes on it and his own, never another's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int, person_id: int) -> tuple[Note, ...]:
        """The notes on a document that a person sees, in the order of the text, the oldest first."""
        with self._database.read() as session:
            rows = session.execute(
                select(NoteRow, PersonRow.name, ProvisionRow.ordinal)
                .join(PersonRow, PersonRow.id == NoteRow.person_id)
                .join(
                    ProvisionRow,
                    (ProvisionRow.document_id == NoteRow.document_id) & (ProvisionRow.path == NoteRow.path),
                    isouter=True,
                )
                .where(
                    NoteRow.document_id == document_id,
                    or_(NoteRow.shared.is_(True), NoteRow.person_id == person_id),
                )
            ).all()
        ordered = sorted(rows, key=lambda row: (-1 if row[2] is None else row[2], row[0].created, row[0].id))
        return tuple(_note(row, name) for row, name, _ in ordered)

    def get(self, note_id: int, person_id: int) -> Note:
        """One note that a person sees. Raises NotFound."""
        with self._database.read() as session:
            row = _row(session, note_id, person_id)
            return _note(row, _author(session, row))

    def add(self, document_id: int, person_id: int, text: str, *, path: str = "", shared: bool = False) -> Note:
        """Write a note. Raises NotFound (document, provision), RefusedInput (empty, too long, too many)."""
        text = _checked(text)
        with self._database.write() as session:
            document = session.scalar(select(Document).where(Document.id == document_id))
            if document is None:
                raise NotFound("no_document", "Không có văn bản này.", "There is no such document.")
            quote = _quote(session, document_id, path) if path else ""
            count = len(
                session.scalars(
                    select(NoteRow.id).where(NoteRow.document_id == document_id, NoteRow.person_id == person_id)
                ).all()
            )
            if count >= MOST_OF_A_PERSON:
                raise RefusedInput(
                    "too_many_notes",
                    f"Bạn đã có {count} ghi chú ở văn bản này. Hãy bỏ bớt trước khi ghi thêm.",
                    f"You have {count} notes on this document. Remove some before writing more.",
                )
            row = NoteRow(
                document_id=document_id, person_id=person_id, path=path, quote=quote, text=text, shared=shared
            )
            session.add(row)
            session.flush()
            told = {"note": row.id, "shared": shared}
            audit.write(session, "note_added", document_id, audit.subject_of(document), told)
            return _note(row, _author(session, row))

    def change(self, note_id: int, person_id: int, *, text: str | None = None, shared: bool | None = None) -> Note:
        """Write a note of one's own anew; None leaves as it is. Raises NotFound, RefusedInput."""
        with self._database.write() as session:
            row = _own(session, note_id, person_id)
            row.text = row.text if text is None else _checked(text)
            row.shared = row.shared if shared is None else shared
            row.updated = now()
            audit.write(session, "note_changed", row.document_id, details={"note": row.id, "shared": row.shared})
            return _note(row, _author(session, row))

    def remove(self, note_id: int, person_id: int) -> Note:
        """Take a note of one's own away; it is given back as it was. Raises NotFound, RefusedInput."""
        with self._database.write() as session:
            row = _own(session, note_id, person_id)
            note = _note(row, _author(session, row))
            audit.write(session, "note_removed", row.document_id, details={"note": row.id})
            session.delete(row)
            return note


def _checked(text: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise RefusedInput("empty_note", "Ghi chú chưa có chữ nào.", "The note is empty.")
    if len(text) > LONGEST:
        raise RefusedInput(
            "note_too_long",
            f"Ghi chú dài {len(text)} ký tự, tối đa {LONGEST}. Hãy rút gọn hoặc chia nhỏ.",
            f"The note has {len(text)} characters, at most {LONGEST}. Shorten it or split it.",
        )
    return text


def _quote(session: Session, document_id: int, path: str) -> str:
    unit = session.scalar(
        select(ProvisionRow).where(ProvisionRow.document_id == document_id, ProvisionRow.path == path)
    )
    if unit is None:
        raise NotFound(
            "no_provision", f"Văn bản không có đơn vị “{path[:80]}”.", f"The document has no provision “{path[:80]}”."
        )
    text = session.scalar(select(DocumentText.text).where(DocumentText.document_id == document_id)) or ""
    return squeeze(text[unit.start : min(unit.end, unit.start + 4 * _QUOTED)])[:_QUOTED]


def _row(session: Session, note_id: int, person_id: int) -> NoteRow:
    row = session.scalar(
        select(NoteRow).where(NoteRow.id == note_id, or_(NoteRow.shared.is_(True), NoteRow.person_id == person_id))
    )
    if row is None:
        raise NotFound("no_note", "Không có ghi chú này.", "There is no such note.")
    return row


def _own(session: Session, note_id: int, person_id: int) -> NoteRow:
    row = _row(session, note_id, person_id)
    if row.person_id != person_id:
        raise RefusedInput(
            "not_your_note",
            "Chỉ người viết mới sửa hoặc bỏ được ghi chú này. Bạn có thể viết một ghi chú khác.",
            "Only its author changes or removes this note. You can write another one.",
        )
    return row


def _author(session: Session, row: NoteRow) -> str:
    return session.scalar(select(PersonRow.name).where(PersonRow.id == row.person_id)) or ""


def _note(row: NoteRow, author: str) -> Note:
    return Note(
        row.id,
        row.document_id,
        row.person_id,
        author,
        row.path,
        row.quote,
        row.text,
        row.shared,
        row.created,
        row.updated,
    )
