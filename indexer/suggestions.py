"""Suggestions of one state of an archive, from numbers, titles and headings; toneless beginnings find toned words.

All stand sorted in a few arrays, in memory or mapped from a file: a suggestion costs a few look-ups, whatever the
archive's size.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.folding import (
    fold_for_comparison,
    fold_tone_placement,
    nfc,
    plain_letters,
    squeeze,
    unaccent,
    usual_spelling,
)
from archive.held import LAW_TYPES
from archive.records import Record
from indexer.texts import Runs, Texts, runs_together, texts_together

MOST = 8

_SCORED = 600
"""Candidates looked at closely; of more, those that begin as typed and the shortest are looked at."""
_FILTERED = 8000
"""So many are looked through one by one for the beginning of the last word; more are joined from the postings."""

_LONGEST = 120
_EVERYWHERE = 20
"""A heading of more documents says little."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind`: document or heading; `text` what is shown, `query` what is searched for when it is chosen; `detail` where
    it is from; `document` the id of the document meant, None for a heading that stands in several."""

    kind: str
    text: str
    query: str
    detail: str = ""
    document: int | None = None


class Suggestions:
    """The suggestions of one state of an archive, as the arrays they are made of: in memory or mapped."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        def texts(name: str) -> Texts:
            return Texts(arrays[name], arrays[f"{name} begins"])

        def runs(name: str) -> Runs:
            return Runs(arrays[name], arrays[f"{name} begins"])

        self.arrays = arrays
        self._text, self._query, self._detail = texts("text"), texts("query"), texts("detail")
        self._small, self._plain = texts("small"), texts("plain")
        self._rank, self._lengths, self._where = arrays["rank"], arrays["length"], runs("where")
        self._of_document = arrays["of document"]
        self._words, self._postings = texts("word"), runs("posting")
        self._named, self._names = arrays["named"], texts("name")

    @classmethod
    def of_archive(cls, documents: Iterable[Record], headings: Iterable[tuple[str, int]]) -> Suggestions:
        """The suggestions of documents and of headings, each with the document it stands in."""
        return cls(_made_of(documents, headings))

    def __len__(self) -> int:
        return len(self._text)

    def of(self, typed: str, limit: int = MOST, hidden: frozenset[int] = frozenset()) -> list[Suggestion]:
        """The best suggestions for what was typed so far, at most `limit`; none for less than two letters.

        As if the `hidden` documents had never been.
        """
        return [found for _, found in self.ranked(typed, limit, hidden)]

    def ranked(self, typed: str, limit: int, hidden: frozenset[int]) -> list[tuple[tuple[float, ...], Suggestion]]:
        """As `of`, each with what it was ordered by, the smallest first."""
        text = squeeze(nfc(typed))[:_LONGEST]
        plain = _plain(text)
        if len(plain) < 2:
            return []
        first = bisect_left(self._plain, plain)
        begins = range(first, min(bisect_left(self._plain, plain + "\U0010ffff", first), first + _SCORED))
        places = dict.fromkeys(begins)
        if len(places) < _SCORED:
            places.update(dict.fromkeys(self._with_words(plain.split(), typed.endswith(" "))))
        if hidden:
            places = {place: None for place in places if not hidden.issuperset(self._where[place].tolist())}
        small = text.lower()
        typed_forms = {small, fold_for_comparison(text), fold_tone_placement(small), usual_spelling(small)}
        chosen = list(places)
        # Typed tones rank above folded ones.
        toned = [False] * len(chosen)
        if unaccent(text) != text:
            toned = [any(form in small for form in typed_forms) for small in self._small.several(chosen)]
        ranks = [self._ranked(place, hidden) for place in chosen] if hidden else self._rank[chosen].tolist()
        best = sorted(
            zip(
                [-float(one) for one in toned],
                [-float(place in begins) for place in chosen],
                [-rank for rank in ranks],
                self._lengths[chosen].tolist(),
                # Of documents of as many letters the last: of a law's versions, of a number's years, the newest.
                [-place if self._of_document[place] else place for place in chosen],
                strict=True,
            )
        )[:limit]
        return [(order[:-1], self._shown(abs(order[-1]), hidden)) for order in best]

    def _shown(self, place: int, hidden: frozenset[int]) -> Suggestion:
        text, where = self._text[place], self._where[place].tolist()
        if self._of_document[place]:
            return Suggestion("document", text, self._query[place], self._detail[place], where[0])
        return _of_heading(text, [id_ for id_ in where if id_ not in hidden], self._name)

    def _name(self, document: int) -> str:
        at = int(np.searchsorted(self._named, document))
        return self._names[at] if at < len(self._named) and self._named[at] == document else ""

    def _ranked(self, place: int, hidden: frozenset[int]) -> int:
        where = self._where[place]
        if len(where) < 2 or hidden.isdisjoint(where.tolist()):
            return int(self._rank[place])
        return _rank_of_heading([id_ for id_ in where.tolist() if id_ not in hidden])

    def _with_words(self, words: Sequence[str], last_is_whole: bool) -> list[int]:
        """Suggestions that have all words, the last of them as the beginning of one."""
        found: NDArray[np.int32] | None = None
        for word in words[:-1] if not last_is_whole else words:
            at = bisect_left(self._words, word)
            if at == len(self._words) or self._words[at] != word:
                return []
            found = self._postings[at] if found is None else np.intersect1d(found, self._postings[at], True)
        if found is not None and not last_is_whole and len(found) <= _FILTERED:
            begun_with = f" {words[-1]}"
            kept = [begun_with in f" {text}" for text in self._plain.several(found.tolist())]
            found = found[np.array(kept, dtype=np.bool_)]
        elif not last_is_whole:
            first = bisect_left(self._words, words[-1])
            last = bisect_left(self._words, words[-1] + "\U0010ffff", first)
            if first == last:
                return []
            if found is None and last - first > _SCORED:
                last = first + _SCORED
            chosen, size = [], 0
            for at in range(first, last):
                posting = self._postings[at]
                chosen.append(posting)
                size += len(posting)
                if found is None and size > _FILTERED:
                    break
            begun = np.unique(np.concatenate(chosen))
            found = begun if found is None else np.intersect1d(found, begun, True)
        if found is None:
            return []
        if len(found) > _SCORED:
            found = found[np.argsort(self._lengths[found], kind="stable")[:_SCORED]]
        return [int(place) for place in found]


