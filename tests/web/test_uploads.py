"""Putting files in: filed and found, told when held already, refused with reason."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.web.conftest import Office, token_in
from tests.web.office import PLAN, docx_of
from tests.web.signing_in import sign_in


def send(client: FlaskClient, *files: tuple[bytes, str], json: bool = False):
    token = token_in(client.get("/upload").text)
    data = {"csrf_token": token, "file": [(io.BytesIO(data), name) for data, name in files]}
    headers = {"Accept": "application/json"} if json else {}
    return client.post("/upload", data=data, headers=headers, content_type="multipart/form-data")


def test_from_a_file_to_a_found_document(office: Office) -> None:
    client = office.browser()
    answer = send(client, (docx_of(PLAN), "kế hoạch trồng cây.docx"))
    assert answer.status_code == 302
    review = client.get(answer.location)
    assert review.status_code == 200
    page = html.unescape(review.text)
    for field, value in {
        "type": "Kế hoạch",
        "number": "15/KH-UBND",
        "issued": "12/01/2026",
        "place": "Đồng Mẫu",
        "issuer": "Ủy ban nhân dân xã Đồng Mẫu",
        "signer": "Trần Thị Mẫu",
    }.items():
        assert re.search(rf'id="fact-{field}" name="{field}" value="{re.escape(value)}"', page), field
    assert "Trồng cây chắn sóng dọc bờ kênh năm 2026" in page
    assert "tin cậy" in page
    facts = {
        "csrf_token": token_in(review.text),
        "type": "Kế hoạch",
        "number": "16/KH-UBND",
        "issued": "13/01/2026",
        "title": "Trồng cây chắn sóng dọc bờ kênh Mẫu",
        "issuer": "Ủy ban nhân dân xã Đồng Mẫu",
        "recipients": "Như trên\nLưu: VT",
    }
    saved = client.post(answer.location, data=facts)
    assert saved.status_code == 302
    assert "16/KH-UBND" in client.get("/?q=bờ kênh sạt lở mùa lũ").text
    assert "16/KH-UBND" in client.get("/?q=16/KH-UBND").text
    shown = client.get(saved.location).text
    assert "13/01/2026" in shown
    assert "người xác nhận" in shown


def test_the_same_bytes_again_lead_to_the_document(office: Office) -> None:
    client = office.browser()
    data = docx_of(PLAN.replace("15/KH", "31/KH"))
    first = send(client, (data, "a.docx"))
    again = send(client, (data, "b.docx"))
    assert again.status_code == 200
    assert "Đã có trong kho" in again.text
    document = re.search(r"/documents/(\d+)/review", first.location)
    assert document is not None
    assert f'href="/documents/{document[1]}"' in again.text


@pytest.mark.parametrize("is_copy", [True, False])
def test_the_same_number_and_date_from_another_file_is_a_question(office: Office, is_copy: bool) -> None:
    client = office.browser()
    number = "41/KH-UBND" if is_copy else "42/KH-UBND"
    plan = PLAN.replace("15/KH-UBND", number)
    held = int(re.findall(r"\d+", send(client, (docx_of(plan), "một.docx")).location)[0])
    other = send(client, (docx_of(plan + "\nBản có thêm dòng này."), "hai.docx"))
    assert other.status_code == 200
    assert "Là bản khác của văn bản này" in other.text
    assert f'href="/documents/{held}"' in other.text
    where = re.search(r'action="(/documents/\d+/files/[0-9a-f]{64}/decision)"', other.text)
    assert where is not None
    assert "hai.docx" in client.get(f"/documents/{held}").text
    decided = client.post(where[1], data={"csrf_token": token_in(other.text), "copy": "1" if is_copy else "0"})
    assert decided.status_code == 302
    now = client.get(f"/documents/{held}").text
    if is_copy:
        assert "bản khác" in now
        assert "Là văn bản khác" not in now
        return
    assert "hai.docx" not in now
    assert re.fullmatch(r"/documents/\d+/review", decided.location)
    assert str(held) not in re.findall(r"\d+", decided.location)
    assert client.get(decided.location).status_code == 200
    assert client.get(f"/?q={number}").text.count(f"số {number}") >= 2


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"0" * 60_000_000)
    return made.getvalue()


REFUSED = [
    ("rỗng.pdf", b"", 422),
    ("cắt cụt.pdf", b"%PDF-1.7\n1 0 obj\n<<", 422),
    ("giả.docx", b"MZ\x90\x00 this is a program", 422),
    ("giả.pdf", b"<html><script>alert(1)</script></html>", 422),
    ("ảnh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, 422),
    ("bom.docx", _bomb(), 422),
    ("../../../<img src=x>.pdf", b"\x00\x01\x02", 422),
]


@pytest.mark.parametrize(("name", "data", "status"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refusals_say_why_and_change_nothing(office: Office, name: str, data: bytes, status: int) -> None:
    client = office.browser()
    before = client.get("/healthz").json
    answer = send(client, (data, name))
    assert answer.status_code in (status, 413)
    assert "Không nhận được" in answer.text
    assert "<img src" not in answer.text
    assert "<script>alert" not in answer.text
    api = client.post("/api/v1/documents", data={"file": (io.BytesIO(data), name)})
    assert 400 <= api.status_code < 500
    assert api.mimetype == "application/problem+json"
    assert set(api.json) == {"type", "title", "status", "detail", "detail_en", "reason"}
    after = client.get("/healthz").json
    assert after == before


NAMES = [
    "../../../tmp/evil.docx",
    "..\\..\\x.docx",
    "/etc/x.docx",
    "C:\\van ban\\x.docx",
    "kế\x00hoạch.docx",
    "a/b.docx",
]


def _named(name: str, token: str = "") -> tuple[bytes, str]:
    """A form as a program may send it, with the file's name exactly so."""
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    head += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    data = docx_of(PLAN.replace("15/KH", "77/KH"))
    return head.encode() + data + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


