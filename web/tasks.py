"""Long work that an administrator starts from a page: one at a time, in a thread, with how far it is.

What is being done is noted where every process of the server sees it: the page may be answered by another one.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from archive.errors import CancuError
from archive.seeing import Viewer, seeing
from web.sharing import Note

log = logging.getLogger("cancu.web")

_LOOK = 0.05
_TELL = 0.2


@dataclass(frozen=True)
class Task:
    """What is being done, or was done last. `done` and `total` in whatever the stage counts; `result` of its kind;
    `process` the one that does it."""

    kind: str
    stage: str = ""
    done: int = 0
    total: int = 0
    ended: bool = False
    vi: str = ""
    en: str = ""
    result: Any = None
    process: int = field(default_factory=os.getpid)


class Tasks:
    """One task at a time, in a thread of its own. Safe to share between threads and processes."""

    def __init__(self, note: Note | None = None) -> None:
        self._note = note or Note()

    @property
    def now(self) -> Task | None:
        """What is being done or was done last, None for nothing yet."""
        task: Task | None = self._note.get()
        if task is None or task.ended or lives(task.process):
            return task
        return replace(
            task,
            ended=True,
            vi="Việc này bị ngắt giữa chừng vì tiến trình làm nó đã dừng. Hãy làm lại.",
            en="This was interrupted: the process that did it has ended. Do it again.",
        )

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        now = self.now
        return now is not None and not now.ended

    def begin(self, kind: str, work: Callable[[Callable[[str, int, int], None]], Any], by: Viewer) -> bool:
        """Begin a task on behalf of somebody; False where another is being done. `work` tells how far it is."""
        with self._note.lock:
            if self.busy:
                return False
            self._note.put(Task(kind))
            threading.Thread(target=self._run, args=(kind, work, by), name=kind, daemon=True).start()
            return True

    def wait(self, seconds: float) -> None:
        """Wait for the task to end."""
        until = time.monotonic() + seconds
        while self.busy and time.monotonic() < until:
            time.sleep(_LOOK)

    def _run(self, kind: str, work: Callable[[Callable[[str, int, int], None]], Any], by: Viewer) -> None:
        told = ("", 0.0)

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal told
            if stage == told[0] and done < total and time.monotonic() - told[1] < _TELL:
                return
            told = stage, time.monotonic()
            self._note.put(Task(kind, stage, done, total))

        try:
            with seeing(by):
                self._note.put(Task(kind, ended=True, result=work(tell)))
        except CancuError as error:
            self._note.put(Task(kind, ended=True, vi=error.vi, en=error.en))
        except Exception:
            log.exception("%s failed", kind)
            self._note.put(
                Task(
                    kind,
                    ended=True,
                    vi="Có lỗi ngoài dự kiến; xem nhật ký của chương trình.",
                    en="Unexpected; see the log.",
                )
            )


def lives(process: int) -> bool:
    """Whether a process of this machine is there, by its number."""
    if process == os.getpid() or sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
