"""Resolving one citation, by what it gives: a whole number, a part of one, a law's name, a plenum, day and title."""

from __future__ import annotations

from datetime import date

from archive.citations.model import Citation
from archive.evidence import LAWS
from archive.records import Record
from archive.resolving.answering import resolved
from archive.resolving.holdings import Holdings
from archive.resolving.model import Resolution
from archive.resolving.named import by_day_and_title, by_name, by_plenum
from archive.resolving.numbered import by_number
from archive.resolving.partial import by_part, is_partial


def resolve(citation: Citation, holdings: Holdings, *, on: date | None = None, own: Record | None = None) -> Resolution:
    """Tie one citation to a document.

    `on` is the day the citing text was written (the document's date, a draft's signing day): it may choose among laws
    cited by their name alone, and is not to be given for texts that carry later amendments (consolidated texts).
    `own` is the document the text is of: `Luật này` and the like mean it; without it they are not held.
    """
    if citation.type == "SELF":
        if own is not None and not citation.nested:
            return Resolution(citation, "resolved", own)
        return Resolution(citation, "not_held")
    if is_partial(citation):
        return by_part(citation, holdings)
    if citation.number:
        return by_number(citation, holdings)
    if citation.type in LAWS and citation.title:
        return by_name(citation, holdings, on)
    if citation.plenum and citation.term:
        return by_plenum(citation, holdings)
    if citation.title and citation.issued:
        found = by_day_and_title(citation, holdings)
        if found is not None:
            return resolved(citation, found)
    # `Nghị định trên` without the text around it: a question, not an answer.
    return Resolution(citation, "ambiguous" if citation.antecedent >= 0 else "not_held")
