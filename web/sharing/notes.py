"""A value that one process leaves for the others, in a file that has no name and ends with them."""

from __future__ import annotations

import os
import pickle
from typing import Any

from web.sharing.locks import ProcessLock, nameless


class Note:
    """Holds one value. Pickled: nobody but the processes that were forked from us can write into it."""

    def __init__(self) -> None:
        self.lock = ProcessLock()
        self._held: Any = None
        self._file = nameless(self)

    def put(self, value: Any) -> None:
        """Leave a value in place of the one before."""
        if self._file < 0:
            self._held = value
            return
        written = pickle.dumps(value)
        with self.lock:
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            for start in range(0, len(written), _PIECE):
                os.write(self._file, written[start : start + _PIECE])

    def get(self) -> Any:
        """The value that was left last, None for none."""
        if self._file < 0:
            return self._held
        with self.lock:
            os.lseek(self._file, 0, os.SEEK_SET)
            written = b"".join(iter(lambda: os.read(self._file, _PIECE), b""))
        return pickle.loads(written) if written else None


_PIECE = 1 << 16
