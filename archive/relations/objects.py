"""Which of the documents named in a stretch of text are acted on: the objects of one act.

`Nghị định A và Thông tư B hết hiệu lực` has two. What stands in a title, in a document's history (`đã được sửa đổi
bởi Nghị định C`) or behind `theo`, `bằng` is no object.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.citations.model import Citation
from archive.citations.pinpoints import PINPOINT, attachment_path, find_pinpoints
from archive.relations.own_words import BLOT

_WHOLE = (
    r"toàn\s+bộ|hoàn\s+toàn|các|những|cả|hiệu\s+lực(?:\s+thi\s+hành)?(?:\s+của)?|văn\s+bản(?:\s+quy\s+phạm\s+pháp\s+luật)?"
    r"|sau\s+đây|sau|là|gồm|bao\s+gồm|đối\s+với|việc\s+thi\s+hành|nội\s+dung\s+của|như\s+sau|cho|:|-|\*"
)
_LEAD_WHOLE = re.compile(rf"(?:\s|{_WHOLE})*", re.IGNORECASE)
_LEAD_PART = re.compile(
    rf"(?:\s|{_WHOLE}|một\s+phần|một\s+số|quy\s+định|nội\s+dung|điều|khoản|điểm|đoạn|tên|tiêu\s+đề|chương|mục|phụ\s+lục|biểu|mẫu|danh\s+mục|điều\s+khoản"
    rf"|cụm\s+từ|từ|số\s+thứ\s+tự|dòng|câu|tại|của|trong|ở|thuộc|về|ban\s+hành\s+kèm\s+theo|kèm\s+theo|ban\s+hành\s+theo|vào|liền|sau|trước|cuối|đầu|được|bị|và|,|;|{BLOT}|\d+)*",
    re.IGNORECASE,
)
_LEAD_TOLD = re.compile(
    r"(?s)[^.]{0,420}?(?<!\w)(?:tại|của|trong|thuộc|ban\s+hành\s+kèm\s+theo|kèm\s+theo|ban\s+hành\s+theo)\s+(?:các\s+)?"
)
_TOLD_PART = re.compile(
    rf"(?:\s|{_WHOLE}|một\s+phần|một\s+số|tên)*(?:quy\s+định|nội\s+dung|phụ\s+lục|danh\s+mục|mẫu|biểu|điều|khoản|điểm|đoạn|số\s+thứ\s+tự"
    rf"|quy\s+chế|quy\s+chuẩn|cụm\s+từ|từ\s+{BLOT}|chương|mục|định\s+mức|bảng|thủ\s+tục|tiêu\s+chí|mức|dòng|cột|phần)(?!\w)",
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
    r"\W*(?:về\s+việc\s+|về\s+)?(?:sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|thay\s+thế|đính\s+chính|hướng\s+dẫn|công\s+bố|quy\s+định\s+chi\s+tiết|chi\s+tiết)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"(?:^|của|tại)\s*(?P<kind>quy\s+chế|quy\s+định|điều\s+lệ|nội\s+quy|quy\s+trình|hướng\s+dẫn|chương\s+trình)(?!\s+(?:tại|của|về))"
    r"\s[^.;]{3,300}?(?:ban\s+hành\s+)?kèm\s+theo\s*$",
    re.IGNORECASE,
)
_AMENDING_TITLE = re.compile(r"\W*(?:về\s+việc\s+|về\s+)?(?:sửa\s+đổi|bổ\s+sung|bãi\s+bỏ)", re.IGNORECASE)
_SOME = re.compile(r"(?<!\w)(?:một\s+số|một\s+phần)(?!\w)", re.IGNORECASE)
_PLACE = re.compile(r"(?<!\w)(?:tại|trong)(?!\w)")
_CUT = re.compile(
    rf"(?<!\w)(?:bằng|thành)\s+(?=(?:các\s+|những\s+)?(?:cụm|từ|{BLOT}|phụ\s+lục|mẫu|biểu|điều|khoản|nội\s+dung|quy\s+định|danh\s+mục))",
    re.IGNORECASE,
)
_SPARED = re.compile(r"\(\s*(?:ngoại\s+)?trừ\s+[^()]*(?:\([^()]*\)[^()]*)*\)")
# What a list of ended documents may begin with: the day from which they end.
_SINCE = re.compile(
    r"[\s–-]*(?:kể\s+)?từ\s+(?:ngày|thời\s+điểm)\s+(?:[^,;.]{0,60}?này\s+(?:bắt\s+đầu\s+)?có\s+hiệu\s+lực(?:\s+thi\s+hành)?|[^,;.]{0,40}?\d{4})\s*,?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Object:
    """A document acted on; `paths` its provisions as named there, `partial` where only a part is meant.

    `told` where the part is described in words beyond its paths; `certain` False where the list could be read another
    way; `spared` what a parenthesis behind it excepts; `some` where
    only some of what the paths hold is meant (`một số nội dung của Chương III`).
    """

    citation: Citation
    paths: tuple[str, ...] = ()
    partial: bool = False
    told: bool = False
    certain: bool = True
    spared: str = ""
    some: bool = False


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
            and not ("truncated" in c.flags and "\n" in c.text)
        ]  # fmt: skip
        self._starts = [c.start for c in self._all]
        self._nested = [c for c in citations if c.nested and c.type != "SELF"]
        self._nested_starts = [c.start for c in self._nested]

    def around(self, place: int) -> Citation | None:
        """The citation whose span holds `place`."""
        low = bisect_left(self._starts, place + 1)
        return next((c for c in self._all[max(0, low - 3) : low] if c.start <= place < c.end), None)

    def in_title_of(self, before: Citation, citation: Citation, known: Sequence[Citation] = ()) -> bool:
        """Whether `citation`, joined behind `before`, may be one of the documents that the title of `before` names.

        It is not where that title names only a document of `known`: `thay thế A, B sửa đổi A, C sửa đổi A`.
        """
        if not _OTHERS_TITLE.match(before.title):
            return False
        low = bisect_left(self._nested_starts, before.start)
        high = bisect_left(self._nested_starts, before.end)
        inside = {c.type for c in self._nested[low:high]}
        numbers = {c.number for c in self._nested[low:high]}
        if numbers and numbers <= {c.number for c in known if c.number}:
            return False
        return citation.type in inside

    def within(self, start: int, end: int) -> list[Citation]:
        """Those that lie in `[start, end)`, in order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._all[low:high]


