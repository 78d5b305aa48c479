"""The tables, read once: everyday words, synonyms, abbreviations, and questions with several readings."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from archive.folding import unaccent
from indexer.analysis import fold_token, syllables
from indexer.keystrokes import is_syllable

Key = tuple[str, ...]
"""Folded syllables of a wording."""


@dataclass(frozen=True)
class Context:
    """Words of a query that a pair needs beside it (any one of `near`, where there is one), or must not have
    (`unless`); folded, one or more syllables joined by spaces."""

    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def fits(self, beside: str) -> bool:
        """`beside`: the folded syllables around the wording, joined by spaces and padded with one at both ends."""
        if any(f" {word} " in beside for word in self.unless):
            return False
        return not self.near or any(f" {word} " in beside for word in self.near)


@dataclass(frozen=True)
class Pair:
    """Another way to say a wording, what it is worth beside it (1 as good), and where it means that.

    `legal` where it is the law's word for it: everyday words and abbreviations written out, not synonyms."""

    text: str
    weight: float
    context: Context = Context()
    legal: bool = False


@dataclass(frozen=True)
class Abbreviation:
    """What a short form may stand for. `cased` where it is a word as well unless typed in capitals (`CT`, `HD`)."""

    short: str
    longs: tuple[Pair, ...]
    cased: bool

    @property
    def ambiguous(self) -> bool:
        """Whether it stands for several things."""
        return len(self.longs) > 1


@dataclass(frozen=True)
class AskedReading:
    """One reading of a question that has several; `query` is what to search for it."""

    vi: str
    en: str
    query: str
    context: Context


SHORT = 0.9
"""Worth of an abbreviation beside its long form, and of the long form beside it."""

PAIR_SHORTEST = 3
"""Letters; a shorter abbreviation is not looked for where its long form was typed: too many texts have it by chance."""


def _lines(name: str) -> list[str]:
    return (resources.files("indexer.vocabulary") / name).read_text(encoding="utf-8-sig").splitlines()


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_lines(name))


@cache
def _context(near: str, unless: str) -> Context:
    # Kept: the rows of one subject have the same company.
    return Context(_words(near), _words(unless))


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(syllables(word)) for word in text.split("|") if word.strip())


@cache
def _everyday() -> tuple[tuple[str, Key, Pair], ...]:
    """Rows of everyday words, and of words that mean something in company: the wording, its key, its legal term."""
    return tuple(
        (everyday, key_of(everyday), Pair(legal, float(weight), _context(near, unless), True))
        for name in ("everyday.csv", "company.csv")
        for everyday, legal, weight, near, unless in csv.reader(_lines(name)[1:])
    )


@lru_cache(maxsize=8_192)
def key_of(text: str) -> Key:
    """The folded syllables of a wording; the tables' are asked for again and again."""
    return tuple(syllables(text))


@cache
def pairs() -> Mapping[Key, tuple[Pair, ...]]:
    """Everyday wordings and synonyms by their key, the best first."""
    found: dict[Key, list[Pair]] = defaultdict(list)
    for _, key, pair in _everyday():
        found[key].append(pair)
    for row in _rows("synonyms.csv"):
        for one, other in ((row["one"], row["other"]), (row["other"], row["one"])):
            found[key_of(one)].append(Pair(other, float(row["weight"])))
    for abbreviation in abbreviations().values():
        if not abbreviation.ambiguous and len(abbreviation.short) >= PAIR_SHORTEST:
            found[key_of(abbreviation.longs[0].text)].append(Pair(abbreviation.short, SHORT))
    return {key: tuple(dict.fromkeys(those)) if len(those) > 1 else (those[0],) for key, those in found.items()}


FRAME = 0.5
"""Worth below which a wording is only the frame of a question (`bao lâu`, `ở đâu`): it says nothing of its subject."""


@cache
def everyday_wordings() -> Mapping[str, tuple[str, ...]]:
    """Everyday wordings and sentences with what the law calls them, in the order of the tables, whatever company they
    need; frames of questions are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows("everyday.csv"):
        if float(row["weight"]) >= FRAME:
            found[row["everyday"]].append(row["legal"])
    for row in _rows("sentences.csv"):
        found[row["said"]] += row["legal"].split("|")
    return {said: tuple(dict.fromkeys(meant)) for said, meant in found.items()}


@cache
def plain_wordings() -> Mapping[Key, str]:
    """Everyday wordings of two syllables or more by their letters without tones; those that differ in tones only are
    left out, and so are those of two syllables that mean something only in company: `o dau` is seldom `ở đậu`."""
    found: dict[Key, set[str]] = defaultdict(set)
    for words, key in dict.fromkeys((words.lower(), key) for words, key, _ in _everyday()):
        if len(key) > 1:
            found[tuple(map(unaccent, key))].add(words)
    alone = {key_of(row["everyday"]) for row in _rows("everyday.csv")}
    return {
        key: words
        for key, (words, *others) in found.items()
        if not others and (len(key) > _IN_COMPANY or key_of(words) in alone)
    }


_IN_COMPANY = 2
"""Syllables of a wording that is short enough to be something else by its letters."""


@cache
def reach() -> Mapping[str, int]:
    """Syllables of the longest wording that begins with a syllable: no place of a query is looked at further."""
    return _reach(pairs())


@cache
def plain_reach() -> Mapping[str, int]:
    """The same for `plain_wordings`."""
    return _reach(plain_wordings())


def _reach(keys: Iterable[Key]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key in keys:
        found[key[0]] = max(len(key), found.get(key[0], 0))
    return found


@cache
def abbreviations() -> Mapping[str, Abbreviation]:
    """Abbreviations by their folded form."""
    found: dict[str, list[tuple[str, Pair]]] = defaultdict(list)
    for row in _rows("abbreviations.csv"):
        context = Context(_words(row["near"]))
        found[fold_token(row["short"])].append((row["short"], Pair(row["long"], SHORT, context, True)))
    return {
        folded: Abbreviation(those[0][0], tuple(pair for _, pair in those), _is_a_word(those[0][0]))
        for folded, those in found.items()
    }


@cache
def toneless_abbreviations() -> Mapping[str, Abbreviation]:
    """Abbreviations by their form without tones and bars (`hdnd`), where only one has it and it is long enough."""
    found: dict[str, list[Abbreviation]] = defaultdict(list)
    for abbreviation in abbreviations().values():
        found[unaccent(abbreviation.short).lower()].append(abbreviation)
    return {plain: those[0] for plain, those in found.items() if len(those) == 1 and len(plain) >= PAIR_SHORTEST}


def _is_a_word(short: str) -> bool:
    """Short forms that may be something else in small letters."""
    return len(short) <= 2 or is_syllable(unaccent(short).lower())


@cache
def questions() -> Mapping[Key, tuple[AskedReading, ...]]:
    """Questions with several readings, by the words that must be in the query."""
    found: dict[Key, list[AskedReading]] = defaultdict(list)
    for row in _rows("readings.csv"):
        context = Context((), _words(row["unless"]))
        found[key_of(row["asked"])].append(AskedReading(row["vi"], row["en"], row["query"], context))
    return {key: tuple(those) for key, those in found.items()}
