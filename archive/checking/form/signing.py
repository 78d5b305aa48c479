"""Authority, position and name of who signs (Phụ lục I, Phần I, Mục II, khoản 7), and whether they fit the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.form.rules import PARTY
from archive.checking.form.sheet import TITLES, Piece, Sheet
from archive.checking.model import Finding

_LEAD = re.compile(r"^(?P<mark>T\s*/?\s*M|K\s*/?\s*T|T\s*/?\s*L|TUQ|T/UQ|Q)(?P<dot>\s*[./]?)(?P<space>\s+)(?P<of>.+)$")
_RIGHT = {"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."}
_MEANS = {
    "TM": ("ký thay mặt tập thể", "for a collective"),
    "KT": ("ký thay người đứng đầu", "in place of the head"),
    "TL": ("ký thừa lệnh người đứng đầu", "by order of the head"),
    "TUQ": ("ký thừa ủy quyền người đứng đầu", "by authority of the head"),
    "Q": ("được giao quyền cấp trưởng", "acting head"),
}
_HEADS = re.compile(
    r"^(?:CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|TỔNG|GIÁM ĐỐC|TRƯỞNG|CHÁNH|HIỆU TRƯỞNG|VIỆN TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|"
    r"VỤ TRƯỞNG|BÍ THƯ|CHỦ NHIỆM|CHỈ HUY TRƯỞNG|THỐNG ĐỐC)"
)
_DEPUTY = re.compile(r"^(?:PHÓ|THỨ TRƯỞNG|QUYỀN PHÓ)\b|\bPHÓ\b")
_COLLECTIVE = re.compile(
    r"^(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|THƯỜNG TRỰC|BAN|CHÍNH PHỦ|QUỐC HỘI|ĐOÀN|TỔ|LIÊN|CHỦ TỌA|ĐẢNG|CẤP|HỘI|TẬP)"
)

Wrong = tuple[Piece, str, str, str, str]
"""(piece, rule, Vietnamese, English, replacement)"""


def signing_findings(sheet: Sheet) -> Iterator[Finding]:
    """What is wrong with the lines of authority and position, and with the name."""
    if sheet.draft.style == "party":
        yield from _party(sheet)
        return
    if not sheet.admin:
        return
    for piece, code, vi, en, put in [*_marks(sheet), *_fitting(sheet)]:
        yield sheet.said(code, piece.start, piece.end, vi, en, put)
    yield from _name(sheet)
    if sheet.whole and not sheet.signing and sheet.recipients_head is not None and sheet.type is not None:
        at = sheet.recipients_head
        yield sheet.said(
            "signer", at.start, at.end,
            "Thiếu quyền hạn, chức vụ và họ tên người ký ở cuối văn bản.",
            "Authority, position and name of who signs are missing at the end.",
        )  # fmt: skip


def _read(piece: Piece) -> tuple[str, str]:
    """(`KT`, `CHỦ TỊCH`) of a line of authority; ("", the whole line) of a position."""
    found = _LEAD.match(piece.text)
    if found is None:
        return "", piece.text
    return re.sub(r"[\s/]", "", found["mark"]), found["of"].strip()


def _marks(sheet: Sheet) -> Iterator[Wrong]:
    for piece in sheet.signing:
        found = _LEAD.match(piece.text)
        if found is None:
            continue
        mark, of = _read(piece)
        right = f"{_RIGHT[mark]} {of}".upper()
        if piece.text != right and re.sub(r"\s+", " ", piece.text) != right:
            yield (
                piece, "authority",
                f"Quyền hạn ghi “{right}”: chữ viết tắt in hoa, sau có dấu chấm.",
                f"The authority is “{right}”: capitals with a full stop.",
                right,
            )  # fmt: skip


def _fitting(sheet: Sheet) -> Iterator[Wrong]:
    """Each line of authority with what it names, and the position below it."""
    lines = sheet.signing
    for place, piece in enumerate(lines):
        mark, of = _read(piece)
        below = lines[place + 1] if place + 1 < len(lines) else None
        if not mark:
            continue
        means_vi, means_en = _MEANS[mark]
        if mark == "TM" and _HEADS.match(of) and not _COLLECTIVE.match(of):
            yield (
                piece, "fitting",
                f"“TM.” là {means_vi}, sau đó là tên tập thể hoặc cơ quan, không phải chức vụ “{of}”.",
                f"“TM.” is {means_en}: a collective or a body follows, not the post “{of}”.",
                "",
            )  # fmt: skip
        if mark in ("KT", "TL", "TUQ", "Q") and _COLLECTIVE.match(of) and not _HEADS.match(of):
            yield (
                piece, "fitting",
                f"“{mark}.” là {means_vi}, sau đó là chức vụ của người đứng đầu, không phải “{of}”.",
                f"“{mark}.” is {means_en}: the head's post follows, not “{of}”.",
                "",
            )  # fmt: skip
        if mark == "KT" and re.match(r"PHÓ |THỨ TRƯỞNG", of):
            head = "BỘ TRƯỞNG" if of.startswith("THỨ TRƯỞNG") else of.removeprefix("PHÓ ")
            yield (
                piece, "fitting",
                f"Sau “KT.” là chức vụ của người đứng đầu (“KT. {head}”), chức vụ cấp phó ở dòng dưới.",
                f"Behind “KT.” stands the head's post (“KT. {head}”); the deputy's is on the line below.",
                f"KT. {head}" if below is not None else f"KT. {head}\n{of}",
            )  # fmt: skip
        if mark == "KT" and _HEADS.match(of):
            position = _read(below)[1] if below is not None else ""
            if not position:
                yield (
                    piece, "fitting",
                    f"“{piece.text}” phải có chức vụ của người ký thay (cấp phó) ở dòng dưới.",
                    f"Below “{piece.text}” stands the post of the deputy who signs.",
                    "",
                )  # fmt: skip
            elif not _DEPUTY.search(position):
                assert below is not None
                yield (
                    below, "fitting",
                    f"“KT.” là ký thay người đứng đầu: người ký là cấp phó, “{position}” không phải chức vụ cấp phó.",
                    f"“KT.” is signed by a deputy; “{position}” is no deputy's post.",
                    "",
                )  # fmt: skip
        if mark in ("TL", "TUQ") and below is not None:
            position = _read(below)[1]
            if re.match(rf"^PHÓ {re.escape(of.split()[0])}", position) or position == of:
                yield (
                    below, "fitting",
                    f"“{mark}.” là {means_vi}; cấp phó của người đứng đầu ký “KT.”, không ký “{mark}.”.",
                    f"“{mark}.” is {means_en}; the head's deputy signs with “KT.”.",
                    "",
                )  # fmt: skip
    yield from _deputy_alone(sheet)
    yield from _of_body(sheet)


def _deputy_alone(sheet: Sheet) -> Iterator[Wrong]:
    """A deputy of a committee or an office who signs without `KT.`."""
    marks = {_read(piece)[0] for piece in sheet.signing}
    last = next((piece for piece in reversed(sheet.signing) if not _read(piece)[0]), None)
    if last is None or marks & {"KT", "TL", "TUQ", "Q"} or "HỘI ĐỒNG" in _issuer(sheet):
        return
    found = re.match(
        r"^PHÓ (CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|HIỆU TRƯỞNG|CHÁNH VĂN PHÒNG)", last.text
    )
    kind = "BỘ TRƯỞNG" if last.text.startswith("THỨ TRƯỞNG") else found[1] if found else ""
    if kind and not any("THƯỜNG TRỰC" in piece.text or "BAN CHỈ ĐẠO" in piece.text for piece in sheet.signing):
        yield (
            last, "fitting",
            f"Cấp phó ký thay phải ghi “KT. {kind}” ở dòng trên chức vụ.",
            f"A deputy signs below “KT. {kind}”.",
            f"KT. {kind}\n{last.text}",
        )  # fmt: skip


def _issuer(sheet: Sheet) -> str:
    names = [name for _, _, name in sheet.draft.bodies] or [piece.text for piece in sheet.bodies]
    return " ".join(names[-1:]).upper().replace("UỶ", "ỦY")


# Kind of the issuer → the words of a head's post that fit it; how it is said.
_POSTS: tuple[tuple[str, str, str], ...] = (
    (r"^(?:ỦY BAN NHÂN DÂN|UBND)", r"CHỦ TỊCH", "Chủ tịch"),
    (r"^(?:HỘI ĐỒNG NHÂN DÂN|HĐND)", r"CHỦ TỊCH|CHỦ TỌA|CHỦ TOẠ", "Chủ tịch"),
    (r"^BAN (?:PHÁP CHẾ|KINH TẾ|VĂN HÓA|DÂN TỘC|ĐÔ THỊ)", r"TRƯỞNG BAN", "Trưởng ban"),
    (r"^SỞ ", r"GIÁM ĐỐC", "Giám đốc"),
    (r"^BỘ (?!CHỈ HUY|TƯ LỆNH)", r"BỘ TRƯỞNG|THỨ TRƯỞNG", "Bộ trưởng"),
    (r"^CHI CỤC ", r"CHI CỤC TRƯỞNG", "Chi cục trưởng"),
    (r"^(?:TỔNG )?CỤC ", r"CỤC TRƯỞNG", "Cục trưởng"),
    (r"^PHÒNG ", r"TRƯỞNG PHÒNG|TRƯỞNG", "Trưởng phòng"),
    (r"^VĂN PHÒNG ", r"CHÁNH VĂN PHÒNG|CHỦ NHIỆM", "Chánh Văn phòng"),
    (r"^TRƯỜNG (?:MẦM NON|TIỂU HỌC|TRUNG HỌC|THCS|THPT|PHỔ THÔNG|ĐẠI HỌC|CAO ĐẲNG)", r"HIỆU TRƯỞNG", "Hiệu trưởng"),
    (r"^THANH TRA (?!CHÍNH PHỦ)", r"CHÁNH THANH TRA|TRƯỞNG", "Chánh Thanh tra"),
)  # fmt: skip


def _of_body(sheet: Sheet) -> Iterator[Wrong]:
    """The head for whom it is signed is the head of a body of this kind."""
    issuer = _issuer(sheet)
    fitting = next(((posts, said) for kind, posts, said in _POSTS if re.match(kind, issuer)), None)
    minutes = sheet.draft.type == "Biên bản"  # signed by who wrote them and who presided
    if fitting is None or minutes or not sheet.signing or len(sheet.signing) > 4:
        return
    posts, said = fitting
    tm = next((piece for piece in sheet.signing if _read(piece)[0] == "TM"), None)
    if tm is not None:
        of = (
            _read(tm)[1]
            .upper()
            .replace("UỶ", "ỦY")
            .replace("UBND", "ỦY BAN NHÂN DÂN")
            .replace("HĐND", "HỘI ĐỒNG NHÂN DÂN")
        )
        bodies = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN")
        own = next((each for each in bodies if issuer.startswith((each, {"ỦY": "UBND", "HỘ": "HĐND"}[each[:2]]))), "")
        other = next((each for each in bodies if each in of), "")
        if own and other and own != other:
            yield (
                tm, "fitting",
                f"Cơ quan ban hành là {issuer} nhưng ký thay mặt {of}.",
                f"The issuer is {issuer}, but it is signed for {of}.",
                "",
            )  # fmt: skip
            return
    heads = [(piece, *_read(piece)) for piece in sheet.signing if _read(piece)[0] != "TM"]
    if not heads:
        return
    piece, mark, post = heads[0]
    bare = re.sub(r"^PHÓ ", "", post)
    if re.search(posts, bare) or re.match(r"^(?:THƯ KÝ|ỦY VIÊN|KẾ TOÁN|TỔ TRƯỞNG|TRƯỞNG BAN|TRƯỞNG ĐOÀN)", bare):
        return
    deputy = "cấp phó ghi “KT.”, " if not mark else ""
    yield (
        piece, "fitting",
        f"“{post}” không phải chức vụ đứng đầu của {issuer} ({said}); {deputy}người đứng đầu đơn vị bên trong ký “TL.” "
        "rồi mới ghi chức vụ của mình.",
        f"“{post}” is not the head's post of {issuer} ({said}); the head of a unit inside signs with “TL.” first.",
        "",
    )  # fmt: skip


# Of these bodies their branch decides whether ranks and degrees stand before the name.
_WITH_TITLES = re.compile(
    r"CÔNG AN|QUÂN SỰ|QUÂN|BIÊN PHÒNG|TRƯỜNG|HỌC VIỆN|ĐẠI HỌC|BỆNH VIỆN|Y TẾ|VIỆN|KHOA HỌC|TRUNG TÂM Y|QUỐC PHÒNG"
)


def _name(sheet: Sheet) -> Iterator[Finding]:
    piece = sheet.signer
    if piece is None:
        return
    titles = TITLES.match(piece.text)
    bare = TITLES.sub("", piece.text).strip()
    if titles and bare and not _WITH_TITLES.search(_issuer(sheet)):
        yield sheet.said(
            "signer", piece.start, piece.end,
            "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu hay danh xưng.",
            "No degree, title or address stands before the name.",
            bare,
        )  # fmt: skip
    elif piece.text.isupper() and len(piece.text.split()) > 1:
        yield sheet.said(
            "signer", piece.start, piece.end,
            "Họ tên người ký là chữ in thường, đậm.", "The name is in small letters, bold.",
            piece.text.title(),
        )  # fmt: skip


_OF_THE_STATE = re.compile(r"^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|HIỆU TRƯỞNG)\b")


def _party(sheet: Sheet) -> Iterator[Finding]:
    if any(re.search(r"BAN (?:THƯỜNG VỤ|CHẤP HÀNH)|ĐẢNG ỦY", piece.text) for piece in sheet.signing):
        for piece in sheet.signing:
            if _OF_THE_STATE.match(piece.text):
                yield sheet.said(
                    "fitting", piece.start, piece.end,
                    f"“{piece.text}” không phải chức vụ của cấp ủy; ghi chức vụ trong Đảng (Bí thư, Phó Bí thư, …).",
                    f"“{piece.text}” is no post of a Party committee; the signer's Party post stands here.",
                    rule=PARTY,
                )  # fmt: skip
    for piece in sheet.signing:
        found = re.match(r"^(TM|KT|TL)\s*\.\s*(.+)$", piece.text)
        if found:
            right = f"{found[1][0]}/{found[1][1]} {found[2]}"
            yield sheet.said(
                "party_authority", piece.start, piece.end,
                f"Văn bản của Đảng ghi “{right}”.", f"In a Party document it is “{right}”.",
                right,
            )  # fmt: skip