def find_objects(own: str, start: int, end: int, named: Named, *, instrument: bool = False) -> Objects:
    """The objects in `own[start:end]`. `instrument`: what stands behind `bằng` is put in the place of the object."""
    since = _SINCE.match(own, start, end)
    start = since.end() if since else start
    if instrument and (cut := _cut(own, start, end, named)) is not None:
        before, behind = find_objects(own, start, cut, named), None
        # `Thay thế cụm từ … bằng cụm từ … tại Điều 5 Luật X`: the place may stand behind.
        at = _PLACE.search(own, cut, end)
        if not before.found and not before.paths and at:
            behind = find_objects(own, at.start(), end, named)
            behind.told = True
        return behind or before
    citations = named.within(start, end)
    result = Objects()
    place = start
    told_part = history = title = enclosed = False
    for citation in citations:
        if citation.start < place:
            continue
        gap = own[place : citation.start]
        if result.found and (spared := _SPARED.search(own, result.found[-1].citation.start, citation.start)):
            result.found[-1] = replace(result.found[-1], spared=spared.group().strip("( )"))
        place = citation.end
        gap = _SPARED.sub("", gap)
        if not result.found:
            lead = _lead(gap)
            if lead is None:
                _before_history(gap, result)
                break
            paths = _unique((*_paths_of(gap), *_own_paths(citation))) or _attachment(gap)
            told_part = lead[0] and not paths
            some = _SOME.search(gap) is not None
            result.found.append(Object(citation, paths, lead[0] or bool(paths), lead[1] or some, some=some))
            continue
        if enclosed and ")" in gap:
            history = enclosed = False
            gap = gap[gap.rindex(")") + 1 :]
        if told_history := _HISTORY.search(gap):
            history, title = True, False
            enclosed = gap.rfind("(", 0, told_history.start()) > gap.rfind(")", 0, told_history.start())
        joined = _join(gap)
        lead = _lead(joined[1]) if joined else None
        if joined is None or lead is None:
            title = title or not history
            continue
        by = joined[0]
        previous = result.found[-1].citation
        # `sửa đổi một số điều của Thông tư A; Thông tư B`: behind such a title even a semicolon does not part.
        listed = by == ";" and not _AMENDING_TITLE.match(previous.title)
        if not listed:
            if title or named.in_title_of(previous, citation, [each.citation for each in result.found]):
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
    if result.found and (spared := _SPARED.search(own, result.found[-1].citation.start, end)):
        result.found[-1] = replace(result.found[-1], spared=spared.group().strip("( )"))
    if not result.found and not citations and not result.paths:
        result.paths = _paths_of(own[start:end])
        result.told = not _bare(own[start:end])
    return result


