"""Copies explained, records merged and parted, corrections taken back: on the pages."""

from __future__ import annotations

import io
import re

import pytest

from archive.duplicates import CopyFacts, better_copy
from tests.web.conftest import Office, token_in
from tests.web.office import PLAN, docx_of


def post(client, address: str, **fields):
    return client.post(address, data={"csrf_token": token_in(client.get("/upload").text), **fields})


def upload(client, text: str, name: str) -> dict:
    form = {"csrf_token": token_in(client.get("/upload").text), "file": (io.BytesIO(docx_of(text)), name)}
    sent = client.post("/upload", data=form, headers={"Accept": "application/json"}, content_type="multipart/form-data")
    return sent.json["outcomes"][0]


SCAN = CopyFacts(pages=3, recognised=3, confidence=0.8, letters=3000)
CLEAR = CopyFacts(pages=3, recognised=3, confidence=0.93, letters=3000)
TEXT = CopyFacts(pages=3, written=3, letters=3000)
SIGNED = CopyFacts(pages=3, written=3, letters=3000, signatures=("whole",))
BROKEN = CopyFacts(pages=3, written=3, letters=3000, signatures=("whole", "changed"))
LONG = CopyFacts(pages=5, recognised=5, confidence=0.8, letters=5000)


@pytest.mark.parametrize(
    ("first", "second", "better", "reasons"),
    [
        (SCAN, TEXT, "second", ("written",)),
        (TEXT, SCAN, "first", ("written",)),
        (SCAN, CLEAR, "second", ("clearer",)),
        (TEXT, SIGNED, "second", ("signed",)),
        (TEXT, BROKEN, "", ()),
        (SIGNED, LONG, "first", ("signed", "but_more_pages", "written", "but_more_text")),
        (TEXT, LONG, "second", ("more_pages", "but_written", "more_text")),
        (TEXT, TEXT, "", ()),
        (TEXT, CopyFacts(), "", ()),
    ],
)
def test_which_copy_is_better(first: CopyFacts, second: CopyFacts, better: str, reasons: tuple[str, ...]) -> None:
    verdict = better_copy(first, second)
    assert (verdict.better, verdict.reasons) == (better, reasons)


def test_another_copy_is_explained_shown_and_loosened(office: Office) -> None:
    client = office.browser("clerk")
    plan = PLAN.replace("15/KH", "81/KH")
    document = upload(client, plan, "một.docx")["document"]
    more = plan.replace(
        "II. TỔ CHỨC", "3. " + "Thêm việc trồng cây chắn sóng ở từng đoạn bờ kênh. " * 30 + "\nII. TỔ CHỨC"
    )
    offered = upload(client, more, "hai.docx")
    assert (offered["code"], offered["document"]) == ("same_key", document)
    assert f"/documents/{document}/duplicates" in offered["html"]
    page = client.get(f"/documents/{document}/duplicates").text
    assert "Nên hiển thị bản này:" in page
    assert "nhiều chữ hơn" in page
    show = re.search(rf"/documents/{document}/files/[0-9a-f]{{64}}/show", page)[0]
    assert post(client, show).status_code == 302
    assert "Thêm việc trồng cây" in client.get(f"/documents/{document}").text
    page = client.get(f"/documents/{document}/duplicates").text
    assert "Bản đang hiển thị tốt hơn:" in page
    decision = re.search(rf"/documents/{document}/files/[0-9a-f]{{64}}/decision", page)[0]
    parted = post(client, decision, copy="0")
    assert parted.status_code == 302
    assert "một.docx" not in client.get(f"/documents/{document}").text.split('id="files"')[1]
    other = int(re.search(r"/documents/(\d+)/review", parted.location)[1])
    assert other != document
    page = client.get(f"/documents/{document}/duplicates").text
    assert "có vẻ là cùng một văn bản" in page
    assert post(client, f"/documents/{document}/apart", other="999999").status_code == 404
    assert post(client, "/documents/999999/apart", other=str(other)).status_code == 404
    post(client, f"/documents/{document}/apart", other=str(other))
    assert "có vẻ là cùng một văn bản" not in client.get(f"/documents/{document}/duplicates").text


