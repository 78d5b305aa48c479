"""Party congress terms and plenums: what `khóa XI` and `Trung ương 7 khóa XI` say about a date.

Party numbers run per type per congress term (Hướng dẫn 05-HD/VPTW; `domain/facts.md` section 1), so a term is real
evidence between several documents of one number. The days below are general knowledge: they narrow candidates and
are never shown as facts about a document.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from archive.folding import fold_for_comparison

# First and last day of each congress. A document signed while a congress sat may belong to either term.
_CONGRESSES: tuple[tuple[str, date, date], ...] = (
    ("VI", date(1986, 12, 15), date(1986, 12, 18)),
    ("VII", date(1991, 6, 24), date(1991, 6, 27)),
    ("VIII", date(1996, 6, 28), date(1996, 7, 1)),
    ("IX", date(2001, 4, 19), date(2001, 4, 22)),
    ("X", date(2006, 4, 18), date(2006, 4, 25)),
    ("XI", date(2011, 1, 12), date(2011, 1, 19)),
    ("XII", date(2016, 1, 20), date(2016, 1, 28)),
    ("XIII", date(2021, 1, 25), date(2021, 2, 1)),
    ("XIV", date(2026, 1, 19), date(2026, 1, 25)),
)

# Signing days of the resolutions that a plenum passed: they are signed days or weeks after it closed.
PLENUM_RESOLUTIONS: dict[tuple[str, str], tuple[date, ...]] = {
    ("VI", "8"): (date(1990, 3, 27),),
    ("VIII", "5"): (date(1998, 7, 16),),
    ("IX", "7"): (date(2003, 3, 12),),
    ("X", "7"): (date(2008, 7, 25), date(2008, 8, 5), date(2008, 8, 6)),
    ("XI", "4"): (date(2012, 1, 16),),
    ("XI", "5"): (date(2012, 6, 1),),
    ("XI", "6"): (date(2012, 10, 31), date(2012, 11, 1)),
    ("XI", "7"): (date(2013, 6, 3),),
    ("XI", "8"): (date(2013, 10, 25), date(2013, 11, 4)),
    ("XI", "9"): (date(2014, 6, 9),),
    ("XII", "4"): (date(2016, 10, 30), date(2016, 11, 1), date(2016, 11, 5)),
    ("XII", "5"): (date(2017, 6, 3),),
    ("XII", "6"): (date(2017, 10, 25),),
    ("XII", "7"): (date(2018, 5, 19), date(2018, 5, 21), date(2018, 5, 23)),
    ("XII", "8"): (date(2018, 10, 22),),
    ("XIII", "5"): (date(2022, 6, 16),),
    ("XIII", "6"): (date(2022, 11, 9), date(2022, 11, 17)),
    ("XIII", "8"): (date(2023, 11, 24),),
}


def terms_of(day: date) -> frozenset[str]:
    """Congress terms a Party document of this day may belong to: one, two while a congress sat, none before VI."""
    found: set[str] = set()
    for index, (name, opened, closed) in enumerate(_CONGRESSES):
        following = _CONGRESSES[index + 1][2] if index + 1 < len(_CONGRESSES) else date.max
        if opened <= day <= following:
            found.add(name)
        if opened <= day <= closed and index:
            found.add(_CONGRESSES[index - 1][0])
    return frozenset(found)


def term_in(text: str) -> str:
    """The term that a name carries: `Ban Chấp hành Trung ương Đảng (khóa XI)` gives `XI`, "" where none."""
    words = fold_for_comparison(text).split()
    for before, word in pairwise(words):
        if before in {"khoá", "khóa"} and word and set(word) <= set("ivx"):
            return word.upper()
    return ""
