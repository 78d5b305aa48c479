"""Who reads what: each process that reads holds a lock file for as long as it lives, however it ends."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path

from filelock import FileLock, Timeout


class Owner:
    """This process, as one that reads files of the queue. Call `close` at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = uuid.uuid4().hex
        self._lock = FileLock(_file(folder, self.name))
        self._lock.acquire(timeout=10)

    def close(self) -> None:
        """Let go; what it still reads is free for others from now on."""
        self._lock.release()
        with contextlib.suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)


def is_gone(folder: Path, name: str) -> bool:
    """Whether the process of this name has ended. The system gives its lock back even after `kill -9`."""
    file = _file(folder, name)
    if not name or not file.exists():
        return True
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)
    return True


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"
