"""Checking drafts: a finding for each document cited, with what is wrong and the line as it should be."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.checking import Finding, check_text
from archive.citations import Gazetteer, TitleEntry
from archive.citations.model import Citation
from archive.records import Record
from archive.resolving import MemoryHoldings, resolve
from archive.shapes import citation_json, finding_json, record_json
from tests.archive import sample_records as r
from tests.shared_data import needs_shared, shared

ON = date(2026, 11, 22)


def gazetteer_of(records: tuple[Record, ...] | list[Record]) -> Gazetteer:
    """The law titles of records."""
    laws = {"Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh"}
    return Gazetteer(TitleEntry(x.type, x.title, x.number, x.issued) for x in records if x.type in laws)


HELD = MemoryHoldings(r.ALL)
TITLES = gazetteer_of(r.ALL)


def check(text: str, on: date = ON) -> list[Finding]:
    """Findings of citations over the sample records; those of the block are in `test_checking_bases`."""
    return [each for each in check_text(text, HELD, on, TITLES) if each.kind == "citation"]


def verdicts(text: str, on: date = ON) -> str:
    """`number:verdict(field field)` of each finding."""
    return "; ".join(
        f"{f.citation.number or f.citation.title}:{f.verdict}"
        + (f"({' '.join(m.field for m in f.fields)})" if f.fields else "")
        for f in check(text, on)
    )


DRAFTS = [
    # draft | findings
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
     "30/2020/NĐ-CP:ok"),
    ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", "Luật Tổ chức chính quyền địa phương:ok"),
    ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;",
     "Luật Tổ chức chính quyền địa phương:replaced"),
    ("Căn cứ Luật Đất đai;", "Luật Đất đai:ambiguous"),
    ("Theo Nghị định số 110/2004/NĐ-CP về công tác văn thư.", "110/2004/NĐ-CP:replaced"),
    ("Theo Nghị định số 99/2021/NĐ-CP của Chính phủ.", "99/2021/NĐ-CP:not_held"),
    ("Thực hiện Chỉ thị số 16/CT-TTg của Thủ tướng Chính phủ.", "16/CT-TTg:ambiguous"),
    ("Thực hiện Chỉ thị số 16/CT-TTg ngày 16/5/2018 của Thủ tướng Chính phủ.", "16/CT-TTg:doubtful"),
    ("Thực hiện Quyết định số 749/QĐ-TTg ngày 13/6/2020 của Thủ tướng Chính phủ.", "749/QĐ-TTg:mismatch(issued)"),
    ("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 31/02/2020 của Chính phủ.", "30/2020/NĐ-CP:mismatch(issued)"),
    ("Thực hiện Quyết định số 19/2021/QĐ-UBND.", "19/2021/QĐ-UBND:doubtful"),
    ("Quy định này căn cứ khoản 2 Điều 5 của Luật này và điểm a khoản 1 Điều 3 Nghị định này.", ""),
    ("Số: 15/QĐ-UBND\n\nSuối Mơ, ngày 20 tháng 01 năm 2026\n\nCăn cứ Nghị định số 30/2020/NĐ-CP;", "30/2020/NĐ-CP:ok"),
    ("Số:      /KH-UBND\n\nCăn cứ Nghị định số 30/2020/NĐ-CP;", "30/2020/NĐ-CP:ok"),
    ("ĐẢNG ỦY XÃ SUỐI MƠ\n*\nSố 12-NQ/ĐU\n\nThực hiện Nghị quyết số 25-NQ/TW ngày 03/6/2013.", "25-NQ/TW:ok"),
    ("Số: 15/QĐ-UBND\nCăn cứ Nghị định số 30/2020/NĐ-CP;\n\n"
     "(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 20/01/2026 của UBND xã Suối Mơ)", "30/2020/NĐ-CP:ok"),
    ("Kết luận số 43-KL/TW ngày 07/01/2019 của Bộ Chính trị về tiếp tục thực hiện Nghị quyết số 25-NQ/TW của Ban Chấp "
     "hành Trung ương Đảng khóa XI về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình "
     "hình mới",
     "43-KL/TW:ok"),
    ("Căn cứ Chỉ thị số 16/CT-TTg ngày 31/3/2020 của Thủ tướng Chính phủ;\nTiếp tục thực hiện Chỉ thị số 16/CT-TTg.",
     "16/CT-TTg:ok; 16/CT-TTg:ok"),
    ("", ""),
    ("Ủy ban nhân dân xã xây dựng kế hoạch năm 2026 như sau.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "expected"), DRAFTS)
def test_verdicts(draft: str, expected: str) -> None:
    assert verdicts(draft) == expected


ON_DAYS = [
    # the draft's day | verdict on a basis that lived from 01/3 to 15/6/2025
    ("2025-02-19", "doubtful"),
    ("2025-03-01", "ok"),
    ("2025-06-15", "ok"),
    ("2025-06-16", "replaced"),
]


@pytest.mark.parametrize(("on", "verdict"), ON_DAYS)
def test_validity_is_asked_for_the_drafts_day(on: str, verdict: str) -> None:
    text = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;"
    assert [f.verdict for f in check(text, date.fromisoformat(on))] == [verdict]


SUGGESTIONS = [
    # draft | suggestion: only what is wrong is replaced, in the draft's own style
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"),
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 15 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"),
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về kiểm soát thủ tục hành chính;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"),
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Thủ tướng Chính phủ về công tác văn thư;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"),
    ("Căn cứ Quyết định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"),
    ("Căn cứ Nghị định số 03/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"),
    ("Thực hiện Nghị quyết số 25-NQ/TW ngày 13/6/2013 của BCHTW Đảng (khóa XI) về công tác dân vận;",
     "Nghị quyết số 25-NQ/TW ngày 03/6/2013 của BCHTW Đảng (khóa XI) về công tác dân vận"),
    ("Căn cứ Nghị quyết số 25-NQ/TW ngày 13/6/2013 của BCHTW Đảng (khóa XI) về “Đổi mới công tác dân vận của Đảng về "
     "công tác dân vận”;",
     "Căn cứ Nghị quyết số 25-NQ/TW ngày 03/6/2013 của BCHTW Đảng (khóa XI) về “Tăng cường và đổi mới sự lãnh đạo của "
     "Đảng đối với công tác dân vận trong tình hình mới”;"),
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 31/02/2020 của Chính phủ về công tác văn thư;",
     "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"),
    # replaced: the successor's line, along the chain
    ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
     "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
    ("Căn cứ Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị về việc ban hành Quy chế công tác dân vận của "
     "hệ thống chính trị;",
     "Căn cứ Quyết định số 23-QĐ/TW ngày 30 tháng 7 năm 2021 của Bộ Chính trị về việc ban hành Quy chế công tác dân "
     "vận của hệ thống chính trị;"),
    # nothing certain to suggest
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;", ""),
    ("Căn cứ Chỉ thị số 16/CT-TTg ngày 16/5/2017 của Thủ tướng Chính phủ về công tác dân vận;", ""),
    ("Căn cứ Chỉ thị số 33-CT/TW ngày 03/01/2014 của Bộ Chính trị;", ""),
    ("Căn cứ Luật Đất đai;", ""),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "suggestion"), SUGGESTIONS)
def test_suggestion(draft: str, suggestion: str) -> None:
    (found,) = check(draft)
    assert found.suggestion == suggestion
    assert bool(found.replacement) == bool(suggestion)


@pytest.mark.parametrize("draft", [d for d, suggestion in SUGGESTIONS if suggestion])
def test_a_draft_corrected_as_suggested_is_right(draft: str) -> None:
    (found,) = check(draft)
    corrected = draft[: found.start] + found.replacement + draft[found.end :]
    assert [f.verdict for f in check(corrected)] == ["ok"]


def test_expiry_leads_where_the_wording_is_wrong_too() -> None:
    (found,) = check("Căn cứ Quyết định số 290-QĐ/TW ngày 25/02/2010 của Ban Bí thư;")
    assert (found.verdict, [m.field for m in found.fields]) == ("replaced", ["issuer"])
    assert found.suggestion.startswith("Căn cứ Quyết định số 23-QĐ/TW")


PATHS = frozenset({"dieu:1", "dieu:1/khoan:1", "dieu:1/khoan:2", "dieu:2", "dieu:38"})
PINPOINTS = [
    # pinpoint | what is not there, and what is
    ("Điều 38", None),
    ("Điều 39", ("Điều 39", "Điều 1 đến Điều 38")),
    ("Điều 2 và Điều 40", ("Điều 40", "Điều 1 đến Điều 38")),
    ("khoản 2 Điều 1", None),
    ("khoản 3 Điều 1", ("khoản 3 Điều 1", "khoản 1 đến khoản 2 Điều 1")),
    ("khoản 3 Điều 2", None),
]


@pytest.mark.parametrize(("words", "expected"), PINPOINTS)
def test_an_article_that_is_not_there(words: str, expected: tuple[str, str] | None) -> None:
    held = MemoryHoldings([r.ND30], {r.ND30.id: PATHS})
    (found,) = check_text(f"Theo {words} Nghị định số 30/2020/NĐ-CP.", held, ON, TITLES)
    assert [(m.field, m.found, m.expected) for m in found.fields] == ([("pinpoint", *expected)] if expected else [])
    assert (found.verdict, found.suggestion) == ("mismatch" if expected else "ok", "")


def test_replaced_names_its_successor() -> None:
    (found,) = check("Theo Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015.")
    assert (found.verdict, found.successors, found.suggestion) == ("replaced", (r.L72,), "")
    assert "72/2025/QH15" in found.message_vi


def test_title_of_another_document_is_said() -> None:
    (found,) = check(
        "Căn cứ Nghị quyết số 24-NQ/TW ngày 03/6/2013 của BCHTW Đảng khóa XI về tăng cường và đổi mới sự lãnh đạo của "
        "Đảng đối với công tác dân vận trong tình hình mới;"
    )
    assert (found.verdict, found.suggestion) == ("ambiguous", "")
    assert "25-NQ/TW" in found.message_vi


def test_doubt_is_part_of_the_answer() -> None:
    (found,) = check("Căn cứ Chỉ thị số 16/CT-TTg ngày 16/5/2016 của Thủ tướng Chính phủ;")
    assert found.verdict == "doubtful"
    assert "16/5/2018" in found.message_vi
    assert "hiểu biết chung" in found.message_vi
    assert "general knowledge" in found.message_en
    assert found.suggestion == ""


@pytest.mark.parametrize("draft", [d for d, _ in DRAFTS] + [d for d, _ in SUGGESTIONS])
def test_findings_lie_in_the_draft_in_order_and_speak(draft: str) -> None:
    found = check(draft)
    assert [f.start for f in found] == sorted(f.start for f in found)
    for each in found:
        assert draft[each.start : each.end] == each.text
        assert re.search(r"[.…)]$", each.message_vi)
        assert re.search(r"[.…)]$", each.message_en)
        assert each.message_vi != each.message_en


# --- shapes ---------------------------------------------------------------------------------------------------------


def test_finding_json() -> None:
    (found,) = check("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư;")
    shape = json.loads(json.dumps(finding_json(found), ensure_ascii=False))
    assert {"text", "start", "end", "verdict", "fields", "document", "suggestion", "doubts", "validity", "candidates",
            "message"} <= shape.keys()  # fmt: skip
    (field,) = shape["fields"]
    assert (field["field"], field["found"], field["expected"]) == ("issued", "2020-03-15", "2020-03-05")
    assert shape["document"]["number"] == "30/2020/NĐ-CP"
    assert shape["document"]["validity"]["state"] == "in_force"
    assert shape["validity"]["as_of"] == "2026-11-22"
    assert set(shape["message"]) == {"vi", "en"}


def test_citation_json() -> None:
    citation = Citation("Chỉ thị số 16/CT-TTg", 3, 23, type="Chỉ thị", number="16/CT-TTg", seq="16")
    shape = json.loads(json.dumps(citation_json(resolve(citation, HELD), ON), ensure_ascii=False))
    assert (shape["status"], shape["document"], shape["issued"]) == ("ambiguous", None, None)
    assert {c["issued"] for c in shape["candidates"]} == {"2016-05-16", "2017-05-04", "2020-03-31", "2026-04-23"}
    assert {"text", "start", "end", "type", "number", "issued", "issuer", "title", "pinpoint", "status", "document",
            "candidates"} <= shape.keys()  # fmt: skip


def test_record_json_says_unknown_is_unknown() -> None:
    shape = record_json(replace(r.ND30, effective=None, status=""), ON)
    assert shape["validity"]["state"] == "unknown"
    assert shape["issued"] == "2020-03-05"


PIECES = st.lists(
    st.sampled_from([d for d, _ in DRAFTS if d] + ["\n", " và ", "Điều 5", "“", "Số: 12/KH-UBND\n", "ngày 03/6/2013 "]),
    max_size=5,
)


@given(PIECES)
def test_any_draft_is_checked(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    for each in check(text):
        assert text[each.start : each.end] == each.text
        assert each.verdict in {"ok", "doubtful", "mismatch", "expired", "replaced", "ambiguous", "not_held"}
        assert (each.record is None) == (each.verdict in {"ambiguous", "not_held"})
        assert bool(each.fields) == (each.verdict == "mismatch") or each.verdict in {"expired", "replaced"}
        json.dumps(finding_json(each))


# --- the user's own plan --------------------------------------------------------------------------------------------


def registry() -> list[Record]:
    """The records of the shared registry."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with shared("domain", "registry.csv").open(encoding="utf-8", newline="") as file:
        return [
            Record(
                id=number,
                type=row["type"],
                number=row["number"],
                issued=day(row["issue_date"]),
                issuer=row["issuer"],
                title=row["title"],
                effective=day(row["effective_date"]),
                expired=day(row["expired_date"]),
                status=row["status"],
                certainty=row["certainty"],
                status_certainty=row["status_certainty"],
                as_of=ON,
                source=row["source"],
                note=row["note"],
                replaced_by=tuple(each for each in row["replaced_by"].split(";") if each),
            )
            for number, row in enumerate(csv.DictReader(file), 1)
        ]


