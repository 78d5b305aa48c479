"""Validity of a document at a date, from what its record really says.

The rule of the house (`domain/facts.md` section 3): unknown is a state; nothing is in force for want of knowledge.

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

A status holds for its as-of day. After it, it is carried on, with `certainty` no better than `likely`: the sources lag,
and nobody looked since. A status without an as-of day is not dated evidence and gives unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.dates import format_short
from archive.records import Record

STATE_NAMES: dict[str, tuple[str, str]] = {
    "not_yet": ("chưa có hiệu lực", "not yet in force"),
    "in_force": ("còn hiệu lực", "in force"),
    "partly_expired": ("hết hiệu lực một phần", "partly expired"),
    "suspended": ("ngưng hiệu lực", "suspended"),
    "expired": ("hết hiệu lực", "expired"),
    "unknown": ("chưa xác định hiệu lực", "validity not known"),
}
"""State → its name in Vietnamese (as vbpl.vn has it) and English."""

_CERTAINTY = ("sure", "likely", "doubtful")

_STATUS_NAMES: dict[str, tuple[str, str]] = {
    "CHL": ("còn hiệu lực", "in force"),
    "HHL": ("hết hiệu lực toàn bộ", "expired"),
    "HHL1P": ("hết hiệu lực một phần", "partly expired"),
    "NHL": ("ngưng hiệu lực", "suspended"),
    "CCHL": ("chưa có hiệu lực", "not yet in force"),
    "KXD": ("chưa xác định", "not determined"),
}


@dataclass(frozen=True)
class Validity:
    """`state` of a document on the day `on` (a key of STATE_NAMES).

    `as_of`, `source`: whose statement it rests on and of which day; `certainty` sure, likely or doubtful;
    `evidence_vi`, `evidence_en` say what is known, in a sentence each; `until` the first day without
    force, where known;
    `by` the numbers of what replaced it, as the source gives them.
    """

    state: str
    on: date
    as_of: date | None
    source: str
    certainty: str
    evidence_vi: str
    evidence_en: str
    until: date | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Answer:
    """A state with its ground, and the best certainty that this ground can give."""

    state: str
    vi: str
    en: str
    at_best: str = "sure"


def validity_at(record: Record, on: date) -> Validity:
    """The state of `record` on the day `on`: exactly one, `unknown` wherever the record does not say."""
    answer = _answer(record, on)
    source_vi, source_en = _source(record, answer)
    return Validity(
        state=answer.state,
        on=on,
        as_of=record.as_of,
        source=record.source,
        certainty=_worst(record.status_certainty or record.certainty, answer.at_best, record.certainty),
        evidence_vi=f"{answer.vi}{source_vi}.",
        evidence_en=f"{answer.en}{source_en}.",
        until=record.expired,
        by=record.replaced_by,
    )


def _answer(record: Record, on: date) -> _Answer:
    start = _start(record)
    if record.issued is not None and on < record.issued:
        day = format_short(record.issued)
        return _Answer("not_yet", f"Đến ngày {day} mới được ban hành", f"Issued only on {record.issued}")
    if start is not None and on < start:
        return _Answer("not_yet", f"Có hiệu lực từ ngày {format_short(start)}", f"In force from {start}")
    if record.expired is not None:
        return _with_expiry(record, record.expired, start, on)
    return _by_status(record, start, on)


def _start(record: Record) -> date | None:
    """First day of force where the record gives one. Nothing is in force before it was issued."""
    if record.effective is None:
        return None
    return max(record.effective, record.issued or record.effective)


def _with_expiry(record: Record, expired: date, start: date | None, on: date) -> _Answer:
    day = format_short(expired)
    if on >= expired:
        still = record.status in {"CHL", "CCHL"} and record.as_of is not None and record.as_of >= expired
        by_vi = f", được thay thế bởi {', '.join(record.replaced_by)}" if record.replaced_by else ""
        by_en = f", replaced by {', '.join(record.replaced_by)}" if record.replaced_by else ""
        return _Answer(
            "expired",
            f"Hết hiệu lực từ ngày {day}{by_vi}" + ("; nguồn vẫn ghi còn hiệu lực" if still else ""),
            f"Expired on {expired}{by_en}" + ("; the source still says in force" if still else ""),
            "doubtful" if still else "sure",
        )
    if start is not None and record.status in {"NHL", "HHL1P"} and record.as_of is not None:
        return _by_status(record, start, on)
    if start is not None:
        return _Answer(
            "in_force",
            f"Có hiệu lực từ ngày {format_short(start)}, đến trước ngày {day}",
            f"In force from {start} until before {expired}",
        )
    if _dated(record, "CHL", on):
        return _by_status(record, start, on)
    return _Answer(
        "unknown",
        f"Hết hiệu lực từ ngày {day}; chưa rõ có hiệu lực từ ngày nào",
        f"Expired on {expired}; the day it came into force is not known",
    )


def _dated(record: Record, status: str, on: date) -> bool:
    """Whether the source states `status` as of a day that is reached."""
    return record.status == status and record.as_of is not None and on >= record.as_of


def _by_status(record: Record, start: date | None, on: date) -> _Answer:
    """No expiry day decides: only the source's dated statement can."""
    as_of = record.as_of
    if as_of is None or record.status not in _STATUS_NAMES or record.status == "KXD":
        return _unknown(record)
    name_vi, name_en = _STATUS_NAMES[record.status]
    vi = f"Nguồn ghi {name_vi} tại ngày {format_short(as_of)}"
    en = f"The source says {name_en} as of {as_of}"
    if on > as_of:
        vi, en = f"{vi}, chưa kiểm tra lại từ đó", f"{en}, not checked since"
    carried = "likely" if on > as_of else "sure"
    reached = on >= as_of
    if record.status == "CHL" and (reached or start is not None):
        return _Answer("in_force", vi, en, carried)
    if record.status == "HHL" and reached:
        return _Answer("expired", f"{vi}; chưa rõ từ ngày nào", f"{en}; the day is not known")
    if record.status == "HHL1P" and (reached or start is not None):
        # In force at least in part since `start`; when the part fell away is not known.
        return _Answer("partly_expired", vi, en, carried if reached else "likely")
    if record.status == "NHL" and reached:
        return _Answer("suspended", vi, en, carried)
    if record.status == "CCHL" and start is not None:
        started_vi, started_en = f"Có hiệu lực từ ngày {format_short(start)}", f"In force from {start}"
        return _Answer("in_force", started_vi, started_en, "likely")
    if record.status == "CCHL" and on <= as_of:
        return _Answer("not_yet", vi, en)
    return _Answer("unknown", f"{vi}; trước hay sau đó thì chưa rõ", f"{en}; at another day it is not known", "likely")


