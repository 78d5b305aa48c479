"""Facts read from the text alone, against the record of the national database (vbpl.vn).

    python -m benchmarks.facts [--documents F.jsonl.xz] [--adjudicated F.csv] [--wrong]

A record has no issuer of its own: the body that its number names stands for it. Where text and record differ, the
table of adjudications says which of the two was looked at and found right (`item,field,ours,record,verdict,why`); a
difference that nobody looked at counts against us and is named. `--wrong` names every difference.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from archive.agencies import issuer_of_number, same_issuer
from archive.dates import parse_date
from archive.document_types import TYPES
from archive.folding import fold_for_comparison
from archive.numbers import canonical_number, same_number
from indexer.recognising import Recognised, recognise
from indexer.recognising.facts import REVIEW_BELOW, Fact
from indexer.text import repair_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
ADJUDICATED = ROOT / "tests" / "labelled" / "vbpl_facts.csv"
FIELDS = ("type", "number", "issued", "issuer", "title")
BARS = {"type": 0.99, "number": 0.99, "issued": 0.99, "issuer": 0.98, "title": 0.95}
OURS_RIGHT = ("record", "text", "absent", "same")
"""Verdicts that count for us: the record is wrong; the text says what we read, though it is at odds with itself; the
text does not say it, and we ask; the record words the same title in another way."""
_TYPE_NAMES = sorted({t.name for t in TYPES}, key=len, reverse=True)
_ALIKE = 92


@dataclass(frozen=True)
class Difference:
    """One field of one document in which text and record differ; `asked` where we did not claim to know."""

    item: str
    field: str
    ours: str
    record: str
    asked: bool


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=SHARED / "vbpl" / "documents.jsonl.xz")
    parser.add_argument("--adjudicated", type=Path, default=ADJUDICATED)
    parser.add_argument("--wrong", action="store_true")
    arguments = parser.parse_args()
    if not arguments.documents.exists():
        print(f"not here: {arguments.documents}", file=sys.stderr)
        return 0
    records = read_records(arguments.documents)
    verdicts = read_verdicts(arguments.adjudicated)
    texts = [(record, repair_text(record["text"] or "")) for record in records]
    held = [(record, text) for record, text in texts if record["title"] and text]
    began = time.perf_counter()
    found = [(record, recognise(text)) for record, text in held]
    took = time.perf_counter() - began
    print(
        f"{len(records)} records, {len(held)} with a text; {took:.1f} s on one core, {len(held) / took:.0f} a second\n"
    )
    compared: Counter[str] = Counter()
    differences: list[Difference] = []
    for record, seen in found:
        for field in FIELDS:
            said = recorded(record, field)
            if said == "":
                continue
            compared[field] += 1
            if not agrees(seen, record, field):
                differences.append(difference(seen, record, field))
    _table(compared, differences, verdicts)
    unseen = [each for each in differences if (each.item, each.field) not in verdicts]
    if arguments.wrong or unseen:
        print("\nDifferences" + ("" if arguments.wrong else " that nobody looked at") + ":\n")
        for each in differences if arguments.wrong else unseen:
            verdict = verdicts.get((each.item, each.field), "unseen")
            print(f"- {each.item} {each.field}: {each.ours!r} against {each.record!r}: {verdict}", end="")
            print(", asked" if each.asked else "")
    either = sum(agrees(seen, record, "number") or _title_number(seen, record) for record, seen in found)
    print(f"\nNumber as in the record’s field or in its own title: {either} of {len(found)}, {either / len(found):.3f}")
    _questions([seen for _, seen in found])
    return 0


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of the JSONL file (.xz)."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_verdicts(path: Path) -> dict[tuple[str, str], str]:
    """(item, field) → verdict: one of OURS_RIGHT, or `ours` (we are wrong)."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as rows:
        return {(row["item"], row["field"]): row["verdict"] for row in csv.DictReader(rows)}


def recorded(record: dict[str, Any], field: str) -> str:
    """What the record says of a field; "" where it says nothing."""
    if field == "type":
        title = record["title"].lower()
        return next((name for name in _TYPE_NAMES if title.startswith(name.lower())), "")
    if field == "number":
        return str(record["doc_number"] or "")
    if field == "issued":
        return str(record["issued"] or "")
    if field == "issuer":
        return issuer_of_number(canonical_number(record["doc_number"])) if record["doc_number"] else ""
    return str(record["title"])


def agrees(seen: Recognised, record: dict[str, Any], field: str) -> bool:
    """Whether text and record say the same of a field; titles where they are 92 % alike."""
    value, said = getattr(seen, field).value, recorded(record, field)
    if field == "number":
        return same_number(value or "", said)
    if field == "type":
        return value == said
    if field == "issued":
        return value == parse_date(said)
    if field == "issuer":
        return same_issuer(value or "", said) is True
    return title_alike(value or "", said, recorded(record, "type"))


def title_alike(found: str, title: str, kind: str) -> bool:
    """Alike but for the record's typing errors, the type and the number in front or behind."""
    lead = re.compile(rf"^(?:{kind})?\s*(?:liên tịch )?(?:số:?\s*[\d.]+\s?/\s*\d*/?\S*(?:- \S+)?)?\s*", re.IGNORECASE)
    bare = re.sub(r"\s*số \S+/QH\d+\s*$", "", lead.sub("", title), flags=re.IGNORECASE)
    ours = re.sub(rf"^{kind}\s+", "", found, flags=re.IGNORECASE)
    theirs = re.sub(rf"^{kind}\s+", "", bare, flags=re.IGNORECASE)
    return fuzz.ratio(fold_for_comparison(ours), fold_for_comparison(theirs)) >= _ALIKE


def difference(seen: Recognised, record: dict[str, Any], field: str) -> Difference:
    """The difference as it is told."""
    fact: Fact = getattr(seen, field)
    asked = fact.value is None or fact.confidence < REVIEW_BELOW
    return Difference(str(record["item"]), field, str(fact.value or ""), recorded(record, field), asked)


def _table(compared: Counter[str], differences: list[Difference], verdicts: dict[tuple[str, str], str]) -> None:
    print("| field | compared | agree | | after looking | | bar | wrong and not asked |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for field in FIELDS:
        mine = [each for each in differences if each.field == field]
        ours = [each for each in mine if not _right(each, verdicts.get((each.item, field), ""))]
        total, agree = compared[field], compared[field] - len(mine)
        right = total - len(ours)
        silent = sum(not each.asked for each in ours)
        print(
            f"| {field} | {total} | {agree} | {agree / total:.3f} | {right} | {right / total:.3f} | "
            f"{BARS[field]} | {silent} |"
        )
    counts = Counter(verdicts.get((each.item, each.field), "unseen") for each in differences)
    print("\nVerdicts: " + ", ".join(f"{word} {count}" for word, count in counts.most_common()))


def _title_number(seen: Recognised, record: dict[str, Any]) -> bool:
    number = re.search(r"\d+(?:\.\d+)?\s?/\s?\S*[A-ZĐ]\S*", record["title"])
    return bool(number) and same_number(seen.number.value or "", number.group())


def _right(each: Difference, verdict: str) -> bool:
    return verdict in OURS_RIGHT and (verdict != "absent" or each.asked)


def _questions(found: list[Recognised]) -> None:
    sure = sum(not seen.needs_review for seen in found)
    words = Counter(word for seen in found for word in seen.needs_review)
    print(f"\n{sure} of {len(found)} need nobody; asked: " + ", ".join(f"{w} {n}" for w, n in words.most_common()))


if __name__ == "__main__":
    raise SystemExit(main())
