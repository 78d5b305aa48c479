"""Suggestions while a query is typed, as an archive changes.

Those of most documents lie in one file that all processes map (`indexer.suggestions`). It is made in the background;
until it is there, there are no suggestions. Of documents that change later a small one is made beside it, in memory,
and the whole is made again when those have become many.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from archive.records import Record
from archive.seeing import SYSTEM, seeing
from indexer.meaning.mapped import read_arrays, write_arrays
from indexer.suggestions import MOST, Suggestion, Suggestions
from indexer.texts import Texts, texts_together

SECONDS = 5.0
"""How often it is looked whether documents have changed."""
_KEPT_UP = 10.0
"""Seconds between two looks whether the file has to be made again."""
_FEW = 300
"""So many documents may differ from those of the whole before it is made again."""
_MAGIC = b"CANCUSG1"
"""Another one for every change of what is made of an archive."""

log = logging.getLogger("cancu.suggesting")


class SuggestingArchive(Protocol):
    """What suggestions are made from (`archive.documents.Archive`)."""

    def titled(self, of: Collection[int] | None = None) -> Iterable[Record]: ...

    def headings(self, of: Collection[int] | None = None) -> Iterable[tuple[str, int]]: ...

    def topics(self) -> Mapping[int, tuple[int, datetime, str, str]]: ...

    def hidden(self) -> frozenset[int]: ...


@dataclass(frozen=True)
class _Held:
    """The suggestions of most documents and of those that differ from them (`aside`, gone ones among them)."""

    states: Mapping[int, tuple[int, datetime, str, str]]
    whole: Suggestions
    whole_states: Mapping[int, str]
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
    """Suggestions of an archive as it changes. Safe to share between threads.

    `path`: the file that the whole is kept in, for all processes; without one it is kept in memory. One that does not
    make (`makes`) takes what another process wrote there.
    """

    def __init__(self, archive: SuggestingArchive, path: Path | None = None) -> None:
        self.makes = True
        self._archive = archive
        self._path = path
        self._lock = threading.Lock()
        self._held = _nothing()
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

    def keep_up(self, stopped: Callable[[float], bool]) -> None:
        """Make again what others are to find in the file, until `stopped`, which waits so many seconds."""
        while not stopped(_KEPT_UP):
            self.of("")

    def wait(self, seconds: float = 60.0) -> None:
        """Until what is being made is made."""
        self.of("")
        making = self._making
        if making is not None:
            making.join(seconds)

    def open(self) -> None:
        """Take what lies in the file, where it is of the archive as it is."""
        with seeing(SYSTEM):
            states = self._archive.topics()
            found = self._read({id_: _state(state) for id_, state in states.items()})
        if found is not None:
            with self._lock:
                self._held = _Held({}, found[0], found[1], _nothing().late)

    def erase(self) -> None:
        """Leave nothing in the file; it is made anew."""
        with self._lock:
            self._held = _nothing()
            self._looked = -math.inf
        if self._path is not None:
            # On Windows a file that another process has mapped stays until it is made anew.
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

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
        archive, before, none = self._archive, self._held, _nothing().late
        states = archive.topics()
        known = {id_: _state(state) for id_, state in states.items()}
        changed = _changed(known, before.whole_states)
        lost = self.makes and self._path is not None and not self._path.is_file()
        if lost or len(changed) > _FEW or not len(before.whole):
            found = self._read(known)
            if found is None and self.makes:
                found = self._written(Suggestions.of_archive(archive.titled(), archive.headings()), known)
            if found is None:
                # Whoever makes it has not done so yet: what has changed is left out until then.
                aside = frozenset(changed | (before.whole_states.keys() - known.keys()))
                return replace(before, late=none, aside=aside)
            before = _Held({}, *found, none)
            changed = _changed(known, before.whole_states)
        aside = frozenset(changed | (before.whole_states.keys() - known.keys()))
        if before.states and aside == before.aside and _same(known, before.states, changed):
            # Something else of them changed, such as what others do to them.
            return replace(before, states=states)
        late = Suggestions.of_archive(archive.titled(changed), archive.headings(changed)) if changed else none
        return replace(before, states=states, late=late, aside=aside)

    def _read(self, known: Mapping[int, str]) -> tuple[Suggestions, Mapping[int, str]] | None:
        """What lies in the file, and of which states; None where that is not there or too many documents differ."""
        if self._path is None:
            return None
        try:
            _, arrays = read_arrays(self._path, _MAGIC)
            stated = Texts(arrays["state"], arrays["state begins"])
            states = {id_: stated[place] for place, id_ in enumerate(arrays["stated"].tolist())}
            found = Suggestions(arrays)
        except (OSError, ValueError, KeyError):
            return None
        return (found, states) if len(_changed(known, states)) <= _FEW else None

    def _written(self, made: Suggestions, known: Mapping[int, str]) -> tuple[Suggestions, Mapping[int, str]]:
        """Suggestions as they lie in the file now; in memory where it cannot be written."""
        if self._path is None:
            return made, known
        state, begins = texts_together(known.values())
        stated = {"stated": np.array(list(known), np.int64), "state": state, "state begins": begins}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_arrays(self._path, _MAGIC, {**made.arrays, **stated})
        except OSError as error:
            log.warning("suggestions are kept in memory: %s", error)
            return made, known
        return self._read(known) or (made, known)


def _nothing() -> _Held:
    none = Suggestions.of_archive((), ())
    return _Held({}, none, {}, none)


def _state(state: tuple[int, datetime, str, str]) -> str:
    """What tells whether the suggestions of a document are still as they would be made now."""
    return f"{state[0]} {state[1].isoformat()}"


def _same(known: Mapping[int, str], states: Mapping[int, tuple[int, datetime, str, str]], ids: set[int]) -> bool:
    return all(id_ in states and known[id_] == _state(states[id_]) for id_ in ids)


def _changed(known: Mapping[int, str], before: Mapping[int, str]) -> set[int]:
    return {id_ for id_, state in known.items() if before.get(id_) != state}
