"""Reviews over the API: what waits, and the facts a person confirms."""

from __future__ import annotations

from flask.testing import FlaskClient

from archive.models import Document
from tests.web.conftest import Office


def test_facts_are_confirmed_once_seen(office: Office, client: FlaskClient) -> None:
    archive, ct18 = office.app.extensions["cancu"].archive, office.ids["ct18"]
    with archive.database.write() as session:
        session.get(Document, ct18).certainty = "unconfirmed"
    waiting = client.get("/api/v1/reviews").json
    assert (waiting["total"], [each["document"]["id"] for each in waiting["waiting"]]) == (1, [ct18])
    reason = waiting["waiting"][0]["reasons"][0]
    assert reason["vi"]
    assert client.get("/api/v1/reviews?reason=no_such").json["total"] == 0

    at = f"/api/v1/documents/{ct18}"
    seen = {"If-Match": client.get(at).headers["ETag"]}
    facts = {"signer": " Phan  Văn Khải ", "issued": "2000-09-21"}
    assert client.patch(at, json=facts).status_code == 428
    changed = client.patch(at, json=facts, headers=seen)
    assert changed.status_code == 200, changed.json
    assert changed.json["document"]["signer"] == "Phan Văn Khải"
    assert set(changed.json["document"]["confirmed"]) >= {"signer", "issued"}
    assert client.patch(at, json=facts, headers=seen).status_code == 412
    assert client.patch(at, json={"issued": "21/9/2000"}, headers={"If-Match": "*"}).json["reason"] == "wrong_issued"
    assert client.patch(at, json={}, headers={"If-Match": "*"}).json["reason"] == "nothing_given"
    hits = client.get("/api/v1/search?q=18/2000/CT-TTg").json["hits"]
    assert hits[0]["document"]["id"] == ct18


def test_one_key_for_two_documents_is_asked(office: Office, client: FlaskClient) -> None:
    at = f"/api/v1/documents/{office.ids['sample']}"
    same = {"type": "Chỉ thị", "number": "18/2000/CT-TTg", "issued": "2000-09-21"}
    asked = client.patch(at, json=same, headers={"If-Match": "*"})
    assert (asked.status_code, asked.json["reason"]) == (409, "same_key")
    assert client.patch(at, json={**same, "anyway": True}, headers={"If-Match": "*"}).status_code == 200


def test_only_clerks_review(office: Office) -> None:
    drafter = office.browser("drafter")
    assert drafter.get("/api/v1/reviews").status_code == 403
    assert drafter.patch("/api/v1/documents/1", json={"title": "x"}).status_code == 403
