"""What a citation and its document disagree in, and what in our own record is doubtful.

A record that is itself doubtful never silently confirms or refutes a draft: where it would contradict in the
field it is doubtful in, that is said as a doubt, not as a mismatch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.citations.model import Citation
from archive.dates import format_short
from archive.evidence import (
    Evidence,
    cited_year,
    disputed_dates,
    doubtful_fields,
    implausible_date,
    impossible_date,
    unreliable,
)
from archive.folding import unaccent
from archive.numbers import same_number
from archive.organs import names_no_place
from archive.records import Record
from archive.titles_compared import NEAR, title_certain, title_read
from archive.validity import source_in_vietnamese


@dataclass(frozen=True)
class FieldMismatch:
    """A field in which the citation contradicts its document.

    `field`: type, number, issued, issuer, title or pinpoint. `found` as cited and `expected` as held (dates in ISO
    form; a law cited by year has that year as `found`, a day that no calendar has stands as written).
    `start`, `end`: the place in the text, -1 where the text does not show it apart.
    """

    field: str
    found: str
    expected: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Doubt:
    """What in our own record keeps an answer from being certain, as a whole sentence in both languages.

    `grave` is True where the answer cannot be relied on for this; False where it stands, but is not confirmed.
    """

    field: str
    vi: str
    en: str
    grave: bool = False


def differences(citation: Citation, chosen: Evidence) -> tuple[tuple[FieldMismatch, ...], tuple[Doubt, ...]]:
    """Mismatches and doubts of a citation against the record it was tied to."""
    record = chosen.record
    doubtful = doubtful_fields(record)
    found = _mismatches(citation, chosen)
    if unreliable(record):
        return (), tuple(_doubts(citation, chosen, doubtful, tuple(found), ()))
    kept = tuple(each for each in found if each.field not in doubtful or not _in_doubt(each, chosen))
    contested = tuple(each for each in found if each not in kept)
    return kept, tuple(_doubts(citation, chosen, doubtful, contested, kept))


def _in_doubt(mismatch: FieldMismatch, chosen: Evidence) -> bool:
    """A doubtful record refutes nothing; nor does one whose date is disputed, or at odds with its own number."""
    return chosen.record.certainty == "doubtful" or chosen.possible or implausible_date(chosen.record)


def _mismatches(citation: Citation, chosen: Evidence) -> list[FieldMismatch]:
    record = chosen.record
    found: list[FieldMismatch] = []
    if chosen.type is False:
        found.append(FieldMismatch("type", citation.type, record.type, *_type_span(citation)))
    if citation.number and record.number and not same_number(citation.number, record.number):
        span = (citation.number_start, citation.number_end)
        found.append(FieldMismatch("number", citation.number, record.number, *span))
    if chosen.issued is False and citation.issued and record.issued:
        span = (citation.issued_start, citation.issued_end)
        found.append(FieldMismatch("issued", citation.issued.isoformat(), record.issued.isoformat(), *span))
    elif (written := impossible_date(citation)) and record.issued:
        span = (citation.issued_start, citation.issued_end)
        found.append(FieldMismatch("issued", written, record.issued.isoformat(), *span))
    elif citation.issued is None and chosen.year is False and record.issued:
        found.append(FieldMismatch("issued", str(cited_year(citation)), record.issued.isoformat()))
    if chosen.issuer is False or chosen.term is False:
        cited = citation.issuer
        if chosen.term is False and citation.term and citation.term not in cited:
            cited = f"{cited} khóa {citation.term}".strip()
        found.append(FieldMismatch("issuer", cited, record.issuer, *_issuer_span(citation)))
    if chosen.title.verdict == "different":
        span = (citation.title_start, citation.title_end)
        found.append(FieldMismatch("title", citation.title, title_read(record.title), *span))
    return found


def _type_span(citation: Citation) -> tuple[int, int]:
    """The type word at its first place in the citation's text, compared without marks (they may be damaged)."""
    plain, word = unaccent(citation.text).lower(), unaccent(citation.type).lower()
    at = plain.find(word) if len(plain) == len(citation.text) else -1
    return (citation.start + at, citation.start + at + len(word)) if at >= 0 else (-1, -1)


_BY = re.compile(r"\bcủa\s+", re.IGNORECASE)
_AFTER_ISSUER = re.compile(
    r"\s*(?:,|;|\bvề\b|\bquy định\b|\bban hành\b|\bphê duyệt\b|\bhướng dẫn\b|\bsửa đổi\b|[“\"]|\bngày\b)", re.IGNORECASE
)


