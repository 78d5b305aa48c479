"""The web application: pages for people, `/api/v1` for programs, over one archive."""

from __future__ import annotations

import logging

from flask import Flask

from archive.settings import Settings
from web import accounts, api, asking, assets, languages, looking, pages, presenting, problems, security, tracing
from web.addresses import Address
from web.condition import TROUBLES
from web.proxying import TrustedProxies
from web.service import Service

# What a form adds to the file it carries: field names, boundaries, the other fields.
_FORM_ROOM = 1024 * 1024
_LONGEST_DRAFT = 8 * 1024 * 1024


def create_app(settings: Settings, *, demo: bool = False) -> Flask:
    """The application over the archive in `settings.home`, which is opened at the first request that needs it.

    `demo`: whoever asks is a made-up clerk, without signing in.
    """
    app = Flask("web")
    app.url_rule_class = Address
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_upload + _FORM_ROOM,
        MAX_FORM_MEMORY_SIZE=_LONGEST_DRAFT,
        MAX_FORM_PARTS=500,
        UPLOAD_LIMIT_MB=settings.max_upload // (1024 * 1024),
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["cancu"] = Service(settings)
    app.url_map.converters["int"] = pages.Identifier
    assets.install(app)
    security.install(app, settings)
    asking.install(app, settings)
    languages.install(app)
    problems.install(app)
    presenting.install(app)
    pages.install(app)
    api.install(app)
    accounts.install(app, demo=demo)
    looking.install(app)
    tracing.install(app)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    logging.getLogger("cancu").addHandler(TROUBLES)
    return app
