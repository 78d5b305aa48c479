"""How the text looks on paper: size, edges, indents, spaces, headings (Phụ lục I, Mục II, khoản 6 điểm đ and e)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.form.looks import laid
from archive.checking.form.sheet import Piece, Sheet
from archive.checking.model import Finding
from archive.laid_out import LaidOut, LaidParagraph, PlacedParagraph

_INDENTS = (10.0, 12.7)
_SINGLE = 1.15  # height of a single line of Times New Roman, in sizes
_HEADING = re.compile(r"^(?:Phần|Chương|Mục|Tiểu mục)\s+(?:thứ\s+\w+|[IVXLC]+|\d+)\.?$", re.IGNORECASE)
_ARTICLE = re.compile(r"^Điều\s+\d+[a-zđ]?[.:]")
_ROMAN = re.compile(r"^[IVX]{1,5}\.\s")

Fault = tuple[str, str, str]
"""(key of the fault, Vietnamese, English)"""


def prose_findings(sheet: Sheet, layout: LaidOut, placed: list[PlacedParagraph]) -> Iterator[Finding]:
    """What is wrong with the look of the text: each fault once, where it first stands, with how often it does."""
    if not sheet.admin:
        return
    ordered = sorted(placed, key=lambda each: each.start)
    first: dict[Fault, Piece] = {}
    counted: dict[Fault, int] = {}
    below = False
    above: LaidParagraph | None = None
    for piece in sheet.body:
        paragraph = laid(sheet, ordered, piece)
        if paragraph is None or paragraph.cell is not None:
            above = None
            continue
        heading = _HEADING.match(piece.text) is not None
        title = below and piece.text.isupper()
        if heading or title:
            faults = list(_of_heading(paragraph))
        else:
            faults = list(_of_prose(piece, paragraph, above, layout.source))
        for fault in faults:
            first.setdefault(fault, piece)
            counted[fault] = counted.get(fault, 0) + 1
        below = heading
        above = paragraph
    for fault, piece in first.items():
        key, vi, en = fault
        more_vi = f" ({counted[fault]} đoạn, từ đây)" if counted[fault] > 1 else ""
        more_en = f" ({counted[fault]} paragraphs, from here on)" if counted[fault] > 1 else ""
        yield sheet.said(key, piece.start, piece.end, f"{vi}{more_vi}.", f"{en}{more_en}.")


def _of_heading(paragraph: LaidParagraph) -> Iterator[Fault]:
    if paragraph.alignment not in ("center", ""):
        yield "heading_layout", "Phần, chương, mục và tiêu đề phải canh giữa", "Headings of parts are centred"
    if _mostly(paragraph, "bold") is False:
        yield "heading_layout", "Phần, chương, mục và tiêu đề phải là chữ đậm", "Headings of parts are bold"
    yield from _size(paragraph)


def _size(paragraph: LaidParagraph) -> Iterator[Fault]:
    sizes = [run.size for run in paragraph.runs if run.size and len(run.text.strip()) > 3]
    off = next((size for size in sizes if not 12.7 <= size <= 14.3), None)
    if off is not None:
        yield (
            "size",
            f"Nội dung cỡ chữ {off:g}, phải là 13 - 14".replace(".", ","),
            f"The text is in size {off:g}, should be 13 to 14",
        )


def _of_prose(piece: Piece, paragraph: LaidParagraph, above: LaidParagraph | None, source: str) -> Iterator[Fault]:
    if source == "docx" or len(piece.text) > 100:  # in a PDF a row of a table looks like a line of text
        yield from _size(paragraph)
    article, roman = _ARTICLE.match(piece.text), _ROMAN.match(piece.text)
    if article and not any(run.bold for run in paragraph.runs if re.search(r"Điều|\d", run.text)):
        yield "heading_layout", "“Điều” và số thứ tự phải là chữ đậm", "“Điều” and its number are bold"
    if roman and piece.text.isupper() and _mostly(paragraph, "bold") is False:
        yield "heading_layout", "Số La Mã và tiêu đề mục phải là chữ đậm", "The Roman numeral and its heading are bold"
    plain = not (article or roman or len(piece.text) < 100)
    if plain and _mostly(paragraph, "italic"):
        yield "weight", "Nội dung phải là kiểu chữ đứng", "The text is upright"
    if plain and _mostly(paragraph, "bold"):
        yield "weight", "Nội dung không in đậm cả đoạn", "The text is not bold"
    if len(piece.text) > 100 and paragraph.alignment not in ("justify", ""):
        yield "body_layout", "Nội dung phải canh đều cả hai lề", "The text is justified"
    yield from _indent(piece, paragraph, source)
    yield from _spacing(paragraph, above)


def _indent(piece: Piece, paragraph: LaidParagraph, source: str) -> Iterator[Fault]:
    if paragraph.first_line_mm is None or paragraph.alignment == "center" or paragraph.runs[0].text.startswith("\t"):
        return
    if source == "pdf" and len(piece.text) < 100:
        return
    at = (paragraph.left_mm or 0.0) + paragraph.first_line_mm
    off = 0.8 if source == "docx" else 1.8
    if min(abs(at - wanted) for wanted in _INDENTS) > off:
        shown = f"{at / 10:.2f}".rstrip("0").rstrip(".").replace(".", ",") or "0"
        yield (
            "body_layout",
            f"Chữ đầu dòng lùi {shown} cm, phải là 1 hoặc 1,27 cm",
            f"The first line is indented {at / 10:.2f} cm, should be 1 or 1.27 cm",
        )


def _spacing(paragraph: LaidParagraph, above: LaidParagraph | None) -> Iterator[Fault]:
    if paragraph.before_pt is not None and above is not None and above.after_pt is not None:
        space = paragraph.before_pt + above.after_pt
        if space < 5.9:
            yield (
                "body_layout",
                f"Khoảng cách giữa các đoạn {space:g} pt, tối thiểu là 6 pt".replace(".", ","),
                f"{space:g} pt between paragraphs, should be 6 pt at least",
            )
    size = max((run.size for run in paragraph.runs if run.size), default=14.0)
    lines = paragraph.line_multiple
    if lines is None and paragraph.line_exact_pt is not None:
        lines = round(paragraph.line_exact_pt / (size * _SINGLE), 2)
        off = 0.12
    else:
        off = 0.02
    if lines is not None and not 1.0 - off <= lines <= 1.5 + off:
        yield (
            "body_layout",
            f"Giãn dòng {lines:g}, phải từ dòng đơn đến 1,5 dòng".replace(".", ",", 1),
            f"Lines {lines:g} apart, should be 1 to 1.5",
        )


def _mostly(paragraph: LaidParagraph, look: str) -> bool | None:
    """Whether most letters look so; None where the file does not say."""
    letters = [(sum(map(str.isalpha, run.text)), getattr(run, look)) for run in paragraph.runs]
    known = [(count, value) for count, value in letters if value is not None and count]
    if not known:
        return None
    return sum(count for count, value in known if value) > 0.6 * sum(count for count, _ in known)
