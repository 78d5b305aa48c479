"""Living links: what a draft and an issued document cite, followed as it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import update

from archive.citations import find_citations
from archive.documents import Archive
from archive.links import DraftTurn
from archive.models import Document
from archive.provisions import Provision
from archive.resolving import resolve_all
from archive.seeing import NOBODY, seeing
from archive.stored import NewDocument, StatedRelation, StoredDraft

DECREE = NewDocument(
    origin="registry:decree",
    type="Nghị định",
    number="12/2015/NĐ-CP",
    issued=date(2015, 2, 3),
    issuer="Chính phủ",
    title="Về quản lý bến thuyền",
    effective=date(2015, 4, 1),
    status="CHL",
    status_certainty="sure",
    as_of=date(2026, 1, 1),
    source="danh mục",
)
NEXT = replace(
    DECREE, origin="registry:next", number="20/2026/NĐ-CP", issued=date(2026, 1, 15), title="Về bến thủy nội địa",
    effective=date(2026, 3, 1),
)  # fmt: skip
AMENDING = replace(
    DECREE, origin="registry:amending", number="21/2026/NĐ-CP", issued=date(2026, 2, 1), effective=date(2026, 2, 15),
    title="Sửa đổi, bổ sung một số điều của Nghị định số 12/2015/NĐ-CP",
)  # fmt: skip
BASIS = "Căn cứ Nghị định số 12/2015/NĐ-CP ngày 03 tháng 02 năm 2015 của Chính phủ về quản lý bến thuyền;"
TEXT = f"KẾ HOẠCH\nMở bến mới\n\n{BASIS}\n\nThực hiện khoản 2 Điều 5 Nghị định số 12/2015/NĐ-CP.\n"
SIGNED = date(2026, 5, 4)


def draft_of(archive: Archive, text: str = TEXT) -> StoredDraft:
    return archive.drafts.create("Mở bến mới", text, SIGNED)


def turns(archive: Archive, draft: StoredDraft) -> tuple[DraftTurn, ...]:
    return archive.links.of_draft(archive.drafts.get(draft.id))


def kinds(archive: Archive, draft: StoredDraft) -> list[tuple[str, str]]:
    return [(each.turn.kind, each.turn.path) for each in turns(archive, draft)]


def test_a_basis_is_replaced_and_the_draft_says_so(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    draft = draft_of(archive)
    assert turns(archive, draft) == ()
    later = archive.add(NEXT).document_id
    archive.relations.add(later, "replaces", decree)
    told = turns(archive, draft)
    assert [(each.turn.kind, each.turn.gone) for each in told] == [("replaced", True), ("replaced", True)]
    basis = told[0]
    assert [record.id for record in basis.turn.successors] == [later]
    assert TEXT[basis.places[0][0] : basis.places[0][1]] == BASIS.removeprefix("Căn cứ ").rstrip(";")
    assert "20/2026/NĐ-CP" in basis.turn.vi
    assert "01/3/2026" in basis.turn.vi
    assert told[1].turn.path == "dieu:5/khoan:2"


def test_an_amendment_is_told_until_it_was_seen(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    draft = draft_of(archive)
    turns(archive, draft)
    new = archive.add(AMENDING).document_id
    archive.relations.state(new, [StatedRelation("amends", decree, scope=("dieu:5/khoan:2",))], "loader:test")
    assert kinds(archive, draft) == [("amended", ""), ("amended", "dieu:5/khoan:2")]
    archive.links.seen(draft.id)
    assert kinds(archive, draft) == []


def test_an_amendment_of_another_article_is_no_news_of_this_one(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    draft = draft_of(archive, "Thực hiện khoản 2 Điều 5 Nghị định số 12/2015/NĐ-CP.\n")
    turns(archive, draft)
    new = archive.add(AMENDING).document_id
    archive.relations.state(new, [StatedRelation("amends", decree, scope=("dieu:9",))], "loader:test")
    assert kinds(archive, draft) == []


def test_what_was_amended_before_it_was_cited_is_no_news(archive: Archive) -> None:
    decree, new = archive.add(DECREE).document_id, archive.add(AMENDING).document_id
    archive.relations.state(new, [StatedRelation("amends", decree)], "loader:test")
    assert kinds(archive, draft_of(archive)) == []


def test_corrected_and_suspended(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    draft = draft_of(archive, f"{BASIS}\n")
    turns(archive, draft)
    new = archive.add(replace(AMENDING, type="Công văn", number="9/VPCP-PL")).document_id
    archive.relations.add(new, "corrects", decree)
    assert kinds(archive, draft) == [("corrected", "")]
    stopping = archive.add(replace(AMENDING, origin="registry:stop", number="30/2026/NĐ-CP")).document_id
    archive.relations.state(stopping, [StatedRelation("suspends", decree, effective=date(2026, 4, 1))], "loader:test")
    assert kinds(archive, draft) == [("suspended", "")]


def test_a_link_lives_on_through_edits_round_it(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    draft = draft_of(archive)
    turns(archive, draft)
    new = archive.add(AMENDING).document_id
    archive.relations.state(new, [StatedRelation("amends", decree)], "loader:test")
    moved = TEXT.replace("Mở bến mới\n", "Mở hai bến mới ở thôn Đông\n").replace("Thực hiện", "Các thôn thực hiện")
    archive.drafts.save(draft.id, draft.version, text=moved)
    told = turns(archive, draft)
    assert [each.turn.kind for each in told] == ["amended", "amended"]
    start, end, words = told[1].places[0]
    assert moved[start:end] == words == "khoản 2 Điều 5 Nghị định số 12/2015/NĐ-CP"


def test_what_was_chosen_stays_chosen(archive: Archive) -> None:
    one = archive.add(replace(DECREE, type="Chỉ thị", number="5/CT-UBND", issuer="UBND tỉnh A")).document_id
    archive.add(replace(DECREE, type="Chỉ thị", number="5/CT-UBND", issuer="UBND tỉnh B", origin="registry:b"))
    draft = draft_of(archive, "")
    archive.links.chose(draft.id, one, "", "Chỉ thị số 5/CT-UBND")
    archive.drafts.save(draft.id, draft.version, text="Thực hiện Chỉ thị số 5/CT-UBND.\n")
    assert turns(archive, draft) == ()
    later = archive.add(replace(NEXT, type="Chỉ thị", number="6/2026/CT-UBND")).document_id
    archive.relations.add(later, "replaces", one)
    assert [(each.turn.record.id, each.turn.kind) for each in turns(archive, draft)] == [(one, "replaced")]


def test_of_a_hidden_document_nothing_is_told(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    draft = draft_of(archive)
    turns(archive, draft)
    later = archive.add(NEXT).document_id
    archive.relations.add(later, "replaces", decree)
    _hide(archive, later)
    with seeing(NOBODY):
        assert turns(archive, draft) == ()
    assert [each.turn.kind for each in turns(archive, draft)] == ["replaced", "replaced"]


def test_a_link_to_a_hidden_document_is_not_there(archive: Archive) -> None:
    decree, later = archive.add(DECREE).document_id, archive.add(NEXT).document_id
    archive.relations.add(later, "replaces", decree)
    draft = draft_of(archive)
    _hide(archive, decree)
    with seeing(NOBODY):
        assert turns(archive, draft) == ()
    assert len(turns(archive, draft)) == 2


def _hide(archive: Archive, document_id: int) -> None:
    with archive.database.write() as session:
        session.execute(update(Document).where(Document.id == document_id).values(access="named"))


def test_an_issued_document_tells_what_was_changed_after_it(archive: Archive) -> None:
    decree = archive.add(DECREE).document_id
    before = archive.add(replace(AMENDING, number="1/2016/NĐ-CP", issued=date(2016, 1, 5))).document_id
    archive.relations.state(before, [StatedRelation("amends", decree, effective=date(2016, 3, 1))], "loader:test")
    text = f"KẾ HOẠCH\n{BASIS}\n1. Thực hiện khoản 2 Điều 5 Nghị định số 12/2015/NĐ-CP.\n"
    plan = NewDocument(
        origin="upload:plan", type="Kế hoạch", number="7/KH-UBND", issued=date(2018, 5, 4), title="Mở bến",
        issuer="Ủy ban nhân dân xã Đông Hà", text=text, source="tệp",
    )  # fmt: skip
    citations = resolve_all([c for c in find_citations(text) if c.type != "SELF"], archive.holdings())
    issued = archive.add(plan, (), citations).document_id
    assert archive.links.of_document(issued, SIGNED) == ()
    new = archive.add(replace(AMENDING, origin="registry:again")).document_id
    archive.relations.state(new, [StatedRelation("amends", decree, scope=("dieu:5",))], "loader:test")
    told = archive.links.of_document(issued, SIGNED)
    assert [(each.turn.kind, each.turn.path) for each in told] == [("amended", ""), ("amended", "dieu:5/khoan:2")]
    assert [each.document.id for each in archive.links.of_ours(SIGNED)] == [issued, issued]
    later = archive.add(NEXT).document_id
    archive.relations.add(later, "replaces", decree)
    assert {each.turn.kind for each in archive.links.of_document(issued, SIGNED)} == {"replaced"}


def test_the_provision_that_takes_its_place_is_offered(archive: Archive) -> None:
    def provided(new: NewDocument, number: int) -> int:
        text = f"Điều {number}. Phao cứu sinh\nMỗi thuyền có phao.\n"
        unit = Provision(f"dieu:{number}", "dieu", f"Điều {number}", "Phao cứu sinh", 0, len(text), True)
        return archive.add(replace(new, text=text), [unit]).document_id

    decree = provided(DECREE, 5)
    draft = draft_of(archive, "Thực hiện Điều 5 Nghị định số 12/2015/NĐ-CP.\n")
    turns(archive, draft)
    later = provided(NEXT, 8)
    archive.relations.add(later, "replaces", decree)
    (told,) = turns(archive, draft)
    assert [(each.path, each.successor_path) for each in told.turn.corresponding] == [("dieu:5", "dieu:8")]
