"""A second opinion on articles: a raw scan of a text's lines that shares nothing with the segmenter.

It knows three things only: what a label looks like at the head of a line (`Điều 5.`), that what stands between
quotation marks is another document's, and that a numbering runs 1, 2, 3 … n. Where it and the segmenter differ, one of
the two, or the source, is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_LABEL = re.compile(
    r"[\s*_#]*(?P<word>[^\W\d_]{4})\s*(?P<number>\d{1,4})(?P<suffix>[a-zđ]{0,2})(?!\w)\W{0,4}?"
    r"(?:[.:]|\s*[-–]\s*(?=[^\W\d_])|\s*[*_]*$|\s+(?=(?P<bare>[^\W\d_]))|(?=[^\W\d_]))"
)
_SENTENCE_GOES_ON = re.compile(
    r"\b(?:tại|và|hoặc|theo|của|khoản [\da-zđ]{1,3}|điểm [\da-zđ]{1,3}|các|với|từ|đến),?\s*$"
)
_LOOSE = re.compile(r"(?:Sửa đổi|Bổ sung)[^\n]*như sau:\s*$")


@dataclass
class Numbering:
    """One numbering: the articles as they stand, `1`, `2`, `2a` …, with their offsets."""

    labels: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def last(self) -> int:
        return int(re.sub(r"\D", "", self.labels[-1])) if self.labels else 0


@dataclass(frozen=True)
class Scan:
    """`numberings` in text order; `strays` are labels outside quotations that continue none of them."""

    numberings: tuple[Numbering, ...]
    strays: tuple[str, ...]


def scan_articles(text: str) -> Scan:
    """The numberings of articles of a text, quoted amendments left out."""
    numberings: list[Numbering] = []
    strays: list[str] = []
    lines = text.split("\n")
    quoted = _quoted_lines(lines)
    place = 0
    for index, line in enumerate(lines):
        hit = None if quoted[index] else _LABEL.match(line)
        if hit and _plain(hit.group("word")) != "dieu":
            hit = None
        bare = hit.group("bare") if hit else None
        before = lines[index - 1] if index else ""
        goes_on = _SENTENCE_GOES_ON.search(before) or _LOOSE.search(before)
        if hit and not goes_on and not (bare and not bare.isupper()):
            number, suffix = int(hit.group("number")), hit.group("suffix")
            current = numberings[-1] if numberings else None
            if current is not None and (number == current.last + 1 or (suffix and number == current.last)):
                current.labels.append(f"{number}{suffix}")
                current.places.append(place)
            elif number == 1:
                numberings.append(Numbering(["1"], [place]))
            else:
                strays.append(f"{number}{suffix}")
        place += len(line) + 1
    return Scan(tuple(numberings), tuple(strays))


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def scan_clauses(text: str) -> list[int]:
    """The numbers of the lines `1.`, `2.` … of one article that stand outside quotations, in text order."""
    lines = text.split("\n")
    quoted = _quoted_lines(lines)
    hits = (None if quoted[index] else _CLAUSE.match(line) for index, line in enumerate(lines))
    return [int(hit.group(1)) for hit in hits if hit]


_CLAUSE = re.compile(r"[\s*_#]*(\d{1,3})[a-zđ]?\.(?!\d)\s*(?=[^\W\d_])")
_OPENS = re.compile(r"(?:^|:)[\s*_]*[“„\"]")
_OPENS_LABEL = re.compile(r"[\s*_]*[“„\"]\s*(?:Điều|Chương|Mục|\d{1,3}[a-zđ]?\.|[a-zđ]\d?\))")


def _quoted_lines(lines: list[str]) -> list[bool]:
    """Line by line, whether it stands in a quotation: from a line that opens more than it closes to the first later
    line that closes more than it opens. One that is never closed, or not before the next begins, is its own line."""
    quoted = [line.lstrip(" *_\t")[:1] in {"“", "„", '"'} for line in lines]
    opened = -1
    for index, line in enumerate(lines):
        if opened >= 0 and _OPENS_LABEL.match(line):
            opened = -1
        marks = line.count("“") + line.count("„") - line.count("”")
        straight = line.count('"') % 2
        if opened < 0:
            if (marks > 0 or (straight and not marks)) and _OPENS.search(line):
                opened = index
        elif marks < 0 or (straight and line.rstrip(" .;*_/")[-1:] == '"'):
            quoted[opened : index + 1] = [True] * (index + 1 - opened)
            opened = -1
    return quoted
