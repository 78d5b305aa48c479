"""The clerk's routes of the API; that every answer fits its declaration is compared in tests by itself."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest

from tests.web.conftest import Office

BASE = "/api/v1"


def test_a_register_from_first_to_last(office: Office) -> None:
    client = office.browser("clerk")
    made = client.post(f"{BASE}/registers", json={"direction": "in", "year": 2031, "organ": "UBND xã Đồng Mẫu"})
    assert made.status_code == 201
    book = made.json["id"]
    twice = client.post(f"{BASE}/registers", json={"direction": "in", "year": 2031})
    assert (twice.status_code, twice.json["reason"]) == (409, "book_exists")
    kept = client.post(f"{BASE}/registers/{book}/reservations", json={"count": 2, "reason": "chờ"}).json["entries"]
    assert [each["number"] for each in kept] == [1, 2]
    document = office.ids["nd30"]
    entry = client.post(f"{BASE}/registers/{book}/entries", json={"document": document, "due": "20/3/2031"})
    assert entry.status_code == 201
    assert (entry.json["number"], entry.json["code"], entry.json["due"]) == (3, "30/2020/NĐ-CP", "2031-03-20")
    again = client.post(f"{BASE}/registers/{book}/entries", json={"code": "30/2020/ND-CP", "issuer": "Chính phủ"})
    assert (again.status_code, again.json["reason"]) == (409, "number_repeated")
    body = {"code": "30/2020/NĐ-CP", "issuer": "Chính phủ", "repeated": True, "number": 9, "suffix": "a"}
    assert client.post(f"{BASE}/registers/{book}/entries", json=body).json["suffix"] == "a"
    where = f"{BASE}/registers/entries/{kept[0]['id']}"
    filled = client.patch(where, json={"version": 1, "subject": "Điền sau", "progress": "working"})
    assert (filled.json["state"], filled.json["subject"]) == ("registered", "Điền sau")
    assert client.patch(where, json={"version": 1, "subject": "Muộn"}).status_code == 409
    assert client.post(f"{where}/cancellation", json={"reason": "ghi nhầm"}).json["state"] == "cancelled"
    shown = client.get(f"{BASE}/registers/{book}").json
    assert (shown["register"]["next"], shown["gaps"], shown["reserved"]) == (10, [[4, 8]], [2])
    listed = client.get(f"{BASE}/registers/{book}/entries?q=dien&limit=1").json
    assert (listed["total"], listed["entries"][0]["subject"]) == (1, "Điền sau")
    found = client.get(f"{BASE}/registers/repeats?number=30/2020/NĐ–CP&issuer=Chính phủ&issued=2020-03-06").json
    assert {tuple(each["differs"]) for each in found["repeats"]} == {("issued",), ()}
    assert [each["id"] for each in client.get(f"{BASE}/registers?year=2031").json["registers"]] == [book]


def test_a_dossier_and_its_export(office: Office) -> None:
    client = office.browser("clerk")
    made = client.post(f"{BASE}/dossiers", json={"code": "07", "title": "Việc bảy", "year": 2031, "retention": 0})
    assert made.status_code == 201
    where = made.headers["Location"]
    one, two = office.ids["nd30"], office.ids["ct18"]
    assert client.post(f"{where}/documents", json={"documents": [one, two, one]}).json == {"added": [one, two]}
    shown = client.get(where).json
    assert [each["document"]["id"] for each in shown["documents"]] == [one, two]
    changed = client.patch(where, json={"version": 1, "title": "Việc bảy, sửa", "opened": "02/01/2031"})
    assert (changed.json["title"], changed.json["opened"]) == ("Việc bảy, sửa", "2031-01-02")
    assert client.patch(where, json={"version": 1, "title": "x"}).status_code == 409
    data = office.browser("viewer").get(f"{BASE}/export?dossier={made.json['id']}").data
    assert json.loads(zipfile.ZipFile(io.BytesIO(data)).read("manifest.json"))["documents"] == 2
    assert client.get(f"{BASE}/export").status_code == 422
    assert client.delete(where).status_code == 409
    for document in (one, two):
        assert client.delete(f"{where}/documents/{document}").status_code == 204
    assert client.delete(where).status_code == 204
    assert client.get(where).status_code == 404


def test_merging_and_correcting(office: Office) -> None:
    from archive.documents import Archive
    from archive.stored import NewDocument

    client = office.browser("clerk")
    with Archive.open(office.settings) as archive:
        facts = {"type": "Kế hoạch", "number": "31/KH-UBND", "issuer": "UBND xã A"}
        one = archive.add(NewDocument("api:1", title="Một", issued=date(2031, 1, 2), **facts)).document_id
        two = archive.add(NewDocument("api:2", title="Hai", issued=date(2031, 1, 3), **facts)).document_id
        archive.confirm(one, {"title": "Một sửa"})
    (like,) = client.get(f"{BASE}/documents/{one}/duplicates").json["duplicates"]
    assert (like["document"]["id"], like["differs"]) == (two, ["issued", "title"])
    merged = client.post(f"{BASE}/documents/{one}/merges", json={"other": two, "take": ["issued"], "sure": True})
    assert merged.status_code == 201
    assert client.get(f"{BASE}/documents/{one}").json["document"]["issued"] == "2031-01-03"
    led = client.get(f"{BASE}/documents/{two}")
    assert (led.status_code, led.headers.get("Location")) == (308, f"{BASE}/documents/{one}")
    assert client.post(f"{BASE}/merges/{merged.json['id']}/undo").json["stays"] == 0
    assert client.post(f"{BASE}/merges/{merged.json['id']}/undo").status_code == 409
    assert client.get(f"{BASE}/documents/{two}").status_code == 200
    (correction,) = client.get(f"{BASE}/documents/{one}/corrections").json["corrections"]
    assert (correction["old"], correction["new"]) == ("Một", "Một sửa")
    assert client.post(f"{BASE}/corrections/{correction['id']}/undo").json["undone"]
    assert client.get(f"{BASE}/documents/{one}").json["document"]["title"] == "Một"
    marked = client.post(f"{BASE}/wanted/marks", json={"number": "1/NĐ-CP", "type": "Nghị định", "state": "requested"})
    assert marked.status_code == 204


@pytest.mark.parametrize("role", ["viewer", "drafter"])
def test_only_clerks(office: Office, role: str) -> None:
    client = office.browser(role)
    for address in ("registers", "registers/1", "registers/entries/1", f"documents/{office.ids['nd30']}/corrections"):
        assert client.get(f"{BASE}/{address}").status_code == 403, address
    assert client.post(f"{BASE}/dossiers", json={"code": "1", "title": "x", "year": 2031}).status_code == 403
