"""An archive for the tests of checking: documents with effects, parts, attached regulations and headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from archive.citations import Gazetteer, TitleEntry
from archive.effects import Effect, PartDays
from archive.records import Record
from archive.resolving import MemoryHoldings
from tests.archive import sample_records as r
from tests.archive.sample_records import day, record

ON = date(2026, 11, 22)


class Held(MemoryHoldings):
    """Holdings in memory that know headings too, as those of the database do."""

    def __init__(
        self,
        records: Iterable[Record],
        paths: Mapping[int, frozenset[str]] | None = None,
        headings: Mapping[int, Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(records, paths)
        self._headings = dict(headings or {})

    def headings(self, document_id: int) -> Mapping[str, str]:
        """Headings of a document's provisions by path."""
        return self._headings.get(document_id, {})


def acts(kind: str, by: Record, start: str, *paths: str, certainty: str = "sure", until: str = "") -> Effect:
    """What `by` does to a document, or to its provisions."""
    named = f"{by.type} {by.number}"
    return Effect(kind, by.id, named, by.issued, day(start), day(until), paths, certainty, named, "")


# --- decrees, one amending the other, one repealing a part, one replacing all ------------------------------------

ND78 = record(
    "Nghị định", "78/2024/NĐ-CP", "2024-06-20", "Chính phủ", "Quy định về quản lý chợ", effective="2024-08-01"
)
ND15 = record(
    "Nghị định", "15/2026/NĐ-CP", "2026-01-10", "Chính phủ", "Sửa đổi, bổ sung một số điều của Nghị định số "
    "78/2024/NĐ-CP quy định về quản lý chợ", effective="2026-03-01",
)  # fmt: skip
ND40 = record(
    "Nghị định", "40/2026/NĐ-CP", "2026-05-05", "Chính phủ", "Về phân cấp trong quản lý chợ", effective="2026-07-01"
)
ND78 = replace(
    ND78,
    effects=(
        acts("amends", ND15, "2026-03-01", "dieu:5/khoan:2"),
        acts("supplements", ND15, "2026-03-01", "dieu:6a"),
        acts("repeals_part", ND40, "2026-07-01", "dieu:9"),
        acts("repeals_part", ND40, "2027-01-01", "dieu:10"),
        acts("replaces", ND40, "2026-07-01", "dieu:8/khoan:3"),
    ),
)
ND20 = record(
    "Nghị định", "20/2018/NĐ-CP", "2018-02-01", "Chính phủ", "Quy định về hòa giải ở cơ sở", effective="2018-04-01",
)  # fmt: skip
ND21 = record(
    "Nghị định", "21/2022/NĐ-CP", "2022-03-01", "Chính phủ", "Quy định về hòa giải ở cơ sở", effective="2022-05-01",
)  # fmt: skip
ND22 = record(
    "Nghị định", "22/2026/NĐ-CP", "2026-02-02", "Chính phủ", "Quy định về hòa giải ở cơ sở", effective="2026-04-01",
)  # fmt: skip
ND21 = replace(ND21, effects=(acts("replaces", ND22, "2026-04-01"),))
ND20 = replace(ND20, effects=(acts("replaces", ND21, "2022-05-01"),))
ND33 = record(
    "Nghị định", "33/2019/NĐ-CP", "2019-03-03", "Chính phủ", "Quy định về nhà văn hóa thôn", effective="2019-05-01"
)
ND34 = record("Nghị định", "34/2025/NĐ-CP", "2025-01-15", "Chính phủ", "Bãi bỏ một số nghị định",
              effective="2025-03-01")  # fmt: skip
ND33 = replace(ND33, effects=(acts("repeals", ND34, "2025-03-01"),))
ND50 = record(
    "Nghị định", "50/2026/NĐ-CP", "2026-10-10", "Chính phủ", "Quy định về thư viện xã", effective="2027-01-01",
    status="CCHL",
)  # fmt: skip
TT07 = record(
    "Thông tư", "07/2023/TT-BNV", "2023-06-06", "Bộ Nội vụ", "Hướng dẫn về văn thư điện tử", effective="2023-08-01"
)
TT08 = record(
    "Thông tư", "08/2026/TT-BNV", "2026-08-08", "Bộ Nội vụ", "Tạm ngưng hiệu lực Thông tư số 07/2023/TT-BNV",
    effective="2026-09-01",
)  # fmt: skip
TT07 = replace(TT07, effects=(acts("pauses", TT08, "2026-09-01", until="2027-09-01"),))
ND60 = record(
    "Nghị định", "60/2024/NĐ-CP", "2024-06-05", "Chính phủ", "Quy định về tiếp công dân trực tuyến",
    effective="2024-08-01",
)  # fmt: skip
ND60 = replace(ND60, parts=(PartDays("dieu:12", day("2027-01-01"), None, "Điều 12 có hiệu lực từ 01/01/2027"),))

# --- a decision with a regulation attached to it -----------------------------------------------------------------

QD31 = record(
    "Quyết định", "31/2024/QĐ-UBND", "2024-09-09", "Ủy ban nhân dân tỉnh Sông Trăng",
    "Ban hành Quy chế quản lý nhà văn hóa trên địa bàn tỉnh Sông Trăng", effective="2024-09-20",
)  # fmt: skip
QD32 = record(
    "Quyết định", "32/2024/QĐ-UBND", "2024-10-10", "Ủy ban nhân dân tỉnh Sông Trăng",
    "Ban hành các quy chế về chợ", effective="2024-10-20",
)  # fmt: skip

# --- bodies of before and after 01/7/2025 ------------------------------------------------------------------------

KH08_HUYEN = record(
    "Kế hoạch", "08/KH-UBND", "2025-03-03", "Ủy ban nhân dân huyện Ba Khe", "Phòng, chống cháy rừng năm 2025"
)

ALL = (
    *r.ALL, ND78, ND15, ND40, ND20, ND21, ND22, ND33, ND34, ND50, TT07, TT08, ND60, QD31, QD32, KH08_HUYEN,
)  # fmt: skip


def _articles(last: int, *more: str, prefix: str = "") -> frozenset[str]:
    return frozenset({f"{prefix}dieu:{n}" for n in range(1, last + 1)} | set(more))


PATHS = {
    r.ND30.id: _articles(38, "dieu:1/khoan:1", "dieu:1/khoan:2", "dieu:8/khoan:1", "dieu:8/khoan:2"),
    ND78.id: _articles(20, "dieu:5/khoan:1", "dieu:5/khoan:2", "dieu:5/khoan:3"),
    ND20.id: _articles(12),
    ND21.id: _articles(14),
    ND22.id: _articles(16),
    QD31.id: _articles(3) | _articles(20, "kemtheo:quy-che/dieu:5/khoan:2", prefix="kemtheo:quy-che/"),
    QD32.id: _articles(3) | _articles(9, prefix="kemtheo:quy-che/") | _articles(9, prefix="kemtheo:quy-dinh/"),
}
HEADINGS = {
    ND20.id: {"dieu:1": "Phạm vi điều chỉnh", "dieu:5": "Hòa giải viên", "dieu:7": "Thù lao", "dieu:8": "Thù lao"},
    ND21.id: {"dieu:1": "Phạm vi điều chỉnh", "dieu:6": "Hòa giải viên"},
    ND22.id: {"dieu:1": "Phạm vi điều chỉnh", "dieu:9": "Hoà giải viên", "dieu:11": "Thù lao"},
}

HELD = Held(ALL, PATHS, HEADINGS)
TITLES = Gazetteer(
    TitleEntry(x.type, x.title, x.number, x.issued)
    for x in ALL
    if x.type in {"Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh"}
)
