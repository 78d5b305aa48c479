"""Numbers typed in an order of their own."""

from __future__ import annotations

import pytest

from archive.number_guesses import guessed_number, rearranged_number


@pytest.mark.parametrize(
    ("query", "number", "rest"),
    [
        ("31 2024 qh15", "31/2024/QH15", ""),
        ("luat 59.2020.qh14 doanh nghiep", "59/2020/QH14", "doanh nghiep"),
        ("04 2012 ubtvqh13", "04/2012/UBTVQH13", ""),
        ("tt01-2011-tt-bnv.doc", "01/2011/TT-BNV", ""),
        ("nd45_2018_nd_cp", "45/2018/NĐ-CP", ""),
        ("45/2018 nghi dinh", "45/2018/NĐ-CP", ""),
    ],
)
def test_rearranged(query: str, number: str, rest: str) -> None:
    found = rearranged_number(query)
    assert found is not None
    assert (found.number, found.rest) == (number, rest)


@pytest.mark.parametrize(
    "query", ["30/2020/NĐ-CP", "45/2018", "45/2018 hộ dân", "trong 31 2024 người", "thời gian thử việc", ""]
)
def test_not_rearranged(query: str) -> None:
    assert rearranged_number(query) is None


@pytest.mark.parametrize(
    ("query", "type", "seq", "rest"),
    [
        ("quy định 11 trách nhiệm người đứng đầu", "Quy định", "11", "trách nhiệm người đứng đầu"),
        ("qd 217 phan bien xa hoi", "Quyết định", "217", "phan bien xa hoi"),
        ("kế hoạch số 05 cải cách hành chính", "Kế hoạch", "5", "cải cách hành chính"),
    ],
)
def test_guessed(query: str, type: str, seq: str, rest: str) -> None:
    found = guessed_number(query)
    assert found is not None
    assert (found.type, found.seq, found.rest, found.number) == (type, seq, rest, "")


@pytest.mark.parametrize(
    "query", ["kế hoạch 2024 cải cách", "nuôi 5 con lợn", "điều 5 luật đất đai", "luật đất đai", ""]
)
def test_not_guessed(query: str) -> None:
    assert guessed_number(query) is None
