"""What a finding says to the drafter: what is wrong and what to do, whole sentences in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.citations.model import Citation
from archive.dates import format_english, format_short
from archive.differences import Doubt, FieldMismatch, field_name
from archive.effects import Effect
from archive.evidence import LAWS
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.titles_compared import QUOTES, without_about
from archive.validity import STATE_NAMES, Validity
from archive.wording import issuer_worded, short_citation

Message = tuple[str, str]


def named(record: Record, language: int = 0) -> str:
    """A record in a sentence, so that two of one number can be told apart: short form, date, issuer.

    In an English sentence (`language` 1) names stay Vietnamese, the date does not.
    """
    parts = [short_citation(record)] if record.number or record.type in LAWS else [record.type or "văn bản"]
    if record.type in LAWS and record.number:
        parts.append(f"số {record.number}")
    if record.issued:
        day = format_english(record.issued) if language else format_short(record.issued)
        parts.append(f"of {day}" if language else f"ngày {day}")
    issuer = issuer_worded(record)
    if issuer and record.type not in LAWS:
        parts.append(f"{'by' if language else 'của'} {issuer}")
    return " ".join(parts)


def _shown(value: str, field: str, language: int = 0) -> str:
    """A field's value as a reader expects it: dates as 03/6/2013 or 3 June 2013, titles in quotation marks."""
    if field == "issued" and len(value) == 10:
        try:
            day = date.fromisoformat(value)
            return format_english(day) if language else format_short(day)
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
        f"{field_name(m.field)[1]} is given as {_shown(m.found, m.field, 1)}, our record has "
        f"{_shown(m.expected, m.field, 1)}"
        for m in mismatches
    )
    if rival is not None:
        vi += f"; trích yếu này là của {named(rival)}"
        en += f"; this title is that of {named(rival, 1)}"
    do_vi = "Hãy sửa theo gợi ý." if suggested else "Hãy đối chiếu với bản gốc rồi sửa."
    do_en = "Correct it as suggested." if suggested else "Check it against the original and correct it."
    return (
        f"Viện dẫn không khớp với {named(record)}: {vi}. {do_vi}",
        f"The citation does not agree with {named(record, 1)}: {en}. {do_en}",
    )


def ok_message(record: Record, validity: Validity) -> Message:
    """Nothing to correct; what is known of its validity, or that of the provision, is said, unknown too."""
    vi, en = STATE_NAMES[validity.state]
    place = f"{pinpoint_wording(validity.path)} " if validity.path else ""
    return (
        f"Viện dẫn khớp với {named(record)}; {place}{vi} tại ngày {format_short(validity.on)}. {validity.evidence_vi}",
        f"The citation agrees with {named(record, 1)}; {place}{en} on {format_english(validity.on)}. "
        f"{validity.evidence_en}",
    )


def expired_message(record: Record, validity: Validity, successors: Sequence[Record]) -> Message:
    """It is no longer in force; by what it was replaced, as far as known."""
    by_vi = by_en = ""
    replaced = bool(record.replaced_by or successors)
    if replaced:
        names_vi = [named(each) for each in successors] or list(record.replaced_by)
        names_en = [named(each, 1) for each in successors] or list(record.replaced_by)
        by_vi, by_en = f", đã được thay thế bởi {', '.join(names_vi)}", f" and was replaced by {', '.join(names_en)}"
    do_vi = "Hãy thay bằng văn bản đang có hiệu lực." if replaced else "Hãy tìm văn bản đang có hiệu lực thay thế."
    do_en = "Cite what is in force instead." if replaced else "Look for what is in force instead."
    return (
        f"{named(record)} đã hết hiệu lực tại ngày {format_short(validity.on)}{by_vi}. {do_vi} {validity.evidence_vi}",
        f"{named(record, 1)} is no longer in force on {format_english(validity.on)}{by_en}. {do_en} "
        f"{validity.evidence_en}",
    )


