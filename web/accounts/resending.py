"""A form sent after the sign-in had ended: what was typed is kept in the page of the door, and offered again behind it.

Nothing is kept on the server. A form comes from our own pages only (`web.security` refuses others), never holds a
password, and is sent again by the person, who sees before what it says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import request

from web.accounts.redirecting import safe_next

FIELD = "kept"
"""The field of the sign-in form that holds it."""
_MOST = 2_000_000
_SECRET = ("password", "again", "code", "secret")
_NOT_KEPT = ("/me", "/people", "/reset", "/admin/")


@dataclass(frozen=True)
class Unsent:
    """Where a form was sent, its fields in their order, and the names of files, which have to be chosen again."""

    to: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What a person typed, to be read and copied."""
        return "\n\n".join(value for _, value in self.fields if len(value) > 1)

    @property
    def packed(self) -> str:
        """As the sign-in form keeps it."""
        return json.dumps([self.to, self.fields, self.files], ensure_ascii=False)


def unsent() -> Unsent | None:
    """The form that this request brought; None where there is nothing of worth in it."""
    if request.method != "POST" or ((request.content_length or 0) > _MOST and not request.files):
        return None
    query = request.query_string.decode("ascii", "replace")
    to = safe_next(f"{request.path}?{query}" if query else request.path)
    if not to or to.startswith(_NOT_KEPT):
        return None
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not any(word in name for word in _SECRET)
    )
    files = tuple(file.filename for _, file in request.files.items(multi=True) if file.filename)
    typed = sum(len(value) for _, value in fields)
    return Unsent(to, fields, files) if 0 < typed <= _MOST else None


def unpacked(text: str) -> Unsent | None:
    """What the sign-in form kept; None where it kept nothing, or nothing of ours."""
    try:
        to, fields, files = json.loads(text)
        kept = Unsent(
            safe_next(str(to)),
            tuple((str(name), str(value)) for name, value in fields),
            tuple(str(name) for name in files),
        )
    except (ValueError, TypeError):
        return None
    return kept if kept.to and not kept.to.startswith(_NOT_KEPT) else None
