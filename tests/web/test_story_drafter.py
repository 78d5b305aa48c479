"""The drafter's afternoon: last year's plan, its stale bases replaced, citations by keyboard, out as DOCX and checked
again; and two people in one draft."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.documents import Archive
from archive.settings import Settings
from archive.stored import NewDocument
from corpus.registry import load_registry
from corpus.samples.filing import load_sample_documents
from indexer.engine import open_engine
from tests.web.browsing import Site, browser_at, needs_browser, serving, turning
from tests.web.picturing import picture
from web.cli import cancu

WIDE = {"width": 1440, "height": 900}
OLD_PLAN = "08/KH-UBND"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = Settings.at(tmp_path_factory.mktemp("afternoon") / "home")
    with Archive.create(settings) as archive:
        load_registry(archive)
        engine = open_engine(settings)
        load_sample_documents(archive, engine)
        engine.close()
        archive.options.change({"office_name": "Ủy ban nhân dân xã Hòa Lạc Sơn"})
    with serving(settings) as site:
        yield site


def number_of(archive: Archive, number: str) -> int:
    return next(record.id for record in archive.records(range(1, 600)).values() if record.number == number)


def ready(page: Any) -> None:
    page.locator("html[data-sheet=ready]").wait_for(state="attached")


def saved(page: Any) -> None:
    """Until all that was typed is in the archive."""
    page.locator("[data-state]").get_by_text("Đã lưu").wait_for()


def checked(page: Any) -> None:
    """Until what is shown was found in what is saved."""
    saved(page)
    page.wait_for_function(
        "() => document.querySelector('form[data-sheet]').dataset.checked ==="
        " document.querySelector('form[data-sheet]').elements.version.value"
        " && !document.querySelector('[data-findings]').hasAttribute('aria-busy')"
    )


def badges(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("[data-findings] .finding__head .badge").all_inner_texts()]


def cite(page: Any, words: str) -> None:
    """By keyboard alone: the box opens where the cursor is, the first in its list is taken."""
    page.keyboard.press("Control+k")
    page.locator("#citing-input:focus").wait_for()
    page.keyboard.type(words)
    page.locator("#citing-list [role=option].is-chosen").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#citing[hidden]").wait_for(state="attached")


@needs_browser
def test_the_drafters_afternoon(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = site.app.extensions["cancu"]
    with browser_at(site, "drafter", viewport=WIDE) as page:
        page.goto("/drafts/")
        picture(page, "soan-thao-bat-dau")
        with turning(page):
            page.get_by_role("link", name="Soạn từ văn bản cũ").click()
        page.locator("#earlier-q").fill("công tác dân vận chính quyền năm 2024")
        with turning(page):
            page.keyboard.press("Enter")
        row = page.locator(".earlier", has_text=OLD_PLAN)
        picture(page, "soan-thao-van-ban-cu")
        with turning(page):
            row.get_by_role("button").click()
        ready(page)
        checked(page)

        # Last year's days and bases are marked at once; number and day are empty.
        assert page.locator("#p-number").input_value() == ""
        assert page.locator("#p-dated").input_value() == f"ngày … tháng … năm {date.today().year}"
        assert badges(page).count("đã bị thay thế") + badges(page).count("Đã bị thay thế") >= 3
        assert page.locator(".spot--bad").count() >= 3
        picture(page, "soan-thao-ban-thao")

        # A successor is offered and put in where the old basis stood; the field's own undo takes it back.
        bases = page.locator("#p-bases")
        fix = page.locator("[data-finding]", has_text="Pháp lệnh Thực hiện dân chủ").get_by_role(
            "button", name="Áp dụng"
        )
        fix.first.click()
        page.get_by_text("Đã sửa 1 chỗ").wait_for()
        assert "Luật Thực hiện dân chủ ở cơ sở" in bases.input_value()
        page.keyboard.press("Control+z")
        assert "Pháp lệnh Thực hiện dân chủ" in bases.input_value()
        checked(page)
        fix.first.click()
        checked(page)
        assert "Pháp lệnh Thực hiện dân chủ" not in bases.input_value()

        # Three citations by keyboard alone, in place of the two that have no certain successor.
        kept = [line for line in bases.input_value().split("\n") if "dân chủ ở cơ sở" in line or "18/2000" in line]
        bases.fill("\n".join(kept))
        page.keyboard.press("Control+End")
        cite(page, "23-QĐ/TW")
        page.keyboard.press("Control+End")
        cite(page, "luat to chuc chinh quyen dia phuong 2025")
        assert bases.input_value().index("Luật Tổ chức chính quyền") < bases.input_value().index("Chỉ thị số 18/2000")
        body = page.locator("#p-body")
        body.focus()
        page.keyboard.press("Control+End")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("End")
        page.keyboard.type(" Thực hiện ")
        cite(page, "59/2023")
        picture(page, "soan-thao-vien-dan")
        assert "59/2023/NĐ-CP" in body.input_value()
        page.keyboard.type(".")

        year = str(date.today().year)
        for name in ("title", "lead_out", "body"):
            field = page.locator(f"#p-{name}")
            field.fill(field.input_value().replace("2024", year))
        recipients = page.locator("#p-recipients")
        recipients.fill(recipients.input_value().replace("UBND huyện Sơn Bình", "UBND tỉnh An Bình"))
        page.locator("#p-number").fill("12")
        page.locator("#p-dated").fill(f"ngày 27 tháng 11 năm {year}")
        checked(page)
        page.locator("[data-finding]", has_text="ấu câu cuối căn cứ").get_by_role("button", name="Áp dụng").click()
        checked(page)
        wrong = page.locator("[data-findings] .finding--bad").all_inner_texts()
        assert wrong == []
        assert page.locator("[data-findings] .finding:not(.finding--good)").count() == 0
        picture(page, "soan-thao-sach")

        # Out as DOCX, and the file checked as any other.
        page.locator("summary[aria-label='Thêm thao tác']").click()
        with page.expect_download() as coming:
            page.get_by_role("link", name="Tải Word (DOCX)").click()
        out = tmp_path / "ke-hoach.docx"
        coming.value.save_as(out)
        draft_id = int(page.url.rstrip("/").rsplit("/", 1)[1].split("#")[0])

    monkeypatch.setenv("CANCU_HOME", str(site.settings.home))
    answer = CliRunner().invoke(cancu, ["check", str(out), "--json"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)["findings"]
    bad = {"mismatch", "expired", "replaced", "ended_body", "stale_date", "order", "punctuation", "layout", "element"}
    assert [(each["verdict"], each["text"]) for each in found if each["verdict"] in bad] == []

    # A basis is replaced in the archive: the draft says so, on its page and in the list.
    archive: Archive = desk.archive
    old = archive.record(number_of(archive, "18/2000/CT-TTg"))
    new = NewDocument(
        origin="test:successor", type="Chỉ thị", number="30/CT-TTg", issued=date(2026, 11, 2), issuer=old.issuer,
        title="Về công tác dân vận chính quyền trong tình hình mới", effective=date(2026, 11, 2),
    )  # fmt: skip
    archive.relations.add(archive.add(new).document_id, "replaces", old.id)
    with browser_at(site, "drafter", viewport=WIDE) as page:
        page.goto("/drafts/")
        picture(page, "soan-thao-can-cu-thay-doi-danh-sach")
        page.goto(f"/drafts/{draft_id}")
        ready(page)
        page.locator(".turns").get_by_text("30/CT-TTg").first.wait_for()
        picture(page, "soan-thao-can-cu-thay-doi")


@needs_browser
def test_two_people_in_one_draft(site: Site) -> None:
    from tests.archive.test_drafting_parts import PLAN

    drafts = site.app.extensions["cancu"].archive.drafts
    draft = drafts.create("", "", parts=replace(PLAN, number="", annexes=()))
    with browser_at(site, "drafter", viewport=WIDE) as lan:
        minh = lan.context.browser.new_context(base_url=site.address, locale="vi-VN", viewport=WIDE)
        minh.add_cookies([{"name": "cancu", "value": _cookie(site), "url": site.address}])
        other = minh.new_page()
        for page in (lan, other):
            page.goto(f"/drafts/{draft.id}")
            ready(page)
        other.locator("[data-there]").get_by_text("Hoàng Thị Soạn").wait_for()
        picture(other, "soan-thao-hai-nguoi")

        # Different parts: both go through, and each sees the other's.
        lan.locator("#p-title").fill("Tên do Lan sửa")
        saved(lan)
        other.locator("#p-signer").fill("Người ký do Minh sửa")
        saved(other)
        assert other.locator("#p-title").input_value() == "Tên do Lan sửa"
        lan.locator("#p-signer").wait_for()
        lan.wait_for_function("() => document.getElementById('p-signer').value === 'Người ký do Minh sửa'")

        # The same paragraph: the second is told, sees both, chooses; the first one's words stand until then.
        body = lan.locator("#p-body")
        before = body.input_value()
        other.locator("#p-body").fill(before.replace("Một việc", "Việc của Minh"))
        body.fill(before.replace("Một việc", "Việc của Lan").replace("Một mục đích", "Hai mục đích"))
        # Whoever is quicker is saved first, then the other one is asked.
        for page in (lan, other):
            page.wait_for_function(
                "() => !document.querySelector('[data-clashes]').hidden"
                " || document.querySelector('[data-state]').textContent.startsWith('Đã lưu')"
            )
        one = lan.locator("[data-clashes] fieldset")
        asked = lan if one.count() else other
        mine, theirs = ("Việc của Lan", "Việc của Minh") if asked is lan else ("Việc của Minh", "Việc của Lan")
        if asked is other:
            other.keyboard.press("Control+s")
        asked.locator("[data-clashes] fieldset").wait_for()
        shown = asked.locator("[data-clashes]").inner_text()
        assert mine in shown
        assert theirs in shown
        picture(asked, "soan-thao-cung-sua")
        kept = drafts.get(draft.id).parts
        assert kept is not None
        assert theirs in kept.body
        # What is typed while the question stands is kept with the choice.
        asked.locator("#p-body").focus()
        asked.keyboard.press("Control+End")
        asked.keyboard.type(" Gõ thêm khi đang hỏi.")
        asked.get_by_label("Giữ cả hai, tôi sẽ ghép").check()
        asked.get_by_role("button", name="Ghép và lưu").click()
        saved(asked)
        both = drafts.get(draft.id).parts
        assert both is not None
        assert mine in both.body
        assert theirs in both.body
        assert " Gõ thêm khi đang hỏi." in both.body
        assert (both.title, both.signer) == ("Tên do Lan sửa", "Người ký do Minh sửa")
        # A day that is refused does not take along what was typed just before.
        lan.locator("#p-signer").fill("Người ký mới")
        lan.locator("#signing_date").fill("30/02/2026")
        with turning(lan):
            lan.get_by_role("button", name="Lưu", exact=True).click()
        lan.get_by_text("Không có ngày “30/02/2026”").wait_for()
        signed = drafts.get(draft.id).parts
        assert signed is not None
        assert signed.signer == "Người ký mới"
        people = {each.person for each in drafts.versions(draft.id)}
        assert people >= {"Hoàng Thị Soạn", "Lý Thị Thư"}
        lan.goto(f"/drafts/{draft.id}/versions")
        picture(lan, "soan-thao-phien-ban")
        minh.close()


def _cookie(site: Site) -> str:
    from tests.web.signing_in import cookie

    return cookie(site.app, "clerk")


@needs_browser
def test_what_could_not_be_saved_is_not_lost(site: Site) -> None:
    from tests.archive.test_drafting_parts import PLAN

    drafts = site.app.extensions["cancu"].archive.drafts
    draft = drafts.create("", "", parts=PLAN)
    with browser_at(site, "drafter", viewport=WIDE) as page:
        page.goto(f"/drafts/{draft.id}")
        ready(page)
        checked(page)
        page.route("**/parts", lambda route: route.abort())
        page.locator("#p-title").fill("Gõ khi mất mạng")
        page.get_by_text("Mất kết nối").wait_for()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"/drafts/{draft.id}")
        ready(page)
        assert page.locator("#p-title").input_value() == PLAN.title
        page.unroute("**/parts")
        page.get_by_role("button", name="Lấy lại").click()
        saved(page)
        parts = drafts.get(draft.id).parts
        assert parts is not None
        assert parts.title == "Gõ khi mất mạng"
