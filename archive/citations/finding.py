"""Finding citations: from a text to the values that `resolving` ties to documents.

Marks (numbers, law titles, short forms) say where a document is named; `surroundings` reads date, issuer, term and
title around each; here they meet their pinpoints and become values. The work grows in proportion to the text.
"""

from __future__ import annotations

import re

from archive.agencies import canonical_issuer, congress_term, issuer_of, system_of, system_of_issuer
from archive.agency_codes import agency
from archive.citations.anaphora import anaphora_marks, antecedents
from archive.citations.cleaning import Cleaned, basis_spans, cleaned
from archive.citations.definitions import Definition, defined_marks, find_definitions
from archive.citations.gazetteer import Gazetteer
from archive.citations.law_marks import law_marks
from archive.citations.law_names import LAW_YEAR
from archive.citations.marks import Mark, number_marks
from archive.citations.model import Citation
from archive.citations.pinpoints import ATTACHMENT, LINK, Pinpoint, attachment_path, find_pinpoints
from archive.citations.relative import own_references
from archive.citations.shorthand import alias_marks, blank_marks, lone_number_mark, short_marks
from archive.citations.surroundings import (
    JOINT_CODES,
    Reading,
    read_behind,
    read_behind_law,
    read_behind_list,
    share_facts,
)
from archive.citations.toneless import with_tones
from archive.citations.tying import tied
from archive.folding import nfc, squeeze
from archive.numbers import type_of

_LAW_ISSUERS = {
    "Luật": "Quốc hội",
    "Bộ luật": "Quốc hội",
    "Hiến pháp": "Quốc hội",
    "Pháp lệnh": "Ủy ban Thường vụ Quốc hội",
}
_CENTRAL = {
    "NQ": "Ban Chấp hành Trung ương",
    "QĐ": "Bộ Chính trị",
    "QĐi": "Bộ Chính trị",
    "CT": "Bộ Chính trị",
    "KL": "Bộ Chính trị",
}
_LOOK_AHEAD = 1800
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def find_citations(text: str, gazetteer: Gazetteer | None = None) -> list[Citation]:
    """All citations of `text` in order of their start; those inside another's title are marked `nested`.

    Offsets are of `text` as given, in any Unicode form, and `citation.text == text[citation.start:citation.end]`.
    `gazetteer` adds the titles of the archive to the known titles of laws. What the text does not print but the number
    says (`NĐ-CP`: Chính phủ) is filled in; where only the series is known the flag `issuer_inferred` says so.
    """
    view = cleaned(text)
    source = with_tones(view.text)
    definitions = find_definitions(source)
    marks = _marks(source, definitions, gazetteer)
    pinpoints = find_pinpoints(source)
    bases = basis_spans(source)
    found = _readings(source, marks, pinpoints, bases, gazetteer)
    used = {id(pin) for pin, _ in found if pin is not None}
    readings = tied([reading for _, reading in found], definitions, source)
    citations = [_citation(view, source, reading) for reading in readings]
    citations.extend(_own(view, source, pinpoints, used, readings))
    return sorted(citations, key=lambda c: (c.start, -c.end))


def _marks(text: str, definitions: list[Definition], gazetteer: Gazetteer | None) -> list[Mark]:
    numbers = number_marks(text)
    laws = law_marks(text, numbers, gazetteer)
    marks = sorted([*numbers, *laws, *blank_marks(text)], key=lambda m: m.start)
    for found in (alias_marks(text), short_marks(text)):
        marks = _without_overlap(marks, found)
    if not marks:
        return lone_number_mark(text)
    for found in (defined_marks(text, definitions), anaphora_marks(text)):
        marks = _without_overlap(marks, found)
    if definitions:
        # A definition names nothing new.
        asides = [Mark("aside", d.start, d.end) for d in definitions]
        marks = [mark for mark in _without_overlap(asides, marks) if mark.kind != "aside"]
    return marks


def _without_overlap(marks: list[Mark], more: list[Mark]) -> list[Mark]:
    """`marks` with those of `more` that touch none of them."""
    out, index = [], 0
    for mark in more:
        while index < len(marks) and marks[index].end <= mark.start:
            index += 1
        if index < len(marks) and marks[index].start < mark.end:
            continue
        out.append(mark)
    return sorted([*marks, *out], key=lambda m: m.start)


