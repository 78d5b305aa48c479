"""The layout of a DOCX: paper and margins, page numbers, and how every paragraph looks.

What is set in the file is taken, not what a program would draw: pages are not laid out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.laid_out import LaidOut, LaidParagraph, LaidRun, LaidSection, PageNumber
from indexer.measuring.docx_formats import Formats, Looks, paragraph_looks, read_formats, run_looks, whole
from indexer.reading.base import Limits
from indexer.reading.docx import transitional
from indexer.reading.docx_styles import number_of
from indexer.reading.numbering import W
from indexer.reading.package import Package
from indexer.reading.refusals import refusal
from indexer.reading.wrapped import alternative, inside

UNKNOWN_LENGTH = -1.0
"""Length of a line that is there, whose length the file does not say."""

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_TWIPS_A_MM = 1440 / 25.4
_EMU_A_MM = 36000.0
_DEEPEST = 60
_LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr")
)


def measure_docx(path: Path, name: str, limits: Limits) -> LaidOut:
    """The layout of a DOCX. Raises UnreadableFile (damaged_docx, encrypted_docx, hostile_xml) or TooLarge."""
    with Package(path, name, limits) as package:
        main = package.main_part()
        root = transitional(package.xml(main))
        body = root.find(f"{W}body")
        if body is None:
            raise refusal("damaged_docx", name)
        parts: dict[str, Any] = {}
        for kind in ("styles", "numbering", "theme"):
            part = package.related(main, kind)
            parts[kind] = transitional(package.xml(part)) if part else None
        formats = read_formats(parts["styles"], parts["numbering"], parts["theme"])
        walker = _Walker(formats)
        walker.blocks(body)
        heads = _Heads(package, main, formats)
        properties = [*walker.ends, body.find(f"{W}sectPr")]
        sections = tuple(heads.section(each) for each in properties)
    return LaidOut("docx", sections, tuple(_ruled(walker.found)))


def mm(twips: int | None) -> float | None:
    """Twentieths of a point in millimetres, to a hundredth."""
    return None if twips is None else round(twips / _TWIPS_A_MM, 2)


@dataclass(frozen=True)
class _Found:
    paragraph: LaidParagraph
    rule_above: float
    empty: bool


class _Walker:
    """Goes through the document once, in order."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._depth = 0
        self._tables = 0
        self._cell: tuple[int, int, int] | None = None
        self.found: list[_Found] = []
        self.ends: list[Any] = []

    def blocks(self, container: Any) -> None:
        """The paragraphs and tables inside `container`."""
        self._depth += 1
        if self._depth <= _DEEPEST:
            for child in container:
                tag = child.tag
                if tag == f"{W}p":
                    self._paragraph(child)
                elif tag == f"{W}tbl":
                    self._table(child)
                elif tag == f"{_MC}AlternateContent":
                    self.blocks(alternative(child))
                elif isinstance(tag, str) and tag not in _LEFT_OUT:
                    self.blocks(child)
        self._depth -= 1

    def _table(self, table: Any) -> None:
        outer = self._cell
        number = self._tables
        self._tables += 1
        for row_number, row in enumerate(inside(table, "tr")):
            for column, cell in enumerate(inside(row, "tc")):
                self._cell = (number, row_number, column)
                self.blocks(cell)
        self._cell = outer

    def _paragraph(self, paragraph: Any) -> None:
        formats = self._formats
        properties = paragraph.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = formats.default_style if named is None else str(named.get(f"{W}val", ""))
        of_style, run_style = formats.style(style)
        direct = paragraph_looks(properties)
        number, level = number_of(properties)
        listed = formats.lists.get((number, level or 0), {}) if number else {}
        looks: Looks = formats.paragraph_defaults | of_style | listed | direct
        base: Looks = formats.run_defaults | run_style
        runs: list[LaidRun] = []
        boxes: list[Any] = []
        drawn: list[tuple[float, float]] = []
        self._runs(paragraph, base, runs, boxes, drawn)
        self._keep(looks, _merged(runs), drawn)
        if properties is not None and (end := properties.find(f"{W}sectPr")) is not None:
            self.ends.append(end)
        for box in boxes:
            self.blocks(box)

    def _keep(self, looks: Looks, runs: tuple[LaidRun, ...], drawn: list[tuple[float, float]]) -> None:
        """One paragraph; where breaks divide the lines of a heading (centred, or in a table), each line as one."""
        lines = _lines(runs) if looks.get("alignment") == "center" or self._cell is not None else [runs]
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            self._keep_line(looks if last else {**looks, "rule": False}, line, drawn if last else [])

    def _keep_line(self, looks: Looks, runs: tuple[LaidRun, ...], drawn: list[tuple[float, float]]) -> None:
        text = "".join(run.text for run in runs)
        underscores = re.fullmatch(r"[\s_\-–—─―*]*[_–—─―\-]{3,}[\s_\-–—─―*]*", text) is not None
        empty = not text.strip() or underscores
        line, rule = looks.get("line"), looks.get("line_rule", "auto")
        below = 0.0
        above = UNKNOWN_LENGTH if underscores or looks.get("rule_above") or (empty and looks.get("rule")) else 0.0
        if looks.get("rule") and not empty:
            below = UNKNOWN_LENGTH
        for length, offset in drawn:
            if empty or offset < 2.0:  # drawn at the upper edge of the paragraph that it hangs on
                above = above or length
            if not empty and offset >= 1.0:
                below = below or length
        paragraph = LaidParagraph(
            runs,
            alignment=str(looks.get("alignment", "left")),
            first_line_mm=mm(looks.get("first", 0)),
            left_mm=mm(looks.get("left", 0)),
            right_mm=mm(looks.get("right", 0)),
            before_pt=looks.get("before", 0.0),
            after_pt=looks.get("after", 0.0),
            line_multiple=(1.0 if line is None else round(line / 240, 3)) if rule == "auto" else None,
            line_exact_pt=None if line is None or rule == "auto" else line / 20,
            line_at_least=rule == "atLeast",
            rule_mm=below,
            cell=self._cell,
            section=len(self.ends),
        )
        self.found.append(_Found(paragraph, above, empty))

    def _runs(
        self, container: Any, base: Looks, out: list[LaidRun], boxes: list[Any], drawn: list[tuple[float, float]]
    ) -> None:
        self._depth += 1
        if self._depth <= _DEEPEST:
            for child in container:
                tag = child.tag
                if tag == f"{W}r":
                    self._run(child, base, out, boxes, drawn)
                elif tag == f"{_MC}AlternateContent":
                    self._runs(alternative(child), base, out, boxes, drawn)
                elif tag == f"{W}txbxContent":
                    boxes.append(child)
                elif tag in (f"{W}p", f"{W}tbl"):
                    boxes.append((child,))
                elif isinstance(tag, str) and tag not in _LEFT_OUT:
                    drawn += _line_of(child)
                    self._runs(child, base, out, boxes, drawn)
        self._depth -= 1

    def _run(
        self, run: Any, base: Looks, out: list[LaidRun], boxes: list[Any], drawn: list[tuple[float, float]]
    ) -> None:
        properties = run.find(f"{W}rPr")
        own = None if properties is None else properties.find(f"{W}rStyle")
        looks = base
        if own is not None:
            looks = looks | self._formats.style(str(own.get(f"{W}val", "")))[1]
        if properties is not None:
            looks = looks | run_looks(properties, self._formats.fonts)
        if looks.get("hidden"):
            return
        text: list[str] = []
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                text.append(child.text or "")
            elif tag in (f"{W}tab", f"{W}ptab"):
                text.append("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                text.append("\n")
            elif tag == f"{W}noBreakHyphen":
                text.append("-")
            elif tag == f"{_MC}AlternateContent":
                chosen = alternative(child)
                for item in chosen:
                    drawn += _line_of(item)
                self._runs(chosen, base, out, boxes, drawn)
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                drawn += _line_of(child)
                self._runs(child, base, out, boxes, drawn)
        shown = "".join(text)
        if shown:
            out.append(
                LaidRun(
                    shown.upper() if looks.get("capitals") else shown,
                    font=str(looks.get("font", "")),
                    size=looks.get("size", 10.0),
                    bold=bool(looks.get("bold", False)),
                    italic=bool(looks.get("italic", False)),
                    underlined=bool(looks.get("underlined", False)),
                    colour=str(looks.get("colour", "")),
                )
            )


def _lines(runs: tuple[LaidRun, ...]) -> list[tuple[LaidRun, ...]]:
    lines: list[list[LaidRun]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        if first:
            lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=piece)] if piece else [] for piece in others]
    return [tuple(line) for line in lines]


