"""Random secrets, and what is kept of them.

A cookie's, a token's or a code's secret has at least 100 random bits, so its SHA-256 tells nobody what it was and needs
no salt; what is looked up by a hash cannot be found by timing either.
"""

from __future__ import annotations

import hashlib
import secrets

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS = 5


def new_secret() -> str:
    """256 random bits for a program to carry."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """100 random bits for a person to read and type: `KX7P-…`, five groups of four letters without look-alikes."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))


def hash_secret(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def tidy_code(typed: str) -> str:
    """A code as it was made, however it was typed: case, spaces and dashes do not matter."""
    letters = "".join(c for c in typed.upper() if c.isascii() and c.isalnum())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
