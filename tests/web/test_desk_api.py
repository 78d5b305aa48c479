"""The desk over the API: parts saved by two people, versions, who has a draft open."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.drafting import composed, parts_json
from tests.archive.test_drafting_parts import PLAN
from tests.web.conftest import Office


@pytest.fixture
def at(client: FlaskClient) -> str:
    made = client.post("/api/v1/drafts", json={"parts": parts_json(PLAN)})
    assert (made.status_code, made.json["text"]) == (201, composed(PLAN).text)
    return str(made.headers["Location"])


def _save(client: FlaskClient, at: str, version: int, **more: Any) -> Any:
    answer = client.patch(f"{at}/parts", json={"version": version, **more})
    assert answer.status_code == 200, answer.json
    return answer.json


def test_two_windows_save_different_parts_and_one_paragraph(client: FlaskClient, at: str) -> None:
    assert _save(client, at, 1, parts={"title": "Của Lan"})["version"] == 2
    second = _save(client, at, 1, parts={"signer": "Của Minh\r\n"}, keep=True)
    assert (second["version"], second["parts"]["title"], second["parts"]["signer"]) == (3, "Của Lan", "Của Minh\n")
    first = _save(client, at, 3, parts={"body": PLAN.body.replace("Một việc", "Việc của Lan")})
    mine = PLAN.body.replace("Một việc", "Việc của Minh")
    assert _save(client, at, 3, parts={"body": mine})["needed"] == ["body"]
    clash = _save(client, at, 3, parts={"body": mine}, before={"body": PLAN.body})
    assert clash["version"] == first["version"]
    (told,) = [chunk for chunk in clash["clashes"][0]["chunks"] if chunk["clash"]]
    assert (told["mine"], told["theirs"]) == (["a) Việc của Minh./."], ["a) Việc của Lan./."])
    assert "Việc của Lan" in client.get(at).json["text"]


def test_versions_are_listed_compared_and_restored(client: FlaskClient, at: str) -> None:
    _save(client, at, 1, parts={"title": "Tên khác hẳn"}, keep=True)
    newer, older = client.get(f"{at}/versions").json["versions"]
    assert (newer["kind"], older["kind"], older["version"]) == ("kept", "begun", 1)
    one = client.get(f"{at}/versions/{older['id']}").json
    assert one["parts"] == parts_json(PLAN)
    changed = client.get(f"{at}/versions/{older['id']}/changes").json
    pieces = [piece for each in changed["paragraphs"] if each["kind"] != "same" for piece in each["pieces"]]
    assert "Tên khác hẳn" in "".join(piece["after"] for piece in pieces)
    assert "lưu trữ" in "".join(piece["before"] for piece in pieces)
    same = client.get(f"{at}/versions/{older['id']}/changes?with={older['id']}").json
    assert {each["kind"] for each in same["paragraphs"]} == {"same"}

    assert client.post(f"{at}/versions/{older['id']}/restore").status_code == 428
    tag = client.get(at).headers["ETag"]
    back = client.post(f"{at}/versions/{older['id']}/restore", headers={"If-Match": tag})
    assert (back.status_code, back.json["version"], back.json["parts"]) == (200, 3, parts_json(PLAN))
    assert client.post(f"{at}/versions/{older['id']}/restore", headers={"If-Match": tag}).status_code == 412
    assert len(client.get(f"{at}/versions").json["versions"]) == 3


def test_who_else_is_there(office: Office, client: FlaskClient, at: str) -> None:
    other = office.browser("clerk")
    assert other.post(f"{at}/presence", json={"window": "b"}).status_code == 404
    client.post(f"{at}/presence", json={"window": "a"})
    told = client.post(f"{at}/presence", json={"window": "c", "version": 1}).json
    assert (told["others"], told["changed"]) == ([{"person": told["others"][0]["person"], "mine": True}], [])
    _save(client, at, 1, parts={"place": "Hà Nội"})
    assert client.post(f"{at}/presence", json={"window": "a", "version": 1}).json["changed"] == ["place"]
    assert client.post(f"{at}/presence", json={"window": "c", "gone": True}).json["others"] == []
    assert client.post(f"{at}/presence", json={"window": "a"}).json["others"] == []


def test_what_is_no_part_is_told(client: FlaskClient, at: str) -> None:
    wrong = client.patch(f"{at}/parts", json={"version": 1, "parts": {"bases": "một chuỗi"}})
    assert wrong.status_code == 400
    plain = client.post("/api/v1/drafts", json={"text": "Ghi chú"}).headers["Location"]
    answer = client.patch(f"{plain}/parts", json={"version": 1, "parts": {"body": "x"}})
    assert (answer.status_code, answer.json["reason"]) == (422, "no_parts")
    assert client.get(f"{at}/versions/999999").status_code == 404


def test_drafts_begin_from_templates_documents_and_texts(office: Office, client: FlaskClient) -> None:
    told = client.get("/api/v1/draft-templates?party=true").json["templates"]
    assert (len(told), {each["parts"]["party"] for each in told}) == (10, {True})
    made = client.post("/api/v1/drafts/begin", json={"template": "quyet-dinh"})
    assert (made.status_code, made.json["parts"]["type"]) == (201, "QUYẾT ĐỊNH")
    earlier = client.post("/api/v1/drafts/begin", json={"document": office.ids["sample"]})
    assert earlier.json["parts"]["number"] == ""
    read = client.post("/api/v1/drafts/begin", json={"text": composed(PLAN).text})
    assert read.json["parts"] == parts_json(PLAN)
    without = client.post("/api/v1/drafts/begin", json={"document": office.ids["nq25-xi"]})
    assert (without.status_code, without.json["reason"]) == (422, "no_text_to_begin_from")
    assert client.post("/api/v1/drafts/begin", json={}).json["reason"] == "nothing_to_begin_from"
    assert client.post("/api/v1/drafts/begin", json={"template": "x"}).status_code == 400
