"""Drawing what is labelled by reading: căn cứ lines and running sentences of the documents of the national database.

    python -m benchmarks.labelled_draws DRAW      prints the drawn texts (basis1, basis2, …) for whoever labels them

A draw is a function of the file and of the seed alone, and knows nothing of the finder. Labels (`tests/labelled/`) keep
the document's item, the place in the text and a digest of what was read, so that a changed file is noticed, and
never a sentence of it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indexer.text import repair_text

SHARED = Path(os.environ.get("CANCU_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "data"
DOCUMENTS = SHARED / "vbpl" / "documents.jsonl.xz"
SEEDS = {"basis1": 20261122, "basis2": 41, "basis3": 90210, "running": 7, "running2": 8}
SIZES = {"basis1": 200, "basis2": 100, "basis3": 100, "running": 75, "running2": 60}
BEFORE = {"basis2": ("basis1",), "basis3": ("basis1", "basis2"), "running2": ("running",)}
"""Draws that take no line of an earlier one."""

_BASIS = re.compile(r"\s*(?:[-–+*•]\s*|\d{1,2}[.)]\s*)?căn cứ\b", re.I)
_OTHER = re.compile(
    r"\s*(?:[-–]\s*)?(?:căn cứ|theo đề nghị|xét|sau khi|quyết định|điều \d|chương|phần|luật này)\b", re.I
)
_BODY = re.compile(
    r"\s*(?:Điều\s+1\b|Chương\s+(?:I|1)\b|CHƯƠNG\s+(?:I|1)\b|Phần\s+(?:I|thứ)|QUYẾT\s+(?:ĐỊNH|NGHỊ)\s*:)"
)
_LONGEST = 4
"""A base that runs on for more than this many lines is no line any more."""
_SENTENCE = re.compile(r"[^\n]+")
_PLACE = re.compile(r"(?<!^)(?<![“\"])\b(?:điểm|khoản|điều|mục|chương|phụ lục)\s+(?:[a-zđ]\d?\b|\d|[IVXL]+\b)", re.I)
"""The name of a place, not at the head of the line, where it is a heading of the document itself."""
_NAMED = re.compile(r"\b(?:luật|bộ luật|pháp lệnh|nghị định|thông tư|nghị quyết|quyết định|hiến pháp)\b", re.I)


@dataclass(frozen=True)
class Drawn:
    """A piece of a document: `item` of vbpl.vn, its `ordinal` among the pieces of its kind there, offsets and text."""

    item: str
    ordinal: int
    start: int
    end: int
    text: str

    @property
    def digest(self) -> str:
        """Ten hexadecimal digits of the text with its white space squeezed."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:10]


@lru_cache(maxsize=1)
def documents(path: Path = DOCUMENTS) -> dict[str, str]:
    """The repaired text of every document, by item, in the order of the file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {str(row["item"]): repair_text(row["text"] or "") for row in rows}


def basis_lines(item: str, text: str) -> Iterator[Drawn]:
    """The căn cứ lines of a text's opening, each with the lines it runs on over."""
    rows = list(_SENTENCE.finditer(text))
    last = next((n for n, row in enumerate(rows) if _BODY.match(row.group())), len(rows))
    ordinal = 0
    for n, row in enumerate(rows[:last]):
        if not _BASIS.match(row.group()):
            continue
        end = n
        while (
            end + 1 < last
            and end - n < _LONGEST
            and not rows[end].group().rstrip().endswith((";", ".", ","))
            and not _OTHER.match(rows[end + 1].group())
        ):
            end += 1
        yield _drawn(item, ordinal, row.start(), rows[end].end(), text)
        ordinal += 1


def running_lines(item: str, text: str) -> Iterator[Drawn]:
    """Lines of the body that name a place (điểm, khoản, Điều …) and a document, and are no căn cứ lines."""
    ordinal = 0
    for row in _SENTENCE.finditer(text):
        line = row.group()
        if _BASIS.match(line) or not 40 <= len(line) <= 700 or not (_PLACE.search(line) and _NAMED.search(line)):
            continue
        yield _drawn(item, ordinal, row.start(), row.end(), text)
        ordinal += 1


def draw(name: str, texts: dict[str, str] | None = None) -> list[Drawn]:
    """One line of each of so many documents taken at random; none that an earlier draw has."""
    texts = documents() if texts is None else texts
    lines = running_lines if name.startswith("running") else basis_lines
    taken = {(d.item, d.ordinal) for before in BEFORE.get(name, ()) for d in draw(before, texts)}
    found = {item: [d for d in lines(item, text) if (d.item, d.ordinal) not in taken] for item, text in texts.items()}
    having = sorted(item for item, each in found.items() if each)
    dice = random.Random(SEEDS[name])
    drawn = [dice.choice(found[item]) for item in dice.sample(having, min(SIZES[name], len(having)))]
    return sorted(drawn, key=lambda d: (d.item.zfill(9), d.ordinal))


def _drawn(item: str, ordinal: int, start: int, end: int, text: str) -> Drawn:
    stop = start + len(text[start:end].rstrip())
    return Drawn(item, ordinal, start, stop, text[start:stop])


def _shown(pieces: Iterable[Drawn]) -> None:
    for number, piece in enumerate(pieces, 1):
        print(f"{number}\t{piece.item}:{piece.ordinal}\t{' '.join(piece.text.split())}")


if __name__ == "__main__":
    _shown(draw(sys.argv[1]))
