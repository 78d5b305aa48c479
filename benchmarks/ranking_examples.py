"""Candidates of labelled questions, gathered as search gathers them, for `benchmarks.learn_ranking`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.documents import Archive
from corpus.evaluation import Articles, Question
from corpus.judging import Judged, judged_questions
from indexer.candidates import Candidates, HeadingArchive, Headings, gather
from indexer.engine.base import Engine, EngineFilter
from indexer.interpreting import interpret
from indexer.meaning.index import MeaningIndex
from indexer.meaning.wordings import open_wordings
from indexer.vocabulary import widen
from indexer.vocabulary.tables import Key
from indexer.vocabulary.widening import in_legal_terms, keys_in

Matrix = NDArray[np.float64]
UNHEARD = "unheard"
"""Everyday questions as if nobody had had them in mind."""


@dataclass(frozen=True)
class Example:
    """A question's candidates. `right` marks those that answer it, `answers` how many there are in all."""

    question: str
    group: str
    features: Matrix
    query: Matrix
    right: NDArray[np.bool_]
    answers: int
    units: tuple[int, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells a question from the same one asked otherwise."""
        return self.group, self.question

    @property
    def number(self) -> int:
        """By hash of the question, for dividing into folds."""
        return int.from_bytes(hashlib.sha256(self.question.encode()).digest()[:4], "big")


def _gathered(
    engine: Engine,
    index: MeaningIndex,
    archive: HeadingArchive,
    question: str,
    without: frozenset[Key] = frozenset(),
) -> Candidates:
    reading = interpret(question, engine)
    known = open_wordings(index.embedder.id)
    index.wordings = known.without(without) if known is not None else None
    if without:
        widened = widen(reading.words, without)
        reading = replace(reading, widened=widened, legal=in_legal_terms(reading.words, widened))
    vector = index.embedder.query(reading.legal)
    return gather(engine, index, Headings(archive), reading.engine_query(), vector, EngineFilter(), 0)


def exam_examples(
    held: Articles, questions: list[Question], vary: Callable[[str], str] = lambda text: text
) -> Iterator[Example]:
    """Of questions over articles."""
    assert held.index is not None
    for question in questions:
        found = _gathered(held.engine, held.index, held, vary(question.text))
        right = np.array([held.articles[unit - 1][:2] in question.relevant for unit in found.units], dtype=bool)
        yield Example(question.text, "exam", found.features, found.query, right, len(question.relevant), found.units)


def judged_examples(
    archive: Archive,
    engine: Engine,
    index: MeaningIndex,
    judged: list[Judged],
    vary: Callable[[str], str] = lambda text: text,
    unheard: bool = False,
) -> Iterator[Example]:
    """Of the judged set; questions that ask for a document by its number or name are left out: they never come to
    ranking. `unheard`: as if the vocabulary had none of the wordings that a question alone of all uses, which may have
    been written with it in mind."""
    every = [one for one in judged_questions() if one.style != "reference"]
    uses = Counter(key for one in every for key in keys_in(one.question))
    for one in judged:
        if one.style == "reference":
            continue
        alone = frozenset(key for key in keys_in(one.question) if uses[key] == 1) if unheard else frozenset()
        found = _gathered(engine, index, archive, vary(one.question), alone)
        records = archive.records(found.documents)
        units = archive.units(unit for unit in found.units if unit > 0)
        right = np.array(
            [
                document in records and one.answered_by(records[document], units[unit].path if unit in units else "")
                for unit, document in zip(found.units, found.documents, strict=True)
            ],
            dtype=bool,
        )
        yield Example(
            one.question,
            UNHEARD if unheard else one.style,
            found.features,
            found.query,
            right,
            max(int(right.sum()), 1),
            found.units,
        )


def saved(examples: list[Example], path: Path) -> None:
    """Keep examples for another run."""
    sizes = [len(example.units) for example in examples]
    np.savez(
        path,
        question=np.array([example.question for example in examples]),
        group=np.array([example.group for example in examples]),
        answers=np.array([example.answers for example in examples]),
        query=np.stack([example.query for example in examples]),
        features=np.concatenate([example.features for example in examples]),
        right=np.concatenate([example.right for example in examples]),
        units=np.concatenate([np.array(example.units, np.int64) for example in examples]),
        sizes=np.array(sizes),
    )


def loaded(path: Path) -> list[Example]:
    """Examples of `saved`."""
    with np.load(path) as file:
        # Each access reads the whole array anew.
        held = {name: file[name] for name in file.files}
    ends = np.cumsum(held["sizes"]).tolist()
    starts = [0, *ends[:-1]]
    return [
        Example(
            question=str(held["question"][place]),
            group=str(held["group"][place]),
            features=held["features"][start:end],
            query=held["query"][place],
            right=held["right"][start:end],
            answers=int(held["answers"][place]),
            units=tuple(held["units"][start:end].tolist()),
        )
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
