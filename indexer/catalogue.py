"""What is known of every document beyond what the index keeps: level, field, validity on a day, text or only a record.

Kept in memory and made anew for the documents that changed: filters and true counts on these facts then cost a look-up
a document, whatever the archive's size.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from archive.agency_levels import level_of
from archive.folding import fold_for_comparison, unaccent
from archive.records import Record, without_effects
from archive.seeing import SYSTEM, seeing
from archive.validity import validity_at

if TYPE_CHECKING:
    # numpy takes a fifth of a second to load: only once something is searched.
    import numpy as np
    from numpy.typing import NDArray

LEVELS = ("central", "province", "district", "commune")
STATES = ("in_force", "partly_expired", "not_yet", "suspended", "expired", "unknown")
HELD = ("held", "catalogued")
FACETS = ("level", "field", "validity", "held")

SECONDS = 2.0
"""How long a change of the archive may stay unseen by filters and counts."""

_CHOSEN = 16
_SEEN = 12
"""Sights of the catalogue kept: people from whom the same is hidden share one."""

_SECTION = re.compile(r"\s*\(\d+(?:\.\d+)*\)\s*$")


State = tuple[int, datetime, str, str]
"""A document's revision, the moment of its last change, its topic, and what other documents do to it, as kept."""


class Topics(Protocol):
    """Where the state of every document is read (`archive.cataloguing.Cataloguing`)."""

    def topics(self) -> dict[int, State]: ...

    def hidden(self) -> frozenset[int]: ...


class CatalogueArchive(Protocol):
    """What the catalogue is made from (`archive.documents.Archive`)."""

    @property
    def cataloguing(self) -> Topics: ...

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]: ...


@dataclass(frozen=True)
class Attributes:
    """Facts of one document; "" where not known. `validity` on the day the catalogue was asked for."""

    type: str
    issuer: str
    year: int | None
    issued: date | None
    number: str
    level: str
    field: str
    validity: str
    held: str


@dataclass(frozen=True)
class _Made:
    """The attributes on a day, made from documents in a known state; `codes[facet][i]` points into `names[facet]` for
    the document `ids[i]`, ascending."""

    states: Mapping[int, State]
    table: Mapping[int, Attributes]
    ids: NDArray[np.int64]
    codes: Mapping[str, NDArray[np.int64]]
    names: Mapping[str, Sequence[str]]
    chosen: dict[tuple[tuple[str, tuple[str, ...]], ...], frozenset[int]] = field(default_factory=dict)
    """What `Catalogue.documents` has found in it."""


class Catalogue:
    """The attributes of all documents. Safe to share between threads."""

    def __init__(self, archive: CatalogueArchive, seconds: float = SECONDS) -> None:
        self._archive = archive
        self._seconds = seconds
        self._lock = threading.Lock()
        self._records: dict[int, tuple[State, Record]] = {}
        self._states: dict[int, State] = {}
        self._looked = -math.inf
        self._made: dict[date, _Made] = {}
        self._seen: dict[tuple[date, frozenset[int]], tuple[_Made, _Made]] = {}

    def table(self, on: date) -> Mapping[int, Attributes]:
        """The attributes of every document on a day; changes of the archive show after `seconds` at the latest."""
        return self._on(on).table

    def states(self) -> Mapping[int, State]:
        """The state of every document, the same object until one of them changes."""
        with self._lock:
            self._look_again()
            return self._states

    def documents(self, on: date, wanted: Mapping[str, Sequence[str]]) -> frozenset[int]:
        """The documents that have one of the wanted values of each facet."""
        import numpy as np

        made = self._on(on)
        asked = tuple((facet, tuple(values)) for facet, values in wanted.items())
        found = made.chosen.get(asked)
        if found is None:
            chosen = np.ones(len(made.ids), dtype=bool)
            for facet, values in asked:
                chosen &= np.array([name in values for name in made.names[facet]], dtype=bool)[made.codes[facet]]
            if len(made.chosen) >= _CHOSEN:
                made.chosen.clear()
            found = made.chosen[asked] = frozenset(made.ids[chosen].tolist())
        return found

    def issued_by(self, on: date, names: Sequence[str]) -> frozenset[int]:
        """The documents of issuers whose name has the words of one of `names`, with or without tones."""
        asked = [_words(name) for name in names]
        known: dict[str, bool] = {}
        found = set()
        for id_, document in self.table(on).items():
            if document.issuer not in known:
                held = _words(document.issuer)
                known[document.issuer] = any(_within(words, held) for words in asked)
            if known[document.issuer]:
                found.add(id_)
        return frozenset(found)

    def counts(
        self, on: date, document_ids: NDArray[np.int64], units: NDArray[np.int64], facets: Sequence[str] = FACETS
    ) -> dict[str, dict[str, int]]:
        """How many units have each value of the facets: `units[i]` of document `document_ids[i]`, most first."""
        import numpy as np

        made = self._on(on)
        if not len(made.ids) or not len(document_ids):
            return {facet: {} for facet in facets}
        places = np.minimum(np.searchsorted(made.ids, document_ids), len(made.ids) - 1)
        here = made.ids[places] == document_ids
        places, weights = places[here], units[here]
        found = {}
        for facet in facets:
            names = made.names[facet]
            sums = np.bincount(made.codes[facet][places], weights=weights, minlength=len(names))
            pairs = sorted((-int(sums[code]), names[code]) for code in np.flatnonzero(sums).tolist() if names[code])
            found[facet] = {name: -count for count, name in pairs}
        return found

    def _on(self, on: date) -> _Made:
        """What whoever looks may see of the whole."""
        hidden = self._archive.cataloguing.hidden()
        with seeing(SYSTEM):
            whole = self._whole(on)
        if not hidden:
            return whole
        with self._lock:
            held = self._seen.get((on, hidden))
            if held is None or held[0] is not whole:
                held = whole, _made_without(whole, self._records, hidden, on)
                while len(self._seen) >= _SEEN:
                    self._seen.pop(next(iter(self._seen)))
                self._seen[on, hidden] = held
            return held[1]

    def _whole(self, on: date) -> _Made:
        with self._lock:
            self._look_again()
            made = self._made.get(on)
            if made is None or made.states is not self._states:
                made = _make(self._states, self._records, on, made)
                while len(self._made) > 4:
                    self._made.pop(next(iter(self._made)))
                self._made[on] = made
            return made

    def _look_again(self) -> None:
        if time.monotonic() - self._looked > self._seconds:
            self._look()

    def _look(self) -> None:
        """Read again what changed."""
        states = self._archive.cataloguing.topics()
        self._looked = time.monotonic()
        if states is self._states or states == self._states:
            return
        changed = [id_ for id_, state in states.items() if self._states.get(id_) != state]
        for id_, record in self._archive.records(changed).items():
            self._records[id_] = states[id_], record
        for gone in self._records.keys() - states.keys():
            del self._records[gone]
        self._states = states


