"""Documents with rules of their own: those that guide others, those of bodies that are no more, consolidated texts.

Sources: `domain/facts.md` sections 0, 3 and 6; Luật 64/2025/QH15, Điều 54 and 57; Pháp lệnh 01/2026/UBTVQH16.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from archive.agency_calendar import TWO_LEVELS, Standing, is_local, standing
from archive.dates import format_short
from archive.records import Record
from archive.validity.bearing import Bearing, is_party
from archive.validity.ending import FALLS_WITH_GUIDED
from archive.validity.model import Answer, worst
from archive.validity.wording import carried

CONTINUES_SINCE = date(2025, 4, 1)
"""From this day until FALLS_WITH_GUIDED a guiding document went on where not contrary (Luật 64/2025/QH15, Điều 57)."""

CITABLE_SINCE = date(2026, 7, 1)
"""From this day on a consolidated text may be cited officially (Pháp lệnh 01/2026/UBTVQH16)."""


def by_its_own_rules(bearing: Bearing, on: date, answer: Answer) -> Answer:
    """The answer with what such rules add to it. Only for a state in which it is not over."""
    record = bearing.record
    standing_now = answer.state in ("in_force", "partly_expired")
    if bearing.falling and standing_now:
        answer = _guided_before(bearing, on, answer)
    if bearing.path and record.amended_by and standing_now:
        answer = _amended_somewhere(record, answer)
    if is_consolidated(record):
        return _consolidated(record, on, answer)
    body = ended_body(record)
    if body is not None and body.to is not None and on >= body.to:
        answer = _body_gone(record, body, answer)
    return answer


def is_consolidated(record: Record) -> bool:
    """Văn bản hợp nhất: a text put together of others, without force of its own."""
    return record.type == "Văn bản hợp nhất" or "/VBHN-" in record.number


def ended_body(record: Record) -> Standing | None:
    """How the local body ended that issued it, by 01/7/2025; None where it did not, or is not known to have."""
    body = _ended(record.issuer) if record.issuer else None
    if body is None or (body.to is not None and record.issued is not None and record.issued >= body.to):
        return None
    return body


@lru_cache(maxsize=8192)
def _ended(issuer: str) -> Standing | None:
    body = standing(issuer, TWO_LEVELS) if is_local(issuer) else None
    return body if body is not None and body.state == "ended" else None


def _guided_before(bearing: Bearing, on: date, answer: Answer) -> Answer:
    """What it guides fell before 01/7/2025: it went on where not contrary.

    The fact sheet has that rule for 01/4/2025 and after. What held before has not been read, and is left in doubt.
    """
    fallen = [
        (each.start, each)
        for each in bearing.falling
        if each.start is not None and each.start <= on and each.start < FALLS_WITH_GUIDED
    ]
    if not fallen:
        return answer
    day, last = max(fallen, key=lambda pair: pair[0])
    vi = f"{last.by_named or 'văn bản được hướng dẫn'} hết hiệu lực từ ngày {format_short(day)}"
    en = f"{last.by_named or 'the document that it guides'} fell on {day}"
    if all(start >= CONTINUES_SINCE for start, _ in fallen):
        at_best = "likely"
        vi = f"{vi}, nội dung hướng dẫn không trái vẫn tiếp tục áp dụng (Luật 64/2025/QH15, Điều 57)"
        en = f"{en}, guidance that is not contrary went on (Luật 64/2025/QH15, Điều 57)"
    else:
        at_best = "doubtful"
        vi = f"{vi}, trước Luật 64/2025/QH15: hãy kiểm tra văn bản hướng dẫn còn được áp dụng không"
        en = f"{en}, before Luật 64/2025/QH15: check whether what guides it went on"
    return replace(
        answer,
        vi=f"{answer.vi}; {vi}",
        en=f"{answer.en}; {en}",
        certainty=worst(answer.certainty, at_best),
        effects=tuple(dict.fromkeys((*answer.effects, *(each for _, each in fallen)))),
    )


def _amended_somewhere(record: Record, answer: Answer) -> Answer:
    """The source names amendments that nobody read: any provision may be among those that they changed."""
    known = [each.by_named for each in record.effects]
    unread = [number for number in record.amended_by if not any(carried(name, number) for name in known)]
    if not unread:
        return answer
    numbers = ", ".join(unread)
    return replace(
        answer,
        vi=f"{answer.vi}; văn bản được sửa đổi, bổ sung bởi {numbers}, chưa rõ có sửa đơn vị này không",
        en=f"{answer.en}; the document is amended by {numbers}, whether here is not known",
        certainty=worst(answer.certainty, "likely"),
    )


def _consolidated(record: Record, on: date, answer: Answer) -> Answer:
    """It has no force of its own: what was put together in it decides, and prevails where they differ."""
    of = f" ({', '.join(record.replaces)})" if record.replaces else ""
    vi = f"Văn bản hợp nhất không có hiệu lực riêng, hiệu lực theo các văn bản được hợp nhất{of}"
    en = f"A consolidated text has no force of its own, that of the originals{of} decides"
    if on >= CITABLE_SINCE:
        vi = f"{vi}; từ 01/7/2026 được viện dẫn sau văn bản gốc (Pháp lệnh 01/2026/UBTVQH16)"
        en = f"{en}; from 2026-07-01 it may be cited after the original (Pháp lệnh 01/2026/UBTVQH16)"
    return replace(answer, state="unknown", vi=vi, en=en, certainty=worst(record.certainty, "likely"), ends=None)


def _body_gone(record: Record, body: Standing, answer: Answer) -> Answer:
    """Its body is no more: that alone ends nothing, until the body that followed decides."""
    rule = "" if is_party(record) else " (Luật 64/2025/QH15, Điều 54)"
    vi = f"{body.vi.rstrip('.')}; văn bản cũ chỉ hết hiệu lực khi cơ quan kế tục quyết định{rule}"
    en = f"{body.en.rstrip('.')}; its documents stand until the body that followed decides{rule}"
    return replace(answer, vi=f"{answer.vi}; {vi}", en=f"{answer.en}; {en}")
