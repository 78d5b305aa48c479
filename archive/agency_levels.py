"""Levels and places of public bodies by their names, and the tables of provinces and bodies that changed.

`provinces.csv`: the 63 provinces of before 01/7/2025 and the 34 since (Nghị quyết số 202/2025/QH15), one row for each
life of a name; `agency_changes.csv`: ministries, Party bodies and departments that began, ended or were joined. Facts
by general knowledge of the acts; each row says how sure we are of it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from archive.agencies import canonical_issuer
from archive.folding import fold_for_comparison

TWO_LEVELS = date(2025, 7, 1)
"""The first day without districts, with 34 provinces and with communes formed anew."""

_PROVINCES_RULE = "Nghị quyết số 202/2025/QH15"


@dataclass(frozen=True)
class Change:
    """One life of a body or province: `kind` is tỉnh or thành phố for provinces, "" for others; days as in Standing."""

    name: str
    kind: str
    from_: date | None
    to: date | None
    became: tuple[str, ...]
    rule: str
    certainty: str

    def covers(self, on: date) -> bool:
        """Did this body stand on that day, as far as its days are known?"""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on < self.to)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _read(file: str) -> list[dict[str, str]]:
    lines = files("archive").joinpath(file).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines))


@cache
def provinces() -> tuple[Change, ...]:
    """The 63 provinces of before 01/7/2025 and the 34 since, one row for each life of a name."""
    return tuple(
        Change(
            row["name"],
            row["kind"],
            _day(row["from"]),
            _day(row["to"]),
            (row["became"],) if row["became"] else (),
            _PROVINCES_RULE if TWO_LEVELS.isoformat() in (row["from"], row["to"]) else "",
            row["certainty"],
        )
        for row in _read("provinces.csv")
    )


@cache
def changes() -> tuple[Change, ...]:
    """Central, Party and departmental bodies that began, ended or were joined to others."""
    return tuple(
        Change(
            row["name"],
            "",
            _day(row["from"]),
            _day(row["to"]),
            tuple(name for name in row["became"].split(";") if name),
            row["rule"],
            row["certainty"],
        )
        for row in _read("agency_changes.csv")
    )


@cache
def provinces_by_name() -> dict[str, tuple[Change, ...]]:
    """The lives of each province by its folded name."""
    table: dict[str, tuple[Change, ...]] = {}
    for row in provinces():
        key = fold_for_comparison(row.name)
        table[key] = (*table.get(key, ()), row)
    return table


@cache
def changes_by_name() -> dict[str, tuple[Change, ...]]:
    """The lives of each other body by its folded name."""
    table: dict[str, tuple[Change, ...]] = {}
    for row in changes():
        key = fold_for_comparison(row.name)
        table[key] = (*table.get(key, ()), row)
    return table


# In the spelling of `fold_for_comparison` (no punctuation, `uỷ`): `xã hội` is no commune, `hợp tác xã` none either.
_UNIT = re.compile(
    r"(?<!\w)(?P<unit>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|đặc khu|phường|(?<!hợp tác )xã(?! hội(?!\w)))"
    r"(?: (?:uỷ|đoàn|đội))?(?: (?P<place>\w.*))?$"
)
_COMMITTEE = re.compile(
    r"(?<!\w)(?P<unit>tỉnh|thành|huyện|quận|thị|xã) (?:uỷ|đoàn)(?!\w)(?: (?P<place>\w.*))?$"
)  # fmt: skip
_LEVELS = {
    "tỉnh": "province", "thành phố": "province", "thành": "province", "huyện": "district", "quận": "district",
    "thị xã": "district", "thị": "district", "thị trấn": "commune", "đặc khu": "commune", "phường": "commune",
    "xã": "commune",
}  # fmt: skip
_CENTRAL = re.compile(
    r"(?:quốc hội|uỷ ban thường vụ|chủ tịch nước|chính phủ|thủ tướng|hội đồng (?:bộ trưởng|nhà nước|chính phủ"
    r"|thẩm phán|bầu cử quốc gia)|bộ(?! chỉ huy| tư lệnh)|ngân hàng nhà nước|thanh tra (?:chính phủ|nhà nước)"
    r"|kiểm toán nhà nước|(?:toà án|viện kiểm sát) nhân dân tối cao|uỷ ban dân tộc|tổng cục|ban bí thư|bảo hiểm xã hội"
    r" việt nam|văn phòng (?:chính phủ|quốc hội|chủ tịch nước|trung ương)|tổng liên đoàn)(?!\w)|.*(?<!\w)trung ương"
)
_DEPARTMENT = re.compile(r"^sở ")


@dataclass(frozen=True)
class Place:
    """The unit a body is of, both folded: `xã` and `suối mơ`; `name` "" where it gives none."""

    unit: str
    name: str


@lru_cache(maxsize=16384)
def own_name(issuer: str) -> str:
    """The body's own name, folded: without the districts and provinces it lies in."""
    return fold_for_comparison(canonical_issuer(issuer).split(",")[0].split("(")[0])


@lru_cache(maxsize=16384)
def place_of(issuer: str) -> Place | None:
    """The body's own unit: the first one named, since `xã A, huyện B` is a body of xã A; None where there is none."""
    name = own_name(issuer)
    committee = _COMMITTEE.search(name)
    unit = _UNIT.search(name)
    # `Thành ủy Hà Nội`; but `Ban Chấp hành Đảng bộ xã A` and `Phòng Nội vụ huyện A` have a unit word.
    found = committee if committee and (unit is None or committee.start() <= unit.start()) else unit
    if found is None:
        return None
    name = re.sub(r"^(?:tỉnh|thành phố) (?=\w)", "", (found["place"] or "").strip())
    return Place(found["unit"], re.split(rf" (?={_INNER})", name)[0].strip())


_INNER = r"(?:tỉnh|huyện|quận|thị xã|thành phố) \w"


def level_of(issuer: str) -> str:
    """central, province, district or commune; "" where the name does not say, or joint issuers differ.

    `Thành phố` is a province where a city under the central government has that name, else a district (`thành phố
    Vinh`); thị trấn and đặc khu are communes.
    """
    if ";" in issuer:
        levels = {level_of(part) for part in issuer.split(";") if part.strip()}
        return levels.pop() if len(levels) == 1 else ""
    place = place_of(issuer)
    if place is not None:
        if place.unit in ("thành phố", "thành") and place.name and not central_city(place.name):
            return "district"
        return _LEVELS[place.unit]
    name = own_name(issuer)
    if _CENTRAL.match(name):
        return "central"
    return "province" if _DEPARTMENT.match(name) else ""


def central_city(name: str) -> bool:
    """Was there ever a city under the central government of this folded name?"""
    return any(row.kind == "thành phố" for row in provinces_by_name().get(name, ()))


def is_local(issuer: str) -> bool:
    """A body of a province, district or commune, by its name."""
    return level_of(issuer) in {"province", "district", "commune"}


def unit_starts(name: str) -> int:
    """Where the unit word begins in a folded name; 0 where there is none."""
    found = _UNIT.search(name)
    return found.start() if found else 0
