"""The administrator's routes of the API. Every answer is compared with its declaration as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.stored import NewDocument
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


def test_a_backup_is_taken_away_checked_and_made_ready(office: Office, tmp_path: Path) -> None:
    browser, tasks = office.browser(), office.app.extensions["cancu"].tasks
    browser.patch("/api/v1/settings", json={"backup_folder": str(tmp_path)})
    browser.post("/api/v1/backups")
    tasks.wait(60)
    (kept,) = browser.get("/api/v1/backups").get_json()["backups"]
    at = f"/api/v1/backups/{kept['name']}"
    with browser.get(at) as taken:
        assert (taken.mimetype, len(taken.data)) == ("application/zip", kept["size"])
    assert browser.post(f"{at}/check").status_code == 202
    tasks.wait(60)
    assert browser.get("/api/v1/task").get_json()["problem"] == ""
    (tmp_path / "hong.cancu.zip").write_bytes(taken.data[: len(taken.data) // 2])
    (tmp_path / kept["name"]).write_bytes(taken.data[:-40])
    assert browser.post(f"{at}/check").status_code == 202
    tasks.wait(60)
    assert browser.get("/api/v1/task").get_json()["problem"]
    (tmp_path / kept["name"]).write_bytes(taken.data)
    assert browser.post(f"{at}/restore", json={}).status_code == 400
    assert browser.get("/api/v1/restoration").get_json() == {"backup": None}
    assert browser.post(f"{at}/restore", json={"confirm": "restore"}).status_code == 202
    tasks.wait(60)
    assert browser.get("/api/v1/restoration").get_json()["backup"]["name"] == kept["name"]
    assert browser.delete("/api/v1/restoration").status_code == 204
    assert browser.get("/api/v1/restoration").get_json() == {"backup": None}
    for missing in ("/api/v1/backups/none.zip", "/api/v1/backups/..%2Fcancu.db"):
        assert browser.get(missing).status_code == 404
    assert office.browser("clerk").get(at).status_code == 403
    browser.patch("/api/v1/settings", json={"backup_folder": ""})


def test_rules_of_retention(office: Office) -> None:
    browser, at = office.browser(), "/api/v1/retention/rules"
    assert browser.put(at, json={"type": "Kế hoạch", "years": 10}).get_json()["rules"] == [
        {"type": "Kế hoạch", "years": 10}
    ]
    assert browser.put(at, json={"type": " ", "years": 10}).get_json()["reason"] == "no_type"
    assert browser.put(at, json={"type": "Kế hoạch", "years": None}).get_json()["rules"] == []
    assert browser.get(at).get_json()["default"] >= 0


def test_only_what_is_marked_secret_is_purged_at_once(office: Office) -> None:
    browser, document = office.browser(), office.ids["labour"]
    refused = browser.post(f"/api/v1/documents/{document}/purge-secret", json={"confirm": "purge"})
    assert refused.get_json()["reason"] == "not_secret"
    archive = office.app.extensions["cancu"].archive
    secret = archive.add(NewDocument("api:secret", type="Công văn", title="Nhầm", text="x", review=["state_secret"]))
    at = f"/api/v1/documents/{secret.document_id}/purge-secret"
    assert browser.post(at, json={}).status_code == 400
    assert office.browser("clerk").post(at, json={"confirm": "purge"}).status_code == 403
    assert browser.post(at, json={"confirm": "purge"}).status_code == 204
    assert browser.get(f"/api/v1/documents/{secret.document_id}").status_code == 404


def test_the_trail_as_a_table(office: Office) -> None:
    answer = office.browser().get("/api/v1/audit/table?actor=-")
    assert answer.mimetype == "text/csv"
    total = office.browser().get("/api/v1/audit?actor=-").get_json()["total"]
    assert len(answer.text.strip().splitlines()) >= min(total, 2)


def test_documents_of_named_access_are_counted_and_taken(office: Office) -> None:
    clerk, browser, document = office.browser("clerk"), office.browser(), office.ids["nd30"]
    me = clerk.get("/api/v1/me").get_json()["person"]["id"]
    only_me = {"documents": [document], "level": "named", "people": [me]}
    assert clerk.put("/api/v1/documents/access", json=only_me).get_json() == {"changed": 1}
    assert clerk.put("/api/v1/documents/access", json=only_me).get_json() == {"changed": 0}
    shut_out = {**only_me, "people": []}
    assert clerk.put("/api/v1/documents/access", json=shut_out).get_json()["reason"] == "shuts_you_out"
    (row,) = browser.get("/api/v1/restricted-documents").get_json()["documents"]
    assert (row["document"], row["people"], row["seen"]) == (document, 1, False)
    assert browser.get(f"/api/v1/documents/{document}").status_code == 404
    taking = f"/api/v1/restricted-documents/{document}/taking"
    assert browser.post(taking, json={"reason": " "}).get_json()["reason"] == "no_reason"
    assert clerk.post(taking, json={"reason": "xem"}).status_code == 403
    assert browser.post(taking, json={"reason": "Thanh tra yêu cầu"}).status_code == 204
    assert browser.get(f"/api/v1/documents/{document}").status_code == 200
    assert browser.get("/api/v1/audit?action=access_taken").get_json()["total"] == 1
    assert browser.put("/api/v1/documents/access", json={"documents": [document], "level": "office"}).status_code == 200


def test_a_draft_is_shared(office: Office) -> None:
    drafter, viewer = office.browser("drafter"), office.browser("clerk")
    draft = drafter.post("/api/v1/drafts", json={"title": "Riêng"}).get_json()["id"]
    at = f"/api/v1/drafts/{draft}/access"
    me = drafter.get("/api/v1/me").get_json()["person"]["id"]
    assert drafter.put(at, json={"level": "named", "people": [me]}).get_json()["people"] == [me]
    assert viewer.get(at).status_code == viewer.put(at, json={"level": "office"}).status_code == 404
    assert drafter.put(at, json={"level": "office"}).get_json()["level"] == drafter.get(at).get_json()["level"]
    assert viewer.get(at).status_code == 200
    divided = drafter.post(f"/api/v1/drafts/{draft}/division").get_json()
    assert divided["parts"] is not None
    assert drafter.post(f"/api/v1/drafts/{draft}/division").get_json()["version"] == divided["version"]


def test_one_browser_is_signed_out(office: Office) -> None:
    here, there = office.browser("viewer"), office.browser("viewer")
    (other,) = [each["id"] for each in there.get("/api/v1/me/sign-ins").get_json()["sign_ins"] if each["this"]]
    assert here.delete(f"/api/v1/me/sign-ins/{other}").status_code == 204
    assert there.get("/api/v1/me").status_code == 401
    assert here.delete(f"/api/v1/me/sign-ins/{other}").status_code == 404
