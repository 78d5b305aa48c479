"""The full-text engine: a protocol (`base`), the embedded index (`whoosh`), its in-memory twin for tests (`memory`)."""

from __future__ import annotations

import shutil
from typing import Any

from archive.settings import Settings
from indexer.engine.base import (
    Engine,
    EngineFilter,
    EngineHit,
    EngineQuery,
    EngineResult,
    Entry,
    Part,
    Wording,
)

__all__ = [
    "Engine",
    "EngineFilter",
    "EngineHit",
    "EngineQuery",
    "EngineResult",
    "Entry",
    "Part",
    "Wording",
    "current_version",
    "discard_index",
    "open_engine",
]


def current_version() -> dict[str, Any]:
    """The settings an index must have been made with to be read by this program; one of other settings asks to be
    made anew."""
    from indexer.engine.whoosh import current_version as version

    return version()


def open_engine(settings: Settings) -> Engine:
    """Open the archive's index, making an empty one where there is none.

    Raises ArchiveUnavailable (`index_version`) where the index is of another version or damaged: it has to be discarded
    and filled again from the database. Whether it holds what the database holds, `Engine.revisions` tells.
    """
    from indexer.engine.whoosh import WhooshEngine

    return WhooshEngine(settings.index)


def discard_index(settings: Settings) -> None:
    """Delete the index's folder; nothing is lost that cannot be made again from the database."""
    shutil.rmtree(settings.index, ignore_errors=True)
