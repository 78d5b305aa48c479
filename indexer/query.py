"""Understanding what a user typed: a number, a provision of a document, a quoted phrase, or words.

Rules only; what they name is looked up by `indexer.search`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.citations.titles import CODE_NAMES
from archive.dates import find_dates
from archive.folding import nfc, squeeze
from archive.number_guesses import rearranged_number
from archive.numbers import NumberQuery, parse_number_query
from indexer.analysis import LIGHT, quoted, syllables

_D, _K, _P = r"(?:điều|dieu)", r"(?:khoản|khoan)", r"(?:điểm|diem)"
_ARTICLE = rf"{_D}\s*(?:số\s*|so\s*)?(\d{{1,4}}[a-zđ]?)"
_CLAUSE = rf"{_K}\s*(?:số\s*|so\s*)?(\d{{1,3}}[a-zđ]?)"
# d and đ are different points, so a point is read as typed; beside a toneless `diem` it may be either.
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
_YEAR = re.compile(r"[\s,(]+(?:năm\s+|nam\s+)?((?:19|20)\d\d)\)?$", re.IGNORECASE)
_DATE_LEAD = re.compile(r"[\s,;(]*(?:(?<!\w)(?:ngày|ngay))?[\s,;(]*$", re.IGNORECASE)
_BARE_POINT = re.compile(r"(?<!\w)diem\s*d", re.IGNORECASE)
_RESTORED_POINT = re.compile(r"(?<!\w)((?:điểm|điềm|diem)\s*)đ(?=\d?(?!\w))", re.IGNORECASE)
# BLLĐ is met without its bar as well. Not where it stands in a number.
_CODES = {**CODE_NAMES, "blld": CODE_NAMES["bllđ"]}
_CODE = re.compile(rf"(?<![\w/.-])(?:{'|'.join(_CODES)})(?![\w/-])", re.IGNORECASE)


# `Đ.35, k.2`: as articles and clauses are shortened in notes.
_SHORT_ARTICLE = re.compile(r"(?<![\w/.-])[ĐđDd]\.\s?(?=\d{1,3}[a-zđ]?(?!\w))")
_SHORT_CLAUSE = re.compile(r"(?<![\w/.-])[Kk]\.\s?(?=\d{1,2}(?!\w))")


# `k2 đ5 nđ 30/2020`, `K2Đ5`, `a k2 đ5`, `Đ35 BLLĐ`: letters for words, beside a document alone.
_GLUED = re.compile(r"(?<![\w/.-])((?:đ[a-zđ]?|k)\.?\d{0,4}?|[đd]\.?\d{1,4})(?=(?:k\.?|[đd]\.?)\d)", re.IGNORECASE)
_LETTERS = (
    (re.compile(r"(?<![\w/.-])k\.?\s?(?=\d{1,3}[a-zđ]?(?![\w/-]))", re.IGNORECASE), "khoản "),
    (re.compile(r"(?<![\w/.-])(?:đ\.?\s?|d\.?)(?=\d{1,4}[a-zđ]?(?![\w/-]))", re.IGNORECASE), "Điều "),
    (
        re.compile(r"(?<![\w/.-])(?<!điểm )(?<!diem )[đd]?\.?([a-zđ])\s+(?=(?:khoản|Điều) \d)", re.IGNORECASE),
        r"điểm \1 ",
    ),
)
_NAMED = re.compile(
    r"(?<!\w)(?:bộ luật|luật|pháp lệnh|hiến pháp|bo luat|luat|phap lenh|hien phap)(?!\w)", re.IGNORECASE
)


def _spelled_out(text: str) -> str:
    """A text with the letters for article, clause and point spelled out, where they stand beside a document's number or
    name; else as it is."""
    spelled = text
    for _ in range(2):
        spelled = _GLUED.sub(r"\1 ", spelled)
    for pattern, word in _LETTERS:
        spelled = pattern.sub(word, spelled)
    if spelled == text:
        return text
    pinpoints, rest = _take_pinpoint(spelled)
    if not pinpoints or not rest:
        return text
    return spelled if _NAMED.search(rest) or rearranged_number(rest) or parse_number_query(rest) else text


@dataclass(frozen=True)
class Understood:
    """What a query says.

    `text` the query, composed and squeezed; `number` where it asks for a document by number, with `rest` the words
    beside it; `pinpoint` the path of the provision asked for (`dieu:5/khoan:2/diem:a`), "" where none; `title` what is
    left when pinpoint and year or date are taken away: the title of a document, perhaps; `year` the year it ends with,
    "" where none; `phrases` the quoted parts; `issued` the day it ends with; `dated` the title with its year or day as
    typed. `pinpoints` are all paths that may be meant: `pinpoint` first, then with đ where a toneless query has d.
    `route` is number, phrase or words by the query alone; search may find that it is a provision or a title.

    The codes' short names (`BLLĐ`) are spelled out in all but phrases.
    """

    text: str
    route: str
    number: NumberQuery | None
    pinpoint: str
    title: str
    year: str
    phrases: tuple[str, ...]
    issued: date | None = None
    dated: str = ""
    pinpoints: tuple[str, ...] = ()

    @property
    def rest(self) -> str:
        """Words beside the number, "" where there is no number."""
        return self.number.rest if self.number else ""


def _take_pinpoint(text: str) -> tuple[tuple[str, ...], str]:
    """The pinpoint's possible paths and the text without it. Two articles, a range or a list are words, not one
    provision."""
    if len(re.findall(rf"(?<!\w){_D}\s*\d", text, re.IGNORECASE)) != 1:
        return (), text
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
        paths = [path]
        if point and _BARE_POINT.search(match.group()):
            paths.append(f"{path.rpartition(':')[0]}:{point.lower().replace('d', 'đ')}")
        before, after = text[: match.start()], text[match.end() :]
        rest = squeeze(f"{_LINK.sub('', before.strip())} {_LINK.sub('', after.strip(' ,;:'))}").strip(" ,;:")
        return tuple(paths), rest
    return (), text


def _take_version(title: str) -> tuple[str, str, date | None]:
    """A title without the day or year it ends with; the year, "" where there is none or a day; the day."""
    end = title.rstrip(" ).,;")
    for found in find_dates(title):
        if found.value and found.end >= len(end):
            return _DATE_LEAD.sub("", title[: found.start]), "", found.value
    match = _YEAR.search(title)
    return (title[: match.start()].strip(" ,;"), match.group(1), None) if match else (title, "", None)


def points_as_typed(restored: str) -> str:
    """A query whose tones were restored, with `điểm đ` as it was typed, `d`: either of the two may be meant."""
    return _RESTORED_POINT.sub(r"\1d", restored)


def understand(query: str) -> Understood:
    """Read a query. Never fails: what is nothing else is words."""
    text = squeeze(nfc(query))
    phrases = quoted(text)
    if phrases:
        return Understood(text, "phrase", None, "", "", "", phrases)
    text = _CODE.sub(lambda found: _CODES[found.group().lower()], text)
    text = _spelled_out(_SHORT_CLAUSE.sub("khoản ", _SHORT_ARTICLE.sub("Điều ", text)))
    pinpoints, without = _take_pinpoint(text)
    number = (rearranged_number(without) or parse_number_query(without)) if without else None
    title, year, issued = _take_version(without)
    route, pinpoint = "number" if number else "words", pinpoints[0] if pinpoints else ""
    return Understood(text, route, number, pinpoint, title, year, (), issued, without, pinpoints)


def has_content(text: str) -> bool:
    """Whether anything in a query can be searched for: a number, or a word that is neither a stop word nor a single
    plain letter. Without one, half the archive would match (`.*(?:[a-z]+)+$`)."""
    return any(
        any(c.isdigit() for c in term) or (term not in LIGHT and (len(term) > 1 or not term.isascii()))
        for term in syllables(text)
    )
