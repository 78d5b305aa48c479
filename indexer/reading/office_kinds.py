"""Which of LibreOffice's filters an office file needs, and whether it is whole: decided before anything opens it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from archive.errors import CancuError
from indexer.reading.base import Limits
from indexer.reading.ole import read_office_file
from indexer.reading.package import Package
from indexer.reading.refusals import refusal
from indexer.reading.sniffing import NAMES

_FIRST_WORD_95, _FIRST_WORD_97 = 0x0068, 0x00C1  # [MS-DOC] nFib
_ESCAPED = re.compile(rb"\\[\\{}]")
_BINARY = re.compile(rb"\\bin\d")


def filter_for(kind: str, path: Path, name: str, limits: Limits) -> tuple[str, bool]:
    """(key of `office.CONVERSIONS`, whether the file has a password).

    Raises UnreadableFile (damaged_office, encrypted_office) or TooLarge (unpacks_too_large).
    """
    words = dict(zip(("found_vi", "found_en"), NAMES[kind], strict=True))
    if kind in ("doc", "xls", "ppt"):
        office = read_office_file(path)
        if not office.whole:
            raise refusal("damaged_office", name, **words)
        if office.encrypted and kind != "xls":  # Excel's own fixed password is known to LibreOffice
            raise refusal("encrypted_office", name, **words)
        if kind == "doc" and office.version < _FIRST_WORD_97:
            return "doc7" if office.version >= _FIRST_WORD_95 else "doc6", office.encrypted
        if kind == "xls" and office.version < 8:
            return "xls5", office.encrypted
        return kind, office.encrypted
    if kind == "rtf":
        if not _balanced(path.read_bytes()):
            raise refusal("damaged_office", name, **words)
        return kind, False
    check_package(kind, path, name, limits)
    return kind, False


def check_package(kind: str, path: Path, name: str, limits: Limits) -> None:
    """Raise where a ZIP-based file is cut short, unpacks beyond the limits, or has a password."""
    words = dict(zip(("found_vi", "found_en"), NAMES[kind], strict=True))
    try:
        with Package(path, name, limits) as package:
            if package.encrypted():
                raise refusal("encrypted_office", name, **words)
            package.check_ratios()
    except CancuError as error:
        if error.reason == "damaged_docx":
            raise refusal("damaged_office", name, **words) from None
        raise
    except (zipfile.BadZipFile, OSError):
        raise refusal("damaged_office", name, **words) from None


def _balanced(content: bytes) -> bool:
    """False for an RTF that was cut short: a group is still open at its end."""
    if _BINARY.search(content):
        return True
    plain = _ESCAPED.sub(b"", content)
    return plain.count(b"{") <= plain.count(b"}")
