"""Every planted fault of citation is found at its place, explained, and nothing beside it is (`planted_faults`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from archive.checking import Finding, check_text
from archive.effects import Effect
from archive.records import Record
from archive.resolving import MemoryHoldings
from corpus.registry import read_registry
from tests.labelled.planted_faults import DRAFTS, FAULTS, ON, Fault

# What belongs to the form of a document has a table of its own.
FORM = "form"


@cache
def holdings() -> MemoryHoldings:
    """The registry, articles of three documents as far as pinpoints need them, and a decision of our own that lost an
    article."""
    records = [
        Record(
            id=number, type=new.type, number=new.number, issued=new.issued, issuer=new.issuer, title=new.title,
            effective=new.effective, expired=new.expired, status=new.status, certainty=new.certainty,
            status_certainty=new.status_certainty, as_of=new.as_of, source=new.source, note=new.note,
            replaced_by=new.replaced_by, replaces=new.replaces,
        )
        for number, new in enumerate(read_registry(), 1)
    ]  # fmt: skip
    ours = Record(
        900, "Quyết định", "12/2022/QĐ-UBND", date(2022, 4, 5), "Ủy ban nhân dân xã An Bình", "Về tổ công tác",
        effective=date(2022, 4, 15), status="CHL", status_certainty="sure", as_of=ON, source="kho",
    )  # fmt: skip
    repealed = Effect("repeals_part", 901, "Quyết định số 3/2024/QĐ-UBND", start=date(2024, 2, 1), paths=("dieu:6",))
    by_number = {record.number: record.id for record in records}
    paths = {
        by_number["30/2020/NĐ-CP"]: _paths(38, {5: 2}),
        by_number["33/2024/QH15"]: _paths(65, {}),
        900: _paths(9, {}),
    }
    return MemoryHoldings([*records, replace(ours, effects=(repealed,))], paths)


def _paths(articles: int, clauses: dict[int, int]) -> frozenset[str]:
    found = {f"dieu:{number}" for number in range(1, articles + 1)}
    found |= {f"dieu:{number}/khoan:{each}" for number, last in clauses.items() for each in range(1, last + 1)}
    return frozenset(found)


def checked(text: str, on: date = ON) -> list[Finding]:
    return [each for each in check_text(text, holdings(), on) if each.kind != FORM]


def planted(fault: Fault) -> tuple[str, int, int]:
    """The draft with the fault, and where it lies."""
    text = DRAFTS[fault.draft]
    start = -1
    for _ in range(fault.nth):
        start = text.index(fault.old, start + 1)
    return text[:start] + fault.new + text[start + len(fault.old) :], start, start + len(fault.new)


def said(found: Finding) -> str:
    fields = " ".join(f"{each.field} {each.found} {each.expected}" for each in found.fields)
    doubts = " ".join(doubt.vi for doubt in found.doubts)
    return " ".join((found.message_vi, fields, doubts, found.suggestion, found.replacement))


def key(found: Finding) -> tuple[str, str]:
    return found.verdict, " ".join(found.text.split())


@pytest.mark.parametrize("name", sorted(DRAFTS))
def test_the_right_drafts_are_right(name: str) -> None:
    assert [key(each) for each in checked(DRAFTS[name]) if each.verdict not in {"ok", "doubtful"}] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.name)
def test_a_fault_is_found_placed_and_explained(fault: Fault) -> None:
    text, start, end = planted(fault)
    if fault.where:
        start = text.index(fault.where, max(0, start - len(fault.where)))
        end = start + len(fault.where)
    found = checked(text, fault.on)
    there = [each for each in found if each.verdict in fault.verdicts and each.start < end and each.end > start]
    assert there, [key(each) for each in found if each.verdict != "ok"]
    assert all(text[each.start : each.end] == each.text and each.message_vi and each.message_en for each in there)
    assert any(fault.told.lower() in said(each).lower() for each in there), [said(each) for each in there]

    right = {key(each) for each in checked(DRAFTS[fault.draft], fault.on)}
    # A law named again by its name alone is the one that the basis names: the same fault.
    meant = {each.record.id for each in there if each.record is not None}
    beside = [
        key(each) for each in found
        if each.verdict != "ok" and key(each) not in right and not (each.start <= end and each.end >= start)
        and not (each.verdict in fault.verdicts and each.record is not None and each.record.id in meant)
    ]  # fmt: skip
    assert beside == []


def test_there_are_enough() -> None:
    assert len(FAULTS) >= 55
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
