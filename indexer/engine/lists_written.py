"""Writing the two files of a segment's posting lists (`lists`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indexer.engine.counting import FIELDS
from indexer.engine.lists import Pairs, term_hash, term_key
from indexer.engine.tables import write_tables


@dataclass(frozen=True)
class FieldPostings:
    """Postings of a field: those of `terms[t]` (ascending) are `ids[ends[t-1]:ends[t]]`, ascending."""

    terms: list[bytes]
    ends: NDArray[np.int64]
    ids: NDArray[np.uint32]
    frequencies: NDArray[np.uint16]


@dataclass(frozen=True)
class Heads:
    """All that `.trm` tells of the lists; `terms` by field, the arrays by list number."""

    terms: Mapping[str, list[bytes]]
    sizes: NDArray[np.int64]
    occurrences: NDArray[np.int64]
    best: NDArray[np.float32]
    pairs: Pairs
    averages: Sequence[float]


def code_type(pairs: int) -> np.dtype[Any]:
    """The type of codes for so many pairs."""
    return np.dtype("<u2" if pairs <= 65_536 else "<u4")


def write_heads(file: BinaryIO, heads: Heads) -> None:
    """Write `.trm`. Raises ValueError where two terms have the same key."""
    keys: list[int] = []
    texts: list[bytes] = []
    first = [0]
    for field in FIELDS:
        own = heads.terms.get(field, [])
        keys += [term_key(field, term_hash(term)) for term in own]
        texts += own
        first.append(len(keys))
    key = np.array(keys, dtype=np.uint64)
    order = np.argsort(key).astype(np.uint32)
    ordered = key[order]
    if (ordered[1:] == ordered[:-1]).any():
        raise ValueError("two terms with the same key")
    arrays: dict[str, NDArray[Any]] = {
        "keys": ordered,
        "order": order,
        "starts": np.concatenate([[0], np.cumsum(heads.sizes)]).astype(np.int64),
        "occurrences": heads.occurrences.astype(np.int64),
        "best": heads.best.astype(np.float32),
        "text": np.frombuffer(b"".join(texts), dtype=np.uint8),
        "text_ends": np.cumsum([len(text) for text in texts]).astype(np.int64),
        "pair_field": heads.pairs.field,
        "pair_frequency": heads.pairs.frequency,
        "pair_length": heads.pairs.length,
    }
    code = code_type(len(heads.pairs.field)).str
    write_tables(file, arrays, {"first": first, "averages": list(heads.averages), "code": code})


def write_lists(
    terms: BinaryIO,
    postings: BinaryIO,
    fields: Mapping[str, FieldPostings],
    lengths: Mapping[str, NDArray[np.uint8]],
    averages: Sequence[float],
) -> None:
    """Write both files of a segment. `lengths`: of each field, by document number, as bytes; `averages`: by place in
    FIELDS."""
    packed: list[NDArray[np.int64]] = []
    codes: list[NDArray[np.int64]] = []
    sizes: list[NDArray[np.int64]] = []
    occurrences: list[NDArray[np.int64]] = []
    base = 0
    for place, name in enumerate(FIELDS):
        held = fields.get(name)
        if held is None or not held.terms:
            continue
        pair = (held.frequencies.astype(np.int64) << 8) | lengths[name][held.ids]
        occurs = np.zeros(int(pair.max()) + 1, dtype=bool)
        occurs[pair] = True
        distinct = np.flatnonzero(occurs)
        codes.append((np.cumsum(occurs) - 1 + base)[pair])
        packed.append(distinct | (place << 40))
        base += len(distinct)
        starts = np.concatenate([[0], held.ends[:-1]])
        sizes.append(held.ends - starts)
        occurrences.append(np.add.reduceat(held.frequencies.astype(np.int64), starts))
        postings.write(np.ascontiguousarray(held.ids, dtype="<u4").data.cast("B"))
    pairs = Pairs.unpacked(np.concatenate(packed) if packed else np.empty(0, dtype=np.int64))
    parts = pairs.parts(averages)
    kind = code_type(base)
    best = []
    for code, size in zip(codes, sizes, strict=True):
        postings.write(np.ascontiguousarray(code, dtype=kind).data.cast("B"))
        best.append(np.maximum.reduceat(parts[code], np.cumsum(size) - size))
    nothing = np.empty(0, dtype=np.int64)
    heads = Heads(
        terms={name: held.terms for name, held in fields.items()},
        sizes=np.concatenate(sizes) if sizes else nothing,
        occurrences=np.concatenate(occurrences) if occurrences else nothing,
        best=np.concatenate(best) if best else nothing.astype(np.float32),
        pairs=pairs,
        averages=averages,
    )
    write_heads(terms, heads)
