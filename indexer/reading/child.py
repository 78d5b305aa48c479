"""The reading process: takes requests on standard input, answers on standard output, and may be killed at any time.

A request is one line of JSON: `{"op": "read" | "measure" | "count" | "render" | "searchable", "path", "name", "limits",
"seconds", …}`. An answer is one byte for its kind (`J` JSON, `B` bytes), its length in eight bytes, and the content;
before it may come any number of `P` answers, `[pages done, pages in all]`. JSON and not pickle: what comes out of a
process that has read a hostile file is not trusted either. Libraries are imported when a format needs them, so that a
small text costs little.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import json
import os
import struct
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import CancuError
from indexer.reading.base import MEDIA_TYPES, PICTURES, Limits, OcrLimits, Placed, Reading, SecondReading
from indexer.reading.killing import end_with_parent
from indexer.reading.memory import EXIT_CODE, limit_memory
from indexer.reading.progress import listen
from indexer.reading.refusals import refusal
from indexer.reading.sniffing import NAMES, OFFICE, check_kind, sniff
from indexer.yielding import step_behind

_READ_AS_WRITTEN = frozenset({"ods", "odp"})
_GRACE = 10.0  # seconds after which a process whose parent is gone ends itself


def main(memory: int, behind: bool = False) -> None:
    """Serve requests until standard input ends; `behind` all that others do."""
    if behind:
        step_behind()
    answers = os.fdopen(os.dup(1), "wb")
    requests = os.fdopen(os.dup(0), "rb")
    limit_memory(memory)
    end_with_parent()
    _send(answers, b"J", b'{"ready": true}')
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # nothing that a library prints may get between the answers
        os.dup2(silence, stream)
    listen(lambda done, total: _send(answers, b"P", _json([done, total])))
    for line in requests:
        request = json.loads(line)
        longest = request["seconds"] + request["file_seconds"] + _GRACE
        faulthandler.dump_traceback_later(longest, exit=True, file=2)
        try:
            kind, content = _answer(request)
        except MemoryError:
            os._exit(EXIT_CODE)
        faulthandler.cancel_dump_traceback_later()
        _send(answers, kind, content)


def _send(answers: BinaryIO, kind: bytes, content: bytes) -> None:
    answers.write(kind + struct.pack(">Q", len(content)) + content)
    answers.flush()


def _answer(request: dict[str, Any]) -> tuple[bytes, bytes]:
    name = request["name"]
    try:
        result = _perform(request)
    except CancuError as error:
        return b"J", _json({"refused": error.reason, "kind": type(error).__name__, "vi": error.vi, "en": error.en})
    except PermissionError:
        return _refused(refusal("not_permitted", name))
    except FileNotFoundError:
        return _refused(refusal("no_such_file", name))
    except RecursionError:
        return _refused(refusal("reader_crashed", name))
    if isinstance(result, bytes):
        return b"B", result
    return b"J", _json({"result": result})


def _refused(error: CancuError) -> tuple[bytes, bytes]:
    return b"J", _json({"refused": error.reason, "kind": type(error).__name__, "vi": error.vi, "en": error.en})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _perform(request: dict[str, Any]) -> bytes | int | dict[str, Any]:
    path, name = Path(request["path"]), request["name"]
    limits = Limits(**request["limits"])
    if "converted" in request:
        source, kind = request["converted"]["from"], request["converted"]["to"]
        if request["op"] == "measure":
            return _measured(kind, path, name, limits)
        if request["op"] == "annotate":
            return _annotated(kind, path, name, limits, request)
        return _sent(_storable(_read(kind, path, name, limits, request, source)))
    kind = check_kind(sniff(path), name)
    if request["op"] in ("read", "measure", "annotate"):
        if kind in OFFICE and kind not in _READ_AS_WRITTEN:
            from indexer.reading.office_kinds import filter_for

            wanted, encrypted = filter_for(kind, path, name, limits)
            return {"convert": {"kind": kind, "filter": wanted, "encrypted": encrypted}}
        if request["op"] == "measure":
            return _measured(kind, path, name, limits)
        if request["op"] == "annotate":
            return _annotated(kind, path, name, limits, request)
        return _sent(_storable(_read(kind, path, name, limits, request)))
    if kind != "pdf" and kind not in PICTURES:
        raise refusal("no_pages_to_show", name)
    if request["op"] == "searchable":
        from indexer.reading.searchable import LaidWord, lay_text

        return lay_text(_as_pdf(path, kind, name, limits), name, [LaidWord(*row) for row in request["words"]])
    from indexer.reading.rendering import count_pages, page_picture

    if request["op"] == "count":
        return _count(path, kind, name, limits) if kind in PICTURES else count_pages(path, name, limits)
    number = request["number"]
    if kind in PICTURES:
        return page_picture(_as_pdf(path, kind, name, limits, number), name, limits, 1, request["width"])
    return page_picture(path, name, limits, number, request["width"])


def _measured(kind: str, path: Path, name: str, limits: Limits) -> dict[str, Any]:
    """The layout of a DOCX or PDF as JSON takes it; {} for others."""
    from archive.laid_out import layout_json

    if kind == "docx":
        from indexer.measuring.docx import measure_docx

        return layout_json(measure_docx(path, name, limits))
    if kind == "pdf":
        from indexer.measuring.pdf import measure_pdf

        return layout_json(measure_pdf(path, name, limits))
    return {}


def _annotated(kind: str, path: Path, name: str, limits: Limits, request: dict[str, Any]) -> bytes:
    if kind != "docx":
        raise refusal("not_annotatable", name)
    from indexer.annotating import Remark
    from indexer.annotating.copying import annotated

    remarks = [Remark(start, end, words, tuple(said), put) for start, end, words, said, put in request["remarks"]]
    return annotated(path, name, limits, remarks)


def _count(path: Path, kind: str, name: str, limits: Limits) -> int:
    from indexer.reading.pictures import count_pictures

    return count_pictures(path, kind, name, limits)


def _as_pdf(path: Path, kind: str, name: str, limits: Limits, only: int = 0) -> Path | bytes:
    """The PDF at `path`, or the one made of the pictures there."""
    if kind == "pdf":
        return path
    from indexer.reading.pictures import pictures_pdf

    return pictures_pdf(path, kind, name, limits, only)


def _sent(reading: Reading) -> dict[str, Any]:
    """The reading as JSON takes it. `placed` and `seconds` as rows: a long file has hundreds of thousands of them."""
    bare = dataclasses.asdict(dataclasses.replace(reading, placed=(), seconds=()))
    for field, kind in (("placed", Placed), ("seconds", SecondReading)):
        values = attrgetter(*kind.__slots__)
        bare[field] = [values(one) for one in getattr(reading, field)]
    return bare


def _read(kind: str, path: Path, name: str, limits: Limits, request: dict[str, Any], source: str = "") -> Reading:
    """`source` is the kind of the file that `path` was converted from, "" where it was not."""
    if kind == "pdf":
        from indexer.reading.pdf import read_pdf
        from indexer.reading.signatures import read_signatures

        ocr = OcrLimits(request["page_seconds"], request["file_seconds"], request["ocr_workers"])
        reading = read_pdf(path, name, limits, request["seconds"], ocr)
        return dataclasses.replace(reading, signatures=read_signatures(path))
    if kind in PICTURES:
        from indexer.reading.pdf import read_pdf

        ocr = OcrLimits(request["page_seconds"], request["file_seconds"], request["ocr_workers"])
        made = _as_pdf(path, kind, name, limits)
        return dataclasses.replace(read_pdf(made, name, limits, request["seconds"], ocr), media_type=PICTURES[kind])
    if kind == "docx":
        from indexer.reading.docx import read_docx

        if not source:
            return read_docx(path, name, limits)
        try:
            return dataclasses.replace(read_docx(path, name, limits), media_type=MEDIA_TYPES[source])
        except CancuError as error:
            if error.reason != "damaged_docx":
                raise
            found_vi, found_en = NAMES[source]
            raise refusal("damaged_office", name, found_vi=found_vi, found_en=found_en) from None
    if kind in _READ_AS_WRITTEN:
        from indexer.reading.odf import read_odf

        return read_odf(path, name, limits, source or kind)
    from indexer.reading.plain import read_plain

    return read_plain(path, name, limits, markdown=kind == "markdown")


def _storable(reading: Reading) -> Reading:
    """Raw text may hold NUL and halves of surrogate pairs, which no database takes."""
    raw = reading.raw_text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return dataclasses.replace(reading, raw_text=raw)
