"""Which document a person means on the command line."""

from __future__ import annotations

from archive.documents import Archive
from archive.errors import NotFound
from archive.numbers import parse_number_query
from archive.records import Record


def document_named(archive: Archive, wanted: str) -> Record:
    """The one document with this id or number. Raises NotFound, also where several have the number."""
    if wanted.isdigit() and len(wanted) < 19:  # what a database can count to
        return archive.record(int(wanted))
    query = parse_number_query(wanted)
    found = archive.find_number(query) if query is not None else []
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{r.id}: {r.type} {r.number} ({r.issued or '?'})" for r in found)
        raise NotFound(
            "several_documents",
            f"Có {len(found)} văn bản mang số này: {listed}. Hãy dùng mã văn bản.",
            f"{len(found)} documents have this number: {listed}. Use the document's id.",
        )
    raise NotFound("no_such_document", f"Không có văn bản “{wanted}”.", f"There is no document “{wanted}”.")
