"""What a document does to others, read from its text: a case a line in `relation_tables`."""

from __future__ import annotations

from datetime import date

import pytest

from archive.citations import find_citations
from archive.provisions import Provision
from archive.relations import FoundRelation, find_relations
from tests.archive.relation_cases import lines_of, pairs_of

ACTS = pairs_of("acts")


def _said(relation: FoundRelation) -> str:
    parts = [relation.kind, relation.citation.number or relation.citation.title, "|".join(relation.scope)]
    if relation.effective:
        parts.append(f"@{relation.effective}")
    if relation.certainty == "doubtful":
        parts.append("?doubtful")
    return " ".join(filter(None, parts))


def _found(text: str) -> list[FoundRelation]:
    return find_relations(text, find_citations(text))


@pytest.mark.parametrize(("text", "expected"), ACTS)
def test_found(text: str, expected: str) -> None:
    assert {_said(each) for each in _found(text)} == {each.strip() for each in expected.split("⨯")}


@pytest.mark.parametrize("text", lines_of("none"))
def test_nothing_done(text: str) -> None:
    assert [_said(each) for each in _found(text)] == []


@pytest.mark.parametrize("text", [text for text, _ in ACTS])
def test_evidence_cuts_the_text(text: str) -> None:
    for relation in _found(text):
        assert relation.text == text[relation.start : relation.end] != ""
        assert relation.citation.text == text[relation.citation.start : relation.citation.end]


@pytest.mark.parametrize("text", [text for text, _ in ACTS])
def test_nothing_from_inside_a_quotation(text: str) -> None:
    """Quoted by another amendment, the same words do nothing."""
    quoting = f"Điều 1. Sửa đổi Điều 3 Nghị định số 1/2001/NĐ-CP như sau:\n“{text.replace('“', '').replace('”', '')}”."
    inside = Provision("dieu:1/dieu:3", "dieu", "Điều 3", "", quoting.index("“"), len(quoting), quoted=True)
    own = Provision("dieu:1", "dieu", "Điều 1", "", 0, len(quoting), unit=True)
    for provisions in ((), (own, inside)):
        found = find_relations(quoting, find_citations(quoting), provisions)
        assert {_said(each) for each in found} <= {"amends 1/2001/NĐ-CP dieu:3"}


def test_a_pause_has_its_end() -> None:
    (pause,) = _found("Điều 1. Tạm ngưng hiệu lực Nghị định số 46/2026/NĐ-CP đến hết ngày 15 tháng 4 năm 2026.")
    assert pause.until == date(2026, 4, 16)


def test_the_place_is_told_without_provisions_too() -> None:
    (relation,) = _found("Điều 9. Hiệu lực\n2. Thông tư này thay thế Thông tư số 07/2015/TT-BNV.")
    assert relation.own_path == "dieu:9/khoan:2"