@pytest.mark.parametrize("name", NAMES)
def test_a_path_for_a_name_is_refused(office: Office, name: str) -> None:
    client = office.browser()
    before = client.get("/healthz").json
    token = token_in(client.get("/upload").text)
    quoted = name.replace("\\", "\\\\")
    for address in ("/api/v1/documents", "/api/v1/checks", "/upload", "/drafts/"):
        body, kind = _named(quoted, token)
        answer = client.post(address, data=body, content_type=kind)
        assert answer.status_code == 422, address
        assert "bị từ chối; không lưu gì" in answer.text
        if address.startswith("/api/"):
            assert answer.json["reason"] == "bad_name"
    assert client.get("/healthz").json == before


def test_one_file_a_request(office: Office) -> None:
    client = office.browser()
    before = client.get("/healthz").json
    token = token_in(client.get("/drafts/").text)
    for address in ("/api/v1/documents", "/api/v1/checks", "/drafts/"):
        files = [(io.BytesIO(docx_of(PLAN.replace("15/KH", f"{n}/KH"))), f"{n}.docx") for n in (78, 79)]
        answer = client.post(address, data={"csrf_token": token, "file": files})
        assert answer.status_code == 400, address
        assert "Mỗi lần chỉ nhận một tệp" in answer.text
        if address.startswith("/api/"):
            assert (answer.mimetype, answer.json["reason"]) == ("application/problem+json", "several_files")
    assert client.get("/healthz").json == before


def test_several_files_and_one_of_them_refused(client: FlaskClient) -> None:
    answer = send(client, (docx_of(PLAN.replace("15/KH", "51/KH")), "tốt.docx"), (b"", "rỗng.docx"), json=True)
    assert answer.status_code == 200
    told = answer.json["outcomes"]
    assert [outcome["status"] for outcome in told] == ["added", "refused"] or told[0]["status"] == "needs_review"
    assert "rỗng.docx" in told[1]["html"]
    assert told[1]["reason"]


def test_no_file_at_all(client: FlaskClient) -> None:
    token = token_in(client.get("/upload").text)
    answer = client.post("/upload", data={"csrf_token": token})
    assert answer.status_code == 400
    assert "Chưa chọn tệp" in answer.text


def test_too_large_is_told_with_the_limit(office: Office) -> None:
    from web.app import create_app

    small = create_app(office.settings.__class__(**{**vars(office.settings), "max_upload": 1024 * 1024}))
    client = sign_in(small.test_client())
    token = token_in(client.get("/upload").text)

    def post(where: str, size: int):
        # As bytes: the test client leaves its own temporary file open otherwise.
        fields = {"csrf_token": token, "file": FileStorage(io.BytesIO(b"0" * size), "to.pdf")}
        boundary, body = encode_multipart(fields)
        return client.post(where, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    answer = post("/upload", 3_000_000)
    assert answer.status_code == 413
    assert "vượt giới hạn 1 MB" in answer.text
    api = post("/api/v1/documents", 3_000_000)
    assert api.status_code == 413
    assert api.json["reason"] == "request_too_large"
    near = post("/api/v1/documents", 1_500_000)
    assert near.status_code == 413
    assert near.json["reason"] == "file_too_large"
    small.extensions["cancu"].close()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("issued", "31/02/2026", "Không có ngày này"),
        ("effective", "mai", "Không có ngày này"),
        ("signer", "x" * 300, "Quá dài"),
    ],
)
def test_a_wrong_fact_keeps_what_was_typed(
    office: Office, client: FlaskClient, field: str, value: str, message: str
) -> None:
    where = f"/documents/{office.ids['sample']}/review"
    token = token_in(client.get(where).text)
    answer = client.post(where, data={"csrf_token": token, "title": "Tên gõ dở", field: value})
    assert answer.status_code == 422
    assert message in answer.text
    assert "Tên gõ dở" in answer.text
    assert f'value="{value}"' in answer.text


def test_facts_of_another_held_document_are_asked_about(office: Office, client: FlaskClient) -> None:
    where = f"/documents/{office.ids['sample']}/review"
    facts = {"type": "Nghị định", "number": "30/2020/NĐ-CP", "issued": "05/3/2020", "title": "x"}
    token = token_in(client.get(where).text)
    answer = client.post(where, data={"csrf_token": token, **facts})
    assert answer.status_code == 409
    assert "Kho đã có văn bản cùng loại, số và ngày" in answer.text
    assert f'href="/documents/{office.ids["nd30"]}"' in answer.text
    assert "15/KH-UBND" in client.get(f"/documents/{office.ids['sample']}").text
