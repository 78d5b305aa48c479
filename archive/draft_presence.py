"""Who has a draft open at this moment: each window says so now and then, and is forgotten when it falls silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.draft_rows import DraftPresence
from archive.models import now
from archive.people_rows import PersonRow
from archive.seeing import viewer

SILENCE = timedelta(seconds=50)
"""A window not heard of for so long is taken to be closed; windows speak every 15 seconds."""


@dataclass(frozen=True)
class Present:
    """Another window on the same draft. `person` is a name, "" where nobody signs in; `mine`: it is one's own."""

    person: str
    mine: bool
    seen: datetime


def come_in(session: Session, draft_id: int, window: str) -> None:
    """Say that this window has the draft open."""
    moment = now()
    session.execute(delete(DraftPresence).where(DraftPresence.seen < moment - 10 * SILENCE))
    row = session.get(DraftPresence, (draft_id, window))
    if row is None:
        session.add(DraftPresence(draft_id=draft_id, window=window, person_id=viewer().person, seen=moment))
    else:
        row.seen, row.person_id = moment, viewer().person
    session.flush()


def go_out(session: Session, draft_id: int, window: str) -> None:
    """Say that this window was closed."""
    session.execute(delete(DraftPresence).where(DraftPresence.draft_id == draft_id, DraftPresence.window == window))


def others_there(session: Session, draft_id: int, window: str) -> tuple[Present, ...]:
    """The other windows that have the draft open, each person once."""
    rows = session.execute(
        select(PersonRow.name, DraftPresence.person_id, DraftPresence.seen)
        .outerjoin(PersonRow, PersonRow.id == DraftPresence.person_id)
        .where(
            DraftPresence.draft_id == draft_id,
            DraftPresence.window != window,
            DraftPresence.seen >= now() - SILENCE,
        )
        .order_by(DraftPresence.seen.desc())
    )
    me = viewer().person
    found: dict[int | None, Present] = {}
    for name, person, seen in rows:
        found.setdefault(person, Present(name or "", person is not None and person == me, seen))
    return tuple(found.values())
