"""Type, title, addressees, and the line of decision (Phụ lục I, Phần I, Mục II, khoản 5 and 9; Phụ lục III)."""

from __future__ import annotations

import re

from archive.checking.form.heading import NUMBER
from archive.checking.form.sheet import Sheet
from archive.checking.model import Finding
from archive.document_types import TYPES, type_named

_TYPE_OF = {kind.code: kind.name for kind in TYPES if kind.system == "NN" and kind.code}
# These have no title of their own below the type.
_WITHOUT_TITLE = frozenset(
    {"Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Giấy ủy quyền", "Hợp đồng"}
)


def titling_findings(sheet: Sheet) -> list[Finding]:
    """What is wrong with type, title, addressees and the line of decision of an administrative document."""
    if not sheet.admin:
        return []
    return _type(sheet) + _subject(sheet) + _letter(sheet) + _addressed(sheet) + _decision(sheet)


def _type(sheet: Sheet) -> list[Finding]:
    piece = sheet.type
    if piece is not None:
        if piece.text.isupper() and piece.text[-1:] in ":.;,":
            return [
                sheet.said(
                    "type", piece.start, piece.end,
                    "Sau tên loại văn bản không có dấu câu.", "There is no mark behind the type.",
                    piece.text.rstrip(" :.;,"),
                )
            ]  # fmt: skip
        if piece.text.isupper():
            return []
        return [
            sheet.said(
                "type", piece.start, piece.end,
                "Tên loại văn bản phải là chữ in hoa.", "The type is in capitals.", piece.text.upper(),
            )
        ]  # fmt: skip
    number = sheet.number
    read = NUMBER.match(number.text) if number else None
    code = read["symbol"].split("-")[0].strip() if read else ""
    if not (sheet.whole and number is not None and code in _TYPE_OF and "-" in number.text):
        return []
    name = _TYPE_OF[code]
    return [
        sheet.said(
            "type", number.start, number.end,
            f"Thiếu tên loại văn bản “{name.upper()}” (ký hiệu {code}) trên trích yếu.",
            f"The type “{name.upper()}” (code {code}) above the title is missing.",
        )
    ]  # fmt: skip


def _subject(sheet: Sheet) -> list[Finding]:
    kind = sheet.type
    if kind is None:
        return []
    if not sheet.subject:
        if sheet.whole and type_named(kind.text) not in _WITHOUT_TITLE:
            return [
                sheet.said(
                    "subject", kind.start, kind.end,
                    "Thiếu trích yếu nội dung dưới tên loại văn bản.", "The title below the type is missing.",
                )
            ]  # fmt: skip
        return []
    first, last = sheet.subject[0], sheet.subject[-1]
    found: list[Finding] = []
    words = sheet.view.text[first.start : last.end]
    if first.row == kind.row:
        found.append(
            sheet.said(
                "subject", kind.start, first.end,
                "Trích yếu đặt ngay dưới tên loại văn bản, trên dòng riêng.",
                "The title stands below the type, on a line of its own.",
                f"{kind.text}\n{first.text}",
            )
        )  # fmt: skip
    if words.isupper():
        found.append(
            sheet.said(
                "subject", first.start, last.end,
                "Trích yếu nội dung là chữ in thường, đậm; chỉ tên loại văn bản là chữ in hoa.",
                "The title is in small letters, bold; only the type is in capitals.",
                suggestion=words[:1] + words[1:].lower(),
            )
        )  # fmt: skip
    elif first.text[:1].islower():
        found.append(
            sheet.said(
                "subject", first.start, first.end,
                "Chữ đầu của trích yếu viết hoa.", "The title begins with a capital.",
                first.text[:1].upper() + first.text[1:],
            )
        )  # fmt: skip
    if re.match(r"^v\s*/\s*v\b", first.text, re.IGNORECASE):
        cut = re.sub(r"^v\s*/\s*v\b[\s:]*", "Về việc ", first.text, flags=re.IGNORECASE)
        found.append(
            sheet.said(
                "subject", first.start, first.end,
                "“V/v” chỉ dùng cho công văn; văn bản có tên loại ghi “Về việc …” hoặc “Về …”.",
                "“V/v” is for letters only; a document with a type has “Về việc …” or “Về …”.",
                cut,
            )
        )  # fmt: skip
    if last.text[-1:] in ".;:," and not last.text.endswith("..."):
        found.append(
            sheet.said(
                "subject", last.start, last.end,
                "Cuối trích yếu không có dấu câu.", "There is no mark at the end of the title.",
                last.text.rstrip(".;:, "),
            )
        )  # fmt: skip
    return found


