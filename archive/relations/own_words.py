"""The document's own words: a view in which everything quoted is blotted out, character for character.

In an amending document the text between “ and ” is the other document's: its closing article is not ours. What is
quoted inside a line (`cụm từ “30 ngày”`) is blotted out too: nothing that is done is said in there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from archive.offsets import same_length_clean
from archive.provisions import Provision

BLOT = "\ufffc"
"""What stands for a quoted character: neither a letter, nor white space, nor punctuation."""

_OPENING = "“„‟"
_MARK = re.compile(r"[“„‟”\"]")
_STRAIGHT_END = re.compile(r"[\"”][ \t]*[.;,/]*[ \t]*$", re.MULTILINE)
_MOST_LOST = 20
"""Quotations never closed after which no more are followed to the end of the text."""
# A line that can only be the document speaking again after a quotation that was never closed.
_SPEAKS_AGAIN = re.compile(
    r"(?m)^[ \t*]*(?:\d{1,3}[a-zđ]?\.|[a-zđ]\d?\)|Điều\s+\d{1,3}[a-zđ]?\s*[.:])[ \t]*"
    r"(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Bỏ |Hủy bỏ|Huỷ bỏ|Đổi tên|Hiệu lực|Điều khoản thi hành|Tổ chức thực hiện"
    r"|Trách nhiệm thi hành|Điều khoản chuyển tiếp)"
)


def own_words(text: str, provisions: Sequence[Provision] = ()) -> str:
    """`text` with its quotations as `BLOT`s and characters in their plain form; every place keeps its offset."""
    view = same_length_clean(text)
    spans = _joined([*((p.start, p.end) for p in provisions if p.quoted), *_quotations(view, provisions)])
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts.append(view[done:start])
        # Line ends stay: the paragraphs behind a quotation begin where they begin.
        parts.append(re.sub(r"[^\n]", BLOT, view[start:end]))
        done = end
    parts.append(view[done:])
    return "".join(parts)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif end > start:
            out.append((start, end))
    return out


def _quotations(text: str, provisions: Sequence[Provision]) -> list[tuple[int, int]]:
    """Spans between quotation marks, marks included; one never closed ends where the document speaks again."""
    own = sorted(p.start for p in provisions if not p.quoted)
    again = own or [m.start() for m in _SPEAKS_AGAIN.finditer(text)]
    spans: list[tuple[int, int]] = []
    place = lost = 0
    while True:
        mark = _MARK.search(text, place)
        if mark is None:
            return spans
        place = mark.end()
        if mark.group() == "”":
            continue
        index = bisect_right(again, mark.start())
        # The unit that begins with the mark itself is quoted; the next own one is the limit.
        limit = again[index] if index < len(again) else len(text)
        end = -1
        if not own and lost < _MOST_LOST:
            end = _closing(text, mark.start(), len(text))
            lost += end < 0
        if end < 0:
            end = _closing(text, mark.start(), limit)
        if end < 0:
            end = limit if _begins_amendment(text, mark.start()) else mark.start() + 1
        spans.append((mark.start(), end))
        place = end


def _closing(text: str, opening: int, limit: int) -> int:
    """Behind the mark that closes the quotation opened at `opening`, -1 where there is none before `limit`.

    A quotation that is no amended text ends in its line, at the latest.
    """
    line_end = text.find("\n", opening)
    line_end = min(len(text) if line_end < 0 else line_end, limit)
    far = _begins_amendment(text, opening)
    if text[opening] == '"':
        close = text.find('"', opening + 1, line_end)
        if close >= 0 or not far:
            return close + 1 if close >= 0 else opening + 1
        ends = _STRAIGHT_END.search(text, opening + 1, limit)
        return ends.end() if ends else -1
    depth = 0
    place = opening
    while mark := _MARK.search(text, place, limit if far else line_end):
        place = mark.end()
        if mark.group() != '"':
            depth += 1 if mark.group() in _OPENING else -1
            if depth == 0:
                return place
    return -1 if far else line_end


def _begins_amendment(text: str, opening: int) -> bool:
    """Amended text opens at the head of a line or behind a colon (`như sau: “…`)."""
    before = text[max(0, opening - 60) : opening].rstrip(" \t*")
    return not before or before.endswith((":", "\n", "như sau"))
