"""Scan, segment and number the national code once, for the engine and its peers alike (`benchmarks.tokens`).

python -m benchmarks.material [--articles F.jsonl.xz] [--output F.npz]
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.tokens import MATERIAL
from indexer.analysis import BREAK, fold_tokens, scan
from indexer.engine import Entry
from indexer.engine.counting import JOINT, number_keys, with_heading
from indexer.segmenting import segment_all

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ARTICLES = SHARED / "phapdien" / "articles.jsonl.xz"
_AT_ONCE = 400


def entries(path: Path, limit: int | None = None) -> Iterator[Entry]:
    """The codified articles as entries, grouped by document number."""
    documents: dict[str, int] = {}
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for unit, line in enumerate(file, 1):
            if limit and unit > limit:
                return
            article = json.loads(line)
            document = documents.setdefault(article["doc_number"] or article["id"], len(documents) + 1)
            year = re.search(r"(?:19|20)\d\d$", article["effective"] or "")
            yield Entry(
                unit=unit,
                document_id=document,
                revision=1,
                text=f"{article['heading']}\n\n{article['text']}",
                heading=article["heading"].partition(". ")[2],
                title=article["demuc_name"] or "",
                number=article["doc_number"] or "",
                type=article["doc_type"] or "",
                year=int(year.group()) if year else None,
            )


class _Flat:
    """Lists of terms as one array of numbers with their bounds."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {BREAK: 0}
        self.ids: list[int] = []
        self.bounds: list[int] = [0]

    def add(self, terms: list[str]) -> None:
        held = self.terms
        self.ids.extend([held.setdefault(term, len(held)) for term in terms])
        self.bounds.append(len(self.ids))

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        return {
            f"{name}_terms": np.array(list(self.terms)),
            f"{name}_ids": np.array(self.ids, dtype=np.uint32),
            f"{name}_bounds": np.array(self.bounds, dtype=np.int64),
        }


def _cut(stream: list[str]) -> int:
    """Where a stream is cut in two: at the break nearest to its middle."""
    middle = len(stream) // 2
    breaks = [place for place, term in enumerate(stream) if not term]
    return min(breaks, key=lambda place: abs(place - middle)) if breaks else middle


def make(articles: Path, output: Path, limit: int | None = None) -> None:
    """Scan, segment and number all provisions once; write the arrays."""
    body, words, title, heading, number = _Flat(), _Flat(), _Flat(), _Flat(), _Flat()
    cuts: list[int] = []
    word_cuts: list[int] = []
    facts: list[tuple[int, int]] = []
    types: list[str] = []
    drawn = entries(articles, limit)
    while gathered := list(islice(drawn, _AT_ONCE)):
        scanned = [scan(with_heading(entry)) for entry in gathered]
        for entry, tokens, spans in zip(gathered, scanned, segment_all(scanned), strict=True):
            folded = fold_tokens(tokens)
            cut = _cut(folded)
            several = [(first, last) for first, last in spans if first < last and folded[first]]
            body.add(folded)
            cuts.append(cut)
            words.add([JOINT.join(folded[first : last + 1]) for first, last in several])
            word_cuts.append(sum(first < cut for first, _ in several))
            title.add(fold_tokens(scan(entry.title)))
            heading.add(fold_tokens(scan(entry.heading)))
            number.add(number_keys(entry.number))
            facts.append((entry.document_id, entry.year or 0))
            types.append(entry.type)
    arrays: dict[str, Any] = {"cut": np.array(cuts), "word_cut": np.array(word_cuts), "fact": np.array(facts)}
    arrays["type"] = np.array(types)
    for name, flat in (("body", body), ("words", words), ("title", title), ("heading", heading), ("number", number)):
        arrays.update(flat.arrays(name))
    output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(output, **arrays)


def main() -> int:
    """Make the arrays; 2 where the national code is not there."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=Path, default=ARTICLES)
    options.add_argument("--output", type=Path, default=MATERIAL)
    asked = options.parse_args()
    if not asked.articles.is_file():
        print(f"not here: {asked.articles}", file=sys.stderr)
        return 2
    make(asked.articles, asked.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
