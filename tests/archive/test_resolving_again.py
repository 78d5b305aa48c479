"""Citations resolved again when a document they may mean arrives: as if everything had been there from the start."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from archive.citations import find_citations
from archive.citations.model import Citation
from archive.documents import Archive
from archive.linking import citation_of, written_on
from archive.models import CitationRow
from archive.resolving import resolve_all
from archive.stored import NewDocument

TTG = "Thủ tướng Chính phủ"
DAY = date.fromisoformat


def known(type: str, number: str, issued: str, issuer: str, title: str, **more: object) -> NewDocument:
    """A document known by its facts."""
    return NewDocument(
        f"registry:{number}|{issued}", type, number, DAY(issued), issuer, title, **more  # type: ignore[arg-type]
    )  # fmt: skip


def put_in(archive: Archive, text: str, origin: str = "plan", issued: str = "2026-01-05", **more: str) -> int:
    """File a text of that day, resolved against what is held now, as when a file comes in."""
    on = written_on(more.get("type", "Kế hoạch"), DAY(issued), more.get("source", ""))
    answers = resolve_all([c for c in find_citations(text) if c.type != "SELF"], archive.holdings(), on=on)
    facts = {"type": "Kế hoạch", "number": "", "title": origin, **more}
    new = NewDocument(f"upload:{origin}", issued=DAY(issued), issuer="UBND xã Suối Mơ", text=text, **facts)  # type: ignore[arg-type]
    return archive.add(new, (), answers).document_id


def said(archive: Archive, document_id: int) -> list[tuple[str, str]]:
    """(status, number and day of the target) of a document's citations, in order."""
    with archive.database.read() as session:
        rows = session.scalars(
            select(CitationRow).where(CitationRow.document_id == document_id).order_by(CitationRow.start)
        ).all()
        shown = []
        for row in rows:
            facts = archive.record(row.target_id) if row.target_id else None
            shown.append((row.status, f"{facts.number} {facts.issued}" if facts else ""))
        return shown


CT16_2020 = known("Chỉ thị", "16/CT-TTg", "2020-03-31", TTG, "Về phòng, chống dịch")
CT16_2017 = known("Chỉ thị", "16/CT-TTg", "2017-05-04", TTG, "Về cuộc cách mạng công nghiệp")
ND30 = known("Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "Về công tác văn thư")
ND30_2011 = known("Nghị định", "30/2011/NĐ-CP", "2011-04-29", "Chính phủ", "Về việc khác")
PL34 = known(
    "Pháp lệnh", "34/2007/PL-UBTVQH11", "2007-04-20", "Ủy ban Thường vụ Quốc hội", "Thực hiện dân chủ ở xã"
)  # fmt: skip
L77 = known("Luật", "77/2015/QH13", "2015-06-19", "Quốc hội", "Luật Tổ chức chính quyền địa phương",
            effective=DAY("2016-01-01"), expired=DAY("2025-03-01"), status="HHL")  # fmt: skip
L72 = known("Luật", "72/2025/QH15", "2025-06-16", "Quốc hội", "Luật Tổ chức chính quyền địa phương",
            effective=DAY("2025-06-16"), status="CHL", as_of=DAY("2026-01-01"))  # fmt: skip


def test_a_part_of_a_number_waits_for_its_document(archive: Archive) -> None:
    plan = put_in(archive, "Thực hiện NĐ30 và Nghị định số 30 ngày 05/3/2020.")
    assert said(archive, plan) == [("ambiguous", ""), ("not_held", "")]
    archive.add(ND30)
    assert said(archive, plan) == [("ambiguous", ""), ("resolved", "30/2020/NĐ-CP 2020-03-05")]
    archive.add(ND30_2011)
    assert said(archive, plan) == [("ambiguous", ""), ("resolved", "30/2020/NĐ-CP 2020-03-05")]
    with archive.database.read() as session:
        row = session.scalars(select(CitationRow).where(CitationRow.document_id == plan)).first()
        assert row is not None
        assert len(row.candidates) == 2


def test_another_style_of_the_number_waits_too(archive: Archive) -> None:
    plan = put_in(archive, "Căn cứ Pháp lệnh số 34/2007/UBTVQH11;")
    assert said(archive, plan) == [("not_held", "")]
    archive.add(PL34)
    assert said(archive, plan) == [("resolved", "34/2007/PL-UBTVQH11 2007-04-20")]


def test_a_short_form_keeps_what_stands_before_it(archive: Archive) -> None:
    archive.add(CT16_2020)
    plan = put_in(
        archive, "Chỉ thị số 16/CT-TTg ngày 31/3/2020 của Thủ tướng Chính phủ. Theo Chỉ thị số 16/CT-TTg, xã đã làm."
    )
    both = [("resolved", "16/CT-TTg 2020-03-31")] * 2
    assert said(archive, plan) == both
    archive.add(CT16_2017)
    assert said(archive, plan) == both


def test_what_stands_for_another_follows_it(archive: Archive) -> None:
    text = "Căn cứ Nghị định số 30/2020/NĐ-CP. Theo Nghị định trên và khoản 2 Nghị định nói trên."
    first = next(c for c in find_citations(text) if c.number)
    above = Citation("Nghị định trên", 40, 54, type="Nghị định", antecedent=first.start, flags=("anaphora",))
    again = replace(above, text="khoản 2 Nghị định nói trên", start=58, end=84, antecedent=40, pinpoint="khoan:2")
    new = NewDocument("upload:chain", "Kế hoạch", "", DAY("2026-01-05"), title="Chuỗi", text=text)
    plan = archive.add(new, (), resolve_all([first, above, again], archive.holdings())).document_id
    assert said(archive, plan) == [("not_held", "")] * 3
    archive.add(ND30)
    assert said(archive, plan) == [("resolved", "30/2020/NĐ-CP 2020-03-05")] * 3


def test_laws_by_name_are_chosen_by_the_day_of_the_document_that_cites_them(archive: Archive) -> None:
    text = "Căn cứ Luật Tổ chức chính quyền địa phương;"
    older = put_in(archive, text, "older", "2020-05-01")
    newer = put_in(archive, text, "newer", "2026-05-01")
    joined = put_in(archive, text, "joined", "2020-05-01", type="Văn bản hợp nhất")
    code = put_in(archive, text, "code", "2020-05-01", source="Bộ pháp điển (bản khoảng năm 2025)")
    archive.add(L77)
    archive.add(L72)
    assert said(archive, older) == [("resolved", "77/2015/QH13 2015-06-19")]
    assert said(archive, newer) == [("resolved", "72/2025/QH15 2025-06-16")]
    # texts that carry later amendments may mean the law of a later day
    assert said(archive, joined) == said(archive, code) == [("ambiguous", "")]


TEXTS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025; Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 "
    "của Chính phủ về công tác văn thư; Chỉ thị số 16/CT-TTg; theo Luật Tổ chức chính quyền địa phương và NĐ30.",
    "Chỉ thị số 16/CT-TTg ngày 04/5/2017 của Thủ tướng Chính phủ; Chỉ thị số 16/CT-TTg; Nghị định số 30/2011/NĐ-CP; "
    "Nghị định 30, Pháp lệnh số 34/2007/UBTVQH11 ngày 20/4/2007, Luật Tổ chức chính quyền địa phương năm 2015.",
)
RECORDS = (CT16_2020, CT16_2017, ND30, ND30_2011, PL34, L77, L72)


