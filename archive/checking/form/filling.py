"""What a template or last year's plan leaves behind: gaps to be filled in, figures written the foreign way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.form.sheet import Piece, Sheet
from archive.checking.model import Finding

_GAP = re.compile(
    r"(?<![\w)])\.{4,}(?!\s*\))|(?<=ngày)\.{3,}|(?<=tháng)\.{3,}|(?<=năm)\.{3,}|(?<=số)\.{3,}|_{3,}"
    r"|(?<![\w,.…;(])…+(?![\w).…])|(?<=\s)\.{3}(?=\s*(?:năm|tháng|ngày|/|người|hộ|đồng|%|của|,\s*ngày))"
    r"|\[\s*(?:\.{2,}|…+|_+)?\s*\]|(?<![\w./-])(?:XX+|xx+|[Xx]{2}/[Xx]{2}(?:/\d{4}|/[Xx]{4})?)(?![\w/-])|\?{2,}"
    r"|(?<=ngày)(?:\s*…+|\s{2,})(?=\s*tháng)|(?<=tháng)(?:\s*…+|\s{2,})(?=\s*năm)"
)
# Behind these words, or at the beginning, `…` is a gap; behind others it may stand for what is left unsaid.
_LEADS_TO_GAP = re.compile(
    r"(?:^|[:(\-/]|\b(?:ngày|tháng|năm|số|là|của|về|tại|cho|với|theo|giao|gồm|trước|đến|từ|và|khoảng|thứ|khóa|khoá|điều|"
    r"khoản|đạt|tăng|giảm|căn cứ|ông|bà))\s*$",
    re.IGNORECASE,
)
_ELLIPSIS = (
    "Dấu “…” có thể chỉ thay cho phần không kể hết; nếu là chỗ để trống thì điền vào.",
    "“…” may stand for what is left unsaid; if it is a gap, fill it in.",
)
_ROMAN_LIKE = re.compile(r"(?:thế kỷ|khóa|khoá|lần thứ|Chương|Phần|Đại hội|kỳ|lục|Mục|mục|đó)\s+(?:thứ )?$")


def gap_findings(sheet: Sheet) -> Iterator[Finding]:
    """Gaps in title, bases, text and recipients. Number and day are for the registry to fill in; forms to be filled in
    stand behind the signature and are left alone."""
    text = sheet.view.text
    for piece in [*sheet.subject, *sheet.bases, *sheet.lead_outs, *sheet.addressees, *sheet.body, *sheet.recipients]:
        for each in _GAP.finditer(text, piece.start, piece.end):
            start, end = each.span()
            listed = each[0][:1] in ".…" and re.search(r",\s*$", text[max(0, start - 4) : start])
            if listed or sheet.in_quotation(start) or _ROMAN_LIKE.search(text[max(0, start - 16) : start]):
                continue
            begin = text.rfind(" ", piece.start, max(piece.start, start - 1)) + 1 or piece.start
            shown = text[begin : min(piece.end, end + 12)].strip()
            ellipsis = each[0][0] == "…" and not _LEADS_TO_GAP.search(text[max(piece.start, start - 12) : start])
            yield sheet.said(
                "gap", start, end,
                f"Còn chỗ chưa điền: “{shown}”.", f"A gap that is not filled in: “{shown}”.",
                doubt=_ELLIPSIS if ellipsis else None,
            )  # fmt: skip


_THOUSANDS = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3}){2,}(?![\w,]\d)|(?<![\w.,])\d{1,3},\d{3}(?= (?:đồng|triệu|tỷ|người|hộ|ha|m²|tấn)\b)"
)
_DECIMAL = re.compile(r"(?<![\w.,])\d{1,3}\.\d{1,2}(?=\s?(?:%|(?:ha|tỷ|triệu|km|m2|m²|kg|tấn)\b))")


def figure_findings(sheet: Sheet) -> Iterator[Finding]:
    """Thousands parted by commas, decimals by a full stop."""
    if not sheet.admin:
        return
    text = sheet.view.text
    for piece in sheet.body:
        for pattern in (_THOUSANDS, _DECIMAL):
            for each in pattern.finditer(text, piece.start, piece.end):
                if sheet.in_quotation(each.start()):
                    continue
                comma = pattern is _THOUSANDS
                put = each[0].replace(",", ".") if comma else each[0].replace(".", ",")
                if comma and each[0].count(",") == 1:
                    doubt = (
                        "Dấu phẩy có thể là dấu thập phân; hãy xem số này là nghìn hay phần nghìn.",
                        "The comma may be that of decimals; see which is meant.",
                    )
                else:
                    doubt = None
                yield sheet.said(
                    "figures", each.start(), each.end(),
                    "Hàng nghìn ngăn bằng dấu chấm, phần thập phân bằng dấu phẩy.",
                    "Thousands are parted by full stops, decimals by a comma.",
                    put,
                    doubt=doubt,
                )  # fmt: skip


_ENDED = re.compile(r"\./\.$")


def ending_findings(sheet: Sheet) -> Iterator[Finding]:
    """`./.` at the end of the text of a whole administrative document."""
    if not (sheet.admin and sheet.whole and sheet.body):
        return
    last = _last_line(sheet)
    yield from _ended_before(sheet)
    if last is None or (_ENDED.search(last.text) and not last.text.endswith("././.")):
        return
    bare = re.sub(r"[\s./;,]+$", "", last.text)
    word = re.search(r"\S+$", bare)
    if word is None or sheet.in_quotation(last.end - 1):
        return
    begin = last.start + word.start()
    yield sheet.said(
        "ending", begin, last.end,
        "Nội dung văn bản kết thúc bằng “./.”.", "The text ends in “./.”.",
        f"{word[0]}./.",
    )  # fmt: skip


def _ended_before(sheet: Sheet) -> Iterator[Finding]:
    """`./.` on a line that is not the last: the text goes on behind it."""
    for piece in sheet.body[:-1]:
        if _ENDED.search(piece.text) and piece.row < sheet.body[-1].row and not sheet.in_quotation(piece.end - 1):
            yield sheet.said(
                "ending", piece.end - 3, piece.end,
                "“./.” chỉ đặt ở cuối nội dung văn bản; nội dung còn tiếp sau dòng này.",
                "“./.” stands only at the end of the text, which goes on behind this line.",
                ".",
            )  # fmt: skip


def _last_line(sheet: Sheet) -> Piece | None:
    """The last line of the text; None where a table or a list of signatures ends it."""
    last = sheet.body[-1]
    alone = sum(piece.row == last.row for piece in sheet.body) == 1
    return last if alone and len(last.text) > 20 and not last.upper else None