def _merged(runs: list[LaidRun]) -> tuple[LaidRun, ...]:
    """Neighbours that look the same as one: Word cuts runs wherever something was typed."""
    out: list[LaidRun] = []
    for run in runs:
        if out and replace(out[-1], text="") == replace(run, text=""):
            out[-1] = replace(out[-1], text=out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)


def _ruled(found: list[_Found]) -> list[LaidParagraph]:
    """Lines drawn above a paragraph, or in an empty one, are those below the words before it in the same cell."""
    out: list[LaidParagraph] = []
    empty: list[bool] = []
    for each in found:
        if each.rule_above:
            for index in range(len(out) - 1, max(-1, len(out) - 4), -1):
                if out[index].cell != each.paragraph.cell and not _same_column(out[index].cell, each.paragraph.cell):
                    break
                if not empty[index]:
                    if not out[index].rule_mm:
                        out[index] = replace(out[index], rule_mm=each.rule_above)
                    break
        out.append(each.paragraph)
        empty.append(each.empty)
    return [paragraph for paragraph in out if paragraph.text.strip()]


def _same_column(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    return one is not None and other is not None and one[0] == other[0] and one[2] == other[2]


def _line_of(item: Any) -> list[tuple[float, float]]:
    """(length in mm, distance in mm below the top of its paragraph) of a horizontal line that `item` draws."""
    tag = item.tag
    if tag == f"{W}drawing":
        extent = next(item.iter(f"{_WP}extent"), None)
        shape = next(item.iter(f"{_A}prstGeom"), None)
        if extent is None or shape is None:
            return []
        wide, high = whole(extent.get("cx")) or 0, whole(extent.get("cy")) or 0
        kind = str(shape.get("prst", ""))
        flat = wide > 0 and high < wide / 20 and high < 40000
        if not flat or (kind not in ("line", "rect") and "onnector" not in kind):
            return []
        offset = item.find(f".//{_WP}positionV/{_WP}posOffset")
        below = (whole(offset.text) or 0) / _EMU_A_MM if offset is not None else 2.0
        return [(round(wide / _EMU_A_MM, 1), round(below, 1))]
    if tag in (f"{W}pict", f"{W}object"):
        return [found for shape in item.iter() for found in _vml_line(shape)]
    return []


_POINT = re.compile(r"(-?[\d.]+)\s*(pt|in|cm|mm|px)?")
_MM_A = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, None: 25.4 / 96}


