"""Measuring in a process of its own, with the limits of reading."""

from __future__ import annotations

from pathlib import Path

from archive.laid_out import LaidOut
from archive.settings import Settings
from indexer.reading.process import Reader


def measure_file(path: str | Path, name: str | None = None, *, settings: Settings | None = None) -> LaidOut | None:
    """How the file at `path` is laid out; None for a format that has no layout of its own (plain text, pictures).

    Old office formats are measured in the copy that LibreOffice makes. Raises as `read_file`.
    """
    with Reader(settings) as reader:
        return reader.measure(path, name)
