"""Who is looking: the person on whose behalf the archive is asked, from the request down to the last query.

What somebody may not see is not there for him: the database leaves it out (`archive.hiding`), so that a question
somebody forgot to guard is answered without it too. The program's own work (command line, queue, fill, resolving again)
runs as SYSTEM and sees everything but what lies in the bin.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """A person with role and departments, for one request. `person` is `people.id`, None for nobody and for SYSTEM."""

    person: int | None
    name: str = ""
    role: str = "viewer"
    departments: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether access is not asked about: the program itself. No role has this, administrators neither."""
        return self is SYSTEM


SYSTEM = Viewer(None, "", "administrator")
"""The program itself: command line, queue, background work."""

NOBODY = Viewer(None, "", "visitor")
"""Nobody signed in: sees what the whole office may see, as far as a page is open to him at all."""

_VIEWER: ContextVar[Viewer] = ContextVar("viewer", default=SYSTEM)
_BIN: ContextVar[bool] = ContextVar("bin", default=False)


def viewer() -> Viewer:
    """Who is looking now."""
    return _VIEWER.get()


@contextmanager
def seeing(someone: Viewer) -> Iterator[None]:
    """Look as somebody until the end of the block."""
    token = _VIEWER.set(someone)
    try:
        yield
    finally:
        _VIEWER.reset(token)


def bin_seen() -> bool:
    """Whether what lies in the bin is seen."""
    return _BIN.get()


@contextmanager
def seeing_bin() -> Iterator[None]:
    """See what lies in the bin too, as far as one may see it at all: for the bin's own page, purging and backups."""
    token = _BIN.set(True)
    try:
        yield
    finally:
        _BIN.reset(token)
