"""Which body an issuer belongs to, by its name alone: `Sở Nội vụ tỉnh A` to `Ủy ban nhân dân tỉnh A`.

Sources: Luật Tổ chức chính quyền địa phương 2025 (departments belong to the People's Committee of their unit), Điều lệ
Đảng (committees and their advisory bodies), Luật Tổ chức Chính phủ 2025 (ministries).
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.agencies import canonical_issuer

_UNIT = r"(?:tỉnh|thành phố|Thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+(?=[A-ZĐÀ-Ỹ\d])"
_OFFICE = re.compile(
    rf"^(?:Sở|Phòng(?! Công chứng)|Ban Quản lý|Ban Chỉ đạo|Văn phòng Ủy ban nhân dân|Trung tâm Phục vụ|Chủ tịch Ủy ban "
    rf"nhân dân|Thanh tra)\b[^,]*?(?P<unit>{_UNIT}[^,]+)"
)
_ASSEMBLY = re.compile(rf"^(?:Thường trực|Văn phòng|Chủ tịch|Ban [^,]+?) (?P<body>Hội đồng nhân dân {_UNIT}[^,]+)")
_ORGAN = re.compile(
    r"^(?:Ban Thường vụ|Ban Thường trực|Thường trực|Văn phòng|Ban (?!Chấp hành)[^,]+?|Ủy ban Kiểm tra|"
    r"Trung tâm Chính trị)\s+(?P<body>(?:(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy|Ủy ban Mặt trận Tổ quốc)\b.*)"
)
_OF_CENTRE = re.compile(
    r"^(?:Văn phòng|Ban (?:Tổ chức|Tuyên giáo|Dân vận|Nội chính|Kinh tế|Đối ngoại|Chính sách)|Ủy ban Kiểm tra)[^,]* "
    r"Trung ương$"
)
_MINISTRY = re.compile(
    r"^(?:Bộ (?!Chính trị|Chỉ huy|Tư lệnh)|Văn phòng Chính phủ$|Thanh tra Chính phủ$|Ngân hàng Nhà nước|"
    r"Ủy ban Dân tộc$)"
)
_LIES_IN = re.compile(
    rf"^(?P<head>Ủy ban nhân dân|Hội đồng nhân dân|Ủy ban Mặt trận Tổ quốc Việt Nam) [^,]+,\s*"
    rf"(?P<unit>{_UNIT}[^,]+)"
)


@lru_cache(maxsize=4096)
def parent_of(issuer: str) -> str:
    """The full name of the body above this one; "" where the name does not say, or for joint issuers."""
    if not issuer or ";" in issuer:
        return ""
    name = canonical_issuer(issuer)
    found = _LIES_IN.match(name)
    if found:
        return f"{found['head']} {found['unit'].strip()}"
    for pattern in (_ASSEMBLY, _ORGAN):
        found = pattern.match(name)
        if found:
            return found["body"]
    found = _OFFICE.match(name)
    if found:
        return f"Ủy ban nhân dân {found['unit'].strip()}"
    if _OF_CENTRE.match(name):
        return "Ban Chấp hành Trung ương"
    return "Chính phủ" if _MINISTRY.match(name) else ""
