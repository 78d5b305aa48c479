"""Records for tests: numbers and dates of real documents, and an invented commune; and citations built by hand."""

from __future__ import annotations

from datetime import date

from archive.citations.model import Citation
from archive.records import Record

AS_OF = date(2026, 11, 22)
_IDS = iter(range(1, 10_000))


def day(text: str) -> date | None:
    """ISO text as a date, "" as None."""
    return date.fromisoformat(text) if text else None


def record(
    type: str,
    number: str,
    issued: str,
    issuer: str,
    title: str,
    *,
    effective: str = "",
    expired: str = "",
    status: str = "CHL",
    as_of: date | None = AS_OF,
    **more: object,
) -> Record:
    """A record with its dates as ISO text."""
    made = Record(
        id=next(_IDS),
        type=type,
        number=number,
        issued=day(issued),
        issuer=issuer,
        title=title,
        effective=day(effective),
        expired=day(expired),
        status=status,
        as_of=as_of,
    )
    return made if not more else _with(made, more)


def _with(made: Record, more: dict[str, object]) -> Record:
    return Record(**{**made.__dict__, **more})  # type: ignore[arg-type]


def cite(text: str, **said: object) -> Citation:
    """A citation of the whole `text`, with the places of its number and title found in it; dates as ISO text."""
    issued = said.pop("issued", "")
    printed = str(said.pop("printed_date", ""))
    number, title = str(said.get("number", "")), str(said.get("title", ""))
    places = {
        "number_start": text.find(number) if number else -1,
        "issued_start": text.find(printed) if printed else -1,
        "title_start": text.find(title) if title else -1,
    }
    lengths = {"number": len(number), "issued": len(printed), "title": len(title)}
    for name, length in lengths.items():
        start = places[f"{name}_start"]
        places[f"{name}_end"] = start + length if start >= 0 else -1
    return Citation(text, 0, len(text), issued=day(str(issued)), **said, **places)  # type: ignore[arg-type]


