"""Simulated scans of PDF pages: rendered, tilted, blurred, speckled, and put into a PDF of pictures only.

For tests and measurements; the same seed gives the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageFilter


@dataclass(frozen=True)
class Wear:
    """What a scanner does to a page. `tilt` in degrees, `blur` the radius in pixels, `specks` the share of points that
    turn black, `noise` the spread of grey values (of 255); `black_and_white` keeps no greys.
    """

    dpi: int = 200
    tilt: float = 0.0
    blur: float = 0.0
    specks: float = 0.0
    noise: float = 0.0
    black_and_white: bool = False


WORN = Wear(tilt=1.0, blur=0.7, specks=0.0005, noise=6.0)
"""A page laid crooked on a scanner of 200 dpi that was not dusted."""


def scan_pages(path: Path, wear: Wear, pages: Sequence[int] | None = None, seed: int = 1) -> list[Image.Image]:
    """Pictures of the pages with these indexes (all by default)."""
    document = pdfium.PdfDocument(path)
    try:
        wanted = range(len(document)) if pages is None else pages
        return [_worn(_picture(document[index], wear.dpi), wear, seed + index) for index in wanted]
    finally:
        document.close()


def _picture(page: pdfium.PdfPage, dpi: int) -> Image.Image:
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    try:
        picture: Image.Image = bitmap.to_pil().convert("L")
        return picture
    finally:
        bitmap.close()
        page.close()


def _worn(picture: Image.Image, wear: Wear, seed: int) -> Image.Image:
    chance = np.random.default_rng(seed)
    if wear.tilt:
        picture = picture.rotate(wear.tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    values: NDArray[Any] = np.asarray(picture, dtype=np.float32)
    if wear.noise:
        values = 20 + values * (235 / 255) + chance.normal(0, wear.noise, values.shape)
    if wear.specks:
        values = np.where(chance.random(values.shape) < wear.specks, 0, values)
    if wear.black_and_white:
        values = np.where(values > 150, 255, 0)
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def picture_pdf(pictures: Sequence[Image.Image], dpi: int) -> bytes:
    """A PDF whose pages are these pictures and nothing else."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=dpi)
    return out.getvalue()
