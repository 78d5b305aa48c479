"""Quốc hiệu, tiêu ngữ, issuing body, number and symbol (Phụ lục I, Phần I, Mục II, khoản 1 to 3)."""

from __future__ import annotations

import re

from archive.checking.form.sheet import Piece, Sheet
from archive.checking.model import Finding
from archive.document_types import TYPES, type_named

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_RIGHT_NATIONS = frozenset({NATION, NATION.replace("HÒA", "HOÀ")})
_CODE_OF = {kind.name: kind.code for kind in TYPES if kind.system == "NN" and kind.code}
_TYPE_OF = {code: name for name, code in _CODE_OF.items()}


def heading_findings(sheet: Sheet) -> list[Finding]:
    """What is wrong above place and date."""
    if sheet.draft.style == "party":
        return _party(sheet)
    found = _nation(sheet) + _motto(sheet)
    if sheet.admin:
        found += _missing(sheet) + _bodies(sheet) + _number(sheet)
    return found


def _nation(sheet: Sheet) -> list[Finding]:
    piece = sheet.nation
    if piece is None or piece.text in _RIGHT_NATIONS:
        return []
    return [
        sheet.said(
            "nation", piece.start, piece.end,
            f"Quốc hiệu phải là “{NATION}”, chữ in hoa.",
            f"The name of the state is “{NATION}”, in capitals.",
            NATION,
        )
    ]  # fmt: skip


def _motto(sheet: Sheet) -> list[Finding]:
    piece = sheet.motto
    if piece is None or piece.text == MOTTO:
        return []
    return [
        sheet.said(
            "motto", piece.start, piece.end,
            f"Tiêu ngữ phải là “{MOTTO}”: chữ in thường, chữ đầu mỗi cụm từ viết hoa, gạch nối có cách chữ.",
            f"The motto is “{MOTTO}”: small letters, each phrase with a capital, hyphens with spaces.",
            MOTTO,
        )
    ]  # fmt: skip


def _first(sheet: Sheet) -> Piece | None:
    return next((each for each in (sheet.number, sheet.dated, sheet.type) if each), None)


def _missing(sheet: Sheet) -> list[Finding]:
    """Of a whole document: quốc hiệu, tiêu ngữ, issuer."""
    first = _first(sheet)
    if not sheet.whole or first is None:
        return []
    found: list[Finding] = []
    body = sheet.bodies[0] if sheet.bodies else None
    at = min((piece for piece in (first, sheet.nation, sheet.motto) if piece), key=lambda piece: piece.start)
    lines: list[str] = []
    if sheet.nation is None:
        anchor = sheet.motto or (first if body is None or body.start > first.start else body)
        lines = [NATION] if sheet.motto else [NATION, MOTTO]
        what_vi = "Quốc hiệu" if sheet.motto else "Quốc hiệu và Tiêu ngữ"
        what_en = "the name of the state" if sheet.motto else "the name of the state and the motto"
        put = "\n".join([*lines, anchor.text])
        if not sheet.bodies and anchor is first:
            put = ""  # with the issuer, below
        found.append(
            sheet.said(
                "nation", anchor.start, anchor.end,
                f"Thiếu {what_vi} ở đầu văn bản.", f"The head lacks {what_en}.", put,
                suggestion="\n".join(lines),
            )
        )  # fmt: skip
    elif sheet.motto is None:
        piece = sheet.nation
        found.append(
            sheet.said(
                "motto", piece.start, piece.end,
                "Thiếu Tiêu ngữ dưới Quốc hiệu.", "The motto is missing below the name of the state.",
                f"{piece.text}\n{MOTTO}",
            )
        )  # fmt: skip
    if not sheet.bodies:
        name = _issuer_told(sheet)
        head = "\n".join([*lines, name, at.text]) if name and at is first else ""
        found.append(
            sheet.said(
                "issuer", at.start, at.end,
                "Thiếu tên cơ quan, tổ chức ban hành văn bản.", "The issuing body is missing.", head,
                suggestion=name,
            )
        )  # fmt: skip
    return found


def _issuer_told(sheet: Sheet) -> str:
    """The issuer in capitals, as the draft's first sentence, its symbol and its place tell it together; else ""."""
    acting = sheet.draft.acting[0][2] if sheet.draft.acting else ""
    found = re.fullmatch(r"(Ủy ban nhân dân|Hội đồng nhân dân) (xã|phường|thị trấn|đặc khu)( .+)?", acting)
    place = sheet.dated.text.split(",")[0].strip() if sheet.dated and "," in sheet.dated.text else ""
    organ = {"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND"}
    if found is None or not place or sheet.draft.organ != organ[found[1]]:
        return ""
    name = (found[3] or "").strip() or place
    return f"{found[1]}\n{found[2]} {name}".upper() if name == place else ""


_BODY_WORDS = re.compile(r"(?<!\w)(UBND|HĐND|UBMTTQ|CA|TT)(?!\w)")
_FULL = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN"}


