"""What pages and API share: one open archive, one engine and one search service in a process.

Of several processes that serve (`web.serving`) one reads the files that come in; the others ring for it.
"""

from __future__ import annotations

import gc
import logging
import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.access import NAMED, Access
from archive.checking import Finding, check_text
from archive.citations import find_citations
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, CancuError, NotFound, RefusedInput
from archive.precedents import Precedents
from archive.resolving import Resolution, resolve_all
from archive.seeing import SYSTEM, seeing
from archive.settings import Settings
from archive.stored import DocumentFacts, StoredFile
from indexer.citable import Catalogue
from indexer.engine import open_engine
from indexer.engine.base import Engine
from indexer.following import Following
from indexer.fusing import Fusion, open_fusion
from indexer.indexing import Comparison, compare, index_documents
from indexer.ingest import refused_outcome
from indexer.likeness import Alike, similar_documents, similar_provisions
from indexer.queueing import Entry, ReadingQueue, Workers
from indexer.reading import WITH_PAGES
from indexer.search import SearchRequest, SearchResult, SearchService
from indexer.seen import SeenEngine
from indexer.suggesting import Suggester
from web.allocating import give_back, loading
from web.kept import Kept
from web.pictures import MOST_PAGES, Pictures
from web.sharing import Together
from web.tasks import Tasks
from web.turns import Turns

PATIENCE = 25.0  # seconds that a caller without a script of ours waits for a file
_LATER = 2.0
_SEARCHES_AT_ONCE = 2
"""In one process alone: while one reads vectors or compares them, another one may think. Of several processes, one a
processor, each searches for one at a time: its meaning is looked for beside anyway, and more only change places. While
an embedder elsewhere is waited for, there is something else to do."""

log = logging.getLogger("cancu.web")


@dataclass(frozen=True)
class Scan:
    """A PDF or picture file shown as pictures.

    `starts` are the offsets in the document's text at which its pages begin, () unknown.
    """

    file: StoredFile
    pages: int
    starts: tuple[int, ...]

    def page_at(self, offset: int) -> int:
        """The page a place in the text was read from, 0 where pages and text are not known to go together."""
        return bisect_right(self.starts, offset) if len(self.starts) > 1 else 0


def _behind(difference: Comparison) -> int:
    count = len(difference.missing) + len(difference.stale) + len(difference.surplus)
    if count:
        log.warning("the index differs from the archive in %d documents: run `cancu index verify`", count)
    return count


