"""Choosing who may see a document or a draft, and what becomes of files that others hold in secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.access import NAMED, OFFICE, Access
from archive.documents import Archive
from archive.errors import NotFound, RefusedInput
from archive.models import Document
from archive.seeing import Viewer, seeing
from archive.stored import NewDocument, Original
from archive.trail import TrailFilter

DECREE = NewDocument(
    origin="upload:a", type="Quyết định", number="5/QĐ-UBND", title="Cử người trực", text="QUYẾT ĐỊNH\n"
)
CLERK, OTHER, CHIEF = Viewer(1, "thư", "clerk"), Viewer(2, "khác", "clerk"), Viewer(3, "quản", "administrator")


@pytest.fixture
def office(archive: Archive) -> Archive:
    for name in ("một", "hai", "ba"):
        archive.people.add(name, name, "clerk")
    archive.people.add_department("Văn phòng")
    return archive


def put_in(archive: Archive, access: Access | None = None, new: NewDocument = DECREE) -> int:
    with seeing(CLERK):
        return archive.add(new, access=access).document_id


def test_a_document_is_for_the_whole_office_until_something_else_is_chosen(office: Archive) -> None:
    id_ = put_in(office)
    with seeing(OTHER):
        assert office.access.of(id_) == Access(OFFICE, owner=CLERK.person)


def test_who_is_not_named_loses_it_at_once_and_gets_it_back(office: Archive) -> None:
    id_ = put_in(office)
    with seeing(CLERK):
        assert office.access.choose([id_], Access(NAMED, people=(3,))) == 1
        assert office.access.of(id_) == Access(NAMED, (3,), (), CLERK.person)
        assert office.access.choose([id_], Access(NAMED, people=(3, 3))) == 0
    with seeing(OTHER), pytest.raises(NotFound):
        office.access.of(id_)
    with seeing(CHIEF):
        assert office.record(id_).number == DECREE.number
        office.access.choose([id_], Access())
    with seeing(OTHER):
        assert office.record(id_).number == DECREE.number


def test_a_department_sees_what_is_for_it(office: Archive) -> None:
    id_ = put_in(office, Access(NAMED, departments=(1,)))
    with seeing(replace(OTHER, departments=frozenset({1}))):
        assert office.record(id_)
    with seeing(OTHER), pytest.raises(NotFound):
        office.record(id_)


def test_nobody_shuts_himself_out(office: Archive) -> None:
    id_ = put_in(office)
    with seeing(OTHER), pytest.raises(RefusedInput) as refused:
        office.access.choose([id_], Access(NAMED, people=(3,)))
    assert refused.value.reason == "shuts_you_out"
    with seeing(OTHER):
        assert office.access.of(id_).level == OFFICE


def test_of_several_documents_all_change_or_none(office: Archive) -> None:
    mine = put_in(office)
    hidden = put_in(office, Access(NAMED), replace(DECREE, origin="upload:b", number="6/QĐ-UBND"))
    with seeing(OTHER), pytest.raises(NotFound):
        office.access.choose([mine, hidden], Access(NAMED, people=(2,)))
    with seeing(OTHER):
        assert office.access.of(mine).level == OFFICE


def test_only_people_who_are_there_can_be_named(office: Archive) -> None:
    id_ = put_in(office)
    with seeing(CLERK), pytest.raises(NotFound):
        office.access.choose([id_], Access(NAMED, people=(99,)))


def test_an_administrator_sees_that_there_is_one_and_takes_it_with_a_reason(office: Archive) -> None:
    id_ = put_in(office, Access(NAMED))
    with seeing(CHIEF):
        with pytest.raises(NotFound):
            office.record(id_)
        (told,) = office.access.restricted()
        assert (told.document_id, told.owner, told.seen) == (id_, CLERK.person, False)
        with pytest.raises(RefusedInput):
            office.access.take(id_, "  ")
        office.access.take(id_, "người giữ đã nghỉ")
        assert office.record(id_).number == DECREE.number
    entries = [entry for entry in office.trail.page(TrailFilter()) if entry.action == "access_taken"]
    assert [(e.document, e.person) for e in entries] == [(id_, CHIEF.person)]
    with seeing(OTHER), pytest.raises(RefusedInput):
        office.access.take(id_, "cũng muốn xem")


def test_the_same_bytes_of_somebody_else_become_a_document_of_its_own(office: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("QUYẾT ĐỊNH", "utf-8")
    original = Original(file, "a.txt", "text/plain")
    with seeing(CLERK):
        first = office.add(DECREE, original=original, access=Access(NAMED)).document_id
    with seeing(OTHER):
        added = office.add(DECREE, original=original)
        assert added.status == "added"
        assert added.document_id != first
        assert office.count() == 1
    with seeing(CLERK):
        assert office.count() == 2


def test_what_is_for_few_never_joins_a_document_of_the_office(office: Archive) -> None:
    put_in(office)
    with seeing(OTHER):
        second = office.add(replace(DECREE, origin="upload:b"), access=Access(NAMED))
    assert second.status == "added"
    with office.database.read() as session:
        assert sorted(session.scalars(select(Document.access))) == [NAMED, OFFICE]


def test_a_draft_is_its_makers_until_it_is_shared(office: Archive) -> None:
    with seeing(CLERK):
        draft = office.drafts.create("Kế hoạch", "KẾ HOẠCH")
    with seeing(OTHER):
        assert office.drafts.list() == ()
        with pytest.raises(NotFound):
            office.drafts.save(draft.id, 1, title="x")
        with pytest.raises(NotFound):
            office.drafts.delete(draft.id)
    with seeing(CLERK):
        office.drafts.share(draft.id, Access(NAMED, people=(2,)))
    with seeing(OTHER):
        assert office.drafts.save(draft.id, 1, title="y").title == "y"
        with pytest.raises(RefusedInput):
            office.drafts.share(draft.id, Access())
    with seeing(CHIEF):
        assert office.drafts.list() == ()


def test_drafts_and_searches_from_before_accounts_are_the_offices(office: Archive) -> None:
    draft, search = office.drafts.create("Cũ", "x"), office.searches.keep("Cũ", "q=a")
    with seeing(OTHER):
        assert [each.id for each in office.drafts.list()] == [draft.id]
        assert [each.id for each in office.searches.all()] == [search.id]
        mine = office.searches.keep("Của tôi", "q=a")
    assert mine.id != search.id
    with seeing(CLERK):
        assert [each.id for each in office.searches.all()] == [search.id]
        with pytest.raises(NotFound):
            office.searches.forget(mine.id)


def test_what_is_restricted_and_in_the_bin_can_be_taken_and_taken_out(office: Archive) -> None:
    id_ = put_in(office, Access(NAMED, people=(1,)))
    with seeing(CLERK):
        office.bin.put(id_, "")
    with seeing(CHIEF):
        assert [(each.document_id, each.seen) for each in office.access.restricted()] == [(id_, False)]
        assert office.bin.all() == ()
        office.access.take(id_, "dọn thùng rác")
        assert [each.record.id for each in office.bin.all()] == [id_]
        office.bin.restore(id_)
        assert office.facts(id_).number == "5/QĐ-UBND"