def _length(text: str) -> float:
    found = _POINT.match(text.strip())
    try:
        return float(found[1]) * _MM_A[found[2]] if found else 0.0
    except ValueError:
        return 0.0


def _vml_line(shape: Any) -> Iterator[tuple[float, float]]:
    if shape.tag not in (f"{_V}line", f"{_V}shape", f"{_V}rect"):
        return
    parts = [part.split(":", 1) for part in shape.get("style", "").split(";") if ":" in part]
    style = {name.strip(): value for name, value in parts}
    if shape.tag == f"{_V}line":
        start, end = shape.get("from", "").split(","), shape.get("to", "").split(",")
        if len(start) == 2 and len(end) == 2:
            wide, high = abs(_length(end[0]) - _length(start[0])), abs(_length(end[1]) - _length(start[1]))
            if wide > 2 and high < 1:
                top = style.get("margin-top", "")
                yield round(wide, 1), round(_length(top) if top else _length(start[1]), 1)
        return
    wide, high = _length(style.get("width", "0")), _length(style.get("height", "0"))
    connector = shape.get("type", "").endswith(("t32", "t20"))
    if wide > 2 and high < 1 and (connector or shape.tag == f"{_V}rect"):
        yield round(wide, 1), round(_length(style.get("margin-top", "2mm")), 1)


