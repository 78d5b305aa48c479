"""FieldMismatch: one field in which a citation contradicts the document it was tied to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldMismatch:
    """A field in which the citation contradicts its document.

    `field`: type, number, issued, issuer, title or pinpoint. `found` as cited and `expected` as held (dates in ISO
    form; a law cited by year has that year as `found`, a day that no calendar has stands as written).
    `start`, `end`: the place in the text, -1 where the text does not show it apart.
    """

    field: str
    found: str
    expected: str
    start: int = -1
    end: int = -1
