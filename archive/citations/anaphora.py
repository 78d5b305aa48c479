"""Short mentions that stand for a document cited before in the same text: `Nghị định trên`, `văn bản nêu trên`.

Which one is meant is said only where a single one can be: the only document of its type in the same paragraph, else
within a page before, else in all of the text before. Otherwise the mention stays open (flag `anaphora_open`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from archive.citations.letters import any_space
from archive.citations.marks import Mark
from archive.citations.relative import kin
from archive.citations.surroundings import Reading
from archive.document_types import type_named
from archive.folding import fold_for_comparison, squeeze

_STRONG = any_space(
    r"Bộ luật|Luật|Pháp lệnh|Hiến pháp|Nghị định|Nghị quyết(?: liên tịch)?|Thông tư(?: liên tịch)?|Quyết định|Chỉ thị"
    r"|Kết luận|Sắc lệnh|Văn bản hợp nhất"
)
_WEAK = any_space(
    r"Quy định|Quy chế|Hướng dẫn|Kế hoạch|Công văn|Thông báo|Báo cáo|Tờ trình|Chương trình|Đề án|Công điện"
    r"|[Vv]ăn bản|luật|pháp lệnh|nghị định|nghị quyết|thông tư|quyết định|chỉ thị|kết luận|quy định|quy chế|kế hoạch"
    r"|công văn|hướng dẫn|chương trình|đề án|công điện|tờ trình"
)
_NAMED = re.compile(
    rf"(?<!\w)(?P<many>(?:[Cc]ác|[Nn]hững|[Hh]ai|[Bb]a|[Bb]ốn|0[2-9]|[Mm]ột số|[Mm]ột trong các)\s+)?"
    rf"(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))\s+$"
)
_ABOVE = re.compile(
    r"(?<!\w)(?:(?P<sure>(?:đã\s+)?(?:được\s+)?(?:nêu|nói|dẫn|viện\s+dẫn|trích\s+dẫn)\s+(?:ở\s+)?trên|trên\s+đây|ở\s+trên"
    r"|vừa\s+nêu|vừa\s+dẫn)|(?P<above>trên)|(?P<that>đó))(?!\w)"
)
_ENDS = re.compile(
    r"\s*(?:[,.;:)\n\"”]|$)|\s+(?:có|được|đã|thì|là|không|còn|hết|phải|quy định|và|để|cho|cũng|nhưng|chưa|vẫn|đều|do"
    r"|nêu|yêu cầu|giao|áp dụng|hiện|chỉ|hướng dẫn)"
    r"(?!\w)"
)
_SENTENCE = re.compile(r"(?:^|[.;:!?…\n\"“”])[\s\-*_+•]*$")


def anaphora_marks(text: str) -> list[Mark]:
    """Marks of mentions that point back; what they point to is decided when all else has been read."""
    marks = []
    for match in _ABOVE.finditer(text):
        named = _NAMED.search(text, max(0, match.start() - 36), match.start())
        if named is None or named.group("many"):
            continue
        if match.group("above") and not _ENDS.match(text, match.end()):
            continue
        if match.group("that") and not _that(text, named, match.end()):
            continue
        word = squeeze(named.group("strong") or named.group("weak"))
        kind = "" if word.lower() == "văn bản" else type_named(word) or ""
        begin = named.start("strong") if named.group("strong") else named.start("weak")
        mark = Mark("anaphora", begin, match.end(), kind, typed=True, flags=["anaphora"])
        if named.group("weak"):
            mark.flags.append("weak")
        marks.append(mark)
    return marks


def _that(text: str, named: re.Match[str], end: int) -> bool:
    """`Luật đó`, with its capital and inside a sentence; `Quyết định đó` may begin one and mean any decision."""
    if not named.group("strong") or not _ENDS.match(text, end):
        return False
    sure = squeeze(named.group("strong")) in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư")
    return sure or not _SENTENCE.search(text, max(0, named.start() - 8), named.start())


# Where no document of the type stands in the same paragraph: how far back only one may stand, in characters, and how
# many citations are looked at.
_NEAR = 1500
_NEXT = 600
_MOST_NEAR = 100


@dataclass(frozen=True)
class _Cited:
    """Citations of one type in the order of their ends; `distinct[i]`: how many documents the first i + 1 name."""

    readings: list[Reading]
    ends: list[int]
    distinct: list[int]


class Antecedents:
    """The documents that a text cites, in order, for what points back to them."""

    def __init__(self, text: str, readings: list[Reading]) -> None:
        self._text = text
        groups: dict[str, list[Reading]] = {}
        for reading in sorted(readings, key=lambda r: r.end):
            groups.setdefault(kin(reading.mark.type) or "\0", []).append(reading)
            groups.setdefault("", []).append(reading)
        self._groups = {name: _cited(group) for name, group in groups.items()}
        self._first: dict[tuple[str, ...], Reading] = {}
        for reading in readings:
            self._first.setdefault(identity(reading), reading)

    def of(self, position: int, type_name: str, near: bool = False) -> tuple[Reading | None, int]:
        """The one document of a type ("" for any) that a mention at `position` can mean, and how many there were.

        The first citation of it is given. `near` looks no further than a few lines before.
        (None, 0): nothing of the type was cited before; (None, n): n could be meant.
        """
        cited = self._groups.get(kin(type_name))
        count = bisect_right(cited.ends, position) if cited else 0
        if cited is None or not count:
            return None, 0
        line = self._text.rfind("\n", 0, position) + 1
        pool: set[tuple[str, ...]] = set()
        same_line = False
        for reading in reversed(cited.readings[max(0, count - _MOST_NEAR) : count]):
            if (reading.start < line and pool and same_line) or reading.end < position - (_NEXT if near else _NEAR):
                break
            if near and reading.basis and reading.start < line:
                # `Luật này` behind the block of bases is none of them.
                continue
            same_line = reading.start >= line
            pool.add(identity(reading))
        if not pool:
            if near or cited.distinct[count - 1] != 1:
                return None, cited.distinct[count - 1]
            pool.add(identity(cited.readings[0]))
        return (self._first[pool.pop()], 1) if len(pool) == 1 else (None, len(pool))


def _cited(readings: list[Reading]) -> _Cited:
    names: set[tuple[str, ...]] = set()
    distinct = []
    for reading in readings:
        names.add(identity(reading))
        distinct.append(len(names))
    return _Cited(readings, [reading.end for reading in readings], distinct)


def antecedents(text: str, readings: list[Reading]) -> Antecedents:
    """The citations that something may point back to: of documents, not inside titles, not the text's own number."""
    usable = [
        r
        for r in readings
        if not r.nested and r.mark.kind in ("number", "law", "alias", "short") and "header" not in r.mark.flags
    ]
    return Antecedents(text, usable)


def identity(reading: Reading) -> tuple[str, ...]:
    """What makes two citations of one text citations of one document: the number, else type and title."""
    mark = reading.mark
    if mark.parsed is not None and mark.number:
        return (mark.number.lstrip("0"),)
    if mark.kind == "law":
        return (mark.type, fold_for_comparison(mark.spelled or mark.name), reading.year, str(reading.issued or ""))
    return (mark.type, mark.seq, mark.term or reading.term, mark.plenum or reading.plenum, *mark.flags)
