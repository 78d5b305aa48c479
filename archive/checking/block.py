"""The block of legal bases that opens a document, line by line, each with the document it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.citations.cleaning import basis_spans
from archive.citations.model import Citation
from archive.folding import fold_for_comparison, nfc
from archive.numbers import same_number
from archive.offsets import Cleaned
from archive.records import Record
from archive.resolving import Resolution


@dataclass(frozen=True)
class BasisLine:
    """One `Căn cứ …;`; offsets are of the draft.

    `start` is where the word `Căn cứ` begins (behind a dash), `lead_end` where what it names begins, `end` behind the
    closing mark, `body_end` before it. `mark` is the closing mark, "" where there is none. `dash` is True where a dash
    stands in front. `head` is the document that the line is about, with what it was resolved to, None where the line
    does not begin with one that could be read.
    `sentence` is True where the line goes on after its document as a sentence of its own does: it is no plain basis.
    """

    start: int
    lead_end: int
    body_end: int
    end: int
    mark: str
    dash: bool
    head: Resolution | None
    others: tuple[Citation, ...]
    sentence: bool

    @property
    def citation(self) -> Citation | None:
        """The citation of the document that the line is about."""
        return self.head.citation if self.head else None

    @property
    def record(self) -> Record | None:
        """The record of the document that the line is about, where it was resolved."""
        return self.head.record if self.head else None


@dataclass(frozen=True)
class Block:
    """The lines of one block; `follows` is what comes after its last line: lead_out (`Theo đề nghị của …`), text, or
    "" where nothing comes."""

    lines: tuple[BasisLine, ...]
    follows: str = ""

    @property
    def start(self) -> int:
        """Where the first line begins."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Behind the last line."""
        return self.lines[-1].end


def repeats(block: Block, place: int) -> bool:
    """The line at `place` rests on a document (and provision) that a line above it rests on already."""
    return any(_same_basis(above, block.lines[place]) for above in block.lines[:place])


def _same_basis(one: BasisLine, other: BasisLine) -> bool:
    a, b = one.citation, other.citation
    if a is None or b is None or a.pinpoint != b.pinpoint:
        return False
    if one.record is not None and other.record is not None:
        return one.record.id == other.record.id
    if one.record is not None or other.record is not None:
        return False
    if fold_for_comparison(a.text) == fold_for_comparison(b.text):
        return True
    same = bool(a.number) and same_number(a.number, b.number) and a.type == b.type and a.issued is not None
    return same and a.issued == b.issued and a.issuer == b.issuer


# No document has so many bases; what goes on longer is no block, and its lines are not compared with each other.
_MOST_LINES = 150
_LEAD_OUT = re.compile(
    r"^\W*(?:Theo (?!quy định)|Xét |Trên cơ sở|Sau khi|Được sự|Thực hiện |Tiếp theo|Trước yêu cầu|Thi hành )",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[\s*_]*(?P<dash>[-*•+–—])?[\s*_]*(?:\d{1,2}[.)]\s+)?[*_]*(?P<word>\w+\s+\w+)[\s:*_]*")
_CLOSING = re.compile(r"[;.,:]+$")


def basis_block(view: Cleaned, resolutions: Sequence[Resolution], citations: Sequence[Citation]) -> Block | None:
    """The first unbroken block of bases of a draft; None where it opens otherwise.

    `resolutions` and `citations` (all that were found, nested ones too) lie in the raw text of `view`.
    """
    spans = basis_spans(view.text)
    kept: list[tuple[int, int]] = []
    for span in spans[:_MOST_LINES]:
        if kept and not _joins(view.text[kept[-1][1] : span[0]]):
            break
        kept.append(span)
    if not kept:
        return None
    lines = tuple(_line(view, start, end, resolutions, citations) for start, end in kept)
    return Block(lines, _follows(view.text, kept[-1][1]))


def _joins(between: str) -> bool:
    """Only empty lines and lead-outs (`Thực hiện Kế hoạch …;`) may stand between two bases of one block."""
    return all(not line.strip() or _LEAD_OUT.match(line) for line in between.split("\n"))


