"""Titles of documents other than laws: where they begin and end in running text."""

from __future__ import annotations

import re

from archive.citations.gazetteer import CODE_NAMES
from archive.citations.letters import LOWER

__all__ = [
    "CODE_NAMES",
    "LONGEST_TITLE",
    "TITLE_START",
    "TITLE_START_BARE",
    "TITLE_START_BASIS",
    "is_title_start",
    "title_end",
    "trim_title",
]

_ABOUT = r"về\s+việc|về|[Vv]/[Vv]\s*:?"
_VERBS = (
    r"quy\s+định|qui\s+định|ban\s+hành|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|công\s+bố|thành\s+lập|giao"
    r"|điều\s+chỉnh|đính\s+chính|phân\s+cấp|thông\s+qua|kiện\s+toàn|công\s+nhận|giải\s+thích|cho\s+phép|quyết\s+định"
)
_WORK = (
    r"thực\s+hiện|triển\s+khai|tăng\s+cường|đẩy\s+mạnh|tổ\s+chức|nâng\s+cao|tiếp\s+tục|xây\s+dựng|quản\s+lý"
    r"|thi\s+hành|đổi\s+mới"
)
_NO_TITLE = re.compile(
    r"(?:quy\s+định|qui\s+định|hướng\s+dẫn|ban\s+hành|về)\s*(?:tại(?!\s+ch)|như\s+sau|rõ|trên|nêu|này|kèm"
    r"|ngày|năm|:|,|;|\.(?:\s|$)|\)|theo(?!\s+d))"
)
# Named in full: verbs that make a title even right behind the number.
_SURE_VERBS = (
    r"quy\s+định\s+(?:chi\s+tiết|về|một\s+số|việc|mức|chế\s+độ|chức\s+năng)|sửa\s+đổi,?\s+bổ\s+sung"
    r"|phê\s+duyệt|bãi\s+bỏ\s+(?:một|toàn)"
    r"|hướng\s+dẫn\s+(?:thi\s+hành|thực\s+hiện|một\s+số|về|việc|chi\s+tiết|xử|áp|công|trình|kỹ|lập|quản|tổ)"
    r"|ban\s+hành\s+(?:Quy|Danh|Chương|Kế|Điều|Đề|Bảng|Bộ|Chiến|mẫu|Quy)|công\s+bố\s+(?:Danh|danh|thủ)"
)
TITLE_START = re.compile(rf"\s*,?\s*(?P<title>[\"“]?(?:{_ABOUT}|{_VERBS})(?!\w)|[\"“](?=\w))", re.IGNORECASE)
TITLE_START_BARE = re.compile(rf"\s*(?P<title>[\"“]?(?:{_ABOUT}|{_SURE_VERBS})(?!\w)|[\"“](?=[A-ZĐ]))", re.IGNORECASE)
TITLE_START_BASIS = re.compile(
    rf"\s*,?\s*(?P<title>[\"“]?(?:{_ABOUT}|{_VERBS}|{_WORK})(?!\w)|[\"“](?=\w))", re.IGNORECASE
)

