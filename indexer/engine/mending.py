"""Queries with typing slips, or as raw keystrokes of Telex and VNI: what was meant.

Who types tones means what he types where it could be said in Vietnamese, though no law says it. What is no syllable, no
foreign word and no name is read as the nearest syllable that stands well beside its neighbours; that reading is put in
place. A syllable that is one, but stands beside neighbours nobody has seen it with, keeps its place: what may have been
meant is searched for as well, and offered where the texts have it often. Keystrokes and queries without tones go
through a noisy channel: every syllable may stand for others at a price, and the likeliest chain is taken.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from archive.folding import unaccent
from indexer.analysis import fold_tokens, scan_spans
from indexer.engine.base import Mended, Other
from indexer.engine.counting import JOINT
from indexer.engine.likelihood import Learn, Likelihood, Option, learn_nothing, likeliest
from indexer.engine.slips import ALIKE, COMMON, KNOWN, Slips
from indexer.engine.toning import LONGEST, choices, joints
from indexer.keystrokes import could_be_said, decoded

SEEN = 5
"""Times that a pair of syllables stands in the texts from which it is no accident."""

STRANGE = 60
"""Occurrences from which something that is no Vietnamese syllable is a word of the texts (`karaoke`), no slip."""

OFTEN = 20
"""Times from which a pair speaks for another reading of a syllable that is one."""

TIMES = 100
"""So many times as often as what was typed must another reading stand beside its neighbours."""

GAIN = 1.0
"""Natural logarithm; so much likelier must another reading of a syllable that is one be, its price paid."""

ALONE = 4.0
"""As GAIN, where only one neighbour speaks for it."""

MOST = 24
"""Candidates for one syllable, the cheapest first."""

_UNKNOWN, _KEYS, _TONE, _OTHER_TONE, _SLIP, _SPLIT, _MOVED, _FAR = 16.0, 1.5, 2.5, 4.5, 7.0, 7.0, 3.5, 2.5
"""Prices in natural logarithms, set by hand on slips and keystrokes made from the tuning half of the judged set."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"

_MOST_MOVED = 6.0
"""Price of one letter: what could be said in Vietnamese, or is a name, is read as nothing farther away."""


def mend(text: str, slips: Slips, likely: Likelihood, learn: Learn = learn_nothing) -> Mended | None:
    """What a query probably means; None where it reads well as it stands. Quotes are left alone, and so are numbers.

    `learn` is told of the pairs that `likely` will count. Where a slip is mended in a query without tones, the reading
    has them.
    """
    if '"' in text or "“" in text:
        return None
    spans = list(scan_spans(text))
    if not spans or len(spans) > LONGEST:
        return None
    stream = fold_tokens([raw for raw, _, _ in spans])
    if text.isascii():
        return _mend_plain(text, spans, stream, slips, likely, learn)
    learn(_beside(stream))
    return _Toned(text, spans, stream, slips, likely, learn).mended()


def _beside(stream: Sequence[str]) -> Iterator[str]:
    return (f"{a}{JOINT}{b}" for a, b in pairwise(stream) if _word(a) and _word(b))


def _word(term: str) -> bool:
    return bool(term) and term.isalpha()


def _spelt(term: str, slips: Slips) -> str:
    syllable = decoded(term) if term and term[0].isalpha() else ""
    return syllable if syllable and slips.frequency(syllable) >= KNOWN else ""


# Without tones, or in keystrokes


def _mend_plain(
    text: str,
    spans: Sequence[tuple[str, int, int]],
    stream: Sequence[str],
    slips: Slips,
    likely: Likelihood,
    learn: Learn,
) -> Mended | None:
    strange = [_strange(term, raw, slips, likely) for term, (raw, _, _) in zip(stream, spans, strict=True)]
    if not any(strange):
        return None
    keys = any(odd and _spelt(term, slips) for odd, term in zip(strange, stream, strict=True))
    lattice: list[list[Option]] = []
    for term, odd in zip(stream, strange, strict=True):
        if keys and term and (_word(term) or _spelt(term, slips)) and term not in likely.speech.foreign:
            lattice.append(_keyed(term, slips, likely))
        elif odd:
            lattice.append(_slipped(term, slips))
        else:
            lattice.append([(0.0, (term,))] if keys else choices(term, slips.lexicon, likely))
    chain = likeliest(lattice, joints(stream), likely, learn)
    chosen = [options[number][1] for options, number in zip(lattice, chain.chosen, strict=True)]
    if not any(odd and words != (term,) for odd, words, term in zip(strange, chosen, stream, strict=True)):
        return None
    out, done = [], 0
    for words, term, (raw, start, end) in zip(chosen, stream, spans, strict=True):
        out += [text[done:start], raw if words == (term,) else " ".join(words)]
        done = end
    return Mended("".join([*out, text[done:]]), True)


