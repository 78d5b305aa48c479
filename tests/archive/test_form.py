"""Rules of form: faults planted one at a time in right documents, each found once, placed and explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archive.checking import VERDICT_NAMES, Finding, apply_corrections, check_text
from archive.checking.form import RULES
from archive.drafting import composed
from archive.drafting.beginning import TEMPLATES, OfficeForm, template
from archive.resolving import MemoryHoldings
from tests.archive.form_documents import RIGHT

ON = date(2026, 11, 20)
NOTHING = MemoryHoldings([])


def form_of(text: str) -> list[Finding]:
    """The findings of form, names and dates."""
    return [each for each in check_text(text, NOTHING, ON) if each.kind == "form"]


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_document_has_no_finding_of_form(name: str) -> None:
    assert [(each.code, each.text, each.message_vi) for each in form_of(RIGHT[name])] == []


# (document, what stands there, what is written instead, rule, words of the finding, what is put instead: None to be
# found without a correction, "" the right words again)
PLANTED: list[tuple[str, str, str, str, str, str | None]] = [
    # quốc hiệu, tiêu ngữ, issuer
    ("plan", "CHỦ NGHĨA VIỆT NAM", "CHỦ NGHIÃ VIỆT NAM", "nation", "CHỦ NGHIÃ", ""),
    ("plan", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Cộng hòa xã hội chủ nghĩa Việt Nam", "nation", "Cộng hòa", ""),
    ("plan", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "", "nation", "Độc lập", ""),
    ("plan", "Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự Do - Hạnh Phúc", "motto", "Tự Do", ""),
    ("plan", "Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc", "motto", "Độc lập-", ""),
    ("plan", "Độc lập - Tự do - Hạnh phúc\n", "", "motto", "CỘNG HÒA", ""),
    ("plan", "ỦY BAN NHÂN DÂN\nXÃ HÒA LẠC SƠN\nSố", "UBND XÃ HÒA LẠC SƠN\nSố", "issuer", "UBND XÃ", None),
    ("letter", "UBND TỈNH AN BÌNH\nSỞ NỘI VỤ\n", "", "issuer", "Số: 803", None),
    # number and symbol
    ("plan", "Số: 07/KH", "Số: 7/KH", "number", "Số: 7/", ""),
    ("plan", "Số: 07/KH-UBND", "Số 07/KH-UBND", "number", "Số 07", ""),
    ("plan", "Số: 07/KH-UBND", "Số: 07 / KH - UBND", "number", "07 / KH", ""),
    ("plan", "Số: 07/KH-UBND", "SỐ: 07/KH-UBND", "number", "SỐ:", ""),
    ("plan", "07/KH-UBND", "07/2026/KH-UBND", "symbol", "2026", ""),
    ("plan", "07/KH-UBND", "07/TB-UBND", "type_code", "TB-UBND", ""),
    ("resolution", "Số: 09/NQ-HĐND", "Số: 09/CT-HĐND", "type_code", "CT-HĐND", ""),
    ("letter", "803/SNV-VTLT", "803/CV-SNV", "symbol", "CV-SNV", None),
    ("resolution", "Số: 09/NQ-HĐND", "Số: 09/NQ-UBND", "symbol", "NQ-UBND", ""),
    ("plan", "Số: 07/KH-UBND\n", "", "number", "KẾ HOẠCH", None),
    # place and date
    ("plan", "ngày 05 tháng 02", "ngày 5 tháng 02", "dated", "ngày 5 ", ""),
    ("plan", "ngày 05 tháng 02", "ngày 05 tháng 2", "dated", "tháng 2 ", ""),
    ("decision", "Sơn, ngày 18 tháng 8 năm 2025\n\n", "Sơn, ngày 18 tháng 08 năm 2025\n\n", "dated", "08", ""),
    ("plan", "Hòa Lạc Sơn, ngày", "Hòa Lạc Sơn ngày", "dated", "Sơn ngày", ""),
    ("plan", "ngày 05 tháng 02 năm 2026\n", "ngày 05/02/2026\n", "dated", "05/02", ""),
    ("plan", "Hòa Lạc Sơn, ngày 05", "hòa lạc sơn, ngày 05", "dated", "hòa lạc", ""),
    ("letter", "An Bình, ngày", "TP. Hồ Chí Minh, ngày", "place", "TP.", None),
    # type, title, addressees, line of decision
    ("plan", "KẾ HOẠCH\nTiếp", "Kế hoạch\nTiếp", "type", "Kế hoạch", ""),
    ("plan", "KẾ HOẠCH\nTiếp công dân năm 2026", "KẾ HOẠCH Tiếp công dân năm 2026", "subject", "KẾ HOẠCH Tiếp", ""),
    ("plan", "Tiếp công dân năm 2026\n\n", "TIẾP CÔNG DÂN NĂM 2026\n\n", "subject", "TIẾP CÔNG", None),
    ("plan", "Tiếp công dân năm 2026\n\n", "Tiếp công dân năm 2026.\n\n", "subject", "2026.", ""),
    ("plan", "KẾ HOẠCH\nTiếp công dân năm 2026\n", "KẾ HOẠCH\n", "subject", "KẾ HOẠCH", None),
    ("letter", "V/v hướng dẫn", "V/v: hướng dẫn", "subject", "V/v:", ""),
    ("letter", "V/v hướng dẫn nộp hồ sơ vào lưu trữ\n", "", "subject", "Số: 803", None),
    ("letter", "Kính gửi:\n", "Kính gửi\n", "addressed", "Kính gửi", ""),
    ("letter", "dân tỉnh;\n- Ủy", "dân tỉnh,\n- Ủy", "addressed", "dân tỉnh,", ""),
    ("decision", "QUYẾT ĐỊNH:\n", "Quyết định:\n", "lead_out", "Quyết định:", ""),
    ("decision", "QUYẾT ĐỊNH:\n", "", "lead_out", "Theo đề nghị", ""),
    ("decision", "nhân dân xã.\nQUYẾT", "nhân dân xã;\nQUYẾT", "lead_out", "xã;", ""),
    ("decision", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA LẠC SƠN\nCăn", "Căn", "lead_out", "Căn cứ", None),
    # numbering
    ("plan", "\n2. Thực hiện đúng", "\n3. Thực hiện đúng", "order", "3.", None),
    ("plan", "\nd) Phối", "\nđ) Phối", "order", "đ)", None),
    ("plan", "\nIII. TỔ", "\nIV. TỔ", "order", "IV.", None),
    ("decision", "\nĐiều 3. Chánh", "\nĐiều 4. Chánh", "order", "Điều 4.", None),
    ("decision", "\nĐiều 2. Quyết", "\nĐiều 1. Quyết", "order", "Điều", None),
    ("plan", "\na) Cử", "\na. Cử", "numeral", "a.", ""),
    ("decision", "\nĐiều 2. Q", "\nĐiều 2: Q", "numeral", "Điều 2:", ""),
    ("resolution", "\nChương I\n", "\nCHƯƠNG I\n", "numeral", "CHƯƠNG I", ""),
    ("resolution", "\nChương II\n", "\nChương 2\n", "numeral", "Chương 2", ""),
    # end of the text, gaps, figures
    ("plan", "nhân dân xã./.\n", "nhân dân xã.\n", "ending", "xã.", ""),
    ("plan", "Luật Tiếp công dân; kết quả", "Luật Tiếp công dân; kết quả …… tháng", "gap", "……", None),
    ("plan", "Công an xã giữ gìn", "[…] giữ gìn", "gap", "[…]", None),
    ("plan", "12.500.000", "12,500,000", "figures", "12,500,000", ""),
    ("plan", "2,5%", "2.5%", "figures", "2.5", ""),
    # capitals
    ("plan", "khoản 2 Điều 5", "Khoản 2 Điều 5", "reference", "Khoản", ""),
    ("plan", "khoản 2 Điều 5", "khoản 2 điều 5", "reference", "điều", ""),
    ("plan", "để Nhân dân giám sát", "để nhân dân giám sát", "special_noun", "nhân dân", ""),
    ("plan", "1. Chủ tịch Ủy ban nhân dân xã tiếp", "1. Chủ tịch Ủy ban Nhân dân xã tiếp", "body_name", "Ủy ban", ""),
    ("plan", "báo cáo Chủ tịch Ủy", "báo cáo chủ tịch Ủy", "post", "chủ tịch", ""),
    ("plan", "Căn cứ Nghị định số", "Căn cứ nghị định số", "document_name", "nghị định", ""),
    ("plan", "vào thứ Hai, ngày", "vào thứ hai, ngày", "holiday", "thứ hai", ""),
    ("plan", "trách.\nb) Trả", "trách. cán bộ ghi sổ.\nb) Trả", "sentence", "cán", None),
    ("decision", "quan chịu trách", "quan của Tỉnh An Bình chịu trách", "place_name", "Tỉnh", None),
    # signature
    ("plan", "TM. ỦY BAN", "TM ỦY BAN", "authority", "TM ỦY", ""),
    ("plan", "TM. ỦY BAN", "T/M ỦY BAN", "authority", "T/M", ""),
    ("plan", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH", "fitting", "PHÓ CHỦ TỊCH", ""),
    ("plan", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "KT. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", "fitting", "CHÁNH", None),
    ("plan", "TM. ỦY BAN NHÂN DÂN\n", "TM. HỘI ĐỒNG NHÂN DÂN\n", "fitting", "HỘI ĐỒNG", None),
    ("letter", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "TL. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "fitting", "PHÓ GIÁM", None),
    ("letter", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "CHỦ TỊCH", "fitting", "CHỦ TỊCH", None),
    ("decision", "\nCHỦ TỊCH\nTrần", "\nTRƯỞNG PHÒNG\nTrần", "fitting", "TRƯỞNG PHÒNG", None),
    ("plan", "\nLê Thị Thu Hà", "\nThS. Lê Thị Thu Hà", "signer", "ThS.", ""),
    ("plan", "\nLê Thị Thu Hà", "\nLÊ THỊ THU HÀ", "signer", "LÊ THỊ", ""),
    # recipients
    ("plan", "Nơi nhận:\n", "Nơi nhận\n", "recipients", "Nơi nhận", ""),
    ("plan", "HĐND xã;\n", "HĐND xã,\n", "recipients", "HĐND xã,", ""),
    ("plan", "- Lưu: VT, VP.", "- Lưu VT, VP.", "recipients", "Lưu VT", ""),
    ("plan", "- Lưu: VT, VP.", "- Lưu: VT, VP", "recipients", "VP", ""),
    ("plan", ";\n- Lưu: VT, VP.", ".", "recipients", "Công an xã.", None),
    ("letter", "- Như trên;\n", "", "recipients", "Giám đốc", ""),
    ("decision", "- Như Điều 3;", "- Như điều 3;", "recipients", "Như điều", ""),
    # annexes
    ("decision", "\nPhụ lục I\n", "\nPHỤ LỤC I\n", "annex", "PHỤ LỤC", ""),
    ("decision", "\nPhụ lục II\n", "\nPhụ lục 2\n", "annex", "Phụ lục 2", ""),
    ("decision", "GIẤY HẸN\n(Kèm theo Quyết định số 58/", "GIẤY HẸN\n(Kèm theo Quyết định số 85/", "annex", "85/", ""),
    ("decision", " và Phụ lục về mẫu sổ", " như sau", "annex", "Phụ lục I", None),
    # Party
    ("party", "Số 04-NQ/ĐU", "Số: 04-NQ/ĐU", "party_number", "Số:", ""),
    ("party", "T/M ĐẢNG ỦY", "TM. ĐẢNG ỦY", "party_authority", "TM.", ""),
    # names and dates
    ("plan", "ngày 31/3/2026", "ngày 31/4/2026", "no_such_day", "31/4/2026", None),
    ("plan", "thứ Hai, ngày 09", "thứ Ba, ngày 09", "weekday", "thứ Ba", None),
    ("plan", "từ ngày 01/3/2026 đến ngày 31/3/2026", "từ ngày 01/5/2026 đến ngày 31/3/2026", "period", "01/5", None),
    ("resolution", "Sơn, ngày 19 tháng 12 năm", "Sơn, ngày 30 tháng 11 năm", "signed_before", "30 tháng", None),
    ("plan", "- UBND tỉnh An Bình (", "- UBND huyện Sơn Bình (", "body_ended", "UBND huyện", None),
    ("letter", "các xã, phường.\n", "các xã, Phòng Nội vụ huyện.\n", "body_ended", "Phòng Nội vụ huyện", None),
]  # fmt: skip


# elements that have to agree with one another
PLANTED += [
    ("plan", "Số: 07/KH-UBND", "Số: 07/KH/UBND", "number", "KH/UBND", ""),
    ("plan", "Số: 07/KH-UBND", "Số: 07/KH", "symbol", "07/KH", None),
    ("plan", "KẾ HOẠCH\nTiếp", "KẾ HOẠCH:\nTiếp", "type", "KẾ HOẠCH:", ""),
    ("plan", ", ngày 05 tháng 02 năm 2026\n", ", ngày 05 tháng 02\n", "dated", "ngày 05", None),
    ("plan", "Hòa Lạc Sơn, ngày", "Thị trấn Hòa Lạc Sơn, ngày", "body_ended", "Thị trấn", None),
    ("plan", "- Lưu: VT, VP.", "- Lưu: VP.", "recipients", "Lưu: VP", ""),
    ("letter", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT. PHÓ GIÁM ĐỐC", "fitting", "KT. PHÓ", ""),
    ("letter", "- Như trên;", "- Như kính gửi;", "recipients", "Như kính gửi", ""),
    ("letter", "quan tâm thực hiện./.", "quan tâm thực hiện././.", "ending", "././.", ""),
    ("decision", "- Như Điều 3;", "- Như Điều 4;", "recipients", "Điều 4", None),
    ("decision", "- Như Điều 3;", "- Như trên;", "recipients", "Như trên", None),
    ("decision", "\nCHỦ TỊCH\n", "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n", "fitting", "TM.", None),
    ("decision", "thi hành Quyết định này./.", "thi hành quyết định này./.", "document_name", "quyết định", ""),
    ("decision", "XÃ HÒA LẠC SƠN\nCăn", "XÃ ĐẠI ĐỒNG\nCăn", "lead_out", "ĐẠI ĐỒNG", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right", "wrong", "code", "words", "put"), PLANTED)
def test_a_planted_fault_is_found_placed_and_explained(
    name: str, right: str, wrong: str, code: str, words: str, put: str | None
) -> None:
    whole = RIGHT[name]
    assert whole.count(right) == 1, "the fault is planted in one place"
    text = whole.replace(right, wrong)
    found = form_of(text)
    assert [each.code for each in found] == [code], [(each.code, each.text, each.message_vi) for each in found]
    finding = found[0]
    assert words in finding.text
    at = whole.index(right)
    assert at - 200 <= finding.start <= at + len(wrong) + 300, "where it stands"
    assert finding.rule == RULES[code].place or finding.rule
    assert finding.verdict in VERDICT_NAMES
    assert finding.message_vi
    assert finding.message_en
    if put is not None:
        assert apply_corrections(text, found) == whole


def test_there_are_enough_planted_faults() -> None:
    assert len(PLANTED) >= 60
    of_words = {code for code, rule in RULES.items() if rule.verdict != "layout"}
    assert {row[3] for row in PLANTED} >= of_words - {"party_head"}


def test_nothing_inside_a_quotation_is_held_to_a_rule() -> None:
    quoted = "3. Sửa đổi như sau: “Khoản 2 điều 5: nhân dân …… ngày 31/4/2026, thứ Ba, ngày 09 tháng 02 năm 2026”."
    text = RIGHT["plan"].replace("\nII. NHIỆM VỤ", f"\n{quoted}\nII. NHIỆM VỤ")
    assert form_of(text) == []


def test_of_a_fragment_nothing_is_missing() -> None:
    assert form_of("Thực hiện Kế hoạch tiếp công dân, đề nghị các phòng chuẩn bị nội dung.") == []


def test_a_template_may_wait_for_number_and_day() -> None:
    text = RIGHT["plan"].replace("Số: 07/KH", "Số: …/KH").replace("ngày 05 tháng 02 năm", "ngày … tháng … năm")
    assert form_of(text) == []


def test_the_guide_names_every_rule_with_its_place() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    for code, rule in RULES.items():
        assert f"| {rule.vi} | {VERDICT_NAMES[rule.verdict][0]} | {rule.place} | `{code}` |" in guide


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_lacks_only_what_is_to_be_filled_in(key: str) -> None:
    office = OfficeForm(name="Ủy ban nhân dân xã Hòa Lạc Sơn", place="Hòa Lạc Sơn")
    for party in (False, True):
        found = form_of(composed(template(key, office, 2026, party)).text)
        assert {each.code for each in found} <= {"gap"}, [(each.code, each.text, each.message_vi) for each in found]
