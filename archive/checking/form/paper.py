"""Paper, margins, fonts and page numbers: what holds for every page (Phụ lục I, Phần I, Mục I)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.checking.drafted import Drafted
from archive.checking.form.stating import said
from archive.checking.model import Finding
from archive.laid_out import LaidOut, LaidSection, PageNumber, PlacedParagraph

_A4 = (210.0, 297.0)
_PAPER_OFF = 2.0  # mm
_MARGINS = (
    ("top", "trên", "top", 20.0, 25.0),
    ("bottom", "dưới", "bottom", 20.0, 25.0),
    ("left", "trái", "left", 30.0, 35.0),
    ("right", "phải", "right", 15.0, 20.0),
)
_SET_OFF = 0.6  # mm: a setting of 0.79 inch stands for 20 mm
_DRAWN_OFF = 2.0  # mm: words seldom reach the margin exactly
_SURELY_TWO_PAGES = 4000  # letters
_GAZETTE = re.compile(r"CÔNG\s*BÁO\s*/\s*Số")


def of_gazette(layout: LaidOut) -> bool:
    """Pages of the official gazette, which has a layout of its own."""
    return any(_GAZETTE.search(each.text) for each in layout.paragraphs[:6])


def paper_findings(text: str, layout: LaidOut, draft: Drafted, placed: Sequence[PlacedParagraph]) -> list[Finding]:
    """What is wrong with paper, margins, fonts and page numbers, at the beginning of what they hold for."""
    starts: dict[int, int] = {}
    for each in placed:
        starts.setdefault(each.paragraph.section, each.start)
    found: list[Finding] = []
    for index, section in enumerate(layout.sections):
        at = starts.get(index, 0 if index == 0 else -1)
        if at < 0:
            continue
        found += _sheet(text, section, at)
        found += _margins(text, section, at, draft)
    found += _numbers(text, layout)
    return found + _fonts(text, layout, placed)


def _first_line(text: str, at: int) -> tuple[int, int]:
    while at < len(text) and text[at].isspace():
        at += 1
    end = text.find("\n", at)
    return at, len(text) if end < 0 else end


def _sheet(text: str, section: LaidSection, at: int) -> list[Finding]:
    if section.width_mm is None or section.height_mm is None:
        return []
    sides = sorted((section.width_mm, section.height_mm))
    start, end = _first_line(text, at)
    if any(abs(is_ - wanted) > _PAPER_OFF for is_, wanted in zip(sides, _A4, strict=True)):
        size = f"{section.width_mm:.0f} x {section.height_mm:.0f} mm"
        return [
            said(
                text, start, end, "paper",
                f"Khổ giấy là {size}; văn bản hành chính dùng khổ A4 (210 x 297 mm).",
                f"The paper is {size}; administrative documents are on A4 (210 x 297 mm).",
            )
        ]  # fmt: skip
    if section.width_mm > section.height_mm and at <= _first_line(text, 0)[0]:
        return [
            said(
                text, start, end, "orientation",
                "Trang đầu nằm ngang; văn bản trình bày theo chiều dài của khổ A4, chỉ trang có bảng, biểu mới được "
                "theo chiều rộng.",
                "The first page is in landscape; documents stand upright, only pages with tables may lie.",
            )
        ]  # fmt: skip
    return []


def _margins(text: str, section: LaidSection, at: int, draft: Drafted) -> list[Finding]:
    if section.width_mm and section.height_mm and section.width_mm > section.height_mm:
        return []
    off = _DRAWN_OFF if section.margins_drawn else _SET_OFF
    wrong_vi, wrong_en = [], []
    for name, vi, en, least, most in _MARGINS:
        is_ = getattr(section, f"{name}_mm")
        if is_ is None:
            continue
        if draft.style == "party":
            least, most = {"top": (20, 20), "bottom": (20, 20), "left": (30, 30), "right": (15, 15)}[name]
        wide_allowed = section.margins_drawn and name in ("top", "bottom")  # the words need not fill a page
        if is_ < least - off or (is_ > most + off and not wide_allowed):
            range_ = f"{least:g}" if least == most else f"{least:g} - {most:g}"
            wrong_vi.append(f"lề {vi} {is_:.1f} mm (phải {range_} mm)".replace(".0 mm", " mm").replace(".", ","))
            wrong_en.append(f"{en} {is_:.1f} mm (should be {range_} mm)".replace(".0 mm", " mm"))
    if not wrong_vi:
        return []
    start, end = _first_line(text, at)
    return [
        said(
            text, start, end, "margins",
            f"Lề trang chưa đúng: {'; '.join(wrong_vi)}.",
            f"Margins are not as they should be: {'; '.join(wrong_en)}.",
        )
    ]  # fmt: skip


def _numbers(text: str, layout: LaidOut) -> list[Finding]:
    number = next((section.number for section in layout.sections if section.number), None)
    start, end = _first_line(text, 0)
    if number is None:
        several = layout.pages > 1 or (layout.pages == 0 and len(text) > _SURELY_TWO_PAGES)
        if not several or not layout.numbers_known:
            return []
        return [
            said(
                text, start, end, "page_number",
                "Văn bản nhiều trang nhưng không đánh số trang; số trang đặt giữa lề trên, từ trang thứ hai.",
                "The document has several pages and no page numbers; they stand in the middle of the top margin, from "
                "the second page on.",
            )
        ]  # fmt: skip
    wrong = _wrong_number(number, layout)
    if not wrong:
        return []
    return [
        said(
            text, start, end, "page_number",
            f"Số trang chưa đúng: {'; '.join(vi for vi, _ in wrong)}.",
            f"Page numbers are not as they should be: {'; '.join(en for _, en in wrong)}.",
        )
    ]  # fmt: skip


def _wrong_number(number: PageNumber, layout: LaidOut) -> list[tuple[str, str]]:
    wrong: list[tuple[str, str]] = []
    if number.place != "top":
        wrong.append(("đặt ở lề dưới (phải ở lề trên)", "in the bottom margin (should be in the top one)"))
    if number.alignment and number.alignment != "center":
        wrong.append(("không canh giữa", "not centred"))
    if number.on_first:
        wrong.append(("hiện ở trang thứ nhất", "shown on the first page"))
    if number.style not in ("decimal", ""):
        wrong.append(("không phải chữ số Ả Rập", "not in Arabic numerals"))
    if number.size is not None and not 12.9 <= number.size <= 14.1:
        wrong.append((f"cỡ chữ {number.size:g} (phải 13 - 14)", f"size {number.size:g} (should be 13 to 14)"))
    if number.italic or number.bold:
        wrong.append(("không phải kiểu chữ đứng, thường", "not upright and regular"))
    if number.around:
        wrong.append((f"có thêm “{number.around[:20]}”", f"with “{number.around[:20]}” beside it"))
    return wrong


# A program without Times New Roman prints a PDF in a font of exactly its widths; the document asks for the right one.
_STAND_INS = ("liberationserif", "tinos", "nimbusrom", "freeserif")


def is_times(font: str, source: str) -> bool:
    """Times New Roman, or what stands for it in a PDF."""
    name = re.sub(r"[\W_]+", "", font).lower()
    return name.startswith("timesnewroman") or (source == "pdf" and name.startswith(_STAND_INS))


def _fonts(text: str, layout: LaidOut, placed: Sequence[PlacedParagraph]) -> list[Finding]:
    """One finding for each font that is not Times New Roman, where it first stands; and for coloured letters."""
    found: list[Finding] = []
    counted: dict[str, int] = {}
    first: dict[str, tuple[int, int]] = {}
    for each in placed:
        for run in each.paragraph.runs:
            letters = sum(char.isalpha() for char in run.text)
            if not letters:
                continue
            wrong = run.font if run.font and not is_times(run.font, layout.source) else ""
            if not wrong and run.colour and run.colour not in ("0000FF", "0563C1", "467886"):
                wrong = f"#{run.colour}"
            if wrong:
                counted[wrong] = counted.get(wrong, 0) + letters
                first.setdefault(wrong, (each.start, each.end))
    for wrong, letters in counted.items():
        start, end = first[wrong]
        if wrong.startswith("#"):
            vi, en = f"Chữ màu {wrong}", f"Letters in colour {wrong}"
        else:
            vi, en = f"Phông chữ {wrong}", f"Font {wrong}"
        found.append(
            said(
                text, start, end, "font",
                f"{vi} ({letters} chữ cái, từ đây); văn bản dùng phông chữ Times New Roman, màu đen.",
                f"{en} ({letters} letters, from here on); documents are in Times New Roman, black.",
            )
        )  # fmt: skip
    return found
