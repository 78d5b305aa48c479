"""The words a citation puts into a text."""

from __future__ import annotations

from datetime import date

import pytest

from archive.citing.inserting import Insertion, based, cited, in_block
from archive.records import Record

ND30 = Record(1, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Về công tác văn thư")
LT = Record(2, "Luật", "33/2024/QH15", date(2024, 6, 21), "Quốc hội", "Luật Lưu trữ")
CQ = Record(3, "Luật", "72/2025/QH15", date(2025, 6, 16), "Quốc hội", "Luật Tổ chức chính quyền địa phương")
TT = Record(4, "Thông tư", "05/2025/TT-BNV", date(2025, 5, 14), "Bộ Nội vụ", "Quy định nghiệp vụ lưu trữ tài liệu")
NQ = Record(5, "Nghị quyết", "25-NQ/TW", date(2013, 6, 3), "Ban Chấp hành Trung ương Đảng", "Về công tác dân vận")
HELD = {each.id: each for each in (ND30, LT, CQ, TT, NQ)}
NAMED = {"30/2020": ND30, "Lưu trữ": LT, "chính quyền": CQ, "05/2025": TT, "25-NQ/TW": NQ}

FULL = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
HEAD = "ỦY BAN NHÂN DÂN XÃ AN BÌNH\nSố:     /KH-UBND\n\nKẾ HOẠCH\nVề sắp xếp hồ sơ\n\n"
BLOCK = (
    f"{HEAD}Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;\nCăn cứ {FULL}.\n\nỦy ban nhân dân xã xây dựng Kế hoạch.\n"
)


def head_of(line: str) -> tuple[Record, str] | None:
    found = next((record for words, record in NAMED.items() if words in line), None)
    return (found, "") if found else None


def bases(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip("- ").startswith("Căn cứ")]


def put(text: str, record: Record, at: int | None = None, **more: bool) -> tuple[str, Insertion]:
    made = based(text, text.find("Căn cứ") if at is None else at, record, head_of=head_of, **more)
    return made.put(text), made


# --- running text ---------------------------------------------------------------------------------------------------


def test_full_the_first_time_and_short_after() -> None:
    text = "Thực hiện theo "
    first = cited(text, len(text), len(text), ND30)
    assert (first.words, first.kind) == (FULL, "full")
    after = first.put(text) + ". Mẫu theo "
    second = cited(after, len(after), len(after), ND30, "dieu:5/khoan:2")
    assert (second.words, second.kind) == ("khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP", "short")


def test_a_short_mention_before_is_no_first_one() -> None:
    text = "Theo Nghị định số 30/2020/NĐ-CP. Nay theo "
    assert cited(text, len(text), len(text), ND30).kind == "full"


def test_another_of_the_same_number_is_another() -> None:
    older = Record(9, "Nghị quyết", "25-NQ/TW", date(2008, 7, 25), "Ban Chấp hành Trung ương Đảng", "Về thanh niên")
    text = "Theo Nghị quyết số 25-NQ/TW ngày 03 tháng 6 năm 2013 và "
    assert cited(text, len(text), len(text), NQ).kind == "short"
    assert cited(text, len(text), len(text), older).kind == "full"


def test_in_the_parts_before() -> None:
    assert cited("Theo ", 5, 5, ND30, before=f"Căn cứ {FULL};").kind == "short"


def test_a_law_goes_by_its_name_and_by_its_date_where_others_bear_it() -> None:
    assert cited("Theo ", 5, 5, LT).words == "Luật Lưu trữ"
    dated = cited("Theo ", 5, 5, LT, namesakes=True)
    assert dated.words == "Luật Lưu trữ ngày 21 tháng 6 năm 2024"
    after = dated.put("Theo ") + " và "
    assert cited(after, len(after), len(after), LT, namesakes=True).words == "Luật Lưu trữ"


@pytest.mark.parametrize("typed", ["Nghị định", "nghị định số ", "Nghị định số"])
def test_a_type_already_typed_is_not_said_twice(typed: str) -> None:
    text = f"theo quy định tại {typed}"
    assert cited(text, len(text), len(text), ND30).put(text) == f"theo quy định tại {FULL}"


def test_spaces_around() -> None:
    assert cited("theo và nộp", 4, 4, ND30, before=FULL).put("theo và nộp") == "theo Nghị định số 30/2020/NĐ-CP và nộp"
    assert cited("(xem)", 1, 4, LT).put("(xem)") == "(Luật Lưu trữ)"


# --- the block ------------------------------------------------------------------------------------------------------


def test_where_a_citation_is_a_basis() -> None:
    inside = BLOCK.index("Căn cứ Luật") + 10
    assert in_block(BLOCK, inside)
    assert not in_block(BLOCK, BLOCK.index("xây dựng"))
    assert in_block(BLOCK, BLOCK.index("năm 2020 của"))
    typed = f"{HEAD}Căn cứ \n\nỦy ban nhân dân xã xây dựng Kế hoạch.\n"
    assert in_block(typed, typed.index("Căn cứ ") + 7)


@pytest.mark.parametrize(
    ("record", "place"), [(CQ, 0), (TT, 2), (NQ, 2)], ids=["gives power", "lower in rank", "of the Party"]
)
def test_at_its_place_by_authority_and_rank(record: Record, place: int) -> None:
    after, made = put(BLOCK, record)
    lines = bases(after)
    assert made.kind == "basis"
    assert len(lines) == 3
    assert (head_of(lines[place]) or ())[0] == record
    assert [line[-1] for line in lines] == [";", ";", "."]
    assert after.replace(lines[place], "").split() != []
    assert after.endswith("Ủy ban nhân dân xã xây dựng Kế hoạch.\n")
    assert after[: made.caret].endswith(lines[place])


def test_before_a_lead_out_every_line_ends_alike() -> None:
    text = BLOCK.replace("văn thư.\n\nỦy ban", "văn thư;\n\nTheo đề nghị của Văn phòng,\nỦy ban")
    assert [line[-1] for line in bases(put(text, TT)[0])] == [";", ";", ";"]


def test_what_is_there_is_not_put_in_again() -> None:
    after, made = put(BLOCK, LT)
    assert (made.kind, after) == ("present", BLOCK)


def test_a_line_begun_goes_to_its_place() -> None:
    text = BLOCK.replace("văn thư.\n", "văn thư;\nCăn cứ Luật \n")
    at = text.index("Căn cứ Luật \n") + 12
    lines = bases(put(text, CQ, at)[0])
    assert len(lines) == 3
    assert lines[0] == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"


def test_a_field_of_bases_alone() -> None:
    one, _ = put("", ND30, 0, alone=True)
    assert one == f"Căn cứ {FULL}."
    two, _ = put(one, LT, 3, alone=True)
    assert [line[-1] for line in bases(two)] == [";", "."]
    assert bases(two)[0].startswith("Căn cứ Luật Lưu trữ")


def test_party_lines_begin_with_a_dash() -> None:
    one, _ = put("", NQ, 0, alone=True, party=True)
    assert one.startswith("- Căn cứ Nghị quyết số 25-NQ/TW")
