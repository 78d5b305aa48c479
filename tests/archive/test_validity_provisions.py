"""The state of one provision, and how provisions touch each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.effects import Effect, PartDays
from archive.validity import validity_at
from archive.validity.paths import relation
from tests.archive.validity_records import FORCE, effect, part

RELATIONS = [
    # what something happened to | what is asked for | relation
    ("dieu:5", "dieu:5", "covers"),
    ("dieu:5", "dieu:5/khoan:2/diem:a", "covers"),
    ("dieu:5/khoan:2", "dieu:5", "within"),
    ("dieu:5", "dieu:50", ""),
    ("dieu:5", "dieu:5a", ""),
    ("dieu:5/diem:d", "dieu:5/diem:đ", ""),
    ("chuong:II", "chuong:ii/muc:1", "covers"),
    # ranges
    ("dieu:15-17", "dieu:16/khoan:1", "covers"),
    ("dieu:15-17", "dieu:15a", "covers"),  # inserted behind 15
    ("dieu:15-17", "dieu:17a", ""),
    ("dieu:15-17", "dieu:18", ""),
    ("dieu:5/diem:a-đ", "dieu:5/diem:d", "covers"),
    ("dieu:5/diem:a-d", "dieu:5/diem:đ", ""),
    ("chuong:I-III", "chuong:II", "covers"),
    ("chuong:IX-XI", "chuong:X", "covers"),
    ("chuong:I-III", "chuong:IV", ""),
    ("dieu:6/khoan:1", "dieu:5-7", "within"),
    # what cannot be placed
    ("chuong:II", "dieu:5", "maybe"),
    ("dieu:5", "chuong:II", "maybe"),
    ("khoan:2", "dieu:5", "maybe"),
    ("khoan:2", "dieu:5/khoan:2", "maybe"),
    ("khoan:2", "dieu:5/khoan:3", ""),
    ("khoan:2/diem:a", "dieu:5/khoan:2", "maybe"),
    ("dieu:5", "dieu:5~2", "maybe"),
    ("dieu:5~2", "dieu:5~2/khoan:1", "covers"),
    # what is attached is apart
    ("kemtheo:quy-che/dieu:5", "dieu:5", ""),
    ("dieu:5", "kemtheo:quy-che/dieu:5", ""),
    ("kemtheo:quy-che", "kemtheo:quy-che/dieu:5", "covers"),
    ("kemtheo:quy-che/chuong:I", "kemtheo:quy-che/dieu:5", "maybe"),
    ("phuluc:I", "dieu:1", ""),
    ("la_ma:II", "la_ma:II/so:1", "covers"),
]


@pytest.mark.parametrize(("path", "asked", "wanted"), RELATIONS)
def test_how_provisions_touch(path: str, asked: str, wanted: str) -> None:
    assert relation(path, asked) == wanted


REPEALED = effect("repeals_part", "2022-07-01", "dieu:5/khoan:2")
AMENDED = effect("amends", "2022-07-01", "dieu:5/khoan:2")
CASES = [
    # effects | path | on | state
    ([REPEALED], "dieu:5/khoan:2", "2022-06-30", "in_force"),
    ([REPEALED], "dieu:5/khoan:2", "2022-07-01", "expired"),
    ([REPEALED], "dieu:5/khoan:2/diem:a", "2022-07-01", "expired"),
    ([REPEALED], "dieu:5", "2022-07-01", "partly_expired"),
    ([REPEALED], "dieu:5/khoan:3", "2022-07-01", "in_force"),
    ([REPEALED], "dieu:6", "2022-07-01", "in_force"),
    ([REPEALED], "dieu:6", "2020-05-31", "not_yet"),
    ([effect("repeals", "2022-07-01", "dieu:5")], "dieu:5/khoan:9", "2022-07-01", "expired"),
    ([AMENDED], "dieu:5/khoan:2", "2022-07-01", "in_force"),  # in its new text
    ([AMENDED], "dieu:5", "2022-07-01", "partly_expired"),
    ([AMENDED], "dieu:7", "2022-07-01", "in_force"),
    ([effect("repeals_part", "2022-07-01", "dieu:5", certainty="doubtful")], "dieu:5", "2022-07-01", "unknown"),
    ([effect("repeals_part", "2022-07-01", "dieu:5", certainty="doubtful")], "dieu:6", "2022-07-01", "in_force"),
    ([effect("repeals_part", "", "dieu:5")], "dieu:5", "2022-04-19", "in_force"),
    ([effect("repeals_part", "", "dieu:5")], "dieu:5", "2022-04-20", "unknown"),
    ([effect("repeals_part", "2022-07-01")], "dieu:5", "2022-07-01", "unknown"),  # which part is not said
    ([effect("repeals_part", "2022-07-01", "chuong:II")], "dieu:5", "2022-07-01", "unknown"),  # may be of chapter II
    ([effect("repeals_part", "2022-07-01", "chuong:II")], "chuong:II", "2022-07-01", "expired"),
    ([effect("suspends_part", "2022-07-01", "dieu:5", until="2023-01-01")], "dieu:5/khoan:1", "2022-12-31",
     "suspended"),
    ([effect("suspends_part", "2022-07-01", "dieu:5", until="2023-01-01")], "dieu:5/khoan:1", "2023-01-01",
     "in_force"),
    ([effect("suspends_part", "2022-07-01", "dieu:5")], "dieu:6", "2023-01-01", "in_force"),
    ([effect("suspends", "2022-07-01")], "dieu:6", "2023-01-01", "suspended"),
    ([effect("replaces", "2024-01-01"), REPEALED], "dieu:5/khoan:2", "2023-01-01", "expired"),
    ([effect("replaces", "2024-01-01"), REPEALED], "dieu:6", "2023-01-01", "in_force"),
    ([effect("replaces", "2024-01-01"), REPEALED], "dieu:6", "2024-01-01", "expired"),
    ([effect("replaces", "2023-01-01", certainty="doubtful"), REPEALED], "dieu:5/khoan:2", "2024-01-01", "expired"),
    ([effect("replaces", "2023-01-01", certainty="doubtful"), REPEALED], "dieu:6", "2024-01-01", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("effects", "path", "on", "state"), CASES)
def test_state_of_a_provision(effects: list[Effect], path: str, on: str, state: str) -> None:
    found = validity_at(replace(FORCE, effects=tuple(effects)), date.fromisoformat(on), path)
    assert (found.state, found.path) == (state, path), found.evidence_vi


PARTS = [
    # parts' own days | path | on | state
    ([part("dieu:9", "2021-01-01")], "dieu:9", "2020-12-31", "not_yet"),
    ([part("dieu:9", "2021-01-01")], "dieu:9/khoan:1", "2021-01-01", "in_force"),
    ([part("dieu:9", "2021-01-01")], "dieu:8", "2020-12-31", "in_force"),
    ([part("dieu:9", "2020-04-01")], "dieu:9", "2020-04-01", "in_force"),  # before the whole
    ([part("dieu:9", "2020-04-01")], "dieu:9", "2020-03-31", "not_yet"),
    ([part("dieu:9", "", "2021-01-01")], "dieu:9", "2020-12-31", "in_force"),
    ([part("dieu:9", "", "2021-01-01")], "dieu:9/khoan:1", "2021-01-01", "expired"),
    ([part("dieu:9/khoan:1", "", "2021-01-01")], "dieu:9", "2021-01-01", "partly_expired"),
    ([part("dieu:9", "2021-01-01"), part("dieu:9/khoan:2", "2022-01-01")], "dieu:9/khoan:2", "2021-06-01", "not_yet"),
    ([part("dieu:9", "2021-01-01"), part("dieu:9/khoan:2", "2022-01-01")], "dieu:9/khoan:1", "2021-06-01", "in_force"),
    ([part("dieu:9", "2021-01-01"), part("dieu:9", "2022-01-01")], "dieu:9", "2021-06-01", "not_yet"),  # two say
]


@pytest.mark.parametrize(("parts", "path", "on", "state"), PARTS)
def test_own_days_of_a_provision(parts: list[PartDays], path: str, on: str, state: str) -> None:
    found = validity_at(replace(FORCE, parts=tuple(parts)), date.fromisoformat(on), path)
    assert found.state == state, found.evidence_vi


def test_an_amended_provision_is_in_force_and_says_so() -> None:
    found = validity_at(replace(FORCE, effects=(AMENDED,)), date(2023, 1, 1), "dieu:5/khoan:2")
    assert (found.state, found.changes) == ("in_force", (AMENDED,))
    assert "được sửa đổi bởi Nghị định 50/2022/NĐ-CP" in found.evidence_vi
    other = validity_at(replace(FORCE, effects=(AMENDED,)), date(2023, 1, 1), "dieu:6")
    assert (other.changes, other.certainty) == ((), "sure")


def test_which_part_the_source_means_is_not_known() -> None:
    """Partly expired, as the source has it, says nothing of one provision."""
    found = validity_at(replace(FORCE, status="HHL1P"), date(2023, 1, 1), "dieu:5")
    assert found.state == "unknown"
    assert "không rõ có gồm Điều 5" in found.evidence_vi


def test_amendments_that_nobody_read_are_told() -> None:
    held = replace(FORCE, amended_by=("50/2022/NĐ-CP", "9/2023/NĐ-CP"), effects=(AMENDED,))
    found = validity_at(held, date(2023, 1, 1), "dieu:6")
    assert (found.state, found.certainty) == ("in_force", "likely")
    assert "9/2023/NĐ-CP, chưa rõ có sửa" in found.evidence_vi
    assert "bởi 50/2022" not in found.evidence_vi
    assert validity_at(held, date(2023, 1, 1)).certainty == "sure"


def test_the_end_of_a_provision_is_its_own() -> None:
    held = replace(FORCE, effects=(REPEALED,), expired=date(2024, 1, 1), status="HHL")
    assert validity_at(held, date(2023, 1, 1), "dieu:5/khoan:2").until == date(2022, 7, 1)
    assert validity_at(held, date(2023, 1, 1), "dieu:6").until == date(2024, 1, 1)
    assert validity_at(held, date(2025, 1, 1), "dieu:6").state == "expired"
