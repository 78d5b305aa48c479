"""Atom feeds: valid after RFC 4287, by a secret address that can be ended."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.models import Document
from archive.stored import NewDocument
from tests.web.conftest import Office, token_in
from tests.web.signing_in import person
from web.feeding import ATOM, Entry, atom, namespace, noticed_today

_A = f"{{{ATOM}}}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def valid(written: bytes) -> etree._Element:
    """The feed, held to what RFC 4287 (section 4.1) demands of a feed and its entries."""
    root = etree.fromstring(written)
    assert root.tag == f"{_A}feed"
    for element in (root, *root.iter(f"{_A}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(_A + name)) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{_A}id") or "")
        assert (element.findtext(f"{_A}title") or "").strip()
        moment = element.findtext(f"{_A}updated") or ""
        assert _MOMENT.fullmatch(moment)
        assert datetime.fromisoformat(moment) <= datetime.now(UTC)
        links = element.findall(f"{_A}link")
        assert all(link.get("href", "").startswith("http") for link in links)
        alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        assert len(alternates) == len(set(alternates)) >= 1
    assert len(root.findall(f"{_A}author")) == 1
    assert root.find(f"{_A}author").findtext(f"{_A}name")
    assert [link.get("rel") for link in root.findall(f"{_A}link")].count("self") == 1
    ids = [each.findtext(f"{_A}id") for each in (root, *root.findall(f"{_A}entry"))]
    assert len(ids) == len(set(ids))
    known = {"id", "title", "updated", "link", "author", "generator", "entry"}
    assert {etree.QName(each).localname for each in root} <= known
    return root


@pytest.fixture(scope="module")
def addresses(office: Office) -> dict[str, str]:
    """The addresses of the viewer's feeds, as the page shows them once."""
    archive = office.app.extensions["cancu"].archive
    someone = person(archive, "viewer")
    kept = office.browser("viewer").post("/api/v1/searches", json={"name": "Ao & <làng>", "address": "q=ao làng"}).json
    archive.watches.watch(someone.id, office.ids["nd30"])
    browser = office.browser("viewer")
    page = browser.post("/digest/feed", data={"csrf_token": token_in(browser.get("/digest").text)}).text
    found = re.findall(r"<code>http://localhost(/feeds/[^<]+)</code>", page)
    names = [re.sub(r"^/feeds/[^/]+/(\w+).*", r"\1", each) for each in found]
    assert names == ["new", "alerts", "watched", "searches"], kept
    assert found[0] not in browser.get("/digest").text
    return dict(zip(names, found, strict=True))


@pytest.mark.parametrize("name", ["new", "alerts", "watched", "searches"])
def test_feeds_are_valid(office: Office, addresses: dict[str, str], name: str) -> None:
    answer = office.visitor().get(addresses[name])
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    root = valid(answer.data)
    again = office.visitor().get(addresses[name], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    if name == "new":
        titles = [each.findtext(f"{_A}title") for each in root.findall(f"{_A}entry")]
        assert "Nghị định số 30/2020/NĐ-CP" in titles
    if name == "searches":
        assert root.findtext(f"{_A}title") == "Căn Cứ: Ao & <làng>"
        assert len(root.findall(f"{_A}entry")) >= 1
    assert valid(office.visitor().get(f"{addresses[name]}?lang=en").data) is not None


def test_alerts_are_told(office: Office, addresses: dict[str, str], client: FlaskClient) -> None:
    archive = office.app.extensions["cancu"].archive
    words = "QUYẾT ĐỊNH\nCăn cứ Pháp lệnh số 34/2007/PL-UBTVQH11 ngày 20/4/2007;\nĐiều 1. Làm.\n"
    new = NewDocument(origin="upload:alert", type="Quyết định", number="5/QĐ-UBND", issued=date(2024, 1, 1), text=words)
    links = archive.read_links(new, ())
    archive.add(new, (), links.resolutions, statements=links.statements)
    root = valid(office.visitor().get(addresses["alerts"]).data)
    (entry,) = root.findall(f"{_A}entry")
    basis = "Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn số 34/2007/PL-UBTVQH11"
    assert entry.findtext(f"{_A}title") == f"Quyết định số 5/QĐ-UBND: căn cứ vào {basis}"


def test_changes_of_watched_documents_are_told(office: Office, addresses: dict[str, str]) -> None:
    archive = office.app.extensions["cancu"].archive
    with archive.database.write() as session:
        session.get(Document, office.ids["nd30"]).signer = "Nguyễn Văn Ký"
    root = valid(office.visitor().get(addresses["watched"]).data)
    assert [each.findtext(f"{_A}title") for each in root.findall(f"{_A}entry")] == [
        "Nghị định số 30/2020/NĐ-CP: thông tin được sửa"
    ]


def test_hidden_documents_are_not_in_it(office: Office, addresses: dict[str, str]) -> None:
    archive = office.app.extensions["cancu"].archive
    with archive.database.write() as session:
        session.get(Document, office.ids["sample"]).access = "named"
    try:
        link = f"/documents/{office.ids['sample']}"
        for name in ("new", "searches"):
            assert link.encode() not in office.visitor().get(addresses[name]).data
    finally:
        with archive.database.write() as session:
            session.get(Document, office.ids["sample"]).access = "office"


def test_an_address_can_be_ended(office: Office) -> None:
    browser = office.browser("clerk")
    token = token_in(browser.get("/digest").text)
    archive = office.app.extensions["cancu"].archive

    def status(secret: str) -> int:
        return office.visitor().get(f"/feeds/{secret}/new.atom").status_code

    someone = person(archive, "clerk")
    first = archive.subscriptions.make_feed(someone.id)
    second = archive.subscriptions.make_feed(someone.id)
    assert (status(first), status(second)) == (404, 200)
    archive.people.change(someone.id, disabled=True)
    assert status(second) == 404
    archive.people.change(someone.id, disabled=False)
    browser = office.browser("clerk")
    token = token_in(browser.get("/digest").text)
    browser.post("/digest/feed/end", data={"csrf_token": token})
    assert status(second) == 404
    assert status("x" * 43) == 404


def test_any_text_makes_valid_xml(office: Office) -> None:
    space = namespace(office.app.extensions["cancu"].archive)
    assert namespace(office.app.extensions["cancu"].archive) == space
    odd = Entry("k", "a\x00\x0b]]>&<b>\ufffe", datetime(2026, 1, 1), "http://x/1", "\x1f")
    root = valid(atom(space, "f", "x", "http://x/", "http://x/p", [odd], "vi"))
    assert root.find(f"{_A}entry").findtext(f"{_A}title") == "a]]>&<b>"
    assert noticed_today(date(2999, 1, 1)) <= datetime.now(UTC).replace(tzinfo=None)


def test_a_token_makes_no_address_that_outlives_it(office: Office) -> None:
    office.browser()
    archive = office.app.extensions["cancu"].archive
    who = archive.people.named("administrator")
    _, secret = archive.tokens.make(who.id, "đọc", "read", 1)
    answer = office.visitor().post("/api/v1/me/feeds", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
