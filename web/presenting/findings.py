"""Findings of a check as a page shows them: in place in the draft, and in a list beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from archive.checking import Finding
from web.presenting.badges import Badge, verdict_badge
from web.presenting.marking import Mark, apart, with_marks

# What asks for something to be done comes first in the tally.
ORDER = (
    "mismatch", "expired", "replaced", "ambiguous", "doubtful", "ended_body", "duplicated", "missing_basis", "order",
    "wording", "punctuation", "not_held", "ok",
)  # fmt: skip
# A page stays one a browser opens at once: of longer drafts the surroundings of this many findings are shown.
WHOLE = 40_000
MOST_SHOWN = 30
_AROUND = 250
_OPENING = {"“": "”", "«": "»", "‘": "’"}


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its number on the page, its badge, and whether its correction may be put in with one click.

    `plain`: all is well and in force, there is nothing to explain.
    """

    number: int
    finding: Finding
    badge: Badge
    applies: bool
    plain: bool


def shown_findings(findings: Sequence[Finding], text: str) -> list[ShownFinding]:
    """The findings numbered in the order of the text."""
    ordered = sorted(findings, key=lambda f: (f.start, -f.end))
    return [
        ShownFinding(number, finding, verdict_badge(finding.verdict), applicable(finding, text), _plain(finding))
        for number, finding in enumerate(ordered, 1)
    ]


def _plain(finding: Finding) -> bool:
    state = finding.validity.state if finding.validity is not None else ""
    return finding.verdict == "ok" and state == "in_force" and not finding.doubts


def applicable(finding: Finding, text: str) -> bool:
    """True where the check offers exact words to put in, they are certain, and nobody else's words are touched."""
    return bool(
        finding.replacement
        and finding.record is not None
        and finding.replacement != finding.text
        and text[finding.start : finding.end] == finding.text
        and not any(doubt.grave for doubt in finding.doubts)
        and not inside_quotation(text, finding.start)
    )


def inside_quotation(text: str, place: int) -> bool:
    """True where a place stands in a quotation opened in the same paragraph: what is quoted is not ours to mend."""
    begin = text.rfind("\n", 0, place) + 1
    expected: list[str] = []
    straight = False
    for letter in text[begin:place]:
        if letter == '"':
            straight = not straight
        elif letter in _OPENING:
            expected.append(_OPENING[letter])
        elif expected and letter == expected[-1]:
            expected.pop()
    return straight or bool(expected)


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
