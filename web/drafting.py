"""What the desk's pages and its API share: corrections put into a draft, and where in its parts a finding lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.checking import Finding
from archive.checking.correcting import chosen_corrections
from archive.drafting import Composed
from archive.drafting.editing import edited
from archive.drafting.parts import SEVERAL
from archive.stored import StoredDraft
from web.service import Service


@dataclass(frozen=True)
class FieldPlace:
    """Where something lies in a part as it is edited: `start`, `end` in the text of the part, of a list in its lines
    put one under the other; `index` of the annex, 0 for other parts."""

    name: str
    index: int
    start: int
    end: int


def place_in(whole: Composed, start: int, end: int) -> FieldPlace | None:
    """The place of a stretch of the whole text in one part; None where it lies in none, or over several."""
    first, last = whole.at(start), whole.at(end)
    if first is None or last is None or first.name != last.name:
        return None
    if first.name not in SEVERAL or first.name == "annexes":
        if first.index != last.index:
            return None
        return FieldPlace(first.name, first.index, start - first.start, end - first.start)
    before = [span for span in whole.spans if span.name == first.name and span.index < first.index]
    ahead = sum(span.end - span.start + 1 for span in before)
    within = start - first.start
    size = end - start
    if first.index != last.index:
        # What is printed between the lines of a list (a dash) is in no line.
        lines = [span for span in whole.spans if span.name == first.name and first.index <= span.index <= last.index]
        printed = sum(b.start - a.end - 1 for a, b in pairwise(lines))
        size -= printed
    return FieldPlace(first.name, 0, ahead + within, ahead + within + size)


def put_in(desk: Service, draft: StoredDraft, findings: Sequence[Finding]) -> StoredDraft:
    """The draft with the corrections of these findings, which do not overlap; kept as a version of its own."""
    edits = [(finding.start, finding.end, finding.replacement) for finding in findings]
    drafts = desk.archive.drafts
    parts = None if draft.parts is None else edited(draft.parts, edits)
    if parts is not None:
        return drafts.save(draft.id, draft.version, parts=parts, kind="corrected")
    text = draft.text
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return drafts.save(draft.id, draft.version, text=text, kind="corrected")


def corrected(desk: Service, draft: StoredDraft) -> StoredDraft:
    """The draft with every correction that is certain; the same where there is none."""
    chosen = chosen_corrections(draft.text, desk.check(draft.text, draft.signing_date))
    return put_in(desk, draft, chosen) if chosen else draft
