"""Stamps of the heading as facts: the gravest of each kind."""

from __future__ import annotations

import re

from indexer.layout.cells import Cell
from indexer.layout.marks import Mark, mark_beside, read_mark
from indexer.layout.opening import Opening
from indexer.recognising.facts import Fact

_KINDS = ("secrecy", "urgency", "circulation", "draft")
_GRAVITY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT", "HỎA TỐC HẸN GIỜ", "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")


def find_marks(opening: Opening) -> dict[str, Fact]:
    """A fact for each of secrecy, urgency, circulation, draft; its value the mark as it is printed, None without one.

    Of two marks of one kind the graver one counts. A mark read from damaged letters says so (`damaged`).
    """
    found: dict[str, Fact] = {kind: Fact(None) for kind in _KINDS}
    for cell in opening.marks:
        whole = read_mark(cell.value)
        mark = whole or mark_beside(cell.value)
        if mark is None:
            continue
        held = found[mark.kind]
        if held.value is None or _gravity(mark.name) < _gravity(str(held.value)):
            found[mark.kind] = _fact(cell, mark, whole is not None)
    return found


def _fact(cell: Cell, mark: Mark, whole: bool) -> Fact:
    start, end = cell.start, cell.end
    if not whole:
        place = re.search(re.escape(mark.name), cell.value)
        if place:
            start, end = cell.start + place.start(), cell.start + place.end()
    return Fact(mark.name, start, end, 0.95 if mark.sure else 0.6, "" if mark.sure else "damaged")


def _gravity(name: str) -> int:
    return _GRAVITY.index(name) if name in _GRAVITY else len(_GRAVITY)
