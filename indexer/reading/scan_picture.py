"""The picture of a page as OCR takes it: grey, upright, without specks.

What helps was measured (docs/reading.md): 200 dpi is enough, taking out lone dark points and spreading the greys helps
on speckled pages, turning helps from about a degree on; a median filter and blurring make things worse.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from indexer.reading.tesseract import Pixels

_LARGEST = 40_000_000  # pixels of one picture
_SMALL = 4  # by which the picture is made smaller to find its tilt
_STEEPEST = 6.0  # degrees
_TURNED = 0.4  # degrees from which turning is worth it


def page_pixels(page: pdfium.PdfPage, dpi: int) -> tuple[Pixels, float]:
    """Grey values of the page as it is shown, and points a pixel. A huge page is rendered smaller."""
    width, height = page.get_size()
    scale = dpi / 72
    if width * height * scale * scale > _LARGEST:
        scale = (_LARGEST / (width * height)) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows: NDArray[Any] = bitmap.to_numpy()
        grey = np.array(rows[:, :, 0] if rows.ndim == 3 else rows, dtype=np.uint8)
    finally:
        bitmap.close()
    return grey, width / grey.shape[1]


def threshold(pixels: Pixels) -> int:
    """The grey value that best parts ink from paper (Otsu)."""
    counts = np.bincount(pixels.ravel(), minlength=256).astype(float)
    weight, mass = counts.cumsum(), (counts * np.arange(256)).cumsum()
    with np.errstate(all="ignore"):
        between = (mass[-1] * weight - mass * weight[-1]) ** 2 / (weight * (weight[-1] - weight))
    between[~np.isfinite(between)] = 0
    return int(between.argmax())


def clean(pixels: Pixels) -> Pixels:
    """Without lone dark points, greys spread so that paper is white and ink black."""
    cut = threshold(pixels)
    dark = pixels <= cut
    if not dark.any() or dark.mean() > 0.6:
        return pixels
    around = np.pad(dark.astype(np.uint8), 1)
    height, width = dark.shape
    near = sum(
        around[1 + dy : height + 1 + dy, 1 + dx : width + 1 + dx] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy
    )
    paper = float(pixels[~dark].mean())
    ink = float(pixels[dark].mean())
    values = pixels.astype(np.float32)
    values[dark & (near <= 1)] = paper
    low, high = ink + (cut - ink) * 0.35, paper - (paper - cut) * 0.35
    return np.clip((values - low) / max(1.0, high - low) * 255, 0, 255).astype(np.uint8)


def tilt(pixels: Pixels) -> float:
    """Degrees by which the lines of text fall to the right (negative: rise); 0 where it cannot be told."""
    small = pixels[: pixels.shape[0] // _SMALL * _SMALL, : pixels.shape[1] // _SMALL * _SMALL]
    small = small.reshape(small.shape[0] // _SMALL, _SMALL, -1, _SMALL).mean(axis=(1, 3))
    ys, xs = np.nonzero(small < threshold(pixels) + 25)
    if len(ys) < 500 or len(ys) > 0.4 * small.size:
        return 0.0
    xs = xs - small.shape[1] / 2

    def sharpness(degrees: float) -> float:
        rows = np.bincount((ys - xs * np.tan(np.radians(degrees)) + small.shape[1]).astype(int))
        return float((rows.astype(float) ** 2).sum())

    best = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5), key=sharpness)
    best = max(np.arange(best - 0.4, best + 0.41, 0.1), key=sharpness)
    return float(best) if sharpness(best) > 1.08 * sharpness(0.0) else 0.0


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """The picture turned counterclockwise about its middle, its size kept, white where it had nothing."""
    picture = Image.fromarray(pixels)
    return np.asarray(picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255), dtype=np.uint8)


def upright(pixels: Pixels) -> tuple[Pixels, float]:
    """The picture with its lines level, and by how many degrees it was turned (counterclockwise)."""
    found = tilt(pixels)
    if abs(found) < _TURNED:
        return pixels, 0.0
    return turned(pixels, found), found
