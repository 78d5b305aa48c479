"""`cancu index status`, `rebuild`, `verify`, `meaning`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click
from filelock import FileLock, Timeout

from archive import audit
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, CancuError
from indexer.engine import current_version, discard_index, open_engine
from indexer.indexing import Comparison, compare, compare_contents, mend
from indexer.yielding import MOST, Asked, step_behind
from web.commands.speaking import as_json, bar, note, opened, say_json, settings

_GRACE = 0.5
_LOOK_AGAIN = 2.0
_PAUSE = 0.05
_NEWS_AFTER = 4.0
_NEWS_FOR = 2.0
_HARDLY = 0.3


@click.group()
def index() -> None:
    """Chỉ mục tìm kiếm / the search index, derived from the archive."""


@index.command()
@click.option("--contents", is_flag=True, help="So cả nội dung, bằng mã kiểm tra / compare contents too, by checksum.")
@as_json
def status(contents: bool, as_json: bool) -> None:
    """So chỉ mục với kho / compare the index with the archive."""
    with opened() as (archive, engine), bar("So nội dung / contents") as tell:
        found = compare_contents(archive, engine, tell) if contents else compare(archive, engine)
        _say(found, engine.count(), _of_meaning(archive), as_json)


@index.command()
@as_json
def verify(as_json: bool) -> None:
    """So chỉ mục với kho, cả nội dung, và sửa chỗ khác / compare, contents too, and mend what differs.

    An index that is damaged or of another version is made anew.
    """
    _readable_or_discarded()
    with opened() as (archive, engine), bar("Chỉ mục / index") as tell:
        before = mend(archive, engine, tell, contents=True)
        after = compare(archive, engine)
        meaning = _mended_meaning(archive)
        _say(after, engine.count(), meaning, as_json, before)
    if not after.agrees:
        raise SystemExit(1)


def _readable_or_discarded() -> None:
    now = settings()
    with Archive.open(now) as archive:
        try:
            open_engine(now).close()
        except ArchiveUnavailable as error:
            if error.reason != "index_version":
                raise
            note(
                "Chỉ mục tìm kiếm hỏng hoặc thuộc phiên bản khác: đang lập lại từ kho.\n"
                "The search index is damaged or of another version: it is made anew from the archive."
            )
            discard_index(now)
            audit.write(archive, "index_rebuilt", details={"vectors": False})


@index.command()
@click.option("--vectors", is_flag=True, help="Bỏ cả chỉ mục theo nghĩa / throw the index of meaning away, too.")
@as_json
def rebuild(vectors: bool, as_json: bool) -> None:
    """Lập lại toàn bộ chỉ mục / make the index anew from the archive.

    With --vectors the index of meaning is thrown away as well: `cancu serve` or `cancu index meaning` makes it again.
    """
    discard_index(settings())
    if vectors:
        shutil.rmtree(settings().meaning, ignore_errors=True)
    with opened() as (archive, engine), bar("Chỉ mục / index") as tell:
        mend(archive, engine, tell)
        audit.write(archive, "index_rebuilt", details={"vectors": vectors})
        _say(compare(archive, engine), engine.count(), _of_meaning(archive), as_json)


@index.command()
@click.option("--threads", type=click.IntRange(1), help="Số luồng, mặc định bằng số bộ xử lý / threads.")
@click.option("--follow", is_flag=True, hidden=True, help="Keep up with the archive until standard input ends.")
@as_json
def meaning(threads: int | None, follow: bool, as_json: bool) -> None:
    """Lập chỉ mục theo nghĩa / make the index of meaning, going on where it stopped."""
    from indexer.embedding import open_embedder
    from indexer.meaning.filling import Filling
    from indexer.meaning.index import MeaningIndex

    now = settings()
    left = _when_left() if follow else None
    with Archive.open(now) as archive, _alone(now.meaning, left):
        # Whoever gives the command wants it done; what is beside an office waits for the office.
        turn = _Turn(Asked(now.meaning), left) if left is not None else None
        held = MeaningIndex(now.meaning, open_embedder(now, threads, turn.let if turn is not None else None))
        try:
            if left is not None and turn is not None:
                step_behind(last=True)
                _follow(archive, left, lambda pause: turn.begun(Filling(archive, held, pause).run()))
                return
            with bar("Chỉ mục theo nghĩa / meaning") as tell:
                for done in Filling(archive, held).run():
                    rate = done.passages / done.seconds if done.seconds > 1 else 0.0
                    stage = "đoạn mở đầu / openings" if done.opened < done.documents else "cả văn bản / whole texts"
                    count = done.opened if done.opened < done.documents else done.whole
                    tell(count, done.documents, f"{stage}, {rate:.0f}/s")
            _say_meaning(_of_meaning(archive) or {}, as_json)
        finally:
            held.close()


@contextmanager
def _alone(folder: Path, left: threading.Event | None) -> Iterator[None]:
    """One fill at a time: a second one would embed the same again. With `left` it waits for the first one to end, and
    ends itself (SystemExit) where whoever started it goes away meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "fill.lock")
    try:
        while not lock.is_locked:
            try:
                lock.acquire(timeout=0 if left is None else _LOOK_AGAIN)
            except Timeout:
                if left is None:
                    raise
                if left.is_set():
                    raise SystemExit(0) from None
        try:
            yield
        finally:
            lock.release()
    except Timeout as error:
        raise ArchiveUnavailable(
            "meaning_locked",
            "Một tiến trình khác (có thể là `cancu serve`) đang lập chỉ mục theo nghĩa; hãy để nó làm tiếp, "
            "xem tiến độ bằng `cancu index status`.",
            "Another process (perhaps `cancu serve`) is making the index of meaning; let it go on, and see how far "
            "it is with `cancu index status`.",
        ) from error


