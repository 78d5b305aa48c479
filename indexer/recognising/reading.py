"""Facts of a file as it was read: two readers of a scan held against each other, digital signatures as witnesses.

A scan's number and date are often ink: one reader alone is never sure of them. Where the second recogniser
(`Reading.seconds`) says the same, that is evidence; where it says something else, both readings are shown with the
line, and number and date are left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from archive.agency_codes import agency_table
from archive.folding import squeeze
from indexer.layout.marks import read_mark
from indexer.reading.base import WITH_PAGES, Reading
from indexer.recognising.agreeing import agreed
from indexer.recognising.facts import Fact, Recognised
from indexer.recognising.signing import with_signatures

BETWEEN = 0.5
"""Confidence of a fact that two readers read differently."""
ALONE = 0.65
"""The most that one reader of a scan is believed: below the bar."""
TOGETHER = 0.92
_READ_TWICE = ("number", "issued", "type", "title", "issuer", "place", "signer", "position", "authority")
_INK = ("number", "issued")
"""Facts that are often written by hand: withheld where the readers differ."""
_WEAK_WORD = 0.8
"""Confidence of a word under which what it says is asked about."""


def witnessed(reading: Reading, recognise: Callable[[str], Recognised]) -> Recognised:
    """The facts of a reading; on pages that OCR read, a fact is sure only where a second witness says the same.

    `recognise` reads the facts of a text. `pages` are counted where the format has pages.
    """
    found = recognise(reading.text)
    if any(page.source == "ocr" for page in reading.pages):
        other = _Other.of(reading)
        second = recognise(other.text) if other else None
        found = _weighed(reading, found, second, other)
        found = agreed(found, reading.text)
    found = _secret_on_any_page(reading, found)
    if reading.media_type in WITH_PAGES:
        found = replace(found, pages=Fact(len(reading.pages), -1, -1, 1.0, "counted"))
    return with_signatures(found, reading.signatures)


@dataclass(frozen=True)
class _Other:
    """The text with the second reader's lines in place of the first one's; `lines` say where each was put.

    `lines`: (start, end) in this text, (start, end) in the first reader's, the second reader's confidence.
    """

    text: str
    lines: tuple[tuple[int, int, int, int, float], ...]

    @classmethod
    def of(cls, reading: Reading) -> _Other | None:
        """None where no line was read twice."""
        pieces: list[str] = []
        lines: list[tuple[int, int, int, int, float]] = []
        done = length = 0
        for each in sorted(reading.seconds, key=lambda one: (one.start, one.end)):
            if each.start < done or not each.text.strip():
                continue
            kept = reading.text[done : each.start]
            line = squeeze(each.text) if each.start < each.end else f"\n{squeeze(each.text)}\n"
            pieces += [kept, line]
            length += len(kept)
            lines.append((length, length + len(line), each.start, each.end, each.confidence))
            length += len(line)
            done = each.end
        if not lines:
            return None
        return cls("".join(pieces) + reading.text[done:], tuple(lines))

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """A span of this text in the first reader's: the whole line where it was read twice, and whether it was."""
        twice = [line for line in self.lines if line[0] < end and start < line[1]]
        if twice:
            return twice[0][2], twice[-1][3], True
        moved = 0
        for line in self.lines:
            if line[1] <= start:
                moved = line[3] - line[1]
        return start + moved, end + moved, False

    def weakest(self, start: int, end: int) -> float:
        """The least of the second reader's confidences in a span of this text; 0 where a part was read once only."""
        twice = [line for line in self.lines if line[0] < end and start < line[1]]
        once = sum(min(end, line[1]) - max(start, line[0]) for line in twice) < (end - start) * 0.9
        return 0.0 if once or not twice else min(line[4] for line in twice)

    def line(self, place: int) -> str:
        """The second reader's line at a place of this text, "" where it read none there."""
        return next((self.text[each[0] : each[1]] for each in self.lines if each[0] <= place < each[1]), "")


