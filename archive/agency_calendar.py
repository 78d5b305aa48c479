"""Which public bodies stood on which day: levels, provinces, ministries, and where numbering began again.

On 01/7/2025 the district level ended (Luật Tổ chức chính quyền địa phương số 72/2025/QH15, Điều 51 khoản 3), with it
quận, huyện, thị xã, thành phố thuộc tỉnh and thị trấn; đặc khu began; 63 provinces became 34 (Nghị quyết số
202/2025/QH15, `provinces.csv`) and nearly all communes were formed anew. Ministries and Party bodies were joined in
early 2025 (`agency_changes.csv`). So one name can stand for two bodies, each with its own run of numbers: the same name
before and after such a day is never taken for the same body. Each row says how sure we are; rows marked doubtful say
nothing against a body. Source: `domain/facts.md` section 6; provinces and ministries by general knowledge of the acts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.agencies import canonical_issuer
from archive.agency_codes import agency_table
from archive.agency_levels import (
    TWO_LEVELS,
    Change,
    Place,
    central_city,
    changes,
    changes_by_name,
    is_local,
    level_of,
    own_name,
    place_of,
    provinces,
    provinces_by_name,
    unit_starts,
)
from archive.dates import format_short
from archive.folding import fold_for_comparison
from archive.organs import names_no_place

__all__ = [
    "TWO_LEVELS",
    "Standing",
    "Succession",
    "begun_again",
    "changes",
    "is_local",
    "level_of",
    "provinces",
    "standing",
    "succession",
]

_TWO_LEVELS_RULE = "Luật số 72/2025/QH15, Điều 51 khoản 3"


@dataclass(frozen=True)
class Standing:
    """Whether a body could act on a day.

    `state`: stands (a body of this name and level stood then), ended, not_yet, or unknown (nothing is known of it).
    `vi`, `en` say it in a sentence; `rule` is the act it rests on. `from_` is the body's first day, `to` the first day
    without it, None where not known or open. `successors` are the bodies that took its work over. `certainty` is sure
    or likely.
    """

    state: str
    vi: str
    en: str
    rule: str = ""
    from_: date | None = None
    to: date | None = None
    successors: tuple[str, ...] = ()
    certainty: str = "sure"


# Heads of bodies that belong to the district level itself; a school or a hospital of a district goes on.
_OF_DISTRICT = re.compile(
    r"^(?:(?:chủ tịch|thường trực|văn phòng|ban thường vụ|ban thường trực|ban chấp hành|đảng bộ|chánh văn phòng) )*"
    r"(?:hội đồng nhân dân|uỷ ban nhân dân|phòng(?! công chứng)|thanh tra|uỷ ban mặt trận|mặt trận tổ quốc|uỷ ban kiểm"
    r" tra|ban (?:tổ chức|tuyên giáo|dân vận|nội chính|thường vụ|chấp hành)|(?:huyện|quận|thị|thành) (?:uỷ|đoàn)"
    r"|hội (?:nông dân|liên hiệp phụ nữ|cựu chiến binh)|liên đoàn lao động|công an|toà án nhân dân|viện kiểm sát nhân"
    r" dân|huyện|quận|thị xã|thành phố|đảng uỷ)(?!\w)"
)
_OF_TOWNSHIP = re.compile(
    r"^(?:(?:chủ tịch|thường trực|văn phòng|ban thường vụ|ban thường trực|ban chấp hành|đảng bộ|đảng uỷ) )*"
    r"(?:hội đồng nhân dân|uỷ ban nhân dân|uỷ ban mặt trận|mặt trận tổ quốc|hội |đoàn |công an|thị trấn)"
)


# --- standing on a day ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def standing(issuer: str, on: date) -> Standing:
    """Could the body of this name act on the day `on`? See Standing; unknown wherever the tables do not say."""
    if ";" in issuer:
        parts = [standing(part, on) for part in issuer.split(";") if part.strip()]
        wrong = next((each for each in parts if each.state in ("ended", "not_yet")), None)
        return wrong or next((each for each in parts if each.state == "unknown"), parts[0] if parts else _UNKNOWN)
    named = _by_changes(issuer, on)
    if named is not None and named.state != "stands":
        return named
    level, place = level_of(issuer), place_of(issuer)
    if place is not None and level == "district":
        return _of_district(issuer, place, on)
    if place is not None and level == "commune":
        return _of_commune(issuer, place, on)
    if place is not None and level == "province" and place.name:
        return _of_province(issuer, place, on)
    if named is not None:
        return named
    if _on_record(own_name(issuer)):
        return Standing("stands", f"{_shown(issuer)} không có thay đổi được ghi nhận.", "No change is recorded.")
    return _UNKNOWN


def _on_record(name: str) -> bool:
    """A body of the table of codes that stands without end, and of which not even a doubtful change is recorded."""
    if names_no_place(name) or name in changes_by_name():
        return False
    return any(row.name and not row.period and fold_for_comparison(row.name) == name for row in agency_table())


_UNKNOWN = Standing(
    "unknown",
    "Không có dữ liệu về thời gian tồn tại của cơ quan này.",
    "Nothing is known of the days of this body.",
    certainty="likely",
)


def _by_changes(issuer: str, on: date) -> Standing | None:
    rows = _rows_of(issuer)
    if not rows:
        return None
    current = next((row for row in rows if row.covers(on)), None)
    shown = _shown(issuer)
    if current is not None:
        return Standing("stands", *_stands(shown, on), current.rule, current.from_, current.to, current.became,
                        current.certainty)  # fmt: skip
    ended = max((row for row in rows if row.to and row.to <= on), key=lambda row: row.to or on, default=None)
    if ended is not None and ended.to is not None:
        return _ended(shown, ended, _successor_names(issuer, ended))
    coming = min((row for row in rows if row.from_), key=lambda row: row.from_ or on)
    return _not_yet(shown, coming)


def _rows_of(issuer: str) -> tuple[Change, ...]:
    """Rows of the body itself, with or without its place: `Sở Giao thông vận tải tỉnh A`. Doubtful rows say nothing."""
    name = own_name(issuer)
    found = changes_by_name().get(name, ())
    if not found:
        found = changes_by_name().get(name[: unit_starts(name)].strip(), ())
    return tuple(row for row in found if row.certainty != "doubtful")


def _of_district(issuer: str, place: Place, on: date) -> Standing:
    shown = _shown(issuer)
    if place.unit in ("thành phố", "thành") and place.name and central_city(place.name):
        return _of_province(issuer, place, on)
    if not _OF_DISTRICT.match(own_name(issuer)):
        return _UNKNOWN
    row = Change(shown, "", None, TWO_LEVELS, (), _TWO_LEVELS_RULE, "sure")
    if on >= TWO_LEVELS:
        vi = f"{shown} kết thúc hoạt động từ ngày {format_short(TWO_LEVELS)}: không còn cấp huyện ({_TWO_LEVELS_RULE})."
        en = f"{shown} ended on {TWO_LEVELS}: there is no district level any more ({_TWO_LEVELS_RULE})."
        return Standing("ended", vi, en, row.rule, None, row.to)
    return Standing("stands", *_stands(shown, on), row.rule, None, row.to, certainty="likely")


def _of_commune(issuer: str, place: Place, on: date) -> Standing:
    shown = _shown(issuer)
    if place.unit == "thị trấn" and _OF_TOWNSHIP.match(own_name(issuer)) and on >= TWO_LEVELS:
        vi = f"{shown} kết thúc hoạt động từ ngày {format_short(TWO_LEVELS)}: không còn thị trấn ({_TWO_LEVELS_RULE})."
        en = f"{shown} ended on {TWO_LEVELS}: there are no townships any more ({_TWO_LEVELS_RULE})."
        return Standing("ended", vi, en, _TWO_LEVELS_RULE, None, TWO_LEVELS)
    if place.unit == "đặc khu":
        if on < TWO_LEVELS:
            return _not_yet(shown, Change(shown, "", TWO_LEVELS, None, (), _TWO_LEVELS_RULE, "sure"))
        return Standing("stands", *_stands(shown, on), _TWO_LEVELS_RULE, TWO_LEVELS)
    if place.unit == "thị trấn":
        return Standing("stands", *_stands(shown, on), _TWO_LEVELS_RULE, None, TWO_LEVELS, certainty="likely")
    # Nearly all communes were formed anew: which of them kept its name and its land is not in our tables.
    from_, to = (None, TWO_LEVELS) if on < TWO_LEVELS else (TWO_LEVELS, None)
    return Standing("stands", *_stands(shown, on), _TWO_LEVELS_RULE, from_, to, certainty="likely")


def _of_province(issuer: str, place: Place, on: date) -> Standing:
    rows = provinces_by_name().get(place.name, ())
    if not rows:
        return _UNKNOWN
    shown = _shown(issuer)
    current = next((row for row in rows if row.covers(on)), None)
    if current is not None:
        successors = _successor_names(issuer, current)
        return Standing("stands", *_stands(shown, on), current.rule, current.from_, current.to, successors,
                        current.certainty)  # fmt: skip
    ended = max((row for row in rows if row.to and row.to <= on), key=lambda row: row.to or on, default=None)
    if ended is not None:
        return _ended(shown, ended, _successor_names(issuer, ended))
    if place.unit == "thành phố" and place.name == "huế":
        # Until 2025 a city of its province, a district: nothing is said of it here.
        return _UNKNOWN
    coming = min((row for row in rows if row.from_), key=lambda row: row.from_ or on)
    return _not_yet(shown, coming) if coming.certainty == "sure" else _UNKNOWN


def _stands(shown: str, on: date) -> tuple[str, str]:
    return f"{shown} là tên gọi đang dùng ngày {format_short(on)}.", f"{shown} is a body of {on}."


def _ended(shown: str, row: Change, successors: tuple[str, ...]) -> Standing:
    assert row.to is not None
    by = f" ({row.rule})" if row.rule else ""
    then_vi = f"; nhiệm vụ chuyển sang {', '.join(successors)}" if successors else ""
    then_en = f"; its work went to {', '.join(successors)}" if successors else ""
    return Standing(
        "ended",
        f"{shown} kết thúc hoạt động từ ngày {format_short(row.to)}{then_vi}{by}.",
        f"{shown} ended on {row.to}{then_en}{by}.",
        row.rule,
        row.from_,
        row.to,
        successors,
        row.certainty,
    )


def _not_yet(shown: str, row: Change) -> Standing:
    by = f" ({row.rule})" if row.rule else ""
    day = format_short(row.from_) if row.from_ else "?"
    return Standing(
        "not_yet",
        f"{shown} chỉ có từ ngày {day}{by}.",
        f"{shown} exists only since {row.from_}{by}.",
        row.rule,
        row.from_,
        row.to,
        certainty=row.certainty,
    )


def _shown(issuer: str) -> str:
    return canonical_issuer(issuer)


# --- who followed whom ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Succession:
    """`earlier` ended on `day`, and `later` took its work over, wholly or in part. They are two bodies."""

    earlier: str
    later: str
    day: date
    rule: str
    certainty: str


def succession(a: str, b: str) -> Succession | None:
    """How two bodies of different names follow one another, in either order; None where neither follows the other."""
    first, second = canonical_issuer(a), canonical_issuer(b)
    for earlier, later in ((first, second), (second, first)):
        for row in _ending_rows(earlier):
            names = {fold_for_comparison(name) for name in _successor_names(earlier, row)}
            if row.to is not None and _without_chair(later) in names:
                return Succession(earlier, later, row.to, row.rule, row.certainty)
    return None


def _without_chair(name: str) -> str:
    return re.sub(r"^chủ tịch (?=uỷ ban|hội đồng)", "", fold_for_comparison(name))


def _ending_rows(issuer: str) -> list[Change]:
    place = place_of(issuer)
    rows = [*_rows_of(issuer)]
    if place is not None and level_of(issuer) == "province":
        rows += provinces_by_name().get(place.name, ())
    return [row for row in rows if row.to is not None and row.became]


def _successor_names(issuer: str, row: Change) -> tuple[str, ...]:
    """The successors' full names: a ministry's as they stand, a province's body at the new province."""
    if not row.kind:
        name = canonical_issuer(issuer)
        rest = name[len(row.name) :] if fold_for_comparison(name).startswith(fold_for_comparison(row.name)) else ""
        return tuple(f"{new}{rest}" for new in row.became)
    found = []
    for new in row.became:
        kind = next((each.kind for each in provinces_by_name()[fold_for_comparison(new)] if each.to is None), "tỉnh")
        found.append(_moved(canonical_issuer(issuer), row, kind, new))
    return tuple(name for name in found if name != canonical_issuer(issuer))


