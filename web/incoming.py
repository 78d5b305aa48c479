"""Uploaded files on their way in: on disk under a name of ours, gone again when the request is over."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.datastructures import FileStorage, MultiDict

from archive.errors import RefusedInput
from indexer.reading.names import safe_name
from web.problems import WrongParameter
from web.service import Service

_PATH = re.compile(r"[/\\\x00]")


def files_in(files: MultiDict[str, FileStorage], field: str = "file") -> list[FileStorage]:
    """The files of a form field; an empty choice sends a nameless file, which is none."""
    return [file for file in files.getlist(field) if file.filename]


def only_file(files: MultiDict[str, FileStorage]) -> FileStorage | None:
    """The one file of a request, None where there is none. Raises WrongParameter where there are several."""
    found = files_in(files)
    if len(found) > 1:
        raise WrongParameter(
            "several_files",
            f"Mỗi lần chỉ nhận một tệp; đã nhận {len(found)} tệp nên không lưu tệp nào. Hãy gửi từng tệp một.",
            f"One file at a time; {len(found)} were sent, so none was taken. Send them one by one.",
        )
    return found[0] if found else None


@contextmanager
def on_disk(service: Service, file: FileStorage) -> Iterator[tuple[Path, str]]:
    """The file under a temporary path, and its name made harmless to show. Raises RefusedInput for a path as name."""
    name = safe_name(file.filename or "")
    if _PATH.search(file.filename or ""):
        # No browser sends folders: whoever does means to write somewhere.
        raise RefusedInput(
            "bad_name",
            f"Tên tệp “{name}” được gửi kèm đường dẫn thư mục hoặc ký tự không hợp lệ nên bị từ chối; không lưu gì. "
            "Hãy đổi tên tệp, bỏ các dấu / và \\, rồi gửi lại.",
            f"The file name “{name}” came with folders or a forbidden character, so it was refused; nothing was "
            "stored. Rename the file without / and \\ and send it again.",
        )
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
        "Chưa chọn tệp nào. Hãy chọn tệp PDF, DOCX, TXT, MD hoặc ảnh (JPEG, PNG, TIFF) rồi gửi lại.",
        "No file was chosen. Choose a PDF, DOCX, TXT or MD file or a picture (JPEG, PNG, TIFF) and send it again.",
    )
