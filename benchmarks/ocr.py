"""Reading scans: character error on simulated scans of our samples and on the gazette's, with and without each step.

python -m benchmarks.ocr [--pages N] [--transcripts FOLDER] [--only worn,steps,series,gazette,speed]

An error is counted line by line: each printed line is looked for in what was read, wherever it came, and the letters
that differ are counted; so order is not judged here (the tests do). FOLDER holds transcripts made by eye, named
`<file>-<page>.txt`, one printed line a line, handwriting and running heads left out.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from corpus.samples.scanned import WORN, Wear, picture_pdf, scan_pages
from indexer.reading import Reader
from indexer.reading import ocr as recogniser
from indexer.reading.base import OcrLimits

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples" / "built"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "pdf"
Page = tuple[Path, int, list[str]]


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--transcripts", type=Path)
    parser.add_argument("--only", default="worn,steps,series,gazette,speed")
    options, _ = parser.parse_known_args()
    pages = sample_pages(options.pages)
    parts: dict[str, Callable[[], None]] = {
        "worn": lambda: worn(pages),
        "steps": lambda: steps(pages),
        "series": lambda: series(pages),
        "gazette": lambda: gazette(options.transcripts),
        "speed": speed,
    }
    for name in options.only.split(","):
        parts[name]()
    return 0


def error(lines: Sequence[str], read: str) -> tuple[int, int]:
    """(letters that differ, letters) of printed lines against everything that was read."""
    whole = " ".join(read.replace("–", "-").split())
    wrong = length = 0
    for line in lines:
        said = " ".join(line.replace("–", "-").split())
        if len(said) < 4:
            continue
        found = fuzz.partial_ratio_alignment(said, whole)
        window = whole[found.dest_start : found.dest_end] if found else ""
        wrong += min(len(said), Levenshtein.distance(said, window))
        length += len(said)
    return wrong, length


def sample_pages(count: int) -> list[Page]:
    """Full pages of different samples, with their printed lines."""
    pages: list[Page] = []
    with Reader() as reader:
        for path in sorted(SAMPLES.glob("*.pdf")):
            reading = reader.read(path)
            number = 2 if len(reading.pages) > 2 else 1
            printed = [reading.text[one.start : one.end] for one in reading.placed if one.page == number]
            if sum(map(len, printed)) > 1200:
                pages.append((path, number - 1, printed))
    step = max(1, len(pages) // count)
    return pages[::step][:count]


def recognised(content: bytes, wanted: Sequence[int]) -> dict[int, str]:
    """Text of the pages with these indexes, recognised in this process."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        document = pdfium.PdfDocument(file.name)
        try:
            done = recogniser.recognise_pages(document, {index: [] for index in wanted}, "benchmark", OcrLimits())
        finally:
            document.close()
    return {index: "\n".join(line.text for line in page.lines) for index, page in done.items()}


def measured(pages: Sequence[Page], wear: Wear) -> tuple[float, float]:
    """(mean, worst) character error of the pages, in per cent."""
    errors = []
    pictures = [scan_pages(path, wear, [index])[0] for path, index, _ in pages]
    read = recognised(picture_pdf(pictures, wear.dpi), range(len(pages)))
    for number, (_, _, printed) in enumerate(pages):
        wrong, length = error(printed, read[number])
        errors.append(100 * wrong / length)
    return statistics.mean(errors), max(errors)


def worn(pages: Sequence[Page]) -> None:
    """Clean and worn pages at 200 dpi."""
    print(f"\n{len(pages)} pages rendered from the samples\n")
    print("| pages at 200 dpi | mean error, % | worst page, % |\n| --- | --- | --- |")
    for title, wear in (
        ("clean", Wear()),
        ("tilted 1°, blurred, speckled, noisy", WORN),
        ("the same, tilted 3°", replace(WORN, tilt=3.0)),
    ):
        mean, worst = measured(pages, wear)
        print(f"| {title} | {mean:.2f} | {worst:.2f} |", flush=True)


@contextmanager
def without(**steps_off: Any) -> Iterator[None]:
    """Some of the recogniser's steps replaced."""
    before = {name: getattr(recogniser, name) for name in steps_off}
    for name, step in steps_off.items():
        setattr(recogniser, name, step)
    try:
        yield
    finally:
        for name, step in before.items():
            setattr(recogniser, name, step)


