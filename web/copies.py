"""The text of another copy of a document: read when it is asked for, and kept beside the index."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import asdict, replace
from pathlib import Path

from archive.provisions import Provision
from archive.stored import StoredFile
from indexer.ingest import understand_file
from web.service import Service

_SECONDS = 60.0
"""Time that reading a copy may take while somebody waits for the page."""


def read_copy(desk: Service, file: StoredFile) -> tuple[str, tuple[Provision, ...]]:
    """Text and provisions of a stored file. Raises RefusedInput where it cannot be read in the time there is."""
    kept = desk.cache("copies") / f"{file.sha256}.json"
    if not kept.is_file():
        settings = replace(desk.settings, read_seconds=_SECONDS, ocr_file_seconds=_SECONDS)
        read = understand_file(settings, desk.archive.files.path(file.sha256), file.name)
        _keep(kept, {"text": read.reading.text, "units": [asdict(unit) for unit in read.provisions]})
    held = json.loads(kept.read_text("utf-8"))
    return held["text"], tuple(Provision(**unit) for unit in held["units"])


def _keep(path: Path, value: object) -> None:
    """Whole or not at all."""
    made = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    made.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    os.replace(made, path)
