"""Putting corrections into a draft: never inside a quotation, never two in one place, all at once only the certain."""

from __future__ import annotations

from collections.abc import Iterable

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
    """The draft with the corrections of `findings` put in that are `certain`.

    Where two lie over each other the smaller one is put in, and the other one left: check the result again for it.
    """
    chosen: list[Finding] = []
    for finding in sorted((f for f in findings if certain(f, text)), key=lambda f: (f.end - f.start, f.start)):
        if all(finding.end <= other.start or finding.start >= other.end for other in chosen):
            chosen.append(finding)
    for finding in sorted(chosen, key=lambda f: f.start, reverse=True):
        text = text[: finding.start] + finding.replacement + text[finding.end :]
    return text


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
