"""Damaged files of every format: each is read or refused with a reason, in its time, and leaves nothing behind.

python -m benchmarks.mutations [--seed N] [--share 0.1] [--workers N] [--only FORMAT] [--folder FOLDER]

The files are those of `../shared/data` and our own samples, and what LibreOffice makes of samples (ODT, ODS, ODP, XLSX,
PPTX), mutated in one of five ways: bits flipped, cut off, spliced with another file, renamed, and (packages) bits
flipped inside a member that is then packed again with a right checksum. Each is read as `cancu add` reads it, then
recognised and segmented. After each file no process and no temporary file may be there that was not before.
`--folder` is where the run keeps its originals, its results and the files that broke a rule: the same command again
takes up where it was stopped. (Without it a temporary folder, gone at the end.)
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import CancuError
from archive.settings import Settings
from benchmarks.process_watch import below, name_of
from indexer.ingest import understand_text
from indexer.reading import Reader
from indexer.text import repair_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "corpus" / "samples" / "built"

# How many of each: what LibreOffice and Tesseract read costs seconds, the rest milliseconds.
COUNTS = {
    "txt": 350, "md": 350, "docx": 560, "pdf": 640, "ods": 150, "odp": 150, "scan": 100, "doc": 100, "rtf": 100,
    "xls": 100, "ppt": 100, "odt": 100, "xlsx": 100, "pptx": 100, "jpg": 40, "png": 40, "tif": 40,
}  # fmt: skip
_QUICK = ("txt", "md", "docx", "pdf", "ods", "odp")
_MADE = {"odt": "docx", "ods": "xls", "odp": "ppt", "xlsx": "xls", "pptx": "ppt"}
_LARGEST = 1_500_000
"""Bytes of a file that is taken for mutating: larger ones cost time and show nothing more."""
_SECONDS = 30.0
_GRACE = 20.0
"""What starting and killing may take beyond the limit, on a machine that others use too."""
_PACKED = frozenset({"docx", "odt", "ods", "odp", "xlsx", "pptx"})
_SUFFIXES = (".pdf", ".docx", ".txt", ".md", ".doc", ".rtf", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp",
             ".png", ".exe", ".zip", "", ".PDF", ".Doc", ".csv")  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What became of one mutated file. `outcome`: read, refused, or crashed (any other exception, an unsound text)."""

    format: str
    way: str
    outcome: str
    reason: str
    seconds: float
    late: bool
    left: str


def originals(folder: Path) -> dict[str, list[bytes]]:
    """The whole files, by format; those that only LibreOffice can make are made in `folder`, an empty one."""
    found: dict[str, list[bytes]] = {name: [] for name in COUNTS}
    places = [SAMPLES, SHARED / "pdf", SHARED / "docx", SHARED / "legacy" / "files"]
    for path in sorted(path for place in places if place.is_dir() for path in place.iterdir()):
        format = path.suffix[1:].lower()
        if format in found and path.stat().st_size <= _LARGEST:
            found[format].append(path.read_bytes())
    texts = sorted((ROOT / "corpus" / "samples" / "sources").glob("*.md"))
    found["md"] = [path.read_bytes() for path in texts]
    found["txt"] = [path.read_bytes() for path in texts[:9]]
    found["txt"] += [path.read_text(encoding="utf-8").encode("utf-16") for path in texts[9:]]
    found["pdf"] = [content for content in found["pdf"] if _has_text(content)]
    found["scan"] = [_scan(content, "PDF") for content in found["pdf"][:3]]
    for made, format in (("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF")):
        found[made] = [_scan(content, format) for content in found["pdf"][:3]]
    for made, source in _MADE.items():
        found[made] = _converted(found[source][:3], source, made, folder)
    return found


def _has_text(content: bytes) -> bool:
    """Whether a PDF has a text layer: whole scans of many pages would cost an hour and show no more than one page."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(content)
    return all(len(document[place].get_textpage().get_text_bounded()) > 200 for place in range(min(2, len(document))))


def _scan(content: bytes, format: str) -> bytes:
    """The first page of a PDF as a picture of 100 dpi, without a text layer: a file of this format of pillow's."""
    import pypdfium2 as pdfium

    picture = pdfium.PdfDocument(content)[0].render(scale=100 / 72).to_pil().convert("L")
    out = io.BytesIO()
    picture.save(out, format, **({"resolution": 100} if format == "PDF" else {"dpi": (100, 100)}))
    return out.getvalue()


