"""What a finding says to the drafter: what is wrong and what to do, whole sentences in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.citations.model import Citation
from archive.dates import format_short
from archive.differences import Doubt, FieldMismatch, field_name
from archive.evidence import LAWS
from archive.records import Record
from archive.titles_compared import QUOTES, without_about
from archive.validity import STATE_NAMES, Validity
from archive.wording import issuer_worded, short_citation

Message = tuple[str, str]


def named(record: Record) -> str:
    """A record in a sentence, so that two of one number can be told apart: short form, date, issuer."""
    parts = [short_citation(record)] if record.number or record.type in LAWS else [record.type or "văn bản"]
    if record.type in LAWS and record.number:
        parts.append(f"số {record.number}")
    if record.issued:
        parts.append(f"ngày {format_short(record.issued)}")
    issuer = issuer_worded(record)
    if issuer and record.type not in LAWS:
        parts.append(f"của {issuer}")
    return " ".join(parts)


def _shown(value: str, field: str) -> str:
    """A field's value as a reader expects it: dates as 03/6/2013, titles in quotation marks."""
    if field == "issued" and len(value) == 10:
        try:
            return format_short(date.fromisoformat(value))
        except ValueError:  # a day that no calendar has, as it was written
            return value
    return f"“{without_about(value)[1].strip(QUOTES)}”" if field == "title" else value


def mismatch_message(
    record: Record, mismatches: Sequence[FieldMismatch], rival: Record | None, suggested: bool
) -> Message:
    """Every field that is wrong, as cited and as held; and whose title it is, where it is another document's."""
    vi = "; ".join(
        f"{field_name(m.field)[0]} ghi {_shown(m.found, m.field)}, hồ sơ ghi {_shown(m.expected, m.field)}"
        for m in mismatches
    )
    en = "; ".join(
        f"{field_name(m.field)[1]} is given as {_shown(m.found, m.field)}, our record has {_shown(m.expected, m.field)}"
        for m in mismatches
    )
    if rival is not None:
        vi += f"; trích yếu này là của {named(rival)}"
        en += f"; this title is that of {named(rival)}"
    do_vi = "Hãy sửa theo gợi ý." if suggested else "Hãy đối chiếu với bản gốc rồi sửa."
    do_en = "Correct it as suggested." if suggested else "Check it against the original and correct it."
    return (
        f"Viện dẫn không khớp với {named(record)}: {vi}. {do_vi}",
        f"The citation does not agree with {named(record)}: {en}. {do_en}",
    )


def ok_message(record: Record, validity: Validity) -> Message:
    """Nothing to correct; what is known of its validity is said, unknown too."""
    vi, en = STATE_NAMES[validity.state]
    return (
        f"Viện dẫn khớp với {named(record)}; {vi} tại ngày {format_short(validity.on)}. {validity.evidence_vi}",
        f"The citation agrees with {named(record)}; {en} on {validity.on}. {validity.evidence_en}",
    )


def expired_message(record: Record, validity: Validity, successors: Sequence[Record]) -> Message:
    """It is no longer in force; by what it was replaced, as far as known."""
    by_vi = by_en = ""
    if validity.by:
        names = [named(each) for each in successors] or list(validity.by)
        by_vi, by_en = f", đã được thay thế bởi {', '.join(names)}", f" and was replaced by {', '.join(names)}"
    do_vi = "Hãy thay bằng văn bản đang có hiệu lực." if validity.by else "Hãy tìm văn bản đang có hiệu lực thay thế."
    do_en = "Cite what is in force instead." if validity.by else "Look for what is in force instead."
    return (
        f"{named(record)} đã hết hiệu lực tại ngày {format_short(validity.on)}{by_vi}. {do_vi} {validity.evidence_vi}",
        f"{named(record)} is no longer in force on {validity.on}{by_en}. {do_en} {validity.evidence_en}",
    )


def doubtful_message(record: Record, doubts: Sequence[Doubt]) -> Message:
    """What it was tied to, and every grave doubt."""
    grave = [doubt for doubt in doubts if doubt.grave] or list(doubts)
    return (
        f"Viện dẫn được hiểu là {named(record)}, nhưng chưa thể xác nhận. {' '.join(d.vi for d in grave)}",
        f"The citation is taken to mean {named(record)}, but this cannot be confirmed. {' '.join(d.en for d in grave)}",
    )


def ambiguous_message(citation: Citation, candidates: Sequence[Record]) -> Message:
    """Which documents it may mean, and what to add so that it means one."""
    if not candidates:
        return (
            "Viện dẫn quá ngắn để xác định văn bản. Hãy ghi đủ số, ký hiệu, ngày và cơ quan ban hành.",
            "The citation is too short to tell the document. Give its full number, date and issuer.",
        )
    shown = "; ".join(named(record) for record in candidates[:5])
    more_vi = f" và {len(candidates) - 5} văn bản khác" if len(candidates) > 5 else ""
    more_en = f" and {len(candidates) - 5} more" if len(candidates) > 5 else ""
    what_vi, what_en = ("Tên luật", "The name") if not citation.number else ("Số này", "The number")
    if len(candidates) == 1:
        return (
            f"Viện dẫn chưa đủ để xác định; có thể là {shown}. Hãy ghi rõ số, ngày và cơ quan ban hành.",
            f"The citation does not say enough; it may mean {shown}. Give number, date and issuer.",
        )
    return (
        f"{what_vi} ứng với {len(candidates)} văn bản: {shown}{more_vi}. Hãy ghi rõ ngày ban hành và cơ quan ban hành.",
        f"{what_en} fits {len(candidates)} documents: {shown}{more_en}. Give the date of issue and the issuer.",
    )


def not_held_message(citation: Citation, candidates: Sequence[Record]) -> Message:
    """Nothing was compared: the archive cannot say whether the citation is right."""
    near_vi = f" Văn bản gần nhất trong kho: {named(candidates[0])}." if candidates else ""
    near_en = f" The nearest that is held: {named(candidates[0])}." if candidates else ""
    return (
        f"Kho chưa có văn bản này nên không đối chiếu được.{near_vi} Hãy kiểm tra lại số, ngày, cơ quan ban hành, hoặc "
        "nhập văn bản vào kho.",
        f"The archive does not hold this document, so nothing could be compared.{near_en} Check number, date and "
        "issuer, or add the document.",
    )
