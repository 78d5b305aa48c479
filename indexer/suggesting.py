"""Suggestions while a query is typed, from numbers, titles and headings; toneless beginnings find toned words.

Everything stands in memory, sorted: a suggestion costs a few look-ups, whatever the archive's size. It is made in the
background; until it is there, there are no suggestions. Of documents that change later a small one is made beside it,
and the whole is made again when those have become many.
"""

from __future__ import annotations

import logging
import math
import re
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive.documents import LAW_TYPES
from archive.folding import fold_for_comparison, fold_tone_placement, nfc, squeeze, unaccent
from archive.records import Record
from archive.seeing import SYSTEM, seeing

MOST = 8
SECONDS = 5.0
"""How often it is looked whether documents have changed."""

_SCORED = 600
"""Candidates looked at closely; of more, those that begin as typed and the shortest are looked at."""
_FILTERED = 8000
"""So many are looked through one by one for the beginning of the last word; more are joined from the postings."""

_LONGEST = 120
_FEW = 300
"""So many documents may differ from those of the whole before it is made again."""
_EVERYWHERE = 20
"""A heading of more documents says little."""
_WORD = re.compile(r"[^\W_]+")

log = logging.getLogger("cancu.suggesting")


class SuggestingArchive(Protocol):
    """What suggestions are made from (`archive.documents.Archive`)."""

    def titled(self, of: Collection[int] | None = None) -> Iterable[Record]: ...

    def headings(self, of: Collection[int] | None = None) -> Iterable[tuple[str, int]]: ...

    def topics(self) -> Mapping[int, tuple[int, datetime, str, str]]: ...

    def hidden(self) -> frozenset[int]: ...


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
    """The suggestions of one state of an archive."""

    def __init__(self, documents: Iterable[Record], headings: Iterable[tuple[str, int]]) -> None:
        names: dict[int, str] = {}
        made: list[tuple[Suggestion, str, int, tuple[int, ...]]] = []
        for record in documents:
            name = " ".join(filter(None, (record.type, record.number))) if record.number else record.title
            names[record.id] = name
            if record.type in LAW_TYPES and record.title:
                # Laws go by their names, everything else by its number.
                year = f" {record.issued.year}" if record.issued else ""
                law = record.title if record.title.startswith(record.type) else f"{record.type} {record.title}"
                if len(law) <= _LONGEST:
                    found = Suggestion("document", law + year, law + year, record.number, record.id)
                    made.append((found, law + year, 3, (record.id,)))
            if record.number:
                found = Suggestion("document", name, record.number, record.title, record.id)
                made.append((found, f"{name} {record.title}", 2, (record.id,)))
        where: dict[str, list[int]] = defaultdict(list)
        for heading, document in headings:
            shown = squeeze(heading).rstrip(".;:")
            if 3 < len(shown) <= _LONGEST:
                where[shown].append(document)
        for heading, those in where.items():
            distinct = tuple(dict.fromkeys(those))
            made.append((_of_heading(heading, distinct, names), heading, _rank_of_heading(distinct), distinct))
        # Sorted by their plain form, so that all that begin alike stand together.
        plain = [_plain(text) for _, text, _, _ in made]
        order = sorted(range(len(made)), key=plain.__getitem__)
        self._made = [made[i][0] for i in order]
        self._small = [nfc(made[i][1]).lower() for i in order]
        self._rank = [made[i][2] for i in order]
        self._where = [made[i][3] for i in order]
        self._names = names
        self._plain = [plain[i] for i in order]
        self._lengths = np.array([len(text) for text in self._plain], dtype=np.int32)
        postings: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._plain):
            for word in dict.fromkeys(text.split()):
                postings[word].append(place)
        self._words = sorted(postings)
        self._postings = [np.array(postings[word], dtype=np.int32) for word in self._words]

    def __len__(self) -> int:
        return len(self._made)

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
            places = {place: None for place in places if not hidden.issuperset(self._where[place])}
        typed_forms = {text.lower(), fold_for_comparison(text), fold_tone_placement(text.lower())}
        has_tones = unaccent(text) != text

        def key(place: int) -> tuple[float, ...]:
            return (
                # Typed tones rank above folded ones.
                -float(has_tones and any(form in self._small[place] for form in typed_forms)),
                -float(place in begins),
                -self._ranked(place, hidden),
                len(self._plain[place]),
                place,
            )

        best = sorted((key(place), place) for place in places)[:limit]
        return [(order[:-1], self._shown(place, hidden)) for order, place in best]

    def _shown(self, place: int, hidden: frozenset[int]) -> Suggestion:
        found, where = self._made[place], self._where[place]
        if hidden.isdisjoint(where):
            return found
        return _of_heading(found.text, [id_ for id_ in where if id_ not in hidden], self._names)

    def _ranked(self, place: int, hidden: frozenset[int]) -> int:
        where = self._where[place]
        if len(where) < 2 or hidden.isdisjoint(where):
            return self._rank[place]
        return _rank_of_heading([id_ for id_ in where if id_ not in hidden])

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
            kept = [place for place in found.tolist() if begun_with in f" {self._plain[place]}"]
            found = np.array(kept, dtype=np.int32)
        elif not last_is_whole:
            first = bisect_left(self._words, words[-1])
            last = bisect_left(self._words, words[-1] + "\U0010ffff", first)
            if first == last:
                return []
            if found is None and last - first > _SCORED:
                last = first + _SCORED
            chosen, size = [], 0
            for posting in self._postings[first:last]:
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