def _before_history(gap: str, result: Objects) -> None:
    """`Khoản 1 Điều 16 (được sửa đổi bởi Thông tư B)`: the provisions are of the document named above."""
    told = _HISTORY.search(gap)
    if told is None:
        return
    words = re.sub(r"[(,]?\s*(?:đã\s+)?$", "", gap[: told.start()])
    result.paths = _paths_of(words)
    result.told = not _bare(words)


def _cut(own: str, start: int, end: int, named: Named) -> int | None:
    """Where `bằng Phụ lục I`, `thành cụm từ …` begins, outside the names of documents."""
    spans = [(c.start, c.end) for c in named.within(start, end)]
    for match in _CUT.finditer(own, start, end):
        if not any(low <= match.start() < high for low, high in spans):
            return match.start()
    return None


def _unique(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(paths))


_ABOVE_ARTICLE = re.compile(r"^(?:(?:phan|chuong|muc|tieumuc):[^/]+/)+(?=dieu:)")
_ANNEX_JOINED = re.compile(r"(?:,|;|(?<!\w)và)\s+(?:các\s+)?[Pp]hụ\s+lục")


def _own_paths(citation: Citation) -> tuple[str, ...]:
    paths = tuple(p for p in citation.pinpoint.split("|") if p)
    return _annexes_apart(paths, citation.text)


def _annexes_apart(paths: tuple[str, ...], words: str) -> tuple[str, ...]:
    """`Điều 19, Điều 20, Phụ lục V` are articles and an annex, not articles of the annex.

    Articles are numbered through a document: of the chapter named with one nothing is kept (`Chương II và Điều 30`).
    """
    paths = _unique([_ABOVE_ARTICLE.sub("", path) for path in paths])
    if not any(re.match(r"phuluc:[^/]+/dieu:", path) for path in paths) or not _ANNEX_JOINED.search(words):
        return paths
    articles = [path.split("/", 1)[1] if re.match(r"phuluc:[^/]+/dieu:", path) else path for path in paths]
    annexes = [path.split("/", 1)[0] for path in paths if path.startswith("phuluc:")]
    return _unique((*(p for p in articles if not p.startswith("phuluc:")), *annexes))


def _lead(gap: str) -> tuple[bool, bool] | None:
    """(partial, told in words) of what stands before the first object; None where it is no object at all."""
    plain = PINPOINT.sub(" khoản ", gap)
    if _LEAD_WHOLE.fullmatch(gap):
        return False, False
    if _LEAD_PART.fullmatch(plain):
        return True, bool(re.search(r"quy\s+định|nội\s+dung|một\s+phần|một\s+số|cụm\s+từ", gap, re.IGNORECASE))
    if _LEAD_TOLD.fullmatch(gap) and _TOLD_PART.match(gap) and not _NOT_TOLD.search(gap):
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
    found = [path for pin in find_pinpoints(words) if not pin.relative for path in pin.paths]
    return _annexes_apart(_unique(found), words)


def _attachment(gap: str) -> tuple[str, ...]:
    """The attached document in front of the one it was issued with: `Quy chế … ban hành kèm theo Quyết định A`."""
    found = _ATTACHED.search(gap)
    return (attachment_path(found.group("kind")),) if found else ()


def _bare(words: str) -> bool:
    return bool(_LEAD_PART.fullmatch(PINPOINT.sub(" khoản ", words).rstrip(" .;:/\n")))