def corresponding_message(successor: Record, pairs: Sequence[tuple[str, str, int, str]]) -> Message:
    """Which articles of the successor bear the headings of those cited: a hint, said as one."""
    vi = "; ".join(f"{pinpoint_wording(new)} (cùng tên điều “{head}” với {pinpoint_wording(old)})"
                   for old, new, _, head in pairs)  # fmt: skip
    en = "; ".join(f"{pinpoint_wording(new)} (headed “{head}” like {pinpoint_wording(old)})"
                   for old, new, _, head in pairs)  # fmt: skip
    return (
        f"Trong {short_citation(successor)}, quy định tương ứng có thể là {vi}; hãy đọc lại nội dung trước khi thay.",
        f"In {short_citation(successor)} the corresponding provision may be {en}; read it before you cite it.",
    )


def provision_ended(record: Record, path: str, validity: Validity, effect: Effect | None) -> Message:
    """One provision no longer stands, though its document does; by what, as far as known."""
    where = _capital(short_citation(record, path))
    by_vi = by_en = ""
    if effect is not None:
        done_vi = "được thay thế" if effect.kind == "replaces" else "bị bãi bỏ"
        done_en = "replaced" if effect.kind == "replaces" else "repealed"
        by_vi, by_en = _by(effect, done_vi, done_en)
        by_vi, by_en = f", {by_vi}", f": {by_en}"
    return (
        f"{where} đã hết hiệu lực tại ngày {format_short(validity.on)}{by_vi}. Hãy viện dẫn quy định đang có hiệu lực. "
        f"{validity.evidence_vi}",
        f"{where} is no longer in force on {format_english(validity.on)}{by_en}. Cite what is in force instead. "
        f"{validity.evidence_en}",
    )


def provision_changed(path: str, effect: Effect) -> Doubt:
    """A provision cited was amended, or lost a part: what did it, and since when. `path` may be several, joined by `|`.

    An effect on the document that does not say on which provisions may have changed this one, or not.
    """
    kinds = {
        "amends": ("được sửa đổi", "amended"),
        "supplements": ("được bổ sung", "supplemented"),
        "replaces": ("được thay thế một phần", "replaced in part"),
    }
    vi, en = kinds.get(effect.kind, ("bị bãi bỏ một phần", "repealed in part"))
    by_vi, by_en = _by(effect, vi, en)
    scope = ", ".join(pinpoint_wording(each) for each in effect.paths[:5])
    if not effect.paths:
        return Doubt(
            "pinpoint",
            f"Văn bản đã {by_vi}; chưa rõ {pinpoint_wording(path)} có bị sửa đổi không, hãy đối chiếu.",
            f"The document was {by_en}; whether {pinpoint_wording(path)} was changed is not known: compare.",
        )
    place_vi = f" ({scope})" if scope and scope != pinpoint_wording(path) else ""
    sure_vi = " (chưa xác nhận)" if effect.certainty == "doubtful" and not effect.confirmed else ""
    sure_en = " (not confirmed)" if effect.certainty == "doubtful" and not effect.confirmed else ""
    return Doubt(
        "pinpoint",
        f"{_capital(pinpoint_wording(path))}{place_vi} đã {by_vi}{sure_vi}; hãy dùng nội dung đang có hiệu lực.",
        f"{_capital(pinpoint_wording(path))}{place_vi} was {by_en}{sure_en}; rely on its present wording.",
    )


def provision_not_usable(record: Record, path: str, validity: Validity) -> Doubt:
    """One provision is not in force yet, or suspended, on the day asked for."""
    vi, en = STATE_NAMES[validity.state]
    where = _capital(short_citation(record, path))
    return Doubt(
        "effective",
        f"{where} {vi} tại ngày {format_short(validity.on)}. {validity.evidence_vi}",
        f"{where} is {en} on {format_english(validity.on)}. {validity.evidence_en}",
        grave=True,
    )


def provision_unchecked(pinpoint: str, record: Record) -> Doubt:
    """The archive has the document in its catalogue alone: whether it has the provision cited cannot be told."""
    place = pinpoint_wording(pinpoint)
    return Doubt(
        "pinpoint",
        f"Kho chưa có toàn văn {named(record)}: chưa kiểm được {place}; hãy đối chiếu với bản gốc.",
        f"The text of {named(record, 1)} is not held: {place} could not be checked; compare with the original.",
    )


