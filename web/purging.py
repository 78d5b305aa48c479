"""Deleting a document everywhere at once: archive, index, kept pictures, and what the queue remembers of its file."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from archive.binning import Purged
from archive.errors import CancuError
from archive.seeing import SYSTEM, seeing
from indexer.indexing import index_documents
from web.service import Service

log = logging.getLogger("cancu.web")


def bin_document(service: Service, document_id: int, reason: str = "") -> None:
    """Put a document into the bin, out of the index too. Raises NotFound."""
    service.archive.bin.put(document_id, reason)
    _index(service, document_id)


def unbin_document(service: Service, document_id: int) -> None:
    """Take a document out of the bin, into the index again. Raises NotFound."""
    service.archive.bin.restore(document_id)
    _index(service, document_id)


def purge_document(service: Service, document_id: int, *, secret: bool = False) -> Purged:
    """Delete a document for good; with `secret` one that is not in the bin yet and is marked so.

    Raises as the bin, and ArchiveUnavailable (`index_not_erased`) where the words in the index could not go yet.
    """
    kept = service.archive.bin
    purged = kept.purge_secret(document_id) if secret else kept.purge(document_id)
    _forget_files(service, purged)
    _index(service, document_id)
    service.erase([document_id])
    return purged


def purge_documents(service: Service, document_ids: Sequence[int]) -> list[Purged]:
    """Delete documents for good that lie in the bin; the index is written anew once. Raises as `purge_document`."""
    done: list[Purged] = []
    try:
        for document_id in document_ids:
            done.append(service.archive.bin.purge(document_id))
            _forget_files(service, done[-1])
            _index(service, document_id)
    finally:
        if done:
            service.erase([each.document_id for each in done])
    return done


def _forget_files(service: Service, purged: Purged) -> None:
    """What the queue knows of a document and its files, and what was made of those: pages drawn, copies read."""
    service.queue.entries.forget_document(purged.document_id, purged.files)
    for sha256 in purged.files:
        for made in (
            *service.cache("pages", sha256[:2]).glob(f"{sha256}*"),
            *service.cache("copies").glob(f"{sha256}*"),
        ):
            made.unlink(missing_ok=True)


def _index(service: Service, document_id: int) -> None:
    """Bring the index in step. Where that fails the document is hidden all the same; `cancu index verify` mends it."""
    try:
        with seeing(SYSTEM):
            index_documents(service.archive, service.engine, [document_id])
    except CancuError as error:
        log.warning("document %d: the index is not in step: %s", document_id, error.reason)
    service.forget_alerts()
