"""The words that a citation puts into a text at a place, and where they belong.

In the block of bases the document takes a line of its own, at its place by authority and rank, and the marks around it
are put right. In running text it is cited in full the first time and shortly after (Nghị định 30/2020/NĐ-CP, Phụ lục I,
Phần I, Mục II, khoản 6: a law by its name, everything else by type, number, date, issuer and subject). Nothing else of
the text is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.citations.cleaning import basis_spans
from archive.dates import find_dates
from archive.folding import fold_for_comparison, nfc
from archive.numbers import parse_number
from archive.offsets import cleaned
from archive.records import Record
from archive.wording import LAWS, basis_place, full_citation, law_name, short_citation

HeadOf = Callable[[str], tuple[Record, str] | None]
"""The document that a line of the block is about, with the provision of it; None where that cannot be told."""


@dataclass(frozen=True)
class Insertion:
    """Put `words` for `text[start:end]`; writing goes on at `caret`, an offset in the text after that.

    `kind`: basis (a line of the block), full or short (running text), or present (it is a basis already: nothing is to
    be put, `start` and `end` are its line).
    """

    start: int
    end: int
    words: str
    caret: int
    kind: str

    def put(self, text: str) -> str:
        """The text after it."""
        return text[: self.start] + self.words + text[self.end :]


# --- running text ---------------------------------------------------------------------------------------------------


def cited(text: str, start: int, end: int, record: Record, pinpoint: str = "", *, before: str = "",
          namesakes: bool = False) -> Insertion:  # fmt: skip
    """The citation in running text, in the place of `text[start:end]` (what is selected; nothing: `start == end`).

    `before` is text that stands in front of `text` in the same draft. `namesakes`: other laws bear this law's name, so
    that the first mention needs its date. A type typed just before (`theo Nghị định số `) is not said twice.
    """
    said = named_in_full(before + "\n" + text[:start], record)
    if record.type in LAWS:
        full = namesakes and not said
    else:
        full = not said
    words = full_citation(record, pinpoint) if full else short_citation(record, pinpoint)
    begun = _typed_type(text[:start], record)
    begin = start - begun
    lead = " " if begin and not text[begin - 1].isspace() and text[begin - 1] not in '(“"«[/' else ""
    tail = " " if end < len(text) and (text[end].isalnum() or text[end] in "(“") else ""
    put = f"{lead}{words}{tail}"
    return Insertion(begin, end, put, begin + len(put), "full" if full else "short")


def _typed_type(before: str, record: Record) -> int:
    """How many letters in front already say the type (`Nghị định`, `Nghị định số `), to be written over."""
    if not record.type:
        return 0
    found = re.search(rf"(?<!\w){re.escape(record.type)}(?:\s+số)?[ \t]*$", nfc(before), re.IGNORECASE)
    # Offsets hold only where composing did not change the length.
    return len(found[0]) if found and nfc(before) == before else 0


def named_in_full(text: str, record: Record) -> bool:
    """The text names the document with its number and its date (a law with its name and its date)."""
    if record.issued is None:
        return bool(record.number) and _number(record.number).search(text) is not None
    if record.type in LAWS:
        words = re.split(r"\s+", law_name(record))
        name = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
        return any(_dated(text, found.end(), record) for found in name.finditer(text))
    if not record.number:
        return bool(record.title) and fold_for_comparison(record.title) in fold_for_comparison(text)
    return any(_dated(text, found.end(), record) for found in _number(record.number).finditer(text))


_BEHIND = re.compile(r"[\s,(]*(?:số\s+[\w/-]+[\s,]*)?(?:ngày\b)?", re.IGNORECASE)


def _dated(text: str, end: int, record: Record) -> bool:
    behind = text[end : end + 60]
    lead = _BEHIND.match(behind)
    found = next(iter(find_dates(behind)), None)
    return found is not None and found.value == record.issued and found.start <= (lead.end() if lead else 0) + 8


def _number(number: str) -> re.Pattern[str]:
    parsed = parse_number(number)
    seq = parsed.seq.lstrip("0") if parsed else ""
    rest = number[len(number) - len(number.lstrip("0123456789")) :] if seq.isdigit() else number
    parts = re.split(r"([/-])", rest)
    body = "".join(rf"\s*{re.escape(part)}\s*" if part in "/-" and part else re.escape(part) for part in parts)
    return re.compile(rf"(?<![\w/-])0*{seq if seq.isdigit() else ''}{body}(?![\w/-])", re.IGNORECASE)


# --- the block of bases ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    mark: str
    head: tuple[Record, str] | None


_LEAD_OUT = re.compile(r"\W*(?:Theo (?!quy định)|Xét |Trên cơ sở|Sau khi|Được sự|Thực hiện )", re.IGNORECASE)
_STUB = re.compile(
    r"[ \t]*(?:[-–+•][ \t]*)?(?:C(?:ă|a)n[ \t]+cứ?)?[ \t]*(?:(?:Bộ[ \t]+luật|Luật|Pháp[ \t]+lệnh|Nghị[ \t]+định"
    r"|Nghị[ \t]+quyết|Thông[ \t]+tư|Quyết[ \t]+định|Chỉ[ \t]+thị)(?:[ \t]+số)?)?[ \t]*",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"[ \t]*(?:[-–+•][ \t]*)?C(?:ă|a)n[ \t]+cứ\b", re.IGNORECASE)
# The block stands at the beginning of a draft; what is behind is not looked through for it.
_OPENING = 40_000


def in_block(text: str, at: int) -> bool:
    """A place where a citation is a basis: in the opening block, on an empty line beside it, or behind a `Căn cứ` that
    has just been typed."""
    spans = _raw_spans(text)
    line_start = text.rfind("\n", 0, at) + 1
    line = _line_of(text, line_start)
    if not spans:
        return _BEGINS.match(nfc(line)) is not None and at < _OPENING
    if any(start <= at < end for start, end in spans) and line.strip():
        return True
    begin, end = spans[0][0], spans[-1][1]
    if _BEGINS.match(nfc(line)):
        return begin <= line_start <= end or not text[end:line_start].strip()
    if line.strip():
        return False
    behind = text[end:at] if at >= end else ""
    before = text[at:begin] if at <= begin else ""
    return not behind.strip() and not before.strip() and behind.count("\n") < 2 and before.count("\n") < 3


def _line_of(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def _raw_spans(text: str) -> list[tuple[int, int]]:
    view = cleaned(text[:_OPENING])
    return [view.span(start, end) for start, end in basis_spans(view.text)]


def based(
    text: str,
    at: int,
    record: Record,
    pinpoint: str = "",
    *,
    head_of: HeadOf,
    alone: bool = False,
    party: bool = False,
    normative: bool = False,
) -> Insertion:
    """The document as a line of the block of `text`, at its place by authority and rank; `at` is where the cursor is.

    `alone`: the text is a field of bases only. A line begun at the cursor (`Căn cứ `) is taken away. `party`: a Party
    document, whose lines begin with a dash and whose Party bases come first; `normative`: the last line keeps `;`.
    """
    stub_start, stub_end = _stub(text, at)
    rest = text[:stub_start] + text[stub_end:]
    lines = _lines(rest, head_of)
    for line in lines:
        if line.head is not None and line.head[0].id == record.id and line.head[1] == pinpoint:
            return Insertion(line.start, line.end, rest[line.start : line.end], line.end, "present")
    dash = "- " if party or (lines and re.match(r"[ \t]*[-–]", rest[lines[0].start : lines[0].end])) else ""
    words = f"{dash}Căn cứ {full_citation(record, pinpoint)}"
    if not lines:
        follows = rest[stub_start:].lstrip()
        mark = ";" if _LEAD_OUT.match(follows) or party or normative else "."
        where = len(rest.rstrip()) if alone and rest.strip() else stub_start
        lead = "\n" if where and rest[where - 1] != "\n" else ""
        tail = "\n" if where < len(rest) and rest[where] != "\n" else ""
        new = rest[:where] + lead + words + mark + tail + rest[where:]
        return between(text, new, where + len(lead) + len(words) + 1)
    key = basis_place(record, party)
    above = [i for i, line in enumerate(lines) if line.head is not None and basis_place(line.head[0], party) <= key]
    below = [i for i, line in enumerate(lines) if line.head is not None and basis_place(line.head[0], party) > key]
    slot = above[-1] + 1 if above else below[0] if below else len(lines)
    if slot < len(lines):
        where = lines[slot].start
        new = f"{rest[:where]}{words};\n{rest[where:]}"
        return between(text, new, where + len(words) + 1)
    last = lines[-1]
    body = rest[last.start : last.end].rstrip()
    bare = body.rstrip(";.,:* ")
    ends = last.mark if last.mark in {".", ";"} else ";"
    follows = rest[last.end :].lstrip()
    mark = ";" if _LEAD_OUT.match(follows) else ends
    where = last.start + len(bare)
    new = f"{rest[:where]};\n{words}{mark}{rest[last.start + len(body) :]}"
    return between(text, new, where + 2 + len(words) + 1)


def _stub(text: str, at: int) -> tuple[int, int]:
    """The line begun at the cursor that says nothing yet, with its end of line; nothing else is in it."""
    start = text.rfind("\n", 0, at) + 1
    line = _line_of(text, start)
    if not line.strip() or _STUB.fullmatch(nfc(line)) is None:
        return at, at
    end = start + len(line)
    if end < len(text):
        end += 1
    elif start:
        start -= 1
    return start, end


def _lines(text: str, head_of: HeadOf) -> list[_Line]:
    found: list[_Line] = []
    for start, end in _raw_spans(text):
        if found and text[found[-1].end : start].strip() and not _LEAD_OUT.match(text[found[-1].end : start].lstrip()):
            break
        body = text[start:end].rstrip()
        begin = start + len(text[start:end]) - len(text[start:end].lstrip("\n\r"))
        mark = re.search(r"[;.,:]+$", body.rstrip("* "))
        found.append(_Line(begin, start + len(body), mark[0][-1] if mark else "", head_of(body)))
    return found


def between(old: str, new: str, caret: int) -> Insertion:
    """The smallest replacement that makes `new` of `old`."""
    start = 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    behind = 0
    while behind < most - start and old[len(old) - 1 - behind] == new[len(new) - 1 - behind]:
        behind += 1
    return Insertion(start, len(old) - behind, new[start : len(new) - behind], caret, "basis")
