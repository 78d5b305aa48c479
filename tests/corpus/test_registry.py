"""The catalogue: 135 documents with their doubts, loaded once, never over a person's word."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from archive.documents import Archive
from archive.records import Record
from archive.stored import NewDocument
from corpus.registry import load_registry, read_registry
from indexer.engine.memory import MemoryEngine
from tests.corpus.archive_state import state_of
from tests.shared_data import needs_shared, shared

ROWS = read_registry()
SOME = [new for new in ROWS if new.number in ("16/CT-TTg", "25-NQ/TW", "30/2020/NĐ-CP", "10/2022/QH15", "")]


def row(number: str, year: int) -> NewDocument:
    return next(new for new in ROWS if new.number == number and new.issued is not None and new.issued.year == year)


def states(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures of documents; those of relations are the business of test_listed_relations."""
    return {name: number for name, number in figures.items() if not name.startswith("relations")}


def held(archive: Archive, number: str, year: int) -> Record:
    found = archive.holdings().by_number(number)
    return next(record for record in found if record.issued is not None and record.issued.year == year)


def test_every_row_has_its_certainty_source_and_day() -> None:
    assert len(ROWS) == len({new.origin for new in ROWS}) == 135
    assert {new.as_of for new in ROWS} == {date(2026, 11, 22)}
    assert all(new.source for new in ROWS)
    assert {new.certainty for new in ROWS} == {"sure", "likely", "doubtful"}
    assert {new.status_certainty for new in ROWS} <= {"sure", "likely", "doubtful"}
    assert {new.status for new in ROWS} <= {"CHL", "HHL", "HHL1P", "NHL", "CCHL", "KXD"}


@pytest.mark.parametrize(
    ("number", "year", "facts"),
    [
        ("16/CT-TTg", 2016, {"certainty": "doubtful", "status": "CHL", "issued": date(2016, 5, 16)}),
        ("25-NQ/TW", 2013, {"certainty": "sure", "issuer": "Ban Chấp hành Trung ương Đảng khóa XI"}),
        ("13/2023/NĐ-CP", 2023, {"expired": date(2026, 1, 1), "replaced_by": ("91/2025/QH15", "356/2025/NĐ-CP")}),
        ("20/2023/QH15", 2023, {"amended_by": ("20/2026/QH16",), "replaces": ("51/2005/QH11",)}),
        ("55/2005/TTLT-BNV-VPCP", 2005, {"issuer": "Bộ Nội vụ;Văn phòng Chính phủ"}),
        (
            "66.3/2025/NQ-CP",
            2025,
            {"certainty": "likely", "title": "Tháo gỡ khó khăn, vướng mắc về quy hoạch sử dụng đất"},
        ),
    ],
)
def test_facts_of_a_row(number: str, year: int, facts: dict[str, object]) -> None:
    new = row(number, year)
    assert {name: getattr(new, name) for name in facts} == facts


@pytest.mark.parametrize(
    ("number", "year", "words"),
    [
        ("16/CT-TTg", 2016, "16/5/2018"),
        ("16/CT-TTg", 2026, "title unknown"),
        ("66.3/2025/NQ-CP", 2025, "exact title unverified"),
        ("20/2023/QH15", 2023, "2027-03-01"),
    ],
)
def test_doubts_stay_in_the_note(number: str, year: int, words: str) -> None:
    assert words in row(number, year).note


def test_loads_all_with_what_a_reader_must_be_shown(archive: Archive) -> None:
    engine = MemoryEngine()
    told: list[tuple[int, int]] = []
    figures = load_registry(archive, engine, lambda done, total: told.append((done, total)))
    assert states(figures) == {"documents": 135, "added": 135}
    assert told[-1][0] == told[-1][1]
    assert archive.count() == engine.count() == 135
    directive = held(archive, "16/CT-TTg", 2016)
    assert (directive.certainty, directive.as_of) == ("doubtful", date(2026, 11, 22))
    assert "never decide it" in directive.note
    assert not directive.held
    assert len(archive.holdings().by_number("25-NQ/TW")) == 4
    assert len(archive.holdings().by_number("16/CT-TTg")) == 4
    assert archive.documents(limit=1)[0].number
    assert Counter(record.type for record in archive.documents(limit=500))["Hiến pháp"] == 1


def test_a_second_run_changes_nothing(archive: Archive) -> None:
    load_registry(archive, documents=SOME)
    before = state_of(archive)
    assert states(load_registry(archive, documents=SOME)) == {"documents": 11, "unchanged": 11}
    assert states(load_registry(archive, documents=SOME, again=True)) == {"documents": 11, "unchanged": 11}
    assert state_of(archive) == before


def test_a_changed_row_updates_but_not_what_a_person_said(archive: Archive) -> None:
    load_registry(archive, documents=SOME)
    document = held(archive, "16/CT-TTg", 2016).id
    archive.confirm(document, {"issued": date(2018, 5, 16)})
    changed = [
        replace(new, status="HHL", expired=date(2026, 10, 1)) if new.number == "16/CT-TTg" else new for new in SOME
    ]
    figures = load_registry(archive, documents=changed)
    assert states(figures) == {"documents": 11, "updated": 4, "unchanged": 7}
    facts = archive.facts(document)
    assert (facts.status, facts.expired) == ("HHL", date(2026, 10, 1))
    assert facts.issued == date(2018, 5, 16)
    assert facts.by_person == ("issued",)


def test_a_document_that_is_held_already_is_the_same_document(archive: Archive) -> None:
    text = "CHÍNH PHỦ\nNGHỊ ĐỊNH\nĐiều 1. Phạm vi điều chỉnh"
    mine = NewDocument(
        origin="upload:1",
        type="Nghị định",
        number="30/2020/NĐ-CP",
        issued=date(2020, 3, 5),
        issuer="Chính phủ",
        title="Về công tác văn thư",
        text=text,
    )
    document = archive.add(mine).document_id
    figures = load_registry(archive, documents=SOME)
    assert states(figures) == {"documents": 11, "added": 10, "known": 1}
    facts = archive.facts(document)
    assert archive.text(document) == text
    assert facts.held
    assert (facts.status, facts.as_of) == ("CHL", date(2026, 11, 22))
    assert facts.replaces == ("110/2004/NĐ-CP", "09/2010/NĐ-CP")


@pytest.mark.shared
@needs_shared
def test_nothing_of_the_seed_registry_was_lost() -> None:
    with shared("domain", "registry.csv").open(encoding="utf-8") as stream:
        seed = {f"registry:{one['key']}": one for one in csv.DictReader(stream)}
    assert set(seed) == {new.origin for new in ROWS}
    for new in ROWS:
        one = seed[new.origin]
        assert (new.certainty, new.status, new.status_certainty, new.source) == (
            one["certainty"],
            one["status"],
            one["status_certainty"],
            one["source"],
        )
        assert one["note"] in new.note
        assert (new.type, str(new.issued or "")) == (one["type"], one["issue_date"])
        days = (new.effective, new.expired)
        assert [str(day or "") for day in days] == [one["effective_date"], one["expired_date"]]
