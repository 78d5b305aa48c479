"""What the name of a font says of the text written in it.

Source: `domain/facts.md` section 5, "Detect by font first". Names come as Word, Excel, LibreOffice and PDF write them:
`.VnTimeH`, `VNI-Times`, `ABCDEF+.VnTime,Bold`, `#2EVnTimeH`, `VnTimeHBold`, `VNSTCVN3`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class FontHint(NamedTuple):
    """`encoding` is a name of CHARSETS or ""; `capitals`: small letters show as capitals; `symbols`: no letters."""

    encoding: str = ""
    capitals: bool = False
    symbols: bool = False


_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?i)(?:[-, ]?(?:bold|italic|oblique|regular|normal|roman(?=[-,]|$)|mt|ps(?=mt)))+$|\([^()]*\)$")
_SYMBOLS = re.compile(r"(?i)wing\s?ding|webding|symbol|zapfding|dingbats|monotype sorts|marlett|mt extra")
_ENCODINGS = (
    (re.compile(r"(?i)^\.vn(?!i\b)|tcvn|^abc[- ]"), "tcvn3"),
    (re.compile(r"^Vn[A-Z0-9]"), "tcvn3"),
    (re.compile(r"(?i)^\.?vni[-_ ]|^VNI[A-Z]"), "vni"),
    (re.compile(r"(?i)^vps[-_ ]|^VPS[A-Z]"), "vps"),
    (re.compile(r"(?i)viscii|^vi (?:times|arial|courier|helvetica)"), "viscii"),
)


@lru_cache(maxsize=4096)
def font_hint(name: str) -> FontHint:
    """What the font `name` says; nothing where it is a usual one."""
    plain = _SUBSET.sub("", name.strip().strip("'\"")).replace("#2E", ".").replace("#20", " ").split(";")[0]
    if _SYMBOLS.search(plain):
        return FontHint(symbols=True)
    before = None
    while before != plain:
        before, plain = plain, _STYLE.sub("", plain.strip())
    for pattern, encoding in _ENCODINGS:
        if pattern.search(plain):
            return FontHint(encoding, encoding == "tcvn3" and plain.endswith("H") and len(plain) > 4)
    return FontHint()


_GREEK = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
# Adobe's Symbol encoding beyond the letters; its bullet stays where repair finds it.
_SIGNS = {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xC6: "∅", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip


def shown_symbols(text: str, font: str) -> str:
    """What text in a symbol font shows: Greek letters and signs of the font Symbol, else characters of the private
    range, where nothing takes them for letters and repair makes bullets of them.
    """
    greek = "symbol" in font.lower()
    out: list[str] = []
    for char in text:
        code = ord(char) - 0xF000 if 0xF020 <= ord(char) <= 0xF0FF else ord(char)
        if greek and (chr(code) in _GREEK or code in _SIGNS):
            out.append(_GREEK.get(chr(code)) or _SIGNS[code])
        elif greek and 0x20 <= code < 0x40:
            out.append(chr(code))
        elif 0x21 <= code <= 0xFF and not chr(code).isspace():
            out.append(chr(0xF000 + code))
        else:
            out.append(char)
    return "".join(out)
