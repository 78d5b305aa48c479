"""Files in TCVN3 and VNI from before Unicode, against transcripts, with no hint; viparse beside us on the same files.

python -m benchmarks.legacy [--folder FOLDER] [--no-peers] [--peer-python PYTHON] [--worst N] [--only WORD]

FOLDER holds `files/` and `transcripts/` (../shared/data/legacy). Two measures of a file, as data/README.md words them:
of the transcript's characters that carry a diacritic (or are đ) the share that came back exactly right, after
aligning both texts on base letters; and the share of the transcript's syllables (divided by white space) that match,
after aligning the lists of syllables. Both are given with capitals set apart and with capitals counted: the
transcripts keep the small letters that were typed in fonts ending in H (`.VnTimeH`), which show capitals, and so have
`cộng hòa xã hội` where the page and we have `CỘNG HÒA XÃ HỘI`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
import venv
from dataclasses import dataclass
from pathlib import Path

from archive.errors import CancuError
from indexer.reading import Reader

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "legacy"
_LARGEST = 4_000_000  # letters times letters: beyond that two stretches are simply different


@dataclass(frozen=True)
class Score:
    """Shares 0 to 1, capitals apart; `exact` the share of diacritics with capitals counted; `wrong` for looking at."""

    diacritics: float
    syllables: float
    exact: float = 0.0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of processors in all processes that ended (0 where the system does not tell)."""

    clock: float
    processors: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.clock - other.clock, self.processors - other.processors)

    def of(self, files: int) -> str:
        """The rate in words."""
        rate = f"{60 * files / self.clock:.1f} files a minute one after the other"
        return f"{rate}; {self.processors / files:.2f} processor seconds a file"


def now() -> Cost:
    """What has been spent until now, children included once they have ended."""
    times = os.times()
    return Cost(time.perf_counter(), times.user + times.system + times.children_user + times.children_system)


def bare(text: str) -> str:
    """Base letters, one for each character: đ is d."""
    out = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0]
        out.append({"đ": "d", "Đ": "D"}.get(char, base).lower())
    return "".join(out)


def marked(char: str) -> bool:
    """Whether a character carries a diacritic or is đ."""
    return char in "đĐ" or len(unicodedata.normalize("NFD", char)) > 1


