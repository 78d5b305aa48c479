"""Who is asking, and what they may do: every view declares what it permits, one gate in front of all of them asks."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFError

from web.accounts.declaring import check_declared, open_to_all, permits
from web.accounts.gate import current_person, guard, leave, may, offer_again, own_browser, signed_in
from web.accounts.redirecting import asked_for, safe_next
from web.accounts.wording import browser_name, moment, role_name

__all__ = ["current_person", "install", "may", "open_to_all", "own_browser", "permits", "safe_next", "signed_in"]


def install(app: Flask, *, demo: bool) -> None:
    """Put the gate in front of every view. Call after the views are registered: one without a declaration fails."""
    from web.accounts import limiting, me, pages, people, provider, resetting

    for module in (pages, resetting, provider, me, people):
        app.register_blueprint(module.pages)
    open_to_all(app.view_functions["static"])
    app.config["DEMO"] = demo
    provider.install(app)
    # Behind the guard of hosts and origins, before the forms' tokens are looked at.
    app.before_request_funcs.setdefault(None, []).insert(1, guard)
    app.teardown_request(leave)
    app.register_error_handler(CSRFError, offer_again)
    limiting.install(app)
    app.jinja_env.globals.update(
        may=may,
        me=signed_in,
        role_name=role_name,
        browser_name=browser_name,
        asked_for=asked_for,
        provider=app.config["PROVIDER"],
        demo=lambda: demo,
    )
    app.jinja_env.filters["moment"] = moment
    check_declared(app)
