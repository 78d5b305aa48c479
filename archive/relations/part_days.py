"""Days of single provisions: `Điều 5 và khoản 3 Điều 7 của Luật này có hiệu lực từ ngày …`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from archive.citations.pinpoints import find_pinpoints
from archive.dates import date_pattern, read_match
from archive.effects import PartDays
from archive.relations.acts import TYPES
from archive.relations.paragraphs import Paragraph
from archive.relations.scopes import resolved

_DATE = date_pattern()
_BEGINS = re.compile(
    r"(?:được\s+(?:áp\s+dụng|thực\s+hiện|thi\s+hành)|áp\s+dụng|(?:bắt\s+đầu\s+)?có\s+hiệu\s+lực(?:\s+(?:thi\s+hành|áp\s+dụng))?)\s*,?\s*(?:kể\s+)?từ\s+(?=ngày\s+\d|\d{1,2}[/.-]\d)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"hết\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:,\s*)?(?:kể\s+)?từ\s+(?=ngày\s+\d|\d{1,2}[/.-]\d)", re.IGNORECASE
)
_LASTS = re.compile(
    r"(?:có\s+hiệu\s+lực(?:\s+thi\s+hành)?|được\s+(?:thực\s+hiện|áp\s+dụng)|thực\s+hiện|áp\s+dụng)\s+(?:cho\s+)?đến\s+hết\s+(?=ngày\s+\d|\d{1,2}[/.-]\d)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    rf"(?<!\w){TYPES}(?!\s+này)\s+(?:số\s|liên\s+tịch\s+số|[A-ZĐ])|\d/(?:\d{{4}}/)?[A-ZĐ]{{2}}|(?<!\w){TYPES}\s+(?!này)(?:trên|đó)(?!\w)"
)
_WHOLE = re.compile(rf"{TYPES}\s+này\s*$")
_LEAD = re.compile(
    r"(?:[^.;:]{0,300}?(?:tại|của|trong)\s+)?(?:các\s+)?(?:quy\s+định\s+(?:tại|của)\s+)?$", re.IGNORECASE
)
# What has days of its own: provisions or what they say; not the documents, permits or cases that they speak of.
_SUBJECT = re.compile(
    r"[\W\d]*(?:(?:các|riêng|những|toàn\s+bộ|một\s+số|đối\s+với|tại|và)\s+)*(?:quy\s+định(?!\s+này)|nội\s+dung|điều|khoản|điểm|chương|mục|phần"
    r"|phụ\s+lục|mẫu|biểu|việc|danh\s+mục)(?!\w)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?<!\w)(?:trường\s+hợp|nếu|trước\s+ngày|hồ\s+sơ|giấy\s+phép|dự\s+án|đối\s+tượng|hợp\s+đồng)(?!\w)", re.IGNORECASE
)


def find_parts(text: str, own: str, body: Sequence[Paragraph]) -> tuple[PartDays, ...]:
    """The provisions for which the document states days of their own, in the order of its text."""
    found: dict[str, PartDays] = {}
    listing: tuple[float, date, bool] | None = None
    for paragraph in body:
        if listing is not None and paragraph.rank <= listing[0]:
            listing = None
        made = list(_in_paragraph(text, own, paragraph))
        words = own[paragraph.body : paragraph.end]
        if not made and listing is not None and not _OTHER.search(words):
            for path in _paths(words, paragraph.path):
                evidence = _evidence(text, paragraph)
                made.append(
                    PartDays(path, None, listing[1], evidence)
                    if listing[2]
                    else PartDays(path, listing[1], None, evidence)
                )
        for each in made:
            have = found.get(each.path)
            if have is not None:
                each = PartDays(
                    each.path, have.effective or each.effective, have.expired or each.expired, have.evidence
                )
            found[each.path] = each
        opened = _introduces(own, paragraph)
        if opened is not None:
            listing = (paragraph.rank, *opened)
    return tuple(found.values())


def _in_paragraph(text: str, own: str, paragraph: Paragraph) -> Iterator[PartDays]:
    for match, ends, inclusive in _matches(own, paragraph):
        start = _clause_start(own, paragraph.body, match.start())
        before = own[start : match.start()]
        behind = re.split(r"(?<!\w)(?:ngoại\s+)?trừ\s+(?!khấu)", before)[-1]
        if (
            _OTHER.search(behind)
            or not _SUBJECT.match(behind)
            or _CONDITION.search(behind)
            or (_WHOLE.search(behind.strip()) and not _paths(behind, paragraph.path))
        ):
            continue
        day = _day(own, match.end())
        paths = _paths(behind, paragraph.path)
        if day is None or not paths:
            continue
        if inclusive:
            day += timedelta(days=1)
        for path in paths:
            evidence = _evidence(text, paragraph)
            yield PartDays(path, None, day, evidence) if ends else PartDays(path, day, None, evidence)


def _matches(own: str, paragraph: Paragraph) -> list[tuple[re.Match[str], bool, bool]]:
    found = [(m, False, False) for m in _BEGINS.finditer(own, paragraph.body, paragraph.end)]
    found += [(m, True, False) for m in _ENDS.finditer(own, paragraph.body, paragraph.end)]
    found += [(m, True, True) for m in _LASTS.finditer(own, paragraph.body, paragraph.end)]
    return sorted(found, key=lambda each: each[0].start())


def _introduces(own: str, paragraph: Paragraph) -> tuple[date, bool] | None:
    """`Các quy định sau đây có hiệu lực từ ngày …:`: the day, and whether it is the end."""
    words = own[paragraph.body : paragraph.end].rstrip(" \n\t*_")
    if not words.endswith(":") or not re.search(
        r"(?<!\w)(?:quy\s+định|điều|khoản|nội\s+dung)[^:]{0,60}sau(?:\s+đây)?(?!\w)", words, re.IGNORECASE
    ):
        return None
    for match, ends, inclusive in _matches(own, paragraph):
        day = _day(own, match.end())
        before = own[_clause_start(own, paragraph.body, match.start()) : match.start()]
        if day is not None and not _OTHER.search(before) and "văn bản" not in before:
            return (day + timedelta(days=1) if inclusive else day), ends
    return None


def _clause_start(own: str, start: int, place: int) -> int:
    stops = [m.end() for m in re.finditer(r"[;:]|\.\s+(?=[A-ZĐ])", own[start:place])]
    return start + stops[-1] if stops else start


def _paths(words: str, article: str) -> tuple[str, ...]:
    """Own provisions that `words` name; `Điều này` is the article they stand in."""
    return tuple(
        dict.fromkeys(
            path for pin in find_pinpoints(words) for path in resolved(pin.paths, article) if _tied(words, pin.end)
        )
    )


def _tied(words: str, end: int) -> bool:
    """Nothing behind the pinpoint ties it to another document."""
    return _OTHER.match(re.sub(r"^\s*(?:của|tại)?\s*", "", words[end : end + 60])) is None


def _day(own: str, place: int) -> date | None:
    found = _DATE.match(own, place)
    read = read_match(found) if found else None
    return read[2] if read else None


def _evidence(text: str, paragraph: Paragraph) -> str:
    return text[paragraph.start : paragraph.end].rstrip()
