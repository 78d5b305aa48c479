"""Everyday words in the law's, abbreviations, synonyms, and asking back: a line a case."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from indexer.vocabulary import readings, widen
from indexer.vocabulary.tables import abbreviations, pairs, questions
from indexer.vocabulary.widening import in_legal_terms, with_known_wordings


def _ways(text: str) -> dict[str, list[str]]:
    return {text[one.start : one.end]: [wording.text for wording in one.wordings[1:]] for one in widen(text)}


@pytest.mark.parametrize(
    ("query", "typed", "legal"),
    [
        ("mất sổ đỏ thì làm sao", "sổ đỏ", "giấy chứng nhận quyền sử dụng đất"),
        ("ra tòa đòi nợ", "ra tòa", "khởi kiện"),
        ("Ở TRỌ có phải khai báo", "Ở TRỌ", "tạm trú"),
        ("ở trọ phải khai báo ở đâu", "ở trọ", "tạm trú"),
        ("hai vợ chồng bỏ nhau", "bỏ nhau", "ly hôn"),
        ("UBND xã", "UBND", "Ủy ban nhân dân"),
        ("ubnd xã", "ubnd", "Ủy ban nhân dân"),
        ("hdnd xã", "hdnd", "Hội đồng nhân dân"),
        ("Ủy ban nhân dân xã", "Ủy ban nhân dân", "UBND"),
        ("bhxh bắt buộc", "bhxh", "bảo hiểm xã hội"),
        ("HĐ lao động", "HĐ", "hợp đồng"),
        ("HĐ nhân dân", "HĐ", "hội đồng"),
        ("TT 05 của bộ", "TT", "thông tư"),
        ("tiếp dân", "tiếp dân", "tiếp công dân"),
        ("tiếp công dân", "tiếp công dân", "tiếp dân"),
        ("hàng tháng", "hàng tháng", "hằng tháng"),
        ("đánh lại kẻ trộm", "đánh lại", "phòng vệ chính đáng"),
        ("công ty nợ lương", "nợ lương", "chậm trả lương"),
        ("chủ hụi trốn thì đòi ai", "chủ hụi trốn", "họ, hụi, biêu, phường"),
        ("cây xoài nhà bên chực đổ lên mái nhà tôi", "chực đổ", "cây cối, công trình có nguy cơ gây thiệt hại"),
        ("lợn nhà nó hôi không chịu nổi", "hôi", "xử lý chất thải trong chăn nuôi nông hộ"),
        ("thuê phòng mà mái dột", "mái dột", "nghĩa vụ bảo đảm giá trị sử dụng của tài sản thuê"),
        ("hai vợ chồng ly hôn thì chia thế nào", "chia", "giải quyết tài sản của vợ chồng khi ly hôn"),
        ("bố mất để lại đất thì chia thế nào", "chia", "phân chia di sản"),
    ],
)
def test_other_ways_to_say_it(query: str, typed: str, legal: str) -> None:
    assert legal in _ways(query).get(typed, []), _ways(query)


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ('"sổ đỏ" là gì', "giấy chứng nhận quyền sử dụng đất"),
        ("“UBND” xã", "Ủy ban nhân dân"),
        ("đền thờ Hùng Vương ở đâu", "bồi thường thiệt hại"),
        ("đánh lại bàn phím", "phòng vệ chính đáng"),
        ("con một cháu ba", "miễn gọi nhập ngũ"),
        ("tt xã hội", "thông tư"),
        ("ct của tôi", "chỉ thị"),
        ("dân quân tự vệ có tội", "phòng vệ chính đáng"),
        ("cụ thể là gì", "người cao tuổi"),
        ("quỹ bão hòa", "Quỹ phòng, chống thiên tai"),
        ("tài sản của hai vợ chồng", "vi phạm chế độ một vợ, một chồng"),
        ("chồng đánh bạc", "bạo lực gia đình"),
        ("cãi nhau với hàng xóm", "bất động sản liền kề"),
        ("mái chùa dột", "nghĩa vụ bảo đảm giá trị sử dụng của tài sản thuê"),
        ("chia thời khóa biểu", "phân chia di sản"),
        ("kết hôn thì đăng ký ở đâu", "đăng ký thường trú"),
        ("ông chủ tịch xã", "người sử dụng lao động"),
        ("tiền án phí nộp cho ai", "án tích"),
        ("số điện thoại của khách bị bán cho người khác", "từ chối việc giao kết, thực hiện hợp đồng"),
        ("giết mổ heo tại nhà", "thiệt hại do súc vật gây ra"),
    ],
)
def test_not_where_it_means_something_else(query: str, never: str) -> None:
    assert never not in [text for ways in _ways(query).values() for text in ways]


@pytest.mark.parametrize(
    ("query", "legal"),
    [
        ("mất sổ đỏ thì làm sao", "mất sổ đỏ thì làm sao. giấy chứng nhận quyền sử dụng đất"),
        ("thời gian thử việc", "thời gian thử việc"),
        ("UBND tiếp dân", "UBND tiếp dân. Ủy ban nhân dân. tiếp công dân"),
        ("CT", "CT"),
    ],
)
def test_the_query_and_the_laws_words_for_it(query: str, legal: str) -> None:
    assert in_legal_terms(query, widen(query)) == legal


def test_wordings_never_overlap_and_begin_as_typed() -> None:
    for row in csv.DictReader((resources.files("corpus") / "judged.csv").read_text("utf-8").splitlines()):
        text, end = row["question"], 0
        for one in widen(text):
            assert end <= one.start < one.end
            assert one.wordings[0].text == text[one.start : one.end]
            assert len({wording.text for wording in one.wordings}) == len(one.wordings) > 1
            assert all(0 < wording.weight <= 1 for wording in one.wordings)
            end = one.end


@pytest.mark.parametrize(
    ("query", "number", "first"),
    [
        ("ly hôn con", 3, "Ai trực tiếp nuôi con sau khi ly hôn"),
        ("đăng ký tạm trú", 3, "Người Việt Nam đến ở nơi khác"),
        ("CT", 3, "CT là chỉ thị"),
        ("HĐ", 3, "HĐ là hợp đồng"),
        ("thừa kế", 3, "Không có di chúc"),
        ("đăng ký tạm trú cho người nước ngoài", 0, ""),
        ("CT số 16 của Thủ tướng", 0, ""),
        ("HĐ lao động", 0, ""),
        ("thời hiệu khiếu nại quyết định hành chính", 0, ""),
        ("thuế", 0, ""),
    ],
)
def test_asking_back(query: str, number: int, first: str) -> None:
    found = readings(query, widen(query))
    assert len(found) == number
    assert [one.vi for one in found[:1]] == ([first] if first else [])
    assert all(one.en and one.query and one.query != query for one in found)


def test_the_tables_are_whole() -> None:
    rows = [
        row
        for name in ("everyday.csv", "company.csv")
        for row in csv.DictReader((resources.files("indexer.vocabulary") / name).read_text("utf-8").splitlines())
    ]
    assert len(rows) >= 10_000
    assert len({(row["everyday"], row["legal"]) for row in rows}) == len(rows)
    assert all(row["everyday"] != row["legal"] and 0 < float(row["weight"]) <= 1 for row in rows)
    assert all(pairs().values())
    assert len(abbreviations()) > 200
    assert all(one.query for those in questions().values() for one in those)


@pytest.mark.parametrize(
    ("restored", "said"),
    [
        ("bố nhau thì con ở với ai", "bỏ nhau thì con ở với ai"),
        ("mất số đỏ", "mất sổ đỏ"),
        ("thời gian thử việc", "thời gian thử việc"),
        ("ra tòa, đi tù", "ra tòa, đi tù"),
        ("", ""),
    ],
)
def test_tones_of_what_people_say(restored: str, said: str) -> None:
    assert with_known_wordings(restored) == said
