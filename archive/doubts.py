"""What in our own record keeps an answer from being certain, said in whole sentences in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.agency_calendar import Succession
from archive.dates import format_short
from archive.evidence import disputed_dates
from archive.mismatches import FieldMismatch
from archive.organs import names_no_place
from archive.records import Record
from archive.validity import source_in_vietnamese


@dataclass(frozen=True)
class Doubt:
    """What in our own record keeps an answer from being certain, as a whole sentence in both languages.

    `grave` is True where the answer cannot be relied on for this; False where it stands, but is not confirmed.
    """

    field: str
    vi: str
    en: str
    grave: bool = False


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


def doubtful_record(record: Record, doubtful: frozenset[str]) -> Doubt:
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


def disputed_date(record: Record) -> Doubt:
    why_vi, why_en = _why(record)
    return Doubt(
        "issued",
        f"Các nguồn ghi ngày ban hành khác nhau; hồ sơ của kho ghi {_day(record.issued)}; cần đối chiếu "
        f"bản gốc{why_vi}.",
        f"Sources differ on the date of issue; our record has {record.issued}; check it against the original{why_en}.",
        grave=True,
    )


def unconfirmed(record: Record) -> Doubt:
    why_vi, why_en = _why(record)
    return Doubt(
        "record",
        f"Hồ sơ của kho về văn bản này chưa được xác nhận đầy đủ{why_vi}.",
        f"Our own record of this document is likely right but not confirmed{why_en}.",
    )


SAMPLE = Doubt(
    "record",
    "Đây là văn bản mẫu của một xã không có thật, không phải văn bản để viện dẫn.",
    "This is a sample document of an invented commune, nothing to be cited.",
    grave=True,
)


def read_by_machine(contested: tuple[FieldMismatch, ...]) -> Doubt:
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


def issuer_unknown(record: Record) -> Doubt:
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


def title_unread(record: Record) -> Doubt:
    return Doubt(
        "title",
        "Trích yếu trong hồ sơ của kho chưa được đọc hoặc chưa được xác minh từng chữ, nên không đối "
        "chiếu được trích yếu ghi trong dự thảo.",
        "The title in our own record was not read or its wording is not verified, so the title in the "
        "draft could not be compared.",
    )


_TITLE_NOTE = re.compile(r"(?:trích yếu|title)[^;.]*(?:not checked|unknown|differs|unverified)", re.IGNORECASE)


def title_noted(record: Record) -> bool:
    return bool(_TITLE_NOTE.search(record.note))


def title_unchecked(record: Record) -> Doubt:
    why_vi, why_en = _why(record)
    return Doubt(
        "title",
        f"Trích yếu trong hồ sơ của kho chưa được đối chiếu từng chữ với bản gốc{why_vi}.",
        f"The title in our own record was not checked word by word against the original{why_en}.",
        grave=True,
    )


def impossible_date(record: Record) -> Doubt:
    return Doubt(
        "issued",
        f"Ngày ban hành trong hồ sơ của kho ({_day(record.issued)}) không khớp với năm trong số {record.number}; cần "
        "đối chiếu bản gốc và sửa hồ sơ.",
        f"The date of issue in our own record ({record.issued}) does not fit the year in the number {record.number}; "
        "check the original and correct the record.",
        grave=True,
    )


def another_document(record: Record) -> Doubt:
    return Doubt(
        "record",
        "Ngoài số ra không có gì khớp: có thể số ghi sai, hoặc đây là văn bản khác cùng số mà kho chưa có, không "
        f"phải văn bản ngày {_day(record.issued)}.",
        "Nothing agrees but the number: the number may be wrong, or another document of that number is meant that we "
        f"do not hold, not that of {record.issued}.",
        grave=True,
    )


def other_of_that_name(record: Record) -> Doubt:
    return Doubt(
        "issued",
        f"Kho có văn bản tên này ban hành ngày {_day(record.issued)}. Nếu dự thảo viện dẫn một văn bản khác cùng tên "
        "thì kho chưa có văn bản đó.",
        f"We hold the document of this name of {record.issued}. If another of the same name is meant, it is not held.",
    )


def undated(record: Record) -> Doubt:
    """A number without a year, cited without a date: we hold one of that number, and there may be others."""
    return Doubt(
        "issued",
        f"Số {record.number} được đánh lại theo năm hoặc nhiệm kỳ; viện dẫn không ghi ngày, nên chỉ khớp với văn bản "
        f"duy nhất mà kho có, ngày {_day(record.issued)}.",
        f"{record.number} is counted again each year or term; the citation gives no date and was tied to the only one "
        f"held, of {record.issued}.",
    )


def number_in_part(record: Record) -> Doubt:
    """The number was cited only in part; the rest agrees with this one document."""
    return Doubt(
        "number",
        f"Viện dẫn chỉ ghi một phần số, ký hiệu; hãy ghi đủ: {record.number}.",
        f"The citation gives only part of the number; write it in full: {record.number}.",
    )


def succeeded(followed: Succession) -> Doubt:
    """The body cited and the body of our record are two, of which one took over the other's work."""
    return Doubt(
        "issuer",
        f"{followed.earlier} và {followed.later} là hai cơ quan: từ ngày {_day(followed.day)}, {followed.later} tiếp "
        f"nhận nhiệm vụ của {followed.earlier}; ghi đúng cơ quan đã ban hành văn bản.",
        f"{followed.earlier} and {followed.later} are two bodies: on {followed.day} the latter took over the work of "
        "the former; name the body that issued the document.",
    )


def counted_anew(record: Record, day: date) -> Doubt:
    """In the year of this record two bodies of one name counted their numbers: without a date it may be either's."""
    return Doubt(
        "issuer",
        f"Từ ngày {_day(day)} đơn vị hành chính này được sắp xếp lại và số văn bản đánh lại từ đầu: số {record.number} "
        "có thể là của cơ quan cùng tên trước hoặc sau ngày đó; viện dẫn không ghi ngày nên không phân biệt được.",
        f"On {day} this administrative unit was formed anew and numbering began again: {record.number} may be of the "
        "body of that name before or after that day, and the citation gives no date.",
        grave=True,
    )


def chosen_by_date(record: Record, on: date) -> Doubt:
    """A law cited by its name alone, chosen among several of that name because it alone was in force that day."""
    return Doubt(
        "issued",
        f"Viện dẫn chỉ ghi tên; có nhiều văn bản cùng tên, chọn văn bản số {record.number or '?'} vì chỉ văn bản này "
        f"có hiệu lực vào ngày {_day(on)}.",
        f"Cited by name alone, and several bear that name: {record.number or 'this one'} was chosen because it alone "
        f"was in force on {on}.",
    )


def only_one_known(record: Record, on: date) -> Doubt:
    """A law cited by its name alone; the only one of that name that we know was not in force that day."""
    return Doubt(
        "issued",
        f"Viện dẫn chỉ ghi tên; kho chỉ có văn bản cùng tên số {record.number or '?'}, không còn hiệu lực vào ngày "
        f"{_day(on)}: có thể ý nói văn bản mới cùng tên mà kho chưa có.",
        f"Cited by name alone; the only one of that name held is {record.number or 'this one'}, no longer in force on "
        f"{on}: a newer one of that name may be meant that is not held.",
    )
