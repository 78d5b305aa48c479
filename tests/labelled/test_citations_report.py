"""The gain/loss report: made-up runs compared, kept and read again; the run that is kept in the project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.records import Record
from archive.resolving import MemoryHoldings
from benchmarks import citations_report
from benchmarks.citation_runs import Run, Seen, TextRun, compared, digest_of, read_run, taken, unlike, write_run
from benchmarks.citation_texts import SOURCES

DECREE = Seen(10, 40, "Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "", "NN", "not_held", "", "", "basis")
LAW = Seen(50, 70, "Luật", "", "", "Quốc hội", "dieu:5", "NN", "resolved", "72/2025/QH15|2025-06-16", "bbbbbb", "")
SELF = Seen(80, 90, "SELF", "", "", "", "dieu:this/khoan:2", "", "", "", "", "")


def _run(*seen: Seen, text: str = "x", name: str = "a", source: str = "samples") -> Run:
    return {source: {name: TextRun(digest_of(text), seen)}}


# before, after, what is reported: kind and the fields that differ
CASES = [
    ((DECREE, LAW), (DECREE, LAW), []),
    ((DECREE,), (DECREE, LAW), [("gained", ())]),
    ((DECREE, LAW), (LAW,), [("lost", ())]),
    ((), (SELF,), [("gained", ())]),
    ((DECREE,), (replace(DECREE, issued="2020-03-06"),), [("changed", ("issued",))]),
    ((DECREE,), (replace(DECREE, number="30/2021/NĐ-CP", notes=""),), [("changed", ("number", "notes"))]),
    ((LAW,), (replace(LAW, status="ambiguous", target=""),), [("changed", ("status", "target"))]),
    ((LAW,), (replace(LAW, pinpoint="dieu:6"),), [("changed", ("pinpoint",))]),
    ((DECREE,), (replace(DECREE, end=60),), [("changed", ("span",))]),
    ((DECREE,), (replace(DECREE, start=5, issuer=""),), [("changed", ("span", "issuer"))]),
    # Places that do not touch are a loss and a gain, however alike.
    ((DECREE,), (replace(DECREE, start=41, end=71),), [("lost", ()), ("gained", ())]),
    # One long span split in two: the piece that names the same document is the change, the other the gain.
    (
        (replace(DECREE, end=90),),
        (replace(LAW, start=10, end=30), replace(DECREE, start=32, end=90)),
        [("changed", ("span",)), ("gained", ())],
    ),
    ((DECREE, LAW), (), [("lost", ()), ("lost", ())]),
]


@pytest.mark.parametrize(("before", "after", "wanted"), CASES)
def test_changes(before: tuple[Seen, ...], after: tuple[Seen, ...], wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    changes = compared(_run(*before), _run(*after)).changes
    assert [(change.kind, change.unlike) for change in changes] == wanted


def test_every_difference_is_told_once() -> None:
    """What is lost, gained and changed accounts for both runs, none twice."""
    before = (DECREE, LAW, SELF)
    after = (replace(DECREE, end=45), replace(LAW, start=100, end=120), SELF)
    changes = compared(_run(*before), _run(*after)).changes
    assert sorted(c.before.start for c in changes if c.before) == [10, 50]
    assert sorted(c.after.start for c in changes if c.after) == [10, 100]


def test_a_changed_text_is_no_changed_engine() -> None:
    comparison = compared(_run(DECREE, text="old"), _run(LAW, text="new"))
    assert comparison.changes == ()
    assert (comparison.altered, comparison.compared) == ({"samples": 1}, {"samples": 0})


def test_texts_that_come_and_go_are_counted_apart() -> None:
    comparison = compared(_run(DECREE, name="a"), _run(DECREE, name="b"))
    assert comparison.changes == ()
    assert (comparison.added, comparison.missing) == ({"samples": 1}, {"samples": 1})


def test_a_source_that_is_not_here_is_not_a_loss() -> None:
    before = {**_run(DECREE), **_run(LAW, source="vbpl")}
    comparison = compared(before, _run(DECREE))
    assert comparison.changes == ()
    assert list(comparison.compared) == ["samples"]


def test_fields_that_differ() -> None:
    assert unlike(DECREE, DECREE) == ()
    assert unlike(DECREE, replace(DECREE, type="Thông tư", system="DANG")) == ("type", "system")


def test_a_run_is_the_same_when_read_again(tmp_path: Path) -> None:
    run = {**_run(DECREE, LAW, SELF), **_run(source="vbpl"), **_run(SELF, SELF, source="code", name="1:x")}
    size = write_run(run, tmp_path / "kept.xz")
    assert size == (tmp_path / "kept.xz").stat().st_size
    assert read_run(tmp_path / "kept.xz") == run


def test_a_run_of_the_engine() -> None:
    record = Record(1, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Về công tác văn thư")
    text = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020; theo khoản 2 Điều này và Thông tư số 9/2021/TT-BNV."
    (decree, place, circular) = taken([("a", text)], MemoryHoldings([record]), None)["a"].seen
    assert text[decree.start : decree.end].startswith("Nghị định số 30")
    assert (decree.status, decree.target) == ("resolved", "30/2020/NĐ-CP|2020-03-05")
    assert (place.type, place.status) == ("SELF", "")
    assert (circular.status, circular.target) == ("not_held", "")


def test_the_report_names_what_changed_and_keeps_to_its_lines() -> None:
    text = "0123456789Nghị định số 30/2020/NĐ-CP, ngày" + "." * 60
    before = _run(DECREE, LAW, text=text)
    after = _run(replace(DECREE, issued=""), *(replace(SELF, start=n, end=n + 1) for n in range(72, 92)), text=text)
    lines = citations_report.report(compared(before, after), {("samples", "a"): text}, 5)
    told = "\n".join(lines)
    assert "issued 2020-03-05 → ∅" in told
    assert "### lost (1)" in told
    assert "### gained: of this document (20)" in told
    assert "- … 15 more (--all)" in told
    assert "| samples | 1 | 20 | 1 | 1 |" in told
    everything = citations_report.report(compared(before, after), {("samples", "a"): text}, None)
    assert sum(line.startswith("- samples a") for line in everything) == 22
    assert "nothing was gained, lost or changed" in "\n".join(citations_report.report(compared(after, after), {}, 5))


def test_starter_texts_are_reported_without_the_real_material(capsys: pytest.CaptureFixture[str]) -> None:
    assert citations_report.main(["--only", "samples"]) == 0
    told = capsys.readouterr().out
    assert "| samples: sample documents of the project | 17 |" in told
    assert "vbpl:" not in told


def test_the_accepted_run_holds_facts_alone() -> None:
    """Compact, of every source, and no sentence in it: titles stand in for numbers, and nothing is longer than one."""
    run = read_run(citations_report.ACCEPTED)
    assert set(run) == {source.name for source in SOURCES}
    assert citations_report.ACCEPTED.stat().st_size < 1_500_000
    facts = [one for texts in run.values() for text in texts.values() for one in text.seen]
    assert len(facts) > 20_000
    for one in facts:
        assert len(one.title) in (0, 6)
        assert len(one.notes) < 120
        assert max(map(len, (one.type, one.number, one.system, one.status))) < 80
        assert len(one.issuer) < 400
        assert not one.target or one.target.rpartition("|")[2].count("-") in (0, 2)
