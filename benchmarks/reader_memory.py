"""The memory of readers over files made to take much: the peak of each process, held against the limit.

python -m benchmarks.reader_memory [--only WORD] [--memory MiB] [--seconds S] [--shared]

Linux only (/proc is looked at 50 times a second). `--shared` adds the largest files of the real material.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from archive.errors import CancuError
from archive.settings import Settings
from benchmarks.hostile_files import MAKERS
from benchmarks.process_watch import Watch
from indexer.reading import Reader

_MIB = 1024 * 1024
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def measure(path: Path, settings: Settings) -> tuple[str, float, Watch]:
    """What became of one file, the seconds it took, the memory that was seen."""
    began = time.monotonic()
    with Watch() as watch, Reader(settings) as reader:
        try:
            reading = reader.read(path)
            outcome = f"read, {len(reading.text):,} characters"
        except CancuError as error:
            outcome = f"refused: {error.reason}"
    return outcome, time.monotonic() - began, watch


def main() -> int:
    """Print a Markdown table; 1 where a process held more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--memory", type=int, default=1024)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--shared", action="store_true")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        print("needs /proc", file=sys.stderr)
        return 0
    above = 0
    print("| file | size, MiB | outcome | seconds | largest process, MiB | which | all together, MiB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        base = Settings.at(Path(folder) / "home")
        settings = replace(base, read_memory=options.memory * _MIB, read_seconds=options.seconds)
        for name, make in MAKERS.items():
            if options.only not in name:
                continue
            path = Path(folder) / name
            make(path)
            above += _show(path, settings)
            path.unlink()
        real = sorted(SHARED.glob("pdf/*")) + sorted(SHARED.glob("docx/*")) if options.shared else []
        for path in real:
            if options.only in path.name:
                above += _show(path, settings)
    print(f"\nlimit {options.memory} MiB a process, twice that for LibreOffice; above it: {above}")
    return int(above > 0)


def _show(path: Path, settings: Settings) -> bool:
    outcome, seconds, watch = measure(path, settings)
    size = path.stat().st_size / _MIB
    print(
        f"| {path.name} | {size:.1f} | {outcome} | {seconds:.1f} | {watch.one / _MIB:.0f} | {watch.name} | "
        f"{watch.together / _MIB:.0f} |",
        flush=True,
    )
    # LibreOffice may have twice what a reader of ours may.
    return watch.one > settings.read_memory * (2 if watch.name.startswith("soffice") else 1)


if __name__ == "__main__":
    raise SystemExit(main())
