"""Everyday questions as people in the North, the Centre and the South type them (`typed_questions.csv`, written by us):
what is right is left as it is, what has a slip is mended or looked for both ways, tones come back as people talk."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from archive.folding import unaccent
from indexer.analysis import syllables
from indexer.engine.base import Entry
from indexer.engine.memory import MemoryEngine
from indexer.interpreting import Interpretation, interpret
from indexer.speech import speech
from indexer.vocabulary.tables import plain_wordings

LAWS = (
    "Thời gian thử việc của người lao động do hai bên thỏa thuận trong hợp đồng lao động.",
    "Người khiếu nại có quyền rút khiếu nại quyết định hành chính.",
    "Thủ tục đăng ký kết hôn, đăng ký khai sinh, đăng ký tạm trú tại Ủy ban nhân dân cấp xã.",
    "Giấy chứng nhận quyền sử dụng đất đai; tranh chấp đất đai; thu hồi đất, bồi thường về đất.",
    "Bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp; trợ cấp thất nghiệp; nghỉ thai sản.",
    "Xử phạt vi phạm hành chính; mức phạt tiền khi vi phạm nồng độ cồn; giấy phép lái xe.",
    "Thừa kế theo pháp luật; di chúc có người làm chứng; tài sản khi ly hôn; quyền nuôi con.",
)


def table() -> list[tuple[str, str, str]]:
    """(kind, typed, meant); equal where what was typed is right."""
    with (Path(__file__).parent / "typed_questions.csv").open(encoding="utf-8", newline="") as rows:
        return [(row["kind"], row["typed"], row["meant"]) for row in csv.DictReader(rows)]


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    made = MemoryEngine()
    made.add(Entry(place, place, 1, text) for place, text in enumerate(LAWS * 60, 1))
    made.commit()
    return made


def test_the_table_is_wide_enough() -> None:
    rows = table()
    assert len({typed for _, typed, meant in rows if typed == meant}) >= 150
    assert len({typed for _, typed, meant in rows if typed != meant}) >= 100


def test_what_is_typed_right_is_never_put_otherwise(engine: MemoryEngine) -> None:
    for _, typed, meant in table():
        if typed == meant:
            reading = interpret(typed, engine)
            assert (reading.restored, reading.meant) == (None, ""), typed


def _reaches(reading: Interpretation, typed: str, meant: str) -> bool:
    new = set(syllables(meant)) - set(syllables(typed))
    said = [reading.words, *(way.text for one in reading.widened for way in one.wordings)]
    return any(new & set(syllables(text)) for text in said)


def test_what_is_no_word_is_mended(engine: MemoryEngine) -> None:
    """Keystrokes, doubled letters and joined syllables; a small index knows the words of a part of the questions."""
    rows = [row for row in table() if row[0] in ("telex", "vni", "thừa chữ", "dính chữ")]
    reached = [_reaches(interpret(typed, engine), typed, meant) for _, typed, meant in rows]
    assert sum(reached) >= 0.9 * len(rows)


def test_a_syllable_that_is_one_is_looked_for_both_ways() -> None:
    """In an index that knows enough; what was typed stays what is searched first."""
    made = MemoryEngine()
    made.add(Entry(place, place, 1, " ".join(LAWS)) for place in range(1, 60))
    made.commit()
    large = made._spelling()[1]
    large.lexicon.total = 5_000_000.0
    reading = interpret("khiếu nai quyết định", made)
    assert (reading.restored, reading.words) == (None, "khiếu nai quyết định")
    assert reading.meant == "khiếu nại quyết định"
    (group,) = [one for one in reading.widened if "nai" in one.wordings[0].text]
    assert any("khiếu nại" in way.text and way.weight < 1 for way in group.wordings)
    assert interpret("khiếu nai quyết định", made, as_typed=True).others == ()


def test_tones_come_back_as_people_talk(engine: MemoryEngine) -> None:
    rows = [typed for _, typed, meant in table() if typed == meant]
    right = sum(syllables(interpret(unaccent(typed), engine).words) == syllables(typed) for typed in rows)
    assert right >= 0.5 * len(rows)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("vo chong bo nhau thi con theo ai", "vợ chồng bỏ nhau thì con theo ai"),
        ("bi quyt luong hai thang", "bị quỵt lương hai tháng"),
        ("bi lua tien qua zalo", "bị lừa tiền qua zalo"),
        ("thoi gian thu viecc", "thời gian thử việc"),
    ],
)
def test_readings_of_everyday_words(engine: MemoryEngine, typed: str, read: str) -> None:
    assert interpret(typed, engine).words == read


def test_an_unsure_reading_carries_the_other(engine: MemoryEngine) -> None:
    """A reading that is nearly as likely is looked for beside it, for less."""
    found = [interpret(unaccent(typed), engine) for _, typed, meant in table() if typed == meant]
    others = [(one, other) for one in found for other in one.others]
    assert others
    for one, other in others:
        assert 0 <= other.start < other.end <= len(one.words)
        stretch = one.words[other.start : other.end]
        assert [unaccent(word) for word in syllables(other.text)] == [unaccent(word) for word in syllables(stretch)]


def test_short_words_that_mean_something_in_company_are_put_in_nobodys_mouth(engine: MemoryEngine) -> None:
    """`ở đậu` stands in the vocabulary, `ở đâu` is what people ask."""
    assert ("o", "dau") not in plain_wordings()
    assert plain_wordings()["so", "do"] == "sổ đỏ"
    assert interpret("xin giay o dau", engine).words.endswith("đâu")


def test_three_syllables_in_a_row() -> None:
    triples = speech().triples
    held = triples.held(("bị", "bi"), ("chó", "cho"), ("cắn", "cần", "xyz"))
    assert held.shape == (2, 2, 3)
    assert held[0, 0, 0]
    assert not held[:, 1].any()
    assert not held[:, :, 2].any()
