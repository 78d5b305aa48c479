"""The upload page and the API while files are on their way."""

from __future__ import annotations

import html
import io
import re
import threading
import time

import pytest

from indexer.ingest import Outcome
from indexer.reading import Reader
from tests.web.conftest import Office, token_in
from tests.web.office import PLAN, docx_of
from web import service
from web.api import routes
from web.pages import uploads

SECRET = PLAN.replace("KẾ HOẠCH", "TUYỆT MẬT\nKẾ HOẠCH").replace("15/KH", "88/KH").replace("bờ kênh", "bờ hào kín")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A reader that stays at the first page until the event is set, before callers that do not wait."""
    real = Reader.read
    goes_on = threading.Event()

    def read(self: Reader, path, name=None, tell=None):
        tell(1, 4)
        assert goes_on.wait(60)
        tell(2, 4)
        return real(self, path, name, tell)

    monkeypatch.setattr(Reader, "read", read)
    monkeypatch.setattr(uploads, "PATIENCE", 0.3)
    monkeypatch.setattr(uploads, "_QUICK", 0.3)
    monkeypatch.setattr(routes, "PATIENCE", 0.3)
    return goes_on


def post(client, data: bytes, name: str, **fields: str):
    token = token_in(client.get("/upload").text)
    form = {"csrf_token": token, "file": (io.BytesIO(data), name), **fields}
    return client.post("/upload", data=form, headers={"Accept": "application/json"}, content_type="multipart/form-data")


def followed(client, ticket: str, goes_on: threading.Event | None = None, seconds: float = 300):
    until = time.monotonic() + seconds
    seen = []
    while time.monotonic() < until:
        (outcome,) = client.get(f"/upload/state?ticket={ticket}").json["outcomes"]
        seen.append((outcome["status"], outcome["done"], outcome["pages"]))
        if outcome["ended"]:
            return outcome, seen
        if goes_on is not None and outcome["done"]:
            goes_on.set()
        time.sleep(0.05)
    raise AssertionError(seen)


def test_a_file_is_followed_page_by_page(office: Office, slow: threading.Event) -> None:
    client = office.browser()
    (sent,) = post(client, docx_of(PLAN.replace("15/KH", "61/KH")), "quét.docx", follow="1").json["outcomes"]
    assert sent["status"] in ("waiting", "reading")
    assert f'data-ticket="{sent["ticket"]}"' in sent["html"]
    page = html.unescape(client.get("/upload").text)
    assert "quét.docx" in page
    assert 'http-equiv="refresh"' in page
    outcome, seen = followed(client, sent["ticket"], slow)
    assert ("reading", 1, 4) in seen
    assert outcome["status"] in ("added", "needs_review")
    assert "Kiểm tra và xác nhận" in outcome["html"]
    page = client.get("/upload").text
    assert 'http-equiv="refresh"' not in page
    assert "quét.docx" in page
    client.post("/upload/clear", data={"csrf_token": token_in(page)})
    assert "quét.docx" not in client.get("/upload").text
    assert client.get(f"/documents/{outcome['document']}").status_code == 200


def test_the_api_gives_a_ticket_for_what_takes_long(office: Office, slow: threading.Event) -> None:
    client = office.browser()
    data = docx_of(PLAN.replace("15/KH", "62/KH"))
    answer = client.post("/api/v1/documents", data={"file": (io.BytesIO(data), "dài.docx")})
    assert answer.status_code == 202
    where = answer.headers["Location"]
    assert where == f"/api/v1/uploads/{answer.json['ticket']}"
    assert {"path", "status", "document", "reason", "done", "pages"} <= set(answer.json)
    listed = client.get("/api/v1/uploads").json
    assert answer.json["ticket"] in [each["ticket"] for each in listed["uploads"]]
    followed(client, answer.json["ticket"], slow)
    ended = client.get(where).json
    assert ended["status"] in ("added", "needs_review")
    assert client.get("/api/v1/uploads/0").json["reason"] == "no_such_upload"


def test_of_a_state_secret_only_the_refusal_is_kept(office: Office) -> None:
    client = office.browser()
    name = "phương án giữ kín.docx"
    secret = docx_of(SECRET)
    (told,) = post(client, secret, name).json["outcomes"]
    assert (told["status"], told["code"], told["document"]) == ("refused", "state_secret", None)
    assert "TUYỆT MẬT" in told["reason"]
    assert told["name"] == ""
    api = client.post("/api/v1/documents", data={"file": (io.BytesIO(secret), name)})
    assert (api.status_code, api.json["reason"]) == (422, "state_secret")
    assert "phương án" not in client.get("/upload").text
    for path in office.settings.home.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for word in ("hào kín", "88/KH-UBND", "giữ kín"):
            assert word.encode() not in data, path
        assert data != secret, path


def test_decided_to_be_another_document_while_it_takes_long(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = office.browser()
    plan = PLAN.replace("15/KH", "63/KH")
    first = post(client, docx_of(plan), "một.docx").json["outcomes"][0]["document"]
    (offered,) = post(client, docx_of(plan + "Thêm dòng này.\n"), "hai.docx").json["outcomes"]
    assert offered["code"] == "same_key"
    where = re.search(r'action="(/documents/\d+/files/[0-9a-f]{64}/decision)"', offered["html"])
    assert where is not None
    monkeypatch.setattr("web.pages.originals.PATIENCE", 0.0)
    decided = client.post(where[1], data={"csrf_token": token_in(client.get("/upload").text), "copy": "0"})
    assert decided.location == "/upload"
    until = time.monotonic() + 300
    while time.monotonic() < until and "hai.docx" in client.get(f"/documents/{first}").text:
        time.sleep(0.1)
    assert "hai.docx" not in client.get(f"/documents/{first}").text


def test_a_refusal_is_told_without_a_ticket(office: Office) -> None:
    taken = office.app.extensions["cancu"].take(office.settings.home / "không có", "không có", 0)
    assert (taken.status, taken.ticket) == ("refused", "")
    assert isinstance(taken.outcome(), Outcome)
    assert service.PATIENCE > 0


def test_whoever_sends_what_lies_in_the_bin_is_told(office: Office) -> None:
    first, second = office.browser(), office.browser("clerk")
    file = docx_of(PLAN.replace("15/KH", "71/KH"))
    (sent,) = post(first, file, "một.docx", follow="1").json["outcomes"]
    filed, _ = followed(first, sent["ticket"])
    office.app.extensions["cancu"].archive.bin.put(filed["document"], "")
    (again,) = post(second, file, "lại.docx", follow="1").json["outcomes"]
    told, _ = followed(second, again["ticket"]) if again["ticket"] else (again, [])
    assert (told["status"], told["code"]) == ("refused", "in_bin")
    assert "thùng rác" in told["reason"]
