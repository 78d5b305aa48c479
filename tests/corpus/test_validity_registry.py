"""Validity at a date of the catalogue's documents: the labelled intervals, at dates round each edge."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from archive.effects import Effect
from archive.records import Record
from archive.validity import timeline, validity_at
from corpus.registry import read_registry


@cache
def catalogue() -> dict[str, Record]:
    """Number → record, of the rows whose number is given once."""
    found: dict[str, list[Record]] = {}
    for i, new in enumerate(read_registry(), 1):
        facts = {name: getattr(new, name) for name in Record.__dataclass_fields__ if hasattr(new, name)}
        found.setdefault(new.number, []).append(Record(**{**facts, "id": i}))
    return {number: held[0] for number, held in found.items() if len(held) == 1}


EDGES = [
    # number | the day before | state | the day | state
    ("65/2025/QH15", "2025-02-28", "not_yet", "2025-03-01", "in_force"),
    ("65/2025/QH15", "2025-06-15", "in_force", "2025-06-16", "expired"),
    ("72/2025/QH15", "2025-06-15", "not_yet", "2025-06-16", "in_force"),
    ("77/2015/QH13", "2025-02-28", "in_force", "2025-03-01", "expired"),
    ("34/2007/PL-UBTVQH11", "2007-06-30", "not_yet", "2007-07-01", "in_force"),
    ("34/2007/PL-UBTVQH11", "2023-06-30", "in_force", "2023-07-01", "expired"),
    ("10/2022/QH15", "2023-06-30", "not_yet", "2023-07-01", "in_force"),
    ("290-QĐ/TW", "2010-02-24", "not_yet", "2010-02-25", "in_force"),
    ("290-QĐ/TW", "2021-07-29", "in_force", "2021-07-30", "expired"),
    ("23-QĐ/TW", "2021-07-29", "not_yet", "2021-07-30", "in_force"),
    ("30/2020/NĐ-CP", "2020-03-04", "not_yet", "2020-03-05", "in_force"),
    ("110/2004/NĐ-CP", "2020-03-04", "unknown", "2020-03-05", "expired"),  # its first day is not given
    ("01/2011/TT-BNV", "2026-11-21", "unknown", "2026-11-22", "expired"),  # neither its first day nor its last
    ("80/2015/QH13", "2025-03-31", "in_force", "2025-04-01", "expired"),
    ("64/2025/QH15", "2025-03-31", "not_yet", "2025-04-01", "in_force"),
]


@pytest.mark.parametrize(("number", "before", "was", "on", "state"), EDGES)
def test_edges(number: str, before: str, was: str, on: str, state: str) -> None:
    held = catalogue()[number]
    assert date.fromisoformat(before) + timedelta(1) == date.fromisoformat(on)
    assert validity_at(held, date.fromisoformat(before)).state == was
    assert validity_at(held, date.fromisoformat(on)).state == state


REPLACEMENTS = [
    # what was replaced | by what | the first day without it | was it in force the day before
    ("65/2025/QH15", "72/2025/QH15", "2025-06-16", "in_force"),
    ("77/2015/QH13", "65/2025/QH15", "2025-03-01", "in_force"),
    ("34/2007/PL-UBTVQH11", "10/2022/QH15", "2023-07-01", "in_force"),
    ("290-QĐ/TW", "23-QĐ/TW", "2021-07-30", "in_force"),
    ("01/2011/TT-BNV", "30/2020/NĐ-CP", "2020-03-05", "unknown"),
    ("110/2004/NĐ-CP", "30/2020/NĐ-CP", "2020-03-05", "unknown"),
]


@pytest.mark.parametrize(("old", "new", "day", "was"), REPLACEMENTS)
@pytest.mark.parametrize("own_facts", [True, False], ids=["with its own end", "by the act alone"])
def test_by_the_act_that_replaced_it(old: str, new: str, day: str, was: str, own_facts: bool) -> None:
    held, acting, on = catalogue()[old], catalogue()[new], date.fromisoformat(day)
    assert acting.effective == on
    effect = Effect("replaces", acting.id, f"{acting.type} {new}", acting.issued, on, source=new)
    if not own_facts:
        held = replace(held, expired=None, status="", as_of=None, replaced_by=())
    held = replace(held, effects=(effect,))
    assert validity_at(held, on - timedelta(1)).state == was
    for each in (on, on + timedelta(1), date(2030, 1, 1)):
        found = validity_at(held, each)
        assert (found.state, found.until, found.by) == ("expired", on, (f"{acting.type} {new}",))
        assert validity_at(acting, each).state == ("in_force" if acting.expired is None or each < acting.expired
                                                   else "expired")  # fmt: skip


def test_every_line_of_the_catalogue_is_whole() -> None:
    for held in catalogue().values():
        line = timeline(held)
        assert line[0].start is None
        assert line[-1].end is None
        assert all(one.end == following.start for one, following in pairwise(line))
        assert line[0].state in ("not_yet", "unknown")


def test_ten_thousand_documents_are_asked_quickly() -> None:
    """A search filters by validity. 0.25 s of one core here; far more only where something is badly wrong."""
    acts = (
        Effect("amends", 3, "Nghị định 1/2024/NĐ-CP", date(2024, 1, 1), date(2024, 3, 1), None, ("dieu:5",)),
        Effect("replaces", 3, "Nghị định 1/2025/NĐ-CP", date(2025, 1, 1), date(2025, 3, 1)),
    )
    held = [replace(each, effects=acts[: i % 3]) for i, each in enumerate([*catalogue().values()] * 90)][:10_000]
    assert len(held) == 10_000
    began = time.process_time()
    for each in held:
        validity_at(each, date(2026, 11, 1))
    assert time.process_time() - began < 30
