"""Which lines may be the units of one kind here: as they stand, and as recognition or old habits have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.structure.markers import Marker
from indexer.structure.numbering import LETTERS

_D, _DD = LETTERS.index("d") + 1, LETTERS.index("đ") + 1


def candidates(markers: Sequence[Marker], kind: str) -> list[Marker]:
    """The unquoted lines among `markers` that may begin a unit of `kind`.

    Clauses are `1.`, and `1)` where a text has no others; `l.` or `I.` over `2.` is `1.`; `d) d)` is `d) đ)`.
    """
    wanted = "so" if kind == "khoan" else kind
    found = [m for m in markers if m.kind == wanted and not m.quoted]
    if wanted == "so":
        if not found:
            bracketed = [m for m in markers if m.kind == "ngoac" and not m.quoted]
            return [replace(m, kind="so") for m in bracketed] if len(bracketed) > 1 else []
        first = _first_read_wrongly(markers)
        return [replace(first, kind="so", value="1", key=(1, 0), doubt=1), *found] if first else found
    if kind == "la_ma" and len(found) == 1 and found[0] == _first_read_wrongly(markers):
        return []
    return _told_apart(found) if kind == "diem" else found


def _first_read_wrongly(markers: Sequence[Marker]) -> Marker | None:
    """The line `l.` or `I.` right over `2.` in a series that has no `1.`."""
    own = [m for m in markers if not m.quoted]
    numbers = [m for m in own if m.kind == "so"]
    if not numbers or numbers[0].key != (2, 0) or any(m.key == (1, 0) for m in numbers):
        return None
    romans = [m for m in own if m.kind == "la_ma"]
    before = [m for m in own if m.start < numbers[0].start and (m in romans or (m.kind, m.value) == ("diem", "l"))]
    if not before or (before[-1].kind == "la_ma" and (before[-1].key != (1, 0) or len(romans) > 1)):
        return None
    return before[-1]


def _told_apart(found: Sequence[Marker]) -> list[Marker]:
    """Digitised texts print `d)` for `đ)` and the other way round: of two alike in a row one is the other letter."""
    out = list(found)
    for place in range(1, len(out)):
        here, before = out[place], out[place - 1]
        if here.key == before.key == (_D, 0):
            out[place] = replace(here, key=(_DD, 0), value="đ")
        elif here.key == before.key == (_DD, 0):
            out[place - 1] = replace(before, key=(_D, 0), value="d")
    return out
