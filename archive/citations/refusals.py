"""What looks like a document number and is none: contracts, houses, plots, accounts, invoices, telephones, forms.

Precision comes first: a contract `15/2024/HĐ-KT` has the very shape of a document number and names nothing that an
archive holds under its numbers.
"""

from __future__ import annotations

import re

from archive.agency_codes import agency
from archive.number_parsing import DocumentNumber

# Behind these words no number is one of a document, whatever its shape.
_NEVER = re.compile(
    r"(?<!\w)(?:[Hh]ợp đồng(?:\s+[^\W\d_]+){0,4}|HĐ(?:LĐ|KT|TC|MB|TD)?|[Nn]hà|[Ss]ố nhà|[Cc]ăn hộ|[Tt]hửa(?: đất)?"
    r"|[Tt]ờ bản đồ|[Bb]ản đồ địa chính|[Tt]ài khoản|STK|[Bb]iên lai|[Hh](?:óa|oá) đơn|[Ss]éc|[Vv]ận đơn|CCCD|CMND"
    r"|[Pp]hiếu (?:thu|chi|nhập|xuất|nhập kho|xuất kho|cân|bảo hành)|[Uu]ỷ nhiệm chi|[Ủủ]y nhiệm chi|[Ss]ố khung"
    r"|[Ss]ố máy|[Ss]eri|[Gg]iấy phép lái xe|[Ss]ổ (?:hộ khẩu|đỏ|tiết kiệm)|[Bb]ản án(?:\s+[^\W\d_]+){0,3})[\s:]*$"
)
# Behind these only numbers count whose symbol names a type and a body that are known: `đường 12/2020/NQ-HĐND` may end
# a title.
_SELDOM = re.compile(
    r"(?<!\w)(?:[Tt]hỏa thuận hợp tác|[Nn]gõ|[Nn]gách|[Hh]ẻm|[Kk]iệt|[Đđ]ường|[Pp]hố|[Pp]hòng|[Tt]ầng|[Tt]òa nhà|TK"
    r"|[Ll]ô(?: đất)?|[Ôô](?: đất)?|[Tt]ờ khai(?: hải quan)?|[Đđ]iện thoại|ĐT|[Ff]ax|[Dd]i động|[Mm]áy|[Hh]otline"
    r"|[Tt]ổng đài|[Cc]ăn cước(?: công dân)?|[Cc]hứng minh nhân dân|[Hh]ộ chiếu|[Bb]iển(?: kiểm soát)?|[Tt]hẻ"
    r"|[Mm]ã(?: số(?: thuế| hồ sơ)?| hồ sơ| hàng)?|[Hh]ộp thư|[Gg]ói thầu|[Vv]ụ án|[Bb]ằng(?: tốt nghiệp)?"
    r"|[Cc]hứng chỉ|[Vv]é|[Gg]iấy giới thiệu|[Ss]ổ (?:bảo hiểm|lưu|đăng ký)|[Bb]ản vẽ|[Kk]iốt|[Kk]m|[Qq]uốc lộ"
    r"|[Tt]ỉnh lộ|[Tt]uyến|[Tt]rạm|[Cc]ầu|[Cc]ột|[Kk]ênh|[Tt]ập|[Tt]rang|[Hh]ồ sơ|[Đđ]ơn hàng)[\s:]*$"
)
# Behind these only a number that carries a year is taken for a document's: `Mẫu 01/CK`, but `Biểu 12/2018/TT-BTC`.
_WITHOUT_YEAR = re.compile(
    r"(?:[Mm]ẫu|[Bb]iểu|[Bb]iểu mẫu|[Pp]hụ lục|[Ss]ổ|QCVN|TCVN|[Tt]ờ khai|[Pp]hiếu|[Bb]ảng|[Kk]ý hiệu|TCXDVN|TCN)"
    r"[\s:]*$"
)
_ASSEMBLY = re.compile(r"(?:UBTV)?QHH?\d|UBTVQH")
# Symbols of contracts: HĐ, HĐKT, HĐ-MB …, not those of councils (HĐND, HĐBT, HĐTP, HĐNN).
_CONTRACT = re.compile(r"^(?:PL)?HĐ(?:KT|LĐ|MB|MBĐ|TC|TD|DV|XD|TV|HT|GK|TK|TX|CN|NT|TN|LĐTV|KTXD)?$")


def is_no_document(before: str, parsed: DocumentNumber, typed: str | None) -> bool:
    """Is the number behind `before` none of a document? `typed` is the type that was read, None for none.

    `before` ends where the number, or the `số` before it, begins.
    """
    if any(_ASSEMBLY.match(code) for code in parsed.codes):
        # `… theo hợp đồng số 69/2020/QH14`: the end of a law's title; nobody else numbers so.
        return False
    if typed is not None:
        return typed == "Hợp đồng"
    if _CONTRACT.match(parsed.codes[0]) or _NEVER.search(before):
        return True
    if _SELDOM.search(before):
        return parsed.system != "qppl" or not _is_known(parsed)
    return parsed.system != "qppl" and _WITHOUT_YEAR.search(before) is not None


def _is_known(parsed: DocumentNumber) -> bool:
    return bool(parsed.type_code) and agency(parsed.body.split("-")[0]) is not None
