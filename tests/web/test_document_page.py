"""The page of one document: every provision with anchor and wording, long texts in parts, originals untouched."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.wording import full_citation, short_citation
from indexer.ingest import ingest_file
from tests.web.conftest import Office
from tests.web.office import LABOUR, docx_of
from web.presenting.addresses import anchor_of
from web.presenting.layout import lay_out
from web.presenting.pinpoints import Pins


def test_every_provision_has_an_anchor(office: Office, client: FlaskClient) -> None:
    page = client.get(f"/documents/{office.ids['labour']}").text
    with Archive.open(office.settings) as archive:
        paths = [p.path for p in archive.provisions(office.ids["labour"])]
    assert "dieu:25/khoan:2/diem:đ" in paths
    for path in paths:
        assert f'id="{anchor_of(path)}"' in page


def test_the_named_provision_is_lit_with_all_below_it(office: Office, client: FlaskClient) -> None:
    page = client.get(f"/documents/{office.ids['labour']}?p=dieu:25/khoan:2").text
    lit = re.findall(r'is-target" id="([^"]+)"', page)
    assert lit == ["dieu-25.khoan-2", "dieu-25.khoan-2.diem-a", "dieu-25.khoan-2.diem-b", "dieu-25.khoan-2.diem-đ"]
    assert "khoản 2 Điều 25 Bộ luật Lao động ngày 20 tháng 11 năm 2019" in page


def test_the_wording_on_the_page_is_the_archives(office: Office, client: FlaskClient) -> None:
    page = html.unescape(client.get(f"/documents/{office.ids['labour']}").text)
    with Archive.open(office.settings) as archive:
        record = archive.record(office.ids["labour"])
    whole = re.search(r'data-full="([^"]+)" data-short="([^"]+)"', page)
    assert whole is not None
    handles = re.findall(r'data-unit="([^"]+)" data-pin="([^"]*)"', page)
    assert len(handles) > 10
    for path, front in handles:
        assert front + whole[1] == full_citation(record, path)
        assert front + whole[2] == short_citation(record, path)


def test_wording_that_cannot_be_taken_apart_is_given_whole(office: Office) -> None:
    with Archive.open(office.settings) as archive:
        record = archive.record(office.ids["labour"])
    pins = Pins(record)
    assert pins.front("dieu:25") == "Điều 25 "
    pins.full = "một câu khác"
    assert pins.front("dieu:25") is None
    assert pins.both("dieu:25") == (full_citation(record, "dieu:25"), short_citation(record, "dieu:25"))


def test_citations_in_the_text_lead_to_their_documents(office: Office, client: FlaskClient) -> None:
    page = client.get(f"/documents/{office.ids['labour']}").text
    assert f'class="cite cite--resolved" href="/documents/{office.ids["nd30"]}"' in page
    back = client.get(f"/documents/{office.ids['nd30']}").text
    assert "Được viện dẫn trong" in back
    assert "Bộ luật Lao động số 45/2019/QH14" in back


def test_all_facts_are_shown(office: Office, client: FlaskClient) -> None:
    page = client.get(f"/documents/{office.ids['nq25-xi']}").text
    for words in ("25-NQ/TW", "03/6/2013", "khóa XI", "Người ký", "còn nghi ngờ", "ngày ký chưa đối chiếu bản chính"):
        assert words in page
    assert "chưa có toàn văn" in page


def test_a_sample_is_marked(office: Office, client: FlaskClient) -> None:
    assert "Văn bản mẫu" in client.get(f"/documents/{office.ids['sample']}").text
    assert "Văn bản mẫu" in client.get("/documents/").text


def test_a_long_document_comes_in_parts_that_hold_everything(office: Office, client: FlaskClient) -> None:
    first = client.get(f"/documents/{office.ids['long']}").text
    parts = re.search(r"Phần 1 trên (\d+)", first)
    assert parts is not None
    seen: list[str] = []
    for number in range(1, int(parts[1]) + 1):
        answer = client.get(f"/documents/{office.ids['long']}?part={number}")
        assert len(answer.data) < 200_000
        seen += re.findall(r'<div class="unit[^"]*" id="([^"]+)"', answer.text)
    with Archive.open(office.settings) as archive:
        assert seen == [anchor_of(p.path) for p in archive.provisions(office.ids["long"])]


def test_a_link_finds_the_part_of_its_provision(office: Office, client: FlaskClient) -> None:
    page = client.get(f"/documents/{office.ids['long']}?p=dieu:399").text
    assert 'id="dieu-399"' in page
    assert 'id="dieu-1"' not in page
    assert client.get(f"/documents/{office.ids['long']}?part=999").status_code == 404


def test_layout_leaves_nothing_out(office: Office) -> None:
    with Archive.open(office.settings) as archive:
        for name in ("labour", "sample", "long"):
            text = archive.text(office.ids[name])
            layout = lay_out(text, archive.provisions(office.ids[name]))
            shown = "".join(text[b.start : b.end] for part in layout.parts for b in part)
            assert "".join(shown.split()) == "".join(text.split())
    assert "Điều 24" in LABOUR


HOSTILE = [
    ("../../etc/passwd.docx", "passwd.docx"),
    ('kế "hoạch"; filename=x.exe.docx', "kế _hoạch_; filename=x.exe.docx"),
    ("công văn\r\nX-Evil: 1.docx", "công văn__X-Evil_ 1.docx"),
    ("C:\\văn bản\\tờ trình.docx", "tờ trình.docx"),
    ("a\u202etxt.docx", "atxt.docx"),
]


@pytest.mark.parametrize(("given", "kept"), HOSTILE)
def test_a_download_is_the_untouched_original_under_a_harmless_name(
    office: Office, tmp_path: Path, given: str, kept: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(docx_of(f"{LABOUR}\n{given!r}"))
    with Archive.open(office.settings) as archive:
        outcome = ingest_file(archive, None, file, given, as_new=True)
    assert outcome.document is not None, outcome
    where = f"/documents/{outcome.document}/files/{outcome.sha256}"
    with office.browser().get(f"{where}/") as got:
        assert got.data == file.read_bytes()
        assert got.mimetype == "application/octet-stream"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-Evil" not in got.headers
        disposition = got.headers["Content-Disposition"]
        assert disposition.startswith("attachment; ")
        assert unquote(disposition.split("filename*=UTF-8''")[1]) == kept
    assert office.browser().get(f"{where}/pages/1.png").status_code == 404
    elsewhere = f"/documents/{office.ids['nd30']}/files/{outcome.sha256}/"
    assert office.browser().get(elsewhere).status_code == 404
