"""The national code from file to first page: time and memory of the import, then the first page of every question.

    python -m benchmarks.national_code [--home FOLDER] [--articles F.jsonl.xz] [--questions F.json]

The archive is made in a temporary folder, or in `--home`, where a second run measures the import that finds everything
there. Searches go through the whole search service: query, index, database, snippets. The peer, in the same run, is a
plain scan of the same database for the question's rarest word with SQL `LIKE`: what an office without an index does.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from sqlalchemy import text

from archive.documents import Archive
from archive.settings import Settings
from corpus.evaluation import load_questions
from indexer.engine import open_engine
from indexer.search import SearchRequest, SearchService

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
PEER_QUESTIONS = 20


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--articles", type=Path, default=SHARED / "phapdien" / "articles.jsonl.xz")
    parser.add_argument("--questions", type=Path, default=SHARED / "alqac" / "dev.json")
    wanted = parser.parse_args()
    for path in (wanted.articles, wanted.questions):
        if not path.exists():
            print(f"not here: {path}", file=sys.stderr)
            return 0
    with tempfile.TemporaryDirectory() as folder:
        home = wanted.home or Path(folder) / "home"
        first = imported(home, wanted.articles)
        again = imported(home, wanted.articles)
        print("| what | seconds | peak memory of all processes, MiB | result |\n| --- | --- | --- | --- |")
        print(f"| `cancu import phapdien` | {first[0]:.0f} | {first[1]:.0f} | {first[2]} |")
        print(f"| the same again | {again[0]:.1f} | {again[1]:.0f} | {again[2]} |\n")
        searched(home, wanted.questions)
    return 0


def imported(home: Path, articles: Path) -> tuple[float, float, str]:
    """Run `cancu init` and `cancu import phapdien` as a user does: seconds, MiB, and the counts it printed."""
    environment = {**os.environ, "CANCU_HOME": str(home)}
    cancu = [sys.executable, "-m", "web.cli"]
    subprocess.run([*cancu, "init", "--json"], env=environment, check=True, capture_output=True)
    began = time.perf_counter()
    command = [*cancu, "import", "phapdien", str(articles), "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, peak))
        watcher.start()
        out, _ = process.communicate()
        watcher.join()
    if process.returncode:
        raise SystemExit("the import failed")
    counts = json.loads(out)
    shown = ", ".join(f"{name} {value}" for name, value in counts.items() if isinstance(value, int))
    return time.perf_counter() - began, peak[0] / 1048576, shown


def searched(home: Path, questions: Path) -> None:
    """The first page of every question: cold process first, then again."""
    settings = Settings.at(home)
    asked = [question.text for question in load_questions(questions)]
    with Archive.open(settings) as archive:
        engine = open_engine(settings)
        service = SearchService(archive, engine)
        print("| first page of 10, whole service | p50 ms | p95 ms | mean ms |\n| --- | --- | --- | --- |")
        for name in ("first time", "again"):
            took = []
            for question in asked:
                began = time.perf_counter()
                service.search(SearchRequest(question))
                took.append((time.perf_counter() - began) * 1000)
            print(f"| {len(asked)} questions, {name} | {_row(took)} |")
        ours = took[:PEER_QUESTIONS]
        peer = []
        with archive.database.read() as session:
            for question in asked[:PEER_QUESTIONS]:
                word = max(question.split(), key=len)
                began = time.perf_counter()
                session.execute(
                    text("SELECT document_id FROM texts WHERE text LIKE :word LIMIT 1000"), {"word": f"%{word}%"}
                ).all()
                peer.append((time.perf_counter() - began) * 1000)
        print(f"| {len(peer)} questions, SQL LIKE over the same texts (peer) | {_row(peer)} |")
        print(f"\nratio ours / peer at the median: {statistics.median(ours) / statistics.median(peer):.3f}")
        engine.close()


def _row(took: list[float]) -> str:
    ordered = sorted(took)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{statistics.median(took):.1f} | {p95:.1f} | {statistics.fmean(took):.1f}"


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """The largest sum of resident memory of the process and its children, in bytes (Linux; 0 elsewhere)."""
    while process.poll() is None:
        peak[0] = max(peak[0], float(_resident(process.pid)))
        time.sleep(0.2)


def _resident(pid: int) -> int:
    total = 0
    for folder in (Path("/proc") / str(pid), *_children(pid)):
        try:
            total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            continue
    return total


def _children(pid: int) -> list[Path]:
    found: list[Path] = []
    wanted = {pid}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda p: int(p.name)):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if parent in wanted:
            wanted.add(int(folder.name))
            found.append(folder)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
