"""Which body an issuer belongs to, and its rows in the archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.agency_parents import parent_of
from archive.documents import Archive
from archive.models import Agency
from archive.settings import Settings
from archive.stored import NewDocument


@pytest.mark.parametrize(
    ("issuer", "parent"),
    [
        ("Sở Nội vụ tỉnh Bình An", "Ủy ban nhân dân tỉnh Bình An"),
        ("Phòng Văn hóa - Xã hội xã Suối Hoa", "Ủy ban nhân dân xã Suối Hoa"),
        ("Chủ tịch Ủy ban nhân dân phường 5", "Ủy ban nhân dân phường 5"),
        ("Thường trực Hội đồng nhân dân xã Suối Hoa", "Hội đồng nhân dân xã Suối Hoa"),
        ("Ủy ban nhân dân xã Suối Hoa, huyện Bình An", "Ủy ban nhân dân huyện Bình An"),
        ("Ban Thường vụ Đảng ủy xã Suối Hoa", "Đảng ủy xã Suối Hoa"),
        ("Ban Dân vận Tỉnh ủy Bình An", "Tỉnh ủy Bình An"),
        ("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Suối Hoa",
         "Ủy ban Mặt trận Tổ quốc Việt Nam xã Suối Hoa"),
        ("Văn phòng Trung ương", "Ban Chấp hành Trung ương"),
        ("Bộ Nội vụ", "Chính phủ"),
        ("Ngân hàng Nhà nước Việt Nam", "Chính phủ"),
        ("Chính phủ", ""),
        ("Bộ Chính trị", ""),
        ("Bộ Tư pháp;Bộ Công an", ""),
        ("Ủy ban nhân dân xã Suối Hoa", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_body_above(issuer: str, parent: str) -> None:
    assert parent_of(issuer) == parent


def test_a_name_has_a_row_for_each_of_its_lives(tmp_path: Path) -> None:
    commune = "Ủy ban nhân dân xã Suối Hoa"
    with Archive.create(Settings.from_environment({"CANCU_HOME": str(tmp_path)})) as archive:
        for number, issued, parent in (
            ("1/KH-UBND", date(2024, 3, 1), "Ủy ban nhân dân huyện Bình An"),
            ("2/KH-UBND", date(2024, 5, 1), ""),
            ("1/KH-UBND", date(2025, 8, 1), ""),
        ):
            archive.add(
                NewDocument(
                    f"test:{issued}", type="Kế hoạch", number=number, issued=issued, issuer=commune, parent=parent
                )
            )
        with archive.database.read() as session:
            rows = {
                (row.name, row.level, row.valid_from, row.valid_to): row.parent_id
                for row in session.scalars(select(Agency))
            }
            names = {row.id: row.name for row in session.scalars(select(Agency))}
    day = date(2025, 7, 1)
    assert set(rows) == {
        (commune, "commune", None, day),
        (commune, "commune", day, None),
        ("Ủy ban nhân dân huyện Bình An", "district", None, day),
    }
    parent = rows[(commune, "commune", None, day)]
    assert parent is not None
    assert names[parent] == "Ủy ban nhân dân huyện Bình An"
    assert rows[(commune, "commune", day, None)] is None
