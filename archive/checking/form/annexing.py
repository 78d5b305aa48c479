"""Annexes: their number, their title, and the line that ties them to the document (Phụ lục I, Mục III, khoản 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.drafted import leading_type
from archive.checking.form.dating import own_day
from archive.checking.form.dividing import to_roman
from archive.checking.form.heading import NUMBER
from archive.checking.form.sheet import Piece, Sheet, plain
from archive.checking.model import Finding
from archive.dates import format_short, parse_date
from archive.document_types import type_named

_ANNEX = re.compile(
    r"^(?P<word>Phụ lục|PHỤ LỤC|Phụ Lục|phụ lục)(?:\s+(?:số\s*)?(?P<n>[IVXLC]+|\d{1,2}))?(?P<mark>\s*[.:])?$"
)
_REFERS = re.compile(r"phụ lục|danh sách|danh mục|biểu|bảng|mẫu|kèm theo\)?\s*[.;,)]", re.IGNORECASE)
_TIED = re.compile(r"^\(?\s*(?:ban hành )?kèm theo\b", re.IGNORECASE)
_SAID_NUMBER = re.compile(r"\bsố:?\s*(?P<n>\d{1,5}\s*/\s*[\wĐđƯư&/-]+)")


def annex_findings(sheet: Sheet) -> Iterator[Finding]:
    """What is wrong with the annexes of an administrative document."""
    if not sheet.admin or not sheet.rest:
        return
    heads = [(place, piece, found) for place, piece in enumerate(sheet.rest) if (found := _ANNEX.match(piece.text))]
    for order, (place, piece, found) in enumerate(heads, 1):
        number = found["n"] or ""
        shown = number
        if len(heads) > 1 and (not number or number.isdigit()):
            shown = to_roman(int(number)) if number else to_roman(order)
        right = f"Phụ lục {shown}".strip()
        if piece.text != right:
            yield sheet.said(
                "annex", piece.start, piece.end,
                f"Ghi “{right}”: chữ in thường, trên dòng riêng; từ hai phụ lục trở lên đánh số La Mã.",
                f"It is “{right}”: small letters, on a line of its own; two annexes or more have Roman numerals.",
                right,
            )  # fmt: skip
        stop = heads[order][0] if order < len(heads) else len(sheet.rest)
        yield from _tied(sheet, piece, sheet.rest[place + 1 : min(stop, place + 9)])
    if heads and sheet.body and not any(_REFERS.search(piece.text) for piece in sheet.body):
        piece = heads[0][1]
        yield sheet.said(
            "annex", piece.start, piece.end,
            "Văn bản có phụ lục thì trong nội dung phải có chỉ dẫn về phụ lục đó.",
            "A document with an annex refers to it in its text.",
        )  # fmt: skip
    if not heads:
        for place, piece in enumerate(sheet.rest[:40]):
            if _TIED.match(piece.text):
                yield from _matching(sheet, _joined(sheet, sheet.rest[place : place + 3]))
                break
        else:
            issued = next((piece for piece in sheet.rest[:12] if piece.upper and leading_type(piece.text)), None)
            decides = sheet.body and any("kèm theo" in piece.text.lower() for piece in sheet.body)
            if issued is not None and decides:
                yield sheet.said(
                    "annex", issued.start, issued.end,
                    f"Dưới tên “{issued.text}” thiếu dòng “(Kèm theo … số … ngày … của …)”.",
                    f"Below “{issued.text}” the line “(Kèm theo … số … ngày … của …)” is missing.",
                )  # fmt: skip


def _joined(sheet: Sheet, pieces: list[Piece]) -> Piece:
    """The line `(Kèm theo …)` with those it goes on in."""
    first, end = pieces[0], pieces[0].end
    for piece in pieces:
        end = piece.end
        if piece.text.endswith(")"):
            break
    return Piece(first.start, end, sheet.view.text[first.start : end], first.row)


def _tied(sheet: Sheet, head: Piece, below: list[Piece]) -> Iterator[Finding]:
    place = next((index for index, piece in enumerate(below) if _TIED.match(piece.text)), None)
    if place is None:
        yield sheet.said(
            "annex", head.start, head.end,
            "Dưới tên phụ lục thiếu dòng “(Kèm theo … số … ngày … của …)”.",
            "Below the annex's title the line “(Kèm theo … số … ngày … của …)” is missing.",
        )  # fmt: skip
        return
    yield from _matching(sheet, _joined(sheet, below[place : place + 3]))


def _matching(sheet: Sheet, line: Piece) -> Iterator[Finding]:
    """Number and day of the line are those of the document."""
    yield from _same_document(sheet, line)
    number = NUMBER.match(sheet.number.text) if sheet.number else None
    told = _SAID_NUMBER.search(line.text)
    if number and told and number["seq"].strip(" .…_"):
        own = re.sub(r"\s+", "", f"{number['seq']}/{number['symbol']}")
        said = re.sub(r"\s+", "", told["n"])
        if said.lstrip("0") != own.lstrip("0"):
            start = line.start + told.start("n")
            yield sheet.said(
                "annex", start, line.start + told.end("n"),
                f"Số trong dòng “Kèm theo” ({said}) không phải số của văn bản ({own}).",
                f"The number in the line “Kèm theo” ({said}) is not that of the document ({own}).",
                own,
            )  # fmt: skip
    day = re.search(r"ngày\s*\d{1,2}(?:\s*tháng\s*\d{1,2}\s*năm\s*\d{4}|/\d{1,2}/\d{4})", line.text)
    own_date = own_day(sheet)
    said_date = parse_date(day[0]) if day else None
    if day and own_date and said_date and said_date != own_date:
        yield sheet.said(
            "annex", line.start + day.start(), line.start + day.end(),
            f"Ngày trong dòng “Kèm theo” ({format_short(said_date)}) không phải ngày của văn bản "
            f"({format_short(own_date)}).",
            "The day in the line “Kèm theo” is not that of the document.",
            suggestion=format_short(own_date),
        )  # fmt: skip


_OF = re.compile(r"kèm theo\s+(?P<type>.{5,20}?)\s+số\b(?:.*?\bcủa\s+(?P<issuer>[^)]+))?", re.IGNORECASE | re.DOTALL)
_PLACED = re.compile(r"\b(?:tinh|thanh pho|xa|phuong|dac khu) .+$")


def _same_document(sheet: Sheet, line: Piece) -> Iterator[Finding]:
    """Type and issuer of the line are those of the document."""
    told = _OF.search(line.text)
    kind = type_named(sheet.type.text) if sheet.type else None
    if told is None:
        return
    said = type_named(told["type"])
    if kind and said and said != kind:
        yield sheet.said(
            "annex", line.start + told.start("type"), line.start + told.end("type"),
            f"Dòng “Kèm theo” ghi {said}, nhưng văn bản là {kind}.",
            f"The line “Kèm theo” names another type ({said}) than the document's ({kind}).",
            kind,
        )  # fmt: skip
    own = _PLACED.search(plain(" ".join(name for _, _, name in sheet.draft.bodies[-1:])))
    place = _PLACED.search(plain(told["issuer"] or ""))
    if own and place and own[0] != place[0]:
        yield sheet.said(
            "annex", line.start + told.start("issuer"), line.start + told.end("issuer"),
            f"Cơ quan trong dòng “Kèm theo” ({told['issuer'].strip()}) không phải cơ quan ban hành văn bản.",
            "The body in the line “Kèm theo” is not the issuer of the document.",
        )  # fmt: skip
