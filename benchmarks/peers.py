"""The embedded index beside tantivy, bm25s, SQLite FTS5 and stock Whoosh: the same tokens, the same questions, one run.

    python -m benchmarks.peers [--size 62323] [--peer ours --peer tantivy …] [--wording full|syllables] [--json]

Every engine gets the tokens of `benchmarks.tokens` ready made and splits them at blanks; every question is put as the
same list of (field, term, weight), ORed, for its ten best. `full`: syllables, bigrams, words, headings, titles and
numbers in six fields, as we search; `syllables`: the text's syllables alone (bm25s and FTS5 have one field, and get
these only). Our own times begin with the question as typed: parsing and segmenting it is in them; the peers' queries
are made beforehand. One thread each; two rounds warm up, then the best of three for each question, by the clock of the
processor (`cpu`) and by the clock on the wall. Peers stand in an environment of their own (`build/bench/peers`), each
in a process of its own, so that memory is its own. Stock Whoosh gets few questions, and no more than STOCK_MOST
provisions are indexed with it in one run unless `--stock-whoosh-all` is given: it takes an hour for a million.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from benchmarks.material import ARTICLES, SHARED, make
from benchmarks.tokens import MATERIAL
from corpus.evaluation import load_questions
from indexer.engine.parsing import parse
from indexer.engine.ranking import DEFAULT

HOME = MATERIAL.parent
PEERS = ("ours", "tantivy", "bm25s", "sqlite", "whoosh")
PACKAGES = ("tantivy==0.27.0", "bm25s==0.3.16", "whoosh3==3.54.0", "numpy")
STOCK_MOST = 62_323
_RUNNER = Path(__file__).with_name("peer_runs.py")


def environment() -> Path:
    """The peers' own Python, made where there is none."""
    folder = HOME / "peers"
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / ("python.exe" if sys.platform == "win32" else "python")
    if not python.is_file():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


def prepare(articles: Path, questions: Path) -> None:
    """Tokens and questions in files that all engines read."""
    if not MATERIAL.is_file():
        make(articles, MATERIAL)
    asked = [question.text for question in load_questions(questions)]
    terms = []
    for text in asked:
        parsed = parse(text).terms
        terms.append(
            [[field, term, weight] for (field, kind), weight in DEFAULT.weights.items() for term in parsed.kind(kind)]
        )
    told = json.dumps({"texts": asked, "terms": terms}, ensure_ascii=False)
    (HOME / "questions.json").write_text(told, encoding="utf-8")


def run(peer: str, size: int, wording: str) -> dict[str, Any]:
    """One engine in a process of its own."""
    python = sys.executable if peer == "ours" else str(environment())
    command = [python, str(_RUNNER), peer, str(size), wording, str(HOME)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, cwd=Path(__file__).parents[1])
    if done.returncode:
        return {"failed": done.returncode}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


_SHOWN = ("build_s", "size_mb", "peak_mb", "cpu_p50", "cpu_p95", "cpu_p99", "p50", "p95", "p99", "per_s")


def main() -> int:
    """Run the engines asked for; 2 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=Path, default=ARTICLES)
    options.add_argument("--questions", type=Path, default=SHARED / "alqac" / "dev.json")
    options.add_argument("--size", type=int, action="append", help="provisions; may be repeated (62323, 1000000)")
    options.add_argument("--peer", action="append", choices=PEERS)
    options.add_argument("--wording", action="append", choices=("full", "syllables"))
    options.add_argument("--stock-whoosh-all", action="store_true")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    for path in (asked.articles, asked.questions):
        if not path.is_file():
            print(f"not here: {path}", file=sys.stderr)
            return 2
    prepare(asked.articles, asked.questions)
    rows: list[dict[str, Any]] = []
    for size in asked.size or [62_323, 1_000_000]:
        for wording in asked.wording or ["full", "syllables"]:
            ours: dict[str, Any] = {}
            for peer in asked.peer or PEERS:
                if wording == "full" and peer in ("bm25s", "sqlite"):
                    continue
                if peer == "whoosh" and (wording != "full" or (size > STOCK_MOST and not asked.stock_whoosh_all)):
                    continue
                row = {"size": size, "wording": wording, "peer": peer, **run(peer, size, wording)}
                if peer == "ours":
                    ours = row
                if "cpu_p50" in row and ours.get("cpu_p50"):
                    row["ratio_p50"] = round(ours["cpu_p50"] / row["cpu_p50"], 3)
                    row["ratio_p95"] = round(ours["cpu_p95"] / row["cpu_p95"], 3)
                rows.append(row)
                if not asked.json:
                    shown = " ".join(f"{name} {row.get(name, '')}" for name in (*_SHOWN, "ratio_p50", "ratio_p95"))
                    print(f"{size} {wording} {peer}: {row.get('failed', '') and 'FAILED '}{shown}", flush=True)
    if asked.json:
        print(json.dumps(rows))
    return int(any("failed" in row for row in rows))


if __name__ == "__main__":
    sys.exit(main())
