"""Requests that come again under the same Idempotency-Key are done once."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.models import now
from archive.replays import KeptAnswer, StillAnswering, documents_in
from archive.subscription_rows import KeptAnswerRow
from tests.web.conftest import Office
from tests.web.office import docx_of


def _upload(client: FlaskClient, key: str, words: bytes, name: str = "a.docx"):
    file = (io.BytesIO(words), name)
    return client.post("/api/v1/documents", data={"file": file}, headers={"Idempotency-Key": key})


def test_an_upload_sent_twice_is_one_document(office: Office, client: FlaskClient) -> None:
    words = docx_of("Số: 8/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc gửi hai lần\nĐiều 1. Gửi.\n")
    before = office.app.extensions["cancu"].archive.count()
    first, again = _upload(client, "k1", words), _upload(client, "k1", words)
    assert first.status_code == again.status_code == 201
    assert again.json == first.json
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    # Without a key, or under another, the same bytes are the same document still.
    other = _upload(client, "k2", words)
    assert (other.status_code, other.json["document"]) == (200, first.json["document"])
    assert office.app.extensions["cancu"].archive.count() == before + 1


def test_what_may_no_longer_be_seen_is_not_given_again(office: Office) -> None:
    client, archive = office.browser("clerk"), office.app.extensions["cancu"].archive
    words = docx_of("Số: 9/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc giữ kín bờ ao\nĐiều 1. Giữ.\n")
    first = _upload(client, "k9", words, "giữ kín.docx")
    assert first.status_code == 201
    archive.bin.put(first.json["document"], "")
    again = _upload(client, "k9", words, "giữ kín.docx")
    assert (again.status_code, again.json["reason"]) == (404, "no_such_document")
    assert "giữ kín" not in again.text
    archive.bin.restore(first.json["document"])
    assert _upload(client, "k9", words, "giữ kín.docx").json == first.json


@pytest.mark.parametrize(
    ("body", "location", "ids"),
    [
        ('{"document": 5, "id": 7, "took_ms": 9}', "", {5}),
        ('{"documents": [5, 6], "total": 2}', "", {5, 6}),
        ('{"kept": {"document": {"id": 5, "pages": 3}}}', "", {5}),
        ('{"url": "/documents/12#dieu-3"}', "/api/v1/documents/8", {8, 12}),
        ('{"text": "77", "document": null, "given": true}', "", set()),
        ("", "/x", set()),
    ],
)
def test_the_documents_that_an_answer_tells_of(body: str, location: str, ids: set[int]) -> None:
    assert documents_in(KeptAnswer(200, body, location)) == ids


def test_a_key_stands_for_one_content_of_one_person_at_one_address(office: Office, client: FlaskClient) -> None:
    kept = {"address": "q=dân vận", "name": "a"}
    headers = {"Idempotency-Key": "k3"}
    assert client.post("/api/v1/searches", json=kept, headers=headers).status_code == 201
    other = client.post("/api/v1/searches", json={**kept, "name": "b"}, headers=headers)
    assert (other.status_code, other.json["reason"]) == (422, "idempotency_key_reused")
    assert client.post("/api/v1/citations", json={"text": "x"}, headers=headers).status_code == 200
    viewer = office.browser("viewer").post("/api/v1/citations", json={"text": "y"}, headers=headers)
    assert viewer.status_code == 200


def test_a_failure_is_not_kept(client: FlaskClient) -> None:
    headers = {"Idempotency-Key": "k4"}
    assert client.post("/api/v1/searches", json={"address": "type=Luật"}, headers=headers).status_code == 422
    assert client.post("/api/v1/searches", json={"address": "q=luật"}, headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["a b", "khóa", "x" * 201])
def test_a_key_that_is_none(client: FlaskClient, key: str) -> None:
    answer = client.post("/api/v1/citations", json={"text": "x"}, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json["reason"]) == (400, "wrong_idempotency_key")


def test_while_the_first_is_being_answered(archive: Archive) -> None:
    assert archive.replays.claim("k", "a") is None
    with pytest.raises(StillAnswering):
        archive.replays.claim("k", "a")
    with archive.database.write() as session:
        session.query(KeptAnswerRow).update({"created": now() - timedelta(minutes=20)})
    assert archive.replays.claim("k", "a") is None  # whoever was answering is gone
    archive.replays.keep("k", KeptAnswer(201, "{}", "/x"))
    assert archive.replays.claim("k", "a") == KeptAnswer(201, "{}", "/x")
    with archive.database.write() as session:
        session.query(KeptAnswerRow).update({"created": now() - timedelta(hours=25)})
    assert archive.replays.claim("k", "b") is None
