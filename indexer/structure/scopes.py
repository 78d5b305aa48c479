"""The documents inside one file: the document itself, the regulation it promulgates, its annexes.

Each has its own numbering, so each is a scope of its own, with its own end (`Nơi nhận` and signature stay outside).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.folding import squeeze, unaccent
from indexer.layout.closing import Closing, find_closings
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
_NATIONAL = re.compile(r"CỘNG\s*H(?:ÒA|OÀ)|Độc\s*lập")
_LEFTOVER = 120
"""Letters of text after a signature, and under no heading, that are worth a unit of their own."""


@dataclass(frozen=True)
class Scope:
    """`prefix` begins every path in it: "" for the document itself, `phuluc:I`, `kemtheo:quy-che`.

    `text[start:end]` is the whole, `body_end` where its closing begins. `label` and `heading` as in Provision.
    """

    prefix: str
    kind: str
    label: str
    heading: str
    start: int
    end: int
    body_end: int


@dataclass(frozen=True)
class _Head:
    start: int
    kind: str
    value: str
    label: str
    heading: str


def find_scopes(
    text: str, lines: Sequence[Line], markers: Sequence[Marker], quoted: Callable[[int], bool]
) -> list[Scope]:
    """The scopes of a text in order; the first is always the document itself."""
    closings = find_closings(text, skip=quoted)
    heads = _heads(text, lines, markers, quoted, closings)
    first_head = heads[0].start if heads else len(text)
    closing = _own_closing(closings, markers, first_head)
    main_end = first_head
    body_end = closing.start if closing else first_head
    if closing is not None and closing.end < first_head:
        gap = text[closing.end : first_head]
        if _letters(gap) >= _LEFTOVER and not (heads and _NATIONAL.search(gap) and _letters(gap) < 400):
            start = closing.end + len(gap) - len(gap.lstrip())
            heads.insert(0, _Head(start, "phuluc", "khong-so", "Phụ lục", _first_line(gap)))
            main_end = start
    scopes = [Scope("", "", "", "", 0, main_end, min(body_end, main_end))]
    taken: dict[str, int] = {}
    for place, head in enumerate(heads):
        end = heads[place + 1].start if place + 1 < len(heads) else len(text)
        prefix = f"{head.kind}:{head.value}"
        taken[prefix] = taken.get(prefix, 0) + 1
        if taken[prefix] > 1:
            prefix = f"{prefix}~{taken[prefix]}"
        inner = None
        if head.kind == "kemtheo":
            inner = _own_closing(
                [c for c in closings if head.start < c.start < end],
                [m for m in markers if head.start < m.start < end],
                end,
            )
        scopes.append(
            Scope(prefix, head.kind, head.label, head.heading, head.start, end, inner.start if inner else end)
        )
    return scopes


def _own_closing(closings: Sequence[Closing], markers: Sequence[Marker], limit: int) -> Closing | None:
    """The first closing before `limit` after which the numbering of articles does not simply go on."""
    articles = [m for m in markers if m.kind == "dieu" and not m.quoted and m.firm]
    for closing in closings:
        if closing.start >= limit:
            break
        before = [m.key[0] for m in articles if m.start < closing.start]
        after = next((m.key[0] for m in articles if closing.end <= m.start < limit), 0)
        if before and after == before[-1] + 1 and after > 1:
            continue
        return closing
    return None


def _heads(
    text: str,
    lines: Sequence[Line],
    markers: Sequence[Marker],
    quoted: Callable[[int], bool],
    closings: Sequence[Closing],
) -> list[_Head]:
    first_article = next((m.start for m in markers if m.kind == "dieu" and not m.quoted and m.firm), -1)
    first_closing = closings[0].end if closings else -1
    heads: list[_Head] = []
    for index, (start, end) in enumerate(lines):
        stripped = text[start : min(end, start + 40)].lstrip(" \t\u00a0*_#")
        initial = stripped[:1]
        if not initial or initial not in "PQĐNCKDHBM":
            continue
        if initial == "P" and stripped[:2] in ("PH", "Ph"):
            head = _annex(text, lines, index)
        elif (0 <= first_article < start or 0 <= first_closing <= start) and stripped[:1] in "QĐNCKDHBMP":
            head = _attached(text, lines, index, closed=0 <= first_closing <= start, known=bool(heads))
        else:
            continue
        if head is None or quoted(start):
            continue
        if heads and head.kind == "kemtheo" and heads[-1].kind == "phuluc" and head.start - heads[-1].start < 300:
            continue
        heads.append(head)
    return heads


def _following(lines: Sequence[Line], text: str, index: int, count: int) -> list[str]:
    """The next lines that are not blank and not a rule (`-----`)."""
    found: list[str] = []
    for start, end in lines[index + 1 : index + 1 + 3 * count]:
        line = text[start:end].strip(" \t\u00a0*_#-–")
        if line:
            found.append(line)
            if len(found) == count:
                break
    return found


def _annex(text: str, lines: Sequence[Line], index: int) -> _Head | None:
    start, end = lines[index]
    match = _ANNEX.match(text, start, end)
    if match is None:
        return None
    rest = match.group("rest").strip(" \t\u00a0*_:.–-")
    following = _following(lines, text, index, 8)
    if rest:
        upper = rest.upper() == rest and len(rest) > 3
        enclosed = bool(_ENCLOSED.match(rest))
        punctuated = match.group("rest").lstrip()[:1] in ":.–-" and len(rest) < 200 and rest[:1].isupper()
        shouted = match.group("label").startswith("PHỤ LỤC") and rest[:1].isupper() and len(rest) < 200
        if not (upper or enclosed or punctuated or shouted):
            return None
    elif match.group("label").startswith("Phụ lục"):
        # `Phụ lục I` alone on a line may be a cell of a list of annexes: something of a title must follow.
        ahead = following[0] if following else ""
        if not ((ahead.upper() == ahead and len(ahead) > 3) or any(_ENCLOSED.match(line) for line in following[:6])):
            return None
    value = match.group("value") or ""
    heading = rest if rest and not _ENCLOSED.match(rest) else _heading(following)
    label = f"Phụ lục {value}".strip()
    return _Head(start, "phuluc", value or "khong-so", label, heading)


def _heading(following: Sequence[str]) -> str:
    """The lines after a head that are its title: in capitals, or the first one before `(Ban hành kèm theo …)`."""
    taken: list[str] = []
    for line in following[:6]:
        if _ENCLOSED.match(line) or _NATIONAL.search(line) or len(line) > 250:
            break
        if line.upper() != line and (taken or not any(_ENCLOSED.match(later) for later in following[:6])):
            break
        taken.append(line)
    return squeeze(" ".join(taken))


def _attached(text: str, lines: Sequence[Line], index: int, *, closed: bool, known: bool) -> _Head | None:
    start, end = lines[index]
    match = _ATTACHED.match(text, start, end)
    if match is None:
        if closed and not known and _FORM.match(text, start, end):
            line = squeeze(text[start:end].strip(" *_#"))
            return _Head(start, "phuluc", "khong-so", "Phụ lục", line)
        return None
    rest = squeeze(match.group("rest").strip(" \t\u00a0*_:"))
    shouted = match.group("type").isupper()
    if rest and (not shouted or rest.upper() != rest):
        return None
    following = _following(lines, text, index, 10)
    place = next((n for n, line in enumerate(following) if _ENCLOSED.match(line)), -1)
    restarts = closed and any(re.match(r"(?:Điều 1\b|Chương I\b|Chương 1\b)", line) for line in following)
    if place < 0 and not restarts:
        return None
    if place >= 0 and not shouted and place > 4:
        return None
    name = squeeze(match.group("type")).capitalize()
    titles = []
    for line in following[: place if place >= 0 else 6]:
        if re.match(r"(?:Điều|Chương|Mục|Phần)\s", line) or _NATIONAL.search(line) or len(line) > 300:
            break
        titles.append(line)
    heading = squeeze(" ".join([rest, *titles]))
    slug = unaccent(name.lower()).replace(" ", "-")
    return _Head(start, "kemtheo", slug, name, heading)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _first_line(text: str) -> str:
    line = next((part.strip(" \t*_-") for part in text.split("\n") if part.strip(" \t*_-")), "")
    return line if len(line) <= 200 else ""
