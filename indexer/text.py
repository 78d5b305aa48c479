"""Repair of extracted text: characters only, never words.

Source: `domain/facts.md` section 5. What is mended are faults of encoding and extraction that a reader cannot see:
composition (NFC), combining marks cut off from their letter, Eth for Đ, zero-width characters, exotic spaces, soft
hyphens, control characters, ligatures, bullets from private fonts. Words, case, place of tone marks, quotation
marks, dashes and the number of spaces inside a line stay as they were. NFKC is never used: it would destroy text in
old encodings and change superscripts and quotes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.syllables import is_syllable

_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_TONES = "\u0300\u0301\u0303\u0309\u0323"

_SIMPLE = str.maketrans(
    {
        "\u00d0": "Đ",
        "\u0189": "Đ",
        "\u00f0": "đ",
        # Deprecated and look-alike forms of the Vietnamese combining tone marks.
        "\u0340": "\u0300",
        "\u0341": "\u0301",
        # Zero width, direction marks and invisible operators.
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060\u2061\u2062\u2063\u2064\u200e\u200f\u061c\u180e", ""),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
        "\u00ad": "",
        # Spaces that are not U+0020.
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        # Line and page ends.
        **dict.fromkeys("\u000b\u000c\u0085\u2028\u2029", "\n"),
        # A hyphen that must not be broken at is a hyphen.
        "\u2010": "-",
        "\u2011": "-",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }
)

# C0 and C1 controls except tab and line feed; lone surrogates; non-characters.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PRIVATE_BULLET = re.compile(r"(?m)^([ \t]*)[\ue000-\uf8ff](?=[ \t]|[^\W\d_])[ \t]*")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]+")
# A combining mark, or a letter with a tone mark that no Vietnamese word has (ṇ, ć): only such words need mending.
_SUSPICIOUS = re.compile(r"[\u0300-\u036f\u00d1\u00f1\u0106-\u010f\u0139-\u0161\u01f4-\u01f9\u1e00-\u1e9f]")
_SPACE_BEFORE_MARK = re.compile(rf"(?<=[^\W\d_]) +(?=[{_MARKS}])")
_WORD = re.compile(rf"(?:[^\W\d_][{_MARKS}]*)+")
_LONE_MARK = re.compile(rf"(?<![^\W\d_])(?<![{_MARKS}])[{_MARKS}]+")
_LINE_END_SPACE = re.compile(r"[ \t]+(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n{4,}")


def repair_text(raw: str) -> str:
    """The same words in clean Unicode. Idempotent; line breaks stay, three or more blank lines become one."""
    text = raw
    while True:
        repaired = _repair_once(text)
        if repaired == text:
            return text
        text = repaired


def _repair_once(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SIMPLE)
    text = _CONTROL.sub("", text)
    text = _PRIVATE_BULLET.sub(r"\1- ", text)
    text = _PRIVATE.sub("", text)
    text = _gather_marks(text)
    text = _LINE_END_SPACE.sub("", text)
    return _BLANK_LINES.sub("\n\n", text)


def _gather_marks(text: str) -> str:
    """Put combining marks that stand after a space or after a later letter back on their vowel.

    `sô` + space + acute, `viêc` + dot below, `điêu` + grave are what some PDF fonts and editors leave. NFC alone
    cannot mend them, and turns `n` + dot below into a foreign letter. A word is changed only where it is no
    Vietnamese spelling before and is one after, so that foreign names keep their letters, and hòa and hoà theirs.
    A mark without a letter before it is taken out.
    """
    if not _SUSPICIOUS.search(text):
        return unicodedata.normalize("NFC", text)
    if any(mark in text for mark in _MARKS):
        text = _LONE_MARK.sub("", _SPACE_BEFORE_MARK.sub("", text))
    return unicodedata.normalize("NFC", _WORD.sub(_mend_word, text))


def _mend_word(match: re.Match[str]) -> str:
    return _mended(match.group(0))


@lru_cache(maxsize=65536)
def _mended(word: str) -> str:
    composed = unicodedata.normalize("NFC", word)
    if word == composed and (word.isascii() or is_syllable(word)):
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = [c for c in letters if c in _TONES]
    if len(tones) != 1:
        return composed
    plain = letters.replace(tones[0], "")
    quality = [match.end() for match in re.finditer(r"(?i)[aeou][\u0302\u0306\u031b]", plain)]
    if quality:
        place = quality[-1]
    elif is_syllable(composed):
        return composed
    else:
        vowels = [match.end() for match in re.finditer(r"(?i)[aeiouy]", plain)]
        if not vowels:
            return composed
        place = vowels[-1]
    moved = unicodedata.normalize("NFC", plain[:place] + tones[0] + plain[place:])
    return moved if is_syllable(moved) else composed
