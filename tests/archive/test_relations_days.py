"""The days a document states for itself: a case a line in `relation_tables/days.txt`."""

from __future__ import annotations

from datetime import date

import pytest

from archive.relations import find_effect_days
from tests.archive.relation_cases import pairs_of

DAYS = pairs_of("days")
ISSUED = date(2024, 3, 5)


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_days(text: str, expected: str) -> None:
    effective, expired, parts, certainty = ([each.strip() for each in expected.split("|")] + [""] * 4)[:4]
    days = find_effect_days(text, issued=ISSUED)
    found = ",".join(f"{p.path}={p.effective or ''}/{p.expired or ''}" for p in days.parts)
    said = (str(days.effective or ""), str(days.expired or ""), found, days.certainty)
    assert said == (effective, expired, parts, certainty or "sure")


@pytest.mark.parametrize("text", [text for text, _ in DAYS])
def test_evidence_cuts_the_text(text: str) -> None:
    days = find_effect_days(text, issued=ISSUED)
    if days.start >= 0:
        assert days.text == text[days.start : days.end] != ""
    else:
        assert days.text == ""
        assert days.effective is None


def test_unknown_signing_gives_no_day() -> None:
    days = find_effect_days("Quyết định này có hiệu lực kể từ ngày ký.")
    assert days.effective is None
    assert days.from_signing
