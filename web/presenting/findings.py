"""Findings of a check as a page shows them: in place in the draft, and in a list beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from archive.checking import Finding, applicable
from web.presenting.badges import Badge, verdict_badge
from web.presenting.marking import Mark, apart, with_marks

# What asks for something to be done comes first in the tally.
ORDER = (
    "mismatch", "expired", "replaced", "changed", "ambiguous", "doubtful", "ended_body", "stale_date",
    "duplicated", "missing_basis", "order", "wording", "punctuation", "wrong_date", "unfit_title", "gap", "element",
    "layout", "numbering", "expression", "capitals", "not_held", "ok",
)  # fmt: skip
# A page stays one a browser opens at once: of longer drafts the surroundings of this many findings are shown.
WHOLE = 40_000
MOST_SHOWN = 30
_AROUND = 250


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its number on the page, its badge, and whether its correction may be put in with one click.

    `plain`: all is well and in force, there is nothing to explain. `place` is the number of the mark in the text that
    leads to it: its own, or that of what it lies over; 0 where the text has none.
    """

    number: int
    finding: Finding
    badge: Badge
    applies: bool
    plain: bool
    place: int


def shown_findings(findings: Sequence[Finding], text: str) -> list[ShownFinding]:
    """The findings numbered in the order of the text."""
    ordered = sorted(findings, key=lambda f: (f.start, -f.end, f.kind != "citation"))
    marked = _marked(ordered)
    return [
        ShownFinding(
            number,
            finding,
            verdict_badge(finding.verdict),
            applicable(finding, text),
            _plain(finding),
            next((m for m in marked if m == number), 0) or _over(finding, ordered, marked),
        )
        for number, finding in enumerate(ordered, 1)
    ]


def _marked(ordered: Sequence[Finding]) -> list[int]:
    """The numbers of the findings marked in the text: citations first, then what of the block lies beside them."""
    kept: list[int] = []
    for kind in ("citation", "block", "form"):
        for number, finding in enumerate(ordered, 1):
            apart_from_all = all(
                finding.end <= ordered[m - 1].start or finding.start >= ordered[m - 1].end for m in kept
            )
            if finding.kind == kind and finding.end > finding.start and apart_from_all:
                kept.append(number)
    return sorted(kept)


def _over(finding: Finding, ordered: Sequence[Finding], marked: Sequence[int]) -> int:
    """The first mark that a finding without its own lies over, or stands behind."""
    for number in marked:
        other = ordered[number - 1]
        if other.end >= finding.start and other.start <= finding.end:
            return number
    return 0


def _plain(finding: Finding) -> bool:
    state = finding.validity.state if finding.validity is not None else ""
    return finding.verdict == "ok" and state == "in_force" and not finding.doubts


def most_telling(findings: Sequence[ShownFinding]) -> list[ShownFinding]:
    """As many findings as a page lists, those with something to say before the others, in the order of the text."""
    chosen = sorted(findings, key=lambda shown: (shown.plain, shown.number))[:MOST_SHOWN]
    return sorted(chosen, key=lambda shown: shown.number)


def tally(findings: Sequence[ShownFinding]) -> list[tuple[Badge, int]]:
    """How many findings of each verdict, what needs work first."""
    counts = Counter(shown.finding.verdict for shown in findings)
    return [(verdict_badge(verdict), counts[verdict]) for verdict in ORDER if counts[verdict]]


def annotated(text: str, findings: Sequence[ShownFinding]) -> Markup:
    """The draft with every finding marked in place: colour, picture and number, and a link to what was found.

    Of a very long draft only the surroundings of its findings.
    """
    icons = url_for("static", filename="icons.svg")
    marks = []
    for shown in findings:
        finding, badge = shown.finding, shown.badge
        if _spans_others(finding, findings):
            continue  # a finding about the whole block is in the list beside; here it would hide those of its lines
        if shown.place != shown.number:
            continue
        before = Markup(
            '<a class="span span--{tone}" id="cho-{number}" href="#phat-hien-{number}" title="{label}">'
            '<svg class="icon" aria-hidden="true"><use href="{icons}#{icon}"/></svg>'
        ).format(tone=badge.tone, number=shown.number, label=badge.label, icons=icons, icon=badge.icon)
        after = Markup('<sup>{}</sup><span class="hidden-visually"> ({})</span></a>').format(shown.number, badge.label)
        marks.append(Mark(finding.start, finding.end, before, after))
    kept = apart(marks)
    if len(text) <= WHOLE:
        # Blank lines at the head of a pasted draft are not shown; they stay in its text.
        return with_marks(text, len(text) - len(text.lstrip()), len(text), kept)
    pieces = [with_marks(text, start, end, kept) for start, end in _surroundings(text, kept)]
    return Markup("\n\n[…]\n\n").join(pieces)


def _spans_others(finding: Finding, findings: Sequence[ShownFinding]) -> bool:
    """A finding of the block that has others inside."""
    return finding.kind == "block" and any(
        finding.start <= other.finding.start and other.finding.end <= finding.end and other.finding is not finding
        for other in findings
        if (other.finding.start, other.finding.end) != (finding.start, finding.end)
    )


def _surroundings(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Stretches round the marks, those that meet joined."""
    stretches: list[tuple[int, int]] = [(0, _AROUND)]
    for mark in marks[:MOST_SHOWN]:
        start, end = max(0, mark.start - _AROUND), min(len(text), mark.end + _AROUND)
        if start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches
