"""Reading in a process of its own, which is killed when it takes too long, too much memory, or crashes.

`read_file`, `page_count` and `render_page` start a process for one file. `Reader` keeps one process for many files
(bulk loading): the same limits hold for each file, and a process that was killed is replaced by a new one.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from archive import errors
from archive.laid_out import LaidOut, layout_from_json
from archive.settings import Settings
from indexer.reading.base import Limits, Page, Placed, Reading, SecondReading, Signature
from indexer.reading.killing import kill_tree, own_group
from indexer.reading.memory import EXIT_CODE, memory_of
from indexer.reading.names import safe_name
from indexer.reading.office import converted
from indexer.reading.progress import Tell
from indexer.reading.refusals import refusal

if TYPE_CHECKING:
    from indexer.annotating import Remark

log = logging.getLogger("cancu.reading")

_MIB = 1024 * 1024
_FILES_PER_PROCESS = 500
_LOOK = 0.25  # seconds between looks at the memory of the process
_NEAR = 0.6  # of its memory: a process that crashed while it held more ran out of it
_ROOT = Path(__file__).resolve().parents[2]
# -I: neither the working folder nor PYTHON* variables of a user decide what the process imports.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from indexer.reading.child import main; "
    "main(int(sys.argv[2]), sys.argv[3] == '1')"
)


class Reader:
    """Reads files in one process that is kept between files. A context manager; safe to use from several threads,
    which then wait for each other (give each thread its own to read at the same time). `ocr_workers` may be set between
    files: how many pages of a scan are recognised at a time.
    """

    def __init__(self, settings: Settings | None = None, limits: Limits | None = None, *, behind: bool = False) -> None:
        """`behind`: nobody waits for it at a page, so it gets the processor after those who do."""
        self._behind = behind
        self._settings = settings or Settings.from_environment()
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._interrupted = False
        self.ocr_workers = self._settings.ocr_workers
        self._lock = threading.Lock()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: str | Path, name: str | None = None, tell: Tell | None = None) -> Reading:
        """The text of a PDF, office, picture, TXT or Markdown file.

        `name` is what its owner calls it (the path's by default).
        `tell` hears (pages done, pages in all) while pages are recognised; it is called from another thread.
        Raises RefusedInput (UnreadableFile, TooLarge, NeedsOcr) or NotFound, saying what to do next.
        """
        found = self._ask("read", path, name, tell)
        pages = tuple(Page(**page) for page in found.pop("pages"))
        return Reading(
            pages=pages,
            page_starts=tuple(found.pop("page_starts")),
            notes=tuple(found.pop("notes")),
            placed=tuple(Placed(*row) for row in found.pop("placed")),
            seconds=tuple(SecondReading(*row) for row in found.pop("seconds")),
            signatures=tuple(Signature(**row) for row in found.pop("signatures")),
            **found,
        )

    def measure(self, path: str | Path, name: str | None = None) -> LaidOut | None:
        """How a DOCX or PDF is laid out, an older office format by its copy; None for other formats.

        Raises as `read`.
        """
        found = self._ask("measure", path, name)
        return layout_from_json(found) if found else None

    def page_count(self, path: str | Path, name: str | None = None) -> int:
        """Number of pages of a PDF or picture file. Raises as `read`; NotFound for other formats."""
        return int(self._ask("count", path, name))

    def render_page(self, path: str | Path, number: int, width: int, name: str | None = None) -> bytes:
        """PNG of page `number` (from 1) of a PDF or picture file, `width` pixels wide.

        Raises as `read`; NotFound for other formats.
        """
        picture = self._ask("render", path, name, number=number, width=width)
        assert isinstance(picture, bytes)
        return picture

    def interrupt(self) -> None:
        """Stop what is being read, from another thread; it ends as reader_crashed, and nothing more is read."""
        self._interrupted = True
        process = self._process
        if process is not None:
            process.kill()

    def annotated(self, path: str | Path, remarks: Sequence[Remark], name: str | None = None) -> bytes:
        """See the function of this name."""
        rows = [dataclasses.astuple(remark) for remark in remarks]
        copy = self._ask("annotate", path, name, remarks=rows)
        assert isinstance(copy, bytes)
        return copy

    def searchable_pdf(self, path: str | Path, reading: Reading, name: str | None = None) -> bytes:
        """See the function of this name."""
        recognised = {page.number for page in reading.pages if page.source == "ocr"}
        words = [
            (one.page, one.left, one.top, one.right, one.bottom, reading.text[one.start : one.end])
            for one in reading.placed
            if one.page in recognised and one.confidence < 1  # lines of a text layer are in the PDF already
        ]
        copy = self._ask("searchable", path, name, words=words)
        assert isinstance(copy, bytes)
        return copy

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, operation: str, path: str | Path, name: str | None, tell: Tell | None = None, **more: Any) -> Any:
        path = Path(path)
        shown = safe_name(name if name is not None else path.name)
        check_file(path, shown, self._settings)
        request = {
            "op": operation,
            "path": str(path.resolve()),
            "name": shown,
            "limits": dataclasses.asdict(self._limits),
            "seconds": self._settings.read_seconds,
            "page_seconds": self._settings.ocr_page_seconds,
            "file_seconds": self._settings.ocr_file_seconds,
            "ocr_workers": self.ocr_workers,
            **more,
        }
        answer = self._request(request, shown, tell)
        if isinstance(answer, dict) and "convert" in answer:
            asked = answer["convert"]
            with converted(path.resolve(), shown, asked, self._settings, self._limits, self._behind) as (result, kind):
                again = {**request, "path": str(result), "converted": {"from": asked["kind"], "to": kind}}
                answer = self._request(again, shown, tell)
        return answer

    def _request(self, request: dict[str, Any], shown: str, tell: Tell | None) -> Any:
        with self._lock:
            answer = self._exchange(json.dumps(request).encode() + b"\n", shown, tell)
        if isinstance(answer, bytes):
            return answer
        if "refused" in answer:
            raise _error(answer)
        return answer["result"]

    def _exchange(self, request: bytes, shown: str, tell: Tell | None) -> Any:
        if self._interrupted:
            raise refusal("reader_crashed", shown)
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        self._files += 1
        answer: list[Any] = []
        clock = _Clock(self._settings)
        held = 0

        def heard(done: int, total: int) -> None:
            clock.page_done()
            if tell is not None:
                tell(done, total)

        receiving = threading.Thread(
            target=_receive, args=(process.stdout, self._limits.max_result, answer, heard), daemon=True
        )
        try:
            process.stdin.write(request)
            process.stdin.flush()
        except OSError:
            self._end()
            raise refusal("reader_crashed", shown) from None
        receiving.start()
        try:
            while receiving.is_alive() and (left := clock.left()) > 0:
                receiving.join(min(left, _LOOK))
                held = max(held, memory_of(process.pid))
        except BaseException:  # an interrupt from the keyboard: leave no process behind
            self._end()
            raise
        late = receiving.is_alive()
        if late or not answer:
            code = self._end()
            receiving.join()
            if late:
                raise refusal("took_too_long", shown, limit=f"{clock.limit:g}")
            if code == EXIT_CODE or held > _NEAR * self._settings.read_memory:
                # A library that gets no more memory may end the process before Python can say so.
                raise refusal("too_much_memory", shown, limit=self._settings.read_memory // _MIB)
            raise refusal("reader_crashed", shown)
        if answer[0] is None:
            self._end()
            raise refusal("too_much_text", shown)
        return answer[0]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._files >= _FILES_PER_PROCESS):
            self._end()
        if self._process is None:
            self._process = _start(self._settings.read_memory, self._limits.max_result, self._behind)
            self._files = 0
        return self._process

    def _end(self) -> int | None:
        """Kill the process if it is still there; its exit code, as it was before the kill where it had ended."""
        process, self._process = self._process, None
        if process is None:
            return None
        for stream in (process.stdin, process.stderr):
            _close(stream)
        with contextlib.suppress(subprocess.TimeoutExpired):
            # After a crash the end of the output is seen a moment before the process is gone.
            process.wait(0.2)
        kill_tree(process)  # what it started goes with it
        code = process.wait()
        _close(process.stdout)
        return code


def check_file(path: Path, shown: str, settings: Settings) -> None:
    """Raise RefusedInput or NotFound for what is no ordinary file, empty, or larger than `settings.max_upload`."""
    try:
        if not path.exists():
            raise refusal("no_such_file", shown)
        if not path.is_file():
            raise refusal("not_a_file", shown)
        size = path.stat().st_size
    except ValueError:  # a NUL in the path
        raise refusal("no_such_file", shown) from None
    except PermissionError:
        raise refusal("not_permitted", shown) from None
    except OSError:
        raise refusal("no_such_file", shown) from None
    if size == 0:
        raise refusal("empty_file", shown)
    if size > settings.max_upload:
        limit = settings.max_upload / _MIB
        raise refusal("file_too_large", shown, size=f"{size / _MIB:.1f}", limit=f"{limit:g}")


class _Clock:
    """How long the reading may still take: its time without OCR, and from each recognised page on the time of one more
    page on top, never more than a file may take altogether.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._began = self._last = time.monotonic()
        self.limit = settings.read_seconds

    def page_done(self) -> None:
        self._last = time.monotonic()
        self.limit = self._settings.read_seconds + self._settings.ocr_file_seconds

    def left(self) -> float:
        """Seconds left from now on."""
        now = time.monotonic()
        if self._last == self._began:
            return self._began + self._settings.read_seconds - now
        soon = self._last + self._settings.read_seconds + self._settings.ocr_page_seconds
        return min(soon, self._began + self.limit) - now


def _start(memory: int, max_result: int, behind: bool = False) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT), str(memory), str(int(behind))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **own_group(behind=behind),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    ready: list[Any] = []
    _receive(process.stdout, max_result, ready)
    if not ready:
        said = process.stderr.read().decode("utf-8", "replace").strip()
        for stream in (process.stdin, process.stdout, process.stderr):
            _close(stream)
        process.wait()
        raise RuntimeError(f"the reading process did not start (exit code {process.returncode}): {said[-2000:]}")
    return process


def _receive(stream: IO[bytes], max_result: int, answer: list[Any], tell: Tell | None = None) -> None:
    """Append the answer; None where it is larger than allowed; nothing where the process ended first."""
    while _receive_one(stream, max_result, answer, tell):
        pass


def _receive_one(stream: IO[bytes], max_result: int, answer: list[Any], tell: Tell | None) -> bool:
    """Whether this was only word of how far the reading has come, so that the answer is still to be waited for."""
    try:
        head = stream.read(9)
        if len(head) < 9:
            return False
        kind, (length,) = head[:1], struct.unpack(">Q", head[1:])
        if length > max_result:
            answer.append(None)
            return False
        content = stream.read(length)
        if kind == b"P" and len(content) == length:
            _pass_on(content, tell)
            return True
        if len(content) == length:
            answer.append(content if kind == b"B" else json.loads(content.decode("utf-8", "surrogatepass")))
    except (OSError, ValueError):
        pass
    return False


def _pass_on(content: bytes, tell: Tell | None) -> None:
    if tell is None:
        return
    try:
        done, total = json.loads(content)
        tell(int(done), int(total))
    except Exception:
        log.exception("progress of a reading could not be told")


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        with contextlib.suppress(OSError):  # the other end is gone, with what was not yet sent
            stream.close()


def _error(answer: dict[str, Any]) -> errors.CancuError:
    kinds = {kind.__name__: kind for kind in (errors.UnreadableFile, errors.TooLarge, errors.NeedsOcr, errors.NotFound)}
    kind = kinds.get(str(answer["kind"]), errors.UnreadableFile)
    return kind(str(answer["refused"]), str(answer["vi"]), str(answer["en"]))


def read_file(
    path: str | Path, name: str | None = None, *, settings: Settings | None = None, tell: Tell | None = None
) -> Reading:
    """The text of a PDF, office, picture, TXT or Markdown file, read in a process of its own.

    What the file is, its bytes decide; `name` (the path's by default) only has to agree with them. Limits are
    `settings.max_upload`, `.read_seconds`, `.read_memory` and those of `Limits`. Nothing is changed or left behind.
    Raises RefusedInput (UnreadableFile, TooLarge, NeedsOcr) or NotFound, each saying what to do next.
    """
    with Reader(settings) as reader:
        return reader.read(path, name, tell)


def page_count(path: str | Path, *, settings: Settings | None = None, name: str | None = None) -> int:
    """Number of pages of a PDF or picture file.

    Raises as `read_file`; NotFound (no_pages_to_show) for other formats.
    """
    with Reader(settings) as reader:
        return reader.page_count(path, name)


def render_page(
    path: str | Path, number: int, width: int, *, settings: Settings | None = None, name: str | None = None
) -> bytes:
    """PNG of page `number` (from 1) of a PDF or picture file, `width` pixels wide.

    Raises as `page_count`; NotFound (no_such_page).
    """
    with Reader(settings) as reader:
        return reader.render_page(path, number, width, name)


def annotated_docx(
    path: str | Path, remarks: Sequence[Remark], *, settings: Settings | None = None, name: str | None = None
) -> bytes:
    """A copy of the Word file at `path` with `remarks` in it: comments, and tracked changes where a remark has a
    replacement; every other byte of its parts is kept.

    Remarks are about the text that `read_file` gives of this file. Of other text documents (DOC, RTF, ODT) the copy is
    a DOCX that LibreOffice made. Raises as `read_file`, and UnreadableFile (not_annotatable) for a file that is no text
    document, (cannot_annotate) for one that cannot be changed.
    """
    with Reader(settings) as reader:
        return reader.annotated(path, remarks, name)


def searchable_pdf(
    path: str | Path, reading: Reading, *, settings: Settings | None = None, name: str | None = None
) -> bytes:
    """A PDF copy of the scan (PDF or picture file) at `path` in which a viewer finds and marks the words that OCR read.

    The pages are the original's, with invisible text laid over those whose `Page.source` is `ocr`; `reading` is what
    `read_file` gave, or one put together from what is stored: its `text`, `placed` and `pages` (number and source) are
    used. The original is not changed; the copy is derived and may be thrown away and made again. A digital signature
    does not hold for the copy. Raises as `page_count`.
    """
    with Reader(settings) as reader:
        return reader.searchable_pdf(path, reading, name)
