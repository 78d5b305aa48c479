"""What holds of every answer, whatever is held and whatever is cited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.citations.model import Citation
from archive.evidence import carries_year, shared_symbol
from archive.keys import number_key, seq_key, title_key
from archive.numbers import number_seq, parse_number, same_number
from archive.records import Record
from archive.resolving import MemoryHoldings, Resolution, resolve, resolve_all
from archive.resolving.near import other_styles
from tests.archive import sample_records as r
from tests.archive import test_resolving, test_resolving_partial, test_resolving_traps

HELD = tuple(
    {record.id: record for record in (*r.ALL, *test_resolving_traps.MORE, *test_resolving_partial.MINE)}.values()
)
RECORDS = st.lists(st.sampled_from(HELD), max_size=14, unique=True)
WRITTEN = [c for c, *_ in test_resolving.RESOLVED] + [c for c, _ in test_resolving.OPEN] + test_resolving.NOT_HELD


def full(record: Record, *, title: bool = True) -> Citation:
    """A citation of a record with everything that is known of it."""
    text = f"{record.type} số {record.number} ngày {record.issued} của {record.issuer} {record.title}"
    system = "DANG" if record.number and (parsed := parse_number(record.number)) and parsed.system == "party" else "NN"
    return Citation(
        text, 0, len(text), type=record.type, number=record.number, seq=record.number and number_seq(record.number),
        issuer=record.issuer, issued=record.issued, title=record.title if title else "", system=system,
        number_start=text.find(record.number), number_end=text.find(record.number) + len(record.number),
    )  # fmt: skip


DAYS = st.dates(date(1995, 1, 1), date(2026, 12, 31))
CITED = st.one_of(
    st.sampled_from(WRITTEN),
    st.builds(full, st.sampled_from(HELD), title=st.booleans()),
    st.builds(lambda one, day: replace(full(one), issued=day), st.sampled_from(HELD), DAYS),
    st.builds(lambda one, other: replace(full(one), title=other.title), st.sampled_from(HELD), st.sampled_from(HELD)),
    st.builds(
        lambda one, other: replace(full(one, title=False), issuer=other.issuer, issued=None),
        st.sampled_from(HELD),
        st.sampled_from(HELD),
    ),
    st.builds(
        lambda one: replace(full(one), number="", flags=("truncated",)), st.sampled_from([h for h in HELD if h.number])
    ),
)
CITATIONS = CITED.filter(lambda citation: "(exact" not in citation.title and "(title" not in citation.title)


def said(answer: Resolution) -> tuple[object, ...]:
    """Everything an answer says."""
    return answer.status, answer.record, answer.candidates, answer.mismatches, answer.doubts


@given(RECORDS, CITATIONS)
def test_an_answer_is_consistent(records: list[Record], citation: Citation) -> None:
    answer = resolve(citation, MemoryHoldings(records))
    assert (answer.record is not None) == (answer.status == "resolved")
    assert set(answer.candidates) <= set(records)
    assert len(set(answer.candidates)) == len(answer.candidates)
    if answer.status != "resolved":
        assert not answer.mismatches
    if answer.record is None:
        return
    assert answer.record in records
    told = {m.field for m in answer.mismatches} | {"record" for doubt in answer.doubts if doubt.grave}
    if citation.issued and answer.record.issued and citation.issued != answer.record.issued:
        assert told & {"issued", "record"}
    if citation.number and not same_number(citation.number, answer.record.number):
        assert "number" in told or "truncated" in citation.flags


@given(st.data(), RECORDS, CITATIONS)
def test_the_order_of_what_is_held_changes_nothing(data: st.DataObject, records: list[Record], cited: Citation) -> None:
    again = data.draw(st.permutations(records))
    assert said(resolve(cited, MemoryHoldings(records))) == said(resolve(cited, MemoryHoldings(again)))


def _unrelated(record: Record, citation: Citation) -> bool:
    """Neither number, name, sequence nor day of the record have to do with the citation."""
    keys = {number_key(each) for each in (record.number, *other_styles(record)) if each}
    same_day = citation.issued is not None and record.issued == citation.issued
    same_seq = bool(citation.seq) and number_seq(record.number) == seq_key(citation.seq)
    named = bool(citation.title) and title_key(record.title) == title_key(citation.title)
    constitution = record.type == citation.type == "Hiến pháp"
    return number_key(citation.number) not in keys and not (same_day or same_seq or named or constitution)


@given(RECORDS, CITATIONS, st.sampled_from(HELD))
def test_an_unrelated_record_changes_nothing(records: list[Record], citation: Citation, more: Record) -> None:
    assume(more not in records and not citation.plenum and _unrelated(more, citation))
    before, after = (resolve(citation, MemoryHoldings(held)) for held in (records, [*records, more]))
    assert said(before) == said(after)


@given(RECORDS, st.sampled_from(HELD))
def test_a_whole_citation_means_its_document_whatever_else_is_held(records: list[Record], meant: Record) -> None:
    assume("(exact" not in meant.title and "(title" not in meant.title)
    answer = resolve(full(meant), MemoryHoldings([*(each for each in records if each != meant), meant]))
    assert (answer.record, answer.mismatches) == (meant, ())


@given(RECORDS, CITATIONS)
def test_no_other_day_where_one_of_that_day_is_held(records: list[Record], citation: Citation) -> None:
    """Number, type and day of a held document: no answer passes it by for one of another day."""
    assume(citation.number and citation.issued)
    exact = [
        each
        for each in records
        if same_number(each.number, citation.number)
        and (each.type, each.issued) == (citation.type, citation.issued)
        and not shared_symbol(each.number, each.issuer)
    ]
    answer = resolve(citation, MemoryHoldings(records))
    if exact and answer.record is not None:
        assert answer.record in exact


@given(RECORDS, CITATIONS)
def test_taking_the_date_away_never_makes_a_mistake_of_what_is_not_held(
    records: list[Record], citation: Citation
) -> None:
    """A number used again, cited without its date, is tied to what is held with a doubt, never with a contradiction."""
    assume(citation.issued is not None and not carries_year(citation.number))
    held = MemoryHoldings(records)
    dated, undated = resolve(citation, held), resolve(replace(citation, issued=None), held)
    if dated.status == "not_held" and undated.status == "resolved":
        assert not [m for m in undated.mismatches if m.field in ("issued", "title")]
        # A law cited by its bare name is cited as it should be (Nghị định 30/2020/NĐ-CP, Phụ lục I); a title speaks.
        assert undated.doubts or not citation.number or citation.title


@given(RECORDS, CITATIONS)
def test_less_said_is_never_more_certain(records: list[Record], citation: Citation) -> None:
    """Where the whole citation is a question or not held, its bare number does not decide for a document without doubt,
    unless the number carries its year or names one body."""
    held = MemoryHoldings(records)
    bare = replace(citation, issued=None, title="", issuer="", text=f"{citation.type} số {citation.number}", flags=())
    assume(citation.number and not citation.term and not carries_year(citation.number))
    answer = resolve(bare, held)
    if answer.status == "resolved":
        assert answer.doubts


@given(RECORDS, st.lists(CITATIONS, max_size=6))
@settings(max_examples=60)
def test_the_text_around_never_makes_a_first_mention_certain(records: list[Record], citations: list[Citation]) -> None:
    held = MemoryHoldings(records)
    answers = resolve_all(citations, held)
    assert [answer.citation for answer in answers] == citations
    if citations:
        assert said(answers[0]) == said(resolve(citations[0], held))
    assert [said(a) for a in answers] == [said(a) for a in resolve_all(citations, held)]


SEQS = st.from_regex(r"[1-9][0-9]{0,3}[a-z]?", fullmatch=True)
SYMBOLS = st.sampled_from(
    [
        "QĐ-UBND",
        "QD-UBND",
        "HD-UBND",
        "HĐ-UBND",
        "KH-UBND",
        "NQ-HĐND",
        "QĐ-TTg",
        "NĐ-CP",
        "TT-BNV",
        "DA-UBND",
        "ĐA-UBND",
    ]
)
YEARS = st.sampled_from(["", "2020/", "2021/"])


@given(SEQS, SEQS, YEARS, YEARS, SYMBOLS, SYMBOLS)
def test_folding_never_joins_two_numbers(a: str, b: str, y: str, z: str, s: str, t: str) -> None:
    """Two held documents whose numbers differ in a letter's mark are never found for one another."""
    first, second = f"{a}/{y}{s}", f"{b}/{z}{t}"
    assume(parse_number(first) != parse_number(second))
    issued = date(2020, 1, 1)
    records = [
        Record(1, "Quyết định", first, issued, "Ủy ban nhân dân xã A", "Về một việc"),
        Record(2, "Quyết định", second, issued + timedelta(days=400), "Ủy ban nhân dân xã A", "Về việc khác"),
    ]
    held = MemoryHoldings(records)
    assert [each.number for each in held.by_number(first)] == [first]
    answer = resolve(Citation(f"Quyết định số {first}", 0, 1, type="Quyết định", number=first, seq=a), held)
    assert answer.record is None or answer.record.number == first
