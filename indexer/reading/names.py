"""File names for showing. Stored files are named by their hash; a name is never used as a path."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 150
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f]')
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?=\.|$)")


def safe_name(name: str) -> str:
    """The last part of `name`, harmless to show, to log and to offer for saving on any system.

    Folders, `..`, control and direction characters, characters and device names that Windows forbids go; at most
    150 characters, the extension kept. Never empty: `van-ban` where nothing is left. Idempotent.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    text = re.split(r"[/\\]", text)[-1]
    text = _FORBIDDEN.sub("_", text).strip().strip(" .")
    if _RESERVED.match(text):
        text = f"_{text}"
    if len(text) > _LONGEST:
        stem, dot, suffix = text.rpartition(".")
        if dot and len(suffix) <= 10:
            text = f"{stem[: _LONGEST - len(suffix) - 1].rstrip(' .')}.{suffix}"
        else:
            text = text[:_LONGEST].rstrip(" .")
    return text or "van-ban"
