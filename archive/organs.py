"""Organs of one body: who signs for whom.

`Ban Chấp hành Đảng bộ xã A` and `Đảng ủy xã A` name the same committee; `Ban Thường vụ Tỉnh ủy` is an organ of the
`Tỉnh ủy` and counts its documents in the same series. So a document cited as another organ's is not another document.
"""

from __future__ import annotations

import re

from archive.folding import fold_for_comparison

_ORGAN = re.compile(r"^(?:Ban Thường vụ|Ban Thường trực|Thường trực)\s+", re.IGNORECASE)
_COMMITTEES = (
    (re.compile(r"^(?:Ban Chấp hành )?Đảng bộ tỉnh\s+", re.IGNORECASE), "Tỉnh ủy "),
    (re.compile(r"^(?:Ban Chấp hành )?Đảng bộ thành phố\s+", re.IGNORECASE), "Thành ủy "),
    (re.compile(r"^(?:Ban Chấp hành )?Đảng bộ huyện\s+", re.IGNORECASE), "Huyện ủy "),
    (re.compile(r"^(?:Ban Chấp hành )?Đảng bộ\s+", re.IGNORECASE), "Đảng ủy "),
)


# In the spelling of `fold_for_comparison`: `uỷ`.
_GENERIC = re.compile(
    r"(?:(?:chủ tịch|văn phòng|ban thường vụ|ban thường trực|thường trực|ban chấp hành) )*"
    r"(?:uỷ ban nhân dân|hội đồng nhân dân|đảng uỷ|đảng bộ|tỉnh uỷ|thành uỷ|huyện uỷ|quận uỷ|thị uỷ)"
    r"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu))?"
)


def names_no_place(issuer: str) -> bool:
    """A local body without its place (`Ủy ban nhân dân`, `Đảng ủy xã`): it may be any of hundreds."""
    return _GENERIC.fullmatch(fold_for_comparison(issuer)) is not None


def committee(issuer: str) -> str:
    """The folded name of a Party committee in its short form: `Ban Chấp hành Đảng bộ tỉnh A` as `Tỉnh ủy A`."""
    for pattern, short in _COMMITTEES:
        issuer = pattern.sub(short, issuer.strip(), count=1)
    return fold_for_comparison(issuer)


def same_committee(a: str, b: str) -> bool:
    """Two names of one Party committee."""
    return committee(a) == committee(b)


def same_body(a: str, b: str) -> bool:
    """Organs of one body, or the body and its organ: `Ban Thường vụ Tỉnh ủy A` and `Tỉnh ủy A`."""
    return committee(_ORGAN.sub("", a.strip())) == committee(_ORGAN.sub("", b.strip()))
