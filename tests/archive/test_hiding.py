"""What somebody may not see is not there: no table, no question, no answer of the archive lets a word of it through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from archive.documents import Archive
from archive.errors import NotFound
from archive.models import Base, CitationRow, Document, DocumentAccess, RelationRow
from archive.numbers import parse_number_query
from archive.seeing import NOBODY, SYSTEM, Viewer, seeing, seeing_bin
from archive.settings import Settings
from archive.stored import NewDocument, Original
from indexer.structure import segment

WORD = "Xêkông"
"""Stands in every part of what is hidden and nowhere else."""

DECREE = NewDocument(
    origin="test:decree",
    type="Nghị định",
    number="12/2015/NĐ-CP",
    issued=date(2015, 2, 3),
    issuer="Chính phủ",
    title="Về quản lý bến thuyền",
    effective=date(2015, 4, 1),
)
HIDDEN = NewDocument(
    origin=f"test:{WORD}",
    type="Nghị định",
    number="77/2021/NĐ-CP",
    issued=date(2021, 1, 15),
    issuer=f"Ban {WORD}",
    title=f"Về bến thuyền {WORD}",
    effective=date(2021, 3, 1),
    signer=f"Trần {WORD}",
    note=f"ghi chú {WORD}",
    source=f"tệp {WORD}.txt",
    text=(
        f"NGHỊ ĐỊNH\nVề bến thuyền {WORD}\nCăn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n"
        f"Điều 1. Phạm vi {WORD}\nNghị định này quy định về {WORD}.\nĐiều 2. Hiệu lực\n"
        "Nghị định này thay thế Nghị định số 12/2015/NĐ-CP ngày 03 tháng 02 năm 2015 của Chính phủ về quản lý bến "
        "thuyền.\n"
    ),
)
CITED = "Nghị định số 77/2021/NĐ-CP ngày 15 tháng 01 năm 2021"
PLAN = NewDocument(
    origin="upload:plan",
    type="Kế hoạch",
    number="7/KH-UBND",
    issued=date(2022, 5, 4),
    issuer="Ủy ban nhân dân xã Đông Hà",
    title="Mở bến mới",
    source="tệp plan.txt",
    text=(
        f"KẾ HOẠCH\nMở bến mới\nCăn cứ {CITED};\nCăn cứ Nghị định số 12/2015/NĐ-CP ngày 03 tháng 02 năm 2015;\n"
        "I. MỤC ĐÍCH\n1. Mở một bến.\n"
    ),
)
OWNER, NAMED, MEMBER, OTHER = (Viewer(n, f"người {n}", "clerk") for n in (1, 2, 3, 4))
MEMBER = replace(MEMBER, departments=frozenset({5}))
ADMINISTRATOR = Viewer(4, "quản trị", "administrator", frozenset({6}))
ON = date(2024, 1, 1)


@dataclass(frozen=True)
class Held:
    archive: Archive
    decree: int
    plan: int
    hidden: int | None


def add(archive: Archive, new: NewDocument, original: Original | None = None) -> int:
    provisions = segment(new.text, new.type)
    links = archive.read_links(new, provisions)
    return archive.add(new, provisions, links.resolutions, original, statements=links.statements).document_id


def fill(home: Path, *, with_hidden: bool) -> Held:
    archive = Archive.create(Settings.at(home))
    for name in ("Một", "Hai", "Ba", "Bốn"):
        archive.people.add(name, name, "clerk")
    for name in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu"):
        archive.people.add_department(name)
    decree = add(archive, DECREE)
    hidden = None
    if with_hidden:
        file = home / f"{WORD}.txt"
        file.write_text(HIDDEN.text)
        hidden = add(archive, HIDDEN, Original(file, f"{WORD}.txt", "text/plain"))
    plan = add(archive, PLAN)
    return Held(archive, decree, plan, hidden)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    held = fill(tmp_path_factory.mktemp("hiding") / "home", with_hidden=True)
    assert held.hidden is not None
    with held.archive.database.write() as session:
        row = session.get_one(Document, held.hidden)
        row.access, row.owner_id = "named", OWNER.person
        session.add(DocumentAccess(document_id=held.hidden, person_id=NAMED.person))
        session.add(DocumentAccess(document_id=held.hidden, department_id=5))
    yield held
    held.archive.close()


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """The same archive, in which what is hidden never was."""
    held = fill(tmp_path_factory.mktemp("without") / "home", with_hidden=False)
    yield held
    held.archive.close()


@contextmanager
def binned(held: Held) -> Iterator[None]:
    with held.archive.database.write() as session:
        session.execute(update(Document).where(Document.id == held.hidden).values(binned=datetime(2026, 1, 1)))
    try:
        yield
    finally:
        with seeing_bin(), held.archive.database.write() as session:
            session.execute(update(Document).where(Document.id == held.hidden).values(binned=None))


def every_row(archive: Archive) -> dict[str, list[str]]:
    """All tables as somebody can read them, by plain SQL."""
    with archive.database.read() as session:
        return {
            name: [repr(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{name}"'))]
            for name in Base.metadata.tables
        }


@pytest.mark.parametrize("someone", [OTHER, ADMINISTRATOR, NOBODY], ids=["other", "administrator", "nobody"])
def test_no_table_lets_a_word_of_it_through(office: Held, someone: Viewer) -> None:
    assert any(WORD in row for rows in every_row(office.archive).values() for row in rows)
    with seeing(someone):
        found = {name: [row for row in rows if WORD in row] for name, rows in every_row(office.archive).items()}
    assert not {name: rows for name, rows in found.items() if rows}


def test_no_table_names_its_id_either(office: Held) -> None:
    with seeing(OTHER), office.archive.database.read() as session:
        assert session.scalar(select(CitationRow.id).where(CitationRow.target_id == office.hidden)) is None
        assert session.scalar(select(RelationRow.id).where(RelationRow.source_id == office.hidden)) is None
        assert session.get(Document, office.hidden) is None


@pytest.mark.parametrize("someone", [OWNER, NAMED, MEMBER, SYSTEM], ids=["owner", "named", "member", "system"])
def test_who_may_see_it_sees_all_of_it(office: Held, someone: Viewer) -> None:
    plain = every_row(office.archive)
    with seeing(someone):
        assert every_row(office.archive) == plain
        assert office.archive.record(office.hidden or 0).number == HIDDEN.number
        assert [c.target_id for c in office.archive.cites(office.plan)][:1] == [office.hidden]


def test_what_lies_in_the_bin_is_hidden_from_all(office: Held) -> None:
    with binned(office):
        for someone in (OWNER, NAMED, SYSTEM):
            with seeing(someone), pytest.raises(NotFound):
                office.archive.record(office.hidden or 0)
        with seeing(OWNER), seeing_bin():
            assert office.archive.record(office.hidden or 0).number == HIDDEN.number
        with seeing(OTHER), seeing_bin(), pytest.raises(NotFound):
            office.archive.record(office.hidden or 0)
    with seeing(OWNER):
        assert office.archive.record(office.hidden or 0)


def answers(held: Held) -> dict[str, object]:
    """What the archive answers to many questions, ids written as names."""
    archive, names = held.archive, {held.decree: "decree", held.plan: "plan", held.hidden: "hidden"}
    asked = parse_number_query("77/2021/NĐ-CP")
    assert asked is not None
    record = archive.record(held.decree)
    return {
        "count": archive.count(),
        "documents": [r.number for r in archive.documents()],
        "types": archive.values_of("type"),
        "issuers": archive.values_of("issuer"),
        "number": [r.number for r in archive.find_number(asked)],
        "effects": record.effects,
        "cites": [(c.text, c.status, c.candidates, c.mismatches) for c in archive.cites(held.plan)],
        "cited by": [(names[c.document_id], c.text) for c in archive.cited_by(held.decree)],
        "relations": [r.kind for r in archive.relations.of(held.decree)],
        "to confirm": archive.relations.count_to_confirm(),
        "edges": [(e.kind, e.outgoing, e.named, e.count) for e in archive.graph.edges(held.plan).edges],
        "resting": len(archive.graph.resting(ON, ours=False)),
        "wanted": [(w.number, w.count, w.citing) for w in archive.graph.wanted()],
        "wanted in all": archive.graph.count_wanted(),
        "waiting": [names[w.document_id] for w in archive.reviews.waiting()],
        "revisions": len(archive.revisions()),
        "pulse": archive.pulse()[0],
        "titles": [r.number for r in archive.cataloguing.titled()],
        "headings": [heading for heading, _ in archive.cataloguing.headings()],
        "same title": [r.number for r in archive.same_title(HIDDEN.title)],
    }


def test_the_answers_are_those_of_an_archive_in_which_it_never_was(office: Held, without: Held) -> None:
    with seeing(OTHER):
        seen, never = answers(office), answers(without)
    assert seen == never
    assert answers(office) != never


def test_what_is_hidden_cannot_be_told_from_what_never_was(office: Held) -> None:
    archive = office.archive
    asked = {
        "record": archive.record,
        "facts": archive.facts,
        "text": archive.text,
        "edges": archive.graph.edges,
        "confirm": lambda id_: archive.confirm(id_, {"title": "x"}),
        "relate": lambda id_: archive.relations.add(office.plan, "amends", id_),
        "relate from": lambda id_: archive.relations.add(id_, "amends", office.plan),
        "provision": lambda id_: archive.provision(id_, "dieu:1"),
        "copy": lambda id_: archive.decide_copy(id_, "0" * 64, is_copy=True),
    }
    with seeing(OTHER):
        for name, ask in asked.items():
            told = []
            for id_ in (office.hidden or 0, 987654):
                with pytest.raises(NotFound) as caught:
                    ask(id_)
                told.append((caught.value.reason, caught.value.vi.replace(str(id_), "#")))
            assert told[0] == told[1], name
        assert archive.provisions(office.hidden or 0) == []
        assert archive.files_of(office.hidden or 0) == []


def test_a_change_that_slips_past_the_conditions_is_refused(office: Held) -> None:
    with seeing(OTHER), pytest.raises(NotFound), office.archive.database.write() as session:
        session.add(DocumentAccess(document_id=office.hidden, person_id=OTHER.person))
    with seeing(OTHER), office.archive.database.write() as session:
        changed = session.execute(update(Document).where(Document.id == office.hidden).values(title="x"))
        assert changed.rowcount == 0
    assert office.archive.record(office.hidden or 0).title == HIDDEN.title


def test_what_is_resolved_again_is_resolved_for_the_whole_archive(office: Held) -> None:
    """Somebody who does not see it confirms a document that cites it: the citation is tied to it still."""
    with seeing(OTHER):
        office.archive.confirm(office.plan, {"title": PLAN.title})
        assert office.archive.cites(office.plan)[0].status == "not_held"
    assert office.archive.cites(office.plan)[0].target_id == office.hidden
    assert office.archive.record(office.decree).effects
