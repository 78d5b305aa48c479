"""How units are numbered: Roman numerals, the letters of points, and the numbers that follow one another.

Points take the letters of the Vietnamese alphabet, `a b c d đ e g h i k l …`; inserted units are `Điều 5a`,
`khoản 2a`, but `điểm a1` (Luật 64/2025/QH15 and its decree, Điều 69; domain facts section 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.provisions import Provision

# f, j, w and z are not Vietnamese letters but stand in real lists; they keep their Latin places.
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_SKIPPED = frozenset("fjwz")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"^(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_ORDINALS = {
    "nhất": 1,
    "nhat": 1,
    "hai": 2,
    "nhì": 2,
    "ba": 3,
    "tư": 4,
    "tu": 4,
    "bốn": 4,
    "năm": 5,
    "nam": 5,
    "sáu": 6,
    "sau": 6,
    "bảy": 7,
    "bay": 7,
    "tám": 8,
    "tam": 8,
    "chín": 9,
    "chin": 9,
    "mười": 10,
    "muoi": 10,
}

Key = tuple[int, int]
"""A number and the place of its inserted letter: `5` is (5, 0), `5a` is (5, 1), `5b` is (5, 2), `5đ` is (5, 5)."""


def roman_value(text: str) -> int:
    """The value of a Roman numeral up to 399, 0 if it is not one."""
    text = text.upper()
    if not text or not _ROMAN.match(text):
        return 0
    total = 0
    for here, after in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN_VALUES[here]
        total += -value if after and _ROMAN_VALUES[after] > value else value
    return total


def roman(value: int) -> str:
    """The Roman numeral of a number from 1 to 399."""
    out = ""
    for step, numeral in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while value >= step:
            out += numeral
            value -= step
    return out


def ordinal_value(word: str) -> int:
    """`nhất` is 1, `hai` 2, … `mười` 10; 0 for any other word."""
    return _ORDINALS.get(word.lower(), 0)


def suffix_key(suffix: str) -> int:
    """The place of an inserted letter: "" 0, a 1, b 2, c 3, d 4, đ 5 …; two letters (`aa`) go past all single ones."""
    place = 0
    for letter in suffix.lower():
        place = place * 30 + LETTERS.find(letter) + 1
    return place


def letter_key(letter: str, digit: str = "") -> Key:
    """`a)` is (1, 0), `đ)` (5, 0), `a1)` (1, 1)."""
    return LETTERS.find(letter.lower()) + 1, int(digit or 0)


def follows(key: Key, last: Key, *, letters: bool = False) -> bool:
    """Whether `key` is the very next number after `last`: 5 after 4, 5a after 5, 5b after 5a, 6 after 5b.

    With `letters`, over the alphabet of points: e after d or đ, g after e or f.
    """
    (number, inserted), (before, last_inserted) = key, last
    if number == before:
        return inserted == last_inserted + 1
    if inserted > 1:
        return False
    if not letters:
        return number == before + 1
    if number <= before:
        return False
    return all(LETTERS[place - 1] in _SKIPPED or LETTERS[place - 1] == "đ" for place in range(before + 1, number))


def choose_sequence(
    keys: Sequence[Key], *, start_anywhere: bool = False, letters: bool = False, doubts: Sequence[int] = ()
) -> list[int]:
    """Which of the numbers found, in text order, are the series itself; the rest are references and quotations.

    A number that is next in the series is taken. A number further on is taken only if the one that should come
    now never comes later (a real gap); a number that goes back never is. `doubts[i]` says how doubtful a place is
    (`Marker.doubt`): it gives way to a surer one of the same number that follows, and one that looks like the tail
    of a sentence (2) is taken only where it is the very next number.
    Returns the places of the chosen ones in `keys`.
    """
    places: dict[Key, int] = {key: place for place, key in enumerate(keys)}
    surer = _surer_later(keys, doubts)
    chosen: list[int] = []
    last: Key = (0, 0)
    swapped: Key | None = None
    for place, key in enumerate(keys):
        if key == swapped:
            # 51, 53, 52, 54: the one that was passed over stands one place late.
            chosen.append(place)
            swapped = None
            continue
        if doubts and (surer[place] or (doubts[place] > 1 and not follows(key, last))):
            continue
        if follows(key, last, letters=letters) or (not chosen and start_anywhere):
            chosen.append(place)
            last = key
        elif key > last:
            expected = (last[0] + 1, 0)
            later = places.get(expected, -1)
            if later > place and expected != key:
                two_on, three_on = (last[0] + 2, 0), (last[0] + 3, 0)
                if key != two_on or places[key] != place or not later < places.get(three_on, -1):
                    continue
                swapped = expected
            if not chosen and not start_anywhere and not letters and key[0] > 2 and not doubts:
                continue
            chosen.append(place)
            last = key
    return chosen


def _surer_later(keys: Sequence[Key], doubts: Sequence[int]) -> list[bool]:
    """Place by place, whether the same number comes again further on with less doubt."""
    least: dict[Key, int] = {}
    found = [False] * len(keys)
    for place in range(len(doubts) - 1, -1, -1):
        key, doubt = keys[place], doubts[place]
        found[place] = least.get(key, doubt) < doubt
        least[key] = min(doubt, least.get(key, doubt))
    return found


_ARTICLE = re.compile(r"^((?:kemtheo:[^/]+/)?)dieu:(\d+)([a-zđ]*)((?:~\d+)?)$")


def missing_articles(provisions: Iterable[Provision]) -> list[str]:
    """What is odd in the numbering of a document's own articles, and of each regulation promulgated with it.

    One sentence part a case, in Vietnamese as a citation is written: `thiếu Điều 12`, `lặp Điều 7`,
    `thiếu Điều 2 Quy chế`. Quoted articles and annexes are left out. Empty when the articles run 1, 2, 3 … n.
    """
    found: list[str] = []
    seen: dict[str, set[int]] = {}
    tails: dict[str, str] = {}
    for provision in provisions:
        match = None if provision.quoted else _ARTICLE.match(provision.path)
        if match is None:
            continue
        prefix, number, suffix, repeat = match.group(1), int(match.group(2)), match.group(3), match.group(4)
        name = provision.label.partition(" ")[2].partition(" ")[2]
        tails[prefix] = f" {name}" if name and prefix else ""
        if repeat:
            found.append(f"lặp Điều {number}{suffix}{tails[prefix]}")
        seen.setdefault(prefix, set()).add(number)
    for prefix, numbers in seen.items():
        lost = sorted(set(range(1, max(numbers) + 1)) - numbers)
        found.extend(f"thiếu Điều {number}{tails[prefix]}" for number in lost)
    return found
