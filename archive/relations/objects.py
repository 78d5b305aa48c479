"""Which of the documents named in a stretch of text are acted on: the objects of one act.

`Nghị định A và Thông tư B hết hiệu lực` has two. What stands in a title, in a document's history (`đã được sửa đổi
bởi Nghị định C`) or behind `theo`, `bằng` is no object.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.citations.model import Citation
from archive.citations.pinpoints import PINPOINT, find_pinpoints
from archive.relations.own_words import BLOT

_WHOLE = (
    r"toàn\s+bộ|hoàn\s+toàn|các|những|cả|hiệu\s+lực(?:\s+thi\s+hành)?(?:\s+của)?|văn\s+bản(?:\s+quy\s+phạm\s+pháp\s+luật)?"
    r"|sau\s+đây|sau|là|gồm|bao\s+gồm|đối\s+với|việc\s+thi\s+hành|nội\s+dung\s+của|như\s+sau|cho|:|-|\*"
)
_LEAD_WHOLE = re.compile(rf"(?:\s|{_WHOLE})*", re.IGNORECASE)
_LEAD_PART = re.compile(
    rf"(?:\s|{_WHOLE}|một\s+phần|một\s+số|quy\s+định|nội\s+dung|điều|khoản|điểm|đoạn|tên|tiêu\s+đề|chương|mục|phụ\s+lục|biểu|mẫu|danh\s+mục|điều\s+khoản"
    rf"|cụm\s+từ|từ|số\s+thứ\s+tự|dòng|câu|tại|của|trong|ở|thuộc|về|ban\s+hành\s+kèm\s+theo|kèm\s+theo|ban\s+hành\s+theo|được|bị|và|,|;|{BLOT}|\d+)*",
    re.IGNORECASE,
)
_LEAD_TOLD = re.compile(
    r"(?s)[^.]{0,420}?(?<!\w)(?:tại|của|trong|thuộc|ban\s+hành\s+kèm\s+theo|kèm\s+theo|ban\s+hành\s+theo)\s+(?:các\s+)?"
)
_TOLD_PART = re.compile(
    r"(?<!\w)(?:quy\s+định|nội\s+dung|phụ\s+lục|danh\s+mục|mẫu|biểu|điều|khoản|điểm|số\s+thứ\s+tự|tiêu\s+chí|quy\s+chế|quy\s+chuẩn|cụm\s+từ|chương|mục|định\s+mức|bảng)(?!\w)",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(
    r"(?<!\w)(?:trường\s+hợp|nếu|một\s+phần\s+hoặc\s+toàn\s+bộ|văn\s+bản|giấy\s+phép|hồ\s+sơ|theo\s+quy\s+định|căn\s+cứ|được\s+cấp|đã\s+cấp|trái\s+với|không)(?!\w)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"(?<!\w)(?:(?:được|bị)\s+(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|đính\s+chính|hợp\s+nhất|điều\s+chỉnh|gia\s+hạn|kéo\s+dài)|sửa\s+đổi\s*,?\s*bổ\s+sung\s+(?:bởi|tại|theo))",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"[\s)”]*(?P<by>,\s*và|;\s*và|,|;|và|cùng\s+với|hoặc|\.)[\s]*(?P<rest>(?:\s|các|cả|toàn\s+bộ|\d{{1,2}}\)|-|\+|{_WHOLE})*)",
    re.IGNORECASE,
)
_OTHERS_TITLE = re.compile(
    r"\W*(?:về\s+việc\s+|về\s+)?(?:sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|thay\s+thế|đính\s+chính|hướng\s+dẫn|quy\s+định\s+chi\s+tiết|quy\s+định)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?<!\w)(?:tại|trong)(?!\w)")
_CUT = re.compile(r"(?<!\w)(?:bằng|thành)(?!\w)")


@dataclass(frozen=True)
class Object:
    """A document acted on; `paths` its provisions as named there, `partial` where only a part is meant.

    `told` where the part is described in words beyond its paths; `certain` False where the list could be read another
    way.
    """

    citation: Citation
    paths: tuple[str, ...] = ()
    partial: bool = False
    told: bool = False
    certain: bool = True


@dataclass
class Objects:
    """The objects of a stretch, and the provisions named without a document (`Bãi bỏ khoản 3 Điều 7`)."""

    found: list[Object] = field(default_factory=list)
    paths: tuple[str, ...] = ()
    told: bool = False


class Named:
    """The citations of a text that can be objects: other documents, outside quotations and titles."""

    def __init__(self, citations: Sequence[Citation], own: str) -> None:
        self._all = [
            c for c in citations
            if c.type != "SELF" and not c.nested and "header" not in c.flags and own[c.start : c.start + 1] != BLOT
        ]  # fmt: skip
        self._starts = [c.start for c in self._all]
        self._nested = [c for c in citations if c.nested and c.type != "SELF"]
        self._nested_starts = [c.start for c in self._nested]

    def in_title_of(self, before: Citation, citation: Citation) -> bool:
        """Whether `citation`, joined behind `before`, may be one of the documents that the title of `before` names."""
        if not _OTHERS_TITLE.match(before.title):
            return False
        low = bisect_left(self._nested_starts, before.start)
        high = bisect_left(self._nested_starts, before.end)
        inside = {c.type for c in self._nested[low:high]}
        return citation.type in inside or (not inside and citation.type != before.type)

    def within(self, start: int, end: int) -> list[Citation]:
        """Those that lie in `[start, end)`, in order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [c for c in self._all[low:high] if c.end <= end + 2]


