"""Vietnamese first, English beside: which of the two a request is answered in, and where its words come from.

Templates are written in Vietnamese; `translations/en/LC_MESSAGES/messages.po` is the English. The catalogue is read as
text by whoever first wants English, so that nothing has to be compiled at set-up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
CATALOGUE = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_YEAR = 365 * 24 * 3600


def language() -> str:
    """The language of this request: `?lang=`, else the cookie, else Vietnamese whatever the browser asks for."""
    chosen: str | None = g.get("language")
    if chosen is None:
        wanted = (request.args.get("lang"), request.cookies.get(COOKIE))
        chosen = g.language = next((code for code in wanted if code in LANGUAGES), "vi")
    return chosen


_Said = TypeVar("_Said", str, tuple[str, ...])


def pick(vi: _Said, en: _Said) -> _Said:
    """The one of two texts (or of two lists of texts) that this request reads."""
    return en if language() == "en" and en else vi


def install(app: Flask) -> None:
    """Give the application its two languages."""
    babel = Babel(app, default_locale="vi", locale_selector=language)
    with app.app_context():
        domain = babel.domain_instance
    vietnamese = Translations()

    def words() -> Any:
        # A page has hundreds of words: the extension's own way finds its language anew for each.
        return _english() if has_request_context() and language() == "en" else vietnamese

    # What Python says, too: the extension's functions ask their domain.
    domain.get_translations = words
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda said: words().ugettext(said),
        lambda one, several, count: words().ungettext(one, several, count),
        newstyle=True,
        pgettext=lambda about, said: words().upgettext(about, said),
        npgettext=lambda about, one, several, count: words().unpgettext(about, one, several, count),
    )
    app.jinja_env.globals.update(language=language, languages=LANGUAGES, pick=pick, _=_saying(words))
    app.after_request(_remember)


def _saying(words: Callable[[], Any]) -> Callable[..., str]:
    """What `_` stands for in templates: the extension's own, but that words without values are made once."""
    made: dict[str, dict[str, Markup]] = {code: {} for code in LANGUAGES}

    @pass_eval_context
    def say(evaluating: EvalContext, said: str, /, **values: Any) -> str:
        if values or not evaluating.autoescape or not has_request_context():
            told: str = words().ugettext(said)
            return (Markup(told) if evaluating.autoescape else told) % values
        known = made[language()]
        if said not in known:
            known[said] = Markup(words().ugettext(said)) % {}
        return known[said]

    return say


@cache
def _english() -> Translations:
    with CATALOGUE.open("rb") as reading:
        made = BytesIO()
        write_mo(made, read_po(reading, locale="en"))
    made.seek(0)
    return Translations(made)


def _remember(response: Response) -> Response:
    if request.endpoint == "static":
        # The same for everybody, and kept when a cookie changes.
        return response
    wanted = request.args.get("lang")
    if wanted in LANGUAGES and wanted != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, wanted, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    response.vary.add("Cookie")
    return response
