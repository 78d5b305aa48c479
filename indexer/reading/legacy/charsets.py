"""The five encodings as tables: letters to the characters that stand for them, and back.

A program that knows nothing of them shows the bytes of such a text as Latin-1 or Windows-1252; both are led
back to the byte. The tables (`tables/*.csv`, bytes in hexadecimal) are facts:
`domain/facts.md` section 5 (TCVN3, VNI, VPS, VIQR), RFC 1456 (VISCII, VIQR).
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLES = Path(__file__).parent / "tables"
NAMES = ("tcvn3", "vni", "vps", "viscii", "viqr")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))

# A piece of decoded text and how many source characters it stands for.
Span = tuple[str, int]


@dataclass(frozen=True)
class Charset:
    """`sequences` from the characters of one to three bytes to a letter; `shares_case`: some letters have no capital
    of their own, which a font ending in H or the words around it show.
    """

    name: str
    sequences: dict[str, str]
    longest: int
    shares_case: bool

    def spans(self, text: str) -> list[Span]:
        """The decoded text, longest match first, as pieces that cover `text` in order."""
        out: list[Span] = []
        view = text.translate(_VIEW)
        place, end = 0, len(text)
        while place < end:
            for length in range(min(self.longest, end - place), 0, -1):
                letter = self.sequences.get(view[place : place + length])
                if letter is not None:
                    out.append((letter, length))
                    place += length
                    break
            else:
                out.append((text[place], 1))
                place += 1
        return out


def _byte_view() -> dict[int, int]:
    """Characters under which a byte 0x80 to 0xFF may appear, to that byte."""
    view: dict[int, int] = {}
    for byte in range(0x80, 0xA0):
        char = bytes((byte,)).decode("cp1252", "ignore")
        if char:
            view[ord(char)] = byte
    view |= {0xF000 + byte: byte for byte in range(0x20, 0x100)}  # fonts that say they hold symbols
    # Glyph names in PDF: minus for the hyphen's place, bullet operator for the middle dot, mu for the micro sign.
    view |= {0x2212: 0xAD, 0x2219: 0xB7, 0x03BC: 0xB5, 0x02C9: 0xAF, 0x2126: 0xBD, 0x2215: 0x2F}
    return view


_VIEW = _byte_view()


def _read(name: str) -> dict[str, str]:
    with (_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["letter"]: bytes.fromhex(row["bytes"]).decode("latin-1") for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, str]]:
    return {name: _read(name) for name in NAMES}


def _charset(name: str) -> Charset:
    letters = _written()[name]
    sequences: dict[str, str] = {}
    for letter, written in letters.items():
        if letter.islower():
            sequences[written] = letter
    shares = False
    for letter, written in letters.items():
        if not letter.islower():
            shares = shares or written in sequences
            sequences.setdefault(written, letter)
    if name == "vni":
        sequences |= _mixed_case(sequences)
    if name == "viqr":
        sequences |= {"dD": "đ", "Dd": "Đ"} | {f"\\{mark}": mark for mark in "'`?~.^(+d\\"}
        sequences |= _mixed_viqr(sequences)
    if name == "tcvn3":
        sequences |= _spelled_capitals(letters)
    return Charset(name, sequences, max(map(len, sequences)), shares)


def _mixed_case(sequences: dict[str, str]) -> dict[str, str]:
    """`Aù`, `aÙ`: the mark of the other case behind a letter, as hurried hands typed it. The letter's case holds."""
    return {
        written[0] + written[1].swapcase(): letter
        for written, letter in sequences.items()
        if len(written) == 2 and written[0] + written[1].swapcase() not in sequences
    }


def _mixed_viqr(sequences: dict[str, str]) -> dict[str, str]:
    """The tone before the quality (`a'^`), which readers of VIQR take as well."""
    return {
        written[0] + written[2] + written[1]: letter
        for written, letter in sequences.items()
        if len(written) == 3 and written[0] + written[2] + written[1] not in sequences
    }


def _spelled_capitals(letters: dict[str, str]) -> dict[str, str]:
    """`Aµ` for À: a capital base before the small letter's byte, which one converter writes."""
    out: dict[str, str] = {}
    for letter, written in letters.items():
        if not letter.islower():
            continue
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).translate(_TONES)).upper()
        if bare != letter.upper():
            out[letters.get(bare, bare) + written] = letter.upper()
    return out


CHARSETS: dict[str, Charset] = {name: _charset(name) for name in NAMES}


def encode(text: str, name: str) -> str:
    """`text` (NFC) as a program that knows nothing of the encoding shows its bytes, in Latin-1.

    Capitals that the encoding lacks come out as small letters. Used by tests and measurements.
    """
    letters = _written()[name]
    if name == "viqr":
        out: list[str] = []
        for char in text:
            written = letters.get(char)
            if written is None and char in "'`?~.^(+d\\" and out and _joins(out[-1], char):
                written = f"\\{char}"
            out.append(written if written is not None else char)
        return "".join(out)
    return "".join(letters.get(char, char) for char in text)


def _joins(before: str, char: str) -> bool:
    """Whether VIQR would read `char` as a mark of the letter before it."""
    return before[:1].lower() in tuple("aeiouyd") and before[-1:] != " "


def join(spans: Sequence[Span]) -> str:
    """The text of spans."""
    return "".join(text for text, _ in spans)
