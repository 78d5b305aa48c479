"""Documents to take away as one ZIP file, made while it is sent: nothing of it is kept here, whatever its size.

In it: the originals byte for byte, each in the folder of its document; a searchable copy of a scan; metadata as CSV and
JSON; `manifest.json` and `SHA256SUMS` with the SHA-256 of every file. Each document is looked up again when its turn
comes, as the one who asked: what he may not see (any more) is not in it.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import time
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import audit
from archive.documents import Archive
from archive.errors import CancuError, NotFound
from archive.register_entries import code_parts
from archive.seeing import Viewer, seeing, viewer
from archive.shapes import record_json
from archive.stored import DocumentFacts, StoredFile
from indexer.ingest import reading_of
from indexer.reading import WITH_PAGES
from indexer.reading.names import safe_name
from web.presenting.registers import table_csv
from web.service import Service

log = logging.getLogger("cancu.web")

MOST = 5000
"""Documents in one file."""
_BLOCK = 1024 * 1024
_KEPT = 200
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_HOW = """Bản xuất từ Căn Cứ, {when}.

- Thư mục van-ban: tệp gốc, đúng từng byte như khi nạp vào kho; bản có chữ tìm được của bản quét có tên kết thúc bằng
  "(OCR).pdf".
- metadata.csv, metadata.json: thông tin của từng văn bản.
- manifest.json, SHA256SUMS: mã băm SHA-256 của từng tệp.

Kiểm tra tệp còn nguyên vẹn: mở thư mục này trong cửa sổ lệnh rồi chạy
    sha256sum -c SHA256SUMS            (Linux, macOS: shasum -a 256 -c SHA256SUMS)
    certutil -hashfile "tên tệp" SHA256  (Windows, từng tệp; so với SHA256SUMS)

Export from Căn Cứ. Check it with: sha256sum -c SHA256SUMS
"""


@dataclass
class Progress:
    """How far an export has come; `total` and `done` documents, `bytes` sent so far."""

    total: int
    done: int = 0
    bytes: int = 0
    ended: bool = False
    started: float = field(default_factory=time.monotonic)


class Exports:
    """The exports of this process that are going on or were lately, by person and the word they were asked for with."""

    def __init__(self) -> None:
        self._going: OrderedDict[tuple[int, str], Progress] = OrderedDict()

    def begin(self, person: int, word: str, total: int) -> Progress:
        """A new export of somebody."""
        progress = self._going[person, word] = Progress(total)
        while len(self._going) > _KEPT:
            self._going.popitem(last=False)
        return progress

    def get(self, person: int, word: str) -> Progress | None:
        """Somebody's export; None where he has none of this word."""
        return self._going.get((person, word))


@dataclass(frozen=True)
class Size:
    """What an export will hold: documents, their files and bytes."""

    documents: int
    files: int
    bytes: int


def size_of(archive: Archive, document_ids: Sequence[int]) -> Size:
    """How large an export of these documents will be, without searchable copies."""
    files = [file for id_ in document_ids for file in archive.files_of(id_)]
    return Size(len(document_ids), len(files), sum(file.size for file in files))


def export(desk: Service, document_ids: Sequence[int], progress: Progress, what: str) -> Iterator[bytes]:
    """The ZIP file in pieces. `what` says in the audit trail and the manifest what was chosen."""
    someone = viewer()
    with seeing(someone):
        audit.write(desk.archive, "exported", subject=what, details={"documents": len(document_ids)})
    return _pieces(desk, document_ids, progress, what, someone)


def _pieces(
    desk: Service, document_ids: Sequence[int], progress: Progress, what: str, someone: Viewer
) -> Iterator[bytes]:
    sink = Sink()
    made = datetime.now(UTC)
    hashes: dict[str, tuple[str, int]] = {}
    documents: list[dict[str, Any]] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as zipped:
        for number, id_ in enumerate(document_ids, 1):
            with seeing(someone):
                taken = _document(desk, number, id_)
            if taken is not None:
                described, files = taken
                for name, path in files:
                    yield from _stored(zipped, sink, name, path, hashes, progress)
                described["files"] = [
                    {**file, "sha256": hashes[file["path"]][0], "size": hashes[file["path"]][1]}
                    for file in described["files"]
                ]
                documents.append(described)
            progress.done = number
            yield sink.take()
        for name, data in _told(made, what, documents, hashes):
            zipped.writestr(name, data)
            yield sink.take()
    progress.ended = True
    yield sink.take()


def _document(desk: Service, number: int, id_: int) -> tuple[dict[str, Any], list[tuple[str, Path]]] | None:
    """One document as the one who asked sees it now: what is told of it, and (name in the file, where it is)."""
    archive = desk.archive
    try:
        facts, record, files = archive.facts(id_), archive.record(id_), archive.files_of(id_)
    except NotFound:
        return None
    folder = f"van-ban/{number:04d} {_name(facts)}".rstrip()
    found: list[tuple[str, Path]] = []
    told: list[dict[str, Any]] = []
    used: set[str] = set()
    for file in files:
        name = _free(f"{folder}/{_safe(file.name) or file.sha256[:12]}", used)
        try:
            found.append((name, archive.files.path(file.sha256)))
        except NotFound:
            log.warning("document %d: original %s is missing, left out of an export", id_, file.sha256)
            continue
        told.append({"path": name, "role": file.role, "media_type": file.media_type, "added": file.added.isoformat()})
        copy = _searchable(desk, facts, file)
        if copy is not None:
            stem = name.rsplit(".", 1)[0] if "." in name.rsplit("/", 1)[1] else name
            name = _free(f"{stem} (OCR).pdf", used)
            found.append((name, copy))
            told.append({"path": name, "role": "searchable", "media_type": "application/pdf", "added": None})
    described = {**record_json(record), **_facts(facts), "dossiers": archive.dossiers.codes_of([id_]).get(id_, [])}
    return {**described, "files": told}, found


