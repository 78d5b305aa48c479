"""What a record says of itself: its own days, and the dated status that its source states.

| known | answer at `on` |
| --- | --- |
| on is before the day of issue, or of effect | not_yet |
| expiry day known and reached | expired (the expiry day is the first day without force) |
| effect known, expiry known, in between | in_force |
| status says in force (CHL) as of a day | in_force from the day of effect; if unknown, from the as-of day |
| status says expired (HHL), day unknown | expired from the as-of day on; before it unknown |
| status says partly expired (HHL1P) | partly_expired from the day of effect; if unknown, from the as-of day |
| status says suspended (NHL) | suspended from the as-of day on; before it unknown |
| status says not yet (CCHL), day of effect known | not_yet until it, then in_force |
| not determined (KXD), or no status | unknown |

A status holds for its as-of day. After it, it is carried on, with certainty no better than `likely`: the sources lag,
and nobody looked since. A status without an as-of day is not dated evidence and gives unknown.
"""

from __future__ import annotations

from datetime import date

from archive.dates import format_short
from archive.records import Record
from archive.validity.model import Answer, worst

_STATUS_NAMES: dict[str, tuple[str, str]] = {
    "CHL": ("còn hiệu lực", "in force"),
    "HHL": ("hết hiệu lực toàn bộ", "expired"),
    "HHL1P": ("hết hiệu lực một phần", "partly expired"),
    "NHL": ("ngưng hiệu lực", "suspended"),
    "CCHL": ("chưa có hiệu lực", "not yet in force"),
    "KXD": ("chưa xác định", "not determined"),
}


def first_day(record: Record) -> date | None:
    """First day of force where the record gives one. Nothing is in force before it was issued."""
    if record.effective is None:
        return None
    return max(record.effective, record.issued or record.effective)


def before_first_day(record: Record, on: date) -> bool:
    """Not issued, or not in force by its own days."""
    start = first_day(record)
    return (record.issued is not None and on < record.issued) or (start is not None and on < start)


def stated(record: Record, on: date, expired: date | None) -> Answer:
    """The answer of the record alone, `expired` being taken as its first day without force."""
    start = first_day(record)
    if record.issued is not None and on < record.issued:
        vi, en = f"Đến ngày {format_short(record.issued)} mới được ban hành", f"Issued only on {record.issued}"
        return _answer(record, "not_yet", vi, en, ends=start)
    if start is not None and on < start:
        vi, en = f"Có hiệu lực từ ngày {format_short(start)}", f"In force from {start}"
        return _answer(record, "not_yet", vi, en, ends=start)
    if expired is not None:
        return _with_expiry(record, expired, start, on)
    return _by_status(record, start, on)


def sourced(record: Record) -> str:
    """How sure the source's facts of force are: never surer than what document they are of."""
    return worst(record.status_certainty or record.certainty, record.certainty)


def status_named(record: Record) -> tuple[str, str]:
    """The source's status in words and its day, as clauses. Only for a status with a day."""
    name_vi, name_en = _STATUS_NAMES[record.status]
    day = record.as_of
    assert day is not None
    return f"nguồn ghi {name_vi} tại ngày {format_short(day)}", f"the source says {name_en} as of {day}"


def _answer(record: Record, state: str, vi: str, en: str, at_best: str = "sure", ends: date | None = None) -> Answer:
    return Answer(state, vi, en, worst(sourced(record), at_best), by=record.replaced_by, ends=ends)


def _with_expiry(record: Record, expired: date, start: date | None, on: date) -> Answer:
    day = format_short(expired)
    if on >= expired:
        still = record.status in {"CHL", "CCHL"} and record.as_of is not None and record.as_of >= expired
        by_vi = f", được thay thế bởi {', '.join(record.replaced_by)}" if record.replaced_by else ""
        by_en = f", replaced by {', '.join(record.replaced_by)}" if record.replaced_by else ""
        return _answer(
            record,
            "expired",
            f"Hết hiệu lực từ ngày {day}{by_vi}" + ("; nguồn vẫn ghi còn hiệu lực" if still else ""),
            f"Expired on {expired}{by_en}" + ("; the source still says in force" if still else ""),
            "doubtful" if still else "sure",
        )
    if start is not None and record.status in {"NHL", "HHL1P"} and record.as_of is not None:
        return _by_status(record, start, on, expired)
    if start is not None:
        vi = f"Có hiệu lực từ ngày {format_short(start)}, đến trước ngày {day}"
        return _answer(record, "in_force", vi, f"In force from {start} until before {expired}", ends=expired)
    if record.status == "CHL" and record.as_of is not None and on >= record.as_of:
        return _by_status(record, start, on, expired)
    return _answer(
        record,
        "unknown",
        f"Hết hiệu lực từ ngày {day}; chưa rõ có hiệu lực từ ngày nào",
        f"Expired on {expired}; the day it came into force is not known",
        ends=expired,
    )


def _by_status(record: Record, start: date | None, on: date, ends: date | None = None) -> Answer:
    """No expiry day decides: only the source's dated statement can."""
    as_of, status = record.as_of, record.status
    if as_of is None or status not in _STATUS_NAMES or status == "KXD":
        return _unknown(record)
    said_vi, said_en = status_named(record)
    vi, en = f"{said_vi[:1].upper()}{said_vi[1:]}", f"{said_en[:1].upper()}{said_en[1:]}"
    if on > as_of:
        vi, en = f"{vi}, chưa kiểm tra lại từ đó", f"{en}, not checked since"
    carried = "likely" if on > as_of else "sure"
    reached = on >= as_of
    if status == "CHL" and (reached or start is not None):
        return _answer(record, "in_force", vi, en, carried, ends)
    if status == "HHL" and reached:
        return _answer(record, "expired", f"{vi}; chưa rõ từ ngày nào", f"{en}; the day is not known")
    if status == "HHL1P" and (reached or start is not None):
        # In force at least in part since `start`; when the part fell away is not known.
        return _answer(record, "partly_expired", vi, en, carried if reached else "likely", ends)
    if status == "NHL" and reached:
        return _answer(record, "suspended", vi, en, carried, ends)
    if status == "CCHL" and start is not None:
        started_vi, started_en = f"Có hiệu lực từ ngày {format_short(start)}", f"In force from {start}"
        return _answer(record, "in_force", started_vi, started_en, "likely", ends)
    if status == "CCHL" and on <= as_of:
        return _answer(record, "not_yet", vi, en)
    vi, en = f"{vi}; trước hay sau đó thì chưa rõ", f"{en}; at another day it is not known"
    return _answer(record, "unknown", vi, en, "likely", ends)


def _unknown(record: Record) -> Answer:
    if record.status in _STATUS_NAMES and record.status != "KXD":
        name_vi, name_en = _STATUS_NAMES[record.status]
        vi = f"Nguồn ghi {name_vi} nhưng không nêu tại ngày nào"
        return _answer(record, "unknown", vi, f"The source says {name_en} but not as of which day", "likely")
    vi = "Chưa xác định được hiệu lực"
    return _answer(record, "unknown", vi, "Validity could not be determined", "likely")