def _follows(text: str, end: int) -> str:
    following = next((line for line in text[end : end + 2000].split("\n") if line.strip()), "")
    if not following:
        return ""
    return "lead_out" if _LEAD_OUT.match(following) else "text"


def _line(
    view: Cleaned, start: int, end: int, resolutions: Sequence[Resolution], citations: Sequence[Citation]
) -> BasisLine:
    stripped = view.text[start:end].rstrip(" \t\r\n*_")
    lead = _LEAD.match(stripped)
    word = start + (lead.start("word") if lead else 0)
    lead_end = start + (lead.end() if lead else 0)
    closing = _CLOSING.search(stripped)
    mark = closing[0] if closing else ""
    begin, finish = view.start(word), view.end(start + len(stripped))
    inside = [each for each in resolutions if begin <= each.citation.start < finish and not each.citation.nested]
    head = _head(view, lead_end, start + len(stripped), inside)
    others = [
        each
        for each in citations
        if begin <= each.start < finish and not each.nested and (head is None or each.start != head.citation.start)
    ]
    return BasisLine(
        start=begin,
        lead_end=view.start(lead_end),
        body_end=view.end(start + len(stripped) - len(mark)),
        end=finish,
        mark=mark,
        dash=bool(lead and lead["dash"]),
        head=head,
        others=tuple(others),
        sentence=_is_sentence(view.raw, head, finish, mark),
    )


_INTO = re.compile(r"^(?:vào\s+|theo\s+|các\s+|quy định (?:của|tại)\s+|nội dung\s+)*$", re.IGNORECASE)


def _head(view: Cleaned, lead_end: int, end: int, inside: Sequence[Resolution]) -> Resolution | None:
    """The first citation, where nothing but connecting words stands before it."""
    if not inside:
        return None
    first = min(inside, key=lambda each: each.citation.start)
    before = view.raw[view.start(lead_end) : first.citation.start]
    return first if _INTO.match(nfc(before).strip(' "“*_') + (" " if before.strip() else "")) else None


# How a sentence goes on behind the document it rests on: a comma, or a body that does something.
_GOES_ON = re.compile(
    r"(?:[,;:]|\)\.?)\s*(?:để |nhằm |nay |trên cơ sở |theo đề nghị )?(?:Ủy ban|Uỷ ban|UBND|HĐND"
    r"|Hội đồng nhân dân|Đảng ủy|Đảng uỷ|Ban (?:Thường vụ|Chấp hành|Chỉ đạo|Dân vận|Tổ chức|Tuyên giáo)|Chi bộ|Sở|Phòng"
    r"|Văn phòng|Bộ trưởng|Bộ (?!luật)|Chủ tịch|Thủ tướng|Chính phủ|Thường trực|đề nghị|yêu cầu"
    r"|xây dựng|ban hành|triển khai)",
    re.IGNORECASE,
)


# The same inside what was read as a title: then only a body that is said to do something.
_ACTS = re.compile(
    r",\s*(?:Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Đảng|Ban|Chi bộ|Sở|Phòng|Văn phòng|Bộ|Chủ tịch|Thường trực)"
    r"(?:\s+[^\s,;]+){0,9}?\s+(?:đề nghị|yêu cầu|xây dựng|ban hành|thông báo|báo cáo|triển khai|trân trọng|kính)\b"
)


def goes_on(words: str) -> bool:
    """The words behind a document go on as a sentence does: `, Ủy ban nhân dân xã xây dựng Kế hoạch …`."""
    return _GOES_ON.match(nfc(words)) is not None


def _is_sentence(text: str, head: Resolution | None, end: int, mark: str) -> bool:
    if mark.endswith(":"):
        return True
    begin = head.citation.end if head else None
    if head is None or begin is None:
        return False
    return _GOES_ON.search(nfc(text[begin:end])) is not None or _ACTS.search(nfc(head.citation.text)) is not None
