"""Queries typed without tones: the likeliest toned reading by the index's own counts of syllables and bigrams.

Tones stay in the index, since folding them merges `án` and `an`, `thế` and `the`. A toneless query is read instead as a
hidden Markov chain: every plain syllable may stand for each toned syllable of the index that unaccents to it, and
the chain that the counted bigrams make likeliest is found by Viterbi's algorithm.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from archive.folding import unaccent
from indexer.analysis import fold_tokens, scan_spans
from indexer.engine.counting import JOINT

CANDIDATES = 12
"""Toned readings tried for each plain syllable, the most frequent first."""

LONGEST = 100
"""Tokens; a longer text without tones is no query that somebody typed."""

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


def restore(
    text: str,
    lexicon: Lexicon,
    pair_frequency: Callable[[str], float],
    learn: Callable[[Iterable[str]], object] = lambda _: None,
) -> str | None:
    """The likeliest toned reading of `text`, everything between its syllables kept; None where it reads best as it
    stands or has tones already. `pair_frequency` counts a bigram (`luật_đất`); `learn` is told of those that it will be
    asked for."""
    if not is_toneless(text):
        return None
    spans = list(scan_spans(text))
    if len(spans) > LONGEST:
        return None
    stream = fold_tokens([raw for raw, _, _ in spans])
    best: list[dict[str, tuple[float, str]]] = []
    every = [(lexicon.readings(term) if term.isalpha() else []) or [(term, 0.0)] for term in stream]
    learn(
        f"{before}{JOINT}{after}"
        for (first, second), (one, other) in zip(pairwise(stream), pairwise(every), strict=True)
        if first and second
        for before, _ in one
        for after, _ in other
    )
    for position, (term, choices) in enumerate(zip(stream, every, strict=True)):
        before = best[-1] if best else {}
        joined = bool(position and term and stream[position - 1])
        here: dict[str, tuple[float, str]] = {}
        for reading, frequency in choices:
            alone = math.log((frequency + 0.01) / lexicon.total)
            options: list[tuple[float, str]] = []
            for previous, (so_far, _) in before.items():
                likelihood = alone
                if joined:
                    known = next((f for r, f in lexicon.readings(unaccent(previous)) if r == previous), 0.0)
                    seen = pair_frequency(f"{previous}{JOINT}{reading}")
                    # The pair where it was seen, else the syllable alone, at a price.
                    chance = 0.9 * seen / (known + 1.0) + 0.1 * (frequency + 0.01) / lexicon.total
                    likelihood = math.log(chance)
                options.append((so_far + likelihood, previous))
            here[reading] = max(options) if options else (alone, "")
        best.append(here)
    if not best:
        return None
    chosen: list[str] = []
    term = max(best[-1], key=lambda reading: best[-1][reading][0])
    for here in reversed(best):
        chosen.append(term)
        term = here[term][1]
    chosen.reverse()
    if chosen == stream:
        return None
    out, done = [], 0
    for reading, plain, (raw, start, end) in zip(chosen, stream, spans, strict=True):
        out += [text[done:start], reading if reading != plain else raw.lower() if raw.isalpha() else raw]
        done = end
    return "".join([*out, text[done:]])
