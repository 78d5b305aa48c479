"""Make the directions of everyday wordings (`indexer/vocabulary/wordings.vectors`), by the bundled model.

    python -m benchmarks wordings

To be run whenever `everyday.csv` or `sentences.csv` in `indexer/vocabulary` has changed; 20 seconds of processor time.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from indexer.embedding.base import Vectors
from indexer.embedding.bundled import BundledEmbedder
from indexer.meaning.wordings import FILE, make, texts


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_known_args(
        arguments
    )
    path = Path(str(resources.files("indexer.vocabulary") / FILE))
    with tempfile.TemporaryDirectory(prefix="cancu-wordings-") as folder:
        embedder = BundledEmbedder(Path(folder), 1)

        def embed(asked: Sequence[str]) -> Vectors:
            return np.stack([embedder.query(text) for text in asked])

        make(embedder.id, embed, path)
    print(f"{len(texts())} wordings, {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
