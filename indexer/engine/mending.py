"""Queries with typing slips, or as raw keystrokes of Telex and VNI: what was meant, by the index's own counts.

A noisy channel: every syllable may stand for a few others at a price (a tone left out, one letter wrong, two syllables
run together), and the chain that the counted bigrams make likeliest is found by Viterbi's algorithm. Only syllables
that the index does not know, or that stand beside no neighbour it has seen them with, are looked at: what reads well
stays.
"""

from __future__ import annotations

import copy
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from archive.folding import unaccent
from indexer.analysis import fold_tokens, scan_spans
from indexer.engine.base import Mended
from indexer.engine.counting import JOINT
from indexer.engine.toning import LONGEST, Lexicon
from indexer.keystrokes import could_be_said, decoded

KNOWN = 3
"""Occurrences from which a syllable counts as one that texts use."""

COMMON = 25
"""Occurrences from which a syllable is offered in place of another."""

USED = 40
"""Occurrences from which a syllable is one whatever others have its letters: `cắn` beside all of `can`."""

SHARE = 5e-4
"""A syllable rarer than this share of all that have its letters is a slip that texts have as well."""

MARGIN = 3.0
"""Natural logarithm; a reading of words that are all known is offered only where it is so much likelier."""

MOST = 24
"""Candidates for one syllable, the cheapest first."""

SURE = 16.0
"""Natural logarithm; where all that the index does not know could be said in Vietnamese, a reading is taken only where
it is so much likelier than what was typed. Of slips that make another syllable nine in ten are (13 at least), of
everyday words that laws do not use (`bị điên`, `ở đâu`) one in seven."""

_UNKNOWN, _KEYS, _TONE, _OTHER_TONE, _SLIP, _SPLIT, _MOVED, _WORD = 16.0, 1.5, 2.5, 4.5, 7.0, 8.0, 5.5, 3.0
"""Prices in natural logarithms, set by hand on slips and keystrokes made from the tuning half of the judged set."""

LARGE = 3_000_000
"""Syllables; an index of so many knows everyday words as well. In a smaller one, what it lacks may be no slip."""

_LETTERS = "abcdeghiklmnopqrstuvxy"
Pairs = Callable[[str], float]
Learn = Callable[[Iterable[str]], object]
Lattice = Sequence[Sequence[tuple[float, tuple[str, ...]]]]
"""For each syllable what it may stand for, with its price."""


