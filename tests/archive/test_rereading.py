"""Reading the links of held texts again: what the rules find now, with what a person decided kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

from archive.documents import Archive
from archive.models import CitationRow, RelationRow
from archive.rereading import links_are_new, links_are_old, reread_links
from archive.stored import NewDocument

OLD = NewDocument(
    origin="registry:old",
    type="Quyết định",
    number="12/2015/QĐ-UBND",
    issued=date(2015, 2, 3),
    issuer="Ủy ban nhân dân tỉnh Hà Giang",
    title="Về giá nước sạch",
    effective=date(2015, 2, 13),
)
NEW = NewDocument(
    origin="vbpl:new",
    type="Quyết định",
    number="20/2021/QĐ-UBND",
    issued=date(2021, 1, 15),
    issuer="Ủy ban nhân dân tỉnh Hà Giang",
    title="Về giá nước sạch sinh hoạt",
    effective=date(2021, 3, 1),
    text="Điều 3. Quyết định này có hiệu lực kể từ ngày 01 tháng 3 năm 2021 và thay thế Quyết định số 12/2015/QĐ-UBND "
    "ngày 03 tháng 02 năm 2015 của Ủy ban nhân dân tỉnh Hà Giang về giá nước sạch.\n",
)


def add(archive: Archive) -> tuple[int, int]:
    old = archive.add(OLD).document_id
    links = archive.read_links(NEW)
    return old, archive.add(NEW, (), links.resolutions, statements=links.statements).document_id


def test_reading_again_finds_the_same(archive: Archive) -> None:
    old, new = add(archive)
    before = archive.cites(new), archive.relations.of(new), archive.record(old).effects
    assert [each.kind for each in before[1]] == ["replaces"]
    seen: list[tuple[int, int]] = []
    assert reread_links(archive, lambda done, total: seen.append((done, total))) == 1
    assert seen[-1] == (1, 1)
    after = archive.cites(new), archive.relations.of(new), archive.record(old).effects
    assert [(c.start, c.end, c.target_id, c.status) for c in after[0]] == [
        (c.start, c.end, c.target_id, c.status) for c in before[0]
    ]
    assert [(r.kind, r.target_id, r.text) for r in after[1]] == [(r.kind, r.target_id, r.text) for r in before[1]]
    assert after[2] == before[2]


def test_an_archive_of_an_older_program_gets_its_relations(archive: Archive) -> None:
    old, new = add(archive)
    with archive.database.write() as session:
        session.execute(delete(RelationRow))
        session.execute(delete(CitationRow))
    assert links_are_old(archive)
    reread_links(archive)
    assert [each.by for each in archive.record(old).effects] == [new]
    assert [each.target_id for each in archive.cites(new)] == [old]
    assert not links_are_old(archive)


def test_what_a_person_rejected_stays_rejected(archive: Archive) -> None:
    old, new = add(archive)
    archive.relations.decide(archive.relations.of(new)[0].id, "rejected")
    reread_links(archive)
    assert [each.decision for each in archive.relations.of(new)] == ["rejected"]
    assert archive.record(old).effects == ()


def test_an_empty_archive_has_nothing_old(archive: Archive) -> None:
    assert not links_are_old(archive)
    archive.add(OLD)
    assert not links_are_old(archive)
    links_are_new(archive)
    add(archive)
    assert not links_are_old(archive)
