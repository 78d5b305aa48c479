"""OpenDocument spreadsheets and presentations, read as they are written: sheets, rows and slides in order.

A row is a line, its filled cells divided by tabs. A number is given as it is stored (at most ten significant digits):
how a cell shows it (`103.660.200` or `103,660,200`) depends on the machine that opens the file. Dates, percentages
and everything else are given as they are shown. A slide is its title and then its shapes in drawing order, table
rows as lines; notes and comments are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.errors import CancuError
from indexer.reading.base import MEDIA_TYPES, Limits, Page, Reading
from indexer.reading.legacy import Decoder, Piece, legacy_encoding
from indexer.reading.odf_styles import OFFICE, TABLE, TEXT, Fonts, read_fonts
from indexer.reading.office_kinds import check_package
from indexer.reading.package import Package
from indexer.reading.refusals import refusal
from indexer.reading.sniffing import NAMES
from indexer.reading.text_layout import divide_heading, tidy_lines
from indexer.syllables import syllable_share
from indexer.text import repair_text

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_MOST_REPEATED = 1_000  # a filled row or cell that stands more often than this is a filled column, not words
_DEEPEST = 40
_AS_STORED = frozenset({"float", "currency"})
_SKIPPED = frozenset(
    {f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{_PRESENTATION}notes", f"{TEXT}tracked-changes"}
)


def read_odf(path: Path, name: str, limits: Limits, source: str) -> Reading:
    """The text of an ODS or ODP as one page; `source` is the kind (a key of MEDIA_TYPES) that it came from.

    Raises UnreadableFile (damaged_office, encrypted_office, hostile_xml, no_text) or TooLarge.
    """
    check_package(source, path, name, limits)
    content, common = _parts(path, name, limits, source)
    body = content.find(f"{OFFICE}body")
    if body is None:
        raise refusal("no_text", name)
    fonts = read_fonts([root for root in (common, content) if root is not None])
    decoder = Decoder()
    walker = _Walker(fonts, decoder)
    raw = shown = "\n".join(walker.body(body))
    if decoder.settle():
        shown = "\n".join(walker.body(body))
    if len(raw) > limits.max_text:
        raise refusal("too_much_text", name)
    text = repair_text(tidy_lines(divide_heading(shown))).strip()
    if not text:
        raise refusal("no_text", name)
    if encoding := legacy_encoding(shown):
        raise refusal("legacy_encoding", name, encoding=encoding)
    page = Page(1, text, "text", round(syllable_share(text), 4))
    return Reading(text, raw, (page,), (0,), MEDIA_TYPES[source], decoder.encoding)


def _parts(path: Path, name: str, limits: Limits, source: str) -> tuple[Any, Any]:
    """The roots of content.xml and of styles.xml (None where there is none)."""
    try:
        with Package(path, name, limits) as package:
            return package.xml("content.xml"), package.xml("styles.xml") if package.has("styles.xml") else None
    except CancuError as error:
        if error.reason != "damaged_docx":
            raise
        found_vi, found_en = NAMES[source]
        raise refusal("damaged_office", name, found_vi=found_vi, found_en=found_en) from None


class _Walker:
    def __init__(self, fonts: Fonts, decoder: Decoder) -> None:
        self._fonts = fonts
        self._decoder = decoder
        self._depth = 0

    def body(self, body: Any) -> Iterator[str]:
        for part in body:
            if not isinstance(part.tag, str):
                continue
            for item in part:
                if item.tag == f"{TABLE}table":
                    yield from self._table(item)
                    yield ""
                elif item.tag == f"{DRAW}page":
                    yield from self._slide(item)
                    yield ""

    def _table(self, table: Any) -> Iterator[str]:
        columns = _column_styles(table)
        for row in _rows(table):
            cells = self._cells(row, columns)
            line = "\t".join(cells)
            if not line:
                continue
            for _ in range(_repeated(row, "rows")):
                yield line
        for shape in table.iter(f"{DRAW}text-box"):
            yield from self._paragraphs(shape, "")

    def _cells(self, row: Any, columns: list[str]) -> list[str]:
        cells: list[str] = []
        place = 0
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            count = _repeated(cell, "columns")
            if len(cell):
                style = cell.get(f"{TABLE}style-name") or (columns[place] if place < len(columns) else "")
                text = " ".join(self._cell(cell, style).split())
                if text:
                    cells += [text] * count
            place += _count(cell.get(f"{TABLE}number-columns-repeated", "1"))
        return cells

    def _cell(self, cell: Any, style: str) -> str:
        if cell.get(f"{OFFICE}value-type") in _AS_STORED:
            stored = _number(cell.get(f"{OFFICE}value", ""))
            if stored:
                return stored
        return " ".join(self._paragraphs(cell, self._fonts.of_cell(style)))

    def _slide(self, page: Any) -> Iterator[str]:
        shapes = [shape for shape in page if isinstance(shape.tag, str) and shape.tag not in _SKIPPED]
        shapes.sort(key=lambda shape: shape.get(f"{_PRESENTATION}class") != "title")
        for shape in shapes:
            yield from self._shape(shape)

    def _shape(self, shape: Any) -> Iterator[str]:
        if self._depth > _DEEPEST or shape.tag in _SKIPPED:
            return
        self._depth += 1
        font = self._fonts.of(shape.get(f"{_PRESENTATION}style-name") or shape.get(f"{DRAW}style-name") or "")
        for item in shape:
            if item.tag == f"{TABLE}table":
                yield from self._table(item)
            elif item.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list"):
                yield from self._paragraphs((item,), font)
            elif isinstance(item.tag, str):
                if item.tag == f"{DRAW}text-box":
                    yield from self._paragraphs(item, font)
                else:
                    yield from self._shape(item)
        self._depth -= 1

    def _paragraphs(self, container: Any, usual: str) -> Iterator[str]:
        """The lines of the paragraphs and lists inside `container`, whose own font is `usual`."""
        self._depth += 1
        for item in container if self._depth <= _DEEPEST else ():
            if item.tag in (f"{TEXT}p", f"{TEXT}h"):
                out: list[Piece] = []
                font = self._fonts.of(item.get(f"{TEXT}style-name", "")) or usual
                self._spans(item, font, out)
                yield from self._decoder.line(out).split("\n")
            elif item.tag in _SKIPPED or not isinstance(item.tag, str):
                continue
            else:
                yield from self._paragraphs(item, usual)
        self._depth -= 1

    def _spans(self, item: Any, font: str, out: list[Piece]) -> None:
        self._depth += 1
        if item.text:
            out.append(Piece(_one_line(item.text), font))
        for child in item if self._depth <= _DEEPEST else ():
            tag = child.tag
            if tag == f"{TEXT}s":
                out.append(Piece(" " * min(100, _count(child.get(f"{TEXT}c", "1"))), font))
            elif tag == f"{TEXT}tab":
                out.append(Piece("\t", font))
            elif tag == f"{TEXT}line-break":
                out.append(Piece("\n", font))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                own = self._fonts.of(child.get(f"{TEXT}style-name", "")) if tag == f"{TEXT}span" else ""
                self._spans(child, own or font, out)
            if child.tail:
                out.append(Piece(_one_line(child.tail), font))
        self._depth -= 1


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _rows(table: Any) -> Iterator[Any]:
    for item in table:
        if item.tag == f"{TABLE}table-row":
            yield item
        elif item.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group", f"{TABLE}table-header-rows"):
            yield from _rows(item)


def _column_styles(table: Any) -> list[str]:
    """Default cell styles of the columns, as far as a cell may lean on them."""
    styles: list[str] = []
    for column in table.iter(f"{TABLE}table-column"):
        count = _count(column.get(f"{TABLE}number-columns-repeated", "1"))
        styles += [column.get(f"{TABLE}default-cell-style-name", "")] * min(count, 1024)
        if len(styles) > 4096:
            break
    return styles


def _repeated(item: Any, what: str) -> int:
    """How often a filled row or cell stands in a row; once where it only fills the sheet."""
    count = _count(item.get(f"{TABLE}number-{what}-repeated", "1"))
    return count if count <= _MOST_REPEATED else 1


def _count(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 and int(written) else 1


def _number(stored: str) -> str:
    try:
        value = float(stored)
    except ValueError:
        return ""
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return f"{value:.10g}" if math.isfinite(value) else ""
