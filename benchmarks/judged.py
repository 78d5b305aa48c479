"""The judged set (`corpus/judged.csv`) through the search service, over the starter archive and the national code.

    python -m benchmarks judged [--home FOLDER] [--half tuning|measuring] [--variant …] [--misses]

Without `--home` an archive is built in a temporary folder from ../shared/data/phapdien (about five minutes). `--misses`
lists what was not found of the tuning half only: the measuring half is for measuring.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from archive.documents import Archive
from archive.records import Record
from archive.settings import Settings
from corpus.judging import HALVES, STYLES, Asked, ask, figures, judged_questions
from corpus.slips import VARIANTS
from indexer.engine import open_engine
from indexer.fusing import open_fusion
from indexer.search import SearchRequest, SearchService

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "phapdien" / "articles.jsonl.xz"
EXACT = ("number", "provision", "title")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 where the archive cannot be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--half", choices=HALVES, action="append")
    parser.add_argument("--variant", choices=list(VARIANTS), action="append")
    parser.add_argument("--mode", default="auto", choices=["auto", "words", "meaning"])
    parser.add_argument("--misses", action="store_true")
    options, _ = parser.parse_known_args(arguments)
    if options.home is not None:
        return _measure(options, options.home)
    if not SHARED.exists():
        print(f"no national code at {SHARED.name}: give --home")
        return 1
    with tempfile.TemporaryDirectory(prefix="cancu-judged-") as folder:
        _build(Path(folder))
        return _measure(options, Path(folder))


def _build(home: Path) -> None:
    environment = {**os.environ, "CANCU_HOME": str(home)}
    for words in (["init", "--starter"], ["import", "phapdien", str(SHARED)]):
        subprocess.run([sys.executable, "-m", "web.cli", *words], check=True, env=environment)


def _measure(options: argparse.Namespace, home: Path) -> int:
    settings = Settings.from_environment({"CANCU_HOME": str(home)})
    archive, engine = Archive.open(settings), open_engine(settings)
    fusion = open_fusion(settings, engine, archive, create=False) if options.mode != "words" else None
    service = SearchService(archive, engine, fusion)
    if fusion is not None:
        print(f"meaning knows {fusion.share():.0%} of the documents")
    times: list[float] = []

    def search(text: str) -> tuple[list[tuple[Record, str]], bool]:
        began = time.perf_counter()
        result = service.search(SearchRequest(query=text, mode=options.mode, limit=10))
        times.append((time.perf_counter() - began) * 1000)
        return [(hit.record, hit.path) for hit in result.hits], result.route in EXACT

    try:
        questions = judged_questions()
        search(questions[0].question)
        for variant in options.variant or ["as typed"]:
            times.clear()
            asked = ask(questions, search, VARIANTS[variant])
            times.sort()
            print(
                f"\n### {variant} (p50 {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms)\n"
            )
            print("| half | style | " + " | ".join(figures([])) + " |")
            print("| --- " * (2 + len(figures([]))) + "|")
            for half in options.half or HALVES:
                rows = [one for one in asked if one.judged.half == half]
                for style in STYLES:
                    _row(half, style, [one for one in rows if one.judged.style == style])
                _row(half, "all", rows)
            if options.misses:
                _misses([one for one in asked if one.judged.half == "tuning"])
    finally:
        if fusion is not None:
            fusion.close()
        engine.close()
        archive.close()
    return 0


def _row(half: str, style: str, asked: Sequence[Asked]) -> None:
    print(f"| {half} | {style} | " + " | ".join(f"{value:g}" for value in figures(asked).values()) + " |", flush=True)


def _misses(asked: Sequence[Asked]) -> None:
    print()
    for one in asked:
        if one.place != 1:
            answers = ", ".join(f"{answer.number} {answer.path}".strip() for answer in one.judged.answers)
            print(f"- {one.place or '—'} {one.judged.question} → {answers}{' WRONG EXACT' if one.wrong_exact else ''}")


if __name__ == "__main__":
    raise SystemExit(main())
