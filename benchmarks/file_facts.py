"""Facts of the PDFs and office files of ../shared, against what was read from them by eye.

    python -m benchmarks.file_facts [--labels F.csv] [--only WORD]

Each field is right, asked (no value, or below the bar), or wrong; nothing may be wrong. An empty label says that the
file does not tell: the field must then be empty or asked. Scans need Tesseract, DOC files LibreOffice.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from archive.errors import CancuError
from indexer.reading import Reader, Reading
from indexer.recognising import REVIEW_BELOW, Fact, Recognised, recognise_reading

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tests" / "labelled" / "file_facts.csv"
FIELDS = ("type", "number", "issued", "issuer", "title", "signer", "position", "effective")


def main() -> int:
    """Read each file and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    if not arguments.shared.exists():
        print(f"not here: {arguments.shared}", file=sys.stderr)
        return 0
    totals: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    wrong: list[str] = []
    print("| file | source | s | " + " | ".join(FIELDS) + " |\n| --- | --- | --- |" + " --- |" * len(FIELDS))
    with Reader() as reader:
        for row in labels(arguments.labels):
            if arguments.only not in row["file"]:
                continue
            began = time.perf_counter()
            try:
                reading = reader.read(arguments.shared / row["file"])
            except CancuError as error:
                print(f"| {row['file']} | {error.reason} | | " + " | " * len(FIELDS))
                wrong.append(f"{row['file']}: {error.reason}")
                continue
            took = time.perf_counter() - began
            found = verdicts(row, recognise_reading(reading))
            for field, verdict in found.items():
                totals[field][verdict] += 1
            wrong += [f"{row['file']} {field}" for field, verdict in found.items() if verdict == "wrong"]
            marks = " | ".join(found[field] for field in FIELDS)
            print(f"| {Path(row['file']).name} | {source_of(reading)} | {took:.1f} | {marks} |", flush=True)
    print("\n" + "; ".join(f"{field}: {_counts(totals[field])}" for field in FIELDS))
    print(f"\nWrong without a question: {', '.join(wrong) or 'none'}")
    return int(bool(wrong))


def labels(path: Path = LABELS) -> list[dict[str, str]]:
    """The labelled files."""
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def verdicts(row: dict[str, str], found: Recognised) -> dict[str, str]:
    """Field → right, asked, wrong."""
    return {field: _verdict(row[field], getattr(found, field)) for field in FIELDS}


def source_of(reading: Reading) -> str:
    """Where the text came from: `text`, `ocr`, both, or the format."""
    sources = sorted({page.source for page in reading.pages} - {"blank"})
    return "+".join(sources)


def _verdict(label: str, fact: Fact) -> str:
    value = fact.value.isoformat() if isinstance(fact.value, date) else str(fact.value or "")
    if fact.value is None:
        return "right" if not label else "asked"
    if fact.confidence < REVIEW_BELOW:
        return "asked"
    return "right" if value == label else "wrong"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))


if __name__ == "__main__":
    raise SystemExit(main())
