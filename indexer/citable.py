"""Documents to cite, found while a few letters of number, title, short name or subject are typed, toneless too.

Only what names a document is in here, sorted in memory: a look-up costs well under a millisecond of work for each
letter typed, whatever the archive's size. What a document says is for `indexer.search`.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from archive.document_types import PARTY_CODES, STATE_CODES, rank
from archive.folding import nfc, plain_letters, squeeze, unaccent
from archive.held import LAW_TYPES
from archive.records import Record
from archive.seeing import SYSTEM, seeing

SECONDS = 3.0
"""How often it is looked whether documents have changed."""

_SCORED = 4000
_LONGEST = 200
_RUN = re.compile(r"[^\W\d_]+|\d+")
_CODES: dict[str, tuple[str, ...]] = {}
for _code, _name in (*STATE_CODES.items(), *PARTY_CODES.items()):
    _CODES[_name] = (*_CODES.get(_name, ()), unaccent(_code).lower())
# Words between the parts of what is typed that say nothing of the document.
_SAID = frozenset({"so", "ngay", "cua", "nam"})

log = logging.getLogger("cancu.citable")


class CitableArchive(Protocol):
    """What the documents are taken from (`archive.cataloguing.Cataloguing`)."""

    def titled(self) -> Iterable[Record]: ...

    def mark(self) -> tuple[object, ...]: ...

    def hidden(self) -> frozenset[int]: ...


class Citable:
    """The documents of one state of an archive."""

    def __init__(self, records: Iterable[Record]) -> None:
        kept = [record for record in records if not record.sample and (record.number or record.title)]
        self._ids = [record.id for record in kept]
        self._titles = [" ".join(_plain(record.title)) for record in kept]
        self._types = [(" ".join(_plain(record.type)), *_CODES.get(record.type, ())) for record in kept]
        self._toned = [nfc(f"{record.type} {record.title}").lower() for record in kept]
        self._numbers = [tuple(_plain(record.number)) for record in kept]
        self._ranks = [rank(record.type, record.issuer, record.number) for record in kept]
        self._days = [record.issued.toordinal() if record.issued else 0 for record in kept]
        self._years = [str(record.issued.year) if record.issued else "" for record in kept]
        self._laws = [record.type in LAW_TYPES for record in kept]
        postings: dict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(kept):
            for word in dict.fromkeys(_words(record)):
                postings[word].append(place)
        self._words = sorted(postings)
        self._postings = [np.array(postings[word], dtype=np.int32) for word in self._words]

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, typed: str, limit: int = 8, hidden: frozenset[int] = frozenset()) -> list[int]:
        """The ids of the documents meant, the likeliest first: each has all that was typed, as words or beginnings.

        As if the `hidden` documents had never been; nothing for less than two letters.
        """
        text = squeeze(nfc(typed))[:_LONGEST]
        words = [word for word in _plain(text) if word not in _SAID] or _plain(text)
        if not words or len("".join(words)) < 2:
            return []
        found = self._with(words)
        if found is None:
            return []
        if hidden:
            found = np.array([place for place in found.tolist() if self._ids[place] not in hidden], dtype=np.int32)
        if len(found) > _SCORED:
            weight = np.array([self._ranks[place] for place in found.tolist()])
            found = found[np.argsort(weight, kind="stable")[:_SCORED]]
        toned = text.lower() if unaccent(text) != text else ""
        phrase = " ".join(words)
        order = sorted(found.tolist(), key=lambda place: self._key(place, words, phrase, toned))
        return [self._ids[place] for place in order[:limit]]

    def _key(self, place: int, words: Sequence[str], phrase: str, toned: str) -> tuple[float, ...]:
        number, title = self._numbers[place], self._titles[place]
        figures = [word for word in words if word.isdigit()]
        numbered = 0
        if figures and number:
            # `30/2020`: the number first, then the year of the number or of its issue.
            seq = number[0].lstrip("0") == figures[0].lstrip("0")
            year = len(figures) < 2 or figures[1] in number[1:] or self._years[place].startswith(figures[1])
            numbered = 2 if seq and year else 1 if seq else 0
        named = next((each for each in self._types[place] if f"{phrase} ".startswith(f"{each} ")), "")
        bare = phrase[len(named) :].strip() if named and len(phrase) > len(named) else phrase
        whole = bool(bare) and (title in (bare, phrase) or f"{self._types[place][0]} {title}" == phrase)
        begins = bool(bare) and title.startswith(bare)
        inside = bool(bare) and f" {bare}" in f" {title}"
        return (
            -numbered,
            -float(bool(named) and numbered > 0),
            # Typed tones rank above folded ones.
            -float(bool(toned) and toned in self._toned[place]),
            -float(whole),
            -float(begins and self._laws[place]),
            -float(begins),
            -float(inside),
            float(min(self._ranks[place], 20)),
            -float(self._days[place]),
            float(place),
        )

    def _with(self, words: Sequence[str]) -> NDArray[np.int32] | None:
        """The documents that have every word, the figures of a number as they are, others as beginnings."""
        found: NDArray[np.int32] | None = None
        for place, word in enumerate(words):
            last = place == len(words) - 1
            some = self._beginning(word, exact=word.isdigit() and not last)
            if some is None:
                return None
            found = some if found is None else np.intersect1d(found, some, assume_unique=True)
            if not len(found):
                return None
        return found

    def _beginning(self, word: str, *, exact: bool) -> NDArray[np.int32] | None:
        first = bisect_left(self._words, word)
        if exact:
            held = first < len(self._words) and self._words[first] == word
            bare = word.lstrip("0")
            if not held and bare and bare != word:
                return self._beginning(bare, exact=True)
            return self._postings[first] if held else None
        last = bisect_left(self._words, word + "\U0010ffff", first)
        if first == last:
            bare = word.lstrip("0")
            return self._beginning(bare, exact=False) if bare and bare != word else None
        if last - first == 1:
            return self._postings[first]
        return np.unique(np.concatenate(self._postings[first:last]))


def _plain(text: str) -> list[str]:
    """Letters and figures apart: `NĐ30` is typed for `Nghị định 30`."""
    return _RUN.findall(nfc(text).translate(plain_letters()))


def _words(record: Record) -> list[str]:
    number = _plain(record.number)
    title = _plain(record.title)
    words = [*_plain(record.type), *number, *title, *_plain(record.issuer), *_CODES.get(record.type, ())]
    words += [word.lstrip("0") for word in number if word.isdigit() and word.startswith("0") and word.strip("0")]
    if record.issued is not None:
        words.append(str(record.issued.year))
    if record.type in LAW_TYPES:
        # `LĐĐ`, `BLHS`: as laws are shortened.
        named = title if title[:1] in (["luat"], ["bo"]) else [*_plain(record.type), *title]
        words.append("".join(word[0] for word in named)[:12])
    return words


class Catalogue:
    """The citable documents of an archive as it changes. Safe to share between threads."""

    def __init__(self, archive: CitableArchive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._mark: tuple[object, ...] | None = None
        self._held: Citable | None = None
        self._making = False
        self._thread: threading.Thread | None = None
        self._looked = 0.0

    def find(self, typed: str, limit: int = 8) -> list[int]:
        """As `Citable.find`, for whoever looks. The first one waits until they are read; later changes are taken in
        behind the answer."""
        hidden = self._archive.hidden()
        with self._lock:
            if self._held is None:
                self._make()
            elif not self._making and time.monotonic() - self._looked > SECONDS:
                self._looked = time.monotonic()
                with seeing(SYSTEM):
                    changed = self._mark != self._archive.mark()
                if changed:
                    self._making = True
                    self._thread = threading.Thread(target=self._make_behind, name="citable", daemon=True)
                    self._thread.start()
            held = self._held
        return held.find(typed, limit, hidden) if held is not None else []

    def wait(self, seconds: float = 60.0) -> None:
        """Until what is being read is read."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _make(self) -> None:
        with seeing(SYSTEM):
            mark = self._archive.mark()
            made = Citable(self._archive.titled())
        self._held, self._mark, self._looked = made, mark, time.monotonic()

    def _make_behind(self) -> None:
        try:
            self._make()
        except Exception:
            log.exception("the citable documents could not be read")
        finally:
            self._making = False
