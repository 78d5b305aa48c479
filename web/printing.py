"""A draft as a file to take away: DOCX by Phụ lục I with its citations linked to this archive, and PDF of that."""

from __future__ import annotations

import threading

from flask import url_for

from archive.drafting import DraftParts, composed, parts_of
from archive.stored import StoredDraft
from indexer.reading import safe_name
from indexer.typesetting import Link, as_pdf, typeset
from web.presenting.addresses import anchor_of
from web.presenting.copying import name_of
from web.service import Service

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# LibreOffice takes a gigabyte: of several who ask at once, all but these wait.
_PRINTERS = threading.BoundedSemaphore(2)
_LONGEST_NAME = 120


def parts_to_print(draft: StoredDraft) -> DraftParts:
    """The parts of a draft; of one that is a text only, those read from it where no word of it is lost by that."""
    if draft.parts is not None:
        return draft.parts
    parts = parts_of(draft.text)
    if sorted(composed(parts).text.split()) == sorted(draft.text.split()):
        return parts
    return DraftParts(body=draft.text)


def printed(desk: Service, draft: StoredDraft, form: str) -> tuple[bytes, str]:
    """(the file, its name) of a draft as docx or pdf. Raises UnreadableFile where LibreOffice is not there for PDF."""
    parts = parts_to_print(draft)
    name = safe_name(f"{(draft.title or parts.name)[:_LONGEST_NAME].strip() or f'du-thao-{draft.id}'}.{form}")
    content = typeset(parts, links_of(desk, composed(parts).text), draft.updated)
    if form == "docx":
        return content, name
    with _PRINTERS:
        return as_pdf(content, name, desk.settings), name


def links_of(desk: Service, text: str) -> list[Link]:
    """The citations of a text that are of a document held here for certain, each with its address."""
    out: list[Link] = []
    for found in desk.citations(text):
        citation, record = found.citation, found.record
        if record is None or found.status != "resolved" or citation.nested:
            continue
        more = {}
        if citation.pinpoint and "|" not in citation.pinpoint:
            place = anchor_of(citation.pinpoint)
            more = {"at": place, "_anchor": place}
        address = url_for("documents.show", document_id=record.id, _external=True, **more)
        out.append(Link(citation.start, citation.end, address, name_of(record)))
    return out
