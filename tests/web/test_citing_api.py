"""The citation box over the API: what a few letters find, and the words put in."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import Office, token_in

FULL = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"


def test_number_toneless_and_provision(office: Office, client: FlaskClient) -> None:
    found = client.get("/api/v1/citing", query_string={"q": "nd 30 2020"}).json
    assert found["rows"][0]["document"]["id"] == office.ids["nd30"]
    assert found["rows"][0]["full"] == FULL
    assert found["rows"][0]["state"]["vi"]

    asked = client.get("/api/v1/citing", query_string={"q": "đ1 k9 nd 30 2020"}).json
    assert (asked["words"], asked["pinpoint"]) == ("nd 30 2020", "dieu:1/khoan:9")
    assert asked["rows"][0]["pinpoint"]["words"] == "khoản 9 Điều 1"


def test_a_provision_is_shown_or_said_to_be_missing(office: Office, client: FlaskClient) -> None:
    there = client.get("/api/v1/citing", query_string={"q": "d25 bo luat lao dong"}).json["rows"][0]
    assert there["document"]["id"] == office.ids["labour"]
    assert there["pinpoint"]["held"] is True
    assert "thử việc" in there["preview"]["words"]
    missing = client.get("/api/v1/citing", query_string={"q": "d999 bo luat lao dong"}).json["rows"][0]
    assert (missing["pinpoint"]["held"], missing["preview"]) == (False, None)


def test_on_the_day_the_draft_is_signed(office: Office, client: FlaskClient) -> None:
    made = client.post("/api/v1/drafts", json={"title": "x", "text": "", "signing_date": "2019-06-01"}).json["id"]
    of_draft = client.get("/api/v1/citing", query_string={"q": "30/2020", "draft": made}).json
    assert of_draft["date"] == "2019-06-01"
    assert of_draft["rows"][0]["validity"]["state"] == "not_yet"
    asked = client.get("/api/v1/citing", query_string={"q": "30/2020", "draft": made, "on": "01/8/2025"}).json
    assert asked["rows"][0]["validity"]["state"] == "in_force"
    client.delete(f"/api/v1/drafts/{made}")


def test_what_documents_say_is_the_second_list(office: Office, client: FlaskClient) -> None:
    assert client.get("/api/v1/citing", query_string={"q": "thời gian thử việc"}).json["rows"] == []
    more = client.get("/api/v1/citing", query_string={"q": "thời gian thử việc", "more": "true"}).json["rows"]
    assert more[0]["document"]["id"] == office.ids["labour"]
    assert more[0]["pinpoint"]["held"] is True


def test_first_in_full_then_short(office: Office, client: FlaskClient) -> None:
    asked = {"documents": [{"document": office.ids["nd30"]}], "text": "Thực hiện theo ", "start": 15}
    first = client.post("/api/v1/citing", json=asked).json
    assert (first["words"], first["kind"]) == (FULL, "full")
    again = asked["text"] + first["words"] + "; "
    second = client.post("/api/v1/citing", json={**asked, "text": again, "start": len(again)}).json
    assert (second["words"], second["kind"]) == ("Nghị định số 30/2020/NĐ-CP", "short")


def test_several_bases_at_their_places(office: Office, client: FlaskClient) -> None:
    chosen = [{"document": office.ids[name]} for name in ("nd30", "labour")]
    made = client.post("/api/v1/citing", json={"documents": chosen, "text": "", "start": 0, "place": "bases"}).json
    assert made["kind"] == "basis"
    assert made["words"].split("\n") == [
        "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;",
        f"Căn cứ {FULL}.",
    ]
    again = client.post(
        "/api/v1/citing", json={"documents": chosen, "text": made["words"], "start": 0, "place": "bases"}
    ).json
    assert (again["kind"], again["words"]) == ("present", "")
    assert again["notice"]["vi"]


def test_several_in_one_row(office: Office, client: FlaskClient) -> None:
    chosen = [{"document": office.ids["labour"], "pinpoint": "dieu:25"}, {"document": office.ids["nd30"]}]
    made = client.post("/api/v1/citing", json={"documents": chosen, "text": "Theo ", "start": 5, "place": "body"}).json
    assert made["words"] == f"Điều 25 Bộ luật Lao động và {FULL}"


def test_samples_and_strangers(office: Office, client: FlaskClient) -> None:
    asked = {"documents": [{"document": office.ids["sample"]}], "text": "", "start": 0}
    assert client.post("/api/v1/citing", json=asked).json["reason"] == "not_citable"
    assert client.post("/api/v1/citing", json={**asked, "documents": [{"document": 424242}]}).status_code == 404
    assert client.post("/api/v1/citing", json={**asked, "documents": []}).status_code == 400
    assert office.browser("viewer").get("/api/v1/citing?q=nd").status_code == 403


def test_mentions_in_order(client: FlaskClient) -> None:
    text = f"Mẫu theo Nghị định số 30/2020/NĐ-CP. Thể thức theo {FULL}."
    made = client.post("/api/v1/citing/mentions", json={"text": text}).json
    assert [edit["kind"] for edit in made["edits"]] == ["full", "short"]
    assert made["text"] == f"Mẫu theo {FULL}. Thể thức theo Nghị định số 30/2020/NĐ-CP."


def test_words_to_copy_are_plain_and_rich(office: Office, client: FlaskClient) -> None:
    ids = [office.ids["nd30"], office.ids["labour"], office.ids["sample"], 424242]
    bases = client.get("/api/v1/citing/words", query_string={"document": ids}).json
    assert bases["plain"] == f"Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;\nCăn cứ {FULL}."
    assert f'/documents/{office.ids["nd30"]}">{FULL}</a>.</em>' in bases["html"]
    row = client.get("/api/v1/citing/words", query_string={"document": ids, "as": "text"}).json
    assert row["plain"] == f"{FULL} và Bộ luật Lao động ngày 20 tháng 11 năm 2019"
    assert row["html"].count("<a href=") == 2


def test_what_is_ticked_is_written_into_the_draft(office: Office, client: FlaskClient) -> None:
    labour = "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;"
    text = f"KẾ HOẠCH\nVề hồ sơ\n\n{labour}\n\nỦy ban nhân dân xã xây dựng Kế hoạch.\n"
    made = client.post("/api/v1/drafts", json={"title": "x", "text": text}).json["id"]
    sent = {"document": [office.ids["nd30"], office.ids["labour"]], "draft": str(made), "into": "text"}
    assert client.post("/drafts/take", data=_with_token(client, sent)).status_code == 302
    draft = client.get(f"/api/v1/drafts/{made}").json
    assert [line for line in draft["text"].split("\n") if line.startswith("Căn cứ")] == [
        labour,
        f"Căn cứ {FULL};",
    ]
    assert [base["document_id"] for base in draft["bases"]] == sent["document"]
    client.delete(f"/api/v1/drafts/{made}")


def _with_token(client: FlaskClient, fields: dict[str, object]) -> dict[str, object]:
    return {**fields, "csrf_token": token_in(client.get("/drafts/").text)}
