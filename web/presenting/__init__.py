"""From what the archive says to what a page shows."""

from __future__ import annotations

from flask import Flask

from web.presenting.addresses import anchor_of
from web.presenting.badges import (
    caution,
    certainty_text,
    day_text,
    iso_day_text,
    record_badges,
    status_badge,
    validity_badge,
    verdict_badge,
)
from web.presenting.clerk import clerk_work
from web.presenting.copying import copies_of, name_of, title_of
from web.presenting.names import field_name, review_reason, reviews, short_label, version_words
from web.presenting.notes import note_words
from web.presenting.relations import kind_words, scope_words
from web.presenting.sheet_size import clock_text, rows_of
from web.presenting.sources import page_source, signature_words


def install(app: Flask) -> None:
    """Give the templates what they all use."""
    app.jinja_env.filters["anchor"] = anchor_of
    app.jinja_env.filters["day"] = day_text
    app.jinja_env.filters["day_iso"] = iso_day_text
    app.jinja_env.filters["clock"] = clock_text
    app.jinja_env.filters["field_name"] = field_name
    app.jinja_env.filters["review_reason"] = review_reason
    app.jinja_env.globals.update(
        caution=caution,
        certainty_text=certainty_text,
        clerk_work=clerk_work,
        copies_of=copies_of,
        field_name=field_name,
        rows_of=rows_of,
        kind_words=kind_words,
        name_of=name_of,
        note_words=note_words,
        record_badges=record_badges,
        reviews=reviews,
        scope_words=scope_words,
        page_source=page_source,
        short_label=short_label,
        signature_words=signature_words,
        status_badge=status_badge,
        title_of=title_of,
        validity_badge=validity_badge,
        verdict_badge=verdict_badge,
        version_words=version_words,
    )