def _issuer_span(citation: Citation) -> tuple[int, int]:
    """The words between `của` and what follows the issuer, after the number; (-1, -1) where this is not clear."""
    begin = citation.number_end - citation.start if citation.number_end >= 0 else 0
    by = _BY.search(citation.text, begin)
    if by is None:
        return -1, -1
    after = _AFTER_ISSUER.search(citation.text, by.end())
    end = after.start() if after else len(citation.text)
    return (citation.start + by.end(), citation.start + end) if end > by.end() else (-1, -1)


def _doubts(
    citation: Citation,
    chosen: Evidence,
    doubtful: frozenset[str],
    contested: tuple[FieldMismatch, ...],
    mismatches: tuple[FieldMismatch, ...],
) -> list[Doubt]:
    record = chosen.record
    doubts: list[Doubt] = []
    if record.sample:
        doubts.append(_SAMPLE)
    elif record.certainty == "unconfirmed":
        doubts.append(_read_by_machine(contested))
    elif record.certainty == "doubtful":
        doubts.append(_doubtful_record(record, doubtful))
    elif contested:
        doubts.append(_impossible_date(record) if implausible_date(record) else _disputed_date(record))
    elif record.certainty == "likely":
        doubts.append(_unconfirmed(record))
    if chosen.shared and chosen.issuer is None:
        doubts.append(_issuer_unknown(record))
    if citation.title and record.title and not title_certain(record.title):
        doubts.append(_title_unread(record))
    elif any(each.field == "title" for each in mismatches) and _title_noted(record):
        doubts.append(_title_unchecked(record))
    if _perhaps_another(chosen, {each.field for each in mismatches}):
        doubts.append(_another_document(record))
    return doubts


def _perhaps_another(chosen: Evidence, wrong: set[str]) -> bool:
    """Only the number agrees: the date lies in another series, or the title is altogether another one.

    Numbers are used again each year or term, and some ministries' decrees even within a year (`01/2022/NĐ-CP`).
    """
    other_title = chosen.title.verdict == "different" and chosen.title.score < NEAR
    if "issued" in wrong:
        return other_title or (chosen.series is False and chosen.title.verdict != "same")
    return other_title and chosen.issued is None


def _why(record: Record) -> tuple[str, str]:
    """The source and the note of a record, as a tail to a sentence."""
    parts_vi = [f"nguồn: {source_in_vietnamese(record.source)}"] if record.source else []
    parts_en = [f"source: {record.source}"] if record.source else []
    if record.note:
        parts_vi.append(f"ghi chú của nguồn: “{record.note}”")
        parts_en.append(f"note: “{record.note}”")
    return (f" ({'; '.join(parts_vi)})" if parts_vi else "", f" ({'; '.join(parts_en)})" if parts_en else "")


_FIELD_NAMES = {
    "type": ("tên loại", "type"),
    "number": ("số, ký hiệu", "number"),
    "issued": ("ngày ban hành", "date of issue"),
    "issuer": ("cơ quan ban hành", "issuer"),
    "title": ("trích yếu", "title"),
    "pinpoint": ("điều, khoản", "article or clause"),
}


def field_name(field: str) -> tuple[str, str]:
    """A field's name for a reader, in Vietnamese and English."""
    return _FIELD_NAMES.get(field, (field, field))


def _day(day: date | None) -> str:
    return format_short(day) if day else "?"


def _doubtful_record(record: Record, doubtful: frozenset[str]) -> Doubt:
    why_vi, why_en = _why(record)
    if doubtful == {"issued"}:
        others = sorted(disputed_dates(record))
        or_vi = f", cũng có thể là {', '.join(_day(day) for day in others)}" if others else ""
        or_en = f", or {', '.join(day.isoformat() for day in others)}" if others else ""
        return Doubt(
            "issued",
            f"Ngày ban hành trong hồ sơ của kho ({_day(record.issued)}{or_vi}) chưa xác minh được, nên không "
            f"xác nhận cũng không bác bỏ ngày ghi trong dự thảo; cần đối chiếu bản gốc{why_vi}.",
            f"The date of issue in our own record ({record.issued}{or_en}) could not be verified, so it "
            f"neither confirms nor refutes the date in the draft; check it against the original{why_en}.",
            grave=True,
        )
    names = [_FIELD_NAMES[name] for name in ("type", "number", "issued", "issuer") if name in doubtful]
    return Doubt(
        "record",
        f"Hồ sơ của kho về văn bản này chưa chắc chắn ({', '.join(vi for vi, _ in names)}), nên không "
        f"xác nhận cũng không bác bỏ dự thảo; cần đối chiếu bản gốc{why_vi}.",
        f"Our own record of this document is doubtful ({', '.join(en for _, en in names)}), so it neither confirms nor "
        f"refutes the draft; check it against the original{why_en}.",
        grave=True,
    )


