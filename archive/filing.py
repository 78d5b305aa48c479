"""Putting documents in: one transaction each, never the same document twice, never a person's word overwritten."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from archive.access import OFFICE, Access, take_access
from archive.agencies import same_issuer
from archive.agency_rows import agency_row
from archive.citations.model import Citation
from archive.correction_rows import note_corrections
from archive.files import Stored
from archive.keys import number_key, title_key
from archive.models import (
    CitationRow,
    Document,
    DocumentFile,
    DocumentText,
    FileRow,
    OriginRow,
    ProvisionRow,
)
from archive.numbers import number_seq, number_symbol, parse_number
from archive.placing import line_columns, pack_boxes
from archive.provisions import Provision
from archive.resolving import Resolution
from archive.seeing import SYSTEM, seeing, seeing_bin
from archive.stored import Added, NewDocument, Original

FACTS = (
    "type",
    "number",
    "issued",
    "issuer",
    "title",
    "place",
    "signer",
    "position",
    "authority",
    "recipients",
    "urgency",
    "circulation",
    "pages",
    "topic",
)
STATE = (
    "effective",
    "expired",
    "status",
    "status_certainty",
    "as_of",
    "replaced_by",
    "replaces",
    "amended_by",
)
_RANK = {"sure": 3, "likely": 2, "unconfirmed": 1, "doubtful": 0}


def file_document(
    session: Session,
    new: NewDocument,
    provisions: Sequence[Provision] = (),
    resolutions: Sequence[Resolution] = (),
    original: Original | None = None,
    stored: Stored | None = None,
    *,
    copy_of: int | None = None,
    as_new: bool = False,
    access: Access | None = None,
) -> Added:
    """File one document in the open transaction; see `archive.stored.Added` for what may become of it.

    `copy_of` says that a person decided these bytes are a copy of that document; `as_new` that they are not a copy of
    the held document with the same type, number and date. `access` is who may see it where it is new; what is chosen
    for few is no copy of a document that others see.
    """
    digest = _digest(new, provisions)
    lying = _binned_origin(session, new.origin)
    if lying is not None:
        # A loader goes on with its next document; who uploads is told.
        return Added("binned" if new.origin.startswith("upload:") else "unchanged", lying)
    origin = session.get(OriginRow, new.origin)
    if origin is not None and not new.origin.startswith("upload:"):
        # A loader's own document, perhaps with a file made anew: the bytes it had before stay as they are.
        _attach(session, origin.document_id, original, stored, "copy")
        return _again(session, origin, digest, new, provisions, resolutions)
    if stored is not None and original is not None:
        held = session.scalar(
            select(DocumentFile).join(FileRow).where(FileRow.sha256 == stored.sha256, DocumentFile.role != "offered")
        )
        if held is not None:
            return Added("duplicate", held.document_id)
    if origin is not None:
        return _again(session, origin, digest, new, provisions, resolutions)
    if copy_of is not None:
        _attach(session, copy_of, original, stored, "copy", _about(new))
        session.add(OriginRow(origin=new.origin, document_id=copy_of, digest=digest))
        return Added("copy", copy_of, "copy")
    if _is_taken(session, new.origin):
        new = replace(new, origin=f"{new.origin}#{uuid.uuid4().hex[:8]}")
    few = access is not None and access.level != OFFICE
    match = None if as_new or few else matching(session, new)
    if match is None:
        document = Document(state="held" if new.text else "catalogued")
        session.add(document)
        _take_facts(session, document, new, new_row=True)
        take_access(session, document, access)
        session.flush()
        take_text(session, document, new, provisions, resolutions)
        session.add(OriginRow(origin=new.origin, document_id=document.id, digest=digest))
        _attach(session, document.id, original, stored, "original", _about(new))
        if as_new and stored is not None:
            _withdraw_offers(session, stored.sha256)
        return Added("added", document.id)
    if match.state == "held" and new.text and original is not None:
        _attach(session, match.id, original, stored, "offered", _about(new))
        return Added("copy", match.id, "offered")
    session.add(OriginRow(origin=new.origin, document_id=match.id, digest=digest))
    filled = match.state == "catalogued" and bool(new.text)
    _join_facts(session, match, new)
    if filled:
        match.state = "held"
        match.evidence = new.evidence
        match.review = list(new.review)
        take_text(session, match, new, provisions, resolutions)
        _attach(session, match.id, original, stored, "original", _about(new))
    match.revision += 1
    return Added("added" if filled else "known", match.id)


def _binned_origin(session: Session, origin: str) -> int | None:
    """The document in the bin that came from there, None for none: it must not be filed a second time beside it.

    One that lies there out of sight of whoever asks is none to him.
    """
    with seeing_bin():
        return session.scalar(
            select(Document.id)
            .join(OriginRow, OriginRow.document_id == Document.id)
            .where(OriginRow.origin == origin, Document.binned.is_not(None))
        )


def _is_taken(session: Session, origin: str) -> bool:
    """Whether the same bytes came in before as a document that is hidden from whoever brings them again: his becomes
    one of its own, and he learns nothing."""
    with seeing(SYSTEM), seeing_bin():
        return session.scalar(select(OriginRow.origin).where(OriginRow.origin == origin)) is not None


def matching(session: Session, new: NewDocument) -> Document | None:
    """The document that has the same type, number, date and issuer; None when there is none or it cannot be told.

    A date that one side lacks does not decide where a central QPPL number carries the year (`36/2016/TT-BTTTT` is one
    document); anywhere else it keeps two documents apart, since numbers are used again.
    """
    if not new.number:
        if not new.title or new.issued is None or new.draft:
            return None
        rows = session.scalars(
            select(Document).where(
                Document.number == "",
                Document.title_key == title_key(new.title),
                Document.type == new.type,
                Document.issued == new.issued,
                Document.draft.is_(False),
            )
        ).all()
        rows = [row for row in rows if same_issuer(row.issuer, new.issuer) is not False]
        return rows[0] if len(rows) == 1 else None
    rows = session.scalars(
        select(Document).where(Document.number_key == number_key(new.number), Document.type == new.type)
    ).all()
    found = [row for row in rows if _same(row, new)]
    return found[0] if len(found) == 1 else None


def _same(row: Document, new: NewDocument) -> bool:
    issuer = same_issuer(row.issuer, new.issuer) if row.issuer and new.issuer else None
    if issuer is False:
        return False
    if row.issued is not None and new.issued is not None:
        return row.issued == new.issued
    parsed = parse_number(new.number)
    local = any(body in new.number.upper() for body in ("UBND", "HĐND"))
    return parsed is not None and bool(parsed.year) and not local


def confirm(session: Session, document: Document, facts: dict[str, Any]) -> None:
    """Write what a person confirmed or corrected; those fields are the person's from now on."""
    before = _indexed(document)
    unknown = set(facts) - set(FACTS + STATE)
    if unknown:
        raise KeyError(min(unknown))
    note_corrections(session, document, facts)
    for name, value in facts.items():
        setattr(document, name, list(value) if isinstance(value, tuple) else value)
    document.by_person = sorted({*document.by_person, *facts})
    document.review = []
    if document.number:
        document.draft = False
    if document.state == "held":
        document.certainty = "sure"
    derive(session, document)
    if _indexed(document) != before:
        document.revision += 1