class _Heads:
    """Sections with what their headers and footers say of page numbers; one without its own takes the one before."""

    def __init__(self, package: Package, main: str, formats: Formats) -> None:
        self._formats = formats
        self._parts = package.related_by_id(main)
        self._package = package
        self._before: dict[tuple[str, str], PageNumber | None] = {}
        self._read: dict[str, PageNumber | None] = {}
        for kind, part in self._parts.values():
            if kind in ("header", "footer"):
                self._read[part] = self._number(part, "top" if kind == "header" else "bottom")

    def section(self, properties: Any) -> LaidSection:
        """The section that a sectPr element (None where there is none) describes."""
        if properties is None:
            return LaidSection()
        for place, name in (("top", "headerReference"), ("bottom", "footerReference")):
            for item in properties.findall(f"{W}{name}"):
                part = self._parts.get(str(item.get(f"{_R}id", "")))
                self._before[(place, str(item.get(f"{W}type", "default")))] = self._read.get(part[1]) if part else None
        own_first = properties.find(f"{W}titlePg")
        other_first = own_first is not None and own_first.get(f"{W}val", "1") not in ("0", "false", "off")
        number: PageNumber | None = None
        for place in ("top", "bottom"):
            found = self._before.get((place, "default"))
            if found is not None and number is None:
                first = self._before.get((place, "first")) is not None if other_first else True
                number = replace(found, on_first=first)
        kind = properties.find(f"{W}pgNumType")
        if number is not None and kind is not None and kind.get(f"{W}fmt"):
            number = replace(number, style=str(kind.get(f"{W}fmt")))
        paper, margins = properties.find(f"{W}pgSz"), properties.find(f"{W}pgMar")

        def sized(item: Any, key: str) -> float | None:
            return None if item is None else mm(whole(item.get(f"{W}{key}")))

        return LaidSection(
            width_mm=sized(paper, "w"),
            height_mm=sized(paper, "h"),
            top_mm=sized(margins, "top"),
            bottom_mm=sized(margins, "bottom"),
            left_mm=sized(margins, "left"),
            right_mm=sized(margins, "right"),
            number=number,
        )

    def _number(self, part: str, place: str) -> PageNumber | None:
        root = transitional(self._package.xml(part))
        for paragraph in root.iter(f"{W}p"):
            asked = [str(item.get(f"{W}instr", "")) for item in paragraph.iter(f"{W}fldSimple")]
            asked += ["".join(item.text or "" for item in paragraph.iter(f"{W}instrText"))]
            if not any(re.search(r"\bPAGE\b", each) for each in asked):
                continue
            walker = _Walker(self._formats)
            walker.blocks((paragraph,))
            laid = walker.found[0].paragraph if walker.found else None
            run = next((run for run in laid.runs if run.text.strip()), None) if laid else None
            framed = paragraph.find(f"{W}pPr/{W}framePr")
            aligned = laid.alignment if laid else ""
            if framed is not None and framed.get(f"{W}xAlign"):
                aligned = str(framed.get(f"{W}xAlign"))
            return PageNumber(
                place,
                aligned,
                size=run.size if run else None,
                bold=run.bold if run else None,
                italic=run.italic if run else None,
                font=run.font if run else "",
                around=re.sub(r"[\d\s]+", "", laid.text) if laid else "",
            )
        return None
