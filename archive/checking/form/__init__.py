"""The form of a draft: how Nghị định 30/2020/NĐ-CP has each of its elements worded and laid out.

Rules are small functions from the draft's text (and its layout, where a file gave one) to findings. Each is named in
`RULES` with its place in the decree. They hold for administrative documents; of legal normative documents and of Party
documents, which have rules of their own, only what is wrong in any document is said. Nothing inside a quotation is held
to a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.checking.correcting import inside_quotation
from archive.checking.drafted import Drafted
from archive.checking.form.agreeing import agreement_findings
from archive.checking.form.annexing import annex_findings
from archive.checking.form.calendar import calendar_findings
from archive.checking.form.capitals import capital_findings
from archive.checking.form.dating import dating_findings, day_findings
from archive.checking.form.dividing import dividing_findings
from archive.checking.form.elements import sheet_of
from archive.checking.form.filling import ending_findings, figure_findings, gap_findings
from archive.checking.form.heading import heading_findings
from archive.checking.form.looks import look_findings
from archive.checking.form.paper import of_gazette, paper_findings
from archive.checking.form.prose import prose_findings
from archive.checking.form.receiving import receiving_findings
from archive.checking.form.rules import RULES, FormRule
from archive.checking.form.signing import signing_findings
from archive.checking.form.titling import titling_findings
from archive.checking.model import Finding
from archive.citations.model import Citation
from archive.laid_out import LaidOut, placed_paragraphs
from archive.offsets import Cleaned

__all__ = ["RULES", "FormRule", "form_findings"]


def form_findings(
    text: str, view: Cleaned, draft: Drafted, citations: Sequence[Citation], on: date, layout: LaidOut | None
) -> list[Finding]:
    """What is wrong with the form of `text`, in the order of the text.

    `draft` and `citations` are what was read in its `view`; `on` is the day of signing, asked for where the draft bears
    none. Of two rules that would put something else in one place, the first keeps its words.
    """
    sheet = sheet_of(view, draft)
    found: list[Finding] = [
        *heading_findings(sheet),
        *dating_findings(sheet),
        *titling_findings(sheet),
        *signing_findings(sheet),
        *receiving_findings(sheet),
        *agreement_findings(sheet),
        *annex_findings(sheet),
        *dividing_findings(sheet),
        *ending_findings(sheet),
        *gap_findings(sheet),
        *figure_findings(sheet),
        *capital_findings(sheet),
        *day_findings(sheet, citations, on),
        *calendar_findings(sheet, citations, on),
    ]
    if layout is not None and not of_gazette(layout):
        placed = placed_paragraphs(layout, text)
        found += paper_findings(text, layout, draft, placed)
        found += look_findings(sheet, layout, placed)
        found += prose_findings(sheet, layout, placed)
    return sorted(
        (each for each in found if each.verdict == "layout" or not inside_quotation(text, each.start)),
        key=lambda each: (each.start, each.end),
    )
