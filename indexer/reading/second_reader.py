"""A second recogniser for lines that are often written by hand: the number, the date, the signature.

AsterOCR (MIT): its model and its table of characters are read from the installed package, which itself is never
imported, so that neither its telemetry nor its downloads can run. The line is brought to 32 pixels in height and read
by onnxruntime; CTC decoding takes the best character of each step.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from indexer.reading.tesseract import Pixels

_HEIGHT = 32
_WIDEST = 1020  # the model has places for 256 steps of 4 pixels
_BLANK = 0


@dataclass(frozen=True)
class SecondText:
    """What was read. `confidence`: of the least sure letter or digit, times the share of views that agree."""

    text: str
    confidence: float


@lru_cache(maxsize=1)
def _model() -> tuple[Any, tuple[str, ...]] | None:
    """(session, characters), None where the package or its parts are absent."""
    found = importlib.util.find_spec("asterocr")
    if found is None or not found.origin:
        return None
    assets = Path(found.origin).parent / "assets"
    model, table = assets / "asternet.onnx", assets / "vocab.json"
    if not (model.is_file() and table.is_file()):
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return session, tuple(json.loads(table.read_text("utf-8"))["chars"])


def available() -> bool:
    """Whether there is a second reader in this installation."""
    return _model() is not None


def read_line(views: Sequence[Pixels]) -> SecondText | None:
    """The text of one line, given in several views (the same line, cut out a little wider or tighter).

    None where there is no second reader or nothing was read.
    """
    readings = [reading for view in views if (reading := _read_one(view))[0].strip()]
    if not readings:
        return None
    votes = Counter(_letters(text) for text, _ in readings)
    chosen = max(readings, key=lambda reading: (votes[_letters(reading[0])], reading[1]))
    agreed = votes[_letters(chosen[0])] / len(readings)
    return SecondText(" ".join(chosen[0].split()), round(chosen[1] * agreed, 4))


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _read_one(pixels: Pixels) -> tuple[str, float]:
    model = _model()
    if model is None or pixels.shape[0] < 6 or pixels.shape[1] < 6:
        return "", 0.0
    session, characters = model
    steps = session.run(None, {session.get_inputs()[0].name: _prepared(pixels)})[0][:, 0]
    best = steps.argmax(axis=1)
    chance = np.exp(steps.max(axis=1))
    text: list[str] = []
    least = 1.0
    before = _BLANK
    for index, at in enumerate(best):
        if at not in (before, _BLANK):
            text.append(characters[at])
            if characters[at].isalnum():
                least = min(least, float(chance[index]))
        before = at
    return "".join(text), least


def _prepared(pixels: Pixels) -> NDArray[np.float32]:
    """Three equal channels, 32 pixels high, long lines a little wider than they are, as the model was trained."""
    height, width = pixels.shape
    edge = int(pixels[:, [0, -1]].mean())
    padded = np.pad(pixels, ((0, 0), (2, 2)), constant_values=edge)
    ratio = (width + 4) / height
    wider = min(1.25, 1 + (ratio - 3) * 0.02) if ratio > 3 else 1.0
    target = min(_WIDEST, max(16, (int(_HEIGHT * ratio * wider) + 3) // 4 * 4))
    picture = Image.fromarray(padded).resize((target, _HEIGHT), Image.Resampling.BILINEAR)
    grey = np.asarray(picture, dtype=np.float32) / 255
    return np.repeat(grey[None, None], 3, axis=1)