def _converted(sources: list[bytes], suffix: str, target: str, folder: Path) -> list[bytes]:
    from indexer.reading.programs import LIBREOFFICE, find

    program = find(LIBREOFFICE)
    if program is None:
        return []
    place = folder / target
    place.mkdir()
    paths = []
    for number, content in enumerate(sources):
        paths.append(place / f"{number}.{suffix}")
        paths[-1].write_bytes(content)
    command = [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, target, "--outdir", str(place / "out"), *map(str, paths)],
        check=False, capture_output=True, timeout=240, env={**os.environ, "TMPDIR": str(folder)},
    )  # fmt: skip
    return [path.read_bytes() for path in sorted((place / "out").glob("*"))]


def mutated(content: bytes, format: str, others: list[bytes], chance: random.Random) -> tuple[str, bytes, str]:
    """(way, bytes, suffix): one mutation, chosen by `chance`."""
    suffix = ".pdf" if format == "scan" else f".{format}"
    ways = ["flipped", "cut", "spliced", "renamed"] + ["flipped inside"] * (2 if format in _PACKED else 0)
    way = chance.choice(ways)
    out = bytearray(content)
    if way == "flipped":
        _flip(out, chance)
    elif way == "cut":
        del out[chance.randrange(1, len(out)) :]
    elif way == "spliced":
        other = chance.choice(others)
        at, begin = chance.randrange(len(out)), chance.randrange(len(other))
        if chance.random() < 0.5:
            out[at:] = other[begin:]
        else:
            out[at:at] = other[begin : begin + chance.randrange(1, 20_000)]
    elif way == "renamed":
        suffix = chance.choice([one for one in _SUFFIXES if one.lower() != suffix])
    else:
        out = _flip_inside(content, chance)
    return way, bytes(out) or b"x", suffix


def _flip(out: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 3, 20, 200])):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)


