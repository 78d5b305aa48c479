"""How roles and scopes are named to people."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.people import ROLE_NAMES
from web.languages import pick

_SCOPES = {
    "read": ("Chỉ đọc", "Read only"),
    "draft": ("Đọc và soạn thảo", "Read and draft"),
    "register": ("Đọc, soạn thảo và văn thư", "Read, draft and register"),
    "administer": ("Toàn quyền quản trị", "Everything an administrator may"),
}


def role_name(role: str) -> str:
    """The role in the language of the request."""
    return pick(*ROLE_NAMES[role])


def moment(utc: datetime) -> str:
    """A moment of the database in the server's own time: `27/11/2026 14:03`."""
    return utc.replace(tzinfo=UTC).astimezone().strftime("%d/%m/%Y %H:%M")


def browser_name(agent: str) -> str:
    """What a User-Agent says, as far as its owner needs it to know his own: `Firefox, Windows`; "" unknown."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Macintosh", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for mark, name in names if mark in agent), "") for names in (browsers, systems)]
    return ", ".join(filter(None, found))


def scope_name(scope: str) -> str:
    """The scope of a token in the language of the request."""
    return pick(*_SCOPES[scope])
