"""Reading in a browser: the outline follows, a long text goes on, a glance at what is cited, paper, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from archive.documents import Archive
from archive.stored import NewDocument
from tests.web.browsing import Site, browser_at, needs_browser, served, turning
from tests.web.office import _with_text as file_text
from tests.web.office import long_law

WIDE = {"width": 1440, "height": 900}
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("reading") / "home", tmp_path_factory) as running:
        yield running


@pytest.fixture(scope="module")
def ids(site: Site) -> dict[str, int]:
    with Archive.open(site.settings) as archive:
        labour = next(r.id for r in archive.documents(limit=500) if r.number == "45/2019/QH14")
        body = "Ủy ban nhân dân xã Hòa Lạc Sơn"
        cited = "Điều 25 Bộ luật Lao động số 45/2019/QH14 ngày 20 tháng 11 năm 2019"
        text = f"QUYẾT ĐỊNH\nĐiều 1. Thử việc\nLàm theo {cited}.\n"
        own = NewDocument(
            origin="t:own", type="Quyết định", number="5/QĐ-UBND", issued=date(2026, 1, 5), issuer=body,
            title="Thử việc", text=text,
        )  # fmt: skip
        before = NewDocument(origin="t:ao1", type="Luật", number="98/2023/QH15", title="Ao làng", text=long_law(30))
        changed = long_law(30).replace("mỗi ngày, đúng giờ", "mỗi tuần, đúng giờ", 5)
        after = NewDocument(origin="t:ao2", type="Luật", number="99/2024/QH15", title="Ao làng", text=changed)
        names = {"own": own, "before": before, "after": after}
        return {"labour": labour, **{name: file_text(archive, new) for name, new in names.items()}}


def current(page: Any) -> str:
    return str(page.evaluate("document.querySelector('.outline a[aria-current]')?.textContent ?? ''"))


@needs_browser
def test_the_outline_follows_and_the_text_goes_on(site: Site, ids: dict[str, int]) -> None:
    with browser_at(site, viewport=WIDE) as page:
        page.goto(f"/documents/{ids['labour']}")
        page.wait_for_selector(
            ".outline a[href*='dieu-220']", state="attached"
        )  # the whole outline came after the page
        parts = page.locator(".part").count()
        page.evaluate("[...document.querySelectorAll('.part')].at(-1).scrollIntoView({ block: 'end' })")
        page.wait_for_function("n => document.querySelectorAll('.part').length > n", arg=parts)
        page.evaluate("document.getElementById('dieu-25').scrollIntoView()")
        page.wait_for_function(
            "() => document.querySelector('.outline a[aria-current]')?.textContent.includes('Điều 25')"
        )
        entry = page.locator(".outline a[aria-current]")
        assert entry.evaluate(
            "e => { const o = e.closest('.outline').getBoundingClientRect(), r = e.getBoundingClientRect();"
            " return r.top >= o.top && r.bottom <= o.bottom }"
        )
        assert page.evaluate(
            "new Set([...document.querySelectorAll('.unit[id]')].map(u => u.id)).size"
        ) == page.evaluate("document.querySelectorAll('.unit[id]').length")


@needs_browser
def test_a_glance_at_what_is_cited(site: Site, ids: dict[str, int]) -> None:
    with browser_at(site, viewport=WIDE) as page:
        page.goto(f"/documents/{ids['own']}")
        page.locator("#paper .cite--resolved").first.focus()
        glance = page.locator("#peek")
        glance.get_by_text("Thời gian thử việc").wait_for()
        assert "Bộ luật Lao động" in glance.inner_text()
        assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "peek"
        page.keyboard.press("Escape")
        assert glance.is_hidden()
        page.mouse.move(700, 5)
        page.locator("#paper .cite--resolved").first.hover()
        glance.get_by_text("Thời gian thử việc").wait_for()


@needs_browser
def test_old_and_new_addresses_lead_to_the_provision(site: Site, ids: dict[str, int]) -> None:
    with browser_at(site, viewport=WIDE) as page:
        for address in ("#dieu-200", "?p=dieu:200#dieu:200", "?at=dieu-200", "#dieu:200"):
            page.goto(f"/documents/{ids['labour']}{address}")
            page.locator("#dieu-200.is-target").wait_for()
            page.goto("about:blank")


@needs_browser
def test_a_note_is_written_from_the_card_of_a_provision(site: Site, ids: dict[str, int]) -> None:
    with browser_at(site, role="viewer", viewport=WIDE) as page:
        page.goto(f"/documents/{ids['own']}")
        page.locator("#dieu-1 > .handle").click()
        page.locator(".pop").get_by_role("button", name="Ghi chú").click()
        assert page.evaluate("document.activeElement.id") == "new-note"
        page.keyboard.type("Hỏi lại phòng Nội vụ")
        with turning(page):
            page.get_by_role("button", name="Ghi", exact=True).click()
        assert "Hỏi lại phòng Nội vụ" in page.locator("#dieu-1 .margin").inner_text()
    with browser_at(site, role="clerk", viewport=WIDE) as page:
        page.goto(f"/documents/{ids['own']}")
        assert "Hỏi lại phòng Nội vụ" not in page.content()


@needs_browser
def test_changes_one_after_another_by_keyboard(site: Site, ids: dict[str, int]) -> None:
    with browser_at(site, viewport=WIDE) as page:
        page.goto(f"/documents/{ids['before']}/compare/?with={ids['after']}")
        assert page.locator(".row[id^=change-]").count() == 5
        for number in (1, 2, 3):
            page.keyboard.press("n")
            assert page.evaluate("document.activeElement.id") == f"change-{number}"
        page.keyboard.press("p")
        assert page.evaluate("document.activeElement.id") == "change-2"


@needs_browser
def test_on_paper_there_is_the_text_alone(site: Site, ids: dict[str, int], tmp_path: Any) -> None:
    from pypdf import PdfReader

    with browser_at(site) as page:
        page.goto(f"/documents/{ids['labour']}/print")
        made = tmp_path / "made.pdf"
        page.pdf(path=made, prefer_css_page_size=True)
    read = PdfReader(made)
    box = read.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    first, second = (read.pages[number].extract_text() for number in (0, 1))
    assert "Bộ luật Lao động" in first
    for words in ("Nạp văn bản", "Bản in", "Viện dẫn", "http"):
        assert words not in first
    assert re.match(r"\s*2\b", second) or re.search(r"\b2\s*$", second)
    assert not re.match(r"\s*1\s", first)


@needs_browser
@pytest.mark.parametrize("width", [390, 1024])
def test_nothing_runs_out_of_the_window(site: Site, ids: dict[str, int], width: int) -> None:
    with browser_at(site, viewport={"width": width, "height": 800}) as page:
        own = ids["own"]
        for address in (
            f"/documents/{own}", f"/documents/{ids['labour']}?on=2020-01-01", f"/documents/{own}/print",
            f"/documents/{own}/cites", f"/documents/{ids['before']}/compare/?with={ids['after']}&view=two", "/watching",
        ):  # fmt: skip
            page.goto(address)
            assert page.evaluate(OUT) <= 0, address
