"""Documents to cite, found while a few letters of number, title, short name or subject are typed, toneless too.

Only what names a document is in here, sorted: a look-up costs well under a millisecond of work for each letter typed,
whatever the archive's size. It lies in one file that all processes map; whoever first finds it out of date makes it.
What a document says is for `indexer.search`.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.document_types import PARTY_CODES, STATE_CODES, rank
from archive.folding import nfc, plain_letters, squeeze, unaccent
from archive.held import LAW_TYPES
from archive.records import Record
from archive.seeing import SYSTEM, seeing
from indexer.meaning.mapped import read_arrays, write_arrays
from indexer.texts import Runs, Texts, runs_together, texts_together

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

_MAGIC = b"CANCUCT1"
"""Another one for every change of what is made of an archive."""

log = logging.getLogger("cancu.citable")


class CitableArchive(Protocol):
    """What the documents are taken from (`archive.cataloguing.Cataloguing`)."""

    def titled(self) -> Iterable[Record]: ...

    def mark(self) -> tuple[object, ...]: ...

    def hidden(self) -> frozenset[int]: ...


class Citable:
    """The documents of one state of an archive, from arrays as `of_records` makes them."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        def texts(name: str) -> Texts:
            return Texts(arrays[name], arrays[f"{name} begins"])

        self.arrays = arrays
        self._ids, self._ranks, self._days = arrays["id"], arrays["rank"], arrays["day"]
        self._laws, self._type = arrays["law"], arrays["of type"]
        self._titles, self._toned, self._numbers = texts("title"), texts("toned"), texts("number")
        named = texts("type")
        types = [named[place] for place in range(len(named))]
        self._types = [(" ".join(_plain(type_)), *_CODES.get(type_, ())) for type_ in types]
        self._words = texts("word")
        self._postings = Runs(arrays["posting"], arrays["posting begins"])

    @classmethod
    def of_records(cls, records: Iterable[Record]) -> Citable:
        """Of the documents that can be cited among these."""
        return cls(_made_of(records))

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
            found = found[[id_ not in hidden for id_ in self._ids[found].tolist()]]
        if len(found) > _SCORED:
            found = found[np.argsort(self._ranks[found], kind="stable")[:_SCORED]]
        toned = text.lower() if unaccent(text) != text else ""
        order = sorted(self._keys(found, words, " ".join(words), toned))[:limit]
        return [int(self._ids[key[-1]]) for key in order]

    def _keys(
        self, found: NDArray[np.int32], words: Sequence[str], phrase: str, toned: str
    ) -> Iterator[tuple[Any, ...]]:
        """What they are ordered by, the place last."""
        figures = [word for word in words if word.isdigit()]
        places = found.tolist()
        titles = self._titles.several(places)
        numbers = self._numbers.several(places) if figures else [""] * len(places)
        # Typed tones rank above folded ones.
        as_typed = [toned in text for text in self._toned.several(places)] if toned else [False] * len(places)
        about = (each[found].tolist() for each in (self._type, self._laws, self._ranks, self._days))
        for place, title, number, tones, of_type, law, its_rank, day in zip(
            places, titles, numbers, as_typed, *about, strict=True
        ):
            types = self._types[of_type]
            numbered = _numbered(number.split(), figures, day) if number else 0
            named = next((each for each in types if f"{phrase} ".startswith(f"{each} ")), "")
            bare = phrase[len(named) :].strip() if named and len(phrase) > len(named) else phrase
            whole = bool(bare) and (title in (bare, phrase) or f"{types[0]} {title}" == phrase)
            begins = bool(bare) and title.startswith(bare)
            inside = bool(bare) and f" {bare}" in f" {title}"
            yield (
                -numbered,
                not (named and numbered > 0),
                not tones,
                not whole,
                not (begins and law),
                not begins,
                not inside,
                min(its_rank, 20),
                -day,
                place,
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
        return np.unique(self._postings.between(first, last))


def _made_of(records: Iterable[Record]) -> dict[str, NDArray[Any]]:
    kept = [record for record in records if not record.sample and (record.number or record.title)]
    types = sorted({record.type for record in kept})
    numbered = {type_: number for number, type_ in enumerate(types)}
    postings: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(kept):
        for word in dict.fromkeys(_words(record)):
            postings[word].append(place)
    words = sorted(postings)
    ranks = [rank(record.type, record.issuer, record.number) for record in kept]
    arrays: dict[str, NDArray[Any]] = {
        "id": np.array([record.id for record in kept], np.int64),
        "rank": np.array(ranks, np.int32),
        "day": np.array([record.issued.toordinal() if record.issued else 0 for record in kept], np.int32),
        "law": np.array([record.type in LAW_TYPES for record in kept], np.bool_),
        "of type": np.array([numbered[record.type] for record in kept], np.int32),
    }
    for name, texts in (
        ("title", [" ".join(_plain(record.title)) for record in kept]),
        ("toned", [nfc(f"{record.type} {record.title}").lower() for record in kept]),
        ("number", [" ".join(_plain(record.number)) for record in kept]),
        ("type", types),
        ("word", words),
    ):
        arrays[name], arrays[f"{name} begins"] = texts_together(texts)
    arrays["posting"], arrays["posting begins"] = runs_together([postings[word] for word in words])
    return arrays


def _numbered(number: Sequence[str], figures: Sequence[str], day: int) -> int:
    """2 where the figures are those of a number, 1 where the first alone is, else 0; `day` that of its issue, 0 for
    none."""
    # `30/2020`: the number first, then the year of the number or of its issue.
    if number[0].lstrip("0") != figures[0].lstrip("0"):
        return 0
    if len(figures) < 2 or figures[1] in number[1:]:
        return 2
    year = str(date.fromordinal(day).year) if day else ""
    return 2 if year.startswith(figures[1]) else 1


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
    """The citable documents of an archive as it changes. Safe to share between threads.

    `path`: the file that they are kept in, for all processes; without one they are kept in memory.
    """

    def __init__(self, archive: CitableArchive, path: Path | None = None) -> None:
        self._archive = archive
        self._path = path
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

    def open(self) -> None:
        """Take what lies in the file, where it is of the archive as it is."""
        with seeing(SYSTEM), self._lock:
            mark = self._archive.mark()
            found = self._read(mark)
            if found is not None:
                self._held, self._mark = found, mark

    def erase(self) -> None:
        """Leave nothing in the file; it is made anew."""
        self._unlink()
        with self._lock:
            self._held = self._mark = None

    def wait(self, seconds: float = 60.0) -> None:
        """Until what is being read is read."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _make(self) -> None:
        with seeing(SYSTEM):
            mark = self._archive.mark()
            made = self._read(mark) or self._written(Citable.of_records(self._archive.titled()), mark)
        self._held, self._mark, self._looked = made, mark, time.monotonic()

    def _read(self, mark: tuple[object, ...]) -> Citable | None:
        """What lies in the file; None where that is not there or of another state."""
        if self._path is None:
            return None
        try:
            _, arrays = read_arrays(self._path, _MAGIC)
            return Citable(arrays) if arrays["mark"].tobytes() == _told(mark) else None
        except (OSError, ValueError, KeyError):
            return None

    def _written(self, made: Citable, mark: tuple[object, ...]) -> Citable:
        """The same as it lies in the file now; in memory where it cannot be written or is out of date already."""
        if self._path is None:
            return made
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_arrays(self._path, _MAGIC, {**made.arrays, "mark": np.frombuffer(_told(mark), np.uint8)})
        except OSError as error:
            log.warning("the citable documents are kept in memory: %s", error)
            return made
        if self._archive.mark() != mark:
            # Somebody may have erased the file just before it was written: nothing purged is left in it.
            self._unlink()
            return made
        return self._read(mark) or made

    def _unlink(self) -> None:
        if self._path is not None:
            # On Windows a file that another process has mapped stays until it is made anew.
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _make_behind(self) -> None:
        try:
            self._make()
        except Exception:
            log.exception("the citable documents could not be read")
        finally:
            self._making = False


def _told(mark: tuple[object, ...]) -> bytes:
    return repr(mark).encode()
