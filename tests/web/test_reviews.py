"""Looking over what was read: the queue, the page beside the facts, and what is confirmed at once."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import pytest
from PIL import Image

import corpus.samples
from archive.documents import Archive
from archive.models import Document, DocumentText
from archive.placing import LineReading, line_columns
from indexer.ingest import reason_vi
from tests.web.conftest import Office, token_in

BUILT = sorted((Path(corpus.samples.__file__).parent / "built").glob("2025-*.pdf"))


@pytest.fixture(scope="module")
def filed(office: Office) -> list[int]:
    """Three PDFs that were put in; two recognisers disagree on the number of the first."""
    client = office.browser()
    found = []
    for path in BUILT[:3]:
        data = {"file": (io.BytesIO(path.read_bytes()), path.name)}
        found.append(client.post("/api/v1/documents", data=data).json["document"])
    with Archive.open(office.settings) as archive:
        how = archive.how_read(found[0])
        seen = archive.facts(found[0]).evidence["number"]
        box = next(each for each in how.placed if each.start < seen["end"] and each.end > seen["start"])
        line = LineReading(box.start, box.end, 1, box.left, box.top, box.right, box.bottom, "Số: 7777/CT-UBND", 0.8)
        with archive.database.write() as session:
            session.get_one(DocumentText, found[0]).seconds = line_columns([line])
            document = session.get_one(Document, found[0])
            document.review = ["low_confidence:number"]
            document.evidence = {**document.evidence, "number": {**seen, "confidence": 0.5}}
    return found


def test_the_queue_says_why_and_can_be_narrowed(office: Office, filed: list[int]) -> None:
    client = office.browser()
    page = html.unescape(client.get("/review").text)
    for document in filed:
        assert f'href="/documents/{document}/review"' in page
    assert reason_vi("low_confidence:number") in page
    assert reason_vi("unconfirmed") in page
    narrow = client.get("/review?reason=low_confidence:number").text
    assert f"/documents/{filed[0]}/review?reason=low_confidence:number" in narrow
    assert f"/documents/{filed[1]}/review" not in narrow
    assert client.get("/review?reason=none_such").status_code == 200
    go = client.get("/review/next?reason=low_confidence:number")
    assert go.location == f"/documents/{filed[0]}/review?reason=low_confidence:number"


def test_the_evidence_is_marked_on_the_page_and_in_the_text(office: Office, filed: list[int]) -> None:
    page = office.browser().get(f"/documents/{filed[0]}/review").text
    for field in ("number", "issued", "issuer", "title"):
        assert f'<rect data-fact="{field}"' in page
        assert f'id="seen-{field}"' in page
        assert f'href="#spot-{field}"' in page
    assert " style=" not in page
    assert "<script>" not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_two_readings_with_the_picture_of_the_line(office: Office, filed: list[int]) -> None:
    client = office.browser()
    page = client.get(f"/documents/{filed[0]}/review").text
    assert 'data-choose="7777/CT-UBND"' in page
    picture = re.search(r'class="readings__line"[^>]* src="([^"]+)"', page)
    assert picture is not None
    answer = client.get(picture[1])
    assert answer.mimetype == "image/png"
    with Image.open(io.BytesIO(answer.data)) as image:
        assert image.width > 2 * image.height
        assert min(image.convert("L").getextrema()) < 100, "no ink on the line"
    assert "data-choose" not in client.get(f"/documents/{filed[1]}/review").text
    for wrong in ("0-0-0-100", "0-0-10001-100", "500-0-400-100"):
        address = re.sub(r"\d+-\d+-\d+-\d+\.png$", f"{wrong}.png", picture[1])
        assert client.get(address).status_code == 404


def facts_in(page: str) -> dict[str, str]:
    fields = re.findall(r'<input class="input" id="fact-\w+" name="(\w+)" value="([^"]*)"', page)
    areas = re.findall(r'<textarea class="input" id="fact-\w+" name="(\w+)"[^>]*>([^<]*)</textarea>', page)
    return {name: html.unescape(value) for name, value in (*fields, *areas)}


def test_confirming_goes_on_to_the_next_document(office: Office, filed: list[int]) -> None:
    client = office.browser()
    page = client.get(f"/documents/{filed[1]}/review").text
    form = {"csrf_token": token_in(page), **facts_in(page), "then": "next"}
    done = client.post(f"/documents/{filed[1]}/review", data=form)
    assert done.status_code == 302
    assert done.location == f"/documents/{filed[2]}/review"
    again = client.get(f"/documents/{filed[1]}/review").text
    assert "đã xác nhận" in again
    with Archive.open(office.settings) as archive:
        assert archive.facts(filed[1]).certainty == "sure"
        assert filed[1] not in [each.document_id for each in archive.reviews.waiting()]


def test_what_is_certain_is_confirmed_at_once_and_taken_back(office: Office, filed: list[int]) -> None:
    client = office.browser()
    page = client.get("/review/certain").text
    chosen = [int(each) for each in re.findall(r'name="document" value="(\d+)" checked', page)]
    assert filed[2] in chosen
    assert filed[0] not in chosen
    form = {"csrf_token": token_in(page), "document": [str(filed[2]), str(filed[0]), "x"]}
    done = client.post("/review/certain", data=form, follow_redirects=True).text
    assert "Đã xác nhận 1 văn bản" in done
    with Archive.open(office.settings) as archive:
        assert archive.facts(filed[2]).certainty == "sure"
        assert archive.facts(filed[0]).certainty == "unconfirmed"
    token = re.search(r'name="undo" value="([0-9a-f]+)"', done)
    assert token is not None
    undone = client.post(
        "/review/undo", data={"csrf_token": token_in(done), "undo": token[1]}, follow_redirects=True
    ).text
    assert "Đã hoàn tác: 1 văn bản" in undone
    with Archive.open(office.settings) as archive:
        assert archive.facts(filed[2]).certainty == "unconfirmed"


def test_remarks_are_words(office: Office) -> None:
    from web.presenting.notes import note_words

    with office.app.test_request_context():
        assert note_words("from:subject") == "suy từ dòng V/v"
        assert note_words("from:number;conflict:issued:2025") == "suy từ số, ký hiệu; mâu thuẫn với ngày ban hành"
        assert note_words("blank;year:2026") == "chỗ để trống; chỉ ghi năm 2026"
        assert note_words("something:new") == ""
