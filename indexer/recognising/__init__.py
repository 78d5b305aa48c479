"""What a document says of itself: type, number, date, issuer, title, signer, căn cứ, effect; each with its evidence.

    recognise(text) -> Recognised

Works on the repaired text of a whole document, whatever file it came from: two-column letterheads as cells, as lines,
or run together. What is not said is None, never guessed; what is doubtful says so. Sources: Nghị định 30/2020/NĐ-CP,
Điều 8 and Phụ lục I; Hướng dẫn 05-HD/VPTW for Party documents; domain facts section 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from indexer.layout.attestation import Attestation, find_attestation
from indexer.layout.closing import Closing, find_closings
from indexer.layout.lines import lines_of
from indexer.layout.opening import Opening, find_opening
from indexer.layout.quotes import inside, quoted_spans
from indexer.recognising.bases import find_bases
from indexer.recognising.casing import position_name
from indexer.recognising.dating import find_effective, find_number, find_place_and_date
from indexer.recognising.facts import Fact, Recognised, Span
from indexer.recognising.issuing import find_issuer
from indexer.recognising.naming import find_title, find_type

__all__ = ["Fact", "Recognised", "Span", "recognise"]

REVIEW_BELOW = 0.7
"""A fact with less confidence than this is shown to a person before anything rests on it."""

_DRAFT = re.compile(r"^\W*(?:DỰ THẢO|Dự thảo|DU THAO)", re.IGNORECASE)
_SECRET = re.compile(r"^\W*(?P<mark>TUYỆT MẬT|TỐI MẬT|MẬT|TUYET MAT|TOI MAT|MAT)\W*$", re.IGNORECASE)
_URGENT = re.compile(r"^\W*(?P<mark>HỎA TỐC HẸN GIỜ|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\W*$", re.IGNORECASE)
_SECRETS = {
    "tuyệt mật": "TUYỆT MẬT",
    "tối mật": "TỐI MẬT",
    "mật": "MẬT",
    "tuyet mat": "TUYỆT MẬT",
    "toi mat": "TỐI MẬT",
    "mat": "MẬT",
}


def recognise(text: str) -> Recognised:
    """The facts of the document `text`. An empty text gives no fact and every reason to look."""
    opening = find_opening(text)
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
    day = issued.value if isinstance(issued.value, date) else None
    read_number = written or (f"1{symbol}" if symbol else "")
    issuer, parent = find_issuer(text, opening, closing, read_number, str(place.value or ""), kind)
    title = find_title(text, opening, kind)
    # A consolidated text has no force of its own: the days in it are the amended documents'.
    effective = Fact(None) if kind == "Văn bản hợp nhất" else find_effective(text, opening.end, kind, day, quoted)
    bases = find_bases(text, opening.end)
    marks = {cell.value: cell for cell in opening.marks}
    secrecy = _mark(opening, _SECRET, _SECRETS)
    urgency = _mark(opening, _URGENT, {})
    draft = (
        number.note.startswith("blank")
        or (issued.note.startswith("blank") and not written)
        or any(_DRAFT.match(value) for value in marks)
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
        urgency=urgency,
        secrecy=secrecy,
        symbol=symbol,
        parent=parent,
        bases=bases,
        basis_start=bases[0].start if bases else -1,
        basis_end=bases[-1].end if bases else -1,
        opening_end=opening.end,
        closing_start=closing.start if closing else -1,
        draft=draft,
    )
    return _reviewed(found)


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


def _mark(opening: Opening, pattern: re.Pattern[str], names: dict[str, str]) -> Fact:
    for cell in opening.marks:
        match = pattern.match(cell.value)
        if match:
            mark = " ".join(match.group("mark").split())
            return Fact(names.get(mark.lower(), mark.upper()), cell.start, cell.end, 0.95)
    return Fact(None)


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


def _reviewed(found: Recognised) -> Recognised:
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
    return replace(found, needs_review=tuple(reasons))
