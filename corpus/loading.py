"""What the loaders share: telling how far they are, counting what came of it, and going on after being killed.

A loader may be killed at any moment and run again: each document is filed in one transaction under an origin that names
it for ever, so that a second run finds what is there and goes on. The index is brought in step at the end of each run.
"""

from __future__ import annotations

import gzip
import hashlib
import inspect
import lzma
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select

from archive.documents import Archive
from archive.errors import UnreadableFile
from archive.models import OriginRow
from indexer.engine.base import Engine
from indexer.indexing import mend

Progress = Callable[..., None]
"""Called with how much is done, how much there is (0: not known yet) and, where it takes a third, what is done now."""

INDEXING = "Lập chỉ mục / indexing"
_RELINK = 250


def silent(_done: int, _total: int, _what: str = "") -> None:
    """A progress that says nothing."""


def telling(progress: Progress) -> Callable[[int, int, str], None]:
    """The same progress, always called with three arguments."""
    try:
        parameters = inspect.signature(progress).parameters.values()
    except (TypeError, ValueError):
        parameters = []  # type: ignore[assignment]
    places = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters)
    if places >= 3 or any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return progress
    return lambda done, total, _what: progress(done, total)


@dataclass
class Counts:
    """What a loader did.

    `states`: how many documents ended as added, updated, unchanged, known, copy, duplicate (`archive.stored.Added`);
    `details`: further figures by name; `notes`: sentences for a person (Vietnamese); `changed`: documents given.
    """

    states: dict[str, int] = field(default_factory=dict)
    details: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    def count(self, state: str, document_id: int | None = None) -> None:
        """One more document in this state; an unchanged one is not among the changed."""
        self.states[state] = self.states.get(state, 0) + 1
        if document_id is not None and state != "unchanged":
            self.changed.append(document_id)

    def detail(self, name: str, number: int = 1) -> None:
        """Raise a figure."""
        self.details[name] = self.details.get(name, 0) + number

    def figures(self) -> dict[str, Any]:
        """As the command line and its JSON show it."""
        shown: dict[str, Any] = {"documents": sum(self.states.values()), **self.states, **self.details}
        if self.notes:
            shown["notes"] = list(self.notes)
        return shown


def finish_index(archive: Archive, engine: Engine | None, progress: Progress) -> int:
    """Bring the index in step with the archive, whoever left it behind; how many documents had to be indexed."""
    if engine is None:
        return 0
    tell = telling(progress)
    tell(0, 0, INDEXING)
    difference = mend(archive, engine, lambda done, total: tell(done, total, INDEXING))
    return len(difference.missing) + len(difference.stale)


@dataclass(frozen=True)
class Run:
    """One run of a loader over its inputs: `prefix` of its origins, `there` those that need not be made again.

    `unfinished`: an earlier run was killed before its citations were resolved, so that it falls to this one.
    """

    prefix: str
    there: frozenset[str]
    unfinished: bool


@contextmanager
def going_on(archive: Archive, prefix: str, inputs: str, again: bool = False) -> Iterator[Run]:
    """Begin a loader's run, and remember at the end that it came through.

    `inputs` is a digest of everything the loader reads and of its own way of reading. What was made from exactly
    these inputs need not be made again. Where an earlier run used other inputs, or `again` is asked for, nothing is
    left out: each document is made and compared. What is remembered before the first and after the last
    document makes this true after a kill at any moment.
    """
    key = f"loading:{prefix}"
    there = frozenset(origins_of(archive, prefix))
    before = archive.recall(key)
    begun, done = f"{inputs} begun", f"{inputs} done"
    same = before in (begun, done)
    if not there:
        archive.remember(key, begun)
    elif not same:
        # Until this run is through, the archive is a mixture of two inputs.
        archive.remember(key, "mixed")
    yield Run(
        prefix, there if same and not again else frozenset(), unfinished=bool(there) and not before.endswith(" done")
    )
    archive.remember(key, done)


def relink_run(archive: Archive, run: Run, counts: Counts, progress: Progress, what: str) -> None:
    """Resolve again the citations that waited for what this run, or a killed one before it, has filed.

    In short transactions, so that nobody who writes meanwhile has to wait.
    """
    tell = telling(progress)
    ids = (
        sorted(set(origins_of(archive, run.prefix).values())) if run.unfinished else list(dict.fromkeys(counts.changed))
    )
    for start in range(0, len(ids), _RELINK):
        tell(start, len(ids), what)
        archive.relink(ids[start : start + _RELINK])


def origins_of(archive: Archive, prefix: str) -> dict[str, int]:
    """The origins with this prefix that the archive has filed, and their documents."""
    with archive.database.read() as session:
        rows = session.execute(
            select(OriginRow.origin, OriginRow.document_id).where(OriginRow.origin.startswith(prefix, autoescape=True))
        ).all()
        return {row.origin: row.document_id for row in rows}


def digest_of(*parts: bytes) -> str:
    """SHA-256 over several pieces of input."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def fingerprint(path: Path, *parts: str) -> str:
    """SHA-256 over the names and bytes of a file, or of all files of a folder, and over further words."""
    digest = hashlib.sha256("\0".join(parts).encode())
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        digest.update(file.name.encode() + b"\0")
        with file.open("rb") as reading:
            while block := reading.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def open_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers, from 1; `.xz` and `.gz` are unpacked on the way; blank ones are left
    out. Raises UnreadableFile where the bytes are damaged or no UTF-8."""
    try:
        with _opened(path) as stream:
            for number, line in enumerate(stream, 1):
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if text:
                    yield number, text
    except (lzma.LZMAError, gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            "damaged_file",
            f"Tệp {path.name} bị hỏng hoặc không phải UTF-8. Hãy tải lại tệp.",
            f"{path.name} is damaged or not UTF-8. Fetch the file again.",
        ) from error


def _opened(path: Path) -> BinaryIO | lzma.LZMAFile | gzip.GzipFile:
    if path.suffix.lower() == ".xz":
        return lzma.open(path, "rb")
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rb")
    return path.open("rb")


def lines_in(path: Path) -> int:
    """How many lines `open_lines` gives."""
    return sum(1 for _ in open_lines(path))


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of `size`, the last one shorter."""
    chunk: list[Any] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
