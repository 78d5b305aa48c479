"""Kept searches: their address, and what is new in them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from archive.records import Record
from archive.saved_searches import SavedSearch
from web.parameters import search_request
from web.service import Service

LOOKED_AT = 100
"""The best results of a search among which new documents are looked for."""

_KEPT = (
    "q",
    "type",
    "issuer",
    "level",
    "field",
    "validity",
    "held",
    "year_from",
    "year_to",
    "in_force",
    "mode",
    "sort",
)


def tidy_address(address: str) -> str:
    """The query and filters of an address, in one order, so that the same search is kept once; "" without a query."""
    given = parse_qsl(address.lstrip("?"), keep_blank_values=False, max_num_fields=100)
    kept = [(name, value.strip()) for wanted in _KEPT for name, value in given if name == wanted and value.strip()]
    return urlencode(kept) if any(name == "q" for name, _ in kept) else ""


def new_in(desk: Service, search: SavedSearch) -> list[Record]:
    """The documents among the best results that came into the archive since the search was last looked at."""
    asked, _ = search_request(MultiDict(parse_qsl(search.address)), LOOKED_AT, 0)
    found = {hit.record.id: hit.record for hit in desk.search(asked).hits}
    came = desk.archive.searches.came_after(found, search.seen)
    return [record for id_, record in found.items() if id_ in came]


def newest_in(desk: Service, search: SavedSearch, most: int) -> list[tuple[Record, datetime]]:
    """The documents among the best results, the last that came first, each with the moment it came."""
    asked, _ = search_request(MultiDict(parse_qsl(search.address)), LOOKED_AT, 0)
    found = {hit.record.id: hit.record for hit in desk.search(asked).hits}
    came = desk.archive.searches.came(found)
    return sorted(((found[id_], at) for id_, at in came.items()), key=lambda each: (each[1], each[0].id))[::-1][:most]
