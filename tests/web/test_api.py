"""The API: the command line's shapes, wrong requests told as problems, a description that is true."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office
from tests.web.office import DRAFT, RIGHT, WRONG_DATE, docx_of

PROBLEM = {"type", "title", "status", "detail", "detail_en", "reason"}


def test_search_has_the_shape_of_the_design(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search", query_string={"q": "thời gian thử việc tối đa", "limit": 3}).json
    assert {"query", "total", "took_ms", "hits"} <= set(answer)
    assert answer["query"] == "thời gian thử việc tối đa"
    hit = answer["hits"][0]
    assert {"document", "provision", "snippet", "score", "why"} <= set(hit)
    assert {"id", "type", "number", "issued", "issuer", "title", "validity"} <= set(hit["document"])
    assert hit["provision"]["path"] == "dieu:25"
    assert len(answer["hits"]) <= 3


def test_search_pages_do_not_overlap(client: FlaskClient) -> None:
    def paths(offset: int) -> list[str]:
        answer = client.get(f"/api/v1/search?q=người giữ ao&limit=5&offset={offset}").json
        return [hit["provision"]["path"] for hit in answer["hits"]]

    assert len(set(paths(0) + paths(5))) == 10


def test_documents(office: Office, client: FlaskClient) -> None:
    listed = client.get("/api/v1/documents?type=Chỉ thị").json
    assert [row["number"] for row in listed["documents"]] == ["18/2000/CT-TTg"]
    assert listed["total"] == 1
    one = client.get(f"/api/v1/documents/{office.ids['labour']}").json
    assert one["document"]["number"] == "45/2019/QH14"
    for provision in one["provisions"]:
        assert 0 <= provision["start"] <= provision["end"] <= len(one["text"])
    assert one["cites"][0]["number"] == "30/2020/NĐ-CP"
    assert one["cites"][0]["document"] == office.ids["nd30"]
    cited = client.get(f"/api/v1/documents/{office.ids['nd30']}").json
    assert office.ids["labour"] in [citation["document"] for citation in cited["cited_by"]]


def test_adding_a_document(client: FlaskClient) -> None:
    data = docx_of("Số: 7/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc thử giao diện lập trình\nĐiều 1. Thử.\n")
    first = client.post("/api/v1/documents", data={"file": (io.BytesIO(data), "thử.docx")})
    assert first.status_code == 201
    assert {"path", "status", "document", "reason"} <= set(first.json)
    assert first.headers["Location"].endswith(f"/api/v1/documents/{first.json['document']}")
    again = client.post("/api/v1/documents", data={"file": (io.BytesIO(data), "thử.docx")})
    assert (again.status_code, again.json["status"]) == (200, "duplicate")


def test_citations(client: FlaskClient) -> None:
    one = client.post("/api/v1/citations", json={"text": f"Căn cứ {RIGHT};"}).json
    assert [(c["number"], c["status"], c["issued"]) for c in one] == [("30/2020/NĐ-CP", "resolved", "2020-03-05")]
    lines = client.post("/api/v1/citations", json={"lines": [RIGHT, "không có gì", "25-NQ/TW"]}).json
    assert [len(line) for line in lines] == [1, 0, 1]
    assert lines[2][0]["status"] == "ambiguous"
    assert len(lines[2][0]["candidates"]) == 2


def test_checks(client: FlaskClient) -> None:
    answer = client.post("/api/v1/checks", json={"text": DRAFT, "date": "2026-01-05"}).json
    assert answer["date"] == "2026-01-05"
    wrong = answer["findings"][0]
    assert {"text", "start", "end", "verdict", "fields", "document", "suggestion"} <= set(wrong)
    assert wrong["verdict"] == "mismatch"
    assert DRAFT[wrong["start"] : wrong["end"]] == wrong["text"] == WRONG_DATE
    assert [(f["field"], f["found"], f["expected"]) for f in wrong["fields"]] == [
        ("issued", "2020-03-15", "2020-03-05")
    ]
    by_file = client.post("/api/v1/checks", data={"file": (io.BytesIO(docx_of(DRAFT)), "d.docx"), "date": "05/01/2026"})
    # A file is also held to how it is laid out.
    said = [f["verdict"] for f in by_file.json["findings"] if f["verdict"] != "layout"]
    assert said == [f["verdict"] for f in answer["findings"]]


WRONG = [
    ("GET", "/api/v1/search", None, 400, "missing_q"),
    ("GET", "/api/v1/search?q=a&limit=0", None, 400, "wrong_limit"),
    ("GET", "/api/v1/search?q=a&limit=101", None, 400, "wrong_limit"),
    ("GET", "/api/v1/search?q=a&limit=1e9", None, 400, "wrong_limit"),
    ("GET", "/api/v1/search?q=a&offset=-1", None, 400, "wrong_offset"),
    ("GET", "/api/v1/search?q=a&year_from=20", None, 400, "wrong_year_from"),
    ("GET", "/api/v1/search?q=a&year_from=2020&year_to=2001", None, 400, "wrong_years"),
    ("GET", "/api/v1/search?q=a&in_force=2024-02-31", None, 400, "wrong_in_force"),
    ("GET", "/api/v1/search?q=a&mode=x", None, 400, "wrong_mode"),
    ("GET", "/api/v1/search?q=" + "a" * 1001, None, 400, "wrong_q"),
    ("GET", "/api/v1/documents?limit=x", None, 400, "wrong_limit"),
    ("GET", "/api/v1/documents?state=lost", None, 400, "wrong_state"),
    ("GET", "/api/v1/documents/424242", None, 404, "no_such_document"),
    ("GET", "/api/v1/documents/99999999999999999999999", None, 404, "not_found"),
    ("GET", "/api/v1/documents/" + "9" * 5000, None, 404, "not_found"),
    ("GET", "/api/v1/documents/999999999999999999", None, 404, "no_such_document"),
    ("GET", "/api/v1/nothing", None, 404, "not_found"),
    ("DELETE", "/api/v1/documents", None, 405, "method_not_allowed"),
    ("POST", "/api/v1/documents", {}, 415, "unsupported_media_type"),
    ("POST", "/api/v1/citations", {}, 400, "missing_text"),
    ("POST", "/api/v1/citations", {"text": 5}, 400, "wrong_text"),
    ("POST", "/api/v1/citations", {"lines": "x"}, 400, "wrong_lines"),
    ("POST", "/api/v1/citations", {"lines": [1]}, 400, "wrong_lines"),
    ("POST", "/api/v1/citations", ["x"], 400, "wrong_json"),
    ("POST", "/api/v1/checks", {"date": "2024-01-01"}, 400, "missing_text"),
    ("POST", "/api/v1/checks", {"text": "x", "date": "31/02/2024"}, 400, "wrong_date"),
    ("POST", "/api/v1/checks", {"text": "x", "date": 7}, 400, "wrong_date"),
    ("POST", "/api/v1/checks", None, 415, "unsupported_media_type"),
]


@pytest.mark.parametrize(("method", "address", "body", "status", "reason"), WRONG)
def test_wrong_requests(client: FlaskClient, method: str, address: str, body, status: int, reason: str) -> None:
    more = {} if body is None else {"json": body}
    answer = client.open(address, method=method, **more)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json) == PROBLEM
    assert answer.json["status"] == status
    assert answer.json["reason"] == reason
    assert answer.json["detail"]
    assert answer.json["detail_en"]


def test_a_form_without_a_file(client: FlaskClient) -> None:
    answer = client.post("/api/v1/documents", data={"x": "1"}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["reason"]) == (400, "no_file")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
    ],
)
def test_another_site_cannot_post(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/api/v1/citations", json={"text": "x"}, headers=headers).status_code == status


def test_health(client: FlaskClient) -> None:
    state = client.get("/healthz").json
    assert state["status"] == "ok"
    assert state["documents"] >= 8
    assert state["index"]["missing"] == 0
    assert client.get("/readyz").json == {"status": "ok"}


@pytest.mark.parametrize("body", ["[" * 200_000, '{"a":' * 50_000])
def test_nesting_without_end_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/api/v1/checks", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["reason"] in ("nested_too_deep", "wrong_body")