def compare(read: str, transcript: str) -> Score:
    """Both measures of one file. Where lines end is layout and does not count."""
    ours, theirs = _sentences(read), _sentences(transcript)
    total = sum(marked(char) for sentence in theirs for char in sentence)
    words = sum(len(sentence.split()) for sentence in theirs)
    right = exact = same = 0
    wrong: list[str] = []
    matcher = difflib.SequenceMatcher(None, [bare(one) for one in theirs], [bare(one) for one in ours], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        wanted, got = " ".join(theirs[i1:i2]).split(), " ".join(ours[j1:j2]).split()
        words_pairs, letters = ([(wanted, got)], []) if tag == "equal" else _matched(wanted, got, wrong)
        for left, other in words_pairs:
            for a, b in zip(left, other, strict=True):
                same += a.lower() == b.lower()
                letters.append((a, b))
                if a.lower() != b.lower():
                    wrong.append(f"{a} → {b}")
        for a, b in letters:
            exact += sum(x == y for x, y in zip(a, b, strict=True) if marked(x))
            right += sum(x.lower() == y.lower() for x, y in zip(a, b, strict=True) if marked(x))
    return Score(right / (total or 1), same / (words or 1), exact / (total or 1), tuple(wrong))


def _sentences(text: str) -> list[str]:
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return re.split(r"(?<=[.;:!?]) ", joined)


def _matched(
    wanted: list[str], got: list[str], wrong: list[str]
) -> tuple[list[tuple[list[str], list[str]]], list[tuple[str, str]]]:
    """(runs of words with the same base letters, pieces of the same base letters where the words differ)."""
    pairs: list[tuple[list[str], list[str]]] = []
    letters: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, [bare(w) for w in wanted], [bare(w) for w in got], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs.append((wanted[i1:i2], got[j1:j2]))
            continue
        left, right = " ".join(wanted[i1:i2]), " ".join(got[j1:j2])
        if left:
            wrong.append(f"{left[:70]} ⇒ {right[:70]}")
        if len(left) * len(right) <= _LARGEST:
            inner = difflib.SequenceMatcher(None, bare(left), bare(right), autojunk=False)
            for place, other, size in inner.get_matching_blocks():
                # The letters count, the cut words do not: two halves make no syllable.
                letters.append((left[place : place + size], right[other : other + size]))
    return pairs, letters


def read_all(paths: list[Path]) -> tuple[dict[str, str], Cost, dict[str, str]]:
    """(text of each file by stem, what it took, encodings by stem); a refusal gives an empty text."""
    texts: dict[str, str] = {}
    encodings: dict[str, str] = {}
    began = now()
    with Reader() as reader:
        for path in paths:
            try:
                reading = reader.read(path)
                texts[path.stem], encodings[path.stem] = reading.text, reading.encoding
            except CancuError as error:
                texts[path.stem], encodings[path.stem] = "", f"refused: {error.reason}"
    return texts, now() - began, encodings


_PEER = """
import json, sys, viparse
for path in json.load(sys.stdin):
    try:
        text = "\\n".join(document.text for document in viparse.load(path, output="text", encoding="auto"))
    except Exception as error:
        print(path, error, file=sys.stderr)
        text = ""
    print(json.dumps([path, text]), flush=True)
"""


def read_by_viparse(paths: list[Path], python: Path | None) -> tuple[dict[str, str], Cost]:
    """The same by viparse, told to find encodings itself, in an environment of its own (`python` where it is there)."""
    with tempfile.TemporaryDirectory() as folder:
        if python is None:
            venv.create(folder, with_pip=True)
            made = (Path(folder, "bin", "python"), Path(folder, "Scripts", "python.exe"))
            python = next(path for path in made if path.exists())
            subprocess.run([python, "-m", "pip", "install", "-q", "viparse[office,pdf,rtf]"], check=True)
        texts: dict[str, str] = {}
        began = now()
        with subprocess.Popen(
            [python, "-c", _PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([str(path) for path in paths]))
            process.stdin.close()
            for line in process.stdout:
                path, text = json.loads(line)
                texts[Path(path).stem] = text
                print(f"viparse: {len(texts)} of {len(paths)}", end="\r", file=sys.stderr, flush=True)
        return texts, now() - began


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=SHARED)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--peer-python", type=Path, help="a Python that has viparse, in place of one made for the run")
    parser.add_argument("--worst", type=int, default=0, help="show so many differences of each file")
    parser.add_argument("--only", default="", help="only files with this in their name")
    options, _ = parser.parse_known_args()
    paths = [p for p in sorted((options.folder / "files").glob("*")) if options.only in p.name]
    if not paths:
        print(f"not here: {options.folder}", file=sys.stderr)
        return 0
    transcripts = {p.stem: (options.folder / "transcripts" / f"{p.stem}.txt").read_text("utf-8") for p in paths}
    texts, cost, encodings = read_all(paths)
    ours = {stem: compare(texts[stem], transcript) for stem, transcript in transcripts.items()}
    theirs: dict[str, Score] = {}
    if not options.no_peers:
        peer_texts, peer_cost = read_by_viparse(paths, options.peer_python)
        theirs = {stem: compare(peer_texts.get(stem, ""), transcript) for stem, transcript in transcripts.items()}
    print("| file | found | diacritics | syllables | capitals counted | viparse: diacritics | syllables | capitals |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for path in paths:
        row = [
            f"{one.diacritics:.4f} | {one.syllables:.4f} | {one.exact:.4f}" for one in _both(path.stem, ours, theirs)
        ]
        print(f"| {path.name} | {encodings[path.stem]} | {' | '.join(row)} |")
        for line in ours[path.stem].wrong[: options.worst]:
            print(f"    {line}")
    print(f"| **mean of {len(paths)}** | | {_means(ours)} | {_means(theirs) if theirs else '– | – | –'} |")
    print(f"\nus: {cost.of(len(paths))}")
    if theirs:
        print(f"viparse: {peer_cost.of(len(paths))}")
    return 0


def _both(stem: str, ours: dict[str, Score], theirs: dict[str, Score]) -> list[Score]:
    return [found[stem] for found in (ours, theirs) if found]


def _means(scores: dict[str, Score]) -> str:
    diacritics = statistics.mean(score.diacritics for score in scores.values())
    syllables = statistics.mean(score.syllables for score in scores.values())
    exact = statistics.mean(score.exact for score in scores.values())
    return f"**{diacritics:.4f}** | **{syllables:.4f}** | **{exact:.4f}**"


if __name__ == "__main__":
    raise SystemExit(main())
