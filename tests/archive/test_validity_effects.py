"""What other documents do to a document: replaced, repealed, suspended, changed; doubts and contradictions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.effects import Effect, PartDays
from archive.records import Record
from archive.validity import STATE_NAMES, contradictory, timeline, validity_at
from tests.archive import sample_records as r
from tests.archive.sample_records import day
from tests.archive.validity_records import AS_OF, BARE, FORCE, effect, part

EARLY = replace(FORCE, as_of=date(2021, 1, 1))  # the source spoke before anything happened
NO_STATUS = replace(FORCE, status="", as_of=None)
PARTY = replace(FORCE, type="Quy định", number="7-QĐ/TW", issuer="Ban Bí thư", as_of=date(2021, 1, 1))
REPLACED = effect("replaces", "2022-07-01")

CASES = [
    # record | effects | on | state | certainty
    # replaced or repealed wholly: the first day without force is the start
    (EARLY, [REPLACED], "2022-06-30", "in_force", "sure"),
    (EARLY, [REPLACED], "2022-07-01", "expired", "sure"),
    (EARLY, [effect("repeals", "2022-07-01")], "2022-07-01", "expired", "sure"),
    (EARLY, [REPLACED], "2020-05-31", "not_yet", "sure"),
    (EARLY, [REPLACED], "2020-03-09", "not_yet", "sure"),
    (NO_STATUS, [REPLACED], "2022-06-30", "in_force", "sure"),  # first day and end known: an interval
    (NO_STATUS, [REPLACED], "2022-07-01", "expired", "sure"),
    (BARE, [REPLACED], "2022-06-30", "unknown", "sure"),  # no first day
    (BARE, [REPLACED], "2022-07-01", "expired", "sure"),
    (replace(BARE, status="HHL", as_of=AS_OF), [REPLACED], "2022-06-30", "unknown", "sure"),
    (replace(BARE, status="HHL", as_of=AS_OF), [REPLACED], "2022-07-01", "expired", "sure"),
    (replace(FORCE, status="HHL"), [REPLACED], "2022-06-30", "in_force", "sure"),  # the act gives the day
    (EARLY, [REPLACED, effect("repeals", "2024-01-01", by_issued="2023-12-01")], "2023-01-01", "expired", "sure"),
    # how sure
    (EARLY, [effect("replaces", "2022-07-01", certainty="likely")], "2022-07-01", "expired", "likely"),
    (replace(EARLY, certainty="unconfirmed"), [REPLACED], "2022-07-01", "expired", "doubtful"),
    (replace(FORCE, expired=day("2022-07-01"), status="HHL", status_certainty="likely"), [REPLACED], "2022-07-01",
     "expired", "sure"),  # two grounds agree
    # a doubtful end neither ends it nor lets "in force" stand
    (EARLY, [effect("replaces", "2022-07-01", certainty="doubtful")], "2022-06-30", "in_force", "likely"),
    (EARLY, [effect("replaces", "2022-07-01", certainty="doubtful")], "2022-07-01", "unknown", "doubtful"),
    (FORCE, [effect("repeals", "2022-07-01", certainty="doubtful")], "2030-01-01", "unknown", "doubtful"),
    (EARLY, [effect("replaces", "2022-07-01", certainty="doubtful"), effect("repeals", "2024-01-01")], "2023-01-01",
     "unknown", "doubtful"),
    (EARLY, [effect("replaces", "2022-07-01", certainty="doubtful"), effect("repeals", "2024-01-01")], "2024-01-01",
     "expired", "sure"),
    # the day of the act is not known: from its issue on nobody can say
    (EARLY, [effect("replaces")], "2022-04-19", "in_force", "likely"),
    (EARLY, [effect("replaces")], "2022-04-20", "unknown", "likely"),
    (EARLY, [effect("replaces")], "2040-01-01", "unknown", "likely"),
    (replace(FORCE, expired=day("2023-01-01")), [effect("replaces")], "2022-12-31", "unknown", "likely"),
    (replace(FORCE, expired=day("2023-01-01"), status="HHL"), [effect("replaces")], "2023-01-01", "expired", "sure"),
    # not even its issue: the source's dated word is the last that is known
    (EARLY, [effect("replaces", by_issued="")], "2021-01-01", "in_force", "sure"),
    (EARLY, [effect("replaces", by_issued="")], "2021-01-02", "unknown", "likely"),
    (replace(EARLY, expired=day("2023-01-01")), [effect("replaces", by_issued="")], "2023-01-01", "expired", "sure"),
    # contradictions: its own end and the act's
    (replace(FORCE, expired=day("2023-01-01"), status="HHL"), [REPLACED], "2022-06-30", "in_force", "sure"),
    (replace(FORCE, expired=day("2023-01-01"), status="HHL"), [REPLACED], "2022-07-01", "unknown", "doubtful"),
    (replace(FORCE, expired=day("2023-01-01"), status="HHL"), [REPLACED], "2022-12-31", "unknown", "doubtful"),
    (replace(FORCE, expired=day("2023-01-01"), status="HHL"), [REPLACED], "2023-01-01", "expired", "sure"),
    (replace(FORCE, expired=day("2022-01-01"), status="HHL"), [REPLACED], "2022-01-01", "unknown", "doubtful"),
    (replace(FORCE, expired=day("2022-01-01"), status="HHL"), [REPLACED], "2022-07-01", "expired", "sure"),
    (replace(FORCE, status="HHL", as_of=date(2021, 1, 1)), [REPLACED], "2021-01-01", "unknown", "doubtful"),
    (replace(FORCE, status="HHL", as_of=date(2021, 1, 1)), [REPLACED], "2022-07-01", "expired", "sure"),
    # the source lags: it says in force after the act ended it
    (FORCE, [REPLACED], "2022-06-30", "in_force", "sure"),
    (FORCE, [REPLACED], "2022-07-01", "expired", "doubtful"),
    (FORCE, [REPLACED], "2026-12-01", "expired", "doubtful"),
    (replace(FORCE, status="HHL1P"), [REPLACED], "2023-01-01", "expired", "doubtful"),  # as vbpl had PL 34/2007
    # an older document, or one of the same day, ends nothing
    (FORCE, [effect("replaces", "2022-07-01", by_issued="2020-03-10")], "2022-07-01", "unknown", "doubtful"),
    (FORCE, [effect("replaces", "2022-07-01", by_issued="2004-04-08")], "2022-06-30", "in_force", "sure"),
    # it reaches back before it was issued
    (EARLY, [effect("replaces", "2022-01-01")], "2021-12-31", "in_force", "sure"),
    (EARLY, [effect("replaces", "2022-01-01")], "2022-01-01", "unknown", "doubtful"),
    (EARLY, [effect("replaces", "2022-01-01")], "2022-04-20", "expired", "sure"),
    # replaced before its first day
    (replace(FORCE, effective=day("2023-01-01")), [REPLACED], "2022-12-31", "not_yet", "sure"),
    (replace(EARLY, effective=day("2023-01-01")), [REPLACED], "2023-01-01", "expired", "sure"),
    # suspended from its start, until its end or until it is dealt with
    (EARLY, [effect("suspends", "2022-07-01")], "2022-06-30", "in_force", "likely"),
    (EARLY, [effect("suspends", "2022-07-01")], "2022-07-01", "suspended", "sure"),
    (EARLY, [effect("suspends", "2022-07-01")], "2040-01-01", "suspended", "sure"),
    (EARLY, [effect("pauses", "2022-07-01", until="2023-01-01")], "2022-12-31", "suspended", "sure"),
    (EARLY, [effect("pauses", "2022-07-01", until="2023-01-01")], "2023-01-01", "in_force", "likely"),
    (FORCE, [effect("pauses", "2026-07-01", until="2027-01-01")], "2026-12-01", "suspended", "doubtful"),
    (EARLY, [effect("suspends", "2022-07-01", certainty="doubtful")], "2022-07-01", "unknown", "doubtful"),
    (EARLY, [effect("suspends")], "2022-04-20", "unknown", "doubtful"),
    (EARLY, [effect("suspends", "2022-07-01"), effect("repeals", "2023-01-01")], "2023-01-01", "expired", "sure"),
    (EARLY, [effect("suspends", "2022-07-01"), effect("repeals", "2023-01-01", certainty="doubtful")], "2023-01-01",
     "unknown", "doubtful"),
    (replace(FORCE, status="NHL", as_of=date(2022, 8, 1)), [effect("pauses", "2022-07-01", until="2023-01-01")],
     "2022-12-31", "suspended", "sure"),
    (replace(FORCE, status="NHL", as_of=date(2022, 8, 1)), [effect("pauses", "2022-07-01", until="2023-01-01")],
     "2023-01-01", "unknown", "likely"),  # the pause that the source saw is over
    # parts: repealed, suspended or given another text; added text takes nothing away
    (FORCE, [effect("repeals_part", "2022-07-01", "dieu:5")], "2022-06-30", "in_force", "sure"),
    (FORCE, [effect("repeals_part", "2022-07-01", "dieu:5")], "2022-07-01", "partly_expired", "sure"),
    (FORCE, [effect("repeals_part", "2022-07-01")], "2022-07-01", "partly_expired", "sure"),
    (FORCE, [effect("repeals", "2022-07-01", "dieu:5")], "2022-07-01", "partly_expired", "sure"),
    (FORCE, [effect("suspends_part", "2022-07-01", "dieu:5")], "2022-07-01", "partly_expired", "sure"),
    (FORCE, [effect("pauses", "2022-07-01", "dieu:5", until="2023-01-01")], "2023-01-01", "in_force", "sure"),
    (FORCE, [effect("amends", "2022-07-01", "dieu:5")], "2022-06-30", "in_force", "sure"),
    (FORCE, [effect("amends", "2022-07-01", "dieu:5")], "2022-07-01", "partly_expired", "sure"),
    (FORCE, [effect("amends", "2022-07-01")], "2022-07-01", "in_force", "sure"),  # where is not known: a note
    (FORCE, [effect("supplements", "2022-07-01", "dieu:5a")], "2022-07-01", "in_force", "sure"),
    (FORCE, [effect("amends", "2022-07-01", "dieu:5", certainty="likely")], "2022-07-01", "partly_expired", "likely"),
    (FORCE, [effect("repeals_part", "2022-07-01", "dieu:5", certainty="doubtful")], "2022-07-01", "in_force",
     "doubtful"),
    (FORCE, [effect("amends", "", "dieu:5")], "2022-04-20", "in_force", "doubtful"),
    (FORCE, [effect("amends", "", "dieu:5")], "2022-04-19", "in_force", "sure"),
    (FORCE, [effect("amends", "2022-07-01", "dieu:5", by_issued="2020-03-10")], "2022-07-01", "partly_expired",
     "sure"),  # laws of one session amend each other
    (FORCE, [effect("amends", "2022-07-01", "dieu:5", by_issued="2020-03-09")], "2022-07-01", "in_force", "doubtful"),
    (NO_STATUS, [effect("amends", "2022-07-01", "dieu:5")], "2022-07-01", "unknown", "likely"),
    (EARLY, [effect("amends", "2022-07-01", "dieu:5"), effect("repeals", "2023-01-01")], "2023-01-01", "expired",
     "sure"),
    # no effect on validity
    (FORCE, [effect("corrects", "2022-07-01"), effect("consolidates", "2022-07-01"), effect("cites", "2022-07-01"),
             effect("basis", "2022-07-01"), effect("related", "2022-07-01")], "2022-07-01", "in_force", "sure"),
    # what it guides fell: from 01/7/2025 it falls too unless declared to continue; before, it went on
    (FORCE, [effect("guides", "2025-07-01")], "2025-06-30", "in_force", "sure"),
    (FORCE, [effect("guides", "2025-07-01")], "2025-07-01", "unknown", "doubtful"),
    (FORCE, [effect("guides", "2025-07-01")], "2030-01-01", "unknown", "doubtful"),
    (FORCE, [effect("guides", "2025-06-30")], "2025-07-01", "in_force", "likely"),
    (FORCE, [effect("guides", "2025-06-30")], "2025-06-29", "in_force", "sure"),
    (FORCE, [effect("guides", "2023-01-01")], "2024-01-01", "in_force", "doubtful"),  # the rule then was not read
    (FORCE, [effect("guides")], "2026-11-22", "in_force", "sure"),
    (FORCE, [effect("guides")], "2026-11-23", "unknown", "doubtful"),
    (FORCE, [effect("guides", "2025-07-01"), effect("replaces", "2026-01-01")], "2026-01-01", "expired", "doubtful"),
    (replace(FORCE, expired=day("2025-08-01"), status="HHL"), [effect("guides", "2025-09-01")], "2025-08-15",
     "expired", "sure"),
    (PARTY, [effect("guides", "2025-07-01")], "2025-07-01", "in_force", "likely"),  # outside that rule
    (PARTY, [REPLACED], "2022-07-01", "expired", "sure"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "effects", "on", "state", "certainty"), CASES)
def test_state_by_effects(held: Record, effects: list[Effect], on: str, state: str, certainty: str) -> None:
    found = validity_at(replace(held, effects=tuple(effects)), date.fromisoformat(on))
    assert (found.state, found.certainty) == (state, certainty), found.evidence_vi


PARTS = [
    # parts' own days | on | state | paths
    ([part("dieu:9", "2021-01-01")], "2020-12-31", "in_force", ("dieu:9",)),  # all but that
    ([part("dieu:9", "2021-01-01")], "2021-01-01", "in_force", ()),
    ([part("dieu:9", "", "2021-01-01")], "2020-12-31", "in_force", ()),
    ([part("dieu:9", "", "2021-01-01")], "2021-01-01", "partly_expired", ("dieu:9",)),
    ([part("dieu:9", "2020-04-01")], "2020-04-01", "not_yet", ("dieu:9",)),  # that already
    ([part("dieu:9", "2020-04-01")], "2020-03-31", "not_yet", ()),
    ([part("dieu:9", "2020-01-01")], "2020-03-09", "not_yet", ()),  # not before it was issued
]


@pytest.mark.parametrize(("parts", "on", "state", "paths"), PARTS)
def test_days_of_parts(parts: list[PartDays], on: str, state: str, paths: tuple[str, ...]) -> None:
    found = validity_at(replace(FORCE, parts=tuple(parts)), date.fromisoformat(on))
    assert (found.state, found.paths) == (state, paths), found.evidence_vi


SAID = [
    # effects | on | what the evidence says in Vietnamese | in English
    ([REPLACED], "2023-01-01", "Hết hiệu lực từ ngày 01/7/2022, bị thay thế bởi Nghị định 50/2022", "replaced by"),
    ([effect("replaces", "2022-01-01")], "2021-01-01", "ít nhất đến trước ngày 01/01/2022", "at least until before"),
    ([REPLACED], "2023-01-01", "“Nghị định này thay thế Nghị định số 07/2020/NĐ-CP.”", "source: khoản 2 Điều 30"),
    ([REPLACED], "2023-01-01", "nguồn ghi còn hiệu lực tại ngày 22/11/2026", "the source says in force"),
    ([effect("repeals", "2022-07-01")], "2023-01-01", "bị bãi bỏ bởi", "repealed by"),
    ([effect("replaces")], "2023-01-01", "ban hành ngày 20/4/2022, chưa rõ từ ngày nào", "the day is not known"),
    ([effect("replaces", "2022-07-01", certainty="doubtful")], "2023-01-01", "(còn nghi ngờ)", "(doubtful)"),
    ([effect("amends", "2022-07-01", "dieu:5/khoan:2")], "2023-01-01",
     "khoản 2 Điều 5 được sửa đổi bởi Nghị định 50/2022/NĐ-CP từ ngày 01/7/2022", "amended by"),
    ([effect("pauses", "2022-07-01", until="2023-03-01")], "2023-01-01", "đến trước ngày 01/3/2023", "until before"),
    ([effect("guides", "2025-07-02", by_named="Luật Phòng cháy")], "2026-01-01",
     "Luật Phòng cháy hết hiệu lực từ ngày 02/7/2025; từ 01/7/2025 văn bản hướng dẫn hết hiệu lực theo", "87/2025"),
    ([effect("guides", "2025-05-01")], "2026-01-01", "Luật 64/2025/QH15, Điều 57", "went on"),
    ([effect("repeals_part", "2022-07-01", *(f"dieu:{n}" for n in range(1, 7)))], "2023-01-01",
     "Điều 1, Điều 2, Điều 3 và 3 đơn vị khác", "and 3 more"),
]  # fmt: skip


@pytest.mark.parametrize(("effects", "on", "vi", "en"), SAID)
def test_the_evidence_says_it(effects: list[Effect], on: str, vi: str, en: str) -> None:
    found = validity_at(replace(FORCE, effects=tuple(effects)), date.fromisoformat(on))
    assert vi in found.evidence_vi
    assert en in found.evidence_en


def test_who_and_whence_are_told() -> None:
    act = effect("replaces", "2022-07-01")
    found = validity_at(replace(EARLY, effects=(act,), source="vbpl.vn"), date(2023, 1, 1))
    assert found.by == ("Nghị định 50/2022/NĐ-CP",)
    assert found.effects == (act,)
    assert (found.source, found.as_of) == ("khoản 2 Điều 30 Nghị định 50/2022/NĐ-CP", date(2022, 4, 20))
    before = validity_at(replace(EARLY, effects=(act,), source="vbpl.vn"), date(2022, 1, 1))
    assert (before.until, before.ends) == (date(2022, 7, 1), date(2022, 7, 1))
    assert (before.source, before.as_of) == ("vbpl.vn", date(2021, 1, 1))


@pytest.mark.parametrize(
    ("numbers", "by"),
    [
        (("50/2022/NĐ-CP",), ("Nghị định 50/2022/NĐ-CP",)),  # named already
        (("0/2022/NĐ-CP",), ("Nghị định 50/2022/NĐ-CP", "0/2022/NĐ-CP")),  # only part of that number
        (("9/2023/NĐ-CP",), ("Nghị định 50/2022/NĐ-CP", "9/2023/NĐ-CP")),
    ],
)
def test_a_successor_is_named_once(numbers: tuple[str, ...], by: tuple[str, ...]) -> None:
    held = replace(EARLY, effects=(REPLACED,), replaced_by=numbers)
    assert validity_at(held, date(2023, 1, 1)).by == by


def test_an_end_in_dispute_is_given_by_no_day() -> None:
    held = replace(FORCE, expired=day("2023-01-01"), status="HHL", effects=(REPLACED,))
    assert validity_at(held, date(2022, 1, 1)).until is None
    assert validity_at(held, date(2022, 8, 1)).ends == date(2023, 1, 1)


def test_what_was_added_or_changed_is_told() -> None:
    added, changed = effect("supplements", "2022-07-01", "dieu:5a"), effect("amends", "2022-07-01", "dieu:5")
    found = validity_at(replace(FORCE, effects=(added, changed)), date(2023, 1, 1))
    assert found.paths == ("dieu:5",)
    assert set(found.changes) == {added, changed}


CONSOLIDATED = replace(FORCE, type="Văn bản hợp nhất", number="12/VBHN-BNV", replaces=("07/2020/NĐ-CP",))


def test_a_consolidated_text_has_no_force_of_its_own() -> None:
    before, after = (validity_at(CONSOLIDATED, date(2026, month, 1)) for month in (6, 7))
    assert before.state == after.state == "unknown"
    assert "không có hiệu lực riêng" in before.evidence_vi
    assert "07/2020/NĐ-CP" in before.evidence_vi
    assert "được viện dẫn" in after.evidence_vi
    assert "được viện dẫn" not in before.evidence_vi
    assert validity_at(CONSOLIDATED, date(2020, 3, 9)).state == "not_yet"
    assert validity_at(replace(CONSOLIDATED, effects=(REPLACED,)), date(2023, 1, 1)).state == "expired"


BODIES = [
    # issuer | on | is it said that the body is no more
    ("Ủy ban nhân dân huyện Sông Trăng", "2025-07-01", True),
    ("Ủy ban nhân dân huyện Sông Trăng", "2025-06-30", False),
    ("Hội đồng nhân dân thị xã Bình Minh", "2026-01-01", True),
    ("Huyện ủy Sông Trăng", "2026-01-01", True),
    ("Ủy ban nhân dân tỉnh Nam Định", "2026-01-01", True),
    ("Ủy ban nhân dân xã Suối Mơ", "2026-01-01", False),
    ("Bộ Nội vụ", "2026-01-01", False),
    ("Chính phủ", "2026-01-01", False),
    ("", "2026-01-01", False),
]


@pytest.mark.parametrize(("issuer", "on", "told"), BODIES)
def test_the_end_of_the_body_ends_no_document(issuer: str, on: str, told: bool) -> None:
    held = replace(FORCE, type="Quyết định", number="07/2020/QĐ-UBND", issuer=issuer)
    found = validity_at(held, date.fromisoformat(on))
    assert found.state == "in_force"
    assert ("khi cơ quan kế tục quyết định" in found.evidence_vi) == told
    over = validity_at(replace(held, effects=(REPLACED,)), date.fromisoformat(on))
    assert (over.state, "kế tục" in over.evidence_vi) == ("expired", False)


def test_each_accuses_the_other() -> None:
    """Of two documents that are each said to have replaced the other, never both are ended by the other."""
    old, new = replace(EARLY, id=1), replace(EARLY, id=2, number="50/2022/NĐ-CP", issued=day("2022-04-20"))
    old = replace(old, effects=(replace(REPLACED, by=2),))
    new = replace(new, effective=day("2022-07-01"), as_of=date(2023, 1, 1))
    wrong = effect("replaces", "2023-06-01", by=1, by_named="Nghị định 07/2020/NĐ-CP", by_issued="2020-03-10")
    accused = replace(new, effects=(wrong,))
    assert validity_at(old, date(2024, 1, 1)).state == "expired"
    assert validity_at(accused, date(2024, 1, 1)).state == "unknown"
    assert "không ban hành sau" in validity_at(accused, date(2024, 1, 1)).evidence_vi
    assert contradictory(old, accused)
    assert contradictory(accused, old)
    assert not contradictory(old, new)
    assert not contradictory(old, replace(accused, effects=(replace(wrong, kind="amends"),)))


LABELLED = [
    # what it was | its facts (effective, effects) | the intervals: state and first day
    ("Luật 65/2025/QH15", replace(r.L65, expired=None, status="", replaced_by=()),
     [effect("replaces", "2025-06-16", by_named="Luật 72/2025/QH15", by_issued="2025-06-16")],
     [("not_yet", None), ("in_force", "2025-03-01"), ("expired", "2025-06-16")]),
    ("Luật 72/2025/QH15", r.L72, [], [("not_yet", None), ("in_force", "2025-06-16")]),
    ("Pháp lệnh 34/2007", replace(r.PL34, expired=None, status="HHL1P", replaced_by=()),
     [effect("replaces", "2023-07-01", by_named="Luật 10/2022/QH15", by_issued="2022-11-10")],
     [("not_yet", None), ("partly_expired", "2007-07-01"), ("expired", "2023-07-01")]),
    ("Pháp lệnh 34/2007, nguồn không lạc hậu", replace(r.PL34, expired=None, replaced_by=()),
     [effect("replaces", "2023-07-01", by_named="Luật 10/2022/QH15", by_issued="2022-11-10")],
     [("not_yet", None), ("in_force", "2007-07-01"), ("expired", "2023-07-01")]),
    ("Luật 10/2022/QH15", r.L10, [], [("not_yet", None), ("in_force", "2023-07-01")]),
    ("Quyết định 290-QĐ/TW", replace(r.QD290, expired=None, replaced_by=()),
     [effect("replaces", "2021-07-30", by_named="Quy định 23-QĐ/TW", by_issued="2021-07-30")],
     [("not_yet", None), ("in_force", "2010-02-25"), ("expired", "2021-07-30")]),
    ("Thông tư 01/2011/TT-BNV, ngày có hiệu lực chưa biết",
     r.record("Thông tư", "01/2011/TT-BNV", "2011-01-19", "Bộ Nội vụ", "Hướng dẫn thể thức", status="HHL"),
     [effect("replaces", "2020-03-05", by_named="Nghị định 30/2020/NĐ-CP", by_issued="2020-03-05")],
     [("not_yet", None), ("unknown", "2011-01-19"), ("expired", "2020-03-05")]),
    ("Thông tư 01/2011/TT-BNV, ngày có hiệu lực đã biết",
     r.record("Thông tư", "01/2011/TT-BNV", "2011-01-19", "Bộ Nội vụ", "Hướng dẫn thể thức", status="HHL",
              effective="2011-03-05"),
     [effect("replaces", "2020-03-05", by_named="Nghị định 30/2020/NĐ-CP", by_issued="2020-03-05")],
     [("not_yet", None), ("in_force", "2011-03-05"), ("expired", "2020-03-05")]),
    ("Nghị định 30/2020/NĐ-CP", r.ND30, [], [("not_yet", None), ("in_force", "2020-03-05")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "held", "effects", "wanted"), LABELLED, ids=[case[0] for case in LABELLED])
def test_labelled_lives(name: str, held: Record, effects: list[Effect], wanted: list[tuple[str, str | None]]) -> None:
    """The state changes on these days and no others; certainty and ground may change in between."""
    found: list[tuple[str, str | None]] = []
    for each in timeline(replace(held, effects=tuple(effects))):
        if not found or found[-1][0] != each.state:
            found.append((each.state, each.start.isoformat() if each.start else None))
    assert found == wanted, name
    assert {state for state, _ in found} <= set(STATE_NAMES)
