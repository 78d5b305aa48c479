"""Asking back: the two or three readings of a question that has several, each a search of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis import syllables
from indexer.vocabulary.tables import questions
from indexer.vocabulary.widening import Widened

MOST = 3
LONGEST = 8
"""Syllables; a longer question says itself what it means."""


@dataclass(frozen=True)
class AskedBack:
    """One reading: what it is called, and what to search for it."""

    vi: str
    en: str
    query: str


def readings(text: str, widened: Sequence[Widened]) -> tuple[AskedBack, ...]:
    """Two or three readings of a query, none where it is clear. `text` is the query with its tones."""
    terms = syllables(text)
    for one in widened:
        if one.unsure:
            return tuple(
                AskedBack(
                    f"{text[one.start : one.end]} là {wording.text}",
                    f"{text[one.start : one.end]} means {wording.text}",
                    f"{text[: one.start]}{wording.text}{text[one.end :]}",
                )
                for wording in one.wordings[1 : MOST + 1]
            )
    if not 1 < len(terms) <= LONGEST:
        return ()
    beside = f" {' '.join(terms)} "
    for key, several in sorted(questions().items(), key=lambda item: -len(item[0])):
        if all(term in terms for term in key):
            fitting = [one for one in several if one.context.fits(beside)]
            if len(fitting) > 1:
                return tuple(AskedBack(one.vi, one.en, one.query) for one in fitting[:MOST])
    return ()
