"""Resolving again the citations that waited for a document, without reading their documents again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive.citations.model import Citation
from archive.filing import outcome
from archive.keys import number_key, title_key
from archive.models import CitationRow
from archive.records import Record
from archive.resolving import Holdings, resolve

_BATCH = 500


def citation_of(row: CitationRow) -> Citation:
    """The citation as it was found."""
    details: dict[str, Any] = row.details
    return Citation(
        text=row.text,
        start=row.start,
        end=row.end,
        type=row.type,
        number=row.number,
        seq=details.get("seq", ""),
        year_in_number=details.get("year_in_number", ""),
        issuer=row.issuer,
        issued=row.issued,
        title=row.title,
        pinpoint=row.pinpoint,
        system=details.get("system", ""),
        basis=row.basis,
        nested=row.nested,
        repaired=details.get("repaired", False),
        term=details.get("term", ""),
        plenum=details.get("plenum", ""),
        flags=tuple(details.get("flags", ())),
    )


def relink(session: Session, holdings: Holdings, records: Iterable[Record]) -> int:
    """Resolve again what may mean one of `records` (new, or with changed facts); how many answers changed."""
    numbers = sorted({number_key(r.number) for r in records if r.number})
    titles = sorted({title_key(r.title) for r in records if r.title})
    changed = 0
    for start in range(0, max(len(numbers), len(titles)), _BATCH):
        wanted = or_(
            CitationRow.number_key.in_(numbers[start : start + _BATCH]),
            (CitationRow.number_key == "") & CitationRow.title_key.in_(titles[start : start + _BATCH]),
        )
        for row in session.scalars(select(CitationRow).where(wanted)).all():
            new = outcome(resolve(citation_of(row), holdings))
            if any(getattr(row, name) != value for name, value in new.items()):
                session.execute(update(CitationRow).where(CitationRow.id == row.id).values(**new))
                changed += 1
    return changed
