"""The search page: provisions under their documents, states told, everything in the address."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office


def test_provisions_stand_under_their_document(office: Office, client: FlaskClient) -> None:
    page = client.get("/?q=thời gian thử việc tối đa").text
    assert "Bộ luật Lao động số 45/2019/QH14" in page
    assert f"/documents/{office.ids['labour']}?at=dieu-25#dieu-25" in page
    assert "<mark>" in page
    assert "Thời gian thử việc" in page


def test_toneless_words_are_understood(client: FlaskClient) -> None:
    page = client.get("/?q=thoi gian thu viec").text
    assert "Đã hiểu là:" in page
    assert "thời gian thử việc" in page


def test_a_number_with_several_holders_shows_them_all(office: Office, client: FlaskClient) -> None:
    page = client.get("/?q=25-NQ/TW").text
    assert "Số 25-NQ/TW là của 2 văn bản khác nhau." in page
    for name in ("nq25-xi", "nq25-x"):
        assert f'href="/documents/{office.ids[name]}"' in page
    assert "03/6/2013" in page
    assert "25/7/2008" in page


@pytest.mark.parametrize(
    ("query", "badges"),
    [
        ("30/2020/NĐ-CP", ["Còn hiệu lực", "Chỉ có trong danh mục"]),
        ("34/2007/PL-UBTVQH11", ["Hết hiệu lực", "Chỉ có trong danh mục"]),
        ("18/2000/CT-TTg", ["Chưa xác định hiệu lực"]),
        ("25-NQ/TW", ["Thông tin còn nghi ngờ", "ngày ký chưa đối chiếu bản chính"]),
        ("trồng cây chắn sóng", ["Văn bản mẫu"]),
    ],
)
def test_badges(client: FlaskClient, query: str, badges: list[str]) -> None:
    page = client.get("/", query_string={"q": query}).text
    for badge in badges:
        assert badge in page


def test_the_ground_of_a_badge_is_on_the_page(client: FlaskClient) -> None:
    page = client.get("/?q=30/2020/NĐ-CP").text
    card = re.search(r'<details class="more".*?</details>', page, re.S)
    assert card is not None
    for words in ("Tính đến ngày", "Công báo", "01/11/2026", "Độ chắc chắn"):
        assert words in card[0]


def test_filters_stand_in_the_address(client: FlaskClient) -> None:
    page = client.get("/?q=dân vận&type=Chỉ thị&year_from=1999&year_to=2001").text
    assert "18/2000/CT-TTg" in page
    assert "25-NQ/TW" not in re.sub(r"<(nav|footer).*?</\1>", "", page, flags=re.S)
    assert re.search(r'name="type" value="Chỉ thị" checked', page)
    assert 'name="year_from"' in page
    assert 'value="1999"' in page
    assert "Bỏ lọc" in page


def test_links_keep_what_was_asked(client: FlaskClient) -> None:
    page = html.unescape(client.get("/?q=dân vận&type=Chỉ thị").text)
    link = re.search(r'hreflang="en"', page)
    assert link
    assert re.search(r'href="/\?q=d%C3%A2n\+v%E1%BA%ADn&type=Ch%E1%BB%89\+th%E1%BB%8B&lang=en"', page)


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ("year_from=abc", "“year_from” phải là số nguyên"),
        ("year_from=1", "từ 1945 đến 2100"),
        ("year_from=2020&year_to=2010", "phải không sau"),
        ("in_force=31/02/2020", "phải là một ngày có thật"),
        ("mode=magic", "phải là một trong"),
    ],
)
def test_a_wrong_filter_is_told_and_the_search_goes_on(client: FlaskClient, parameter: str, message: str) -> None:
    answer = client.get(f"/?q=dân vận&{parameter}")
    assert answer.status_code == 200
    assert message in html.unescape(answer.text)
    assert "18/2000/CT-TTg" in answer.text


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    page = client.get("/?q=qqqq zzzz&type=Luật").text
    for words in ("Chưa tìm thấy gì", "Bỏ bộ lọc và tìm lại", "nd 30 2020", "Nạp văn bản"):
        assert words in page


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a" * 2000, "\x00", "%", "_", "'", "𝕏 🙂", "   "],
)
def test_any_query_gives_a_page(client: FlaskClient, query: str) -> None:
    answer = client.get("/", query_string={"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


def test_names_from_the_address_bar_mean_nothing_to_links(client: FlaskClient) -> None:
    answer = client.get("/?q=dân vận&_external=1&_scheme=ftp&endpoint=x&_anchor=y")
    assert answer.status_code == 200
    assert "ftp://" not in answer.text
