"""The embedded index: Whoosh's files, written in bulk and searched in columns."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC, FileIndex, LockError
from whoosh.util.filelock import try_for

from archive.errors import ArchiveUnavailable
from indexer.engine.base import INDEX_VERSION, EngineFilter, EngineQuery, EngineResult, Entry, Mended, Toned
from indexer.engine.columns import MappedStorage, SegmentView, WhooshColumns
from indexer.engine.counting import JOINT, CountedBatch
from indexer.engine.documents import checksums, units_of
from indexer.engine.mending import mend
from indexer.engine.pipeline import Pipeline, can_start_workers
from indexer.engine.ranking import DEFAULT, Profile
from indexer.engine.searching import score_units, search
from indexer.engine.signals import Signals, signals
from indexer.engine.slips import Slips
from indexer.engine.tidying import erase, groups, live_count, small_groups, tidy, tidy_all
from indexer.engine.toning import restore
from indexer.engine.writing import INDEX_NAME, ColumnSegmentWriter, schema
from indexer.segmenting import MODEL

_log = logging.getLogger(__name__)

LOCK_SECONDS = 60.0
"""How long a writer waits for another process's writer."""

LOOK_AGAIN_SECONDS = 0.1
"""How long a committed change may stay unnoticed where the system's clock does not show it."""

MERGED_AT_ONCE = 20_000
"""Entries. A session that brought more waits for the merges that follow; those of fewer entries are made in a thread;
larger ones in a process of their own, so that no search shares its interpreter with them."""

LARGE_SHARE = 0.05
"""Of the largest segment's entries: from so many on a segment is large to the spelling."""
MOST_SMALL = 40

_ATTEMPTS = 15
"""Times that a state of the index is looked for before it is given up as damaged."""

_VERSION_FILE = "version.json"


def current_version() -> dict[str, Any]:
    """What an index must have been made with to be read by this program."""
    return {"index": INDEX_VERSION, "segmenter": MODEL}


