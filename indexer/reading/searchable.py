"""A searchable copy of a scan: the original's own pages with what OCR read laid over them as invisible text.

The copy is derived: the original stays untouched, and the copy can be made again from it and the reading. pypdf adds
one content stream to each page that was recognised; pictures are not written anew, so that the copy looks the same and
is a few kilobytes larger. (OCRmyPDF would run Tesseract a second time and needs Ghostscript; it adds PDF/A, which a
derived copy does not need.)
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.reading.pdf import as_file
from indexer.reading.refusals import refusal

_FONT = "/CanCuOcr"


@dataclass(frozen=True)
class LaidWord:
    """A word and its box in fractions of the page (from 1) as it is shown, from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def lay_text(source: Path | bytes, name: str, words: Sequence[LaidWord]) -> bytes:
    """The PDF (its path or its content) with `words` as invisible text.

    Raises UnreadableFile (damaged_pdf) where pypdf cannot read it.
    """
    import pypdf
    from pypdf.errors import PyPdfError
    from pypdf.generic import NameObject

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    by_page: dict[int, list[LaidWord]] = {}
    for word in words:
        by_page.setdefault(word.page, []).append(word)
    try:
        reader = pypdf.PdfReader(as_file(source), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        writer = pypdf.PdfWriter(clone_from=reader)
        font = _font(writer)
        for number, laid in sorted(by_page.items()):
            page = writer.pages[number - 1]
            resources = page["/Resources"].get_object() if "/Resources" in page else None
            _add_font(page, resources, font, NameObject(_FONT))
            _add_content(writer, page, _content(page, laid))
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise refusal("damaged_pdf", name) from None  # pypdf raises errors of many kinds on files that pdfium reads
    return out.getvalue()


def _font(writer: Any) -> Any:
    """A font whose codes are UTF-16 and whose letters are half as wide as high; it is never drawn."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject
    from pypdf.generic import create_string_object as string

    cmap = DecodedStreamObject()
    cmap.set_data(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 "
        b"def 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange "
        b"endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    descriptor = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/FontDescriptor"),
            NameObject("/FontName"): NameObject("/CanCuOcr"),
            NameObject("/Flags"): NumberObject(4),
            NameObject("/FontBBox"): ArrayObject([NumberObject(n) for n in (0, -200, 500, 800)]),
            NameObject("/ItalicAngle"): NumberObject(0),
            NameObject("/Ascent"): NumberObject(800),
            NameObject("/Descent"): NumberObject(-200),
            NameObject("/CapHeight"): NumberObject(700),
            NameObject("/StemV"): NumberObject(80),
        }
    )
    below = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/CanCuOcr"),
            NameObject("/CIDSystemInfo"): DictionaryObject(
                {
                    NameObject("/Registry"): string("Adobe"),
                    NameObject("/Ordering"): string("Identity"),
                    NameObject("/Supplement"): NumberObject(0),
                }
            ),
            NameObject("/FontDescriptor"): writer._add_object(descriptor),
            NameObject("/DW"): NumberObject(500),
            NameObject("/CIDToGIDMap"): NameObject("/Identity"),
        }
    )
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type0"),
                NameObject("/BaseFont"): NameObject("/CanCuOcr"),
                NameObject("/Encoding"): NameObject("/Identity-H"),
                NameObject("/DescendantFonts"): ArrayObject([writer._add_object(below)]),
                NameObject("/ToUnicode"): writer._add_object(cmap),
            }
        )
    )


def _add_font(page: Any, resources: Any, font: Any, name: Any) -> None:
    """Pages may share their resources: this page gets dictionaries of its own with the font added."""
    from pypdf.generic import DictionaryObject, NameObject

    own = DictionaryObject(resources or {})
    fonts: Any = own["/Font"].get_object() if "/Font" in own else {}
    own[NameObject("/Font")] = DictionaryObject({**fonts, name: font})
    page[NameObject("/Resources")] = own


def _add_content(writer: Any, page: Any, content: bytes) -> None:
    """Behind the page's own content, whose changes of the coordinate system are undone first."""
    from pypdf.generic import ArrayObject, NameObject, NullObject, StreamObject

    def stream(data: bytes) -> Any:
        made = StreamObject()
        made._data = zlib.compress(data)
        made[NameObject("/Filter")] = NameObject("/FlateDecode")
        return writer._add_object(made)

    before = page.get("/Contents")
    old: list[Any] = []
    if before is not None and not isinstance(before.get_object(), NullObject):
        held = before.get_object()
        old = list(held) if isinstance(held, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([stream(b"q\n"), *old, stream(b"\nQ\n" + content)])


def _content(page: Any, words: Sequence[LaidWord]) -> bytes:
    """Text operators: each word stretched to the width of its box, in text render mode 3 (neither filled nor drawn)."""
    box = page.cropbox
    rotation = int(page.rotation) % 360
    wide, high = float(box.width), float(box.height)
    shown = (high, wide) if rotation in (90, 270) else (wide, high)
    rows = [b"q BT 3 Tr"]
    for word, top, bottom in _levelled(words):
        width, height = (word.right - word.left) * shown[0], (bottom - top) * shown[1]
        if width <= 0 or height <= 0 or not word.text:
            continue
        codes = word.text.encode("utf-16-be", "ignore")
        size = max(1.0, height)
        stretch = 100 * width / (len(codes) / 2 * 0.5 * size)
        # left end of the base line, from the lower left corner of the page as it is shown
        x, y = word.left * shown[0], (1 - bottom) * shown[1] + 0.2 * height
        matrix = {
            0: (1, 0, 0, 1, x, y),
            90: (0, 1, -1, 0, wide - y, x),
            180: (-1, 0, 0, -1, wide - x, high - y),
            270: (0, -1, 1, 0, y, high - x),
        }[rotation]
        a, b, c, d, e, f = matrix
        e, f = e + float(box.left), f + float(box.bottom)
        place = f"{a} {b} {c} {d} {e:.2f} {f:.2f} Tm"
        # A space behind each word, of no consequence for its place, keeps words apart for every reader.
        spaced = codes + b"\x00\x20"
        rows.append(f"{_FONT} {size:.2f} Tf {stretch:.1f} Tz {place} <{spaced.hex()}> Tj".encode())
    rows.append(b"ET Q\n")
    return b"\n".join(rows)


def _levelled(words: Sequence[LaidWord]) -> list[tuple[LaidWord, float, float]]:
    """Words with the top and bottom of their line, so that a dash or a comma does not stand on a line of its own."""
    lines: list[list[LaidWord]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last is not None and word.left >= last.left and word.top < last.bottom and last.top < word.bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [(word, min(one.top for one in line), max(one.bottom for one in line)) for line in lines for word in line]
