"""Relations of real documents: the pairs of the issue's validity list, and nothing ended that is not."""

from __future__ import annotations

from datetime import date

import pytest

from archive.citations import find_citations
from archive.relations import ENDING, find_effect_days, find_relations
from indexer.reading import read_file
from indexer.structure import segment
from indexer.text import repair_text
from tests.shared_data import needs_shared, shared

pytestmark = [pytest.mark.shared, needs_shared]


def _text(name: str) -> str:
    return repair_text("\n".join(page.text for page in read_file(shared("data", "docx", name)).pages))


@pytest.mark.parametrize(
    ("name", "ended"),
    [
        ("30_2020_ND_CP.docx", {"110/2004/NĐ-CP", "09/2010/NĐ-CP"}),
        ("Luật-72-2025-QH15.docx", {"65/2025/QH15", "131/2020/QH14", "169/2024/QH15"}),
    ],
)
def test_what_is_ended(name: str, ended: set[str]) -> None:
    text = _text(name)
    found = find_relations(text, find_citations(text), segment(text))
    assert {each.citation.number for each in found if each.kind in ENDING} == ended


def test_in_force_from_signing() -> None:
    text = _text("30_2020_ND_CP.docx")
    days = find_effect_days(text, segment(text), date(2020, 3, 5))
    assert (days.effective, days.expired, days.parts) == (date(2020, 3, 5), None, ())
