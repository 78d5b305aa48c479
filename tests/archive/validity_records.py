"""Records, effects and parts for tests of validity: in words for tables, and at random for properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from archive.effects import Effect, PartDays
from archive.records import Record
from archive.relations.model import KINDS
from tests.archive.sample_records import day, record

AS_OF = date(2026, 11, 22)
BARE = record("Nghị định", "07/2020/NĐ-CP", "2020-03-10", "Chính phủ", "Về phòng cháy", status="", as_of=None)
FORCE = replace(BARE, effective=date(2020, 6, 1), status="CHL", as_of=AS_OF)
"""In force since 01/6/2020 by its source, which was looked at on 22/11/2026."""


def effect(kind: str, start: str = "", *paths: str, **more: object) -> Effect:
    """An effect of Nghị định 50/2022/NĐ-CP, issued on 20/4/2022 unless said otherwise; dates as ISO text."""
    for name in ("by_issued", "until"):
        if name in more:
            more[name] = day(str(more[name]))
    facts: dict[str, object] = {
        "by": 900,
        "by_named": "Nghị định 50/2022/NĐ-CP",
        "by_issued": date(2022, 4, 20),
        "source": "khoản 2 Điều 30 Nghị định 50/2022/NĐ-CP",
        "evidence": "Nghị định này thay thế Nghị định số 07/2020/NĐ-CP.",
    }
    return Effect(kind, start=day(start), paths=paths, **(facts | more))  # type: ignore[arg-type]


def part(path: str, effective: str = "", expired: str = "") -> PartDays:
    """Own days of a part, as ISO text."""
    return PartDays(path, day(effective), day(expired))


_NEAR = [date(2020, 3, 10), date(2020, 3, 11), date(2021, 1, 1), date(2022, 7, 1), date(2022, 7, 2), date(2024, 1, 1)]
_TURNS = [date(2025, 4, 1), date(2025, 7, 1), date(2026, 7, 1), date.min, date.max]
DAYS = st.sampled_from(_NEAR) | st.sampled_from(_TURNS) | st.dates(date(2019, 1, 1), date(2028, 12, 31))
"""Few enough days that they often meet, the days on which rules turn, and any other."""

PATHS = st.sampled_from(["dieu:5", "dieu:5/khoan:2", "dieu:7/khoan:1/diem:đ", "chuong:II", "khoan:2", "dieu:5-7"])
MAYBE = st.none() | DAYS
EFFECTS = st.builds(
    Effect,
    kind=st.sampled_from(sorted(KINDS)),
    by=st.integers(0, 3),
    by_named=st.sampled_from(["", "Nghị định 50/2022/NĐ-CP", "Luật Phòng cháy"]),
    by_issued=MAYBE,
    start=MAYBE,
    until=st.none() | DAYS,
    paths=st.just(()) | st.lists(PATHS, max_size=2, unique=True).map(tuple),
    certainty=st.sampled_from(["sure", "likely", "doubtful"]),
    source=st.sampled_from(["", "Điều 9"]),
    evidence=st.sampled_from(["", "thay thế Nghị định số 07/2020/NĐ-CP"]),
)
PARTS = st.builds(PartDays, path=PATHS, effective=MAYBE, expired=MAYBE)
PLAIN = st.builds(
    replace,
    st.just(BARE),
    type=st.sampled_from(["Nghị định", "Quyết định", "Văn bản hợp nhất"]),
    number=st.sampled_from(["07/2020/NĐ-CP", "07-QĐ/TW", "07/2020/QĐ-UBND"]),
    issuer=st.sampled_from(["Chính phủ", "Ủy ban nhân dân huyện Sông Trăng", "Bộ Chính trị"]),
    issued=MAYBE,
    effective=MAYBE,
    expired=MAYBE,
    as_of=MAYBE,
    status=st.sampled_from(["CHL", "HHL", "HHL1P", "NHL", "CCHL", "KXD", "", "???"]),
    certainty=st.sampled_from(["sure", "likely", "doubtful", "unconfirmed"]),
    status_certainty=st.sampled_from(["sure", "likely", "doubtful", ""]),
    source=st.sampled_from(["", "vbpl.vn"]),
    replaced_by=st.sampled_from([(), ("50/2022/NĐ-CP",)]),
    amended_by=st.sampled_from([(), ("51/2022/NĐ-CP",)]),
)
"""Records with facts of their own only."""

RECORDS = st.builds(
    replace,
    PLAIN,
    effects=st.lists(EFFECTS, max_size=4).map(tuple),
    parts=st.lists(PARTS, max_size=2).map(tuple),
)
ASKED = st.sampled_from(["", "dieu:5", "dieu:5/khoan:2", "dieu:7", "dieu:9", "chuong:I"])


def edges(held: Record) -> list[date]:
    """Days that a record names."""
    found = [held.issued, held.effective, held.expired, held.as_of]
    found += [each for e in held.effects for each in (e.start, e.until, e.by_issued)]
    found += [each for p in held.parts for each in (p.effective, p.expired)]
    return [each for each in found if each is not None]
