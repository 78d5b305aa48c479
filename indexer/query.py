"""Understanding what a user typed: a number, a provision of a document, a quoted phrase, or words.

Rules only; what they name is looked up by `indexer.search`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.folding import nfc, squeeze
from archive.numbers import NumberQuery, parse_number_query
from indexer.analysis import quoted

_D, _K, _P = r"(?:điều|dieu)", r"(?:khoản|khoan)", r"(?:điểm|diem)"
_ARTICLE = rf"{_D}\s*(?:số\s*|so\s*)?(\d{{1,4}}[a-zđ]?)"
_CLAUSE = rf"{_K}\s*(?:số\s*|so\s*)?(\d{{1,3}}[a-zđ]?)"
# d and đ are different points, so a point is read as typed.
_POINT = rf"{_P}\s*([a-zđ]\d?)"
_BETWEEN = r"(?:\s*,\s*|\s+(?:của\s+|cua\s+|thuộc\s+|thuoc\s+)?)"
_END = r"(?![\w/-])"
_PINPOINTS = (
    # điểm a khoản 2 Điều 5; khoản 2 Điều 5; điểm a Điều 5
    re.compile(
        rf"(?<!\w)(?={_P}|{_K})(?:{_POINT}{_BETWEEN})?(?:{_CLAUSE}{_BETWEEN})?{_ARTICLE}{_END}",
        re.IGNORECASE,
    ),
    # Điều 5 khoản 2 điểm a
    re.compile(rf"(?<!\w){_ARTICLE}(?:{_BETWEEN}{_CLAUSE})?(?:{_BETWEEN}{_POINT})?{_END}", re.IGNORECASE),
)
_LINK = re.compile(r"^(?:(?:của|cua|trong|tại|tai|theo|thuộc|thuoc)\s+)+|[\s,;]+$", re.IGNORECASE)
_YEAR = re.compile(r"[\s,]+(?:năm\s+|nam\s+)?((?:19|20)\d\d)$", re.IGNORECASE)


@dataclass(frozen=True)
class Understood:
    """What a query says.

    `text` the query, composed and squeezed; `number` where it asks for a document by number, with `rest` the words
    beside it; `pinpoint` the path of the provision asked for (`dieu:5/khoan:2/diem:a`), "" where none; `title` what is
    left when pinpoint and year are taken away: the title of a document, perhaps; `year` the year it ends with, "" where
    none; `phrases` the quoted parts. `route` is number, phrase or words by the query alone; search may find that it is
    a provision or a title.
    """

    text: str
    route: str
    number: NumberQuery | None
    pinpoint: str
    title: str
    year: str
    phrases: tuple[str, ...]

    @property
    def rest(self) -> str:
        """Words beside the number, "" where there is no number."""
        return self.number.rest if self.number else ""


def _take_pinpoint(text: str) -> tuple[str, str]:
    """The pinpoint's path and the text without it. Two articles, a range or a list are words, not one provision."""
    if len(re.findall(rf"(?<!\w){_D}\s*\d", text, re.IGNORECASE)) != 1:
        return "", text
    for shape, pattern in enumerate(_PINPOINTS):
        match = pattern.search(text)
        if match is None:
            continue
        point, clause, article = match.groups() if shape == 0 else (match[3], match[2], match[1])
        path = f"dieu:{article.lower()}"
        if clause:
            path += f"/khoan:{clause.lower()}"
        if point:
            path += f"/diem:{point.lower()}"
        before, after = text[: match.start()], text[match.end() :]
        return path, squeeze(f"{_LINK.sub('', before.strip())} {_LINK.sub('', after.strip(' ,;:'))}").strip(" ,;:")
    return "", text


def understand(query: str) -> Understood:
    """Read a query. Never fails: what is nothing else is words."""
    text = squeeze(nfc(query))
    phrases = quoted(text)
    if phrases:
        return Understood(text, "phrase", None, "", "", "", phrases)
    pinpoint, without = _take_pinpoint(text)
    number = parse_number_query(without) if without else None
    title, year = without, ""
    found = _YEAR.search(title)
    if found:
        title, year = title[: found.start()].strip(" ,;"), found.group(1)
    return Understood(text, "number" if number else "words", number, pinpoint, title, year, ())
