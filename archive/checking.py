"""Checking a draft: one finding for every document it cites.

The document's own number in its header, `Luật này` and the like, and documents named inside the title of
another one are no citations to check. The verdicts, the first that fits:

| verdict | when |
| --- | --- |
| not_held | the archive has no such document |
| ambiguous | several documents fit, or the citation is too short to look anything up |
| mismatch | type, number, date, issuer or title contradicts the document's record |
| doubtful | our own record is doubtful, or it is not told whose document is meant, or it is not in force yet |
| replaced, expired | no longer in force on the day asked for, with and without a known successor |
| ok | everything cited agrees; validity may still be unknown, and says so |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive import messages
from archive.citations import Gazetteer, find_citations
from archive.citations.model import Citation
from archive.dates import format_short
from archive.differences import Doubt, FieldMismatch
from archive.evidence import admissible, unreliable
from archive.numbers import parse_number, same_number
from archive.pinpoints_held import missing_pinpoint
from archive.records import Record
from archive.resolving import Holdings, Resolution, resolve, resolve_all
from archive.suggesting import corrected, in_full
from archive.validity import STATE_NAMES, Validity, validity_at
from archive.wording import basis_line

__all__ = ["Finding", "check_text"]


@dataclass(frozen=True)
class Finding:
    """What a check says of one citation; `text == draft[start:end]`.

    `fields` what is wrong, `doubts` what in our own record is not certain. `record` is the document meant (None when
    ambiguous or not held), `validity` its state on the day asked for, `successors` what replaced it.
    `suggestion` is for a person to read and copy: the whole line (`Căn cứ …;`) for a legal basis, else the citation;
    `replacement` is exactly what to put for `draft[start:end]`. Both "" where nothing can be suggested with certainty.
    """

    text: str
    start: int
    end: int
    citation: Citation
    verdict: str
    fields: tuple[FieldMismatch, ...]
    record: Record | None
    candidates: tuple[Record, ...]
    validity: Validity | None
    doubts: tuple[Doubt, ...]
    suggestion: str
    message_vi: str
    message_en: str
    replacement: str = ""
    successors: tuple[Record, ...] = ()


def check_text(
    text: str, holdings: Holdings, on: date | None = None, gazetteer: Gazetteer | None = None
) -> list[Finding]:
    """Findings for all document citations of `text`, in order; validity is asked for the day `on` (None: today)."""
    day = on or date.today()
    citations = citations_to_check(text, find_citations(text, gazetteer))
    answers = resolve_all(citations, holdings)
    return [_finding(text, answer, holdings, day, gazetteer) for answer in answers]


def citations_to_check(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """Without references to the document itself, nested ones, blank numbers, and the document's own number."""
    header = next((each for each in citations if _in_header(text, each)), None)
    return sorted(
        (
            each
            for each in citations
            if each.type != "SELF"
            and not each.nested
            and "blank_number" not in each.flags
            and each is not header
            and not (header is not None and _is_own(each, header))
        ),
        key=lambda each: (each.start, each.end),
    )


_HEADER = re.compile(r"^\W*(?:số|só|sô|s6)\b", re.IGNORECASE)
_BODY = re.compile(r"^\W*(?:căn cứ|điều 1|kính gửi)\b", re.IGNORECASE | re.MULTILINE)


def _in_header(text: str, citation: Citation) -> bool:
    """`Số: 15/QĐ-UBND` at the beginning of a line, before the bases: the document's own number."""
    if not citation.number and "blank_number" not in citation.flags:
        return False
    line = text.rfind("\n", 0, citation.start) + 1
    before = text[line : citation.start]
    if not _HEADER.match(before + citation.text) or before.strip(" \t|*_:.") not in {"", "Số", "số", "SỐ"}:
        return False
    body = _BODY.search(text)
    return body is None or citation.start < body.start()


def _is_own(citation: Citation, header: Citation) -> bool:
    """The document's own number again, as in `ban hành kèm theo Quyết định số …` over its annex."""
    return (
        bool(header.number)
        and bool(citation.number)
        and same_number(citation.number, header.number)
        and (citation.issued is None or header.issued is None or citation.issued == header.issued)
    )


