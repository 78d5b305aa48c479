"""The reader: units that are close to a query, whatever has been embedded so far."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.base import Embedder, Vectors
from indexer.meaning.blocks import Block, make_block, read_block, write_block
from indexer.meaning.ledger import Ledger, Rows
from indexer.meaning.passages import HEADING, OPENING, WINDOW
from indexer.meaning.wordings import open_wordings

_ROWS_A_UNIT = 4
_LEAST_LOOSE = 4096
_LOOSE_SHARE = 0.04
"""Of the vectors in the file, as many again beside it: they cost a search a millisecond for every 7,000."""
_FRESH = 256
_FRESH_SHARE = 0.125
"""Of the rows behind the file, those that came last are a block of their own until they are so many: making a block of
all of them anew with every document that comes takes a tenth of a second."""


@dataclass(frozen=True)
class Near:
    """A unit close to a query; `cosine` that of its closest vector."""

    unit: int
    document: int
    cosine: float


@dataclass(frozen=True)
class Closeness:
    """Cosines of some units in their order: of the heading, the opening, the best window (which may be the opening).
    NaN where a unit has no such vector."""

    heading: NDArray[np.float32]
    opening: NDArray[np.float32]
    window: NDArray[np.float32]


@dataclass(frozen=True)
class _State:
    changes: int
    file: str
    whole: Block | None
    blocks: tuple[Block, ...]
    dead: tuple[NDArray[np.bool_] | None, ...] = ()


@dataclass(frozen=True)
class _Chosen:
    """The rows of a block that belong to some units; where it has no first look, those that are not dead as a block
    of their own."""

    block: Block
    dead: NDArray[np.bool_] | None
    among: NDArray[np.int64]
    rows: NDArray[np.int64]
    part: Block | None

    def fits(self, block: Block, dead: NDArray[np.bool_] | None, among: NDArray[np.int64]) -> bool:
        """Whether it is still what would be made anew."""
        if self.block is not block or self.among is not among:
            return False
        if self.dead is None or dead is None:
            return self.dead is dead
        return np.array_equal(self.dead, dead)


@dataclass
class _Following:
    """Rows read behind the file, kept so that only newer ones are read: those of a block that is made, and those that
    came since, which are made into one each time."""

    settled: list[Rows] = field(default_factory=list)
    block: Block | None = None
    fresh: list[Rows] = field(default_factory=list)
    last: int = 0

    def blocks(self, dimension: int) -> list[Block]:
        """All of them as they are searched."""
        fresh = _joined(self.fresh, dimension)
        if self.block is None or len(fresh) > max(_FRESH, int(len(self.block) * _FRESH_SHARE)):
            self.settled += self.fresh
            self.fresh = []
            fresh = _joined([], dimension)
            self.block = make_block(_joined(self.settled, dimension))
        return [self.block, make_block(fresh)] if len(fresh) else [self.block]


class Looked:
    """One query and one state of the index. Not to be shared between threads."""

    def __init__(self, index: MeaningIndex, state: _State, query: Vectors) -> None:
        self._index = index
        self._state = state
        self._query = query
        self._scores = [None if block.look is None else block.look.scores(query) for block in state.blocks]

    def nearest(self, count: int, among: NDArray[np.int64] | None = None) -> list[Near]:
        """The `count` units closest to the query, the closest first; `among`: only of these units (ascending)."""
        units, documents, cosines = [], [], []
        least = -np.inf
        for block, dead, scores, some in self._blocks(among):
            # What is less close than the last that is wanted is not looked for in the blocks that follow.
            rows, close = block.nearest(self._query, count * _ROWS_A_UNIT, dead, scores, some, least)
            units.append(block.unit[rows])
            documents.append(block.document[rows])
            cosines.append(close)
            least = max(least, _nth_unit(units[-1], close, count))
        if not units:
            return []
        unit, document, cosine = np.concatenate(units), np.concatenate(documents), np.concatenate(cosines)
        order = np.lexsort((unit, -cosine))
        # The first of each unit is its closest.
        _, first = np.unique(unit[order], return_index=True)
        kept = order[np.sort(first)[:count]]
        return [
            Near(*one) for one in zip(unit[kept].tolist(), document[kept].tolist(), cosine[kept].tolist(), strict=True)
        ]

    def _blocks(
        self, among: NDArray[np.int64] | None
    ) -> Iterator[tuple[Block, NDArray[np.bool_] | None, NDArray[np.int32] | None, NDArray[np.int64] | None]]:
        """Each block, with which of its rows are dead, the scores of the first look, and which rows are asked about."""
        state = self._state
        if among is None:
            for block, dead, scores in zip(state.blocks, state.dead, self._scores, strict=True):
                yield block, dead, scores, None
            return
        for one, scores in zip(self._index.chosen(state, among), self._scores, strict=True):
            if one.part is not None:
                yield one.part, None, None, None
            else:
                yield one.block, one.dead, scores, one.rows


def _nth_unit(units: NDArray[np.int64], cosines: Vectors, count: int) -> float:
    """How close the `count`-th of the units is that some rows (the closest first) belong to; -inf where there are
    fewer."""
    _, first = np.unique(units, return_index=True)
    return float(cosines[np.sort(first)[count - 1]]) if 0 < count <= len(first) else -np.inf


class MeaningIndex:
    """Vectors of one archive by one embedder. Safe to share between threads; sees what other processes add."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Open the ledger in a folder, empty where there is none or it is of another embedder. Raises sqlite3.Error."""
        self.folder = folder
        self.embedder = embedder
        self.wordings = open_wordings(embedder.id)
        self.ledger = Ledger(folder, embedder.id, embedder.dimension)
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._choice: tuple[_Chosen, ...] = ()
        self._following = _Following()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._state = None
            self._choice = ()
            self._following = _Following()
        self.ledger.close()

    def __len__(self) -> int:
        return sum(len(block) for block in self._current().blocks)

    def nearest(self, query: Vectors, count: int, among: NDArray[np.int64] | None = None) -> list[Near]:
        """The `count` units closest to a query, the closest first; `among`: only of these units (ascending)."""
        return self.look(query).nearest(count, among)

    def look(self, query: Vectors) -> Looked:
        """A first look at everything for a query, of which several questions may be asked."""
        return Looked(self, self._current(), query)

    def chosen(self, state: _State, among: NDArray[np.int64]) -> list[_Chosen]:
        """Which rows belong to some units, of each block apart: what was found of a block is kept as long as it holds,
        for the same array of units."""
        made = []
        for block, dead in zip(state.blocks, state.dead, strict=True):
            kept = next((one for one in self._choice if one.fits(block, dead, among)), None)
            if kept is None:
                rows = np.flatnonzero(np.isin(block.unit, among))
                part = None
                if block.look is None:
                    part = block.taken(rows if dead is None else rows[~dead[rows]])
                kept = _Chosen(block, dead, among, rows, part)
            made.append(kept)
        # Replaced as a whole: another thread sees the old or the new.
        self._choice = tuple(made)
        return made

    def closeness(self, query: Vectors, units: Iterable[int]) -> Closeness:
        """How close each of some units is to a query."""
        return self.closeness_to([query], units)[0]

    def closeness_to(self, queries: Sequence[Vectors], units: Iterable[int]) -> list[Closeness]:
        """How close each of some units is to each of some queries; the vectors are read once."""
        wanted = np.fromiter(units, np.int64)
        found = {kind: np.full((len(queries), len(wanted)), np.nan, np.float32) for kind in (HEADING, OPENING, WINDOW)}
        asked = np.stack(queries)
        state = self._current()
        for block, dead in zip(state.blocks, state.dead, strict=True):
            starts = np.searchsorted(block.unit, wanted, "left")
            sizes = np.searchsorted(block.unit, wanted, "right") - starts
            owners = np.repeat(np.arange(len(wanted)), sizes)
            if not len(owners):
                continue
            rows = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(len(owners))
            if dead is not None:
                kept = ~dead[rows]
                rows, owners = rows[kept], owners[kept]
            cosines = block.cosines_to(asked, rows)
            kinds = block.kind[rows]
            for kind, values in found.items():
                of_kind = np.flatnonzero(kinds == kind)
                for mine, theirs in zip(values, cosines, strict=True):
                    np.fmax.at(mine, owners[of_kind], theirs[of_kind])
        return [
            Closeness(heading, opening, np.fmax(opening, window))
            for heading, opening, window in zip(found[HEADING], found[OPENING], found[WINDOW], strict=True)
        ]

    def vectors_of(self, units: Iterable[int]) -> dict[int, Vectors]:
        """The mean direction of each unit's vectors, for looking for similar ones; units without vectors left out."""
        found: dict[int, list[Vectors]] = {}
        wanted = np.unique(np.fromiter(units, np.int64))
        state = self._current()
        for block, dead in zip(state.blocks, state.dead, strict=True):
            rows = np.flatnonzero(np.isin(block.unit, wanted) & (block.kind != HEADING))
            if dead is not None:
                rows = rows[~dead[rows]]
            for row in rows.tolist():
                found.setdefault(int(block.unit[row]), []).append(block.vectors(np.array([row]))[0])
        means = {unit: np.mean(parts, axis=0) for unit, parts in found.items()}
        return {unit: mean / max(float(np.linalg.norm(mean)), 1e-9) for unit, mean in means.items()}

    def publish(self, *, always: bool = False) -> bool:
        """Write the file anew where enough has come since it was written; whether that was done."""
        held = self._block(self.ledger.setting("file"))
        last = self.ledger.last()
        loose = last - (held.last if held else 0)
        dead = len(self.ledger.gone())
        least = max(_LEAST_LOOSE, int(len(held or ()) * _LOOSE_SHARE))
        if not (always and (loose or dead or held is None)) and loose < least and dead < _LEAST_LOOSE:
            return False
        rows = self.ledger.rows()
        old = self.ledger.setting("file")
        name = f"vectors-{int(old.split('-')[1].split('.')[0]) + 1 if old else 1:06d}.bin"
        block = make_block(rows)
        write_block(block, self.folder, name)
        self.ledger.published(name, block.last)
        self._keep(name, old)
        return True

    def erase(self, documents: Iterable[int]) -> None:
        """Leave nothing of some documents, in the ledger, its log or a file that was made from it."""
        self.ledger.delete(documents)
        self.publish(always=True)
        self._keep(self.ledger.setting("file"))
        self.ledger.checkpoint()

    def _keep(self, *names: str) -> None:
        """Remove the files of earlier vectors, and what was kept beside them."""
        kept = {Path(name).stem for name in names}
        for path in self.folder.glob("vectors-*"):
            if path.stem not in kept:
                # On Windows a file that another process has mapped cannot be removed yet; the next time, then.
                with suppress(OSError):
                    path.unlink()

    def _current(self) -> _State:
        changes = self.ledger.changes()
        state = self._state
        if state is not None and state.changes == changes:
            return state
        with self._lock:
            state = self._state
            if state is None or state.changes != changes:
                state = self._state = self._read()
            return state

    def _read(self) -> _State:
        with self.ledger.one_view():
            changes = self.ledger.changes()
            file = self.ledger.setting("file")
            before = self._state
            block = before.whole if before and before.file == file else self._block(file)
            if before is None or before.file != file:
                self._following = _Following(last=block.last if block else 0)
            more = self.ledger.rows(self._following.last)
            gone = self.ledger.gone()
        if len(more):
            self._following.fresh.append(more)
            self._following.last = int(more.id[-1])
        loose = self._following.blocks(self.embedder.dimension)
        blocks = tuple(one for one in (block, *loose) if one is not None and len(one))
        return _State(changes, file, block, blocks, tuple(_dead(one, gone) for one in blocks))

    def _block(self, name: str) -> Block | None:
        if not name:
            return None
        try:
            return read_block(self.folder / name)
        except (OSError, ValueError):
            # Lost or cut short: everything is in the ledger.
            return None


