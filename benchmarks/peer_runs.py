"""One engine's run for `benchmarks.peers`: build the index (kept for the next run), ask the questions, print JSON.

    python benchmarks/peer_runs.py PEER SIZE full|syllables HOME

Runs in the peers' environment, where nothing of ours is installed; only `tokens` and `measuring` beside it are used,
and, for ours, the engine. The memory is that of the run: without the tokens once the index is there.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.measuring import peak_memory_mb, size_mb
from benchmarks.tokens import Material

FIELDS = ("bigrams", "heading", "number", "syllables", "title", "words")
K1, B = 0.5, 0.6
_ROUNDS = 3
_FEW = {"whoosh": 12, "sqlite": 60}
"""Questions of which slow engines get so many only."""

Asked = tuple[list[Any], Callable[[Any], object]]


class Texts:
    """A set's fields as text, tokens between blanks."""

    def __init__(self, path: Path, wording: str) -> None:
        material = Material(path)
        self._terms = {name: np.array(terms, dtype=object) for name, terms in material.terms.items()}
        self._material = material
        self._full = wording == "full"
        self._held: dict[int, dict[str, str]] = {}

    def _pairs(self, name: str, ids: Any) -> str:
        terms = self._terms[name][ids].tolist()
        return " ".join(f"{a}_{b}" for a, b in pairwise(terms) if a and b)

    def _plain(self, name: str, ids: Any) -> str:
        return " ".join(self._terms[name][ids[ids > 0]].tolist())

    def each(self, size: int) -> Iterator[dict[str, str]]:
        """Field by name, of each provision."""
        for one in self._material.provisions(size):
            fields = {"syllables": self._plain("body", one.body)}
            if self._full:
                fields["bigrams"] = self._pairs("body", one.body)
                fields["words"] = self._plain("words", one.words)
                if one.source not in self._held:
                    self._held[one.source] = {
                        "heading": f"{self._plain('heading', one.heading)} {self._pairs('heading', one.heading)}",
                        "title": f"{self._plain('title', one.title)} {self._pairs('title', one.title)}",
                        "number": " ".join(self._terms["number"][one.number].tolist()),
                    }
                fields.update(self._held[one.source])
            yield fields


def ours(folder: Path, material: Path, size: int, wording: str, asked: dict[str, Any]) -> Asked:
    """The embedded index; the question as typed."""
    from benchmarks.ours import write
    from indexer.engine.ranking import DEFAULT, Profile
    from indexer.engine.whoosh import WhooshEngine

    if not folder.is_dir():
        write(folder, Material(material), size).close()
    profile = DEFAULT if wording == "full" else Profile({("syllables", "syllable"): 1.0})
    return asked["texts"], WhooshEngine(folder, profile).search


