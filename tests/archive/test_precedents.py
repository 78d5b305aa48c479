"""Bases that every comparable document of the archive has: found in three or more, and said only then."""

from __future__ import annotations

from datetime import date

import pytest

from archive.checking import Finding, applicable, apply_corrections, check_text
from archive.citations import find_citations
from archive.documents import Archive
from archive.precedents import Precedents, content_words, organ_of, similar
from archive.resolving import resolve_all
from archive.stored import NewDocument

ON = date(2026, 12, 1)

LAWS = (
    ("Luật", "72/2025/QH15", "2025-06-16", "Quốc hội", "Luật Tổ chức chính quyền địa phương", "CHL"),
    ("Luật", "10/2022/QH15", "2022-11-10", "Quốc hội", "Luật Thực hiện dân chủ ở cơ sở", "CHL"),
    ("Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "Về công tác văn thư", "CHL"),
    ("Nghị định", "59/2023/NĐ-CP", "2023-08-14", "Chính phủ", "Quy định về dân chủ ở xã", "HHL"),
    ("Chỉ thị", "18/2000/CT-TTg", "2000-09-21", "Thủ tướng Chính phủ", "Về tăng cường công tác dân vận", "CHL"),
)
L72 = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
L10 = "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"
ND59 = "Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính phủ quy định về dân chủ ở xã"
CT18 = (
    "Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21 tháng 9 năm 2000 của Thủ tướng Chính phủ về tăng cường công tác dân vận"
)


def law(archive: Archive, type_: str, number: str, issued: str, issuer: str, title: str, status: str) -> int:
    """Catalogue a document."""
    day = date.fromisoformat(issued)
    return archive.add(
        NewDocument(
            origin=f"registry:{number}", type=type_, number=number, issued=day, issuer=issuer, title=title,
            effective=day, status=status, as_of=date(2026, 11, 1),
            expired=date(2026, 1, 1) if status == "HHL" else None,
        )
    ).document_id  # fmt: skip


def plan(
    archive: Archive,
    name: str,
    *bases: str,
    title: str = "Triển khai công tác dân vận năm 2026",
    issuer: str = "Ủy ban nhân dân xã Suối Mơ",
    number: str = "15/KH-UBND",
    type_: str = "Kế hoạch",
    **more: object,
) -> int:
    """File an issued document that rests on `bases`."""
    text = f"{type_.upper()}\n{title}\n\n" + ";\n".join(bases) + ".\n\nI. MỤC ĐÍCH\nNội dung.\n"
    answers = resolve_all(find_citations(text, archive.gazetteer()), archive.holdings())
    facts: dict[str, object] = {"issued": date(2026, 1, 20), "certainty": "sure", **more}
    new = NewDocument(
        origin=f"upload:{name}", type=type_, number=number, issuer=issuer, title=title, text=text,
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    return archive.add(new, (), answers).document_id


def draft(*bases: str, title: str = "Triển khai công tác dân vận năm 2027", place: str = "XÃ SUỐI MƠ") -> str:
    """A plan not issued yet."""
    head = f"ỦY BAN NHÂN DÂN\n{place}\n\nSố:      /KH-UBND\n\nKẾ HOẠCH\n{title}\n\n"
    return head + ";\n".join(bases) + ".\n\nI. MỤC ĐÍCH\nNội dung.\n"


def check(archive: Archive, text: str, on: date = ON) -> list[Finding]:
    """What the check says is missing."""
    found = check_text(text, archive.holdings(), on, archive.gazetteer(), Precedents(archive.database))
    return [each for each in found if each.verdict == "missing_basis"]


def put_in(text: str, found: list[Finding]) -> str:
    """The one correction, as a person puts it in."""
    (only,) = found
    assert applicable(only, text)
    return text[: only.start] + only.replacement + text[only.end :]


@pytest.fixture
def held(archive: Archive) -> Archive:
    """Three plans of communes on dân vận, each resting on the organisation law, a directive and an expired decree."""
    for facts in LAWS:
        law(archive, *facts)
    plan(archive, "a", L72, ND59, CT18)
    plan(archive, "b", L72, ND59, CT18, number="22/KH-UBND", issuer="Ủy ban nhân dân xã Đồi Thông",
         title="Kế hoạch công tác dân vận năm 2026")  # fmt: skip
    plan(archive, "c", L72, L10, ND59, CT18, number="08/KH-UBND", issuer="Ủy ban nhân dân phường Bến Trúc",
         title="Thực hiện công tác dân vận năm 2026 trên địa bàn phường")  # fmt: skip
    return archive


def test_a_basis_that_all_comparable_documents_have_is_missed(held: Archive) -> None:
    (found,) = check(held, draft(L72, L10))
    assert found.record is not None
    assert found.record.number == "18/2000/CT-TTg"
    assert "Cả 3 văn bản" in found.message_vi
    assert "15/KH-UBND" in found.message_vi
    assert "xã Đồi Thông" in found.message_vi
    assert {each.number for each in found.precedents} == {"15/KH-UBND", "22/KH-UBND", "08/KH-UBND"}
    assert found.suggestion == f"{CT18};"


def test_it_is_put_in_where_it_belongs(held: Archive) -> None:
    text = draft(L10, CT18)
    found = check(held, text)
    assert [each.record.number for each in found if each.record] == ["72/2025/QH15"]
    assert apply_corrections(text, found) == text  # for a person to decide
    mended = put_in(text, found)
    assert check(held, mended) == []
    assert mended.count("\nCăn cứ ") == 3
    text = draft(L72)
    mended = put_in(text, check(held, text))
    assert mended == draft(L72, CT18)


NOTHING = [
    # why nothing is missed
    ("another subject", draft(L10, title="Phòng, chống thiên tai năm 2027")),
    ("another level", draft(L10, place="TỈNH SÔNG TRĂNG")),
    ("no bases at all", draft("Thực hiện nhiệm vụ được giao")),
    ("all are there", draft(L72, L10, CT18)),
    ("no head, so that nobody knows whose it is", "KẾ HOẠCH\nTriển khai công tác dân vận năm 2027\n\n" + L10 + "."),
    ("one line could not be read", draft(L72, "Căn cứ văn bản nói trên của cấp trên")),
]


@pytest.mark.parametrize(("why", "text"), NOTHING)
def test_nothing_is_missed(held: Archive, why: str, text: str) -> None:
    assert check(held, text) == [], why


def test_before_the_precedents_were_issued_there_are_none(held: Archive) -> None:
    assert check(held, draft(L10), date(2026, 1, 19)) == []


LESS = [
    # what the third document is, so that there are no three that count
    {"draft": True},
    {"sample": True},
    {"certainty": "unconfirmed"},
    {"certainty": "doubtful"},
    {"issued": None},
    {"issued": date(2026, 12, 1)},
    {"type_": "Báo cáo", "number": "9/BC-UBND"},
    {"number": "9/KH-ĐU"},
    {"issuer": "Ủy ban nhân dân tỉnh Sông Trăng"},
    {"title": "Phòng, chống thiên tai"},
]


@pytest.mark.parametrize("third", LESS)
def test_two_are_no_precedent(archive: Archive, third: dict[str, object]) -> None:
    for facts in LAWS:
        law(archive, *facts)
    plan(archive, "a", L72, CT18)
    plan(archive, "b", L72, CT18, number="22/KH-UBND", issuer="Ủy ban nhân dân xã Đồi Thông")
    plan(archive, "c", L72, CT18, **{"number": "8/KH-UBND", "issuer": "Ủy ban nhân dân xã Bến Trúc", **third})  # type: ignore[arg-type]
    assert check(archive, draft(L72)) == []


def test_one_that_does_without_is_enough(held: Archive) -> None:
    plan(held, "d", L72, number="31/KH-UBND", issuer="Ủy ban nhân dân xã Lũng Vài")
    assert check(held, draft(L72)) == []


SUBJECTS = [
    ("Triển khai công tác dân vận năm 2026", "Kế hoạch thực hiện công tác dân vận năm 2027", True),
    ("Công tác dân vận chính quyền năm 2024", "Công tác dân vận năm 2027", False),
    ("Cải cách hành chính năm 2026", "Cải cách hành chính nhà nước năm 2027 của xã", True),
    ("Cải cách hành chính", "Chuyển đổi số", False),
    ("Thực hiện dân chủ ở cơ sở năm 2026", "Công tác dân vận năm 2026", False),
    ("Phát triển kinh tế - xã hội năm 2026", "Kế hoạch phát triển kinh tế - xã hội xã Suối Mơ", True),
    ("Sửa đổi, bổ sung một số điều của Luật Giá", "Sửa đổi, bổ sung một số điều của Luật Dẫn độ", False),
    ("Sửa đổi, bổ sung một số điều của Luật Giá", "Sửa đổi, bổ sung một số điều của Luật Giá", False),
    ("Năm 2026", "Năm 2027", False),
    ("", "", False),
]


@pytest.mark.parametrize(("one", "other", "alike"), SUBJECTS)
def test_similar_subjects(one: str, other: str, alike: bool) -> None:
    assert similar(one, content_words(other)) is alike
    assert similar(other, content_words(one)) is alike


ORGANS = [("15/KH-UBND", "UBND"), ("05-NQ/ĐU", "ĐU"), ("123/UBND-VP", "UBND-VP"), ("07/2023/TT-BNV", "BNV"), ("", "")]


@pytest.mark.parametrize(("number", "organ"), ORGANS)
def test_organ_of_a_number(number: str, organ: str) -> None:
    assert organ_of(number) == organ
