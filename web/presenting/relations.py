"""Relations as pages show them: the words of a kind, the groups of the diagram, the rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _

from archive.dates import format_short
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.relations import ACTING, KINDS
from archive.stored import Edge, Neighbourhood, StoredCitation, StoredRelation
from archive.validity import validity_at
from archive.wording import LAWS, law_name
from web.languages import pick
from web.presenting.badges import Badge, validity_badge
from web.presenting.copying import name_of, title_of
from web.presenting.diagram import Drawing, Group, Node, limited, narrow, wide

CITING = ("basis", "cites")
"""Kinds that are the citations of the texts themselves: nothing to confirm, their places are listed."""

_TONES = {
    "expires": "bad",
    "expires_part": "warn",
    "changes": "warn",
    "suspends": "warn",
    "suspends_part": "warn",
    "falls": "info",
}
_NO_BY = frozenset({"basis", "related"})


@dataclass(frozen=True)
class ShownRelation:
    """One relation as the table shows it, seen from `document`: `says` is its kind in words, `other` the other one.

    `other_name` names the other where it is not held; `scope` the provisions acted on; `days` when it acts;
    `stated` who says so; `acts` whether the document whose page it is acts.
    """

    relation: StoredRelation
    says: str
    tone: str
    acts: bool
    other: Record | None
    other_name: str
    candidates: tuple[Record, ...]
    scope: str
    days: str
    stated: str
    badges: tuple[Badge, ...]


def kind_words(kind: str, acts: bool) -> str:
    """A kind said of one document: `thay thế` of the one that acts, `bị thay thế bởi` of the one acted on."""
    known = KINDS[kind]
    if acts:
        return pick(known.vi, known.en)
    return pick(known.vi_inverse if kind in _NO_BY else f"{known.vi_inverse} bởi", known.en_inverse)


def kind_tone(kind: str) -> str:
    """The colour of what a relation does to the one acted on."""
    return _TONES.get(KINDS[kind].effect, "plain")


def scope_words(paths: Sequence[str]) -> str:
    """The provisions that a relation is about, "" for the whole document."""
    if not paths:
        return ""
    shown = pinpoint_wording("|".join(paths[:12])) or ", ".join(paths[:12])
    return f"{shown}, …" if len(paths) > 12 else shown


def other_named(relation: StoredRelation) -> str:
    """The one acted on, as it was cited: for one that is not held."""
    if relation.number:
        named = f"{relation.type} số {relation.number}" if relation.type else relation.number
        return f"{named} ngày {format_short(relation.issued)}" if relation.issued else named
    title = relation.title
    if not relation.type or title.lower().startswith(relation.type.lower()):
        return title or relation.type
    return f"{relation.type} {title}".strip()


def shown_relations(
    document_id: int, relations: Sequence[StoredRelation], records: Mapping[int, Record]
) -> list[ShownRelation]:
    """The relations of one document, as its page tells them."""
    return [shown_relation(each, records, each.source_id == document_id) for each in relations]


def shown_relation(relation: StoredRelation, records: Mapping[int, Record], acts: bool = True) -> ShownRelation:
    """One relation, seen from the acting document or from the one acted on."""
    other = records.get((relation.target_id or 0) if acts else relation.source_id)
    return ShownRelation(
        relation=relation,
        says=_capital(kind_words(relation.kind, acts)),
        tone=kind_tone(relation.kind),
        acts=acts,
        other=other,
        other_name="" if other is not None else other_named(relation) or _("không rõ"),
        candidates=tuple(records[id_] for id_ in relation.candidates if id_ in records),
        scope=scope_words(relation.scope),
        days=_days(relation.effective, relation.until),
        stated=_stated(relation),
        badges=tuple(relation_badges(relation)),
    )


def relation_badges(relation: StoredRelation) -> list[Badge]:
    """How sure a relation is, and what a person said of it."""
    badges = []
    if relation.by_person:
        badges.append(Badge("good", "check", _("người dùng ghi")))
    elif relation.decision == "confirmed":
        badges.append(Badge("good", "check", _("đã xác nhận")))
    elif relation.decision == "rejected":
        badges.append(Badge("mute", "cross", _("đã bác bỏ")))
    elif relation.origin != "text":
        stated = {
            "sure": ("plain", "check", _("nguồn dữ liệu, rõ ràng")),
            "likely": ("info", "question", _("nguồn dữ liệu, khá chắc")),
        }.get(relation.certainty, ("warn", "question", _("nguồn dữ liệu, còn nghi ngờ")))
        badges.append(Badge(*stated, relation.note))
    else:
        sure = {
            "sure": ("plain", "check", _("máy đọc, rõ ràng")),
            "likely": ("info", "question", _("máy đọc, khá chắc")),
        }.get(relation.certainty, ("warn", "question", _("máy đọc, còn nghi ngờ")))
        badges.append(Badge(*sure, relation.note))
    if relation.status == "ambiguous":
        badges.append(Badge("warn", "fork", _("chưa rõ văn bản nào")))
    elif relation.status == "not_held":
        badges.append(Badge("mute", "absent", _("chưa có trong kho")))
    return badges


def _stated(relation: StoredRelation) -> str:
    """Who states a relation: a provision of the acting document, a source, or a person."""
    if relation.by_person:
        return str(_("người dùng ghi"))
    if relation.origin == "text":
        return pinpoint_wording(relation.own_path) if relation.own_path else _("trong văn bản")
    return relation.source or relation.origin.removeprefix("loader:")


def _days(start: date | None, until: date | None) -> str:
    if start is not None and until is not None:
        return str(_("từ %(start)s đến trước %(end)s", start=format_short(start), end=format_short(until)))
    if start is not None:
        return str(_("từ %(start)s", start=format_short(start)))
    return _("đến trước %(end)s", end=format_short(until)) if until is not None else ""


# --- the diagram --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Diagram:
    """The two drawings of one diagram, and its words for those who cannot see it."""

    wide: Drawing
    narrow: Drawing
    title: str
    description: str


def diagram(
    around: Neighbourhood, on: date, table: Callable[[str, bool], str], open_questions: frozenset[str] = frozenset()
) -> Diagram:
    """The diagram of a document on a day.

    `table(kind, outgoing)` is the address that lists a whole group; `open_questions` names those cited of which the
    archive holds several that may be meant.
    """
    groups = groups_of(around, on, table, open_questions)
    shown = limited(groups)
    centre = _node(around.document, on, page=False)
    titles = (_("Văn bản này tác động đến hoặc dựa vào"), _("Tác động đến hoặc dựa vào văn bản này"))
    more = _("và %(count)s văn bản khác", count="{}")
    told = "; ".join(f"{group.label}: {group.count}" for group in groups)
    return Diagram(
        wide(centre, shown, titles, more),
        narrow(centre, shown, titles, more),
        _("Lược đồ quan hệ của %(name)s", name=name_of(around.document)),
        told or _("Chưa có quan hệ nào."),
    )


def groups_of(
    around: Neighbourhood, on: date, table: Callable[[str, bool], str], open_questions: frozenset[str] = frozenset()
) -> list[Group]:
    """The ties of a document by kind and direction, in the order in which they come."""
    groups = []
    for (kind, outgoing), edges in groupby(around.edges, key=lambda edge: (edge.kind, edge.outgoing)):
        nodes = tuple(_edge_node(edge, on, open_questions) for edge in edges)
        groups.append(
            Group(
                label=_capital(kind_words(kind, outgoing)),
                outgoing=outgoing,
                tone=kind_tone(kind),
                nodes=nodes,
                count=max(around.totals.get((kind, outgoing), 0), len(nodes)),
                href=table(kind, outgoing),
            )
        )
    return groups


@dataclass(frozen=True)
class Tie:
    """How many documents stand in one relation to a document, in the words of its page."""

    label: str
    count: int


def tied(
    document_id: int,
    relations: Iterable[StoredRelation],
    cites: Iterable[StoredCitation],
    cited_by: Iterable[StoredCitation],
) -> list[Tie]:
    """How many documents a document is tied to, by kind and direction: what it acts on and rests on first.

    Counted as `archive.graph` does: what is cited as a basis is not counted again as merely cited.
    """
    others: dict[tuple[str, bool], set[Hashable]] = {}
    for relation in relations:
        acts = relation.source_id == document_id
        other = relation.target_id if acts else relation.source_id
        if relation.decision != "rejected":
            others.setdefault((relation.kind, acts), set()).add(other or other_named(relation))
    for outgoing, citations in ((True, cites), (False, cited_by)):
        based: dict[Hashable, bool] = {}
        for citation in citations:
            cited = _other_cited(citation, outgoing)
            if cited is not None and cited != document_id and not citation.nested:
                based[cited] = based.get(cited, False) or citation.basis
        for cited, basis in based.items():
            others.setdefault(("basis" if basis else "cites", outgoing), set()).add(cited)
    order = list(KINDS)
    keys = sorted(others, key=lambda key: (not key[1], order.index(key[0])))
    return [Tie(_capital(kind_words(*key)), len(others[key])) for key in keys]


def _other_cited(citation: StoredCitation, outgoing: bool) -> Hashable | None:
    """What tells the other document of a citation from others: its id, else how it is cited; None for nothing."""
    if not outgoing:
        return citation.document_id
    if citation.target_id is not None:
        return citation.target_id
    named = citation.number or citation.title
    return (citation.type, named) if named else None


def waits(relation: StoredRelation, document_id: int) -> bool:
    """True for what was read from this document's own text and changes another one, as long as nobody looked at it."""
    return (
        relation.source_id == document_id
        and relation.origin == "text"
        and not relation.decision
        and relation.kind in ACTING
    )


