"""The draft on the desk: the one that "Đưa vào dự thảo" means, remembered in the session."""

from __future__ import annotations

from typing import Any

from flask import session

from archive.documents import Archive
from archive.errors import NotFound
from archive.stored import StoredDraft
from web.parameters import identifier

_KEY = "draft"


def current_draft() -> int | None:
    """The id of the draft last worked on, None where there is none."""
    value = session.get(_KEY)
    return value if isinstance(value, int) else None


def put_on_desk(draft_id: int) -> None:
    """Remember which draft is being worked on."""
    if session.get(_KEY) != draft_id:
        session[_KEY] = draft_id


def draft_to_add_to(archive: Archive, wanted: str, name: str) -> StoredDraft:
    """The draft that a form names, else a new one called `name`. Raises NotFound."""
    named = identifier(wanted)
    if named is not None:
        return archive.drafts.get(named)
    if wanted == "current":
        current = current_draft()
        if current is not None:
            try:
                return archive.drafts.get(current)
            except NotFound:
                session.pop(_KEY, None)
    return archive.drafts.create(name, "")


def with_bases(bases: tuple[dict[str, Any], ...], added: list[int]) -> list[dict[str, Any]]:
    """The bases of a draft with some documents added once each, behind what is there."""
    kept = [dict(base) for base in bases]
    held = {base["document_id"] for base in kept}
    for document_id in dict.fromkeys(added):
        if document_id not in held:
            kept.append({"document_id": document_id, "pinpoint": ""})
    return kept
