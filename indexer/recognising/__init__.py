"""What a document says of itself: type, number, date, issuer, title, signer, căn cứ, effect, each with evidence.

    recognise(text) -> Recognised
    recognise_reading(reading) -> Recognised, weighed by how the file was read

Works on the repaired text of a whole document, whatever file it came from: two-column letterheads as cells, as lines,
or run together. What is not said is None, never guessed; what is doubtful says so. Sources: Nghị định 30/2020/NĐ-CP,
Điều 8 and Phụ lục I; Hướng dẫn 05-HD/VPTW for Party documents; domain facts section 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from indexer.layout.attestation import Attestation, find_attestation
from indexer.layout.closing import Closing, find_closings
from indexer.layout.lines import lines_of
from indexer.layout.opening import Opening, find_opening
from indexer.layout.quotes import inside, quoted_spans
from indexer.reading.base import Reading, Signature
from indexer.recognising.agreeing import agreed
from indexer.recognising.annexes import annex
from indexer.recognising.bases import find_bases
from indexer.recognising.casing import position_name
from indexer.recognising.dating import find_caption, find_effective, find_number, find_place_and_date
from indexer.recognising.facts import REVIEW_BELOW, Fact, Recognised, Span
from indexer.recognising.issuing import find_issuer
from indexer.recognising.marking import find_marks
from indexer.recognising.naming import find_title, find_type
from indexer.recognising.reading import witnessed

__all__ = ["REVIEW_BELOW", "Fact", "Recognised", "Span", "recognise", "recognise_reading"]


def recognise(text: str) -> Recognised:
    """The facts of the document `text`. An empty text gives no fact and every reason to look."""
    opening = find_opening(text)
    only_annex = annex(text, opening)
    if only_annex is not None:
        return replace(only_annex, needs_review=("annex", *reviewed(only_annex).needs_review))
    attestation = find_attestation(text)
    if attestation is not None:
        _attested(opening, attestation)
    lines = lines_of(text)
    spans = quoted_spans(text, lines)

    def quoted(place: int) -> bool:
        return inside(spans, place)

    closing = _closing(text, opening, quoted, attestation)
    number, symbol = find_number(opening)
    written = str(number.value or "")
    type_ = find_type(text, opening, written, symbol)
    kind = str(type_.value or "")
    bound = closing.start if closing else len(text)
    place, issued = find_place_and_date(text, opening, lambda: (opening.end, min(len(text), bound + 1500)))
    if number.value is None and opening.number is None and not attestation:
        number, from_annex = find_caption(text, kind)
        written = str(number.value or "")
        issued = from_annex if issued.value is None and not issued.note else issued
    day = issued.value if isinstance(issued.value, date) else None
    read_number = written or (f"1{symbol}" if symbol else "")
    issuer, parent = find_issuer(text, opening, closing, read_number, str(place.value or ""), kind)
    title = find_title(text, opening, _law_inside(type_), str(issuer.value or ""))
    # A consolidated text has no force of its own: the days in it are the amended documents'.
    effective = Fact(None) if kind == "Văn bản hợp nhất" else find_effective(text, opening.end, kind, day, quoted)
    bases = find_bases(text, opening.end)
    marks = find_marks(opening)
    draft = (
        number.note.startswith("blank")
        or (issued.note.startswith("blank") and not written)
        or marks["draft"].value is not None
    )
    signer, position, authority, recipients = _signature(closing)
    found = Recognised(
        type=type_,
        number=number,
        issued=issued,
        place=place,
        issuer=issuer,
        title=title,
        signer=signer,
        position=position,
        authority=authority,
        recipients=recipients,
        effective=effective,
        urgency=marks["urgency"],
        secrecy=marks["secrecy"],
        circulation=marks["circulation"],
        symbol=symbol,
        parent=parent,
        bases=bases,
        basis_start=bases[0].start if bases else -1,
        basis_end=bases[-1].end if bases else -1,
        opening_end=opening.end,
        closing_start=closing.start if closing else -1,
        draft=draft,
    )
    return reviewed(agreed(found, text))


def _law_inside(type_: Fact) -> str:
    """A consolidated law is called by the law's name, type and all."""
    inside = type_.note.removeprefix("of:")
    return inside if inside in ("Luật", "Bộ luật") else str(type_.value or "")


def recognise_reading(reading: Reading) -> Recognised:
    """The facts of a file as it was read: `recognise`, weighed by how surely its pages were read and by its signatures.

    On a scan a fact is above the bar only where a second witness says the same: the second recogniser, the number's
    symbol, the text elsewhere. Readers that differ are a question, and the note has both (`readers_differ:A|B`).
    """
    found = witnessed(reading, recognise)
    if "annex" in found.needs_review:
        return found
    return reviewed(found, reading.signatures)


def _attested(opening: Opening, attestation: Attestation) -> None:
    """A consolidated text is what its attestation says: number, date and issuer are there, not in a letterhead."""
    if attestation.number is not None:
        opening.number = attestation.number
        opening.dates = [attestation.date] if attestation.date else []
        opening.issuer = list(attestation.issuer)


def _closing(
    text: str, opening: Opening, quoted: Callable[[int], bool], attestation: Attestation | None
) -> Closing | None:
    if attestation is not None:
        return next(iter(find_closings(text, attestation.start)), None)
    return next(iter(find_closings(text, opening.end, quoted)), None)


def _signature(closing: Closing | None) -> tuple[Fact, Fact, Fact, Fact]:
    if closing is None:
        return Fact(None), Fact(None), Fact(None), Fact(None)
    signer = Fact(None)
    if closing.name is not None:
        confidence = 0.93 if closing.authority or closing.position else 0.6
        signer = Fact(closing.name.value, closing.name.start, closing.name.end, confidence)
    position = Fact(None)
    if closing.position is not None:
        part = closing.position
        position = Fact(position_name(part.value), part.start, part.end, 0.9)
    authority = Fact(None)
    if closing.authority:
        parts = closing.authority
        authority = Fact("; ".join(p.value for p in parts), parts[0].start, parts[-1].end, 0.93)
    recipients = Fact(None)
    if closing.recipients:
        names = closing.recipients
        recipients = Fact(tuple(p.value for p in names), names[0].start, names[-1].end, 0.9)
    return signer, position, authority, recipients


def reviewed(found: Recognised, signatures: Sequence[Signature] = ()) -> Recognised:
    """The facts with what a person must look at, as the confidences now stand."""
    reasons: list[str] = []
    if found.draft:
        reasons.append("draft")
    for name, word in (
        ("type", "no_type"),
        ("number", "no_number"),
        ("issued", "no_date"),
        ("issuer", "no_issuer"),
        ("title", "no_title"),
    ):
        fact: Fact = getattr(found, name)
        if fact.value is None:
            reasons.append(word)
        elif fact.confidence < REVIEW_BELOW:
            reasons.append("type_uncertain" if name == "type" else f"low_confidence:{name}")
    for name in ("signer", "effective"):
        fact = getattr(found, name)
        if fact.value is not None and fact.confidence < REVIEW_BELOW:
            reasons.append(f"low_confidence:{name}")
    if signatures and signatures[-1].state != "whole":
        # Each signature covers those before it: the last one speaks for the file as it is.
        reasons.append(f"signature_{signatures[-1].state}")
    return replace(found, needs_review=tuple(reasons))
