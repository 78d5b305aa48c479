"""A DOCX of ours as PDF, laid out by LibreOffice in a process that can be killed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from archive.settings import Settings
from indexer.reading.base import Limits
from indexer.reading.office import converted
from indexer.reading.programs import LIBREOFFICE, find, install_command
from indexer.reading.refusals import refusal


def as_pdf(content: bytes, name: str, settings: Settings) -> bytes:
    """The PDF of a DOCX; `name` is what its owner calls it.

    Raises UnreadableFile (no_printer: LibreOffice is not there; office_crashed) or TooLarge, saying what to do next.
    """
    if find(LIBREOFFICE) is None:
        raise refusal("no_printer", name, command=install_command(LIBREOFFICE))
    with tempfile.TemporaryDirectory(prefix="cancu-") as folder:
        source = Path(folder) / "draft.docx"
        source.write_bytes(content)
        asked = {"kind": "docx", "filter": "docx", "encrypted": False}
        with converted(source, name, asked, settings, Limits()) as (path, _):
            return path.read_bytes()
