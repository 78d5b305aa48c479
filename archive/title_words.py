"""The words of a title as titles are compared: folded, no connecting words, dates and abbreviations in one form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from archive.agency_levels import provinces_by_name
from archive.folding import fold_for_comparison, nfc, unaccent

_ABBREVIATIONS = {
    # Those whose letters are not simply the initials of the words they stand for.
    "tw": "trung ương", "tư": "trung ương", "bchtw": "ban chấp hành trung ương", "ttg": "thủ tướng chính phủ",
    "vn": "việt nam", "chxhcn": "cộng hoà xã hội chủ nghĩa", "qcdc": "quy chế dân chủ",
}  # fmt: skip
_LAW_WORDS = (("bộ", "luật"), ("luật",), ("pháp", "lệnh"))

_UNREAD = re.compile(r"\(\s*(?:title not read|chưa đọc được tiêu đề)\s*\)", re.IGNORECASE)
_UNVERIFIED = re.compile(r"\(\s*exact title unverified\s*\)", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:v/v|về việc|về)\b[\s:]*", re.IGNORECASE)
QUOTES = "\"'“”„«»‘’*"
DATES = re.compile(
    r",?\s*ngày\s+(\d{1,2})\s*(?:tháng\s+(\d{1,2})\s+năm\s+|[/.-]\s*(\d{1,2})\s*[/.-]\s*)(\d{4})", re.IGNORECASE
)
_ASIDE = re.compile(r"\([^()]*\)?")
TYPE_LEAD = re.compile(
    r"^(?:nghị định|thông tư|quyết định|chỉ thị|nghị quyết)\s+(?=quy|về|ban|sửa|hướng)", re.IGNORECASE
)


def title_read(title: str) -> str:
    """The title that a record really holds, without the registry's marks; "" where it was not read."""
    return "" if _UNREAD.search(title) else _UNVERIFIED.sub("", title).strip()


def title_certain(title: str) -> bool:
    """False for a title that can neither confirm nor refute: not read, or its exact wording unverified."""
    return bool(title.strip()) and not _UNREAD.search(title) and not _UNVERIFIED.search(title)


def without_about(title: str) -> tuple[str, str]:
    """(`về việc`, the rest): the connecting words in front of a title as printed, and what follows, quotes kept."""
    match = _ABOUT.match(title)
    return (title[: match.end()].strip(), title[match.end() :]) if match else ("", title)


def title_words(title: str, other: str) -> list[str]:
    """Folded words without connecting words; dates only where the other side has them; abbreviations spelled out."""
    text = nfc(title).strip().strip(QUOTES).strip()
    text = TYPE_LEAD.sub("", text, count=1)
    text = _ABOUT.sub("", text, count=1).strip(QUOTES)
    if "(" not in other:
        text = _ASIDE.sub(" ", text)
    if ":" not in other and len(text.partition(":")[0].split()) > 2:
        text = text.partition(":")[0]
    text = DATES.sub(_plain_date if DATES.search(nfc(other)) else " ", text)
    known = fold_for_comparison(other).split()
    if text.isupper():  # capitals say nothing there
        return fold_for_comparison(text).split()
    return [word for token in re.findall(r"\w+", text) for word in _spelled_out(token, known)]


def _plain_date(date: re.Match[str]) -> str:
    """One spelling for `ngày 13 tháng 6 năm 2019` and `ngày 13/06/2019`."""
    return f" ngày {int(date[1])} {int(date[2] or date[3])} {date[4]}"


def _spelled_out(token: str, other: Sequence[str]) -> Sequence[str]:
    """`UBND` as the words of the other side whose initials it is; a few fixed ones that initials cannot give."""
    word = fold_for_comparison(token)
    if word in other or sum(letter.isupper() for letter in token) < 2 or not token.isalpha():
        return word.split()
    if word in _ABBREVIATIONS:
        return fold_for_comparison(_ABBREVIATIONS[word]).split()
    letters = unaccent(word)
    initials = "".join(unaccent(each)[0] for each in other)
    at = initials.find(letters)
    return other[at : at + len(letters)] if at >= 0 else (word,)


def without_law_word(words: list[str]) -> list[str]:
    for law in _LAW_WORDS:
        if [unaccent(word) for word in words[: len(law)]] == [unaccent(word) for word in law] and len(words) > len(law):
            return words[len(law) :]
    return words


NUMBER = re.compile(
    r"\d+[a-z]?(?:\.\d+)?\s?[/-]\s?(?:(?:19|20)\d\d\s?[/-]?\s?)?[A-ZĐƯ][\w&]*(?:\s?[/-]\s?[\dA-ZĐƯ][\w&]*)*"
)
"""The number of another document inside a title; `2021 - 2030` is none."""


def plain_number(number: str) -> str:
    return re.sub(r"\W", "", unaccent(number)).upper()


@cache
def _provinces() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, provinces_by_name()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:tỉnh|thành phố)((?: (?:và |tỉnh |thành phố )*(?:{names})(?!\w))+)")


@cache
def _one_province() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, provinces_by_name()), key=len, reverse=True)))


def provinces_named(words: Sequence[str]) -> frozenset[str]:
    """The provinces that the words of a title name behind `tỉnh` or `thành phố`, one or several."""
    text = " ".join(words)
    if "tỉnh" not in words and "phố" not in words:
        return frozenset()
    return frozenset(name for found in _provinces().finditer(text) for name in _one_province().findall(found.group(1)))
