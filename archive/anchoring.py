"""The head of the audit chain, kept outside the database: what makes a cut-off end noticeable.

The file `audit.head` in CANCU_HOME says how many entries there are and the hash of the last one. It only ever moves
forward, and only while the entry it named before still stands in the table (`archive.audit` looks): once entries are
cut off, the file goes on naming what is missing. Writers of several processes take turns by a lock file.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

FILE = "audit.head"
GENESIS = "0" * 64
"""What stands for the hash before the first entry."""
_TRIES = 20


@dataclass(frozen=True)
class Head:
    """How many entries a chain has, and the hash of its last one (GENESIS where it has none)."""

    entries: int = 0
    hash: str = GENESIS

    def __str__(self) -> str:
        """`128:3f5a…`, as it is shown to be written down and given back to `cancu verify`."""
        return f"{self.entries}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head that `str` wrote. Raises ValueError."""
        entries, _, digest = text.strip().partition(":")
        if not entries.isascii() or not entries.isdigit() or len(entries) > 18:
            raise ValueError(text)
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(entries), digest)


def read_head(home: Path) -> Head | None:
    """The head kept in a folder, None where there is none. Raises ValueError where the file is damaged."""
    try:
        kept = json.loads((home / FILE).read_bytes())
    except FileNotFoundError:
        return None
    if not isinstance(kept, dict):
        raise ValueError(FILE)
    return Head.parse(f"{kept.get('entries')}:{kept.get('hash')}")


def keep_head(home: Path, head: Head, *, back: bool = False) -> None:
    """Keep a head, unless a later one is kept already; `back` keeps it all the same (after a restore)."""
    with FileLock(home / f"{FILE}.lock", timeout=10):
        if not back:
            try:
                kept = read_head(home)
            except ValueError:
                return
            if kept is not None and kept.entries >= head.entries:
                return
        temporary = home / f"{FILE}.{uuid.uuid4().hex}"
        try:
            temporary.write_text(json.dumps({"entries": head.entries, "hash": head.hash}) + "\n", "ascii")
            _replace(temporary, home / FILE)
        finally:
            temporary.unlink(missing_ok=True)


def _replace(temporary: Path, place: Path) -> None:
    """Windows refuses while somebody reads the old file, which takes no time."""
    for attempt in range(_TRIES):
        with contextlib.suppress(PermissionError):
            os.replace(temporary, place)
            return
        time.sleep(0.01 * (attempt + 1))
    os.replace(temporary, place)
