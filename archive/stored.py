"""Values that go into the archive and come out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive.provisions import Provision


@dataclass(frozen=True)
class NewDocument:
    """A document on its way in. Facts as in `archive.records.Record`; `text` "" for one that is only catalogued.

    `origin` names where it came from, once for ever (`registry:18/2000/CT-TTg|2000-09-21`, `upload:<sha256>`).
    `review` machine words for what a person still has to look at (`no_number`, `low_confidence:issued`).
    `evidence` field → {"start", "end", "text", "confidence", "note"}, offsets into `text`.
    """

    origin: str
    type: str = ""
    number: str = ""
    issued: date | None = None
    issuer: str = ""
    title: str = ""
    place: str = ""
    signer: str = ""
    position: str = ""
    recipients: tuple[str, ...] = ()
    effective: date | None = None
    expired: date | None = None
    status: str = ""
    status_certainty: str = ""
    certainty: str = "sure"
    as_of: date | None = None
    source: str = ""
    note: str = ""
    replaced_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    topic: str = ""
    draft: bool = False
    sample: bool = False
    review: tuple[str, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    raw_text: str = ""
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Original:
    """A file on its way in: where its bytes are now, the name it was given, and what it is."""

    path: Path
    name: str
    media_type: str


@dataclass(frozen=True)
class Added:
    """What became of a document that was put in.

    `status`: added (new, or text for a document that was only catalogued), updated (same origin, new facts),
    unchanged (same origin, same facts), known (a held document already has these facts; the record was joined to it),
    duplicate (these bytes are held), copy (kept as another copy of a held document: `role` says whether a person still
    has to decide).
    """

    status: str
    document_id: int
    role: str = ""


@dataclass(frozen=True)
class StoredProvision(Provision):
    """A provision as the archive holds it; `id` is the row's, and the index's name for a unit."""

    id: int = 0
    document_id: int = 0
    ordinal: int = 0


@dataclass(frozen=True)
class StoredUnit:
    """What the index and a search hit need of one unit; `text` is the unit's own text, label and heading included."""

    id: int
    document_id: int
    path: str
    kind: str
    label: str
    heading: str
    start: int
    text: str


@dataclass(frozen=True)
class StoredFile:
    """An original of a document. `role`: original, copy, or offered (a person has to decide whether it is one)."""

    id: int
    sha256: str
    name: str
    media_type: str
    size: int
    role: str
    added: datetime


@dataclass(frozen=True)
class StoredCitation:
    """A citation found in a held document and what it was resolved to; `mismatches` as dicts field/found/expected."""

    id: int
    document_id: int
    start: int
    end: int
    text: str
    type: str
    number: str
    issued: date | None
    issuer: str
    title: str
    pinpoint: str
    basis: bool
    nested: bool
    status: str
    target_id: int | None
    candidates: tuple[int, ...]
    mismatches: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class DocumentFacts:
    """Everything about one document but its text; see `archive.models.Document`."""

    id: int
    state: str
    type: str
    number: str
    issued: date | None
    place: str
    issuer: str
    title: str
    signer: str
    position: str
    recipients: tuple[str, ...]
    effective: date | None
    expired: date | None
    status: str
    status_certainty: str
    certainty: str
    as_of: date | None
    source: str
    note: str
    replaced_by: tuple[str, ...]
    replaces: tuple[str, ...]
    amended_by: tuple[str, ...]
    topic: str
    draft: bool
    sample: bool
    review: tuple[str, ...]
    evidence: dict[str, Any]
    by_person: tuple[str, ...]
    origins: tuple[str, ...]
    page_starts: tuple[int, ...]
    revision: int
    created: datetime
    updated: datetime

    @property
    def held(self) -> bool:
        """True where the archive has the text."""
        return self.state == "held"


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents a list shows; empty fields do not restrict. `words` are looked for in number, title, issuer."""

    words: str = ""
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    state: str = ""
    needs_review: bool = False
    sample: bool | None = None


@dataclass(frozen=True)
class StoredDraft:
    """A draft being written. `bases`: dicts {"document_id", "pinpoint"} in the drafter's own order."""

    id: int
    title: str
    text: str
    signing_date: date | None
    bases: tuple[dict[str, Any], ...]
    version: int
    created: datetime
    updated: datetime
