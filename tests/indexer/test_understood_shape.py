"""What `cancu read --json` gives of a file: facts, their pages, what the document does to others, signatures."""

from __future__ import annotations

import json

from indexer.ingest import new_document, understand_text
from indexer.reading import PDF, Page, Reading, Signature
from indexer.shapes import understood_json

FIRST = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
PHÒNG VĂN HÓA - XÃ HỘI
Số: 15/QĐ-VHXH
KHẨN
LƯU HÀNH NỘI BỘ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Suối Hoa, ngày 05 tháng 02 năm 2026
QUYẾT ĐỊNH
Về việc trồng cây
TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI
Căn cứ Luật Cây xanh ngày 12 tháng 5 năm 2024;
QUYẾT ĐỊNH:
Điều 1. Trồng cây
Trồng cây.
"""
SECOND = """Điều 2. Hiệu lực thi hành
1. Quyết định này có hiệu lực từ ngày 01 tháng 3 năm 2026.
2. Quyết định này thay thế Quyết định số 9/QĐ-VHXH ngày 07/3/2024 của Phòng Văn hóa - Xã hội về việc trồng cây.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. TRƯỞNG PHÒNG
PHÓ TRƯỞNG PHÒNG
Trần Thị Mẫu
"""
SIGNED = Signature("1", "Trần Thị Mẫu", "Phòng Văn hóa - Xã hội", "", "", "2026-02-05T03:00:00+00:00", "whole")
READING = Reading(
    FIRST + SECOND,
    FIRST + "\f" + SECOND,
    (Page(1, FIRST, "text", 1.0), Page(2, SECOND, "text", 1.0)),
    (0, len(FIRST)),
    PDF,
    signatures=(SIGNED,),
)


def test_the_shape() -> None:
    shape = json.loads(json.dumps(understood_json(understand_text(READING)), ensure_ascii=False))
    facts = shape["metadata"]
    assert {
        "type": "Quyết định", "number": "15/QĐ-VHXH", "issued": "2026-02-05", "place": "Suối Hoa",
        "issuer": "Phòng Văn hóa - Xã hội xã Suối Hoa", "issuer_level": "commune",
        "issuer_parent": "Ủy ban nhân dân xã Suối Hoa", "title": "Về việc trồng cây", "signer": "Trần Thị Mẫu",
        "position": "Phó Trưởng phòng", "authority": "KT. TRƯỞNG PHÒNG", "effective": "2026-03-01", "urgency": "KHẨN",
        "circulation": "LƯU HÀNH NỘI BỘ", "pages": 2, "recipients": ["Như Điều 2", "Lưu: VT"],
        "bases": ["Căn cứ Luật Cây xanh ngày 12 tháng 5 năm 2024;"],
    }.items() <= facts.items()  # fmt: skip
    [act] = facts["acts"]
    assert (act["kind"], act["number"], act["issued"], act["page"]) == ("replaces", "9/QĐ-VHXH", "2024-03-07", 2)
    assert "thay thế" in act["text"]
    pages = {field: fact["page"] for field, fact in shape["evidence"].items() if fact["start"] >= 0}
    assert (pages["number"], pages["title"], pages["effective"], pages["signer"]) == (1, 1, 2, 2)
    assert shape["signatures"][0]["signer"] == "Trần Thị Mẫu"
    assert shape["evidence"]["signer"]["note"] == "digital_signature"
    assert shape["needs_review"] == []


def test_all_facts_are_filed_with_their_evidence() -> None:
    new = new_document(understand_text(READING), "0" * 64, "tệp.pdf")
    assert (new.urgency, new.circulation, new.pages, new.authority) == (
        "KHẨN",
        "LƯU HÀNH NỘI BỘ",
        2,
        "KT. TRƯỞNG PHÒNG",
    )
    assert new.parent == "Ủy ban nhân dân xã Suối Hoa"
    assert {"number", "urgency", "circulation", "authority", "pages", "signer"} <= set(new.evidence)
    assert new.evidence["urgency"]["text"] == "KHẨN"
