"""The tables of citations, a line a case: all systems and eras, written from the grammar of `domain/facts.md`."""

from __future__ import annotations

import unicodedata

import pytest

from archive.citations import Citation, find_citations
from archive.folding import fold_tone_placement
from archive.offsets import cleaned
from tests.archive.citation_cases import check, check_row, read_case, read_row, table

NAMES = (
    "state_central", "state_local", "party_front_unions", "laws", "pinpoints", "relative", "damaged",
    "older_joint_consolidated",
)  # fmt: skip
ROWS = [line for name in NAMES for line in table(name)]
NONE = table("none")
TEXTS = [read_row(line).case.text for line in ROWS]


def test_there_are_enough_cases() -> None:
    assert len(ROWS) >= 330
    assert len(NONE) >= 60
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize("line", ROWS, ids=lambda line: line[:60])
def test_found(line: str) -> None:
    check_row(read_row(line))


@pytest.mark.parametrize("text", NONE)
def test_nothing_found(text: str) -> None:
    check(read_case(text))


def _facts(found: list[Citation]) -> list[tuple[object, ...]]:
    """What must not change with the writing; titles by their letters."""
    starts = [c.start for c in found]
    return [
        (
            c.type,
            c.number,
            fold_tone_placement(c.issuer),
            c.issued,
            fold_tone_placement(" ".join(cleaned(c.title).text.split())),
            c.pinpoint,
            c.nested,
            starts.index(c.antecedent) if c.antecedent >= 0 else -1,
        )
        for c in found
    ]


def _new_tones(text: str) -> str:
    return " ".join(fold_tone_placement(word) for word in text.split(" "))


WRITINGS = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow no-break spaces": lambda text: text.replace(" ", "\u202f"),
    "non-breaking hyphens": lambda text: text.replace("-", "\u2011"),
    "zero-width marks": lambda text: "\ufeff" + text.replace(" ", " \u200b"),
    "newer tones": _new_tones,
}


@pytest.mark.parametrize("name", WRITINGS)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:40])
def test_writing_changes_nothing(text: str, name: str) -> None:
    changed = WRITINGS[name](text)
    found = find_citations(changed)
    assert _facts(found) == _facts(find_citations(text))
    for c in found:
        assert c.text == changed[c.start : c.end]