def _flip_inside(content: bytes, chance: random.Random) -> bytearray:
    """One member damaged, the package around it whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = [(info, package.read(info)) for info in package.infolist()]
    larger = [place for place, (_, data) in enumerate(members) if len(data) > 20]
    chosen = chance.choice(larger)
    damaged = bytearray(members[chosen][1])
    if chance.random() < 0.3:
        del damaged[chance.randrange(len(damaged)) :]
    else:
        _flip(damaged, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for place, (info, data) in enumerate(members):
            package.writestr(info, bytes(damaged) if place == chosen else data)
    return bytearray(out.getvalue())


def tasks(share: float, only: str) -> list[tuple[str, int]]:
    """(format, number) of every file: the quick formats first, then one of each of the others in turn."""
    counts = {format: round(count * share) for format, count in COUNTS.items() if only in ("", format)}
    quick = [(format, number) for format in _QUICK for number in range(counts.get(format, 0))]
    slow = [format for format in counts if format not in _QUICK]
    turns = range(max((counts[format] for format in slow), default=0))
    return quick + [(format, number) for number in turns for format in slow if number < counts[format]]


def run(seed: int, mine: list[tuple[str, int]], folder: Path) -> Iterator[tuple[int, Result]]:
    """Read these files; the originals stand in `folder`, and so do those that broke a rule, afterwards."""
    whole = {path.name: [one.read_bytes() for one in sorted(path.iterdir())] for path in (folder / "whole").iterdir()}
    all_of_them = [content for format in sorted(whole) for content in whole[format]]
    others = below()  # whatever else this process has running, as a test worker has
    with tempfile.TemporaryDirectory() as place:
        temporary = Path(place) / "tmp"
        temporary.mkdir()
        tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
        settings = replace(
            Settings.at(Path(place) / "home"),
            read_seconds=_SECONDS,
            ocr_page_seconds=_SECONDS,
            ocr_file_seconds=2 * _SECONDS,
        )
        with Reader(settings) as reader:
            for format, number in mine:
                if not whole.get(format):
                    continue
                chance = random.Random(f"{seed}/{format}/{number}")
                way, content, suffix = mutated(chance.choice(whole[format]), format, all_of_them, chance)
                path = Path(place) / f"van-ban{suffix}"
                path.write_bytes(content)
                result = _read(reader, path, format, way, temporary, others)
                if result.outcome == "crashed" or result.late or result.left:
                    (folder / f"{seed}-{format}-{number}{suffix}").write_bytes(content)
                path.unlink()
                yield number, result


def _read(reader: Reader, path: Path, format: str, way: str, temporary: Path, others: set[int]) -> Result:
    began = time.monotonic()
    try:
        reading = reader.read(path)
        outcome, reason = "read", ""
    except CancuError as error:
        outcome, reason = "refused", error.reason
        if not (error.vi and error.en):
            outcome, reason = "crashed", f"{reason} without words"
    except Exception as error:
        outcome, reason = "crashed", repr(error)[:200]
    seconds = time.monotonic() - began
    if outcome == "read":
        try:
            understood = understand_text(reading)
            sound = repair_text(reading.text) == reading.text
            sound = sound and "".join(page.text for page in reading.pages) == reading.text
            sound = sound and all(0 <= one.start < one.end <= len(reading.text) for one in understood.provisions)
            if not sound:
                outcome, reason = "crashed", "unsound text"
        except CancuError as error:
            outcome, reason = "refused", error.reason
        except Exception as error:
            outcome, reason = "crashed", f"after reading: {error!r}"[:200]
    allowed = (3 if format in ("pdf", "scan") else 2) * _SECONDS + _GRACE
    return Result(format, way, outcome, reason, seconds, seconds > allowed, _left(reader, temporary, others))


def _left(reader: Reader, temporary: Path, others: set[int]) -> str:
    """Processes and files that are still there a moment after a file was read, "" where there are none."""
    left = ""
    for _ in range(20):
        own = {reader._process.pid} if reader._process is not None else set()
        processes = sorted(filter(None, (name_of(one) for one in below() - own - others)))
        files = sorted(entry.name for entry in temporary.iterdir())
        left = " ".join([*processes, *files])
        if not left:
            break
        time.sleep(0.1)
    return left


def _report(results: list[Result], seed: int) -> None:
    hours = sum(one.seconds for one in results) / 3600
    print(f"\nseed {seed}, {len(results)} files, {hours:.2f} hours of reading\n")
    print("| format | files | read | refused | crashed | past the limit | left behind | slowest, s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for format in [*COUNTS, "all"]:
        some = [one for one in results if format in (one.format, "all")]
        if not some:
            continue
        counts = Counter(one.outcome for one in some)
        print(
            f"| {format} | {len(some)} | {counts['read']} | {counts['refused']} | {counts['crashed']} | "
            f"{sum(one.late for one in some)} | {sum(bool(one.left) for one in some)} | "
            f"{max(one.seconds for one in some):.1f} |"
        )
    ways = Counter((one.way, one.outcome) for one in results)
    print("\n" + ", ".join(f"{way} {outcome}: {count}" for (way, outcome), count in sorted(ways.items())))
    reasons = Counter(one.reason for one in results if one.outcome == "refused")
    print("\nrefused: " + ", ".join(f"{reason} {count}" for reason, count in reasons.most_common()))
    for one in results:
        if one.outcome == "crashed" or one.late or one.left:
            print(f"\n{one}")


def main() -> int:
    """Run the workers and print a Markdown report; 1 where a file crashed, was late or left something behind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part is not None:
        _work(options)
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = (options.folder or Path(place)).resolve()
        (folder / "whole").mkdir(parents=True, exist_ok=True)
        _make_originals(folder)
        command = [sys.executable, "-m", "benchmarks.mutations", *sys.argv[1:], "--folder", str(folder)]
        workers = [
            subprocess.Popen([*command, "--workers", str(options.workers), "--part", str(part)])
            for part in range(options.workers)
        ]
        failed = [worker.wait() for worker in workers] != [0] * len(workers)
        results = [result for _, result in _done(folder, options.seed)]
    _report(results, options.seed)
    return int(failed or any(one.outcome == "crashed" or one.late or one.left for one in results))


def _make_originals(folder: Path) -> None:
    if any((folder / "whole").iterdir()):
        return
    with tempfile.TemporaryDirectory() as place:
        for format, contents in originals(Path(place)).items():
            (folder / "whole" / format).mkdir()
            for number, content in enumerate(contents):
                (folder / "whole" / format / f"{number:03d}").write_bytes(content)


def _work(options: argparse.Namespace) -> None:
    done = {(result.format, number) for number, result in _done(options.folder, options.seed)}
    mine = tasks(options.share, options.only)[options.part :: options.workers]
    with (options.folder / f"results-{options.seed}-{os.getpid()}.jsonl").open("w", encoding="utf-8") as out:
        for number, result in run(options.seed, [one for one in mine if one not in done], options.folder):
            out.write(json.dumps([number, result.__dict__], ensure_ascii=False) + "\n")
            out.flush()


def _done(folder: Path, seed: int) -> list[tuple[int, Result]]:
    """The results of this seed that are in the folder."""
    found: list[tuple[int, Result]] = []
    for path in sorted(folder.glob(f"results-{seed}-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            number, row = json.loads(line)
            found.append((number, Result(**row)))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