class Slips:
    """Syllables of an index by what slips make of them."""

    def __init__(self, frequencies: Mapping[str, float]) -> None:
        self.lexicon = Lexicon(frequencies)
        self.frequencies: Mapping[str, float] = frequencies
        common: dict[str, float] = defaultdict(float)
        for term, frequency in frequencies.items():
            if frequency >= COMMON and term.isalpha() and len(term) <= 8:
                common[unaccent(term)] += frequency
        self._common: dict[str, float] = dict(common)

        self._large = self.lexicon.total >= LARGE

    def with_more(self, more: Mapping[str, float]) -> Slips:
        """As if all had been made of these frequencies and `more`; what those do not touch is taken over."""
        made = copy.copy(self)
        frequencies = dict(self.frequencies)
        for term, frequency in more.items():
            frequencies[term] = frequencies.get(term, 0.0) + frequency
        made.frequencies = frequencies
        made.lexicon, touched = self.lexicon.changed(more, frequencies)
        made._common = dict(self._common)
        for plain in touched:
            those = [f for f, term in made.lexicon.group(plain) if f >= COMMON and len(term) <= 8]
            if those:
                made._common[plain] = sum(those)
        made._large = made.lexicon.total >= LARGE
        return made

    def could_be(self, syllable: str, toneless: bool = False) -> bool:
        """Whether a syllable that the index does not know may well be one: the index is too small to know all."""
        return not self._large and could_be_said(syllable, toneless)

    def frequency(self, syllable: str) -> float:
        """Occurrences of a syllable."""
        return self.frequencies.get(syllable, 0.0)

    def known(self, syllable: str) -> bool:
        """Whether texts use a syllable: not once in a while for another that differs from it in tones alone."""
        frequency = self.frequency(syllable)
        return frequency >= USED or (
            frequency >= KNOWN and frequency >= SHARE * self._common.get(unaccent(syllable), 0.0)
        )

    def near(self, plain: str) -> set[str]:
        """Plain syllables of the index that one slip of the fingers makes into `plain`, itself left out."""
        halves = [(plain[:i], plain[i:]) for i in range(len(plain) + 1)]
        found = {a + b[1:] for a, b in halves if b}
        found |= {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
        found |= {a + c + b[1:] for a, b in halves if b for c in _LETTERS}
        found |= {a + c + b for a, b in halves for c in _LETTERS}
        return {word for word in found if word in self._common and word != plain}

    def toned(self, plain: str) -> Iterator[str]:
        """Common syllables of a plain form."""
        return (term for term, frequency in self.lexicon.readings(plain) if frequency >= COMMON)


def mend(text: str, slips: Slips, pair_frequency: Pairs, learn: Learn = lambda _: None) -> Mended | None:
    """What a query probably means; None where it reads well as it stands. Quotes are left alone, and so are numbers.

    `learn` is told of the pairs that `pair_frequency` will be asked for next.
    """
    if '"' in text or "“" in text:
        return None
    spans = list(scan_spans(text))
    if not spans or len(spans) > LONGEST:
        return None
    stream = fold_tokens([raw for raw, _, _ in spans])
    keys = _is_keys(stream, slips)
    toneless = unaccent(text) == text and not keys
    learn(f"{one}{JOINT}{other}" for one, other in pairwise(stream) if _word(one) and _word(other))
    doubtful = _doubtful(stream, slips, pair_frequency, toneless, keys)
    if not any(doubtful):
        return None
    unknown = [doubt and not _typed_known(term, slips) for term, doubt in zip(stream, doubtful, strict=True)]
    if any(unknown) and not keys:
        # Beside what the index does not know, what it knows is taken as typed.
        doubtful = unknown
    lattice = [
        _candidates(term, slips, toneless, keys) if doubt else [(0.0, (term,))]
        for term, doubt in zip(stream, doubtful, strict=True)
    ]
    learn(_between(lattice))
    chosen, value = _best(lattice, stream, slips, pair_frequency)
    if all(words == (term,) for words, term in zip(chosen, stream, strict=True)):
        return None
    certain = any(
        words != (term,) and not _typed_known(term, slips) for words, term in zip(chosen, stream, strict=True)
    )
    gained = value - _best([[(0.0, (term,))] for term in stream], stream, slips, pair_frequency)[1]
    if not certain and gained < MARGIN:
        return None
    if certain and not toneless and not keys and gained + _price(chosen, lattice) < SURE:
        changed = [term for words, term in zip(chosen, stream, strict=True) if words != (term,)]
        if all(_typed_known(term, slips) or could_be_said(term) for term in changed):
            return None
    out, done = [], 0
    for words, term, (raw, start, end) in zip(chosen, stream, spans, strict=True):
        out += [text[done:start], raw if words == (term,) else " ".join(words)]
        done = end
    return Mended("".join([*out, text[done:]]), certain)


def _price(chosen: Sequence[tuple[str, ...]], lattice: Sequence[Sequence[tuple[float, tuple[str, ...]]]]) -> float:
    """What a reading was charged for what it changes."""
    return sum(
        next(price for price, words in options if words == taken)
        for taken, options in zip(chosen, lattice, strict=True)
    )


def _word(term: str) -> bool:
    return bool(term) and term.isalpha()


def _typed_known(term: str, slips: Slips) -> bool:
    """Whether the index knows a term as typed, or as what it is without its tones."""
    return slips.known(term) or (term.isascii() and bool(slips.lexicon.readings(term)))


def _is_keys(stream: Sequence[str], slips: Slips) -> bool:
    """Whether a query is raw keystrokes: something in it is no syllable and spells one."""
    spelt = sum(1 for term in stream if term.isascii() and not _typed_known(term, slips) and _spelt(term, slips))
    return spelt > 0 and not any(not term.isascii() for term in stream if term)


def _spelt(term: str, slips: Slips) -> str:
    syllable = decoded(term) if term and term[0].isalpha() else ""
    return syllable if syllable and slips.frequency(syllable) >= KNOWN else ""


def _doubtful(stream: Sequence[str], slips: Slips, pair_frequency: Pairs, toneless: bool, keys: bool) -> list[bool]:
    """Which syllables may be meant otherwise."""
    found = []
    for place, term in enumerate(stream):
        if not term or (not _word(term) and not _spelt(term, slips)):
            found.append(False)
        elif keys:
            found.append(True)
        elif toneless:
            # Tones are restored afterwards: here only what has no reading at all.
            read = bool(slips.lexicon.readings(term)) or slips.known(term)
            found.append(not read and not slips.could_be(term, toneless))
        elif not slips.known(term):
            found.append(not slips.could_be(term))
        else:
            beside = [
                f"{stream[place - 1]}{JOINT}{term}" if place and _word(stream[place - 1]) else "",
                f"{term}{JOINT}{stream[place + 1]}" if place + 1 < len(stream) and _word(stream[place + 1]) else "",
            ]
            pairs = [pair for pair in beside if pair]
            found.append(bool(pairs) and not any(pair_frequency(pair) for pair in pairs))
    return found


def _candidates(term: str, slips: Slips, toneless: bool, keys: bool) -> list[tuple[float, tuple[str, ...]]]:
    """What a syllable may stand for, with its price; itself among them."""
    prices: dict[tuple[str, ...], float] = {(term,): 0.0 if slips.known(term) and not keys else _UNKNOWN}

    def offer(words: tuple[str, ...], price: float) -> None:
        if price < prices.get(words, math.inf):
            prices[words] = price

    plain = unaccent(term)
    if keys:
        spelt = _spelt(term, slips)
        for base, price in ((spelt, 0.0), (term if term.isalpha() else "", 0.5)):
            if base and slips.known(base):
                offer((base,), price)
            for other in slips.toned(unaccent(base)) if base else ():
                if _without_tone(other) == base:
                    offer((other,), price + _KEYS)
        if len(prices) > 1:
            return sorted((price, words) for words, price in prices.items())[:MOST]
    # Another word in place of one that is a word is dearer.
    word = _WORD if slips.known(term) else 0.0
    for other in slips.toned(plain):
        offer((other,), 0.0 if toneless else _TONE if term.isascii() else _OTHER_TONE + word)
    if not slips.known(term) or not toneless:
        for near in slips.near(plain):
            for other in slips.toned(near):
                offer((other,), _SLIP if toneless else _MOVED + word + _distance(term, other))
    if not slips.known(term) and len(plain) >= 4:
        for at in range(2, len(term) - 1):
            first, second = term[:at], term[at:]
            if slips.frequency(first) >= COMMON and slips.frequency(second) >= COMMON:
                offer((first, second), _SPLIT)
    return sorted((price, words) for words, price in prices.items())[:MOST]


def _without_tone(syllable: str) -> str:
    """A syllable without its tone, marks and bar kept: `vận` gives `vân`."""
    letters = unicodedata.normalize("NFD", syllable)
    plain = "".join(c for c in letters if c not in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", plain)


@lru_cache(maxsize=20_000)
def _distance(one: str, other: str) -> float:
    """How far two spellings are apart: letters left out, put in, changed or swapped; tones and marks count half."""
    a, b = unaccent(one), unaccent(other)
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    marks, others = _marks(one), _marks(other)
    return rows[-1][-1] + 0.5 * ((marks - others).total() + (others - marks).total())


def _marks(syllable: str) -> Counter[str]:
    """Tones, marks and bars of a syllable."""
    letters = unicodedata.normalize("NFD", syllable)
    return Counter(c for c in letters if unicodedata.combining(c) or c == "đ")


def _between(lattice: Lattice) -> Iterator[str]:
    """The pairs that chains through the candidates may have."""
    for before, here in pairwise(lattice):
        ends = {words[-1] for _, words in before}
        for begin in {words[0] for _, words in here}:
            if _word(begin):
                yield from (f"{end}{JOINT}{begin}" for end in ends if _word(end))
    yield from (f"{one}{JOINT}{other}" for here in lattice for _, words in here for one, other in pairwise(words))


def _best(
    lattice: Lattice,
    stream: Sequence[str],
    slips: Slips,
    pair_frequency: Pairs,
) -> tuple[list[tuple[str, ...]], float]:
    """The likeliest chain through the candidates, and the logarithm of how likely it is, less its prices."""
    total = slips.lexicon.total

    def step(before: str, after: str) -> float:
        alone = (slips.frequency(after) + 0.01) / total
        if not before or not _word(before):
            return math.log(alone)
        together = pair_frequency(f"{before}{JOINT}{after}") / (slips.frequency(before) + 1.0)
        return math.log(0.9 * together + 0.1 * alone)

    best: list[dict[tuple[str, ...], tuple[float, tuple[str, ...] | None]]] = []
    for place, options in enumerate(lattice):
        here: dict[tuple[str, ...], tuple[float, tuple[str, ...] | None]] = {}
        joined = place and stream[place] and stream[place - 1]
        for price, words in options:
            inside = sum(step(a, b) for a, b in pairwise(words)) - price
            came: tuple[float, tuple[str, ...] | None] = (step("", words[0]) if _word(words[0]) else 0.0, None)
            if best:
                came = max(
                    (
                        (so_far + (step(before[-1] if joined else "", words[0]) if _word(words[0]) else 0.0), before)
                        for before, (so_far, _) in best[-1].items()
                    ),
                    key=lambda option: option[0],
                )
            here[words] = (came[0] + inside, came[1])
        best.append(here)
    last: tuple[str, ...] | None = max(best[-1], key=lambda option: best[-1][option][0])
    value = max(so_far for so_far, _ in best[-1].values())
    chosen = []
    for here in reversed(best):
        assert last is not None
        chosen.append(last)
        last = here[last][1]
    return chosen[::-1], value
