"""The feeds. Whoever has the secret in the address reads as its owner, and only that: no session, no other page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from flask import Blueprint, Response, g, get_template_attribute, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from archive.errors import NotFound
from archive.holdings import record_of
from archive.models import Document
from archive.people import Person
from archive.seeing import seeing
from web.accounts.declaring import open_to_all
from web.feeding import MEDIA_TYPE, Entry, atom, namespace, noticed_today
from web.keeping import newest_in
from web.languages import language
from web.pages import service
from web.presenting.copying import name_of

pages = Blueprint("feeds", __name__)

_MOST = 50
SECRET = "<string(minlength=20,maxlength=100):secret>"


@pages.get(f"/feeds/{SECRET}/new.atom")
@open_to_all
def new(secret: str) -> Response:
    """The documents that came last."""
    with _owner(secret), service().archive.database.read() as session:
        rows = session.scalars(select(Document).order_by(Document.created.desc(), Document.id.desc()).limit(_MOST))
        found = [(record_of(row), row.created) for row in rows]
    entries = [
        Entry(f"document:{record.id}", name_of(record), came, _document(record.id), record.title)
        for record, came in found
    ]
    return _feed("new", _("Văn bản mới trong kho"), url_for("documents.index", _external=True), entries)


@pages.get(f"/feeds/{SECRET}/alerts.atom")
@open_to_all
def alerts(secret: str) -> Response:
    """Documents of the office that rest on something that no longer stands."""
    today = date.today()
    with _owner(secret):
        found = service().archive.graph.resting(today, limit=_MOST)
    entries = []
    for row in found:
        assert row.document is not None
        since = row.validity.as_of or today
        title = " ".join((f"{name_of(row.document)}:", _("căn cứ vào"), name_of(row.target)))
        instead = "; ".join(name_of(each) for each in row.successors)
        summary = _("Thay bằng") + f": {instead}" if instead else row.validity.evidence_vi
        key = f"alert:{row.document.id}:{row.target.id}"
        entries.append(Entry(key, title, noticed_today(since), _document(row.document.id), summary))
    title = _("Văn bản của cơ quan dựa trên căn cứ không còn hiệu lực")
    return _feed("alerts", title, url_for("alerts.index", _external=True), entries)


@pages.get(f"/feeds/{SECRET}/watched.atom")
@open_to_all
def watched(secret: str) -> Response:
    """What changed in the documents that the owner watches."""
    line = get_template_attribute("news_lines.html", "change_line")
    with _owner(secret) as person:
        found = service().archive.watches.changes_for(person.id, datetime(2000, 1, 1), _MOST)
    entries = [
        Entry(
            f"change:{each.id}",
            f"{name_of(each.document)}: {line(each)}",
            each.at,
            _document(each.document.id),
            each.document.title,
        )
        for each in found
    ]
    return _feed("watched", _("Văn bản theo dõi có thay đổi"), url_for("search.home", _external=True), entries)


@pages.get(f"/feeds/{SECRET}/searches/<int:search_id>.atom")
@open_to_all
def search(secret: str, search_id: int) -> Response:
    """What a kept search of the owner finds, the last that came first."""
    desk = service()
    with _owner(secret):
        kept = desk.archive.searches.get(search_id)
        found = newest_in(desk, kept, _MOST)
    entries = [
        Entry(f"search:{search_id}:{record.id}", name_of(record), came, _document(record.id), record.title)
        for record, came in found
    ]
    page = f"{url_for('search.home', _external=True)}?{kept.address}"
    return _feed(f"search:{search_id}", kept.name or kept.address, page, entries)


@contextmanager
def _owner(secret: str) -> Iterator[Person]:
    archive = service().archive
    found = archive.subscriptions.feed_of(secret)
    person = archive.people.get(found)
    if person.disabled or person.demo:
        raise NotFound(
            "no_feed", "Địa chỉ nguồn tin này không còn dùng được.", "This feed address is no longer in use."
        )
    g.feed_person = person.id
    if "lang" not in request.args:
        g.language = archive.subscriptions.of(found).language
    with seeing(person.viewer):
        yield person


def _document(document_id: int) -> str:
    return url_for("documents.show", document_id=document_id, _external=True)


def _feed(name: str, title: str, page: str, entries: list[Entry]) -> Response:
    # The ids hold the person, since each sees a feed of his own.
    key = f"feed:{g.feed_person}:{name}"
    written = atom(namespace(service().archive), key, f"Căn Cứ: {title}", request.base_url, page, entries, language())
    response = Response(written, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.cache_control.private = True
    response.cache_control.max_age = 300
    response.add_etag()
    response.make_conditional(request)
    return response