@pytest.mark.shared
@needs_shared
def test_the_users_plan() -> None:
    records = registry()
    (path,) = shared("data", "seed").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    found = check_text(text, MemoryHoldings(records), date(2024, 3, 1), gazetteer_of(records))
    found = [each for each in found if each.kind == "citation"]
    assert [(f.citation.number, f.verdict) for f in found] == [
        ("18/2000/CT-TTg", "ok"),
        ("25-NQ/TW", "mismatch"),
        ("16/CT-TTg", "doubtful"),
        ("18/2000/CT-TTg", "ok"),
        ("16/CT-TTg", "doubtful"),
    ]
    wrong = found[1]
    issued = wrong.fields[0]
    assert (issued.field, issued.found, issued.expected) == ("issued", "2013-06-23", "2013-06-03")
    assert [m.field for m in wrong.fields] == ["issued", "title"]
    assert wrong.suggestion.startswith("Căn cứ Nghị quyết số 25-NQ/TW ngày 03/6/2013 của BCHTW Đảng (khóa XI) về")
    assert "sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới" in wrong.suggestion
    assert wrong.suggestion.endswith(";")
    doubtful = found[2]
    assert doubtful.record is not None
    assert doubtful.record.issued == date(2016, 5, 16)
    assert any("16/5/2018" in doubt.vi for doubt in doubtful.doubts)
