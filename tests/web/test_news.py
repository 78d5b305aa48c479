"""The front page of a person, and the same over the API."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from archive.models import Document, now
from archive.subscription_rows import SubscriptionRow
from tests.web.conftest import Office, token_in
from tests.web.office import DRAFT
from tests.web.signing_in import person


@pytest.fixture(autouse=True)
def away(office: Office) -> None:
    """Everybody was here last before the documents came."""
    archive = office.app.extensions["cancu"].archive
    long_ago = datetime(2020, 1, 1)
    for role in ("viewer", "drafter", "clerk"):
        archive.subscriptions.visit(person(archive, role).id)
    with archive.database.write() as session:
        session.query(SubscriptionRow).update({"came": long_ago, "asked": long_ago, "since": long_ago})


def test_what_is_new_since_the_last_visit(office: Office) -> None:
    browser, count = office.browser("viewer"), office.app.extensions["cancu"].archive.count()
    page = browser.get("/").text
    assert f'Mới từ lần trước bạn ghé <span class="badge tone-info">{count}</span>' in page
    assert f'href="/documents/{office.ids["long"]}"' in page
    # It stays new for the whole visit, and is old at the next.
    assert f'<span class="badge tone-info">{count}</span>' in browser.get("/").text
    archive = office.app.extensions["cancu"].archive
    someone = person(archive, "viewer").id
    later = now() + timedelta(hours=2)
    assert archive.subscriptions.visit(someone, later) <= now()
    assert "Chưa có văn bản nào mới." in browser.get("/").text


def test_each_sees_what_waits_for_the_role(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    browser = office.browser("drafter")
    made = browser.post(
        "/drafts/", data={"csrf_token": token_in(browser.get("/drafts/").text), "title": "Kho lưu trữ", "text": DRAFT}
    )
    assert made.status_code in (302, 303)
    page = browser.get("/").text
    assert "1 viện dẫn sai, hết hiệu lực hoặc đã thay đổi" in page
    assert "văn bản cần xem lại" not in page
    with archive.database.write() as session:
        session.get(Document, office.ids["ct18"]).certainty = "unconfirmed"
    assert "1 văn bản cần xem lại" in office.browser("clerk").get("/").text
    assert "Không có việc nào chờ." in office.browser("viewer").get("/").text


def test_a_query_leads_to_results(office: Office) -> None:
    page = office.browser("viewer").get("/?q=thử việc").text
    assert 'class="home"' not in page
    assert "kết quả trong" in page


def test_the_api_tells_the_same(office: Office) -> None:
    browser = office.browser("viewer")
    told = browser.get("/api/v1/news").json
    assert told["new"] == office.app.extensions["cancu"].archive.count()
    assert (told["reviews"], told["drafts"], told["alerts"]) == (0, [], [])
    assert len(told["documents"]) == min(20, told["new"])


def test_digest_and_feeds_over_the_api(office: Office) -> None:
    browser = office.browser("viewer")
    first = browser.get("/api/v1/me/subscription")
    assert first.json["digest"] == ""
    seen = {"If-Match": first.headers["ETag"]}
    chosen = browser.put("/api/v1/me/subscription", json={"digest": "daily"}, headers=seen)
    assert (chosen.status_code, chosen.json["digest"]) == (200, "daily")
    late = browser.put("/api/v1/me/subscription", json={"digest": ""}, headers=seen)
    assert late.status_code == 412
    assert browser.put("/api/v1/me/subscription", json={"digest": ""}).json["digest"] == ""
    feeds = browser.post("/api/v1/me/feeds").json
    assert feeds["search"].endswith("/searches/{search_id}.atom")
    assert office.visitor().get(feeds["new"]).status_code == 200
    assert browser.delete("/api/v1/me/feeds").status_code == 204
    assert office.visitor().get(feeds["new"]).status_code == 404
