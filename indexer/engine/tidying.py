"""Merging segments beside readers and writers.

A search looks into every segment, so there should be few; but writing a large one takes seconds, for which neither a
search nor a writer should wait. A merge therefore writes its segment in a folder of its own, holding only the lock of
merges, and takes the lock of writers for the moment in which the new segment takes the place of the old ones. What was
deleted from those meanwhile is deleted from the new one. A merge that is killed leaves a folder that the next one
empties.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError
from whoosh.util.filelock import try_for

from indexer.engine.codec import ColumnCodec
from indexer.engine.columns import MappedStorage, SegmentView
from indexer.engine.merging import Merge
from indexer.engine.writing import INDEX_NAME, ColumnSegmentWriter, sync_files

FAN = 3
"""So many segments of a size are merged into one of the next size, ..."""

MOST = 16
"""... but at most so many at once."""

SMALLEST = 64
LARGEST = 600_000
"""Entries. Segments of up to SMALLEST are of one size, the next size is FAN times that; larger ones than LARGEST stay
as they are: merging them would cost more than looking into one segment more."""

AT_ONCE = 2_000
"""Entries in all of segments that a writer merges itself before it commits: it takes a tenth of a second."""

LOCK_SECONDS = 60.0
_ATTEMPTS = 100
_FOLDER = "merging"


def live_count(segments: Sequence[Any]) -> int:
    """Entries of some segments that are not deleted."""
    return sum(segment.doc_count_all() - segment.deleted_count() for segment in segments)


def groups(segments: Sequence[Any]) -> list[list[Any]]:
    """Segments to write anew, each group as one: FAN or more of like size, and those that are mostly deleted."""
    sizes: dict[int, list[Any]] = {}
    chosen: list[list[Any]] = []
    for segment in segments:
        live = live_count([segment])
        if not 0 < live <= LARGEST:
            continue
        if segment.deleted_count() > live:
            chosen.append([segment])
        else:
            tier = 0
            while live > SMALLEST * FAN**tier:
                tier += 1
            sizes.setdefault(tier, []).append(segment)
    return chosen + [sizes[tier][:MOST] for tier in sorted(sizes) if len(sizes[tier]) >= FAN]


def small_groups(segments: Sequence[Any]) -> list[list[Any]]:
    """Of `groups`, those that a writer merges itself."""
    return [group for group in groups(segments) if live_count(group) <= AT_ONCE]


def tidy(folder: Path) -> bool:
    """Merge one group of an index's segments; False where there is none, or where another merge is under way or a
    writer was in the way for too long."""
    storage = MappedStorage(str(folder))
    lock = storage.lock(f"{INDEX_NAME}_MERGELOCK")
    if not lock.acquire():
        return False
    try:
        chosen = groups(TOC.read(storage, INDEX_NAME).segments)
        return bool(chosen) and _merged(folder, storage, min(chosen, key=live_count))
    finally:
        lock.release()


def tidy_all(folder: str) -> None:
    """Merge until there is nothing to merge."""
    while tidy(Path(folder)):
        pass


def erase(folder: Path, documents: frozenset[int]) -> bool:
    """Write anew every segment that holds deleted entries of some documents; False where somebody was in the way."""
    storage = MappedStorage(str(folder))
    lock = storage.lock(f"{INDEX_NAME}_MERGELOCK")
    if not try_for(lock.acquire, timeout=LOCK_SECONDS, delay=0.05):
        return False
    try:
        for _ in range(_ATTEMPTS):
            try:
                segments = TOC.read(storage, INDEX_NAME).segments
                due = [segment for segment in segments if _holds_deleted(storage, segment, documents)]
                if not due:
                    return True
                _merged(folder, storage, due[:1])
            except FileNotFoundError:
                # A writer put a newer generation in force meanwhile.
                continue
        return False
    finally:
        lock.release()


def _holds_deleted(storage: MappedStorage, segment: Any, documents: frozenset[int]) -> bool:
    if not segment.deleted_count():
        return False
    view = SegmentView(storage, segment)
    return bool(np.isin(view.numbers("document")[view.deleted()], np.fromiter(documents, np.int64)).any())


def _merged(folder: Path, storage: MappedStorage, group: Sequence[Any]) -> bool:
    own = folder / _FOLDER
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    apart = FileStorage(str(own))
    codec = ColumnCodec()
    made = codec.new_segment(apart, INDEX_NAME)
    merge = Merge([SegmentView(storage, segment) for segment in group])
    documents, lists = codec.per_document_writer(apart, made), codec.field_writer(apart, made)
    for portion in merge.documents():
        documents.add_documents(*portion)
    documents.close()
    with lists.files() as (terms, postings):
        merge.write_lists(terms, postings)
    made.set_doc_count(merge.count)
    sync_files(apart, made)
    try:
        writer = ColumnSegmentWriter(FileIndex(storage, indexname=INDEX_NAME), LOCK_SECONDS)
    except LockError:
        return False
    try:
        current = {segment.segment_id(): segment for segment in writer.segments}
        if any(segment.segment_id() not in current for segment in group):
            # The index was made anew, or the entries are all deleted.
            writer.cancel()
            return False
        since = [
            np.setdiff1d(sorted(current[segment.segment_id()].deleted_docs()), sorted(segment.deleted_docs()))
            for segment in group
        ]
        for number in merge.places(since):
            made.delete_document(number)
        for name in made.list_files(apart):
            os.replace(own / name, folder / name)
        gone = {segment.segment_id() for segment in group}
        kept = [segment for segment in writer.segments if segment.segment_id() not in gone]
        writer.put_in_force([*kept, made])
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    shutil.rmtree(own, ignore_errors=True)
    return True
