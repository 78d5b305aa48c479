"""Which documents a document details and guides: `Nghị định này quy định chi tiết khoản 2 Điều 5 Luật X`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.relations.acts import TYPES
from archive.relations.model import FoundRelation
from archive.relations.objects import Named, find_objects
from archive.relations.paragraphs import ARTICLE, Paragraph
from archive.relations.scopes import scope_below
from archive.relations.targets import key_of

_TRIGGER = (
    r"(?:quy\s+định\s+(?:cụ\s+thể\s+)?chi\s+tiết|chi\s+tiết\s+(?:và\s+hướng\s+dẫn\s+)?thi\s+hành|hướng\s+dẫn(?:\s+chi\s+tiết)?|chi\s+tiết\s+một\s+số"
    r"|quy\s+định\s+(?:một\s+số\s+điều\s+và\s+)?biện\s+pháp\s+(?:để\s+)?(?:tổ\s+chức\s*,?\s*)?(?:hướng\s+dẫn\s+)?thi\s+hành)"
)
_AT_HEAD = re.compile(rf"[ \t\n*_“\"]*(?:về\s+việc\s+)?{_TRIGGER}(?!\w)", re.IGNORECASE)
_OWN_SUBJECT = re.compile(rf"(?:{TYPES}\s+này\s+)(?:được\s+ban\s+hành\s+để\s+)?{_TRIGGER}(?!\w)")
_BETWEEN = re.compile(
    r"(?:\s|,|:|và|một\s+số|các|những|nội\s+dung|quy\s+định|điều|khoản|điểm|biện\s+pháp|để|tổ\s+chức|chi\s+tiết|hướng\s+dẫn|thi\s+hành|thực\s+hiện"
    r"|triển\s+khai|áp\s+dụng|của|tại|về|việc|trong|phần|chương|mục|cụ\s+thể|được\s+giao|toàn\s+bộ|sau\s+đây|sau|bao\s+gồm|gồm)*",
    re.IGNORECASE,
)
_LONGEST = 4000


def guided_in(text: str, own: str, named: Named, paragraph: Paragraph, starts: Sequence[int]) -> list[FoundRelation]:
    """What a title that begins at one of `starts` says is guided."""
    for start in starts:
        trigger = _AT_HEAD.match(own, start, paragraph.end)
        found = _objects(text, own, named, paragraph, trigger.end()) if trigger else []
        if found:
            return [replace(each, own_path="") for each in found]
    return []


def find_guides(text: str, own: str, named: Named, first: Sequence[Paragraph]) -> list[FoundRelation]:
    """What the articles on scope say is guided: in a sentence with the document's own name, or in a list below one."""
    out: list[FoundRelation] = []
    articles = 0
    listing: Paragraph | None = None
    for paragraph in first:
        if paragraph.rank == ARTICLE:
            articles += 1
            if articles > 2:
                break
        if listing is not None and paragraph.rank <= listing.rank:
            listing = None
        trigger = _OWN_SUBJECT.search(own, paragraph.body, min(paragraph.end, paragraph.body + 400))
        if trigger is not None:
            made = _objects(text, own, named, paragraph, trigger.end())
            out.extend(made)
            if own[paragraph.start : paragraph.end].rstrip().endswith(":"):
                listing = paragraph
        elif listing is not None:
            out.extend(_listed(text, own, named, paragraph, out))
    return _merged(out)


def _listed(text: str, own: str, named: Named, paragraph: Paragraph, above: list[FoundRelation]) -> list[FoundRelation]:
    begin = _AT_HEAD.match(own, paragraph.body, paragraph.end)
    place = begin.end() if begin else paragraph.body
    made = _objects(text, own, named, paragraph, place)
    if made or not above or named.within(paragraph.start, paragraph.end):
        return made
    objects = find_objects(own, place, paragraph.end, named)
    if not objects.paths or len({key_of(each.citation) for each in above}) != 1:
        return []
    end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
    return [
        replace(
            above[-1], start=paragraph.start, end=end, text=text[paragraph.start : end],
            scope=scope_below((), objects.paths), own_path=paragraph.path,
        )
    ]  # fmt: skip


def _objects(text: str, own: str, named: Named, paragraph: Paragraph, place: int) -> list[FoundRelation]:
    stop = min(paragraph.end, place + _LONGEST)
    inside = named.within(place, stop)
    if not inside or not _BETWEEN.fullmatch(own, place, inside[0].start):
        return []
    end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
    return [
        FoundRelation(
            "guides", each.citation, paragraph.start, end, text[paragraph.start : end], each.paths, paragraph.path,
            certainty="sure" if each.certain else "likely",
        )
        for each in find_objects(own, inside[0].start, stop, named).found
    ]  # fmt: skip


def _merged(found: list[FoundRelation]) -> list[FoundRelation]:
    """One relation a document and paragraph, with all its provisions; none of a whole whose provisions are named."""
    out: dict[tuple[object, ...], FoundRelation] = {}
    for each in found:
        mark = (key_of(each.citation), each.start)
        have = out.get(mark)
        out[mark] = replace(have, scope=tuple(dict.fromkeys((*have.scope, *each.scope)))) if have else each
    exact = {key_of(each.citation) for each in out.values() if each.scope}
    return [each for each in out.values() if each.scope or key_of(each.citation) not in exact]
