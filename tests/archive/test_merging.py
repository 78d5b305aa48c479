"""Merging two records and parting them again leaves every table as it was; corrections are kept and taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from archive.access import Access
from archive.documents import Archive
from archive.dossiers import DossierFacts
from archive.errors import NotFound, RefusedInput
from archive.models import Base, Document
from archive.register_entries import EntryFacts
from archive.registers_held import EntryFilter
from archive.seeing import Viewer, seeing
from archive.settings import Settings
from archive.stored import NewDocument, Original
from indexer.structure import segment

LEFT_OUT = {"merges", "audit", "audit_entries", "settings", "corrections"}
RISING = {"revision", "updated"}
CITING = """QUYẾT ĐỊNH
Về việc giao việc

Căn cứ Kế hoạch số 15/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân xã Đồng Mẫu về trồng cây;
Căn cứ Kế hoạch số 15/KH-UBND của Ủy ban nhân dân xã Đồng Mẫu;
Điều 1. Bãi bỏ Kế hoạch số 15/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân xã Đồng Mẫu.
"""
PLAN = "KẾ HOẠCH\nTrồng cây\n\nCăn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;\nĐiều 1. {}\n"


def dump(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with archive.database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name.startswith("audit") or table.name in LEFT_OUT:
                continue
            columns = [column for column in table.columns if column.name not in RISING]
            rows = session.execute(select(*columns)).all()
            found[table.name] = sorted(tuple(map(repr, row)) for row in rows)
    return found


def add(archive: Archive, folder: Path, origin: str, *, text: str = "", **facts: Any) -> int:
    new = NewDocument(origin=origin, text=text, **facts)
    provisions = segment(text, new.type) if text else ()
    links = archive.read_links(new, provisions)
    original = None
    if text:
        path = folder / f"{origin.replace(':', '_')}.txt"
        path.write_text(text, "utf-8")
        original = Original(path, path.name, "text/plain")
    added = archive.add(new, provisions, links.resolutions, original, statements=links.statements, as_new=True)
    return added.document_id


def fill(archive: Archive, folder: Path, first: str, second: str) -> tuple[int, int]:
    """Two records of one plan, and all that can hang on them."""
    issuer = "Ủy ban nhân dân xã Đồng Mẫu"
    facts = {"type": "Kế hoạch", "number": "15/KH-UBND", "issued": date(2026, 1, 12), "issuer": issuer}
    second = f"{second}2. Lần hai.\n" if second else ""
    one = add(archive, folder, "t:1", text=first, title="Trồng cây", **facts)
    two = add(archive, folder, "t:2", text=second, title="Trồng cây chắn sóng", signer="Lê Mẫu", **facts)
    other = add(archive, folder, "t:3", text=CITING, type="Quyết định", number="9/QĐ-UBND", issuer=issuer)
    archive.relink([one, two, other])
    book = archive.registers.open_book("in", 2026).id
    for document in (one, two):
        archive.registers.register(book, EntryFacts(code="15/KH-UBND"), document_id=document)
    shared = archive.dossiers.open(DossierFacts(code="01", title="Cây", year=2026)).id
    alone = archive.dossiers.open(DossierFacts(code="02", title="Sóng", year=2026)).id
    archive.dossiers.put(shared, [two, other, one])
    archive.dossiers.put(alone, [two])
    archive.relations.add(other, "guides", two, note="người ghi")
    archive.relations.add(two, "amends", one, note="nhầm")
    draft = archive.drafts.create("Dự thảo", "…")
    archive.drafts.save(draft.id, 1, bases=[{"document_id": two, "pinpoint": ""}, {"document_id": 22, "pinpoint": ""}])
    archive.confirm(two, {"title": "Trồng cây chắn sóng năm 2026"})
    return one, two


_ALL = EntryFilter()
TEXTS = st.sampled_from(["", PLAN.format("Giữ bờ kênh."), PLAN.format("Mỗi thôn một đoạn.")])


@pytest.mark.slow
@hypothesis_settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=TEXTS, second=TEXTS, turned=st.booleans(), take=st.sets(st.sampled_from(["title", "signer", "issuer"])))
def test_parted_again_everything_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, first: str, second: str, turned: bool, take: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("merging")
    with Archive.create(Settings.at(folder / "home")) as archive:
        one, two = fill(archive, folder, first, second)
        kept, merged = (two, one) if turned else (one, two)
        before = dump(archive)
        merge = archive.merges.merge(kept, merged, take)
        assert dump(archive) != before
        with pytest.raises(NotFound):
            archive.facts(merged)
        assert archive.merges.successor(merged) == kept
        facts = archive.facts(kept)
        assert facts.held is bool(first or second)
        assert len(archive.files_of(kept)) == sum(map(bool, (first, second)))
        assert [entry.document_id for entry in archive.registers.entries(1, _ALL)[0]] == [kept, kept]
        assert {dossier.facts.code for dossier in archive.dossiers.of_document(kept)} == {"01", "02"}
        assert all(citation.target_id == kept for citation in archive.cites(3) if citation.status == "resolved")
        again, stays = archive.merges.undo(merge.id)
        assert (again.undone is not None, stays) == (True, 0)
        after = dump(archive)
        assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
        assert archive.merges.successor(merged) is None
        with pytest.raises(RefusedInput):
            archive.merges.undo(merge.id)


def test_what_was_written_since_stays(archive: Archive, tmp_path: Path) -> None:
    one, two = fill(archive, tmp_path, PLAN.format("A"), "")
    merge = archive.merges.merge(one, two, {"title"})
    archive.confirm(one, {"title": "Một tên nữa"})
    assert archive.merges.undo(merge.id)[1] >= 1
    assert archive.facts(one).title == "Một tên nữa"
    assert archive.facts(two).title == "Trồng cây chắn sóng năm 2026"


def test_an_id_is_never_given_again(archive: Archive, tmp_path: Path) -> None:
    one = add(archive, tmp_path, "t:1", type="Kế hoạch", number="1/KH-UBND")
    two = add(archive, tmp_path, "t:2", type="Kế hoạch", number="2/KH-UBND")
    merge = archive.merges.merge(one, two)
    three = add(archive, tmp_path, "t:3", type="Kế hoạch", number="3/KH-UBND")
    assert three > two
    archive.merges.undo(merge.id)
    assert archive.facts(two).number == "2/KH-UBND"
    assert archive.facts(three).number == "3/KH-UBND"


def test_chains_lead_on_and_are_undone_from_the_end(archive: Archive, tmp_path: Path) -> None:
    one, two, three = (add(archive, tmp_path, f"t:{n}", type="Kế hoạch", number=f"{n}/KH-UBND") for n in (1, 2, 3))
    first = archive.merges.merge(two, three)
    second = archive.merges.merge(one, two)
    assert archive.merges.successor(three) == one
    with pytest.raises(RefusedInput) as refused:
        archive.merges.undo(first.id)
    assert refused.value.reason == "merge_later"
    archive.merges.undo(second.id)
    archive.merges.undo(first.id)
    assert [archive.facts(id_).number for id_ in (one, two, three)] == ["1/KH-UBND", "2/KH-UBND", "3/KH-UBND"]


def test_what_cannot_be_merged(archive: Archive, tmp_path: Path) -> None:
    one = add(archive, tmp_path, "t:1", type="Kế hoạch", number="1/KH-UBND")
    two = add(archive, tmp_path, "t:2", type="Kế hoạch", number="2/KH-UBND")
    with pytest.raises(RefusedInput):
        archive.merges.merge(one, one)
    with pytest.raises(NotFound):
        archive.merges.merge(one, 999)
    with pytest.raises(KeyError):
        archive.merges.merge(one, two, {"revision"})
    with archive.database.write() as session:
        session.execute(update(Document).where(Document.id == two).values(access="named"))
    with pytest.raises(RefusedInput) as refused:
        archive.merges.merge(one, two)
    assert refused.value.reason == "merge_access"


def test_corrections_are_kept_and_taken_back(archive: Archive, tmp_path: Path) -> None:
    one = add(archive, tmp_path, "t:1", type="Kế hoạch", number="1/KH-UBND", issued=date(2026, 1, 2), title="Cũ")
    archive.confirm(one, {"title": "Mới", "issued": date(2026, 1, 3), "type": "Kế hoạch"})
    archive.confirm(one, {"title": "Mới hơn"})
    found = archive.corrections.of(one)
    assert [(each.field, each.old, each.new) for each in found] == [
        ("title", "Mới", "Mới hơn"),
        ("issued", "2026-01-02", "2026-01-03"),
        ("title", "Cũ", "Mới"),
    ]
    with pytest.raises(RefusedInput) as refused:
        archive.corrections.undo(found[2].id)
    assert refused.value.reason == "correction_later"
    archive.corrections.undo(found[0].id)
    assert archive.facts(one).title == "Mới"
    assert "title" in archive.facts(one).by_person
    archive.corrections.undo(found[2].id)
    archive.corrections.undo(found[1].id)
    facts = archive.facts(one)
    assert (facts.title, facts.issued) == ("Cũ", date(2026, 1, 2))
    assert not {"title", "issued"} & set(facts.by_person)
    with pytest.raises(RefusedInput):
        archive.corrections.undo(found[1].id)


def test_a_purged_documents_id_is_never_given_again(archive: Archive, tmp_path: Path) -> None:
    one = add(archive, tmp_path, "t:1", type="Kế hoạch", number="1/KH-UBND")
    archive.bin.put(one, "")
    archive.bin.purge(one)
    two = add(archive, tmp_path, "t:2", type="Kế hoạch", number="2/KH-UBND")
    three = add(archive, tmp_path, "t:3", type="Kế hoạch", number="3/KH-UBND")
    assert one < two < three


def test_parting_gives_nobody_what_was_taken_from_his_sight_since(archive: Archive, tmp_path: Path) -> None:
    one = add(archive, tmp_path, "t:1", type="Kế hoạch", number="1/KH-UBND")
    two = add(archive, tmp_path, "t:2", type="Kế hoạch", number="2/KH-UBND")
    merge = archive.merges.merge(one, two)
    department = archive.people.add_department("Phòng Kinh tế").id
    archive.access.choose([one], Access("named", departments=(department,)))
    archive.merges.undo(merge.id)
    assert archive.access.of(two) == archive.access.of(one)
    with seeing(Viewer(99, "Người khác", "clerk")), pytest.raises(NotFound):
        archive.facts(two)
