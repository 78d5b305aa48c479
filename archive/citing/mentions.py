"""All mentions of a text put in order: each document in full where it is named first, shortly after (Nghị định
30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6). For when text was moved, so that a short mention came first.

Only what is certain is touched: mentions that were resolved and agree with our record, outside the bases, outside
quotations and outside the titles of others. A document that the bases name is named first there. What is put in was
read again: every mention of the new text means what it meant before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.checking.choosing import named_as_amending, stands_for_another
from archive.checking.correcting import inside_quotation
from archive.citations.model import Citation
from archive.evidence import unreliable
from archive.folding import fold_for_comparison, nfc
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.resolving import Resolution
from archive.suggesting import in_full
from archive.wording import LAWS, full_citation, number_worded

Resolving = Callable[[str], Sequence[Resolution]]
"""Every citation of a text, tied to what is held (`find_citations` and `resolve_all`)."""


@dataclass(frozen=True)
class Edit:
    """Put `words` for `text[start:end]`; `kind` full or short; `document` is the id of the one mentioned."""

    start: int
    end: int
    words: str
    kind: str
    document: int


def mention_edits(text: str, resolving: Resolving) -> list[Edit]:
    """What has to be put so that first mentions are full and later ones short, in the order of the text."""
    answers = resolving(text)
    edits = _edits(text, answers)
    refused: set[int] = set()
    while edits:
        after = put(text, edits)
        strayed = _strayed(text, answers, edits, after, resolving(after))
        if not strayed:
            break
        refused |= strayed
        edits = [edit for edit in edits if edit.document not in refused]
    return edits


def put(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits in it."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*parts, text[at:]])


def _edits(text: str, answers: Sequence[Resolution]) -> list[Edit]:
    edits: list[Edit] = []
    named: set[int] = set()
    for answer in answers:
        citation, record = answer.citation, answer.record
        if record is None or citation.type == "SELF" or citation.nested or stands_for_another(citation):
            continue
        first = record.id not in named
        if citation.basis:
            if not _lacks(citation, record):
                named.add(record.id)
            continue
        if inside_quotation(text, citation.start):
            continue  # what is quoted is no mention of ours
        named.add(record.id)
        if answer.mismatches or any(doubt.grave for doubt in answer.doubts) or unreliable(record):
            continue
        if named_as_amending(text, citation) or any(flag.startswith("amended") for flag in citation.flags):
            continue
        edit = _full(text, citation, record) if first else _short(text, citation, record)
        if edit is not None and (not edits or edits[-1].end <= edit.start):
            edits.append(edit)
    return edits


def _lacks(citation: Citation, record: Record) -> bool:
    if record.type in LAWS:
        return not citation.title
    return not (citation.number and citation.issued and citation.title)


def _full(text: str, citation: Citation, record: Record) -> Edit | None:
    if record.type in LAWS or not _lacks(citation, record):
        return None
    new = in_full(citation, record)
    # The provision stays as it was written.
    place = pinpoint_wording(citation.pinpoint)
    begin = citation.start
    if place:
        begin = _behind_pinpoint(text, citation)
        new = new.removeprefix(f"{place} ")
        if begin < 0 or new.startswith(place):
            return None
    return Edit(begin, citation.end, new, "full", record.id) if new and new != text[begin : citation.end] else None


def _behind_pinpoint(text: str, citation: Citation) -> int:
    """Where the document's own name begins behind the provision: at its type; -1 where that is not seen."""
    before = nfc(text[citation.start : max(citation.number_start, citation.start)])
    at = before.rfind(citation.type)
    return citation.start + at if at >= 0 and citation.number_start >= 0 else -1


def _short(text: str, citation: Citation, record: Record) -> Edit | None:
    """Cut what is behind the number (a law: behind its name); the words before it stay as they are."""
    end = citation.title_end if record.type in LAWS else citation.number_end
    if end < 0 or end >= citation.end:
        return None
    if record.type in LAWS and 0 <= citation.number_start < end:
        return None
    kept = text[citation.start : end]
    if record.type not in LAWS and not kept.endswith(number_worded(record.number)):
        return None  # the number is written in another way: that is for the check to say
    if not _only_facts(text[end : citation.end], record):
        return None
    return Edit(end, citation.end, "", "short", record.id)


def _only_facts(words: str, record: Record) -> bool:
    """Nothing is cut but the document's own date, issuer and subject: no word of the sentence behind it."""
    known = set(fold_for_comparison(f"{full_citation(record)} {record.title} {record.issuer}").split())
    known |= {"ngày", "tháng", "năm", "của", "về", "việc", "số"}
    return all(word in known or word.isdigit() for word in fold_for_comparison(words).split())


def _strayed(
    text: str, before: Sequence[Resolution], edits: Sequence[Edit], after: str, again: Sequence[Resolution]
) -> set[int]:
    """The documents of edits after which some mention means something else."""
    then = [each for each in before if not each.citation.nested]
    now = [each for each in again if not each.citation.nested]
    if len(then) != len(now):
        return {edit.document for edit in edits}
    found: set[int] = set()
    for old, new in zip(then, now, strict=True):
        meant = old.record.id if old.record else None
        if meant != (new.record.id if new.record else None):
            found |= {meant} if meant in {edit.document for edit in edits} else {edit.document for edit in edits}
        elif new.mismatches and not old.mismatches and meant is not None:
            found.add(meant)
    return found
