"""Originals, stored by SHA-256 and never altered.

A file is written under a temporary name in the same folder, synced to disk, and only then renamed to its hash; the
database row comes after that. A crash leaves at worst a temporary file, swept away later, or an original that no row
names yet, which the retry finds and uses.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import NotFound, TooLarge

_BLOCK = 1024 * 1024
_STALE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Stored:
    """An original in the store; `size` in bytes."""

    sha256: str
    size: int
    path: Path


class FileStore:
    """The folder of originals: `ab/cdef…` by the hash's first two letters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"

    def path(self, sha256: str) -> Path:
        """Where the original with this hash is. Raises NotFound when it is not there."""
        path = self._place(sha256)
        if not path.is_file():
            raise NotFound(
                "file_missing",
                f"Không tìm thấy tệp gốc {sha256[:12]}… trong kho. Hãy khôi phục từ bản sao lưu.",
                f"The original {sha256[:12]}… is not in the store. Restore it from a backup.",
            )
        return path

    def store(self, source: Path, limit: int | None = None) -> Stored:
        """Keep the bytes of `source`; the same bytes twice are kept once. `limit` in bytes, else TooLarge."""
        self.incoming.mkdir(parents=True, exist_ok=True)
        temporary = self.incoming / uuid.uuid4().hex
        digest, size = hashlib.sha256(), 0
        try:
            with source.open("rb") as reading, temporary.open("xb") as writing:
                while block := reading.read(_BLOCK):
                    size += len(block)
                    if limit is not None and size > limit:
                        raise too_large(size, limit)
                    digest.update(block)
                    writing.write(block)
                writing.flush()
                os.fsync(writing.fileno())
            sha256 = digest.hexdigest()
            place = self._place(sha256)
            if place.is_file() and place.stat().st_size == size:
                return Stored(sha256, size, place)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, place)
            _sync_folder(place.parent)
            return Stored(sha256, size, place)
        finally:
            temporary.unlink(missing_ok=True)

    def verify(self, sha256: str) -> bool:
        """True where the stored bytes still have their hash."""
        path = self._place(sha256)
        return path.is_file() and hash_of(path) == sha256

    def drop(self, sha256: str) -> None:
        """Remove bytes that nothing names any more; nothing where they are not there. The caller keeps others out."""
        place = self._place(sha256)
        place.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others are in it, or it never was
            place.parent.rmdir()

    def held(self) -> Iterator[str]:
        """The hashes of all stored originals."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                yield folder.name + path.name

    def sweep(self, older: float = _STALE_SECONDS) -> int:
        """Remove temporary files that a crash left behind more than a day (`older` seconds) ago; how many."""
        swept = 0
        for path in self.incoming.glob("*") if self.incoming.is_dir() else ():
            if time.time() - path.stat().st_mtime > older:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise NotFound("no_such_file", "Không có tệp này trong kho.", "There is no such file in the archive.")
        return self.folder / sha256[:2] / sha256[2:]


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


def too_large(size: int, limit: int) -> TooLarge:
    """The refusal of a file over `limit` bytes."""
    have, most = f"{size / 1048576:.0f}", f"{limit / 1048576:.0f}"
    return TooLarge(
        "file_too_large",
        f"Tệp quá lớn ({have} MB; tối đa {most} MB). Hãy tách tệp hoặc nhờ quản trị viên nâng giới hạn.",
        f"The file is too large ({have} MB; at most {most} MB). Split it or ask the administrator to raise the limit.",
    )


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder for syncing, and its rename is already ordered by the file system.
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
