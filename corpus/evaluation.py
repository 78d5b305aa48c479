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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import UnreadableFile
from indexer.engine.base import Engine, Entry
from indexer.engine.whoosh import WhooshEngine

DEPTH = 10


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


def measure(
    engine: Engine, articles: Sequence[tuple[str, str, str]], questions: Sequence[Question]
) -> dict[str, float]:
    """The figures over an engine that holds `article_entries(articles)`."""
    sums = dict.fromkeys(("R@1", "R@5", "R@10", "MRR@10", "F2@1"), 0.0)
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        text = engine.restore_tones(question.text) or question.text
        hits = engine.search(text, None, DEPTH).hits
        times.append((time.perf_counter() - began) * 1000)
        found = [articles[hit.unit - 1][:2] in question.relevant for hit in hits]
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


def evaluate(articles_path: Path, questions_path: Path) -> dict[str, float]:
    """Recall at 1, 5 and 10, mean reciprocal rank, F2 of the first hit, and times of a search in milliseconds.

    With several answers to a question, recall is the share of them found. Raises UnreadableFile.
    """
    articles = load_articles(articles_path)
    questions = load_questions(questions_path)
    with tempfile.TemporaryDirectory(prefix="cancu-evaluate-") as folder:
        engine = WhooshEngine(Path(folder) / "index", workers=0)
        try:
            engine.add(article_entries(articles))
            engine.commit()
            return measure(engine, articles, questions)
        finally:
            engine.close()


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
