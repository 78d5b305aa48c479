"""The API and the commands of relations, validity, alerts and what is wanted."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.conftest import Office
from tests.web.related import relate
from web.cli import cancu


@pytest.fixture(scope="module")
def ids(office: Office) -> dict[str, int]:
    """The office with relations; ids of all its documents."""
    return {**office.ids, **relate(office.app.extensions["cancu"].archive, office.ids["labour"])}


def test_relations_of_a_document(client: FlaskClient, ids: dict[str, int]) -> None:
    found = client.get(f"/api/v1/documents/{ids['new']}/relations").json["relations"]
    first = next(each for each in found if each["kind"] == "replaces")
    assert first["source"]["id"] == ids["new"]
    assert first["target"]["id"] == ids["old"]
    assert first["evidence"]["text"].startswith("Quyết định này thay thế")
    assert client.get(f"/api/v1/relations/{first['id']}").json == first
    unclear = next(each for each in found if each["kind"] == "amends")
    assert (unclear["target"], unclear["status"], len(unclear["candidates"])) == (None, "ambiguous", 2)


def test_a_relation_is_stated_decided_and_removed(client: FlaskClient, ids: dict[str, int]) -> None:
    address = f"/api/v1/documents/{ids['plan']}/relations"
    body = {"kind": "corrects", "target": ids["ct18"], "scope": ["dieu:5"], "effective": "2025-04-01"}
    made = client.post(address, json=body)
    assert made.status_code == 201
    assert (made.json["scope"], made.json["effective"], made.json["origin"]) == (["dieu:5"], "2025-04-01", "person")
    again = client.post(address, json=body)
    assert (again.status_code, again.json["reason"]) == (409, "relation_known")
    place = made.headers["Location"]
    assert client.patch(place, json={"decision": "rejected"}).json["decision"] == "rejected"
    removed = client.delete(place)
    assert (removed.status_code, removed.data) == (204, b"")
    assert client.get(place).status_code == 404


def test_what_was_read_is_not_removed_and_what_is_unclear_not_confirmed(
    client: FlaskClient, ids: dict[str, int]
) -> None:
    found = client.get(f"/api/v1/documents/{ids['new']}/relations").json["relations"]
    by_kind = {each["kind"]: f"/api/v1/relations/{each['id']}" for each in found}
    assert client.delete(by_kind["replaces"]).json["reason"] == "relation_read"
    assert client.patch(by_kind["amends"], json={"decision": "confirmed"}).json["reason"] == "relation_ambiguous"
    chosen = client.patch(by_kind["amends"], json={"decision": "confirmed", "target": ids["nq25-x"]}).json
    assert chosen["target"]["id"] == ids["nq25-x"]


def test_validity_at_a_day_and_through_time(client: FlaskClient, ids: dict[str, int]) -> None:
    def state(on: str, **more: str) -> str:
        address = f"/api/v1/documents/{ids['old']}/validity"
        return client.get(address, query_string={"on": on, **more}).json["validity"]["state"]

    assert [state(day) for day in ("2020-04-15", "2026-01-15")] == ["not_yet", "expired"]
    assert state("2026-01-14") != "expired"
    line = client.get(f"/api/v1/documents/{ids['old']}/validity").json["timeline"]
    assert line[0]["start"] is None
    assert line[-1]["end"] is None
    assert [a["end"] for a in line[:-1]] == [b["start"] for b in line[1:]]


def test_the_graph_and_what_a_document_strikes(client: FlaskClient, ids: dict[str, int]) -> None:
    graph = client.get(f"/api/v1/documents/{ids['old']}/graph").json
    ties = {(edge["kind"], edge["outgoing"]): edge["document"]["id"] for edge in graph["edges"]}
    assert ties["replaces", False] == ids["new"]
    assert ties["basis", False] == ids["plan"]
    struck = client.get(f"/api/v1/documents/{ids['new']}/affected").json["affected"]
    assert [each["document"]["id"] for each in struck] == [ids["plan"]]


def test_alerts_and_wanted(client: FlaskClient, ids: dict[str, int]) -> None:
    alerts = client.get("/api/v1/alerts?on=2026-06-01").json
    (alert,) = alerts["alerts"]
    assert (alert["document"]["id"], alert["target"]["id"]) == (ids["plan"], ids["old"])
    assert [each["id"] for each in alert["successors"]] == [ids["new"]]
    assert alerts["more"] is False
    wanted = client.get("/api/v1/wanted").json
    assert "77/2030/NQ-XYZ" in [each["number"] for each in wanted["wanted"]]
    assert client.get("/api/v1/relations").json["total"] >= 1


WRONG = [
    ("GET", "/api/v1/documents/424242/relations", None, 404),
    ("GET", "/api/v1/documents/424242/validity", None, 404),
    ("GET", "/api/v1/documents/424242/graph", None, 404),
    ("GET", "/api/v1/documents/424242/affected", None, 404),
    ("POST", "/api/v1/documents/424242/relations", {"kind": "amends", "target": 1}, 404),
    ("GET", "/api/v1/relations/424242", None, 404),
    ("PATCH", "/api/v1/relations/424242", {"decision": "confirmed"}, 404),
    ("DELETE", "/api/v1/relations/424242", None, 404),
    ("POST", "/api/v1/documents/1/relations", {"kind": "cites", "target": 2}, 400),
    ("POST", "/api/v1/documents/1/relations", {"kind": ["amends"], "target": 2}, 400),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends"}, 400),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends", "target": True}, 400),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends", "target": 424242}, 404),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends", "target": 1}, 422),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends", "target": 2, "scope": "dieu:5"}, 400),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends", "target": 2, "effective": "31/02/2020"}, 400),
    ("POST", "/api/v1/documents/1/relations", {"kind": "amends", "target": 2, "note": 5}, 400),
    ("POST", "/api/v1/documents/1/relations", None, 415),
    ("GET", "/api/v1/documents/1/validity?on=31/02/2020", None, 400),
    ("GET", "/api/v1/documents/1/graph?limit=0", None, 400),
    ("GET", "/api/v1/alerts?scope=theirs", None, 400),
    ("GET", "/api/v1/alerts?on=x", None, 400),
    ("GET", "/api/v1/wanted?limit=101", None, 400),
]


@pytest.mark.parametrize(("method", "address", "body", "status"), WRONG)
def test_wrong_requests(client: FlaskClient, ids: dict[str, int], method: str, address: str, body, status: int) -> None:
    answer = client.open(address, method=method, **({} if body is None else {"json": body}))
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail_en"]


@pytest.mark.parametrize(("method", "address"), [("PATCH", "/api/v1/relations/1"), ("DELETE", "/api/v1/relations/1")])
def test_another_site_changes_nothing(client: FlaskClient, method: str, address: str) -> None:
    answer = client.open(address, method=method, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["relations", "9/2026/QĐ-UBND"], 0, "thay thế Quyết định 4/2020/QĐ-UBND"),
        (["validity", "4/2020/QĐ-UBND", "--date", "2026-06-01"], 0, "hết hiệu lực tại ngày 01/6/2026"),
        (["validity", "4/2020/QĐ-UBND", "--date", "hôm qua"], 2, ""),
        (["validity", "99/1999/QĐ-XYZ"], 1, "Không có văn bản"),
        (["validity", "25-NQ/TW"], 1, "Có 2 văn bản mang số này"),
        (["alerts", "--date", "2026-06-01"], 0, "thay thế: Quyết định 9/2026/QĐ-UBND"),
        (["wanted"], 0, "77/2030/NQ-XYZ"),
        (["wanted", "--limit", "0"], 2, ""),
    ],
)
def test_commands(
    office: Office, ids: dict[str, int], monkeypatch, arguments: list[str], status: int, said: str
) -> None:
    monkeypatch.setenv("CANCU_HOME", str(office.settings.home))
    monkeypatch.delenv("CANCU_DATABASE_URL", raising=False)
    result = CliRunner().invoke(cancu, arguments)
    assert result.exit_code == status
    assert said in result.output
    if status == 0:
        assert isinstance(json.loads(CliRunner().invoke(cancu, [*arguments, "--json"]).stdout), dict)
