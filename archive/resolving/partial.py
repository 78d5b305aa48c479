"""Documents cited by part of their number: `NĐ30`, `Chỉ thị 05 của Bộ Chính trị`, `Quyết định số 749 ngày 03/6/2020`.

A sequence and a type are shared by every body and every year: they give candidates and a question. One document is the
answer only where nothing else can be meant:

- the whole date agrees, and the issuer: a body gives a number once a year in a series, and a day once; or
- the year agrees, and the issuer, and the type is one whose every number carries its year (Nghị định, Thông tư, Luật,
  Pháp lệnh, …), so that type, body, year and sequence are the number (Nghị định 30/2020/NĐ-CP, Điều 15). Decisions,
  directives and resolutions do not qualify: a body counts those with and those without the year apart; or
- the whole title agrees, and the issuer;

and no other document of that type and sequence stands beside it. One candidate alone is no answer: what is meant may
not be held. A record that is doubtful, or that nobody has confirmed, is never chosen here.
"""

from __future__ import annotations

import re

from archive.citations.model import Citation
from archive.evidence import Evidence, admissible, carries_year, unreliable, weigh
from archive.records import Record
from archive.resolving.answering import likeliest, resolved
from archive.resolving.holdings import Holdings
from archive.resolving.model import Resolution
from archive.titles_compared import WHOLE

_YEAR_PRINTED = re.compile(r"\d\s?/\s?(?:19|20)\d\d(?!\d)")
_ALWAYS_WITH_YEAR = frozenset(
    {"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Nghị quyết liên tịch"}
)


def is_partial(citation: Citation) -> bool:
    """The text prints no whole number, and the rest could not be restored beyond doubt."""
    if not citation.seq or (citation.number and "truncated" not in citation.flags):
        return False
    if not citation.number:
        return True
    printed = _YEAR_PRINTED.search(citation.text) is not None
    return not (carries_year(citation.number) and (printed or citation.type in _ALWAYS_WITH_YEAR))


def by_part(citation: Citation, holdings: Holdings) -> Resolution:
    """Resolve a citation that `is_partial`."""
    found: dict[int, Record] = {record.id: record for record in holdings.by_seq(citation.type, citation.seq)}
    if citation.number:
        found.update((record.id, record) for record in holdings.by_number(citation.number))
    weighed = [weigh(citation, record) for record in admissible(found.values())]
    fitting = [each for each in weighed if not contradicted(citation, each)]
    if len(fitting) == 1 and _pinned(citation, fitting[0]):
        return resolved(citation, fitting[0])
    if fitting:
        return Resolution(citation, "ambiguous", candidates=likeliest(fitting, citation))
    if weighed:
        # What is held of that type and sequence is another body's, or of another day or year.
        return Resolution(citation, "not_held", candidates=likeliest(weighed, citation))
    told = citation.issued is not None or bool(citation.number)
    return Resolution(citation, "not_held" if told else "ambiguous")


def contradicted(citation: Citation, each: Evidence) -> bool:
    """A field cited speaks against the document. Of the central Party organs, which share their series of numbers,
    another one's name does not: it may be the mistake."""
    one_series = each.record.number.endswith("/TW") and citation.system == "DANG"
    if each.type is False or each.term is False or (each.issuer is False and not one_series) or each.other_body:
        return True
    return not each.possible and (each.issued is False or each.year is False)


def _pinned(citation: Citation, each: Evidence) -> bool:
    if not each.issuer or each.shared or unreliable(each.record) or each.record.certainty == "doubtful":
        return False
    if each.title.verdict == "different":
        return False
    if each.issued:
        return True
    if each.title.verdict == "same" and each.title.kind in WHOLE:
        return True
    return bool(each.year) and citation.type in _ALWAYS_WITH_YEAR and carries_year(each.record.number)
