"""Changes of watched documents in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from archive.validity import STATE_NAMES
from archive.watching import DocumentChange
from web.languages import pick
from web.presenting.copying import name_of
from web.presenting.names import field_name
from web.presenting.relations import kind_tone, kind_words


@dataclass(frozen=True)
class ShownChange:
    """`words` say what changed, without the other document's name where it can be opened; `tone` its colour."""

    change: DocumentChange
    words: str
    tone: str


def shown_changes(changes: Iterable[DocumentChange]) -> list[ShownChange]:
    """Each change in words."""
    return [ShownChange(change, *change_words(change)) for change in changes]


def change_words(change: DocumentChange) -> tuple[str, str]:
    """What changed, as a sentence without its subject, and its colour."""
    told = change.details
    if change.kind in ("relation", "relation_gone"):
        words = kind_words(told["kind"], told["outgoing"])
        other = name_of(change.other) if change.other is not None else told["named"]
        said = f"{words} {other}".strip()
        if change.kind == "relation_gone":
            return _("không còn: %(tie)s", tie=said), "plain"
        return said, "plain" if told["outgoing"] else kind_tone(told["kind"])
    if change.kind == "validity":
        before, after = (pick(*STATE_NAMES[told[side]]) for side in ("before", "after"))
        tone = {"expired": "bad", "in_force": "good"}.get(told["after"], "warn")
        return _("hiệu lực: %(before)s → %(after)s", before=before, after=after), tone
    if change.kind == "facts":
        names = ", ".join(field_name(name) for name in told["fields"])
        return _("thông tin được sửa: %(names)s", names=names), "info"
    if change.kind == "file":
        return _("có thêm tệp %(name)s", name=told["name"]), "info"
    return {
        "days": (_("mốc thời gian hiệu lực thay đổi"), "warn"),
        "text": (_("lời văn kho đang giữ thay đổi"), "warn"),
    }[change.kind]