def _readings(
    text: str,
    marks: list[Mark],
    pinpoints: list[Pinpoint],
    bases: list[tuple[int, int]],
    gazetteer: Gazetteer | None,
) -> list[tuple[Pinpoint | None, Reading]]:
    found: list[tuple[Pinpoint | None, Reading]] = []
    linked = _linked(text, marks, pinpoints)
    starts = [linked[i][0].start if i in linked else mark.start for i, mark in enumerate(marks)]
    basis = 0
    nested_until = -1
    for index, mark in enumerate(marks):
        reading = Reading(mark, mark.start, mark.end, term=mark.term, plenum=mark.plenum, year=mark.year)
        pin = linked.get(index)
        if pin:
            reading.start, reading.pinpoint = pin[0].start, pin[1]
        while basis < len(bases) and bases[basis][1] <= mark.start:
            basis += 1
        reading.basis = basis < len(bases) and bases[basis][0] <= mark.start
        limit = bases[basis][1] if reading.basis else len(text)
        limit = min(limit, mark.end + _LOOK_AHEAD)
        if "lower" in mark.flags and not _confirmed(text, mark, pin is not None):
            continue
        reading.nested = mark.start < nested_until
        if mark.kind in ("anaphora", "defined"):
            pass
        elif mark.kind == "law":
            read_behind_law(text, reading, limit)
            if mark.type == "Hiến pháp" and not (reading.year or pin or reading.basis or reading.issued):
                continue
        elif not mark.bare and "header" not in mark.flags:
            read_behind(text, reading, limit, starts[index + 1 : index + 12], marks[index + 1 : index + 12], gazetteer)
        elif mark.bare:
            read_behind_list(text, reading, limit)
        if reading.title_end > nested_until:
            nested_until = reading.title_end
        found.append((pin[0] if pin else None, reading))
    share_facts(text, [reading for _, reading in found])
    return found


def _confirmed(text: str, mark: Mark, pinned: bool) -> bool:
    """A law in small letters (`bộ luật hình sự`) is cited only with a pinpoint, number or year."""
    return pinned or bool(mark.number) or bool(LAW_YEAR.match(text, mark.end)) or mark.type == "Bộ luật"


def _linked(text: str, marks: list[Mark], pinpoints: list[Pinpoint]) -> dict[int, tuple[Pinpoint, str]]:
    """For each mark the pinpoint phrase before it, and its paths, with an attachment's prefix where there is one."""
    at = {mark.start: index for index, mark in reversed(list(enumerate(marks)))}
    linked: dict[int, tuple[Pinpoint, str]] = {}
    for pin in pinpoints:
        if pin.relative and not pin.paths[-1].startswith("phuluc"):
            continue
        attached = ATTACHMENT.match(text, pin.end, min(len(text), pin.end + 260))
        if attached and attached.end() in at:
            prefix = attachment_path(attached.group("kind"))
            linked[at[attached.end()]] = (pin, "|".join(f"{prefix}/{path}" for path in pin.paths))
            continue
        link = LINK.match(text, pin.end, min(len(text), pin.end + 60))
        index = at.get(link.end()) if link else at.get(pin.end)
        if index is not None and marks[index].kind != "blank" and "header" not in marks[index].flags:
            linked[index] = (pin, "|".join(pin.paths))
    return linked


# --- values --------------------------------------------------------------------------------------------------------