def steps(pages: Sequence[Page]) -> None:
    """What each step is worth on worn pages tilted by three degrees."""
    print("\n| worn, tilted 3° | mean error, % | worst page, % |\n| --- | --- | --- |")
    for title, off in (
        ("all steps", {}),
        ("not turned upright", {"upright": lambda pixels: (pixels, 0.0)}),
        ("specks and greys as they are", {"clean": lambda pixels: pixels}),
        ("marks of doubtful words not settled", {"settle_marks": lambda pixels, lines, scale: list(lines)}),
    ):
        with without(**off):
            mean, worst = measured(pages, replace(WORN, tilt=3.0))
        print(f"| {title} | {mean:.2f} | {worst:.2f} |", flush=True)


def series(pages: Sequence[Page]) -> None:
    """Black and white from 300 dpi down."""
    print("\n| black and white, tilted 0.5°, blurred, speckled | mean error, % | worst page, % |\n| --- | --- | --- |")
    for dpi in (300, 200, 150, 120, 100):
        wear = Wear(dpi=dpi, tilt=0.5, blur=0.5, specks=0.0003, black_and_white=True)
        mean, worst = measured(pages, wear)
        print(f"| {dpi} dpi | {mean:.2f} | {worst:.2f} |", flush=True)


def gazette(transcripts: Path | None) -> None:
    """Pages of the gazette's scans against transcripts made by eye."""
    if transcripts is None or not SHARED.is_dir():
        print("\ngazette scans: not measured (no --transcripts FOLDER, or no shared data here)", file=sys.stderr)
        return
    print("\n| gazette scan | letters | error, % |\n| --- | --- | --- |")
    wrong_all = length_all = 0
    for file in sorted(transcripts.glob("*.txt")):
        stem, _, number = file.stem.rpartition("-")
        source = next(SHARED.glob(f"{stem}*.pdf"), None)
        if source is None:
            print(f"no PDF for {file.name}", file=sys.stderr)
            continue
        read = recognised(source.read_bytes(), [int(number) - 1])[int(number) - 1]
        wrong, length = error(file.read_text("utf-8").splitlines(), read)
        print(f"| {stem}, page {number} | {length} | {100 * wrong / length:.2f} |", flush=True)
        wrong_all, length_all = wrong_all + wrong, length_all + length
    if length_all:
        print(f"| all | {length_all} | {100 * wrong_all / length_all:.2f} |")


def speed() -> None:
    """OCR pages a minute and pages with text a second, through the killable reader, wall time and processor time."""
    paths = sorted(SAMPLES.glob("*.pdf"))[:6]
    pictures = [picture for path in paths for picture in scan_pages(path, WORN)][:10]
    content = picture_pdf(pictures, WORN.dpi)
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.pdf"
        scan.write_bytes(content)
        wall, processor, count = timed([scan])
    print("\n| | pages | wall time | processor time | rate (wall) | rate (processor time, 2 cores) |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(
        f"| OCR | {count} | {wall:.1f} s | {processor:.1f} s | {60 * count / wall:.0f} pages/min | "
        f"{2 * 60 * count / processor:.0f} pages/min |",
        flush=True,
    )
    born = [*SAMPLES.glob("*.pdf"), *(path for path in SHARED.glob("*.pdf") if path.stat().st_size < 1_400_000)]
    born = [path for path in born if "thong-bao-so-02-2023" not in path.name]
    wall, processor, count = timed(born)
    print(
        f"| text layers | {count} | {wall:.1f} s | {processor:.1f} s | {count / wall:.0f} pages/s | "
        f"{count / processor:.0f} pages/s (one core) |"
    )


def timed(paths: Sequence[Path]) -> tuple[float, float, int]:
    """(wall seconds, processor seconds of the reader and what it started, pages)."""
    began, before = time.perf_counter(), _processor()
    with Reader() as reader:
        count = sum(len(reader.read(path).pages) for path in paths)
    return time.perf_counter() - began, _processor() - before, count


def _processor() -> float:
    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    raise SystemExit(main())
