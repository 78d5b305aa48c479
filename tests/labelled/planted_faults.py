"""Faults of citation, one in each draft that is otherwise right: our own samples, facts of documents from the registry.

A fault is a change of one stretch of a right draft (`old` to `new`, at its `nth` occurrence). What has to be found: a
finding of one of `verdicts` that lies over the place, overlaps `where` (the new words where not given) and says `told`
in its message, its fields or its doubts. Nothing else of the draft may be found that was not found in the right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ON = date(2026, 3, 10)
LATER = date(2026, 11, 25)

HEAD = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH

Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

An Bình, ngày 10 tháng 3 năm 2026

"""
PLAN = f"""{HEAD}KẾ HOẠCH
Thực hiện dân chủ và công tác văn thư, lưu trữ năm 2026

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022;
Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Căn cứ Nghị định số 61/2023/NĐ-CP ngày 16 tháng 8 năm 2023 của Chính phủ về xây dựng, thực hiện hương ước, quy ước \
của cộng đồng dân cư;
Căn cứ Thông tư số 05/2025/TT-BNV ngày 14 tháng 5 năm 2025 của Bộ Nội vụ quy định nghiệp vụ lưu trữ tài liệu lưu trữ \
số;
Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ, \
đổi mới sáng tạo và chuyển đổi số quốc gia.

Ủy ban nhân dân xã An Bình xây dựng Kế hoạch như sau:

I. NỘI DUNG
1. Soạn thảo văn bản theo khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP.
2. Nộp hồ sơ vào lưu trữ cơ quan theo Điều 9 Luật Lưu trữ.
3. Gửi, nhận văn bản điện tử theo Quyết định số 28/2018/QĐ-TTg ngày 12 tháng 7 năm 2018 của Thủ tướng Chính phủ.
4. Công khai thông tin theo Điều 11 Luật Thực hiện dân chủ ở cơ sở.
"""
DECISION = f"""{HEAD.replace("15/KH-UBND", "20/QĐ-UBND")}QUYẾT ĐỊNH
Về việc kiện toàn Tổ công tác chuyển đổi số

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;
Căn cứ Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ về thực hiện thủ tục hành chính trên môi \
trường điện tử;
Căn cứ Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt “Chương trình Chuyển đổi \
số quốc gia đến năm 2025, định hướng đến năm 2030”;
Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.

QUYẾT ĐỊNH:

Điều 1. Kiện toàn Tổ công tác chuyển đổi số của xã theo Điều 4 Quyết định số 12/2022/QĐ-UBND ngày 05 tháng 4 năm 2022 \
của Ủy ban nhân dân xã An Bình.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
"""
PARTY = """ĐẢNG BỘ TỈNH AN ĐÔNG
ĐẢNG ỦY XÃ AN BÌNH
*
Số 7-CTr/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM

An Bình, ngày 10 tháng 3 năm 2026

CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện công tác dân vận năm 2026

- Căn cứ Nghị quyết số 25-NQ/TW, ngày 03/6/2013 của Ban Chấp hành Trung ương Đảng về tăng cường và đổi mới sự lãnh đạo \
của Đảng đối với công tác dân vận trong tình hình mới,
- Căn cứ Quyết định số 23-QĐ/TW, ngày 30/7/2021 của Bộ Chính trị về việc ban hành Quy chế công tác dân vận của hệ \
thống chính trị,

Đảng ủy xã ban hành Chương trình hành động như sau:

1. Thực hiện Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị về đẩy mạnh học tập và làm theo tư tưởng, đạo đức, \
phong cách Hồ Chí Minh.
"""
DRAFTS = {"plan": PLAN, "decision": DECISION, "party": PARTY}


@dataclass(frozen=True)
class Fault:
    """One fault; see the module."""

    name: str
    draft: str
    old: str
    new: str
    verdicts: tuple[str, ...]
    told: str = ""
    where: str = ""
    nth: int = 1
    on: date = ON


ND30 = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
CQ = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n"
DC = "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022;\n"
LT = "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;\n"
M, R, E, A, N = ("mismatch",), ("replaced",), ("expired", "replaced"), ("ambiguous",), ("not_held",)

