"""The judged set: its shape, its halves, and the figures made from it."""

from __future__ import annotations

from datetime import date

import pytest

from archive.records import Record
from corpus.judging import HALVES, STYLES, Answer, Asked, Judged, ask, asked_questions, figures, judged_questions
from corpus.slips import VARIANTS, one_slip, telex, toneless, vni


def _record(number: str, issued: date | None = None) -> Record:
    return Record(id=1, type="Luật", number=number, issued=issued, issuer="Quốc hội", title="Luật Mẫu")


def test_the_set_is_large_and_half_everyday() -> None:
    questions = judged_questions()
    assert len(questions) >= 150
    assert sum(q.style == "everyday" for q in questions) * 2 >= len(questions)
    assert {q.style for q in questions} == set(STYLES)
    assert len({q.question for q in questions}) == len(questions)
    assert all(q.answers and q.why and (q.field or q.style == "reference") for q in questions)
    assert len({q.field for q in questions}) >= 20


def test_what_is_learned_from_alone_is_not_measured_on() -> None:
    asked, judged = asked_questions(), judged_questions()
    assert len({q.question for q in asked}) == len(asked) >= 200
    assert not {q.question for q in asked} & {q.question for q in judged}
    assert all(q.style == "everyday" and q.field and all(a.number and a.path for a in q.answers) for q in asked)


def test_the_halves_are_of_a_size_and_follow_from_the_question() -> None:
    questions = judged_questions()
    sizes = [sum(q.half == half for q in questions) for half in HALVES]
    assert min(sizes) * 100 >= len(questions) * 40
    assert Judged("nd 30 2020", "reference", "", (), "").half == Judged("nd 30 2020", "legal", "x", (), "y").half


@pytest.mark.parametrize(
    ("answer", "number", "issued", "path", "given"),
    [
        (Answer("91/2015/QH13", path="dieu:651"), "91/2015/QH13", None, "dieu:651", True),
        (Answer("91/2015/QH13", path="dieu:651"), "91/2015/QH13", None, "dieu:651/khoan:1", True),
        (Answer("91/2015/QH13", path="dieu:65"), "91/2015/QH13", None, "dieu:651", False),
        (Answer("91/2015/QH13", path="dieu:651"), "92/2015/QH13", None, "dieu:651", False),
        (Answer("16/CT-TTg", "2020-03-31"), "16/CT-TTg", date(2020, 3, 31), "", True),
        (Answer("16/CT-TTg", "2020-03-31"), "16/CT-TTg", date(2017, 5, 4), "", False),
        (Answer("16/CT-TTg", "2020-03-31"), "16/CT-TTg", None, "", False),
        (Answer("31/2024/QH15"), "31/2024/QH15", None, "dieu:79", True),
    ],
)
def test_answers(answer: Answer, number: str, issued: date | None, path: str, given: bool) -> None:
    assert answer.is_given_by(_record(number, issued), path) is given


def test_figures_count_places_and_wrong_exact_answers() -> None:
    judged = [Judged(q, "legal", "f", (Answer("1/2020/QH14", path="dieu:1"),), "w") for q in ("a", "b", "c", "d")]
    right, wrong = (_record("1/2020/QH14"), "dieu:1"), (_record("2/2020/QH14"), "dieu:1")
    answers = {
        "a": ([right], True),
        "b": ([wrong, right], True),
        "c": ([wrong] * 3 + [right], False),
        "d": ([wrong], False),
    }
    asked = ask(judged, lambda text: answers[text])
    assert [(one.place, one.wrong_exact) for one in asked] == [(1, False), (2, True), (4, False), (0, False)]
    assert figures(asked) == {
        "questions": 4.0,
        "in 1": 0.25,
        "in 3": 0.5,
        "in 10": 0.75,
        "MRR@10": 0.438,
        "wrong exact": 1.0,
    }
    assert figures([])["in 1"] == 0.0
    assert Asked(judged[0], 0, True).wrong_exact


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("công tác dân vận", ("coong tacs daan vaanj", "co6ng tac1 da6n va6n5")),
        ("đất đai", ("ddaats ddai", "d9a6t1 d9ai")),
        ("người lao động", ("nguwowif lao ddoongj", "ngu7o7i2 lao d9o6ng5")),
        ("nghỉ bao nhiêu ngày", ("nghir bao nhieeu ngayf", "nghi3 bao nhie6u ngay2")),
        ("Điều 5", ("DDieeuf 5", "D9ie6u2 5")),
        ("năm", ("nawm", "na8m")),
    ],
)
def test_raw_keystrokes(text: str, keys: tuple[str, str]) -> None:
    assert (telex(text), vni(text)) == keys


def test_slips_are_one_letter_and_always_the_same() -> None:
    for question in judged_questions():
        text = question.question
        spoilt = one_slip(text)
        assert spoilt == one_slip(text)
        assert abs(len(spoilt) - len(text)) <= 1
        assert toneless(text).isascii()
    changed = sum(one_slip(q.question) != q.question for q in judged_questions())
    assert changed >= 0.9 * len(judged_questions())
    assert set(VARIANTS) == {"as typed", "toneless", "one slip", "telex", "vni"}