def _moved(issuer: str, row: Change, kind: str, new: str) -> str:
    """`Ủy ban nhân dân tỉnh Bình Dương` at its new place: `Ủy ban nhân dân Thành phố Hồ Chí Minh`."""
    city = "Thành phố" if new == "Hồ Chí Minh" else kind
    words = issuer.split()
    size = len(row.name.split())
    head = words[: len(words) - size]
    tail = head[-2:] if [word.lower() for word in head[-2:]] == ["thành", "phố"] else head[-1:]
    if [word.lower() for word in tail] in (["thành", "phố"], ["tỉnh"]):
        return " ".join([*head[: len(head) - len(tail)], city, new])
    # Party committees carry the level in their own name: Tỉnh ủy Bình Dương, Thành ủy Thành phố Hồ Chí Minh.
    committee = {"tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy"}[kind]
    changed = re.sub(r"(?:Tỉnh|Thành) [ủu][ỷy]$|(?:Tỉnh|Thành) ủy$", committee, " ".join(head))
    return f"{changed} {new}"


def begun_again(issuer: str, first: date, second: date) -> date | None:
    """The day between the two on which the bodies of this name were formed anew, so that their numbers began again.

    None where the body went on, or nothing is known. A name that ended that day without a new body under it (a
    district) gives None too: nothing else can be meant by it.
    """
    earlier, later = sorted((first, second))
    if not earlier < TWO_LEVELS <= later or ";" in issuer:
        return None
    place = place_of(issuer)
    if place is None or not place.name:
        return None
    if place.unit in ("xã", "phường"):
        return TWO_LEVELS
    if level_of(issuer) != "province":
        return None
    lives = provinces_by_name().get(place.name, ())
    both = any(row.to == TWO_LEVELS for row in lives) and any(row.from_ == TWO_LEVELS for row in lives)
    return TWO_LEVELS if both else None
