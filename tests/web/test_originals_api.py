"""Files of a document over the API: their pages, and what a person decides of a copy."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

import corpus.samples
from tests.web.conftest import Office
from tests.web.office import PLAN, docx_of

BUILT = Path(corpus.samples.__file__).parent / "built"


def sent(client: FlaskClient, data: bytes, name: str, **fields: str) -> dict:
    return client.post("/api/v1/documents", data={"file": (io.BytesIO(data), name), **fields}).json


def files_of(client: FlaskClient, document: int) -> dict[str, tuple[str, str]]:
    """name → (hash, role)"""
    files = client.get(f"/api/v1/documents/{document}").json["files"]
    return {each["name"]: (each["sha256"], each["role"]) for each in files}


def test_pages_of_a_file(office: Office) -> None:
    client = office.browser("clerk")
    data = (BUILT / "2026-giay-moi-ngay-hoi-dai-doan-ket.pdf").read_bytes()
    document = sent(client, data, "giấy mời.pdf")["document"]
    at = f"/api/v1/documents/{document}/files/{files_of(client, document)['giấy mời.pdf'][0]}"
    with client.get(at) as original:
        assert original.data == data
    with client.get(f"{at}/pages/1") as page, Image.open(io.BytesIO(page.data)) as whole:
        assert (page.mimetype, whole.height > whole.width) == ("image/png", True)
    with Image.open(io.BytesIO(client.get(f"{at}/pages/1/0-0-10000-500").data)) as strip:
        assert strip.width > 5 * strip.height
    for wrong in ("pages/0", "pages/99", "pages/1/500-0-400-100", "pages/1/0-0-10001-9", "searchable"):
        answer = client.get(f"{at}/{wrong}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), wrong
    viewer = office.browser("viewer")
    with viewer.get(f"{at}/pages/1") as page:
        assert page.status_code == 200
    assert viewer.post(f"{at}/decision", json={"copy": True}).status_code == 403
    assert viewer.put(f"{at}/role", json={"role": "original"}).status_code == 403


def test_another_copy_is_kept_shown_and_parted(office: Office) -> None:
    client = office.browser("clerk")
    plan = PLAN.replace("15/KH", "83/KH")
    document = sent(client, docx_of(plan), "một.docx")["document"]
    more = plan.replace("II. TỔ CHỨC", "3. Thêm một việc ở từng đoạn bờ kênh.\nII. TỔ CHỨC")
    assert sent(client, docx_of(more), "hai.docx")["code"] == "same_key"
    files = files_of(client, document)
    assert {name: role for name, (_, role) in files.items()} == {"một.docx": "original", "hai.docx": "offered"}
    one, two = (f"/api/v1/documents/{document}/files/{files[name][0]}" for name in ("một.docx", "hai.docx"))

    own = client.post(f"{one}/decision", json={"copy": False})
    assert (own.status_code, own.json["reason"]) == (409, "not_waiting")
    assert client.post(f"{two}/decision", json={"copy": True}).json == {"copy": True, "upload": None}
    assert files_of(client, document)["hai.docx"][1] == "copy"

    assert client.put(f"{two}/role", json={"role": "original"}).json == {"changed": True, "refused": []}
    assert "Thêm một việc" in client.get(f"/api/v1/documents/{document}").json["text"]
    assert client.put(f"{two}/role", json={"role": "original"}).json["changed"] is False
    assert client.put(f"{two[:-64]}{'0' * 64}/role", json={"role": "original"}).status_code == 404

    parted = client.post(f"{one}/decision", json={"copy": False})
    other = parted.json["upload"]["document"]
    assert other not in (None, document)
    assert list(files_of(client, document)) == ["hai.docx"]
    assert [each["document"]["id"] for each in client.get(f"/api/v1/documents/{document}/duplicates").json[
        "duplicates"]] == [other]  # fmt: skip
    same = client.post(f"/api/v1/documents/{document}/apart", json={"other": document})
    assert (same.status_code, same.json["reason"]) == (422, "same_document")
    assert client.post(f"/api/v1/documents/{document}/apart", json={"other": 999_999}).status_code == 404
    assert client.post(f"/api/v1/documents/{document}/apart", json={"other": other}).status_code == 204
    assert client.get(f"/api/v1/documents/{document}/duplicates").json["duplicates"] == []


def test_who_may_see_a_file_is_said_as_it_is_sent(office: Office) -> None:
    clerk = office.browser("clerk")
    me = clerk.get("/api/v1/me").json["person"]["id"]
    hidden = sent(clerk, docx_of(PLAN.replace("15/KH", "84/KH")), "kín.docx", level="named", people=f"{me}")
    access = clerk.get(f"/api/v1/documents/{hidden['document']}/access").json
    assert (access["level"], access["people"]) == ("named", [me])
    assert office.browser("viewer").get(f"/api/v1/documents/{hidden['document']}").status_code == 404
    nobody = sent(clerk, docx_of(PLAN.replace("15/KH", "85/KH")), "kín.docx", level="named", people="999999")
    assert (nobody["status"], nobody["reason"]) == (422, "no_such_person")
    assert sent(clerk, b"x", "kín.txt", level="named", people="1;2")["reason"] == "wrong_people"


def test_the_list_of_what_was_sent_is_cleared(office: Office) -> None:
    clerk = office.browser("clerk")
    document = sent(clerk, docx_of(PLAN.replace("15/KH", "86/KH")), "tám.docx")["document"]
    listed = clerk.get("/api/v1/uploads").json["uploads"]
    assert document in [each["document"] for each in listed]
    assert clerk.delete("/api/v1/uploads").json["cleared"] >= 1
    assert clerk.get("/api/v1/uploads").json["uploads"] == []
    assert clerk.get(f"/api/v1/documents/{document}").status_code == 200


@pytest.mark.parametrize("role", ["viewer", "drafter"])
def test_only_a_clerk_clears_it(office: Office, role: str) -> None:
    assert office.browser(role).delete("/api/v1/uploads").status_code == 403
