"""The desk without a script: a draft on its sheet, how it begins, its versions."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.drafting import composed, parts_json
from archive.drafting.beginning import TEMPLATES
from archive.drafting.parts import DraftParts
from tests.archive.test_drafting_parts import PARTY, PLAN
from tests.web.conftest import Office, token_in
from tests.web.office import docx_of
from web.presenting.sheet import WHOLE_BODY, Sheet, blocks_of, fields_of


def made(client: FlaskClient, parts: DraftParts = PLAN) -> str:
    answer = client.post("/api/v1/drafts", json={"parts": parts_json(parts)})
    return f"/drafts/{answer.json['id']}"


def sent_fields(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<textarea[^>]*name="(p\.\w+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    return [(name, html.unescape(text).replace("\n", "\r\n")) for name, text in found]


def send(client: FlaskClient, at: str, page: str, **changed: str) -> Any:
    fields = [(name, changed.pop(name[2:]) if name[2:] in changed else text) for name, text in sent_fields(page)]
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    data: dict[str, list[str]] = {"csrf_token": [token_in(page)], "version": [version[1]], "seen": [seen[1]]}
    for name, text in fields:
        data.setdefault(name, []).append(text)
    data["signing_date"] = [changed.get("signing_date", "")]
    return client.post(at, data=data)


def parts_at(client: FlaskClient, at: str) -> dict[str, Any]:
    return dict(client.get(f"/api/v1{at}").json["parts"])


@pytest.mark.parametrize("parts", [PLAN, PARTY], ids=["state", "party"])
def test_a_sheet_that_is_sent_as_it_came_changes_nothing(client: FlaskClient, parts: DraftParts) -> None:
    at = made(client, parts)
    page = client.get(at).text
    assert ("CỘNG HÒA XÃ HỘI" in page) is not parts.party
    assert send(client, at, page).status_code == 302
    assert parts_at(client, at) == parts_json(parts)
    assert send(client, at, page, title="Tên mới", bases="Căn cứ Một;\r\n\r\nCăn cứ Hai.").status_code == 302
    saved = parts_at(client, at)
    assert (saved["title"], saved["bases"]) == ("Tên mới", ["Căn cứ Một;", "Căn cứ Hai."])
    assert saved["body"] == parts.body


def test_two_people_without_a_script(client: FlaskClient) -> None:
    at = made(client)
    page = client.get(at).text
    assert send(client, at, page, signer="Lê Thị Thu Hà").status_code == 302
    assert send(client, at, page, title="Tên của tôi").status_code == 302
    clash = send(client, at, page, title="Tên thứ ba")
    assert clash.status_code == 409
    assert ">\nTên thứ ba</textarea>" in clash.text
    assert 'lang="vi">Tên của tôi</p>' in clash.text
    saved = parts_at(client, at)
    assert (saved["signer"], saved["title"]) == ("Lê Thị Thu Hà", "Tên của tôi")
    assert send(client, at, clash.text).status_code == 302
    assert parts_at(client, at)["title"] == "Tên thứ ba"


def test_a_day_that_does_not_exist_loses_nothing(client: FlaskClient) -> None:
    at = made(client)
    answer = send(client, at, client.get(at).text, title="Tên mới", signing_date="31/02/2026")
    assert answer.status_code == 422
    assert ">\nTên mới</textarea>" in answer.text
    assert 'value="31/02/2026"' in answer.text
    assert send(client, at, answer.text, signing_date="03/3/2026").status_code == 302
    assert client.get(f"/api/v1{at}").json["signing_date"] == "2026-03-03"
    assert parts_at(client, at)["title"] == "Tên mới"


def test_templates_begin_drafts_in_the_offices_form(office: Office, client: FlaskClient) -> None:
    page = client.get("/drafts/").text
    assert all(f'value="{key}"' in page for key in TEMPLATES)
    answer = client.post("/drafts/begin", data={"csrf_token": token_in(page), "template": "to-trinh"})
    assert parts_at(client, answer.location)["type"] == "TỜ TRÌNH"
    party = client.post("/drafts/begin", data={"csrf_token": token_in(page), "template": "ke-hoach", "party": "1"})
    assert parts_at(client, party.location)["symbol"] == "KH/ĐU"
    assert client.post("/drafts/begin", data={"csrf_token": token_in(page), "template": "x"}).status_code == 404
    reader = office.browser("viewer")
    assert reader.post("/drafts/begin", data={"template": "ke-hoach"}).status_code in (400, 403)


def test_an_earlier_document_goes_on(office: Office, client: FlaskClient) -> None:
    page = client.get("/drafts/earlier?q=lưu trữ").text
    plan = office.ids["sample"]
    begun = client.post("/drafts/begin", data={"csrf_token": token_in(page), "document": str(plan)})
    parts = parts_at(client, begun.location)
    assert parts["number"] == ""
    assert parts["dated"].startswith("ngày … tháng … năm ")
    shown = client.get(begun.location).text
    assert f"/documents/{plan}/compare" in shown or "draft=" in shown
    catalogued = client.post(
        "/drafts/begin", data={"csrf_token": token_in(page), "document": str(office.ids["nq25-xi"])}
    )
    assert catalogued.location == "/drafts/"


def test_a_file_is_read_into_parts(client: FlaskClient) -> None:
    token = token_in(client.get("/drafts/").text)
    data = docx_of(composed(PLAN).text)
    answer = client.post("/drafts/", data={"csrf_token": token, "file": (io.BytesIO(data), "cũ.docx")})
    assert parts_at(client, answer.location)["bases"] == list(PLAN.bases)
    plain = client.post("/drafts/", data={"csrf_token": token, "text": composed(PLAN).text, "plain": "1"}).location
    assert client.get(f"/api/v1{plain}").json["parts"] is None
    assert client.post(f"{plain}/read", data={"csrf_token": token}).status_code == 302
    assert parts_at(client, plain) == parts_json(PLAN)
    kinds = [each["kind"] for each in client.get(f"/api/v1{plain}/versions").json["versions"]]
    assert kinds == ["kept", "begun"]


def test_versions_are_compared_and_restored(client: FlaskClient) -> None:
    at = made(client)
    send(client, at, client.get(at).text, title="Tên khác hẳn")
    page = client.get(f"{at}/versions").text
    before, after = (re.findall(rf'name="{name}" value="(\d+)"[^>]* checked', page)[0] for name in ("before", "after"))
    compared = client.get(f"{at}/versions?before={before}&after={after}").text
    assert "<ins>" in compared
    assert "Tên khác hẳn" in compared
    token = {"csrf_token": token_in(page)}
    assert client.post(f"{at}/versions/{before}/restore", data={**token, "version": "1"}).location.endswith("/versions")
    assert client.post(f"{at}/versions/{before}/restore", data={**token, "version": "2"}).location == at
    assert parts_at(client, at)["title"] == PLAN.title


def test_the_panel_places_its_marks_on_the_sheet(office: Office, client: FlaskClient) -> None:
    wrong = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư;"
    body = f"I. MỘT\n{wrong}\n" + "\n".join(f"{number}. Một đoạn dài. {'Lời văn. ' * 60}" for number in range(40))
    parts = DraftParts(issuer="ỦY BAN NHÂN DÂN XÃ A", symbol="KH-UBND", type="KẾ HOẠCH", title="x",
                       bases=("Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;", wrong), body=body)  # fmt: skip
    at = made(client, parts)
    told = client.get(f"{at}/panel").json
    fields = fields_of(parts)
    assert len(fields["body"]) > 3
    for mark in told["marks"]:
        assert fields[mark["field"]][mark["index"]][mark["start"] : mark["end"]] == mark["text"]
    dates = [mark for mark in told["marks"] if "15/3/2020" in mark["text"] and mark["words"]]
    assert {mark["field"] for mark in dates} >= {"bases", "body"}
    assert any(mark["certain"] for mark in dates)
    assert f'data-finding="{dates[0]["number"]}"' in told["html"]


def test_a_long_text_is_cut_into_fields_and_put_together_again() -> None:
    body = "\n".join(f"Điều {number}. Tên\n{'Lời văn của điều. ' * 40}\n" for number in range(1, 80))
    blocks = blocks_of(body)
    assert "\n".join(blocks) == body
    assert max(map(len, blocks)) < 8000
    assert all(block.startswith("Điều ") for block in blocks)
    assert blocks_of("x" * WHOLE_BODY) == ["x" * WHOLE_BODY]
    parts = DraftParts(body=body)
    place = Sheet(parts).place(body.index("Điều 60."), body.index("Điều 60.") + 8)
    assert place is not None
    assert blocks[place.index][place.start : place.end] == "Điều 60."
    assert Sheet(parts).place(0, len(body)) is None


def test_what_the_search_beside_finds_can_be_put_in(office: Office, client: FlaskClient) -> None:
    at = made(client)
    page = client.get(f"{at}/seek?q=18/2000/CT-TTg").text
    assert f'data-put="{office.ids["ct18"]}"' in page
    assert client.get(f"{at}/seek").status_code == 200
