"""The table of slips of capitals: what is written, in which surroundings, and what stands there by Phụ lục II.

`before` and `after` are what has to stand round the slip for it to be one; `put` is what to write: "^" the same with a
capital in front, "_" with a small letter in front, else these words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

LOW = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
UP = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
_MID = rf"[{LOW}\d,;)] "
"""Inside a sentence: behind a word, a comma or a bracket."""
_WITHIN = rf"[{LOW}\d,;] "
_START = r"(?<!\w)"
_END = r"(?!\w)"
_NAME = rf"[{UP}][{LOW}]+ [{UP}][{LOW}]+"


@dataclass(frozen=True)
class Slip:
    """One row. `any_document`: held to in legal normative and Party documents too; `unsure`: said as a doubt."""

    code: str
    expression: str
    put: str
    unsure: bool = False
    any_document: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it, compiled when a text is first looked through."""
        return re.compile(self.expression)

    def mended(self, written: str) -> str:
        """What to write for `written`."""
        if self.put == "^":
            return written[:1].upper() + written[1:]
        if self.put == "_":
            return written[:1].lower() + written[1:]
        return self.put


def _slip(
    code: str, written: str, put: str = "^", *, before: str = _START, after: str = _END, unsure: bool = False,
    everywhere: bool = False,
) -> Slip:  # fmt: skip
    expression = rf"{before}(?P<slip>{written})(?={after})" if after else rf"{before}(?P<slip>{written})"
    return Slip(code, expression, put, unsure, everywhere)


_MINISTRIES = (
    "Tài chính|Nội vụ|Tư pháp|Y tế|Công Thương|Xây dựng|Quốc phòng|Công an|Ngoại giao|Giáo dục và|Khoa học và|"
    "Nông nghiệp và|Văn hóa,|Dân tộc và"
)
_TYPES = (
    "nghị định|thông tư|quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|tờ trình|báo cáo|thông báo|hướng dẫn|kết luận|"
    "quy định|công điện|pháp lệnh|chương trình"
)
_LAWS = (
    "Đất đai|Hình sự|Dân sự|Lao động|Tổ chức|Ngân sách|Đầu tư|Doanh nghiệp|Giáo dục|Khiếu nại|Tố cáo|Cán bộ|Viên chức|"
    "Thực hiện dân chủ|Lưu trữ|Ban hành|Xây dựng|Nhà ở|Bảo vệ|Phòng|An ninh|Cư trú|Căn cước|Công an|Quốc phòng|Hộ tịch|"
    "Thanh tra|Tiếp công dân|Trẻ em|Hôn nhân|Giao thông|Trật tự|Quản lý|Xử lý|Đấu thầu|Thi đua|Mặt trận|Bầu cử|Hòa giải"
)
_WEEK = "hai|ba|tư|năm|sáu|bảy"
_COUNCILS = "(?:Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|UBND|HĐND)"

