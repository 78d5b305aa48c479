"""Drafts: findings in place, corrections taken over, the căn cứ block, nothing overwritten silently."""

from __future__ import annotations

import html
import io
import re

import pytest
from docx import Document as Docx
from flask.testing import FlaskClient

from archive.checking import inside_quotation
from tests.web.conftest import Office, token_in
from tests.web.office import DRAFT, RIGHT, WRONG_DATE, docx_of


def begin(client: FlaskClient, text: str = DRAFT, **fields: str) -> str:
    token = token_in(client.get("/drafts/").text)
    answer = client.post("/drafts/", data={"csrf_token": token, "text": text, "plain": "1", **fields})
    assert answer.status_code == 302, answer.text
    return answer.location


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def draft_text(page: str) -> str:
    found = re.search(r"<textarea[^>]*id=\"text\"[^>]*>\n(.*?)</textarea>", page, re.S)
    assert found is not None
    return html.unescape(found[1])


def test_findings_stand_in_place_and_in_the_list(client: FlaskClient) -> None:
    page = client.get(begin(client)).text
    assert field(page, "title") == "Kế hoạch Sắp xếp lại kho lưu trữ năm 2026"
    assert re.search(r'class="span span--bad" id="cho-1"', page)
    assert "Sai lệch" in page
    assert "15/3/2020" in page
    assert "05/3/2020" in page
    assert 'id="phat-hien-2"' in page
    assert draft_text(page) == DRAFT


def test_a_draft_is_taken_away_as_word(client: FlaskClient) -> None:
    where = begin(client)
    page = client.get(where).text
    assert f'href="{where}/file.docx"' in page
    answer = client.get(f"{where}/file.docx")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    document = Docx(io.BytesIO(answer.data))
    targets = [each.target_ref for each in document.part.rels.values() if each.is_external]
    assert targets
    assert all(re.match(r"http://localhost/documents/\d+", target) for target in targets)
    words = [each.text or "" for each in document.element.body.iter() if each.tag.endswith("}t")]
    assert "".join("".join(words).split()) == "".join(DRAFT.split())
    by_program = client.get(f"/api/v1{where}/file.docx")
    assert by_program.data == answer.data
    assert client.get(f"{where}/file.odt").status_code == 404
    assert client.get("/drafts/999999/file.docx").status_code == 404


def test_a_correction_is_taken_over(client: FlaskClient) -> None:
    where = begin(client)
    page = client.get(where).text
    form = {name: field(page, name) for name in ("version", "start", "end")}
    answer = client.post(f"{where}/apply", data={"csrf_token": token_in(page), **form})
    assert answer.status_code == 302
    after = client.get(where).text
    assert "Sai lệch" not in after
    assert "15/3/2020" not in draft_text(after)
    assert draft_text(after).count("30/2020/NĐ-CP") == 1
    assert draft_text(after).endswith(DRAFT[DRAFT.index("Căn cứ Chỉ thị") :])


def test_nothing_is_corrected_inside_a_quotation(client: FlaskClient) -> None:
    where = begin(client, f"Công văn cũ viết: “Thực hiện {WRONG_DATE} cho đúng”.\n")
    page = client.get(where).text
    assert "Sai lệch" in page
    assert "data-apply" not in page
    start = page.index("Thực hiện")
    assert start
    form = {"version": field(page, "version"), "start": "29", "end": str(29 + len(WRONG_DATE))}
    client.post(f"{where}/apply", data={"csrf_token": token_in(page), **form})
    assert WRONG_DATE in draft_text(client.get(where).text)


@pytest.mark.parametrize(
    ("start", "end", "version"), [("0", "5", "1"), ("", "", ""), ("-1", "x", "1"), ("9", "9", "99")]
)
def test_a_correction_of_nothing_changes_nothing(client: FlaskClient, start: str, end: str, version: str) -> None:
    where = begin(client)
    token = token_in(client.get(where).text)
    client.post(f"{where}/apply", data={"csrf_token": token, "start": start, "end": end, "version": version})
    assert draft_text(client.get(where).text) == DRAFT


@pytest.mark.parametrize(
    ("text", "at", "inside"),
    [
        ("“Nghị định", "Nghị", True),
        ("“a” Nghị định", "Nghị", False),
        ('"Nghị định"', "Nghị", True),
        ('"a" Nghị định', "Nghị", False),
        ("“a «b» Nghị định”", "Nghị", True),
        ("“mở từ đoạn trước\nNghị định", "Nghị", False),
        ("Nghị định về “x”", "Nghị", False),
        ("theo ‘Nghị định’", "Nghị", True),
    ],
)
def test_inside_quotation(text: str, at: str, inside: bool) -> None:
    assert inside_quotation(text, text.index(at)) is inside


def test_a_later_version_is_never_overwritten(client: FlaskClient) -> None:
    where = begin(client)
    page = client.get(where).text
    form = {"csrf_token": token_in(page), "version": field(page, "version"), "title": "A"}
    assert client.post(where, data={**form, "text": "của người thứ nhất"}).status_code == 302
    answer = client.post(where, data={**form, "text": "của người thứ hai"})
    assert answer.status_code == 409
    assert "Chưa lưu" in answer.text
    assert draft_text(answer.text) == "của người thứ hai"
    assert draft_text(client.get(where).text) == "của người thứ nhất"


def test_a_date_that_does_not_exist_is_told_and_nothing_lost(client: FlaskClient) -> None:
    where = begin(client)
    page = client.get(where).text
    form = {
        "csrf_token": token_in(page),
        "version": field(page, "version"),
        "text": "mới",
        "signing_date": "31/02/2026",
    }
    answer = client.post(where, data=form)
    assert answer.status_code == 422
    assert "31/02/2026" in answer.text
    assert draft_text(answer.text) == "mới"
    assert draft_text(client.get(where).text) == DRAFT


