"""Embedders: a protocol (`base`), the model that comes with the program (`bundled`), a server (`http`), a twin for
tests (`hashing`)."""

from __future__ import annotations

from collections.abc import Callable

from archive.settings import Settings
from indexer.embedding.base import Embedder

__all__ = ["Embedder", "open_embedder"]


def open_embedder(
    settings: Settings, threads: int | None = None, between: Callable[[], None] | None = None
) -> Embedder:
    """The embedder that the settings name. The bundled one loads when the first text comes; `threads`, `between` as
    there.

    Raises ArchiveUnavailable where a server is named that cannot be asked.
    """
    if settings.embedder_url:
        from indexer.embedding.http import HttpEmbedder

        before, bar, behind = settings.embedder_prefixes.partition("|")
        prefixes = (before, behind) if bar else None
        return HttpEmbedder(settings.embedder_url, settings.embedder_model, settings.embedder_key, prefixes)
    from indexer.embedding.bundled import BundledEmbedder

    return BundledEmbedder(settings.meaning, threads, between)