SLIPS: tuple[Slip, ...] = (
    # references (Mục V, khoản 7)
    _slip("reference", "Khoản", "_", before=_WITHIN, after=rf"\s+\d+[a-zđ]?{_END}", everywhere=True),
    _slip("reference", "Điểm", "_", before=_WITHIN, after=r"\s+[a-zđ](?:,|;|\s|\)|$)", everywhere=True),
    _slip(
        "reference", "điều", before=r"(?:khoản \d+[a-zđ]?|tại|theo|của|từ|đến|định) ",
        after=r"\s+\d{1,3}[a-zđ]?(?:[,;.)]|\s(?!(?:khoản|kiện|mục|ước)\b)|$)", everywhere=True,
    ),
    _slip(
        "reference", "chương|phần", before=r"(?<!các )(?<!\w)",
        after=r"\s+[IVX]+(?:\s+(?:của|Nghị|Luật|Thông|Quy|này)|[,;.)])", everywhere=True,
    ),
    # bodies (Mục IV)
    _slip("body_name", r"[Uu]ỷ [Bb]an [Nn]hân [Dd]ân", "Uỷ ban nhân dân"),
    _slip("body_name", r"[Ủủ]y [Bb]an [Nn]hân [Dd]ân", "Ủy ban nhân dân"),
    _slip("body_name", r"[Hh]ội [Đđ]ồng [Nn]hân [Dd]ân", "Hội đồng nhân dân"),
    _slip("body_name", r"[Mm]ặt [Tt]rận [Tt]ổ [Qq]uốc", "Mặt trận Tổ quốc"),
    *(
        _slip("body_name", f"{kind} {name.lower()}", f"{kind} {name}")
        for kind in ("Sở", "Bộ")
        for name in ("Tư pháp", "Nội vụ", "Tài chính", "Y tế", "Xây dựng", "Giáo dục và Đào tạo")
    ),
    _slip("body_name", "bộ|sở", before=_MID, after=rf" (?:{_MINISTRIES})"),
    _slip(
        "body_name", "chính phủ", before=r"(?:của|do|trình|Thủ tướng) ",
        after=r"(?! (?:điện tử|số|các nước|nước|mới|kiến tạo))(?!\w)",
    ),
    _slip("body_name", "quốc hội", before=r"(?:của|do|trình|đại biểu|Chủ tịch) ", after=r"(?! (?:các )?nước)(?!\w)"),
    # posts (Mục V, khoản 3)
    _slip("post", "thủ tướng", before=_MID, after=" Chính phủ"),
    _slip("post", "chủ tịch", before=_MID, after=rf" (?:Quốc hội|{_COUNCILS})"),
    _slip("post", "phó chủ tịch", "Phó Chủ tịch", before=_MID, after=rf" (?:Quốc hội|{_COUNCILS})"),
    _slip("post", "bộ trưởng|thứ trưởng", before=_MID, after=rf" Bộ [{UP}]"),
    _slip("post", "giám đốc", before=_MID, after=rf" Sở [{UP}]"),
    # documents (Mục V, khoản 6)
    _slip(
        "document_name", _TYPES, before=rf"(?<!cá)(?<!nhữn){_MID}", after=r" số:? \d+(?:/\d{4})?[/-][A-ZĐ]",
        everywhere=True,
    ),
    _slip(
        "document_name", "(?:bộ )?luật", before=rf"(?<!dự á)(?<!dự thả)(?<!xây dựn){_MID}(?<!Bộ )",
        after=rf" (?:{_LAWS})", everywhere=True,
    ),
    _slip("document_name", "luật|bộ luật|pháp lệnh", before=r"Căn cứ ", after=r" (?!pháp\b|này\b|định\b)\w"),
    _slip(
        "document_name", "quyết định|nghị quyết|chỉ thị|nghị định|thông tư|quy chế",
        before=rf"(?<!cá)(?<!nhữn)(?<!mọ){_MID}", after=f" này{_END}",
    ),
    # special nouns (Mục V, khoản 1 and 4)
    _slip("special_noun", "nhà nước", "Nhà nước", before=r"(?:Đảng và|Đảng,|[Pp]háp luật của) "),
    _slip(
        "special_noun", "đảng", "Đảng", before=r"(?:chủ trương|đường lối|nghị quyết)(?: lãnh đạo)? của ",
        after=r"(?! (?:cầm quyền|đối lập|bộ|viên|ủy|uỷ))(?!\w)",
    ),
    _slip("special_noun", "đảng", "Đảng", after=r"(?: và|,) [Nn]hà nước"),
    # places (Mục III)
    _slip("place_name", "thành phố", "Thành phố", after=" Hồ Chí Minh"),
    _slip("place_name", "thủ đô", "Thủ đô", after=" Hà Nội"),
    _slip("place_name", "quận|phường", after=r" \d{1,2}(?!\d)(?! (?:ngày|người|hộ|năm))"),
    _slip("place_name", "Tỉnh|Huyện", "_", before=_MID, after=f" {_NAME}"),
    _slip("place_name", "Xã|Thị trấn|Thị xã", "_", before=_MID, after=f" {_NAME}", unsure=True),
    # holidays and weekdays (Mục V, khoản 5 and 8)
    _slip("holiday", "Nguyên Đán", "Nguyên đán", before=r"[Tt]ết "),
    _slip("holiday", "Trung Thu", "Trung thu", before=r"[Tt]ết "),
    _slip("holiday", "Đoan Ngọ", "Đoan ngọ", before=r"[Tt]ết "),
    _slip("holiday", "Quốc Khánh", "Quốc khánh"),
    _slip("holiday", "quốc khánh", "Quốc khánh", before=r"[Nn]gày (?:lễ )?"),
    _slip("holiday", "Quốc tế lao động|Quốc Tế Lao Động|quốc tế lao động", "Quốc tế Lao động", before=r"[Nn]gày "),
    *(
        _slip(
            "holiday", f"(?:thứ {day}|Thứ {day})", f"thứ {day.capitalize()}", before=rf"[{LOW}\d,;)(] ?",
            after=r",? (?:\(?ngày|hằng tuần|hàng tuần)",
        )
        for day in _WEEK.split("|")
    ),
    *(
        _slip("holiday", f"Thứ {day.capitalize()}", "_", before=rf"[{LOW}\d,;)(] ?", after=r",? (?:\(?ngày|hằng tuần)")
        for day in _WEEK.split("|")
    ),
)  # fmt: skip

WHY: dict[str, tuple[str, str]] = {
    "reference": (
        "Khi viện dẫn, viết hoa Phần, Chương, Mục, Tiểu mục, Điều; viết thường khoản, điểm.",
        "In references Phần, Chương, Mục, Tiểu mục and Điều have capitals; khoản and điểm have none.",
    ),
    "body_name": (
        "Tên cơ quan, tổ chức viết hoa chữ cái đầu của từ chỉ loại hình, chức năng, lĩnh vực.",
        "Names of bodies have capitals on the words for their kind, function and field.",
    ),
    "post": (
        "Tên chức vụ viết hoa khi đi liền với tên cơ quan hoặc tên người cụ thể.",
        "A post has a capital with the name of its body or person.",
    ),
    "document_name": (
        "Tên loại của một văn bản cụ thể viết hoa chữ cái đầu.",
        "The type of a certain document has a capital.",
    ),
    "special_noun": (
        "Danh từ đặc biệt viết hoa: Nhân dân, Nhà nước, Đảng.",
        "Nhân dân, Nhà nước and Đảng have capitals.",
    ),
    "place_name": (
        "Tên đơn vị hành chính: danh từ chung viết thường (tỉnh Nam Định), trừ tên gồm chữ số, tên người, sự kiện "
        "lịch sử (Quận 1), Thủ đô Hà Nội và Thành phố Hồ Chí Minh.",
        "Of a unit's name the common noun has no capital (tỉnh Nam Định), but for numbers, persons and events (Quận "
        "1), Thủ đô Hà Nội and Thành phố Hồ Chí Minh.",
    ),
    "holiday": (
        "Ngày lễ, ngày tết viết hoa âm tiết thứ nhất của tên gọi (Quốc khánh, tết Nguyên đán); thứ trong tuần viết hoa "
        "âm tiết chỉ ngày (thứ Hai).",
        "Holidays have a capital on the first syllable of their name, weekdays on the day (thứ Hai).",
    ),
}
"""Rule → what it says, in Vietnamese and English."""
