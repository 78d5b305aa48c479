"""Who is asking, and what they may do: every view declares what it permits, one gate in front of all of them asks."""

from __future__ import annotations

from flask import Flask

from web.accounts.declaring import check_declared, open_to_all, permits
from web.accounts.gate import current_person, guard, may, signed_in
from web.accounts.redirecting import safe_next

__all__ = ["current_person", "install", "may", "open_to_all", "permits", "safe_next", "signed_in"]


def install(app: Flask, *, demo: bool) -> None:
    """Put the gate in front of every view. Call after the views are registered: one without a declaration fails."""
    from web.accounts import pages

    app.register_blueprint(pages.pages)
    open_to_all(app.view_functions["static"])
    app.config["DEMO"] = demo
    # Behind the guard of hosts and origins, before the forms' tokens are looked at.
    app.before_request_funcs.setdefault(None, []).insert(1, guard)
    app.jinja_env.globals.update(may=may, me=signed_in)
    check_declared(app)
