"""`/api/v1`: the same answers as the command line's `--json`, over HTTP.

How a route is added: `web.api.declaring`.
"""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the API and the health checks. Raises RuntimeError for a route that declares nothing."""
    from web.api import answering, health, people, reading, relations, routes, searching
    from web.api.description import undeclared
    from web.security import csrf

    for blueprint in (routes.api, relations.relations, reading.reading, searching.searching, people.people):
        app.register_blueprint(blueprint)
        # What a browser may send is settled by its origin (web.security).
        csrf.exempt(blueprint)
    app.register_blueprint(health.health)
    answering.install(app)
    if missing := undeclared(app):
        raise RuntimeError(f"routes of the API without a declaration (web.api.declaring): {missing}")
