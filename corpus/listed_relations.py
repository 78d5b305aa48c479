"""Relations that a list of documents states by number: `replaced_by`, `replaces`, `amended_by` of a catalogue.

A number is never a key alone: a relation is stated only where the number names exactly one document of the archive that
can be meant, and the days do not speak against it. The rest stays what it is, a number text in the document's facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.dates import format_short
from archive.documents import Archive
from archive.records import Record
from archive.resolving import Holdings
from archive.stored import NewDocument, StatedRelation
from corpus.loading import Counts, digest_of, origins_of

_ORDER = ("sure", "likely", "unconfirmed", "doubtful")


@dataclass(frozen=True)
class _Listed:
    """`acting` does `kind` to `target`, as the row of one of them says."""

    kind: str
    acting: Record
    target: Record
    row: NewDocument


def state_listed(archive: Archive, rows: Iterable[NewDocument], prefix: str, name: str, counts: Counts) -> None:
    """State what the rows of a list say of each other and of other documents, in place of what it said before.

    `prefix` of the rows' origins, all of them filed; `name` of the list in relations and for a reader. Where the list
    and what it can be tied to are as they were, nothing is written.
    """
    listed = list(rows)
    ids = origins_of(archive, prefix)
    holdings = archive.holdings()
    records = archive.records(ids.values())
    found: dict[tuple[str, int, int], _Listed] = {}
    for row in listed:
        own = records[ids[row.origin]]
        for said in _said(own, row, holdings, counts):
            key = (said.kind, said.acting.id, said.target.id)
            if key not in found or _rank(said) < _rank(found[key]):
                found[key] = said
    stated: dict[int, list[StatedRelation]] = {}
    for said in found.values():
        stated.setdefault(said.acting.id, []).append(_stated(said, name))
    if found:
        counts.detail("relations", len(found))
    mark = digest_of(repr(sorted(stated.items())).encode())
    remembered = f"relations:{prefix}"
    before = archive.recall(remembered).split()
    if before[:1] != [mark]:
        sources = {int(one) for one in before[1:]} | set(stated)
        known = archive.records(sources)
        archive.relations.state_many({one: stated.get(one, []) for one in sorted(known)}, prefix.rstrip(":"))
        archive.remember(remembered, " ".join([mark, *map(str, sorted(stated))]))


def _said(own: Record, row: NewDocument, holdings: Holdings, counts: Counts) -> list[_Listed]:
    found = []
    for kind, numbers, acts in (
        ("replaces", row.replaced_by, False),
        ("replaces", row.replaces, True),
        ("amends", row.amended_by, False),
    ):
        for number in numbers:
            other = _the_one(own, number, kind, acts, holdings)
            if other is None:
                counts.detail("relations_not_tied")
            elif acts:
                found.append(_Listed(kind, own, other, row))
            else:
                found.append(_Listed(kind, other, own, row))
    return found


def _the_one(own: Record, number: str, kind: str, acts: bool, holdings: Holdings) -> Record | None:
    """The only document with this number that can stand in this relation; None where there is none, or several."""
    held = [one for one in holdings.by_number(number) if one.id != own.id and not one.sample]
    can = [one for one in held if _possible(*((own, one) if acts else (one, own)), kind)]
    return can[0] if len(can) == 1 and (len(held) == 1 or _fits(own, can[0], acts)) else None


def _possible(acting: Record, target: Record, kind: str) -> bool:
    if acting.issued and target.issued and acting.issued < target.issued:
        return False
    return not (kind == "replaces" and acting.effective and target.expired and acting.effective > target.expired)


def _fits(own: Record, other: Record, acts: bool) -> bool:
    """Among several holders of a number, one whose days fit exactly: the one ends on the day the other begins."""
    acting, target = (own, other) if acts else (other, own)
    return acting.effective is not None and acting.effective == target.expired


def _stated(said: _Listed, name: str) -> StatedRelation:
    acting, target = said.acting, said.target
    verb = "thay thế" if said.kind == "replaces" else "sửa đổi, bổ sung"
    as_of = f", theo tình hình đến {format_short(said.row.as_of)}" if said.row.as_of else ""
    return StatedRelation(
        kind=said.kind,
        target_id=target.id,
        effective=target.expired if said.kind == "replaces" else None,
        evidence=f"{name}: {_named(acting)} {verb} {_named(target)}{as_of}",
        source=f"{name} ({said.row.source})" if said.row.source else name,
        certainty=_ORDER[_rank(said)].replace("unconfirmed", "doubtful"),
    )


def _named(record: Record) -> str:
    return f"{record.type} {record.number}".strip() if record.number else record.title


def _rank(said: _Listed) -> int:
    """The worst of how sure the list is of the status, and of both documents' identity."""
    grounds = (said.row.status_certainty or "likely", said.acting.certainty, said.target.certainty)
    return max(_ORDER.index(each) for each in grounds)
