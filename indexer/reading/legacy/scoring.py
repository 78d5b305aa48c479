"""How well a word reads as it stands, and how well under each encoding.

A word that becomes a Vietnamese syllable speaks for an encoding, one that becomes none speaks against it, and so does a
sign (`©`, `®`, `¬`) left inside a word. The scale is small on purpose: many words decide, not one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.reading.legacy.charsets import CHARSETS, Span, join
from indexer.syllables import is_syllable

STAY = "stay"
_SYLLABLE = 2.0
_WRONG = -2.0
_WORD = re.compile(r"[^\W\d_]+")
# Vietnamese letters that no page of the old encodings shows: such a word is Unicode.
_UNICODE_ONLY = re.compile(r"[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323]")
_SIGN = (
    r"[\u0080-\u009f¡-©«-´¶-¹»-¿×÷ªµº\u00ad\u0192\u02c6\u02dc\u2020-\u2022\u2030\u2039\u203a\u20ac\u2122\u2212\u2219]"
)
_SIGN_IN_WORD = re.compile(rf"[A-Za-zÀ-ÿ]{_SIGN}|{_SIGN}[A-Za-zÀ-ÿ]")
_FRENCH = re.compile(r"(?i)où|[a-zéèêëàâçîïôûœ]+")
_WESTERN = re.compile(r"[A-ZÀ-Þ]?[a-zß-öø-ÿœ]+|[A-ZÀ-ÖØ-Þ]{2,}")
_VIQR = re.compile(r"(?i)[aeo]\^|a\(|[ou]\+|dd|[aeiouy][\^(+]?['`?~.](?=[a-z])")
_DOUBLE_O = re.compile("o[òóỏõọ]|ô[ồốổỗộ]")
_HYPHENS = "\u00ad\u2212"
_VNI_TONES = dict(zip("ùøûõïÙØÛÕÏ", "\u0301\u0300\u0309\u0303\u0323" * 2, strict=True))
_TONELESS = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY]")
_CAPITAL_VOWELS = frozenset(
    "AEIOUYÀ" + "".join(chr(code) for code in range(0xC0, 0x1F00) if chr(code).isupper())
) - set("Đ")
_MARKED = re.compile(r"(?i)[aeiouy][\^(+]?['`?~.]|\\['`?~.^(+d\\]")
_UNIT = re.compile(r"(?i)(?<![^\W\d_])(?:(?:[kcdm]?m|n|\d)[²³°º]|[µμ](?:m|g|l|s|f|a|v|w))(?!\w)")
_LETTER_WORDS = frozenset("àạởýủổôồốờừế")
# Degrees, minutes and seconds have the bytes of letters (`16°42’11”N`); only đ (đồng) stands at a figure.
_BY_FIGURE = re.compile(r"\d(?=[^\W\d_])(?![đĐ])[^\x00-\x7f]|(?=[^\W\d_])(?![đĐ])[^\x00-\x7f]\d")
_QUOTES = re.compile("[\u2013\u2014\u2018-\u201d\u2026]")


@lru_cache(maxsize=1 << 17)
def decoded(token: str, encoding: str) -> tuple[Span, ...]:
    """One word chunk decoded, as spans that cover it."""
    spans = CHARSETS[encoding].spans(token)
    if encoding == "tcvn3" and ("\u00ad" in token or "\u2212" in token):
        spans = _without_hyphens(token, spans)
    elif encoding == "vni":
        spans = _late_marks(spans)
    elif encoding in ("vps", "viscii") and _QUOTES.search(token):
        spans = _with_quotes(token, spans, encoding)
    return tuple(spans)


def _without_hyphens(token: str, spans: list[Span]) -> list[Span]:
    """Word's optional hyphen and TCVN3's ư are one character: it is a ư only where it makes a syllable."""
    text = join(spans)
    if len(text) != len(spans):
        return spans
    out = list(spans)
    for match in _WORD.finditer(text):
        word, (start, end) = match.group(), match.span()
        if len(token) != len(spans) or is_syllable(word.lower()):
            continue
        places = [place for place in range(start, end) if token[place] in _HYPHENS]
        twice = [place for place in places if place - 1 in places]
        edge = [place for place in places if place in (start, end - 1)]
        for gone in (twice, edge):
            left = "".join(text[place] for place in range(start, end) if place not in gone)
            if gone and (is_syllable(left.lower()) or (len(left) < 3 and left.isascii())):
                for place in gone:
                    out[place] = ("" if token[place] == "\u00ad" else token[place], 1)
                break
    return out


def _with_quotes(token: str, spans: list[Span], encoding: str) -> list[Span]:
    """Quotation marks and dashes of Windows-1252 have the bytes of letters: they are what reads better."""
    parts = _QUOTES.split(token)
    marks = _QUOTES.findall(token)
    other = CHARSETS[encoding].spans(parts[0])
    for mark, part in zip(marks, parts[1:], strict=True):
        other += [(mark, 1), *CHARSETS[encoding].spans(part)]
    return max((spans, other), key=lambda one: sum(map(_vietnamese, _WORD.findall(join(one)))))


def _late_marks(spans: list[Span]) -> list[Span]:
    """VNI tone marks behind a letter that has a code of its own (`iï` for ị, `eâï` for ệ)."""
    out: list[Span] = []
    for text, length in spans:
        if out and text in _VNI_TONES:
            letter = unicodedata.normalize("NFC", out[-1][0] + _VNI_TONES[text])
            if len(letter) == 1 and letter != out[-1][0] and _TONELESS.match(out[-1][0]):
                out[-1] = (letter, out[-1][1] + length)
                continue
        out.append((text, length))
    return out


@lru_cache(maxsize=1 << 17)
def score(token: str, encoding: str) -> float:
    """How well `token` (no white space) reads: +2 for each syllable with a mark, -2 for each word that is none."""
    if encoding == STAY:
        return _stay(token)
    if _UNICODE_ONLY.search(token):
        return 2 * _WRONG
    text = join(decoded(token, encoding))
    if encoding == "viqr":
        return _viqr(token, text)
    total = 0.0
    for word in _WORD.findall(text):
        total += 0.0 if word.isascii() else _vietnamese(word)
    if len(token) == 1 and text.lower() not in _LETTER_WORDS:
        total = min(total, 0.0)
    total -= min(2, len(_SIGN_IN_WORD.findall(text)))
    total += _WRONG * len(_BY_FIGURE.findall(text))
    # `—`, `½` and the like have the bytes of letters, but alone they are what they look like.
    return total if any(char.isalpha() for char in token) else min(0.0, total)


def _vietnamese(word: str) -> float:
    lower = word.lower()
    if lower == "đ":
        return 0.0  # đồng, or the label of a point
    if "oo" in lower or "ôô" in lower or _DOUBLE_O.search(lower):
        return _WRONG / 2  # xoong, soóc: too rare to be taken for more than a chance reading
    if is_syllable(lower):
        return _SYLLABLE / 2 if len(word) == 1 else _SYLLABLE
    if word.isupper() and len(word) <= 6 and all(char.isascii() or char in "ĐƯ" for char in word):
        # QĐ, HĐND, TƯ. No other letter with a mark stands in an abbreviation: “TM.” in VPS would read ỀTM.Ể.
        return 1.0 if not any(char in _CAPITAL_VOWELS for char in word[1:-1]) else _WRONG
    return _WRONG


def _stay(token: str) -> float:
    total = -2.0 * min(2, len(_SIGN_IN_WORD.findall(token))) if not _UNICODE_ONLY.search(token) else 0.0
    plain = all(char.isascii() or not char.isalpha() for char in token)
    if plain and _VIQR.search(token) and _viqr(token, join(decoded(token, "viqr"))) > 0:
        total += _WRONG
    for word in _WORD.findall(token):
        if word.isascii() or word in "ªº" or (len(token) == 1 and token.lower() not in _LETTER_WORDS):
            continue  # a lone letter may be a mark of any kind
        if is_syllable(word.lower()) and (word[1:].islower() or word.isupper() or len(word) == 1):
            total += _SYLLABLE / 2 if len(word) == 1 else _SYLLABLE
        elif _UNICODE_ONLY.search(word):
            total += 1.0
        elif not _WESTERN.fullmatch(word) or sum(not c.isascii() for c in word) * 2 > len(word):
            total += _WRONG
        else:
            total += 1.0 if _FRENCH.fullmatch(word) else -1.0
    return total


def _viqr(token: str, text: str) -> float:
    """Only marks inside a word, and those no punctuation looks like, speak for VIQR: any sentence ends in `la.`"""
    if any(char.isalpha() and not char.isascii() for char in token):
        return min(0.0, _stay(token)) - 1.0
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    right = sum(_vietnamese(word) for word in words)
    return right if _VIQR.search(token) else min(0.0, right)


def informative(token: str) -> bool:
    """Whether a token can speak for or against any encoding."""
    if len(token) == 1 and (token == "\u2022" or "\uf020" <= token <= "\uf0ff"):
        return False  # a bullet
    if _UNIT.search(token):
        return False
    return not token.isascii() or _MARKED.search(token) is not None or _VIQR.search(token) is not None


def unicode_only(token: str) -> bool:
    """Whether it has a Vietnamese letter that no page of the old encodings shows."""
    return _UNICODE_ONLY.search(token) is not None


def western(token: str) -> bool:
    """A word of French, English or the like as it stands."""
    words = _WORD.findall(token)
    return bool(words) and not _SIGN_IN_WORD.search(token) and all(_WESTERN.fullmatch(word) for word in words)
