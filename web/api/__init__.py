"""`/api/v1`: the same answers as the command line's `--json`, over HTTP.

How a route is added: `web.api.declaring`.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

# Modules of this package, each with a blueprint of its own name; one a line, so that two can be added on one day.
_ROUTES = (
    "routes",
    "relations",
    "reading",
    "margins",
    "searching",
    "access",
    "account",
    "people",
    "telling",
    "originals",
    "drafting",
    "checking",
    "desk",
    "citing",
    "linking",
    "suggesting",
    "registers",
    "entering",
    "dossiers",
    "correcting",
    "reviewing",
    "mailing",
    "overseeing",
    "keeping",
    "binning",
    "health",
)


def install(app: Flask) -> None:
    """Register the API and the health checks. Raises RuntimeError for a route that declares nothing."""
    from web.api import answering
    from web.api.description import undeclared
    from web.security import csrf

    for name in _ROUTES:
        blueprint = getattr(import_module(f"web.api.{name}"), "api" if name == "routes" else name)
        app.register_blueprint(blueprint)
        # What a browser may send is settled by its origin (web.security).
        csrf.exempt(blueprint)
    answering.install(app)
    if missing := undeclared(app):
        raise RuntimeError(f"routes of the API without a declaration (web.api.declaring): {missing}")
