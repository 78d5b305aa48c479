"""Files that were sent together: followed, summed up, found again by whoever comes back."""

from __future__ import annotations

import html
import io
import re
import threading
import time

from tests.web.conftest import Office, token_in
from tests.web.office import PLAN, docx_of

BATCH = "ab" * 16


def send(client, data: bytes, name: str, batch: str = BATCH) -> dict:
    form = {"csrf_token": token_in(client.get("/upload").text), "batch": batch, "file": (io.BytesIO(data), name)}
    sent = client.post("/upload", data=form, headers={"Accept": "application/json"}, content_type="multipart/form-data")
    return sent.json


def test_a_batch_is_summed_up_and_found_again(office: Office) -> None:
    client = office.browser("clerk")
    plan = docx_of(PLAN.replace("15/KH", "91/KH"))
    send(client, plan, "một.docx")
    send(client, plan, "một lần nữa.docx")
    send(client, docx_of(PLAN.replace("15/KH", "91/KH") + "Thêm.\n"), "bản khác.docx")
    send(client, b"%PDF-1.7 hong", "hỏng.pdf")
    secret = docx_of(PLAN.replace("KẾ HOẠCH", "TUYỆT MẬT\nKẾ HOẠCH").replace("15/KH", "92/KH"))
    told = send(client, secret, "kín.docx")
    assert "Lượt nạp này: 5 tệp" in told["summary"]
    assert "đã xong" in told["summary"]
    page = html.unescape(client.get("/upload").text)
    for said in ("Lượt nạp này: 5 tệp", "1 trùng số và ngày", "2 không nhận được", "1 đã có trong kho"):
        assert said in page
    for name in ("một.docx", "một lần nữa.docx", "bản khác.docx", "hỏng.pdf"):
        assert name in page
    assert "kín.docx" not in page
    for path in office.settings.home.rglob("*"):
        assert not path.is_file() or "kín.docx".encode() not in path.read_bytes(), path
    # Others have batches of their own, and what is sent later begins another.
    assert "Lượt nạp này" not in office.browser("administrator").get("/upload").text
    following = re.search(r'name="batch" value="(\w+)"', page)[1]
    assert following != BATCH
    send(client, docx_of(PLAN.replace("15/KH", "93/KH")), "hai.docx", following)
    assert "Lượt nạp này: 1 tệp" in client.get("/upload").text
    assert "Lượt nạp này: 5 tệp" in client.get(f"/upload?batch={BATCH}").text
    client.post("/upload/clear", data={"csrf_token": token_in(client.get("/upload").text)})
    assert "hai.docx" not in client.get("/upload").text


def test_the_same_file_twice_in_a_batch_is_read_once(office: Office, monkeypatch) -> None:
    from indexer.reading import Reader
    from web.pages import uploads

    real = Reader.read
    goes_on = threading.Event()

    def slowly(self: Reader, path, name=None, tell=None):
        assert goes_on.wait(60)
        return real(self, path, name, tell)

    monkeypatch.setattr(Reader, "read", slowly)
    monkeypatch.setattr(uploads, "PATIENCE", 0.1)
    client = office.browser("clerk")
    data, batch = docx_of(PLAN.replace("15/KH", "94/KH")), "cd" * 16
    first = send(client, data, "a.docx", batch)["outcomes"][0]
    second = send(client, data, "b.docx", batch)["outcomes"][0]
    assert (second["status"], second["code"], second["ended"]) == ("duplicate", "same_in_batch", True)
    assert re.search(r'name="batch" value="(\w+)"', client.get("/upload").text)[1] == batch
    state = client.get(f"/upload/state?ticket={first['ticket']}&batch={batch}").json
    assert "còn 1 tệp đang chờ" in state["summary"]
    goes_on.set()
    until = time.monotonic() + 300
    while time.monotonic() < until:
        state = client.get(f"/upload/state?ticket={first['ticket']}&batch={batch}").json
        if state["outcomes"][0]["ended"]:
            break
        time.sleep(0.05)
    assert "Lượt nạp này: 2 tệp" in state["summary"]


def test_a_wrong_name_of_a_batch_is_none(office: Office) -> None:
    client = office.browser("clerk")
    assert "Lượt nạp" not in send(client, docx_of("Một dòng.\n"), "x.docx", "../../x")["summary"]
