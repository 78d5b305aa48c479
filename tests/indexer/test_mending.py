"""Typing slips and raw keystrokes, mended by the counts of a small index."""

from __future__ import annotations

import random

import pytest

from archive.folding import unaccent
from indexer.engine.base import Entry, Mended
from indexer.engine.memory import MemoryEngine
from indexer.engine.mending import Slips
from indexer.interpreting import interpret
from indexer.vocabulary.tables import abbreviations

SENTENCES = (
    "Thời gian thử việc của người lao động do hai bên thỏa thuận.",
    "Người khiếu nại có quyền rút khiếu nại quyết định hành chính.",
    "Thủ tục đăng ký khai sinh tại Ủy ban nhân dân cấp xã.",
    "Công tác dân vận của cơ quan nhà nước và của Nhân dân.",
    "Giấy chứng nhận quyền sử dụng đất đai theo Luật Đất đai.",
    "Con trâu đi lạc thì báo cho Ủy ban nhân dân.",
)


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    made = MemoryEngine()
    made.add(Entry(place, place, 1, text) for place, text in enumerate(SENTENCES * 40, 1))
    made.commit()
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("coong tac daan vaan", "công tác dân vận"),
        ("coong tacs daan vaanj", "công tác dân vận"),
        ("co6ng ta1c da6n va65n", "công tác dân vận"),
        ("nguwowif lao ddoongj", "người lao động"),
        ("thời gian thử việcc", "thời gian thử việc"),
        ("thời gan thử viêcj", None),
        ("khiếu nạii quyết định", "khiếu nại quyết định"),
        ("thủtục đăng ký", "thủ tục đăng kí"),
        ("đăng ký khai sihn", "đăng ký khai sinh"),
        ("quyền sử dụng đất đaii", "quyền sử dụng đất đai"),
    ],
)
def test_what_is_no_word_is_mended(engine: MemoryEngine, typed: str, meant: str | None) -> None:
    found = engine.mend(typed)
    if meant is None:
        assert found is None or found.certain
        return
    assert found is not None
    assert found.certain
    assert found.text.replace("đăng ký", "đăng kí") == meant.replace("đăng ký", "đăng kí")


@pytest.mark.parametrize(
    "typed",
    [
        "thời gian thử việc",
        "cong tac dan van",
        "30/2020/NĐ-CP",
        "covid 19",
        '"thời gain" thử việc',
        "",
        "?!",
        # Everyday words that a small index does not know are no slips.
        "thời gian thử việc là bao nhiêu",
        "con trâu của ai đi lạc sang đây",
    ],
)
def test_what_reads_well_stays(engine: MemoryEngine, typed: str) -> None:
    assert engine.mend(typed) is None


def test_abbreviations_are_no_slips(engine: MemoryEngine) -> None:
    """`nlđ` was read as nđ, `tand` as tăng, `qđ` as đ: what the vocabulary knows in small letters is left to it."""
    wrong = [
        typed
        for short in {one.short for one in abbreviations().values()}
        for typed in (short.lower(), f"ban hành {short.lower()}")
        if (found := engine.mend(typed)) is not None and found.certain
    ]
    assert not wrong


def test_words_that_are_words_are_only_offered(engine: MemoryEngine) -> None:
    found = engine.mend("khiếu nai quyết định")
    assert found in (None, Mended("khiếu nại quyết định", False), Mended("khiếu nại quyết định", True))
    reading = interpret("thời gian thử việcc", engine)
    assert reading.restored == "thời gian thử việc"
    assert interpret("thời gian thử việcc", engine, as_typed=True).restored is None


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("thoi gian thu viec", "thời gian thử việc"),
        ("khieu nai quyet dinh hanh chinh", "khiếu nại quyết định hành chính"),
        ("cong tac dan van", "công tác dân vận"),
        ("thời gian thử việc", None),
        ("THỜI GIAN THỬ VIỆC", None),
        ("tho\u031b\u0300i gian thu\u031b\u0309 vi\u00ea\u0323c", None),
    ],
)
def test_tones(engine: MemoryEngine, typed: str, restored: str | None) -> None:
    reading = interpret(typed, engine)
    assert reading.restored == restored
    assert engine.search(reading.engine_query(), None, 3).hits


def test_one_spelling_however_it_is_typed(engine: MemoryEngine) -> None:
    forms = ("thoả thuận", "thỏa thuận", "tho\u0309a thu\u00e2\u0323n", "THOẢ THUẬN")
    found = [
        [hit.unit for hit in engine.search(interpret(form, engine).engine_query(), None, 3).hits] for form in forms
    ]
    assert found[0]
    assert all(units == found[0] for units in found)


def test_spelling_of_more_is_that_of_all() -> None:
    """What a commit brings is laid over the spelling of what was there: nothing differs from making all anew."""
    chance = random.Random(3)
    terms = [a + b for a in ("b", "đ", "th", "ng", "x") for b in ("a", "á", "ạ", "ân", "an", "ương", "uong", "1")]
    for _ in range(30):
        base = {term: float(chance.choice((1, 3, 40, 900))) for term in chance.sample(terms, 20)}
        more = {term: float(chance.choice((1, 5, 60))) for term in chance.sample(terms, chance.randint(0, 12))}
        every = dict(base)
        for term, frequency in more.items():
            every[term] = every.get(term, 0.0) + frequency
        laid, anew = Slips(base).with_more(more), Slips(every)
        assert laid.frequencies == anew.frequencies
        assert laid.lexicon.total == anew.lexicon.total
        for term in terms:
            plain = unaccent(term)
            assert laid.lexicon.readings(plain) == anew.lexicon.readings(plain)
            assert (laid.known(term), laid.near(plain)) == (anew.known(term), anew.near(plain))
            assert list(laid.toned(plain)) == list(anew.toned(plain))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> MemoryEngine:
    """An index that counts as one that knows everyday words."""
    monkeypatch.setattr("indexer.engine.slips.LARGE", 0)
    made = MemoryEngine()
    more = ("Bản đầu ở xã, đầu năm và đầu tháng ở huyện.", "Đầu người, đầu vào, đầu ra theo quy định.")
    made.add(Entry(place, place, 1, text) for place, text in enumerate((*SENTENCES, *more) * 40, 1))
    made.commit()
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Could be said, and stands in no list; another reading stands well on both sides.
        ("người khiếu nãi quyết định", "người khiếu nại quyết định"),
        # Is a word: only offered, and looked for as well.
        ("người khiếu nai quyết định", None),
        # Could be said, and nothing speaks for another.
        ("đăng ký khai sinh ở đâu", None),
        ("mồm người ta", None),
        # Could not be said.
        ("người khiếu nạit quyết định", "người khiếu nại quyết định"),
    ],
)
def test_what_people_say_is_no_slip_where_laws_lack_it(large: MemoryEngine, typed: str, meant: str | None) -> None:
    found = large.mend(typed)
    assert (found.text if found and found.certain else None) == meant


def test_a_word_is_offered_and_looked_for_as_well(large: MemoryEngine) -> None:
    found = large.mend("người khiếu nai quyết định")
    assert found is not None
    assert (found.text, found.certain) == ("người khiếu nại quyết định", False)
    assert [other.text for other in found.others] == ["khiếu nại quyết"]


def test_a_wording_of_the_vocabulary_is_no_slip(large: MemoryEngine) -> None:
    assert large.mend("bị hack tài khoản") is None
    assert large.mend("đi lính ở đâu") is None
