"""The streams of an OLE2 compound file ([MS-CFB]): what kind of office file it is, and whether it has a password.

Only the directory and the beginnings of a few streams are read. Every chain is followed with a bound, so that a
circle in a damaged file ends; a file whose directory cannot be followed has no streams.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_FREE = 0xFFFFFFFF
_MOST_ENTRIES = 20_000
_BEGINNING = 1 << 16
_WORD_ENCRYPTED = 0x0100  # [MS-DOC] FibBase, fEncrypted
_FILE_PASS = 0x002F  # [MS-XLS] FilePass, right after BOF and few others
_BOF = (0x0809, 0x0409, 0x0209, 0x0009)
_ENCRYPTED_SLIDES = 0xF3D1C4DF  # [MS-PPT] CurrentUserAtom, headerToken


@dataclass(frozen=True)
class OfficeFile:
    """`kind` is doc, xls, ppt, encrypted_ooxml or ole; `version` the format's own number (nFib of DOC), else 0.

    `whole` is False where the directory cannot be followed or the file ends before the last sector in use.
    """

    kind: str
    encrypted: bool = False
    version: int = 0
    whole: bool = True


def read_office_file(path: Path) -> OfficeFile:
    """What an OLE2 file holds, by the streams at its root."""
    content = path.read_bytes()
    try:
        compound = _Compound(content)
        streams, whole = compound.streams(), compound.whole()
    except (struct.error, IndexError, ValueError):
        streams, whole = {}, False
    kind, encrypted, version = _judge(streams)
    return OfficeFile(kind if streams else _by_names(content), encrypted, version, whole)


def _judge(streams: dict[str, bytes]) -> tuple[str, bool, int]:
    if "EncryptedPackage" in streams:
        return "encrypted_ooxml", True, 0
    if "WordDocument" in streams:
        head = streams["WordDocument"]
        flags = struct.unpack_from("<H", head, 10)[0] if len(head) >= 12 else 0
        version = struct.unpack_from("<H", head, 2)[0] if len(head) >= 4 else 0
        return "doc", bool(flags & _WORD_ENCRYPTED), version
    for name, version in (("Workbook", 8), ("Book", 5)):
        if name in streams:
            return "xls", _has_file_pass(streams[name]), version
    if "PowerPoint Document" in streams:
        user = streams.get("Current User", b"")
        token = struct.unpack_from("<I", user, 12)[0] if len(user) >= 16 else 0
        return "ppt", token == _ENCRYPTED_SLIDES, 0
    return "ole", False, 0


def _by_names(content: bytes) -> str:
    """The kind of a file whose directory is damaged, by the names that stand somewhere in it."""
    for stream, kind in (
        ("EncryptedPackage", "encrypted_ooxml"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book\x00", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if stream.encode("utf-16-le") in content:
            return kind
    return "ole"


def _has_file_pass(stream: bytes) -> bool:
    place = 0
    for count in range(8):
        if place + 4 > len(stream):
            return False
        record, size = struct.unpack_from("<HH", stream, place)
        if record == _FILE_PASS:
            return True
        if count == 0 and record not in _BOF:
            return False
        place += 4 + size
    return False


class _Compound:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or not 4 <= mini_shift <= shift:
            raise ValueError
        self._size = 1 << shift
        self._mini_size = 1 << mini_shift
        (self._fat_count, self._directory) = struct.unpack_from("<II", content, 44)
        (self._cutoff, self._mini_fat_start) = struct.unpack_from("<II", content, 56)
        self._fat = self._read_fat()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise ValueError
        return sector

    def _read_fat(self) -> list[int]:
        places = list(struct.unpack_from("<109I", self._content, 76))
        (extra,) = struct.unpack_from("<I", self._content, 68)
        seen: set[int] = set()
        while extra < _END and extra not in seen:
            seen.add(extra)
            sector = self._sector(extra)
            numbers = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            places += numbers[:-1]
            extra = numbers[-1]
        fat: list[int] = []
        for place in places[: min(self._fat_count, len(places))]:
            if place < _END:
                sector = self._sector(place)
                fat += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
        return fat

    def whole(self) -> bool:
        """Whether the last sector in use begins inside the file."""
        used = max((place for place, mark in enumerate(self._fat) if mark != _FREE), default=0)
        return (used + 1) * self._size < len(self._content)

    def _chain(self, start: int, limit: int) -> bytes:
        out: list[bytes] = []
        total = 0
        seen: set[int] = set()
        while start < _END and start not in seen and total < limit:
            seen.add(start)
            out.append(self._sector(start))
            total += len(out[-1])
            start = self._fat[start]
        return b"".join(out)[:limit]

    def streams(self) -> dict[str, bytes]:
        """Names at the root with up to 64 KiB of each stream."""
        directory = self._chain(self._directory, 128 * _MOST_ENTRIES)
        entries = [directory[place : place + 128] for place in range(0, len(directory) - 127, 128)]
        root = entries[0]
        (child,) = struct.unpack_from("<I", root, 76)
        (mini_start, mini_size) = struct.unpack_from("<IQ", root, 116)
        mini = self._chain(mini_start, min(mini_size, len(self._content)))
        mini_fat = self._chain(self._mini_fat_start, len(self._content))
        found: dict[str, bytes] = {}
        seen: set[int] = set()
        waiting = [child]
        while waiting:
            number = waiting.pop()
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            (length,) = struct.unpack_from("<H", entry, 64)
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            left, right = struct.unpack_from("<II", entry, 68)
            waiting += [left, right]
            if entry[66] != 2:  # a storage
                continue
            start, size = struct.unpack_from("<IQ", entry, 116)
            size &= 0xFFFFFFFF
            wanted = min(size, _BEGINNING)
            if size < self._cutoff:
                found[name] = self._mini_chain(start, wanted, mini, mini_fat)
            else:
                found[name] = self._chain(start, wanted)
        return found

    def _mini_chain(self, start: int, limit: int, mini: bytes, mini_fat: bytes) -> bytes:
        out = b""
        seen: set[int] = set()
        while start < _END and start not in seen and len(out) < limit:
            seen.add(start)
            out += mini[start * self._mini_size : (start + 1) * self._mini_size]
            if 4 * start + 4 > len(mini_fat):
                break
            (start,) = struct.unpack_from("<I", mini_fat, 4 * start)
        return out[:limit]
