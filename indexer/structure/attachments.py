"""Lines that begin an annex or a promulgated regulation: `PHỤ LỤC II`, `QUY CHẾ` … `(Ban hành kèm theo …)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.folding import squeeze, unaccent
from indexer.layout.closing import Closing
from indexer.layout.lines import Line
from indexer.structure.markers import Marker

_ANNEX = re.compile(
    r"[\s*_#]*(?P<label>(?:PHỤ LỤC|Phụ lục|PHU LUC)(?:[ \u00a0]+(?:SỐ|số|"
    r"Số))?(?:[ \u00a0:]*(?P<value>[IVXLC]+[a-zA-Z]?|\d{1,2}[a-zA-Z]?"
    r"(?:\.\d{1,2})?|[A-Z]\d?))?)(?![\w/])[ \u00a0*_]*(?P<rest>[^\n]*)"
)
_ATTACHED = re.compile(
    r"[\s*_#]*(?P<type>QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|QUY TRÌNH|NỘI QUY|CHƯƠNG TRÌNH|KẾ HOẠCH|ĐỀ ÁN|DỰ ÁN|PHƯƠNG ÁN|"
    r"CHIẾN LƯỢC|"
    r"HƯỚNG DẪN|QUY CHUẨN|QUY HOẠCH|ĐỊNH MỨC|BỘ TIÊU CHÍ|QUY ƯỚC|HƯƠNG ƯỚC|DANH MỤC|DANH SÁCH|BẢNG GIÁ|BIỂU|BỘ QUY TẮC|"
    r"Quy chế|Quy định|Điều lệ|Quy trình|Nội quy|Chương trình|Kế hoạch|Đề án|Phương án|Chiến lược|"
    r"Danh mục)\b(?P<rest>[^\n]*)"
)
_FORM = re.compile(r"[\s*_#]*(?:MẪU|Mẫu|BIỂU MẪU|Biểu mẫu)\s+(?:SỐ|số|Số)?\s*[\w.\-/]{1,12}\b[^\n]{0,120}$")
_ENCLOSED = re.compile(r"[\s*_(\[]*(?:Ban hành |BAN HÀNH )?(?:[Kk]èm|KÈM)\s+(?:theo|THEO)\b")
NATIONAL = re.compile(r"CỘNG\s*H(?:ÒA|OÀ)|Độc\s*lập")
_ABOVE = re.compile(r"(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Tiểu mục|TIỂU MỤC)\s+\S+$")
_UNIT = re.compile(r"(?:Điều|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|PHỤ LỤC|Phụ lục)\s")


@dataclass(frozen=True)
class Head:
    """Where an attachment begins: `kind` phuluc or kemtheo, `value` of its path, `heading` its title, which ends at
    `title_end`."""

    start: int
    kind: str
    value: str
    label: str
    heading: str
    title_end: int


@dataclass(frozen=True)
class _Ahead:
    value: str
    end: int


def find_heads(
    text: str,
    lines: Sequence[Line],
    markers: Sequence[Marker],
    quoted: Callable[[int], bool],
    closings: Sequence[Closing],
) -> list[Head]:
    """All heads of attachments, in order. A regulation can only follow the first article or the first signature."""
    first_article = next((m.start for m in markers if m.kind == "dieu" and not m.quoted and m.firm), -1)
    first_closing = closings[0].end if closings else -1
    heads: list[Head] = []
    for index, (start, end) in enumerate(lines):
        stripped = text[start : min(end, start + 40)].lstrip(" \t\u00a0*_#")
        if stripped[:1] not in _INITIALS or not stripped:
            continue
        closed = 0 <= first_closing <= start
        if stripped[:2] in ("PH", "Ph") and (head := _annex(text, lines, index)) is not None:
            pass
        elif closed or 0 <= first_article < start:
            head = _attached(text, lines, index, closed=closed, known=bool(heads))
        else:
            continue
        if head is None or quoted(start):
            continue
        if heads and head.kind == "kemtheo" and heads[-1].kind == "phuluc" and head.start - heads[-1].start < 300:
            # `PHỤ LỤC` over `DANH MỤC …`: one heading.
            continue
        heads.append(head)
    return heads


_INITIALS = frozenset("PQĐNCKDHBM")


def first_line(text: str) -> str:
    """The first line of words, for an attachment that no head announces; "" if it is too long to be a title."""
    for part in text.split("\n"):
        line = part.strip(" \t*_-")
        if line and not NATIONAL.search(line):
            return squeeze(line) if len(line) <= 200 else ""
    return ""


def _following(text: str, lines: Sequence[Line], index: int, count: int) -> list[_Ahead]:
    """The next lines that are not blank and not a rule (`-----`)."""
    found: list[_Ahead] = []
    for start, end in lines[index + 1 : index + 1 + 3 * count]:
        line = text[start:end].strip(" \t\u00a0*_#-–")
        if line:
            found.append(_Ahead(line, end))
            if len(found) == count:
                break
    return found


def _annex(text: str, lines: Sequence[Line], index: int) -> Head | None:
    start, end = lines[index]
    match = _ANNEX.match(text, start, end)
    if match is None:
        return None
    rest = match.group("rest").strip(" \t\u00a0*_:.–-")
    if not match.group("label").isupper() and _in_a_sentence(text, lines, index, rest):
        return None
    ahead = _following(text, lines, index, 8)
    if rest:
        upper = rest.upper() == rest and len(rest) > 3
        punctuated = match.group("rest").lstrip()[:1] in ":.–-" and len(rest) < 200 and rest[:1].isupper()
        shouted = match.group("label").startswith("PHỤ LỤC") and rest[:1].isupper() and len(rest) < 200
        if not (upper or punctuated or shouted or _ENCLOSED.match(rest)):
            return None
    elif match.group("label").startswith("Phụ lục"):
        # `Phụ lục I` alone on a line may be a cell of a list of annexes: something of a title must follow.
        title = ahead[0].value if ahead else ""
        if not ((title.upper() == title and len(title) > 3) or _enclosed_at(ahead, 6) >= 0):
            return None
    value = match.group("value") or ""
    titles = [] if rest and not _ENCLOSED.match(rest) else _titles(ahead, _enclosed_at(ahead, 6), shouting=True)
    heading = squeeze(" ".join([rest] if rest and not _ENCLOSED.match(rest) else [t.value for t in titles]))
    label = f"Phụ lục {value}".strip()
    return Head(start, "phuluc", value or "khong-so", label, heading, _title_end(end, titles, ahead, 6))


def _in_a_sentence(text: str, lines: Sequence[Line], index: int, rest: str) -> bool:
    """Whether `Phụ lục …` at the head of a line only goes on a sentence of the line before, as wrapped text does."""
    if rest and text[lines[index][0] : lines[index][1]].rstrip(" *_")[-1:] in ".;,":
        return True
    before = text[slice(*lines[index - 1])].rstrip(" \t\u00a0*_") if index else ""
    return bool(before) and before[-1] not in '.;:!?)”"-–_' and before.upper() != before and len(before) > 40


def _attached(text: str, lines: Sequence[Line], index: int, *, closed: bool, known: bool) -> Head | None:
    start, end = lines[index]
    match = _ATTACHED.match(text, start, end)
    if match is None:
        if closed and not known and _FORM.match(text, start, end):
            line = squeeze(text[start:end].strip(" *_#"))
            return Head(start, "phuluc", "khong-so", "Phụ lục", line, end)
        return None
    rest = squeeze(match.group("rest").strip(" \t\u00a0*_:"))
    shouted = match.group("type").isupper()
    if rest and (not shouted or rest.upper() != rest):
        return None
    before = next(
        (text[a:b].strip(" \t*_") for a, b in reversed(lines[max(0, index - 3) : index]) if text[a:b].strip()), ""
    )
    if _ABOVE.match(before):
        # `Chương I` over `QUY ĐỊNH CHUNG` is a chapter.
        return None
    ahead = _following(text, lines, index, 10)
    place = _enclosed_at(ahead, 10)
    restarts = closed and any(re.match(r"(?:Điều 1\b|Chương (?:I|1)\b)", line.value) for line in ahead)
    if (place < 0 and not restarts) or (place > 4 and not shouted):
        return None
    name = squeeze(match.group("type")).capitalize()
    titles = _titles(ahead, place, shouting=False)
    heading = squeeze(" ".join([rest, *(t.value for t in titles)]))
    slug = unaccent(name.lower()).replace(" ", "-")
    return Head(start, "kemtheo", slug, name, heading, _title_end(end, titles, ahead, 10))


def _enclosed_at(ahead: Sequence[_Ahead], reach: int) -> int:
    """Which of the next lines is `(Ban hành kèm theo …)`, before any unit begins; -1 if none."""
    for place, line in enumerate(ahead[:reach]):
        if _ENCLOSED.match(line.value):
            return place
        if _UNIT.match(line.value):
            break
    return -1


def _titles(ahead: Sequence[_Ahead], enclosed: int, *, shouting: bool) -> list[_Ahead]:
    """The lines of a title: in capitals, or all of those before `(Ban hành kèm theo …)`."""
    taken: list[_Ahead] = []
    for place, line in enumerate(ahead[:6]):
        if place == enclosed or NATIONAL.search(line.value) or len(line.value) > 300 or _UNIT.match(line.value):
            break
        if line.value.upper() != line.value and (enclosed < place or (shouting and taken)):
            break
        taken.append(line)
    return taken


def _title_end(end: int, titles: Sequence[_Ahead], ahead: Sequence[_Ahead], reach: int) -> int:
    """Where the heading ends, the line `(Ban hành kèm theo …)` and its wrapped rest included."""
    if titles:
        end = titles[-1].end
    place = _enclosed_at(ahead, reach)
    if place < 0 or place > len(titles):
        return end
    for line in ahead[place : place + 4]:
        end = line.end
        if ")" in line.value or not ahead[place].value.startswith("("):
            break
    return end
