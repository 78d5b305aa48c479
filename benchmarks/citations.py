"""Finding and resolving citations: characters and citations a second, on the recent documents of the national database.

    python -m benchmarks.citations [--documents F.jsonl.xz]

The peer, in the same run, is one bare regular expression of document numbers over the same texts: the least that any
finder must do, without types, dates, issuers, titles, pinpoints or offsets into raw text.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import time
from pathlib import Path

from archive.citations import find_citations
from archive.records import Record
from archive.resolving import MemoryHoldings, resolve_all
from corpus.registry import read_registry
from indexer.text import repair_text

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
_NUMBER = re.compile(r"\d{1,5}[A-Za-z]?(?:/(?:19|20)\d\d)?[/-][A-ZĐƯ][A-Za-zĐđƯư0-9]*(?:[-/][A-ZĐƯ][A-Za-zĐđƯư0-9]*)*")


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=SHARED / "vbpl" / "documents.jsonl.xz")
    path = parser.parse_args().documents
    if not path.exists():
        print(f"not here: {path}", file=sys.stderr)
        return 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        texts = [repair_text(json.loads(line)["text"] or "") for line in lines]
    size = sum(map(len, texts))
    began = time.perf_counter()
    numbers = sum(1 for one in texts for _ in _NUMBER.finditer(one))
    bare = time.perf_counter() - began
    began = time.perf_counter()
    found = [find_citations(one) for one in texts]
    finding = time.perf_counter() - began
    count = sum(map(len, found))
    catalogue = [
        Record(number, one.type, one.number, one.issued, one.issuer, one.title, certainty=one.certainty)
        for number, one in enumerate(read_registry(), 1)
    ]
    holdings = MemoryHoldings(catalogue)
    began = time.perf_counter()
    resolved = [resolution for one in found for resolution in resolve_all(one, holdings)]
    resolving = time.perf_counter() - began
    states = {state: sum(r.status == state for r in resolved) for state in ("resolved", "ambiguous", "not_held")}
    print(f"{len(texts)} documents, {size / 1e6:.1f} million characters, one core\n")
    print("| what | seconds | rate | found |\n| --- | --- | --- | --- |")
    print(f"| regular expression of numbers (peer) | {bare:.2f} | {size / bare / 1e6:.1f} M characters/s | {numbers} |")
    print(f"| `find_citations` | {finding:.2f} | {size / finding / 1e6:.1f} M characters/s | {count} |")
    print(f"| `resolve_all` against the registry | {resolving:.2f} | {count / resolving:,.0f} citations/s | {states} |")
    print(f"\nratio of time, finding / peer: {finding / bare:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
