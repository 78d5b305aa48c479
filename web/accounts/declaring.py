"""What each view needs, said at the view: exactly one of `@permits(…)` or `@open_to_all`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from archive.people import PERMISSIONS

_View = TypeVar("_View", bound=Callable[..., Any])
_MARK = "cancu_permits"
OPEN = "open"


def permits(permission: str) -> Callable[[_View], _View]:
    """Only people whose role has a permission get to this view: read, draft, register or administer."""
    if permission not in PERMISSIONS:
        raise ValueError(f"{permission!r} is no permission: {', '.join(PERMISSIONS)}")

    def declare(view: _View) -> _View:
        return _declared(view, permission)

    return declare


def open_to_all(view: _View) -> _View:
    """Anybody gets to this view, signed in or not. It must show nothing of the archive."""
    return _declared(view, OPEN)


def needed(view: Callable[..., Any] | None) -> str | None:
    """What a view was declared with, None where it was not."""
    return getattr(view, _MARK, None)


def check_declared(app: Flask) -> None:
    """Raise TypeError naming the views that nobody decided about."""
    lacking = sorted(name for name, view in app.view_functions.items() if needed(view) is None)
    if lacking:
        raise TypeError(f"views without @permits or @open_to_all: {', '.join(lacking)}")


def _declared(view: _View, what: str) -> _View:
    if needed(view) is not None:
        raise TypeError(f"{view!r} is declared twice")
    setattr(view, _MARK, what)
    return view