def _edge_node(edge: Edge, on: date, open_questions: frozenset[str]) -> Node:
    unsure = "" if edge.confirmed or edge.certainty == "sure" else _("chưa chắc")
    if edge.record is None and edge.named in open_questions:
        return Node(edge.named, unsure, _("chưa rõ văn bản nào"), "warn", "fork", hint=edge.named, held=False)
    if edge.record is None:
        return Node(edge.named, unsure, _("chưa có trong kho"), "mute", "absent", hint=edge.named, held=False)
    return _node(edge.record, on, extra=unsure)


def _node(record: Record, on: date, *, page: bool = True, extra: str = "") -> Node:
    """A document as a box. The name of a law may fill the box: its number stands below, where it is never cut."""
    badge = validity_badge(validity_at(record, on))
    full = name_of(record) or _("Văn bản %(id)d", id=record.id)
    law = record.type in LAWS and bool(record.title)
    day = _("ngày %(day)s", day=format_short(record.issued)) if record.issued else ""
    return Node(
        name=law_name(record) if law else full,
        detail=" · ".join(filter(None, (record.number if law else "", day, extra))),
        state=badge.label,
        tone=badge.tone,
        icon=badge.icon,
        href=url_for("documents.show", document_id=record.id) if page else "",
        hint=" – ".join(filter(None, (full, title_of(record), badge.label))),
        held=True,
    )


def open_questions(cited: Iterable[StoredRelation | StoredCitation]) -> frozenset[str]:
    """The names, as `Edge.named` has them, of what is cited and may be one of several documents held."""
    names: set[str] = set()
    for each in cited:
        if each.status == "ambiguous":
            named = f"{each.type} số {each.number}" if each.number else f"{each.type} {each.title}"
            names.update((named.strip(), each.title))
    return frozenset(names - {""})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
