"""`make bench`: every measurement of docs/performance.md, one after the other; absent material is named.

python -m benchmarks [part …] [--option …]

Options are handed to the parts named.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = {
    "search": ["benchmarks/search.py", "--peers"],
    "peers": ["-m", "benchmarks.peers"],
    "embedding": ["-m", "benchmarks.embedding"],
    "relevance": ["-m", "benchmarks.relevance"],
    "hybrid": ["-m", "benchmarks.hybrid"],
    "office_load": ["-m", "benchmarks.office_load"],
    "freshness": ["-m", "benchmarks.freshness"],
    "killed_writers": ["-m", "benchmarks.killed_writers"],
    "national_code": ["-m", "benchmarks.national_code"],
    "citations": ["-m", "benchmarks.citations"],
    "cross_references": ["-m", "benchmarks.cross_references"],
    "judged": ["-m", "benchmarks.judged"],
    "learn_ranking": ["-m", "benchmarks.learn_ranking"],
    "wordings": ["-m", "benchmarks.wordings"],
    "resolving": ["-m", "benchmarks.resolving"],
    "reading": ["-m", "benchmarks.reading"],
    "ocr": ["-m", "benchmarks.ocr"],
    "legacy": ["-m", "benchmarks.legacy"],
    "facts": ["-m", "benchmarks.facts"],
    "file_facts": ["-m", "benchmarks.file_facts"],
    "structure": ["-m", "benchmarks.structure"],
    "relations": ["-m", "benchmarks.relations"],
    "basis_lines": ["-m", "benchmarks.basis_lines"],
    "suggested_bases": ["-m", "benchmarks.suggested_bases"],
    "citing": ["-m", "benchmarks.citing"],
    "citations_report": ["-m", "benchmarks.citations_report"],
}
BY_NAME = ("learn_ranking", "wordings", "citing")
"""Run only where they are asked for: they need an archive that is there (`--home`)."""


def main() -> int:
    """Run the parts asked for, or all; the exit status is 1 when one of them failed."""
    words = sys.argv[1:]
    first = next((place for place, word in enumerate(words) if word.startswith("-")), len(words))
    wanted, options = words[:first] or [name for name in PARTS if name not in BY_NAME], words[first:]
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted:
        print(f"\n## {name}\n", flush=True)
        command = [sys.executable, *PARTS[name], *options]
        failed |= subprocess.run(command, check=False, env=_environment()).returncode != 0
    return int(failed)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (os.getcwd(), os.environ.get("PYTHONPATH"))))}


if __name__ == "__main__":
    raise SystemExit(main())
