"""Bases that comparable documents rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from archive.comparable import Case, Comparable, precision_and_recall
from archive.documents import Archive
from archive.models import Document
from archive.seeing import NOBODY, seeing
from archive.stored import NewDocument
from archive.suggested_bases import Suggested

LAW = NewDocument(
    origin="registry:law", type="Luật", number="33/2024/QH15", issued=date(2024, 6, 21), issuer="Quốc hội",
    title="Luật Lưu trữ", effective=date(2025, 7, 1), status="CHL", status_certainty="sure", as_of=date(2026, 1, 1),
    source="danh mục",
)  # fmt: skip
OLD = replace(
    LAW, origin="registry:old", type="Nghị định", number="110/2004/NĐ-CP", issued=date(2004, 4, 8), issuer="Chính phủ",
    title="Về công tác văn thư", effective=date(2004, 5, 1), expired=date(2020, 3, 5), status="HHL",
    replaced_by=("30/2020/NĐ-CP",),
)  # fmt: skip
NEW = replace(
    OLD, origin="registry:new", number="30/2020/NĐ-CP", issued=date(2020, 3, 5), effective=date(2020, 3, 5),
    expired=None, status="CHL", replaced_by=(),
)  # fmt: skip
LAND = replace(
    LAW, origin="registry:land", number="31/2024/QH15", issued=date(2024, 1, 18), title="Luật Đất đai",
    effective=date(2024, 8, 1),
)  # fmt: skip
LAW_LINE = "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;"
OLD_LINE = "Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ về công tác văn thư;"
LAND_LINE = "Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;"
ON = date(2026, 3, 1)


def plan(archive: Archive, number: int, title: str, *lines: str, issuer: str = "Ủy ban nhân dân xã Đông Hà") -> int:
    new = NewDocument(
        origin=f"upload:{number}-{issuer}", type="Kế hoạch", number=f"{number}/KH-UBND", issued=date(2025, 8, number),
        issuer=issuer, title=title, text="\n".join(("KẾ HOẠCH", title, "", *lines, "", "Ủy ban nhân dân xã làm.")),
        source="tệp",
    )  # fmt: skip
    return archive.add(new, (), archive.read_links(new).resolutions).document_id


@pytest.fixture
def ids(archive: Archive) -> dict[str, int]:
    found = {new.number: archive.add(new).document_id for new in (LAW, OLD, NEW, LAND)}
    found["one"] = plan(archive, 1, "Sắp xếp hồ sơ lưu trữ năm 2024", LAW_LINE, OLD_LINE)
    found["two"] = plan(archive, 2, "Chỉnh lý hồ sơ lưu trữ cơ quan", LAW_LINE)
    found["land"] = plan(archive, 3, "Thống kê đất nông nghiệp", LAND_LINE)
    return found


def ask(archive: Archive, subject: str = "Sắp xếp hồ sơ lưu trữ năm 2026", taken: tuple[int, ...] = ()) -> Suggested:
    return archive.suggested.of("Kế hoạch", "Ủy ban nhân dân xã Đông Hà", "1/KH-UBND", subject, ON, taken)


def test_each_says_why(archive: Archive, ids: dict[str, int]) -> None:
    found = ask(archive)
    law = next(each for each in found.bases if each.record.id == ids[LAW.number])
    assert [each.record.id for each in law.documents] == [ids["one"], ids["two"]]
    assert law.documents[0].likeness > law.documents[1].likeness > 0
    assert law.validity.state == "in_force"
    assert found.compared == 3
    assert ids[LAND.number] not in {each.record.id for each in found.bases if each.documents}


def test_one_that_ended_is_offered_by_what_took_its_place(archive: Archive, ids: dict[str, int]) -> None:
    (decree,) = (each for each in ask(archive).bases if each.record.type == "Nghị định")
    assert decree.record.id == ids[NEW.number]
    assert decree.instead_of is not None
    assert decree.instead_of.id == ids[OLD.number]


def test_what_is_taken_is_not_offered_again(archive: Archive, ids: dict[str, int]) -> None:
    taken = (ids[LAW.number], ids[NEW.number])
    assert {each.record.id for each in ask(archive, taken=taken).bases}.isdisjoint(taken)


def test_earlier_documents_on_the_same_work(archive: Archive, ids: dict[str, int]) -> None:
    assert [each.record.id for each in ask(archive).earlier] == [ids["one"]]
    assert ask(archive, "Bơi lội").earlier == ()


def test_nothing_of_a_hidden_document(archive: Archive, ids: dict[str, int]) -> None:
    with archive.database.write() as session:
        session.execute(update(Document).where(Document.id == ids["one"]).values(access="named"))
    with seeing(NOBODY):
        found = ask(archive)
    assert found.compared == 2
    assert found.earlier == ()
    assert ids["one"] not in {one.record.id for each in found.bases for one in each.documents}
    assert NEW.number not in {each.record.number for each in found.bases}


def test_nothing_for_no_subject(archive: Archive) -> None:
    assert ask(archive, "Kế hoạch năm 2026") == Suggested((), (), 0)


def case(key: int, words: str, *bases: str, type: str = "Kế hoạch", body: str = "UBND xã") -> Case:
    return Case(key, type, body, frozenset(words.split()), frozenset(bases))


def test_what_several_rest_on_comes_before_what_one_does() -> None:
    cases = [case(1, "a b c", "x", "y"), case(2, "a b d", "x"), case(3, "e f", "z")]
    weighed = Comparable(cases).bases(case(0, "a b"))
    assert [each.basis for each in weighed][:2] == ["x", "y"]
    assert {key for key, _ in weighed[0].cases} == {1, 2}


def test_another_type_or_body_is_less_alike() -> None:
    cases = [case(1, "a b", "x"), case(2, "a b", "y", type="Báo cáo"), case(3, "a b", "z", body="HĐND xã")]
    assert [found.key for found, _ in Comparable(cases).alike(case(0, "a b"))] == [1, 3, 2]


def test_one_left_out_tells_nothing_of_itself() -> None:
    held = Comparable([case(1, "a b", "x")])
    assert held.bases(case(1, "a b"), without=1) == []
    assert len(held.bases(case(0, "a b"))) == 1


def test_precision_and_recall() -> None:
    assert precision_and_recall(["a", "b", "c", "d"], frozenset("ae"), 2) == (0.5, 0.5)
    assert precision_and_recall([], frozenset("a"), 5) == (0.0, 0.0)
