"""Citing for whoever writes: what a line typed into the box finds, and the words it puts into a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from archive.checking.drafted import drafted
from archive.citations import find_citations
from archive.citations.cleaning import basis_spans
from archive.citing.inserting import HeadOf, Insertion, based, between, cited, in_block
from archive.citing.typed import Typed, parse_typed
from archive.drafting import composed
from archive.offsets import cleaned
from archive.pinpoint_wording import pinpoint_wording
from archive.provision_texts import Glimpse, glimpses, with_articles
from archive.records import Record
from archive.resolving import resolve
from archive.stored import StoredDraft
from archive.validity import Validity, validity_at
from archive.wording import LAWS, law_name
from indexer.search import SearchRequest
from web.service import Service

FEW = 8
_LOOKED_AT = 24
_ENDED = frozenset({"expired"})


@dataclass(frozen=True)
class Row:
    """One document found; `pinpoint` the provision typed, "" where none was.

    `there`: the document has that provision, None where its provisions are not known. `glimpse` is what it says.
    `validity` is the provision's on the day, where one is meant, else the document's.
    """

    record: Record
    validity: Validity
    pinpoint: str = ""
    there: bool | None = None
    glimpse: Glimpse | None = None

    @property
    def place(self) -> str:
        """The provision in words."""
        return pinpoint_wording(self.pinpoint)


def rows(desk: Service, line: str, on: date, limit: int = FEW) -> tuple[Typed, list[Row]]:
    """The documents that number, title or short name typed may mean, those that have ended last among their like."""
    typed = parse_typed(line)
    archive = desk.archive
    ids = desk.citable.find(typed.words, max(limit, _LOOKED_AT))
    records = archive.records(ids)
    found = [records[id_] for id_ in ids if id_ in records]
    return typed, _shown(desk, typed, _standing_first(found, on)[:limit], on)


def more_rows(desk: Service, line: str, on: date, limit: int = FEW) -> tuple[Typed, list[Row]]:
    """The documents whose provisions say what was typed: a search, for the second list."""
    typed = parse_typed(line)
    if not typed.words:
        return typed, []
    hits = desk.search(SearchRequest(typed.words, limit=3 * limit)).hits
    behind = desk.archive.behind()
    chosen: dict[int, tuple[Record, str]] = {}
    for hit in hits:
        if hit.record.id not in behind:
            path = typed.pinpoint or hit.path
            chosen.setdefault(hit.record.id, (hit.record, path))
    some = list(chosen.values())[:limit]
    held = glimpses(desk.archive.database, [record.id for record, _ in some], [path for _, path in some if path])
    return typed, [
        Row(
            record,
            _validity(record, path, on),
            path,
            (record.id, path) in held if path else None,
            held.get((record.id, path)),
        )
        for record, path in some
    ]


def _standing_first(records: Sequence[Record], on: date) -> list[Record]:
    """Of several that are called alike the one in force comes first; a number typed keeps its order."""
    ended = {record.id for record in records if validity_at(record, on).state in _ENDED}
    order: list[Record] = []
    for record in records:
        place = len(order)
        while place and order[place - 1].id in ended and record.id not in ended and _alike(order[place - 1], record):
            place -= 1
        order.insert(place, record)
    return order


def _alike(one: Record, other: Record) -> bool:
    return one.type == other.type and one.title == other.title


def _shown(desk: Service, typed: Typed, records: Sequence[Record], on: date) -> list[Row]:
    if not typed.pinpoint:
        return [Row(record, validity_at(record, on)) for record in records]
    database = desk.archive.database
    ids = [record.id for record in records]
    held = glimpses(database, ids, typed.pinpoints)
    known = with_articles(database, ids)
    made = []
    for record in records:
        path = typed.among({path for id_, path in held if id_ == record.id})
        glimpse = held.get((record.id, path))
        there = True if glimpse else False if record.id in known else None
        made.append(Row(record, _validity(record, path, on), path, there, glimpse))
    return made


def _validity(record: Record, path: str, on: date) -> Validity:
    return validity_at(record, on, path) if path else validity_at(record, on)


@dataclass(frozen=True)
class Meant:
    """A document chosen, with the provision of it (a path, "" the whole)."""

    record: Record
    pinpoint: str = ""


def insertion(
    desk: Service,
    chosen: Sequence[Meant],
    text: str,
    start: int,
    end: int,
    *,
    before: str = "",
    place: str = "",
    party: bool = False,
) -> Insertion:
    """The words of one citation or more for the place `text[start:end]`. `place`: bases (a field of bases only), body
    (running text only), "" (a whole draft, where it is seen from the text). `party`: the draft is a Party document.

    Several bases each take their own place; in running text several stand in one row, in the order of `chosen`.
    """
    if place == "bases" or (not place and in_block(text, start)):
        draft = drafted(cleaned(before + "\n" + text if place == "bases" else text).text)
        after, caret, kind = text, start, "present"
        for each in chosen:
            made = based(
                after,
                min(caret, len(after)) if kind == "present" else start,
                each.record,
                each.pinpoint,
                head_of=_head_of(desk),
                alone=place == "bases",
                party=party or draft.style == "party",
                normative=draft.style == "norm",
            )
            if made.kind != "present":
                kind = made.kind
            after, caret = made.put(after) if made.kind != "present" else after, made.caret
        return replace(between(text, after, caret), kind=kind)
    return _in_a_row(desk, chosen, text, start, end, before)


def _in_a_row(desk: Service, chosen: Sequence[Meant], text: str, start: int, end: int, before: str) -> Insertion:
    holdings = desk.archive.holdings()
    parts: list[Insertion] = []
    said = ""
    for each in chosen:
        others = holdings.by_title(law_name(each.record)) if each.record.type in LAWS else ()
        namesakes = any(other.id != each.record.id and other.type in LAWS for other in others)
        if parts:
            made = cited("", 0, 0, each.record, each.pinpoint, before=f"{before}\n{said}", namesakes=namesakes)
        else:
            made = cited(text, start, end, each.record, each.pinpoint, before=before, namesakes=namesakes)
            said = text[:start]
        parts.append(made)
        said += f"\n{made.words}"
    first = parts[0]
    if len(parts) == 1:
        return first
    words = [part.words for part in parts]
    tail = " " if words[0].endswith(" ") else ""
    joined = f"{', '.join([words[0].rstrip(), *words[1:-1]])} và {words[-1]}{tail}"
    return Insertion(first.start, first.end, joined, first.start + len(joined), first.kind)


def _head_of(desk: Service) -> HeadOf:
    holdings, gazetteer = desk.archive.holdings(), desk.archive.gazetteer()

    def head(line: str) -> tuple[Record, str] | None:
        found = next(
            (each for each in find_citations(line, gazetteer) if not each.nested and each.type != "SELF"), None
        )
        answer = resolve(found, holdings) if found is not None else None
        return (answer.record, answer.citation.pinpoint) if answer is not None and answer.record is not None else None

    return head


def with_bases_written(desk: Service, draft: StoredDraft, chosen: Sequence[Meant]) -> dict[str, Any]:
    """What has to be saved so that the draft's own block names these documents, each in its place: {parts} or {text};
    {} where they are all there, or where the text has no place for a block."""
    if draft.parts is not None:
        block = "\n".join(draft.parts.bases)
        head = composed(replace(draft.parts, bases=(), lead_out="", body="", annexes=())).text
        made = insertion(
            desk, chosen, block, len(block), len(block), before=head, place="bases", party=draft.parts.party
        )
        lines = tuple(line for line in made.put(block).split("\n") if line.strip())
        return {"parts": replace(draft.parts, bases=lines)} if made.kind != "present" else {}
    spans = basis_spans(cleaned(draft.text).text)
    if draft.text.strip() and not spans:
        return {}
    at = cleaned(draft.text).span(*spans[0])[0] if spans else 0
    made = insertion(desk, chosen, draft.text, at, at, place="bases" if not spans else "")
    return {"text": made.put(draft.text)} if made.kind != "present" else {}
