"""Relations before a person: diagram and table, the queue, what a person says, citations of provisions, alerts."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office, token_in
from tests.web.related import OLD_TITLE, relate
from tests.web.test_pages import MOST_BYTES, Outline

ON = "2026-06-01"


@pytest.fixture(scope="module")
def ids(office: Office) -> dict[str, int]:
    """The office with relations; ids of all its documents."""
    return {**office.ids, **relate(office.app.extensions["cancu"].archive, office.ids["labour"])}


def relation(office: Office, document_id: int, kind: str):
    """The one relation of a kind in which a document acts."""
    found = office.app.extensions["cancu"].archive.relations.of(document_id)
    return next(each for each in found if each.kind == kind and each.source_id == document_id)


def send(client: FlaskClient, address: str, form_on: str, /, **form: str):
    """Send a form of a page, with its token."""
    return client.post(address, data={"csrf_token": token_in(client.get(form_on).text), **form})


PAGES = (
    "/documents/{new}/relations",
    "/documents/{old}/relations",
    "/documents/{nd30}/relations",
    "/documents/{ct18}/relations?page=7",
    "/documents/{labour}/cited-by",
    "/documents/{labour}/cited-by?p=dieu:25/khoan:2",
    "/documents/{labour}/cited-by?p=<script>&page=99",
    "/documents/{new}",
    "/documents/{old}",
    "/documents/{plan}",
    "/documents/{labour}?p=dieu:25",
    "/relations",
    "/relations?page=99",
    "/alerts",
    "/alerts?all=1&on=01/6/2026",
    "/alerts?on=31/02/2026",
    "/wanted",
    "/wanted?page=xyz",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_is_whole(office: Office, ids: dict[str, int], address: str, language: str) -> None:
    client = office.browser()
    client.set_cookie("lang", language)
    answer = client.get(address.format(**ids))
    assert answer.status_code == 200
    assert len(answer.data) < MOST_BYTES
    page = Outline(answer.text)
    assert len(page.named("h1")) == 1
    found = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(found) == len(set(found)), "an id stands twice"
    assert all("src" in script for script in page.named("script"))
    assert "<script>alert" not in answer.text
    for tag, attrs in page.tags:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], tag
    labelled = {attrs["for"] for attrs in page.named("label") if "for" in attrs}
    for attrs in page.named("input", "select", "textarea"):
        wrapped = attrs.get("type") in ("checkbox", "radio") and "name" in attrs
        assert attrs.get("type") == "hidden" or attrs.get("id") in labelled or attrs.get("aria-label") or wrapped, attrs


@pytest.mark.parametrize("number", ["424242", "9" * 18, "9" * 19, "9" * 5000])
@pytest.mark.parametrize("address", ["/documents/{}/relations", "/documents/{}/cited-by"])
def test_documents_that_are_not_there(client: FlaskClient, address: str, number: str) -> None:
    assert client.get(address.format(number)).status_code == 404


@pytest.mark.parametrize(
    "address", ["/relations/424242/decision", "/relations/424242/delete", "/documents/424242/relations"]
)
def test_changes_of_what_is_not_there(client: FlaskClient, address: str) -> None:
    assert send(client, address, "/drafts/", decision="confirmed").status_code == 404


def test_the_diagram_says_who_acts_on_whom(client: FlaskClient, ids: dict[str, int]) -> None:
    page = client.get(f"/documents/{ids['new']}/relations").text
    drawing = page[page.index('class="drawing drawing--wide"') : page.index('class="drawing drawing--narrow"')]
    assert "<title id=" in drawing
    assert "<desc id=" in drawing
    assert "Thay thế (1)" in drawing
    assert f'href="/documents/{ids["old"]}"' in drawing
    assert "Quyết định số 4/2020/QĐ-UBND" in drawing
    assert "Hết hiệu lực" in drawing
    assert "chưa rõ văn bản nào" in drawing  # 25-NQ/TW: two are held
    assert "box--absent" in drawing
    other = client.get(f"/documents/{ids['old']}/relations").text
    assert "Bị thay thế bởi (1)" in other
    assert "Là căn cứ của (1)" in other


def test_the_table_shows_evidence_scope_and_doubt(client: FlaskClient, ids: dict[str, int]) -> None:
    page = client.get(f"/documents/{ids['new']}/relations").text
    table = page[page.index('class="relations"') :]
    assert "Quyết định này thay thế Quyết định số 4/2020/QĐ-UBND ngày 06 tháng 4 năm 2020" in table
    assert "khoản 2 Điều 25" in table
    assert "máy đọc, còn nghi ngờ" in table
    assert "máy đọc, rõ ràng" in table
    by_loader = client.get(f"/documents/{ids['plan']}/relations").text
    assert "nguồn dữ liệu, rõ ràng" in by_loader
    assert "nguồn thử" in by_loader
    assert f"/documents/{ids['new']}?at=dieu-2#dieu-2" in table


def test_a_title_with_markup_stays_words(client: FlaskClient, ids: dict[str, int]) -> None:
    for address in (f"/documents/{ids['new']}/relations", f"/documents/{ids['old']}/relations", "/alerts?on=" + ON):
        assert OLD_TITLE not in client.get(address).text
    assert "&lt;script&gt;alert(1)" in client.get(f"/documents/{ids['new']}/relations").text


def test_a_person_confirms_rejects_and_takes_it_back(office: Office, ids: dict[str, int]) -> None:
    client, page = office.browser(), f"/documents/{ids['new']}/relations"
    which = relation(office, ids["new"], "repeals_part").id
    for decision, said in (("confirmed", "đã xác nhận"), ("rejected", "đã bác bỏ"), ("", "máy đọc, còn nghi ngờ")):
        answer = send(client, f"/relations/{which}/decision", page, decision=decision, document=str(ids["new"]))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(page)
        row = re.search(rf'<tr role="row" id="quan-he-{which}".*?</tr>', client.get(page).text, re.S)
        assert row is not None
        assert said in row[0]
    assert send(client, f"/relations/{which}/decision", page, decision="maybe").status_code == 400


def test_an_unclear_relation_needs_its_document(office: Office, ids: dict[str, int]) -> None:
    client, page = office.browser(), f"/documents/{ids['new']}/relations"
    which = relation(office, ids["new"], "amends").id
    send(client, f"/relations/{which}/decision", page, decision="confirmed", target="")
    assert relation(office, ids["new"], "amends").decision == ""
    assert "Hãy chọn văn bản rồi xác nhận" in client.get(page).text
    chosen = str(ids["nq25-x"])
    send(client, f"/relations/{which}/decision", page, decision="confirmed", target=chosen)
    decided = relation(office, ids["new"], "amends")
    assert (decided.decision, decided.target_id) == ("confirmed", ids["nq25-x"])


ADDED = [
    ({"kind": "guides", "other": "30/2020/NĐ-CP", "acts": "1"}, 302, ""),
    ({"kind": "corrects", "other": "#{ct18}", "acts": "0", "scope": "khoản 2 Điều 5; Điều 7"}, 302, ""),
    ({"kind": "", "other": "30/2020/NĐ-CP"}, 422, "Hãy chọn loại quan hệ."),
    ({"kind": "cites", "other": "30/2020/NĐ-CP"}, 422, "Hãy chọn loại quan hệ."),
    ({"kind": "guides", "other": ""}, 422, "Kho không có văn bản"),
    ({"kind": "guides", "other": "99/1999/QĐ-XYZ"}, 422, "Kho không có văn bản"),
    ({"kind": "guides", "other": "#999999999999999999999"}, 422, "Kho không có văn bản"),
    ({"kind": "guides", "other": "25-NQ/TW"}, 422, "Có 2 văn bản mang số này"),
    ({"kind": "guides", "other": "18/2000/CT-TTg", "effective": "31/02/2020"}, 422, "Không có ngày này"),
    ({"kind": "guides", "other": "18/2000/CT-TTg", "scope": "vớ vẩn"}, 422, "Không hiểu phạm vi"),
    ({"kind": "guides", "other": "#{plan}"}, 422, "Kho không có văn bản"),  # itself
    ({"kind": "guides", "other": "30/2020/NĐ-CP", "acts": "1"}, 422, "đã được ghi"),
]


@pytest.mark.parametrize(("form", "status", "said"), ADDED)
def test_a_person_states_a_relation(
    office: Office, ids: dict[str, int], form: dict[str, str], status: int, said: str
) -> None:
    client, page = office.browser(), f"/documents/{ids['plan']}/relations"
    answer = send(client, page, page, **{name: value.format(**ids) for name, value in form.items()})
    assert answer.status_code == status
    if status == 302:
        shown = client.get(page).text
        assert "người dùng ghi" in shown
        return
    assert said in answer.text
    assert f'name="other" value="{form["other"].format(**ids)}"' in answer.text


def test_what_a_person_stated_can_be_removed_what_was_read_cannot(office: Office, ids: dict[str, int]) -> None:
    client, page = office.browser(), f"/documents/{ids['nd30']}/relations"
    send(client, page, page, kind="related", other="#" + str(ids["ct18"]), acts="1")
    mine = relation(office, ids["nd30"], "related").id
    assert send(client, f"/relations/{mine}/delete", page).status_code == 302
    relations = office.app.extensions["cancu"].archive.relations
    assert mine not in [each.id for each in relations.of(ids["nd30"])]
    read = relation(office, ids["new"], "replaces").id
    send(client, f"/relations/{read}/delete", page)
    assert relations.get(read).id == read


def test_the_queue_offers_what_was_read_and_nobody_saw(office: Office, ids: dict[str, int]) -> None:
    client = office.browser()
    which = relation(office, ids["new"], "replaces").id
    page = client.get("/relations").text
    assert f'id="quan-he-{which}"' in page
    assert "Quyết định này thay thế Quyết định số 4/2020/QĐ-UBND" in page
    answer = send(client, f"/relations/{which}/decision", "/relations", decision="confirmed", back="queue", page="1")
    assert answer.headers["Location"] == "/relations?page=1"
    assert f'id="quan-he-{which}"' not in client.get("/relations").text


def test_who_cites_a_provision(client: FlaskClient, ids: dict[str, int]) -> None:
    page = client.get(f"/documents/{ids['labour']}/cited-by?p=dieu:25").text
    assert "khoản 2 Điều 25" in page
    assert f'href="/documents/{ids["plan"]}"' in page
    assert "Chưa có văn bản nào" in client.get(f"/documents/{ids['labour']}/cited-by?p=dieu:24").text


def test_provisions_say_what_became_of_them(client: FlaskClient, ids: dict[str, int]) -> None:
    page = client.get(f"/documents/{ids['labour']}").text
    unit = page[page.index('id="dieu-25.khoan-2"') :]
    unit = unit[: unit.index("</div>")]
    assert "Bị bãi bỏ một phần bởi Luật 12/2026/QH16, từ 01/4/2026" in unit
    assert "9/2026/QĐ-UBND" not in unit  # a commune cannot repeal a clause of a code
    assert "1 văn bản viện dẫn" in unit
    article = page[page.index('id="dieu-25"') : page.index('id="dieu-25.khoan-1"')]
    assert "1 văn bản viện dẫn" in article
    assert "bãi bỏ" not in article


def test_the_page_of_a_document_shows_validity_and_what_it_strikes(client: FlaskClient, ids: dict[str, int]) -> None:
    old = client.get(f"/documents/{ids['old']}").text
    line = old[old.index('class="timeline"') :]
    assert "15/01/2026" in line[: line.index("</details>")] or "15/1/2026" in line[: line.index("</details>")]
    new = client.get(f"/documents/{ids['new']}").text
    assert "căn cứ của 1 văn bản, dự thảo trong kho" in new
    assert f'href="/documents/{ids["plan"]}"' in new
    plan = client.get(f"/documents/{ids['plan']}").text
    assert "Căn cứ của văn bản này không còn hiệu lực" in plan


def test_alerts_name_the_fallen_basis_and_its_successor(client: FlaskClient, ids: dict[str, int]) -> None:
    page = client.get(f"/alerts?on={ON}").text
    card = page[page.index('class="card"') :]
    for document in ("plan", "old", "new"):
        assert f'href="/documents/{ids[document]}"' in card
    assert "Hết hiệu lực" in card
    before = client.get("/alerts?on=2025-06-01").text
    assert f'href="/documents/{ids["plan"]}"' not in before


def test_the_first_page_counts_alerts(office: Office, ids: dict[str, int]) -> None:
    office.app.extensions["cancu"].forget_alerts()
    heading = office.browser().get("/").text.split('id="home-resting"')[1].split("</h2>")[0]
    assert "Văn bản của cơ quan dựa trên căn cứ không còn hiệu lực" in heading
    assert ">1</span>" in heading


def test_what_is_wanted_as_page_and_table(client: FlaskClient, ids: dict[str, int]) -> None:
    assert "77/2030/NQ-XYZ" in client.get("/wanted").text
    answer = client.get("/wanted.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    (row,) = [row for row in rows if row["so_ky_hieu"] == "77/2030/NQ-XYZ"]
    assert row["so_van_ban_vien_dan"] == "1"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@sum", "\tx"])
def test_a_cell_is_no_formula(text: str) -> None:
    from web.pages.alerts import _cell

    assert _cell(text) == "'" + text
    assert _cell("Nghị định") == "Nghị định"