def _weighed(reading: Reading, found: Recognised, second: Recognised | None, other: _Other | None) -> Recognised:
    facts: dict[str, Any] = {}
    for name in _READ_TWICE:
        first: Fact = getattr(found, name)
        again = getattr(second, name) if second is not None else None
        if other is not None and again is not None and again.start >= 0:
            start, end, twice = other.place(again.start, again.end)
            if twice:
                facts[name] = compared = _compared(
                    name, reading.text[start:end], first, again, (start, end), other.line(again.start)
                )
                surest = min(_weakest(reading, first), other.weakest(again.start, again.end))
                if (
                    name not in (*_INK, "type")
                    and not _of_the_table(name, first)
                    and "readers_agree" in compared.note
                    and surest < _WEAK_WORD
                ):
                    # Two readers may misread the same accents: of words, unlike figures, both must be sure.
                    weak = replace(compared, confidence=min(compared.confidence, ALONE))
                    facts[name] = replace(weak, note=_noted(compared.note, "weak_words"))
                continue
            if first.value is not None and again.value == first.value and not first.note:
                # A line that was read once, borne out by a line that was read twice: the symbol of the number.
                first = replace(first, confidence=max(first.confidence, again.confidence))
        facts[name] = first
    merged = replace(found, **facts)
    for name in (*_READ_TWICE, "effective", "urgency"):
        fact: Fact = getattr(merged, name)
        if fact.value is not None and _on_scan(reading, fact) and "readers_" not in fact.note:
            weighed: dict[str, Any] = {name: _alone(reading, merged, name, fact)}
            merged = replace(merged, **weighed)
    return merged


def _compared(name: str, line: str, first: Fact, again: Fact, span: tuple[int, int], other_line: str) -> Fact:
    if first.value is not None and first.value == again.value:
        return replace(first, confidence=min(TOGETHER, max(first.confidence, again.confidence)),
                       note=_noted(first.note, "readers_agree"))  # fmt: skip
    shown = f"readers_differ:{_said(line)}|{_said(other_line)}"
    if name in _INK:
        # Whichever were taken would be a guess: both are shown with the picture of the line.
        return Fact(None, *span, BETWEEN, shown)
    if again.value is None:
        return replace(first, confidence=min(first.confidence, BETWEEN), note=_noted(first.note, shown))
    if first.value is None:
        return Fact(again.value, *span, BETWEEN, _noted(first.note, shown))
    return replace(first, confidence=BETWEEN, note=_noted(first.note, shown))


def _noted(note: str, more: str) -> str:
    return ";".join(filter(None, (note, more)))


def _said(words: str) -> str:
    """A reading inside a note: its own separators would be taken for the note's."""
    return squeeze(re.sub(r"[;|]", ",", words))[:80]


def _on_scan(reading: Reading, fact: Fact) -> bool:
    """Whether any page that the fact was read from was read by OCR."""
    if fact.start < 0:
        return True
    starts = reading.page_starts
    for page, start in zip(reading.pages, starts, strict=False):
        end = starts[page.number] if page.number < len(starts) else len(reading.text) + 1
        if fact.start < end and start < max(fact.end, fact.start + 1) and page.source == "ocr":
            return True
    return False


def _alone(reading: Reading, found: Recognised, name: str, fact: Fact) -> Fact:
    """A fact that one reader read: believed only where the text itself says it a second time."""
    weak = _weakest(reading, fact) < _WEAK_WORD
    note = _noted(fact.note, "weak_words" if weak else "one_reader")
    if name == "type":
        # The heading and the symbol of the number are two witnesses.
        sure = fact.confidence > 0.97
    elif name == "issuer":
        sure = not fact.note and _issuer_said_again(reading.text, found, str(fact.value))
    else:
        sure = name in ("position", "authority", "urgency", "place") and not weak
    return replace(fact, confidence=min(fact.confidence, 0.85 if sure else ALONE), note=fact.note if sure else note)


def _weakest(reading: Reading, fact: Fact) -> float:
    return min(
        (each.confidence for each in reading.placed if each.start < fact.end and fact.start < each.end), default=1.0
    )


def _of_the_table(name: str, fact: Fact) -> bool:
    """A body whose full name is known letter by letter: no misreading gives another one's."""
    return name == "issuer" and any(row.name == fact.value for row in agency_table())


def _issuer_said_again(text: str, found: Recognised, issuer: str) -> bool:
    """A body of the table that the number names too, or a local one whose place stands beside the date."""
    if _of_the_table("issuer", found.issuer):
        return found.issuer.confidence > 0.9
    place = str(found.place.value or "")
    return bool(place) and issuer.endswith(f" {place}") and found.place.start != found.issuer.start


def _secret_on_any_page(reading: Reading, found: Recognised) -> Recognised:
    """A stamp that was dropped with a page's running head, or that only the second reader made out."""
    if found.secrecy.value is not None:
        return found
    lines = [line for page in reading.raw_text.split("\f") for line in _margins(page)]
    lines += [each.text for each in reading.seconds]
    for line in lines:
        mark = read_mark(line) if line.upper() == line else None
        if mark is not None and mark.kind == "secrecy" and mark.sure:
            return replace(found, secrecy=Fact(mark.name, -1, -1, 0.9, "page_margin"))
    return found


def _margins(page: str) -> list[str]:
    lines = [line.strip() for line in page.split("\n") if line.strip()]
    return lines[:3] + lines[-3:]