def _again(
    session: Session,
    origin: OriginRow,
    digest: str,
    new: NewDocument,
    provisions: Sequence[Provision],
    resolutions: Sequence[Resolution],
) -> Added:
    document = session.get_one(Document, origin.document_id)
    if origin.digest == digest:
        return Added("unchanged", document.id)
    origin.digest = digest
    shared = session.scalars(select(OriginRow).where(OriginRow.document_id == document.id)).all()
    if len(shared) > 1:
        _join_facts(session, document, new)
    else:
        _take_facts(session, document, new)
    body = session.get(DocumentText, document.id)
    if new.text and (body is None or body.text != new.text):
        document.state = "held"
        for table in (ProvisionRow, CitationRow):
            for row in session.scalars(select(table).where(table.document_id == document.id)):
                session.delete(row)
        session.flush()
        take_text(session, document, new, provisions, resolutions)
    document.revision += 1
    return Added("updated", document.id)


def _take_facts(session: Session, document: Document, new: NewDocument, *, new_row: bool = False) -> None:
    mine = () if new_row else document.by_person
    for name in FACTS + STATE + ("certainty", "source", "note", "draft", "sample", "review", "evidence"):
        if name not in mine:
            value = getattr(new, name)
            setattr(document, name, list(value) if isinstance(value, tuple) else value)
    derive(session, document, new.parent)


def _join_facts(session: Session, document: Document, new: NewDocument) -> None:
    """A second source for a document: fills what is empty; a newer, dated statement of its state wins."""
    for name in FACTS:
        if not getattr(document, name) and name not in document.by_person and getattr(new, name):
            value = getattr(new, name)
            setattr(document, name, list(value) if isinstance(value, tuple) else value)
    dated = new.as_of is not None and (document.as_of is None or new.as_of > document.as_of)
    if new.status and (not document.status or dated):
        for name in STATE:
            if name not in document.by_person:
                value = getattr(new, name)
                setattr(document, name, list(value) if isinstance(value, tuple) else value)
    if new.source and new.source not in document.source:
        document.source = "; ".join(filter(None, (document.source, new.source)))
    if new.note and new.note not in document.note:
        document.note = "; ".join(filter(None, (document.note, new.note)))
    if new.text and _RANK.get(new.certainty, 0) > _RANK.get(document.certainty, 0):
        # The text itself says what the catalogue only supposed.
        document.certainty = new.certainty
    derive(session, document, new.parent)


