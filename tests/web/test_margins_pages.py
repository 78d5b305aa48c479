"""What stands at a document's margin, notes, tags, watching, the day as of which it is shown; fragments."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from tests.web.conftest import Office, token_in


def send(client: FlaskClient, page: str, address: str, **fields: str) -> str:
    """Send a form of a page; the page that follows."""
    token = token_in(client.get(page).text)
    answer = client.post(address, data={"csrf_token": token, **fields}, follow_redirects=True)
    assert answer.status_code == 200, answer.text[:500]
    return html.unescape(answer.text)


def test_notes_are_written_shared_changed_and_removed(office: Office) -> None:
    labour = f"/documents/{office.ids['labour']}"
    lan, minh = office.browser("drafter"), office.browser("viewer")
    page = send(lan, labour, f"{labour}/notes", text="Xem lại mức <b>lương</b>", path="dieu-25.khoan-1")
    assert "Đã ghi." in page
    assert re.search(r'id="dieu-25.khoan-1".{0,3000}?class="margin__text">Xem lại mức <b>lương</b>', page, re.S)
    assert "<b>lương</b>" not in lan.get(labour).text  # escaped on the page
    assert "Xem lại mức" not in minh.get(labour).text
    note = re.search(r'action="([^"]+/notes/\d+)"', page)
    assert note is not None
    assert minh.post(note[1], data={"csrf_token": token_in(minh.get(labour).text), "text": "x"}).status_code == 404
    send(lan, labour, note[1], text="Đã xem", shared="1")
    shared = minh.get(labour).text
    assert "Đã xem" in shared
    assert note[1] not in shared
    send(lan, labour, note[1], remove="1")
    assert "Đã xem" not in minh.get(labour).text
    # A viewer's note is his own, whatever the form says.
    send(minh, labour, f"{labour}/notes", text="Của người xem", shared="1")
    assert "Của người xem" not in lan.get(labour).text
    assert "chưa có chữ nào" in send(minh, labour, f"{labour}/notes", text="  ")


def test_tags_are_set_by_drafters_and_seen_by_all(office: Office) -> None:
    labour = f"/documents/{office.ids['labour']}"
    drafter, viewer = office.browser("drafter"), office.browser("viewer")
    assert "lao động" in send(drafter, labour, f"{labour}/tags", name="lao động")
    page = viewer.get(labour).text
    assert "/documents/?tag=lao+%C4%91%E1%BB%99ng" in page
    assert "tag__off" not in page
    assert viewer.post(f"{labour}/tags", data={"csrf_token": token_in(page), "name": "x"}).status_code == 403
    listed = viewer.get("/documents/?tag=lao động").text
    assert "Bộ luật Lao động" in listed
    assert "30/2020/NĐ-CP" not in re.sub(r"<(nav|footer|select).*?</\1>", "", listed, flags=re.S)
    send(drafter, labour, f"{labour}/tags", remove="lao động")
    assert "lao động</a>" not in viewer.get(labour).text


def test_many_are_tagged_from_the_list(office: Office) -> None:
    client = office.browser("clerk")
    token = token_in(client.get("/documents/").text)
    chosen = {"csrf_token": token, "tag_name": "kiểm tra", "document": ["1", "2", "x"]}
    answer = client.post("/documents/tags?query=sort%3Doldest", data=chosen)
    assert answer.headers["Location"].endswith("/documents/?sort=oldest")
    with Archive.open(office.settings) as archive:
        assert set(archive.tags.of([1, 2, 3])) == {1, 2}
    client.post("/documents/tags?act=untag", data={**chosen, "document": ["1", "2"]})
    with Archive.open(office.settings) as archive:
        assert archive.tags.of([1, 2]) == {}


def test_what_is_watched_tells_of_changes(office: Office) -> None:
    nd30 = f"/documents/{office.ids['nd30']}"
    client = office.browser("viewer")
    assert "Đang theo dõi" in send(client, nd30, f"{nd30}/watch", watch="1")
    assert "30/2020/NĐ-CP" in client.get("/watching").text
    assert "Đã thay đổi" not in client.get("/watching").text
    with Archive.open(office.settings) as archive:
        archive.relations.add(office.ids["labour"], "amends", office.ids["nd30"], (), date(2026, 2, 1), "")
    page = client.get("/watching").text
    assert "được sửa đổi bởi Bộ luật Lao động số 45/2019/QH14" in page
    assert "Đã thay đổi" not in send(client, "/watching", "/watching/seen")
    assert "Chưa theo dõi văn bản nào" in send(client, "/watching", f"{nd30}/watch", watch="0", back="watching")


def test_the_document_as_of_a_day(office: Office, client: FlaskClient) -> None:
    decree = f"/documents/{office.ids['pl34']}"
    assert "Hết hiệu lực" in client.get(decree).text
    then = client.get(f"{decree}?on=2020-01-01").text
    assert "Đang xem hiệu lực tại ngày 01/01/2020" in then
    assert "ngày đang xem" in then
    assert re.search(r'class="badge tone-(good|warn)"[^>]*><svg.*?</svg>Còn hiệu lực', then, re.S)
    assert "phải là một ngày có thật" in html.unescape(client.get(f"{decree}?on=2020-13-01").text)


def test_parts_outline_and_glance(office: Office, client: FlaskClient) -> None:
    long = f"/documents/{office.ids['long']}"
    first = client.get(long).text
    assert 'data-parts="' in first
    part = client.get(f"{long}/parts/2").text
    assert part.lstrip().startswith('<div class="part" data-part="2">')
    assert "<html" not in part
    assert not set(re.findall(r' id="([^"]+)"', first)) & set(re.findall(r' id="([^"]+)"', part))
    assert client.get(f"{long}/parts/999").status_code == 404
    outline = client.get(f"{long}/outline").text
    assert outline.count("<li") > 400
    glance = client.get(f"/documents/{office.ids['labour']}/excerpt?at=dieu-25.khoan-1").text
    assert "tối đa 180 ngày" in glance
    assert "<html" not in glance
    assert "Không thấy đơn vị này" in client.get(f"/documents/{office.ids['labour']}/excerpt?at=dieu-99").text
    assert "chưa có toàn văn" in client.get(f"/documents/{office.ids['nd30']}/excerpt").text


@pytest.mark.parametrize("query", ["", "?status=not_held", "?status=resolved&page=9", "?status=x", "?page=x"])
def test_everything_cited_by_a_document(office: Office, client: FlaskClient, query: str) -> None:
    assert client.get(f"/documents/{office.ids['labour']}/cites{query}").status_code == 200


def test_the_page_for_paper_has_the_whole_text(office: Office, client: FlaskClient) -> None:
    page = client.get(f"/documents/{office.ids['long']}/print").text
    assert "Việc thứ 1 của" in page
    assert "Việc thứ 400 của" in page
    assert "data-full" not in page
    assert client.get(f"/documents/{office.ids['nd30']}/print").status_code == 200
