"""The rows of issuing bodies: one for each life of a name, with its level and the body above it.

`Ủy ban nhân dân xã A` before and after 01/7/2025 are two bodies (facts.md, section 6), so they are two rows.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.agency_calendar import level_of, standing
from archive.agency_parents import parent_of
from archive.folding import fold_for_comparison
from archive.models import Agency


def agency_row(session: Session, issuer: str, issued: date | None, parent: str = "") -> int | None:
    """The id of the body of this name that stood on the day, made where there is none; None for no name.

    Without a day, or where nothing is known of the body's days, its row has none. `parent` is the body above it as the
    document names it, "" where it does not.
    """
    if not issuer:
        return None
    key = fold_for_comparison(issuer)
    begins, ends = _life(issuer, issued)
    rows = session.scalars(select(Agency).where(Agency.name_key == key))
    row = next((row for row in rows if (row.valid_from, row.valid_to) == (begins, ends)), None)
    if row is None:
        row = Agency(name=issuer, name_key=key, level=level_of(issuer), valid_from=begins, valid_to=ends)
        session.add(row)
        session.flush()
    row.level = row.level or level_of(issuer)
    above = parent or parent_of(issuer)
    if row.parent_id is None and above and fold_for_comparison(above) != key:
        row.parent_id = agency_row(session, above, issued)
    return row.id


def _life(issuer: str, issued: date | None) -> tuple[date | None, date | None]:
    if issued is None:
        return None, None
    found = standing(issuer, issued)
    return (found.from_, found.to) if found.state == "stands" else (None, None)
