"""Questions as a commune's drafters, clerks and citizens type them, each with every provision that answers it.

`judged.csv` was written by us for this project: the questions are ours, the answers are facts (number and article)
found by reading the national code and the starter archive. A question's half follows from its text alone, so that
adding questions moves none: what is tuned looks at the tuning half only, what is reported is the measuring half.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from archive.numbers import parse_number
from archive.records import Record

STYLES = ("everyday", "legal", "reference")
HALVES = ("tuning", "measuring")
DEPTHS = (1, 3, 10)


@dataclass(frozen=True)
class Answer:
    """A document by its canonical number, with its day of issue where the number is carried by several, and the article
    that answers (`dieu:651`), "" where the document itself is asked for."""

    number: str
    issued: str = ""
    path: str = ""

    def is_given_by(self, record: Record, path: str) -> bool:
        """Whether a hit at `path` of a document gives this answer: the article itself, or a clause or point of it."""
        if _number(record.number) != _number(self.number):
            return False
        if self.issued and (record.issued is None or record.issued.isoformat() != self.issued):
            return False
        return not self.path or path == self.path or path.startswith(self.path + "/")


@dataclass(frozen=True)
class Judged:
    """One question. `style` everyday, legal or reference; `why` says in a few words what the answers are."""

    question: str
    style: str
    field: str
    answers: tuple[Answer, ...]
    why: str

    @property
    def half(self) -> str:
        """`tuning` or `measuring`, by a hash of the question."""
        return HALVES[hashlib.sha256(self.question.encode()).digest()[0] % 2]

    def answered_by(self, record: Record, path: str) -> bool:
        """Whether a hit answers the question."""
        return any(answer.is_given_by(record, path) for answer in self.answers)


@dataclass(frozen=True)
class Asked:
    """What came of one question: the place of the first answer among the hits (1 the first), 0 where there is none in
    the first ten; `exact` where the first hit was given as exact."""

    judged: Judged
    place: int
    exact: bool

    @property
    def wrong_exact(self) -> bool:
        """Whether a wrong document or provision stood first as what was asked for exactly."""
        return self.exact and self.place != 1


@cache
def _number(text: str) -> str:
    parsed = parse_number(text)
    return parsed.canonical if parsed else text


def judged_questions(path: Path | None = None) -> list[Judged]:
    """The judged set, in the order of the file."""
    source = path or Path(str(resources.files("corpus") / "judged.csv"))
    with source.open(encoding="utf-8-sig", newline="") as rows:
        return [
            Judged(row["question"], row["style"], row["field"], _answers(row["answers"]), row["why"])
            for row in csv.DictReader(rows)
        ]


def asked_questions() -> list[Judged]:
    """Everyday questions for learning alone: written without a look at the vocabulary, most with the answers that came
    to mind rather than with all there are. Nothing is measured on them but what was learned without them. Half of them
    were a blind examination, or a reading of what the program makes of questions, before they came here."""
    return judged_questions(Path(str(resources.files("corpus") / "asked.csv")))


def _answers(text: str) -> tuple[Answer, ...]:
    """`16/CT-TTg@2020-03-31; 91/2015/QH13#dieu:651`."""
    found = []
    for part in text.split(";"):
        document, _, path = part.strip().partition("#")
        number, _, issued = document.partition("@")
        found.append(Answer(number, issued, path))
    return tuple(found)


def ask(
    questions: Iterable[Judged],
    search: Callable[[str], tuple[Sequence[tuple[Record, str]], bool]],
    vary: Callable[[str], str] = lambda text: text,
) -> list[Asked]:
    """Put each question, as `vary` types it, to a search that gives (document, path) of ten hits and whether the first
    is exact."""
    found = []
    for judged in questions:
        hits, exact = search(vary(judged.question))
        places = (place for place, (record, path) in enumerate(hits[:10], 1) if judged.answered_by(record, path))
        found.append(Asked(judged, next(places, 0), exact))
    return found


def figures(asked: Sequence[Asked]) -> dict[str, float]:
    """Shares of the questions answered in the first place, the first three, the first ten; the mean reciprocal place;
    how many had a wrong exact answer first."""
    count = len(asked) or 1
    shares = {f"in {depth}": sum(0 < one.place <= depth for one in asked) / count for depth in DEPTHS}
    return {
        "questions": float(len(asked)),
        **{name: round(share, 3) for name, share in shares.items()},
        "MRR@10": round(sum(1 / one.place for one in asked if one.place) / count, 3),
        "wrong exact": float(sum(one.wrong_exact for one in asked)),
    }
