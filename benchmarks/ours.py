"""Write an index of our own from the material of `benchmarks.tokens`, without scanning and segmenting it again.

    python -m benchmarks.ours SIZE FOLDER [--material F.npz]

Prints seconds, size and peak memory as JSON. The index is the same as one filled through `Engine.add` (a test holds
`counting.count_entries` to it), but for its checksums.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import peak_memory_mb, size_mb
from benchmarks.tokens import MATERIAL, Material, Provision
from indexer.engine.counting import FIELD_MARK, JOINT, CountedBatch, CountedField, counted_field, syllable_hash
from indexer.engine.whoosh import WhooshEngine

_AT_ONCE = 1_500
_PER_DOCUMENT = 15


class Counter:
    """Counts provisions in portions."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._terms = {name: np.array(terms, dtype=object) for name, terms in material.terms.items()}
        self._hashes = {
            name: np.array([0, *(syllable_hash(term) for term in material.terms[name][1:])], dtype=np.uint32)
            for name in ("body", "title")
        }

    def batch(self, provisions: list[Provision], first: int) -> CountedBatch:
        """Some provisions as units `first` and on."""
        facts = [self._material.facts(one.source) for one in provisions]
        units = np.arange(first, first + len(provisions), dtype=np.int64)
        syllables, bigrams = self._streams("body", [one.body for one in provisions])
        sequences = []
        for one in provisions:
            whole = np.concatenate([self._hashes["body"][one.body], [FIELD_MARK], self._hashes["title"][one.title]])
            kept = whole > 0
            kept[1:] |= whole[:-1] > 0
            sequences.append(whole[kept].astype(np.uint32))
        return CountedBatch(
            unit=units,
            document=(units - 1) // _PER_DOCUMENT + 1,
            revision=np.ones(len(units), dtype=np.int64),
            checksum=units,
            year=np.array([year for _, year, _ in facts], dtype=np.int64),
            types=[kind for _, _, kind in facts],
            issuers=[""] * len(units),
            fields={
                "syllables": syllables,
                "bigrams": bigrams,
                "words": self._plain("words", [one.words for one in provisions]),
                "heading": _both(*self._streams("heading", [one.heading for one in provisions])),
                "title": _both(*self._streams("title", [one.title for one in provisions])),
                "number": self._plain("number", [one.number for one in provisions]),
            },
            sequences=np.concatenate(sequences),
            bounds=np.concatenate([[0], np.cumsum([len(one) for one in sequences])]).astype(np.int64),
        )

    def _plain(self, name: str, lists: list[NDArray[np.uint32]]) -> CountedField:
        flat, doc = np.concatenate(lists), np.repeat(np.arange(len(lists)), [len(one) for one in lists])
        used, term = np.unique(flat, return_inverse=True)
        return counted_field([t.encode() for t in self._terms[name][used].tolist()], term, doc, len(lists))

    def _streams(self, name: str, lists: list[NDArray[np.uint32]]) -> tuple[CountedField, CountedField]:
        flat, doc = np.concatenate(lists), np.repeat(np.arange(len(lists)), [len(one) for one in lists])
        used, term = np.unique(flat, return_inverse=True)
        names = [t.encode() for t in self._terms[name][used].tolist()]
        held = flat > 0
        pairs = held[:-1] & held[1:] & (doc[:-1] == doc[1:])
        packed, pair = np.unique(term[:-1][pairs] * len(used) + term[1:][pairs], return_inverse=True)
        mark = JOINT.encode()
        both = [names[p // len(used)] + mark + names[p % len(used)] for p in packed.tolist()]
        shift = int(used[0] == 0) if len(used) else 0
        return (
            counted_field(names[shift:], term[held] - shift, doc[held], len(lists)),
            counted_field(both, pair, doc[:-1][pairs], len(lists)),
        )


def _both(one: CountedField, two: CountedField) -> CountedField:
    doc = np.concatenate([one.doc, two.doc])
    order = np.argsort(doc, kind="stable")
    return CountedField(
        one.terms + two.terms,
        np.concatenate([one.term, two.term + np.uint32(len(one.terms))])[order],
        doc[order],
        np.concatenate([one.freq, two.freq])[order],
        one.lengths + two.lengths,
    )


def batches(material: Material, size: int) -> Iterator[CountedBatch]:
    """A set of so many provisions, counted."""
    counter = Counter(material)
    drawn = material.provisions(size)
    first = 1
    while some := list(islice(drawn, _AT_ONCE)):
        yield counter.batch(some, first)
        first += len(some)


def write(folder: Path, material: Material, size: int) -> WhooshEngine:
    """An index of so many provisions, in one commit."""
    engine = WhooshEngine(folder, workers=0)
    engine.add_counted(batches(material, size))
    engine.commit()
    return engine


def main() -> int:
    """Write one index."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("size", type=int)
    options.add_argument("folder", type=Path)
    options.add_argument("--material", type=Path, default=MATERIAL)
    asked = options.parse_args()
    material = Material(asked.material)
    began = time.perf_counter()
    engine = write(asked.folder, material, asked.size)
    engine.settle()
    seconds = time.perf_counter() - began
    print(
        json.dumps(
            {
                "units": engine.count(),
                "segments": engine.segment_sizes(),
                "build_s": round(seconds, 1),
                "size_mb": size_mb(asked.folder),
                "peak_mb": peak_memory_mb(),
            }
        )
    )
    engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
