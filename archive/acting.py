"""What relations do to the documents they act on, kept with each document so that its validity is read with its row.

Derived: `refresh` computes the effects of a document anew from the relations that point to it. A rejected relation does
nothing; nor does what a draft or a sample says of a real document, nor a relation whose own ground is doubtful more
than doubtfully.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session

from archive.dates import format_short
from archive.document_types import rank
from archive.effects import Effect, PartDays
from archive.hiding import for_all
from archive.models import Document, RelationRow, Setting
from archive.pinpoint_wording import pinpoint_wording
from archive.relations.model import ACTING, ENDING

_BATCH = 400
CHANGES = "effects.changes"
"""The setting that counts how often effects were written."""
_ORDER = ("sure", "likely", "doubtful")
_LAST_LEGAL = 14
_PARTY_RANKS = range(40, 60)
_PARTY = ("Đảng", "Trung ương", "Bộ Chính trị", "Ban Bí thư", "Tỉnh ủy", "Thành ủy", "Huyện ủy")


@for_all
def refresh(session: Session, document_ids: Iterable[int]) -> set[int]:
    """Compute the effects on these documents again, and on what guides them; the ids of those that changed."""
    ids = sorted(set(document_ids))
    changed: set[int] = set()
    for start in range(0, len(ids), _BATCH):
        changed |= _refresh(session, ids[start : start + _BATCH])
    guiding: set[int] = set()
    for start in range(0, len(ids), _BATCH):
        wanted = select(RelationRow.source_id).where(
            RelationRow.kind == "guides", RelationRow.target_id.in_(ids[start : start + _BATCH])
        )
        guiding.update(session.scalars(wanted))
    rest = sorted(guiding - set(ids))
    for start in range(0, len(rest), _BATCH):
        changed |= _refresh(session, rest[start : start + _BATCH])
    return changed


def _refresh(session: Session, ids: Sequence[int]) -> set[int]:
    documents = {row.id: row for row in session.scalars(select(Document).where(Document.id.in_(ids)))}
    found: dict[int, list[Effect]] = {id_: [] for id_ in documents}
    rows = session.execute(
        select(RelationRow, Document)
        .join(Document, Document.id == RelationRow.source_id)
        .where(
            RelationRow.target_id.in_(ids),
            RelationRow.kind.in_(ACTING),
            RelationRow.status == "resolved",
            RelationRow.decision != "rejected",
            RelationRow.source_id != RelationRow.target_id,
        )
        .order_by(RelationRow.id)
    )
    for row, source in rows:
        target = documents.get(row.target_id or 0)
        if target is not None and _counts(source, target):
            found[target.id].append(_effect(row, source, target))
    for id_, effect in _falling(session, documents):
        found[id_].append(effect)
    changed: set[int] = set()
    for id_, effects in found.items():
        value = [_packed(each) for each in _once(effects)]
        if value != documents[id_].effects:
            # Not a change of the document itself: `updated` stays.
            session.execute(update(Document).where(Document.id == id_).values(effects=value, updated=Document.updated))
            changed.add(id_)
    if changed:
        _note_change(session)
    return changed


def _note_change(session: Session) -> None:
    """Count it for `Cataloguing.mark`: filters by validity rest on effects, and `updated` tells nothing of them."""
    row = session.get(Setting, CHANGES)
    if row is None:
        session.add(Setting(name=CHANGES, value="1"))
    else:
        row.value = str(int(row.value) + 1)
    session.flush()


def _counts(source: Document, target: Document) -> bool:
    """A sample acts on samples only, and a draft on nothing; nobody ends what stands above him."""
    return not source.draft and (not source.sample or target.sample) and _competent(source, target)


def _competent(source: Document, target: Document) -> bool:
    """Whether the acting document is of a rank that can act on the other (Luật 64/2025/QH15, Điều 8).

    A circular that names a decree in its closing article names it in the title of another circular. A resolution of
    the National Assembly may amend the Constitution; circulars and joint circulars end each other.
    """
    ours, theirs = (rank(each.type, each.issuer, each.number) for each in (source, target))
    if ours in _PARTY_RANKS and theirs <= _LAST_LEGAL:
        return False
    if ours > _LAST_LEGAL or theirs > _LAST_LEGAL:
        return True
    return ours <= max(theirs, 2) or {ours, theirs} == {8, 9}


def _effect(row: RelationRow, source: Document, target: Document) -> Effect:
    start = row.effective or source.effective
    if start is not None and source.issued is not None:
        start = max(start, source.issued)
    confirmed = row.decision == "confirmed"
    grounds = ["sure" if confirmed else row.certainty, source.certainty]
    if not confirmed and row.mismatches:
        grounds.append("doubtful")
    if source.expired is not None and start is not None and source.expired <= start:
        grounds.append("doubtful")  # it ended before it could act
    if source.issued is not None and target.issued is not None and source.issued < target.issued:
        grounds.append("doubtful")  # an older document cannot end a newer one
    return Effect(
        kind=row.kind,
        by=source.id,
        by_named=_named(source),
        by_issued=source.issued,
        start=start,
        until=row.until,
        paths=tuple(row.scope),
        certainty=_worst(grounds),
        source=_stated_by(row, source),
        evidence=row.text,
        confirmed=confirmed,
    )


def _falling(session: Session, documents: dict[int, Document]) -> list[tuple[int, Effect]]:
    """What guides a document that has ended wholly, as far as all that it guides has ended (see `archive.validity`)."""
    rows = session.execute(
        select(RelationRow.source_id, Document)
        .join(Document, Document.id == RelationRow.target_id)
        .where(
            RelationRow.source_id.in_(documents),
            RelationRow.kind == "guides",
            RelationRow.status == "resolved",
            RelationRow.decision != "rejected",
        )
    )
    guided: dict[int, dict[int, Document]] = {}
    for source_id, target in rows:
        guided.setdefault(source_id, {})[target.id] = target
    found: list[tuple[int, Effect]] = []
    for id_, targets in guided.items():
        ended = {target.id: _end(target) for target in targets.values()}
        if any(end is None for end in ended.values()):
            continue
        last = max(targets.values(), key=lambda each: (ended[each.id] or date.min, each.id))
        day = ended[last.id]
        if day is None or _party(last):
            continue
        effect = Effect(
            kind="guides",
            by=last.id,
            by_named=_named(last),
            by_issued=last.issued,
            start=day,
            certainty="likely",
            source="quan hệ hướng dẫn",
            evidence=f"{_named(last)} hết hiệu lực từ ngày {format_short(day)}",
        )
        found.append((id_, effect))
    return found


def _end(document: Document) -> date | None:
    """The first day on which the whole document no longer stands, where something surely or likely says so."""
    days = [document.expired] if document.expired else []
    for each in effects_of(document):
        if each.kind in ENDING and not each.paths and each.start and each.certainty != "doubtful":
            days.append(each.start)
    return min(days) if days else None


def _party(document: Document) -> bool:
    return document.issuer.startswith(_PARTY) or document.number.endswith("/TW")


def _named(document: Document) -> str:
    if document.number:
        return f"{document.type} {document.number}".strip()
    title = document.title
    return title if title.lower().startswith(document.type.lower()) else f"{document.type} {title}".strip()


def _stated_by(row: RelationRow, source: Document) -> str:
    if row.origin == "text":
        place = pinpoint_wording(row.own_path) if row.own_path else ""
        return " ".join(part for part in (place, _named(source)) if part)
    if row.origin == "person":
        return "người dùng ghi"
    return row.source or row.origin.removeprefix("loader:")


def _worst(grounds: Iterable[str]) -> str:
    known = ["doubtful" if each == "unconfirmed" else each for each in grounds]
    return max((each for each in known if each in _ORDER), key=_ORDER.index, default="likely")


def _once(effects: Iterable[Effect]) -> list[Effect]:
    """One effect of a kind, source, day and scope: the best grounded."""
    best: dict[tuple[Any, ...], Effect] = {}
    for each in effects:
        key = (each.kind, each.by, each.start, each.until, each.paths)
        have = best.get(key)
        if have is None or _ORDER.index(each.certainty) < _ORDER.index(have.certainty):
            best[key] = each
    return sorted(best.values(), key=lambda each: (each.start or date.max, each.by, each.kind, each.paths))


# --- as the rows keep them ----------------------------------------------------------------------------------------


def _packed(effect: Effect) -> dict[str, Any]:
    return {
        "kind": effect.kind,
        "by": effect.by,
        "by_named": effect.by_named,
        "by_issued": _iso(effect.by_issued),
        "start": _iso(effect.start),
        "until": _iso(effect.until),
        "paths": list(effect.paths),
        "certainty": effect.certainty,
        "source": effect.source,
        "evidence": effect.evidence,
        "confirmed": effect.confirmed,
    }


def effects_of(document: Document | Row[Any]) -> tuple[Effect, ...]:
    """The effects on a document, as its row keeps them."""
    return tuple(
        Effect(
            kind=each["kind"],
            by=each["by"],
            by_named=each["by_named"],
            by_issued=_day(each["by_issued"]),
            start=_day(each["start"]),
            until=_day(each["until"]),
            paths=tuple(each["paths"]),
            certainty=each["certainty"],
            source=each["source"],
            evidence=each["evidence"],
            confirmed=each["confirmed"],
        )
        for each in document.effects or ()
    )


def packed_parts(parts: Iterable[PartDays]) -> list[dict[str, Any]]:
    """Days of parts as a row keeps them."""
    return [
        {"path": p.path, "effective": _iso(p.effective), "expired": _iso(p.expired), "evidence": p.evidence}
        for p in parts
    ]


def parts_of(document: Document | Row[Any]) -> tuple[PartDays, ...]:
    """The days of a document's parts, as its row keeps them."""
    return tuple(
        PartDays(each["path"], _day(each["effective"]), _day(each["expired"]), each["evidence"])
        for each in document.parts or ()
    )


@for_all
def acted_on(session: Session, document_ids: Iterable[int]) -> set[int]:
    """The documents that these act on, or guide them, by relations: whose effects depend on these documents' facts."""
    ids = sorted(set(document_ids))
    found: set[int] = set()
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        rows = session.execute(
            select(RelationRow.source_id, RelationRow.target_id).where(
                or_(RelationRow.source_id.in_(part), RelationRow.target_id.in_(part)),
                RelationRow.kind.in_(ACTING | {"guides"}),
            )
        )
        for source, target in rows:
            found.update(each for each in (source, target) if each is not None)
    return found | set(ids)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
