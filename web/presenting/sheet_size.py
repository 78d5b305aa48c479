"""How tall a field of a sheet is without a script, and the time of day it was saved at."""

from __future__ import annotations

from datetime import UTC, datetime

_ACROSS = 80


def rows_of(text: str) -> int:
    """The lines that a text takes in a field, as far as can be told without its letters."""
    return sum(1 + len(line) // _ACROSS for line in text.split("\n"))


def clock_text(moment: datetime) -> str:
    """`10:32`, by the clock of this machine."""
    return moment.replace(tzinfo=UTC).astimezone().strftime("%H:%M")