def _made_of(documents: Iterable[Record], headings: Iterable[tuple[str, int]]) -> dict[str, NDArray[Any]]:
    names: dict[int, str] = {}
    # What is shown, searched for and told beside it, the wording that is looked through, its rank, whose it is.
    made: list[tuple[str, str, str, str, int, tuple[int, ...]]] = []
    for record in documents:
        name = " ".join(filter(None, (record.type, record.number))) if record.number else record.title
        names[record.id] = name
        if record.type in LAW_TYPES and record.title:
            # Laws go by their names, everything else by its number.
            year = f" {record.issued.year}" if record.issued else ""
            law = record.title if record.title.startswith(record.type) else f"{record.type} {record.title}"
            if len(law) <= _LONGEST:
                made.append((law + year, law + year, record.number, law + year, 3, (record.id,)))
        if record.number:
            made.append((name, record.number, record.title, f"{name} {record.title}", 2, (record.id,)))
    of_documents = len(made)
    where: dict[str, list[int]] = defaultdict(list)
    for heading, document in headings:
        shown = squeeze(heading).rstrip(".;:")
        if 3 < len(shown) <= _LONGEST:
            where[shown].append(document)
    for heading, those in where.items():
        distinct = tuple(dict.fromkeys(those))
        made.append((heading, "", "", heading, _rank_of_heading(distinct), distinct))
    # Sorted by their plain form, so that all that begin alike stand together.
    plain = [_plain(wording) for _, _, _, wording, _, _ in made]
    order = sorted(range(len(made)), key=plain.__getitem__)
    postings: dict[str, list[int]] = defaultdict(list)
    for place, number in enumerate(order):
        for word in dict.fromkeys(plain[number].split()):
            postings[word].append(place)
    words = sorted(postings)
    named = sorted(names)
    arrays: dict[str, NDArray[Any]] = {
        "rank": np.array([made[i][4] for i in order], np.int8),
        "length": np.array([len(plain[i]) for i in order], np.int32),
        "of document": np.array([i < of_documents for i in order], np.bool_),
        "named": np.array(named, np.int64),
    }
    for name, texts in (
        ("text", [made[i][0] for i in order]),
        ("query", [made[i][1] for i in order]),
        ("detail", [made[i][2] for i in order]),
        ("small", [nfc(made[i][3]).lower() for i in order]),
        ("plain", [plain[i] for i in order]),
        ("word", words),
        ("name", [names[id_] for id_ in named]),
    ):
        arrays[name], arrays[f"{name} begins"] = texts_together(texts)
    for name, runs in (
        ("where", [made[i][5] for i in order]),
        ("posting", [postings[word] for word in words]),
    ):
        arrays[name], arrays[f"{name} begins"] = runs_together(runs)
    return arrays


def _of_heading(heading: str, documents: Sequence[int], name: Callable[[int], str]) -> Suggestion:
    one = documents[0] if len(documents) == 1 else None
    return Suggestion("heading", heading, heading, name(one) if one is not None else "", one)


def _rank_of_heading(documents: Sequence[int]) -> int:
    return 0 if len(documents) > _EVERYWHERE else 1


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(nfc(text).translate(plain_letters())))
