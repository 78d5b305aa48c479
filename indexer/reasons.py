"""Why a unit was found, in a few words."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from indexer.analysis import LIGHT, fold_tokens, folded_stream, scan_spans, syllables

EXACT_REASONS = {
    "number": ("đúng số, ký hiệu", "exact number"),
    "title": ("đúng tên văn bản", "exact title"),
    "date": ("đúng ngày ban hành", "issued on this day"),
    "provision": ("đúng điều, khoản", "exact provision"),
    "listed": ("trong bộ lọc", "within the filters"),
    "article": ("đúng điều, không có khoản, điểm đã hỏi", "exact article, without the clause or point asked for"),
}
MEANING = "meaning"
"""Name of what meaning brought among the parts of a hit's score."""


class Meant(ChainMap[str, float]):
    """The parts of the score of a hit that is close in meaning; those by words are made when they are looked at."""

    def __init__(self, cosine: float, by_words: Mapping[str, float]) -> None:
        super().__init__({MEANING: cosine}, cast(dict[str, float], by_words))


MEANING_REASON = ("gần nghĩa với câu tìm", "close in meaning")
LAWS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
"""Types that stand a little earlier among what answers as well: a law before the circular that repeats it."""
LAW_REASON = ("văn bản luật nên xếp lên trước", "a law, so a little earlier")
EXPIRED_REASON = ("hết hiệu lực nên xếp lùi", "no longer in force, so a little later")
_LEAST_RUN = 3


def reasons(
    query: str, phrases: Sequence[str], title: str, heading: str, text: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Short phrases in Vietnamese and English, the strongest first. `text` is what is shown of the unit."""
    vi: list[str] = []
    en: list[str] = []
    spans, asked, wanted = _read(query)
    held = folded_stream(text)
    for phrase in phrases:
        vi.append(f"khớp cụm từ “{phrase}”")
        en.append(f"has the phrase “{phrase}”")
    if wanted and wanted <= _held(title):
        vi.append("có trong tên văn bản")
        en.append("in the title")
    if heading and len(wanted & _held(heading)) * 2 >= max(len(wanted), 1):
        vi.append("có trong tiêu đề điều")
        en.append("in the heading")
    for (raw, _, _), term in zip(spans, asked, strict=True):
        if not raw.isalnum() and term and term in held:
            vi.append(f"nhắc đến {raw}")
            en.append(f"mentions {raw}")
    if not phrases:
        first, size = _longest_run(asked, held)
        if size >= _LEAST_RUN and sum(term not in LIGHT for term in asked[first : first + size]) >= 2:
            run = query[spans[first][1] : spans[first + size - 1][2]].strip()
            vi.append(f"khớp cụm từ “{run}”")
            en.append(f"has the phrase “{run}”")
    if not vi and not wanted.isdisjoint(held):
        count = len(wanted.intersection(held))
        vi.append(f"có {count}/{len(wanted)} từ của câu tìm")
        en.append(f"{count} of {len(wanted)} words of the query")
    return tuple(vi), tuple(en)


@lru_cache(maxsize=64)
def _read(query: str) -> tuple[tuple[tuple[str, int, int], ...], tuple[str, ...], frozenset[str]]:
    """Tokens of a query with their places, their search forms, and those that are no stop words."""
    spans = tuple(scan_spans(query))
    asked = tuple(fold_tokens([raw for raw, _, _ in spans]))
    return spans, asked, frozenset(term for term in asked if term and term not in LIGHT)


@lru_cache(maxsize=8192)
def _held(title: str) -> frozenset[str]:
    return frozenset(syllables(title))


def _longest_run(asked: Sequence[str], held: Sequence[str]) -> tuple[int, int]:
    """Where in the query the longest stretch begins that the text has as well, and its number of syllables."""
    places: dict[str, list[int]] = {term: [] for term in asked if term}
    for place, term in enumerate(held):
        if term in places:
            places[term].append(place)
    best, most = 0, 0
    for start, term in enumerate(asked):
        for place in places.get(term, ()):
            if start and place and asked[start - 1] and asked[start - 1] == held[place - 1]:
                # Goes on with a stretch that was looked at.
                continue
            size = 1
            while (
                start + size < len(asked)
                and place + size < len(held)
                and asked[start + size]
                and asked[start + size] == held[place + size]
            ):
                size += 1
            if size > most:
                best, most = start, size
    return best, most
