"""Reading files: pages a second of born-digital PDFs through the killable reader, beside bare pypdf in this process.

python -m benchmarks.reading [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from pypdf import PdfReader

from archive.errors import RefusedInput
from indexer.reading import Reader

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=SHARED / "pdf")
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"not here: {folder}", file=sys.stderr)
        return 0
    print("| file | pages | our reader, s | bare pypdf, s | ratio |\n| --- | --- | --- | --- | --- |")
    totals = [0, 0.0, 0.0]
    with Reader() as reader:
        for path in sorted(folder.glob("*.pdf")):
            began = time.perf_counter()
            try:
                reading = reader.read(path)
            except RefusedInput as refusal:
                print(f"| {path.name} | – | {time.perf_counter() - began:.2f} | – | refused: {refusal.reason} |")
                continue
            ours = time.perf_counter() - began
            pages = len(reading.pages)
            if any(page.source == "ocr" for page in reading.pages):
                print(f"| {path.name} | {pages} | {ours:.2f} | – | a scan: see benchmarks.ocr |")
                continue
            began = time.perf_counter()
            for page in PdfReader(path).pages:
                page.extract_text()
            bare = time.perf_counter() - began
            print(f"| {path.name} | {pages} | {ours:.2f} | {bare:.2f} | {ours / bare:.2f} |")
            totals = [totals[0] + pages, totals[1] + ours, totals[2] + bare]
    if totals[0]:
        ratio = totals[1] / totals[2]
        print(f"| all | {totals[0]} | {totals[1]:.2f} | {totals[2]:.2f} | {ratio:.2f} |")
        print(f"\n{totals[0] / totals[1]:.1f} pages a second")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