def only_attached(place: str, record: Record, wordings: Sequence[str]) -> Doubt:
    """What is cited of a document stands only in what is attached to it: how to cite it then."""
    own = short_citation(record)
    return Doubt(
        "pinpoint",
        f"{own} không có {place} của chính văn bản; {place} nằm trong văn bản ban hành kèm theo. "
        f"Nếu đúng ý, hãy ghi “{'” hoặc “'.join(wordings)}”.",
        f"{own} itself has no {place}; there is one in what is attached to it. If that is meant, write "
        f"“{'” or “'.join(wordings)}”.",
        grave=True,
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _by(effect: Effect, done_vi: str, done_en: str) -> Message:
    """`được sửa đổi bởi Nghị định 1/2024/NĐ-CP từ ngày 01/01/2024`."""
    since_vi = f" từ ngày {format_short(effect.start)}" if effect.start else " (chưa rõ từ ngày nào)"
    since_en = f" since {format_english(effect.start)}" if effect.start else " (from which day is not known)"
    by_vi = f" bởi {effect.by_named}" if effect.by_named else ""
    by_en = f" by {effect.by_named}" if effect.by_named else ""
    return f"{done_vi}{by_vi}{since_vi}", f"{done_en}{by_en}{since_en}"


def doubtful_message(record: Record, doubts: Sequence[Doubt]) -> Message:
    """What it was tied to, and every grave doubt."""
    grave = [doubt for doubt in doubts if doubt.grave] or list(doubts)
    if all(doubt.field == "effective" for doubt in grave):
        return (
            f"Viện dẫn khớp với {named(record)}, nhưng không dùng được vào ngày này. {' '.join(d.vi for d in grave)}",
            f"The citation agrees with {named(record, 1)}, which cannot be relied on that day. "
            f"{' '.join(d.en for d in grave)}",
        )
    why_vi, why_en = " ".join(d.vi for d in grave), " ".join(d.en for d in grave)
    return (
        f"Viện dẫn được hiểu là {named(record)}, nhưng chưa thể xác nhận. {why_vi}",
        f"The citation is taken to mean {named(record, 1)}, but this cannot be confirmed. {why_en}",
    )


def ambiguous_message(citation: Citation, candidates: Sequence[Record]) -> Message:
    """Which documents it may mean, and what to add so that it means one."""
    if not candidates:
        return (
            "Viện dẫn quá ngắn để xác định văn bản. Hãy ghi đủ số, ký hiệu, ngày và cơ quan ban hành.",
            "The citation is too short to tell the document. Give its full number, date and issuer.",
        )
    shown = "; ".join(named(record) for record in candidates[:5])
    shown_en = "; ".join(named(record, 1) for record in candidates[:5])
    more_vi = f" và {len(candidates) - 5} văn bản khác" if len(candidates) > 5 else ""
    more_en = f" and {len(candidates) - 5} more" if len(candidates) > 5 else ""
    what_vi, what_en = ("Tên luật", "The name") if not citation.number else ("Số này", "The number")
    if len(candidates) == 1:
        return (
            f"Viện dẫn chưa đủ để xác định; có thể là {shown}. Hãy ghi rõ số, ngày và cơ quan ban hành.",
            f"The citation does not say enough; it may mean {shown_en}. Give number, date and issuer.",
        )
    return (
        f"{what_vi} ứng với {len(candidates)} văn bản: {shown}{more_vi}. Hãy ghi rõ ngày ban hành và cơ quan ban hành.",
        f"{what_en} fits {len(candidates)} documents: {shown_en}{more_en}. Give the date of issue and the issuer.",
    )


def not_held_message(citation: Citation, candidates: Sequence[Record]) -> Message:
    """Nothing was compared: the archive cannot say whether the citation is right."""
    near_vi = f" Văn bản gần nhất trong kho: {named(candidates[0])}." if candidates else ""
    near_en = f" The nearest that is held: {named(candidates[0], 1)}." if candidates else ""
    return (
        f"Kho chưa có văn bản này nên không đối chiếu được.{near_vi} Hãy kiểm tra lại số, ngày, cơ quan ban hành, hoặc "
        "nhập văn bản vào kho.",
        f"The archive does not hold this document, so nothing could be compared.{near_en} Check number, date and "
        "issuer, or add the document.",
    )
