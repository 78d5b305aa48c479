"""Known titles: a trie of words, and the gazetteer of laws that a text may cite by title alone.

The longest match wins: titles hold commas, `và` and other titles. Clerks shorten them (`Luật TCCQĐP`, `Luật Ban hành
VBQPPL`); the table of short forms is `law_short_names.csv`, facts from `domain/abbreviations.csv` and common usage.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from archive.citations.letters import UPPER
from archive.folding import fold_for_comparison, fold_syllable
from archive.numbers import canonical_number

LAW_WORDS = {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "Pháp lệnh", "hiến pháp": "Hiến pháp"}
CODE_NAMES = {
    "blds": "Bộ luật Dân sự",
    "blhs": "Bộ luật Hình sự",
    "bllđ": "Bộ luật Lao động",
    "bltths": "Bộ luật Tố tụng hình sự",
    "blttds": "Bộ luật Tố tụng dân sự",
}
"""What clerks write for the codes, small; the only titles that are spelled out and not given as printed."""
_END = "\0"
_WORD = re.compile(r"[\s,\"“”'‘’()/-]{0,4}(\w+)")
_FIRST_WORD = re.compile(r"\s*[\"“'‘]?(\w+)")


@dataclass(frozen=True)
class TitleEntry:
    """A title that may be met in a text; without its type word, as in `Record.title`. `number` "" where unknown."""

    type: str
    title: str
    number: str
    issued: date | None


class WordTrie:
    """Phrases by their words, folded: case, tone placement, i/y and punctuation do not matter, tones do."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, phrase: str, value: str) -> None:
        """Take a phrase in; a later one with the same words wins."""
        node = self._root
        words = fold_for_comparison(phrase).split()
        for word in words:
            node = node.setdefault(word, {})
        if words:
            node[_END] = value

    def longest(self, text: str, position: int, limit: int) -> tuple[int, str] | None:
        """End and value of the longest phrase that begins at `position` (after white space); None for none."""
        node: dict[str, Any] = self._root
        best: tuple[int, str] | None = None
        match = _FIRST_WORD.match(text, position, limit)
        while match is not None:
            following = node.get(fold_syllable(match.group(1)))
            if following is None:
                break
            node = following
            if _END in node:
                best = (match.end(), node[_END])
            match = _WORD.match(text, match.end(), limit)
        return best


class Gazetteer:
    """Known titles. Laws are found by them; the title of another document only helps to end it where it is joined."""

    def __init__(self, entries: Iterable[TitleEntry]) -> None:
        self._laws: dict[str, WordTrie] = {}
        self._numbered: dict[str, WordTrie] = {}
        for entry in entries:
            kind = fold_for_comparison(entry.type)
            if kind in LAW_WORDS:
                self._laws.setdefault(kind, WordTrie()).add(_without_type(entry.title, kind), entry.number)
            if entry.number:
                trie = self._numbered.setdefault(canonical_number(entry.number), WordTrie())
                trie.add(_LEAD.sub("", fold_for_comparison(entry.title)), entry.number)

    def law(self, kind: str, text: str, position: int, limit: int) -> int | None:
        """Where the longest known title of `kind` (`luật`) that begins at `position` ends."""
        trie = self._laws.get(kind)
        found = trie.longest(text, position, limit) if trie else None
        return found[0] if found else None

    def title_of(self, number: str, text: str, position: int, limit: int) -> int | None:
        """Where the known title of the document `number` ends, if it stands at `position`."""
        trie = self._numbered.get(number)
        found = trie.longest(text, position, limit) if trie else None
        return found[0] if found else None


_LEAD = re.compile(r"^(?:về việc|về|v v)\s+")


def _without_type(title: str, kind: str) -> str:
    folded = fold_for_comparison(title)
    return folded[len(kind) + 1 :] if folded.startswith(kind + " ") else folded


@cache
def known_laws() -> Gazetteer:
    """The titles of `law_titles.csv`: laws, codes and ordinances in force or once in force. Facts, not texts."""
    return Gazetteer(TitleEntry(row["type"], row["title"], "", None) for row in _rows("law_titles.csv"))


class ShortNames:
    """Titles of laws as clerks shorten them, each leading to the full title."""

    def __init__(self, rows: Iterable[dict[str, str]], laws: Iterable[dict[str, str]]) -> None:
        self._tries: dict[str, WordTrie] = {}
        parts: list[tuple[str, str]] = []
        for row in rows:
            if row["type"] == "*":
                parts.append((row["short"], fold_for_comparison(row["title"])))
            else:
                self._trie(row["type"]).add(row["short"], f"{row['type']} {row['title']}")
        for law in laws:
            folded = f" {fold_for_comparison(law['title'])} "
            for short, full in parts:
                if f" {full} " in folded and folded.strip() != full:
                    self._trie(law["type"]).add(
                        folded.replace(f" {full} ", f" {short} "), f"{law['type']} {law['title']}"
                    )

    def _trie(self, kind: str) -> WordTrie:
        return self._tries.setdefault(kind.lower(), WordTrie())

    def find(self, kind: str, text: str, position: int, limit: int) -> tuple[int, str] | None:
        """End and full title, type word included, of the longest short form of `kind` at `position`; None for none.

        Only with an abbreviation in capitals in it: `luật tc` is no law.
        """
        trie = self._tries.get(kind)
        found = trie.longest(text, position, limit) if trie else None
        if found is None or not _ABBREVIATED.search(text, position, found[0]):
            return None
        return found


_ABBREVIATED = re.compile(rf"(?<!\w)[{UPPER}]{{2}}")


@cache
def short_names() -> ShortNames:
    """The short forms of `law_short_names.csv`, and the titles of `law_titles.csv` with its abbreviations inside."""
    return ShortNames(_rows("law_short_names.csv"), _rows("law_titles.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    lines = files("archive").joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines))
