"""The syllables of an index by what slips of the fingers make of them."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping

from archive.folding import unaccent
from indexer.engine.likelihood import Likelihood, Pairs
from indexer.engine.toning import Lexicon
from indexer.speech import speech

KNOWN = 3
"""Occurrences from which a syllable counts as one that texts use."""

COMMON = 25
"""Occurrences from which a syllable is offered in place of another."""

USED = 40
"""Occurrences from which a syllable is one whatever others have its letters: `cắn` beside all of `can`."""

SHARE = 5e-4
"""A syllable rarer than this share of all that have its letters is a slip that texts have as well."""

ALIKE = [
    pair
    for one, other in (("ch", "tr"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"))
    for pair in ((one, other), (other, one))
]
"""Onsets that sound alike somewhere in the country."""

LARGE = 3_000_000
"""Syllables; in an index of so many, that two common syllables never stand together says something."""

MOST_SAID = 6
"""Syllables of one plain form that are taken from how people talk."""

_LETTERS = "abcdeghiklmnopqrstuvxy"


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
        return made

    @property
    def large(self) -> bool:
        """Whether the index knows enough for what it lacks to say something."""
        return self.lexicon.total >= LARGE

    def frequency(self, syllable: str) -> float:
        """Occurrences of a syllable."""
        return self.frequencies.get(syllable, 0.0)

    def likelihood(self, pairs: Pairs) -> Likelihood:
        """How likely syllables are by these counts, those of pairs and how people talk."""
        return Likelihood.of(self.frequencies, self.lexicon.total, pairs)

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
        found |= {f"{word[:-1]}i" for word in found if word[-1:] == "y"}
        found |= {f"{other}{plain[len(one) :]}" for one, other in ALIKE if plain.startswith(one)}
        said = speech().readings
        return {word for word in found if (word in self._common or word in said) and word != plain}

    def toned(self, plain: str) -> Iterator[str]:
        """Common syllables of a plain form, in texts or in talk."""
        common = [term for term, frequency in self.lexicon.readings(plain) if frequency >= COMMON]
        return iter(dict.fromkeys([*common, *speech().readings.get(plain, ())[:MOST_SAID]]))
