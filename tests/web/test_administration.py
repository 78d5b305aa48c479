"""The administrator's pages: what each does, and that nobody else gets there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive import audit
from archive.models import Document
from archive.refiling import SECRET, question
from archive.restoring import staged
from archive.seeing import Viewer, seeing
from archive.trail import TrailFilter
from indexer.meaning.ledger import OPENED, Ledger
from indexer.meaning.passages import OPENING, Passage
from tests.web import signing_in
from tests.web.conftest import Office, token_in

PAGES = (
    "/admin/health",
    "/admin/audit/",
    "/admin/audit/export",
    "/admin/backup/",
    "/admin/bin",
    "/admin/retention",
    "/admin/statistics/",
    "/admin/statistics/types.csv",
    "/admin/settings/",
)


def post(browser: FlaskClient, address: str, page: str = "/admin/settings/", status: int = 302, **fields: str) -> str:
    fields["csrf_token"] = token_in(browser.get(page).text)
    answer = browser.post(address, data=fields)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_administrators(office: Office, address: str) -> None:
    assert office.browser().get(address).status_code == 200
    assert office.browser("clerk").get(address).status_code == 403
    assert office.visitor().get(address).status_code == 303


def test_settings_are_kept_whole_or_not_at_all(office: Office) -> None:
    browser = office.browser()
    post(browser, "/admin/settings/", office_name="Ủy ban nhân dân xã Đồng Mẫu")
    page = browser.get("/admin/settings/").text
    assert 'value="Ủy ban nhân dân xã Đồng Mẫu"' in page
    wrong = post(browser, "/admin/settings/", status=422, office_name="Khác", backup_hour="99")
    assert "phải là số nguyên từ 0 đến 23" in wrong
    assert 'value="Khác"' in wrong
    archive = office.app.extensions["cancu"].archive
    assert archive.options.get("office_name") == "Ủy ban nhân dân xã Đồng Mẫu"


def test_deleted_documents_are_nowhere_until_they_are_taken_out(office: Office) -> None:
    clerk, administrator, plan = office.browser("clerk"), office.browser(), office.ids["long"]
    archive = office.app.extensions["cancu"].archive
    number = archive.record(plan).title
    assert f"/documents/{plan}" in clerk.get("/", query_string={"q": number}).text
    assert office.browser("viewer").post(f"/documents/{plan}/bin").status_code == 403
    post(clerk, f"/documents/{plan}/bin", page="/documents/", reason="nạp nhầm")
    for address in (f"/documents/{plan}", f"/api/v1/documents/{plan}", f"/documents/{plan}/review"):
        assert administrator.get(address).status_code == 404
    assert f"/documents/{plan}" not in clerk.get("/", query_string={"q": number}).text
    assert administrator.get("/healthz").get_json()["status"] == "ok"
    lying = administrator.get("/admin/bin").text
    assert "nạp nhầm" in lying
    assert "Lý Thị Thư" in lying
    post(administrator, f"/admin/bin/{plan}/restore")
    assert f"/documents/{plan}" in clerk.get("/", query_string={"q": number}).text


def test_purging_asks_for_the_word(office: Office) -> None:
    administrator, gone = office.browser(), office.ids["sample"]
    post(administrator, f"/documents/{gone}/bin")
    assert "XÓA HẲN" in post(administrator, "/admin/bin/purge", status=422, document=str(gone), word="xoa")
    archive = office.app.extensions["cancu"].archive
    assert len(archive.bin.all()) == 1
    post(administrator, "/admin/bin/purge", document=str(gone), word=" xóa  hẳn ")
    assert archive.bin.all() == ()
    assert [each.action for each in archive.trail.page(TrailFilter(document=gone))][:2] == ["purged", "binned"]


def test_a_secret_found_on_reading_again_can_be_purged_where_it_is_seen(office: Office) -> None:
    document = office.ids["ct18"]
    archive = office.app.extensions["cancu"].archive
    question(archive, document, SECRET)
    assert "purge-secret" not in office.browser("clerk").get(f"/documents/{document}/review").text
    administrator = office.browser()
    assert "purge-secret" in administrator.get(f"/documents/{document}/review").text
    post(administrator, f"/documents/{document}/purge-secret", status=422, word="")
    post(administrator, f"/documents/{document}/purge-secret", word="XÓA HẲN")
    assert administrator.get(f"/documents/{document}").status_code == 404


def test_a_backup_is_made_checked_and_made_ready(office: Office, tmp_path: Path) -> None:
    browser, desk = office.browser(), office.app.extensions["cancu"]
    post(browser, "/admin/backup/")
    assert desk.tasks.now is None
    post(browser, "/admin/settings/", backup_folder=str(tmp_path))
    post(browser, "/admin/backup/")
    desk.tasks.wait(60)
    (made,) = tmp_path.glob("cancu-*.zip")
    assert made.name in browser.get("/admin/backup/").text
    with browser.get(f"/admin/backup/files/{made.name}") as taken:
        assert taken.data == made.read_bytes()
    assert browser.get("/admin/backup/files/..%2fsession.key").status_code == 404
    post(browser, f"/admin/backup/files/{made.name}/check")
    desk.tasks.wait(60)
    assert "còn tốt" in browser.get("/admin/backup/").text
    post(browser, f"/admin/backup/files/{made.name}/restore", status=422, word="")
    post(browser, f"/admin/backup/files/{made.name}/restore", word="khôi phục")
    desk.tasks.wait(60)
    assert (staged(desk.settings) or {})["from"] == made.name
    assert "khởi động lại" in browser.get("/admin/backup/").text
    post(browser, "/admin/backup/forget")
    assert staged(desk.settings) is None
    post(browser, "/admin/backup/verify")
    desk.tasks.wait(60)
    assert "Mọi thứ còn nguyên" in browser.get("/admin/backup/").text
    made.write_bytes(made.read_bytes()[:-10])
    post(browser, f"/admin/backup/files/{made.name}/check")
    desk.tasks.wait(60)
    assert "bị hỏng" in browser.get("/admin/backup/").text


def test_the_trail_is_narrowed_and_exported(office: Office) -> None:
    browser, labour = office.browser("viewer"), office.ids["labour"]
    browser.get(f"/documents/{labour}")
    administrator = office.browser()
    page = administrator.get(f"/admin/audit/?document={labour}&action=saw").text
    assert "Đỗ Văn Đọc" in page
    assert "Bộ luật Lao động" in page
    assert "nạp vào kho" not in page.partition("<tbody>")[2]
    lines = administrator.get(f"/admin/audit/export?document={labour}").text.splitlines()
    assert lines[0].endswith("hash")
    assert all(f",{labour}," in line for line in lines[1:])
    signed = administrator.get("/admin/audit/?action=signed_in&actor=Đỗ Văn Đọc").text
    assert "đăng nhập" in signed.partition("<tbody>")[2]
    assert "ngày có thật" in administrator.get("/admin/audit/?since=31/2/2026").text
    assert "Không có mục nào như vậy" in administrator.get("/admin/audit/?until=01/01/2020").text


def test_the_trail_does_not_say_what_was_done_to_a_hidden_document(office: Office) -> None:
    labour = office.ids["labour"]
    archive = office.app.extensions["cancu"].archive
    owner = signing_in.person(archive, "clerk").id
    with archive.database.write() as session:
        document = session.get_one(Document, labour)
        document.access, document.owner_id = "named", owner
    try:
        assert "Không có mục nào" in office.browser().get(f"/admin/audit/?document={labour}").text
        page = office.browser().get("/admin/audit/?action=added").text
        assert "Bộ luật" not in page
        # It says that something was done all the same, and the chain is verified whole.
        assert page.count("nạp vào kho") > 1
        with seeing(Viewer(1, "Vũ Văn Quản", "administrator")):
            assert audit.verify(archive.database).holds
    finally:
        with archive.database.write() as session:
            session.get_one(Document, labour).access = "office"


def test_health_and_statistics_say_what_is_so(office: Office) -> None:
    browser = office.browser()
    page = browser.get("/admin/health").text
    for words in ("Chỉ mục tìm kiếm", "Ổ đĩa còn trống", "LibreOffice", "Tesseract", "Sao lưu"):
        assert words in page
    charts = browser.get("/admin/statistics/").text
    assert charts.count('role="img"') == charts.count("<title id=") >= 4
    assert browser.get("/admin/statistics/types.csv").text.startswith("\ufeffTên loại,Số lượng")
    assert browser.get("/admin/statistics/none.csv").status_code == 404


def test_numbers_for_a_monitor_are_for_this_machine(office: Office) -> None:
    visitor = office.visitor()
    told = visitor.get("/metrics")
    assert told.mimetype == "text/plain"
    assert re.search(r"^cancu_documents \d+$", told.text, re.MULTILINE)
    assert "Đồng Mẫu" not in told.text
    assert visitor.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.0.0.7"}).status_code == 404


def test_retention_is_set_by_type_and_for_one(office: Office) -> None:
    browser, decree = office.browser(), office.ids["labour"]
    post(browser, "/admin/retention", type="Bộ luật", years="1")
    assert "Bộ luật" in browser.get("/admin/retention").text.partition("<h2 id=")[0]
    post(office.browser("clerk"), f"/documents/{decree}/retention", page="/documents/", years="0")
    archive = office.app.extensions["cancu"].archive
    assert archive.retention.of(decree).years == 0
    assert "Thời hạn bảo quản: vĩnh viễn" in office.browser("clerk").get(f"/documents/{decree}").text
    post(browser, "/admin/retention", status=422, type="Bộ luật", years="năm")


def test_the_index_of_meaning_is_counted_without_what_is_hidden(office: Office) -> None:
    archive, settings = office.app.extensions["cancu"].archive, office.settings
    ledger = Ledger(settings.meaning, "of the test", 2)
    vector = bytes(4)
    ids = sorted(archive.revisions())
    for id_ in (*ids, max(ids) + 1000):  # the last one is not for whoever asks
        ledger.put(id_, 1, OPENED, [Passage(id_, OPENING, 0, "x")], [vector])
    page = office.browser().get("/admin/health").text
    assert f"{len(ids)} trên {len(ids)} văn bản" in page
