"""From a query to the terms that are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer.analysis import BREAK, fold_tokens, quoted, scan
from indexer.engine.base import EngineQuery, Part, Wording
from indexer.engine.counting import JOINT, compounds

LONGEST = 300
"""Tokens of a query that are searched for: a page pasted into the search box must not occupy the archive."""


@dataclass(frozen=True)
class Terms:
    """Distinct terms of a wording, in order."""

    syllables: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def kind(self, kind: str) -> tuple[str, ...]:
        """Terms of a kind: syllable, bigram or word."""
        return {"syllable": self.syllables, "bigram": self.bigrams, "word": self.words}[kind]

    def without(self, other: Terms) -> Terms:
        """These terms but for those of another."""
        return Terms(
            tuple(term for term in self.syllables if term not in other.syllables),
            tuple(term for term in self.bigrams if term not in other.bigrams),
            tuple(term for term in self.words if term not in other.words),
        )


@dataclass(frozen=True)
class Requirement:
    """A `base.Part` in folded syllables, BREAK for punctuation between them; one stream for each wording."""

    streams: tuple[tuple[str, ...], ...]
    field: str
    exact: bool


Group = tuple[tuple[Terms, float], ...]


@dataclass(frozen=True)
class Query:
    """`terms`: all terms of the text. `single`: those that belong to no group; `groups`: of each group its wordings
    with their weights, the one in the text first. Quotes are among `required`."""

    terms: Terms
    single: Terms
    groups: tuple[Group, ...]
    required: tuple[Requirement, ...]
    excluded: tuple[Requirement, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.terms.syllables or self.required)


def terms_of(texts: Sequence[str]) -> list[Terms]:
    """Terms of some texts; of one longer than LONGEST tokens, those it begins with."""
    scanned = [scan(text)[:LONGEST] for text in texts]
    found = []
    for tokens, words in zip(scanned, compounds(scanned), strict=True):
        stream = fold_tokens(tokens)
        found.append(
            Terms(
                syllables=tuple(dict.fromkeys(term for term in stream if term)),
                bigrams=tuple(dict.fromkeys(f"{a}{JOINT}{b}" for a, b in pairwise(stream) if a and b)),
                words=tuple(dict.fromkeys(words)),
            )
        )
    return found


@lru_cache(maxsize=2_048)
def _terms_of_wording(text: str) -> Terms:
    """Terms of one of the wordings that the tables have: many queries have the same."""
    return terms_of([text])[0]


def _stream(text: str) -> tuple[str, ...]:
    """Folded syllables, one BREAK for each run of punctuation between them."""
    folded = fold_tokens(scan(text)[:LONGEST])
    stream = [term for term, before in zip(folded, [BREAK, *folded], strict=False) if term or before]
    while stream and stream[-1] == BREAK:
        stream.pop()
    return tuple(stream)


def _requirements(parts: Sequence[Part]) -> Iterator[Requirement]:
    for part in parts:
        streams = tuple(filter(None, (_stream(wording) for wording in part.wordings)))
        if streams:
            yield Requirement(streams, part.field, part.exact)


@lru_cache(maxsize=256)
def parse(asked: str | EngineQuery) -> Query:
    """Everything that has to be looked up for a query. A search asks several times."""
    query = EngineQuery(asked) if isinstance(asked, str) else asked
    wordings: list[Wording] = [wording for group in query.groups for wording in group]
    terms, others = terms_of([query.text])[0], [_terms_of_wording(wording.text) for wording in wordings]
    groups: list[Group] = []
    single = terms
    for group in query.groups:
        own = [others.pop(0) for _ in group]
        groups.append(tuple(zip(own, (wording.weight for wording in group), strict=True)))
        if own:
            single = single.without(own[0])
    quotes = tuple(Part((part,), exact=True) for part in quoted(query.text))
    return Query(
        terms=terms,
        single=single,
        groups=tuple(groups),
        required=tuple(_requirements((*quotes, *query.required))),
        excluded=tuple(_requirements(query.excluded)),
    )
