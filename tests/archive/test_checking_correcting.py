"""Putting corrections in: never inside a quotation, never two in one place, nothing else touched."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from archive.checking import Finding, apply_corrections, certain, check_text, inside_quotation
from archive.checking.model import block_finding
from archive.shapes import finding_json
from tests.archive.checking_records import HELD, ON, TITLES
from tests.archive.test_checking_bases import FAULTS, draft
from tests.archive.test_checking_citations import FAULTS as CITED
from tests.archive.test_checking_citations import check as check_citations


def naive(text: str, place: int) -> bool:
    """Whether a quotation of the paragraph is open at a place, letter by letter."""
    closing = {"“": "”", "«": "»", "‘": "’"}
    expected: list[str] = []
    straight = False
    for letter in text[text.rfind("\n", 0, place) + 1 : place]:
        if letter == '"':
            straight = not straight
        elif letter in closing:
            expected.append(closing[letter])
        elif expected and letter == expected[-1]:
            expected.pop()
    return straight or bool(expected)


@given(st.text(alphabet='ab “”‘’«»"\n', max_size=40))
def test_inside_a_quotation(text: str) -> None:
    assert [inside_quotation(text, place) for place in range(len(text) + 1)] == [
        naive(text, place) for place in range(len(text) + 1)
    ]


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=8)


@given(st.text(alphabet="abcdef \n", min_size=40, max_size=40), SPANS)
def test_no_two_corrections_meet_and_the_rest_stays(text: str, spans: list[tuple[int, int]]) -> None:
    found = [
        block_finding(text, start, start + length, "wording", ("Sai.", "Wrong."), replacement=f"<{number}>")
        for number, (start, length) in enumerate(spans)
    ]
    again = apply_corrections(text, found)
    put = [each for each in found if each.replacement in again]
    assert bool(put) == bool(found)
    for one in put:
        assert all(one is other or one.end <= other.start or one.start >= other.end for other in put)
    for each in put:
        again = again.replace(each.replacement, each.text, 1)
    assert again == text


def test_a_corrected_citation_is_right() -> None:
    corrected = 0
    for text, _ in CITED:
        found = check_citations(text)
        again = apply_corrections(text, found)
        changed = [each for each in found if certain(each, text)]
        corrected += len(changed)
        assert bool(changed) == (again != text)
        left = [each for each in check_citations(again) if each.verdict == "mismatch"]
        assert len(left) == sum(each.verdict == "mismatch" for each in found) - len(changed), text
    assert corrected >= 20


PIECES = st.lists(
    st.one_of(
        st.sampled_from([draft(style, bases) for style, bases, _ in FAULTS[::4]] + [text for text, _ in CITED[::5]]),
        st.sampled_from(
            ["\n", "Căn cứ", "căn cứ ", ";", "“", "”", "Số: 12/KH-UBND\n", "KẾ HOẠCH\n", "- ", "\r\n", "*"]
        ),
        st.text(max_size=12),
    ),
    max_size=6,
)


@given(PIECES)
def test_any_text_is_checked(pieces: list[str]) -> None:
    text = "".join(pieces)
    found: list[Finding] = check_text(text, HELD, ON, TITLES)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert text[each.start : each.end] == each.text
        assert each.kind in {"citation", "block", "form"}
        json.dumps(finding_json(each))
    apply_corrections(text, found)


def test_a_text_of_nothing_but_bases_is_no_block_to_compare() -> None:
    text = "Căn cứ Luật Khiếu nại;\n" * 400
    found = [each for each in check_text(text, HELD, ON, TITLES) if each.kind == "block"]
    assert len(found) < 400
