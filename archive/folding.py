"""Folding text for comparison and search. Stored text and quotations are never folded.

Sources: `domain/facts.md` section 5 (tone placement, i/y, đ), `tone_placement.csv`, `iy_variants.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWEL_PAIR = re.compile(rf"([oO])([{_TONES}])([aAeE])(?![^\W\d_])|(?<![qQ])([uU])([{_TONES}])([yY])(?![^\W\d_])")
_OPEN_Y = re.compile(rf"^([bcdđghklmnprstvx]|qu|th)y([{_TONES}]?)$")


def nfc(text: str) -> str:
    """Composed Unicode, with the look-alike Eth (Ð U+00D0, ð U+00F0) as the Vietnamese Đ, đ."""
    return unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("\u00f0", "đ")


@lru_cache(maxsize=65536)
def fold_tone_placement(text: str) -> str:
    """One spelling for hòa/hoà, khỏe/khoẻ, thúy/thuý: the newer, tone on the second vowel of open oa, oe, uy."""
    decomposed = unicodedata.normalize("NFD", text)
    # NFD puts ơ's horn and ư's horn before tones, so only plain o/u + tone + a/e/y match here.
    folded = _VOWEL_PAIR.sub(r"\1\3\2\4\6\5", decomposed)
    return unicodedata.normalize("NFC", folded)


@lru_cache(maxsize=65536)
def fold_syllable(syllable: str) -> str:
    """The search form of one syllable: NFC, lower case, one tone placement, i for an open y after one consonant.

    Tones stay: `án` and `an` remain different. `tay` and `thúy` keep their y;
    `kỹ` and `kĩ`, `lý` and `lí`, `quý` and `quí` meet.
    """
    text = fold_tone_placement(nfc(syllable).lower())
    decomposed = unicodedata.normalize("NFD", text)
    match = _OPEN_Y.match(decomposed)
    if match:
        text = unicodedata.normalize("NFC", f"{match.group(1)}i{match.group(2)}")
    return text


_OLD_PLACE = re.compile(rf"(?:o[ae]|(?<!q)uy)[{_TONES}]$")
_USUAL_Y = re.compile(rf"^(?:(?:k|l|qu)i[{_TONES}]?|ti\u0309?|(?:m|h)i[\u0303\u0309]|hi)$")


@lru_cache(maxsize=65536)
def _usual(word: str) -> str:
    folded = unicodedata.normalize("NFD", fold_syllable(word))
    if _OLD_PLACE.search(folded):
        folded = f"{folded[:-2]}{folded[-1]}{folded[-2]}"
    elif _USUAL_Y.match(folded):
        folded = folded.replace("i", "y")
    elif not _OPEN_I.match(folded):
        return word
    usual = unicodedata.normalize("NFC", folded)
    return usual.upper() if word.isupper() else usual.capitalize() if word[0].isupper() else usual


_OPEN_I = re.compile(rf"^(?:[bcdđghklmnprstvx]|th)i[{_TONES}]?$")
_WORD = re.compile(r"[^\W\d_]+")


def usual_spelling(text: str) -> str:
    """A composed text with every syllable as the texts of the national code mostly write it: `hòa` for hoà, `kỹ` for
    kĩ, `sĩ` for sỹ. For models that tell them apart; the index does not."""
    return _WORD.sub(lambda match: _usual(match.group()), text)


@lru_cache(maxsize=65536)
def unaccent(text: str) -> str:
    """Without tones and vowel marks, đ as d; case kept. `Nghị định` gives `Nghi dinh`."""
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D").replace("\u00d0", "D").replace("\u00f0", "d")


@cache
def plain_letters() -> dict[int, str]:
    """Every letter of Vietnamese as its plain one, small, for `str.translate` of a whole archive."""
    return {code: unaccent.__wrapped__(chr(code)).lower() for code in (*range(0xC0, 0x1F00), *range(0x41, 0x5B))}


_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w\s]|_", re.UNICODE)


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def without_unseen(text: str) -> str:
    """A typed or pasted line without the characters that nobody sees: soft hyphens, spaces of no width, marks of
    direction."""
    return _UNSEEN.sub("", text)


def squeeze(text: str) -> str:
    """Every run of white space as one space, ends trimmed."""
    return _SPACE.sub(" ", text).strip()


def fold_for_comparison(text: str) -> str:
    """For comparing titles and names: lower case, one tone placement, no punctuation, single spaces; tones kept."""
    words = _NOT_WORD.sub(" ", nfc(text).lower()).split()
    return " ".join(fold_syllable(word) for word in words)
