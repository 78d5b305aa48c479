"""The ties between documents: neighbours, what no longer stands under ours, whom a new one touches, what to get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.citations import find_citations
from archive.documents import Archive
from archive.errors import NotFound
from archive.resolving import resolve_all
from archive.stored import NewDocument

DECREE = NewDocument(
    origin="registry:decree",
    type="Nghị định",
    number="12/2015/NĐ-CP",
    issued=date(2015, 2, 3),
    issuer="Chính phủ",
    title="Về quản lý bến thuyền",
    effective=date(2015, 4, 1),
    expired=date(2021, 3, 1),
    replaced_by=("20/2021/NĐ-CP",),
    status="HHL",
    status_certainty="sure",
    as_of=date(2022, 1, 1),
    source="danh mục",
)
SUCCESSOR = replace(
    DECREE, origin="registry:next", number="20/2021/NĐ-CP", issued=date(2021, 1, 15), title="Về bến thủy nội địa",
    effective=date(2021, 3, 1), expired=None, replaced_by=(), status="CHL",
)  # fmt: skip
BASIS = "Căn cứ Nghị định số 12/2015/NĐ-CP ngày 03 tháng 02 năm 2015 của Chính phủ về quản lý bến thuyền;"
PLAN = NewDocument(
    origin="upload:plan",
    type="Kế hoạch",
    number="7/KH-UBND",
    issued=date(2018, 5, 4),
    issuer="Ủy ban nhân dân xã Đông Hà",
    title="Mở bến mới",
    text=f"KẾ HOẠCH\n{BASIS}\n1. Thực hiện khoản 2 Điều 5 Nghị định số 12/2015/NĐ-CP và Quyết định số 88/QĐ-BGT.\n",
    source="tệp plan.txt",
)
TODAY = date(2026, 11, 22)


def add(archive: Archive, new: NewDocument) -> int:
    resolutions = resolve_all([c for c in find_citations(new.text) if c.type != "SELF"], archive.holdings())
    return archive.add(new, (), resolutions).document_id


def test_neighbours_are_grouped_by_kind_and_direction(archive: Archive) -> None:
    decree, later = add(archive, DECREE), add(archive, SUCCESSOR)
    plan = add(archive, PLAN)
    archive.relations.add(later, "replaces", decree)
    around = archive.graph.edges(decree)
    assert [(e.kind, e.outgoing, e.document_id, e.count) for e in around.edges] == [
        ("replaces", False, later, 1),
        ("basis", False, plan, 2),
    ]
    assert around.edges[1].pinpoints == ("dieu:5/khoan:2",)
    assert around.edges[0].confirmed
    assert around.edges[0].record is not None
    assert "20/2021/NĐ-CP" in around.edges[0].named
    mine = archive.graph.edges(plan)
    assert [(e.kind, e.outgoing, e.document_id, e.named) for e in mine.edges][1:] == [
        ("cites", True, None, "Quyết định số 88/QĐ-BGT")
    ]
    assert mine.totals == {("basis", True): 1, ("cites", True): 1}
    with pytest.raises(NotFound):
        archive.graph.edges(404)


def test_a_limit_leaves_the_totals(archive: Archive) -> None:
    decree = add(archive, DECREE)
    for seq in range(1, 6):
        add(archive, replace(PLAN, origin=f"upload:{seq}", number=f"{seq}/KH-UBND"))
    around = archive.graph.edges(decree, limit=2)
    assert len(around.edges) == 2
    assert around.totals == {("basis", False): 5}


def test_citations_of_each_provision(archive: Archive) -> None:
    decree, plan = add(archive, DECREE), add(archive, PLAN)
    cited = archive.graph.cited_by_provision(decree)
    assert {path: [c.document_id for c in several] for path, several in cited.items()} == {
        "": [plan],
        "dieu:5/khoan:2": [plan],
    }


def test_ours_that_rest_on_what_no_longer_stands(archive: Archive) -> None:
    decree, later = add(archive, DECREE), add(archive, SUCCESSOR)
    plan = add(archive, PLAN)
    (found,) = archive.graph.resting(TODAY)
    assert found.document is not None
    assert (found.document.id, found.target.id) == (plan, decree)
    assert found.validity.state == "expired"
    assert [each.id for each in found.successors] == [later]
    assert found.citation is not None
    assert found.citation.basis
    assert archive.graph.resting(date(2019, 1, 1)) == ()


def test_what_a_loader_brought_is_not_ours(archive: Archive) -> None:
    add(archive, DECREE)
    plan = add(archive, replace(PLAN, origin="vbpl:1"))
    assert archive.graph.resting(TODAY) == ()
    assert [f.document.id for f in archive.graph.resting(TODAY, ours=False) if f.document] == [plan]


@pytest.mark.parametrize(
    "changed", [{"draft": True, "number": ""}, {"expired": date(2020, 1, 1), "effective": date(2018, 5, 4)}]
)
def test_a_draft_or_an_ended_document_rests_on_nothing(archive: Archive, changed: dict[str, object]) -> None:
    add(archive, DECREE)
    add(archive, replace(PLAN, **changed))  # type: ignore[arg-type]
    assert archive.graph.resting(TODAY) == ()


def test_a_new_document_names_those_it_touches_drafts_too(archive: Archive) -> None:
    decree, plan = add(archive, replace(DECREE, expired=None, status="")), add(archive, PLAN)
    by_text = archive.drafts.create("Kế hoạch năm sau", f"KẾ HOẠCH\n{BASIS}\n")
    chosen = archive.drafts.create("Kế hoạch khác", "KẾ HOẠCH\n")
    archive.drafts.save(chosen.id, chosen.version, bases=[{"document_id": decree, "pinpoint": ""}])
    archive.drafts.create("Không liên quan", "KẾ HOẠCH\n")
    later = add(archive, SUCCESSOR)
    assert archive.graph.affected_by(later, TODAY) == ()
    archive.relations.add(later, "replaces", decree)
    found = archive.graph.affected_by(later, TODAY)
    assert [each.document.id for each in found if each.document] == [plan]
    assert {each.draft.id for each in found if each.draft} == {by_text.id, chosen.id}
    assert {each.target.id for each in found} == {decree}
    assert all([new.id for new in each.successors] == [later] for each in found)


def test_what_is_cited_most_and_not_held(archive: Archive) -> None:
    texts = {
        "upload:a": "Căn cứ Nghị định số 40/2019/NĐ-CP ngày 13 tháng 5 năm 2019 của Chính phủ về giá;\n",
        "upload:b": "Căn cứ Nghị định số 40/2019/NĐ-CP;\nCăn cứ Thông tư số 2/2020/TT-BTC;\n",
        "upload:c": "Theo Nghị định 40/2019/NĐ-CP, Nghị định số 40/2019/NĐ-CP.",
    }
    ids = []
    for n, (origin, text) in enumerate(texts.items(), 1):
        facts = {"origin": origin, "number": f"{n}/KH-UBND", "issued": date(2024, 1, n)}
        ids.append(add(archive, replace(PLAN, text=f"KẾ HOẠCH\n{text}", **facts)))  # type: ignore[arg-type]
    first, second = archive.graph.wanted()
    assert (first.type, first.number, first.issued, first.citing, first.count) == (
        "Nghị định", "40/2019/NĐ-CP", date(2019, 5, 13), 3, 4,
    )  # fmt: skip
    assert first.documents == tuple(reversed(ids))
    assert first.issuer == "Chính phủ"
    assert (second.number, second.citing) == ("2/2020/TT-BTC", 1)
    assert archive.graph.count_wanted() == 2
    assert archive.graph.wanted(1, 1) == (second,)
    add(archive, replace(DECREE, origin="registry:40", number="40/2019/NĐ-CP", issued=date(2019, 5, 13)))
    assert [each.number for each in archive.graph.wanted()] == ["2/2020/TT-BTC"]
