"""Where in the other document: paths put together from what a heading names and what stands below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.citations.pinpoints import find_pinpoints

_ORDER = ("phan", "chuong", "muc", "tieumuc", "dieu", "khoan", "diem", "tiet", "doan")
_FREE = ("dieu", "phuluc", "kemtheo", "chuong", "phan", "mau")
_INTO = re.compile(r"(?<!\w)(?:vào\s+)?(?:(?:liền\s+)?(?:sau|trước)|vào\s+(?:cuối|đầu)|vào)\s+", re.IGNORECASE)


def scope_below(above: Sequence[str], paths: Sequence[str], words: str = "") -> tuple[str, ...]:
    """`paths` named below a heading that is about `above`: `khoan:2` below `dieu:8` is `dieu:8/khoan:2`.

    A heading about several provisions gives no level; the path then stays as it is printed. `words` are those of an
    insertion, whose place may be named behind (`vào sau khoản 3 Điều 9`).
    """
    paths = placed(paths, words) if words else tuple(paths)
    if len(above) != 1:
        return tuple(paths)
    return tuple(dict.fromkeys(_under(above[0], path) for path in paths))


def placed(paths: Sequence[str], words: str) -> tuple[str, ...]:
    """The paths of what is inserted, by the place it is inserted at: `khoản 4 vào sau khoản 3 Điều 9`."""
    into = _INTO.search(words)
    if into is None:
        return tuple(paths)
    inserted = [p for pin in find_pinpoints(words[: into.start()]) if not pin.relative for p in pin.paths]
    places = [p for pin in find_pinpoints(words[into.start() :]) if not pin.relative for p in pin.paths]
    if not places:
        return tuple(paths)
    if not inserted:
        return tuple(dict.fromkeys(places))
    return tuple(dict.fromkeys(_under(places[0], path) if not _absolute(path) else path for path in inserted))


def _absolute(path: str) -> bool:
    return path.split(":", 1)[0] in _FREE


def _under(above: str, path: str) -> str:
    """`path` below `above`: levels that `path` names itself replace those of `above`."""
    key = path.split(":", 1)[0]
    if _absolute(path) and not (key == "mau" and above.startswith(("phuluc", "kemtheo"))):
        prefix = above.split("/")[0]
        if prefix.startswith("kemtheo:") and not path.startswith(("kemtheo", "phuluc")):
            return f"{prefix}/{path}"
        return path
    if key not in _ORDER:
        return f"{above}/{path}"
    rank = _ORDER.index(key)
    kept = []
    for part in above.split("/"):
        level = part.split(":", 1)[0]
        if level in _ORDER and _ORDER.index(level) >= rank:
            break
        kept.append(part)
    return "/".join([*kept, path])


def resolved(paths: Sequence[str], article: str) -> tuple[str, ...]:
    """Paths with `this` put in from the place they are named at: `dieu:this/khoan:2` in `dieu:9/khoan:1`.

    Those that cannot be placed are left out.
    """
    here = dict(part.split(":", 1) for part in article.split("/") if ":" in part)
    out = []
    for path in paths:
        parts = []
        for part in path.split("/"):
            key, _, value = part.partition(":")
            if value == "this":
                if key not in here:
                    break
                value = here[key]
            parts.append(f"{key}:{value}")
        else:
            if parts[0].split(":")[0] in ("khoan", "diem", "tiet"):
                continue
            out.append("/".join(parts))
    return tuple(dict.fromkeys(out))
