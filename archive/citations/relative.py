"""References to the document itself: `khoản 2 Điều này`, `Điều 5 của Luật này`, `Nghị định này`.

Whether `Quyết định này` is the document itself depends on what the document is: in a plan it can only be a decision
cited before. The type of the document is read off its own number and heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from archive.citations.letters import any_space
from archive.citations.pinpoints import Pinpoint
from archive.citations.surroundings import Reading
from archive.document_types import TYPES
from archive.folding import squeeze

_WORDS = any_space(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết(?: liên tịch)?|Thông tư(?: liên tịch)?|Quyết định|Quy chế"
    r"|Quy định|Điều lệ|Chỉ thị|Hướng dẫn|Kế hoạch|Chương trình|Đề án|Hiến pháp|Quy chuẩn|Văn bản|văn bản"
    r"|Nội quy|Phụ lục|Danh mục|Quy trình|Kết luận|Lệnh|Công văn|Thông báo|Công điện|Chiến lược|Phương án"
    r"|luật|bộ luật|nghị định|nghị quyết|thông tư|quyết định|quy chế|quy định|điều lệ|pháp lệnh|chỉ thị)"
)
_SELF = re.compile(
    rf"\s*(?:,\s*)?(?:(?:của|tại|trong|theo|kèm theo|ban hành kèm theo)\s+)?(?P<word>{_WORDS})\s+này(?!\w)"
)
# Without a pinpoint only words that are the document's own, with their capital: `quy định này` is a rule, not a text.
_ALONE = re.compile(
    any_space(
        r"(?<!\w)(?P<word>Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết(?: liên tịch)?|Thông tư(?: liên tịch)?|Quyết định"
        r"|Quy chế|Quy định|Điều lệ|Chỉ thị|Hướng dẫn|Kế hoạch|Chương trình|Đề án|Hiến pháp|Quy chuẩn|Nội quy|Kết luận"
        r"|Lệnh|Công văn|Thông báo|Công điện|Chiến lược|Phương án)\s+$"
    )
)
_THIS = re.compile(r"(?<!\w)này(?!\w)")
_SENTENCE = re.compile(r"(?:^|[.;:!?…\n\"“”])[\s\-*_+•]*$")
# Words that begin a sentence with a capital and mean no document then: `Quy định này nhằm …`.
_EVERYDAY = frozenset(
    {"Quy định", "Hướng dẫn", "Kế hoạch", "Chương trình", "Kết luận", "Thông báo", "Chiến lược", "Phương án", "Lệnh"}
)
# `Điều này cho thấy`, `các khoản này`, `thời điểm này` are no units: a lone one counts behind a word of place, and
# `Điều` with its capital anywhere inside a sentence.
_PLACED = re.compile(
    r"(?:(?<!\w)(?:tại|theo|của|trong|ở|thuộc|với|và|hoặc|đến|trừ|nêu|định|từ|chi tiết|kèm theo)|\))\s+$", re.IGNORECASE
)
_MODEL = re.compile(r"(?:[Bb]iểu )?[Mm]ẫu|[Pp]hụ lục")
_HEADS = 4000
_HEADING = re.compile(
    r"^[ \t*_#]*(?P<type>"
    + "|".join(sorted((t.name.upper() for t in TYPES if t.name != "Hợp đồng"), key=len, reverse=True))
    + r")[ \t*_]*$",
    re.MULTILINE,
)
_NAMES = {t.name.upper(): t.name for t in TYPES}
# A document that only its type decides; for others `này` may name an attachment.
_DECISIVE = frozenset(
    {"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp", "Nghị định", "Nghị quyết", "Thông tư", "Quyết định", "Chỉ thị"}
)
_KIN = {
    "Bộ luật": "Luật",
    "Thông tư liên tịch": "Thông tư",
    "Nghị quyết liên tịch": "Nghị quyết",
}


@dataclass(frozen=True)
class OwnReference:
    """A reference to the document itself: span and paths; `word` the type it names, "" for `Điều này`.

    `other` where that type is another than the document's own, so that something cited before must be meant.
    """

    start: int
    end: int
    paths: tuple[str, ...]
    word: str
    other: bool = False


def kin(type_name: str) -> str:
    """The type under which another is spoken of: a joint circular is a `Thông tư`, a code a `Luật`."""
    return _KIN.get(type_name, type_name)


def own_type(text: str, readings: list[Reading]) -> str:
    """The type of the document whose text this is, by its own number and its heading; "" where they do not agree.

    Neither alone is enough to overrule the usual meaning of `này` where the other says something else.
    """
    numbered = next(
        (r.mark.type for r in readings if "header" in r.mark.flags and r.start < _HEADS and r.mark.kind != "law"), ""
    )
    heading = _HEADING.search(text, 0, min(len(text), _HEADS))
    named = _NAMES[heading.group("type")] if heading else ""
    if numbered and named:
        return numbered if kin(numbered) == kin(named) else ""
    return numbered or named


def own_references(text: str, pinpoints: list[Pinpoint], readings: list[Reading], used: set[int]) -> list[OwnReference]:
    """`Luật này`, with or without the units before it, and `khoản 2 Điều này`; pinpoints in `used` are others'."""
    own = own_type(text, readings)
    found: list[OwnReference] = []
    taken: set[int] = set()
    for pin in pinpoints:
        if id(pin) in used:
            continue
        match = _SELF.match(text, pin.end, min(len(text), pin.end + 60))
        if match:
            taken.add(match.end())
            word = squeeze(match.group("word"))
            found.append(OwnReference(pin.start, match.end(), pin.paths, word, _is_other(word, own)))
        elif pin.relative and (_has_place(pin) or _is_placed(text, pin.start) or _MODEL.match(text, pin.start)):
            found.append(OwnReference(pin.start, pin.end, pin.paths, ""))
    spans = sorted((reading.start, reading.end) for reading in readings)
    starts = [start for start, _ in spans]
    for this in _THIS.finditer(text):
        if this.end() in taken:
            continue
        match = _ALONE.search(text, max(0, this.start() - 24), this.start())
        if match is None or (_everyday(text, match) and squeeze(match.group("word")) != own):
            continue
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and spans[before][0] == match.start() and spans[before][1] >= this.end():
            continue
        word = squeeze(match.group("word"))
        found.append(OwnReference(match.start(), this.end(), (), word, _is_other(word, own)))
    return found


def _has_place(pin: Pinpoint) -> bool:
    """Does the phrase name more than one unit that is `this`: `khoản 2 Điều này`, not `Điều này`?"""
    return any(re.search(r":(?!this)", path) for path in pin.paths)


def _is_placed(text: str, start: int) -> bool:
    window = max(0, start - 12)
    if text[start].isupper() and not _SENTENCE.search(text, window, start):
        return True
    return _PLACED.search(text, window, start) is not None


def _everyday(text: str, match: re.Match[str]) -> bool:
    return squeeze(match.group("word")) in _EVERYDAY and bool(
        _SENTENCE.search(text, max(0, match.start() - 8), match.start())
    )


def _is_other(word: str, own: str) -> bool:
    # A consolidated text speaks of itself as the law or decree that it consolidates.
    return word in _DECISIVE and own not in ("", "Văn bản hợp nhất") and kin(word) != kin(own)