def tantivy(folder: Path, material: Path, size: int, wording: str, asked: dict[str, Any]) -> Asked:
    """Its own BM25 (K1 1.2, B 0.75 are fixed there), block-max WAND, no counting."""
    import tantivy

    names = FIELDS if wording == "full" else ("syllables",)
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=False)
    for name in names:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    if not folder.is_dir():
        folder.mkdir(parents=True)
        index = tantivy.Index(schema, path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for number, fields in enumerate(Texts(material, wording).each(size)):
            writer.add_document(tantivy.Document(id=number, **fields))
        writer.commit()
        writer.wait_merging_threads()
    index = tantivy.Index(schema, path=str(folder))
    index.reload()
    searcher = index.searcher()
    queries = []
    for terms in asked["terms"]:
        parts = []
        for field, term, weight in terms:
            if field in names:
                query = tantivy.Query.term_query(schema, field, term, "freq")
                boosted = tantivy.Query.boost_query(query, weight) if wording == "full" else query
                parts.append((tantivy.Occur.Should, boosted))
        queries.append(tantivy.Query.boolean_query(parts))
    return queries, lambda query: searcher.search(query, 10, count=False)


def bm25s(folder: Path, material: Path, size: int, wording: str, asked: dict[str, Any]) -> Asked:
    """Scores of all documents in a sparse matrix, numpy behind it, in memory."""
    import bm25s

    model = bm25s.BM25(method="lucene", k1=K1, b=B)
    if not folder.is_dir():
        corpus = [fields["syllables"].split() for fields in Texts(material, wording).each(size)]
        model.index(corpus, show_progress=False)
        model.save(str(folder))
        del corpus
    model = bm25s.BM25.load(str(folder))
    queries = [[term for field, term, _ in terms if field == "syllables"] for terms in asked["terms"]]
    return queries, lambda query: model.retrieve([query], k=10, show_progress=False, n_threads=1)


def sqlite(folder: Path, material: Path, size: int, wording: str, asked: dict[str, Any]) -> Asked:
    """FTS5 with its own bm25()."""
    fresh = not folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(folder / "fts.db")
    if fresh:
        database.execute("create virtual table unit using fts5(body, tokenize='unicode61 remove_diacritics 0')")
        rows = ((fields["syllables"],) for fields in Texts(material, wording).each(size))
        database.executemany("insert into unit(body) values (?)", rows)
        database.commit()
    queries = [
        " OR ".join('"' + term.replace('"', "") + '"' for field, term, _ in terms if field == "syllables")
        for terms in asked["terms"]
    ]
    statement = "select rowid from unit where unit match ? order by rank limit 10"
    return queries, lambda query: database.execute(statement, (query,)).fetchall()


def whoosh(folder: Path, material: Path, size: int, wording: str, asked: dict[str, Any]) -> Asked:
    """As it is installed: its own codec, writer and searcher."""
    from whoosh import index
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import TEXT, Schema
    from whoosh.query import Or, Term
    from whoosh.scoring import BM25F

    if not folder.is_dir():
        folder.mkdir(parents=True)
        tokenizer = SpaceSeparatedTokenizer()
        fields = {name: TEXT(tokenizer, phrase=False) for name in FIELDS}
        writer = index.create_in(str(folder), Schema(**fields)).writer(limitmb=256)
        for one in Texts(material, wording).each(size):
            writer.add_document(**one)
        writer.commit()
    searcher = index.open_dir(str(folder)).searcher(weighting=BM25F(B=B, K1=K1))
    queries = [Or([Term(field, term, boost=weight) for field, term, weight in terms]) for terms in asked["terms"]]
    return queries, lambda query: searcher.search(query, limit=10)


def measured(queries: list[Any], ask: Callable[[Any], object], rounds: int) -> dict[str, float]:
    """Percentiles in milliseconds of the best of some rounds for each question."""
    wall = [float("inf")] * len(queries)
    cpu = [float("inf")] * len(queries)
    for _ in range(rounds):
        for number, query in enumerate(queries):
            began, busy = time.perf_counter(), time.process_time()
            ask(query)
            cpu[number] = min(cpu[number], (time.process_time() - busy) * 1000)
            wall[number] = min(wall[number], (time.perf_counter() - began) * 1000)

    def at(times: list[float], share: float) -> float:
        return round(sorted(times)[min(int(len(times) * share), len(times) - 1)], 3)

    told = {f"{name}p{share}": at(t, share / 100) for name, t in (("cpu_", cpu), ("", wall)) for share in (50, 95, 99)}
    return {**told, "per_s": round(1000 * len(wall) / sum(wall), 1), "questions": len(queries)}


RUNS: dict[str, Callable[[Path, Path, int, str, dict[str, Any]], Asked]] = {
    "ours": ours,
    "tantivy": tantivy,
    "bm25s": bm25s,
    "sqlite": sqlite,
    "whoosh": whoosh,
}


def main() -> int:
    """Build, ask, print."""
    peer, size, wording, home = sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    # Our index is one for both wordings.
    folder = home / f"{peer}-{size}-{'full' if peer == 'ours' else wording}"
    asked = json.loads((home / "questions.json").read_text(encoding="utf-8"))
    note = folder.with_suffix(".json")
    if folder.is_dir() and not note.is_file():
        shutil.rmtree(folder)  # half built
    fresh = not folder.is_dir()
    began = time.perf_counter()
    queries, ask = RUNS[peer](folder, home / "material.npz", size, wording, asked)
    if fresh:
        built = {"build_s": round(time.perf_counter() - began, 1), "build_peak_mb": peak_memory_mb()}
        note.write_text(json.dumps(built), encoding="utf-8")
    queries = queries[: _FEW.get(peer, len(queries))]
    slow = peer in _FEW
    if not slow:
        measured(queries, ask, 2)
    told = measured(queries, ask, 1 if slow else _ROUNDS)
    held = {"size_mb": size_mb(folder), "peak_mb": peak_memory_mb()}
    print(json.dumps({**json.loads(note.read_text(encoding="utf-8")), **held, **told}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
