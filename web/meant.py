"""Which documents a person means by what was typed into a field."""

from __future__ import annotations

from archive.documents import Archive
from archive.numbers import parse_number_query
from archive.records import Record
from web.parameters import identifier

MOST_FOUND = 20


def documents_meant(archive: Archive, typed: str) -> list[Record]:
    """The documents meant by an id (`#12`), a number, or the name of a law; several where it is not clear."""
    if typed.startswith("#"):
        id_ = identifier(typed[1:])
        return list(archive.records([id_]).values()) if id_ else []
    query = parse_number_query(typed)
    found = archive.find_number(query, MOST_FOUND) if query is not None else []
    return list(found or archive.holdings().by_title(typed))[:MOST_FOUND]
