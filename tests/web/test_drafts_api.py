"""Drafts and originals over the API."""

from __future__ import annotations

import hashlib
import io

from flask.testing import FlaskClient

from tests.web.conftest import Office
from tests.web.office import DRAFT, WRONG_DATE, docx_of


def test_a_draft_from_beginning_to_end(office: Office, client: FlaskClient) -> None:
    made = client.post("/api/v1/drafts", json={"title": "Kho lưu trữ", "text": DRAFT, "signing_date": "2026-01-05"})
    assert made.status_code == 201
    at = made.headers["Location"]
    assert client.get("/api/v1/drafts?limit=1").json["drafts"][0]["title"] == "Kho lưu trữ"
    found = client.get(f"{at}/findings").json
    assert (found["findings"][0]["verdict"], found["findings"][0]["text"]) == ("mismatch", WRONG_DATE)

    tag = client.get(at).headers["ETag"]
    assert client.patch(at, json={"title": "x"}).status_code == 428
    bases = {"bases": [office.ids["ct18"], office.ids["nd30"]]}
    changed = client.patch(at, json=bases, headers={"If-Match": tag})
    assert [base["document_id"] for base in changed.json["bases"]] == bases["bases"]
    assert client.patch(at, json={"title": "x"}, headers={"If-Match": tag}).status_code == 412
    assert "Căn cứ Nghị định số 30/2020/NĐ-CP" in client.get(f"{at}/findings").json["block"]

    corrected = client.post(f"{at}/corrections").json
    assert "30/2020/NĐ-CP ngày 05/3/2020" in corrected["text"]
    assert WRONG_DATE not in corrected["text"]
    assert client.post(f"{at}/corrections").json["version"] == corrected["version"]
    cleared = client.patch(at, json={"signing_date": None}, headers={"If-Match": "*"})
    assert (cleared.json["signing_date"], cleared.json["text"]) == (None, corrected["text"])
    assert client.delete(at).status_code == 204
    assert client.get(at).status_code == 404


def test_what_is_no_basis(office: Office, client: FlaskClient) -> None:
    sample = client.post("/api/v1/drafts", json={"bases": [office.ids["sample"]]})
    assert (sample.status_code, sample.json["reason"]) == (422, "not_citable")
    assert client.post("/api/v1/drafts", json={"bases": [424242]}).status_code == 404
    assert office.browser("viewer").get("/api/v1/drafts").status_code == 403


def test_an_original_comes_back_untouched(client: FlaskClient) -> None:
    data = docx_of("Số: 9/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc trả lại tệp gốc\nĐiều 1. Trả.\n")
    document = client.post("/api/v1/documents", data={"file": (io.BytesIO(data), "gốc.docx")}).json["document"]
    (file,) = client.get(f"/api/v1/documents/{document}").json["files"]
    with client.get(f"/api/v1/documents/{document}/files/{file['sha256']}") as answer:
        assert answer.data == data
    assert hashlib.sha256(data).hexdigest() == file["sha256"]
    assert client.get(f"/api/v1/documents/{document}/files/{'0' * 64}").status_code == 404
