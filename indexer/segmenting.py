"""Word segmentation with underthesea's own model, called without the rest of underthesea.

`underthesea.word_tokenize` spends most of its time in a large regular expression and in normalising characters that
the index folds anyway, and `import underthesea` loads taggers and parsers that are not needed. The model itself is a
conditional random field in the small native package `underthesea_core`; its files lie in underthesea's wheel and are
read from there. Nothing here reaches for the network.
"""

from __future__ import annotations

import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.errors import ArchiveUnavailable

MODEL = "ws_crf_vlsp2013_20230727"
"""Name of the model, part of the index version: other words need another index."""

_ENDS = frozenset(".;:!?…")
_LONGEST = 400
"""Tokens given to the model at once; a longer stretch without any sentence end (a table) is cut here."""

_lock = threading.Lock()
_loaded: tuple[Any, Any] | None = None


def _model() -> tuple[Any, Any]:
    global _loaded
    with _lock:
        if _loaded is None:
            import joblib  # type: ignore[import-untyped,unused-ignore]
            from underthesea_core import CRFFeaturizer, CRFTagger

            spec = find_spec("underthesea")
            places = spec.submodule_search_locations if spec else None
            folder = Path(next(iter(places or [""]))) / "pipeline" / "word_tokenize" / "models" / MODEL
            if not (folder / "models.bin").is_file():
                raise ArchiveUnavailable(
                    "segmenter_missing",
                    f"Không tìm thấy mô hình tách từ {MODEL} của underthesea; hãy cài lại chương trình.",
                    f"The word segmentation model {MODEL} of underthesea is missing; install the program again.",
                )
            tagger = CRFTagger()
            tagger.load(str(folder / "models.bin"))
            features = joblib.load(folder / "features.bin")
            dictionary = joblib.load(folder / "dictionary.bin")
            _loaded = CRFFeaturizer(features, dictionary), tagger
    return _loaded


def _segment_run(tokens: list[str], offset: int, out: list[tuple[int, int]]) -> None:
    """Segment one stretch of plain tokens; append (first, last) indices, `offset` added."""
    if len(tokens) == 1:
        out.append((offset, offset))
        return
    featurizer, tagger = _model()
    tags = tagger.tag(featurizer.process([[[token] for token in tokens]])[0])
    first = 0
    for index in range(1, len(tokens)):
        # A mark never joins a word, whatever the model says of it.
        if tags[index] != "I-W" or not tokens[index][0].isalnum() or not tokens[index - 1][0].isalnum():
            out.append((offset + first, offset + index - 1))
            first = index
    out.append((offset + first, offset + len(tokens) - 1))


def segment_tokens(tokens: list[str]) -> list[tuple[int, int]]:
    """Words as (first, last) indices into scanned tokens, in order; every token is in exactly one.

    The model sees one sentence at a time, and never a document number, date or amount: those stand alone and part
    the sentence.
    """
    from indexer.analysis import is_whole

    out: list[tuple[int, int]] = []
    start = 0
    for index, token in enumerate(tokens):
        alone = not token.strip() or (len(token) > 2 and not token.isalpha() and is_whole(token))
        if alone:
            if index > start:
                _segment_run(tokens[start:index], start, out)
            out.append((index, index))
            start = index + 1
        elif token in _ENDS or index - start >= _LONGEST:
            _segment_run(tokens[start : index + 1], start, out)
            start = index + 1
    if start < len(tokens):
        _segment_run(tokens[start:], start, out)
    return out
