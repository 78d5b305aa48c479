"""Real files, their facts read by eye: each is right or asked, none wrong (the table: `benchmarks/file_facts.py`)."""

from __future__ import annotations

import pytest

from benchmarks.file_facts import labels, source_of, verdicts
from indexer.reading.programs import LIBREOFFICE, TESSERACT, find
from indexer.recognising import recognise_reading
from tests.prepared import reading_of
from tests.shared_data import needs_shared, shared

ROWS = {row["file"]: row for row in labels()}
SCANS = ("nghi-quyet-so-99", "quyet-dinh-so-109", "thong-bao-so-02")
TOO_LONG = ("thong-bao-so-02",)
"""Seventeen pages of OCR: in the benchmark only."""


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("file", [name for name in ROWS if not any(part in name for part in TOO_LONG)])
def test_facts_of_a_real_file(file: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    if file.endswith(".doc") and find(LIBREOFFICE) is None:
        pytest.skip("LibreOffice is not installed")
    if any(part in file for part in SCANS) and find(TESSERACT) is None:
        pytest.skip("Tesseract is not installed")
    reading = reading_of(shared("data", *file.split("/")), tmp_path_factory)
    found = recognise_reading(reading)
    seen = verdicts(ROWS[file], found)
    assert [field for field, verdict in seen.items() if verdict == "wrong"] == []
    if source_of(reading) == "text" and "annex" not in found.needs_review:
        assert [field for field, verdict in seen.items() if verdict != "right"] == []
        assert found.needs_review == ()