def version_of(folder: Path) -> dict[str, Any] | None:
    """What the index in a folder was made with; None where there is no index or its note cannot be read."""
    try:
        held = json.loads((folder / _VERSION_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return held if isinstance(held, dict) else None


def stale_index() -> ArchiveUnavailable:
    """The error for an index of another version or beyond repair."""
    return ArchiveUnavailable(
        "index_version",
        "Chỉ mục tìm kiếm thuộc phiên bản khác hoặc bị hỏng. Hãy chạy `cancu index rebuild` để lập lại.",
        "The search index is of another version or damaged. Run `cancu index rebuild` to make it again.",
    )


def _locked() -> ArchiveUnavailable:
    return ArchiveUnavailable(
        "index_locked",
        "Một tiến trình khác đang ghi chỉ mục tìm kiếm. Hãy thử lại khi tiến trình đó xong.",
        "Another process is writing the search index. Try again when it has finished.",
    )


def _create(folder: Path, storage: MappedStorage) -> None:
    """Make an empty index, unless another process makes it just now."""
    lock = storage.lock(f"{INDEX_NAME}_WRITELOCK")
    if not try_for(lock.acquire, timeout=LOCK_SECONDS, delay=0.05):
        raise _locked()
    try:
        if TOC._latest_generation(storage, INDEX_NAME) < 0:
            (folder / _VERSION_FILE).write_text(json.dumps(current_version()), encoding="utf-8")
            TOC.create(storage, schema(), INDEX_NAME)
    finally:
        lock.release()


@dataclass(frozen=True)
class _Spelled:
    """The spelling of a state of the index, and that of its large segments, by their ids."""

    mark: object
    large: frozenset[str]
    of_large: Slips
    all: Slips


class WhooshEngine:
    """An `indexer.engine.base.Engine` in a folder. Several processes may read while one writes."""

    def __init__(self, folder: Path, profile: Profile = DEFAULT, *, workers: int | None = None) -> None:
        """Open the index in `folder`, making an empty one where there is none.

        `workers`: processes for bulk additions, None for as many as there are processors.
        Raises ArchiveUnavailable (`index_version`) for an index of another version or one that cannot be read.
        """
        self._folder = folder
        self._path = str(folder)
        self._profile = profile
        self._workers = workers
        self._lock = threading.RLock()  # of the writer's session
        self._reading = threading.RLock()  # of what is known of the newest state: never held while something is written
        self._writer: ColumnSegmentWriter | None = None
        self._pipeline: Pipeline | None = None
        self._added: set[int] = set()
        self._deletions: list[tuple[int, frozenset[int]]] = []
        self._put = 0
        self._slips: _Spelled | None = None
        self._changed, self._looked = 0, 0.0
        self._merging: threading.Thread | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._storage = MappedStorage(str(folder))
        if TOC._latest_generation(self._storage, INDEX_NAME) < 0:
            _create(folder, self._storage)
        if version_of(folder) != current_version():
            raise stale_index()
        self._columns: WhooshColumns | None = None
        for attempt in range(_ATTEMPTS):
            try:
                self._index = FileIndex(self._storage, indexname=INDEX_NAME)
                self._state()
                return
            except ArchiveUnavailable:
                raise
            except Exception as error:
                # A writer may have put a newer generation in force and taken this one's files away.
                if attempt == _ATTEMPTS - 1:
                    raise stale_index() from error
                time.sleep(0.02)

    # Reading

    def _state(self) -> WhooshColumns:
        """The newest committed state; what other generations have read of the same segments is kept."""
        current = self._columns
        if current is not None and not self._may_have_changed():
            return current
        for attempt in range(_ATTEMPTS):
            current = self._columns
            generation = TOC._latest_generation(self._storage, INDEX_NAME)
            mark = self._mark(generation)
            if current is not None and (mark is None or current.mark == mark):
                # Without a mark the index is just being made anew by another process: the last state still answers.
                return current
            with self._reading:
                try:
                    toc = TOC.read(self._storage, INDEX_NAME, gen=generation)
                    known = {view.id: view.lists for view in current.views} if current is not None else {}
                    views = [
                        SegmentView(self._storage, segment, known.get(segment.segment_id())) for segment in toc.segments
                    ]
                    fresh = WhooshColumns(views, mark)
                except (FileNotFoundError, ValueError):
                    # A writer has put a newer generation in force and taken this one's files away.
                    if attempt == _ATTEMPTS - 1:
                        raise
                    continue
                self._columns = fresh
                return fresh
        raise stale_index()

    def _may_have_changed(self) -> bool:
        """Whether the folder has changed since it was last looked through, or that was long enough ago: a folder's time
        may be too coarse to tell two changes apart."""
        now = time.monotonic()
        try:
            changed = os.stat(self._path).st_mtime_ns
        except FileNotFoundError:
            changed = 0
        if changed == self._changed and now - self._looked < LOOK_AGAIN_SECONDS:
            return False
        self._changed, self._looked = changed, now
        return True

    def _mark(self, generation: int) -> tuple[int, int] | None:
        """What tells one state from another, also when the index was made anew and counts its generations again."""
        try:
            return generation, (self._folder / TOC._filename(INDEX_NAME, generation)).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def search(
        self, query: str | EngineQuery, filter: EngineFilter | None = None, limit: int = 10, offset: int = 0
    ) -> EngineResult:
        """As `Engine.search`."""
        return search(self._state(), query, filter or EngineFilter(), limit, offset, self._profile)

    def score(self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """As `Engine.score`."""
        return score_units(self._state(), query, np.asarray(unit_ids, dtype=np.int64), self._profile)

    def signals(
        self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64], filter: EngineFilter | None = None
    ) -> Signals:
        """As `Engine.signals`."""
        return signals(self._state(), query, unit_ids, filter or EngineFilter(), self._profile)

    def units_of(self, types: tuple[str, ...]) -> NDArray[np.int64]:
        """As `Engine.units_of`."""
        return units_of(self._state().documents, types)

    def holding(self, terms: Iterable[str]) -> dict[str, int]:
        """As `Engine.holding`."""
        columns = self._state()
        return {term: columns.holder_count("bigrams" if JOINT in term else "syllables", term) for term in terms}

    def vocabulary(self) -> Mapping[str, float]:
        """As `Engine.vocabulary`."""
        return self._state().frequencies("syllables")

    def revisions(self) -> dict[int, tuple[int, int]]:
        """As `Engine.revisions`."""
        documents = self._state().documents
        held = documents.document[documents.live]
        ids, first, counts = np.unique(held, return_index=True, return_counts=True)
        revisions = documents.revision[documents.live][first]
        return dict(zip(ids.tolist(), zip(revisions.tolist(), counts.tolist(), strict=True), strict=True))

    def checksums(self) -> dict[int, int]:
        """As `Engine.checksums`."""
        return checksums(self._state().documents)

    def count(self) -> int:
        """As `Engine.count`."""
        return int(self._state().documents.live.sum())

    def document_count(self) -> int:
        """As `Engine.document_count`."""
        return self._state().documents.held

    def restore_tones(self, text: str) -> Toned | None:
        """As `Engine.restore_tones`."""
        columns = self._state()
        slips = self._spelling(columns)
        return restore(text, slips.lexicon, slips.likelihood(columns.pair_frequency), columns.learn_pairs)

    def mend(self, text: str) -> Mended | None:
        """As `Engine.mend`."""
        columns = self._state()
        slips = self._spelling(columns)
        return mend(text, slips, slips.likelihood(columns.pair_frequency), columns.learn_pairs)

    def _spelling(self, columns: WhooshColumns) -> Slips:
        """The spelling of a state. Of the large segments it is made once: small ones come and go with every commit."""
        with self._reading:
            if self._slips is not None and self._slips.mark == columns.mark:
                return self._slips.all
            held, every = self._slips, frozenset(view.id for view in columns.views)
            if held is not None and held.large <= every and len(every - held.large) <= MOST_SMALL:
                large, of_large = held.large, held.of_large
            else:
                most = max((view.count for view in columns.views), default=0)
                large = frozenset(view.id for view in columns.views if view.count >= most * LARGE_SHARE)
                of_large = Slips(columns.frequencies("syllables", large))
            slips = of_large.with_more(columns.frequencies("syllables", every - large)) if every - large else of_large
            self._slips = _Spelled(columns.mark, large, of_large, slips)
            return slips

    # Writing

    def _begin(self) -> tuple[ColumnSegmentWriter, Pipeline]:
        if self._writer is None:
            try:
                self._writer = ColumnSegmentWriter(self._index, LOCK_SECONDS)
            except LockError as error:
                raise _locked() from error
            self._pipeline = Pipeline(self._workers)
            self._added, self._deletions, self._put = set(), [], 0
        assert self._pipeline is not None
        return self._writer, self._pipeline

    def add(self, entries: Iterable[Entry]) -> None:
        """As `Engine.add`. When drawing the entries fails, all since the last commit is given up."""
        with self._lock:
            writer, pipeline = self._begin()
            try:
                for entry in entries:
                    self._added.add(entry.document_id)
                    self._put += 1
                    for batch in pipeline.put(entry):
                        writer.add_batch(batch)
            except BaseException:
                self._abandon()
                raise

    def add_counted(self, batches: Iterable[CountedBatch]) -> None:
        """Add entries that are counted already."""
        with self._lock:
            writer, _ = self._begin()
            try:
                for batch in batches:
                    self._added.update(batch.document.tolist())
                    self._put += len(batch)
                    writer.add_batch(batch)
            except BaseException:
                self._abandon()
                raise

    def delete(self, document_ids: Iterable[int]) -> None:
        """As `Engine.delete`."""
        with self._lock:
            self._begin()
            self._deletions.append((self._put, frozenset(document_ids)))

    def erase(self, document_ids: Iterable[int]) -> None:
        """As `Engine.erase`."""
        if not erase(self._folder, frozenset(document_ids)):
            raise ArchiveUnavailable(
                "index_not_erased",
                "Văn bản đã xóa hẳn khỏi kho, nhưng chỉ mục tìm kiếm còn giữ chữ của văn bản vì một tiến trình khác "
                "đang ghi. Hãy chạy `cancu index rebuild`.",
                "The document is purged, but the search index still holds words of it because another process is "
                "writing. Run `cancu index rebuild`.",
            )

    def commit(self) -> None:
        """As `Engine.commit`. On any error nothing is committed and the lock is given back."""
        with self._lock:
            if self._writer is None:
                return
            writer, pipeline = self._begin()
            try:
                for batch in pipeline.drain():
                    writer.add_batch(batch)
                writer.roll()
                self._apply_deletions(writer)
                writer.publish(small_groups)
            except BaseException:
                self._abandon()
                raise
            pipeline.close()
            self._writer, self._pipeline = None, None
            brought = self._put
        if brought >= MERGED_AT_ONCE:
            tidy_all(str(self._folder))
        elif groups(self._segments()):
            self._tidy_beside()

    def _segments(self) -> list[Any]:
        segments: list[Any] = TOC.read(self._storage, INDEX_NAME).segments
        return segments

    def _tidy_beside(self) -> None:
        with self._lock:
            if self._merging is None or not self._merging.is_alive():
                self._merging = threading.Thread(target=self._tidy, name="merging", daemon=True)
                self._merging.start()

    def _tidy(self) -> None:
        try:
            while due := groups(self._segments()):
                if min(map(live_count, due)) <= MERGED_AT_ONCE or not can_start_workers():
                    if not tidy(self._folder):
                        return
                else:
                    context = multiprocessing.get_context("spawn")
                    process = context.Process(target=tidy_all, args=(str(self._folder),), daemon=True)
                    process.start()
                    process.join()
                    return
        except FileNotFoundError:
            # Writers put newer generations in force before the segments were opened; the next commit tries again.
            return
        except (OSError, ValueError, ArchiveUnavailable) as error:
            # The index as it is stays good.
            _log.warning("segments were not merged: %s", error)

    def _apply_deletions(self, writer: ColumnSegmentWriter) -> None:
        gone = self._added.union(*(ids for _, ids in self._deletions))
        for segment in writer.segments:
            _delete(segment, _view_of(self._storage, segment), gone, None)
        base = 0
        for segment in writer.finished:
            view = _view_of(self._storage, segment)
            for place, ids in self._deletions:
                # Only what was added before the deletion was asked for.
                _delete(segment, view, ids, place - base)
            base += segment.doc_count_all()

    def _abandon(self) -> None:
        if self._pipeline is not None:
            self._pipeline.close()
        if self._writer is not None and not self._writer.is_closed:
            self._writer.cancel()
        self._writer, self._pipeline = None, None

    def segment_sizes(self) -> list[int]:
        """Entries of each segment."""
        return [view.count for view in self._state().views]

    def settle(self) -> None:
        """Wait until nothing is merged beside."""
        if self._merging is not None:
            self._merging.join()

    def close(self) -> None:
        """As `Engine.close`."""
        with self._lock:
            self._abandon()
            self._columns = None


def _view_of(storage: Any, segment: Any) -> NDArray[np.int64]:
    return SegmentView(storage, segment).numbers("document")


def _delete(segment: Any, documents: NDArray[np.int64], ids: Iterable[int], before: int | None) -> None:
    held = np.isin(documents, np.fromiter(ids, dtype=np.int64))
    if before is not None:
        held[max(before, 0) :] = False
    for number in np.flatnonzero(held).tolist():
        segment.delete_document(number)
