"""What looks like a document number and is none: contracts, houses, plots, accounts, invoices, telephones, forms.

Precision comes first: a contract `15/2024/HĐ-KT` has the very shape of a document number and names nothing that an
archive holds under its numbers.
"""

from __future__ import annotations

import re

from archive.number_parsing import DocumentNumber

# Behind these words no number is one of a document, whatever its shape.
_NEVER = re.compile(
    r"(?<!\w)(?:[Hh]ợp đồng(?:\s+[^\W\d_]+){0,4}|HĐ(?:LĐ|KT|TC|MB|TD)?|[Pp]hụ lục hợp đồng|[Tt]hỏa thuận hợp tác"
    r"|[Nn]hà|[Ss]ố nhà|[Cc]ăn hộ|[Tt]òa nhà|[Nn]gõ|[Nn]gách|[Hh]ẻm|[Kk]iệt|[Đđ]ường|[Pp]hố|[Pp]hòng|[Tt]ầng"
    r"|[Tt]hửa(?: đất)?|[Tt]ờ bản đồ|[Bb]ản đồ(?: địa chính)?|[Ll]ô(?: đất)?|[Ôô]( đất)?"
    r"|[Tt]ài khoản|STK|TK|[Bb]iên lai|[Hh]óa đơn|[Hh]oá đơn|[Pp]hiếu (?:thu|chi|nhập|xuất|kho|nhập kho|xuất kho"
    r"|khám|gửi tiền|cân|bảo hành)|[Ss]éc|[Uu]ỷ nhiệm chi|[Ủủ]y nhiệm chi|[Vv]ận đơn|[Tt]ờ khai(?: hải quan)?"
    r"|[Đđ]iện thoại|ĐT|[Ff]ax|[Dd]i động|[Mm]áy|[Hh]otline|[Tt]ổng đài"
    r"|CCCD|CMND|[Cc]ăn cước(?: công dân)?|[Cc]hứng minh nhân dân|[Hh]ộ chiếu|[Bb]iển(?: kiểm soát)?|[Ss]ố khung"
    r"|[Ss]ố máy|[Ss]ố seri|[Ss]eri|[Mm]ã(?: số(?: thuế| hồ sơ)?| hồ sơ| hàng)?|[Tt]hẻ|[Hh]ộp thư|[Gg]ói thầu"
    r"|[Vv]ụ án|[Bb]ản án(?:\s+[^\W\d_]+){0,3}|[Gg]iấy phép lái xe|[Bb]ằng(?: tốt nghiệp)?|[Cc]hứng chỉ|[Vv]é"
    r"|[Gg]iấy giới thiệu|[Ss]ổ (?:hộ khẩu|đỏ|bảo hiểm|tiết kiệm|lưu|đăng ký)|[Tt]ài liệu kỹ thuật|[Bb]ản vẽ"
    r"|[Kk]iốt|[Kk]m|[Qq]uốc lộ|[Tt]ỉnh lộ|[Tt]uyến|[Tt]rạm|[Cc]ầu|[Cc]ột|[Kk]ênh|[Tt]ập|[Tt]rang)"
    r"[\s:]*$"
)
# Behind these only a number that carries a year is taken for a document's: `Mẫu 01/CK`, but `Biểu 12/2018/TT-BTC`.
_WITHOUT_YEAR = re.compile(
    r"(?:[Mm]ẫu|[Bb]iểu|[Bb]iểu mẫu|[Pp]hụ lục|[Ss]ổ|QCVN|TCVN|[Tt]ờ khai|[Pp]hiếu|[Bb]ảng|[Kk]ý hiệu|TCXDVN|TCN)"
    r"[\s:]*$"
)
# Symbols of contracts: HĐ, HĐKT, HĐ-MB …, not those of councils (HĐND, HĐBT, HĐTP, HĐNN).
_CONTRACT = re.compile(r"^(?:PL)?HĐ(?:KT|LĐ|MB|MBĐ|TC|TD|DV|XD|TV|HT|GK|TK|TX|CN|NT|TN|LĐTV|KTXD)?$")


def is_no_document(before: str, parsed: DocumentNumber, typed: str | None) -> bool:
    """Is the number behind `before` none of a document? `typed` is the type that was read, None for none.

    `before` ends where the number, or the `số` before it, begins.
    """
    contract = any(_CONTRACT.match(code) for code in parsed.codes[:1])
    if typed is not None:
        return typed == "Hợp đồng"
    if contract or _NEVER.search(before):
        return True
    return parsed.system != "qppl" and _WITHOUT_YEAR.search(before) is not None