def _joined(parts: list[Rows], dimension: int) -> Rows:
    if not parts:
        none = np.empty(0, np.int64)
        return Rows(none, none, none, none.astype(np.uint8), np.empty((0, dimension), np.float16))
    if len(parts) > 1:
        whole = Rows(
            id=np.concatenate([part.id for part in parts]),
            document=np.concatenate([part.document for part in parts]),
            unit=np.concatenate([part.unit for part in parts]),
            kind=np.concatenate([part.kind for part in parts]),
            vectors=np.concatenate([part.vectors for part in parts]),
        )
        parts[:] = [whole]
    return parts[0]


def _dead(block: Block, gone: list[tuple[int, int]]) -> NDArray[np.bool_] | None:
    """Rows of documents that were replaced or deleted since the rows were made."""
    last: dict[int, int] = {}
    for document, id_ in gone:
        last[document] = max(last.get(document, 0), id_)
    if not last:
        return None
    rows = np.flatnonzero(np.isin(block.document, np.fromiter(last, np.int64)))
    if not len(rows):
        return None
    dead = np.zeros(len(block), dtype=bool)
    dead[rows] = [last[d] >= i for d, i in zip(block.document[rows].tolist(), block.id[rows].tolist(), strict=True)]
    return dead if dead.any() else None
