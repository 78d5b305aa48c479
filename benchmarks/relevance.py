"""Who puts the right article first: ours by words, by words and meaning, and the peers, on the same tokens in one run.

    python -m benchmarks relevance [--peer tantivy …]

The 368 exam questions of ../shared/data/alqac over its 2,249 articles. Peers get the tokens of `benchmarks.peers` ready
made and the same lists of (field, term, weight); bm25s and FTS5 have one field and get syllables alone. A peer runs in
the peers' environment, where nothing of ours is installed: this file with `--run PEER FILE`.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

K1, B = 0.5, 0.6
DEPTH = 10


def tantivy(held: dict[str, Any], folder: str) -> Callable[[Any], list[int]]:
    """Its own BM25 (K1 1.2, B 0.75 are fixed there)."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=False)
    for name in held["fields"]:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = engine.Index(schema, path=folder)
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for number, fields in enumerate(held["documents"]):
        writer.add_document(engine.Document(id=number, **fields))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(terms: list[Any]) -> list[int]:
        parts = [
            (
                engine.Occur.Should,
                engine.Query.boost_query(engine.Query.term_query(schema, field, term, "freq"), weight),
            )
            for field, term, weight in terms
        ]
        hits = searcher.search(engine.Query.boolean_query(parts), DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return ask


def bm25s(held: dict[str, Any], folder: str) -> Callable[[Any], list[int]]:
    """With the parameters that we use."""
    import bm25s as engine

    model = engine.BM25(method="lucene", k1=K1, b=B)
    model.index([fields["syllables"].split() for fields in held["documents"]], show_progress=False)
    return lambda terms: (
        model.retrieve(
            [[term for field, term, _ in terms if field == "syllables"]], k=DEPTH, show_progress=False, n_threads=1
        )
        .documents[0]
        .tolist()
    )


def sqlite(held: dict[str, Any], folder: str) -> Callable[[Any], list[int]]:
    """FTS5 with its own bm25()."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table unit using fts5(body, tokenize='unicode61 remove_diacritics 0')")
    rows = ((number, fields["syllables"]) for number, fields in enumerate(held["documents"]))
    database.executemany("insert into unit(rowid, body) values (?, ?)", rows)
    statement = f"select rowid from unit where unit match ? order by rank limit {DEPTH}"

    def ask(terms: list[Any]) -> list[int]:
        words = ['"' + term.replace('"', "") + '"' for field, term, _ in terms if field == "syllables"]
        return [row[0] for row in database.execute(statement, (" OR ".join(words),))]

    return ask


def whoosh(held: dict[str, Any], folder: str) -> Callable[[Any], list[int]]:
    """As it is installed, with the parameters that we use."""
    from whoosh import index
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.query import Or, Term
    from whoosh.scoring import BM25F

    fields = {name: TEXT(SpaceSeparatedTokenizer(), phrase=False) for name in held["fields"]}
    opened = index.create_in(folder, Schema(id=NUMERIC(stored=True), **fields))
    writer = opened.writer()
    for number, one in enumerate(held["documents"]):
        writer.add_document(id=number, **one)
    writer.commit()
    searcher = opened.searcher(weighting=BM25F(B=B, K1=K1))

    def ask(terms: list[Any]) -> list[int]:
        query = Or([Term(field, term, boost=weight) for field, term, weight in terms])
        return [hit["id"] for hit in searcher.search(query, limit=DEPTH)]

    return ask


RUNS = {"tantivy": tantivy, "bm25s": bm25s, "sqlite": sqlite, "whoosh": whoosh}


def _run(peer: str, file: Path) -> int:
    held = json.loads(file.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        ask = RUNS[peer](held, folder)
        print(json.dumps([ask(terms) for terms in held["questions"]]))
    return 0


def _figures(found: Sequence[Sequence[bool]], answers: Sequence[int]) -> str:
    count = len(found)
    first = sum(bool(hits) and hits[0] for hits in found) / count
    ten = sum(sum(hits) / of for hits, of in zip(found, answers, strict=True)) / count
    mean = sum(next((1 / place for place, right in enumerate(hits, 1) if right), 0.0) for hits in found) / count
    return f"{first:.3f} | {mean:.3f} | {ten:.3f}"


def _by_words(engine: Any, question: str) -> list[int]:
    from indexer.interpreting import interpret

    query = interpret(question, engine).engine_query()
    return [hit.unit - 1 for hit in engine.search(query, None, DEPTH).hits]


def _tokens(entries: Sequence[Any]) -> list[dict[str, str]]:
    """The tokens of each entry by field, in any order, as often as they occur."""
    from indexer.engine.counting import count_entries

    batch = count_entries(entries)
    texts: list[dict[str, list[str]]] = [{name: [] for name in batch.fields} for _ in entries]
    for name, counted in batch.fields.items():
        terms = [term.decode() for term in counted.terms]
        for term, doc, often in zip(counted.term.tolist(), counted.doc.tolist(), counted.freq.tolist(), strict=True):
            texts[doc][name] += [terms[term]] * int(often)
    return [{name: " ".join(words) for name, words in one.items()} for one in texts]


def main() -> int:
    """Print the table; 2 where the questions are not there."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--run", nargs=2, metavar=("PEER", "FILE"))
    options.add_argument("--peer", action="append", choices=list(RUNS))
    asked = options.parse_args()
    if asked.run:
        return _run(asked.run[0], Path(asked.run[1]))

    from archive.settings import Settings
    from benchmarks.peers import SHARED, environment
    from corpus.evaluation import Articles, load_articles, load_questions
    from indexer.embedding import open_embedder
    from indexer.engine.counting import FIELDS
    from indexer.engine.parsing import parse
    from indexer.engine.ranking import DEFAULT

    folder = SHARED / "alqac"
    if not folder.is_dir():
        print(f"not here: {folder.name}", file=sys.stderr)
        return 2
    articles, questions = load_articles(folder / "articles.json"), load_questions(folder / "dev.json")
    answers = [len(question.relevant) for question in questions]

    def row(name: str, places: Sequence[Sequence[int]]) -> None:
        right = [
            [articles[place][:2] in question.relevant for place in hits]
            for hits, question in zip(places, questions, strict=True)
        ]
        print(f"| {name} | {_figures(right, answers)} |", flush=True)

    print("| 368 exam questions | R@1 | MRR@10 | R@10 |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="cancu-relevance-") as temporary:
        home = Path(temporary)
        held = Articles(articles, home / "ours", open_embedder(Settings.at(home)))
        row("ours, words", [_by_words(held.engine, question.text) for question in questions])
        held.embed()
        row("ours, words and meaning", [[u - 1 for u in held.search(question.text)] for question in questions])
        told = {
            "fields": list(FIELDS),
            "documents": _tokens(held.entries),
            "questions": [
                [
                    [field, term, weight]
                    for (field, kind), weight in DEFAULT.weights.items()
                    for term in terms.kind(kind)
                ]
                for terms in (parse(question.text).terms for question in questions)
            ],
        }
        file = home / "tokens.json"
        file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        held.close()
        for peer in asked.peer or RUNS:
            command = [str(environment()), __file__, "--run", peer, str(file)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            row(peer, json.loads(done.stdout.splitlines()[-1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
