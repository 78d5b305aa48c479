"""How each element looks on paper: size, weight, slope, place, the lines below (Phụ lục I, Phần I, Mục II and V)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.checking.form.sheet import Piece, Sheet
from archive.checking.model import Finding
from archive.laid_out import LaidOut, LaidParagraph, PlacedParagraph, paragraph_at

_SIZE_OFF = 0.26  # points: a PDF's sizes are measured to half a point


@dataclass(frozen=True)
class Look:
    """How an element is to look; None where the decree does not say. `en`, `vi` are what it is called."""

    vi: str
    en: str
    least: float
    most: float
    bold: bool | None = None
    italic: bool | None = None
    centred: bool = False


NATION = Look("Quốc hiệu", "the name of the state", 12, 13, True, False, True)
MOTTO = Look("Tiêu ngữ", "the motto", 13, 14, True, False, True)
PARENT = Look("Tên cơ quan chủ quản", "the parent body", 12, 13, False, False, True)
ISSUER = Look("Tên cơ quan ban hành", "the issuing body", 12, 13, True, False, True)
NUMBER = Look("Số, ký hiệu", "the number", 13, 13, False, False, True)
DATED = Look("Địa danh và thời gian", "place and date", 13, 14, False, True, True)
TYPE = Look("Tên loại", "the type", 13, 14, True, False, True)
SUBJECT = Look("Trích yếu", "the title", 13, 14, True, False, True)
LETTER_SUBJECT = Look("Trích yếu công văn", "the subject of the letter", 12, 13, False, False, True)
ADDRESSED = Look("Kính gửi", "the addressees", 13, 14, False, False)
BASIS = Look("Căn cứ", "the bases", 13, 14, False, True)
DECIDES = Look("Dòng quyết định", "the line of decision", 13, 14, True, False, True)
AUTHORITY = Look("Quyền hạn, chức vụ người ký", "authority and post", 13, 14, True, False, True)
SIGNER = Look("Họ tên người ký", "the signer's name", 13, 14, True, False, True)
RECIPIENTS_HEAD = Look("“Nơi nhận”", "“Nơi nhận”", 12, 12, True, True)
RECIPIENTS = Look("Danh sách nơi nhận", "the list of recipients", 11, 11, False, False)
ANNEX = Look("“Phụ lục”", "“Phụ lục”", 14, 14, True, False, True)


def look_findings(sheet: Sheet, layout: LaidOut, placed: list[PlacedParagraph]) -> Iterator[Finding]:
    """Elements of an administrative document that look otherwise than the decree has them."""
    if not sheet.admin:
        return
    ordered = sorted(placed, key=lambda each: each.start)
    for look, pieces in _elements(sheet):
        yield from _held(sheet, layout, ordered, look, pieces)
    yield from _rules(sheet, ordered)


def laid(sheet: Sheet, placed: list[PlacedParagraph], piece: Piece) -> LaidParagraph | None:
    """The paragraph of a piece, None where the layout does not show it."""
    middle = sheet.view.start((piece.start + piece.end) // 2)
    found = paragraph_at(placed, middle)
    return found.paragraph if found else None


def _elements(sheet: Sheet) -> Iterator[tuple[Look, list[Piece]]]:
    def some(*pieces: Piece | None) -> list[Piece]:
        return [piece for piece in pieces if piece is not None]

    issuer_from = sheet.draft.bodies[-1][0] if sheet.draft.bodies else 0
    yield NATION, some(sheet.nation)
    yield MOTTO, some(sheet.motto)
    yield PARENT, [piece for piece in sheet.bodies if piece.start < issuer_from]
    yield ISSUER, [piece for piece in sheet.bodies if piece.start >= issuer_from]
    yield NUMBER, some(sheet.number)
    yield DATED, some(sheet.dated)
    yield TYPE, some(sheet.type)
    yield (LETTER_SUBJECT if sheet.letter else SUBJECT), sheet.subject
    yield ADDRESSED, [*some(sheet.addressed), *sheet.addressees]
    # Several bases in one sentence are no block of bases but text (`Căn cứ …; căn cứ …, …`).
    yield BASIS, [piece for piece in (*sheet.bases, *sheet.lead_outs) if not re.search(r"[;,] căn cứ", piece.text)]
    yield DECIDES, some(sheet.decides)
    yield AUTHORITY, sheet.signing
    yield SIGNER, some(sheet.signer)
    yield RECIPIENTS_HEAD, some(sheet.recipients_head)
    yield RECIPIENTS, sheet.recipients
    yield ANNEX, [piece for piece in sheet.rest if re.fullmatch(r"Phụ lục(?: [IVXLC]+)?", piece.text)]


def _held(
    sheet: Sheet, layout: LaidOut, placed: list[PlacedParagraph], look: Look, pieces: Iterable[Piece]
) -> Iterator[Finding]:
    """One finding a rule and element, at the first line that breaks it."""
    told: set[str] = set()
    for piece in pieces:
        paragraph = laid(sheet, placed, piece)
        if paragraph is None:
            continue
        for code, vi, en in _wrong(look, paragraph, layout.source):
            if code in told:
                continue
            told.add(code)
            told_en = f"{look.en[:1].upper()}{look.en[1:]}: {en}."
            yield sheet.said(code, piece.start, piece.end, f"{look.vi}: {vi}.", told_en)


def _wrong(look: Look, paragraph: LaidParagraph, source: str) -> Iterator[tuple[str, str, str]]:
    sizes = {run.size for run in paragraph.runs if run.size and any(map(str.isalnum, run.text))}
    off = sorted(size for size in sizes if not look.least - _SIZE_OFF <= size <= look.most + _SIZE_OFF)
    if off:
        wanted = f"{look.least:g}" if look.least == look.most else f"{look.least:g} - {look.most:g}"
        shown = ", ".join(f"{size:g}" for size in off)
        yield "size", f"cỡ chữ {shown}, phải là {wanted}", f"size {shown}, should be {wanted}"
    wrong_vi: list[str] = []
    wrong_en: list[str] = []
    for wanted_, name, (yes_vi, no_vi), (yes_en, no_en) in (
        (look.bold, "bold", ("đậm", "không đậm"), ("bold", "not bold")),
        (look.italic, "italic", ("nghiêng", "đứng"), ("italic", "upright")),
    ):
        if wanted_ is None:
            continue
        letters = [(sum(map(str.isalpha, run.text)), getattr(run, name)) for run in paragraph.runs]
        total = sum(count for count, _ in letters)
        against = sum(count for count, value in letters if value is (not wanted_))
        if total and against > 0.3 * total:
            wrong_vi.append(yes_vi if wanted_ else no_vi)
            wrong_en.append(yes_en if wanted_ else no_en)
    if wrong_vi:
        yield "weight", f"kiểu chữ phải là {', '.join(wrong_vi)}", f"letters should be {', '.join(wrong_en)}"
    if look.centred and source == "docx" and paragraph.alignment not in ("center", ""):
        yield "placing", "phải canh giữa", "should be centred"


def _rules(sheet: Sheet, placed: list[PlacedParagraph]) -> Iterator[Finding]:
    """The lines below motto, issuer and title: there, and as long as they should be."""
    issuer_from = sheet.draft.bodies[-1][0] if sheet.draft.bodies else 0
    issuer = [piece for piece in sheet.bodies if piece.start >= issuer_from]
    motto = [sheet.motto] if sheet.motto else []
    share = ("bằng 1/3 đến 1/2 độ dài dòng chữ", "a third to a half of the words' length")
    for code, pieces, vi, en, least, most in (
        ("motto_rule", motto, "Tiêu ngữ", "the motto", 0.85, 1.2),
        ("issuer_rule", issuer, "tên cơ quan ban hành", "the issuing body", 0.25, 0.62),
        ("title_rule", sheet.subject if sheet.type else [], "trích yếu", "the title", 0.12, 0.8),
    ):
        last = paragraph_at(placed, sheet.view.end(pieces[-1].end) - 1) if pieces else None
        if last is None or last.paragraph.rule_mm is None:
            continue
        piece, paragraph, drawn = pieces[-1], last.paragraph, last.paragraph.rule_mm
        length, length_en = ("bằng độ dài dòng chữ", "as long as the words") if code == "motto_rule" else share
        if not drawn and not (code == "motto_rule" and any(run.underlined for run in paragraph.runs)):
            yield sheet.said(
                code, piece.start, piece.end,
                f"Thiếu đường kẻ ngang, nét liền dưới {vi}, {length}.",
                f"The line below {en}, {length_en}, is missing.",
            )  # fmt: skip
        lines = [each for each in (laid(sheet, placed, one) for one in pieces) if each is not None]
        width = max([paragraph.width_mm or 0.0, *(line.width_mm or 0.0 for line in lines)])
        if drawn > 0 and width and not least <= drawn / width <= most:
            yield sheet.said(
                code, piece.start, piece.end,
                f"Đường kẻ dưới {vi} dài {drawn:.0f} mm, dòng chữ {width:.0f} mm; đường kẻ dài {length}.",
                f"The line below {en} is {drawn:.0f} mm, the words {width:.0f} mm; it is {length_en}.",
            )  # fmt: skip