class Service(Kept):
    """Opens the archive when it is first asked for, so that a missing one is told on a page and not by a dead port.

    Safe to share between threads.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(Together())
        self.settings = settings
        self.tasks = Tasks(self.together.task)
        self.reads = True
        """Whether this process reads the files that come in."""
        self._alone = True
        self._turns = Turns(_SEARCHES_AT_ONCE)
        self._closed = threading.Event()
        self._archive: Archive | None = None
        self._engine: SeenEngine | None = None
        self._search: SearchService | None = None
        self._fusion: Fusion | None = None
        self._pictures: Pictures | None = None
        self._suggester: Suggester | None = None
        self._citable: Catalogue | None = None
        self._queue: ReadingQueue | None = None
        self._workers: Workers | None = None
        self._following: Following | None = None
        self._behind = 0

    @property
    def archive(self) -> Archive:
        """The open archive. Raises ArchiveUnavailable. Documents and drafts need nothing else."""
        with self._lock:
            return self._opened_archive()

    @property
    def engine(self) -> Engine:
        """The open index. Raises ArchiveUnavailable."""
        return self._opened()[1]

    def trouble(self) -> tuple[str, str]:
        """What keeps search from finding everything, in Vietnamese and English; two empty texts where nothing does."""
        try:
            self._opened()
        except CancuError as error:
            return error.vi, error.en
        if self._marked.get("index", 0) != self.together.marks.of("index"):
            self.health()
        count = self._behind
        if not count:
            return "", ""
        return (
            f"Chỉ mục tìm kiếm lệch với kho ở {count} văn bản, nên có văn bản chưa tìm thấy được. "
            "Hãy nhờ quản trị viên chạy “cancu index verify”.",
            f"The index differs from the archive in {count} documents, so some cannot be found. "
            "Ask the administrator to run “cancu index verify”.",
        )

    def close(self) -> None:
        """Stop reading; let go of the index and the database. What is to be indexed is indexed first."""
        self._closed.set()
        with self._lock:
            workers, self._workers, self._queue = self._workers, None, None
            following, self._following = self._following, None
        if following is not None:
            following.close()
        if workers is not None:
            # Not under the lock: whoever reads may be about to ask for the archive.
            workers.close()
        with self._lock:
            if self._pictures is not None:
                self._pictures.close()
            if self._fusion is not None:
                self._fusion.close()
            if self._engine is not None:
                self._engine.close()
            if self._archive is not None:
                self._archive.close()
            self._archive = self._engine = self._search = self._fusion = None
            self._pictures = self._suggester = self._citable = None

    @property
    def queue(self) -> ReadingQueue:
        """The queue of files on their way in. Raises ArchiveUnavailable."""
        with self._lock:
            self._opened_archive()
            if self._queue is None:
                self._queue = ReadingQueue(self.settings, self._archive.hidden if self._archive else frozenset)
            return self._queue

    def read_queue(self) -> None:
        """See to it that what waits in the queue is read, here or where the bell is heard. Raises
        ArchiveUnavailable."""
        queue = self.queue
        if not self.reads:
            self.together.ring()
            return
        with self._lock:
            if self._workers is None:
                self._workers = Workers(queue, lambda: self.archive, lambda: self.engine, filed=self.forget_alerts)
            self._workers.wake()

    def follow(self) -> None:
        """From now on index in this process, beside its other work, what is changed here and elsewhere."""
        with self._lock:
            if self._following is None:
                self._following = Following(lambda: self.archive, lambda: self.engine, self._mended)

    def index(self, document_ids: Sequence[int]) -> None:
        """Let documents be found as they are now: within a second or two where a process beside sees to it, else
        before this returns. Raises ArchiveUnavailable."""
        if not document_ids:
            return
        if self._following is not None:
            self._following.put(document_ids)
        elif self.reads or not self.together.ring(document_ids):
            index_documents(self.archive, self.engine, document_ids)

    def take(
        self,
        path: Path,
        name: str,
        wait: float,
        *,
        keep: bool = True,
        as_new: bool = False,
        access: Access | None = None,
    ) -> Entry:
        """Let a file be read and filed: as it is after `wait` seconds at most, a refusal included.

        `access`: who may see it; None as the office has set it.
        """
        queue = self.queue
        try:
            entry = queue.submit(
                self.archive, path, name, keep=keep, as_new=as_new, access=access or self.default_access()
            )
        except (RefusedInput, NotFound) as error:
            return Entry.of(refused_outcome(name, error))
        if not entry.ended:
            self.read_queue()
            entry = queue.wait(entry.ticket, wait) or entry
        return entry

    def default_access(self) -> Access | None:
        """Who may see what somebody puts in without choosing: the whole office, or himself alone."""
        return Access(NAMED) if self.archive.options.get("default_access") == NAMED else None

    def search(self, request: SearchRequest) -> SearchResult:
        """Search provisions and documents."""
        service = self._opened()[2]
        with self._turns:
            return service.search(request)

    def warm(self) -> None:
        """Make ready what the first search would wait for; where something is in the way, the first search says so."""
        try:
            with loading(), seeing(SYSTEM):
                search = self._opened()[2]
                if self._fusion is not None:
                    self._fusion.warm()
                search.search(SearchRequest("văn bản quy phạm pháp luật"))
                self.suggester.open()
                self.citable.open()
                if self._alone:
                    self.citable.find("văn thư")
        except CancuError as error:
            log.warning("search was not made ready: %s", error.en)
        # What stays for good need not be gone through by the collector again and again.
        gc.freeze()
        give_back()

    def share(self) -> None:
        """Make ready what the processes to be forked from this one share, then let go of what cannot be: connections
        and threads. Nothing else may be at work in this process."""
        self._alone = False
        if not self.settings.embedder_url:
            self._turns = Turns(1)
        self.together.hang_bell()
        self.warm()
        with self._lock:
            if self._fusion is not None:
                self._fusion.rest()
            if self._archive is not None:
                self._archive.database.close()

    def forked(self, *, reads: bool) -> None:
        """Go on in a forked process; `reads`: it is the one that reads the files that come in."""
        self.reads = reads
        if self._suggester is not None and reads:
            # Once for all: the others find what is made here.
            keep_up = self._suggester.keep_up
            threading.Thread(target=keep_up, args=(self._closed.wait,), name="suggestions", daemon=True).start()
        elif self._suggester is not None:
            self._suggester.makes = False
            self._suggester.make_later()
            # Whoever asks first waits for neither of them.
            later = threading.Timer(_LATER, self.citable.find, ("văn thư",))
            later.daemon = True
            later.start()

    @property
    def suggester(self) -> Suggester:
        """What suggests queries while they are typed."""
        self._opened()
        assert self._suggester is not None
        return self._suggester

    @property
    def citable(self) -> Catalogue:
        """What finds the document to cite while it is typed; needs no index."""
        with self._lock:
            archive = self._opened_archive()
            if self._citable is None:
                self._citable = Catalogue(archive.cataloguing, self.settings.index / "cache" / "citable.bin")
            return self._citable

    def similar(self, document_id: int, path: str, limit: int) -> tuple[list[Alike], list[Alike]]:
        """Documents like one, and provisions like the one at `path`. Raises NotFound."""
        archive, engine, _ = self._opened()
        documents = similar_documents(archive, engine, archive.record(document_id), limit)
        if not path:
            return documents, []
        found = archive.provision(document_id, path)
        unit = archive.units([found.id]).get(found.id)
        if not unit:
            return documents, []
        meant = self._fusion.like(unit.id, limit * 3) if self._fusion is not None else []
        return documents, similar_provisions(archive, engine, unit, limit, meant)

    def citations(self, text: str) -> list[Resolution]:
        """Every citation of a text, tied to what is held."""
        archive = self.archive
        return resolve_all(find_citations(text, archive.gazetteer()), archive.holdings())

    def check(self, text: str, on: date | None) -> list[Finding]:
        """The findings of a draft that will be signed on a date, today where none is given."""
        archive = self.archive
        return check_text(
            text, archive.holdings(), on or date.today(), archive.gazetteer(), Precedents(archive.database)
        )

    def _mended(self) -> None:
        """The index is no longer behind: every process looks again before it says so."""
        self.together.marks.rise("index")

    def erase(self, document_ids: Sequence[int]) -> None:
        """Leave nothing of purged documents in the index, the vectors and what is kept in memory."""
        self.together.marks.rise("purged")
        self.forget_purged()
        self.engine.erase(document_ids)
        if self._fusion is not None:
            self._fusion.erase(document_ids)
        if self._suggester is not None:
            self._suggester.erase()
        self.citable.erase()

    @property
    def pictures(self) -> Pictures:
        """What draws the pages of originals."""
        with self._lock:
            if self._pictures is None:
                self._pictures = Pictures(self.settings, self.cache("pages"))
            return self._pictures

    def scan(self, facts: DocumentFacts, files: Sequence[StoredFile]) -> Scan | None:
        """The original that can be shown beside the text as pictures, None where there is none."""
        pdfs = sorted(
            (f for f in files if f.media_type in WITH_PAGES and f.role != "offered"), key=lambda f: f.role != "original"
        )
        if not pdfs:
            return None
        file = pdfs[0]
        if file.role == "original" and facts.page_starts:
            return Scan(file, min(len(facts.page_starts), MOST_PAGES), facts.page_starts)
        try:
            pages = self.pictures.count(file.sha256, self.archive.files.path(file.sha256))
        except CancuError as error:
            log.warning("document %d: pages of %s cannot be shown: %s", facts.id, file.sha256, error.reason)
            return None
        return Scan(file, min(pages, MOST_PAGES), ())

    def cache(self, *parts: str) -> Path:
        """A folder for what can be made again at any time."""
        folder = self.settings.index.joinpath("cache", *parts)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def health(self) -> dict[str, Any]:
        """How the archive and its index are; the counts are of what whoever asks may see.

        `status` is ok, behind (the index lacks documents) or unavailable.
        """
        try:
            archive, engine, _ = self._opened()
            self._marked["index"] = self.together.marks.of("index")
            with seeing(SYSTEM):
                difference = compare(archive, engine)
            self._behind = _behind(difference)
            seen = archive.revisions()
        except CancuError as error:
            return {"status": "unavailable", "reason": error.reason, "detail": error.vi, "detail_en": error.en}
        return {
            "status": "ok" if difference.agrees else "behind",
            "documents": len(seen),
            "index": {
                "units": engine.count(),
                "wanted": sum(max(units, 1) for _, units in seen.values()),
                "missing": len(difference.missing),
                "stale": len(difference.stale),
                "surplus": len(difference.surplus),
            },
        }

    def _opened_archive(self) -> Archive:
        if self._archive is None:
            self._archive = Archive.open(self.settings)
        return self._archive

    def _opened(self) -> tuple[Archive, Engine, SearchService]:
        with self._lock:
            archive = self._opened_archive()
            if self._engine is None or self._search is None:
                try:
                    # What is hidden from whoever asks is left out here, below every search.
                    self._engine = SeenEngine(open_engine(self.settings), archive.hidden)
                except OSError as error:
                    log.exception("the index cannot be opened")
                    raise ArchiveUnavailable(
                        "index_unavailable",
                        "Không mở được chỉ mục tìm kiếm. Hãy chạy `cancu index rebuild`.",
                        "The search index cannot be opened. Run `cancu index rebuild`.",
                    ) from error
                self._fusion = open_fusion(self.settings, self._engine, archive)
                self._search = SearchService(archive, self._engine, self._fusion)
                self._suggester = Suggester(archive.cataloguing, self.settings.index / "cache" / "suggestions.bin")
                if self._alone:
                    self._suggester.make_later()
                with seeing(SYSTEM):
                    self._behind = _behind(compare(archive, self._engine))
            return archive, self._engine, self._search
