"""The clerk's registers and dossiers in the browser's terms: forms, warnings, tables, who may do what."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from docx import Document as Docx

from archive.register_entries import EntryFacts
from archive.registers_held import EntryFilter
from tests.web.conftest import Office, token_in

YEAR = date.today().year


def post(client, address: str, **fields):
    data = {"csrf_token": token_in(client.get("/registers/").text), **fields}
    return client.post(address, data=data)


def opened(client, **fields) -> int:
    answer = post(client, "/registers/", year=str(YEAR), first="1", **fields)
    assert answer.status_code == 302, re.findall(r"note__text.*", answer.text)
    return int(answer.location.rsplit("/", 1)[1])


@pytest.fixture(scope="module")
def incoming(office: Office) -> int:
    """A book of incoming documents."""
    return opened(office.browser("clerk"), direction="in", organ="UBND xã Đồng Mẫu")


def test_from_the_document_into_the_register(office: Office, incoming: int) -> None:
    client = office.browser("clerk")
    document = office.ids["nd30"]
    assert (
        f"/registers/{incoming}/enter?document={document}" in client.get(f"/registers/enter?document={document}").text
    )
    form = client.get(f"/registers/{incoming}/enter?document={document}").text
    assert 'value="30/2020/NĐ-CP"' in form
    assert 'value="05/3/2020"' in form
    entered = post(
        client,
        f"/registers/{incoming}/enter",
        document=str(document),
        number="1",
        proposed="1",
        type="nghị định",
        code="30/2020/NĐ-CP",
        issued="05/3/2020",
        issuer="Chính phủ",
        subject="Về công tác văn thư",
        arrived="10/3/2020",
        progress="new",
        due="20/3/2020",
        handler="Lê Văn Mẫu",
    )
    assert entered.status_code == 302
    page = client.get(f"/registers/{incoming}").text
    assert "Nghị định 30/2020/NĐ-CP" in page
    assert "quá hạn" in client.get("/registers/").text
    assert "Lê Văn Mẫu" in page
    entry = int(entered.location.rsplit("so-", 1)[1])
    again = client.get(f"/registers/entries/{entry}").text
    assert "Quá trình xử lý" in again
    version = re.search(r'name="version" value="(\d+)"', again)[1]
    done = {"code": "30/2020/NĐ-CP", "progress": "done", "subject": "Về công tác văn thư"}
    saved = post(client, f"/registers/entries/{entry}", version=version, **done)
    assert saved.status_code == 302
    conflict = post(client, f"/registers/entries/{entry}", version=version, code="30/2020/NĐ-CP")
    assert conflict.status_code in (409, 422)
    assert "Người khác vừa lưu: “Về công tác văn thư”" in conflict.text


def test_a_repeated_number_is_told_and_written_only_on_purpose(office: Office, incoming: int) -> None:
    client = office.browser("clerk")
    fields = {"code": "18 / 2000/CT–TTg", "issued": "21/9/2000", "issuer": "Thủ tướng Chính phủ", "subject": "Dân vận"}
    told = post(client, f"/registers/{incoming}/enter", **fields)
    assert told.status_code == 409
    assert "Trùng số, ký hiệu và cơ quan ban hành" in told.text
    assert f'/documents/{office.ids["ct18"]}"' in told.text
    assert post(client, f"/registers/{incoming}/enter", anyway="1", **fields).status_code == 302
    twice = post(client, f"/registers/{incoming}/enter", **fields)
    assert twice.text.count("18/2000/CT-TTg") >= 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"issued": "31/02/2026"}, "Không có ngày này"),
        ({"pages": "nhiều"}, "số nguyên dương"),
        ({"number": "x"}, "Hãy ghi số như 15"),
        ({"subject": "a" * 2001}, "Quá dài"),
        ({"progress": "ngủ"}, "Hãy chọn một trạng thái"),
        ({"number": "999999"}, "quá xa"),
    ],
)
def test_what_is_wrong_is_told_and_takes_no_number(office: Office, incoming: int, fields: dict, said: str) -> None:
    client = office.browser("clerk")
    before = re.search(r"Số tiếp theo: <strong>(\d+)", client.get(f"/registers/{incoming}").text)[1]
    answer = post(client, f"/registers/{incoming}/enter", **{"subject": "Thử", **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert re.search(r"Số tiếp theo: <strong>(\d+)", client.get(f"/registers/{incoming}").text)[1] == before


def test_an_outgoing_number_is_put_together_and_numbers_are_kept(office: Office) -> None:
    client = office.browser("clerk")
    book = opened(
        client, direction="out", series="Quyết định", type="Quyết định", symbol="QĐ-UBND", organ="UBND xã Đồng Mẫu"
    )
    assert post(client, f"/registers/{book}/reserve", count="2", reason="chờ ký").status_code == 302
    assert post(client, f"/registers/{book}/enter", subject="Giao việc", copies="5").status_code == 302
    page = client.get(f"/registers/{book}").text
    assert "03/QĐ-UBND" in page
    assert "chờ ký" in page
    kept = re.search(r'numbers__one" href="/registers/entries/(\d+)"', page)[1]
    assert post(client, f"/registers/entries/{kept}", version="1", subject="Khen thưởng").status_code == 302
    assert "01/QĐ-UBND" in client.get(f"/registers/{book}").text
    assert post(client, f"/registers/entries/{kept}/cancel", reason="").location.endswith(f"/entries/{kept}")
    assert post(client, f"/registers/entries/{kept}/cancel", reason="ký nhầm").status_code == 302
    printed = client.get(f"/registers/{book}/print").text
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in printed
    assert "Số hủy: ký nhầm" in printed
    assert printed.count('<th scope="col">') == 10
    assert post(client, f"/registers/{book}/close", closed="1").status_code == 302
    assert post(client, f"/registers/{book}/enter", subject="Muộn").status_code == 422


def test_tables_to_take_along(office: Office, incoming: int) -> None:
    client = office.browser("clerk")
    post(client, f"/registers/{incoming}/enter", subject="=1+1", code="7/TTr-UBND", progress="working")
    raw = client.get(f"/registers/{incoming}/table.csv").data
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    # Every field of văn bản đến in Nghị định 30, Phụ lục VI, but those of the dossier's own table.
    wanted = "FileCode TypeName CodeNumber CodeNotation IssuedDate OrganName Subject Language PageAmount Description "
    wanted += "ArrivalDate ArrivalNumber Position FullName Priority ToPlaces TraceHeaderList DueDate"
    assert set(wanted.split()) <= set(rows[0])
    assert [(row["CodeNumber"], row["CodeNotation"]) for row in rows][-1] == ("7", "TTr-UBND")
    assert rows[-1]["Subject"] == "'=1+1"
    assert {row["TrangThai"] for row in rows} <= {"Đã vào sổ", "Giữ trước", "Đã hủy"}
    assert rows[-1]["TrangThai"] == "Đã vào sổ"
    assert rows[-1]["TienDo"] == "đang giải quyết"
    document = Docx(io.BytesIO(client.get(f"/registers/{incoming}/table.docx").data))
    assert len(document.tables[0].columns) == 10
    assert document.sections[0].page_width > document.sections[0].page_height
    assert client.get(f"/registers/{incoming}/table.exe").status_code == 400


@pytest.mark.parametrize("role", ["viewer", "drafter"])
def test_only_clerks_keep_registers(office: Office, incoming: int, role: str) -> None:
    client = office.browser(role)
    assert client.get("/registers/").status_code == 403
    assert client.get(f"/registers/{incoming}").status_code == 403
    assert client.get("/dossiers/").status_code == 200
    assert "Lập hồ sơ" not in client.get("/dossiers/").text


def test_a_dossier_from_first_to_last(office: Office) -> None:
    client = office.browser("clerk")
    wrong = post(client, "/dossiers/", code="01.VT", title="Văn thư", year=str(YEAR), retention="lâu lắm")
    assert wrong.status_code == 422
    assert "Thời hạn bảo quản ghi như" in wrong.text
    made = post(
        client,
        "/dossiers/",
        code="01.VT",
        title="Công tác văn thư",
        year=str(YEAR),
        retention="20 năm",
        opened="02/01/2026",
    )
    where = made.location
    assert post(client, "/dossiers/", code="01.VT", title="Khác", year=str(YEAR)).status_code == 422
    first, second = office.ids["nd30"], office.ids["ct18"]
    assert "30/2020/NĐ-CP" in client.get(f"{where}?find=30/2020").text
    post(client, f"{where}/put", document=[str(first), str(second), str(first), "999999"])
    page = client.get(where).text
    assert "2 văn bản" in page
    assert page.index("30/2020/NĐ-CP") < page.index("18/2000/CT-TTg")
    post(client, f"{where}/arrange", **{f"place-{first}": "2", f"place-{second}": "1", f"sheet-{second}": "1-3"})
    page = client.get(f"{where}/print").text
    assert page.index("18/2000/CT-TTg") < page.index("30/2020/NĐ-CP")
    assert "1-3" in page
    assert "MỤC LỤC VĂN BẢN, TÀI LIỆU" in page
    assert "18/2000/CT-TTg" in client.get(f"{where}/table.csv").data.decode("utf-8-sig")
    assert Docx(io.BytesIO(client.get("/dossiers/list.docx").data)).tables[0].rows[1].cells[2].text == "20 năm"
    other = post(client, "/dossiers/", code="02.VT", title="Việc khác", year=str(YEAR), document=str(first)).location
    assert "30/2020/NĐ-CP" in client.get(other).text
    assert "30/2020/NĐ-CP" in client.get(where).text
    closed = post(
        client, where, version="1", code="01.VT", title="Công tác văn thư", year=str(YEAR), closed="30/11/2026"
    )
    assert closed.status_code == 302
    post(client, f"{where}/put", document=str(office.ids["labour"]))
    assert "45/2019/QH14" not in client.get(where).text
    post(client, other + "/remove")
    assert client.get(other).status_code == 200
    post(client, f"{other}/arrange", then="out", document=str(first))
    assert post(client, other + "/remove").location == "/dossiers/"
    assert client.get(other).status_code == 404
    assert client.get(f"/documents/{first}").status_code == 200


def test_what_two_people_type_into_one_entry_is_not_lost(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    book = archive.registers.open_book("in", 2031)
    entry = archive.registers.register(book.id, EntryFacts(code="7/CV-X", subject="Cũ"))
    first, second = office.browser(), office.browser("clerk")
    opened = [client.get(f"/registers/entries/{entry.id}").text for client in (first, second)]
    saves = ((first, opened[0], "Của người thứ nhất", 302), (second, opened[1], "Của người thứ hai", 409))
    for client, page, subject, status in saves:
        form = {"csrf_token": token_in(page), "version": "1", "code": "7/CV-X", "subject": subject, "progress": "new"}
        answer = client.post(f"/registers/entries/{entry.id}", data=form)
        assert answer.status_code == status
    assert "Của người thứ hai" in answer.text
    assert "Người khác vừa lưu: “Của người thứ nhất”" in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    again = second.post(f"/registers/entries/{entry.id}", data={**form, "version": version})
    assert again.status_code == 302
    assert archive.registers.entry(entry.id).facts.subject == "Của người thứ hai"


def test_whoever_was_second_gets_the_number_after(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    book = archive.registers.open_book("out", 2031, type="Quyết định", symbol="QĐ-UBND", organ="UBND xã Đồng Mẫu")
    first, second = office.browser(), office.browser("clerk")
    pages = [client.get(f"/registers/{book.id}/enter").text for client in (first, second)]
    for client, page, subject in ((first, pages[0], "Một"), (second, pages[1], "Hai")):
        form = {"csrf_token": token_in(page), "number": "1", "proposed": "1", "type": "Quyết định", "subject": subject}
        assert client.post(f"/registers/{book.id}/enter", data=form).status_code == 302
    entries = archive.registers.entries(book.id, EntryFilter())[0]
    assert sorted((entry.number, entry.facts.subject) for entry in entries) == [(1, "Một"), (2, "Hai")]
