"""Where somebody wanted to go before the door stood in between: only ever a page of this application."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

_NOT_BACK_TO = ("/sign-in", "/sign-out", "/setup", "/api/")


def asked_for() -> str:
    """The address of this request where going back to it makes sense, else ""."""
    if request.method != "GET":
        return ""
    query = request.query_string.decode("ascii", "replace")
    return safe_next(f"{request.path}?{query}" if query else request.path)


def safe_next(address: str) -> str:
    """An address that leads to a page here, as it is; "" for any other, whatever a browser would make of it."""
    if not address.startswith("/") or len(address) > 2000:
        return ""
    # Browsers take a backslash for a slash, and skip control characters.
    if address[1:2] in ("/", "\\") or "\\" in address or any(ord(c) < 33 or ord(c) == 127 for c in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or (parts.path == "/" and not parts.query) or parts.path.startswith(_NOT_BACK_TO):
        return ""
    return address
