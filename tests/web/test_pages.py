"""Every page: whole, light, in Vietnamese, usable by keyboard, without anything inline."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office
from tests.web.signing_in import sign_in

MOST_BYTES = 200_000
PAGES = (
    "/",
    "/?q=thử việc",
    "/?q=25-NQ/TW",
    "/?q=không có từ nào như thế xyzxyz",
    "/?q=thử việc&type=Luật&year_from=2000&year_to=2001",
    "/?q=thu viec&in_force=03/6/2024&page=1",
    "/documents/",
    "/documents/?q=dân vận&state=catalogued",
    "/documents/?year_from=abc",
    "/documents/{labour}",
    "/documents/{labour}?p=dieu:25/khoan:2/diem:đ",
    "/documents/{labour}?p=dieu:999",
    "/documents/{nd30}",
    "/documents/{sample}",
    "/documents/{long}",
    "/documents/{long}?p=dieu:399",
    "/documents/{labour}/review",
    "/upload",
    "/drafts/",
)


class Outline(HTMLParser):
    """What the tests ask of a page: its tags with their attributes, ids, and what is inline."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def named(self, *names: str) -> list[dict[str, str]]:
        """The attributes of all tags with these names."""
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_page(office: Office, address: str, language: str) -> None:
    client = office.browser()
    client.set_cookie("lang", language)
    answer = client.get(address.format(**office.ids))
    assert answer.status_code == 200
    assert len(answer.data) < MOST_BYTES
    page = Outline(answer.text)
    assert page.named("html")[0]["lang"] == language
    assert len(page.named("h1")) == 1 or "/drafts/" in address
    for landmark in ("header", "nav", "main", "footer"):
        assert page.named(landmark), landmark
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert not page.named("style", "iframe", "object", "embed")
    assert all("src" in script for script in page.named("script"))
    for tag, attrs in page.tags:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], tag
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', answer.text)


@pytest.mark.parametrize(
    "address", ["/documents/{}", "/documents/{}/review", "/drafts/{}", "/documents/{}/files/" + "0" * 64 + "/"]
)
@pytest.mark.parametrize("number", ["424242", "9" * 18, "9" * 19, "9" * 23, "9" * 5000])
def test_a_number_that_nothing_has(client: FlaskClient, address: str, number: str) -> None:
    answer = client.get(address.format(number))
    assert answer.status_code == 404
    assert "<h1>" in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_every_field_has_a_name(office: Office, address: str) -> None:
    page = Outline(office.browser().get(address.format(**office.ids)).text)
    labelled = {attrs["for"] for attrs in page.named("label") if "for" in attrs}
    for attrs in page.named("input", "select", "textarea"):
        if attrs.get("type") in ("hidden", "submit"):
            continue
        wrapped = attrs.get("type") in ("checkbox", "radio") and "name" in attrs
        assert attrs.get("id") in labelled or attrs.get("aria-label") or wrapped, attrs
    for attrs in page.named("img"):
        assert attrs.get("alt")


def test_skip_link_comes_first(client: FlaskClient) -> None:
    links = Outline(client.get("/").text).named("a")
    assert links[0]["href"] == "#main"


def test_pages_that_are_not_there(client: FlaskClient) -> None:
    for address in ("/nothing", "/documents/999999", "/drafts/999999", "/documents/1/files/" + "0" * 64 + "/"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Hãy" in answer.text or "Không có" in answer.text
        assert "Tìm kiếm" in answer.text


def test_an_archive_that_is_not_there(tmp_path) -> None:
    from archive.settings import Settings
    from web.app import create_app

    app = create_app(Settings.at(tmp_path / "nowhere"))
    answer = app.test_client().get("/documents/")
    assert answer.status_code == 503
    assert "cancu init" in answer.text
    assert app.test_client().get("/healthz").status_code == 503
    assert app.test_client().get("/readyz").status_code == 503


def test_an_unexpected_error_is_a_page_too(tmp_path) -> None:
    from archive.settings import Settings
    from web.accounts import open_to_all
    from web.app import create_app

    app = create_app(Settings.at(tmp_path / "nowhere"))

    def boom() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/boom", view_func=open_to_all(boom))
    answer = app.test_client().get("/boom")
    assert answer.status_code == 500
    assert "Có lỗi ở máy chủ" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_broken_index_leaves_documents_and_drafts_readable(tmp_path) -> None:
    from archive.documents import Archive
    from archive.settings import Settings
    from tests.web.office import CATALOGUE
    from web.app import create_app

    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        document = archive.add(CATALOGUE[0]).document_id
    settings.index.write_text("not a folder", "ascii")
    app = create_app(settings)
    client = sign_in(app.test_client())
    assert client.get(f"/documents/{document}").status_code == 200
    assert client.get("/drafts/").status_code == 200
    assert "cancu index" in client.get("/").text
    assert client.get("/?q=văn thư").status_code == 503
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").status_code == 503
    app.extensions["cancu"].close()


def test_an_index_that_lacks_documents_is_told(tmp_path) -> None:
    from archive.documents import Archive
    from archive.settings import Settings
    from tests.web.office import CATALOGUE
    from web.app import create_app

    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        archive.add(CATALOGUE[0])
    app = create_app(settings)
    assert "lệch với kho ở 1 văn bản" in sign_in(app.test_client()).get("/").text
    assert app.test_client().get("/healthz").json["status"] == "behind"
    app.extensions["cancu"].close()
