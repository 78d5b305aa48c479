"""Legal relations and days of effect: right and found, on the recent documents of the national database.

    python -m benchmarks.relations [--documents F.jsonl.xz] [--labels F.csv] [--wrong]

The labels are of documents drawn at random and read: item, kind, number, own path, provisions. `changes` stands
for amends and supplements, a line a document changed. `none`: the document does nothing to another. Days are compared
with the database's record, whose own errors count against us here. `--wrong` names every difference.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from archive.citations import find_citations
from archive.dates import parse_date
from archive.provisions import Provision
from archive.relations import FoundRelation, find_effect_days, find_relations
from indexer.structure import segment
from indexer.text import repair_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tests" / "archive" / "vbpl_relations.csv"
_CHANGES = {"amends": "changes", "supplements": "changes"}
_UNLABELLED = {"guides", "consolidates"}

Row = tuple[str, str, str, str]


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=SHARED / "vbpl" / "documents.jsonl.xz")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--wrong", action="store_true")
    arguments = parser.parse_args()
    if not arguments.documents.exists():
        print(f"not here: {arguments.documents}", file=sys.stderr)
        return 0
    with lzma.open(arguments.documents, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    texts = [repair_text(each["text"] or "") for each in documents]
    citations = [find_citations(text) for text in texts]
    provisions = [segment(text) for text in texts]
    size = sum(map(len, texts)) / 1e6
    began = time.perf_counter()
    found = [find_relations(*each) for each in zip(texts, citations, provisions, strict=True)]
    took = time.perf_counter() - began
    print(f"{len(texts)} documents, {size:.1f} million characters, one core\n")
    print(f"`find_relations`: {sum(map(len, found))} relations, {took:.2f} s, {size / took:.1f} M characters/s\n")
    _labelled(documents, found, arguments.labels, arguments.wrong)
    _days(documents, texts, provisions, arguments.wrong)
    return 0


def _labelled(documents: list[dict[str, Any]], found: list[list[FoundRelation]], path: Path, wrong: bool) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [each for each in csv.DictReader(lines) if each["kind"] not in _UNLABELLED]
    items = {each["item"] for each in rows}
    expected = {(r["item"], r["kind"], r["number"], r["path"]): r["scopes"] for r in rows if r["kind"] != "none"}
    said: dict[Row, int] = defaultdict(int)
    for document, relations in zip(documents, found, strict=True):
        for each in relations if str(document["item"]) in items else ():
            kind = _CHANGES.get(each.kind, each.kind)
            if kind not in _UNLABELLED:
                place = "" if kind == "changes" else each.own_path
                number = each.citation.number or each.citation.title
                said[(str(document["item"]), kind, number, place)] += len(each.scope)
    print(f"{len(items)} documents labelled by reading\n")
    print("| kind | labelled | found | right | precision | recall |\n| --- | --- | --- | --- | --- | --- |")
    for kind in dict.fromkeys(row[1] for row in [*expected, *said]):
        want, have = ({row for row in each if row[1] == kind} for each in (expected, said))
        right = len(want & have)
        print(
            f"| {kind} | {len(want)} | {len(have)} | {right} "
            f"| {right / max(1, len(have)):.3f} | {right / max(1, len(want)):.3f} |"
        )
    counted = [row for row in expected if row in said and expected[row].isdigit()]
    exact = sum(int(expected[row]) == said[row] for row in counted)
    print(f"\nprovisions counted alike: {exact} of {len(counted)}\n")
    if wrong:
        for row in sorted(set(expected) ^ set(said)):
            print("missed" if row in expected else "wrong ", *row)


def _days(documents: list[dict[str, Any]], texts: list[str], provisions: list[list[Provision]], wrong: bool) -> None:
    count: Counter[str] = Counter()
    began = time.perf_counter()
    for document, text, units in zip(documents, texts, provisions, strict=True):
        days = find_effect_days(text, units, parse_date(document["issued"] or ""))
        record = parse_date(document["effective"] or "")
        verdict = (
            "neither"
            if days.effective is None and record is None
            else "only the record"
            if days.effective is None
            else "only the text"
            if record is None
            else "same"
            if days.effective == record
            else "different"
        )
        count[verdict] += 1
        if wrong and verdict in ("different", "only the record"):
            print(
                verdict, document["item"], document["doc_number"], "record", record, "text", days.effective, days.note
            )
    took = time.perf_counter() - began
    print("| day of effect | documents |\n| --- | --- |")
    for verdict, number in count.most_common():
        print(f"| {verdict} | {number} |")
    print(f"\n`find_effect_days`: {took:.2f} s")


if __name__ == "__main__":
    raise SystemExit(main())
