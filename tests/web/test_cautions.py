"""What may not be cited is not offered for it, and what speaks against a document is said beside its copy."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.stored import NewDocument
from indexer.engine import open_engine
from indexer.indexing import index_documents
from indexer.structure import segment
from tests.web.conftest import Office, token_in
from web.presenting.badges import certainty_text

TEXT = "Điều 1. Nuôi ong mật\n1. Mỗi hộ nuôi ong mật không quá hai mươi đàn.\n"
OFFERS = ("Dòng căn cứ", "Vào dự thảo", "data-add>")


@pytest.fixture(scope="module")
def ids(office: Office) -> dict[str, int]:
    """A draft, a document nobody has confirmed and one that was replaced, all about bees."""
    shared = {"type": "Quyết định", "issued": date(2026, 2, 3), "issuer": "Ủy ban nhân dân xã Đồng Mẫu", "text": TEXT}
    news = {
        "draft": NewDocument(
            origin="test:bees-draft", title="Nuôi ong (thảo)", draft=True, review=("no_number",), **shared
        ),
        "unconfirmed": NewDocument(
            origin="test:bees", number="81/QĐ-UBND", title="Nuôi ong", certainty="unconfirmed", **shared
        ),
        "replaced": NewDocument(
            origin="test:bees-old", number="12/QĐ-UBND", title="Nuôi ong cũ", replaced_by=("81/QĐ-UBND",), **shared
        ),
    }
    engine = open_engine(office.settings)
    with Archive.open(office.settings) as archive:
        made = {name: archive.add(new, segment(new.text, new.type)).document_id for name, new in news.items()}
        index_documents(archive, engine, made.values())
    engine.close()
    return {**office.ids, **made}


def shown(client: FlaskClient, address: str) -> str:
    """The main part of a page."""
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.text.split("<main", 1)[1].split("</main>", 1)[0])


def row_of(page: str, document: int) -> str:
    """One document's entry in a list."""
    rows = [row for row in re.split(r'<li class="doc', page) if f'href="/documents/{document}"' in row]
    assert rows
    return rows[0]


@pytest.mark.parametrize(
    ("name", "query", "badge"),
    [("draft", "nuôi ong mật", "Dự thảo"), ("sample", "trồng cây chắn sóng", "Văn bản mẫu")],
)
def test_drafts_and_samples_are_found_but_not_offered(
    client: FlaskClient, ids, name: str, query: str, badge: str
) -> None:
    row = row_of(shown(client, f"/?q={query}"), ids[name])
    assert f"</svg>{badge}</span>" in row
    for offer in ("data-copy", "data-add", "data-full", "data-document", 'name="document"'):
        assert offer not in row.split('<div class="basket">')[0]
    listed = row_of(shown(client, "/documents/"), ids[name])
    assert f"</svg>{badge}</span>" in listed
    assert "data-full" not in listed


@pytest.mark.parametrize(
    ("name", "cites", "bases"),
    [("draft", False, False), ("sample", True, False), ("unconfirmed", True, True), ("replaced", True, True)],
)
def test_what_the_page_of_a_document_offers(client: FlaskClient, ids, name: str, cites: bool, bases: bool) -> None:
    for place in ("", "?p=dieu:1"):
        page = shown(client, f"/documents/{ids[name]}{place}")
        assert ("Viện dẫn đầy đủ" in page.split('<template id="unit-menu">')[0]) is cites
        assert ('class="handle"' in page) is cites
        for offer in OFFERS:
            assert (offer in page) is bases, offer
        assert ("Độ chắc chắn</dt><dd>" in page[page.index('class="facts"') :]) is (name != "sample")


def test_what_waits_for_a_person_is_marked_in_the_list(client: FlaskClient, ids) -> None:
    page = shown(client, "/documents/")
    assert "Cần xem lại" in row_of(page, ids["draft"])
    assert "Cần xem lại" not in row_of(page, ids["nd30"])
    waiting = shown(client, "/review").split("waiting__list")[1]
    assert "Nuôi ong (thảo)" in waiting
    assert "</svg>Dự thảo</span>" in waiting


@pytest.mark.parametrize(
    ("name", "caution"),
    [
        ("pl34", "Văn bản này đã hết hiệu lực từ 01/7/2023."),
        ("replaced", "Văn bản này đã bị thay thế bởi 81/QĐ-UBND."),
        ("nq25-xi", "Thông tin còn nghi ngờ: hãy đối chiếu với bản chính."),
        ("unconfirmed", "Thông tin chưa có người xác nhận: hãy đối chiếu với bản chính."),
        ("nd30", ""),
    ],
)
def test_cautions_stand_beside_the_copy_and_not_in_it(client: FlaskClient, ids, name: str, caution: str) -> None:
    page = shown(client, f"/documents/{ids[name]}")
    assert ("data-caution" in page) is bool(caution)
    assert page.count(caution) >= 2  # in a note, and for the script that says what was copied
    copied = re.findall(r'data-copy="([^"]*)"', page)
    assert copied
    assert not [text for text in copied if caution and caution in text]
    data = {"csrf_token": token_in(client.get("/").text), "only": ids[name], "draft": ""}
    told = client.post("/drafts/take", data=data, headers={"Accept": "application/json"}).json
    assert caution in told["said"]


@pytest.mark.parametrize("name", ["draft", "sample"])
def test_no_basis_from_a_draft_or_a_sample(client: FlaskClient, ids, name: str) -> None:
    data = {"csrf_token": token_in(client.get("/").text), "only": ids[name], "draft": ""}
    answer = client.post("/drafts/take", data=data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["reason"]) == (422, "not_citable")


def test_what_nobody_confirmed_leads_to_its_form(office: Office, client: FlaskClient, ids) -> None:
    page = shown(client, f"/documents/{ids['unconfirmed']}")
    assert "</svg>Chưa xác nhận</span>" in page
    note = page.split('class="note note--warn"')[1].split("</div></div>")[0]
    assert f'href="/documents/{ids["unconfirmed"]}/review"' in note
    assert "</svg>Chưa xác nhận</span>" in row_of(shown(client, "/?q=81/QĐ-UBND"), ids["unconfirmed"])
    for language, words in (("vi", "chưa xác nhận"), ("en", "not confirmed")):
        with office.app.test_request_context(f"/?lang={language}"):
            assert certainty_text("unconfirmed") == words
