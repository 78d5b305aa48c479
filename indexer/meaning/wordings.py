"""What people say, looked up by meaning among the wordings of the vocabulary, and what the law calls it.

A wording of the vocabulary helps by words only where somebody types it as it stands in the table. By meaning it helps
whoever says nearly the same: a query is turned towards the legal terms of the wordings closest to it. The directions of
all wordings come with the program, for its own model (`benchmarks/wordings.py` makes them); another model searches
without them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import LIGHT, syllables
from indexer.embedding.base import Vectors
from indexer.meaning.mapped import read_arrays, write_arrays
from indexer.vocabulary.tables import Key, everyday_wordings, key_of

FILE = "wordings.vectors"
_MAGIC = b"CANCUSA3"
_LARGEST = 127.0
NEIGHBOURS = 5
SHARPNESS = 8.0
"""How much more a closer wording counts than one further off, where their terms are held against headings."""
SMOOTHNESS = 0.1
"""How far what is learned of all wordings may be off at each of them, so that it holds for what nobody wrote down."""
SHARE = 0.45
"""What the law's terms count for beside the query itself. Anything between .45 and .8 gave the same."""
WIDTH = 192
"""Coordinates that are kept of what is said, and of where it turns a query to: along the axes that hold the most of
either. As many of the right terms are found as with all 384, in half the time and memory."""
Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Turned:
    """A query's direction turned towards what the law calls the wordings closest to it (`vector`, of length 1); `near`
    -1 to 1, how close the closest of them is. `terms`: the syllables of each thing that the law calls them, and what it
    is worth beside the closest (0 to 1)."""

    vector: Vectors
    near: float = 0.0
    terms: tuple[tuple[frozenset[str], float], ...] = ()


@dataclass(frozen=True)
class Wordings:
    """`said` (n, WIDTH): directions of everyday wordings, counted from `middle`, the mean of all, along `axes`
    (dimension, WIDTH); `bearings` (n, WIDTH) how much each of them turns a query that is as close to it as can be, and
    where to, along `legal_axes` (dimension, WIDTH). `keys`: the wordings themselves; `terms`: the syllables of what the
    law calls them."""

    keys: tuple[Key, ...]
    terms: tuple[tuple[frozenset[str], ...], ...]
    said: Vectors
    bearings: Vectors
    middle: Vectors
    axes: Vectors
    legal_axes: Vectors

    def turned(self, query: Vectors) -> Turned:
        """A query turned towards what the law would call it, by all wordings, with the terms of the closest ones."""
        if not len(self.keys):
            return Turned(query)
        near = self.said @ (_of_length_one(query - self.middle) @ self.axes)
        meant = self.legal_axes @ (_likeness(near) @ self.bearings)
        places = np.argpartition(-near, min(NEIGHBOURS, len(near)) - 1)[:NEIGHBOURS]
        best = float(near[places].max())
        worth = np.exp(SHARPNESS * (near[places] - best)).astype(np.float32)
        return Turned(
            _of_length_one(query + np.float32(SHARE) * _of_length_one(meant)),
            best,
            tuple(
                (terms, float(one))
                for place, one in zip(places.tolist(), worth, strict=True)
                for terms in self.terms[place]
            ),
        )

    def without(self, keys: frozenset[Key]) -> Wordings:
        """As if some wordings were not in the vocabulary, nor had been when the bearings were learned; for measuring:
        the first time it takes seconds."""
        left = [place for place, key in enumerate(self.keys) if key in keys]
        kept = [place for place, key in enumerate(self.keys) if key not in keys]
        if not left:
            return self
        across, among = self._ties[np.ix_(kept, left)], self._ties[np.ix_(left, left)]
        return replace(
            self,
            keys=tuple(self.keys[place] for place in kept),
            terms=tuple(self.terms[place] for place in kept),
            said=self.said[kept],
            bearings=self.bearings[kept] - across @ np.linalg.solve(among, self.bearings[left]),
        )

    @cached_property
    def _ties(self) -> Vectors:
        """How each wording's bearing depends on each other's target: the inverse of what `bearings` solves."""
        ties: Vectors = np.linalg.inv(_system(self.said)).astype(np.float32)
        return ties


