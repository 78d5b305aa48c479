"""The finding for one citation: its document, what contradicts it, whether it stands, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from archive import messages
from archive.checking.block import goes_on
from archive.checking.choosing import named_as_amending, stands_for_another
from archive.checking.model import Choice, Finding
from archive.checking.provisions import ProvisionsCited, ending_effect, provisions_cited
from archive.checking.succeeding import acting_document, corresponding, successors, was_replaced
from archive.citations import Gazetteer, find_citations
from archive.dates import format_english, format_short
from archive.differences import Doubt, FieldMismatch
from archive.evidence import LAWS, unreliable
from archive.folding import nfc
from archive.numbers import fold_number
from archive.records import Record
from archive.relations.model import ENDING
from archive.resolving import Holdings, Resolution, resolve
from archive.suggesting import corrected, in_full
from archive.titles_compared import compare_titles
from archive.validity import STATE_NAMES, Validity, validity_at
from archive.wording import basis_line, full_citation, short_citation


@dataclass(frozen=True)
class Checking:
    """What a check is made against; `style` is that of the draft, as `drafted` has it; `read` remembers `reads_as`."""

    text: str
    holdings: Holdings
    on: date
    gazetteer: Gazetteer | None
    style: str = ""
    read: dict[tuple[str, int], bool] = field(default_factory=dict, compare=False, repr=False)


_MOST_CHOICES = 5


def citation_finding(answer: Resolution, check: Checking) -> Finding:
    """What is to be said of one resolved citation."""
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
        if answer.status == "ambiguous":
            base = replace(base, choices=_choices(base, answer.candidates, check))
        return _said(base, speak(citation, answer.candidates))
    if stands_for_another(citation):
        # What its document is wrongly called is said where it is named in full.
        answer = replace(answer, mismatches=())
    answer = replace(answer, mismatches=tuple(each for each in answer.mismatches if not _runs_on(each, record)))
    answer = replace(answer, mismatches=answer.mismatches + _other_style(answer, record))
    base = replace(base, fields=answer.mismatches)
    validity = validity_at(record, check.on)
    behind = nfc(check.text[citation.end : citation.end + 60])
    cited = provisions_cited(citation, record, check.holdings, check.on, behind)
    if named_as_amending(check.text, citation):
        return _amending(replace(base, validity=validity), record, validity)
    early = validity.state == "not_yet" and cited.state is not None and cited.state.state in _STANDING
    doubts = answer.doubts + (() if early else _not_usable(record, validity, check)) + cited.doubts
    return _judged(replace(base, validity=validity, doubts=doubts), answer, record, validity, cited, check)


_STANDING = frozenset({"in_force", "partly_expired"})


def _runs_on(mismatch: FieldMismatch, record: Record) -> bool:
    """The title as read is the held one and the sentence behind it: `về công tác văn thư, Ủy ban nhân dân xã …`."""
    if mismatch.field != "title":
        return False
    if record.type in LAWS and re.match(r"(?:v/v|về)\s", nfc(mismatch.found), re.IGNORECASE):
        return True  # `khoản 5 Điều 4 Luật số … về việc …` says what the clause is about, not what the law is called
    return any(
        compare_titles(mismatch.found[: comma.start()], record.title, record.type).verdict == "same"
        for comma in re.finditer(r"[,;]", mismatch.found)
        if goes_on(mismatch.found[comma.start() :])
    )


_PARTY_STYLE = re.compile(r"\d+[a-z]?-[^\W\d_]+/[^\W\d_]+", re.IGNORECASE)
_STATE_STYLE = re.compile(r"\d+[a-z]?/[^\W\d_]+-[^\W\d_]+", re.IGNORECASE)


_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"})


def _other_style(answer: Resolution, record: Record) -> tuple[FieldMismatch, ...]:
    """The right number written wrongly: in the other system's style (`25/NQ-TW` for the Party's `25-NQ/TW`,
    `749-QĐ/TTg` for the State's `749/QĐ-TTg`; Hướng dẫn 05-HD/VPTW; Nghị định 30/2020/NĐ-CP, Phụ lục I), without
    its tones or with another alphabet's letters (`30/2020/ND-CP`), or with other strokes (`30/2020/NĐ/CP`).
    It was understood."""
    citation = answer.citation
    if citation.number_start < 0 or any(each.field == "number" for each in answer.mismatches):
        return ()
    printed = nfc(citation.text[citation.number_start - citation.start : citation.number_end - citation.start])
    printed = re.sub(r"\s+", "", printed).translate(_DASHES)
    found = (FieldMismatch("number", printed, record.number, citation.number_start, citation.number_end),)
    for ours, other in ((_PARTY_STYLE, _STATE_STYLE), (_STATE_STYLE, _PARTY_STYLE)):
        if ours.fullmatch(record.number) and other.fullmatch(printed):
            return found
    whole = _STATE_NUMBER.fullmatch(record.number) is not None and fold_number(printed) == fold_number(record.number)
    return found if whole and _without_zeros(printed) != _without_zeros(record.number) else ()


_STATE_NUMBER = re.compile(r"\d+[a-z]?/\d{4}/[^\W\d_]+(?:-[^\W\d_]+)+|\d+/\d{4}/QH\d+", re.IGNORECASE)


def _without_zeros(number: str) -> str:
    return number.lstrip("0").casefold()


def _judged(
    base: Finding, answer: Resolution, record: Record, validity: Validity, cited: ProvisionsCited, check: Checking
) -> Finding:
    over = validity.state == "expired"
    if over:
        base = _with_successors(base, record, check)
    fields = answer.mismatches + ((cited.absent,) if cited.absent else ())
    base = replace(base, fields=fields)
    if fields:
        return _mismatched(base, answer, record, validity, cited, check)
    if any(doubt.grave for doubt in base.doubts):
        if cited.meant and not over:
            base = replace(base, suggestion=_worded(base, record, cited.meant))
        return _said(replace(base, verdict="doubtful"), messages.doubtful_message(record, base.doubts))
    if over:
        base = _ended(base, record, check)
        message = messages.expired_message(record, validity, base.successors)
        message = _joined(message, _corresponding_message(base))
    elif cited.ended:
        return _provision_ended(base, record, cited, check)
    else:
        # Of one provision its own state is told: the rest of the document may be expired in part.
        told = cited.state or validity
        base = replace(base, verdict="ok", validity=told)
        message = messages.ok_message(record, told)
    return _said(base, _with_doubts(message, base.doubts))


def _mismatched(
    base: Finding, answer: Resolution, record: Record, validity: Validity, cited: ProvisionsCited, check: Checking
) -> Finding:
    over = validity.state == "expired"
    rival = next((each for each in answer.candidates if each.id != record.id), None)
    new = "" if rival or cited.absent or over else _correction(answer, check)
    base = _suggested(replace(base, verdict="mismatch"), new)
    if rival is not None:
        base = replace(base, choices=_choices(base, (record, rival), check))
    message = messages.mismatch_message(record, base.fields, rival, bool(new))
    if over:
        # What is no longer in force is not to be cited, however it is worded: unless another document may be meant.
        leads = not any(doubt.grave for doubt in base.doubts)
        if leads:
            base = _ended(base, record, check, may_suggest=rival is None)
        also = messages.expired_message(record, validity, base.successors)
        message = _joined(also, message) if leads else _joined(message, also)
    elif cited.ended:
        message = _joined(message, _ended_message(record, cited, check))
    return _said(base, _with_doubts(message, base.doubts))


def _provision_ended(base: Finding, record: Record, cited: ProvisionsCited, check: Checking) -> Finding:
    """The document stands, the provision cited does not: it is expired for this citation."""
    path, state = cited.ended[0]
    effect = ending_effect(record, path, check.on)
    new = acting_document(effect, check.holdings) if effect and effect.kind == "replaces" else None
    base = replace(base, verdict="expired", validity=state, successors=(new,) if new else ())
    return _said(base, _with_doubts(_ended_message(record, cited, check), base.doubts))


def _ended_message(record: Record, cited: ProvisionsCited, check: Checking) -> messages.Message:
    told = [messages.provision_ended(record, p, v, ending_effect(record, p, check.on)) for p, v in cited.ended]
    return " ".join(vi for vi, _ in told), " ".join(en for _, en in told)


def _with_successors(base: Finding, record: Record, check: Checking) -> Finding:
    found = successors(record, check.holdings, check.on)
    pairs = corresponding(record, base.citation.pinpoint, found[0], check.holdings) if len(found) == 1 else ()
    return replace(base, successors=found, corresponding=pairs)


def _corresponding_message(base: Finding) -> messages.Message:
    if not base.corresponding or not base.successors:
        return "", ""
    return messages.corresponding_message(base.successors[0], base.corresponding)


def _ended(base: Finding, record: Record, check: Checking, *, may_suggest: bool = True) -> Finding:
    base = replace(base, verdict="replaced" if was_replaced(record, check.on) else "expired")
    if may_suggest and base.citation.basis and not base.citation.pinpoint:
        base = _succeeded(base, base.successors, check.on)
    return base


def _worded(base: Finding, record: Record, path: str) -> str:
    """The citation with the right pinpoint, as long as it was cited: for a person to copy."""
    return full_citation(record, path) if base.citation.issued else short_citation(record, path)


def _said(finding: Finding, message: messages.Message) -> Finding:
    return replace(finding, message_vi=message[0], message_en=message[1])


def _joined(*parts: messages.Message) -> messages.Message:
    return " ".join(vi for vi, _ in parts if vi), " ".join(en for _, en in parts if en)


def _with_doubts(message: messages.Message, doubts: Sequence[Doubt]) -> messages.Message:
    """The doubts are part of every answer that rests on the record."""
    return _joined(message, *((doubt.vi, doubt.en) for doubt in doubts))


def _suggested(finding: Finding, replacement: str) -> Finding:
    if not replacement:
        return finding
    line = f"Căn cứ {replacement.rstrip(' ;.')};" if finding.citation.basis else replacement
    return replace(finding, replacement=replacement, suggestion=line)


def _not_usable(record: Record, validity: Validity, check: Checking) -> tuple[Doubt, ...]:
    """A document that is not in force yet, or suspended, cannot be relied on, though it is cited correctly.

    A legal normative document comes into force days after it is signed, and may be signed under a law passed but not
    in force yet, so that both begin together: for those it is a remark only.
    """
    if validity.state == "unknown":
        return _end_in_doubt(validity)
    if validity.state not in {"not_yet", "suspended"}:
        return ()
    vi, en = STATE_NAMES[validity.state]
    passed = validity.state == "not_yet" and record.issued is not None and record.issued <= check.on
    return (
        Doubt(
            "effective",
            f"Văn bản {vi} tại ngày {format_short(validity.on)}. {validity.evidence_vi}",
            f"The document is {en} on {format_english(validity.on)}. {validity.evidence_en}",
            grave=not (passed and check.style == "norm"),
        ),
    )


def _end_in_doubt(validity: Validity) -> tuple[Doubt, ...]:
    """Something says that the document has ended, and is not sure enough to be believed: not silence, a warning."""
    if not any(each.kind in ENDING and not each.paths for each in validity.effects):
        return ()
    return (
        Doubt(
            "effective",
            f"Có thể văn bản không còn hiệu lực tại ngày {format_short(validity.on)}. {validity.evidence_vi} "
            "Hãy xác nhận trước khi viện dẫn.",
            f"The document may no longer be in force on {format_english(validity.on)}. {validity.evidence_en} "
            "Confirm it before citing.",
            grave=True,
        ),
    )


def _amending(base: Finding, record: Record, validity: Validity) -> Finding:
    """Right as long as it is named rightly; what it is wrongly called is told, what ended it is not."""
    if base.fields:
        return _said(replace(base, verdict="mismatch"), messages.mismatch_message(record, base.fields, None, False))
    if any(doubt.grave for doubt in base.doubts):
        return _said(replace(base, verdict="doubtful"), messages.doubtful_message(record, base.doubts))
    return _said(replace(base, verdict="ok"), _with_doubts(messages.ok_message(record, validity), base.doubts))


def _correction(answer: Resolution, check: Checking) -> str:
    """A replacement that was itself checked: read again, it means the same document and contradicts it in nothing."""
    record = answer.record
    if record is None or any(doubt.grave for doubt in answer.doubts):
        return ""
    tries = (corrected(check.text, answer.citation, record, answer.mismatches), in_full(answer.citation, record))
    for new in tries:
        if new and reads_as(new, record, check):
            return new
    return ""


def _choices(base: Finding, records: Sequence[Record], check: Checking) -> tuple[Choice, ...]:
    """The citation in full for each document it may mean, as far as our records are good enough for that."""
    found = []
    for record in records[:_MOST_CHOICES]:
        new = "" if unreliable(record) or record.certainty == "doubtful" else in_full(base.citation, record)
        if new and reads_as(new, record, check):
            found.append(Choice(record.id, new))
    return tuple(found)


def reads_as(new: str, record: Record, check: Checking) -> bool:
    """Read again, the words are one citation of this document, beyond doubt, that contradicts it in nothing."""
    key = (new, record.id)
    if key not in check.read:
        check.read[key] = _reads_as(new, record, check)
    return check.read[key]


def _reads_as(new: str, record: Record, check: Checking) -> bool:
    found = [each for each in find_citations(new, check.gazetteer) if not each.nested and each.type != "SELF"]
    if len(found) != 1:
        return False
    again = resolve(found[0], check.holdings)
    doubted = any(doubt.grave for doubt in again.doubts)
    return again.record is not None and again.record.id == record.id and not again.mismatches and not doubted


def _succeeded(finding: Finding, successors: Sequence[Record], on: date) -> Finding:
    """Suggest the successor's line where there is exactly one, sure enough, and in force on that day."""
    if len(successors) != 1 or successors[0].certainty == "doubtful" or unreliable(successors[0]):
        return finding
    new = successors[0]
    if validity_at(new, on).state not in _STANDING or not in_full(finding.citation, new):
        return finding
    # Where sources contradict each other about the end, the line is for a person to read and copy, not to be put in.
    contested = finding.validity is not None and finding.validity.certainty == "doubtful"
    worded = "" if contested else in_full(finding.citation, new)
    return replace(finding, suggestion=basis_line(new), replacement=worded)
