"""Wording of citations and legal bases under Nghị định 30/2020/NĐ-CP, Phụ lục I (Căn cứ, Viện dẫn) and Phụ lục
II (capitals).

- A basis gives type, number, date, issuer and subject; laws and ordinances carry neither number nor issuer:
  `Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;`.
- A document cited for the first time is cited in full, afterwards by type and number (laws: type and name).
- Days below 10 and months 1 and 2 carry a zero, numbers below 10 too; Phần, Chương, Mục, Tiểu mục, Điều are
  capitalised, khoản and điểm are not.

What a record does not hold is left out, never made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from archive.agencies import canonical_issuer
from archive.dates import format_long
from archive.document_types import rank
from archive.folding import fold_for_comparison
from archive.numbers import parse_number
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.titles_compared import TYPE_LEAD, title_certain, title_read

__all__ = [
    "basis_block", "basis_line", "basis_place", "full_citation", "gives_power", "issuer_worded", "law_name",
    "may_give_power", "number_worded", "order_bases", "pinpoint_wording", "short_citation", "small_start",
    "subject_worded",
]  # fmt: skip

LAWS = frozenset({"Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh"})
_LAW_LEADS = ("hiến pháp", "bộ luật", "luật", "pháp lệnh")

# Titles that go on from the issuer without `về`: verbs of what the document does.
_VERBS = (
    "quy định", "ban hành", "phê duyệt", "sửa đổi", "bổ sung", "hướng dẫn", "bãi bỏ", "thay thế", "công bố", "hợp nhất",
    "đính chính", "điều chỉnh", "quy hoạch chi tiết", "tháo gỡ", "kéo dài", "thành lập", "kiện toàn", "giao",
    "phân công", "phân cấp", "uỷ quyền", "một số vấn đề",
)  # fmt: skip
_VERBS_FOLDED = tuple(fold_for_comparison(verb) for verb in _VERBS)

# First words of a bare title that are a name and keep their capital, in front of a small letter too.
_NAME_PHRASES = tuple(
    fold_for_comparison(name)
    for name in (
        "Pháp lệnh", "Hiến pháp", "Bộ luật", "Nghị quyết", "Nghị định", "Chỉ thị", "Quy chế", "Thông tư",
        "Quyết định số", "Chương trình", "Đề án", "Chiến lược", "Điều lệ", "Danh mục", "Bảng danh mục", "Đảng",
        "Nhà nước", "Quốc hội", "Chính phủ", "Mặt trận Tổ quốc", "Thủ tướng", "Hội đồng nhân dân",
        "Ủy ban nhân dân", "Luật",
    )
)  # fmt: skip
_ABOUT = re.compile(r"^(về việc|về)\s+", re.IGNORECASE)
_SEQ = re.compile(r"^(\d)(?=[/-])")


def full_citation(record: Record, pinpoint: str = "") -> str:
    """The citation as a legal basis and the first mention give it, e.g. `Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm
    2020 của Chính phủ về công tác văn thư`; a law by name and date. `pinpoint` is a path (`dieu:5/khoan:2`).

    The Nghị định lets a law be cited in running text by its name alone, as `short_citation` has it; the full form keeps
    the date, because only the date tells two laws of one name apart.
    """
    if record.type in LAWS:
        parts = [law_name(record), format_long(record.issued) if record.issued else ""]
    else:
        issuer = issuer_worded(record)
        parts = [
            record.type,
            f"số {number_worded(record.number)}" if record.number else "",
            format_long(record.issued) if record.issued else "",
            f"của {issuer}" if issuer else "",
            subject_worded(record),
        ]
    return placed(pinpoint, " ".join(part for part in parts if part))


def short_citation(record: Record, pinpoint: str = "") -> str:
    """Type and number (`Nghị định số 30/2020/NĐ-CP`), type and name for a law; the full form where no number."""
    if record.type in LAWS:
        return placed(pinpoint, law_name(record))
    if not record.number:
        return full_citation(record, pinpoint)
    return placed(pinpoint, f"{record.type} số {number_worded(record.number)}".strip())


def basis_line(record: Record) -> str:
    """One line of the opening block: `Căn cứ …;`."""
    return f"Căn cứ {full_citation(record)};"


def basis_block(records: Sequence[Record], last: str = ".") -> str:
    """The lines of the opening block in the given order (see `order_bases`), each ended by `;`, the last by `last`.

    `last` is `.` (Nghị định 30/2020/NĐ-CP, Phụ lục I); pass `;` where a line such as `Theo đề nghị của …` follows.
    """
    lines = [f"Căn cứ {full_citation(record)}" for record in records]
    return (
        "\n".join(f"{line};" for line in lines[:-1])
        + ("\n" if len(lines) > 1 else "")
        + (f"{lines[-1]}{last}" if lines else "")
    )


def order_bases(records: Iterable[Record], *, party_first: bool = False) -> list[Record]:
    """The records in the order in which a document names its bases.

    1. What gives the power to issue: Hiến pháp, the laws on organisation with what amends them, regulations of
       functions and tasks, the Party's charter.
    2. What the content rests on: legal documents by rank (Điều 4 Luật 64/2025/QH15); then Party documents, whose line
       the administrative documents after them carry out; then administrative documents by rank.

    Inside one rank the older comes first; records equal in all this keep their order. A Party body puts Party documents
    before the State's in both groups (`party_first`): that is its custom, no rule of Nghị định 30/2020/NĐ-CP.
    """
    return sorted(records, key=lambda record: basis_place(record, party_first))


def basis_place(record: Record, party_first: bool) -> tuple[int, int, int, date]:
    """The key by which `order_bases` sorts."""
    place = rank(record.type, record.issuer, record.number)
    # Directives of the Prime Minister and of provinces were legal documents while their numbers carried a year.
    legal = place < min(_PARTY_RANKS) or (place > max(_PARTY_RANKS) and _carries_year(record.number))
    party = place in _PARTY_RANKS
    group = 0 if legal else 1 if party else 2
    if party_first:
        group = 0 if party else 1
    return 0 if _gives_power(record) else 1, group, place, record.issued or date.max


# As `document_types.rank` numbers them: legal documents below, administrative ones above.
_PARTY_RANKS = range(40, 60)


def _carries_year(number: str) -> bool:
    parsed = parse_number(number) if number else None
    return parsed is not None and parsed.system == "qppl"


def _folded(*phrases: str) -> tuple[str, ...]:
    return tuple(fold_for_comparison(phrase) for phrase in phrases)


# How the names of documents begin that set up a body and give it its powers.
_POWER = _folded(
    "tổ chức chính quyền", "tổ chức chính phủ", "tổ chức quốc hội", "tổ chức hội đồng nhân dân", "tổ chức tòa án",
    "tổ chức viện kiểm sát", "sửa đổi, bổ sung một số điều của luật tổ chức", "chức năng, nhiệm vụ, quyền hạn",
    "quy định chức năng, nhiệm vụ, quyền hạn", "về chức năng, nhiệm vụ, quyền hạn",
    "quy định về chức năng, nhiệm vụ, quyền hạn", "điều lệ đảng", "quy định thi hành điều lệ đảng",
    "quy định tổ chức các cơ quan chuyên môn", "quy định tổ chức cơ quan chuyên môn", "quy chế làm việc",
    "ban hành quy chế làm việc", "về việc ban hành quy chế làm việc",
)  # fmt: skip
_MTTQ = fold_for_comparison("Mặt trận Tổ quốc Việt Nam")


def _gives_power(record: Record) -> bool:
    return gives_power(record.type, record.title)


def gives_power(type_name: str, title: str) -> bool:
    """The document sets up a body or gives it its powers, as its type or the beginning of its title says."""
    if type_name in {"Hiến pháp", "Điều lệ Đảng"}:
        return True
    name = fold_for_comparison(_without_law_word(title_read(title)))
    return name.startswith(_POWER) or (type_name == "Luật" and name == _MTTQ)


# What speaks of somebody's powers anywhere in a title, in the spelling of `fold_for_comparison`.
_OF_POWER = re.compile(
    r"chức năng|quyền hạn|thẩm quyền|quy chế làm việc|quy chế hoạt động|điều lệ|phân cấp|phân công|uỷ quyền|kiện toàn"
    r"|thành lập|sáp nhập|sắp xếp|chuyển giao|(?<!bộ máy )tổ chức(?! thực hiện| thi hành| triển khai)"
)


def may_give_power(type_name: str, title: str) -> bool:
    """The document may well be named for the power it gives, whatever its rank; so is one whose title is not known."""
    folded = fold_for_comparison(title_read(title))
    return not folded or gives_power(type_name, title) or _OF_POWER.search(folded) is not None


def law_name(record: Record) -> str:
    """`Luật Lưu trữ`, whether the title repeats the type word or not."""
    title = title_read(record.title)
    if not title:
        number = f" số {number_worded(record.number)}" if record.number else ""
        return f"{record.type}{number}"
    # The word boundary keeps `Luật` from being seen in a title such as `Luật sư` (whose law is `Luật Luật sư`).
    folded = fold_for_comparison(title)
    if folded.startswith(_LAW_LEADS) and not folded.startswith("luật sư"):
        return title
    return f"{record.type} {title[:1].upper()}{title[1:]}"


def _without_law_word(title: str) -> str:
    return re.sub(r"^(?:bộ luật|luật|pháp lệnh)\s+", "", title, flags=re.IGNORECASE)


def number_worded(number: str) -> str:
    """The number as it is written out: a lone digit in front gets its zero (`05/2025/TT-BNV`)."""
    return _SEQ.sub(r"0\1", number)


def issuer_worded(record: Record) -> str:
    """Full names of the issuers, joint ones joined as in a sentence: `Bộ Nội vụ và Văn phòng Chính phủ`."""
    names = [canonical_issuer(name.strip()) or name.strip() for name in record.issuer.split(";") if name.strip()]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}" if names else ""


def subject_worded(record: Record) -> str:
    """The subject as it follows the issuer: `về công tác văn thư`, `quy định chi tiết …`; "" where the record's title
    was not read or its wording is not verified."""
    if not title_certain(record.title):
        return ""
    title = TYPE_LEAD.sub("", title_read(record.title).strip().rstrip(".;,"), count=1)
    if not title:
        return ""
    about = _ABOUT.match(title)
    if about:
        return f"{about[1].lower()} {title[about.end() :]}"
    folded = fold_for_comparison(title)
    if folded.startswith(_VERBS_FOLDED):
        return _lowered(title)
    return f"về {small_start(title)}"


def _lowered(title: str) -> str:
    """With a small first letter; a title all in capitals is left as it is, for its names cannot be told."""
    return title if title.isupper() else f"{title[:1].lower()}{title[1:]}"


def small_start(title: str) -> str:
    """A title inside a sentence: small first letter, unless it begins with a name."""
    first, _, rest = title.partition(" ")
    second = rest[:1]
    a_name = first.isupper() and len(first) > 1
    a_name = a_name or (first[:1].isupper() and second.isupper() and second.isalpha())
    a_name = a_name or fold_for_comparison(title).startswith(_NAME_PHRASES)
    return title if a_name else _lowered(title)


def placed(pinpoint: str, citation: str) -> str:
    """The citation of a document with the place in it in front, as `full_citation` and `short_citation` have it."""
    place = pinpoint_wording(pinpoint)
    return f"{place} {citation}" if place else citation
