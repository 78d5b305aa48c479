"""What a search, and the list of documents, can be narrowed to."""

from __future__ import annotations

from indexer.catalogue import HELD, LEVELS, STATES
from indexer.search import MODES, SORTS
from web.api.declaring import query
from web.api.parts import ON, TEXT, listed, one_of, whole

_YEAR = whole(1945, 2100)

FACTS = [
    query("type", listed(TEXT), "Tên loại / document type; may be repeated"),
    query("issuer", listed(TEXT), "Cơ quan ban hành / issuer; may be repeated"),
    query("year_from", _YEAR, "Từ năm / first year of issue"),
    query("year_to", _YEAR, "Đến năm / last year of issue"),
]

NARROWING = [
    query("in_force", ON, "Còn hiệu lực tại ngày / in force on this day: 2024-06-03 or today"),
    query("mode", one_of(*MODES), "Cách tìm / how to search", MODES[0]),
    query("level", listed(one_of(*LEVELS)), "Cấp ban hành / level of the issuer"),
    query("field", listed(TEXT), "Lĩnh vực / field, as the facet names it"),
    query(
        "validity",
        listed(one_of(*STATES)),
        "Hiệu lực tại ngày in_force, không thì hôm nay / validity on in_force, else today",
    ),
    query("held", listed(one_of(*HELD)), "Có toàn văn hay chỉ danh mục / with text, or only catalogued"),
    query("sort", one_of(*SORTS), "Sắp xếp / order", SORTS[0]),
    query(
        "upto",
        whole(0, 2_000_000_000),
        "Khi lật trang: số `upto` của trang đầu, để văn bản vừa nạp không làm xê dịch các trang / when turning pages: "
        "`upto` of the first page, so that what comes meanwhile does not move them",
    ),
    query("typed", one_of("", "1"), "1: tìm đúng như gõ / nothing mended or restored", ""),
]
