"""What an entry was made from, in one number: tells whether the index still holds what the archive does."""

from __future__ import annotations

import hashlib

from indexer.engine.base import Entry


def entry_checksum(entry: Entry) -> int:
    """A signed 64-bit checksum of all that the index makes of an entry."""
    told = (entry.unit, entry.heading, entry.title, entry.number, entry.type, entry.issuer, entry.year, entry.text)
    return int.from_bytes(hashlib.blake2b(repr(told).encode(), digest_size=8).digest(), "little", signed=True)