@pytest.mark.parametrize("order", list(itertools.islice(itertools.permutations(range(7)), 0, 5040, 720)))
def test_the_order_of_arrival_does_not_matter(archive: Archive, order: tuple[int, ...]) -> None:
    plans = [put_in(archive, text, f"text{n}") for n, text in enumerate(TEXTS)]
    for index in order:
        archive.add(RECORDS[index])
    for plan, text in zip(plans, TEXTS, strict=True):
        at_once = resolve_all(find_citations(text), archive.holdings(), on=DAY("2026-01-05"))
        expected = [(a.status, f"{a.record.number} {a.record.issued}" if a.record else "") for a in at_once]
        assert said(archive, plan) == expected


def test_relinking_twice_changes_nothing(archive: Archive) -> None:
    ids = [archive.add(record).document_id for record in RECORDS]
    put_in(archive, TEXTS[0])
    assert archive.relink(ids) == 0


def test_a_citation_comes_back_as_it_was_found(archive: Archive) -> None:
    plan = put_in(archive, TEXTS[1])
    found = find_citations(TEXTS[1])
    with archive.database.read() as session:
        rows = session.scalars(
            select(CitationRow).where(CitationRow.document_id == plan).order_by(CitationRow.start)
        ).all()
        back = [citation_of(row) for row in rows]
    places = {"number_start", "number_end", "issued_start", "issued_end", "title_start", "title_end"}
    assert [replace(c, **dict.fromkeys(places, -1)) for c in found] == back


@pytest.mark.parametrize(
    ("type", "source", "day"),
    [
        ("Kế hoạch", "tệp ke-hoach.docx", "2020-01-01"),
        ("Văn bản hợp nhất", "", ""),
        ("Nghị định", "Bộ pháp điển (bản khoảng năm 2025); https://vbpl.vn/1", ""),
    ],
)
def test_the_day_a_text_was_written(type: str, source: str, day: str) -> None:
    assert written_on(type, DAY("2020-01-01"), source) == (DAY(day) if day else None)
