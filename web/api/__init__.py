"""`/api/v1`: the same answers as the command line's `--json`, over HTTP."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the API and the health checks."""
    from web.api import health, relations, routes, searching
    from web.security import csrf

    app.register_blueprint(routes.api)
    app.register_blueprint(relations.relations)
    app.register_blueprint(searching.searching)
    app.register_blueprint(health.health)
    # No cookie gives the API any right; what a browser may send is settled by its origin (web.security).
    csrf.exempt(routes.api)
    csrf.exempt(relations.relations)
    csrf.exempt(searching.searching)
