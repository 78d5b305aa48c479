"""Sentences of validity: who did what to a document, and who says so, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from archive.dates import format_short
from archive.effects import Effect
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.relations.model import KINDS
from archive.validity.model import Answer

_SHOWN = 3
_QUOTED = 160

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


def said_by(record: Record, answer: Answer) -> tuple[str, str]:
    """Who says so, and as of when where the ground does not say that already; in brackets, "" where nobody does."""
    source, as_of = ground_of(record, answer)
    parts_vi, parts_en = [], []
    if source:
        parts_vi.append(f"nguồn: {source_in_vietnamese(source)}")
        parts_en.append(f"source: {source}")
    if as_of is not None and format_short(as_of) not in answer.vi:
        parts_vi.append(f"tính đến ngày {format_short(as_of)}")
        parts_en.append(f"as of {as_of}")
    if not parts_vi:
        return "", ""
    return f" ({'; '.join(parts_vi)})", f" ({'; '.join(parts_en)})"


def ground_of(record: Record, answer: Answer) -> tuple[str, date | None]:
    """Source and day of what the answer rests on: another document's words, else the record's own source."""
    if answer.source:
        return answer.source, answer.as_of
    return record.source, record.as_of


def named(effect: Effect) -> tuple[str, str]:
    """The acting document for a reader."""
    return (effect.by_named, effect.by_named) if effect.by_named else ("văn bản chưa rõ tên", "an unnamed document")


def names_of(effects: Iterable[Effect], also: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the acting documents, once each; then of `also` (numbers) those that no name carries already."""
    found = list(dict.fromkeys(each.by_named for each in effects if each.by_named))
    return (*found, *(number for number in also if not any(carried(name, number) for name in found)))


def carried(name: str, number: str) -> bool:
    """Whether a name ends in this number: `Quyết định 123-QĐ/TW` does not carry `23-QĐ/TW`."""
    return name == number or name.endswith(f" {number}")


def passive(effect: Effect) -> tuple[str, str]:
    """What was done by whom: `bị thay thế bởi Nghị định 30/2020/NĐ-CP`."""
    kind = KINDS.get(effect.kind)
    done_vi, done_en = (kind.vi_inverse, kind.en_inverse) if kind else ("bị tác động", "acted on by")
    who_vi, who_en = named(effect)
    return f"{done_vi} bởi {who_vi}", f"{done_en} {who_en}"


def told(effect: Effect) -> tuple[str, str]:
    """What was done, to which provisions, by whom and since when."""
    vi, en = passive(effect)
    if effect.paths:
        what_vi, what_en = places(effect.paths)
        vi, en = f"{what_vi} {vi}", f"{what_en} {en}"
    if effect.start is not None:
        vi, en = f"{vi} từ ngày {format_short(effect.start)}", f"{en} from {effect.start}"
    elif effect.by_issued is not None:
        vi = f"{vi} (ban hành ngày {format_short(effect.by_issued)}, chưa rõ từ ngày nào)"
        en = f"{en} (issued on {effect.by_issued}, the day is not known)"
    else:
        vi, en = f"{vi}, chưa rõ từ ngày nào", f"{en}, the day is not known"
    if effect.until is not None:
        vi, en = f"{vi} đến trước ngày {format_short(effect.until)}", f"{en} until before {effect.until}"
    return vi, en


def places(paths: Sequence[str]) -> tuple[str, str]:
    """Provisions as they are cited, a few of them and the count of the rest."""
    shown = [pinpoint_wording(path) or path for path in paths[:_SHOWN]]
    rest = len(paths) - len(shown)
    text = ", ".join(shown)
    if rest:
        return f"{text} và {rest} đơn vị khác", f"{text} and {rest} more"
    return text, text


def listed(clauses: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Clauses in a row, a few of them and the count of the rest."""
    rest = len(clauses) - _SHOWN
    vi = "; ".join(each[0] for each in clauses[:_SHOWN])
    en = "; ".join(each[1] for each in clauses[:_SHOWN])
    return (f"{vi}; và {rest} tác động khác", f"{en}; and {rest} more") if rest > 0 else (vi, en)


def quotation(effects: Sequence[Effect]) -> str:
    """The words of the first effect that has any, in quotation marks after a colon."""
    for each in effects:
        words = " ".join(each.evidence.split())
        if words:
            return f": “{words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + '…'}”"
    return ""
