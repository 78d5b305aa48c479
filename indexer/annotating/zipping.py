"""A ZIP with some members changed and some added; all others byte for byte as they are, packed as they were.

Members keep their order, times, names and attributes; what is added comes last. Shapes as in PKWARE's APPNOTE.TXT 6.3,
4.3.7 (local header), 4.3.12 (central directory), 4.5.3 (ZIP64 fields).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FULL = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_DESCRIPTOR, _UTF8 = 0x0008, 0x0800
_TIME = (0, (1 << 5) | 1)  # 1 January 1980, as Word writes: what is added has no time of its own


@dataclass
class _Member:
    name: bytes
    header: list[int]  # fields of the central record behind its signature
    rest: bytes  # extra field and comment
    at: int


def rewritten(path: Path, changed: Mapping[str, bytes], added: Mapping[str, bytes]) -> bytes:
    """The ZIP at `path` with the contents of `changed` (by name, as in the ZIP) and new members `added`.

    Raises BadZipFile for what is no plain ZIP (also: in several volumes, or with a directory of more than 4 GB).
    """
    source = path.read_bytes()
    members, begin, comment, shift = _directory(source)
    starts = sorted({member.at for member in members} | {begin})
    following = dict(pairwise(starts))
    missing = set(changed)
    out = bytearray(source[: starts[0]])
    for member in sorted(members, key=lambda each: each.at):
        name = member.name.decode("utf-8" if member.header[2] & _UTF8 else "cp437")
        at = len(out)
        if name in changed:
            missing.discard(name)
            out += _packed(source, member, changed[name])
        else:
            out += source[member.at : following[member.at]]
        member.at = at
    if missing:
        raise BadZipFile(f"no member {sorted(missing)[0]}")
    for name, content in added.items():
        new = _new(name)
        new.at = len(out)
        out += _packed(b"", new, content)
        members.append(new)
    return bytes(out) + _closing(members, len(out), comment, shift)


def _directory(source: bytes) -> tuple[list[_Member], int, bytes, int]:
    """Members in the order of the directory, where it begins, the ZIP's comment, and by how many bytes something put
    in front moves all offsets."""
    place = source.rfind(b"PK\x05\x06", max(0, len(source) - 65_557))
    if place < 0 or place + _END.size > len(source):
        raise BadZipFile("no end of the directory")
    _, disk, first_disk, here, count, size, offset, length = _END.unpack_from(source, place)
    if disk or first_disk or here != count or count == 0xFFFF or _FULL in (size, offset):
        raise BadZipFile("several volumes, or ZIP64")
    begin = place - size
    shift = begin - offset
    if shift < 0:
        raise BadZipFile("the directory lies outside")
    members: list[_Member] = []
    at = begin
    for _ in range(count):
        if at + _CENTRAL.size > place:
            raise BadZipFile("the directory is cut short")
        signature, *header = _CENTRAL.unpack_from(source, at)
        if signature != b"PK\x01\x02":
            raise BadZipFile("no record of the directory")
        at += _CENTRAL.size
        named, extra, said, where = header[9], header[10], header[11], header[15]
        if where == _FULL:
            raise BadZipFile("ZIP64")
        name = source[at : at + named]
        members.append(_Member(name, header, source[at + named : at + named + extra + said], where + shift))
        at += named + extra + said
        if source[where + shift : where + shift + 4] != b"PK\x03\x04":
            raise BadZipFile("no member where the directory says")
    if not members:
        raise BadZipFile("an empty ZIP")
    return members, begin, source[place + _END.size : place + _END.size + length], shift


def _packed(source: bytes, member: _Member, content: bytes) -> bytes:
    """A member anew: its own header with new sizes, and its content. The record of the directory is changed too."""
    header = member.header
    stored = header[3] == _STORED and bool(source)
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = content if stored else squeezer.compress(content) + squeezer.flush()
    header[2] &= ~_DESCRIPTOR
    header[3] = _STORED if stored else _DEFLATED
    header[6:9] = [zlib.crc32(content), len(data), len(content)]
    # Of its extra fields none: they may hold the old sizes.
    member.rest = member.rest[header[10] :]
    header[10] = 0
    sizes = (header[6], header[7], header[8])
    local = _LOCAL.pack(b"PK\x03\x04", header[1], header[2], header[3], header[4], header[5], *sizes, header[9], 0)
    return local + member.name + data


def _new(name: str) -> _Member:
    raw = name.encode("utf-8")
    flags = 0 if name.isascii() else _UTF8
    header = [20, 20, flags, _DEFLATED, *_TIME, 0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0]
    return _Member(raw, header, b"", 0)


def _closing(members: list[_Member], begin: int, comment: bytes, shift: int) -> bytes:
    out = bytearray()
    for member in members:
        member.header[15] = member.at - shift
        out += _CENTRAL.pack(b"PK\x01\x02", *member.header) + member.name + member.rest
    count = len(members)
    if count >= 0xFFFF or begin + len(out) >= _FULL:
        raise BadZipFile("too many members")
    return bytes(out) + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(out), begin - shift, len(comment)) + comment
