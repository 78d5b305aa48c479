"""Beside the search: suggestions, kept searches, likeness, files of results, filters and readings on the page."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office


def test_suggestions(client: FlaskClient) -> None:
    found: list[dict[str, object]] = []
    for _ in range(300):  # they are made in the background after the first answer
        found = client.get("/api/v1/suggestions?q=bo luat lao").json["suggestions"]
        if found:
            break
        time.sleep(0.1)
    assert found
    assert "Bộ luật Lao động" in str(found[0]["text"])
    assert set(found[0]) == {"kind", "text", "query", "detail", "document"}
    assert client.get("/api/v1/suggestions?q=").json["suggestions"] == []
    assert client.get("/api/v1/suggestions").status_code == 400
    assert client.get("/api/v1/suggestions?q=a&limit=99").status_code == 400


def test_the_box_is_told_where_suggestions_are(client: FlaskClient) -> None:
    for address in ("/", "/?q=dân vận"):
        page = client.get(address).text
        assert 'data-suggests="/api/v1/suggestions"' in page
    assert "<script>" not in client.get("/").text


def test_other_readings_are_offered(client: FlaskClient) -> None:
    page = client.get("/?q=thời gian thử việcc").text
    assert "Đã hiểu là:" in page
    assert "typed=1" in page
    asked = client.get("/api/v1/search?q=ly hôn con").json
    assert [one["vi"] for one in asked["readings"]][:1] == ["Ai trực tiếp nuôi con sau khi ly hôn"]
    assert "Bạn muốn hỏi:" in client.get("/?q=ly hôn con").text
    as_typed = client.get("/api/v1/search?q=thoi gian thu viec&typed=1").json
    assert as_typed["restored"] is None


@pytest.mark.parametrize(
    ("address", "holds"),
    [
        ("level=central", "central"),
        ("held=catalogued", "catalogued"),
        ("level=central&held=catalogued&sort=newest", "central"),
    ],
)
def test_filters_and_facets(client: FlaskClient, address: str, holds: str) -> None:
    result = client.get(f"/api/v1/search?q=dân vận&limit=50&{address}").json
    assert result["hits"]
    facets = result["facets"]
    assert {"type", "issuer", "year", "level", "field", "validity", "held"} <= set(facets)
    for facet in ("level", "held"):
        if f"{facet}=" in address:
            value = re.search(rf"{facet}=(\w+)", address)
            assert value is not None
            assert facets[facet][value[1]] == result["total"]
    assert sum(facets["validity"].values()) == result["total"]
    assert any(holds in facets[facet] for facet in ("level", "held"))
    page = client.get(f"/?q=dân vận&{address}").text
    assert f'value="{holds}" checked' in page


def test_the_language_narrows(client: FlaskClient) -> None:
    both = client.get("/api/v1/search?q=dân vận&limit=50").json
    only = client.get("/api/v1/search", query_string={"q": 'dân vận loai:"chỉ thị"', "limit": "50"}).json
    assert 0 < only["total"] < both["total"]
    assert {hit["document"]["type"] for hit in only["hits"]} == {"Chỉ thị"}
    listed = client.get("/api/v1/search", query_string={"q": "loai:luật", "limit": "50"}).json
    assert listed["route"] == "listed"
    assert {hit["document"]["type"] for hit in listed["hits"]} == {"Luật"}
    wrong = client.get("/api/v1/search", query_string={"q": "dân vận loai:xyz"}).json
    assert "xyz" in wrong["notes"][0]["vi"]
    assert wrong["hits"]


def test_sorted_by_day(client: FlaskClient) -> None:
    newest = client.get("/api/v1/search?q=dân vận&sort=newest&limit=50").json
    days = [hit["document"]["issued"] for hit in newest["hits"] if hit["document"]["issued"]]
    assert days == sorted(days, reverse=True)
    oldest = client.get("/api/v1/search?q=dân vận&sort=oldest&limit=50").json
    assert [hit["document"]["issued"] for hit in oldest["hits"] if hit["document"]["issued"]] == sorted(days)
    assert client.get("/api/v1/search?q=dân vận&sort=wrong").status_code == 400


def test_pages_are_stable(client: FlaskClient) -> None:
    every = client.get("/api/v1/search?q=dân vận&limit=50").json["hits"]
    paged = [
        hit
        for offset in range(0, len(every), 2)
        for hit in client.get(f"/api/v1/search?q=dân vận&limit=2&offset={offset}").json["hits"]
    ]
    key = [(hit["document"]["id"], hit["provision"]["path"]) for hit in every]
    assert [(hit["document"]["id"], hit["provision"]["path"]) for hit in paged] == key


def test_results_as_files(client: FlaskClient) -> None:
    sheet = client.get("/export?q=dân vận&format=csv")
    assert sheet.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(sheet.data.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Loại văn bản", "Số, ký hiệu"]
    total = client.get("/api/v1/search?q=dân vận").json["total"]
    assert len(rows) == total + 1
    assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="ket-qua-tim-kiem.csv"' in sheet.headers["Content-Disposition"]
    word = client.get("/export?q=dân vận&format=docx")
    assert "dân vận" in zipfile.ZipFile(io.BytesIO(word.data)).read("word/document.xml").decode()
    assert len(json.loads(client.get("/export?q=dân vận&format=json").data)["hits"]) == total
    assert client.get("/export?q=dân vận&format=exe").status_code == 400


def test_likeness(office: Office, client: FlaskClient) -> None:
    labour = office.ids["labour"]
    found = client.get(f"/api/v1/documents/{labour}/similar").json
    assert all(one["document"]["id"] != labour for one in found["documents"])
    assert client.get(f"/documents/{labour}/similar?p=dieu:25").status_code == 200
    assert client.get("/api/v1/documents/999999/similar").status_code == 404
    assert client.get(f"/api/v1/documents/{labour}/similar?p=dieu:999").status_code == 404


def test_searches_are_kept(client: FlaskClient) -> None:
    made = client.post("/api/v1/searches", json={"name": "Dân vận", "address": "type=Chỉ thị&q=dân vận&page=3"})
    assert made.status_code == 201
    kept = made.json
    assert kept["address"].startswith("q=")
    assert "page" not in kept["address"]
    again = client.post("/api/v1/searches", json={"name": "Lần hai", "address": "?q=dân vận&type=Chỉ thị"}).json
    assert again["id"] == kept["id"]
    assert client.get(f"/api/v1/searches/{kept['id']}").json["documents"] == []
    assert client.post(f"/api/v1/searches/{kept['id']}/seen").json["new"] == 0
    page = client.get("/searches").text
    assert "Lần hai" in page
    assert client.delete(f"/api/v1/searches/{kept['id']}").status_code == 200
    assert client.get(f"/api/v1/searches/{kept['id']}").status_code == 404
    for wrong, status in (({"address": ""}, 400), ({"address": "type=Luật"}, 422), ({"address": 5}, 400), ({}, 400)):
        assert client.post("/api/v1/searches", json=wrong).status_code == status
