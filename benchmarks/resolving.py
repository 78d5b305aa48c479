"""Resolving 100,000 citations of the national code and database, with their documents catalogued in SQL.

    python -m benchmarks.resolving [--shared FOLDER] [--citations 100000] [--home FOLDER]

Citations are found once and not timed: those of the recent documents of the national database, then those of the
code's articles, each a text of its own, resolved with `resolve_all`; where they do not suffice, they are gone through
again, and the distinct ones are counted. Three figures: with holdings that remember nothing yet, the first round and
all rounds of it, and with the same holdings again. The peer, in the same run, is a look-up of the exact number in a
dictionary in memory: no date, no issuer, no title, no question asked; the least that any resolver must do.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from archive.citations import Citation, find_citations
from archive.documents import Archive
from archive.filing import file_document
from archive.holdings import SqlHoldings
from archive.keys import number_key
from archive.records import Record
from archive.resolving import resolve_all
from archive.settings import Settings
from archive.stored import NewDocument
from benchmarks.wide_holdings import gazetteer_of, wide_records
from corpus.loaders.codified import read_edition

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--citations", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="keep the archive here, instead of in a temporary folder")
    wanted = parser.parse_args()
    articles = wanted.shared / "data" / "phapdien" / "articles.jsonl.xz"
    if not articles.exists():
        print(f"not here: {articles}", file=sys.stderr)
        return 0
    records = wide_records(wanted.shared)
    texts = cited(wanted.shared / "data", records, wanted.citations)
    once = sum(map(len, texts))
    rounds = repeated(texts, wanted.citations)
    count = sum(map(len, rounds))
    with tempfile.TemporaryDirectory() as folder, catalogued(wanted.home or Path(folder) / "home", records) as archive:
        cold, states = resolved(texts, archive.holdings())
        holdings = archive.holdings()
        whole, _ = resolved(rounds, holdings)
        again, _ = resolved(rounds, holdings)
    peer, hits = looked_up(rounds, records)
    print(f"{once} citations in {len(texts)} texts, gone through until there are {count}; one core")
    print(f"{len(records)} documents catalogued in SQLite\n")
    print("| what | citations | seconds | citations/s | answers |\n| --- | --- | --- | --- | --- |")
    print(f"| `resolve_all`, nothing remembered | {once} | {cold:.2f} | {once / cold:,.0f} | {dict(states)} |")
    print(f"| the same, gone on to {count} | {count} | {whole:.2f} | {count / whole:,.0f} | |")
    print(f"| all again | {count} | {again:.2f} | {count / again:,.0f} | |")
    print(
        f"| exact number in a dictionary (peer) | {count} | {peer:.2f} | {count / peer:,.0f} | {hits} numbers found |"
    )
    print(f"\nratio of time, resolving / peer: {whole / peer:.1f} (again: {again / peer:.1f})")
    return 0


def cited(folder: Path, records: Sequence[Record], wanted: int) -> list[list[Citation]]:
    """Up to `wanted` citations, a list for each text: the national database's documents, then the code's articles."""
    gazetteer = gazetteer_of(records)
    texts: list[list[Citation]] = []
    count = 0
    for text in _texts(folder):
        found = [each for each in find_citations(text, gazetteer) if each.type != "SELF"][: wanted - count]
        if found:
            texts.append(found)
            count += len(found)
        if count >= wanted:
            break
    return texts


def _texts(folder: Path) -> Iterator[str]:
    documents = folder / "vbpl" / "documents.jsonl.xz"
    if documents.exists():
        with lzma.open(documents, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"] or ""
    for article in read_edition(folder / "phapdien" / "articles.jsonl.xz"):
        yield article.text


def repeated(texts: Sequence[list[Citation]], wanted: int) -> list[list[Citation]]:
    """The texts again and again, until there are `wanted` citations."""
    found: list[list[Citation]] = []
    count = 0
    for each in cycle(texts):
        if count >= wanted:
            break
        found.append(each[: wanted - count])
        count += len(found[-1])
    return found


def catalogued(home: Path, records: Sequence[Record]) -> Archive:
    """An archive that knows these documents by their facts, filed in one transaction."""
    archive = Archive.create(Settings.at(home))
    with archive.database.write() as session:
        for record in records:
            file_document(
                session,
                NewDocument(
                    origin=f"benchmark:{record.id}",
                    type=record.type,
                    number=record.number,
                    issued=record.issued,
                    issuer=record.issuer,
                    title=record.title,
                    effective=record.effective,
                    expired=record.expired,
                    status=record.status,
                    certainty=record.certainty,
                ),
            )
    return archive


def resolved(texts: Sequence[Sequence[Citation]], holdings: SqlHoldings) -> tuple[float, Counter[str]]:
    """Seconds to resolve all texts, and how many answers of each kind."""
    states: Counter[str] = Counter()
    began = time.perf_counter()
    for found in texts:
        states.update(answer.status for answer in resolve_all(found, holdings))
    return time.perf_counter() - began, states


def looked_up(texts: Sequence[Sequence[Citation]], records: Sequence[Record]) -> tuple[float, int]:
    """Seconds to look every number up in a dictionary, and how many were there."""
    table: dict[str, list[Record]] = {}
    for record in records:
        if record.number:
            table.setdefault(number_key(record.number), []).append(record)
    began = time.perf_counter()
    hits = sum(bool(each.number and table.get(number_key(each.number))) for found in texts for each in found)
    return time.perf_counter() - began, hits


if __name__ == "__main__":
    raise SystemExit(main())