def _make(
    states: Mapping[int, State], records: Mapping[int, tuple[State, Record]], on: date, before: _Made | None = None
) -> _Made:
    """The attributes on a day; those of documents that are as they were `before` are taken over."""
    kept: Mapping[int, Attributes] = before.table if before is not None else {}
    same = before.states if before is not None else {}
    table = {
        id_: kept[id_] if id_ in kept and same.get(id_) == state else _attributes(record, state[2], on)
        for id_, (state, record) in sorted(records.items())
    }
    return _coded(states, table)


def _made_without(whole: _Made, records: Mapping[int, tuple[State, Record]], hidden: frozenset[int], on: date) -> _Made:
    """The whole without hidden documents, and without what those do to the others."""
    table = {id_: found for id_, found in whole.table.items() if id_ not in hidden}
    for id_, (state, record) in records.items():
        if id_ in table and any(effect.by in hidden for effect in record.effects):
            table[id_] = _attributes(without_effects(record, hidden), state[2], on)
    return _coded(whole.states, table)


def _coded(states: Mapping[int, State], table: Mapping[int, Attributes]) -> _Made:
    import numpy as np

    codes, names = {}, {}
    for facet in FACETS:
        known: dict[Any, int] = {}
        found = (known.setdefault(getattr(one, facet), len(known)) for one in table.values())
        codes[facet] = np.fromiter(found, dtype=np.int64, count=len(table))
        names[facet] = list(known)
    return _Made(states, table, np.fromiter(table, dtype=np.int64, count=len(table)), codes, names)


def _attributes(record: Record, topic: str, on: date) -> Attributes:
    return Attributes(
        record.type,
        record.issuer,
        record.issued.year if record.issued else None,
        record.issued,
        record.number,
        level_of(record.issuer),
        field_name(topic),
        validity_at(record, on).state,
        "held" if record.held else "catalogued",
    )


_FIELDS = {
    "dan_van": "Dân vận",
    "tiep_dan": "Tiếp công dân",
    "dang": "Công tác đảng",
    "the_thuc": "Công tác văn thư",
    "to_chuc": "Tổ chức bộ máy",
    "cds": "Chuyển đổi số",
    "nen_tang": "Văn bản nền tảng",
    "vbqppl": "Ban hành văn bản quy phạm pháp luật",
    "van_thu": "Công tác văn thư",
    "luu_tru": "Lưu trữ",
    "bi_mat": "Bảo vệ bí mật nhà nước",
    "cqdp": "Chính quyền địa phương",
    "mot_cua": "Cơ chế một cửa",
    "cchc": "Cải cách hành chính",
    "cbcc": "Cán bộ, công chức",
    "cap_xa": "Cấp xã",
    "trap": "",
}


def field_name(topic: str) -> str:
    """The field of a document as it is shown: the code's subject without its number; names of our own lists in full."""
    plain = _SECTION.sub("", topic).strip()
    if plain in _FIELDS:
        return _FIELDS[plain]
    return plain.replace("_", " ") if plain.isascii() and "_" in plain else plain


def _words(name: str) -> list[str]:
    return fold_for_comparison(name).split()


def _within(asked: Sequence[str], held: Sequence[str]) -> bool:
    """Whether the asked words stand side by side in a name; toneless words meet toned ones."""
    if not asked:
        return False
    size = len(asked)
    return any(
        all(
            want == have or (want.isascii() and unaccent(have) == want)
            for want, have in zip(asked, held[i:], strict=False)
        )
        for i in range(len(held) - size + 1)
    )
