"""A document that may have ended is no `ok`: the doubt is the verdict, until a person settles it."""

from __future__ import annotations

from datetime import date

import pytest

from archive.checking import check_text
from archive.effects import Effect
from archive.records import Record
from archive.resolving import MemoryHoldings

TEXT = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"


def decree(*effects: Effect, status: str = "CHL") -> Record:
    return Record(
        1, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Về công tác văn thư",
        effective=date(2020, 3, 5), status=status, as_of=date(2026, 1, 1) if status else None, effects=effects,
    )  # fmt: skip


def ending(certainty: str, kind: str = "replaces", paths: tuple[str, ...] = ()) -> Effect:
    day, start = date(2026, 8, 10), date(2026, 10, 1)
    return Effect(kind, 2, "Nghị định 199/2026/NĐ-CP", day, start, None, paths, certainty)


@pytest.mark.parametrize(
    ("record", "on", "verdict"),
    [
        (decree(ending("doubtful")), date(2026, 11, 1), "doubtful"),
        (decree(ending("doubtful", "repeals")), date(2026, 11, 1), "doubtful"),
        (decree(ending("doubtful")), date(2026, 9, 1), "ok"),
        (decree(ending("sure")), date(2026, 11, 1), "replaced"),
        (decree(ending("doubtful", "repeals_part", ("dieu:5",))), date(2026, 11, 1), "ok"),
        (decree(), date(2026, 11, 1), "ok"),
        (decree(status=""), date(2026, 11, 1), "ok"),
    ],
)
def test_an_end_in_doubt_is_told(record: Record, on: date, verdict: str) -> None:
    (finding, *_rest) = check_text(TEXT, MemoryHoldings([record]), on)
    assert finding.verdict == verdict
    if verdict == "doubtful":
        assert "199/2026/NĐ-CP" in finding.message_vi