def _unknown(record: Record) -> _Answer:
    if record.status in _STATUS_NAMES and record.status != "KXD":
        name_vi, name_en = _STATUS_NAMES[record.status]
        return _Answer(
            "unknown",
            f"Nguồn ghi {name_vi} nhưng không nêu tại ngày nào",
            f"The source says {name_en} but not as of which day",
            "likely",
        )
    return _Answer("unknown", "Chưa xác định được hiệu lực", "Validity could not be determined", "likely")


def _worst(*certainties: str) -> str:
    """Facts that nobody confirmed say no more about validity than doubtful ones."""
    plain = ["doubtful" if each == "unconfirmed" else each for each in certainties]
    known = [each for each in plain if each in _CERTAINTY]
    return max(known, key=_CERTAINTY.index, default="likely")


def _source(record: Record, answer: _Answer) -> tuple[str, str]:
    """Who says so, and as of when where the ground does not say that already."""
    parts_vi, parts_en = [], []
    if record.source:
        parts_vi.append(f"nguồn: {source_in_vietnamese(record.source)}")
        parts_en.append(f"source: {record.source}")
    if record.as_of is not None and format_short(record.as_of) not in answer.vi:
        parts_vi.append(f"tính đến ngày {format_short(record.as_of)}")
        parts_en.append(f"as of {record.as_of}")
    if not parts_vi:
        return "", ""
    return f" ({'; '.join(parts_vi)})", f" ({'; '.join(parts_en)})"


_SOURCES = (
    ("general knowledge", "hiểu biết chung, chưa đọc được văn bản"),
    ("verified in part", "đã đối chiếu một phần"),
    ("verified", "đã đối chiếu"),
)


def source_in_vietnamese(source: str) -> str:
    """A source as the registry names it, its fixed English words put into Vietnamese."""
    for english, vietnamese in _SOURCES:
        if source.startswith(english):
            return vietnamese + source[len(english) :]
    return source
