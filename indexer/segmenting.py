"""Word segmentation with underthesea's own model, called without the rest of underthesea.

`underthesea.word_tokenize` spends most of its time in a large regular expression and in normalising characters that
the index folds anyway, and `import underthesea` loads taggers and parsers that are not needed. Its word model lies in
its wheel; it is read from there and applied to whole batches (`indexer.crf`). Where a later underthesea brings a model
of another kind, its own tagger is asked instead. Nothing here reaches for the network.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from archive.errors import ArchiveUnavailable
from indexer.analysis import is_whole
from indexer.crf import UnknownModel, WordModel

MODEL = "ws_crf_vlsp2013_20230727"
"""Name of the model, part of the index version: other words need another index."""

_ENDS = frozenset(".;:!?…")
_LONGEST = 400
"""Tokens given to the model at once; a longer stretch without any sentence end (a table) is cut here."""

_lock = threading.Lock()
_loaded: Tagger | None = None


class Tagger(Protocol):
    """Tells for each token of each run whether it goes on with the word before it."""

    def tag(self, runs: Sequence[Sequence[str]]) -> list[list[bool]]: ...


class LibraryTagger:
    """Underthesea's own native tagger, a run at a time."""

    def __init__(self, folder: Path) -> None:
        import joblib
        from underthesea_core import CRFFeaturizer, CRFTagger

        self._tagger: Any = CRFTagger()
        self._tagger.load(str(folder / "models.bin"))
        features, dictionary = joblib.load(folder / "features.bin"), joblib.load(folder / "dictionary.bin")
        self._featurizer: Any = CRFFeaturizer(features, dictionary)

    def tag(self, runs: Sequence[Sequence[str]]) -> list[list[bool]]:
        """As `Tagger.tag`."""
        sentences = self._featurizer.process([[[token] for token in run] for run in runs])
        return [[tag == "I-W" for tag in self._tagger.tag(sentence)] for sentence in sentences]


def model_folder() -> Path:
    """Where underthesea keeps its word model. Raises ArchiveUnavailable where it is not installed whole."""
    spec = find_spec("underthesea")
    places = spec.submodule_search_locations if spec else None
    folder = Path(next(iter(places or [""]))) / "pipeline" / "word_tokenize" / "models" / MODEL
    if not (folder / "models.bin").is_file():
        raise ArchiveUnavailable(
            "segmenter_missing",
            f"Không tìm thấy mô hình tách từ {MODEL} của underthesea; hãy cài lại chương trình.",
            f"The word segmentation model {MODEL} of underthesea is missing; install the program again.",
        )
    return folder


def _tagger() -> Tagger:
    global _loaded
    if _loaded is None:
        folder = model_folder()
        try:
            _loaded = WordModel(folder)
        except UnknownModel:
            _loaded = LibraryTagger(folder)
    return _loaded


def _runs(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches (first, last + 1) that the model sees: a sentence each, without numbers, dates, amounts."""
    runs: list[tuple[int, int]] = []
    start = 0
    for index, token in enumerate(tokens):
        if not token.strip() or (len(token) > 2 and not token.isalpha() and is_whole(token)):
            if index > start:
                runs.append((start, index))
            start = index + 1
        elif token in _ENDS or index - start >= _LONGEST:
            runs.append((start, index + 1))
            start = index + 1
    if start < len(tokens):
        runs.append((start, len(tokens)))
    return runs


def segment_all(texts: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]]:
    """For each text of scanned tokens its words as (first, last) indices, in order; every token is in exactly one.

    The model sees one sentence at a time, and never a document number, date or amount: those stand alone and part
    the sentence.
    """
    cut = [_runs(tokens) for tokens in texts]
    # A run of one needs no model, so that a query of one syllable or number does not load it.
    asked = [tokens[a:b] for tokens, runs in zip(texts, cut, strict=True) for a, b in runs if b - a > 1]
    with _lock:
        answers = iter(_tagger().tag(asked) if asked else ())
    segmented = []
    for tokens, runs in zip(texts, cut, strict=True):
        goes_on = bytearray(len(tokens))
        for a, b in runs:
            if b - a > 1:
                goes_on[a:b] = bytes(next(answers))
                goes_on[a] = 0
        words: list[tuple[int, int]] = []
        first = 0
        for index in range(1, len(tokens)):
            # A mark never joins a word, whatever the model says of it.
            if not goes_on[index] or not tokens[index][0].isalnum() or not tokens[index - 1][0].isalnum():
                words.append((first, index - 1))
                first = index
        if tokens:
            words.append((first, len(tokens) - 1))
        segmented.append(words)
    return segmented


def segment_tokens(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """As `segment_all`, for one text."""
    return segment_all([tokens])[0]
