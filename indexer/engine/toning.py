"""Queries typed without tones: the likeliest toned reading, by the index's own counts and by how people talk.

Tones stay in the index, since folding them merges `án` and `an`, `thế` and `the`. A toneless query is read instead as a
hidden Markov chain: every plain syllable may stand for each toned syllable of the index or of speech that unaccents to
it, and the likeliest chain is found by Viterbi's algorithm. Where another is nearly as likely, it is told as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from archive.folding import unaccent
from indexer.analysis import fold_tokens, scan_spans
from indexer.engine.base import Other, Toned
from indexer.engine.likelihood import Chain, Learn, Likelihood, Option, learn_nothing, likeliest
from indexer.speech import Triples

CANDIDATES = 12
"""Toned readings tried for each plain syllable, the most frequent first."""

LONGEST = 100
"""Tokens; a longer text without tones is no query that somebody typed."""

TRIED = 7
"""Readings of texts and of talk together that are put beside those of the neighbours."""

UNSURE = 2.0
"""Natural logarithm; another reading that is less than so much less likely is looked for as well."""

MOST_OTHERS = 3
"""Other readings told of one query."""

FAMILIAR = 1.5
"""Natural logarithm; how much likelier a reading is with which people say two neighbours in a row."""

SHARE = 1e-4
"""A reading rarer than this share of its plain form's occurrences is noise (a typing or reading error)."""


class Lexicon:
    """Toned syllables of an index by their plain form, the most frequent first."""

    def __init__(self, frequencies: Mapping[str, float]) -> None:
        by_plain: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for term, frequency in frequencies.items():
            if term.isalpha():
                by_plain[unaccent(term)].append((frequency, term))
        self.total = sum(frequencies.values()) or 1.0
        self._groups: dict[str, list[tuple[float, str]]] = dict(by_plain)
        self._readings = {plain: _read(readings) for plain, readings in by_plain.items()}

    def __bool__(self) -> bool:
        return bool(self._groups)

    def changed(self, terms: Iterable[str], frequencies: Mapping[str, float]) -> tuple[Lexicon, set[str]]:
        """The lexicon of other frequencies, which differ from these for some terms alone; their plain forms."""
        made = Lexicon({})
        made.total = sum(frequencies.values()) or 1.0
        made._groups, made._readings = dict(self._groups), dict(self._readings)
        touched: dict[str, set[str]] = defaultdict(set)
        for term in terms:
            if term.isalpha():
                touched[unaccent(term)].add(term)
        for plain, new in touched.items():
            group = [each for each in made._groups.get(plain, ()) if each[1] not in new]
            made._groups[plain] = group + [(frequencies[term], term) for term in new]
            made._readings[plain] = _read(made._groups[plain])
        return made, set(touched)

    def group(self, plain: str) -> list[tuple[float, str]]:
        """All syllables of a plain form with how often they occur, in no order."""
        return self._groups.get(plain, [])

    def readings(self, plain: str) -> list[tuple[str, float]]:
        """(toned syllable, its frequency) for a plain syllable; empty where the index has none."""
        return self._readings.get(plain, [])


def _read(group: list[tuple[float, str]]) -> list[tuple[str, float]]:
    """The readings of a plain form, of all its syllables."""
    mass = sum(frequency for frequency, _ in group)
    best = sorted(group, reverse=True)[:CANDIDATES]
    return [(term, frequency) for frequency, term in best if frequency >= SHARE * mass]


def is_toneless(text: str) -> bool:
    """Whether a query has letters and none with a tone, a mark or a bar."""
    return any(c.isalpha() for c in text) and unaccent(text) == text


