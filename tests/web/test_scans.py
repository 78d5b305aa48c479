"""A scan from the upload to the page: recognised, marked, and offered as a copy that can be searched."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

import corpus.samples
from corpus.samples.scanned import WORN, scan_pages
from indexer.reading.programs import TESSERACT, find
from tests.web.conftest import Office, token_in

BUILT = Path(corpus.samples.__file__).parent / "built"

SCANS = [
    ("PDF", "quét.pdf", "2025-quyet-dinh-cong-nhan-hoa-giai-vien.pdf", "214/QĐ-UBND", "hòa giải viên"),
    ("JPEG", "chụp.jpg", "2025-thong-bao-lich-tiep-cong-dan.pdf", "31/TB-UBND", "Lịch tiếp công dân"),
]


@pytest.mark.slow
@pytest.mark.skipif(find(TESSERACT) is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("row", SCANS, ids=["pdf", "jpeg"])
def test_from_a_crooked_scan_to_a_searchable_copy(office: Office, row: tuple[str, str, str, str, str]) -> None:
    format, name, source, number, shown = row
    (picture,) = scan_pages(BUILT / source, WORN, [0])
    scan = io.BytesIO()
    picture.save(scan, format, **({"resolution": WORN.dpi} if format == "PDF" else {"quality": 60}))
    client = office.browser()
    token = token_in(client.get("/upload").text)
    sent = {"csrf_token": token, "file": (io.BytesIO(scan.getvalue()), name)}
    (outcome,) = client.post(
        "/upload", data=sent, headers={"Accept": "application/json"}, content_type="multipart/form-data"
    ).json["outcomes"]
    document = office.app.extensions["cancu"].queue.wait(outcome["ticket"], 120).document
    review = client.get(f"/documents/{document}/review").text
    assert f'value="{number}"' in review
    assert '<rect data-fact="number"' in review
    assert "nhận dạng ảnh (OCR), tin cậy" in review
    page = client.get(f"/documents/{document}").text
    assert "nhận dạng ảnh (OCR) 1 trang" in page
    where = re.search(r'href="(/documents/\d+/files/[0-9a-f]{64}/searchable\.pdf)"', page)
    assert where is not None
    with client.get(where[1]) as copy:
        searchable = copy.data
    assert copy.headers["Content-Disposition"].startswith("attachment")
    words = pypdf.PdfReader(io.BytesIO(searchable)).pages[0].extract_text()
    assert shown in words
    with client.get(where[1].replace("searchable.pdf", "")) as original:
        assert original.data == scan.getvalue()


def test_a_file_with_a_text_layer_has_no_searchable_copy(office: Office) -> None:
    data = (BUILT / "2026-giay-moi-ngay-hoi-dai-doan-ket.pdf").read_bytes()
    client = office.browser()
    document = client.post("/api/v1/documents", data={"file": (io.BytesIO(data), "a.pdf")}).json["document"]
    page = client.get(f"/documents/{document}").text
    assert "searchable.pdf" not in page
    (sha256,) = set(re.findall(r"/files/([0-9a-f]{64})/", page))
    assert client.get(f"/documents/{document}/files/{sha256}/searchable.pdf").status_code == 404
