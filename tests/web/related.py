"""Documents with relations for the web tests, put into an office beside those of `tests.web.office`."""

from __future__ import annotations

from datetime import date

from archive.citations import Citation
from archive.documents import Archive
from archive.relations import FoundRelation
from archive.stored import NewDocument, StatedRelation, Statements
from indexer.structure import segment

OLD_TITLE = "Việc giữ ao <script>alert(1)</script> của xã"
NEW_TEXT = """ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU
Số: 9/2026/QĐ-UBND
QUYẾT ĐỊNH
Ban hành Quy chế giữ ao

Điều 1. Ban hành Quy chế
1. Ban hành kèm theo Quyết định này Quy chế giữ ao.
2. Bãi bỏ khoản 2 Điều 25 Bộ luật Lao động số 45/2019/QH14 ngày 20 tháng 11 năm 2019.
Điều 2. Hiệu lực
Quyết định này thay thế Quyết định số 4/2020/QĐ-UBND ngày 06 tháng 4 năm 2020 của Ủy ban nhân dân xã Đồng Mẫu.
Điều 3. Sửa đổi
Sửa đổi, bổ sung mục 2 Nghị quyết số 25-NQ/TW.
"""
PLAN_TEXT = """KẾ HOẠCH
Giữ ao năm 2025

Căn cứ Quyết định số 4/2020/QĐ-UBND ngày 06/4/2020 của Ủy ban nhân dân xã Đồng Mẫu;
Căn cứ Nghị quyết số 77/2030/NQ-XYZ ngày 01/01/2030 của Hội đồng nhân dân xã Đồng Mẫu;
Theo khoản 2 Điều 25 Bộ luật Lao động số 45/2019/QH14, xã giữ ao.
"""
ISSUER = "Ủy ban nhân dân xã Đồng Mẫu"


def relate(archive: Archive, labour: int) -> dict[str, int]:
    """File a decision that replaces another one, a plan that rests on the replaced one, and a law that repeals a clause
    of the code `labour`; ids by a short name."""
    old = archive.add(
        NewDocument(
            origin="upload:" + "a" * 64,
            type="Quyết định",
            number="4/2020/QĐ-UBND",
            issued=date(2020, 4, 6),
            issuer=ISSUER,
            title=OLD_TITLE,
            effective=date(2020, 4, 16),
            source="tệp cu.docx",
        )
    ).document_id
    described = NewDocument(
        origin="upload:" + "b" * 64,
        type="Kế hoạch",
        number="3/KH-UBND",
        issued=date(2025, 3, 1),
        issuer=ISSUER,
        title="Giữ ao năm 2025",
        source="tệp ke-hoach.docx",
        text=PLAN_TEXT,
    )
    provisions = segment(PLAN_TEXT, "Kế hoạch")
    plan = archive.add(described, provisions, archive.read_links(described, provisions).resolutions).document_id
    new = archive.add(
        NewDocument(
            origin="upload:" + "c" * 64,
            type="Quyết định",
            number="9/2026/QĐ-UBND",
            issued=date(2026, 1, 5),
            issuer=ISSUER,
            title="Ban hành Quy chế giữ ao",
            effective=date(2026, 1, 15),
            source="tệp moi.docx",
            text=NEW_TEXT,
        ),
        segment(NEW_TEXT, "Quyết định"),
        (),
        statements=Statements(
            relations=(
                _found("replaces", "Quyết định", "4/2020/QĐ-UBND", date(2020, 4, 6), "dieu:2"),
                _found(
                    "repeals_part",
                    "Bộ luật",
                    "45/2019/QH14",
                    date(2019, 11, 20),
                    "dieu:1/khoan:2",
                    scope=("dieu:25/khoan:2",),
                    certainty="doubtful",
                ),
                _found("amends", "Nghị quyết", "25-NQ/TW", None, "dieu:3"),
            )
        ),
    ).document_id
    archive.relations.state(
        plan, [StatedRelation("related", target_id=old, evidence="liên quan", source="nguồn thử")], "thử"
    )
    law = archive.add(
        NewDocument(
            origin="test:law",
            type="Luật",
            number="12/2026/QH16",
            issued=date(2026, 2, 1),
            issuer="Quốc hội",
            title="Luật Giữ ao",
            effective=date(2026, 4, 1),
        )
    ).document_id
    archive.relations.add(law, "repeals_part", labour, ("dieu:25/khoan:2",))
    return {"old": old, "plan": plan, "new": new, "law": law}


def _found(kind: str, type_: str, number: str, issued: date | None, path: str, **more: object) -> FoundRelation:
    start = NEW_TEXT.find(number)
    line_start = NEW_TEXT.rfind("\n", 0, max(start, 0)) + 1
    end = NEW_TEXT.find("\n", line_start)
    citation = Citation(number, start, start + len(number), type_, number, issued=issued)
    return FoundRelation(kind, citation, line_start, end, NEW_TEXT[line_start:end], own_path=path, **more)
