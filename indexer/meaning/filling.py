"""Filling the ledger from the archive, a little at a time: headings and openings of everything first, then the windows
of long units, those of laws before those of circulars. Killed at any moment it goes on where it stopped; what has not
changed is not embedded again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.document_types import rank
from archive.documents import Archive
from archive.records import Record
from archive.stored import StoredUnit
from indexer.embedding.base import Embedder, Vectors
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import OPENED, WHOLE
from indexer.meaning.passages import WINDOW, Passage, passages_of

_PASSAGES_AT_ONCE = 64
"""Some seconds of work: what is newer waits for no more than that."""
_DOCUMENTS_AT_ONCE = 64


@dataclass(frozen=True)
class Filled:
    """How far the fill is. `opened` of `documents` can be found by heading and opening, `whole` of them have all their
    windows; `passages` embedded so far in this run, in `seconds`."""

    documents: int
    opened: int
    whole: int
    passages: int
    seconds: float

    @property
    def share(self) -> float:
        """What part of the archive can be searched by meaning, 0 to 1."""
        return self.opened / self.documents if self.documents else 1.0

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.whole >= self.documents


@dataclass(frozen=True)
class MeaningComparison:
    """Documents whose vectors are missing, of an older revision, or of documents that are gone; `partly`: those that
    still lack windows. `damage`: what is wrong with the files, "" where nothing."""

    documents: int
    vectors: int
    missing: tuple[int, ...]
    stale: tuple[int, ...]
    surplus: tuple[int, ...]
    partly: tuple[int, ...]
    damage: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the vectors are those of the archive, whole."""
        return not (self.missing or self.stale or self.surplus or self.partly or self.damage)


def compare_meaning(archive: Archive, index: MeaningIndex, *, thorough: bool = False) -> MeaningComparison:
    """What differs between archive and vectors; `thorough` reads the files through."""
    wanted, held = archive.revisions(), index.ledger.documents()
    damage = ""
    if thorough:
        found = index.ledger.check()
        damage = "" if found == "ok" else found
    return MeaningComparison(
        documents=len(wanted),
        vectors=index.ledger.counts()[2],
        missing=tuple(sorted(id_ for id_ in wanted if id_ not in held)),
        stale=tuple(sorted(id_ for id_, (rev, _) in wanted.items() if id_ in held and held[id_][0] != rev)),
        surplus=tuple(sorted(id_ for id_ in held if id_ not in wanted)),
        partly=tuple(sorted(id_ for id_, (_, stage) in held.items() if id_ in wanted and stage < WHOLE)),
        damage=damage,
    )


class Filling:
    """One run of the fill. `pause` is called between batches: it may wait, or give True to stop."""

    def __init__(self, archive: Archive, index: MeaningIndex, pause: Callable[[], bool] = lambda: False) -> None:
        self._archive = archive
        self._index = index
        self._embedder: Embedder = index.embedder
        self._pause = pause
        self._began = time.monotonic()
        self._embedded = 0

    def run(self) -> Iterator[Filled]:
        """Fill until nothing is left, telling how far it is after every batch. Raises ArchiveUnavailable."""
        wanted = self._archive.revisions()
        held = self._index.ledger.documents()
        self._index.ledger.delete(id_ for id_ in held if id_ not in wanted)
        todo = [id_ for id_, (revision, _) in wanted.items() if id_ not in held or held[id_][0] != revision]
        opened, whole = len(wanted) - len(todo), 0
        whole = sum(stage == WHOLE and id_ in wanted for id_, (_, stage) in held.items())
        yield self._filled(len(wanted), opened, whole)
        # The newest first: they are what people have just put in, and what they look for.
        for document, stage in self._openings(sorted(todo, reverse=True)):
            was_whole = document in held and held[document][1] == WHOLE
            opened += 1
            whole += (stage == WHOLE) - was_whole
            yield self._filled(len(wanted), opened, whole)
            if self._pause():
                return
        self._index.publish()
        partly = [id_ for id_, (_, stage) in self._index.ledger.documents().items() if stage < WHOLE]
        for document in self._by_rank(partly):
            for done in self._windows(document):
                whole += done
                yield self._filled(len(wanted), opened, whole)
                if self._pause():
                    return
        self._index.publish()

    def _by_rank(self, documents: Sequence[int]) -> list[int]:
        """Laws before decrees before circulars, the newest first: most questions are answered high up."""
        records = self._archive.records(documents)
        ranks = {id_: rank(record.type, record.issuer, record.number) for id_, record in records.items()}
        return sorted(ranks, key=lambda id_: (ranks[id_], -id_))

    def _filled(self, documents: int, opened: int, whole: int) -> Filled:
        return Filled(documents, opened, whole, self._embedded, time.monotonic() - self._began)

    def _openings(self, documents: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Embed headings and openings of documents; gives each with the stage it has reached."""
        waiting: list[tuple[int, int, list[Passage], dict[tuple[int, bytes], bytes], bool]] = []
        count = 0
        for start in range(0, len(documents), _DOCUMENTS_AT_ONCE):
            batch = documents[start : start + _DOCUMENTS_AT_ONCE]
            revisions = self._archive.revisions(batch)
            for id_, record, units in self._drawn(batch):
                known = self._index.ledger.known(id_)
                every = list(passages_of(record, units, self._embedder))
                kept = [p for p in every if p.kind != WINDOW or (p.kind, p.digest) in known]
                waiting.append((id_, revisions[id_][0], kept, known, len(kept) == len(every)))
                count += sum((p.kind, p.digest) not in known for p in kept)
                if count >= _PASSAGES_AT_ONCE:
                    yield from self._stored(waiting)
                    waiting, count = [], 0
        yield from self._stored(waiting)

    def _stored(
        self, waiting: Sequence[tuple[int, int, list[Passage], dict[tuple[int, bytes], bytes], bool]]
    ) -> Iterator[tuple[int, int]]:
        lacking = [p for _, _, kept, known, _ in waiting for p in kept if (p.kind, p.digest) not in known]
        made = iter(self._embed(lacking))
        reached = []
        for id_, revision, kept, known, complete in waiting:
            vectors = [known.get((p.kind, p.digest)) or next(made) for p in kept]
            stage = WHOLE if complete else OPENED
            self._index.ledger.put(id_, revision, stage, kept, vectors)
            reached.append((id_, stage))
        self._index.publish()
        # All of a batch is stored before anyone may stop here.
        yield from reached

    def _windows(self, document: int) -> Iterator[int]:
        """Embed the windows that a document lacks, some at a time; gives 0 after each batch and 1 at the end."""
        ledger = self._index.ledger
        for id_, record, units in self._drawn([document]):
            known = ledger.known(id_)
            lacking = [p for p in passages_of(record, units, self._embedder) if (p.kind, p.digest) not in known]
            for start in range(0, max(len(lacking), 1), _PASSAGES_AT_ONCE):
                batch = lacking[start : start + _PASSAGES_AT_ONCE]
                last = start + _PASSAGES_AT_ONCE >= len(lacking)
                ledger.extend(id_, batch, self._embed(batch), WHOLE if last else None)
                self._index.publish()
                yield int(last)

    def _drawn(self, documents: Sequence[int]) -> Iterator[tuple[int, Record, list[StoredUnit]]]:
        for id_, record in self._archive.records(documents).items():
            yield id_, record, self._archive.units_of(id_) if record.held else []

    def _embed(self, passages: Sequence[Passage]) -> list[bytes]:
        if not passages:
            return []
        vectors: Vectors = self._embedder.passages([passage.text for passage in passages])
        self._embedded += len(passages)
        return [row.tobytes() for row in vectors.astype("float16")]
