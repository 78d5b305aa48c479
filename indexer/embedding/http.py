"""An embedder behind HTTP: any server with the OpenAI embeddings interface (`POST …/embeddings`).

For an office with one strong machine, or another model. The texts of the archive go to that server and nowhere else.
"""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from archive.errors import ArchiveUnavailable
from indexer.embedding.base import Vectors
from indexer.embedding.windows import cut_windows

_AT_ONCE = 32
_SECONDS = 60.0
_QUERY_SECONDS = 10.0
_ATTEMPTS = 3
_WAIT = 0.5
_AGAIN = (408, 429, 500, 502, 503, 504)
_TOKENS_A_WORD = 1.6
"""What tokenizers make of a Vietnamese syllable at most on average, numbers and symbols included."""


class _Refused(Exception):
    """The server does not take a request with `input_type`."""


class HttpEmbedder:
    """`url` is that of the interface, with or without `/embeddings` (`http://127.0.0.1:8080/v1`). `prefixes`: what the
    model wants before queries and passages (`query: ` and `passage: ` for the e5 family).

    Asks the server for one vector when it is made, to learn the dimension. Raises ArchiveUnavailable.
    """

    quiet = 0.0

    def __init__(
        self, url: str, model: str = "", key: str = "", prefixes: tuple[str, str] | None = None, wait: float = _WAIT
    ) -> None:
        self._url = url if url.endswith("/embeddings") else f"{url.rstrip('/')}/embeddings"
        self._model = model
        self._key = key
        if prefixes is None:
            prefixes = ("query: ", "passage: ") if "e5" in model.lower() else ("", "")
        self._prefixes = prefixes
        self._wait = wait
        # Some servers set queries and passages apart themselves when told which it is; others refuse the word.
        self._told = True
        try:
            self.dimension = len(self._ask([f"{prefixes[0]}văn bản"], "query", _QUERY_SECONDS)[0])
        except _Refused:
            self._told = False
            self.dimension = len(self._ask([f"{prefixes[0]}văn bản"], "query", _QUERY_SECONDS)[0])
        self.id = f"http {model or self._url} {self.dimension} {'|'.join(prefixes)}"
        self._asked = lru_cache(maxsize=512)(self._query)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.passages`."""
        found = np.empty((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), _AT_ONCE):
            batch = order[start : start + _AT_ONCE]
            found[batch] = self._ask([self._prefixes[1] + texts[place] for place in batch], "passage", _SECONDS)
        return found

    def query(self, text: str) -> Vectors:
        """As `Embedder.query`; the last few hundred are remembered."""
        return self._asked(text)

    def windows(self, text: str, head: str = "") -> list[str]:
        """As `Embedder.windows`, by an estimate of tokens: the server's tokenizer is not known."""
        return cut_windows(text, head, lambda words: [_TOKENS_A_WORD] * len(words))

    def _query(self, text: str) -> Vectors:
        vector = self._ask([self._prefixes[0] + text], "query", _QUERY_SECONDS)[0]
        vector.setflags(write=False)
        return vector

    def _ask(self, texts: Sequence[str], kind: str, seconds: float) -> Vectors:
        body: dict[str, Any] = {"input": list(texts), "encoding_format": "float"}
        if self._told:
            body["input_type"] = kind
        if self._model:
            body["model"] = self._model
        answer = self._post(json.dumps(body).encode(), seconds)
        try:
            rows = sorted(answer["data"], key=lambda row: row["index"])
            vectors = np.array([_numbers(row["embedding"]) for row in rows], np.float32)
            if vectors.shape[0] != len(texts) or vectors.ndim != 2 or not np.isfinite(vectors).all():
                raise ValueError(f"{vectors.shape} for {len(texts)} texts")
        except (KeyError, TypeError, ValueError) as error:
            raise self._unavailable(
                "câu trả lời không đúng dạng", f"its answer is not of the interface ({error})"
            ) from error
        if hasattr(self, "dimension") and vectors.shape[1] != self.dimension:
            raise self._unavailable(
                "máy chủ đã đổi mô hình; hãy chạy “cancu index meaning” lại",
                "its model was changed; run “cancu index meaning” again",
            )
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))

    def _post(self, body: bytes, seconds: float) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with urllib.request.urlopen(request, timeout=seconds) as response:
                    return json.loads(response.read())
            except urllib.error.HTTPError as error:
                error.close()
                if error.code in (400, 422) and self._told and not hasattr(self, "dimension"):
                    raise _Refused(error.code) from error
                if error.code not in _AGAIN or attempt == _ATTEMPTS:
                    known = {
                        401: ("khóa không đúng", "the key was refused"),
                        404: ("không có địa chỉ đó", "no such address"),
                    }
                    vi, en = known.get(error.code, (f"lỗi HTTP {error.code}", f"HTTP {error.code}"))
                    raise self._unavailable(vi, en) from error
            except ValueError as error:
                raise self._unavailable("câu trả lời không phải JSON", "its answer is not JSON") from error
            except OSError as error:
                if attempt == _ATTEMPTS:
                    raise self._unavailable("không kết nối được", f"no connection ({error})") from error
            time.sleep(self._wait * attempt)
        raise AssertionError("unreachable")

    def _unavailable(self, vi: str, en: str) -> ArchiveUnavailable:
        return ArchiveUnavailable(
            "embedder_unavailable",
            f"Máy chủ embeddings {self._url}: {vi}. Hãy kiểm tra CANCU_EMBEDDER_URL, _MODEL, _KEY, hoặc bỏ "
            "CANCU_EMBEDDER_URL để dùng mô hình kèm theo.",
            f"Embeddings server {self._url}: {en}. Check CANCU_EMBEDDER_URL, _MODEL, _KEY, or leave CANCU_EMBEDDER_URL "
            "out to use the bundled model.",
        )


def _numbers(embedding: Any) -> Any:
    """An embedding as numbers; some servers send base64 of float32 whatever was asked for."""
    if isinstance(embedding, str):
        return np.frombuffer(base64.b64decode(embedding), "<f4")
    return embedding
