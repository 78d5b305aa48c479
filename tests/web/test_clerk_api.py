"""The clerk's routes of the API; that every answer fits its declaration is compared in tests by itself."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from docx import Document as Docx

from archive.reviewing import IDENTITY
from archive.stored import NewDocument
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


def test_books_and_dossiers_as_files(office: Office) -> None:
    client = office.browser("clerk")
    book = client.post(f"{BASE}/registers", json={"direction": "in", "year": 2033, "organ": "UBND xã"}).json["id"]
    for subject in ("Việc một", "=2+3"):
        client.post(f"{BASE}/registers/{book}/entries", json={"subject": subject, "arrived": "02/3/2033"})
    table = client.get(f"{BASE}/registers/{book}/table?format=csv")
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert [(row["ArrivalNumber"], row["Subject"]) for row in rows] == [("01", "Việc một"), ("02", "'=2+3")]
    assert table.mimetype == "text/csv"
    one = client.get(f"{BASE}/registers/{book}/table?format=csv&number_from=2").data.decode("utf-8-sig")
    assert "Việc một" not in one
    printed = client.get(f"{BASE}/registers/{book}/table")
    words = [cell.text for row in Docx(io.BytesIO(printed.data)).tables[-1].rows for cell in row.cells]
    assert "Việc một" in words
    assert client.get(f"{BASE}/registers/{book}/table?format=xls").status_code == 400
    assert office.browser("viewer").get(f"{BASE}/registers/{book}/table").status_code == 403

    assert client.patch(f"{BASE}/registers/{book}", json={"closed": True}).json["closed"]
    assert client.post(f"{BASE}/registers/{book}/entries", json={"subject": "muộn"}).status_code in (409, 422)
    assert client.patch(f"{BASE}/registers/{book}", json={"closed": False}).json["closed"] is None

    dossier = client.post(f"{BASE}/dossiers", json={"code": "09", "title": "Việc chín", "year": 2033}).json["id"]
    one, two, three = (office.ids[name] for name in ("nd30", "ct18", "labour"))
    at = f"{BASE}/dossiers/{dossier}"
    client.post(f"{at}/documents", json={"documents": [one, two, three]})
    placed = {"documents": [{"document": three, "sheet": "01-04"}, {"document": two, "note": "bản chính"}]}
    arranged = client.put(f"{at}/arrangement", json=placed).json["documents"]
    assert [each["document"]["id"] for each in arranged] == [three, two, one]
    assert (arranged[0]["sheet"], arranged[1]["note"]) == ("01-04", "bản chính")
    again = client.put(f"{at}/arrangement", json={"documents": [{"document": three, "note": "x"}]}).json["documents"]
    assert (again[0]["sheet"], again[0]["note"]) == ("01-04", "x")
    assert client.put(f"{at}/arrangement", json={"documents": []}).status_code == 400
    viewer = office.browser("viewer")
    assert viewer.put(f"{at}/arrangement", json=placed).status_code == 403
    table = viewer.get(f"{at}/table?format=csv").data.decode("utf-8-sig").splitlines()
    assert "30/2020/NĐ-CP" in table[3]
    assert Docx(io.BytesIO(viewer.get(f"{at}/table").data)).tables
    assert Docx(io.BytesIO(viewer.get(f"{BASE}/dossiers/table?year=2033").data)).tables
    packed = viewer.post(f"{BASE}/export", json={"documents": [one, 999_999]}).data
    assert json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("manifest.json"))["documents"] == 1
    assert viewer.post(f"{BASE}/export", json={"documents": [999_999]}).status_code == 422


def test_results_of_a_search_as_a_file(office: Office) -> None:
    client = office.browser("viewer")
    at = f"{BASE}/search/table?q=thử việc"
    rows = list(csv.DictReader(io.StringIO(client.get(at).data.decode("utf-8-sig"))))
    assert rows[0]["Điều, khoản"]
    assert len(list(csv.reader(io.StringIO(client.get(f"{at}&limit=1").data.decode("utf-8-sig"))))) == 2
    assert client.get(f"{at}&format=json").json["hits"]
    assert Docx(io.BytesIO(client.get(f"{at}&format=docx").data)).tables
    assert client.get(f"{at}&format=xls").json["reason"] == "wrong_format"
    assert client.get(f"{BASE}/search/table?q=%20").status_code == 400


def test_certain_readings_are_confirmed_together_and_taken_back(office: Office) -> None:
    client, archive = office.browser("clerk"), office.app.extensions["cancu"].archive
    sure = {name: {"text": "x", "start": 0, "end": 1, "confidence": 0.99} for name in IDENTITY}
    facts = {"type": "Kế hoạch", "number": "97/KH-UBND", "issuer": "UBND xã A", "issued": date(2031, 4, 5)}
    new = NewDocument("api:sure", title="Chắc", text="x", evidence=sure, certainty="unconfirmed", **facts)
    document = archive.add(new).document_id
    listed = client.get(f"{BASE}/reviews/certain").json
    assert (listed["total"], listed["documents"][0]["id"]) == (1, document)
    done = client.post(f"{BASE}/reviews/confirmations", json={"documents": [document, office.ids["nd30"]]}).json
    assert done["confirmed"] == [document]
    assert client.get(f"{BASE}/reviews/certain").json["total"] == 0
    assert client.post(f"{BASE}/reviews/confirmations/undo", json={"undo": done["undo"]}).json["undone"] == [document]
    assert client.post(f"{BASE}/reviews/confirmations/undo", json={"undo": done["undo"]}).json["undone"] == []
    assert client.get(f"{BASE}/reviews/certain").json["total"] == 1
    assert office.browser("drafter").get(f"{BASE}/reviews/certain").status_code == 403


def test_what_became_of_the_documents_of_a_register(office: Office) -> None:
    client = office.browser("clerk")
    book = client.post(f"{BASE}/registers", json={"direction": "in", "year": 2034, "organ": "UBND xã"}).json["id"]
    rows = (
        {"subject": "Việc xong", "handler": "An", "arrived": "02/3/2026", "due": "10/3/2026", "progress": "new"},
        {"subject": "=Việc chậm", "handler": "An", "arrived": "05/3/2026", "due": "12/3/2026", "progress": "working"},
        {"subject": "Việc chờ", "recipients": "Phòng Kinh tế", "arrived": "01/5/2026"},
    )
    entries = [client.post(f"{BASE}/registers/{book}/entries", json=row).json["id"] for row in rows]
    done = {"version": 1, "progress": "done", "answer": "07/BC-UBND"}
    assert client.patch(f"{BASE}/registers/entries/{entries[0]}", json=done).status_code == 200
    at = f"{BASE}/registers/{book}/report"
    told = client.get(at).json
    assert told["whole"] == {
        "name": "", "total": 3, "done": 1, "late": 1, "none": 0, "going": 1, "unsaid": 1, "overdue": 1,
    }  # fmt: skip
    assert [(each["name"], each["total"]) for each in told["handled"]] == [("An", 2), ("Phòng Kinh tế", 1)]
    assert [each["id"] for each in told["waiting"]] == entries[1:]
    march = client.get(f"{at}?day_from=01/3/2026&day_to=31/3/2026").json
    assert (march["whole"]["total"], march["types"]) == (2, [{"type": "", "count": 2}])
    assert client.get(f"{at}?day_from=31/02/2026").json["reason"] == "wrong_day_from"
    table = list(csv.DictReader(io.StringIO(client.get(f"{at}/table?format=csv").data.decode("utf-8-sig"))))
    assert [row["Trạng thái xử lý"] for row in table] == ["đã giải quyết", "đang giải quyết (quá hạn)", "chưa ghi"]
    assert table[1]["Trích yếu nội dung"] == "'=Việc chậm"
    printed = Docx(io.BytesIO(client.get(f"{at}/table?day_from=2026-03-01").data))
    words = [each.text for each in printed.paragraphs]
    assert words[:3] == ["UBND XÃ", "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐẾN", "Từ ngày 01/3/2026"]
    assert len(printed.tables[0].rows) == 4
    assert office.browser("drafter").get(at).status_code == 403

    page = client.get(f"/registers/{book}/report").text
    assert "Tình hình giải quyết văn bản đến" in page
    assert page.index("=Việc chậm") < page.index("Việc chờ")
    assert "Việc xong" not in page
    assert "31/02/2026" in client.get(f"/registers/{book}/report?day_from=31/02/2026").text
    assert client.get(f"/registers/{book}/report.csv?day_from=31/02/2026").status_code == 400
    assert client.get(f"/registers/{book}/report.xls").status_code == 400
    assert f"/registers/{book}/report" in client.get(f"/registers/{book}").text


def test_what_xml_cannot_hold_is_left_out_of_printed_tables(office: Office) -> None:
    client = office.browser("clerk")
    odd = "Việc\x01 lạ\x0b\ufffe"
    dossier = client.post(f"{BASE}/dossiers", json={"code": "\x01", "title": odd, "year": 2036}).json["id"]
    client.post(f"{BASE}/dossiers/{dossier}/documents", json={"documents": [office.ids["nd30"]]})
    book = client.post(f"{BASE}/registers", json={"direction": "in", "year": 2036, "organ": odd}).json["id"]
    entry = {"subject": odd, "handler": "\u202eAn", "arrived": "02/3/2036", "note": "\x1f"}
    assert client.post(f"{BASE}/registers/{book}/entries", json=entry).status_code == 201
    for address in (
        f"dossiers/{dossier}/table", "dossiers/table?year=2036", f"registers/{book}/table",
        f"registers/{book}/report/table",
        "search/table?format=docx&q=%01", "search/table?format=docx&q=a%0Bb",
    ):  # fmt: skip
        answer = client.get(f"{BASE}/{address}")
        assert answer.status_code == 200, address
        assert Docx(io.BytesIO(answer.data)).tables, address
