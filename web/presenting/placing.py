"""Where on the pages of a scan the evidence of each fact stands, and what a second recogniser read there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.dates import find_dates, format_short, parse_date
from archive.folding import fold_for_comparison, squeeze, unaccent
from archive.numbers import canonical_number, parse_number
from archive.placing import LineReading, TextBox
from archive.stored import HowRead

_MOST = 12
# How the line of a number, of a day begins or goes on, however badly it was read; without accents.
_CUES = {"number": re.compile(r"^\W*s[oae0]\b"), "issued": re.compile(r"ngay.*(?:thang|nam)|thang.*nam")}
_ROOM = 0.012


@dataclass(frozen=True)
class Spot:
    """A rectangle on a page, in fractions of it from its top left corner, with the fact that was read there."""

    field: str
    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class TwoReadings:
    """A line that two recognisers read differently: its place, what each read, what each made of it.

    `box` are left, top, right, bottom in ten-thousandths of the page, as in the address of its picture. `choices` are
    values for the field with the line each was read from; a recogniser that read no value is left out.
    """

    page: int
    box: tuple[int, int, int, int]
    first: str
    second: str
    choices: tuple[tuple[str, str], ...]


def spots(how: HowRead, evidence: Mapping[str, Any], fields: Iterable[str]) -> list[Spot]:
    """The places of the fields' evidence, a rectangle a line; a text that was read without places has none."""
    found: list[Spot] = []
    for field in fields:
        seen = evidence.get(field) or {}
        start, end = seen.get("start", -1), seen.get("end", -1)
        if 0 <= start < end:
            boxes = [box for box in how.placed if box.start < end and box.end > start]
            found += [_spot(field, line) for line in _lines(boxes)[:_MOST]]
    return found


def two_readings(how: HowRead, text: str, field: str, evidence: Mapping[str, Any], value: str) -> TwoReadings | None:
    """The line to look at, where the second recogniser read a number or a date otherwise than the field holds it.

    A number or date that nobody read is asked about too, with the picture of its line: it is often written by hand.
    """
    seen = evidence.get(field) or {}
    start, end = seen.get("start", -1), seen.get("end", -1)
    for line in how.seconds if field in _CUES else ():
        first, second = squeeze(text[line.start : line.end]), squeeze(line.text)
        found = read_value(field, second)
        over = 0 <= start < end and line.start < end and line.end > start
        if (value and not (over and found)) or (not value and not (found or _speaks_of(field, first, second))):
            continue
        if value and same_value(found, value):
            continue
        choices = [(value or read_value(field, first), first), (found, second)]
        kept = [
            choice for number, choice in enumerate(choices) if choice[0] and (not number or choice[0] != choices[0][0])
        ]
        return TwoReadings(line.page, _box(line), first, second, tuple(kept))
    return None


def _speaks_of(field: str, *readings: str) -> bool:
    return any(_CUES[field].search(unaccent(reading).lower()) for reading in readings)


def read_value(field: str, line: str) -> str:
    """A line's number or date as the form shows it, "" where it has none; only these are written by hand."""
    if field == "number":
        return canonical_number(line) if parse_number(line) is not None else ""
    if field == "issued":
        days = [each.value for each in find_dates(line) if each.value is not None]
        return format_short(days[0]) if days else ""
    return ""


def same_value(one: str, other: str) -> bool:
    """Whether two values of a field mean the same."""
    day = parse_date(one)
    if day is not None and day == parse_date(other):
        return True
    return fold_for_comparison(one) == fold_for_comparison(other)


def _lines(boxes: list[TextBox]) -> list[TextBox]:
    """Words that stand beside each other joined to a line; a line that is one already stays."""
    lines: list[TextBox] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last is not None and last.page == box.page and _beside(last, box):
            lines[-1] = TextBox(
                last.start,
                box.end,
                box.page,
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return lines


def _beside(one: TextBox, other: TextBox) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def _spot(field: str, box: TextBox) -> Spot:
    room = 0.003
    return Spot(
        field,
        box.page,
        round(max(0.0, box.left - room), 4),
        round(max(0.0, box.top - room), 4),
        round(min(1.0, box.right + room) - max(0.0, box.left - room), 4),
        round(min(1.0, box.bottom + room) - max(0.0, box.top - room), 4),
    )


def _box(line: LineReading) -> tuple[int, int, int, int]:
    left, top = max(0.0, line.left - _ROOM), max(0.0, line.top - _ROOM)
    right, bottom = min(1.0, line.right + _ROOM), min(1.0, line.bottom + _ROOM)
    return round(left * 10_000), round(top * 10_000), round(right * 10_000), round(bottom * 10_000)
