"""Living links: the draft, the list of drafts, the alerts and issued documents say what became of what they cite."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.stored import NewDocument, StatedRelation
from tests.web.conftest import Office, token_in
from tests.web.related import ISSUER

CITED = "Quyết định số 21/2021/QĐ-UBND ngày 05 tháng 4 năm 2021 của Ủy ban nhân dân xã Đồng Mẫu về giữ hồ"
DRAFT = f"KẾ HOẠCH\nGiữ hồ\n\nCăn cứ {CITED};\n\nThực hiện Điều 3 Quyết định số 21/2021/QĐ-UBND.\n"


def decision(archive: Archive, number: str, issued: date, title: str) -> int:
    return archive.add(
        NewDocument(
            origin=f"test:{number}", type="Quyết định", number=number, issued=issued, issuer=ISSUER, title=title,
            effective=issued, source="tệp",
        )
    ).document_id  # fmt: skip


@pytest.fixture(scope="module")
def ids(office: Office) -> dict[str, int]:
    """A decision, a draft and a plan that cite it, and then another decision that amends it."""
    client = office.browser()
    with Archive.open(office.settings) as archive:
        old = decision(archive, "21/2021/QĐ-UBND", date(2021, 4, 5), "Về giữ hồ")
        text = f"KẾ HOẠCH\nGiữ hồ năm 2022\n\nTheo Điều 3 {CITED}.\n"
        plan = NewDocument(
            origin="upload:" + "c" * 64, type="Kế hoạch", number="8/KH-UBND", issued=date(2022, 1, 5), issuer=ISSUER,
            title="Giữ hồ năm 2022", text=text, source="tệp",
        )  # fmt: skip
        issued = archive.add(plan, (), archive.read_links(plan).resolutions).document_id
        made = client.post("/api/v1/drafts", json={"title": "Giữ hồ", "text": DRAFT, "signing_date": "2026-03-02"})
        draft = made.json["id"]
        assert client.get(f"/api/v1/drafts/{draft}/links").json["links"] == []
        new = decision(archive, "22/2026/QĐ-UBND", date(2026, 1, 5), "Sửa đổi quy định giữ hồ")
        archive.relations.state(new, [StatedRelation("amends", old, scope=("dieu:3",))], "loader:test")
        return {"old": old, "new": new, "draft": draft, "plan": issued}


def test_the_draft_says_so_everywhere(client: FlaskClient, ids: dict[str, int]) -> None:
    draft = ids["draft"]
    links = client.get(f"/api/v1/drafts/{draft}/links").json["links"]
    assert [(each["kind"], each["path"], each["actor"]) for each in links] == [
        ("amended", "", ids["new"]),
        ("amended", "dieu:3", ids["new"]),
    ]
    assert [DRAFT[p["start"] : p["end"]] for p in links[1]["places"]] == ["Điều 3 Quyết định số 21/2021/QĐ-UBND"]
    found = client.get(f"/api/v1/drafts/{draft}/findings").json["findings"]
    assert [each["kind"] for each in found if each["verdict"] == "changed"] == ["link", "link"]

    page = client.get(f"/drafts/{draft}").text
    assert "2 viện dẫn của dự thảo đã thay đổi" in page
    assert f"/documents/{ids['new']}" in page
    assert "2 viện dẫn đã thay đổi" in client.get("/drafts/").text
    alerts = client.get("/alerts").text
    assert "Dự thảo có viện dẫn đã thay đổi" in alerts
    assert f"/drafts/{draft}" in alerts


def test_issued_documents_say_so(client: FlaskClient, ids: dict[str, int]) -> None:
    links = client.get(f"/api/v1/documents/{ids['plan']}/links").json["links"]
    assert [(each["kind"], each["path"]) for each in links] == [("amended", "dieu:3")]
    assert client.get(f"/api/v1/documents/{ids['plan']}/links?on=2023-01-01").status_code == 200
    assert "1 viện dẫn của văn bản này đã thay đổi từ khi ban hành" in client.get(f"/documents/{ids['plan']}").text
    assert "Văn bản đã ban hành có viện dẫn đã thay đổi" in client.get("/alerts").text


def test_what_was_seen_is_told_no_more(office: Office, client: FlaskClient, ids: dict[str, int]) -> None:
    assert office.browser("viewer").get(f"/api/v1/drafts/{ids['draft']}/links").status_code == 403
    page = client.get(f"/drafts/{ids['draft']}").text
    sent = client.post(f"/drafts/{ids['draft']}/links/seen", data={"csrf_token": token_in(page)})
    assert sent.status_code == 302
    assert client.get(f"/api/v1/drafts/{ids['draft']}/links").json["links"] == []
    assert client.post(f"/api/v1/drafts/{ids['draft']}/links/seen").json["links"] == []
    assert client.post("/api/v1/drafts/424242/links/seen").status_code == 404


def test_a_replaced_basis_offers_its_successor(office: Office, client: FlaskClient, ids: dict[str, int]) -> None:
    with Archive.open(office.settings) as archive:
        later = decision(archive, "23/2026/QĐ-UBND", date(2026, 2, 1), "Về giữ hồ và ao")
        archive.relations.state(later, [StatedRelation("replaces", ids["old"])], "loader:test")
    links = client.get(f"/api/v1/drafts/{ids['draft']}/links").json["links"]
    assert {each["kind"] for each in links} == {"replaced"}
    assert [each["id"] for each in links[0]["successors"]] == [later]
    page = client.get(f"/drafts/{ids['draft']}").text
    assert "note--bad turns" in page
    assert page.count("Quyết định số 23/2026/QĐ-UBND") > 1


def test_suggestions_say_why_and_are_taken(office: Office, client: FlaskClient, ids: dict[str, int]) -> None:
    text = f"KẾ HOẠCH\nGiữ hồ làng năm 2025\n\nCăn cứ {CITED};\n\nỦy ban nhân dân xã giữ hồ.\n"
    with Archive.open(office.settings) as archive:
        plan = NewDocument(
            origin="upload:" + "d" * 64, type="Kế hoạch", number="9/KH-UBND", issued=date(2025, 1, 5), issuer=ISSUER,
            title="Giữ hồ làng năm 2025", text=text, source="tệp",
        )  # fmt: skip
        archive.add(plan, (), archive.read_links(plan).resolutions)
    asked = {"title": "Giữ hồ làng năm 2026", "type": "Kế hoạch", "issuer": ISSUER, "number": "/KH-UBND"}
    found = client.get("/api/v1/suggested-bases", query_string={**asked, "on": "2025-06-01"}).json
    (basis,) = found["bases"]
    assert basis["document"]["id"] == ids["old"]
    assert [each["document"]["number"] for each in basis["because"]] == ["9/KH-UBND"]
    assert [each["document"]["number"] for each in found["earlier"]] == ["9/KH-UBND", "8/KH-UBND"]

    words = "KẾ HOẠCH\nGiữ hồ làng năm 2026\n\nỦy ban nhân dân xã giữ hồ.\n"
    made = client.post("/api/v1/drafts", json={"title": "Giữ hồ làng", "text": words, "signing_date": "2025-06-01"})
    at = made.headers["Location"]
    assert client.get(f"{at}/suggested-bases").json["bases"][0]["document"]["id"] == ids["old"]
    page = client.get(f"/drafts/{made.json['id']}/suggestions").text
    assert "1 văn bản tương tự dựa vào" in page
    assert "Văn bản trước đây về cùng việc" in page
