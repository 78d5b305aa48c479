"""What became of the entries of a register."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from archive.register_entries import CANCELLED, IN, MASKED, OUT, REGISTERED, RESERVED, Entry, EntryFacts
from archive.register_reports import Tally, dealing_with, done_on, report

ON = date(2026, 6, 15)
EARLY, LATE = date(2026, 6, 1), date(2026, 6, 30)


def entry(number: int, state: str = REGISTERED, trace: tuple[dict[str, Any], ...] = (), **facts: Any) -> Entry:
    at = datetime(2026, 1, 1)
    return Entry(number, 1, number, "", state, "", None, EntryFacts(**facts), trace, 1, "", at, at)


def steps(*progress: str, at: str = "2026-06-10T03:00:00") -> tuple[dict[str, Any], ...]:
    return tuple({"at": at, "to": {"progress": each}} for each in progress)


def test_every_entry_is_counted_once() -> None:
    entries = [
        entry(1, handler="An", progress="done", due=EARLY, trace=steps("new", "done")),
        entry(2, handler="An", progress="done", due=LATE, trace=steps("new", "working", "done")),
        entry(3, handler="An", progress="working", due=EARLY),
        entry(4, handler="Bình", progress="none", due=EARLY),
        entry(5, recipients="Phòng Kinh tế\nPhòng Văn hóa", progress="new", due=LATE),
        entry(6, type="Công văn"),
        entry(7, state=RESERVED),
        entry(8, state=CANCELLED, progress="new", due=EARLY),
        entry(9, state=MASKED),
    ]
    made = report(entries, IN, ON)
    assert made.whole == Tally("", total=6, done=2, late=1, none=1, going=2, unsaid=1, overdue=1)
    assert [(each.name, each.total, each.late, each.overdue) for each in made.handled] == [
        ("An", 3, 1, 1),
        ("", 1, 0, 0),
        ("Bình", 1, 0, 0),
        ("Phòng Kinh tế", 1, 0, 0),
    ]
    assert made.types == (("", 5), ("Công văn", 1))
    assert [each.number for each in made.waiting] == [3, 5, 6]
    assert [each.number for each in made.entries] == [1, 2, 3, 4, 5, 6]


def test_an_outgoing_document_waits_only_where_it_says_so() -> None:
    entries = [entry(1), entry(2, due=EARLY), entry(3, progress="working"), entry(4, progress="none")]
    made = report(entries, OUT, ON)
    assert [each.number for each in made.waiting] == [2, 3]
    assert made.whole.overdue == 1


WHO = [
    (IN, {"handler": "An", "recipients": "Phòng Kinh tế"}, "An"),
    (IN, {"recipients": "Phòng Kinh tế\nPhòng Văn hóa"}, "Phòng Kinh tế"),
    (OUT, {"recipients": "UBND tỉnh", "kept_by": "Văn phòng"}, "Văn phòng"),
    (OUT, {"recipients": "UBND tỉnh"}, ""),
]


@pytest.mark.parametrize(("direction", "facts", "who"), WHO)
def test_who_deals_with_it(direction: str, facts: dict[str, str], who: str) -> None:
    assert dealing_with(entry(1, **facts), direction) == who


DONE = [
    ("done", steps("new", "done"), date(2026, 6, 10)),
    # The last time counts: it was taken up again between.
    ("done", (*steps("new", "done", at="2026-05-01T03:00:00"), *steps("working", "done")), date(2026, 6, 10)),
    # Entered as dealt with: when that was, nobody said.
    ("done", steps("done"), None),
    ("done", (), None),
    ("working", steps("new", "done", "working"), None),
]


@pytest.mark.parametrize(("progress", "trace", "day"), DONE)
def test_when_it_was_done(progress: str, trace: tuple[dict[str, Any], ...], day: date | None) -> None:
    assert done_on(entry(1, progress=progress, trace=trace)) == day


def test_an_empty_register() -> None:
    made = report([], IN, ON)
    assert (made.whole.total, made.handled, made.types, made.waiting) == (0, (), (), ())