def derive(session: Session, document: Document, parent: str = "") -> None:
    """Compute the columns that follow from a document's facts; `parent` names the body above its issuer."""
    document.number_key = number_key(document.number)
    document.number_seq = number_seq(document.number)
    document.number_symbol = number_symbol(document.number)
    document.title_key = title_key(document.title)
    parsed = parse_number(document.number) if document.number else None
    document.year = document.issued.year if document.issued else int(parsed.year) if parsed and parsed.year else None
    document.agency_id = agency_row(session, document.issuer, document.issued, parent)


def take_text(
    session: Session,
    document: Document,
    new: NewDocument,
    provisions: Sequence[Provision],
    resolutions: Sequence[Resolution],
) -> None:
    """Keep a document's text with its units and citations; the rows of an older text are gone already."""
    if not new.text:
        return
    body = session.get(DocumentText, document.id)
    if body is None:
        body = DocumentText(document_id=document.id)
        session.add(body)
    body.text, body.raw_text, body.page_starts = new.text, new.raw_text, list(new.page_starts)
    body.placed, body.seconds, body.reading = pack_boxes(new.placed), line_columns(new.seconds), new.reading
    session.flush()
    rows = [{"document_id": document.id, "ordinal": ordinal, **asdict(p)} for ordinal, p in enumerate(provisions)]
    if rows:
        session.execute(insert(ProvisionRow), rows)
    citations = [citation_row(document.id, resolution) for resolution in resolutions]
    if citations:
        session.execute(insert(CitationRow), citations)


def citation_row(document_id: int, resolution: Resolution) -> dict[str, Any]:
    """The columns of a resolved citation."""
    return {"document_id": document_id, **citation_columns(resolution.citation), **outcome(resolution)}


def citation_columns(citation: Citation) -> dict[str, Any]:
    """The columns of a citation as it was found."""
    return {
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "type": citation.type,
        "number": citation.number,
        "number_key": number_key(citation.number),
        "issued": citation.issued,
        "issuer": citation.issuer,
        "title": citation.title,
        "title_key": title_key(citation.title),
        "pinpoint": citation.pinpoint,
        "basis": citation.basis,
        "nested": citation.nested,
        "details": {
            "seq": citation.seq,
            "year_in_number": citation.year_in_number,
            "system": citation.system,
            "repaired": citation.repaired,
            "term": citation.term,
            "plenum": citation.plenum,
            "flags": list(citation.flags),
            "antecedent": citation.antecedent,
        },
    }


def outcome(resolution: Resolution) -> dict[str, Any]:
    """The columns that change when a citation is resolved again."""
    return {
        "status": resolution.status,
        "target_id": resolution.record.id if resolution.record is not None else None,
        "candidates": [record.id for record in resolution.candidates],
        "mismatches": [{"field": m.field, "found": m.found, "expected": m.expected} for m in resolution.mismatches],
    }


def _about(new: NewDocument) -> dict[str, Any]:
    """How a file was read, to compare it with another copy."""
    return {"reading": new.reading, "letters": len(new.text)} if new.reading else {}


def _attach(
    session: Session,
    document_id: int,
    original: Original | None,
    stored: Stored | None,
    role: str,
    about: dict[str, Any] | None = None,
) -> None:
    if original is None or stored is None:
        return
    row = session.scalar(select(FileRow).where(FileRow.sha256 == stored.sha256))
    if row is None:
        row = FileRow(sha256=stored.sha256, size=stored.size, media_type=original.media_type)
        session.add(row)
        session.flush()
    link = session.scalar(
        select(DocumentFile).where(DocumentFile.document_id == document_id, DocumentFile.file_id == row.id)
    )
    if link is None:
        named = original.name
        session.add(DocumentFile(document_id=document_id, file_id=row.id, role=role, name=named, about=about or {}))
    elif link.role == "offered" and role != "offered":
        link.role = role


def _withdraw_offers(session: Session, sha256: str) -> None:
    """The file is the original of a document of its own now: nobody has to decide about it any more."""
    offers = select(DocumentFile).join(FileRow).where(FileRow.sha256 == sha256, DocumentFile.role == "offered")
    for link in session.scalars(offers):
        session.delete(link)


def _indexed(document: Document) -> tuple[Any, ...]:
    return (document.type, document.number, document.issuer, document.title, document.year)


def _digest(new: NewDocument, provisions: Sequence[Provision]) -> str:
    # How a file was read says nothing of the document: a loader's record is the same without it.
    facts = asdict(replace(new, placed=(), seconds=(), reading={}))
    for name in ("placed", "seconds", "reading"):
        del facts[name]
    for name in ("parent", "authority", "urgency", "circulation", "pages"):
        # Left out where empty, as archives made before these facts were kept have them.
        if not facts[name]:
            del facts[name]
    facts["provisions"] = [(p.path, p.start, p.end, p.unit) for p in provisions]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
