"""The block of legal bases: planted faults with their corrections, and right blocks without findings."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.checking import (
    BLOCK_VERDICTS,
    VERDICT_NAMES,
    Finding,
    applicable,
    apply_corrections,
    certain,
    check_text,
)
from tests.archive.checking_records import HELD, ON, TITLES

ADMIN = (
    "ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ\n\nSố:      /KH-UBND\n\nSuối Mơ, ngày      tháng 12 năm 2026\n\n"
    "KẾ HOẠCH\nTriển khai công tác dân vận năm 2027\n\n"
)
NORM = "BỘ NỘI VỤ\n\nSố:     /2026/TT-BNV\n\nTHÔNG TƯ\nQuy định về công tác văn thư\n\n"
PARTY = (
    "ĐẢNG BỘ TỈNH SÔNG TRĂNG\nĐẢNG ỦY XÃ SUỐI MƠ\n*\nSố      -KH/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n\n"
    "KẾ HOẠCH\nvề công tác dân vận năm 2027\n\n"
)
HEADS = {"admin": ADMIN, "norm": NORM, "party": PARTY, "": ""}
BODY = "\n\nI. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao chất lượng công tác dân vận.\n"

# Lines, without their closing mark.
L72 = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
L10 = "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"
L02 = "Căn cứ Luật Khiếu nại ngày 11 tháng 11 năm 2011"
BL = "Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015"
HP = "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"
ND30 = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
ND78 = "Căn cứ Nghị định số 78/2024/NĐ-CP ngày 20 tháng 6 năm 2024 của Chính phủ quy định về quản lý chợ"
ND35 = (
    "Căn cứ Nghị định số 35/2025/NĐ-CP ngày 25 tháng 02 năm 2025 của Chính phủ quy định chức năng, nhiệm vụ, quyền hạn "
    "và cơ cấu tổ chức của Bộ Nông nghiệp và Môi trường"
)
TT08 = (
    "Căn cứ Thông tư số 08/2026/TT-BNV ngày 08 tháng 8 năm 2026 của Bộ Nội vụ tạm ngưng hiệu lực Thông tư số "
    "07/2023/TT-BNV"
)
QD749 = (
    "Căn cứ Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt “Chương trình Chuyển "
    "đổi số quốc gia đến năm 2025, định hướng đến năm 2030”"
)
KH15 = (
    "Căn cứ Kế hoạch số 15/KH-UBND ngày 20 tháng 01 năm 2026 của Ủy ban nhân dân xã Suối Mơ về triển khai công tác dân "
    "vận năm 2026"
)
NQ12 = (
    "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 20 tháng 12 năm 2025 của Hội đồng nhân dân xã Suối Mơ về phát triển kinh tế "
    "- xã hội năm 2026"
)
QD31 = (
    "Căn cứ Quyết định số 31/2024/QĐ-UBND ngày 09 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh Sông Trăng ban hành Quy "
    "chế quản lý nhà văn hóa trên địa bàn tỉnh Sông Trăng"
)
NQ25 = (
    "Căn cứ Nghị quyết số 25-NQ/TW ngày 03 tháng 6 năm 2013 của Ban Chấp hành Trung ương Đảng khóa XI về tăng cường và "
    "đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới"
)
NQ05 = "Căn cứ Nghị quyết số 05-NQ/ĐU ngày 10/01/2026 của Ban Chấp hành Đảng bộ xã Suối Mơ về nhiệm vụ năm 2026"
VBHN = "Căn cứ Văn bản hợp nhất số 118/VBHN-VPQH ngày 27 tháng 3 năm 2025 của Văn phòng Quốc hội"
DL = "Căn cứ Điều lệ Đảng Cộng sản Việt Nam"


def block(*lines: str, last: str = ".") -> str:
    """Lines of a block: `;` at each end, `last` on the last."""
    return "".join(f"{line};\n" for line in lines[:-1]) + lines[-1] + last


def draft(style: str, bases: str) -> str:
    """A draft of a style with these bases."""
    return HEADS[style] + bases + BODY


def check(text: str, on: date = ON) -> list[Finding]:
    """The findings of the block."""
    return [each for each in check_text(text, HELD, on, TITLES) if each.kind == "block"]


def told(finding: Finding) -> str:
    """`verdict: found → replacement`, line ends as ⏎; of a whole block only the beginning of its lines."""
    if finding.verdict == "order":
        lines = [
            line.strip(" -").removeprefix("Căn cứ ").split(" ngày ")[0] for line in finding.replacement.split("\n")
        ]
        return f"order: {' ⏎ '.join(lines)}"
    return f"{finding.verdict}: {finding.text} → {finding.replacement}".replace("\n", "⏎")


LAW72 = "Luật Tổ chức chính quyền địa phương"
FULL30 = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
FAULTS = [
    # style | the block | findings
    # --- order
    ("admin", block(ND30, L72), [f"order: {LAW72} ⏎ Nghị định số 30/2020/NĐ-CP"]),
    ("norm", block(ND30, L02, last=";"), ["order: Luật Khiếu nại ⏎ Nghị định số 30/2020/NĐ-CP"]),
    ("", block(ND30, L72), [f"order: {LAW72} ⏎ Nghị định số 30/2020/NĐ-CP"]),
    ("admin", block(L72, KH15, ND30),
     [f"order: {LAW72} ⏎ Nghị định số 30/2020/NĐ-CP ⏎ Kế hoạch số 15/KH-UBND"]),
    ("admin", block(L72, ND30, KH15, QD749),
     [f"order: {LAW72} ⏎ Nghị định số 30/2020/NĐ-CP ⏎ Quyết định số 749/QĐ-TTg ⏎ Kế hoạch số 15/KH-UBND"]),
    ("admin", block(QD749, ND30, TT08),
     ["order: Nghị định số 30/2020/NĐ-CP ⏎ Quyết định số 749/QĐ-TTg ⏎ Thông tư số 08/2026/TT-BNV"]),
    ("admin", block(L72, NQ12, ND30),
     [f"order: {LAW72} ⏎ Nghị định số 30/2020/NĐ-CP ⏎ Nghị quyết số 12/NQ-HĐND"]),
    ("admin", block(KH15, QD31), ["order: Quyết định số 31/2024/QĐ-UBND ⏎ Kế hoạch số 15/KH-UBND"]),
    ("admin", block(TT08, NQ25, ND30),
     ["order: Nghị định số 30/2020/NĐ-CP ⏎ Nghị quyết số 25-NQ/TW ⏎ Thông tư số 08/2026/TT-BNV"]),
    ("party", "- " + block(NQ05, f"- {NQ25}", last=","),
     ["order: Nghị quyết số 25-NQ/TW ⏎ Nghị quyết số 05-NQ/ĐU"]),
    ("admin", block(ND30, "Căn cứ tình hình thực tế của địa phương", L72), ["order: "]),
    # --- words: what laws do not carry in administrative documents
    ("admin", block(f"{LAW72.join(('Căn cứ ', ' số 72/2025/QH15 ngày 16 tháng 6 năm 2025'))}", ND30),
     [f"wording: {LAW72} số 72/2025/QH15 ngày 16 tháng 6 năm 2025 → {LAW72} ngày 16 tháng 6 năm 2025"]),
    ("admin", block(f"Căn cứ {LAW72} số 72/2025/QH15", ND30),
     [f"wording: {LAW72} số 72/2025/QH15 → {LAW72} ngày 16 tháng 6 năm 2025"]),
    ("admin", block(f"Căn cứ {LAW72} ngày 16 tháng 6 năm 2025 của Quốc hội", ND30),
     [f"wording: {LAW72} ngày 16 tháng 6 năm 2025 của Quốc hội → {LAW72} ngày 16 tháng 6 năm 2025"]),
    ("admin", block(L72, "Căn cứ Luật Khiếu nại năm 2011"),
     ["wording: Luật Khiếu nại năm 2011 → Luật Khiếu nại ngày 11 tháng 11 năm 2011"]),
    ("admin", block(L72, "Căn cứ Luật Khiếu nại"),
     ["wording: Luật Khiếu nại → Luật Khiếu nại ngày 11 tháng 11 năm 2011"]),
    ("", block("Căn cứ Luật Khiếu nại", ND30),
     ["wording: Luật Khiếu nại → Luật Khiếu nại ngày 11 tháng 11 năm 2011"]),
    ("admin", block("Căn cứ Luật số 72/2025/QH15 ngày 16 tháng 6 năm 2025", ND30),
     [f"wording: Luật số 72/2025/QH15 ngày 16 tháng 6 năm 2025 → {LAW72} ngày 16 tháng 6 năm 2025"]),
    ("norm", block("Căn cứ Luật số 72/2025/QH15", ND30),
     [f"wording: Luật số 72/2025/QH15 → {LAW72} ngày 16 tháng 6 năm 2025"]),
    # --- words: what is lacking
    ("admin", block(L72, "Căn cứ Nghị định số 30/2020/NĐ-CP"), [f"wording: Nghị định số 30/2020/NĐ-CP → {FULL30}"]),
    ("", block(L72, "Căn cứ Nghị định số 30/2020/NĐ-CP"), [f"wording: Nghị định số 30/2020/NĐ-CP → {FULL30}"]),
    ("admin", block(L72, "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư"),
     [f"wording: Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư → {FULL30}"]),
    ("admin", block(L72, "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về công tác văn thư"),
     [f"wording: Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về công tác văn thư → {FULL30}"]),
    ("admin", block(L72, "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"),
     [f"wording: Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ → {FULL30}"]),
    ("admin", block(L72, "Căn cứ NĐ số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"),
     [f"wording: NĐ số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư → {FULL30}"]),
    ("admin", block(L72, "Căn cứ Nghị định số 99/2021/NĐ-CP"), ["wording: Nghị định số 99/2021/NĐ-CP → "]),
    # --- words: the lead
    ("admin", block(L72, ND30.replace("Căn cứ", "Căn cứ vào")), ["wording: Căn cứ vào  → Căn cứ "]),
    ("admin", block(L72, ND30.replace("Căn cứ", "Căn cứ theo")), ["wording: Căn cứ theo  → Căn cứ "]),
    ("admin", block(L72, ND30.replace("Căn cứ", "căn cứ")), ["wording: căn cứ → Căn cứ"]),
    ("admin", block(L72, ND30.replace("Căn cứ", "Căn cử")), ["wording: Căn cử → Căn cứ"]),
    ("party", block(DL, f"- {NQ25}", last=","), ["wording: Căn cứ → - Căn cứ"]),
    # --- words: several in a line
    ("admin", f"{L72}; {ND30}.", ["wording: ; Căn cứ → ;⏎Căn cứ"]),
    ("admin", f"{L72}; {L10}; {ND30}.", ["wording: ; Căn cứ → ;⏎Căn cứ"] * 2),
    ("admin", f"{L72}. {ND30}.", ["wording: . Căn cứ → ;⏎Căn cứ"]),
    # --- marks
    ("admin", f"{L72},\n{ND30}.", ["punctuation: 2025, → 2025;"]),
    ("admin", f"{L72}\n{ND30}.", ["punctuation: 2025 → 2025;"]),
    ("admin", f"{L72}.\n{ND30}.", ["punctuation: 2025. → 2025;"]),
    ("norm", f"{L72}.\n{ND30};", ["punctuation: 2025. → 2025;"]),
    ("admin", f"{L72};\n{ND30};", ["punctuation: thư; → thư."]),
    ("admin", f"{L72};\n{ND30}", ["punctuation: thư → thư."]),
    ("admin", f"{L72};\n{ND30},", ["punctuation: thư, → thư."]),
    ("admin", f"{L72};\n{ND30}.\nTheo đề nghị của Công chức Văn phòng - Thống kê.", ["punctuation: thư. → thư;"]),
    ("norm", f"{L72};\n{ND30},\nBộ trưởng Bộ Nội vụ ban hành Thông tư.", ["punctuation: thư, → thư."]),
    # --- twice
    ("admin", block(L72, L72, ND30), [f"duplicated: ;⏎{L72}; → ;"]),
    ("admin", block(L72, ND30, L72), [f"duplicated: ;⏎{L72}. → ."]),
    ("admin", block(L72, ND30, "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư"),
     ["duplicated: ;⏎Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư. → ."]),
    ("admin", block(L72, ND35, ND35), [f"duplicated: ;⏎{ND35}. → ."]),
    ("party", "- " + block(DL, f"- {NQ25}", f"- {NQ25}", last=","), [f"duplicated: ;⏎- {NQ25}, → ,"]),
    # --- consolidated texts
    ("admin", block(L72, VBHN), [f"wording: {VBHN.removeprefix('Căn cứ ')} → "]),
    ("norm", block(L72, VBHN, last=";"), [f"wording: {VBHN.removeprefix('Căn cứ ')} → "]),
    # --- several faults
    ("admin", f"{L72},\n{ND30.replace('Căn cứ', 'Căn cứ vào')};",
     ["punctuation: 2025, → 2025;", "wording: Căn cứ vào  → Căn cứ ", "punctuation: thư; → thư."]),
]  # fmt: skip


@pytest.mark.parametrize(("style", "bases", "expected"), FAULTS)
def test_a_planted_fault_is_told_with_its_correction(style: str, bases: str, expected: list[str]) -> None:
    assert [told(each) for each in check(draft(style, bases))] == expected


RIGHT = [
    # style | blocks as they are right, by one rule or the other
    ("admin", block(L72, ND30)),
    ("admin", block(L72, ND30, last=";") + "\nTheo đề nghị của Công chức Văn phòng - Thống kê."),
    ("admin", block(L72, ND30, last=";") + "\nXét Tờ trình số 12/TTr-UBND ngày 01 tháng 12 năm 2026."),
    ("admin", block(L72, L10, L02, BL, ND30, ND78)),
    ("admin", block(BL, L02, L10)),  # one rank: any order
    ("admin", block(ND78, ND30)),
    ("admin", block(HP, L72, ND30)),
    ("admin", block(ND35, L10, ND30)),  # authority first, though of lower rank
    ("admin", block(L72, ND35, L10, ND30)),
    ("admin", block(L10, ND30, ND35)),  # by rank
    ("admin", block(L72, ND30, QD749, KH15)),
    ("admin", block(L72, QD749, TT08)),
    ("admin", block(L72, TT08, QD31, KH15)),
    ("admin", block(L72, NQ25, ND30)),  # Party and State are not weighed against each other
    ("admin", block(NQ25, L72)),
    ("admin", block(L72, ND30, NQ25, NQ05, KH15)),
    ("admin", block("Căn cứ chức năng, nhiệm vụ được giao", L72, ND30)),
    ("admin", L72 + ";\n\nThực hiện Kế hoạch số 15/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân xã Suối Mơ;\n\n" + ND30
     + "."),
    ("admin", ND30 + ", Ủy ban nhân dân xã xây dựng Kế hoạch như sau:"),
    ("admin", block("Căn cứ khoản 2 Điều 8 " + ND30.removeprefix("Căn cứ "),
                    "Căn cứ Điều 25 " + ND30.removeprefix("Căn cứ "))),  # two provisions of one document
    ("norm", block("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "Căn cứ Luật Khiếu nại năm 2011",
                   "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư", last=";")
     + "\nTheo đề nghị của Cục trưởng Cục Văn thư và Lưu trữ nhà nước;\nBộ trưởng Bộ Nội vụ ban hành Thông tư."),
    ("norm", block("Căn cứ Luật Khiếu nại số 02/2011/QH13", "Căn cứ Nghị định số 78/2024/NĐ-CP quy định về quản lý "
                   "chợ")),
    ("norm", block(L72, ND30)),
    ("norm", block(L72, L02 + " (hợp nhất tại Văn bản hợp nhất số 118/VBHN-VPQH)", ND30)),
    ("", block("Căn cứ Luật Khiếu nại số 02/2011/QH13", ND30, last=";")),
    ("party", "- " + block(DL, f"- {NQ25}", f"- {NQ05}", last=",") + "\nBan Thường vụ Đảng ủy xây dựng kế hoạch."),
    ("party", "- " + block(f"{DL}", f"- {NQ25}", last=".")),
    ("party", "- " + block("Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ xã", f"- {NQ25}", last=",")),
    ("admin", "Ủy ban nhân dân xã xây dựng kế hoạch như sau:"),
    ("admin", block(L72, "Căn cứ Văn bản số 296/BTC-KBNN ngày 09 tháng 01 năm 2026 của Bộ Tài chính về quyết toán")),
    ("admin", block(L72, "Căn cứ Biên bản họp ngày 01 tháng 12 năm 2026 của Ủy ban nhân dân xã")),
    ("admin", block(L72 + "; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức chính quyền địa phương ngày 22 tháng "
                    "11 năm 2026", ND30)),
    ("", KH15 + ", Ban Chỉ đạo đề nghị các thôn báo cáo. Căn cứ kết quả, Ban Chỉ đạo tổng hợp.\nCăn cứ tình hình thực "
     "tế các thôn chủ động thực hiện."),
    ("norm", block("Căn cứ Luật Khiếu nại số 02/2011/QH13 được sửa đổi, bổ sung bởi Luật số 87/2025/QH15", ND30)
     + "\nXét Tờ trình số 12/TTr-BNV ngày 01 tháng 12 năm 2026;"),
]  # fmt: skip


@pytest.mark.parametrize(("style", "bases"), RIGHT)
def test_a_right_block_has_no_finding(style: str, bases: str) -> None:
    assert [told(each) for each in check(draft(style, bases))] == []


@pytest.mark.parametrize(("style", "bases", "expected"), FAULTS)
def test_what_is_put_in_is_right(style: str, bases: str, expected: list[str]) -> None:
    text = draft(style, bases)
    for _ in range(4):  # corrections that lie over each other come one after the other
        found = [each for each in check(text) if applicable(each, text)]
        if not found:
            break
        text = apply_corrections(text, found)
    left = [told(each) for each in check(text)]
    assert left == [each for each in expected if each.endswith((" → ", "order: "))]


@pytest.mark.parametrize(("style", "bases", "expected"), FAULTS)
def test_findings_of_the_block_lie_in_the_draft_and_speak(style: str, bases: str, expected: list[str]) -> None:
    text = draft(style, bases)
    for each in check(text):
        assert text[each.start : each.end] == each.text
        assert each.verdict in BLOCK_VERDICTS <= VERDICT_NAMES.keys()
        assert each.message_vi.endswith(".")
        assert each.message_en.endswith(".")
        assert each.rule or each.verdict == "duplicated" or style in {"norm", "party"}


LINES = st.lists(
    st.tuples(
        st.sampled_from([L72, L10, L02, ND30, ND78, TT08, QD749, KH15, NQ12, QD31, NQ25, NQ05]),
        st.sampled_from([";", ";", ";", ",", "", "."]),
        st.sampled_from(["", "", "", "vào ", "theo "]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["admin", "norm", "party", ""]), LINES)
def test_corrections_are_not_asked_for_twice(style: str, lines: list[tuple[str, str, str]]) -> None:
    """Any block can be corrected to the end; what was put in is not found wrong again."""
    bases = "\n".join(line.replace("Căn cứ ", f"Căn cứ {word}", 1) + mark for line, mark, word in lines)
    text = draft(style, bases)
    for _ in range(6):
        found = [each for each in check(text) if applicable(each, text)]
        again = apply_corrections(text, found)
        assert bool(found) == (again != text)
        if again == text:
            break
        text = again
    assert [told(each) for each in check(text) if applicable(each, text)] == []


def test_another_document_is_only_put_in_by_a_person() -> None:
    text = draft("admin", block(L72.replace("16 tháng 6 năm 2025", "19 tháng 6 năm 2015"), ND30, last=";"))
    found = check_text(text, HELD, ON, TITLES)
    (replaced,) = [each for each in found if each.verdict == "replaced"]
    assert applicable(replaced, text)
    assert not certain(replaced, text)
    assert apply_corrections(text, found) == text.replace("văn thư;", "văn thư.")


@pytest.mark.parametrize(("on", "words"), [("2026-06-30", "chưa được dùng"), ("2026-07-01", "ghi văn bản được hợp")])
def test_since_when_a_consolidated_text_may_be_named(on: str, words: str) -> None:
    (found,) = check(draft("admin", block(L72, VBHN)), date.fromisoformat(on))
    assert words in found.message_vi


def test_quotations_are_not_touched() -> None:
    quoted = "Quyết định cũ ghi: “" + f"{L72}, {ND30}".replace("Căn cứ", "căn cứ vào") + "”."
    text = ADMIN + block(L72, ND30) + "\n\n" + quoted + BODY
    assert apply_corrections(text, check_text(text, HELD, ON, TITLES)) == text


def test_the_smaller_of_two_corrections_goes_first() -> None:
    text = draft("admin", block(ND30.replace("05 tháng 3", "15 tháng 3"), L72))
    once = apply_corrections(text, check_text(text, HELD, ON, TITLES))
    assert "05 tháng 3" in once
    assert once.index("Nghị định") < once.index("Luật Tổ chức")
    twice = apply_corrections(once, check_text(once, HELD, ON, TITLES))
    assert twice == draft("admin", block(L72, ND30))


def _italic(text: str) -> str:
    return text.replace("Căn cứ", "*Căn cứ").replace(";\n", ";*\n")


LAYOUTS = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "no-break": lambda text: text.replace(" số ", " số\u00a0").replace("ngày ", "ngày\u00a0"),
    "empty lines": lambda text: text.replace(";\n", ";\n\n"),
    "blanks at the end": lambda text: text.replace(";\n", "; \n"),
    "indented": lambda text: text.replace("\nCăn", "\n\t  Căn"),
    "italic": _italic,
    "wrapped": lambda text: text.replace(" của ", "\ncủa "),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_changes_no_verdict(layout: str) -> None:
    change = LAYOUTS[layout]
    for style, bases in RIGHT:
        assert [told(each) for each in check(change(draft(style, bases)))] == [], bases
    for style, bases, expected in FAULTS:
        found = [each.verdict for each in check(change(draft(style, bases)))]
        assert found == [each.split(":")[0] for each in expected], bases
