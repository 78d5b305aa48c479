"""False alarms: what the check says of blocks of bases that are right by presumption, and of the user's own plan."""

from __future__ import annotations

import json
import lzma
from datetime import date
from pathlib import Path

import pytest

from archive.checking import Finding, check_text
from archive.resolving import MemoryHoldings
from indexer.reading import read_file
from tests.archive.test_checking import ON, gazetteer_of, registry
from tests.shared_data import needs_shared, shared

FEW = 0.03
"""Share of the documents of central bodies in whose bases anything may be found; each was looked at."""

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples" / "built"


def of_block(text: str, on: date) -> list[Finding]:
    """Findings of the block, over the shared registry."""
    records = registry()
    found = check_text(text, MemoryHoldings(records), on, gazetteer_of(records))
    return [each for each in found if each.kind == "block"]


@pytest.mark.shared
@needs_shared
@pytest.mark.slow
def test_bases_of_central_bodies_are_hardly_ever_found_wrong() -> None:
    records = registry()
    held, titles = MemoryHoldings(records), gazetteer_of(records)
    with lzma.open(shared("data", "vbpl", "documents.jsonl.xz"), "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"][:12_000] for line in file]
    wrong = [
        text for text in texts if any(each.kind == "block" for each in check_text(text, held, date(2026, 1, 1), titles))
    ]
    assert len(texts) == 459
    assert len(wrong) <= FEW * len(texts)


@pytest.mark.shared
@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.stem)
def test_bases_of_our_own_samples_are_right(path: Path) -> None:
    assert of_block(read_file(path, path.name).text, ON) == []


@pytest.mark.shared
@needs_shared
def test_the_users_plan_ends_its_bases_with_the_wrong_mark() -> None:
    (path,) = shared("data", "seed").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    (found,) = of_block(text, date(2024, 3, 1))
    assert (found.verdict, found.text, found.replacement) == ("punctuation", "mới;", "mới.")
    # By today there are no townships any more.
    assert [each.verdict for each in of_block(text, ON)] == ["punctuation", "ended_body"]