def test_validity_is_asked_for_the_signing_date(client: FlaskClient) -> None:
    text = "Căn cứ Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn ngày 20/4/2007;\n"
    assert "Khớp" in client.get(begin(client, text, signing_date="01/6/2010")).text
    late = client.get(begin(client, text, signing_date="01/6/2024")).text
    assert "Hết hiệu lực" in late or "Đã bị thay thế" in late


def test_bases_come_in_order_and_go(office: Office, client: FlaskClient) -> None:
    where = begin(client, "", title="Dự thảo căn cứ")
    number = where.rsplit("/", 1)[1]
    token = token_in(client.get(where).text)
    chosen = [office.ids[name] for name in ("ct18", "nd30", "labour")]
    answer = client.post("/drafts/take", data={"csrf_token": token, "draft": number, "document": chosen})
    assert answer.status_code == 302
    page = html.unescape(client.get(where).text)
    block = re.search(r'data-copy="([^"]+)" data-copy-as="basis"', page)
    assert block is not None
    assert block[1].splitlines() == [
        "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;",
        f"Căn cứ {RIGHT};",
        "Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21 tháng 9 năm 2000 của Thủ tướng Chính phủ "
        "về tăng cường công tác dân vận.",
    ]
    client.post(f"{where}/bases", data={"csrf_token": token, "remove": office.ids["ct18"]})
    assert "18/2000/CT-TTg" not in client.get(where).text.split('id="can-cu"')[1]
    client.post("/drafts/take", data={"csrf_token": token, "draft": number, "only": office.ids["nd30"]})
    assert client.get(where).text.count('<p class="bases__line" lang="vi">Căn cứ Nghị định') == 1


def test_bases_of_the_draft_itself_are_collected(client: FlaskClient) -> None:
    where = begin(client)
    page = client.get(where).text
    assert "Lấy căn cứ đã xác định" in page
    client.post(f"{where}/bases", data={"csrf_token": token_in(page), "collect": "1"})
    assert "18/2000/CT-TTg" in client.get(where).text.split('id="can-cu"')[1]


def test_adding_by_script_says_what_happened(office: Office, client: FlaskClient) -> None:
    token = token_in(client.get("/").text)
    data = {"csrf_token": token, "only": office.ids["nd30"], "draft": "current"}
    told = client.post("/drafts/take", data=data, headers={"Accept": "application/json"}).json
    assert told["bases"] == 1
    assert "30/2020/NĐ-CP" in told["said"]
    again = client.post(
        "/drafts/take", data={**data, "only": office.ids["ct18"]}, headers={"Accept": "application/json"}
    )
    assert (again.json["draft"], again.json["bases"]) == (told["draft"], 2)
    nothing = client.post("/drafts/take", data={"csrf_token": token}, headers={"Accept": "application/json"})
    assert nothing.status_code == 422
    assert nothing.json["reason"] == "nothing_chosen"


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"only": "9" * 30}, 422, "nothing_chosen"),
        ({"document": ["9" * 5000, "x", "-1"]}, 422, "nothing_chosen"),
        ({"only": "{nd30}", "draft": "9" * 30}, 404, "no_such_draft"),
        ({"only": "{nd30}", "draft": "424242"}, 404, "no_such_draft"),
    ],
)
def test_ids_that_nothing_has(office: Office, client: FlaskClient, fields, status: int, reason: str) -> None:
    data = {"csrf_token": token_in(client.get("/").text), **fields}
    data["only"] = data.get("only", "").format(**office.ids)
    answer = client.post("/drafts/take", data=data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["reason"]) == (status, reason)


def test_a_draft_from_a_file(client: FlaskClient) -> None:
    token = token_in(client.get("/drafts/").text)
    answer = client.post("/drafts/", data={"csrf_token": token, "file": (io.BytesIO(docx_of(DRAFT)), "dự thảo.docx")})
    page = client.get(answer.location).text
    assert "Sai lệch" in page
    refused = client.post("/drafts/", data={"csrf_token": token, "file": (io.BytesIO(b""), "rỗng.docx")})
    assert refused.status_code == 422


def test_what_is_pasted_is_only_text(client: FlaskClient) -> None:
    page = client.get(begin(client, '<script>alert(1)</script> Căn cứ Nghị định số 30/2020/NĐ-CP "><img src=x>')).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_deleting(client: FlaskClient) -> None:
    where = begin(client)
    assert f'href="{where}/delete"' in client.get(where).text
    asked = client.get(f"{where}/delete").text
    assert "Xóa dự thảo?" in asked
    assert "không lấy lại được" in asked
    assert client.get(where).status_code == 200
    client.post(f"{where}/delete", data={"csrf_token": token_in(asked)})
    assert client.get(where).status_code == client.get(f"{where}/delete").status_code == 404


def test_a_long_draft_stays_a_page(client: FlaskClient) -> None:
    filler = "Đoạn này dài và không viện dẫn văn bản nào cả.\n" * 40
    text = "".join(f"{filler}Thực hiện {WRONG_DATE} lần {n}.\n" for n in range(100))
    where = begin(client, text)
    answer = client.get(where)
    assert len(answer.data) < 200_000
    assert "chỉ hiện các đoạn quanh viện dẫn" in answer.text
    assert answer.text.count('data-finding="') == 30
    assert "<textarea" not in answer.text
    form = {"csrf_token": token_in(answer.text), "version": field(answer.text, "version"), "title": "Tên mới"}
    assert client.post(where, data=form).status_code == 302
    edit = client.get(f"{where}?edit=1").text
    assert draft_text(edit) == text
    assert field(edit, "title") == "Tên mới"
