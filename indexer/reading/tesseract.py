"""Tesseract with its Vietnamese data, as a process of its own for each page: lines of words with places and confidence.

The picture goes in and hOCR comes out through pipes, so that nothing is written to disk. One thread a process
(OMP_THREAD_LIMIT): pages run side by side instead.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.ElementTree import fromstring
from numpy.typing import NDArray

from indexer.reading import programs
from indexer.reading.refusals import refusal

LANGUAGE = "vie"
Pixels = NDArray[np.uint8]
"""Grey values, 0 black, shape (height, width)."""


@dataclass(frozen=True)
class SeenWord:
    """A word as Tesseract read it: box in pixels, confidence 0 to 1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(frozen=True)
class SeenLine:
    """Words of one line, left to right. `block` counts Tesseract's text blocks; `base` is the base line at the middle
    of the line, `size` the height of a line of this type (from descender to ascender), pixels.
    """

    words: tuple[SeenWord, ...]
    block: int
    base: float
    size: float


def find_tesseract(name: str) -> Path:
    """Where Tesseract is. Raises NeedsOcr (no_tesseract, no_vietnamese) with the command that installs it."""
    found = programs.find(programs.TESSERACT)
    command = programs.install_command(programs.TESSERACT)
    if found is None:
        raise refusal("no_tesseract", name, command=command)
    if LANGUAGE not in _languages(found):
        raise refusal("no_vietnamese", name, command=command)
    return found


def _languages(program: Path) -> frozenset[str]:
    try:
        listed = _listed(program)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    if LANGUAGE not in listed:
        _listed.cache_clear()  # it may be installed while the archive runs
    return listed


@lru_cache(maxsize=1)
def _listed(program: Path) -> frozenset[str]:
    done = subprocess.run([str(program), "--list-langs"], capture_output=True, timeout=30, check=False, **_quiet())
    return frozenset(line.strip() for line in done.stdout.decode("utf-8", "replace").splitlines()[1:])


def _quiet() -> dict[str, Any]:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return {"creationflags": flags, "env": {**os.environ, "OMP_THREAD_LIMIT": "1"}}


def read_picture(program: Path, pixels: Pixels, dpi: int, seconds: float, mode: int = 3) -> list[SeenLine]:
    """The lines of a picture in reading order. `mode` is Tesseract's page segmentation (3 a page, 7 a line).

    Raises TimeoutError after `seconds`, OSError where Tesseract fails.
    """
    height, width = pixels.shape
    command = [str(program), "-", "-", "-l", LANGUAGE, "--dpi", str(dpi), "--psm", str(mode)]
    command += ["-c", "tessedit_create_hocr=1"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **_quiet()
    ) as process:
        _running.add(process)
        try:
            picture = b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(pixels).tobytes()
            out, said = process.communicate(picture, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        finally:
            process.kill()
            _running.discard(process)
    if process.returncode != 0:
        raise OSError(said.decode("utf-8", "replace")[-500:])
    return parse_hocr(out)


_running: set[subprocess.Popen[bytes]] = set()
_lock = threading.Lock()


def kill_running() -> None:
    """End every Tesseract this process has started: what one page did wrong stops the others too."""
    with _lock:
        for process in list(_running):
            process.kill()


def parse_hocr(content: bytes) -> list[SeenLine]:
    """Lines and words of an hOCR document; none where it cannot be read."""
    try:
        root = fromstring(content, forbid_external=False)
    except ParseError:
        return []
    lines: list[SeenLine] = []
    block = 0
    for element in root.iter():
        kind = element.get("class", "")
        if kind == "ocr_carea":
            block += 1
        elif kind in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"):
            line = _line(element, block)
            if line is not None:
                lines.append(line)
    return lines


def _line(element: Element, block: int) -> SeenLine | None:
    words: list[SeenWord] = []
    for child in element.iter():
        if child.get("class") != "ocrx_word":
            continue
        text = "".join(child.itertext()).strip()
        found = _values(child.get("title", ""))
        if text and len(found.get("bbox", ())) == 4:
            left, top, right, bottom = found["bbox"][:4]
            words.append(SeenWord(text, left, top, right, bottom, found.get("x_wconf", [0.0])[0] / 100))
    if not words:
        return None
    found = _values(element.get("title", ""))
    box = found.get("bbox", [0.0] * 4)
    slope, offset = found.get("baseline", [0.0, 0.0])[:2]
    base = box[3] + offset + slope * (box[2] - box[0]) / 2
    size = found.get("x_size", [box[3] - box[1]])[0]
    return SeenLine(tuple(words), block, base, size)


def _values(title: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for part in title.split(";"):
        name, _, rest = part.strip().partition(" ")
        numbers = re.findall(r"-?\d+(?:\.\d+)?", rest)
        if numbers:
            found[name] = [float(number) for number in numbers]
    return found
