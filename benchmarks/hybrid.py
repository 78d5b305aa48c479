"""Search by words and meaning over HTTP: a real `cancu serve`, one user and sixteen, beside peers in the same run.

    python -m benchmarks hybrid --home=ARCHIVE [--users=1,16] [--questions=N] [--with-fill] [--without-peer]

ARCHIVE holds the national code with its vectors (`cancu index meaning`). Every question is asked once of a server that
was started for it, so that nothing is answered from memory: the exam questions and the judged ones, the first page of
ten. Peers: the same server by words alone, and SQLite FTS5 (OR of syllables, its own BM25, ten hits with texts) behind
the same web server. The fill of the index of meaning waits while this measures, or runs with `--with-fill`.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock

from archive.settings import Settings
from benchmarks.material import SHARED
from benchmarks.serving import Round, asked_by, office, search_path, served
from corpus.evaluation import load_questions
from corpus.judging import judged_questions
from corpus.slips import toneless
from indexer.analysis import syllables

FIRST = "thời gian thử việc của người lao động là bao lâu"
QUESTIONS = SHARED / "alqac" / "dev.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the archive is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--users", default="1,16")
    parser.add_argument("--questions", type=int)
    parser.add_argument("--with-fill", action="store_true")
    parser.add_argument("--without-peer", action="store_true")
    options, _ = parser.parse_known_args(arguments)
    if options.home is None or not (options.home / "cancu.sqlite").is_file():
        print("give --home=ARCHIVE, an archive with the national code and its vectors", file=sys.stderr)
        return 2
    judged = [one.question for one in judged_questions()]
    exam = [question.text for question in load_questions(QUESTIONS)] if QUESTIONS.is_file() else []
    questions = [*exam, *judged]
    random.Random(7).shuffle(questions)
    questions = questions[: options.questions]
    warming = [toneless(question) for question in judged[:20]]
    users = [int(count) for count in options.users.split(",")]
    with ExitStack() as stack:
        if not options.with_fill:
            stack.enter_context(FileLock(Settings.at(options.home).meaning / "fill.lock", timeout=5))
        rows = []
        for name, mode in (("words and meaning", "auto"), ("words alone", "words")):
            for count in users:
                with served(*office(options.home)) as server:
                    cold = server.first_answer(search_path(FIRST, mode=mode, limit=10))
                    asked_by(server, 1, [search_path(question, mode=mode, limit=10) for question in warming])
                    found = asked_by(server, count, [search_path(text, mode=mode, limit=10) for text in questions])
                    rows.append((name, count, found, cold, server.memory_mb()))
        if not options.without_peer:
            rows += _peer(stack, options.home, users, questions)
    print(f"{len(questions)} questions, load {os.getloadavg()[0]:.1f} at the end")
    print(
        "| | users | p50 ms | p95 ms | p99 ms | ours : it at p95 | searches/s | processor ms a search "
        "| first answer s | processes | memory MB: held (own + mapped) | errors |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    ours = {count: found.at(0.95) for name, count, found, *_ in rows if name == "words and meaning"}
    for name, count, found, cold, memory in rows:
        ratio = "" if name == "words and meaning" else f"{ours[count] / max(found.at(0.95), 0.01):.2f}"
        told = f"{memory.get('held')} ({memory.get('own')} + {memory.get('mapped')})"
        print(
            f"| {name} | {count} | {found.at(0.5):.1f} | {found.at(0.95):.1f} | {found.at(0.99):.1f} | {ratio} "
            f"| {found.rate:.1f} | {found.processor_ms:.1f} | {cold:.2f} "
            f"| {memory.get('processes')} | {told} | {len(found.errors)} |"
        )
    return 0


def _peer(
    stack: ExitStack, home: Path, users: Sequence[int], questions: Sequence[str]
) -> list[tuple[str, int, Round, float, dict[str, int]]]:
    """SQLite FTS5 behind the same web server."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cancu-fts-")))
    _build(home, folder / "fts.sqlite")
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "FTS_FILE": str(folder / "fts.sqlite")}
    rows = []
    for count in users:
        with served([sys.executable, "-m", "benchmarks.fts_server"], environment) as server:
            cold = server.first_answer(search_path(FIRST))
            few = questions[: min(len(questions), 120)]
            rows.append(
                ("SQLite FTS5", count, asked_by(server, count, [search_path(text) for text in few]), cold,
                 server.memory_mb())
            )  # fmt: skip
    return rows


def _build(home: Path, path: Path) -> None:
    source = sqlite3.connect(f"file:{home / 'cancu.sqlite'}?mode=ro", uri=True)
    made = sqlite3.connect(path)
    made.execute(
        "create virtual table unit using fts5(body, shown unindexed, tokenize='unicode61 remove_diacritics 0')"
    )
    rows = source.execute(
        'select p.id, substr(t.text, p.start + 1, p."end" - p.start) from provisions p '
        "join texts t on t.document_id = p.document_id where p.unit = 1"
    )
    made.executemany(
        "insert into unit(rowid, body, shown) values (?, ?, ?)",
        ((id_, " ".join(syllables(text)), text) for id_, text in rows),
    )
    made.commit()
    made.close()
    source.close()


if __name__ == "__main__":
    raise SystemExit(main())