def _strange(term: str, raw: str, slips: Slips, likely: Likelihood) -> bool:
    """Whether a token without tones is nothing that a syllable without its tones could be, nor a foreign word."""
    if len(term) < 2 or term in likely.speech.foreign or (raw.isupper() and len(raw) <= 5):
        return False
    if not _word(term):
        return bool(_spelt(term, slips))
    return not (slips.lexicon.readings(term) or term in likely.speech.readings or slips.known(term))


def _keyed(term: str, slips: Slips, likely: Likelihood) -> list[Option]:
    """What keystrokes may spell, with its price; what a slip may make of them where they spell nothing."""
    prices: dict[tuple[str, ...], float] = {}
    spelt = _spelt(term, slips)
    for base, price in ((spelt, 0.0), (term if term.isalpha() else "", 0.5)):
        if base and (slips.known(base) or base in likely.speech.syllables):
            _offer(prices, (base,), price)
        for other in slips.toned(unaccent(base)) if base else ():
            if _without_tone(other) == base:
                _offer(prices, (other,), price + _KEYS)
    if not prices:
        return _slipped(term, slips) if _word(term) else [(_UNKNOWN, (term,))]
    return sorted((price, words) for words, price in prices.items())[:MOST]


def _slipped(term: str, slips: Slips) -> list[Option]:
    """Syllables, tones and all, of which a slip may have made a token without tones."""
    prices: dict[tuple[str, ...], float] = {(term,): _UNKNOWN}
    for near in slips.near(term):
        for other in slips.toned(near):
            _offer(prices, (other,), _SLIP)
    for first, second in _halves(term):
        for one in slips.toned(first):
            for two in slips.toned(second):
                _offer(prices, (one, two), _SPLIT)
    by_count = sorted(prices, key=lambda words: (-min(map(slips.frequency, words)), words))
    return [(prices[words], words) for words in dict.fromkeys([(term,), *by_count[: 3 * MOST]])]


def _halves(term: str) -> Iterator[tuple[str, str]]:
    return ((term[:at], term[at:]) for at in range(2, len(term) - 1)) if len(term) >= 4 else iter(())


def _offer(prices: dict[tuple[str, ...], float], words: tuple[str, ...], price: float) -> None:
    if price < prices.get(words, math.inf):
        prices[words] = price


# With tones


@dataclass(frozen=True)
class _Reading:
    """Words for the tokens from one place up to another, and how likely they are there. `offered`: the texts have them
    there often enough to ask whether they are meant."""

    first: int
    last: int
    words: tuple[str, ...]
    value: float
    offered: bool = False


