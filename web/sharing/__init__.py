"""What the processes of one server share. One process alone has the same, for its threads.

Made before the processes are forked: memory and files here are theirs together and nobody else's, and end with them.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from web.sharing.counts import Counts, Marks
from web.sharing.locks import ProcessLock
from web.sharing.notes import Note

__all__ = ["Counts", "Marks", "Note", "ProcessLock", "Together"]

_RUNG = struct.Struct("=q")
_FILE = 0
_AT_ONCE = 512 // _RUNG.size * _RUNG.size


class Together:
    """`counts` by key and time, `marks` that rise when something kept in memory must be looked up again, the lock of
    changes to what was seen, the note of the long task that is being done, and the bell that tells the process beside
    that a file has come or that documents are to be indexed.
    """

    def __init__(self) -> None:
        self.counts = Counts()
        self.marks = Marks()
        self.changing = ProcessLock()
        self.task = Note()
        self._bell: tuple[int, int] | None = None

    def hang_bell(self) -> None:
        """Make the bell, where somebody in another process is to hear it."""
        listening, ringing = os.pipe()
        os.set_blocking(ringing, False)
        self._bell = listening, ringing

    def ring(self, documents: Iterable[int] = ()) -> bool:
        """Tell the process beside that a file has come, or which documents are to be indexed. False where nobody will
        hear it."""
        if self._bell is None:
            return False
        rung = b"".join(map(_RUNG.pack, documents)) or _RUNG.pack(_FILE)
        for start in range(0, len(rung), _AT_ONCE):
            try:
                # Written whole or not at all, as a pipe takes so little.
                os.write(self._bell[1], rung[start : start + _AT_ONCE])
            except BlockingIOError:
                # So much was rung that nobody heard yet: that a file has come will be heard all the same.
                return documents == ()
        return True

    def heard(self) -> tuple[bool, list[int]] | None:
        """Wait until it rings: whether a file has come, and the documents to be indexed; None where there is no
        bell."""
        if self._bell is None:
            return None
        rung = [number for (number,) in _RUNG.iter_unpack(os.read(self._bell[0], _AT_ONCE))]
        return _FILE in rung, [number for number in rung if number != _FILE]
