"""A new office, from the first start to ten documents and three users; the leader who only reads; an intruder."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import corpus.samples
from archive.documents import Archive
from archive.settings import Settings
from tests.web.browsing import Site, browser_at, needs_browser, serving, turning
from tests.web.picturing import picture
from web.accounts.declaring import needed

BUILT = sorted((Path(corpus.samples.__file__).parent / "built").glob("*.docx"))
WIDE = {"width": 1440, "height": 900}
PASSWORD = "ao làng mùa nước nổi"
_ALL_SHOWN = "count => document.querySelectorAll('#sent .outcome:not([data-going])').length >= count"
PEOPLE = (
    ("Lê Thị Vân Thư", "van.thu", "clerk"),
    ("Trần Soạn Thảo", "soan.thao", "drafter"),
    ("Phạm Lãnh Đạo", "lanh.dao", "viewer"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive in which there is nothing and nobody."""
    settings = Settings.at(tmp_path_factory.mktemp("new") / "home")
    Archive.create(settings).close()
    with serving(settings) as site:
        yield site


@needs_browser
def test_from_the_first_start_to_ten_documents_and_three_users(site: Site) -> None:
    code = site.app.extensions["cancu"].archive.codes.new_setup()
    with browser_at(site, None, viewport=WIDE) as page:
        page.goto("/documents/")
        assert page.url.startswith(f"{site.address}/setup")
        _set_up(page, "WRONG-CODE-9999")
        assert page.url.startswith(f"{site.address}/setup")
        assert page.locator(".note--bad").is_visible()
        page.goto(f"/setup?code={code}")
        picture(page, "thiet-lap")
        _set_up(page, code)
        page.locator(".person").wait_for()
        links = _add_people(page)
        _sign_out(page)
        for (_, name, _), link in zip(PEOPLE, links, strict=True):
            page.goto(link)
            for field in ("#password", "#again"):
                page.locator(field).fill(PASSWORD)
            with turning(page):
                page.locator("main form button.button--primary").click()
            if not page.locator(".person").is_visible():
                _sign_in(page, name, PASSWORD)
            page.locator(".person").wait_for()
            _sign_out(page)

        _sign_in(page, "van.thu", PASSWORD)
        page.goto("/upload")
        page.locator("#file").set_input_files([str(path) for path in BUILT[:10]])
        entries = site.app.extensions["cancu"].queue.entries
        _until(lambda: sum(entry.ended for entry in entries.recent(20)) == 10)
        page.wait_for_function(_ALL_SHOWN, arg=10, timeout=120_000)
        picture(page, "nap-muoi-van-ban")
        page.goto("/documents/")
        assert re.search(r"\b10\b", page.locator(".page-head").inner_text())
    with Archive.open(site.settings) as archive:
        assert archive.count() == 10
        assert sorted(person.role for person in archive.people.all()) == ["administrator", "clerk", "drafter", "viewer"]


@needs_browser
def test_the_leader_reads_and_is_offered_nothing_else(site: Site) -> None:
    with browser_at(site, None, viewport=WIDE) as page:
        _sign_in(page, "lanh.dao", PASSWORD)
        menu = page.locator(".nav").inner_text()
        assert "Nạp văn bản" not in menu
        assert "Quản trị" not in menu
        page.goto("/?q=tiếp công dân")
        page.locator("[data-hit]").first.wait_for()
        picture(page, "lanh-dao-tim")
        with turning(page):
            page.locator("[data-hit]").first.click()
        assert page.get_by_role("link", name="Xác nhận thông tin").count() == 0
        picture(page, "lanh-dao-doc")


@needs_browser
def test_the_administrator_looks_after_it(site: Site) -> None:
    with browser_at(site, None, viewport=WIDE) as page:
        _sign_in(page, "quan.tri", PASSWORD)
        for address, name in (
            ("/admin/health", "tinh-trang"),
            ("/admin/audit/", "nhat-ky"),
            ("/admin/backup/", "sao-luu"),
            ("/admin/statistics/", "thong-ke"),
            ("/admin/settings/", "thiet-dat"),
        ):
            answer = page.goto(address)
            assert answer.status == 200
            assert page.locator("[aria-current=page]").count() > 0
            picture(page, name)
        page.goto("/admin/audit/")
        assert "Lê Thị Vân Thư" in page.locator("main").inner_text()


@needs_browser
def test_a_viewer_who_tries_everything_gets_nowhere(site: Site) -> None:
    with browser_at(site, None, viewport=WIDE) as page:
        _sign_in(page, "lanh.dao", PASSWORD)
        headers = {"X-CSRFToken": page.evaluate("document.body.dataset.csrf")}
        asking = page.context.request
        tried = [
            (
                method,
                path,
                asking.fetch(f"{site.address}{path}", method=method, headers=headers, max_redirects=0).status,
            )
            for method, path in _guarded(site)
        ]
        let_in = [(method, path, status) for method, path, status in tried if status != 403]
        assert len(tried) > 40
        assert let_in == []


def _guarded(site: Site) -> list[tuple[str, str]]:
    """Every route that asks for more than reading, with a document's number where it wants one."""
    found = []
    for rule in site.app.url_map.iter_rules():
        if needed(site.app.view_functions[rule.endpoint]) not in ("draft", "register", "administer"):
            continue
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?!int:)[^>]+>", "x", rule.rule))
        found += [(method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def _set_up(page: Any, code: str) -> None:
    page.locator("#code").fill(code)
    page.locator("#name").fill("Vũ Quản Trị")
    page.locator("#sign_in").fill("quan.tri")
    for field in ("#password", "#again"):
        page.locator(field).fill(PASSWORD)
    with turning(page):
        page.locator("main form button.button--primary").click()


def _add_people(page: Any) -> list[str]:
    """Add the three; gives the links with which they choose their passwords."""
    links = []
    for name, sign_in, role in PEOPLE:
        page.goto("/people")
        if sign_in == "van.thu":
            picture(page, "nguoi-dung")
        page.locator("#name").fill(name)
        page.locator("#sign_in").fill(sign_in)
        page.locator("#role").select_option(role)
        with turning(page):
            page.get_by_role("button", name="Thêm", exact=True).click()
        links.append(page.locator("code.secret").last.inner_text())
    return links


def _sign_in(page: Any, name: str, password: str) -> None:
    page.goto("/sign-in")
    page.locator("#sign_in").fill(name)
    page.locator("#password").fill(password)
    with turning(page):
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator(".person").wait_for()


def _sign_out(page: Any) -> None:
    page.locator(".person summary").click()
    with turning(page):
        page.get_by_role("button", name="Đăng xuất", exact=True).click()
    page.locator(".person").wait_for(state="detached")


def _until(done: Callable[[], bool], seconds: float = 900.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.2)
