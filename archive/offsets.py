"""Reading text in a cleaned view while every position still refers to the text that the caller holds.

Rules of numbers, dates and citations are written once, for composed Unicode with plain spaces, hyphens and Latin
letters. Real files have NFD, no-break spaces, en dashes, Cyrillic look-alikes and zero-width characters. `cleaned`
gives the view and `Cleaned.span` leads back. Words are never changed, only the encoding of single characters.
Source: `domain/facts.md` section 5, `ocr_confusions.csv` (rows marked safe).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

# One character for one character, so that offsets hold without any bookkeeping.
_SAME_LENGTH = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2044\u2215\uff0f\u29f8", "/"),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    "\u00d0": "Đ",
    "\u0189": "Đ",
    "\u00f0": "đ",
    # Cyrillic and Greek letters that look like Latin ones; Vietnamese text has no other use for them.
    **dict(zip("АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ", strict=True)),
    **dict(zip("аеорсухіѕј", "aeopcyxisj", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
}
_TABLE = str.maketrans(_SAME_LENGTH)
_TO_TRANSLATE = re.compile("[" + "".join(_SAME_LENGTH) + "]")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_KEPT_SPACE = 24
# Invisible characters, a base letter with the marks that belong to it, or white space longer than any layout needs.
_TO_REWRITE = re.compile(rf"[{_INVISIBLE}]+|[^\W\d_][\u0300-\u036f]+|(?<=\s{{{_KEPT_SPACE}}})\s{{{_KEPT_SPACE},}}")


@dataclass(frozen=True)
class Cleaned:
    """`text` is the cleaned view of `raw`; `span` and `start` translate its offsets into offsets of `raw`."""

    raw: str
    text: str
    # Pieces of equal length on both sides, or rewritten ones: start in `text`, start in `raw`, lengths.
    _starts: list[int] = field(default_factory=list, repr=False)
    _pieces: list[tuple[int, int, int, int]] = field(default_factory=list, repr=False)

    def start(self, position: int) -> int:
        """Offset in `raw` of the character at `position` of `text`."""
        if not self._pieces:
            return position
        clean, raw, clean_length, raw_length = self._pieces[max(0, bisect_right(self._starts, position) - 1)]
        inside = position - clean
        if inside <= 0:
            return raw
        return raw + inside if clean_length == raw_length else raw + raw_length

    def end(self, position: int) -> int:
        """Offset in `raw` just behind the character before `position` of `text`."""
        if not self._pieces:
            return position
        if position <= 0:
            return 0
        clean, raw, clean_length, raw_length = self._pieces[max(0, bisect_right(self._starts, position - 1) - 1)]
        return raw + (position - clean) if clean_length == raw_length else raw + raw_length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` as a span of `raw`."""
        return self.start(start), self.end(end)


def same_length_clean(text: str) -> str:
    """Hyphens, slashes, spaces, Ð and look-alike letters in their plain form; every character keeps its place."""
    return text.translate(_TABLE) if _TO_TRANSLATE.search(text) else text


def _rewritten(found: str) -> str:
    if found[0] in _INVISIBLE:
        return ""
    if found[0].isspace():
        # Patterns that skip white space would take quadratic time on endless runs; line ends keep their meaning.
        return "\n" * min(2, found.count("\n")) + " "
    return unicodedata.normalize("NFC", found)


def cleaned(raw: str) -> Cleaned:
    """The cleaned view of `raw`: composed letters, plain hyphens, slashes and spaces, no invisible characters.

    Runs of white space are cut to some 25 characters, an empty line among them kept.
    """
    plain = same_length_clean(raw)
    first = _TO_REWRITE.search(plain)
    if first is None:
        return Cleaned(raw, plain)
    out: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, int, int, int]] = []
    done = length = 0
    match: re.Match[str] | None = first
    while match is not None:
        begin, end = match.span()
        if begin > done:
            starts.append(length)
            pieces.append((length, done, begin - done, begin - done))
            out.append(plain[done:begin])
            length += begin - done
        found = match.group()
        composed = _rewritten(found)
        if composed:
            starts.append(length)
            pieces.append((length, begin, len(composed), end - begin))
            out.append(composed)
            length += len(composed)
        done = end
        match = _TO_REWRITE.search(plain, end)
    if done < len(plain):
        starts.append(length)
        pieces.append((length, done, len(plain) - done, len(plain) - done))
        out.append(plain[done:])
    return Cleaned(raw, "".join(out), starts, pieces)
