"""Names of people and departments: as they are kept, compared and put in order."""

from __future__ import annotations

import unicodedata

from archive.folding import unaccent


def tidy_words(name: str) -> str:
    """A name as it is kept: composed, on one line, without characters that cannot be seen."""
    seen = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", name))
    return " ".join(seen.split())


def by_given_name(name: str) -> tuple[str, str]:
    """By what a list of Vietnamese names is sorted: the last word, then the whole."""
    plain = unaccent(name).casefold()
    return plain.rsplit(" ", 1)[-1], plain


def sign_in_key(name: str) -> str:
    """A sign-in name as it is compared: without case, composed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
