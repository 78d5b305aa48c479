"""Bodies that no longer exist: the draft's own on its signing day, and those a document of after their end is said to
be of (`domain/facts.md`, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from archive.agency_calendar import Standing, standing
from archive.checking.choosing import stands_for_another
from archive.checking.drafted import Drafted
from archive.checking.model import Finding, block_finding
from archive.citations.model import Citation
from archive.dates import format_english, format_short
from archive.offsets import Cleaned
from archive.resolving import Resolution


def own_body(text: str, view: Cleaned, draft: Drafted, on: date) -> list[Finding]:
    """Bodies in the draft's head that have ended by the signing day, or the one in its first sentence.

    `draft` was read in the `view` of `text`.
    """
    found: list[Finding] = []
    for begin, finish, name in draft.bodies or draft.acting:
        state = _ended(_cased(name), on)
        if state is None:
            continue
        start, end = view.span(begin, finish)
        message = (
            f"{state.vi} Dự thảo ký ngày {format_short(on)} không thể của cơ quan này; hãy xem lại cơ quan ban hành "
            "hoặc ngày ký.",
            f"{state.en} A draft to be signed on {format_english(on)} cannot be its own; check the issuing body or the "
            "signing date.",
        )
        found.append(block_finding(text, start, end, "ended_body", message, rule=state.rule))
    return found


def cited_bodies(text: str, answers: Iterable[Resolution]) -> list[Finding]:
    """Documents cited with a date on which their issuer had ended. Earlier ones stay as they are."""
    found: list[Finding] = []
    for answer in answers:
        citation = answer.citation
        if stands_for_another(citation):
            continue
        issuer, issued = _issuer(answer), citation.issued
        if issued is None and answer.record is not None:
            issued = answer.record.issued
        if not issuer or issued is None:
            continue
        state = _ended(issuer, issued)
        if state is None:
            continue
        message = (
            f"{state.vi} Văn bản ngày {format_short(issued)} không thể của cơ quan này; hãy xem lại ngày hoặc cơ quan "
            "ban hành.",
            f"{state.en} A document of {format_english(issued)} cannot be its own; check the date or the issuer.",
        )
        found.append(
            block_finding(
                text, citation.start, citation.end, "ended_body", message, rule=state.rule, citation=citation,
                record=answer.record,
            )
        )  # fmt: skip
    return found


def _issuer(answer: Resolution) -> str:
    citation: Citation = answer.citation
    return citation.issuer or (answer.record.issuer if answer.record is not None else "")


def _ended(issuers: str, on: date) -> Standing | None:
    """The first of joint issuers that had surely ended by then."""
    states = (standing(name.strip(), on) for name in issuers.split(";") if name.strip())
    return next((each for each in states if each.state == "ended" and each.certainty == "sure"), None)


_UNIT = re.compile(
    r"\b(?:(?:huyện|quận|thị|tỉnh|thành) (?:ủy|uỷ)|huyện|quận|thị xã|thị trấn|xã|phường|tỉnh|thành phố|đặc khu)\b"
)


def _cased(name: str) -> str:
    """A name printed in capitals as a sentence has it: `Ủy ban nhân dân huyện Tây Sơn`; abbreviations stay."""
    if not name.isupper():
        return name
    words = [word if word in _ABBREVIATED else word.lower() for word in name.split()]
    plain = " ".join(words)
    unit = _UNIT.search(plain)
    if unit:
        place = " ".join(word[:1].upper() + word[1:] for word in plain[unit.end() :].split())
        plain = f"{plain[: unit.end()]} {place}".rstrip()
    return f"{plain[:1].upper()}{plain[1:]}"


_ABBREVIATED = frozenset({"UBND", "HĐND", "MTTQ", "UBMTTQ", "BCH"})
