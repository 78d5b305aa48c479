"""Short forms that a text defines: `Nghị định số 30/2020/NĐ-CP … (sau đây gọi tắt là Nghị định 30)`.

The definition names nothing new; wherever the short form stands behind it, it means the document before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.citations.letters import LOWER, UPPER, any_space
from archive.citations.marks import Mark
from archive.citations.relative import kin
from archive.citations.surroundings import Reading
from archive.document_types import type_named
from archive.folding import squeeze

_CALLED = r"(?:được\s+)?(?:gọi|viết)\s+(?:tắt\s+)?là\s*:?\s*"
_IN_BRACKETS = re.compile(
    rf"\(\s*(?:(?:[Ss]au|[Tt]ừ)\s+đây\s+)?{_CALLED}[“\"‘]?(?P<term>[^()“”\"’\n;]{{2,90}}?)[”\"’]?\s*[.;]?\s*\)"
)
_IN_LINE = re.compile(
    rf"\s*,\s*sau\s+đây\s+{_CALLED}[“\"‘]?(?P<term>[^()“”\"’\n;,.]{{2,90}}?)"
    r"[”\"’]?(?=\s*(?:[,;.)\n]|$))"
)
_CALL = re.compile(r"(?:gọi|viết)\s+(?:tắt\s+)?là(?!\w)")
_NAMES = any_space(
    r"Bộ luật|Luật|Pháp lệnh|Hiến pháp|Nghị định|Nghị quyết(?: liên tịch)?|Thông tư(?: liên tịch)?|Quyết định|Chỉ thị"
    r"|Kết luận|Sắc lệnh|Quy định|Quy chế|Hướng dẫn|Kế hoạch|Công văn|Thông báo|Chương trình|Đề án|Điều lệ|Dự án"
    r"|Công điện|Chiến lược|Quy hoạch|Danh mục|Phương án|Văn bản|Báo cáo|Tờ trình|Lệnh|Thông tri|Nội quy"
)
_TERM = re.compile(rf"(?:(?P<name>{_NAMES})(?!\w)|(?P<code>NĐ|QĐ|NQ|CT|TT|TTLT|KL|BL[A-ZĐ]+|HP)(?![A-Za-z]))")
# Attachments and plans that a decision approves: the short form names them by the decision.
_CARRIED = frozenset(
    {"Quy định", "Quy chế", "Kế hoạch", "Chương trình", "Đề án", "Điều lệ", "Chiến lược", "Quy hoạch", "Danh mục"}
)
_CARRIES = re.compile(r"ban hành|phê duyệt|công bố|kèm theo", re.IGNORECASE)
# `(sau đây gọi là Nghị định A và Nghị định B)`, `… A được sửa đổi bởi B`: what follows the first is cited.
_FURTHER = re.compile(rf"(?:\s*,|\s+và|\s+được\s+(?:sửa|bổ|thay)[^()\n]{{0,60}}?)\s+(?=(?:{_NAMES})\s+(?:số\s+)?\d)")
_MOST = 60
_AMENDED = re.compile(r"(?:sửa đổi|bổ sung|thay thế|hợp nhất|đính chính)")


@dataclass(frozen=True)
class Definition:
    """`start` and `end` of the whole aside, `term` the short form, squeezed, `type` what it says the document is."""

    start: int
    end: int
    term: str
    type: str


def find_definitions(text: str) -> list[Definition]:
    """The definitions of short forms of documents in a cleaned text, in order; those of bodies and notions are none."""
    found: list[Definition] = []
    for call in _CALL.finditer(text):
        bracket = text.rfind("(", max(0, call.start() - 24), call.start())
        match = _IN_BRACKETS.match(text, bracket) if bracket >= 0 else None
        if match is None:
            comma = text.rfind(",", max(0, call.start() - 24), call.start())
            match = _IN_LINE.match(text, comma) if comma >= 0 else None
        if match is None or (found and match.start() < found[-1].end):
            continue
        first = _FURTHER.search(match.group("term"))
        end = match.start("term") + first.start() if first else match.end()
        term = squeeze(text[match.start("term") : end] if first else match.group("term")).strip(" ,.;:")
        named = _TERM.match(term)
        if named is None or re.search(r"(?<!\w)này$", term):
            continue
        kind = squeeze(named.group("name") or "") or type_named(named.group("code")) or ""
        found.append(Definition(match.start(), end, term, kind))
    return found


def defined_marks(text: str, definitions: list[Definition]) -> list[Mark]:
    """Where defined short forms stand again, behind their definition."""
    if not definitions:
        return []
    terms = sorted({d.term for d in definitions[:_MOST]}, key=len, reverse=True)
    alternatives = "|".join(_spaced(term) for term in terms)
    marks = []
    first = definitions[0].end
    for match in re.compile(rf"(?<![\w/-])(?:{alternatives})(?![\w/]|-\w)").finditer(text, first):
        term = squeeze(match.group())
        if _TERM.fullmatch(term) and not _stands_alone(text, match):
            continue
        marks.append(Mark("defined", match.start(), match.end(), typed=True, spelled=term, flags=["defined"]))
    return marks


def _spaced(term: str) -> str:
    return r"\s+".join(re.escape(word) for word in term.split())


_FOLLOWED = re.compile(
    rf"\s+(?:này|đó|trên|nêu|nói|khác|số|năm|mới|hiện hành|của|về|ngày|quốc gia|[{UPPER}\d])|\s*[/-]\s*\w"
)
_PRECEDED = re.compile(
    r"(?<!\w)(?:của|theo|tại|trong|với|và|hoặc|thi hành|thực hiện|hướng dẫn|khi|do|bởi|ban hành|từ|cho|Điều \d+[a-z]?"
    rf"|khoản \d+|các|một số|triển khai|phê duyệt|[{LOWER}]+\))\s+$"
)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """A short form that is a bare type (`Luật`) is meant only inside a sentence, with nothing that makes it another."""
    if _FOLLOWED.match(text, match.end()):
        return False
    return _PRECEDED.search(text, max(0, match.start() - 24), match.start()) is not None


def owner_of(definition: Definition, here: list[Reading], text: str) -> Reading | None:
    """The citation that a definition stands behind and gives its short form to; None where that is not sure.

    `here` are the citations that end shortly before it, in order.
    """
    numbered = [r for r in here if r.mark.number and r.mark.number in definition.term]
    if numbered:
        return numbered[-1]
    touching = [r for r in here if not text[r.end : definition.start].strip(' ,\n\t”"')]
    fitting = [r for r in touching if kin(r.mark.type) == kin(definition.type)]
    if not fitting and definition.type in _CARRIED:
        fitting = [r for r in touching if not r.nested and _carries(r, definition, text)]
    chosen = next((r for r in fitting if not r.nested), fitting[-1] if fitting else None)
    if chosen is None:
        return None
    # `Luật A được sửa đổi, bổ sung bởi Luật B (sau đây gọi là Luật A)`: the one that was amended.
    earlier = [r for r in here if r.end <= chosen.start and not r.nested and kin(r.mark.type) == kin(definition.type)]
    for reading in reversed(earlier):
        between = text[reading.end : chosen.start]
        if re.search(r"[;\n]|\.\s", between):
            break
        if not _AMENDED.search(between):
            return None if re.fullmatch(r"\s*(?:,|và|,\s*và)\s*", between) else chosen
        chosen = reading
    return chosen


def _carries(reading: Reading, definition: Definition, text: str) -> bool:
    """Does the decision issue or approve what the short form names: `phê duyệt Đề án …`, `Quy chế … kèm theo`?"""
    around = text[max(0, reading.mark.start - 160) : definition.start]
    return definition.type.lower() in around.lower() and _CARRIES.search(around) is not None
