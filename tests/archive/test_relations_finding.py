"""What a document does to others, read from its text: a case a line in relation_cases."""

from __future__ import annotations

import pytest

from archive.citations import find_citations
from archive.relations import find_relations
from tests.archive.relation_cases import NEGATIVES, RELATIONS


def _found(text: str) -> set[str]:
    return {
        " ".join(filter(None, (r.kind, r.citation.number or r.citation.title, "|".join(r.scope))))
        for r in find_relations(text, find_citations(text))
    }


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_found(text: str, expected: set[str]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize("text", NEGATIVES)
def test_nothing_done(text: str) -> None:
    assert _found(text) == set()


@pytest.mark.parametrize("text", [text for text, _ in RELATIONS])
def test_evidence_cuts_the_text(text: str) -> None:
    for relation in find_relations(text, find_citations(text)):
        assert relation.text == text[relation.start : relation.end] != ""
        assert relation.text == relation.text.strip()
