"""The text of a document line by line: which element each line is, and its paragraph.

Source: Phụ lục I, Phần I, Mục II, khoản 6 điểm đ and e.
"""

from __future__ import annotations

import re

from indexer.typesetting.measures import width_mm
from indexer.typesetting.pieces import TEXT_MM, Sheet, grid, paragraph, run

_PART = re.compile(r"^(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+\w+|[IVXLC]+|\d{1,2})[.:]?(?P<rest>\s.*)?$")
_SECTION = re.compile(r"^(?:Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+(?:\d{1,2}|[IVX]+)[.:]?(?P<rest>\s.*)?$")
_ARTICLE = re.compile(r"^(Điều\s+\d{1,3}[a-zđ]?\s*[.:])(\s*)(.*)$")
_ROMAN = re.compile(r"^[IVXLC]{1,6}\s*[./]\s+\S")
_ITEM = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S|^[a-zđ]\d?\)\s+\S|^[-–+•]\s*\S")
_DECIDES = re.compile(r"^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*[:.]?$")
_ENDED = re.compile(r"[.;:,?!/]$|[.;:,]”$")
_HEADING = 140  # letters: what is longer is a sentence
_BOLD = "<w:b/><w:bCs/>"


def body_paragraphs(sheet: Sheet, text: str, at: int, *, keep_last: bool = False) -> str:
    """The paragraphs of a text; `at` is where it stands in the composed draft. `keep_last` ties the last one to what
    follows: a signature never stands alone on a page.
    """
    out: list[str] = []
    lines: list[tuple[str, int]] = []
    place = at
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            lines.append((line, place + raw.index(line)))
        place += len(raw) + 1
    index = 0
    titled = ""  # the style of the title that the line before asks for
    while index < len(lines):
        line, where = lines[index]
        rows = _rows(lines, index)
        if rows:
            out.append(_grid(sheet, rows))
            index += len(rows)
            titled = ""
            continue
        last = keep_last and index == len(lines) - 1
        made, titled = _paragraph(sheet, line, where, titled, last)
        out.append(made)
        index += 1
    return "".join(out)


def _paragraph(sheet: Sheet, line: str, at: int, titled: str, keep: bool) -> tuple[str, str]:
    """The paragraph of a line, and the style of the title that has to follow it, "" for none."""
    more = "<w:keepNext/>" if keep else ""
    for pattern, style, title in ((_PART, "PhanChuong", "TenPhanChuong"), (_SECTION, "Muc", "TenMuc")):
        found = pattern.match(line)
        rest = (found["rest"] or "").strip() if found else ""
        if found and (not rest or (not _ENDED.search(line) and len(line) < _HEADING and _titled(rest))):
            return paragraph(style, sheet.words(line, at), more), "" if rest else title
    if titled and not _ENDED.search(line) and len(line) < 2 * _HEADING and not _ARTICLE.match(line):
        return paragraph(titled, sheet.words(line, at), more), titled if line.isupper() else ""
    if _DECIDES.match(line):
        return paragraph("QuyetDinh", sheet.words(line, at), more), ""
    article = _ARTICLE.match(line)
    if article is not None:
        label, space, rest = article.groups()
        start = at + len(label) + len(space)
        bold = _BOLD if rest and is_heading(rest) else ""
        runs = run(label + space, _BOLD) + sheet.words(rest, start, bold)
        return paragraph("Dieu", runs, "<w:keepNext/>" if bold else more), ""
    label_end = _label_end(line)
    if label_end and is_heading(line[label_end:]) and (_ROMAN.match(line) or line[0].isdigit()):
        return paragraph("TieuDe", sheet.words(line, at), more), ""
    return paragraph("LoiVan", sheet.words(line, at), more), ""


def _titled(rest: str) -> bool:
    return rest.isupper() or rest[:1].isupper()


def _label_end(line: str) -> int:
    found = re.match(r"^(?:[IVXLC]{1,6}\s*[./]|\d{1,2}(?:\.\d{1,2})*[.)]?)\s+", line)
    return found.end() if found else 0


def is_heading(words: str) -> bool:
    """Words that name what follows, no sentence: short, without a mark at their end."""
    return bool(words) and len(words) < _HEADING and not _ENDED.search(words) and words[:1].isupper()


def _rows(lines: list[tuple[str, int]], index: int) -> list[list[tuple[str, int]]]:
    """The rows of a table that begins at a line, cells with their places; [] where none begins."""
    rows: list[list[tuple[str, int]]] = []
    for line, at in lines[index:]:
        cells: list[tuple[str, int]] = []
        place = 0
        for cell in line.split(" | "):
            cells.append((cell.strip(), at + place + len(cell) - len(cell.lstrip())))
            place += len(cell) + 3
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    return rows if len(rows) > 1 else []


def _grid(sheet: Sheet, rows: list[list[tuple[str, int]]]) -> str:
    wanted = [
        min(TEXT_MM / 2, max(12.0, *(width_mm(row[column][0], 13, bold=False) + 4 for row in rows)))
        for column in range(len(rows[0]))
    ]
    widths = [wide * TEXT_MM / sum(wanted) for wide in wanted]
    cells = [
        [
            paragraph(
                "OBang",
                sheet.words(words, at, _BOLD if number == 0 else ""),
                '<w:jc w:val="center"/>' if number == 0 else "",
            )
            for words, at in row
        ]
        for number, row in enumerate(rows)
    ]
    return grid(cells, widths) + paragraph("Trong", "")
