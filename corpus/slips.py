"""Questions as hurried fingers type them: without tones, with one slip, or as the raw keystrokes of Telex and VNI.

For measuring only. Everything follows from the text itself, so that the same question is always spoilt in the same way.
"""

from __future__ import annotations

import hashlib
import random
import unicodedata
from collections.abc import Callable

from archive.folding import unaccent

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TELEX_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX_MARKS = {"\u0302": "", "\u031b": "w", "\u0306": "w"}
_VNI_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}


def toneless(text: str) -> str:
    """Without tones, marks and bars."""
    return unaccent(text)


def one_slip(text: str) -> str:
    """With one letter of a word of four letters or more left out, doubled, swapped with the next, or hit beside."""
    chance = random.Random(hashlib.sha256(text.encode()).digest())
    places = [
        place
        for place in range(1, len(text) - 1)
        if text[place].isalpha() and _word_length(text, place) >= 4 and text[place - 1].isalpha()
    ]
    if not places:
        return text
    place = chance.choice(places)
    letter = text[place]
    kind = chance.choice(("out", "double", "swap", "beside"))
    if kind == "swap" and text[place + 1].isalpha() and text[place + 1] != letter:
        return text[:place] + text[place + 1] + letter + text[place + 2 :]
    if kind == "beside":
        return text[:place] + _beside(letter, chance) + text[place + 1 :]
    if kind == "double":
        return text[:place] + letter + text[place:]
    return text[:place] + text[place + 1 :]


def _word_length(text: str, place: int) -> int:
    start = end = place
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return end - start


def _beside(letter: str, chance: random.Random) -> str:
    """A neighbour of a letter on the keyboard, its tone lost."""
    plain = unaccent(letter).lower()
    for row in _ROWS:
        at = row.find(plain)
        if at >= 0:
            return chance.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)])
    return plain


def telex(text: str) -> str:
    """As the keys of Telex, the tone typed at the end of its syllable: `coong tacs daan vaanj`."""
    return _keys(text, _telex_letter, _TELEX_TONES)


def vni(text: str) -> str:
    """As the keys of VNI, each sign behind its letter or at the end of its syllable."""
    return _keys(text, _vni_letter, _VNI_TONES)


def _telex_letter(letter: str, marks: str) -> str:
    if letter in "đĐ":
        return "dd" if letter == "đ" else "DD"
    return letter + "".join(letter if mark == "\u0302" else _TELEX_MARKS.get(mark, "") for mark in marks)


def _vni_letter(letter: str, marks: str) -> str:
    if letter in "đĐ":
        return "d9" if letter == "đ" else "D9"
    return letter + "".join(_VNI_MARKS.get(mark, "") for mark in marks)


def _keys(text: str, spell: Callable[[str, str], str], tones: dict[str, str]) -> str:
    out: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFC", text):
        if not letter.isalpha():
            out += [tone, letter]
            tone = ""
            continue
        base, *marks = list(unicodedata.normalize("NFD", letter))
        tone = next((tones[mark] for mark in marks if mark in tones), tone)
        out.append(spell(base, "".join(mark for mark in marks if mark not in tones)))
    return "".join([*out, tone])


VARIANTS: dict[str, Callable[[str], str]] = {
    "as typed": lambda text: text,
    "toneless": toneless,
    "one slip": one_slip,
    "telex": telex,
    "vni": vni,
}
