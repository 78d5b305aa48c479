"""The language of a query, a line a case: what is searched for, what must and must not be there, what was wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import Parsed, field_named, has_marks, parse


def _clauses(parsed: Parsed) -> str:
    """Clauses in short: `a|b` for alternatives, `"…"` exact, `field:`, `-` excluded."""
    shown = []
    for clause in parsed.clauses:
        terms = []
        for term in clause.terms:
            text = f'"{term.text}"' if term.exact else term.text
            terms.append(f"{'-' if term.excluded else ''}{term.field + ':' if term.field else ''}{text}")
        shown.append("|".join(terms))
    return " & ".join(shown)


@pytest.mark.parametrize(
    ("query", "words", "clauses"),
    [
        ('loai:"nghị định" nam:2020..2024 -"dự thảo"', "", '-"dự thảo"'),
        ('(tiếp dân | "tiếp công dân") coquan:"Bộ Y tế"', "tiếp dân tiếp công dân", None),
        ("khai sinh AND NOT kết hôn", "khai sinh", "khai sinh & -kết hôn"),
        ("khai sinh HOẶC khai tử", "khai sinh khai tử", "khai sinh|khai tử"),
        ("khai sinh & khai tử", "khai sinh khai tử", "khai sinh & khai tử"),
        ("khai sinh VÀ KHÔNG kết hôn", "khai sinh", "khai sinh & -kết hôn"),
        ('khai sinh KHÔNG "lưu động"', "khai sinh", 'khai sinh & -"lưu động"'),
        ('NOT "lưu động"', "", '-"lưu động"'),
        ('"khai sinh" AND "khai tử"', "khai sinh khai tử", '"khai sinh" & "khai tử"'),
        ("khai\u00ad sinh \u200b-\u200bthừa", "khai sinh", "-thừa"),
        ("(a | b) & (c | d)", "a b c d", "a|b & c|d"),
        ("thuế -đất nông nghiệp", "thuế nông nghiệp", "-đất"),
        ("KHÔNG (a OR b) c", "c", "-a & -b & c"),
        ("khai sinh loai:luat", "khai sinh", ""),
        ("khai sinh +lưu động loai:luat", "khai sinh lưu động", "khai sinh & lưu động"),
        ('tieude:"công tác văn thư"', "công tác văn thư", 'title:"công tác văn thư"'),
        ("tiêu đề: x", "tiêu đề: x", ""),
        ("tieude:lưu trữ hồ sơ loai:luat", "lưu hồ sơ trữ", None),
        ("“cụm từ” -thừa", "cụm từ", '"cụm từ" & -thừa'),
    ],
)
def test_words_and_demands(query: str, words: str, clauses: str | None) -> None:
    parsed = parse(query)
    assert not parsed.problems
    if clauses is not None:
        assert parsed.words == words
        assert _clauses(parsed) == clauses


@pytest.mark.parametrize(
    "query",
    [
        "thời gian thử việc tối đa",
        "QUYỀN VÀ NGHĨA VỤ CỦA CÔNG DÂN",
        "16/CT-TTg",
        "25-NQ/TW 2013",
        "giai đoạn 2021 - 2030",
        "giai đoạn 2021-2030",
        "kinh tế - xã hội",
        "Lưu ý: khi nộp hồ sơ",
        '"cụm từ" và từ',
        "quyền và nghĩa vụ",
        "(sửa đổi, bổ sung)",
        "R&D",
        "Điều nào sau đây KHÔNG đúng về tài sản bảo đảm?",
        "Cha mẹ KHÔNG có nghĩa vụ nuôi dưỡng con khi nào",
        "Người giám hộ VÀ người được giám hộ có những quyền gì?",
        "8:30 sáng",
        "https://example.org",
        "",
    ],
)
def test_plain_queries_are_left_alone(query: str) -> None:
    parsed = parse(query)
    assert (parsed.plain, parsed.clauses, parsed.problems) == (True, (), ())
    assert parsed.words == query


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("loai:NĐ", "types", ("Nghị định",)),
        ("loại:luật", "types", ("Luật",)),
        ("type:nd", "types", ("Nghị định",)),
        ('loai:"thông tư","nghị định"', "types", ("Thông tư",)),
        ("loai:nghị định thuế", "types", ("Nghị định",)),
        ("loai:thong tu lien tich", "types", ("Thông tư liên tịch",)),
        ("loai:luat loai:nd", "types", ("Luật", "Nghị định")),
        ("loai:luật OR loai:NĐ", "types", ("Luật", "Nghị định")),
        ("-loai:luật thuế", "without_types", ("Luật",)),
        ('coquan:"Bộ Y tế"', "issuers", ("Bộ Y tế",)),
        ("issuer:chinh phu", "issuers", ("chinh",)),
        ('-coquan:"Bộ Y tế" a', "without_issuers", ("Bộ Y tế",)),
        ("nam:2020", "year_from", 2020),
        ("nam:2020", "year_to", 2020),
        ("năm:2020..2024 a", "year_from", 2020),
        ("năm:2020..2024 a", "year_to", 2024),
        ("year:2020-2024 a", "year_to", 2024),
        ("nam:..2024 a", "year_from", None),
        ("nam:..2024 a", "year_to", 2024),
        ("nam:2020.. a", "year_to", None),
        ("nam:2024..2020 a", "year_from", 2020),
        ("so:30/2020/NĐ-CP", "numbers", ("30/2020/NĐ-CP",)),
        ("hieuluc:01/7/2024 a", "in_force", date(2024, 7, 1)),
        ("hieuluc:2024-07-01 a", "in_force", date(2024, 7, 1)),
        ("hieuluc:con a", "in_force", date.today()),
    ],
)
def test_filters(query: str, field: str, value: object) -> None:
    parsed = parse(query)
    assert not parsed.plain
    assert getattr(parsed, field) == value


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("loai:xyz thuế", "no document type “xyz”"),
        ("nam:20 thuế", "“20” is no year"),
        ("hieuluc:abc thuế", "no date"),
        ("thuế OR", "before and after OR"),
        ("| thuế", "before and after OR"),
        ("thuế AND", "before and after AND"),
        ("& thuế", "before and after AND"),
        ("a AND AND b", "before and after AND"),
        ("a AND NOT", "After NOT"),
        ('"quyền sử dụng đất', "closing quotation mark"),
        ('quyền sử dụng đất" nhà', "closing quotation mark"),
        ("foo:bar văn thư", "no field “foo:”"),
        ("foo:bar loai:luat", "no field “foo:”"),
        ("loai:", "there must be a value"),
        ("(a | b", "A “)” is missing"),
        ("a | b)", "without its “(”"),
        ("thuế OR loai:luật", "cannot stand in an OR"),
        ("a OR nam:2020", "cannot stand in an OR"),
        ("a | -b", "OR joins words"),
        ("a | tieude:b", "OR joins words"),
        ("-nam:2020 a", "cannot be negated"),
        ('loai:luat "a', "closing quotation mark"),
        ("loai: OR a", "there must be a value"),
        ("(((((((((a | b)))))))))", "nested"),
        ("(a|b|c|d|e|f)" + " | (a & b)" * 6, "too complex"),
    ],
)
def test_what_is_wrong_is_explained_and_searched_all_the_same(query: str, said: str) -> None:
    parsed = parse(query)
    assert said in " ".join(problem.en for problem in parsed.problems)
    assert all(problem.vi and problem.vi != problem.en for problem in parsed.problems)


def test_fields_have_names_in_both_languages() -> None:
    assert field_named("Cơquan") == field_named("issuer") == "issuer"
    assert field_named("số") == field_named("number") == "number"
    assert field_named("http") == ""


@given(st.text(alphabet='ab "|&()-+:.loainmVÀORNOT2024đấ', max_size=60))
def test_never_fails(query: str) -> None:
    parsed = parse(query)
    assert parsed.plain or has_marks(query)
    assert isinstance(parsed.words, str)