def find_objects(own: str, start: int, end: int, named: Named, *, instrument: bool = False) -> Objects:
    """The objects in `own[start:end]`. `instrument`: what stands behind `bằng` is put in the place of the object."""
    if instrument and (cut := _CUT.search(own, start, end)):
        before, behind = find_objects(own, start, cut.start(), named), None
        # `Thay thế cụm từ … bằng cụm từ … tại Điều 5 Luật X`: the place may stand behind.
        at = _PLACE.search(own, cut.end(), end)
        if not before.found and not before.paths and at:
            behind = find_objects(own, at.start(), end, named)
            behind.told = True
        return behind or before
    citations = named.within(start, end)
    result = Objects()
    place = start
    told_part = history = title = False
    for citation in citations:
        if citation.start < place:
            continue
        gap = own[place : citation.start]
        place = citation.end
        if not result.found:
            lead = _lead(gap)
            if lead is None:
                break
            paths = _unique((*_paths_of(gap), *_own_paths(citation)))
            told_part = lead[0] and not paths
            result.found.append(Object(citation, paths, lead[0] or bool(paths), lead[1]))
            continue
        if _HISTORY.search(gap):
            history, title = True, False
        joined = _join(gap)
        lead = _lead(joined[1]) if joined else None
        if joined is None or lead is None:
            title = title or not history
            continue
        by = joined[0]
        previous = result.found[-1].citation
        if by != ";":
            if title or named.in_title_of(previous, citation):
                # `sửa đổi một số điều của Thông tư A và Thông tư B`: it may belong to the title before it.
                title = True
                continue
            if history and not (by == "và" and _titled(citation)):
                continue
        certain = by == ";" or not history
        told_part = told_part and by != ";"
        history = title = False
        paths = _unique((*_paths_of(joined[1]), *_own_paths(citation)))
        whole = not lead[0] and not paths and not told_part
        if whole and by != ";" and result.found[-1].paths:
            certain = False
        result.found.append(Object(citation, paths, not whole, lead[1] or told_part, certain))
    if not result.found and not citations:
        result.paths = _paths_of(own[start:end])
        result.told = not _bare(own[start:end])
    return result


def _unique(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(paths))


def _own_paths(citation: Citation) -> tuple[str, ...]:
    return tuple(p for p in citation.pinpoint.split("|") if p)


def _lead(gap: str) -> tuple[bool, bool] | None:
    """(partial, told in words) of what stands before the first object; None where it is no object at all."""
    plain = PINPOINT.sub(" khoản ", gap)
    if _LEAD_WHOLE.fullmatch(gap):
        return False, False
    if _LEAD_PART.fullmatch(plain):
        return True, bool(re.search(r"quy\s+định|nội\s+dung|một\s+phần|một\s+số|cụm\s+từ", gap, re.IGNORECASE))
    if _LEAD_TOLD.fullmatch(gap) and _TOLD_PART.search(gap) and not _NOT_TOLD.search(gap):
        return True, True
    return None


def _join(gap: str) -> tuple[str, str] | None:
    """The joiner of a gap between two citations and what stands behind it; None where they are not joined."""
    # What comes before the joiner is the tail of the last object: its unread title, its history.
    best = None
    for match in re.finditer(r"[,;]\s*và\s|[,;]|(?<!\w)và\s|cùng\s+với\s", gap):
        rest = gap[match.end() :]
        if _lead(rest) is not None and not _NOT_TOLD.search(rest):
            by = ";" if ";" in match.group() else "và" if "và" in match.group() or "cùng" in match.group() else ","
            best = (by, rest)
            if by == ";":
                return best
            if not PINPOINT.search(rest) and not rest.strip():
                return best
    return best


def _titled(citation: Citation) -> bool:
    return citation.title_start >= 0 and not re.match(
        r"\W*(?:về\s+việc\s+)?(?:sửa đổi|bổ sung)", citation.title, re.IGNORECASE
    )


def _paths_of(words: str) -> tuple[str, ...]:
    return _unique([path for pin in find_pinpoints(words) if not pin.relative for path in pin.paths])


def _bare(words: str) -> bool:
    return bool(_LEAD_PART.fullmatch(PINPOINT.sub(" khoản ", words).rstrip(" .;:/\n")))
