"""Styles, scripts and drawings in a shorter form, for browsers that take it: packed once, kept in memory.

Only what is the same for everybody: of a packed page of one's own, its length could tell what is on it.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.security import safe_join

PACKED = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_LEAST = 500
"""Bytes from which on packing is worth a header."""


class Assets:
    """The packed form of files, by where they are. A file that has changed is packed anew."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[tuple[int, int], bytes]] = {}

    def packed(self, path: Path) -> tuple[str, bytes] | None:
        """A tag that changes with the file, and its packed bytes; None where the file is not to be packed."""
        if path.suffix not in PACKED:
            return None
        try:
            found = path.stat()
        except (OSError, ValueError):
            return None
        seen = (found.st_mtime_ns, found.st_size)
        if found.st_size < _LEAST:
            return None
        kept = self._kept.get(path)
        if kept is None or kept[0] != seen:
            kept = self._kept[path] = seen, gzip.compress(path.read_bytes(), 9, mtime=0)
        return f"{seen[0]:x}-{seen[1]:x}-gzip", kept[1]


def install(app: Flask) -> None:
    """Serve the application's own files packed where the browser says that it takes gzip."""
    assets = Assets()

    def static(filename: str) -> Response:
        """A file that a page loads."""
        response = _packed(assets, filename) or app.send_static_file(filename)
        response.vary.add("Accept-Encoding")
        return response

    app.view_functions["static"] = static


def _packed(assets: Assets, filename: str) -> Response | None:
    # A part is asked of the file as it is.
    if "Range" in request.headers or not request.accept_encodings["gzip"]:
        return None
    path = safe_join(str(current_app.static_folder), filename)
    found = assets.packed(Path(path)) if path is not None else None
    if found is None:
        return None
    tag, data = found
    response = Response(data, mimetype=PACKED[Path(filename).suffix])
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(tag)
    response.make_conditional(request)
    return response
