"""What the processes of one server share. One process alone has the same, for its threads.

Made before the processes are forked: memory and files here are theirs together and nobody else's, and end with them.
"""

from __future__ import annotations

import os
from contextlib import suppress

from web.sharing.counts import Counts, Marks
from web.sharing.locks import ProcessLock
from web.sharing.notes import Note

__all__ = ["Counts", "Marks", "Note", "ProcessLock", "Together"]


class Together:
    """`counts` by key and time, `marks` that rise when something kept in memory must be looked up again, the lock of
    changes to what was seen, the note of the long task that is being done, and the bell that tells those who read files
    that one has come.
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

    def ring(self) -> None:
        """Tell the process that reads files that one has come."""
        if self._bell is not None:
            with suppress(BlockingIOError):  # so much was rung that nobody heard yet: it will be heard
                os.write(self._bell[1], b".")

    def heard(self) -> bool:
        """Wait until it rings; False where there is no bell."""
        return self._bell is not None and bool(os.read(self._bell[0], 4096))
