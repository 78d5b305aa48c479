"""The form of a draft: how Nghị định 30/2020/NĐ-CP has each of its elements worded and laid out.

Rules are small functions from the draft's text (and its layout, where a file gave one) to findings. Each is named in
`RULES` with its place in the decree. They hold for administrative documents; of legal normative documents and of Party
documents, which have rules of their own, only what is wrong in any document is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.checking.drafted import Drafted
from archive.checking.form.paper import paper_findings
from archive.checking.form.rules import RULES, FormRule
from archive.checking.model import Finding
from archive.citations.model import Citation
from archive.laid_out import LaidOut
from archive.offsets import Cleaned

__all__ = ["RULES", "FormRule", "form_findings"]


def form_findings(
    text: str, view: Cleaned, draft: Drafted, citations: Sequence[Citation], on: date, layout: LaidOut | None
) -> list[Finding]:
    """What is wrong with the form of `text`, in no order. `draft` and `citations` are what was read in its `view`."""
    if layout is None:
        return []
    return paper_findings(text, layout, draft)
