"""Relations that a catalogue states by number: tied only where the number can mean one document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.settings import Settings
from archive.stored import NewDocument
from archive.validity import validity_at
from corpus.listed_relations import state_listed
from corpus.loading import Counts
from corpus.registry import load_registry
from tests.corpus.archive_state import state_of


def new(number: str, issued: str, **facts: object) -> NewDocument:
    type_ = "Nghị quyết" if "NQ" in number else "Luật" if "QH" in number else "Nghị định"
    given = {"type": type_, "certainty": "sure", "status_certainty": "sure", "as_of": date(2026, 11, 22), **facts}
    return NewDocument(f"list:{number}|{issued}", number=number, issued=date.fromisoformat(issued), **given)  # type: ignore[arg-type]


def stated(archive: Archive, *rows: NewDocument) -> tuple[Counts, set[tuple[str, str, str, str, str]]]:
    for row in rows:
        archive.add(row)
    counts = Counts()
    state_listed(archive, rows, "list:", "Danh mục thử", counts)
    return counts, relations(archive)


def relations(archive: Archive) -> set[tuple[str, str, str, str, str]]:
    """(acting, kind, target, day, certainty) of everything that a loader stated."""
    names = {record.id: f"{record.number}|{record.issued}" for record in archive.documents(limit=500)}
    return {
        (names[r.source_id], r.kind, names[r.target_id or 0], str(r.effective or ""), r.certainty)
        for id_ in names
        for r in archive.relations.of(id_)
        if r.origin.startswith("loader:")
    }


def test_states_what_a_row_says_from_either_side_once(archive: Archive) -> None:
    counts, found = stated(
        archive,
        new("4/2015/NĐ-CP", "2015-01-09", replaced_by=("59/2023/NĐ-CP",), expired=date(2023, 8, 14)),
        new("59/2023/NĐ-CP", "2023-08-14", replaces=("4/2015/NĐ-CP",), effective=date(2023, 8, 14)),
        new("88/2024/NĐ-CP", "2024-07-15"),
        new("10/2022/QH15", "2022-11-10", amended_by=("97/2025/QH15", "47/2099/QH15")),
        new("97/2025/QH15", "2025-06-27", certainty="likely"),
    )
    assert found == {
        ("59/2023/NĐ-CP|2023-08-14", "replaces", "4/2015/NĐ-CP|2015-01-09", "2023-08-14", "sure"),
        ("97/2025/QH15|2025-06-27", "amends", "10/2022/QH15|2022-11-10", "", "likely"),
    }
    assert counts.details == {"relations": 2, "relations_not_tied": 1}


# What is known of the number that is named, and whether it is tied.
SHARED_NUMBER = [
    ("one holder", [("25-NQ/TW", "2013-06-03")], True),
    ("two holders: the number alone says nothing", [("25-NQ/TW", "2013-06-03"), ("25-NQ/TW", "2026-08-22")], False),
    ("an older document replaces no newer one", [("25-NQ/TW", "1998-02-18")], False),
    (
        "of two, one is older than what it would replace",
        [("25-NQ/TW", "1998-02-18"), ("25-NQ/TW", "2013-06-03")],
        False,
    ),
]


@pytest.mark.parametrize(("what", "holders", "tied"), SHARED_NUMBER, ids=[row[0] for row in SHARED_NUMBER])
def test_a_number_alone_ties_nothing_where_several_have_it(
    archive: Archive, what: str, holders: list[tuple[str, str]], tied: bool
) -> None:
    rows = [new(number, issued, certainty="likely") for number, issued in holders]
    _, found = stated(archive, new("7-NQ/TW", "2003-03-12", replaced_by=("25-NQ/TW",)), *rows)
    assert bool(found) is tied


def test_of_several_holders_the_one_whose_day_fits_is_meant(archive: Archive) -> None:
    _, found = stated(
        archive,
        new("7-NQ/TW", "2003-03-12", replaced_by=("25-NQ/TW",), expired=date(2013, 6, 3)),
        new("25-NQ/TW", "2013-06-03", effective=date(2013, 6, 3)),
        new("25-NQ/TW", "2008-07-25", effective=date(2014, 7, 25)),
    )
    assert {row[0] for row in found} == {"25-NQ/TW|2013-06-03"}


def test_doubt_about_a_document_is_doubt_about_its_relations(archive: Archive) -> None:
    _, found = stated(
        archive,
        new("1/2001/NĐ-CP", "2001-01-03", replaced_by=("2/2010/NĐ-CP",)),
        new("2/2010/NĐ-CP", "2010-01-03", certainty="doubtful"),
    )
    assert {row[4] for row in found} == {"doubtful"}


def test_what_a_list_no_longer_says_is_taken_back(archive: Archive) -> None:
    acting, target = new("2/2010/NĐ-CP", "2010-01-03"), new("1/2001/NĐ-CP", "2001-01-03")
    _, found = stated(archive, acting, new("1/2001/NĐ-CP", "2001-01-03", replaced_by=("2/2010/NĐ-CP",)))
    assert len(found) == 1
    _, found = stated(archive, acting, target)
    assert found == set()


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("catalogue") / "home"
    with Archive.create(Settings.at(home)) as archive:
        load_registry(archive)
    return home


def test_the_catalogue_ties_its_documents_and_leaves_the_traps_alone(catalogue: Path) -> None:
    with Archive.open(Settings.at(catalogue)) as archive:
        found = relations(archive)
        before = state_of(archive)
        assert load_registry(archive)["relations"] == len(found)
        assert state_of(archive) == before
    pairs = {(acting.partition("|")[0], kind, target.partition("|")[0]) for acting, kind, target, _, _ in found}
    assert {
        ("10/2022/QH15", "replaces", "34/2007/PL-UBTVQH11"),
        ("23-QĐ/TW", "replaces", "290-QĐ/TW"),
        ("72/2025/QH15", "replaces", "65/2025/QH15"),
        ("30/2020/NĐ-CP", "replaces", "01/2011/TT-BNV"),
        ("87/2025/QH15", "amends", "64/2025/QH15"),
    } <= pairs
    assert not {pair for pair in pairs if {"25-NQ/TW", "16/CT-TTg"} & {pair[0], pair[2]}}
    # Replacing is never symmetric.
    assert not {(a, b) for a, kind, b in pairs if kind == "replaces"} & {(b, a) for a, k, b in pairs if k == "replaces"}


EDGES = [
    ("65/2025/QH15", "2025-02-28", "not_yet"),
    ("65/2025/QH15", "2025-03-01", "in_force"),
    ("65/2025/QH15", "2025-06-15", "in_force"),
    ("65/2025/QH15", "2025-06-16", "expired"),
    ("34/2007/PL-UBTVQH11", "2023-06-30", "in_force"),
    ("34/2007/PL-UBTVQH11", "2023-07-01", "expired"),
    ("290-QĐ/TW", "2021-07-29", "in_force"),
    ("290-QĐ/TW", "2021-07-30", "expired"),
]


@pytest.mark.parametrize(("number", "day", "state"), EDGES)
def test_the_stated_relations_bear_on_validity(catalogue: Path, number: str, day: str, state: str) -> None:
    with Archive.open(Settings.at(catalogue)) as archive:
        (record,) = archive.holdings().by_number(number)
        assert any(effect.kind == "replaces" for effect in record.effects)
        assert validity_at(record, date.fromisoformat(day)).state == state
