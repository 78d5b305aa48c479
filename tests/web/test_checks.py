"""Files checked without a draft: findings in place, copies with comments, many at once, seen by their sender only."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.reading.base import Limits
from indexer.reading.docx import read_docx
from tests.indexer.annotated import comments, part
from tests.web.browsing import browser_at, needs_browser, serving
from tests.web.conftest import Office, token_in
from tests.web.office import DRAFT, WRONG_DATE, docx_of
from web import checks
from web.caretaking import Caretaker
from web.pages import service

NAMED = "du thao.docx"


def send(client: FlaskClient, *files: tuple[bytes, str], **fields: str) -> str:
    """Send files; where the answer leads."""
    token = token_in(client.get("/checks/").text)
    data = {"csrf_token": token, "file": [(io.BytesIO(content), name) for content, name in files], **fields}
    answer = client.post("/checks/", data=data)
    assert answer.status_code == 302, answer.text
    return answer.location


def table(client: FlaskClient, where: str) -> str:
    """The page of a batch when all its files are read."""
    for _ in range(600):
        state = client.get(f"{where}/state").get_json()
        if not state["going"]:
            return client.get(where).text
        time.sleep(0.05)
    raise AssertionError("never read")


def saved(answer_data: bytes, path: Path) -> Path:
    path.write_bytes(answer_data)
    return path


def test_one_file_is_shown_with_its_findings_and_two_copies(client: FlaskClient, tmp_path: Path) -> None:
    where = send(client, (docx_of(DRAFT), NAMED), signing_date="01/3/2026")
    page = client.get(where, follow_redirects=True)
    assert page.request.path == f"{where}/1"
    assert re.search(r'class="span span--bad" id="cho-\d+"', page.text)
    assert "01/3/2026" in page.text
    before = saved(docx_of(DRAFT), tmp_path / "a.docx")
    commented = client.get(f"{where}/1/commented.docx")
    assert "du%20thao%20%28ghi-chu%29.docx" in commented.headers["Content-Disposition"]
    out = saved(commented.data, tmp_path / "b.docx")
    said = comments(out)
    assert any("Sai lệch" in lines[0] for lines in said.values())
    assert read_docx(out, out.name, Limits()).text == read_docx(before, before.name, Limits()).text
    corrected = saved(client.get(f"{where}/1/corrected.docx").data, tmp_path / "c.docx")
    assert part(corrected, "word/document.xml").findall(".//{*}ins")
    assert client.get(f"{where}/1/other.docx").status_code == 404
    assert client.get(f"{where}/2").status_code == 404


def test_the_corrected_copy_is_clean_but_for_what_is_doubtful(client: FlaskClient) -> None:
    where = send(client, (docx_of(DRAFT), NAMED), signing_date="01/3/2026")
    corrected = client.get(f"{where}/1/corrected.docx").data
    again = send(client, (corrected, "sua.docx"), signing_date="01/3/2026")
    client.get(again)
    state = client.get(f"/api/v1{again.replace('/checks/', '/checks/batches/')}").get_json()
    (row,) = state["files"]
    assert "mismatch" not in row["counts"]
    assert WRONG_DATE not in client.get(f"{again}/1").text


def test_many_files_come_worst_first_with_a_table_and_one_zip(client: FlaskClient) -> None:
    right = "Văn bản này không viện dẫn gì."
    where = send(
        client,
        (right.encode(), "dung.txt"),
        (docx_of(DRAFT), NAMED),
        (docx_of(DRAFT), NAMED),
        (b"PK\x03\x04 hong", "hong.docx"),
        signing_date="01/3/2026",
    )
    page = table(client, where)
    names = re.findall(r'<th scope="row" lang="vi">(?:<a [^>]*>)?([^<]+)', page)
    assert names == ["hong.docx", NAMED, NAMED, "dung.txt"]
    assert "hong.docx" in page
    assert "data-check-state" not in page
    rows = client.get(f"{where}/table.csv").data.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Tệp,Sai,Cần xem,Viện dẫn")
    assert len(rows) == 5
    with zipfile.ZipFile(io.BytesIO(client.get(f"{where}/copies.zip").data)) as zipped:
        assert zipped.namelist() == ["du thao.docx", "du thao (2).docx"]
        assert zipped.testzip() is None
    assert "không phải tệp Word" not in client.get(f"{where}/1").text
    assert "Ghi chú chỉ đặt được vào tệp Word" in client.get(f"{where}/1").text
    assert client.get(f"{where}/1/commented.docx").status_code == 422
    files = f"/api/v1/checks/batches/{where.rsplit('/', 1)[-1]}/files"
    refused = client.get(f"{files}/4")
    assert refused.status_code == 404
    assert "hong.docx" in refused.get_json()["detail"]  # why, not that the check is gone
    assert client.get(f"{files}/9").get_json()["reason"] == "no_such_file"


def test_files_are_added_one_by_one_by_the_script(client: FlaskClient) -> None:
    token = token_in(client.get("/checks/").text)
    key = ""
    for number in range(3):
        data = {"csrf_token": token, "key": key, "file": (io.BytesIO(b"Khong co gi"), f"{number}.txt")}
        told = client.post("/checks/", data=data, headers={"Accept": "application/json"}).get_json()
        key = told["key"]
        assert told["files"] == number + 1
    assert "3 tệp" in table(client, told["url"])
    assert told["url"] in client.get("/checks/").text


def test_nobody_else_sees_what_was_sent(office: Office) -> None:
    mine, other = office.browser("drafter"), office.browser("clerk")
    where = send(mine, (docx_of(DRAFT), NAMED))
    assert mine.get(f"{where}/1").status_code == 200
    for path in ("", "/1", "/1/commented.docx", "/table.csv", "/copies.zip", "/state"):
        assert other.get(f"{where}{path}").status_code == 404, path
    assert where not in other.get("/checks/").text
    token = token_in(other.get("/checks/").text)
    assert other.post(f"{where}/delete", data={"csrf_token": token}).status_code == 404
    assert mine.get("/checks/..%2f..").status_code == 404


def test_files_go_after_an_hour_or_at_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    where = send(client, (docx_of(DRAFT), NAMED))
    key = where.rsplit("/", 1)[-1]
    with client.application.app_context():
        folder = service().cache("checks") / key
    assert folder.is_dir()
    table(client, where)
    monkeypatch.setattr(checks, "KEPT", 0)
    assert client.get(where).status_code == 404
    with client.application.app_context():
        Caretaker(service()).look()  # whether or not anybody sends more
    assert not folder.exists()
    monkeypatch.undo()
    where = send(client, (docx_of(DRAFT), NAMED))
    page = client.get(f"{where}/1").text
    assert client.post(f"{where}/delete", data={"csrf_token": token_in(page)}).status_code == 302
    assert client.get(where).status_code == 404


def test_what_a_dead_process_was_reading_is_read_again(client: FlaskClient) -> None:
    where = send(client, (docx_of(DRAFT), NAMED), (b"Khong", "b.txt"))
    table(client, where)
    with client.application.app_context():
        folder = service().cache("checks") / where.rsplit("/", 1)[-1]
    holds = "import sys, time, filelock; filelock.FileLock(sys.argv[1]).acquire(); print(flush=True); time.sleep(600)"
    lock = str(folder / "reading.lock")
    with subprocess.Popen([sys.executable, "-c", holds, lock], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        (folder / "1.json").unlink()
        for _ in range(3):
            assert client.get(f"{where}/state").get_json()["going"] == 1  # the other is at it
        other.kill()
    assert NAMED in table(client, where)
    assert json.loads((folder / "1.json").read_text())["tally"]


def test_of_files_sent_at_the_same_time_none_is_lost(office: Office) -> None:
    clients = [office.browser("drafter") for _ in range(4)]
    key = send(clients[0], (b"Khong", "0.txt")).rsplit("/", 1)[-1]

    def several(which: int) -> set[int]:
        answers = set()
        for number in range(which * 4 + 1, which * 4 + 5):
            data = {"file": (io.BytesIO(b"Khong"), f"{number}.txt"), "key": key}
            answers.add(clients[which].post("/api/v1/checks/batches", data=data).status_code)
        return answers

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(several, range(4))) == [{202}] * 4
    table(clients[0], f"/checks/{key}")
    files = clients[0].get(f"/api/v1/checks/batches/{key}").get_json()["files"]
    assert sorted(row["name"] for row in files) == sorted(f"{number}.txt" for number in range(17))
    assert sorted(row["number"] for row in files) == list(range(1, 18))


def test_refusals_say_what_to_do(client: FlaskClient) -> None:
    token = token_in(client.get("/checks/").text)
    assert client.post("/checks/", data={"csrf_token": token}).status_code == 400
    wrong = {"csrf_token": token, "signing_date": "32/13/2026", "file": (io.BytesIO(b"a"), "a.txt")}
    answer = client.post("/checks/", data=wrong)
    assert answer.status_code == 400
    assert "03/6/2024" in answer.text


@needs_browser
def test_a_folder_is_sent_file_by_file_and_its_table_fills(office: Office, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.docx").write_bytes(docx_of(DRAFT))
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 hong")
    with serving(office.settings) as site, browser_at(site, "drafter") as page:
        page.goto(f"{site.address}/checks/")
        page.wait_for_selector("form[data-ready]")
        page.set_input_files("#file", [str(path) for path in sorted(tmp_path.iterdir())])
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        page.get_by_text("Đã kiểm tra 4 tệp").wait_for()
        assert page.locator("tbody th").all_inner_texts() == ["hong.docx", "0.docx", "1.docx", "2.docx"]
        page.get_by_role("link", name="0.docx").click()
        page.get_by_role("link", name="Bảng các tệp").wait_for()
        with page.expect_download() as taken:
            page.get_by_role("link", name="Tải bản có ghi chú").click()
        assert taken.value.suggested_filename == "0 (ghi-chu).docx"
        assert comments(Path(taken.value.path()))


def test_programs_get_copies_and_batches(client: FlaskClient, tmp_path: Path) -> None:
    sent = {"file": (io.BytesIO(docx_of(DRAFT)), NAMED), "date": "2026-03-01"}
    copied = client.post("/api/v1/checks/copies", data=sent)
    assert copied.status_code == 200, copied.text
    assert comments(saved(copied.data, tmp_path / "a.docx"))
    tracked = client.post(
        "/api/v1/checks/copies", data={"file": (io.BytesIO(docx_of(DRAFT)), NAMED), "kind": "corrected"}
    )
    assert b"<w:ins " in zipfile.ZipFile(io.BytesIO(tracked.data)).read("word/document.xml")
    text = client.post("/api/v1/checks/copies", data={"file": (io.BytesIO(DRAFT.encode()), "a.txt")})
    assert text.status_code == 422
    assert text.get_json()["reason"] == "not_annotatable"

    files = [(io.BytesIO(docx_of(DRAFT)), NAMED), (io.BytesIO(b"Khong"), "b.txt")]
    begun = client.post("/api/v1/checks/batches", data={"file": files, "date": "2026-03-01"})
    assert begun.status_code == 202, begun.text
    where = f"/api/v1/checks/batches/{begun.get_json()['key']}"
    for _ in range(600):
        batch = client.get(where).get_json()
        if not batch["going"]:
            break
        time.sleep(0.05)
    assert [row["name"] for row in batch["files"]] == [NAMED, "b.txt"]
    assert batch["files"][0]["counts"]["mismatch"] == 1
    number = batch["files"][0]["number"]
    findings = client.get(f"{where}/files/{number}").get_json()["findings"]
    assert any(finding["text"] == WRONG_DATE for finding in findings)
    assert client.get(f"{where}/files/{number}/copy?kind=corrected").data[:2] == b"PK"
    assert client.get(f"{where}/copies").data[:2] == b"PK"
    assert client.delete(where).status_code == 204
    assert client.get(where).status_code == 404