def _bodies(sheet: Sheet) -> list[Finding]:
    found: list[Finding] = []
    for piece in sheet.bodies:
        if not piece.text.isupper():
            found.append(
                sheet.said(
                    "issuer", piece.start, piece.end,
                    "Tên cơ quan, tổ chức ban hành và cơ quan chủ quản phải là chữ in hoa.",
                    "The issuing body and its parent are in capitals.",
                    piece.text.upper(),
                )
            )  # fmt: skip
    issuers = [name for _, _, name in sheet.draft.bodies]
    if len(issuers) == 1 and sheet.bodies:
        piece = sheet.bodies[0]
        short = _BODY_WORDS.match(piece.text)
        if short and short[1] in _FULL:
            full = _FULL[short[1]] + piece.text[short.end() :]
            found.append(
                sheet.said(
                    "issuer", piece.start, piece.end,
                    "Tên cơ quan ban hành phải ghi đầy đủ; chỉ tên cơ quan chủ quản được viết tắt.",
                    "The issuing body is written in full; only its parent may be abbreviated.",
                    full,
                )
            )  # fmt: skip
    return found


NUMBER = re.compile(
    r"^(?P<word>Số|SỐ|số)(?P<colon>\s*[:.]?)(?P<space>\s*)(?P<seq>\d{1,5}[a-zđ]?|[.…_ ]*)(?P<gap1>\s*)"
    r"(?P<slash>[/-])(?P<gap2>\s*)(?P<symbol>[\w&ĐđƯư]+(?:\s*[-/]\s*[\wĐđƯư&]+)*)\s*$"
)


def _number(sheet: Sheet) -> list[Finding]:
    piece = sheet.number
    if piece is None:
        if sheet.whole and sheet.type is not None and type_named(sheet.type.text) != "Biên bản":
            at = sheet.type
            return [
                sheet.said(
                    "number", at.start, at.end,
                    "Thiếu số, ký hiệu của văn bản (kể cả khi số chờ Văn thư cấp, vẫn ghi “Số:      /…”).",
                    "The number and symbol are missing (also while the registry has yet to give the number).",
                )
            ]  # fmt: skip
        return []
    read = NUMBER.match(piece.text)
    if read is None:
        return []
    wrong_vi: list[str] = []
    wrong_en: list[str] = []
    if read["word"] != "Số" or read["colon"] != ":":
        wrong_vi.append("ghi “Số:” (chữ in thường, liền sau là dấu hai chấm)")
        wrong_en.append("“Số:” in small letters, a colon right behind it")
    seq = read["seq"].strip(" .…_")
    if seq.isdigit() and len(seq) == 1:
        wrong_vi.append("số nhỏ hơn 10 thêm số 0 phía trước")
        wrong_en.append("numbers below 10 have a 0 in front")
    symbol = re.sub(r"\s*([-/])\s*", r"\1", read["symbol"])
    apart = symbol != read["symbol"] or (seq and read["gap1"]) or read["gap2"]
    if apart:
        wrong_vi.append("không cách chữ quanh dấu (/) và (-)")
        wrong_en.append("no spaces round (/) and (-)")
    if read["slash"] == "-":
        wrong_vi.append("giữa số và ký hiệu là dấu gạch chéo (/)")
        wrong_en.append("a slash between number and symbol")
    fixed, told_vi, told_en, code = _symbol(sheet, symbol)
    put = ""
    if wrong_vi or told_vi:
        shown = (f"0{seq}" if len(seq) == 1 else seq) if seq else read["seq"]
        put = f"Số: {shown}/{fixed}"
    found: list[Finding] = []
    if wrong_vi:
        found.append(
            sheet.said(
                "number", piece.start, piece.end,
                f"Số, ký hiệu ghi chưa đúng: {'; '.join(wrong_vi)}.",
                f"The number is not written as it should be: {'; '.join(wrong_en)}.",
                put,
            )
        )  # fmt: skip
    if told_vi:
        found.append(sheet.said(code, piece.start, piece.end, told_vi, told_en, put if fixed != symbol else ""))
    return found


