"""The description of the API is made of the routes, and requests and answers are held to it."""

from __future__ import annotations

import re
import threading
from types import SimpleNamespace

import pytest
from flask import Flask, jsonify
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from tests.web.conftest import Office
from web.api import answering
from web.api.declaring import operation, query
from web.api.description import undeclared
from web.api.parts import FLAG, ID, ON, TEXT, listed, named, one_of, shape, text, whole
from web.problems import install as install_problems


def test_the_description_has_exactly_the_routes(office: Office, client: FlaskClient) -> None:
    described = {
        (method.upper(), re.sub(r"{(\w+)}", "<>", path))
        for path, operations in client.get("/api/v1/openapi.json").json["paths"].items()
        for method in operations
    }
    served = {
        (method, re.sub(r"<[^>]*>", "<>", rule.rule))
        for rule in office.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule in ("/healthz", "/readyz")
    }
    assert described == served


def test_the_description_is_whole(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    described = answer.json
    assert described["openapi"] == "3.1.0"
    for name in set(re.findall(r"#/components/schemas/(\w+)", answer.text)):
        assert name in described["components"]["schemas"]
    operations = [op for each in described["paths"].values() for op in each.values()]
    names = [op["operationId"] for op in operations]
    assert len(names) == len(set(names))
    assert {tag for op in operations for tag in op["tags"]} == {each["name"] for each in described["tags"]}
    for op in operations:
        assert " / " in op["summary"], op["operationId"]
        schemas = [p["schema"] for p in op["parameters"]]
        schemas += [c["schema"] for r in op["responses"].values() for c in r.get("content", {}).values()]
        for schema in schemas:
            Draft202012Validator.check_schema(schema)


@pytest.fixture(scope="module")
def tiny() -> FlaskClient:
    """An application of two routes and one that nobody declared."""
    app = Flask("tiny")
    app.extensions["cancu"] = SimpleNamespace(together=SimpleNamespace(changing=threading.Lock()))
    app.config["CHECK_ANSWERS"] = True
    install_problems(app)
    answering.install(app)

    @app.get("/api/v1/things/<int:thing>")
    @operation(
        "thing",
        "Một thứ / one thing",
        shape({"n": whole(1, 5), "on": TEXT, "names": listed(TEXT), "flag": FLAG}),
        [
            query("n", whole(1, 9), "x", 1),
            query("on", ON, "x", "today"),
            query("name", listed(one_of("a", "b")), "x"),
            query("flag", FLAG, "x", False),
        ],
    )
    def thing(thing: int, n: int, on: str, name: tuple[str, ...], flag: bool) -> object:
        return jsonify(n=n, on=on, names=list(name), flag=flag)

    @app.put("/api/v1/things/<int:thing>")
    @operation(
        "put",
        "Đặt / put",
        shape({"id": ID}),
        body=shape({"id": ID, "in": shape({"words": listed(text(3), 2)})}, ("in",)),
        current=thing,
        match_needed=True,
    )
    def put(thing: int, body: dict[str, object]) -> object:
        return jsonify(id=body["id"])

    @app.get("/api/v1/forgotten")
    def forgotten() -> str:
        return ""

    assert undeclared(app) == ["/api/v1/forgotten"]
    return app.test_client()


ASKED = [
    ("", 200, {"n": 1, "on": "today", "names": [], "flag": False}),
    ("?n=2&on=03/6/2024&name=a&name=b&name=a&flag=1", 200, {"n": 2, "on": "03/6/2024", "names": ["a", "b"]}),
    ("?n=", 400, "wrong_n"),
    ("?n=1&n=2", 400, "wrong_n"),
    ("?n=10", 400, "wrong_n"),
    ("?n=٣", 400, "wrong_n"),
    ("?n=99999999999999999999999", 400, "wrong_n"),
    ("?name=c", 400, "wrong_name"),
    ("?on=31/02/2024", 400, "wrong_on"),
    ("?flag=maybe", 400, "wrong_flag"),
]


@pytest.mark.parametrize(("asked", "status", "expected"), ASKED)
def test_parameters(tiny: FlaskClient, asked: str, status: int, expected: object) -> None:
    answer = tiny.get(f"/api/v1/things/1{asked}", headers={"Accept": "application/json"})
    assert answer.status_code == status
    if status == 200:
        assert expected.items() <= answer.json.items()
    else:
        assert answer.json["reason"] == expected
        assert answer.json["detail"] != answer.json["detail_en"]


SENT = [
    ({"id": 1}, 200, ""),
    ([1], 400, "wrong_json"),
    ({}, 400, "missing_id"),
    ({"id": 0}, 400, "wrong_id"),
    ({"id": True}, 400, "wrong_id"),
    ({"id": "1"}, 400, "wrong_id"),
    ({"id": 1, "in": {}}, 400, "missing_words"),
    ({"id": 1, "in": {"words": ["abcd"]}}, 400, "wrong_in"),
    ({"id": 1, "in": {"words": ["a", "b", "c"]}}, 400, "wrong_in"),
    ({"id": 1, "more": "\ud800"}, 400, "wrong_json"),
]


@pytest.mark.parametrize(("sent", "status", "reason"), SENT)
def test_bodies(tiny: FlaskClient, sent: object, status: int, reason: str) -> None:
    answer = tiny.put("/api/v1/things/1", json=sent, headers={"If-Match": "*"})
    assert answer.status_code == status
    assert status == 200 or answer.json["reason"] == reason


def test_a_change_of_what_was_seen(tiny: FlaskClient) -> None:
    tag = tiny.get("/api/v1/things/1").headers["ETag"]
    assert tiny.get("/api/v1/things/1", headers={"If-None-Match": tag}).status_code == 304

    def put(**headers: str) -> tuple[int, str]:
        answer = tiny.put("/api/v1/things/1", json={"id": 1}, headers=headers)
        return answer.status_code, (answer.json or {}).get("reason", "")

    assert put(**{"If-Match": tag})[0] == 200
    assert put(**{"If-Match": '"else"'}) == (412, "precondition_failed")
    assert put() == (428, "precondition_required")


@pytest.mark.parametrize("match", ["*", '"else"', 'W/"x", "y"', "é"])
def test_a_question_is_answered_whatever_it_was_known_to_be(client: FlaskClient, match: str) -> None:
    known = {"If-Match": match, "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get("/api/v1/documents", headers=known).status_code == 200


def test_an_answer_outside_the_description_is_an_error(tiny: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    assert tiny.get("/api/v1/things/1?n=6").status_code == 500
    assert "6 is greater than the maximum of 5" in caplog.text


def test_a_name_stands_for_one_schema() -> None:
    assert named("Problem", named.__globals__["SCHEMAS"]["Problem"]) == {"$ref": "#/components/schemas/Problem"}
    with pytest.raises(ValueError, match="Problem"):
        named("Problem", {"type": "string"})


def test_pages_of_a_list_lead_to_each_other(client: FlaskClient) -> None:
    narrowed = client.get("/api/v1/documents?limit=1&offset=1&type=Nghị quyết&type=Chỉ thị").headers["Link"]
    assert set(re.findall(r'rel="(\w+)"', narrowed)) == {"first", "prev", "next", "last"}
    seen: list[int] = []
    address = "/api/v1/documents?limit=3"
    while address:
        answer = client.get(address)
        seen += [row["id"] for row in answer.json["documents"]]
        links = {rel: at for at, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])}
        address = links.get("next", "")
    assert len(seen) == len(set(seen)) == answer.json["total"]


def test_head_and_options(client: FlaskClient) -> None:
    got, head = client.get("/api/v1/documents"), client.head("/api/v1/documents")
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    options = client.options("/api/v1/documents")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
