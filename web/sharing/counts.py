"""Numbers in memory that several processes share."""

from __future__ import annotations

import hashlib
import mmap
import struct
import time

from web.sharing.locks import ProcessLock

_SLOT = struct.Struct("=QdQ")
_SLOTS = 8192
_PROBED = 32
_MARK = struct.Struct("=Q")


class Counts:
    """Counts by key, each for so many seconds. The table has a size: where it is full, what ends first is forgotten."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SLOT.size * _SLOTS)
        self._lock = ProcessLock()

    def add(self, key: str, seconds: float, amount: int = 1) -> int:
        """Count; the count since its time began."""
        with self._lock:
            place, (hashed, until, count) = self._find(key)
            if until <= time.time():
                until, count = time.time() + seconds, 0
            _SLOT.pack_into(self._memory, place, hashed, until, count + amount)
            return int(count + amount)

    def of(self, key: str) -> tuple[int, float]:
        """A count, and when it ends (seconds since 1970); (0, now) for none."""
        with self._lock:
            _, (_, until, count) = self._find(key)
        now = time.time()
        return (int(count), until) if until > now else (0, now)

    def forget(self, key: str) -> None:
        """Begin anew."""
        with self._lock:
            place, (hashed, _, _) = self._find(key)
            _SLOT.pack_into(self._memory, place, hashed, 0.0, 0)

    def forget_all(self) -> None:
        """Begin everything anew."""
        with self._lock:
            self._memory[:] = bytes(len(self._memory))

    def _find(self, key: str) -> tuple[int, tuple[int, float, int]]:
        """The place of a key and what stands there; an empty one for a key that has none."""
        hashed = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        oldest, ends = 0, float("inf")
        for step in range(_PROBED):
            place = (hashed + step) % _SLOTS * _SLOT.size
            held, until, count = _SLOT.unpack_from(self._memory, place)
            if held == hashed:
                return place, (held, until, count)
            if until < ends:
                oldest, ends = place, until
        return oldest, (hashed, 0.0, 0)


class Marks:
    """Numbers by name that only rise: whoever keeps something in memory looks whether it still holds."""

    _NAMES = ("alerts", "purged", "options", "index")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _MARK.size * len(self._NAMES))
        self._lock = ProcessLock()

    def of(self, name: str) -> int:
        """The mark now."""
        return int(_MARK.unpack_from(self._memory, self._NAMES.index(name) * _MARK.size)[0])

    def rise(self, name: str) -> int:
        """What was kept under this name holds no longer, in no process; the mark from now on."""
        with self._lock:
            risen = self.of(name) + 1
            _MARK.pack_into(self._memory, self._NAMES.index(name) * _MARK.size, risen)
            return risen
