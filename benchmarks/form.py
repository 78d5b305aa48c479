"""False alarms of the rules of form: over right documents, and by rule over recent documents of the legal database.

`python -m benchmarks.form [RULE …]` prints how often each rule fires, and for the rules named, where. The 30 right
documents are our own 17 samples, as Word files and as PDF, the decree itself, and 12 documents of the database with
head and end, taken at even distances: every firing on them counts as false, though some are true. Firings over all
documents of the database are to be read: its texts lack pieces, and their authors make slips too.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from archive.checking import Finding
from archive.checking.drafted import drafted
from archive.checking.form import RULES, form_findings
from archive.checking.form.elements import sheet_of
from archive.citations import find_citations
from archive.laid_out import LaidOut
from archive.offsets import cleaned
from corpus.samples.source import BUILT
from indexer.measuring import measure_file
from indexer.reading import read_file

ON = date(2026, 11, 20)
SHARED = Path(os.environ.get("CANCU_SHARED") or Path(__file__).resolve().parents[2] / "shared")
EVEN = 12


def findings(text: str, layout: LaidOut | None = None) -> list[Finding]:
    """What the rules of form say of a text."""
    view = cleaned(text)
    return form_findings(text, view, drafted(view.text), find_citations(text), ON, layout)


def of_file(path: Path) -> tuple[str, list[Finding]]:
    """The text of a file, and what the rules say of it with its layout."""
    text = read_file(path).text
    return text, findings(text, measure_file(path))


def whole(text: str) -> bool:
    """It has its head and its end."""
    view = cleaned(text)
    sheet = sheet_of(view, drafted(view.text))
    return sheet.whole and bool(sheet.recipients and sheet.signing and sheet.nation and sheet.dated)


def main(rules: list[str]) -> None:
    """Print both tables."""
    right: list[tuple[str, str, list[Finding]]] = []
    for path in sorted(BUILT.glob("*.docx")):
        text, found = of_file(path)
        right.append((path.name, text, found))
        text, found = of_file(path.with_suffix(".pdf"))
        right.append((path.with_suffix(".pdf").name, text, found))
    documents: list[dict[str, Any]] = []
    if SHARED.is_dir():
        decree = SHARED / "data" / "docx" / "30_2020_ND_CP.docx"
        right.append((decree.name, *of_file(decree)))
        with lzma.open(SHARED / "data" / "vbpl" / "documents.jsonl.xz", "rt", encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
        complete = [each for each in documents if whole(each["text"])]
        for each in complete[:: max(1, len(complete) // EVEN)][:EVEN]:
            right.append((each["doc_number"], each["text"], findings(each["text"])))
    alarms = sum(len(found) for _, _, found in right)
    print(f"right documents: {len(right)} files; firings: {alarms}")
    for name, text, found in right:
        for each in found:
            print(f"  {name}: {each.code}: {text[each.start : each.end]!r}: {each.message_vi}")
    fired: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    started = time.process_time()
    for document in documents:
        found = findings(document["text"])
        fired.update(each.code for each in found)
        holding.update({each.code for each in found})
        for each in found:
            if each.code in rules:
                around = document["text"][max(0, each.start - 50) : each.end + 50]
                print(f"  {document['doc_number']}: {around!r}: {each.message_vi}")
    print(f"all {len(documents)} documents of the database, {time.process_time() - started:.1f} s of processor:")
    for code, count in fired.most_common():
        print(f"  {code:14} {count:5} in {holding[code]:3} documents  {RULES[code].en}")


if __name__ == "__main__":
    main(sys.argv[1:])
