"""Atom feeds (RFC 4287): what is new, alerts, watched documents, a kept search, as their owner may see them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lxml import etree

from archive.documents import Archive
from archive.models import now

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_ROW = "feed_namespace"
# What XML 1.0 cannot carry.
_FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True)
class Entry:
    """One entry: `key` never changes and names it in the feed; `updated` in UTC; `link` is whole."""

    key: str
    title: str
    updated: datetime
    link: str
    summary: str = ""


def namespace(archive: Archive) -> uuid.UUID:
    """What the ids of this archive's entries are made in, so that two offices never share one."""
    kept = archive.recall(_ROW)
    if not kept:
        kept = str(uuid.uuid4())
        archive.remember(_ROW, kept)
    return uuid.UUID(kept)


def atom(space: uuid.UUID, key: str, title: str, link: str, page: str, entries: list[Entry], language: str) -> bytes:
    """The feed as XML. `link`: its own address; `page`: the page that shows the same."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    _add(root, "id", uuid.uuid5(space, key).urn)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((each.updated for each in entries), default=datetime(2000, 1, 1))))
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=link)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    author = _add(root, "author")
    _add(author, "name", "Căn Cứ")
    _add(root, "generator", "Căn Cứ")
    for each in entries:
        entry = _add(root, "entry")
        _add(entry, "id", uuid.uuid5(space, each.key).urn)
        _add(entry, "title", each.title or each.link)
        _add(entry, "updated", _moment(each.updated))
        _add(entry, "link", rel="alternate", type="text/html", href=each.link)
        if each.summary:
            _add(entry, "summary", each.summary)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def noticed_today(day: date) -> datetime:
    """The moment of what is as of a day: its beginning, so that the feed is the same all day."""
    return min(datetime(day.year, day.month, day.day), now())


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        made.text = text.translate(_FORBIDDEN)
    return made


def _moment(moment: datetime) -> str:
    return moment.replace(microsecond=0, tzinfo=UTC).isoformat().replace("+00:00", "Z")