NQ25_2003 = record(
    "Nghị quyết", "25-NQ/TW", "2003-03-12", "Ban Chấp hành Trung ương Đảng khóa IX", "Về công tác tôn giáo"
)
NQ25_2008 = record(
    "Nghị quyết", "25-NQ/TW", "2008-07-25", "Ban Chấp hành Trung ương Đảng khóa X",
    "Về tăng cường sự lãnh đạo của Đảng đối với công tác thanh niên thời kỳ đẩy mạnh công nghiệp hóa, hiện đại hóa",
)  # fmt: skip
NQ25_2013 = record(
    "Nghị quyết", "25-NQ/TW", "2013-06-03", "Ban Chấp hành Trung ương Đảng khóa XI",
    "Về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới",
    effective="2013-06-03",
)  # fmt: skip
NQ25_2026 = record(
    "Nghị quyết", "25-NQ/TW", "2026-08-22", "Bộ Chính trị", "Về Chiến lược công tác tư tưởng (exact title unverified)",
    certainty="likely",
)  # fmt: skip
NQ24_2013 = record(
    "Nghị quyết", "24-NQ/TW", "2013-06-03", "Ban Chấp hành Trung ương Đảng khóa XI",
    "Về chủ động ứng phó với biến đổi khí hậu, tăng cường quản lý tài nguyên và bảo vệ môi trường",
)  # fmt: skip
CT16_2016 = record(
    "Chỉ thị", "16/CT-TTg", "2016-05-16", "Thủ tướng Chính phủ",
    "Về việc tiếp tục tăng cường và đổi mới công tác dân vận của cơ quan hành chính nhà nước, chính "
    "quyền các cấp trong "
    "tình hình mới",
    certainty="doubtful", source="general knowledge",
    note="one plan dates it 16/5/2016; by general knowledge it was signed 16/5/2018; number reused",
)  # fmt: skip
CT16_2017 = record(
    "Chỉ thị", "16/CT-TTg", "2017-05-04", "Thủ tướng Chính phủ",
    "Về việc tăng cường năng lực tiếp cận cuộc Cách mạng công nghiệp lần thứ 4",
)  # fmt: skip
CT16_2020 = record(
    "Chỉ thị", "16/CT-TTg", "2020-03-31", "Thủ tướng Chính phủ",
    "Về thực hiện các biện pháp cấp bách phòng, chống dịch COVID-19",
)  # fmt: skip
CT16_2026 = record(
    "Chỉ thị", "16/CT-TTg", "2026-04-23", "Thủ tướng Chính phủ", "(title not read)", certainty="likely", status="KXD"
)
CT18 = record(
    "Chỉ thị", "18/2000/CT-TTg", "2000-09-21", "Thủ tướng Chính phủ", "Về tăng cường công tác dân vận", status="KXD",
    note="exact trích yếu not checked",
)  # fmt: skip
QD290 = record(
    "Quyết định", "290-QĐ/TW", "2010-02-25", "Bộ Chính trị",
    "Về việc ban hành Quy chế công tác dân vận của hệ thống chính trị", effective="2010-02-25", expired="2021-07-30",
    status="HHL", replaced_by=("23-QĐ/TW",),
)  # fmt: skip
QD23 = record(
    "Quyết định", "23-QĐ/TW", "2021-07-30", "Bộ Chính trị",
    "Về việc ban hành Quy chế công tác dân vận của hệ thống chính trị", effective="2021-07-30",
)  # fmt: skip
QD399 = record(
    "Quy định", "399-QĐ/TW", "2026-01-09", "Ban Bí thư",
    "Quy định về thể loại, thẩm quyền ban hành và thể thức văn bản của Đảng", effective="2026-01-09",
)  # fmt: skip
KL43 = record(
    "Kết luận", "43-KL/TW", "2019-01-07", "Bộ Chính trị",
    "Về tiếp tục thực hiện Nghị quyết số 25-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XI về tăng "
    "cường và đổi mới sự "
    "lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới",
)  # fmt: skip
CT33 = record(
    "Chỉ thị", "33-CT/TW", "2019-03-18", "Ban Bí thư",
    "Về tăng cường xây dựng tổ chức đảng trong các đơn vị kinh tế tư nhân", certainty="likely",
    note="NOT a dân vận directive; another 33-CT/TW of 2014-01-03 is on asset declaration",
)  # fmt: skip
HD05 = record(
    "Hướng dẫn", "05-HD/VPTW", "2026-05-27", "Văn phòng Trung ương Đảng",
    "Về thể thức và kỹ thuật trình bày văn bản của Đảng", certainty="likely",
    note="date disputed: 27/5/2026 (most) vs 12/01/2026",
)  # fmt: skip
ND30 = record("Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "Về công tác văn thư", effective="2020-03-05")
ND110 = record(
    "Nghị định", "110/2004/NĐ-CP", "2004-04-08", "Chính phủ", "Về công tác văn thư", expired="2020-03-05", status="HHL",
    replaced_by=("30/2020/NĐ-CP",),
)  # fmt: skip
QD749 = record(
    "Quyết định", "749/QĐ-TTg", "2020-06-03", "Thủ tướng Chính phủ",
    'Phê duyệt "Chương trình Chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030"',
)  # fmt: skip
L77 = record(
    "Luật", "77/2015/QH13", "2015-06-19", "Quốc hội", "Luật Tổ chức chính quyền địa phương", effective="2016-01-01",
    expired="2025-03-01", status="HHL", replaced_by=("65/2025/QH15",),
)  # fmt: skip
L65 = record(
    "Luật", "65/2025/QH15", "2025-02-19", "Quốc hội", "Luật Tổ chức chính quyền địa phương", effective="2025-03-01",
    expired="2025-06-16", status="HHL", replaced_by=("72/2025/QH15",),
)  # fmt: skip
L72 = record(
    "Luật", "72/2025/QH15", "2025-06-16", "Quốc hội", "Luật Tổ chức chính quyền địa phương", effective="2025-06-16"
)
L31 = record("Luật", "31/2024/QH15", "2024-01-18", "Quốc hội", "Luật Đất đai", effective="2024-08-01")
L45 = record(
    "Luật", "45/2013/QH13", "2013-11-29", "Quốc hội", "Luật Đất đai", effective="2014-07-01", expired="2024-08-01",
    status="HHL", replaced_by=("31/2024/QH15",),
)  # fmt: skip
L02 = record("Luật", "02/2011/QH13", "2011-11-11", "Quốc hội", "Luật Khiếu nại", effective="2012-07-01")
BL91 = record("Bộ luật", "91/2015/QH13", "2015-11-24", "Quốc hội", "Bộ luật Dân sự", effective="2017-01-01")
HP = record(
    "Hiến pháp", "", "2013-11-28", "Quốc hội", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
    effective="2014-01-01",
)  # fmt: skip
PL34 = record(
    "Pháp lệnh", "34/2007/PL-UBTVQH11", "2007-04-20", "Ủy ban Thường vụ Quốc hội",
    "Thực hiện dân chủ ở xã, phường, thị trấn", effective="2007-07-01", expired="2023-07-01", status="HHL",
    replaced_by=("10/2022/QH15",),
)  # fmt: skip
L10 = record("Luật", "10/2022/QH15", "2022-11-10", "Quốc hội", "Luật Thực hiện dân chủ ở cơ sở", effective="2023-07-01")
NQ202 = record(
    "Nghị quyết", "202/2025/QH15", "2025-06-12", "Quốc hội", "Về việc sắp xếp đơn vị hành chính cấp tỉnh",
    effective="2025-06-12",
)  # fmt: skip
KH15_SUOI = record(
    "Kế hoạch", "15/KH-UBND", "2026-01-20", "Ủy ban nhân dân xã Suối Mơ", "Triển khai công tác dân vận năm 2026"
)
KH15_DOI = record(
    "Kế hoạch", "15/KH-UBND", "2026-02-10", "Ủy ban nhân dân xã Đồi Thông", "Phòng, chống thiên tai năm 2026"
)
QD19_SUOI = record(
    "Quyết định",
    "19/2021/QĐ-UBND",
    "2021-06-01",
    "Ủy ban nhân dân tỉnh Sông Trăng",
    "Ban hành Quy chế văn thư, lưu trữ",
)

NQ05_DU = record("Nghị quyết", "05-NQ/ĐU", "2026-01-10", "Ban Chấp hành Đảng bộ xã Suối Mơ", "Về nhiệm vụ năm 2026")
CTR12_TU = record("Chương trình", "12-CTr/TU", "2021-08-15", "Ban Thường vụ Tỉnh ủy Sông Trăng", "Về công tác dân vận")

ALL = tuple(value for value in dict(globals()).values() if isinstance(value, Record))