def _citation(view: Cleaned, source: str, reading: Reading) -> Citation:
    mark = reading.mark
    start, end = view.span(reading.start, reading.end)
    flags = [flag for flag in mark.flags if flag not in ("lower", "weak")]
    issuer, system = _issuer_and_system(reading, flags)
    if reading.term:
        flags.append(f"term:{reading.term}")
    if reading.plenum:
        flags.append(f"plenum:{reading.plenum}")
    spans = {
        "number": (mark.number_start, mark.number_end),
        "issued": (reading.issued_start, reading.issued_end),
        "title": (reading.title_start, reading.title_end),
    }
    raw = {name: view.span(*span) if span[0] >= 0 else (-1, -1) for name, span in spans.items()}
    title = squeeze(nfc(_UNSEEN.sub("", view.raw[slice(*raw["title"])]))) if reading.title_start >= 0 else ""
    if mark.kind == "law":
        toneless_title = source is not view.text and source[reading.title_start : reading.title_end]
        title = mark.spelled or (squeeze(toneless_title) if toneless_title else title)
    printed_date = source[reading.issued_start : reading.issued_end] if reading.issued_start >= 0 else ""
    if printed_date and reading.issued is None:
        flags.append("impossible_date")
    toneless = source is not view.text and source[reading.start : reading.end] != view.text[reading.start : reading.end]
    return Citation(
        text=view.raw[start:end],
        start=start,
        end=end,
        type=mark.type,
        number=mark.number,
        seq=mark.seq,
        year_in_number=reading.year,
        issuer=issuer,
        issued=reading.issued,
        title=title,
        pinpoint=reading.pinpoint,
        system=system,
        basis=reading.basis,
        nested=reading.nested,
        repaired=mark.repaired or toneless or bool(re.search(r"[OoIl|]", printed_date.replace("ngày", ""))),
        term=reading.term,
        plenum=reading.plenum,
        flags=tuple(dict.fromkeys(flags)),
        number_start=raw["number"][0],
        number_end=raw["number"][1],
        issued_start=raw["issued"][0],
        issued_end=raw["issued"][1],
        title_start=raw["title"][0],
        title_end=raw["title"][1],
        antecedent=view.start(reading.antecedent.start) if reading.antecedent is not None else -1,
    )


def _issuer_and_system(reading: Reading, flags: list[str]) -> tuple[str, str]:
    mark = reading.mark
    if mark.kind == "law" or (mark.type in _LAW_ISSUERS and not reading.printed_issuer):
        return _LAW_ISSUERS[mark.type], "NN"
    issuer = reading.issuer
    if not issuer and mark.issuer:
        issuer = canonical_issuer(mark.issuer)
        reading.term = reading.term or congress_term(mark.issuer)
        if mark.kind != "alias":
            reading.printed_issuer = True
    system = system_of(mark.parsed) if mark.parsed else system_of_issuer(issuer) or "NN"
    if not issuer:
        issuer = _inferred(mark, flags)
    if mark.kind == "short" and not mark.parsed and not issuer and mark.type == "Nghị định":
        issuer = "Chính phủ"
    return issuer, system


def _inferred(mark: Mark, flags: list[str]) -> str:
    """The issuer by the number; with the flag `issuer_inferred` where only the usual one of the series is known."""
    parsed = mark.parsed
    if parsed is None or parsed.type_code in JOINT_CODES or mark.type.endswith("liên tịch"):
        # Symbols of joint documents are often cut short: their issuers are taken only as printed.
        return ""
    if parsed.system == "party" and parsed.codes[1] == "TW":
        flags.append("issuer_inferred")
        return _CENTRAL.get(parsed.codes[0], "Trung ương Đảng") if mark.type else "Trung ương Đảng"
    if parsed.codes[0] == "TC" and not type_of(parsed):
        return ""
    if parsed.system == "old" and len(parsed.codes) > 1:
        body = agency(parsed.codes[0])
        return body.name if body else ""
    council = agency(parsed.codes[1]) if parsed.codes[0] == "LCT" and len(parsed.codes) > 1 else None
    return council.name if council else issuer_of(parsed)


def _own(
    view: Cleaned, source: str, pinpoints: list[Pinpoint], used: set[int], readings: list[Reading]
) -> list[Citation]:
    """References to the document itself, and those that seem so and mean one cited before (`Quyết định này`)."""
    titles = [(reading.title_start, reading.title_end) for reading in readings if reading.title_start >= 0]
    cited = antecedents(source, readings)
    found = []
    place = 0
    for own in sorted(own_references(source, pinpoints, readings, used), key=lambda each: each.start):
        while place < len(titles) and titles[place][1] <= own.start:
            place += 1
        nested = place < len(titles) and titles[place][0] <= own.start
        start, stop = view.span(own.start, own.end)
        meant, count = cited.of(own.start, own.word, near=True) if own.other else (None, 0)
        flags = ("anaphora",) if meant else ("anaphora", "anaphora_open") if count else ("relative",)
        found.append(
            Citation(
                text=view.raw[start:stop],
                start=start,
                end=stop,
                type=own.word if count else "SELF",
                pinpoint="|".join(own.paths),
                system="NN",
                nested=nested,
                flags=flags,
                antecedent=view.start(meant.start) if meant else -1,
            )
        )
    return found
