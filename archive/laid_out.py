"""How a document is laid out on paper, as far as its file says: what the rules of form look at beside its words.

Lengths on paper are millimetres, sizes of letters points. None (and "" for words) means that the file does not say:
a rule that hangs on it is then not applied. Readers fill these values from DOCX and PDF (`indexer.measuring`); nothing
here knows a file.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class LaidRun:
    """A piece of a paragraph in one type. `colour` is RRGGBB, "" for black or the reader's own."""

    text: str
    font: str = ""
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    colour: str = ""


@dataclass(frozen=True)
class LaidParagraph:
    """One paragraph: of a table where `cell` is (table, row, column), counted from 0.

    `alignment` is left, center, right, justify. `first_line_mm` is from the paragraph's own left edge (negative where
    it hangs), `left_mm` and `right_mm` from the margins. `before_pt` and `after_pt` are the spaces round it. Its lines
    stand `line_multiple` single lines apart, or `line_exact_pt` points (`line_at_least`: or more).
    `rule_mm` is the length of a line drawn right below, 0.0 where there is surely none, `width_mm` that of its words
    on paper. `page` counts from 1, 0 where the file does not say; `top_mm` is from the upper edge of that page.
    `section` is the place in `LaidOut.sections`.
    """

    runs: tuple[LaidRun, ...]
    alignment: str = ""
    first_line_mm: float | None = None
    left_mm: float | None = None
    right_mm: float | None = None
    before_pt: float | None = None
    after_pt: float | None = None
    line_multiple: float | None = None
    line_exact_pt: float | None = None
    line_at_least: bool = False
    rule_mm: float | None = None
    width_mm: float | None = None
    cell: tuple[int, int, int] | None = None
    page: int = 0
    top_mm: float | None = None
    section: int = 0

    @property
    def text(self) -> str:
        """The words of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class PageNumber:
    """The number printed on pages: `place` top or bottom, `on_first` whether the first page shows it, `style` decimal,
    lowerRoman, upperRoman …; `alignment`, `size` and `italic` of its paragraph. `before` and `after` are other words of
    its line."""

    place: str
    alignment: str = ""
    on_first: bool | None = None
    style: str = "decimal"
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    around: str = ""
    font: str = ""


@dataclass(frozen=True)
class LaidSection:
    """Paper and margins of a run of pages. `margins_drawn`: margins seen on pages (PDF), no setting of the file: the
    words may stay inside of what was set."""

    width_mm: float | None = None
    height_mm: float | None = None
    top_mm: float | None = None
    bottom_mm: float | None = None
    left_mm: float | None = None
    right_mm: float | None = None
    margins_drawn: bool = False
    number: PageNumber | None = None
    first_page: int = 0


@dataclass(frozen=True)
class LaidOut:
    """A whole document. `source` is docx or pdf; `pages` how many it has, 0 where the file does not say.

    `numbers_known` is False where it could not be told whether pages are numbered.
    """

    source: str
    sections: tuple[LaidSection, ...] = ()
    paragraphs: tuple[LaidParagraph, ...] = ()
    pages: int = 0
    numbers_known: bool = True


@dataclass(frozen=True)
class PlacedParagraph:
    """A paragraph with its span in the text that is checked."""

    paragraph: LaidParagraph
    start: int
    end: int


def layout_json(layout: LaidOut) -> dict[str, Any]:
    """The layout as JSON takes it."""
    return dataclasses.asdict(layout)


def layout_from_json(value: Mapping[str, Any]) -> LaidOut:
    """What `layout_json` gave. Raises KeyError or TypeError for anything else."""
    sections = tuple(
        LaidSection(**{**row, "number": PageNumber(**row["number"]) if row["number"] else None})
        for row in value["sections"]
    )
    paragraphs = tuple(
        LaidParagraph(
            **{
                **row,
                "runs": tuple(LaidRun(**run) for run in row["runs"]),
                "cell": tuple(row["cell"]) if row["cell"] else None,
            }
        )
        for row in value["paragraphs"]
    )
    return LaidOut(value["source"], sections, paragraphs, int(value["pages"]), bool(value.get("numbers_known", True)))


_TRIED = 12
_FAR = 3000  # letters that a paragraph may stand from where the one before it ended: tables are read in another order


def placed_paragraphs(layout: LaidOut, text: str) -> list[PlacedParagraph]:
    """The paragraphs that stand in `text` too, each with its span there, in the order of the layout.

    Compared without spaces and marks of any kind, in one form of Unicode: a reader tidies what it reads. What is not
    found (a running head, a repaired word) is left out.
    """
    letters, places = _bare(text)
    whole = _Whole(text, letters, places)
    found: list[PlacedParagraph] = []
    at = 0
    for paragraph in layout.paragraphs:
        wanted, _ = _bare(paragraph.text)
        if not wanted:
            continue
        begin = whole.nearest(wanted, at)
        if begin < 0 and len(wanted) > 80:  # a word of it was repaired on reading
            begin = whole.nearest(wanted[:60], at)
        if begin < 0:
            continue
        end = min(begin + len(wanted), len(letters))
        insort(whole.taken, (begin, end))
        found.append(PlacedParagraph(paragraph, places[begin], places[end - 1] + 1))
        at = end
    return found


@dataclass
class _Whole:
    """The letters of a text, where each stands, and which stretches of them paragraphs have taken."""

    text: str
    letters: str
    places: Sequence[int]
    taken: list[tuple[int, int]] = field(default_factory=list)

    def nearest(self, wanted: str, at: int) -> int:
        """Where `wanted` stands nearest to `at`, at the beginning of a line if it can be; -1 where it does not."""
        length = len(wanted)
        best: tuple[bool, int, int] | None = None
        begin = max(0, at - _FAR)
        for _ in range(_TRIED):
            begin = self.letters.find(wanted, begin, at + _FAR + length)
            if begin < 0:
                break
            if self._free(begin, begin + length):
                found = (not self._line_begins(begin), abs(begin - at), begin)
                best = min(best, found) if best else found
            begin += 1
        return best[2] if best else -1

    def _free(self, begin: int, end: int) -> bool:
        index = bisect_right(self.taken, (begin, end))
        before = self.taken[index - 1][1] if index else 0
        return before <= begin and (index == len(self.taken) or self.taken[index][0] >= end)

    def _line_begins(self, begin: int) -> bool:
        if begin == 0:
            return True
        between = self.text[self.places[begin - 1] + 1 : self.places[begin]]
        return any(mark in between for mark in "\n\t|")


def _bare(text: str) -> tuple[str, Sequence[int]]:
    """Letters and digits of a text in small letters, and where each stands."""
    if text.isascii():
        places = [place for place, letter in enumerate(text) if letter.isalnum()]
        return "".join(text[place] for place in places).lower(), places
    letters: list[str] = []
    spots: list[int] = []
    composed = unicodedata.normalize("NFC", text)
    if len(composed) == len(text):
        for place, letter in enumerate(composed):
            if letter.isalnum():
                small = letter.lower()
                letters.append(small if len(small) == 1 else letter)
                spots.append(place)
        return "".join(letters), spots
    starts = [0]
    for place in range(1, len(text)):
        if not unicodedata.combining(text[place]):
            starts.append(place)
    for number, place in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else len(text)
        for letter in unicodedata.normalize("NFC", text[place:stop]):
            if letter.isalnum():
                small = letter.lower()
                letters.append(small if len(small) == 1 else letter)
                spots.append(place)
    return "".join(letters), spots


def paragraph_at(placed: Sequence[PlacedParagraph], place: int) -> PlacedParagraph | None:
    """The paragraph over an offset of the text; `placed` in the order of their starts."""
    index = bisect_right([each.start for each in placed], place) - 1
    return placed[index] if index >= 0 and placed[index].end > place else None
