"""The index follows what was changed, in a thread of its own: whoever changes facts need not wait until they are found.

What waits is lost with the process and is no loss: the index tells by its revisions that it is behind, and it is put
right when the next process begins.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from archive.documents import Archive
from archive.errors import CancuError
from archive.seeing import SYSTEM, seeing
from indexer.engine.base import Engine
from indexer.indexing import compare, index_documents

log = logging.getLogger("cancu.index")

MOST_BEHIND = 500
"""So many documents are put right without being asked; more is not the trace of a crash: `cancu index verify` tells."""
_AGAIN = 2.0
_SETTLE = 3.0
_TRIES = 30


class Following:
    """Indexes what it is given, until `close`. `mended` is called where a stop had left the index behind.

    `look_back`: seconds after which it looks for that.
    """

    def __init__(
        self,
        archive: Callable[[], Archive],
        engine: Callable[[], Engine],
        mended: Callable[[], None] = lambda: None,
        *,
        look_back: float = _SETTLE,
    ) -> None:
        self._archive = archive
        self._engine = engine
        self._mended = mended
        self._look_back = look_back
        self._waiting: dict[int, None] = {}
        self._changed = threading.Condition()
        self._busy = True
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)
        self._thread.start()

    def put(self, document_ids: Iterable[int]) -> None:
        """Let these documents be indexed as they are by then."""
        with self._changed:
            self._waiting.update(dict.fromkeys(document_ids))
            self._changed.notify_all()

    def settle(self, seconds: float = 60.0) -> bool:
        """Wait until nothing waits; False where it still does after so long."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._waiting or self._busy), seconds)

    def close(self) -> None:
        """Index what waits, then end."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        with seeing(SYSTEM):
            self._work(self._look_back)

    def _work(self, look_back: float) -> None:
        tries = 0
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing, look_back)
        if not self._closing:
            self._look()
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                ids, self._waiting, self._busy = list(self._waiting), {}, True
            try:
                index_documents(self._archive(), self._engine(), ids)
                tries = 0
            except Exception as error:
                tries += 1
                said = error.en if isinstance(error, CancuError) else repr(error)
                log.warning("%d documents are not indexed yet: %s", len(ids), said)
                with self._changed:
                    if self._closing or tries >= _TRIES:
                        return
                    self._waiting = {**dict.fromkeys(ids), **self._waiting}
                    self._changed.wait_for(lambda: self._closing, _AGAIN)

    def _look(self) -> None:
        """Take up what a stop or a crash left."""
        try:
            difference = compare(self._archive(), self._engine())
            behind = [*difference.missing, *difference.stale, *difference.surplus]
            if behind and len(behind) <= MOST_BEHIND:
                index_documents(self._archive(), self._engine(), behind)
                log.info("%d documents were indexed that a stop had left out", len(behind))
                self._mended()
        except Exception as error:
            log.warning("the index was not compared: %s", error.en if isinstance(error, CancuError) else repr(error))
