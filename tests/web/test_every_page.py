"""Every page as people with other eyes, hands and screens meet it: axe-core in both themes, a phone, 200 % zoom."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.documents import Archive
from archive.dossiers import DossierFacts
from archive.register_entries import EntryFacts
from archive.settings import Settings
from indexer.engine import open_engine
from tests.web.browsing import Site, browser_at, needs_browser, serving
from tests.web.conftest import token_in
from tests.web.every_page import pages_reached
from tests.web.office import DRAFT, PLAN, docx_of, fill
from tests.web.signing_in import sign_in

SEEDS = (
    "/",
    "/admin/",
    "/documents/6/duplicates?find=99/2024/QH15",
    "/documents/access?document=6",
    "/?q=thử+việc",
    "/?q=25-NQ/TW",
    "/?q=zzzqqq",
    "/documents/?state=held",
)
NOT_FOR_PEOPLE = re.compile(
    r"^(api|health|static|feeds|provider|reading|api_\w+)(\.|$)|\.(export|\w*_?table|download|page|piece|searchable|state|file|panel|seek)$"
)
# Reached by nobody who is signed in, or by an address that was printed or sent.
BY_ADDRESS = {"accounts.setup": "/setup", "accounts.sign_in": "/sign-in", "resetting.form": "/reset"}
PICTURES = os.environ.get("CANCU_PICTURES", "")
"""A folder: every page is kept there as a picture in three widths and two themes, to be looked at."""

_PAST_THE_EDGE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return "";
  const past = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > edge + 1);
  return past.slice(0, 4).map((one) => one.outerHTML.slice(0, 120)).join(" | ") || "?";
}"""
_SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An office in the middle of its day: documents, a draft with findings, files that wait for a person."""
    settings = Settings.at(tmp_path_factory.mktemp("every") / "home")
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        ids = fill(archive, engine)
        engine.close()
        _put_on_paper(archive, ids["labour"])
    with serving(settings) as site:
        client = sign_in(site.app.test_client())
        token = token_in(client.get("/upload").get_data(as_text=True))
        for name, text in (
            ("kế hoạch.docx", PLAN),
            ("kế hoạch 16.docx", PLAN.replace("15/KH", "16/KH")),
            ("kế hoạch 16, bản khác.docx", PLAN.replace("15/KH", "16/KH").replace("trong mùa lũ", "vào mùa lũ")),
            ("không số.docx", PLAN.replace("Số: 15/KH-UBND", "Số:   /KH-UBND")),
        ):
            took = client.post("/upload", data={"csrf_token": token, "file": (io.BytesIO(docx_of(text)), name)})
            assert took.status_code < 400, took.text
        assert client.post("/drafts/", data={"csrf_token": token, "text": DRAFT}).status_code == 302
        checked = [(io.BytesIO(docx_of(text)), f"{number}.docx") for number, text in enumerate((DRAFT, PLAN))]
        assert client.post("/checks/", data={"csrf_token": token, "file": checked}).status_code == 302
        yield site


def _put_on_paper(archive: Archive, document_id: int) -> None:
    """A register with an entry, and a dossier with a document in it."""
    book = archive.registers.open_book("in", 2026)
    archive.registers.register(book.id, EntryFacts(code="45/2019/QH14", subject="Lao động"), document_id=document_id)
    dossier = archive.dossiers.open(DossierFacts("01", "Việc làm", 2026))
    archive.dossiers.put(dossier.id, [document_id])


@pytest.fixture(scope="module")
def reached(site: Site) -> dict[str, list[str]]:
    """What an administrator finds by following links."""
    return pages_reached(sign_in(site.app.test_client()), SEEDS)


@pytest.fixture(scope="module")
def addresses(reached: dict[str, list[str]]) -> dict[str, str]:
    """One address for each kind of page: the fullest."""
    return {endpoint: found[-1] for endpoint, found in reached.items() if found}


@pytest.mark.slow
def test_every_page_can_be_reached_by_links(site: Site, reached: dict[str, list[str]]) -> None:
    people = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not NOT_FOR_PEOPLE.search(rule.endpoint)
    }
    assert sorted(people - set(reached) - set(BY_ADDRESS)) == []


@needs_browser
def test_no_page_has_a_serious_fault_in_either_theme(site: Site, addresses: dict[str, str]) -> None:
    from axe_playwright_python.base import AXE_SCRIPT

    faults = []
    with browser_at(site, viewport={"width": 1440, "height": 900}) as page:
        for endpoint, address in _in_turn(page, addresses):
            page.emulate_media(color_scheme="light")
            page.goto(address)
            page.evaluate(AXE_SCRIPT)
            faults += [(endpoint, "light", *one) for one in _violations(page, None)]
            page.emulate_media(color_scheme="dark")
            faults += [(endpoint, "dark", *one) for one in _violations(page, ["color-contrast"])]
    assert not faults, "\n".join(map(str, faults))


@needs_browser
def test_no_page_is_wider_than_its_screen(site: Site, addresses: dict[str, str]) -> None:
    """390: a phone; 720: a screen of 1440 at 200 %."""
    wide = []
    with browser_at(site, viewport={"width": 1024, "height": 844}) as page:
        for endpoint, address in _in_turn(page, addresses):
            page.goto(address)
            for width in (1024, 720, 390):
                page.set_viewport_size({"width": width, "height": 844})
                if past := page.evaluate(_PAST_THE_EDGE):
                    wide.append((endpoint, address, width, past))
    assert not wide, wide


@needs_browser
@pytest.mark.skipif(not PICTURES, reason="pictures are made where CANCU_PICTURES names a folder")
def test_pictures_to_look_at(site: Site, addresses: dict[str, str]) -> None:
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    for width in (1440, 1024, 390):
        with browser_at(site, viewport={"width": width, "height": 900}) as page:
            for endpoint, address in _in_turn(page, addresses):
                for theme in ("light", "dark") if width != 1024 else ("light",):
                    page.emulate_media(color_scheme=theme)
                    page.goto(address)
                    page.screenshot(path=folder / f"{endpoint}-{width}-{theme}.png")
    assert any(folder.glob("*.png"))


def _in_turn(page: Any, addresses: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every page as the person signed in, then those for nobody, signed out."""
    yield from sorted(addresses.items())
    page.context.clear_cookies()
    yield from sorted(BY_ADDRESS.items())


def _violations(page: Any, rules: list[str] | None) -> list[tuple[str, str]]:
    """(rule, the element's HTML) of everything serious that axe finds; with its usual rules where none are named."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        (violation["id"], node["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in _SERIOUS
        for node in violation["nodes"]
    ]