def restore(text: str, lexicon: Lexicon, likely: Likelihood, learn: Learn = learn_nothing) -> Toned | None:
    """The likeliest toned reading of `text`, everything between its syllables kept; None where it reads best as it
    stands or has tones already. `learn` is told of the pairs that `likely` will count."""
    if not lexicon or not is_toneless(text):
        return None
    spans = list(scan_spans(text))
    if not spans or len(spans) > LONGEST:
        return None
    stream = fold_tokens([raw for raw, _, _ in spans])
    joined = joints(stream)
    lattice: list[list[Option]] = [
        # A letter that stands alone says nothing.
        choices(term, lexicon, likely) if len(term) > 1 or before or after else [(0.0, (term,))]
        for term, before, after in zip(stream, joined, [*joined[1:], False], strict=True)
    ]
    lattice = familiar(lattice, joined, likely.speech.triples)
    chain = likeliest(lattice, joined, likely, learn, UNSURE)
    read = [options[number][1][0] for options, number in zip(lattice, chain.chosen, strict=True)]
    if read == stream:
        return None
    return written(text, spans, stream, lattice, chain)


def choices(term: str, lexicon: Lexicon, likely: Likelihood) -> list[Option]:
    """What a plain syllable may stand for: itself where nothing else is known of it."""
    if not term.isalpha():
        return [(0.0, (term,))]
    known = dict.fromkeys(reading for reading, _ in lexicon.readings(term))
    if len(term) > 1:
        known.update(dict.fromkeys(likely.speech.readings.get(term, ())[:CANDIDATES]))
    if not known or term in likely.speech.foreign:
        known[term] = None
    best = sorted(known, key=likely.alone, reverse=True)[:TRIED]
    return [(0.0, (reading,)) for reading in best]


def familiar(lattice: Sequence[list[Option]], joined: Sequence[bool], triples: Triples) -> list[list[Option]]:
    """Options with a better price for those that stand with two neighbours as people say three syllables in a row."""
    liked = [[False] * len(options) for options in lattice]
    for place in range(2, len(lattice)):
        if not (joined[place] and joined[place - 1]):
            continue
        three = range(place - 2, place + 1)
        held = triples.held(*([words[0] for _, words in lattice[at]] for at in three))
        if held.any():
            for side, at in enumerate(three):
                others = tuple(axis for axis in range(3) if axis != side)
                liked[at] = (np.array(liked[at]) | held.any(axis=others)).tolist()
    return [
        [(price - FAMILIAR * said, words) for (price, words), said in zip(options, those, strict=True)]
        for options, those in zip(lattice, liked, strict=True)
    ]


def joints(stream: Sequence[str]) -> list[bool]:
    """For each token whether a syllable or a number stands right before it, and it is one."""
    return [bool(place and term and stream[place - 1]) for place, term in enumerate(stream)]


def written(
    text: str,
    spans: Sequence[tuple[str, int, int]],
    stream: Sequence[str],
    lattice: Sequence[Sequence[Option]],
    chain: Chain,
) -> Toned:
    """A text as a chain reads it, with the other readings of its stretches."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = done = 0
    for (raw, start, end), plain, options, number in zip(spans, stream, lattice, chain.chosen, strict=True):
        words = options[number][1]
        as_read = " ".join(words) if words != (plain,) else raw.lower() if raw.isalpha() else raw
        parts += [text[done:start], as_read]
        begin = length + start - done
        length = begin + len(as_read)
        places.append((begin, length))
        done = end
    reading = "".join([*parts, text[done:]])
    others: dict[tuple[int, int, str], None] = {}
    for _, way in chain.others:
        differing = [place for place, pair in enumerate(zip(way, chain.chosen, strict=True)) if pair[0] != pair[1]]
        # Beside its neighbours, so that it counts for the pairs as well.
        first, last = max(differing[0] - 1, 0), min(differing[-1] + 1, len(way) - 1)
        first += not stream[first]
        last -= not stream[last]
        if not all(stream[first : last + 1]):
            continue
        said = " ".join(" ".join(lattice[place][way[place]][1]) for place in range(first, last + 1))
        others[places[first][0], places[last][1], said] = None
        if len(others) == MOST_OTHERS:
            break
    return Toned(reading, tuple(Other(*each) for each in others))