def _when_left() -> threading.Event:
    """Set once whoever started this goes away: the other end of standard input is closed then, however they ended.

    A batch of the fill may take half a minute. Who has not stopped by himself soon after is stopped: the ledger holds
    what was committed, and the next fill goes on from there.
    """
    left = threading.Event()

    def wait() -> None:
        with suppress(OSError, ValueError):
            # Not through sys.stdin: its lock, held by a thread that waits, breaks the end of the interpreter.
            while os.read(sys.stdin.fileno(), 1024):
                pass
        left.set()
        time.sleep(_GRACE)
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
    return left


class _Turn:
    """How long a run of the fill lets those go first who wait: hardly in its first moments, in which what has just come
    is made findable, longer where it fills in a whole archive."""

    def __init__(self, asked: Asked, left: threading.Event) -> None:
        self._asked = asked
        self._left = left
        self._began = time.monotonic()

    def begun(self, run: Iterator[object]) -> Iterator[object]:
        """The run, which begins now."""
        self._began = time.monotonic()
        return run

    def let(self) -> None:
        """Let them go first, before the next batch."""
        new = time.monotonic() - self._began < _NEWS_FOR
        self._asked.wait(self._left.is_set, _HARDLY if new else MOST)


def _follow(archive: Archive, left: threading.Event, run: Callable[[Callable[[], bool]], Iterator[object]]) -> None:
    """Fill, then look every two seconds whether something has changed; until whoever started this goes away.

    What comes while a large archive is filled in goes first: the run begins anew.
    """
    seen: object = None
    while not left.is_set():
        with suppress(CancuError):
            pulse, began = archive.pulse(), time.monotonic()
            if pulse != seen:
                for _ in run(left.is_set):
                    # Between batches searches go first.
                    time.sleep(_PAUSE)
                    if time.monotonic() - began > _NEWS_AFTER and archive.pulse() != pulse:
                        break
                else:
                    seen = pulse
        left.wait(_LOOK_AGAIN)


@contextmanager
def _meaning_index() -> Iterator[Any]:
    """The vectors, None where nothing was embedded yet or the embedder does not answer."""
    from indexer.embedding import open_embedder
    from indexer.meaning.index import MeaningIndex
    from indexer.meaning.ledger import FILE

    now = settings()
    if not (now.meaning / FILE).is_file():
        yield None
        return
    try:
        held = MeaningIndex(now.meaning, open_embedder(now))
    except CancuError as error:
        note(f"{error.vi}\n{error.en}")
        yield None
        return
    try:
        yield held
    finally:
        held.close()


def _of_meaning(archive: Archive, *, thorough: bool = False) -> dict[str, object] | None:
    from indexer.meaning.filling import compare_meaning

    try:
        with _meaning_index() as held:
            if held is None:
                return None
            found = compare_meaning(archive, held, thorough=thorough)
    except sqlite3.OperationalError:
        raise  # locked, or no disk: nothing is known of what it holds
    except sqlite3.DatabaseError as error:
        return {"damage": str(error), "agrees": False}
    return {
        "documents": found.documents,
        "vectors": found.vectors,
        "missing": len(found.missing),
        "stale": len(found.stale),
        "surplus": len(found.surplus),
        "partly": len(found.partly),
        "damage": found.damage,
        "agrees": found.agrees,
    }


def _mended_meaning(archive: Archive) -> dict[str, object] | None:
    """Vectors compared, those of documents that are gone taken out; a broken file is made anew by the next fill."""
    found = _of_meaning(archive, thorough=True)
    if found is None:
        return None
    if found["damage"]:
        note(
            f"Tệp véc-tơ của chỉ mục theo nghĩa hỏng, đã bỏ: {found['damage']}\n"
            f"The file of vectors is broken and was thrown away: {found['damage']}"
        )
        shutil.rmtree(settings().meaning, ignore_errors=True)
    else:
        with _meaning_index() as held:
            wanted = archive.revisions()
            held.ledger.delete(id_ for id_ in held.ledger.documents() if id_ not in wanted)
            held.publish(always=True)
    return _of_meaning(archive)


def _say_meaning(found: dict[str, object], as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    for name, value in found.items():
        click.echo(f"{name}: {value}")


def _say(
    found: Comparison,
    units: int,
    meaning: dict[str, object] | None,
    as_json: bool,
    before: Comparison | None = None,
) -> None:
    shape: dict[str, Any] = {
        "documents": found.documents,
        "units": found.units,
        "indexed_units": units,
        "missing": len(found.missing),
        "stale": len(found.stale),
        "surplus": len(found.surplus),
        "altered": len(found.altered),
        "agrees": found.agrees,
        "version": current_version(),
        "meaning": meaning,
    }
    if before is not None:
        shape["mended"] = len({*before.missing, *before.stale, *before.surplus, *before.altered})
    if as_json:
        say_json(shape)
        return
    for name, value in shape.items():
        if name != "meaning":
            click.echo(f"{name}: {value}")
    for name, told in (meaning or {"agrees": False}).items():
        click.echo(f"meaning {name}: {told}")
    if not found.agrees:
        note("Chỉ mục khác với kho: chạy `cancu index verify` / the index differs: run `cancu index verify`")
    if meaning is not None and meaning["damage"]:
        note("Tệp véc-tơ hỏng: chạy `cancu index verify` / the file of vectors is broken: run `cancu index verify`")
    elif meaning is None or not meaning["agrees"]:
        note(
            "Chỉ mục theo nghĩa chưa đủ: chạy `cancu index meaning`, hoặc để `cancu serve` lập dần / "
            "the index of meaning is not complete: run `cancu index meaning`, or let `cancu serve` make it"
        )
