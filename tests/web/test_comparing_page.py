"""The page that compares two texts, and its route."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.stored import NewDocument
from tests.web.conftest import Office
from tests.web.office import PLAN, long_law
from tests.web.office import _with_text as file_text

LATER = PLAN.replace("mùa lũ", "mùa lũ, mùa khô").replace("2. Mỗi thôn nhận chăm sóc một đoạn bờ kênh.\n", "")


@pytest.fixture(scope="module")
def ids(office: Office) -> dict[str, int]:
    def plan(origin: str, number: str, day: date, title: str, text: str) -> NewDocument:
        body = "Ủy ban nhân dân xã Hòa Lạc Sơn"
        return NewDocument(
            origin=origin, type="Kế hoạch", number=number, issued=day, issuer=body, title=title, text=text
        )

    with Archive.open(office.settings) as archive:
        made = {
            "earlier": file_text(archive, plan("t:1", "9/KH-UBND", date(2025, 1, 3), "Trồng cây bờ kênh 2025", PLAN)),
            "later": file_text(archive, plan("t:2", "8/KH-UBND", date(2026, 1, 2), "Trồng cây bờ kênh 2026", LATER)),
            "other": file_text(archive, plan("t:3", "7/KH-UBND", date(2026, 1, 2), "Họp chợ xã", PLAN)),
            "longer": file_text(
                archive,
                NewDocument(origin="t:4", type="Luật", title="Ao", text=long_law().replace("mỗi ngày", "mỗi tuần", 90)),
            ),
        }
    return {**office.ids, **made}


def test_what_to_compare_with_is_offered(ids: dict[str, int], client: FlaskClient) -> None:
    page = client.get(f"/documents/{ids['later']}/compare/").text
    assert "cùng loại, trước đó" in page
    assert f"/documents/{ids['earlier']}/compare/?with={ids['later']}" in page
    assert f"with={ids['other']}" not in page
    versions = client.get(f"/api/v1/documents/{ids['later']}/versions").json["versions"]
    assert [(each["tie"], each["document"]["id"]) for each in versions] == [("earlier", ids["earlier"])]


def test_changes_are_marked_and_counted(ids: dict[str, int], client: FlaskClient) -> None:
    page = html.unescape(client.get(f"/documents/{ids['earlier']}/compare/?with={ids['later']}").text)
    assert "2 chỗ khác nhau" in page
    assert "<ins>, mùa khô</ins>" in page
    assert re.search(r"<del>2\. Mỗi thôn nhận chăm sóc[^<]*</del>", page)
    assert f"/documents/{ids['later']}?at=la_ma-I.so-1#la_ma-I.so-1" in page
    two = client.get(f"/documents/{ids['earlier']}/compare/?with={ids['later']}&view=two").text
    assert "row__two" in two


def test_unchanged_stretches_are_folded_and_open(ids: dict[str, int], client: FlaskClient) -> None:
    address = f"/documents/{ids['long']}/compare/?with={ids['longer']}"
    first = client.get(address).text
    assert len(first) < 200_000
    assert "90 chỗ khác nhau" in first
    last = client.get(f"{address}&page=99").text
    assert "Việc thứ 200" not in last
    fold = re.search(r'href="([^"]*open=\d+[^"]*)#gap-\d+"', last)
    assert fold is not None
    opened = client.get(html.unescape(fold[1])).text
    assert opened.count('class="row row--same"') > last.count('class="row row--same"')
    assert len(opened) < 200_000


def test_typed_numbers_and_drafts(office: Office, ids: dict[str, int], client: FlaskClient) -> None:
    page = client.get(f"/documents/{ids['earlier']}/compare/?other=8/KH-UBND").text
    assert "2 chỗ khác nhau" in page
    assert "không có văn bản nào khớp" in client.get(f"/documents/{ids['earlier']}/compare/?other=1/QĐ-BTP").text
    with Archive.open(office.settings) as archive:
        draft = archive.drafts.create("Kế hoạch năm nay", LATER)
    assert "2 chỗ khác nhau" in client.get(f"/documents/{ids['earlier']}/compare/?draft={draft.id}").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/documents/{labour}/compare/?with=999999", 404),
        ("/documents/{labour}/compare/?copy=abc", 404),
        ("/documents/{labour}/compare/?draft=999999", 404),
        ("/documents/{nd30}/compare/?with={labour}", 200),
        ("/documents/{labour}/compare/?with={labour}&page=99&open=x", 200),
        ("/api/v1/documents/{labour}/comparison", 422),
        ("/api/v1/documents/{labour}/comparison?other={nd30}", 422),
        ("/api/v1/documents/{labour}/comparison?other=999999", 404),
    ],
)
def test_what_cannot_be_compared_is_told(ids: dict[str, int], client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address.format(**ids)).status_code == status


def test_a_document_without_text_says_so(ids: dict[str, int], client: FlaskClient) -> None:
    assert "chưa có toàn văn" in client.get(f"/documents/{ids['nd30']}/compare/?with={ids['labour']}").text


def test_the_route(ids: dict[str, int], client: FlaskClient) -> None:
    found = client.get(f"/api/v1/documents/{ids['earlier']}/comparison?other={ids['later']}").json
    assert found["counts"]["changed"] == 1
    assert found["total"] == 2
    assert [change["kind"] for change in found["changes"]] == ["changed", "gone"]
    first = found["changes"][0]
    assert "".join(p["text"] for p in first["pieces"] if p["kind"] != "new") == first["before"]["text"]