_HARD = re.compile(r"[;\n.\"“”()\[\]|]")
RUNNING_STOPS = re.compile(
    r"\s*[,(]?\s+(?:đã\s+)?(?:được\s+(?:sửa|bổ\s+sung|thay\s+thế|hợp\s+nhất|bãi|đính)|bị\s+(?:bãi|thay|hủy)"
    r"|hết\s+hiệu\s+lực"
    r"|có\s+hiệu\s+lực|tiếp\s+tục\s+có\s+hiệu|sau\s+đây\s+(?:gọi|viết)|thay\s+thế\s+(?:các\s+)?(?=[A-ZĐ])|như\s+sau"
    r"|thì\s|để\s+(?:thực|triển|làm|tổ)|và\s+(?:các\s+)?(?:văn\s+bản|quy\s+định)\s+(?:có\s+|khác\s+"
    r"|pháp\s+luật|hướng|chỉ|liên|sửa|của)"
    r"|và\s+(?:thay\s+thế|bãi\s+bỏ)\s|trừ\s+(?:trường|các|khoản|Điều))"
    r"|,\s*(?:trong\s+đó|đồng\s+thời|cụ\s+thể|theo\s+đó|nhằm|nếu|yêu\s+cầu|đề\s+nghị|kể\s+từ|nay|từ\s+ngày"
    r"|gửi|và\s+(?:Điều|khoản|điểm)"
    r"|(?:UBND|Ủy\s+ban|Uỷ\s+ban|Chủ\s+tịch|HĐND|Thường\s+trực|Đảng\s+ủy|Ban\s+\w+|Bộ\s+\w+|Sở\s+\w+"
    r"|Phòng\s+\w+)[^,;.\n]{0,70}?\s"
    r"(?:ban\s+hành|xây\s+dựng|báo\s+cáo|triển\s+khai|yêu\s+cầu|đề\s+nghị|tổ\s+chức|thông\s+báo"
    r"|quyết\s+định|hướng\s+dẫn|kính)"
    r"|(?:cơ|đơn|các\s+cơ|các\s+đơn)\s+(?:quan|vị)[^,;.\n]{0,60}?\s(?:phải|có\s+trách|cần|xây|triển|thực\s+hiện)"
    r"|(?:tôi|chúng\s+tôi)\s)"
    r"|\s*,?\s*\((?:hợp\s+nhất|sau\s+đây|gọi|được|đã|đính|kèm|có\s+hiệu|sửa\s+đổi|viết|Công\s+báo|văn\s+bản"
    r"|bổ\s+sung|gửi|khóa|khoá)",
    re.IGNORECASE,
)
_CLOSING = {"“": "”", '"': '"', "(": ")", "[": "]"}
_WRAPPED = re.compile(rf"[ \t\r]*\n[ \t]*(?=[{LOWER}(])(?![a-zđ]{{1,2}}[).]\s)(?!-)")
LONGEST_TITLE = 1500


def is_title_start(text: str, position: int) -> bool:
    """Does a title begin here, and not a clause: `quy định tại …`, `ban hành kèm theo …`?"""
    return _NO_TITLE.match(text, position) is None


def title_end(text: str, start: int, limit: int, basis: bool) -> int:
    """Where the title that begins at `start` ends, at `limit` at the latest.

    At `;`, a full stop, the end of the line (unless the next line goes on in small letters), a bracket or quotation
    mark that was not opened inside; in running text also where a clause begins that is no part of a title.
    """
    limit = min(limit, start + LONGEST_TITLE)
    if not basis:
        stop = RUNNING_STOPS.search(text, start, limit)
        if stop:
            limit = stop.start()
    else:
        stop = _BASIS_STOPS.search(text, start, limit)
        if stop:
            limit = stop.start()
    open_marks: list[str] = []
    position = start
    while True:
        mark = _HARD.search(text, position, limit)
        if mark is None:
            return trim_title(text, start, limit)
        char, position = mark.group(), mark.end()
        if open_marks and char == open_marks[-1]:
            open_marks.pop()
            if not open_marks and char in '”"' and text[start] in '“"':
                return position
            if (
                not open_marks
                and char in '”"'
                and re.match(r"(?:về\s+(?:việc\s+)?|v/v\s*)[“\"]", text[start : start + 14], re.I)
            ):
                return position
        elif char in _CLOSING:
            if char == "(" and text.find(")", position, limit) < 0:
                return trim_title(text, start, mark.start())
            open_marks.append(_CLOSING[char])
        elif char in ")]”|":
            return trim_title(text, start, mark.start())
        elif char == "\n":
            wrapped = _WRAPPED.match(text, mark.start())
            if wrapped is None:
                return trim_title(text, start, mark.start())
            position = max(position, wrapped.end())
        elif char == ";" or (char == "." and _ends_sentence(text, mark.start(), limit)):
            return trim_title(text, start, mark.start())


_BASIS_STOPS = re.compile(
    r"\s*,?\s+(?:đã\s+)?được\s+(?:sửa|bổ\s+sung|thay\s+thế|hợp\s+nhất)|\s*,?\s*\((?:hợp\s+nhất|sau\s+đây"
    r"|được|đã|sửa\s+đổi|bổ\s+sung)",
    re.IGNORECASE,
)


def _ends_sentence(text: str, dot: int, limit: int) -> bool:
    before = text[max(0, dot - 3) : dot]
    after = text[dot + 1 : dot + 2]
    if after and not after.isspace() and after not in '"”)/.':
        return False
    # `TP. Hồ Chí Minh`, `Q. 1` are no ends; `./.` and a stop before a new line are.
    return not (re.search(r"(?:^|\W)(?:TP|TX|Tp|Q|P|H|T|St)$", before) and after == " ")


def trim_title(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n,:-–/*":
        end -= 1
    return end
