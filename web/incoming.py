"""Uploaded files on their way in: on disk under a name of ours, gone again when the request is over."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.datastructures import FileStorage, MultiDict

from indexer.reading.names import safe_name
from web.problems import WrongParameter
from web.service import Service


def files_in(files: MultiDict[str, FileStorage], field: str = "file") -> list[FileStorage]:
    """The files of a form field; an empty choice sends a nameless file, which is none."""
    return [file for file in files.getlist(field) if file.filename]


@contextmanager
def on_disk(service: Service, file: FileStorage) -> Iterator[tuple[Path, str]]:
    """The file under a temporary path, and its name made harmless to show."""
    name = safe_name(file.filename or "")
    path = service.cache("incoming") / uuid.uuid4().hex
    try:
        file.save(path)
        yield path, name
    finally:
        path.unlink(missing_ok=True)


def no_file() -> WrongParameter:
    """The refusal of a form without a file."""
    return WrongParameter(
        "no_file",
        "Chưa chọn tệp nào. Hãy chọn tệp PDF, DOCX, TXT hoặc MD rồi gửi lại.",
        "No file was chosen. Choose a PDF, DOCX, TXT or MD file and send it again.",
    )
