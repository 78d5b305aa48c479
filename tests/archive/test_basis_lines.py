"""Căn cứ lines of real documents, labelled by reading: number, date and issuer, and nothing resolved wrongly."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from archive.citations import Citation
from archive.records import Record
from archive.resolving import FieldMismatch, Resolution
from benchmarks import basis_lines
from benchmarks.basis_lines import (
    LABELS,
    Label,
    Tally,
    agreement,
    is_meant,
    labels,
    matched,
    measured,
    pinpoints_measured,
    resolved_state,
)
from benchmarks.labelled_draws import SIZES, draw
from benchmarks.wide_holdings import wide_records
from tests.prepared import national_documents
from tests.shared_data import needs_shared

BAR = 0.99


@pytest.fixture(scope="module", autouse=True)
def _read_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            basis_lines, "wide_records", lambda folder: wide_records(folder, national_documents(tmp_path_factory))
        )
        yield


@pytest.fixture(scope="module")
def first() -> Tally:
    return measured("basis1")


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("field", ["number", "issued", "issuer", "type"])
def test_facts_of_200_lines(first: Tally, field: str) -> None:
    assert first.lines == 200
    assert first.labelled > 300
    assert first.share(field) >= BAR, "\n".join(first.misses)


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "right"), [("basis1", 140), ("basis2", 80), ("basis3", 60)])
def test_nothing_is_resolved_wrongly(name: str, right: int) -> None:
    """Caution alone would also resolve nothing wrongly: so many have to be right."""
    tally = measured(name)
    assert not tally.wrong, "\n".join(tally.wrong)
    assert tally.statuses["right"] >= right


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "labelled"), [("running", 84), ("running2", 64)])
def test_pinpoints_in_running_text(name: str, labelled: int) -> None:
    tally = pinpoints_measured(name)
    assert tally.labelled == labelled
    assert tally.share("pinpoint") >= 0.95, "\n".join(tally.misses)


def test_labels_are_facts() -> None:
    """No sentence in them: numbers of the usual shape, ISO dates, and titles only of laws."""
    with (LABELS / "basis_lines.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = Counter(draw for draw, _, _ in {(row["draw"], row["item"], row["ordinal"]) for row in rows})
    assert lines == {name: size for name, size in SIZES.items() if name.startswith("basis")}
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{10}", row["digest"])
        assert not row["number"] or re.fullmatch(r"\d+(/\d{4})?/[\w-]+", row["number"])
        assert not row["issued"] or date.fromisoformat(row["issued"])
        assert not row["title"] or row["title"].startswith(("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"))
        assert row["type"] in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp", "Nghị định", "Nghị quyết", "Quyết định")
        assert row["number"] or row["title"]


# One line a document at random, by lines that look like bases; the second draw takes no line of the first.
OPENING = (
    "CHÍNH PHỦ\nCăn cứ Luật A số {0}/2020/QH14;\nCăn cứ Luật B số {0}/2021/QH15\ncủa Quốc hội;\nĐiều 1. C\nCăn cứ D;"
)
TEXTS = {str(n): OPENING.format(n) for n in range(1, 250)}


def test_draws_are_fixed_and_apart() -> None:
    drawn = draw("basis1", TEXTS)
    assert drawn == draw("basis1", TEXTS)
    assert len({d.item for d in drawn}) == 200
    again = draw("basis2", TEXTS)
    assert len(again) == 100
    assert not {(d.item, d.ordinal) for d in drawn} & {(d.item, d.ordinal) for d in again}
    assert {d.text.splitlines()[-1] for d in drawn if d.ordinal == 1} == {"của Quốc hội;"}
    assert all(TEXTS[d.item][d.start : d.end] == d.text for d in drawn)


LAW = Label("1", 0, "", 1, "Luật", title="Luật Giá", issued=date(2023, 6, 19), issuer="Quốc hội", means="16/2023/QH15")
DECREE = Label("1", 0, "", 2, "Nghị định", number="85/2024/NĐ-CP", issued=date(2024, 7, 10), issuer="Chính phủ")
ORDER = Label("1", 0, "", 3, "Chỉ thị", number="16/CT-TTg", issued=date(2020, 3, 31), issuer="Thủ tướng Chính phủ")


def _citation(label: Label, **other: object) -> Citation:
    facts = {name: getattr(label, name) for name in ("type", "number", "issued", "issuer", "title")}
    return Citation("", 0, 0, **{**facts, **other})  # type: ignore[arg-type]


def _answer(label: Label, **other: object) -> Resolution:
    return Resolution(_citation(label, **other), "not_held")


RECORDS = [
    (LAW, Record(1, "Luật", "16/2023/QH15", date(2023, 6, 19), "Quốc hội", "Luật Giá"), True),
    (LAW, Record(1, "Luật", "11/2012/QH13", date(2012, 6, 20), "Quốc hội", "Luật Giá"), False),
    (DECREE, Record(1, "Nghị định", "85/2024/NĐ-CP", None, "", ""), True),
    (DECREE, Record(1, "Thông tư", "85/2024/NĐ-CP", None, "", ""), False),
    (DECREE, Record(1, "Nghị định", "85/2024/NĐ-CP", date(2024, 1, 2), "", ""), False),
    (replace(DECREE, note="slip"), Record(1, "Nghị định", "85/2024/NĐ-CP", date(2024, 1, 2), "", ""), True),
    (
        replace(DECREE, means="85/2024/NĐ-CP@2024-01-02"),
        Record(1, "Nghị định", "85/2024/NĐ-CP", date(2024, 1, 2), "", ""),
        True,
    ),
    (replace(DECREE, means="85/2023/NĐ-CP"), Record(1, "Nghị định", "85/2024/NĐ-CP", None, "", ""), False),
    (ORDER, Record(1, "Chỉ thị", "16/CT-TTg", date(2020, 3, 31), "", ""), True),
    (ORDER, Record(1, "Chỉ thị", "16/CT-TTg", date(2017, 5, 4), "", ""), False),
]


@pytest.mark.parametrize(("label", "record", "meant"), RECORDS)
def test_what_counts_as_the_right_document(label: Label, record: Record, meant: bool) -> None:
    assert is_meant(label, record) is meant
    answer = Resolution(_citation(label), "resolved", record)
    assert resolved_state(label, answer) == ("right" if meant else "wrong")
    told = replace(answer, mismatches=(FieldMismatch("issued", "a", "b"),))
    assert resolved_state(label, told) == ("right" if meant else "contradicted")
    other = replace(answer, mismatches=(FieldMismatch("issuer", "a", "b"),))
    assert resolved_state(label, other) == ("right" if meant else "wrong")
    assert resolved_state(label, Resolution(_citation(label), "ambiguous")) == "ambiguous"


def test_labels_and_finds_meet_in_order() -> None:
    pairs, extra = matched((LAW, DECREE, ORDER), [_answer(LAW), _answer(ORDER), _answer(LAW, title="Luật Đất đai")])
    assert [(label.place, answer is not None) for label, answer in pairs] == [(1, True), (2, False), (3, True)]
    assert [one.citation.title for one in extra] == ["Luật Đất đai"]


@pytest.mark.parametrize(
    ("other", "unlike"),
    [
        ({}, set()),
        ({"number": "85/2024/NĐ-TTg"}, {"number"}),
        ({"issued": None}, {"issued"}),
        ({"issuer": ""}, {"issuer"}),
        ({"title": "Về giá"}, set()),
    ],
)
def test_fields_compared(other: dict[str, object], unlike: set[str]) -> None:
    assert {name for name, fine in agreement(DECREE, _citation(DECREE, **other)).items() if not fine} == unlike


def test_labels_are_read_in_the_order_of_the_line() -> None:
    lines = labels("basis_lines.csv", "basis1")
    assert all([label.place for label in line] == list(range(1, len(line) + 1)) for line in lines.values())
