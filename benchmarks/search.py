"""Index the national code and search it: time, memory, size; the embedded index against what it is built on.

    python benchmarks/search.py [--articles F.jsonl.xz] [--questions F.json] [--limit N] [--index FOLDER] [--json]

`--index` keeps the index in a folder and uses it again. Times are of one process; `warm` is the second round over the
same questions. `benchmarks.peers` compares with other engines.
"Whoosh's own scorer" puts the same terms to Whoosh's searcher on the same files; "SQLite FTS5" ranks the same texts by
its BM25 over plain syllables. Each peer gets the first questions only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from benchmarks.material import ARTICLES, SHARED, entries
from benchmarks.measuring import timed
from corpus.evaluation import load_questions
from indexer.analysis import syllables
from indexer.engine.parsing import parse
from indexer.engine.ranking import DEFAULT, K1, B
from indexer.engine.whoosh import WhooshEngine

PEER_QUESTIONS = 25


class Memory:
    """The most memory that this process and its children had at once, in MB, by asking `ps` (0 where there is none)."""

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            try:
                out = subprocess.run(
                    ["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
                ).stdout
            except (OSError, subprocess.CalledProcessError):
                return
            rows = [tuple(map(int, line.split())) for line in out.splitlines()]
            own = sum(rss for pid, parent, rss in rows if os.getpid() in (pid, parent))
            self.peak = max(self.peak, own // 1024)


def whoosh_round(engine: WhooshEngine, questions: Sequence[str]) -> dict[str, float]:
    """The same terms, fields and weights put to Whoosh's own searcher."""
    with FileIndex(engine._storage, indexname="MAIN").searcher(weighting=BM25F(B=B, K1=K1)) as searcher:

        def ask(question: str) -> object:
            query = parse(question).terms
            terms = [
                Term(field, term, boost=weight)
                for (field, kind), weight in DEFAULT.weights.items()
                for term in query.kind(kind)
            ]
            return searcher.search(Or(terms), limit=10)

        return timed(questions, ask)


def sqlite_round(path: Path, limit: int | None, questions: Sequence[str]) -> dict[str, float]:
    """The same texts in SQLite's FTS5, OR over syllables."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table unit using fts5(body, tokenize='unicode61 remove_diacritics 0')")
    database.executemany(
        "insert into unit(rowid, body) values (?, ?)",
        ((e.unit, " ".join(syllables(e.text))) for e in entries(path, limit)),
    )

    def ask(question: str) -> object:
        terms = " OR ".join(f'"{term}"' for term in dict.fromkeys(syllables(question)))
        return database.execute("select rowid from unit where unit match ? order by rank limit 10", (terms,)).fetchall()

    result = timed(questions, ask)
    database.close()
    return result


def main() -> int:
    """Run the benchmark; 2 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=Path, default=ARTICLES)
    options.add_argument("--questions", type=Path, default=SHARED / "alqac" / "dev.json")
    options.add_argument("--limit", type=int)
    options.add_argument("--index", type=Path)
    options.add_argument("--peers", action="store_true", help="measure Whoosh's own scorer and SQLite FTS5 as well")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    for path in (asked.articles, asked.questions):
        if not path.is_file():
            print(f"not here: {path}", file=sys.stderr)
            return 2
    questions = [question.text for question in load_questions(asked.questions)]
    folder = asked.index or Path(tempfile.mkdtemp(prefix="cancu-bench-"))
    figures: dict[str, object] = {}
    engine = WhooshEngine(folder)
    if not engine.count():
        with Memory() as memory:
            began = time.perf_counter()
            engine.add(entries(asked.articles, asked.limit))
            engine.commit()
            figures["index_s"] = round(time.perf_counter() - began, 1)
        figures["peak_mb"] = memory.peak
    figures["units"] = engine.count()
    figures["segments"] = len(engine._state().views)
    figures["size_mb"] = round(sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / 1e6, 1)
    began = time.perf_counter()
    engine.search(questions[0])
    figures["first_ms"] = round((time.perf_counter() - began) * 1000, 1)

    figures["top 10, first time"] = timed(questions, engine.search)
    figures["top 10, warm"] = timed(questions, engine.search)
    figures["with totals and facets"] = timed(questions, lambda question: engine.search(question).counts)
    if asked.peers:
        figures["Whoosh's own scorer"] = whoosh_round(engine, questions[:PEER_QUESTIONS])
        figures["SQLite FTS5"] = sqlite_round(asked.articles, asked.limit, questions[:PEER_QUESTIONS])
    engine.close()
    if not asked.index:
        shutil.rmtree(folder, ignore_errors=True)
    if asked.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
