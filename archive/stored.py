"""Values that go into the archive and come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive.citations.model import Citation
from archive.drafting.parts import DraftParts
from archive.placing import LineReading, TextBox
from archive.provisions import Provision
from archive.records import Record
from archive.relations.model import EffectDays, FoundRelation
from archive.validity import Validity


@dataclass(frozen=True)
class NewDocument:
    """A document on its way in. Facts as in `archive.records.Record`; `text` "" for one that is only catalogued.

    `origin` names where it came from, once for ever (`registry:18/2000/CT-TTg|2000-09-21`, `upload:<sha256>`).
    `review` machine words for what a person still has to look at (`no_number`, `low_confidence:issued`).
    `parent` names the body above the issuer where the letterhead does; `authority` are the lines over the position
    (`TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH`); `urgency` and `circulation` the marks as they are printed; `pages` a count.
    `evidence` field → {"start", "end", "text", "confidence", "note"}, offsets into `text`.
    `placed`, `seconds`, `reading`: how the file was read, see `archive.models.DocumentText`.
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
    placed: tuple[TextBox, ...] = ()
    seconds: tuple[LineReading, ...] = ()
    reading: dict[str, Any] = field(default_factory=dict)
    parent: str = ""
    authority: str = ""
    urgency: str = ""
    circulation: str = ""
    pages: int | None = None


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
    duplicate (these bytes are held), binned (it lies in the bin: nothing was changed), copy (kept as another copy of a
    held document: `role` says whether a person still has to decide).
    """

    status: str
    document_id: int
    role: str = ""


@dataclass(frozen=True)
class HowRead:
    """How a held file was read. `pages`: (source, confidence) a page, source text, ocr or blank; `signatures` dicts."""

    pages: tuple[tuple[str, float], ...] = ()
    encoding: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[dict[str, Any], ...] = ()
    placed: tuple[TextBox, ...] = ()
    seconds: tuple[LineReading, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether text of some page was recognised in its picture."""
        return any(source == "ocr" and confidence > 0 for source, confidence in self.pages)


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
    authority: str
    recipients: tuple[str, ...]
    urgency: str
    circulation: str
    pages: int | None
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
    """Which documents a list shows; empty fields do not restrict. `words` are looked for in number, title, issuer.

    `tags`: documents that have all of them. `watched_by`: only what a person watches.
    """

    words: str = ""
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    state: str = ""
    needs_review: bool = False
    sample: bool | None = None
    tags: tuple[str, ...] = ()
    watched_by: int | None = None


@dataclass(frozen=True)
class StoredDraft:
    """A draft being written. `bases`: dicts {"document_id", "pinpoint"} in the drafter's own order. `parts` None for a
    text only; else `text` is them put together. `part_versions`: the version with which each part last changed.
    `begun_from`: {"document": id} or {"template": key}."""

    id: int
    title: str
    text: str
    signing_date: date | None
    bases: tuple[dict[str, Any], ...]
    version: int
    created: datetime
    updated: datetime
    parts: DraftParts | None = None
    part_versions: Mapping[str, int] = field(default_factory=dict)
    begun_from: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Statements:
    """What a document's own text states: its relations to other documents, and its days. See `archive.relations`."""

    relations: tuple[FoundRelation, ...] = ()
    days: EffectDays = field(default_factory=EffectDays)


@dataclass(frozen=True)
class StatedRelation:
    """A relation on its way in from a loader. Exactly one of `target_id` and `target` says whom it acts on.

    `scope` the target's provisions, `own_path` the acting document's provision that says so; `effective` a day of its
    own (None: the day the acting document takes effect), `until` the end of a pause; `evidence` quotes the source,
    `source` names it; `certainty` sure, likely or doubtful.
    """

    kind: str
    target_id: int | None = None
    target: Citation | None = None
    scope: tuple[str, ...] = ()
    own_path: str = ""
    effective: date | None = None
    until: date | None = None
    evidence: str = ""
    source: str = ""
    certainty: str = "sure"


@dataclass(frozen=True)
class StoredRelation:
    """A relation as the archive holds it; see `archive.models.RelationRow`.

    `type`, `number`, `issued`, `issuer`, `title` are the one acted on as it was cited; `status` resolved (`target_id`),
    ambiguous (`candidates`) or not_held. `text == archive.text(source_id)[start:end]` where `start` >= 0.
    """

    id: int
    source_id: int
    kind: str
    target_id: int | None
    status: str
    type: str
    number: str
    issued: date | None
    issuer: str
    title: str
    scope: tuple[str, ...]
    own_path: str
    effective: date | None
    until: date | None
    start: int
    end: int
    text: str
    origin: str
    source: str
    certainty: str
    note: str
    decision: str
    decided: datetime | None
    candidates: tuple[int, ...]
    mismatches: tuple[dict[str, Any], ...]

    @property
    def by_person(self) -> bool:
        """A person stated it."""
        return self.origin == "person"


@dataclass(frozen=True)
class Edge:
    """One kind of tie between a document and another one, all its single relations or citations together.

    `outgoing`: the document itself acts or cites; otherwise it is acted on or cited. `document_id` is the other one,
    None where it is not held (then `named` says how it is cited); `record` its facts where held. `count` how many
    relations or citations, `pinpoints` the provisions cited or acted on (of the one cited), `relations` the ids of
    `StoredRelation`s, () for basis and cites. `certainty` the best among them; `confirmed`: a person looked at one.
    """

    kind: str
    outgoing: bool
    document_id: int | None
    named: str
    record: Record | None
    count: int
    pinpoints: tuple[str, ...] = ()
    relations: tuple[int, ...] = ()
    certainty: str = "sure"
    confirmed: bool = False


@dataclass(frozen=True)
class Neighbourhood:
    """All ties of a document, in the order of `archive.relations.KINDS`, outgoing first; the newest document first.

    At most `limit` edges a kind and direction; `totals` maps (kind, outgoing) to how many there are.
    """

    document: Record
    edges: tuple[Edge, ...]
    totals: dict[tuple[str, bool], int]


@dataclass(frozen=True)
class Resting:
    """A document or draft that rests on something that does not stand, or that a new document changes.

    `document` cites `target` in `citation`; `validity` is the target's state on the day asked for; `successors` what
    replaced it, as far as held. For a draft `draft` is it and `document` None; `citation` is then None too.
    """

    document: Record | None
    citation: StoredCitation | None
    target: Record
    validity: Validity
    successors: tuple[Record, ...] = ()
    draft: StoredDraft | None = None
    text: str = ""


@dataclass(frozen=True)
class Wanted:
    """A document that is cited and not held: its facts as most citations give them, `count` citations in `documents`.

    `documents` are the ids of the first hundred citing documents, the newest first; `citing` how many there are,
    `bases` how many of them are issued under it. `key` and `type` name it (`archive.wanting`).
    """

    type: str
    number: str
    issued: date | None
    issuer: str
    title: str
    count: int
    citing: int
    documents: tuple[int, ...]
    key: str = ""
    bases: int = 0
