"""From entries to counted terms: one pass over a batch, in arrays, so that nothing is done per posting in Python."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import BREAK, fold_token, fold_tokens, scan, words_of
from indexer.engine.base import Entry
from indexer.engine.checksums import entry_checksum

FIELDS = ("bigrams", "heading", "number", "syllables", "title", "words")
"""Scored fields, in the order in which they are written (Whoosh asks for alphabetical order)."""

JOINT = "_"

FIELD_MARK = 1
"""In sequences: here the text ends and the title begins."""

_MARK = "\n"


@dataclass(frozen=True)
class CountedField:
    """Postings of one field of a batch: `terms[term[i]]` occurs `freq[i]` times in the batch's entry `doc[i]`.

    Sorted by entry. `lengths[d]` is the number of terms of entry `d`, repeats counted.
    """

    terms: list[bytes]
    term: NDArray[np.uint32]
    doc: NDArray[np.uint32]
    freq: NDArray[np.uint16]
    lengths: NDArray[np.int64]


@dataclass(frozen=True)
class CountedBatch:
    """A batch ready to be written.

    `sequences[bounds[d]:bounds[d+1]]` are the hashed syllables of entry `d` in order, text first, then FIELD_MARK, then
    title, a single 0 wherever a phrase cannot go on without punctuation. They answer exact phrases.
    """

    unit: NDArray[np.int64]
    document: NDArray[np.int64]
    revision: NDArray[np.int64]
    checksum: NDArray[np.int64]
    year: NDArray[np.int64]
    types: list[str]
    issuers: list[str]
    fields: dict[str, CountedField]
    sequences: NDArray[np.uint32]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.unit)


def syllable_hash(syllable: str) -> int:
    """A 32-bit stand-in for a syllable in sequences; 0 is kept for breaks, 1 for FIELD_MARK."""
    return max(zlib.crc32(syllable.encode()), 2)


def compounds(texts: Sequence[list[str]]) -> list[list[str]]:
    """Folded words of several syllables of each scanned text; a word of one is in the syllables already."""
    return [[word for word in found if JOINT in word] for found in words_of(texts)]


def with_heading(entry: Entry) -> str:
    """The text that is searched: the unit, its heading before it where the text does not begin with it."""
    if not entry.heading or entry.heading in entry.text[: len(entry.heading) + 200]:
        return entry.text
    return f"{entry.heading}\n\n{entry.text}"


class _Vocabulary(dict[str, int]):
    """Numbers terms from 0 as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _counted(
    term: NDArray[np.int64], doc: NDArray[np.int64], size: int, entries: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint16], NDArray[np.int64]]:
    keys, freq = np.unique(doc * max(size, 1) + term, return_counts=True)
    lengths = np.bincount(doc, minlength=entries).astype(np.int64)
    return (
        (keys % max(size, 1)).astype(np.uint32),
        (keys // max(size, 1)).astype(np.uint32),
        np.minimum(freq, 65535).astype(np.uint16),
        lengths,
    )


def counted_field(terms: list[bytes], term: NDArray[np.int64], doc: NDArray[np.int64], entries: int) -> CountedField:
    """A field whose entries `doc` (ascending) have terms `term`, one by one."""
    return CountedField(terms, *_counted(term, doc, len(terms), entries))


def _plain_field(lists: Sequence[Sequence[str]]) -> CountedField:
    vocabulary = _Vocabulary()
    flat = np.array([vocabulary[t] for terms in lists for t in terms], dtype=np.int64)
    doc = np.repeat(np.arange(len(lists)), np.array([len(terms) for terms in lists], dtype=np.int64))
    return CountedField([t.encode() for t in vocabulary], *_counted(flat, doc, len(vocabulary), len(lists)))


class _Streams:
    """Folded streams of a batch as one array of term numbers; number 0 is BREAK and ends every stream."""

    def __init__(self, streams: Sequence[Sequence[str]]) -> None:
        vocabulary = _Vocabulary({BREAK: 0})
        flat: list[int] = []
        for stream in streams:
            flat.extend([vocabulary[t] for t in stream])
            flat.append(0)
        self.entries = len(streams)
        self.ids = np.array(flat, dtype=np.int64)
        sizes = np.array([len(stream) + 1 for stream in streams], dtype=np.int64)
        self.doc = np.repeat(np.arange(len(streams)), sizes)
        self.terms = list(vocabulary)

    def syllables(self) -> CountedField:
        held = self.ids > 0
        counted = _counted(self.ids[held] - 1, self.doc[held], len(self.terms) - 1, self.entries)
        return CountedField([t.encode() for t in self.terms[1:]], *counted)

    def bigrams(self) -> CountedField:
        first, second = self.ids[:-1], self.ids[1:]
        held = (first > 0) & (second > 0)
        size = len(self.terms)
        pairs, number = np.unique(first[held] * size + second[held], return_inverse=True)
        terms = self.terms
        names = [f"{terms[p // size]}{JOINT}{terms[p % size]}".encode() for p in pairs.tolist()]
        counted = _counted(number.astype(np.int64), self.doc[:-1][held], len(names), self.entries)
        return CountedField(names, *counted)

    def both(self) -> CountedField:
        """Syllables and bigrams in one field, for headings and titles."""
        one, two = self.syllables(), self.bigrams()
        doc = np.concatenate([one.doc, two.doc])
        order = np.argsort(doc, kind="stable")
        return CountedField(
            one.terms + two.terms,
            np.concatenate([one.term, two.term + np.uint32(len(one.terms))])[order],
            doc[order],
            np.concatenate([one.freq, two.freq])[order],
            one.lengths + two.lengths,
        )


def number_keys(number: str) -> list[str]:
    """Terms by which a document's own number is found: the whole of it, and its symbol (`ct-ttg`)."""
    if not number:
        return []
    whole = fold_token(number)
    tail = whole.split("/", 2 if whole.count("/") > 1 else 1)[-1]
    return list(dict.fromkeys(key for key in (whole, tail) if key))


def count_entries(entries: Sequence[Entry]) -> CountedBatch:
    """Tokenize and count a batch. The batch should hold at most some hundred thousand syllables."""
    scanned = [scan(with_heading(entry)) for entry in entries]
    body = [fold_tokens(tokens) for tokens in scanned]
    titles = {entry.title: fold_tokens(scan(entry.title)) for entry in entries}
    title = [titles[entry.title] for entry in entries]
    bodies = _Streams(body)
    whole = _Streams([[*text, _MARK, *name] for text, name in zip(body, title, strict=True)])
    held = whole.ids > 0
    held[1:] |= whole.ids[:-1] > 0  # of several breaks in a row one stays
    sizes = np.bincount(whole.doc[held], minlength=len(entries))
    hashes = np.array([0, *(FIELD_MARK if t == _MARK else syllable_hash(t) for t in whole.terms[1:])], dtype=np.uint32)
    return CountedBatch(
        unit=np.array([e.unit for e in entries], dtype=np.int64),
        document=np.array([e.document_id for e in entries], dtype=np.int64),
        revision=np.array([e.revision for e in entries], dtype=np.int64),
        checksum=np.array([entry_checksum(e) for e in entries], dtype=np.int64),
        year=np.array([e.year or 0 for e in entries], dtype=np.int64),
        types=[e.type or "" for e in entries],
        issuers=[e.issuer or "" for e in entries],
        fields={
            "syllables": bodies.syllables(),
            "bigrams": bodies.bigrams(),
            "words": _plain_field(compounds(scanned)),
            "heading": _Streams([fold_tokens(scan(e.heading)) for e in entries]).both(),
            "title": _Streams(title).both(),
            "number": _plain_field([number_keys(e.number) for e in entries]),
        },
        sequences=hashes[whole.ids[held]],
        bounds=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
    )
