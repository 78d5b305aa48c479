"""The pages, one blueprint a noun."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any, cast
from urllib.parse import quote, urlencode

from flask import Flask, current_app, has_request_context, request, url_for
from werkzeug.routing import IntegerConverter

from web.parameters import ID_DIGITS
from web.service import Service


class Identifier(IntegerConverter):
    """A whole number in an address. A longer one than the database can hold leads nowhere: 404."""

    regex = rf"\d{{1,{ID_DIGITS}}}"


def service() -> Service:
    """The archive, index and search of this process."""
    return cast(Service, current_app.extensions["cancu"])


def here_with(**changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one out.

    The page number starts over, and so does which result the reader is at.
    """
    passing = ("page", "lang", "hit", "peek", "upto")
    args: dict[str, Any] = {name: values for name, values in request.args.lists() if name not in passing}
    args.update(changes)
    return _address(args)


def language_link(code: str) -> str:
    """This page in another language; the front page where this one answers a form."""
    if request.method != "GET":
        return url_for("search.home", lang=code)
    return _address({**dict(request.args.lists()), "lang": code})


def _address(args: dict[str, Any]) -> str:
    # Not url_for: the names come from the address bar, and some mean something to it.
    query = urlencode({name: value for name, value in args.items() if value is not None}, doseq=True)
    return f"{quote(request.path)}?{query}" if query else quote(request.path)


@lru_cache(maxsize=512)
def _static(root: str, filename: str) -> str:
    return url_for("static", filename=filename)


def address_of(endpoint: str, **values: Any) -> str:
    """`url_for` in templates; a page names a hundred pictures, the same for every page."""
    if endpoint == "static" and values.keys() == {"filename"} and has_request_context():
        return _static(request.root_path, values["filename"])
    return url_for(endpoint, **values)


# One a line, so that two people can add theirs on the same day.
_PAGES = (
    "search",
    "searches",
    "documents",
    "access",
    "reading",
    "margins",
    "comparing",
    "originals",
    "uploads",
    "reviews",
    "drafts",
    "links",
    "suggesting",
    "writing",
    "relations",
    "alerts",
    "condition",
    "trail",
    "keeping",
    "bin",
    "statistics",
    "settings",
    "registers",
    "reporting",
    "correcting",
    "dossiers",
    "exports",
    "printing",
    "checking",
    "developing",
    "digest",
    "feeds",
    "components",
)


def install(app: Flask) -> None:
    """Register every page."""
    for name in _PAGES:
        app.register_blueprint(import_module(f"web.pages.{name}").pages)
    from web.pages.bin import kept_for
    from web.pages.settings import office_name

    app.jinja_env.globals.update(office_name=office_name, kept_for=kept_for, language_link=language_link, here="")
    app.jinja_env.globals["url_for"] = address_of
