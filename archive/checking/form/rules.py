"""The rules of form by key: what each is called, and the place in the decree that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

_DECREE = "Nghị định 30/2020/NĐ-CP"
_I = f"{_DECREE}, Phụ lục I, Phần I"
_II = f"{_DECREE}, Phụ lục II"
_MODELS = f"{_DECREE}, Phụ lục III, Mục II"
PARTY = "Hướng dẫn 05-HD/VPTW ngày 27/5/2026"
"""The layout of Party documents; the decree does not bind them."""
_CALENDAR = "dương lịch"


@dataclass(frozen=True)
class FormRule:
    """`verdict` is that of its findings; `place` where it stands; `vi` and `en` its name."""

    verdict: str
    place: str
    vi: str
    en: str


def _rule(verdict: str, place: str, vi: str, en: str) -> FormRule:
    return FormRule(verdict, place, vi, en)


RULES: dict[str, FormRule] = {
    # every page
    "paper": _rule("layout", f"{_I}, Mục I, khoản 1", "Khổ giấy A4", "Paper A4"),
    "orientation": _rule("layout", f"{_I}, Mục I, khoản 2", "Trình bày theo chiều dài khổ giấy", "Portrait"),
    "margins": _rule("layout", f"{_I}, Mục I, khoản 3", "Định lề trang", "Margins"),
    "font": _rule("layout", f"{_I}, Mục I, khoản 4", "Phông chữ Times New Roman, màu đen", "Times New Roman, black"),
    "page_number": _rule("layout", f"{_I}, Mục I, khoản 7", "Số trang", "Page numbers"),
    # look of each element
    "size": _rule("layout", f"{_I}, Mục V", "Cỡ chữ của từng thành phần", "Size of letters of each element"),
    "weight": _rule("layout", f"{_I}, Mục V", "Kiểu chữ đứng, nghiêng, đậm của từng thành phần", "Weight and slope"),
    "placing": _rule("layout", f"{_I}, Mục IV", "Vị trí, canh giữa của từng thành phần", "Place of each element"),
    "motto_rule": _rule("layout", f"{_I}, Mục II, khoản 1 điểm b", "Đường kẻ dưới Tiêu ngữ", "Line below the motto"),
    "issuer_rule": _rule(
        "layout", f"{_I}, Mục II, khoản 2 điểm b", "Đường kẻ dưới tên cơ quan ban hành", "Line below the issuer"
    ),
    "title_rule": _rule("layout", f"{_I}, Mục II, khoản 5 điểm b", "Đường kẻ dưới trích yếu", "Line below the title"),
    "body_layout": _rule(
        "layout", f"{_I}, Mục II, khoản 6 điểm e", "Canh lề, lùi đầu dòng, giãn dòng của nội dung", "Layout of the text"
    ),
    "heading_layout": _rule(
        "layout", f"{_I}, Mục II, khoản 6 điểm đ", "Trình bày phần, chương, mục, điều", "Layout of headings"
    ),
    # head
    "nation": _rule("element", f"{_I}, Mục II, khoản 1 điểm a", "Quốc hiệu", "Name of the state"),
    "motto": _rule("element", f"{_I}, Mục II, khoản 1 điểm b", "Tiêu ngữ", "Motto"),
    "issuer": _rule("element", f"{_I}, Mục II, khoản 2", "Tên cơ quan, tổ chức ban hành", "Issuing body"),
    "number": _rule("element", f"{_I}, Mục II, khoản 3 điểm c", "Cách ghi số, ký hiệu", "Number and symbol"),
    "symbol": _rule("element", f"{_I}, Mục II, khoản 3 điểm b", "Ký hiệu của văn bản", "Symbol"),
    "type_code": _rule(
        "element", f"{_DECREE}, Phụ lục III, Mục I", "Chữ viết tắt tên loại văn bản", "Code of the type"
    ),
    "place": _rule("element", f"{_I}, Mục II, khoản 4 điểm a", "Địa danh", "Place"),
    "dated": _rule("element", f"{_I}, Mục II, khoản 4 điểm b và c", "Thời gian ban hành", "Date"),
    "type": _rule("element", f"{_I}, Mục II, khoản 5", "Tên loại văn bản", "Type"),
    "subject": _rule("element", f"{_I}, Mục II, khoản 5 điểm b", "Trích yếu nội dung", "Title"),
    "addressed": _rule("element", f"{_I}, Mục II, khoản 9 điểm d", "Kính gửi", "Addressees"),
    "lead_out": _rule("element", f"{_MODELS}, Mẫu 1.1 đến 1.3", "Thẩm quyền, “QUYẾT ĐỊNH:”", "Line of decision"),
    # text
    "order": _rule(
        "numbering", f"{_I}, Mục II, khoản 6 điểm đ", "Thứ tự phần, chương, mục, điều, khoản, điểm", "Order of parts"
    ),
    "numeral": _rule(
        "numbering", f"{_I}, Mục II, khoản 6 điểm đ", "Cách đánh số phần, chương, điều, khoản, điểm", "Style of numbers"
    ),
    "ending": _rule("element", f"{_MODELS}, Mẫu 1.1 đến 1.10", "Kết thúc nội dung bằng “./.”", "End of the text"),
    "gap": _rule("gap", f"{_DECREE}, Điều 8", "Chỗ chưa điền", "Gap not filled in"),
    "sentence": _rule("capitals", f"{_II}, Mục I", "Viết hoa đầu câu", "Capital at the beginning of a sentence"),
    "place_name": _rule("capitals", f"{_II}, Mục III", "Viết hoa tên địa lý", "Capitals of places"),
    "body_name": _rule("capitals", f"{_II}, Mục IV", "Viết hoa tên cơ quan, tổ chức", "Capitals of bodies"),
    "special_noun": _rule(
        "capitals", f"{_II}, Mục V, khoản 1 và 4", "Viết hoa Nhân dân, Nhà nước, Đảng", "Special nouns"
    ),
    "post": _rule("capitals", f"{_II}, Mục V, khoản 3", "Viết hoa tên chức vụ", "Capitals of posts"),
    "holiday": _rule(
        "capitals", f"{_II}, Mục V, khoản 5 và 8", "Viết hoa ngày lễ, ngày tết, thứ", "Holidays, weekdays"
    ),
    "document_name": _rule(
        "capitals", f"{_II}, Mục V, khoản 6", "Viết hoa tên loại, tên văn bản", "Names of documents"
    ),
    "reference": _rule(
        "capitals", f"{_II}, Mục V, khoản 7", "Viết hoa khi viện dẫn điều, khoản, điểm", "Capitals of references"
    ),
    "figures": _rule(
        "expression",
        "thông lệ viết số: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân",
        "Cách viết số",
        "Figures",
    ),
    # end
    "authority": _rule("element", f"{_I}, Mục II, khoản 7 điểm b", "Cách ghi quyền hạn của người ký", "Authority"),
    "signer": _rule("element", f"{_I}, Mục II, khoản 7 điểm c", "Họ tên, chức vụ của người ký", "Name and post"),
    "fitting": _rule(
        "unfit_title", f"{_I}, Mục II, khoản 7 điểm b và c", "Quyền hạn, chức vụ hợp với cơ quan", "Post that fits"
    ),
    "recipients": _rule("element", f"{_I}, Mục II, khoản 9 điểm d", "Nơi nhận", "Recipients"),
    "annex": _rule("element", f"{_I}, Mục III, khoản 1", "Phụ lục", "Annexes"),
    # Party documents
    "party_number": _rule("element", PARTY, "Số, ký hiệu văn bản của Đảng", "Number of a Party document"),
    "party_head": _rule("element", PARTY, "Tiêu đề văn bản của Đảng", "Head of a Party document"),
    "party_authority": _rule("element", PARTY, "Quyền hạn ký văn bản của Đảng", "Authority in a Party document"),
    # names and dates
    "no_such_day": _rule("wrong_date", _CALENDAR, "Ngày không có thật", "Day that does not exist"),
    "weekday": _rule("wrong_date", _CALENDAR, "Thứ không khớp ngày", "Weekday that does not match"),
    "signed_before": _rule(
        "wrong_date", f"{_I}, Mục II, khoản 4 điểm b", "Ngày ký trước văn bản viện dẫn", "Signed before"
    ),
    "period": _rule("wrong_date", _CALENDAR, "Khoảng thời gian ngược", "Period that runs backwards"),
    "body_ended": _rule(
        "ended_body", "lịch tên cơ quan, đơn vị hành chính", "Cơ quan, địa bàn đã kết thúc", "Body ended"
    ),
}
"""Key → rule. Findings carry the key as `code` and the place as `rule`."""
