"""Long work that an administrator starts from a page: one at a time, in a thread, with how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.errors import CancuError
from archive.seeing import Viewer, seeing

log = logging.getLogger("cancu.web")


@dataclass(frozen=True)
class Task:
    """What is being done, or was done last. `done` and `total` in whatever the stage counts; `result` of its kind."""

    kind: str
    stage: str = ""
    done: int = 0
    total: int = 0
    ended: bool = False
    vi: str = ""
    en: str = ""
    result: Any = None


class Tasks:
    """One task at a time, in a thread of its own. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._task: Task | None = None
        self._thread: threading.Thread | None = None

    @property
    def now(self) -> Task | None:
        """What is being done or was done last, None for nothing yet."""
        return self._task

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._task is not None and not self._task.ended

    def begin(self, kind: str, work: Callable[[Callable[[str, int, int], None]], Any], by: Viewer) -> bool:
        """Begin a task on behalf of somebody; False where another is being done. `work` tells how far it is."""
        with self._lock:
            if self.busy:
                return False
            self._task = Task(kind)
            self._thread = threading.Thread(target=self._run, args=(kind, work, by), name=kind, daemon=True)
            self._thread.start()
            return True

    def wait(self, seconds: float) -> None:
        """Wait for the task to end."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _run(self, kind: str, work: Callable[[Callable[[str, int, int], None]], Any], by: Viewer) -> None:
        def tell(stage: str, done: int, total: int) -> None:
            self._task = Task(kind, stage, done, total)

        try:
            with seeing(by):
                self._task = Task(kind, ended=True, result=work(tell))
        except CancuError as error:
            self._task = Task(kind, ended=True, vi=error.vi, en=error.en)
        except Exception:
            log.exception("%s failed", kind)
            self._task = Task(
                kind,
                ended=True,
                vi="Có lỗi ngoài dự kiến; xem nhật ký của chương trình.",
                en="Unexpected; see the log.",
            )
