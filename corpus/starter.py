"""The starter corpus: the catalogue, six codes and the samples: something to find, to cite and to check against."""

from __future__ import annotations

from typing import Any

from archive.documents import Archive
from corpus.codes import load_codes
from corpus.loading import Progress, finish_index, silent
from corpus.registry import load_registry
from corpus.samples.filing import load_sample_documents
from indexer.engine.base import Engine


def load_starter(
    archive: Archive, engine: Engine | None = None, progress: Progress = silent, *, again: bool = False
) -> dict[str, Any]:
    """Load the starter corpus and bring the index in step; gives figures.

    Idempotent; killed at any moment, a second run finishes it. `again` reads everything anew and compares it, where
    otherwise what was filed from the same files is left alone.
    """
    registry = load_registry(archive, None, progress, again=again)
    codes = load_codes(archive, None, progress, again=again)
    samples = load_sample_documents(archive, None, progress, again=again)
    indexed = finish_index(archive, engine, progress)
    documents = registry["documents"] + codes["documents"] + samples["documents"]
    return {"documents": documents, "registry": registry, "codes": codes, "samples": samples, "indexed": indexed}