_VV = re.compile(r"^(?P<vv>v\s*/\s*v|về\s+việc|vv)(?P<mark>\s*[:.\-]*)\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)


def _letter(sheet: Sheet) -> list[Finding]:
    if not sheet.letter or sheet.number is None:
        return []
    read = NUMBER.match(sheet.number.text)
    code = read["symbol"].split("-")[0].strip() if read else ""
    if code in _TYPE_OF:
        return []  # a type is missing, which is said
    if not sheet.subject:
        if not sheet.whole:
            return []
        return [
            sheet.said(
                "subject", sheet.number.start, sheet.number.end,
                "Công văn thiếu trích yếu “V/v …” dưới số, ký hiệu.",
                "The letter lacks its subject, “V/v …”, below the number.",
            )
        ]  # fmt: skip
    first, last = sheet.subject[0], sheet.subject[-1]
    found: list[Finding] = []
    vv = _VV.match(first.text)
    if vv and (vv["vv"] != "V/v" or vv["mark"].strip()):
        found.append(
            sheet.said(
                "subject", first.start, first.end,
                "Trích yếu công văn bắt đầu bằng “V/v”, không có dấu hai chấm.",
                "The subject of a letter begins with “V/v”, without a colon.",
                f"V/v {vv['rest']}",
            )
        )  # fmt: skip
    if last.text[-1:] in ".;:,":
        found.append(
            sheet.said(
                "subject", last.start, last.end,
                "Cuối trích yếu không có dấu câu.", "There is no mark at the end of the subject.",
                last.text.rstrip(".;:, "),
            )
        )  # fmt: skip
    return found


def _addressed(sheet: Sheet) -> list[Finding]:
    piece = sheet.addressed
    if piece is None:
        if sheet.letter and sheet.whole and sheet.subject:
            at = sheet.body[0] if sheet.body else sheet.subject[-1]
            return [
                sheet.said(
                    "addressed", at.start, at.end,
                    "Công văn thiếu “Kính gửi:” và nơi giải quyết công việc.",
                    "The letter lacks “Kính gửi:” and whom it is for.",
                )
            ]  # fmt: skip
        return []
    found: list[Finding] = []
    read = re.match(r"^(?P<word>kính\s+gửi)(?P<mark>\s*[:.]?)(?P<rest>.*)$", piece.text, re.IGNORECASE)
    assert read is not None
    if read["word"] != "Kính gửi" or read["mark"] != ":":
        begin, end = piece.start, piece.start + read.end("mark")
        found.append(
            sheet.said(
                "addressed", begin, end,
                "Ghi “Kính gửi:”, sau đó có dấu hai chấm.", "It is “Kính gửi:”, with a colon.", "Kính gửi:",
            )
        )  # fmt: skip
    if not sheet.addressees and ";" in read["rest"]:
        names = [each.strip(" ;.-") for each in read["rest"].split(";") if each.strip(" ;.-")]
        if len(names) > 1:
            put = "Kính gửi:\n" + ";\n".join(f"- {name}" for name in names) + "."
            found.append(
                sheet.said(
                    "addressed", piece.start, piece.end,
                    "Gửi từ hai nơi trở lên thì mỗi nơi một dòng, có gạch đầu dòng.",
                    "Two addressees or more stand on a line each, with a dash.",
                    put,
                )
            )  # fmt: skip
    return found + _listed(sheet)


def _listed(sheet: Sheet) -> list[Finding]:
    found: list[Finding] = []
    lines = sheet.addressees
    for place, line in enumerate(lines):
        wanted = "." if place == len(lines) - 1 else ";"
        bare = line.text.rstrip(" .;,")
        dashed = bare if bare[:1] == "-" else f"- {bare.lstrip('–+• ')}"
        if len(lines) > 1 and (line.text[-1:] != wanted or dashed != bare):
            found.append(
                sheet.said(
                    "addressed", line.start, line.end,
                    f"Mỗi nơi gửi có gạch đầu dòng, cuối dòng là dấu ({wanted}).",
                    f"Each addressee has a dash in front and ends in ({wanted}).",
                    f"{dashed}{wanted}",
                )
            )  # fmt: skip
    return found


_DECIDING = {"Quyết định": "QUYẾT ĐỊNH:", "Nghị quyết": "QUYẾT NGHỊ:"}


def _decision(sheet: Sheet) -> list[Finding]:
    kind = type_named(sheet.type.text) if sheet.type else None
    wanted = _DECIDING.get(kind or "", "")
    if not wanted or not sheet.bases:
        return []
    found: list[Finding] = []
    articles = bool(sheet.body) and re.match(r"^Điều\s+1\b", sheet.body[0].text) is not None
    decides = sheet.decides
    if decides is None and articles and sheet.whole:
        last = (sheet.lead_outs or sheet.bases)[-1]
        found.append(
            sheet.said(
                "lead_out", last.start, last.end,
                f"Thiếu dòng “{wanted}” giữa căn cứ và Điều 1.",
                f"The line “{wanted}” between the bases and Điều 1 is missing.",
                f"{last.text}\n{wanted}",
            )
        )  # fmt: skip
    elif decides is not None and decides.text != wanted:
        found.append(
            sheet.said(
                "lead_out", decides.start, decides.end,
                f"Dòng này ghi “{wanted}”, chữ in hoa, có dấu hai chấm.",
                f"This line is “{wanted}”, in capitals, with a colon.",
                wanted,
            )
        )  # fmt: skip
    if sheet.lead_outs and decides is not None and sheet.lead_outs[-1].text[-1:] not in ".":
        last = sheet.lead_outs[-1]
        found.append(
            sheet.said(
                "lead_out", last.start, last.end,
                f"Dòng cuối cùng trước “{wanted}” kết thúc bằng dấu chấm (.).",
                f"The last line before “{wanted}” ends in a full stop (.).",
                f"{last.text.rstrip(' ;,')}.",
            )
        )  # fmt: skip
    if sheet.acting is None and sheet.whole and sheet.subject and (decides is not None or articles):
        at = sheet.bases[0]
        found.append(
            sheet.said(
                "lead_out", at.start, at.end,
                "Thiếu dòng thẩm quyền ban hành (chức vụ người đứng đầu hoặc tên tập thể, chữ in hoa) trên căn cứ.",
                "The line of who decides (the head's post or the body, in capitals) above the bases is missing.",
            )
        )  # fmt: skip
    return found
