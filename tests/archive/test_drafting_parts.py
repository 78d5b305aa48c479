"""A draft in its parts: put together as one text, and read back from it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from archive.documents import Archive
from archive.drafting import DraftParts, composed, parts_from_json, parts_json, parts_of

PLAN = DraftParts(
    parent="UBND TỈNH AN BÌNH",
    issuer="SỞ NỘI VỤ",
    number="08",
    symbol="KH-SNV",
    place="An Bình",
    dated="ngày 05 tháng 3 năm 2026",
    marks=("HỎA TỐC",),
    type="KẾ HOẠCH",
    title="Thực hiện công tác văn thư, lưu trữ\nnăm 2026",
    bases=(
        "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;",
        "Thực hiện Nghị quyết số 25-NQ/TW ngày 03 tháng 6 năm 2013 của Ban Chấp hành Trung ương Đảng khóa XI.",
    ),
    lead_out="Theo đề nghị của Chánh Văn phòng Sở;\nSở Nội vụ ban hành Kế hoạch năm 2026 như sau:",
    body="I. MỤC ĐÍCH\n\n1. Một mục đích.\n\nII. NỘI DUNG\na) Một việc./.",
    recipients=("UBND tỉnh (để b/c);", "Lưu: VT."),
    authority="KT. GIÁM ĐỐC",
    position="PHÓ GIÁM ĐỐC",
    signer="Bùi Thị Ngọc Liên",
    annexes=("PHỤ LỤC I\nDanh mục hồ sơ", "PHỤ LỤC II\nPhân công"),
)
DECISION = DraftParts(
    issuer="ỦY BAN NHÂN DÂN\nXÃ HÒA LẠC SƠN",
    symbol="QĐ-UBND",
    place="Hòa Lạc Sơn",
    dated="ngày … tháng … năm 2026",
    type="QUYẾT ĐỊNH",
    title="Về việc ban hành Quy chế",
    acting="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA LẠC SƠN",
    bases=("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",),
    lead_out="Theo đề nghị của Chánh Văn phòng.\nQUYẾT ĐỊNH:",
    body="Điều 1. Ban hành Quy chế.\nĐiều 2. Hiệu lực./.",
    recipients=("Như Điều 2;", "Lưu: VT, VP."),
    position="Q. CHỦ TỊCH",
    signer="Trần Văn Bách",
)
LETTER = DraftParts(
    issuer="ỦY BAN NHÂN DÂN XÃ HÒA LẠC SƠN",
    symbol="UBND-VP",
    place="Hòa Lạc Sơn",
    dated="ngày … tháng … năm 2026",
    title="V/v bảo vệ dữ liệu cá nhân",
    addressees=("Các phòng chuyên môn;", "Trưởng các thôn."),
    body="Qua theo dõi, còn thiếu sót.\nĐề nghị khắc phục./.",
    recipients=("Như trên;", "Lưu: VT."),
    authority="TL. CHỦ TỊCH",
    position="CHÁNH VĂN PHÒNG",
    signer="Đỗ Hữu Nghĩa",
)
PARTY = DraftParts(
    party=True,
    parent="ĐẢNG BỘ TỈNH AN BÌNH",
    issuer="ĐẢNG ỦY\nXÃ HÒA LẠC SƠN",
    number="04",
    symbol="NQ/ĐU",
    place="Hòa Lạc Sơn",
    dated="ngày 28 tháng 4 năm 2026",
    type="NGHỊ QUYẾT",
    title="về công tác dân vận",
    bases=("- Căn cứ Điều lệ Đảng Cộng sản Việt Nam,",),
    lead_out="Đảng ủy ban hành Nghị quyết như sau:",
    body="I. TÌNH HÌNH\nMột tình hình./.",
    recipients=("Các chi bộ,", "Lưu Văn phòng Đảng ủy."),
    authority="T/M ĐẢNG ỦY",
    position="BÍ THƯ",
    signer="Phạm Quốc Định",
)
TEXT = DraftParts(body="Chỉ là một đoạn văn.\n\nCăn cứ Luật Lưu trữ, đề nghị xem xét.")
ALL = {"plan": PLAN, "decision": DECISION, "letter": LETTER, "party": PARTY, "text": TEXT, "nothing": DraftParts()}


@pytest.mark.parametrize("name", ALL)
def test_what_is_put_together_is_read_back(name: str) -> None:
    parts = ALL[name]
    assert parts_of(composed(parts).text) == parts
    assert parts_from_json(json.loads(json.dumps(parts_json(parts)))) == parts


@pytest.mark.parametrize("name", ALL)
def test_every_part_stands_where_its_span_says(name: str) -> None:
    parts, whole = ALL[name], composed(ALL[name])
    for span in whole.spans:
        value = getattr(parts, span.name)
        assert whole.text[span.start : span.end] == (value if isinstance(value, str) else value[span.index])
        assert whole.at(span.start) == whole.at(span.end) == span
    starts = [span.start for span in whole.spans]
    assert starts == sorted(starts)
    said = {name for name, value in parts_json(parts).items() if value and name != "party"}
    assert said == {span.name for span in whole.spans}


def test_printed_words_belong_to_no_part() -> None:
    whole = composed(PLAN)
    for words in ("CỘNG HÒA", "Số: ", "Nơi nhận:"):
        assert whole.at(whole.text.index(words) + 1) is None
    assert whole.of("bases", 1) == whole.at(whole.text.index("25-NQ/TW"))
    assert whole.of("bases", 2) is None


READ = [
    ("số, nơi và ngày trên một dòng",
     "UBND TỈNH AN BÌNH\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập – Tự do – Hạnh phúc\n"
     "Số:      /QĐ-SNV          An Bình, ngày    tháng    năm 2026\n\nQUYẾT ĐỊNH\nVề việc khen thưởng\n\nĐiều 1. Khen.",
     {"parent": "UBND TỈNH AN BÌNH", "issuer": "SỞ NỘI VỤ", "number": "", "symbol": "QĐ-SNV", "place": "An Bình",
      "dated": "ngày    tháng    năm 2026", "title": "Về việc khen thưởng", "body": "Điều 1. Khen."}),
    ("trích yếu cùng dòng với tên loại, không có cơ quan",
     "Số: /KH-UBND\n\nPhú Phong, ngày tháng năm 2024\n\nKẾ HOẠCH Công tác dân vận năm 2024\n\nCăn cứ Luật A;\n\n"
     "Căn cứ Luật B;\n\nỦy ban nhân dân thị trấn xây dựng Kế hoạch, như sau:\n\nI. MỤC ĐÍCH\n\n"
     "Nơi nhận:\n\n- Lưu: VT.\n\n**TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**\n\nNguyễn Văn A",
     {"issuer": "", "symbol": "KH-UBND", "type": "KẾ HOẠCH", "title": "Công tác dân vận năm 2024",
      "bases": ("Căn cứ Luật A;", "Căn cứ Luật B;"), "body": "I. MỤC ĐÍCH", "recipients": ("Lưu: VT.",),
      "authority": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH", "signer": "Nguyễn Văn A"}),
    ("công văn một nơi nhận, trích yếu hai dòng",
     "ỦY BAN NHÂN DÂN\nXÃ A\nSố: 12/UBND-VX\nV/v đề nghị báo cáo\ncông tác năm\n"
     "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nA, ngày 02 tháng 01 năm 2026\n\nKính gửi: Sở Nội vụ.\n\nThực hiện chỉ đạo./.",
     {"issuer": "ỦY BAN NHÂN DÂN\nXÃ A", "number": "12", "title": "V/v đề nghị báo cáo\ncông tác năm", "type": "",
      "addressees": ("Sở Nội vụ.",), "body": "Thực hiện chỉ đạo./.", "kind": "letter"}),
    ("tên bắt đầu bằng Thực hiện; câu dẫn không có căn cứ là nội dung",
     "ỦY BAN NHÂN DÂN XÃ A\nSố: 1/BC-UBND\n\nBÁO CÁO\nThực hiện chỉ tiêu năm 2026\n\n"
     "Ủy ban nhân dân xã báo cáo như sau:\n1. Kết quả",
     {"title": "Thực hiện chỉ tiêu năm 2026", "lead_out": "", "type_name": "Báo cáo",
      "body": "Ủy ban nhân dân xã báo cáo như sau:\n1. Kết quả"}),
    ("không phải văn bản", "Ghi chú họp\nCăn cứ tình hình, làm ngay.", {"type": "", "issuer": "", "kind": "text"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_texts_of_others_are_read(text: str, expected: dict[str, object]) -> None:
    parts = parts_of(text)
    assert {name: getattr(parts, name) for name in expected} == expected
    assert parts_of(composed(parts).text) == parts


def test_what_the_parts_say_of_the_draft() -> None:
    assert (PLAN.full_number, PARTY.full_number, DECISION.full_number) == ("08/KH-SNV", "04-NQ/ĐU", "")
    assert (PLAN.date, DECISION.date) == (date(2026, 3, 5), None)
    assert (LETTER.kind, LETTER.type_name, LETTER.name) == ("letter", "Công văn", "Công văn V/v bảo vệ dữ liệu cá nhân")


@pytest.mark.parametrize("wrong", [{"bases": "một chuỗi"}, {"body": ["một"]}, {"party": "có"}, {"annexes": [1]}])
def test_parts_of_another_kind_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=next(iter(wrong))):
        parts_from_json(wrong)
    assert parts_from_json({"unknown": 1}) == DraftParts()


def test_a_draft_keeps_its_parts(archive: Archive) -> None:
    made = archive.drafts.create("Kế hoạch", "", parts=PLAN)
    assert (made.parts, made.text) == (PLAN, composed(PLAN).text)
    text = made.text.replace("Một việc", "Hai việc")
    saved = archive.drafts.save(made.id, made.version, text=text)
    assert saved.parts is not None
    assert "Hai việc" in saved.parts.body
    assert saved.part_versions == {"body": 2}
    assert archive.drafts.save(made.id, 2, text="Chỉ còn\n\nmột ghi chú").parts == DraftParts(
        body="Chỉ còn\n\nmột ghi chú"
    )
    assert archive.drafts.save(made.id, 3, text=f"  {text}").parts is None
