"""Facts of one document held against each other: two that cannot both be right are both asked about.

Sources: Nghị định 30/2020/NĐ-CP, Điều 15 (numbers begin again each year); Luật 64/2025/QH15 (a normative number carries
the year of its issue); domain facts section 6 (bodies before and after 01/7/2025).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive.agency_calendar import standing
from archive.dates import find_dates
from archive.numbers import parse_number
from indexer.recognising.facts import Fact, Recognised

_ASKED = 0.6
"""Confidence of a fact that another one contradicts: below the bar, so a person is asked."""


def agreed(found: Recognised, text: str) -> Recognised:
    """The facts, those that contradict each other with a confidence below the bar and a note that says why.

    The year of a normative number against the day of issue; the day against those of the documents it rests on; the
    number's symbol against letterhead and body; the issuer against the days on which such a body stood.
    """
    number, issued, issuer = found.number, found.issued, found.issuer
    day = issued.value if isinstance(issued.value, date) else None
    parsed = parse_number(str(number.value)) if number.value else None
    if day is not None and parsed is not None and parsed.year and int(parsed.year) != day.year:
        number, issued = _doubted(number, f"conflict:issued:{day.year}"), _doubted(issued, "conflict:number")
    if day is not None and _rests_on_later(found, text, day):
        issued = _doubted(issued, "conflict:basis")
    if number.value and (issuer.note.startswith("number_of:") or _wrong_symbol(found)):
        number = _doubted(number, "conflict:issuer")
        if issuer.note.startswith("number_of:"):
            issuer = replace(issuer, note="")
    if day is not None and issuer.value:
        state = standing(str(issuer.value), day)
        if state.state in ("ended", "not_yet") and state.certainty == "sure":
            issuer = _doubted(issuer, f"body:{state.state}")
    return replace(found, number=number, issued=issued, issuer=issuer)


def _doubted(fact: Fact, note: str) -> Fact:
    return replace(
        fact,
        confidence=min(fact.confidence, _ASKED),
        note=fact.note if note in fact.note else ";".join(filter(None, (fact.note, note))),
    )


def _wrong_symbol(found: Recognised) -> bool:
    """The number's type and its body are both others than those of the heading."""
    return found.type.note.startswith("conflict:number") and found.issuer.note.startswith("conflict:number")


def _rests_on_later(found: Recognised, text: str, day: date) -> bool:
    """Whether a căn cứ is dated after the document itself; one alone may be a slip of the căn cứ, most of them not."""
    later = earlier = 0
    for span in found.bases:
        days = [each.value for each in find_dates(text[span.start : span.end]) if each.value is not None]
        if days:
            later += days[0] > day
            earlier += days[0] <= day
    return later > 0 and later >= earlier
