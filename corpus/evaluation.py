"""How well search finds: questions whose answering articles are known, put to an index of those articles.

The shape of the files is that of the ALQAC competition: articles
`[{"id": law, "articles": [{"id": article, "text": …}]}]`, questions
`[{"text": …, "relevant": [{"law": …, "article": …}]}]`. Everything runs through the engine that the archive uses, in a
folder of its own that is gone afterwards.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import UnreadableFile
from indexer.embedding.base import Embedder
from indexer.engine.base import EngineFilter, Entry
from indexer.engine.whoosh import WhooshEngine
from indexer.fusing import Fusion
from indexer.interpreting import interpret
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import WHOLE
from indexer.meaning.passages import Passage, unit_passages

DEPTH = 10
_AT_ONCE = 64


@dataclass(frozen=True)
class Question:
    """A question and the (law, article) pairs that answer it."""

    text: str
    relevant: frozenset[tuple[str, str]]


def load_articles(path: Path) -> list[tuple[str, str, str]]:
    """(law, article, text) of every article. Raises UnreadableFile."""
    data = _load(path)
    try:
        return [(str(law["id"]), str(a["id"]), str(a["text"])) for law in data for a in law["articles"]]
    except (KeyError, TypeError) as error:
        raise _wrong(path, '[{"id": …, "articles": [{"id": …, "text": …}]}]') from error


def load_questions(path: Path) -> list[Question]:
    """Questions with at least one answer. Raises UnreadableFile."""
    data = _load(path)
    try:
        questions = [
            Question(str(q["text"]), frozenset((str(r["law"]), str(r["article"])) for r in q["relevant"])) for q in data
        ]
    except (KeyError, TypeError) as error:
        raise _wrong(path, '[{"text": …, "relevant": [{"law": …, "article": …}]}]') from error
    return [question for question in questions if question.relevant]


def article_entries(articles: Sequence[tuple[str, str, str]]) -> list[Entry]:
    """Index entries; units are numbered from 1 in the order of the articles. A first line that ends without a mark is
    the article's heading."""
    numbers: dict[str, int] = {}
    entries = []
    for unit, (law, article, text) in enumerate(articles, 1):
        first, _, rest = text.strip().partition("\n")
        heading = first.strip() if rest and len(first) <= 200 and first.strip()[-1:] not in ".;:," else ""
        document = numbers.setdefault(law, len(numbers) + 1)
        entries.append(Entry(unit, document, 1, f"Điều {article}. {text}", heading, law))
    return entries


class Articles:
    """The articles as search sees them: an index of words, one of meaning, and their headings."""

    def __init__(self, articles: Sequence[tuple[str, str, str]], folder: Path, embedder: Embedder | None) -> None:
        self.articles = articles
        self.entries = article_entries(articles)
        self.engine = WhooshEngine(folder / "index", workers=0)
        self.engine.add(self.entries)
        self.engine.commit()
        self.index = MeaningIndex(folder / "meaning", embedder) if embedder else None
        self.fusion = Fusion(self.engine, self.index, self) if self.index is not None else None

    def hidden(self) -> frozenset[int]:
        """Nothing: an evaluation is nobody's."""
        return frozenset()

    def headings(self, provision_ids: Iterable[int]) -> dict[int, str]:
        """Headings by unit."""
        return {unit: self.entries[unit - 1].heading for unit in provision_ids}

    def embed(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Make the vectors of all articles that have none yet."""
        if self.index is None:
            return
        ledger, embedder = self.index.ledger, self.index.embedder
        held = ledger.documents()
        todo = [entry for entry in self.entries if entry.unit not in held]
        for start in range(0, len(todo), _AT_ONCE):
            progress(len(self.entries) - len(todo) + start, len(self.entries))
            batch = [
                (entry, list(_passages(self.articles[entry.unit - 1], entry, embedder)))
                for entry in todo[start : start + _AT_ONCE]
            ]
            vectors = iter(embedder.passages([p.text for _, passages in batch for p in passages]).astype("float16"))
            for entry, passages in batch:
                # An article stands for a document here, so that a run that was stopped goes on where it was.
                ledger.put(entry.unit, 1, WHOLE, passages, [next(vectors).tobytes() for _ in passages])
        progress(len(self.entries), len(self.entries))
        self.index.publish(always=True)

    def search(self, text: str, limit: int = DEPTH) -> list[int]:
        """Units that answer a question, the best first."""
        reading = interpret(text, self.engine)
        query = reading.engine_query()
        found = self.fusion.search(query, reading.legal, EngineFilter(), limit) if self.fusion is not None else None
        return [hit.unit for hit in (found or self.engine.search(query, None, limit)).hits]

    def close(self) -> None:
        """Let go of the files."""
        self.engine.close()
        if self.index is not None:
            self.index.close()


def _passages(article: tuple[str, str, str], entry: Entry, embedder: Embedder) -> Iterator[Passage]:
    body = article[2].strip().removeprefix(entry.heading).strip()
    return unit_passages(entry.unit, entry.title, entry.heading, body, embedder)


def measure(held: Articles, questions: Sequence[Question]) -> dict[str, float]:
    """The figures of some questions."""
    sums = dict.fromkeys(("R@1", "R@5", "R@10", "MRR@10", "F2@1"), 0.0)
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        units = held.search(question.text)
        times.append((time.perf_counter() - began) * 1000)
        found = [held.articles[unit - 1][:2] in question.relevant for unit in units]
        answers = len(question.relevant)
        for depth in (1, 5, 10):
            sums[f"R@{depth}"] += sum(found[:depth]) / answers
        sums["MRR@10"] += next((1 / rank for rank, right in enumerate(found, 1) if right), 0.0)
        if found and found[0]:
            # Precision 1, recall 1/answers.
            sums["F2@1"] += 5 / answers / (4 + 1 / answers)
    count = len(questions) or 1
    figures = {name: round(value / count, 4) for name, value in sums.items()}
    times.sort()
    figures["p50_ms"] = round(_share(times, 0.50), 2)
    figures["p95_ms"] = round(_share(times, 0.95), 2)
    return figures


def evaluate(
    articles_path: Path,
    questions_path: Path,
    embedder: Embedder | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, float]:
    """Recall at 1, 5 and 10, mean reciprocal rank, F2 of the first hit, and times of a search in milliseconds.

    By words and meaning with an embedder, which first embeds all articles; by words alone without. With several answers
    to a question, recall is the share of them found. Raises UnreadableFile.
    """
    articles = load_articles(articles_path)
    questions = load_questions(questions_path)
    with tempfile.TemporaryDirectory(prefix="cancu-evaluate-") as folder:
        held = Articles(articles, Path(folder), embedder)
        try:
            held.embed(progress)
            return measure(held, questions)
        finally:
            held.close()


def _share(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)] if times else 0.0


def _load(path: Path) -> list[Any]:
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _wrong(path, "JSON") from error
    if not isinstance(data, list):
        raise _wrong(path, "[…]")
    return data


def _wrong(path: Path, shape: str) -> UnreadableFile:
    return UnreadableFile(
        "evaluation_file",
        f"Không đọc được {Path(path).name}: cần tệp dạng {shape}. Hãy xem hướng dẫn của lệnh `cancu evaluate`.",
        f"Cannot read {Path(path).name}: a file of the shape {shape} is needed. See the help of `cancu evaluate`.",
    )
