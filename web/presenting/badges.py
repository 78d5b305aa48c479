"""Badges: a colour, a picture and a word for each state, and the rows that say where the state is known from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from archive.checking import VERDICT_NAMES
from archive.dates import format_short
from archive.records import Record
from archive.validity import STATE_NAMES, Validity
from web.languages import pick


@dataclass(frozen=True)
class Badge:
    """`tone` names a colour pair, `icon` a picture, `rows` what stands behind the word, as (term, value)."""

    tone: str
    icon: str
    label: str
    hint: str = ""
    rows: tuple[tuple[str, str], ...] = ()


_STATES = {
    "in_force": ("good", "check"),
    "not_yet": ("info", "clock"),
    "partly_expired": ("warn", "half"),
    "suspended": ("warn", "pause"),
    "expired": ("bad", "cross"),
    "unknown": ("mute", "question"),
}

_VERDICTS = {
    "ok": ("good", "check"),
    "doubtful": ("warn", "question"),
    "mismatch": ("bad", "not-equal"),
    "expired": ("bad", "cross"),
    "replaced": ("bad", "replace"),
    "ambiguous": ("warn", "fork"),
    "not_held": ("mute", "absent"),
    "changed": ("warn", "replace"),
    "duplicated": ("warn", "copy"),
    "order": ("warn", "list"),
    "wording": ("warn", "draft"),
    "punctuation": ("warn", "draft"),
    "missing_basis": ("info", "add"),
    "ended_body": ("bad", "alert"),
    "stale_date": ("warn", "question"),
}


def day_text(value: date | None) -> str:
    """A date as running text has it (`03/6/2013`), a dash where there is none."""
    return format_short(value) if value is not None else "–"


def iso_day_text(value: str) -> str:
    """A field's value as found or held: ISO dates as running text has them, everything else as it is."""
    try:
        return format_short(date.fromisoformat(value)) if len(value) == 10 else value
    except ValueError:
        return value


def certainty_text(certainty: str) -> str:
    """How sure a fact is, in words; "" where nothing is stated."""
    names: dict[str, str] = {
        "sure": _("chắc chắn"),
        "likely": _("khá chắc"),
        "doubtful": _("còn nghi ngờ"),
        "unconfirmed": _("chưa xác nhận"),
    }
    return names.get(certainty, "")


def state_look(state: str) -> tuple[str, str]:
    """Tone and icon of a state of validity."""
    return _STATES.get(state, _STATES["unknown"])


def validity_badge(validity: Validity) -> Badge:
    """The state of a document at a date, with the evidence for it."""
    tone, icon = state_look(validity.state)
    name = pick(*STATE_NAMES[validity.state])
    label = f"{name[:1].upper()}{name[1:]}"
    if validity.state != "unknown" and validity.certainty in ("likely", "doubtful", "unconfirmed"):
        # A state that was not checked must not look like one that was.
        label = f"{label} · {certainty_text(validity.certainty)}"
        tone = tone if validity.certainty == "likely" else "warn"
    rows = [(_("Tính đến ngày"), day_text(validity.on))]
    evidence = pick(validity.evidence_vi, validity.evidence_en)
    if evidence:
        rows.append((_("Cơ sở"), evidence))
    if validity.until is not None:
        rows.append((_("Hiệu lực đến"), day_text(validity.until)))
    if validity.by:
        rows.append((_("Do văn bản"), "; ".join(validity.by)))
    # The evidence names its source itself where the record has one.
    if not validity.source or validity.source not in evidence:
        rows.append((_("Nguồn"), validity.source or _("không ghi")))
    if validity.as_of is None:
        rows.append((_("Nguồn nêu ngày"), _("không ghi")))
    rows.append((_("Độ chắc chắn"), certainty_text(validity.certainty) or _("không ghi")))
    hint = f"{label} – " + "; ".join(f"{term}: {value}" for term, value in rows)
    return Badge(tone, icon, label, hint, tuple(rows))


def record_badges(record: Record, draft: bool = False, review: bool = False) -> list[Badge]:
    """What else must be known of a record at sight: a draft, a sample, only catalogued, facts in doubt."""
    badges = []
    if draft:
        hint = _("Dự thảo chưa ban hành, để tham khảo: không viện dẫn, không làm căn cứ.")
        badges.append(Badge("warn", "draft", _("Dự thảo"), hint))
    if record.sample:
        hint = _("Văn bản mẫu của một xã không có thật, để làm quen với chương trình: đừng viện dẫn.")
        badges.append(Badge("seal", "document", _("Văn bản mẫu"), hint))
    if not record.held:
        hint = _("Kho chỉ có số, ngày, tên văn bản; chưa có toàn văn.")
        badges.append(Badge("plain", "list", _("Chỉ có trong danh mục"), hint))
    if record.certainty == "doubtful":
        hint = _("Thông tin của kho về văn bản này còn nghi ngờ.")
        if record.note:
            hint = f"{hint} {record.note}"
        badges.append(Badge("warn", "alert", _("Thông tin còn nghi ngờ"), hint))
    if record.certainty == "unconfirmed":
        hint = _("Số, ngày, cơ quan, tên văn bản do máy đọc từ tệp, chưa có người xác nhận.")
        badges.append(Badge("warn", "question", _("Chưa xác nhận"), hint))
    if review:
        badges.append(Badge("warn", "alert", _("Cần xem lại")))
    return badges


def caution(record: Record, validity: Validity) -> str:
    """What a person must hear who takes a document as a basis, "" where nothing speaks against it.

    It stands beside what is copied, never in it.
    """
    told = []
    if validity.state == "expired":
        since = record.expired or validity.until
        told.append(
            _("Văn bản này đã hết hiệu lực từ %(day)s.", day=day_text(since))
            if since is not None
            else _("Văn bản này đã hết hiệu lực.")
        )
    elif validity.state in ("partly_expired", "suspended", "not_yet"):
        told.append(_("Văn bản này %(state)s.", state=pick(*STATE_NAMES[validity.state])))
    if record.replaced_by:
        told.append(_("Văn bản này đã bị thay thế bởi %(numbers)s.", numbers="; ".join(record.replaced_by)))
    if record.certainty == "doubtful":
        told.append(_("Thông tin còn nghi ngờ: hãy đối chiếu với bản chính."))
    elif record.certainty == "unconfirmed":
        told.append(_("Thông tin chưa có người xác nhận: hãy đối chiếu với bản chính."))
    return " ".join(told)


def verdict_badge(verdict: str) -> Badge:
    """What a check says of one citation."""
    tone, icon = _VERDICTS.get(verdict, ("warn", "alert"))
    name = pick(*VERDICT_NAMES[verdict])
    label = {
        "ok": _("Khớp"),
        "doubtful": _("Cần xem lại"),
        "mismatch": _("Sai lệch"),
        "expired": _("Hết hiệu lực"),
        "replaced": _("Đã bị thay thế"),
        "ambiguous": _("Chưa xác định được"),
        "changed": _("Đã thay đổi"),
        "not_held": _("Kho không có"),
    }.get(verdict, f"{name[:1].upper()}{name[1:]}")
    return Badge(tone, icon, label)


def status_badge(status: str) -> Badge:
    """What a citation of a held document was resolved to."""
    return {
        "resolved": Badge("good", "check", _("Đã xác định")),
        "ambiguous": Badge("warn", "fork", _("Chưa rõ văn bản nào")),
        "not_held": Badge("mute", "absent", _("Kho không có")),
    }[status]