class _Toned:
    """A query with tones, syllable by syllable."""

    def __init__(
        self,
        text: str,
        spans: Sequence[tuple[str, int, int]],
        stream: Sequence[str],
        slips: Slips,
        likely: Likelihood,
        learn: Learn,
    ) -> None:
        self.text, self.spans, self.stream, self.slips, self.likely = text, spans, stream, slips, likely
        self.learn = learn
        self.shouted = text.isupper()
        self.first = next((place for place, term in enumerate(stream) if term), 0)
        self.strange = [self._is_strange(place) for place in range(len(stream))]

    def mended(self) -> Mended | None:
        """What is put in place, and what is looked for as well."""
        instead: list[_Reading] = []
        beside: list[_Reading] = []
        place = 0
        while place < len(self.stream):
            reading = None
            if self.strange[place]:
                reading = self._instead(place)
                if reading is not None:
                    instead.append(reading)
            if reading is None and self._is_doubtful(place):
                reading = self._beside(place)
                if reading is not None:
                    beside.append(reading)
            place = reading.last if reading is not None else place + 1
        if not instead and not beside:
            return None
        return self._written(instead, beside)

    def _is_strange(self, place: int) -> bool:
        """Whether a token is no syllable, no word that is written as it is, no name and nothing that the texts use."""
        term, raw = self.stream[place], self.spans[place][0]
        if not term or term in self.likely.speech.foreign or (raw.isupper() and not self.shouted and len(raw) > 1):
            return False
        if not _word(term):
            return len(term) > 2 and bool(_spelt(term, self.slips))
        if term in self.likely.speech.syllables:
            return False
        if could_be_said(term):
            return not self.slips.known(term) and not self._is_name(place)
        if self._is_name(place) and self.spans[place - 1][0][0].isupper():
            return False
        return self.slips.frequency(term) < (KNOWN if self._is_name(place) else STRANGE)

    def _is_name(self, place: int) -> bool:
        return self.spans[place][0][0].isupper() and not self.shouted and place != self.first

    def _neighbours(self, first: int, last: int) -> tuple[str, str]:
        before = self.stream[first - 1] if first else ""
        after = self.stream[last] if last < len(self.stream) else ""
        return (
            before if _word(before) and not self.strange[first - 1] else "",
            after if _word(after) and not self.strange[last] else "",
        )

    def _seen(self, before: str, after: str) -> float:
        """How often two stand together; often, where people say so."""
        return self.likely.counted(before, after) + OFTEN * self.likely.speech.pairs(before, after)

    def _is_doubtful(self, place: int) -> bool:
        """Whether a syllable stands beside neighbours that nobody has seen it with."""
        term = self.stream[place]
        if not _word(term) or self._is_name(place) or term in self.likely.speech.foreign:
            return False
        if self.strange[place] and not could_be_said(term):
            return False
        if not self.slips.large and term in self.likely.speech.syllables:
            return False
        before, after = self._neighbours(place, place + 1)
        if not before and not after:
            return False
        return not (before and self._seen(before, term) >= OFTEN) and not (after and self._seen(term, after) >= OFTEN)

    def _value(self, words: tuple[str, ...], before: str, after: str) -> float:
        chain = [*filter(None, (before, *words, after))]
        start = 0.0 if before else self.likely.step("", words[0])
        return start + sum(self.likely.step(a, b) for a, b in pairwise(chain))

    def _instead(self, place: int) -> _Reading | None:
        """What is put in the place of a token that is no word: only where it stands well there."""
        term = self.stream[place]
        possible = _word(term) and could_be_said(term)
        best: _Reading | None = None
        for first, last, words, price in self._ways(place):
            before, after = self._neighbours(first, last)
            sides = [self._seen(before, words[0])] if before else []
            sides += [self._seen(words[-1], after)] if after else []
            inner = [self._seen(a, b) for a, b in pairwise(words)]
            if possible or self._is_name(place):
                # It could be said, or be a name: all around it must speak for the other.
                if not sides or min(sides) < OFTEN or price > _MOST_MOVED:
                    continue
            elif sides + inner and max(sides + inner) < SEEN:
                continue
            value = self._around(place, first, last, words) - price
            if best is None or value > best.value:
                best = _Reading(first, last, words, value)
        return best

    def _around(self, place: int, first: int, last: int, words: tuple[str, ...]) -> float:
        """How likely words are beside the tokens around them, always the same ones of a place."""
        low, high = first, last
        while low > max(place - 2, 0) and _word(self.stream[low - 1]):
            low -= 1
        while high < min(place + 3, len(self.stream)) and _word(self.stream[high]):
            high += 1
        return self._value((*self.stream[low:first], *words, *self.stream[last:high]), "", "")

    def _beside(self, place: int) -> _Reading | None:
        """What a syllable that is one may have been meant to be."""
        term = self.stream[place]
        before, after = self._neighbours(place, place + 1)
        typed = self._value((term,), before, after)
        seen = [self._seen(before, term) if before else 0.0, self._seen(term, after) if after else 0.0]
        best: _Reading | None = None
        near = [(word, price) for word, price in _near(term, self.slips) if price <= _MOST_MOVED]
        self.learn(f"{a}{JOINT}{b}" for word, _ in near for a, b in ((before, word), (word, after)) if a and b)
        for word, price in near:
            sides = [self._seen(before, word)] if before else []
            sides += [self._seen(word, after)] if after else []
            if max(sides) < OFTEN or max(sides) < TIMES * max(seen):
                continue
            value = self._value((word,), before, after) - price
            if value - typed < (GAIN if min(sides) >= SEEN else ALONE) or (best and value <= best.value):
                continue
            counted = [self.likely.counted(before, word)] if before else []
            counted += [self.likely.counted(word, after)] if after else []
            best = _Reading(place, place + 1, (word,), value, min(counted) >= SEEN and max(counted) >= OFTEN)
        return best

    def _ways(self, place: int) -> Iterator[tuple[int, int, tuple[str, ...], float]]:
        """What a token that is no word may stand for: first token, one past the last, words, price."""
        term, slips = self.stream[place], self.slips
        spelt = _spelt(term, slips)
        if spelt:
            yield place, place + 1, (spelt,), 0.0
        if not _word(term):
            return
        for word, price in _near(term, slips):
            yield place, place + 1, (word,), price
        for first, second in self._split(term):
            yield place, place + 1, (first, second), _SPLIT
        if place + 1 < len(self.stream) and _word(self.stream[place + 1]):
            yield from self._rejoined(place, place + 2)
        if place and _word(self.stream[place - 1]):
            yield from self._rejoined(place - 1, place + 1)

    def _split(self, run: str) -> Iterator[tuple[str, str]]:
        slips = self.slips
        for one, two in _halves(run):
            for first in filter(None, (one, _spelt(one, slips))):
                for second in filter(None, (two, _spelt(two, slips))):
                    if slips.frequency(first) >= COMMON and slips.frequency(second) >= COMMON:
                        yield first, second

    def _rejoined(self, first: int, last: int) -> Iterator[tuple[int, int, tuple[str, ...], float]]:
        """Two tokens with the space between them elsewhere, or nowhere."""
        run = "".join(self.stream[first:last])
        if self.slips.frequency(run) >= COMMON:
            yield first, last, (run,), _SPLIT
        typed = tuple(self.stream[first:last])
        for halves in self._split(run):
            if halves != typed:
                yield first, last, halves, _SPLIT

    def _written(self, instead: Sequence[_Reading], beside: Sequence[_Reading]) -> Mended:
        text = self._with(instead)
        if not instead:
            offered = [one for one in beside if one.offered]
            offer = self._with(offered) if offered else ""
            return Mended(offer, False, tuple(self._other(one, ()) for one in beside))
        return Mended(text, True, tuple(self._other(one, instead) for one in beside))

    def _with(self, readings: Sequence[_Reading]) -> str:
        out, done = [], 0
        for one in readings:
            start, end = self.spans[one.first][1], self.spans[one.last - 1][2]
            out += [self.text[done:start], " ".join(one.words)]
            done = end
        return "".join([*out, self.text[done:]])

    def _other(self, one: _Reading, instead: Sequence[_Reading]) -> Other:
        """As a stretch of the text with what is put in place, beside its neighbours."""
        before, after = self._neighbours(one.first, one.last)
        start = self.spans[one.first - bool(before)][1]
        end = self.spans[one.last - 1 + bool(after)][2]
        moved = sum(
            len(" ".join(other.words)) - (self.spans[other.last - 1][2] - self.spans[other.first][1])
            for other in instead
            if other.first < one.first
        )
        return Other(start + moved, end + moved, " ".join(filter(None, (before, *one.words, after))))


