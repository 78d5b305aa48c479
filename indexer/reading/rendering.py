"""A picture of a PDF page, for showing beside its text."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pypdfium2 as pdfium

from indexer.reading.base import Limits
from indexer.reading.pdf import open_pdf
from indexer.reading.refusals import refusal

_TALLEST = 4  # times the width


def count_pages(path: Path, name: str, limits: Limits) -> int:
    """Number of pages of a PDF."""
    with open_pdf(path, name, limits) as document:
        return len(document)


def page_picture(source: Path | bytes, name: str, limits: Limits, number: int, width: int) -> bytes:
    """PNG of page `number` (from 1) of a PDF (its path or its content), in colour.

    It is `width` pixels wide (50 to `limits.max_picture_width`); a page more than four times as high as wide is made
    narrower, so that its picture stays bounded.
    Raises NotFound (no_such_page) or UnreadableFile.
    """
    width = max(50, min(width, limits.max_picture_width))
    with open_pdf(source, name, limits) as document:
        if not 1 <= number <= len(document):
            raise refusal("no_such_page", name, page=number, size=len(document))
        try:
            document.init_forms()  # so that stamps and numbers in signature fields are shown
            page = document[number - 1]
            wide, high = page.get_size()
            if wide <= 0 or high <= 0:
                raise refusal("damaged_pdf", name)
            scale = min(width / wide, _TALLEST * width / high)
            bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pdfium.raw.FPDFBitmap_BGR)
        except pdfium.PdfiumError:
            raise refusal("damaged_pdf", name) from None
        try:
            return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        finally:
            bitmap.close()
            page.close()


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """RGB rows as a PNG file (ISO/IEC 15948)."""
    rows = b"".join(b"\x00" + pixels[row * stride : row * stride + 3 * width] for row in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