def _symbol(sheet: Sheet, symbol: str) -> tuple[str, str, str, str]:
    """(the symbol as it should be, what is wrong in Vietnamese and English, the rule); "" where all is well."""
    kind = type_named(sheet.type.text) if sheet.type else None
    year = re.match(r"(?:19|20)\d\d/", symbol)
    head, _, rest = symbol.partition("-")
    wanted = _CODE_OF.get(kind or "", "")
    if year and kind in _CODE_OF and kind not in ("Nghị quyết", "Quyết định", "Chỉ thị"):
        fixed = symbol[year.end() :]
        return (
            fixed,
            "Ký hiệu của văn bản hành chính không ghi năm; năm chỉ có trong số của văn bản quy phạm pháp luật.",
            "The symbol of an administrative document has no year; only legal normative ones have.",
            "symbol",
        )
    cut = re.fullmatch(r"(?P<code>[A-ZĐa-zđ]{2,3})/(?P<of>[A-ZĐ]{2,}(?:-[A-ZĐ]+)*)", symbol)
    if cut and cut["code"] in _TYPE_OF and sheet.type is not None:
        return (
            f"{cut['code']}-{cut['of']}",
            "Giữa các nhóm chữ viết tắt trong ký hiệu là dấu gạch nối (-).",
            "Between the groups of a symbol stands a hyphen (-).",
            "number",
        )
    if not rest and symbol in _TYPE_OF and sheet.type is not None:
        return (
            symbol,
            "Ký hiệu thiếu chữ viết tắt tên cơ quan ban hành sau tên loại văn bản.",
            "The symbol lacks the sign of the issuing body behind that of the type.",
            "symbol",
        )
    if wanted and rest and head != wanted:
        return (
            f"{wanted}-{rest}",
            f"Chữ viết tắt của {kind} là “{wanted}”, không phải “{head}”.",
            f"The code of this type is “{wanted}”, not “{head}”.",
            "type_code",
        )
    if sheet.letter and head.upper() in ("CV", "CVĂN") and rest:
        return (
            rest,
            "Công văn không có chữ viết tắt tên loại: ký hiệu gồm tên cơ quan và đơn vị soạn thảo hoặc lĩnh vực.",
            "A letter has no code of a type: its symbol is the issuing body and the drafting unit or field.",
            "symbol",
        )
    if re.search(r"(?<!\w)[a-zđ]\w*", symbol):
        return symbol.upper(), "Ký hiệu của văn bản là chữ in hoa.", "The symbol is in capitals.", "number"
    return _organ(sheet, symbol, head, rest)


_ORGANS = (
    (re.compile(r"^[ỦU][YỶ] BAN NHÂN DÂN|^UỶ BAN NHÂN DÂN"), "UBND"),
    (re.compile(r"^HỘI ĐỒNG NHÂN DÂN"), "HĐND"),
)


def _organ(sheet: Sheet, symbol: str, head: str, rest: str) -> tuple[str, str, str, str]:
    """Does the symbol name the issuer? Only of councils and committees, whose sign is the same everywhere."""
    issuer = sheet.draft.issuer or (sheet.bodies[-1].text if sheet.bodies else "")
    organ = next((sign for pattern, sign in _ORGANS if pattern.match(issuer)), "")
    if not organ or not rest:
        return symbol, "", "", ""
    sign = rest if head in _TYPE_OF else head
    named = next((each for each in ("UBND", "HĐND") if each in sign), "")
    if named == organ or (
        not named and organ in ("UBND", "HĐND") and sign in ("CT", "CTUBND", "BPC", "BKTXH", "BVHXH")
    ):
        return symbol, "", "", ""
    fixed = symbol.replace(named, organ) if named else symbol
    return (
        fixed,
        f"Ký hiệu không có chữ viết tắt “{organ}” của cơ quan ban hành ({issuer.split(chr(10))[0]}).",
        f"The symbol does not have “{organ}”, the sign of the issuing body.",
        "symbol",
    )


def _party(sheet: Sheet) -> list[Finding]:
    """Of Party documents: no quốc hiệu, `Số 04-NQ/ĐU` without a colon, `ĐẢNG CỘNG SẢN VIỆT NAM`."""
    found: list[Finding] = []
    for piece in (sheet.nation, sheet.motto):
        if piece is not None and sheet.party is None:
            is_nation = piece is sheet.nation
            found.append(
                sheet.said(
                    "party_head", piece.start, piece.end,
                    "Văn bản của Đảng ghi tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”, không ghi Quốc hiệu, Tiêu ngữ.",
                    "A Party document is headed “ĐẢNG CỘNG SẢN VIỆT NAM”, not with the name of the state and motto.",
                    "ĐẢNG CỘNG SẢN VIỆT NAM" if is_nation else "",
                )
            )  # fmt: skip
            break
    if sheet.party is None and sheet.nation is None and sheet.whole and sheet.number is not None:
        piece = sheet.number
        found.append(
            sheet.said(
                "party_head", piece.start, piece.end,
                "Thiếu tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”.", "The head “ĐẢNG CỘNG SẢN VIỆT NAM” is missing.",
            )
        )  # fmt: skip
    number = sheet.number
    if number is not None:
        read = re.match(r"^(Số|SỐ|số)(\s*[:.])?\s*(\d{0,5}[a-z]?|[.…_ ]*)\s*([-/])\s*(.+)$", number.text)
        if read:
            parts = re.split(r"\s*[-/]\s*", read[5].strip(), maxsplit=1)
            seq = f"0{read[3]}" if len(read[3]) == 1 and read[3].isdigit() else read[3].strip()
            right = f"Số {seq}-{'/'.join(parts)}" if len(parts) == 2 else number.text
            if re.sub(r"\s+", " ", number.text) != re.sub(r"\s+", " ", right):
                found.append(
                    sheet.said(
                        "party_number", number.start, number.end,
                        f"Số, ký hiệu văn bản của Đảng ghi “{right}”: không có dấu hai chấm, gạch nối rồi tên loại, "
                        "gạch chéo rồi cơ quan.",
                        f"The number of a Party document is “{right}”: no colon, a hyphen and the type, a slash and "
                        "the body.",
                        right,
                    )
                )  # fmt: skip
    return found
