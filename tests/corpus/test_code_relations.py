"""Relations of the national code in an archive: who changed which article, which articles are related."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.settings import Settings
from archive.stored import NewDocument
from archive.validity import validity_at
from corpus.loaders.code_relations import catalogued
from corpus.loaders.phapdien import load_phapdien
from corpus.loaders.source_notes import SourceNote, read_note
from corpus.registry import load_registry
from tests.corpus.archive_state import state_of
from tests.shared_data import needs_shared, shared

LAW, DECREE, LATER = "Luật số 12/2018/QH14", "Nghị định số 45/2019/NĐ-CP", "Nghị định số 9/2021/NĐ-CP"
BY = "bởi Điều 1 Luật số 20/2022/QH15 có hiệu lực thi hành kể từ ngày 01/07/2023"
NAMED = "của Thông tư 3/2020/TT-BVHTTDL Danh mục nghề cần bảo vệ ban hành ngày 11/02/2020"
REPLACED = "của Nghị định 8/2010/NĐ-CP Về làng nghề ban hành ngày 02/02/2010"

# label, heading, source note behind the document, related
ROWS = [
    ("90.1.LQ.1", "Phạm vi điều chỉnh", f"(Điều 1 {LAW} Luật Làng nghề ngày 20/11/2018 của Quốc hội{{from}})",
     f"Điều 90.1.LQ.2. Giải thích từ ngữ; Điều 90.1.NĐ.1.1. Phạm vi điều chỉnh; Điều 2. Nghề cổ; Điều 4. Thợ {NAMED}"),
    ("90.1.LQ.2", "Giải thích từ ngữ",
     f"(Điều 2 {LAW}{{from}}, có nội dung được sửa đổi, có nội dung được bổ sung {BY})",
     f"Điều 90.1.NĐ.1.1. Phạm vi điều chỉnh {REPLACED}"),
    ("90.1.LQ.3", "(được bãi bỏ)", f"(Điều 3 {LAW}{{from}}, bị bãi bỏ {BY})", ""),
    ("90.1.LQ.4", "Nghệ nhân", f"(Điều 4 {LAW}{{from}}, có nội dung bị bãi bỏ {BY})", ""),
    ("90.1.LQ.4a", "Quỹ", f"(Điều 4a {LAW}{{from}}, được bổ sung {BY})", "Điều 90.1.LQ.9. Không có ở đây"),
    ("90.1.LQ.5", "Thi hành", f"(Điều 5 {LAW}{{from}}, có hiệu lực thi hành đến ngày 31/12/2027)", ""),
    ("90.1.NĐ.1.1", "Phạm vi điều chỉnh",
     f"(Điều 1 {DECREE} Quy định chi tiết Luật Làng nghề ngày 26/04/2019 của Chính phủ{{from}}, "
     "được sửa đổi bởi Điều 2 Nghị định số 09/2021/NĐ-CP có hiệu lực thi hành kể từ ngày 15/03/2021; Điều 7 "
     "Quyết định số 619-TTg có hiệu lực thi hành kể từ ngày 15/03/2021)", "Chương II NGHỆ NHÂN của Luật 12/2018/QH14 "
     "Làng nghề ban hành ngày 20/11/2018"),
    ("90.1.NĐ.2.2", "Hiệu lực",
     f"(Điều 2 {LATER} Sửa đổi Nghị định số 45/2019/NĐ-CP ngày 30/01/2021 của Chính phủ{{from}})", ""),
]  # fmt: skip


def edition(folder: Path) -> Path:
    """The rows as a file of the edition's articles, a line each."""
    path = folder / "small.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number, (label, heading, note, related) in enumerate(ROWS):
            day = "15/03/2021" if LATER in note else "01/01/2019"
            row = {
                "id": f"{number:020d}",
                "demuc": "Đề mục 90.1",
                "demuc_name": "Làng nghề",
                "chuong": "Chương I",
                "heading": f"Điều {label}. {heading}",
                "source_note": note.replace("{from}", f", có hiệu lực thi hành kể từ ngày {day}"),
                "vbpl_item": None,
                "text": f"Nội dung của {label}.",
                "related": f"(Điều này có nội dung liên quan đến {related})" if related else "",
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("relations")
    with Archive.create(Settings.at(folder / "home")) as archive:
        figures = load_phapdien(archive, None, edition(folder))
        assert {name: figures[name] for name in ("added", "catalogued", "acting_unknown", "references")} == {
            "added": 3,
            "catalogued": 1,
            "acting_unknown": 1,
            "references": 7,
        }
        yield archive


def stated(archive: Archive, *kinds: str) -> set[tuple[str, str, str, str, tuple[str, ...]]]:
    """(acting, own path, kind, target, scope) of what the code stated."""
    numbers = {record.id: record.number for record in archive.documents(limit=500)}
    return {
        (numbers[r.source_id], r.own_path, r.kind, numbers.get(r.target_id or 0, f"? {r.number}"), r.scope)
        for id_ in numbers
        for r in archive.relations.of(id_)
        if r.origin == "loader:phapdien" and r.kind in kinds
    }


def test_states_who_changed_which_article(loaded: Archive) -> None:
    law, act = "12/2018/QH14", "20/2022/QH15"
    assert stated(loaded, "amends", "supplements", "repeals_part") == {
        (act, "dieu:1", "amends", law, ("dieu:2",)),
        (act, "dieu:1", "supplements", law, ("dieu:2",)),
        (act, "dieu:1", "repeals_part", law, ("dieu:3",)),
        # What is repealed inside an article changes it; the article stands.
        (act, "dieu:1", "amends", law, ("dieu:4",)),
        (act, "dieu:1", "supplements", law, ("dieu:4a",)),
        ("9/2021/NĐ-CP", "dieu:2", "amends", "45/2019/NĐ-CP", ("dieu:1",)),
    }


def test_states_which_articles_are_related(loaded: Archive) -> None:
    law, decree = "12/2018/QH14", "45/2019/NĐ-CP"
    assert stated(loaded, "related") == {
        (law, "dieu:1", "related", law, ("dieu:2",)),
        (law, "dieu:1", "related", decree, ("dieu:1",)),
        (law, "dieu:1", "related", "? 3/2020/TT-BVHTTDL", ("dieu:2", "dieu:4")),
        # The label is another document's now: the one that is named is meant.
        (law, "dieu:2", "related", "? 8/2010/NĐ-CP", ("dieu:1",)),
        # Of a chapter no more is said than which document it is in.
        (decree, "dieu:1", "related", law, ()),
    }


def test_articles_of_one_document_are_no_tie_to_another(loaded: Archive) -> None:
    (law,) = loaded.holdings().by_number("12/2018/QH14")
    assert any(r.source_id == r.target_id == law.id for r in loaded.relations.of(law.id))
    assert law.id not in {edge.document_id for edge in loaded.graph.edges(law.id).edges}


def test_each_relation_quotes_its_source(loaded: Archive) -> None:
    (law,) = loaded.holdings().by_number("12/2018/QH14")
    (repealed,) = [r for r in loaded.relations.of(law.id) if r.kind == "repeals_part"]
    assert repealed.text == f"bị bãi bỏ {BY}"
    assert (repealed.effective, repealed.certainty) == (date(2023, 7, 1), "sure")
    assert "Bộ pháp điển" in repealed.source


# The code does not say what is in force today: "unknown" is all that is left where nothing says more.
DAYS = [
    ("dieu:3", "2023-06-30", "unknown"),
    ("dieu:3", "2023-07-01", "expired"),
    ("dieu:4", "2023-07-01", "unknown"),
    ("dieu:4a", "2023-06-30", "not_yet"),
    ("dieu:4a", "2023-07-01", "unknown"),
    ("dieu:5", "2027-12-31", "unknown"),
    ("dieu:5", "2028-01-01", "expired"),
]


@pytest.mark.parametrize(("path", "day", "state"), DAYS)
def test_the_notes_bear_on_the_validity_of_articles(loaded: Archive, path: str, day: str, state: str) -> None:
    (law,) = loaded.holdings().by_number("12/2018/QH14")
    assert validity_at(law, date.fromisoformat(day), path).state == state


def test_an_acting_document_is_catalogued_by_what_is_said_of_it(loaded: Archive) -> None:
    (record,) = loaded.holdings().by_number("20/2022/QH15")
    assert (record.type, record.issuer, record.effective) == ("Luật", "Quốc hội", date(2023, 7, 1))
    assert (record.held, record.certainty, record.status, record.issued) == (False, "likely", "KXD", None)
    assert "ghi chú của Bộ pháp điển" in record.note


# number as a note names it, whether type and number leave no doubt
CATALOGUED = [
    ("Luật số 20/2022/QH15", True),
    ("Thông tư số 3/2020/TT-BTC", True),
    ("Thông tư liên tịch số 3/2014/TTLT-BTC-BTP", True),
    ("Quyết định số 619-TTg", False),
    ("Thông tư số 59-TC/TCT", False),
    ("Nghị quyết số 01/2016/NQ", False),
    ("Thông tư số 4/2020/NĐ-CP", False),
]


@pytest.mark.parametrize(("named", "sure"), CATALOGUED)
def test_only_what_type_and_number_leave_no_doubt_of_is_catalogued(named: str, sure: bool) -> None:
    note = read_note(f"(Điều 1 {named}, có hiệu lực thi hành kể từ ngày 01/07/2023)")
    assert (catalogued("key", note, None, {date(2023, 7, 1): 1}) is not None) is sure


@pytest.mark.parametrize("signed", [date(2002, 6, 16), date(2022, 12, 16), date(2023, 7, 2)])
def test_a_day_of_issue_that_cannot_be_is_not_taken(signed: date) -> None:
    note = read_note("(Điều 1 Luật số 20/2022/QH15, có hiệu lực thi hành kể từ ngày 01/07/2022)")
    named = SourceNote(True, type="Luật", number="20/2022/QH15", title="Luật sửa đổi", issued=signed)
    new = catalogued("key", note, named, {date(2022, 7, 1): 1})
    assert new is not None
    assert new.issued is None


def test_days_that_disagree_are_no_day_of_the_document() -> None:
    note = read_note("(Điều 1 Luật số 20/2022/QH15, có hiệu lực thi hành kể từ ngày 01/07/2023)")
    named = SourceNote(
        True, type="Luật", number="20/2022/QH15", title="Luật sửa đổi Luật Làng nghề", issued=date(2022, 6, 16)
    )
    new = catalogued("key", note, named, {date(2023, 7, 1): 5, date(2024, 1, 1): 1})
    assert new is not None
    assert (new.effective, new.issued, new.title) == (None, date(2022, 6, 16), "Luật sửa đổi Luật Làng nghề")


def test_a_day_before_the_acting_document_was_issued_is_a_slip(archive: Archive, tmp_path: Path) -> None:
    known = NewDocument(
        origin="registry:20/2022/QH15|2022-06-16",
        type="Luật",
        number="20/2022/QH15",
        issued=date(2023, 11, 16),
        effective=date(2024, 7, 1),
    )
    document = archive.add(known).document_id
    load_phapdien(archive, None, edition(tmp_path))
    relations = archive.relations.of(document)
    assert {relation.effective for relation in relations} == {None}
    (law,) = archive.holdings().by_number("12/2018/QH14")
    assert {effect.start for effect in law.effects if effect.by == document} == {date(2024, 7, 1)}


def test_a_held_document_acts_itself(archive: Archive, tmp_path: Path) -> None:
    known = NewDocument(
        origin="registry:20/2022/QH15|2022-06-16",
        type="Luật",
        number="20/2022/QH15",
        issued=date(2022, 6, 16),
        issuer="Quốc hội",
        title="Luật sửa đổi Luật Làng nghề",
    )
    document = archive.add(known).document_id
    figures = load_phapdien(archive, None, edition(tmp_path))
    assert "catalogued" not in figures
    assert {r.kind for r in archive.relations.of(document)} == {"amends", "supplements", "repeals_part"}


def test_run_twice_states_nothing_twice(archive: Archive, tmp_path: Path) -> None:
    path = edition(tmp_path)
    first = load_phapdien(archive, None, path)
    before = state_of(archive)
    ids = [r.id for r in archive.relations.of(1)]
    assert "relations" not in load_phapdien(archive, None, path)
    assert [r.id for r in archive.relations.of(1)] == ids
    assert load_phapdien(archive, None, path, again=True)["unchanged"] == first["documents"]
    assert state_of(archive) == before


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_a_slice_of_the_edition_beside_the_catalogue(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "slice.jsonl"
    with lzma.open(shared("data", "phapdien", "articles.jsonl.xz"), "rt", encoding="utf-8") as lines:
        path.write_text("".join(islice(lines, 1500)), encoding="utf-8")
    load_registry(archive)
    figures = load_phapdien(archive, None, path)
    assert figures["references_resolved"] > 300
    assert figures["changes"] > 20
    sure = [
        r
        for record in archive.documents(limit=1000)
        for r in archive.relations.of(record.id)
        if r.source_id == record.id and r.origin == "loader:phapdien" and r.certainty == "sure" and r.target_id
    ]
    # What is sure names provisions that are there, but for articles that the code leaves out.
    paths = {id_: {p.path for p in archive.provisions(id_)} for id_ in {r.target_id for r in sure if r.target_id}}
    there = [path in paths[r.target_id or 0] for r in sure for path in r.scope]
    assert sum(there) / len(there) > 0.9
    before = state_of(archive)
    load_phapdien(archive, None, path)
    load_registry(archive)
    assert state_of(archive) == before
