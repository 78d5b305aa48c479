"""The administrator's first page: how the archive and its machine are."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from web.accounts.declaring import permits
from web.condition import TROUBLES, condition
from web.pages import service

pages = Blueprint("condition", __name__, url_prefix="/admin")


@pages.get("/")
@permits("administer")
def first() -> Answer:
    """Administration begins with how things are."""
    return redirect(url_for("condition.index"))


@pages.get("/health")
@permits("administer")
def index() -> str:
    """Each thing with its state and what to do."""
    desk = service()
    return render_template(
        "condition.html",
        here="admin",
        part="condition",
        lines=condition(desk),
        troubles=TROUBLES.all(),
        task=desk.tasks.now,
        home=desk.settings.home,
    )
