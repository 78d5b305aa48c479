"""The corrected wording of a citation that contradicts its document: only the wrong parts, in the draft's own style.

Quotations are never rewritten, except for a wrong title itself, which keeps the quotation marks it stood in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.citations.model import Citation
from archive.dates import format_long, format_short
from archive.differences import FieldMismatch
from archive.records import Record
from archive.titles_compared import title_certain, without_about
from archive.wording import LAWS, full_citation, issuer_worded, law_name, number_worded, small_start, subject_worded

Edit = tuple[int, int, str]


def corrected(text: str, citation: Citation, record: Record, mismatches: Sequence[FieldMismatch]) -> str:
    """The citation with its wrong parts replaced; in full wording where a wrong part has no place of its own in `text`.

    "" where the record does not hold what would have to be written.
    """
    edits: list[Edit] = []
    for mismatch in mismatches:
        edit = _edit(text, mismatch, record)
        if edit is None:
            return in_full(citation, record)
        edits.append(edit)
    edits.sort()
    if any(a[1] > b[0] for a, b in pairwise(edits)):
        return in_full(citation, record)
    parts, at = [], citation.start
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at : citation.end]])


def in_full(citation: Citation, record: Record) -> str:
    """The whole citation as Nghị định 30/2020/NĐ-CP words it; "" where the record lacks number, date or title."""
    if not record.issued or not title_certain(record.title):
        return ""
    return full_citation(record, citation.pinpoint)


def _edit(text: str, mismatch: FieldMismatch, record: Record) -> Edit | None:
    start, end = mismatch.start, mismatch.end
    if start < 0 or end <= start or end > len(text):
        return None
    old = text[start:end]
    if mismatch.field == "issued" and record.issued:
        return _date_edit(old, start, record)
    if mismatch.field == "title" and record.type in LAWS:
        return start, end, law_name(record)
    if mismatch.field == "title":
        return _title_edit(text, start, end, record)
    new = {
        "type": record.type,
        "number": number_worded(record.number),
        "issuer": issuer_worded(record),
    }.get(mismatch.field, "")
    return (start, end, new) if new else None


_LEAD = re.compile(r"^\s*ngày\s+", re.IGNORECASE)


def _date_edit(old: str, start: int, record: Record) -> Edit | None:
    if record.issued is None:
        return None
    lead = _LEAD.match(old)
    kept = lead.end() if lead else 0
    body = old[kept:]
    if "tháng" in body.lower():
        new = format_long(record.issued).removeprefix("ngày ")
    else:
        separators = set(re.findall(r"[/.-]", body))
        new = format_short(record.issued)
        if len(separators) == 1:
            new = new.replace("/", separators.pop())
    return start + kept, start + len(old.rstrip()), new.upper() if body.isupper() else new


_OPENING = "\"“«‘'*"
_CLOSING = "\"”»’'*"


def _title_edit(text: str, start: int, end: int, record: Record) -> Edit | None:
    """Replace the title between its connecting words and inside its quotation marks."""
    subject = subject_worded(record)
    if not subject:
        return None
    old = text[start:end].rstrip()
    end = start + len(old)
    about, rest = without_about(old)
    begin = start + len(old) - len(rest)
    if not about:  # the connecting words may stand before the span
        before = re.search(r"(?:về việc|về)\s*[“\"«‘*]*\s*$", text[max(0, start - 16) : start], re.IGNORECASE)
        about = before[0].strip() if before else ""
    new_about, bare = without_about(subject)
    while begin < end and text[begin] in _OPENING:
        begin += 1
    while end > begin and text[end - 1] in _CLOSING:
        end -= 1
    quoted = begin > 0 and text[begin - 1] in _OPENING
    if about and not new_about and not quoted:
        # `về` does not go with `quy định …`: the held title brings its own connecting words.
        lead = start if without_about(old)[0] else None
        return (lead, end, subject) if lead is not None else None
    if not about and new_about and not quoted:
        return begin, end, subject
    capital = quoted and text[begin : begin + 1].isupper()
    return begin, end, f"{bare[:1].upper()}{bare[1:]}" if capital else small_start(bare)