def telling(text: str) -> frozenset[str]:
    """The folded syllables of a text that are no stop words."""
    return frozenset(term for term in syllables(text) if term not in LIGHT)


def texts() -> Mapping[str, Sequence[str]]:
    """Every everyday wording of two syllables or more with what the law calls it, in the order of the table."""
    return {said: meant for said, meant in everyday_wordings().items() if " " in said}


def digest(model: str) -> str:
    """What tells whether directions are of the present tables and of a model."""
    told = "\n".join([model, *(f"{said}\t{'|'.join(meant)}" for said, meant in texts().items())])
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def make(model: str, embed: Callable[[Sequence[str]], Vectors], path: Path) -> None:
    """Write the directions of all wordings. `embed` gives those of texts as they are asked for."""
    table = texts()
    terms = list(dict.fromkeys(term for meant in table.values() for term in meant))
    places = {term: place for place, term in enumerate(terms)}
    said, legal = embed(list(table)), embed(terms)
    meant = np.stack([legal[[places[term] for term in those]].mean(axis=0) for those in table.values()])
    middle = said.mean(axis=0)
    said, meant = _of_length_one(said - middle), _of_length_one(meant - meant.mean(axis=0))
    axes, legal_axes = _axes(said), _axes(meant)
    said = said @ axes
    largest = float(np.abs(said).max())
    codes = _coded(said, largest)
    arrays = {
        "digest": np.frombuffer(bytes.fromhex(digest(model)), np.uint8),
        "middle": middle.astype(np.float32),
        "axes": axes,
        "legal_axes": legal_axes,
        "said": codes,
        # In bytes they would be too coarse: much of one is taken back by others.
        "bearings": bearings(_decoded(codes, largest), meant @ legal_axes).astype(np.float16),
    }
    write_arrays(path, _MAGIC, arrays, said=largest)


@cache
def open_wordings(model: str) -> Wordings | None:
    """The directions that come with the program; None where they are of another model or of other tables."""
    return read_wordings(Path(str(resources.files("indexer.vocabulary") / FILE)), model)


def read_wordings(path: Path, model: str) -> Wordings | None:
    """Directions from a file; None where it is not there, or of another model or other tables."""
    try:
        told, arrays = read_arrays(path, _MAGIC)
    except (OSError, ValueError):
        return None
    if bytes(arrays["digest"]).hex() != digest(model):
        return None
    return Wordings(
        tuple(key_of(said) for said in texts()),
        tuple(tuple(telling(term) for term in meant) for meant in texts().values()),
        _decoded(arrays["said"], told["said"]),
        arrays["bearings"].astype(np.float32),
        np.array(arrays["middle"]),
        np.array(arrays["axes"]),
        np.array(arrays["legal_axes"]),
    )


def _axes(directions: Vectors) -> Vectors:
    return np.ascontiguousarray(np.linalg.eigh(directions.T @ directions)[1][:, ::-1][:, :WIDTH], np.float32)


def bearings(said: Vectors, meant: Vectors) -> Vectors:
    """What each wording adds to where a query is turned, so that a query that is one of them comes near what the law
    calls it, and one between them in between: a kernel ridge regression of what is meant on what is said."""
    found: Vectors = np.linalg.solve(_system(said), meant.astype(np.float64)).astype(np.float32)
    return found


def _system(said: Vectors) -> NDArray[np.float64]:
    return _likeness(said @ said.T).astype(np.float64) + SMOOTHNESS * np.eye(len(said))


def _likeness(near: Vectors) -> Vectors:
    likeness: Vectors = np.exp(near - 1)
    return likeness


def _coded(vectors: Vectors, largest: float) -> Codes:
    return np.round(vectors * (_LARGEST / largest)).astype(np.int8)


def _decoded(codes: Codes, largest: float) -> Vectors:
    vectors: Vectors = codes.astype(np.float32) * np.float32(largest / _LARGEST)
    return vectors


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found