def _finding(text: str, answer: Resolution, holdings: Holdings, on: date, gazetteer: Gazetteer | None) -> Finding:
    citation, record = answer.citation, answer.record
    base = Finding(
        text=citation.text,
        start=citation.start,
        end=citation.end,
        citation=citation,
        verdict=answer.status,
        fields=answer.mismatches,
        record=record,
        candidates=answer.candidates,
        validity=None,
        doubts=answer.doubts,
        suggestion="",
        message_vi="",
        message_en="",
    )
    if record is None:
        speak = messages.not_held_message if answer.status == "not_held" else messages.ambiguous_message
        return _said(base, speak(citation, answer.candidates))
    validity = validity_at(record, on)
    base = replace(base, validity=validity, doubts=answer.doubts + _not_usable(record, validity))
    over = validity.state == "expired"
    successors = _successors(record, holdings, on) if over else ()
    base = replace(base, successors=successors)
    absent = _absent_provision(answer, holdings)
    fields = answer.mismatches + ((absent,) if absent else ())
    base = replace(base, fields=fields)
    if fields:
        rival = next((each for each in answer.candidates if each.id != record.id), None)
        new = "" if rival or absent or over else _correction(text, answer, holdings, gazetteer)
        base = _suggested(replace(base, verdict="mismatch"), new)
        vi, en = messages.mismatch_message(record, fields, rival, bool(new))
        # What is no longer in force is not to be cited, however it is worded: unless another document may be meant.
        if over and not any(doubt.grave for doubt in base.doubts):
            base = replace(base, verdict="replaced" if validity.by else "expired")
            if citation.basis and not citation.pinpoint and rival is None:
                base = _succeeded(base, successors, on)
        if over:
            also_vi, also_en = messages.expired_message(record, validity, successors)
            leads = base.verdict != "mismatch"
            vi, en = (f"{also_vi} {vi}", f"{also_en} {en}") if leads else (f"{vi} {also_vi}", f"{en} {also_en}")
        return _said(base, (_with_doubts(vi, base.doubts, 0), _with_doubts(en, base.doubts, 1)))
    if any(doubt.grave for doubt in base.doubts):
        return _said(replace(base, verdict="doubtful"), messages.doubtful_message(record, base.doubts))
    if over:
        base = replace(base, verdict="replaced" if validity.by else "expired")
        if citation.basis and not citation.pinpoint:
            base = _succeeded(base, successors, on)
        vi, en = messages.expired_message(record, validity, successors)
    else:
        base = replace(base, verdict="ok")
        vi, en = messages.ok_message(record, validity)
    return _said(base, (_with_doubts(vi, base.doubts, 0), _with_doubts(en, base.doubts, 1)))


def _absent_provision(answer: Resolution, holdings: Holdings) -> FieldMismatch | None:
    """The article or clause cited that the document held does not have; asked only of holdings that know paths."""
    paths = getattr(holdings, "paths", None)
    if paths is None or answer.record is None or not answer.citation.pinpoint or unreliable(answer.record):
        return None
    return missing_pinpoint(answer.citation, answer.record, paths(answer.record.id))


def _said(finding: Finding, message: messages.Message) -> Finding:
    return replace(finding, message_vi=message[0], message_en=message[1])


def _with_doubts(message: str, doubts: Sequence[Doubt], language: int) -> str:
    """The doubts are part of every answer that rests on the record."""
    return " ".join([message, *((doubt.vi, doubt.en)[language] for doubt in doubts)])


def _suggested(finding: Finding, replacement: str) -> Finding:
    if not replacement:
        return finding
    line = f"Căn cứ {replacement.rstrip(' ;.')};" if finding.citation.basis else replacement
    return replace(finding, replacement=replacement, suggestion=line)


def _not_usable(record: Record, validity: Validity) -> tuple[Doubt, ...]:
    """A document that is not in force yet, or suspended, cannot be relied on, though it is cited correctly."""
    if validity.state not in {"not_yet", "suspended"}:
        return ()
    vi, en = STATE_NAMES[validity.state]
    return (
        Doubt(
            "effective",
            f"Văn bản {vi} tại ngày {format_short(validity.on)}. {validity.evidence_vi}",
            f"The document is {en} on {validity.on}. {validity.evidence_en}",
            grave=True,
        ),
    )


def _correction(text: str, answer: Resolution, holdings: Holdings, gazetteer: Gazetteer | None) -> str:
    """A replacement that was itself checked: read again, it means the same document and contradicts it in nothing."""
    record = answer.record
    if record is None or any(doubt.grave for doubt in answer.doubts):
        return ""
    for new in (corrected(text, answer.citation, record, answer.mismatches), in_full(answer.citation, record)):
        if new and _reads_as(new, record, holdings, gazetteer):
            return new
    return ""


def _reads_as(new: str, record: Record, holdings: Holdings, gazetteer: Gazetteer | None) -> bool:
    found = [each for each in find_citations(new, gazetteer) if not each.nested and each.type != "SELF"]
    if len(found) != 1:
        return False
    again = resolve(found[0], holdings)
    return again.record is not None and again.record.id == record.id and not again.mismatches


_LONGEST_CHAIN = 8


def _successors(record: Record, holdings: Holdings, on: date) -> tuple[Record, ...]:
    """What replaced a document and stands on the day `on`, along the chain of replacements; () where it is not held."""
    found: list[Record] = []
    open_ones, seen = [record], {record.id}
    for _ in range(_LONGEST_CHAIN):
        following: list[Record] = []
        for each in open_ones:
            for number in each.replaced_by:
                following += [r for r in _by_number(number, holdings) if r.id not in seen]
        if not following:
            break
        seen.update(each.id for each in following)
        open_ones = []
        for each in following:
            state = validity_at(each, on).state
            (open_ones if state == "expired" and each.replaced_by else found).append(each)
    return tuple(found)


def _by_number(number: str, holdings: Holdings) -> list[Record]:
    """The one document a source names by number alone; none where several bear the number."""
    records = admissible(holdings.by_number(number)) if parse_number(number) else ()
    return list(records) if len(records) == 1 else []


def _succeeded(finding: Finding, successors: Sequence[Record], on: date) -> Finding:
    """Suggest the successor's line where there is exactly one, sure enough, and in force on that day."""
    if len(successors) != 1 or successors[0].certainty == "doubtful" or unreliable(successors[0]):
        return finding
    new = successors[0]
    if validity_at(new, on).state not in {"in_force", "partly_expired"} or not in_full(finding.citation, new):
        return finding
    return replace(finding, suggestion=basis_line(new), replacement=in_full(finding.citation, new))
