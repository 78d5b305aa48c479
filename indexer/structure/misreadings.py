"""What recognition makes of a label: `Diều 5.`, `Điểu 5.`, `Điều l7.`, `Điều 1O,`; and what only refers to a unit.

Only labels are read this way, at the head of a line, and only where the numbering of the document wants them; the text
itself stays as it is. Confusions as in domain facts section 5 (letters without their marks or with others, 1 as l or I,
0 as O).
"""

from __future__ import annotations

import re

from indexer.structure.numbering import roman_value

NUMBER = r"(?:[\dlI|][\dlIOo|]{0,3}(?!(?<=[lIOo|])[^\W\d_])|[IVX]{1,6}(?!\w))"
"""A number whose digits may have been read as letters, or a Roman numeral (`Điều II` of the first decades)."""
ROMAN = r"(?:(?=[l1]{0,3}[IVX])[IVXl1]{2,7}(?!\w)|[IVXLC]{1,7})"
"""A Roman numeral, of which an I may have been read as l or 1: `Il`, `1V`."""

_RIGHT = frozenset({"Điều", "ĐIỀU", "Ðiều", "ÐIỀU", "Dieu", "DIEU", "Đieu", "ĐIEU"})
_DIGITS = str.maketrans("lI|Oo", "11100")
_REFERS = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư(?: liên tịch)?|Quyết định|Hiến pháp|Quy chế|Quy định|"
    r"Điều lệ|Điều ước|Điều|Khoản|Điểm|Chương|Mục|Phụ lục|Công ước|Hiệp định|Chỉ thị)"
    r"(?:\s*[.,;)]|\s*$|\s+(?:này|nêu|trên|số|năm|đã|được|ngày|của|và|ban hành|[\dA-ZĐ]))"
)

_OWN_EFFECT = re.compile(r"(?:\S+\s+){1,4}này\s+(?:có hiệu lực|thay thế|bãi bỏ)")
"""`Điều 3 Quyết định này có hiệu lực …` without its full stop is the article that says so."""


def is_right_word(word: str) -> bool:
    """Whether the word of the label is written as it should be, or plainly without its marks."""
    return word in _RIGHT


def digits_of(number: str) -> int:
    """The number meant by digits of which some were read as letters: `1O` is 10, `l7` 17; 0 for a Roman numeral."""
    read = number.translate(_DIGITS)
    return int(read) if read.isdigit() else 0


def roman_read(number: str) -> str:
    """The Roman numeral meant by `Il` or `1V`; a number in Arabic digits as it is."""
    if number.isdigit():
        return number
    return number.replace("l", "I").replace("1", "I")


def is_roman(number: str) -> bool:
    """Whether the number may be a Roman numeral: `II`, which may also be 11 read wrongly, and `IV`."""
    return bool(roman_value(number)) and number.isupper()


def only_refers(rest: str) -> bool:
    """Whether what follows a label says that the label is a reference: `Luật này`, `Nghị định số 30/2020/NĐ-CP`."""
    return _REFERS.match(rest) is not None and _OWN_EFFECT.match(rest) is None
