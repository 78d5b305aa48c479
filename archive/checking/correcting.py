"""Putting corrections into a draft: never inside a quotation, never two in one place, all at once only the certain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from archive.checking.model import Finding

_OPENING = {"“": "”", "«": "»", "‘": "’"}


def applicable(finding: Finding, text: str) -> bool:
    """True where the check offers exact words, nothing speaks against them, and nobody else's words are touched."""
    return bool(
        finding.replacement
        and finding.replacement != finding.text
        and text[finding.start : finding.end] == finding.text
        and not any(doubt.grave for doubt in finding.doubts)
        and not inside_quotation(text, finding.start)
    )


# Whether a draft is to rest on another document is for a person to say, one at a time.
_DECISIONS = frozenset({"replaced", "expired", "missing_basis"})


def certain(finding: Finding, text: str) -> bool:
    """The correction may be put in with all the others: it changes how a document is cited, not which."""
    return finding.verdict not in _DECISIONS and applicable(finding, text)


def apply_corrections(text: str, findings: Iterable[Finding]) -> str:
    """The draft with the corrections of `findings` put in that are `certain`."""
    parts, at = [], 0
    for finding in chosen_corrections(text, findings):
        parts += [text[at : finding.start], finding.replacement]
        at = finding.end
    return "".join([*parts, text[at:]])


def chosen_corrections(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """Those of `findings` that are `certain` and can be put in together, in the order of the text.

    Where two lie over each other the smaller one is chosen, and the other one left: check the result again for it.
    """
    chosen: list[Finding] = []
    starts: list[int] = []
    for finding in sorted((f for f in findings if certain(f, text)), key=lambda f: (f.end - f.start, f.start)):
        place = bisect_left(starts, finding.start)
        after_last = place == 0 or chosen[place - 1].end <= finding.start
        if after_last and (place == len(chosen) or finding.end <= chosen[place].start):
            chosen.insert(place, finding)
            starts.insert(place, finding.start)
    return chosen


def inside_quotation(text: str, place: int) -> bool:
    """True where a place stands in a quotation opened in the same paragraph: what is quoted is not ours to mend."""
    begin = text.rfind("\n", 0, place) + 1
    end = text.find("\n", begin)
    edges = _quotation_edges(text[begin:] if end < 0 else text[begin:end])
    return bisect_left(edges, place - begin) % 2 == 1


@lru_cache(maxsize=64)
def _quotation_edges(paragraph: str) -> tuple[int, ...]:
    """Where quotations begin and end, in turn; one that is not closed goes on to the end of the paragraph."""
    edges: list[int] = []
    expected: list[str] = []
    straight = False
    for place, letter in enumerate(paragraph):
        before = straight or bool(expected)
        if letter == '"':
            straight = not straight
        elif letter in _OPENING:
            expected.append(_OPENING[letter])
        elif expected and letter == expected[-1]:
            expected.pop()
        if (straight or bool(expected)) != before:
            edges.append(place)
    return tuple(edges)