def _of_heading(heading: str, documents: Sequence[int], names: Mapping[int, str]) -> Suggestion:
    one = documents[0] if len(documents) == 1 else None
    return Suggestion("heading", heading, heading, names.get(one, "") if one is not None else "", one)


def _rank_of_heading(documents: Sequence[int]) -> int:
    return 0 if len(documents) > _EVERYWHERE else 1


# Every letter of Vietnamese as its plain one, small: a table, since a whole archive goes through it.
_LETTERS = str.maketrans(
    {chr(code): unaccent(chr(code)).lower() for code in (*range(0xC0, 0x1F00), *range(0x41, 0x5B))}
)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(nfc(text).translate(_LETTERS)))


@dataclass(frozen=True)
class _Held:
    """The suggestions of most documents and of those that differ from them (`aside`, gone ones among them)."""

    states: Mapping[int, tuple[int, datetime, str, str]]
    whole: Suggestions
    whole_states: Mapping[int, tuple[int, datetime]]
    late: Suggestions
    aside: frozenset[int] = frozenset()

    def of(self, typed: str, limit: int, hidden: frozenset[int]) -> list[Suggestion]:
        if not self.aside:
            return self.whole.of(typed, limit, hidden)
        found = self.whole.ranked(typed, limit, hidden | self.aside) + self.late.ranked(typed, limit, hidden)
        joined: dict[tuple[str, str], Suggestion] = {}
        for _, one in sorted(found, key=lambda each: each[0]):
            key = (one.kind, one.text)
            # A heading of both stands in several documents.
            joined[key] = replace(one, detail="", document=None) if key in joined and one.kind == "heading" else one
        return list(joined.values())[:limit]


class Suggester:
    """Suggestions of an archive as it changes. Safe to share between threads."""

    def __init__(self, archive: SuggestingArchive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        none = Suggestions((), ())
        self._held = _Held({}, none, {}, none)
        self._making: threading.Thread | None = None
        self._looked = -math.inf

    def of(self, typed: str, limit: int = MOST) -> list[Suggestion]:
        """As `Suggestions.of`, for whoever looks; changed documents are taken in behind the answer."""
        hidden = self._archive.hidden()
        with self._lock, seeing(SYSTEM):
            due = time.monotonic() - self._looked > SECONDS
            self._looked = time.monotonic() if due else self._looked
            if due and self._making is None and self._held.states is not self._archive.topics():
                self._making = threading.Thread(target=self._make, name="suggestions", daemon=True)
                self._making.start()
            held = self._held
        return held.of(typed, limit, hidden)

    def make_later(self, seconds: float = 15.0) -> None:
        """Begin in a while: whoever opens an archive wants its first answer first."""
        timer = threading.Timer(seconds, self.of, ("",))
        timer.daemon = True
        timer.start()

    def wait(self, seconds: float = 60.0) -> None:
        """Until what is being made is made."""
        self.of("")
        making = self._making
        if making is not None:
            making.join(seconds)

    def _make(self) -> None:
        try:
            made = self._made()
            with self._lock:
                self._held = made
        except Exception:
            log.exception("suggestions could not be made")
        finally:
            self._making = None

    def _made(self) -> _Held:
        archive, before = self._archive, self._held
        states = archive.topics()
        known = {id_: state[:2] for id_, state in states.items()}
        changed = {id_ for id_, state in known.items() if before.whole_states.get(id_) != state}
        if len(changed) > _FEW or not len(before.whole):
            return _Held(states, Suggestions(archive.titled(), archive.headings()), known, Suggestions((), ()))
        aside = frozenset(changed | (before.whole_states.keys() - known.keys()))
        if aside == before.aside and all(known[id_] == before.states.get(id_, ())[:2] for id_ in changed):
            # Something else of them changed, such as what others do to them.
            return replace(before, states=states)
        late = Suggestions(archive.titled(changed), archive.headings(changed)) if changed else Suggestions((), ())
        return replace(before, states=states, late=late, aside=aside)
