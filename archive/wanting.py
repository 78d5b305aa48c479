"""What a clerk did about documents that are cited and not held: asked for them, or found that they cannot be had.

A mark is forgotten when what it is about is in the list no more: the list itself comes from the citations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from archive import audit
from archive.clerk_models import WantedRow
from archive.database import Database
from archive.folding import nfc, squeeze
from archive.models import now
from archive.seeing import viewer

STATES = ("requested", "unobtainable")


@dataclass(frozen=True)
class WantedMark:
    """A mark: `state` one of STATES, who made it and when."""

    state: str
    note: str
    by: str
    at: datetime


class Wanting:
    """The marks of an open archive, by the number's key and the type of what is wanted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def marks(self) -> dict[tuple[str, str], WantedMark]:
        """All marks."""
        with self._database.read() as session:
            return {
                (row.number_key, row.type): WantedMark(row.state, row.note, row.by, row.at)
                for row in session.scalars(select(WantedRow))
            }

    def mark(self, number_key: str, type: str, state: str, note: str = "") -> None:
        """Say what was done about something; "" takes the mark away. Raises ValueError for another state."""
        if state not in ("", *STATES):
            raise ValueError(state)
        with self._database.write() as session:
            row = session.scalar(select(WantedRow).where(WantedRow.number_key == number_key, WantedRow.type == type))
            if not state:
                if row is not None:
                    session.delete(row)
            else:
                if row is None:
                    row = WantedRow(number_key=number_key, type=type)
                    session.add(row)
                row.state, row.note = state, squeeze(nfc(note))[:500]
                row.person, row.by, row.at = viewer().person, viewer().name, now()
            audit.write(session, "wanted.marked", subject=f"{type} {number_key}".strip(), details={"state": state})
