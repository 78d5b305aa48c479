"""The shape of a backup: one ZIP file with a manifest of hashes, sealed by the SHA-256 of all its bytes.

    database.sqlite     the database as it was at one moment
    files/ab/cdef…      the untouched originals that this database names, by SHA-256, stored as they are
    README.txt          what this is and how it is put back
    manifest.json       every file with size and SHA-256, schema, audit head, what could not be taken

The ZIP's comment is the seal: `cancu-backup 1 sha256=` and the hash of every byte before it. A bit that is flipped
anywhere, in the ZIP's own tables too, or an end that is missing, does not fit the seal.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import IO, Any

from archive.anchoring import Head

FORMAT = "cancu-backup"
VERSION = 1
SEAL = f"{FORMAT} {VERSION} sha256=".encode("ascii")
SEAL_SIZE = len(SEAL) + 64
MANIFEST, DATABASE, README = "manifest.json", "database.sqlite", "README.txt"
ORIGINAL = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")


@dataclass(frozen=True)
class Member:
    """One file of a backup; `size` in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `schema` is the migration of its database, `created` UTC in ISO form.

    `missing`: hashes of originals that were lost or damaged already when the backup was made. `waiting`: files that
    were
    still to be read then and are not in it. `counts`: documents, files, people.
    """

    created: str
    program: str
    schema: str
    head: Head
    members: tuple[Member, ...]
    missing: tuple[str, ...] = ()
    waiting: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of everything in it, unpacked."""
        return sum(each.size for each in self.members)

    def to_json(self) -> bytes:
        """As it is written."""
        value = {
            "format": FORMAT,
            "version": VERSION,
            "created": self.created,
            "program": self.program,
            "schema": self.schema,
            "audit": {"entries": self.head.entries, "hash": self.head.hash},
            "counts": self.counts,
            "waiting": self.waiting,
            "missing": list(self.missing),
            "files": [{"path": m.path, "size": m.size, "sha256": m.sha256} for m in self.members],
        }
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Manifest:
        """As it was written. Raises ValueError where it is none, or of a later version."""
        value: Any = json.loads(raw)
        if not isinstance(value, dict) or value.get("format") != FORMAT or value.get("version") != VERSION:
            raise ValueError("not a manifest of this version")
        try:
            return cls(
                created=str(value["created"]),
                program=str(value["program"]),
                schema=str(value["schema"]),
                head=Head.parse(f"{value['audit']['entries']}:{value['audit']['hash']}"),
                members=tuple(_member(each) for each in value["files"]),
                missing=tuple(str(each) for each in value["missing"]),
                waiting=int(value["waiting"]),
                counts={str(name): int(count) for name, count in value["counts"].items()},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"a manifest without {error}") from error


def _member(value: Any) -> Member:
    size, digest = value["size"], value["sha256"]
    if not isinstance(size, int) or size < 0 or not re.fullmatch(r"[0-9a-f]{64}", str(digest)):
        raise ValueError("a file without size or hash")
    return Member(str(value["path"]), size, str(digest))


class Sealed:
    """A stream for a ZIP writer: hashes what goes through, and in the end puts the hash in the place of the last 64
    bytes. It cannot be sought in, so everything is written once, in order."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._tail = b""
        self.written = 0

    def write(self, data: bytes) -> int:
        """Take some bytes; the last 64 are held back."""
        held = self._tail + bytes(data)
        self._pass(held[:-64])
        self._tail = held[-64:]
        return len(data)

    def flush(self) -> None:
        """Nothing to do: `seal` ends the stream."""

    def seal(self) -> None:
        """Write the hash in the place of what was held back."""
        self._out.write(self._digest.hexdigest().encode("ascii"))

    def _pass(self, data: bytes) -> None:
        self._digest.update(data)
        self._out.write(data)
        self.written += len(data)
