"""The charsets that the font table of an RTF gives to fonts older than Unicode.

`.VnTime` may be called Vietnamese, Central European, symbol or "default" there: its bytes are none of these, and a
program that believes it changes or drops them for good. Such a font is made an ordinary one before LibreOffice sees
the file; so is any font of the "default" charset, which is that of the machine that wrote the file, never of ours.
"""

from __future__ import annotations

import re

from indexer.reading.legacy.fonts import font_hint

_CHARSET = re.compile(rb"\\fcharset(\d{1,3})(?!\d)")
_GROUP = re.compile(rb"\{[^{}]*\}")
_CONTROL = re.compile(rb"\\[a-z]+-?\d* ?|\\\*")
_LONGEST = 400  # bytes from the charset to the end of the font's name
_DEFAULT = b"1"


def plain_charsets(content: bytes) -> bytes:
    """`content` with these charsets set to 0 (Windows-1252); everything else untouched."""
    out: list[bytes] = []
    place = 0
    for match in _CHARSET.finditer(content):
        out.append(content[place : match.start()])
        charset = match.group(1)
        if charset == _DEFAULT or font_hint(_name(content[match.end() : match.end() + _LONGEST])).encoding:
            charset = b"0"
        out.append(b"\\fcharset" + charset)
        place = match.end()
    out.append(content[place:])
    return b"".join(out)


def _name(entry: bytes) -> str:
    """The name of the font whose entry goes on with `entry`."""
    before = None
    while before != entry:
        before, entry = entry, _GROUP.sub(b"", entry)
    return _CONTROL.sub(b"", entry.partition(b";")[0]).strip().decode("latin-1")