def _near(term: str, slips: Slips) -> Iterator[tuple[str, float]]:
    """Common syllables that differ from one in its tone and marks, or by one slip of the fingers, with their prices."""
    plain = unaccent(term)
    for other in slips.toned(plain):
        if other != term:
            yield other, _TONE if term.isascii() else _OTHER_TONE
    for near in slips.near(plain):
        for other in slips.toned(near):
            yield other, _MOVED + _FAR * _distance(term, other)


def _without_tone(syllable: str) -> str:
    """A syllable without its tone, marks and bar kept: `vận` gives `vân`."""
    letters = unicodedata.normalize("NFD", syllable)
    plain = "".join(c for c in letters if c not in _TONES)
    return unicodedata.normalize("NFC", plain)


@lru_cache(maxsize=20_000)
def _letters(syllable: str) -> tuple[str, tuple[str, ...], str]:
    """A syllable without its tone, its letters without their marks, its tone."""
    letters = _without_tone(syllable)
    return letters, tuple(unaccent(c) for c in letters), _tone(syllable)


@lru_cache(maxsize=20_000)
def _distance(one: str, other: str) -> float:
    """How far two spellings are apart: letters left out, put in, changed or swapped; a mark or the tone counts half."""
    (a, plain_a, tone_a), (b, plain_b, tone_b) = _letters(one), _letters(other)
    tone = 0.5 * (tone_a != tone_b)
    if any(f"{y}{a[len(x) :]}" == b for x, y in ALIKE if a.startswith(x)):
        return 1.0 + tone
    before: list[float] = []
    last = [float(place) for place in range(len(b) + 1)]
    for i, x in enumerate(a):
        row = [i + 1.0]
        for j, y in enumerate(b):
            least = last[j] + (0.0 if x == y else 0.5 if plain_a[i] == plain_b[j] else 1.0)
            if last[j + 1] + 1 < least:
                least = last[j + 1] + 1
            if row[j] + 1 < least:
                least = row[j] + 1
            if i and j and x == b[j - 1] and y == a[i - 1] and before[j - 1] + 1 < least:
                least = before[j - 1] + 1
            row.append(least)
        before, last = last, row
    return last[-1] + tone


def _tone(syllable: str) -> str:
    """The tone's sign, "" for the level one."""
    return "".join(c for c in unicodedata.normalize("NFD", syllable) if c in _TONES)
