"""The catalogue: documents known by their facts, without their text, so that citations of them can be checked.

`registry.csv` beside this module is a seed, not legal advice. Each row keeps how sure we are of the document's identity
(`certainty`) and of its status (`status_certainty`), the source and the day of the statement (`as_of`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from archive.agencies import canonical_issuer
from archive.documents import Archive
from archive.numbers import canonical_number
from archive.stored import NewDocument
from corpus.listed_relations import state_listed
from corpus.loading import (
    Counts,
    Progress,
    digest_of,
    finish_index,
    going_on,
    relink_run,
    silent,
    telling,
)
from indexer.engine.base import Engine

REGISTRY = Path(__file__).parent / "registry.csv"
NAME = "Danh mục văn bản của chương trình"
STAGE = "Danh mục văn bản đã biết / catalogue of known documents"


def read_registry(path: Path = REGISTRY) -> tuple[NewDocument, ...]:
    """The rows as documents to file. Raises ValueError naming the row whose date is none."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(_document(row) for row in csv.DictReader(stream))


def load_registry(
    archive: Archive,
    engine: Engine | None = None,
    progress: Progress = silent,
    documents: Iterable[NewDocument] | None = None,
    *,
    again: bool = False,
) -> dict[str, Any]:
    """File the catalogue (or other catalogued `documents`); gives figures.

    A second run changes nothing; a changed row updates its document, but never what a person has confirmed; a document
    that is held already gets the catalogue's facts joined to it. `again` compares rows although none has changed.
    """
    counts = Counts()
    tell = telling(progress)
    rows = list(read_registry() if documents is None else documents)
    with going_on(archive, "registry:", digest_of(repr(rows).encode()), again) as run:
        for done, new in enumerate(rows):
            tell(done, len(rows), STAGE)
            if new.origin in run.there:
                counts.count("unchanged")
                continue
            added = archive.add(new, link=False)
            counts.count(added.status, added.document_id)
        tell(len(rows), len(rows), STAGE)
        relink_run(archive, run, counts, progress, STAGE)
    state_listed(archive, rows, "registry:", NAME, counts)
    finish_index(archive, engine, progress)
    return counts.figures()


def _document(row: dict[str, str]) -> NewDocument:
    try:
        return NewDocument(
            origin=f"registry:{row['key']}",
            type=row["type"],
            number=canonical_number(row["number"]) if row["number"] else "",
            issued=_day(row["issue_date"]),
            issuer=canonical_issuer(row["issuer"]),
            title=row["title"],
            effective=_day(row["effective_date"]),
            expired=_day(row["expired_date"]),
            status=row["status"],
            status_certainty=row["status_certainty"],
            certainty=row["certainty"],
            as_of=_day(row["as_of"]),
            source=row["source"],
            note=row["note"],
            replaced_by=_numbers(row["replaced_by"]),
            replaces=_numbers(row["replaces"]),
            amended_by=_numbers(row["amended_by"]),
            topic=row["topic"],
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"registry row {row.get('key')!r}: {error}") from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
