"""The routes of notes, tags, watching and recent searches."""

from __future__ import annotations

from datetime import date

from archive.documents import Archive
from tests.web.conftest import Office


def test_notes(office: Office) -> None:
    here = f"/api/v1/documents/{office.ids['labour']}/notes"
    drafter, viewer = office.browser("drafter"), office.browser("viewer")
    made = drafter.post(here, json={"text": "Của tôi", "path": "dieu-25.khoan-1"})
    assert made.status_code == 201
    note = made.json
    assert (note["path"], note["shared"], note["mine"]) == ("dieu:25/khoan:1", False, True)
    assert note["quote"].startswith("1. Người quản lý doanh nghiệp")
    assert viewer.get(here).json["notes"] == []
    assert viewer.get(made.headers["Location"]).status_code == 404
    assert viewer.delete(made.headers["Location"]).status_code == 404
    shared = drafter.patch(made.headers["Location"], json={"shared": True})
    assert shared.json["shared"]
    told = viewer.get(here).json["notes"]
    assert [(each["text"], each["mine"]) for each in told] == [("Của tôi", False)]
    assert viewer.patch(made.headers["Location"], json={"text": "x"}).status_code == 422
    assert viewer.post(here, json={"text": "x", "shared": True}).status_code == 403
    assert viewer.post(here, json={"text": " "}).status_code == 422
    assert viewer.post(here, json={"text": "x", "path": "dieu:99"}).status_code == 404
    assert viewer.post("/api/v1/documents/999999/notes", json={"text": "x"}).status_code == 404
    assert drafter.delete(made.headers["Location"]).json["text"] == "Của tôi"
    assert drafter.get(made.headers["Location"]).status_code == 404
    assert office.visitor().get(here).status_code == 401


def test_tags(office: Office) -> None:
    here = f"/api/v1/documents/{office.ids['labour']}/tags"
    drafter, viewer = office.browser("drafter"), office.browser("viewer")
    assert drafter.post(here, json={"name": "Việc làm"}).json["tags"] == ["Việc làm"]
    assert viewer.get("/api/v1/tags").json["tags"] == [{"name": "Việc làm", "documents": 1}]
    assert viewer.post(here, json={"name": "x"}).status_code == 403
    assert drafter.post(here, json={"name": "–"}).status_code == 422
    assert drafter.delete(f"{here}?name=việc làm").json["tags"] == []
    assert drafter.delete(here).status_code == 400


def test_watching(office: Office) -> None:
    client = office.browser("viewer")
    decree = office.ids["nd30"]
    assert client.put(f"/api/v1/watches/{decree}").json == {"document": decree, "watching": True}
    assert [each["document"]["id"] for each in client.get("/api/v1/watches").json["watches"]] == [decree]
    with Archive.open(office.settings) as archive:
        archive.relations.add(office.ids["labour"], "supplements", decree, (), date(2026, 3, 1), "")
    changes = client.get("/api/v1/watches/changes").json["changes"]
    told = [each for each in changes if each["kind"] == "relation"]
    assert [each["other"]["id"] for each in told] == [office.ids["labour"]]
    assert "Bộ luật Lao động" in told[0]["words"]
    assert client.post("/api/v1/watches/seen").json == {"seen": True}
    assert client.get("/api/v1/watches/changes").json["changes"] == []
    assert len(client.get("/api/v1/watches/changes?since=2020-01-01T00:00:00Z").json["changes"]) == len(changes)
    assert client.get("/api/v1/watches/changes?since=hôm qua").status_code == 400
    assert client.delete(f"/api/v1/watches/{decree}").json["watching"] is False
    assert client.put("/api/v1/watches/999999").status_code == 404


def test_recent_searches(office: Office) -> None:
    client = office.browser("viewer")
    client.get("/?q=thử việc&page=1")
    found = client.get("/api/v1/recent-searches").json["searches"]
    assert [each["address"] for each in found] == ["q=th%E1%BB%AD+vi%E1%BB%87c"]
    assert office.browser("clerk").get("/api/v1/recent-searches").json["searches"] == []
    assert client.delete(f"/api/v1/recent-searches?id={found[0]['id']}").json == {"forgotten": 1}
    assert client.get("/api/v1/recent-searches").json["searches"] == []
