"""Pictures of scanned pages (JPEG, PNG, TIFF of many pages, WebP, BMP, GIF) as the pages of a PDF in memory.

What reads, shows and copies scans then serves pictures too. The file itself is never changed; the PDF is made anew each
time. A page is stood upright by its EXIF orientation and made smaller than `_FINEST`, which is more than OCR takes.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from archive.errors import CancuError
from indexer.reading.base import Limits
from indexer.reading.progress import tell_pages
from indexer.reading.refusals import refusal
from indexer.reading.sniffing import NAMES

_FINEST = 300.0  # dpi above which a page is made smaller
_SAID = (100.0, 1300.0)  # dpi that a scanner may have written; cameras write 72 or 96 and mean nothing by it
_SHORT, _LONG = 210 / 25.4, 297 / 25.4  # inches of A4
_PAPER = (3.9, 17.0)  # inches of the short side from A6 to A2: else what is said of dpi is not believed
_LANDSCAPE = 1.6  # width by height up to which a picture is a whole page lying on its side
_POINTS = 14_400.0  # longest side of a page of PDF
_QUALITY = 92
_ORIENTATION = 274  # the EXIF tag, and what undoes each of its values
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = frozenset(
    {Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90}
)
_SMALLER_COPY = 254, 1  # TIFF: tag NewSubfileType, its bit for a preview of another page


def count_pictures(path: Path, kind: str, name: str, limits: Limits) -> int:
    """Number of pages of the picture file at `path`. Raises as `pictures_pdf`."""
    with _opened(path, kind, name, limits) as picture:
        return len(_frames(picture, kind, name, limits))


def pictures_pdf(path: Path, kind: str, name: str, limits: Limits, only: int = 0) -> bytes:
    """A PDF whose pages are the pictures of the file; of page `only` (from 1) alone where that is not 0.

    Raises UnreadableFile (damaged_picture, animated_picture), TooLarge (picture_too_large, too_many_pages), NotFound
    (no_such_page).
    """
    with _opened(path, kind, name, limits) as picture:
        frames = _frames(picture, kind, name, limits)
        if only and not 1 <= only <= len(frames):
            raise refusal("no_such_page", name, page=only, size=len(frames))
        out = _Pdf()
        for frame in [frames[only - 1]] if only else frames:
            if kind == "tiff":
                picture.seek(frame)
            _check_size(picture, name, limits)
            out.add(*_page(picture))
            if not only:
                tell_pages(0, len(frames))  # a file of many pages is at work, not hanging
        return out.whole()


@contextmanager
def _opened(path: Path, kind: str, name: str, limits: Limits) -> Iterator[Image.Image]:
    """The picture, opened as what its bytes say and as nothing else."""
    Image.MAX_IMAGE_PIXELS = limits.max_picture_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged EXIF and the like
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=(kind.upper(),)) as picture:
                _check_size(picture, name, limits)
                yield picture
    except (CancuError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refusal("picture_too_large", name, limit=limits.max_picture_pixels // 1_000_000) from None
    except Exception:
        # pillow's decoders raise errors of many kinds on damaged files.
        found_vi, found_en = NAMES[kind]
        raise refusal("damaged_picture", name, found_vi=found_vi, found_en=found_en) from None


def _check_size(picture: Image.Image, name: str, limits: Limits) -> None:
    if picture.width * picture.height > limits.max_picture_pixels:
        raise refusal("picture_too_large", name, limit=limits.max_picture_pixels // 1_000_000)


def _frames(picture: Image.Image, kind: str, name: str, limits: Limits) -> list[int]:
    """Which pictures of the file are pages: those of a TIFF that are no previews, else the one there is."""
    if kind != "tiff":
        # A second picture in a JPEG of a phone (MPO) is a preview or a depth map.
        if kind != "jpeg" and getattr(picture, "is_animated", False):
            found_vi, found_en = NAMES[kind]
            raise refusal("animated_picture", name, found_vi=found_vi, found_en=found_en)
        return [0]
    many = int(getattr(picture, "n_frames", 1))
    if many > limits.max_pages:
        raise refusal("too_many_pages", name, size=many, limit=limits.max_pages)
    tag, preview = _SMALLER_COPY
    pages: list[int] = []
    for frame in range(many):
        picture.seek(frame)
        if not int(getattr(picture, "tag_v2", {}).get(tag, 0)) & preview:
            pages.append(frame)
    return pages or [0]


def _page(picture: Image.Image) -> tuple[Image.Image, float]:
    """The picture upright, grey or in colour, no finer than `_FINEST`; and its width in inches."""
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    width, height = (picture.height, picture.width) if turn in _ON_ITS_SIDE else picture.size
    said = picture.info.get("dpi")
    inches = page_width(width, height, float(said[0]) if said else 0.0)
    share = min(1.0, _FINEST * inches / width)
    wanted = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    if picture.format in ("JPEG", "MPO") and share < 0.5:
        picture.draft(None, wanted)
    picture.load()
    if picture.mode not in ("L", "RGB", "RGBA") or "transparency" in picture.info:
        picture = _unpacked(picture)
    if share < 0.9:  # before anything else: what comes after copies the picture
        picture = picture.resize(wanted, Image.Resampling.BOX if share < 0.5 else Image.Resampling.LANCZOS)
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    return (picture if turn is None else picture.transpose(turn)), inches


def page_width(width: int, height: int, dpi: float) -> float:
    """Inches across of a page of `width` by `height` pixels: by its dpi where a scanner can have written it, else as
    A4, lying on its side where it is a little wider than high; a strip is taken for a piece of an upright page.
    """
    if _SAID[0] <= dpi <= _SAID[1] and _PAPER[0] <= min(width, height) / dpi <= _PAPER[1]:
        inches = width / dpi
    else:
        inches = _LONG if height <= width <= _LANDSCAPE * height else _SHORT
    return min(inches, _POINTS / 72, _POINTS / 72 * width / height)


def _unpacked(picture: Image.Image) -> Image.Image:
    """As `L`, `RGB`, or `RGBA` where it is transparent."""
    if picture.mode == "F" or picture.mode.startswith("I"):
        values = np.asarray(picture, dtype=np.float32)
        share = 1 / 257 if values.max() > 255 else 1.0  # of sixteen bits
        return Image.fromarray(np.clip(values * np.float32(share), 0, 255).astype(np.uint8))
    if picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode == "1" else "RGB")


class _Pdf:
    """A PDF put together page by page, so that no more than one picture is unpacked at a time."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._at: dict[int, int] = {}
        self._pages: list[int] = []

    def add(self, picture: Image.Image, inches: float) -> None:
        """A page that shows the picture, `inches` wide."""
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=_QUALITY)
        wide, high = 72 * inches, 72 * inches * picture.height / picture.width
        colours = "DeviceGray" if picture.mode == "L" else "DeviceRGB"
        first = 3 + 3 * len(self._pages)
        self._stream(
            first,
            f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/ColorSpace/{colours}"
            "/BitsPerComponent 8/Filter/DCTDecode",
            packed.getvalue(),
        )
        self._stream(first + 1, "", f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /I Do Q".encode())
        self._object(
            first + 2,
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.3f} {high:.3f}]/Contents {first + 1} 0 R"
            f"/Resources<</XObject<</I {first} 0 R>>>>>>".encode(),
        )
        self._pages.append(first + 2)

    def whole(self) -> bytes:
        """The file."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._object(1, b"<</Type/Catalog/Pages 2 0 R>>")
        self._object(2, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>".encode())
        start, size = self._out.tell(), len(self._at) + 1
        rows = "".join(f"{self._at[number]:010d} 00000 n \n" for number in range(1, size))
        self._out.write(f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode())
        self._out.write(f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
        return self._out.getvalue()

    def _stream(self, number: int, entries: str, content: bytes) -> None:
        self._object(number, f"<<{entries}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream")

    def _object(self, number: int, body: bytes) -> None:
        self._at[number] = self._out.tell()
        self._out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
