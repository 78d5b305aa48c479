"""Numbers: read in any spelling, compared, taken apart, and asked for."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.document_types import rank, type_named
from archive.numbers import (
    canonical_number,
    fold_number,
    number_seq,
    number_symbol,
    parse_number,
    parse_number_query,
    same_number,
    type_of_number,
)
from tests.shared_data import needs_shared, shared

SPELLINGS = [
    ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
    ("Số: 30/2020/NĐ-CP", "30/2020/NĐ-CP"),
    ("30 /2020/ NĐ - CP", "30/2020/NĐ-CP"),
    ("30/2020/NĐ–CP", "30/2020/NĐ-CP"),
    ("30/2020/NĐ-\nCP", "30/2020/NĐ-CP"),
    ("30/2020/ND-CP", "30/2020/NĐ-CP"),
    ("30/2020/nđ-cp", "30/2020/NĐ-CP"),
    ("3O/2O2O/NĐ-CP", "30/2020/NĐ-CP"),
    ("30.2020.NĐ-CP", "30/2020/NĐ-CP"),
    ("30_2020_ND_CP", "30/2020/NĐ-CP"),
    ("13-2017-TT-BNNPTNT", "13/2017/TT-BNNPTNT"),
    ("06/2026/TT-BT\u0421", "06/2026/TT-BTC"),
    ("06/Q\u00d0-TTg", "06/QĐ-TTg"),
    ("749/QD-TTG", "749/QĐ-TTg"),
    ("l8/2000/CT-TTg", "18/2000/CT-TTg"),
    ("10/2022/QHl5", "10/2022/QH15"),
    ("59/2018/QHH14", "59/2018/QHH14"),
    ("01/2012/UBTVQHI3", "01/2012/UBTVQH13"),
    ("34/2007/PL-UBTVQH11", "34/2007/PL-UBTVQH11"),
    ("19/2021/QĐ-ƯBND", "19/2021/QĐ-UBND"),
    ("15/KH-UBNĐ", "15/KH-UBND"),
    ("46/NQ-HDND", "46/NQ-HĐND"),
    ("90/TBMTTQ-BTT", "90/TB-MTTQ-BTT"),
    ("05/QĐUBND", "05/QĐ-UBND"),
    ("1.234/QĐ-UBND", "1234/QĐ-UBND"),
    ("66.3/2025/NQ-CP", "66.3/2025/NQ-CP"),
    ("30c/NQ-CP", "30c/NQ-CP"),
    ("25-NQ/TW", "25-NQ/TW"),
    ("25 - NQ / TW", "25-NQ/TW"),
    ("25-NQ/TVV", "25-NQ/TW"),
    ("25-NQ/T.Ư", "25-NQ/TW"),
    ("25-NQ.TW", "25-NQ/TW"),
    ("25/NQ-TW", "25-NQ/TW"),
    ("25-NQTW", "25-NQ/TW"),
    ("11-QĐi/TW", "11-QĐi/TW"),
    ("8B-NQ/HNTW", "8B-NQ/HNTW"),
    ("5053-CV/VPTW/nb", "5053-CV/VPTW/nb"),
    ("64-CP", "64-CP"),
    ("64/CP", "64-CP"),
    ("217-HĐBT", "217-HĐBT"),
    ("27/2015/TTLT/BKHCN-BTC", "27/2015/TTLT-BKHCN-BTC"),
    ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"),
    ("167/BYT-QĐ", "167/BYT-QĐ"),
    ("09/2018/TT-BLDTBXH", "09/2018/TT-BLĐTBXH"),
    ("12/HD-SNV", "12/HD-SNV"),
    ("12/HĐ-SNV", "12/HĐ-SNV"),
    ("Số:     /KH-UBND", "/KH-UBND"),
]
NO_NUMBERS = ["", "30", "30/2020", "2021-2030", "0912.345-678", "30A-123.45", "Điều 5", "3/4", "500.000",
"công tác dân vận", "01/01/2020", "A/B"]  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), SPELLINGS)
def test_canonical(text: str, canonical: str) -> None:
    assert canonical_number(text) == canonical
    assert canonical_number(canonical) == canonical
    assert canonical_number(unicodedata.normalize("NFD", text)) == canonical


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_numbers(text: str) -> None:
    assert parse_number(text) is None


PARTS = [
    # number, seq, symbol, fold, type
    ("30/2020/NĐ-CP", "30", "ND-CP", "302020NDCP", "Nghị định"),
    ("06/QĐ-TTg", "6", "QD-TTG", "6QDTTG", "Quyết định"),
    ("30c/NQ-CP", "30c", "NQ-CP", "30CNQCP", "Nghị quyết"),
    ("66.3/2025/NQ-CP", "66.3", "NQ-CP", "6632025NQCP", "Nghị quyết"),
    ("10/2022/QH15", "10", "QH15", "102022QH15", ""),
    ("01/2012/UBTVQH13", "1", "UBTVQH13", "12012UBTVQH13", ""),
    ("34/2007/PL-UBTVQH11", "34", "PL-UBTVQH11", "342007PLUBTVQH11", "Pháp lệnh"),
    ("25-NQ/TW", "25", "NQ-TW", "25NQTW", "Nghị quyết"),
    ("399-QĐ/TW", "399", "QD-TW", "399QDTW", ""),
    ("11-QĐi/TW", "11", "QDI-TW", "11QDITW", "Quy định"),
    ("8B-NQ/HNTW", "8b", "NQ-HNTW", "8BNQHNTW", "Nghị quyết"),
    ("02-TT/TW", "2", "TT-TW", "2TTTW", "Thông tri"),
    ("05/BNV-VP", "5", "BNV-VP", "5BNVVP", "Công văn"),
    ("249/MTTQ-BTT", "249", "MTTQ-BTT", "249MTTQBTT", "Công văn"),
    ("123/UBND-KH", "123", "UBND-KH", "123UBNDKH", "Công văn"),
    ("8011-CV/BTCTW", "8011", "CV-BTCTW", "8011CVBTCTW", "Công văn"),
    ("167/BYT-QĐ", "167", "BYT-QD", "167BYTQD", "Quyết định"),
    ("89/TC-TCT", "89", "TC-TCT", "89TCTCT", ""),
    ("64-CP", "64", "CP", "64CP", ""),
    ("/KH-UBND", "", "KH-UBND", "KHUBND", "Kế hoạch"),
    ("12/TTr-UBND", "12", "TTR-UBND", "12TTRUBND", "Tờ trình"),
    ("12/QyĐ-UBND", "12", "QYD-UBND", "12QYDUBND", "Quy định"),
    ("118/VBHN-VPQH", "118", "VBHN-VPQH", "118VBHNVPQH", "Văn bản hợp nhất"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "seq", "symbol", "fold", "type_name"), PARTS)
def test_parts(number: str, seq: str, symbol: str, fold: str, type_name: str) -> None:
    assert (number_seq(number), number_symbol(number), fold_number(number)) == (seq, symbol, fold)
    assert type_of_number(number) == type_name


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("06/QĐ-TTg", "6/QĐ-TTg", True),
        ("30/2020/NĐ-CP", "30/2020/ND-CP", True),
        ("64/CP", "64-CP", True),
        ("25/NQ-TW", "25-NQ/TW", True),
        ("30C/NQ-CP", "30c/NQ-CP", True),
        ("12/HD-UBND", "12/HĐ-UBND", False),
        ("12/ĐA-UBND", "12/DA-UBND", False),
        ("05-NQ/TU", "05-NQ/TW", False),
        ("30/2020/NĐ-CP", "30/NĐ-CP", False),
        ("30/2020/NĐ-CP", "30/2021/NĐ-CP", False),
        ("30/NQ-CP", "30c/NQ-CP", False),
        ("12/CT-UBND", "12/CTr-UBND", False),
        ("", "", False),
    ],
)
def test_same_number(a: str, b: str, same: bool) -> None:
    assert same_number(a, b) is same
    assert same_number(b, a) is same


QUERIES = [
    # typed, seq, year, codes, type, number, rest
    ("nd 30 2020", "30", "2020", "", "Nghị định", "30/2020/NĐ-CP", ""),
    ("nghi dinh 30 2020 nd cp", "30", "2020", "NĐ CP", "Nghị định", "30/2020/NĐ-CP", ""),
    ("30.2020.NĐ-CP", "30", "2020", "NĐ CP", "", "30/2020/NĐ-CP", ""),
    ("30_2020_ND_CP.docx", "30", "2020", "NĐ CP", "", "30/2020/NĐ-CP", ""),
    ("30/2020/nđ-cp", "30", "2020", "NĐ CP", "", "30/2020/NĐ-CP", ""),
    ("chi thi 18 2000", "18", "2000", "", "Chỉ thị", "", ""),
    ("chi thi 16 nam 2016 ve dan van", "16", "2016", "", "Chỉ thị", "", "dan van"),
    ("Chỉ thị số 16 năm 2016 về dân vận", "16", "2016", "", "Chỉ thị", "", "dân vận"),
    ("25-NQ.TW", "25", "", "NQ TW", "", "25-NQ/TW", ""),
    ("25-nq/tw khóa XI", "25", "", "NQ TW", "", "25-NQ/TW", "khóa XI"),
    ("QD-TTg", "", "", "QĐ TTg", "", "", ""),
    ("NĐ-CP 2020", "", "2020", "NĐ CP", "", "", ""),
    ("NĐ30", "30", "", "", "Nghị định", "", ""),
    ("nghị định 30", "30", "", "", "Nghị định", "", ""),
    ("luat 10/2022/QH15", "10", "2022", "QH15", "Luật", "10/2022/QH15", ""),
    ("tt 01 2011 bnv", "1", "2011", "BNV", "Thông tư", "01/2011/TT-BNV", ""),
    ("NQ 25 TW", "25", "", "TW", "Nghị quyết", "25-NQ/TW", ""),
    ("cv 8011 btctw", "8011", "", "BTCTW", "Công văn", "8011-CV/BTCTW", ""),
    ("hướng dẫn 36-HD/VPTW", "36", "", "HD VPTW", "Hướng dẫn", "36-HD/VPTW", ""),
    ("kế hoạch số 15", "15", "", "", "Kế hoạch", "", ""),
    ("15/KH-UBND xã A", "15", "", "KH UBND", "", "15/KH-UBND", "xã A"),
    ("30/2020", "30", "2020", "", "", "", ""),
    ("nghi dinh 30 da het hieu luc", "30", "", "", "Nghị định", "", "da het hieu luc"),
    ("quyết định 749 của thủ tướng", "749", "", "", "Quyết định", "", "thủ tướng"),
    ("tìm nghị định 30/2020/NĐ-CP còn hiệu lực không", "30", "2020", "NĐ CP", "Nghị định", "30/2020/NĐ-CP",
    "tìm còn hiệu lực không"),
    ("06/2026/TT-BT\u0421", "6", "2026", "TT BTC", "", "06/2026/TT-BTC", ""),
    # spaces for hyphens and slashes, in any order
    ("25 nq tw", "25", "", "NQ TW", "", "25-NQ/TW", ""),
    ("25 nq/tw khóa XI", "25", "", "NQ TW", "", "25-NQ/TW", "khóa XI"),
    ("43 kl tw", "43", "", "KL TW", "", "43-KL/TW", ""),
    ("23 qd tw", "23", "", "QĐ TW", "", "23-QĐ/TW", ""),
    ("16 ct ttg", "16", "", "CT TTg", "", "16/CT-TTg", ""),
    ("749 qd ttg", "749", "", "QĐ TTg", "", "749/QĐ-TTg", ""),
    ("30 2020 nd cp", "30", "2020", "NĐ CP", "", "30/2020/NĐ-CP", ""),
    ("15 kh ubnd xã ea súp", "15", "", "KH UBND", "", "15/KH-UBND", "xã ea súp"),
    ("18 kh đu", "18", "", "KH ĐU", "", "18-KH/ĐU", ""),
    ("36 hd vptw", "36", "", "HD VPTW", "", "36-HD/VPTW", ""),
    ("quyết định 23 qđ tw", "23", "", "QĐ TW", "Quyết định", "23-QĐ/TW", ""),
    ("QD-TTg 749", "749", "", "QĐ TTg", "", "749/QĐ-TTg", ""),
    ("qd ttg 749", "749", "", "QĐ TTg", "", "749/QĐ-TTg", ""),
    ("ct-ttg 16", "16", "", "CT TTg", "", "16/CT-TTg", ""),
    ("217 hđbt", "217", "", "HĐBT", "", "217-HĐBT", ""),
    ("64-cp", "64", "", "CP", "", "64-CP", ""),
    # the year beside a number that carries none
    ("16/CT-TTg 2020", "16", "2020", "CT TTg", "", "16/CT-TTg", ""),
    ("16/CT-TTg năm 2017", "16", "2017", "CT TTg", "", "16/CT-TTg", ""),
    ("chỉ thị 16/CT-TTg năm 2020 về phòng dịch", "16", "2020", "CT TTg", "Chỉ thị", "16/CT-TTg", "phòng dịch"),
    ("25-NQ/TW 2013", "25", "2013", "NQ TW", "", "25-NQ/TW", ""),
    # short
    ("nd30", "30", "", "", "Nghị định", "", ""),
    ("nđ30/2020", "30", "2020", "", "Nghị định", "30/2020/NĐ-CP", ""),
    ("luat 31/2024", "31", "2024", "", "Luật", "", ""),
    ("luật số 31 năm 2024", "31", "2024", "", "Luật", "", ""),
    ("luat dat dai 31/2024", "31", "2024", "", "Luật", "", "dat dai"),
    ("nghị định xử phạt giao thông 168/2024", "168", "2024", "", "Nghị định", "168/2024/NĐ-CP", "xử phạt giao thông"),
    ("66.3/2025", "66.3", "2025", "", "", "", ""),
    ("66.3/2025/nq-cp", "66.3", "2025", "NQ CP", "", "66.3/2025/NQ-CP", ""),
    ("thông tư 01 bộ nội vụ", "1", "", "", "Thông tư", "", "bộ nội vụ"),
    ("công văn 123 ubnd vp", "123", "", "UBND VP", "Công văn", "123/UBND-VP", ""),
    ("17-BYT/TT", "17", "", "BYT TT", "", "17-BYT/TT", ""),
    ("27-NQ/HĐNN8", "27", "", "NQ HĐNN8", "", "27/NQ-HĐNN8", ""),
]  # fmt: skip
WORDS = [
    "công tác dân vận", "cong tac dan van", "điều 25", "Điều 25 Bộ luật Lao động", "giai đoạn 2021-2030",
    "kế hoạch 5 năm",
    "thời gian thử việc tối đa", "luật đất đai 2013", "kế hoạch 2024", "báo cáo 6 tháng đầu năm 2026",
    "quy định 3 bước",
    "nghị quyết trung ương 7 khóa XI", "mẫu 01/CK", "12 tháng 2020", "ngày 30/4/2020", "khoản 2 điều 5", "",
    "chương trình 135 cho xã nghèo",
    "2021-2026", "nhiệm kỳ 2021-2026", "5 năm 2021-2025", "kế hoạch 2024 dân vận", "nghị quyết 2024", "quyết định 2024",
    "quý 2/2026", "tháng 3/2020", "báo cáo quý 3/2026", "nghị quyết tháng 10/2024", "kế hoạch tháng 3/2024",
    "chương 3", "phụ lục 1", "mẫu số 01", "30 năm đổi mới", "dân số 2019", "19 điều đảng viên không được làm",
    "tỷ lệ 30/2020 hộ", "top 10 xã", "12 tháng 2024", "thông tư liên tịch", "ubnd 123", "hiến pháp 2013", "năm 2024",
    "tổ 5 thôn 3/2", "covid-19", "an toàn giao thông", "hợp đồng 12 tháng", "quyết định 3 người",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "seq", "year", "codes", "type_name", "number", "rest"), QUERIES)
def test_queries(typed: str, seq: str, year: str, codes: str, type_name: str, number: str, rest: str) -> None:
    query = parse_number_query(typed)
    assert query is not None
    assert (query.seq, query.year, " ".join(query.codes)) == (seq, year, codes)
    assert (query.type, query.number, query.rest) == (type_name, number, rest)


@pytest.mark.parametrize("typed", WORDS)
def test_words_are_no_number_queries(typed: str) -> None:
    assert parse_number_query(typed) is None


@pytest.mark.parametrize(
    ("typed", "numbers", "type_name", "rest"),
    [
        ("217, 218-QĐ/TW", "217-QĐ/TW 218-QĐ/TW", "", ""),
        ("quyết định 217 và 218-QĐ/TW", "217-QĐ/TW 218-QĐ/TW", "Quyết định", ""),
        ("217-QĐ/TW, 218-QĐ/TW giám sát", "217-QĐ/TW 218-QĐ/TW", "", "giám sát"),
        ("25-NQ/TW và 43-KL/TW", "25-NQ/TW 43-KL/TW", "", ""),
        ("78/2025/NĐ-CP; 79/2025/NĐ-CP; 187/2025/NĐ-CP", "78/2025/NĐ-CP 79/2025/NĐ-CP 187/2025/NĐ-CP", "", ""),
        ("01, 02/2011/TT-BNV", "01/2011/TT-BNV 02/2011/TT-BNV", "", ""),
    ],
)
def test_lists_ask_for_all_their_numbers(typed: str, numbers: str, type_name: str, rest: str) -> None:
    query = parse_number_query(typed)
    assert query is not None
    assert (query.type, query.rest) == (type_name, rest)
    assert [query.number, *query.also] == numbers.split()
    for number in numbers.split():
        assert query.matches(number, "", None)
        assert number_seq(number) in query.sequences
    assert not query.matches("219-QĐ/TW", "", None)


@needs_shared
@pytest.mark.shared
def test_labelled_queries_lead_to_their_document() -> None:
    with shared("domain", "citations.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if {"query", "filename"} & set(row["flags"].split(";"))]
    assert len(rows) > 4
    for row in rows:
        query = parse_number_query(row["text"])
        assert query is not None, row["text"]
        assert query.matches(row["number"], row["doc_type"], None), row["text"]


def test_a_day_in_the_query() -> None:
    query = parse_number_query("chỉ thị 16 ngày 31/3/2020")
    assert query is not None
    assert (query.seq, query.issued, query.rest) == ("16", date(2020, 3, 31), "")
    assert query.matches("16/CT-TTg", "Chỉ thị", date(2020, 3, 31))
    assert not query.matches("16/CT-TTg", "Chỉ thị", date(2017, 5, 4))
    assert query.matches("16/CT-TTg", "Chỉ thị", None)


@pytest.mark.parametrize(
    ("typed", "number", "type_name", "issued", "fits"),
    [
        ("nd 30 2020", "30/2020/NĐ-CP", "Nghị định", date(2020, 3, 5), True),
        ("nd 30 2020", "30/2021/NĐ-CP", "Nghị định", date(2021, 3, 5), False),
        ("nd 30 2020", "130/2020/NĐ-CP", "Nghị định", date(2020, 3, 5), False),
        ("NĐ30", "30/2020/NĐ-CP", "Nghị định", date(2020, 3, 5), True),
        ("chi thi 16 nam 2016", "16/CT-TTg", "Chỉ thị", date(2016, 5, 16), True),
        ("chi thi 16 nam 2016", "16/CT-TTg", "Chỉ thị", date(2017, 5, 4), False),
        ("chi thi 18 2000", "18/2000/CT-TTg", "Chỉ thị", date(2000, 9, 21), True),
        ("QD-TTg", "749/QĐ-TTg", "Quyết định", None, True),
        ("QD-TTg", "749/QĐ-UBND", "Quyết định", None, False),
        ("6/QĐ-TTg", "06/QĐ-TTg", "Quyết định", None, True),
        ("luật 10 2022", "10/2022/QH15", "Luật", None, True),
        ("luật 10 2022 qh", "10/2022/QH15", "Luật", None, True),
        ("luật 91 2015", "91/2015/QH13", "Bộ luật", None, True),
        ("nghị quyết 202/2025/QH15", "202/2025/QH15", "Luật", None, False),
        ("12/HĐ-UBND", "12/HD-UBND", "Hướng dẫn", None, False),
        ("25-NQ/TW", "25-NQ/TW", "Nghị quyết", None, True),
        ("25-NQ/TW", "25-NQ/TU", "Nghị quyết", None, False),
        ("quyết định 399", "399-QĐ/TW", "Quy định", None, True),
        ("30/2020", "không số", "", None, False),
    ],
)
def test_matches(typed: str, number: str, type_name: str, issued: date | None, fits: bool) -> None:
    query = parse_number_query(typed)
    assert query is not None
    assert query.matches(number, type_name, issued) is fits


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("NĐ", "Nghị định"), ("nd", "Nghị định"), ("nghi dinh", "Nghị định"), ("Nghi định",
        "Nghị định"), ("NGHỊ QUYẾT", "Nghị quyết"),
        ("Quvết định", "Quyết định"), ("Quyêt đinh", "Quyết định"), ("Luậl", "Luật"), ("Thông tu",
        "Thông tư"), ("CTr", "Chương trình"),
        ("CT", "Chỉ thị"), ("TTr", "Tờ trình"), ("TT", "Thông tư"), ("HD", "Hướng dẫn"), ("HĐ", "Hợp đồng"), ("ĐA",
        "Đề án"), ("DA", "Dự án"),
        ("QĐ", "Quyết định"), ("QyĐ", "Quy định"), ("QĐi", "Quy định"), ("Chương trình hành động",
        "Chương trình"), ("qui chế", "Quy chế"),
        ("văn bản", None), ("", None), ("xã", None),
    ],
)  # fmt: skip
def test_type_named(word: str, name: str | None) -> None:
    assert type_named(word) == name


def test_ranks_follow_the_hierarchy() -> None:
    ordered = [
        ("Hiến pháp", "Quốc hội", ""),
        ("Luật", "Quốc hội", "10/2022/QH15"),
        ("Pháp lệnh", "Ủy ban Thường vụ Quốc hội", "01/2012/UBTVQH13"),
        ("Lệnh", "Chủ tịch nước", "12/2025/L-CTN"),
        ("Nghị định", "Chính phủ", "30/2020/NĐ-CP"),
        ("Quyết định", "Thủ tướng Chính phủ", "45/2018/QĐ-TTg"),
        ("Nghị quyết", "Hội đồng Thẩm phán Tòa án nhân dân tối cao", "02/2018/NQ-HĐTP"),
        ("Thông tư", "Bộ Nội vụ", "01/2011/TT-BNV"),
        ("Thông tư liên tịch", "Bộ Nội vụ;Văn phòng Chính phủ", "55/2005/TTLT-BNV-VPCP"),
        ("Nghị quyết", "Hội đồng nhân dân tỉnh A", "05/2026/NQ-HĐND"),
        ("Quyết định", "Ủy ban nhân dân tỉnh A", "19/2021/QĐ-UBND"),
        ("Nghị quyết", "Hội đồng nhân dân xã A", "05/2026/NQ-HĐND"),
        ("Quyết định", "Ủy ban nhân dân xã A", "19/2026/QĐ-UBND"),
        ("Nghị quyết", "Ban Chấp hành Trung ương", "25-NQ/TW"),
        ("Chỉ thị", "Thủ tướng Chính phủ", "16/CT-TTg"),
        ("Kế hoạch", "Ủy ban nhân dân tỉnh A", "15/KH-UBND"),
        ("Kế hoạch", "Ủy ban nhân dân xã A", "15/KH-UBND"),
    ]
    ranks = [rank(*each) for each in ordered]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
    assert rank("Nghị quyết", "Quốc hội", "202/2025/QH15") == rank("Luật", "Quốc hội", "10/2022/QH15")
    assert rank("Nghị quyết", "Chính phủ", "76/NQ-CP") == rank("Nghị định", "Chính phủ", "30/2020/NĐ-CP")
    assert rank("gì đó", "", "") == 99


@needs_shared
@pytest.mark.shared
def test_every_labelled_and_registered_number_is_canonical() -> None:
    for name in ("citations.csv", "registry.csv"):
        with shared("domain", name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["number"]:
                    assert canonical_number(row["number"]) == row["number"]


_SYMBOLS = st.sampled_from(
    ["NĐ-CP", "QĐ-UBND", "TT-BLĐTBXH", "NQ-HĐND", "TTLT-BNV-BTC", "CT-TTg", "TTr-UBND", "HD-SNV", "ĐA-UBND"]
)


@given(
    st.integers(1, 99999),
    st.one_of(st.none(), st.integers(1980, 2035)),
    _SYMBOLS,
    st.sampled_from(["", " ", "\n", "\u00a0"]),
)
def test_spelling_does_not_matter(seq: int, year: int | None, symbol: str, gap: str) -> None:
    number = f"{seq:02d}/{year}/{symbol}" if year else f"{seq:02d}/{symbol}"
    for spelled in (number, number.replace("/", f"{gap}/{gap}").replace("-", f"{gap}\u2013{gap}"), f"Số: {number}"):
        for text in (spelled, unicodedata.normalize("NFD", spelled)):
            assert canonical_number(text) == number
    assert same_number(number, f"{seq}" + number[len(f"{seq:02d}") :])


@given(st.text(max_size=40))
def test_canonical_is_idempotent(text: str) -> None:
    once = canonical_number(text)
    assert canonical_number(once) == once
