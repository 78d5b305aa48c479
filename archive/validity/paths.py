"""How a provision that something happened to touches the one that is asked for.

A path covers what is below it, and a range (`dieu:15-17`) what lies in it. What cannot be placed may touch anything: a
chapter any article, since articles are numbered through the document and do not show their chapter; a clause whose
article is not named any clause; a number that the document has twice.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GROUPS = frozenset({"phan", "chuong", "muc", "tieumuc"})
_BELOW_ARTICLES = frozenset({"khoan", "diem", "tiet", "doan", "cau", "gach"})
_REPEAT = re.compile(r"~\d+")
_POINTS = {letter: rank for rank, letter in enumerate("abcdđeghiklmnopqrstuvxy", 1)}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NUMBERED = re.compile(r"(\d+)([a-zđ]*)")
_PLACES = ("phuluc:", "kemtheo:")

Steps = tuple[tuple[str, str], ...]


@lru_cache(maxsize=65536)
def relation(path: str, asked: str) -> str:
    """covers (`path` is the provision asked for, or lies above it), within (it is a part of it), maybe, or ""."""
    path, asked = path.casefold(), asked.casefold()
    if path == asked:
        return "covers"
    once, once_asked = _REPEAT.sub("", path), _REPEAT.sub("", asked)
    found = _relation(_steps(once), _steps(once_asked))
    if found and (once, once_asked) != (path, asked) and not asked.startswith(f"{path}/"):
        return found if path.startswith(f"{asked}/") else "maybe"
    return found


def _relation(path: Steps, asked: Steps) -> str:
    if all(_covers(one, other) for one, other in zip(path, asked, strict=False)):
        return "covers" if len(path) <= len(asked) else "within"
    if all(_covers(other, one) for one, other in zip(path, asked, strict=False)):
        return "within"
    place, group = _split(path)
    place_asked, first = _split(asked)
    if place != place_asked or not group or not first:
        return ""
    if group in _BELOW_ARTICLES and group != first:
        below = next((i for i, (kind, _) in enumerate(asked) if kind == group), len(asked))
        return "maybe" if _relation(path[len(place) :], asked[below:]) or below == len(asked) else ""
    return "maybe" if (group in _GROUPS) != (first in _GROUPS) and "dieu" in (group, first) else ""


def _steps(path: str) -> Steps:
    return tuple((step.partition(":")[0], step.partition(":")[2]) for step in path.split("/"))


def _split(steps: Steps) -> tuple[Steps, str]:
    """(the annex or attached document that the path lies in, the kind of its first unit there)."""
    inside = next((i for i, (kind, _) in enumerate(steps) if f"{kind}:" not in _PLACES), len(steps))
    return steps[:inside], steps[inside][0] if inside < len(steps) else ""


def _covers(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """The same unit, or one that lies in the range."""
    if one == other:
        return True
    if one[0] != other[0] or "-" not in one[1]:
        return False
    first, _, last = one[1].partition("-")
    low, high, asked = (_order(one[0], name) for name in (first, last, other[1]))
    return low is not None and high is not None and asked is not None and low <= asked <= high


def _order(kind: str, name: str) -> tuple[int, str] | None:
    """The place of a unit in its row: numbers (15a behind 15), the points of the alphabet, Roman numbers."""
    number = _NUMBERED.fullmatch(name)
    if number:
        return int(number[1]), number[2]
    if kind == "diem" and name[:1] in _POINTS:
        return _POINTS[name[0]], name[1:]
    if name and all(letter in _ROMAN for letter in name):
        values = [_ROMAN[letter] for letter in name]
        following = [*values[1:], 0]
        return sum(-v if v < n else v for v, n in zip(values, following, strict=True)), ""
    return None
