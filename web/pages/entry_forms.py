"""What a person types into a register, read as an entry: what is wrong is told field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from archive.dates import format_short, parse_date
from archive.document_types import type_named
from archive.folding import nfc, squeeze
from archive.register_entries import COUNTS, DAYS, FIELDS, LIMITS, MOST_COUNT, PROGRESS, EntryFacts, tidy

LINES = ("recipients", "recipient_ids", "opinion", "note", "subject")


def typed_of(facts: EntryFacts) -> dict[str, str]:
    """An entry's facts as they stand in the form."""
    values = {name: getattr(facts, name) for name in FIELDS}
    return {
        name: "" if value is None else format_short(value) if name in DAYS else str(value)
        for name, value in values.items()
    }


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed, composed and trimmed."""
    found = {}
    for name in FIELDS:
        raw = nfc(form.get(name, "")).replace("\0", " ")
        found[name] = "\n".join(map(squeeze, raw.splitlines())).strip() if name in LINES else squeeze(raw)
    return found


def understood(typed: Mapping[str, str]) -> tuple[EntryFacts, dict[str, str]]:
    """The typed facts as an entry, and what is wrong with them by field. Empty is unknown, and allowed."""
    values: dict[str, Any] = dict(typed)
    errors: dict[str, str] = {}
    for name in DAYS:
        values[name] = parse_date(typed[name]) if typed[name] else None
        if typed[name] and values[name] is None:
            errors[name] = _("Không có ngày này. Hãy ghi như 03/6/2024.")
    for name in COUNTS:
        raw = typed[name]
        values[name] = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else None
        if raw and not (values[name] is not None and 0 < values[name] <= MOST_COUNT):
            errors[name] = _("Hãy ghi một số nguyên dương.")
            values[name] = None
    for name, most in LIMITS.items():
        if len(typed[name]) > most:
            errors[name] = _("Quá dài: tối đa %(most)d ký tự.", most=most)
    if typed["progress"] not in PROGRESS:
        errors["progress"], values["progress"] = _("Hãy chọn một trạng thái."), ""
    raw = typed["handler_id"]
    values["handler_id"] = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None
    if typed["type"]:
        values["type"] = type_named(typed["type"]) or typed["type"]
    return tidy(EntryFacts(**values)), errors
