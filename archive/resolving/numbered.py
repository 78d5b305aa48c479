"""Documents cited by their number: never by it alone where date, issuer or title say otherwise.

- One holder of the number: it is the document, and every field that contradicts is reported as a mismatch; unless the
  date lies in another numbering series and the title is another one, for then the number was simply used again.
- An undated number that is counted again each year or term, with an altogether other title, is another document.
- Several holders: the date decides; else a year, a congress term, the issuer, the title, but only where they
  point to one. A date that fits none of them leaves the choice to title and term together.
- Symbols that many bodies share (`UBND`, `TU`): another issuer is another document, an unknown one a doubt. A local
  body formed anew on 01/7/2025 is another body under its old name: a date on one side of that day never means a
  document of the other side.
- A number that nobody holds is not held, unless date and full title both name one document, or the number is that of
  a held document in the other style of its time (`archive.resolving.near`): then the number is wrong.
"""

from __future__ import annotations

from archive.citations.model import Citation
from archive.evidence import LAWS, Evidence, admissible, carries_year, other_type, title_speaks_for, weigh
from archive.records import Record
from archive.resolving.answering import likeliest, newest, resolved
from archive.resolving.choosing import choose, of_another_term
from archive.resolving.holdings import Holdings
from archive.resolving.model import Resolution
from archive.resolving.named import by_day_and_title, laws_named
from archive.resolving.near import in_another_style, slips_away


def by_number(citation: Citation, holdings: Holdings) -> Resolution:
    """Resolve a citation whose number is written in full."""
    records = admissible(holdings.by_number(citation.number))
    if not records:
        return _not_held(citation, holdings)
    weighed = [weigh(citation, record) for record in records]
    ours = [each for each in weighed if not each.other_body and not (each.shared and each.issuer is False)]
    if not ours:
        return Resolution(citation, "not_held", candidates=newest(records))
    ours = [each for each in ours if each.type is not False] or ours
    if all(other_type(each) for each in ours):
        return Resolution(citation, "not_held", candidates=likeliest(ours, citation))
    if len(ours) > 1:
        chosen = choose(ours)
        if chosen is None and all(_number_used_again(each) for each in ours):
            return Resolution(citation, "not_held", candidates=likeliest(ours, citation))
        if chosen is None or _thin(citation, chosen):
            return Resolution(citation, "ambiguous", candidates=likeliest(ours, citation))
        return resolved(citation, chosen)
    only = ours[0]
    if _number_used_again(only):
        return Resolution(citation, "not_held", candidates=(only.record,))
    if "truncated" in citation.flags and _thin(citation, only):
        return Resolution(citation, "ambiguous", candidates=(only.record,))
    if _nothing_but_the_number(citation, only):
        return Resolution(citation, "not_held", candidates=(only.record,))
    rival = _bearer_of_title(citation, holdings) if only.title.verdict == "different" else None
    if rival is not None and not (only.issued and rival.issued != citation.issued):
        # The number means one, the title another, and no date decides between them.
        return Resolution(citation, "ambiguous", candidates=(only.record, rival))
    return resolved(citation, only, rival)


def _bearer_of_title(citation: Citation, holdings: Holdings) -> Record | None:
    """The one other document that the title cited belongs to, where there is exactly one."""
    if citation.type in LAWS:
        named = laws_named(citation, holdings)
        return named[0] if len(named) == 1 else None
    found = by_day_and_title(citation, holdings)
    return found.record if found else None


def _number_used_again(only: Evidence) -> bool:
    """The number was counted in another year or term, and no title or term speaks for this one: another document."""
    if of_another_term(only):
        return True
    if only.series is not False or only.possible or only.term:
        return False
    return not title_speaks_for(only)


def _nothing_but_the_number(citation: Citation, only: Evidence) -> bool:
    """A number that is counted again each year or term, undated, with an altogether other title: another document."""
    if carries_year(citation.number) or citation.issued is not None or only.year or only.term:
        return False
    return only.title.verdict == "different" and not title_speaks_for(only)


def _thin(citation: Citation, chosen: Evidence) -> bool:
    """A Party number that starts again each term, with nothing beside it but an issuer: no ground for a choice
    where the record is less than sure, or the number was only half written."""
    if not chosen.record.number.endswith("/TW") or any((chosen.issued, chosen.possible, chosen.year, chosen.term)):
        return False
    if citation.issued or title_speaks_for(chosen):
        return False
    return chosen.record.certainty != "sure" or "truncated" in citation.flags


def _not_held(citation: Citation, holdings: Holdings) -> Resolution:
    """Nobody holds the number: a document whose number is plainly miswritten, or near ones to look at."""
    found = by_day_and_title(citation, holdings)
    if found is not None:
        return resolved(citation, found)
    same, near = in_another_style(citation, holdings)
    if same is not None:
        return resolved(citation, same)
    near = [*near, *slips_away(citation, holdings)]
    if citation.type in LAWS and citation.title:
        near += laws_named(citation, holdings)
    return Resolution(citation, "not_held", candidates=newest({record.id: record for record in near}.values()))