def _disputed_date(record: Record) -> Doubt:
    why_vi, why_en = _why(record)
    return Doubt(
        "issued",
        f"Các nguồn ghi ngày ban hành khác nhau; hồ sơ của kho ghi {_day(record.issued)}; cần đối chiếu "
        f"bản gốc{why_vi}.",
        f"Sources differ on the date of issue; our record has {record.issued}; check it against the original{why_en}.",
        grave=True,
    )


def _unconfirmed(record: Record) -> Doubt:
    why_vi, why_en = _why(record)
    return Doubt(
        "record",
        f"Hồ sơ của kho về văn bản này chưa được xác nhận đầy đủ{why_vi}.",
        f"Our own record of this document is likely right but not confirmed{why_en}.",
    )


_SAMPLE = Doubt(
    "record",
    "Đây là văn bản mẫu của một xã không có thật, không phải văn bản để viện dẫn.",
    "This is a sample document of an invented commune, nothing to be cited.",
    grave=True,
)


def _read_by_machine(contested: tuple[FieldMismatch, ...]) -> Doubt:
    """What nobody confirmed says neither yes nor no; where the citation differs, that is said."""
    names = [field_name(each.field) for each in contested]
    but_vi = f" Viện dẫn khác với tệp ở: {', '.join(vi for vi, _ in names)}." if names else ""
    but_en = f" The citation differs from the file in: {', '.join(en for _, en in names)}." if names else ""
    return Doubt(
        "record",
        "Thông tin của văn bản này được đọc từ tệp, chưa có người xác nhận; hãy xác nhận văn bản đó." + but_vi,
        "The facts of this document were read off its file and no person has confirmed them; confirm that document."
        + but_en,
        grave=True,
    )


def _issuer_unknown(record: Record) -> Doubt:
    if not record.issuer or names_no_place(record.issuer):
        return Doubt(
            "issuer",
            "Số này nhiều cơ quan cùng dùng và hồ sơ của kho không ghi rõ là của cơ quan nào, ở đâu; hãy bổ sung cơ "
            "quan ban hành vào hồ sơ văn bản.",
            "Many bodies use this number and our own record does not say whose it is; complete its issuer.",
            grave=True,
        )
    return Doubt(
        "issuer",
        "Số này nhiều cơ quan cùng dùng và viện dẫn không nêu rõ cơ quan ban hành; kho chỉ có văn bản "
        f"của {record.issuer}.",
        f"Many bodies use this number and the citation does not say whose it is; we hold only that of {record.issuer}.",
        grave=True,
    )


def _title_unread(record: Record) -> Doubt:
    return Doubt(
        "title",
        "Trích yếu trong hồ sơ của kho chưa được đọc hoặc chưa được xác minh từng chữ, nên không đối "
        "chiếu được trích yếu ghi trong dự thảo.",
        "The title in our own record was not read or its wording is not verified, so the title in the "
        "draft could not be compared.",
    )


_TITLE_NOTE = re.compile(r"(?:trích yếu|title)[^;.]*(?:not checked|unknown|differs|unverified)", re.IGNORECASE)


def _title_noted(record: Record) -> bool:
    return bool(_TITLE_NOTE.search(record.note))


def _title_unchecked(record: Record) -> Doubt:
    why_vi, why_en = _why(record)
    return Doubt(
        "title",
        f"Trích yếu trong hồ sơ của kho chưa được đối chiếu từng chữ với bản gốc{why_vi}.",
        f"The title in our own record was not checked word by word against the original{why_en}.",
        grave=True,
    )


def _impossible_date(record: Record) -> Doubt:
    return Doubt(
        "issued",
        f"Ngày ban hành trong hồ sơ của kho ({_day(record.issued)}) không khớp với năm trong số {record.number}; cần "
        "đối chiếu bản gốc và sửa hồ sơ.",
        f"The date of issue in our own record ({record.issued}) does not fit the year in the number {record.number}; "
        "check the original and correct the record.",
        grave=True,
    )


def _another_document(record: Record) -> Doubt:
    return Doubt(
        "record",
        "Ngoài số ra không có gì khớp: có thể số ghi sai, hoặc đây là văn bản khác cùng số mà kho chưa có, không "
        f"phải văn bản ngày {_day(record.issued)}.",
        "Nothing agrees but the number: the number may be wrong, or another document of that number is meant that we "
        f"do not hold, not that of {record.issued}.",
        grave=True,
    )
