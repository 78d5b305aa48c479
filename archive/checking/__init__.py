"""Checking a draft at its signing date: one finding for every document it cites, and what is wrong with the block of
its legal bases.

The document's own number in its header, `Luật này` and the like, and documents named inside the title of
another one are no citations to check. The verdicts of citations, the first that fits:

| verdict | when |
| --- | --- |
| not_held | the archive has no such document |
| ambiguous | several documents fit, or the citation is too short to look anything up |
| mismatch | type, number, date, issuer, title or pinpoint contradicts the document held |
| doubtful | our own record is doubtful, or does not say whose it is, or it is not in force yet, or suspended |
| replaced, expired | it, or the provision cited, is no longer in force on the day, with and without a successor |
| ok | everything cited agrees; validity may still be unknown, and says so |

Of the block: duplicated, order, wording, punctuation, missing_basis; of bodies: ended_body. Of form and of names and
dates, see `archive.checking.form`: layout, element, numbering, capitals, expression, gap, wrong_date, unfit_title.
"""

from __future__ import annotations

from datetime import date

from archive.checking.block import basis_block
from archive.checking.bodies import cited_bodies, own_body
from archive.checking.choosing import citations_to_check
from archive.checking.citing import Checking, citation_finding, reads_as
from archive.checking.correcting import (
    applicable,
    apply_corrections,
    certain,
    chosen_corrections,
    inside_quotation,
)
from archive.checking.drafted import Drafted, drafted
from archive.checking.form import form_findings
from archive.checking.forms import duplicates, punctuation, wording
from archive.checking.missing import missing_bases
from archive.checking.model import BLOCK_VERDICTS, FORM_VERDICTS, VERDICT_NAMES, Choice, Corresponding, Finding
from archive.checking.ordering import order_findings
from archive.citations import Gazetteer, find_citations
from archive.laid_out import LaidOut
from archive.offsets import cleaned
from archive.precedents import Precedents
from archive.resolving import Holdings, Resolution, resolve, resolve_all

__all__ = [
    "BLOCK_VERDICTS", "FORM_VERDICTS", "VERDICT_NAMES", "Choice", "Corresponding", "Drafted", "Finding", "applicable",
    "apply_corrections", "certain", "check_text", "chosen_corrections", "citations_to_check", "drafted",
    "inside_quotation",
]  # fmt: skip


def check_text(
    text: str,
    holdings: Holdings,
    on: date | None = None,
    gazetteer: Gazetteer | None = None,
    precedents: Precedents | None = None,
    layout: LaidOut | None = None,
    form: bool = True,
) -> list[Finding]:
    """Findings for all document citations of `text`, for its block of bases and for its form, in the order of the text.

    Validity is asked for the day `on` (None: today). `precedents` are what the archive's own documents rest on; without
    them nothing is said about bases that may be missing. `layout` is how the file that `text` was read from is laid out
    (`indexer.measuring`); without it only the words are held to the rules of form. `form` False leaves form out.
    """
    day = on or date.today()
    view = cleaned(text)
    draft = drafted(view.text)
    check = Checking(text, holdings, day, gazetteer, draft.style)
    citations = find_citations(text, gazetteer)
    answers = [_at_day(each, holdings, day) for each in resolve_all(citations_to_check(text, citations), holdings)]
    found = [citation_finding(answer, check) for answer in answers]
    found += own_body(text, view, draft, day) + cited_bodies(text, answers)
    block = basis_block(view, answers, citations)
    if block is not None:
        found += duplicates(text, block) + order_findings(text, block) + punctuation(text, block, draft)
        found += wording(text, block, draft, day, lambda new, record: reads_as(new, record, check))
        if precedents is not None:
            found += missing_bases(text, block, draft, precedents, day)
    if form:
        found += form_findings(text, view, draft, citations, day, layout)
    return sorted(found, key=lambda each: (each.start, each.kind != "citation", each.end))


def _at_day(answer: Resolution, holdings: Holdings, day: date) -> Resolution:
    """A law cited by its name alone is none that was made only after the draft is signed."""
    citation, record = answer.citation, answer.record
    later = record is not None and record.issued is not None and record.issued > day
    if not later or citation.number or citation.issued or citation.year_in_number or citation.antecedent >= 0:
        return answer
    return resolve(citation, holdings, on=day)
