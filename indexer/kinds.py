"""What kind of answer a question asks for, and what kind a heading promises.

Of the articles of one chapter the one that is asked for often differs from its neighbours in just this: the deadline
beside the procedure, the authority beside the right. Words do not tell, because people ask `mấy ngày` and `ở đâu` where
headings say `Thời hạn` and `Thẩm quyền`.
"""

from __future__ import annotations

import re
from functools import lru_cache

KINDS = {
    "time": (
        r"bao lâu|bao giờ|khi nào|lúc nào|(?:mấy|bao nhiêu) (?:ngày|tháng|năm|tuần|tiếng|giờ)|hết hạn|thời hạn"
        r"|thời hiệu|thời gian|còn hạn|quá hạn|tối đa|hạn cuối|trước (?:mấy|bao nhiêu)",
        r"thời hạn|thời hiệu|thời gian|thời điểm|thời giờ|kỳ hạn|ngày|tháng|hạn",
    ),
    "authority": (
        r"ở đâu|chỗ nào|nơi nào|cơ quan nào|(?:báo|gửi|nộp|kêu|gặp|hỏi|xin|kiện) (?:cho )?(?:ai|đâu)"
        r"|ai (?:giải quyết|cấp|xử|quyết)|tòa nào|cấp nào|thẩm quyền"
        r"|(?:báo|nộp|gửi|xin|đăng ký|khai|kiện|làm) .{0,24}đâu",
        r"thẩm quyền|nơi|cơ quan|tiếp nhận|trách nhiệm của|địa điểm|địa chỉ|trụ sở|tổ chức thực hiện",
    ),
    "papers": (
        r"giấy tờ gì|giấy gì|hồ sơ|thủ tục|cần (?:những |các )?(?:gì|giấy)|làm (?:như )?thế nào|trình tự|các bước"
        r"|làm sao để|muốn .{0,30}(?:thì )?(?:phải )?làm (?:gì|sao)|cách (?:làm|xin)",
        r"hồ sơ|thủ tục|trình tự|giấy tờ|đơn|đăng ký|cấp|mẫu",
    ),
    "condition": (
        r"điều kiện|đủ tuổi|ai (?:được|mới được)|những ai|người nào|có được .{0,40}không|được phép|trường hợp nào"
        r"|khi nào (?:thì )?được|(?:mấy|bao nhiêu) tuổi|có quyền",
        r"điều kiện|tiêu chuẩn|đối tượng|tuổi|quyền|trường hợp|người được",
    ),
    "amount": (
        r"bao nhiêu (?:tiền|phần trăm|lương|là|thì)|mấy (?:tiền|đồng|phần trăm|phần)|mức|giá|tốn|phí"
        r"|được (?:hưởng |lĩnh |trả )?bao nhiêu|phần trăm|tiền gì|hưởng gì|được gì",
        r"mức|phí|lệ phí|giá|tiền|chi phí|trợ cấp|chế độ|lãi suất|hỗ trợ|hưởng|lương",
    ),
    "punishment": (
        r"tội gì|phạm tội|có tội|bị tội|\btù\b|phạt|xử (?:lý )?(?:thế nào|ra sao)|vi phạm gì|bị gì|có sao không",
        r"^tội |vi phạm|xử phạt|xử lý|phạt|cấm|kỷ luật|cưỡng chế|chế tài",
    ),
    "damage": (
        r"đền|bồi thường|trả tiền thuốc|ai (?:phải )?(?:chịu|trả|đền)|chịu trách nhiệm",
        r"bồi thường|thiệt hại|trách nhiệm|hoàn trả|chi phí",
    ),
    "meaning": (
        r"là gì|là ai|nghĩa là|được hiểu|khái niệm|thế nào là|gọi là|định nghĩa|có phải là",
        r"giải thích từ ngữ|khái niệm|định nghĩa|nguyên tắc|phân loại|phạm vi|các loại",
    ),
    "ban": (
        r"cấm|có được .{0,40}không|không được|được phép",
        r"cấm|hạn chế|không được|các hành vi",
    ),
}
"""Patterns of questions and of headings, in small letters. They are coarse: what a match is worth is learned."""
_ASKED = [re.compile(asked) for asked, _ in KINDS.values()]
_PROMISED = [re.compile(promised) for _, promised in KINDS.values()]


@lru_cache(maxsize=1024)
def asked(query: str) -> int:
    """The kinds that a question asks for, a bit each."""
    return _bits(_ASKED, query)


def promised(heading: str) -> int:
    """The kinds that a heading promises, a bit each."""
    return _bits(_PROMISED, heading)


def _bits(patterns: list[re.Pattern[str]], text: str) -> int:
    low = text.lower()
    return sum(1 << place for place, pattern in enumerate(patterns) if pattern.search(low))
