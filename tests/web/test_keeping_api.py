"""The administrator's routes of the API. Every answer is compared with its declaration as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import Office


def test_the_trail_in_parts(office: Office) -> None:
    browser = office.browser()
    answer = browser.get("/api/v1/audit?limit=3").get_json()
    assert answer["total"] > 3
    ids = [each["id"] for each in answer["entries"]]
    assert ids == sorted(ids, reverse=True)
    assert answer["head"]["entries"] >= ids[0]
    labour = office.ids["labour"]
    assert {each["document"] for each in browser.get(f"/api/v1/audit?document={labour}").get_json()["entries"]} == {
        labour
    }
    assert browser.get("/api/v1/audit?since=2026-13-01").status_code == 400
    assert browser.get("/api/v1/audit?until=2020-01-01").get_json()["entries"] == []


def test_settings(office: Office) -> None:
    browser = office.browser()
    changed = browser.patch("/api/v1/settings", json={"backup_keep": "5"}).get_json()
    values = {each["name"]: each["value"] for each in changed["settings"]}
    assert values["backup_keep"] == "5"
    assert browser.patch("/api/v1/settings", json={"backup_keep": "0"}).status_code == 422
    assert browser.patch("/api/v1/settings", json={"no_such": "1"}).status_code in (400, 422)


def test_backing_up_and_verifying(office: Office, tmp_path: Path) -> None:
    browser, tasks = office.browser(), office.app.extensions["cancu"].tasks
    assert browser.get("/api/v1/task").get_json()["kind"] is None
    assert browser.post("/api/v1/backups").status_code == 422
    browser.patch("/api/v1/settings", json={"backup_folder": str(tmp_path)})
    assert browser.post("/api/v1/backups").status_code == 202
    tasks.wait(60)
    done = browser.get("/api/v1/task").get_json()
    assert done["ended"]
    assert [each["name"] for each in browser.get("/api/v1/backups").get_json()["backups"]] == [done["result"]["name"]]
    assert browser.post("/api/v1/verifications").status_code == 202
    tasks.wait(60)
    assert browser.get("/api/v1/task").get_json()["result"]["holds"] is True
    browser.patch("/api/v1/settings", json={"backup_folder": ""})


def test_deleting_taking_out_and_purging(office: Office) -> None:
    clerk, administrator, document = office.browser("clerk"), office.browser(), office.ids["pl34"]
    assert clerk.delete(f"/api/v1/documents/{document}", query_string={"reason": "thừa"}).status_code == 204
    assert clerk.delete(f"/api/v1/documents/{document}").status_code == 404
    assert administrator.get(f"/api/v1/documents/{document}").status_code == 404
    (lying,) = administrator.get("/api/v1/bin").get_json()["documents"]
    assert (lying["document"]["id"], lying["reason"]) == (document, "thừa")
    assert administrator.post(f"/api/v1/bin/{document}/restore").status_code == 204
    assert administrator.get(f"/api/v1/documents/{document}").status_code == 200
    assert administrator.delete(f"/api/v1/bin/{document}?confirm=purge").status_code == 404
    clerk.delete(f"/api/v1/documents/{document}")
    assert administrator.delete(f"/api/v1/bin/{document}").status_code == 400
    assert administrator.delete(f"/api/v1/bin/{document}?confirm=purge").status_code == 204
    assert administrator.get("/api/v1/bin").get_json()["documents"] == []


def test_retention_condition_and_numbers(office: Office) -> None:
    browser, labour = office.browser(), office.ids["labour"]
    assert browser.get(f"/api/v1/documents/{labour}/retention").get_json()["years"] is None
    kept = browser.put(f"/api/v1/documents/{labour}/retention", json={"years": 2}).get_json()
    assert (kept["origin"], kept["due"]) == ("document", "2022-01-01")
    assert [each["document"] for each in browser.get("/api/v1/retention").get_json()["documents"]] == [labour]
    assert browser.put(f"/api/v1/documents/{labour}/retention", json={"years": 999}).status_code in (400, 422)
    states = {each["name"]: each["state"] for each in browser.get("/api/v1/condition").get_json()["lines"]}
    assert states["archive"] == "good"
    numbers = browser.get("/api/v1/statistics").get_json()
    assert sum(each["count"] for each in numbers["types"]) == numbers["documents"]


@pytest.mark.parametrize(
    "address", ["audit", "settings", "backups", "bin", "condition", "statistics", "task", "retention"]
)
def test_nobody_else_gets_there(office: Office, address: str) -> None:
    assert office.browser("clerk").get(f"/api/v1/{address}").status_code == 403
    assert office.visitor().get(f"/api/v1/{address}").status_code == 401