def _searchable(desk: Service, facts: DocumentFacts, file: StoredFile) -> Path | None:
    if file.role != "original" or file.media_type not in WITH_PAGES:
        return None
    archive = desk.archive
    how = archive.how_read(facts.id)
    if not how.recognised:
        return None
    try:
        return desk.pictures.searchable(
            file.sha256, archive.files.path(file.sha256), reading_of(how, archive.text(facts.id)), facts.revision
        )
    except CancuError as error:
        log.warning("document %d: no searchable copy in an export: %s", facts.id, error.reason)
        return None


def _stored(
    zipped: zipfile.ZipFile, sink: Sink, name: str, path: Path, hashes: dict[str, tuple[str, int]], progress: Progress
) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    # Scans and office files are packed already: packing them again costs time and saves nothing.
    entry = zipfile.ZipInfo(name, time.localtime()[:6])
    entry.compress_type = zipfile.ZIP_STORED
    with path.open("rb") as reading, zipped.open(entry, "w", force_zip64=True) as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            size += len(block)
            writing.write(block)
            progress.bytes += len(block)
            yield sink.take()
    hashes[name] = (digest.hexdigest(), size)
    yield sink.take()


def _told(
    made: datetime, what: str, documents: list[dict[str, Any]], hashes: dict[str, tuple[str, int]]
) -> Iterator[tuple[str, bytes]]:
    """The files that tell of the others, the list of hashes last."""
    sums = {name: digest for name, (digest, _) in hashes.items()}
    files = {
        "DOC-TRUOC.txt": _HOW.format(when=f"{made:%d/%m/%Y %H:%M} UTC").encode("utf-8"),
        "metadata.csv": table_csv(_row(each) for each in documents) or "\ufeff".encode(),
        "metadata.json": _json(documents),
    }
    for name, data in files.items():
        sums[name] = hashlib.sha256(data).hexdigest()
        yield name, data
    manifest = _json(
        {
            "made": made.isoformat(timespec="seconds"),
            "by": "Căn Cứ",
            "selection": what,
            "documents": len(documents),
            "check": "sha256sum -c SHA256SUMS",
            "files": [{"path": name, "sha256": digest} for name, digest in sums.items()],
        }
    )
    sums["manifest.json"] = hashlib.sha256(manifest).hexdigest()
    yield "manifest.json", manifest
    yield "SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode("utf-8")


def _facts(facts: DocumentFacts) -> dict[str, Any]:
    return {
        "place": facts.place,
        "signer": facts.signer,
        "position": facts.position,
        "authority": facts.authority,
        "recipients": list(facts.recipients),
        "urgency": facts.urgency,
        "pages": facts.pages,
        "effective": facts.effective.isoformat() if facts.effective else None,
        "expired": facts.expired.isoformat() if facts.expired else None,
        "note": facts.note,
        "confirmed": list(facts.by_person),
    }


def _row(document: dict[str, Any]) -> dict[str, Any]:
    """A document by the names of Nghị định 30/2020/NĐ-CP, Phụ lục VI."""
    number, notation = code_parts(document["number"])
    return {
        "FileCode": "; ".join(document["dossiers"]),
        "TypeName": document["type"],
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": document["issued"] or "",
        "OrganName": document["issuer"],
        "Subject": document["title"],
        "PageAmount": document["pages"] or "",
        "Position": document["position"],
        "FullName": document["signer"],
        "To": "; ".join(document["recipients"]),
        "Priority": document["urgency"],
        "Description": document["note"],
        "Files": "; ".join(file["path"] for file in document["files"]),
        "SHA256": "; ".join(file["sha256"] for file in document["files"]),
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8")


def _name(facts: DocumentFacts) -> str:
    day = facts.issued.isoformat() if facts.issued else ""
    return _safe(" ".join(filter(None, (facts.number.replace("/", "-"), day))))


def _safe(name: str) -> str:
    """A name that Windows takes too: no forbidden letter, no dot or blank at its end, not too long."""
    plain = _NOT_IN_NAMES.sub("_", safe_name(name)) if name else ""
    if len(plain) > 90:
        stem, dot, end = plain.rpartition(".")
        plain = f"{stem[:80]}.{end}" if dot and len(end) <= 8 else plain[:90]
    return plain.strip(" .")


def _free(name: str, used: set[str]) -> str:
    stem, dot, end = name.rpartition(".")
    given, number = name, 2
    while given.lower() in used:
        given, number = (f"{stem} ({number}).{end}" if dot else f"{name} ({number})"), number + 1
    used.add(given.lower())
    return given


class Sink(io.RawIOBase):
    """Where zipfile writes to; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