FAULTS = (
    # number
    Fault("digits of the number transposed", "plan", "số 61/2023/NĐ-CP", "số 16/2023/NĐ-CP", ("mismatch", "not_held")),
    Fault("year of the number wrong", "plan", "số 61/2023/NĐ-CP", "số 61/2022/NĐ-CP", ("mismatch", "not_held")),
    Fault("symbol of another issuer", "plan", "05/2025/TT-BNV", "05/2025/TT-BTC", ("mismatch", "not_held")),
    Fault("symbol of another type", "decision", "749/QĐ-TTg", "749/CT-TTg", ("mismatch", "not_held")),
    Fault("a Party number in the State's style", "party", "25-NQ/TW", "25/NQ-TW", M, "25-NQ/TW"),
    Fault("a State number in the Party's style", "decision", "749/QĐ-TTg", "749-QĐ/TTg", M, "749/QĐ-TTg"),
    # date
    Fault("day wrong in a basis", "plan", "ngày 05 tháng 3 năm 2020", "ngày 15 tháng 3 năm 2020", M, "2020-03-05"),
    Fault("month wrong in a basis", "plan", "ngày 16 tháng 8 năm 2023", "ngày 16 tháng 3 năm 2023", M, "2023-08-16"),
    Fault("year wrong in running text", "plan", "ngày 12 tháng 7 năm 2018", "ngày 12 tháng 7 năm 2019",
          M, "2018-07-12"),
    Fault("a date that does not exist", "plan", "ngày 14 tháng 5 năm 2025", "ngày 31 tháng 6 năm 2025", M),
    Fault("day of a law wrong", "plan", "ngày 21 tháng 6 năm 2024", "ngày 12 tháng 6 năm 2024", M, "2024-06-21"),
    Fault("day wrong in a Party document", "party", "ngày 03/6/2013", "ngày 23/6/2013", M, "2013-06-03"),
    # issuer and type
    Fault("issuer wrong", "plan", "2020 của Chính phủ về công tác văn thư", "2020 của Bộ Nội vụ về công tác văn thư", M,
          "Chính phủ"),
    Fault("issuer wrong in running text", "plan", "của Thủ tướng Chính phủ.", "của Chính phủ.", M, "Thủ tướng"),
    Fault("issuer of a Party document wrong", "party", "của Bộ Chính trị về việc", "của Ban Bí thư về việc", M,
          "Bộ Chính trị"),
    Fault("type wrong: Luật for Nghị định", "plan", "Căn cứ Nghị định số 61/2023/NĐ-CP", "Căn cứ Luật số 61/2023/NĐ-CP",
          M, "Nghị định"),
    Fault("type wrong: Quyết định for Nghị định", "decision", "Nghị định số 45/2020/NĐ-CP",
          "Quyết định số 45/2020/NĐ-CP", M, "Nghị định"),
    Fault("type wrong: Chỉ thị for Quyết định", "decision", "Quyết định số 749/QĐ-TTg", "Chỉ thị số 749/QĐ-TTg", M,
          "Quyết định"),
    # title
    Fault("title of another document", "plan", "của Chính phủ về công tác văn thư", "của Chính phủ về công tác lưu trữ",
          M, "công tác văn thư"),
    Fault("title garbled", "plan", "quy định nghiệp vụ lưu trữ tài liệu lưu trữ",
          "quy định nghiệp vụ lưu tài liệu giấy",
          M, "nghiệp vụ"),
    Fault("words left out of a title", "party", "tăng cường và đổi mới sự lãnh đạo", "tăng cường sự lãnh đạo", M,
          "tăng cường và đổi mới"),
    Fault("name of a law garbled", "plan", "Luật Thực hiện dân chủ ở cơ sở ngày",
          "Luật Thực hiện dân chủ tại cơ sở ngày",
          ("mismatch", "not_held")),
    # force
    Fault("a law that has been replaced", "plan", "Luật Lưu trữ ngày 21 tháng 6 năm 2024",
          "Luật Lưu trữ ngày 11 tháng 11 năm 2011", R, "33/2024/QH15"),
    Fault("a decree that has been replaced", "plan", ND30,
          "Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ về công tác văn thư", R, "30/2020/NĐ-CP"),
    Fault("a law that ended in a chain of three", "plan", "chính quyền địa phương ngày 16 tháng 6 năm 2025",
          "chính quyền địa phương ngày 19 tháng 6 năm 2015", R, "72/2025/QH15"),
    Fault("replaced in running text", "plan", "theo Điều 11 Luật Thực hiện dân chủ ở cơ sở",
          "theo Điều 11 Pháp lệnh số 34/2007/PL-UBTVQH11", R, "10/2022/QH15"),
    Fault("ended, and nothing took its place", "decision", "Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023",
          "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức ngày 25 tháng 11 năm 2019",
          ("expired",), "hết hiệu lực", on=LATER),
    Fault("a Party decision that has been replaced", "party", "Quyết định số 23-QĐ/TW, ngày 30/7/2021",
          "Quyết định số 290-QĐ/TW, ngày 25/02/2010", R, "23-QĐ/TW"),
    Fault("not in force yet on the day of signing", "decision", "Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023",
          "Luật Chuyển đổi số ngày 11 tháng 12 năm 2025", ("doubtful",), "01/7/2026"),
    Fault("a provision that was repealed", "decision", "Điều 4 Quyết định số 12/2022/QĐ-UBND",
          "Điều 6 Quyết định số 12/2022/QĐ-UBND", E, "Điều 6"),
    # pinpoints
    Fault("an article that does not exist", "plan", "khoản 2 Điều 5 Nghị định", "khoản 2 Điều 55 Nghị định", M, "Điều"),
    Fault("a clause that does not exist", "plan", "khoản 2 Điều 5 Nghị định", "khoản 9 Điều 5 Nghị định", M, "khoản"),
    Fault("an article of a law that does not exist", "plan", "Điều 9 Luật Lưu trữ", "Điều 99 Luật Lưu trữ", M, "Điều"),
    # ambiguity
    Fault("an ambiguous number without its date", "party",
          "Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị về đẩy mạnh học tập và làm theo tư tưởng, đạo đức, "
          "phong cách Hồ Chí Minh", "Nghị quyết số 18-NQ/TW", A),
    Fault("a law by its name with the year of none", "plan", "Điều 9 Luật Lưu trữ", "Điều 9 Luật Lưu trữ năm 2015",
          ("mismatch", "not_held", "ambiguous")),
    Fault("a law by its name with the year of the old one", "plan", "Điều 9 Luật Lưu trữ",
          "Điều 9 Luật Lưu trữ năm 2011",
          R, "33/2024/QH15"),
    # the block
    Fault("a basis named twice", "plan", LT, LT + LT, ("duplicated",), "một lần", where=LT.strip(), nth=1),
    Fault("a decree before the law above it", "plan", f"{LT}Căn cứ {ND30};\n", f"Căn cứ {ND30};\n{LT}", ("order",)),
    Fault("a decree before a law", "decision", "Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;\n",
          f"Căn cứ {ND30};\nCăn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;\n", ("order",)),
    Fault("wording of the lead", "plan", "Căn cứ Luật Lưu trữ", "Căn cứ vào Luật Lưu trữ", ("wording",), "Căn cứ",
          where="Căn cứ vào"),
    Fault("a basis without its semicolon", "plan", "năm 2024;\nCăn cứ Nghị định", "năm 2024\nCăn cứ Nghị định",
          ("punctuation",), ";", where="2024"),
    Fault("a full stop in the middle of the block", "plan", "năm 2024;\nCăn cứ Nghị định",
          "năm 2024.\nCăn cứ Nghị định",
          ("punctuation",), ";", where="2024."),
    Fault("the last basis not closed by a full stop", "plan", "chuyển đổi số quốc gia.", "chuyển đổi số quốc gia;",
          ("punctuation",), ".", where="gia;"),
    Fault("two bases in one line", "plan", "năm 2022;\nCăn cứ Luật Lưu trữ", "năm 2022; Căn cứ Luật Lưu trữ",
          ("wording",),
          "xuống dòng", where="; Căn cứ"),
    Fault("a law with number and issuer", "plan", "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024",
          "Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024 của Quốc hội", ("wording",), "số, ký hiệu"),
    Fault("a basis without its date", "plan", "số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của", "số 30/2020/NĐ-CP của",
          ("wording",), "ngày ban hành"),
    Fault("a basis without its issuer", "plan", "2020 của Chính phủ về công tác văn thư", "2020 về công tác văn thư",
          ("wording",), "cơ quan ban hành"),
    Fault("a basis without its title", "plan", " của Chính phủ về công tác văn thư;", " của Chính phủ;", ("wording",),
          "trích yếu", where=ND30.removesuffix(" về công tác văn thư")),
    Fault("type abbreviated in a basis", "plan", "Căn cứ Nghị định số 30/2020/NĐ-CP", "Căn cứ NĐ số 30/2020/NĐ-CP",
          ("wording", "mismatch"), "loại"),
    Fault("a consolidated text before 01/7/2026", "plan", CQ.strip(),
          "Căn cứ Văn bản hợp nhất số 17/VBHN-VPQH ngày 13 tháng 12 năm 2019 của Văn phòng Quốc hội hợp nhất Luật Tổ "
          "chức chính quyền địa phương;", ("wording",), "01/7/2026"),
    Fault("a consolidated text in the place of the law", "plan", CQ.strip(),
          "Căn cứ Văn bản hợp nhất số 118/VBHN-VPQH ngày 25 tháng 6 năm 2026 của Văn phòng Quốc hội hợp nhất Pháp lệnh "
          "Hợp nhất văn bản quy phạm pháp luật;", ("wording",), "hợp nhất", on=LATER),
    Fault("a Party basis without its dash", "party", "- Căn cứ Quyết định số 23", "Căn cứ Quyết định số 23",
          ("wording",),
          "gạch đầu dòng", where="Căn cứ"),
    # letters
    Fault("a look-alike letter and a wrong day", "plan", "số 61/2023/NĐ-CP ngày 16", "số 61/2023/NĐ-СР ngày 17", M,
          "2023-08-16"),
    Fault("a number split over lines and a wrong day", "plan", "số 28/2018/QĐ-TTg ngày 12",
          "số 28/2018/\nQĐ-TTg ngày 13",
          M, "2018-07-12"),
    Fault("toneless and a wrong day", "plan",
          "3. Gửi, nhận văn bản điện tử theo Quyết định số 28/2018/QĐ-TTg ngày 12 tháng 7 năm 2018 của Thủ tướng Chính "
          "phủ.", "3. Gui, nhan van ban dien tu theo Quyet dinh so 28/2018/QD-TTg ngay 13 thang 7 nam 2018.", M,
          "2018-07-12"),
    Fault("letters for figures in the date", "plan", "ngày 05 tháng 3 năm 2020", "ngày O6 tháng 3 năm 2020", M,
          "2020-03-05"),
    # bodies
    Fault("a district body after 01/7/2025", "plan", "theo Điều 11 Luật Thực hiện dân chủ ở cơ sở",
          "theo Kế hoạch số 9/KH-UBND ngày 05 tháng 9 năm 2025 của Ủy ban nhân dân huyện Đông Hà", ("ended_body",),
          "01/7/2025"),
    Fault("the draft's own body ended", "plan", "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH", "ỦY BAN NHÂN DÂN\nTHỊ TRẤN AN BÌNH",
          ("ended_body",), "thị trấn", where="THỊ TRẤN AN BÌNH"),
    # amendments
    Fault("the amending document wrongly named", "plan", "theo Điều 11 Luật Thực hiện dân chủ ở cơ sở",
          "theo Nghị định số 79/2025/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 187/2025/NĐ-CP ngày 11 tháng 7 năm "
          "2025", M, "2025-07-01"),
)  # fmt: skip
