"""What many tests begin with and takes long: made once in a run of the tests, whatever its processes."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock

from archive.stored import NewDocument
from corpus.loaders.vbpl import read_records, vbpl_document
from indexer.reading import Reader, Reading
from tests.shared_data import shared

Made = TypeVar("Made")


def copy_of(name: str, make: Callable[[Path], Any], home: Path, factory: pytest.TempPathFactory) -> Any:
    """Lay a copy of the archive `name` at `home`; gives what `make` gave, a JSON value, when it made it in a folder.

    `make` has closed the archive when it ends. The first who asks makes it, others wait.
    """
    folder = _folder(factory)
    told = folder / f"{name}.json"
    with FileLock(folder / f"{name}.lock"):
        if not told.exists():
            told.write_text(json.dumps(make(folder / name)), "utf-8")
    shutil.copytree(folder / name, home)
    return json.loads(told.read_text("utf-8"))


def kept(name: str, make: Callable[[], Made], factory: pytest.TempPathFactory) -> Made:
    """What `make` gives, made by the first who asks for `name`. Each who asks has a copy of their own."""
    folder = _folder(factory)
    file = folder / f"{name}.pickle"
    with FileLock(folder / f"{name}.lock"):
        if not file.exists():
            file.write_bytes(pickle.dumps(make()))
    made: Made = pickle.loads(file.read_bytes())
    return made


def reading_of(path: Path, factory: pytest.TempPathFactory) -> Reading:
    """A real file as it is read, with OCR where it needs that."""

    def read() -> Reading:
        with Reader() as reader:
            return reader.read(path)

    return kept(f"reading-{hashlib.sha256(path.read_bytes()).hexdigest()}", read, factory)


def national_documents(factory: pytest.TempPathFactory) -> list[NewDocument]:
    """The records of the national database as documents, in their order."""
    path = shared("data", "vbpl", "documents.jsonl.xz")
    return kept("national", lambda: [vbpl_document(record, None)[0] for record in read_records(path)], factory)


def _folder(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    # pytest-xdist gives each of its processes a folder within that of the run.
    folder = (base.parent if base.name.startswith("popen-") else base) / "prepared"
    folder.mkdir(exist_ok=True)
    return folder
