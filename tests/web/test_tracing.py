"""What is seen and taken out over the web stands in the audit trail, by a rule that no route has to think of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import select

import web
from archive import audit
from archive.chain import TABLE
from tests.web.conftest import Office, token_in
from web.presenting.trail import ACTIONS


def told(office: Office) -> list[Any]:
    """What has been told so far, and nothing twice."""
    archive = office.app.extensions["cancu"].archive
    archive.readings.flush()
    with archive.database.read() as session:
        return list(session.execute(select(TABLE).order_by(TABLE.c.id)))


def test_reading_correcting_and_taking_out_is_told(office: Office) -> None:
    browser, plan = office.browser(), office.ids["labour"]
    start = len(told(office))
    for _ in range(2):
        assert browser.get(f"/documents/{plan}").status_code == 200
    assert browser.get(f"/api/v1/documents/{plan}").status_code == 200
    assert browser.get("/documents/99999").status_code == 404
    assert [(row.action, row.document) for row in told(office)[start:]] == [("saw", plan)]

    start = len(told(office))
    assert browser.get("/export?q=thử+việc&format=csv").status_code == 200
    assert [(row.action, row.document) for row in told(office)[start:]] == [("exported", None)]

    start = len(told(office))
    page = browser.get("/drafts/").text
    answer = browser.post("/drafts/", data={"csrf_token": token_in(page), "text": "KẾ HOẠCH\nThử"})
    assert browser.get(answer.headers["Location"]).status_code == 200
    rows = told(office)[start:]
    assert [row.action for row in rows] == ["draft_created", "saw"]
    assert rows[1].details == rows[0].details
    assert audit.verify(office.app.extensions["cancu"].archive.database).holds


def test_neither_titles_nor_what_is_searched_for_is_kept(office: Office) -> None:
    browser, plan = office.browser(), office.ids["labour"]
    browser.get(f"/documents/{plan}")
    browser.get("/?q=thử+việc")
    browser.get("/export?q=thử+việc&format=csv")
    kept = " ".join(f"{row.subject} {row.details}" for row in told(office))
    assert "Bộ luật" in kept
    assert "thử việc" not in kept
    assert "Lao động" not in kept


def test_every_act_that_is_told_has_a_name() -> None:
    root = Path(web.__file__).parent.parent
    told = re.compile(r"audit\.(?:write|later)\(\s*[\w.]+,\s*\"([\w.]+)\"")
    acts = {act for package in ("archive", "indexer", "web") for path in (root / package).rglob("*.py")
            for act in told.findall(path.read_text("utf-8"))}  # fmt: skip
    assert len(acts) > 40
    assert sorted(acts - set(ACTIONS)) == []