def test_two_records_become_one_and_two_again(office: Office) -> None:
    client = office.browser("clerk")
    one = upload(client, PLAN.replace("15/KH", "82/KH"), "a.docx")["document"]
    two = upload(client, PLAN.replace("15/KH", "82/KH").replace("ngày 12 tháng 01", "ngày 15 tháng 01"), "b.docx")[
        "document"
    ]
    assert one != two
    page = client.get(f"/documents/{one}/duplicates").text
    assert "ngày lệch ít" in page
    compared = client.get(f"/documents/{one}/merge?other={two}").text
    assert 'name="take-issued" value="other"' in compared
    assert post(client, f"/documents/{one}/merge", other=str(two), **{"take-issued": "other"}).status_code == 302
    assert "15/01/2026" in client.get(f"/documents/{one}").text
    led = client.get(f"/documents/{two}?p=x")
    assert (led.status_code, led.location) == (308, f"/documents/{one}?p=x")
    assert client.get("/documents/987654").status_code == 404
    merge = re.search(r"/merges/\d+/undo", client.get(f"/documents/{one}/history").text)[0]
    assert post(client, merge, document=str(one)).location == f"/documents/{two}"
    assert client.get(f"/documents/{two}").status_code == 200
    assert "12/01/2026" in client.get(f"/documents/{one}").text
    assert post(client, merge, document=str(one)).location == f"/documents/{one}/history"


def test_two_that_look_like_two_are_merged_only_by_who_is_sure(office: Office) -> None:
    client = office.browser("clerk")
    one = upload(client, PLAN.replace("15/KH", "83/KH"), "c.docx")["document"]
    other = PLAN.replace("15/KH", "84/KH").replace("Trồng cây chắn sóng dọc bờ kênh", "Diễn tập phòng cháy ở chợ")
    two = upload(client, other, "d.docx")["document"]
    page = client.get(f"/documents/{one}/merge?other={two}").text
    assert "có vẻ là hai văn bản khác nhau: khác số, ký hiệu; trích yếu" in page
    assert 'name="sure"' in page
    back = post(client, f"/documents/{one}/merge", other=str(two))
    assert back.location == f"/documents/{one}/merge?other={two}"
    assert client.get(f"/documents/{two}").status_code == 200
    asked = client.post(f"/api/v1/documents/{one}/merges", json={"other": two})
    assert (asked.status_code, asked.json["reason"]) == (409, "merge_unlike")
    assert post(client, f"/documents/{one}/merge", other=str(two), sure="1").location == f"/documents/{one}"
    assert client.get(f"/documents/{two}").status_code == 308


def test_a_correction_is_taken_back(office: Office) -> None:
    client = office.browser("clerk")
    one = upload(client, PLAN.replace("15/KH", "83/KH"), "c.docx")["document"]
    form = client.get(f"/documents/{one}/review").text
    fields = dict.fromkeys(re.findall(r'id="fact-(\w+)"', form), "")
    fields |= {"type": "Kế hoạch", "number": "83/KH-UBND", "issued": "12/01/2026", "title": "Tên gõ nhầm"}
    assert post(client, f"/documents/{one}/review", then="show", **fields).status_code == 302
    page = client.get(f"/documents/{one}/history").text
    assert "Tên gõ nhầm" in page
    row = next(row for row in page.split("<tr>") if "Tên gõ nhầm" in row)
    undo = re.search(r"/corrections/\d+/undo", row)[0]
    assert post(client, undo, document=str(one)).status_code == 302
    assert "Trồng cây chắn sóng" in client.get(f"/documents/{one}").text
    assert office.browser("viewer").get(f"/documents/{one}/history").status_code == 403


def test_what_is_wanted_is_marked_and_leaves_when_it_comes(office: Office) -> None:
    client = office.browser("clerk")
    plan = PLAN.replace("15/KH", "84/KH").replace("30/2020/NĐ-CP", "111/2031/NĐ-CP").replace("2020", "2031")
    upload(client, plan, "cần.docx")
    page = client.get("/wanted").text
    assert "111/2031/NĐ-CP" in page
    assert "1 làm căn cứ" in page
    key = re.search(r'name="key" value="([^"]*111[^"]*)"', page)[1]
    kind = re.search(rf'name="key" value="{key}"><input type="hidden" name="type" value="([^"]*)"', page)[1]
    note = "công văn 12 gửi Sở"
    assert post(client, "/wanted/mark", key=key, type=kind, state="requested", note=note).status_code == 302
    assert note in client.get("/wanted").text
    assert "đã xin" in client.get("/wanted.csv").text
    assert post(client, "/wanted/mark", key=key, type=kind, state="lạ").status_code == 400
    assert office.browser("viewer").get("/wanted").text.count(note) == 0
    head = "CHÍNH PHỦ\nSố: 111/2031/NĐ-CP\nHà Nội, ngày 05 tháng 3 năm 2031\n"
    text = f"{head}NGHỊ ĐỊNH\nVề công tác văn thư\n\nĐiều 1. Một.\n"
    upload(client, text, "đến.docx")
    assert "111/2031/NĐ-CP" not in client.get("/wanted").text
