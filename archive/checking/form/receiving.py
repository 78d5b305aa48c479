"""`Nơi nhận:` and its list (Phụ lục I, Phần I, Mục II, khoản 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.form.sheet import Sheet
from archive.checking.model import Finding

_KEPT = re.compile(r"^[-–+•\s]*lưu\b", re.IGNORECASE)
_KEPT_RIGHT = re.compile(r"^- Lưu: (?:VT|[A-ZĐ])[^;]*\.$|^- Lưu: VT(?:, .+)?\.(?:\s*\S{1,16})?$")
_WITHOUT = frozenset({"Biên bản", "Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận"})


def receiving_findings(sheet: Sheet) -> Iterator[Finding]:
    """What is wrong with the recipients of an administrative document."""
    if not sheet.admin:
        return
    head = sheet.recipients_head
    if head is None:
        if sheet.whole and sheet.draft.type not in _WITHOUT and sheet.signing:
            at = sheet.signing[0]
            yield sheet.said(
                "recipients", at.start, at.end,
                "Thiếu “Nơi nhận:” và danh sách nơi nhận, dòng cuối “- Lưu: VT, …”.",
                "“Nơi nhận:” and its list, with “- Lưu: VT, …” at the end, are missing.",
            )  # fmt: skip
        return
    if head.text != "Nơi nhận:":
        yield sheet.said(
            "recipients", head.start, head.end,
            "Ghi “Nơi nhận:”, sau đó có dấu hai chấm.", "It is “Nơi nhận:”, with a colon.", "Nơi nhận:",
        )  # fmt: skip
    yield from _lines(sheet)


def _lines(sheet: Sheet) -> Iterator[Finding]:
    lines = sheet.recipients
    if not lines:
        return
    for place, line in enumerate(lines):
        last = place == len(lines) - 1
        text = line.text
        if _KEPT.match(text):
            yield from _kept(sheet, place)
            continue
        wrong_vi: list[str] = []
        wrong_en: list[str] = []
        bare = text.lstrip("-–+•*· ").rstrip(" .;,:")
        if text[:1] not in "-–":
            wrong_vi.append("đầu dòng có gạch đầu dòng (-)")
            wrong_en.append("a dash in front")
        wanted = "." if last else ";"
        if text[-1:] != wanted and not (last and text[-1:] == ";"):
            wrong_vi.append(f"cuối dòng là dấu ({wanted})")
            wrong_en.append(f"({wanted}) at the end")
        referred = re.search(r"[Nn]hư điều(?= \d)", bare)
        if referred:
            wrong_vi.append("“Như Điều …” viết hoa")
            wrong_en.append("“Như Điều …” with a capital")
            bare = bare.replace(referred[0], "Như Điều")
        if wrong_vi:
            yield sheet.said(
                "recipients", line.start, line.end,
                f"Nơi nhận ghi chưa đúng: {'; '.join(wrong_vi)}.",
                f"The recipient is not written as it should be: {'; '.join(wrong_en)}.",
                f"- {bare}{wanted}",
            )  # fmt: skip
    if not any(_KEPT.match(line.text) for line in lines):
        end = lines[-1]
        put = f"{end.text.rstrip(' .;,')};\n- Lưu: VT."
        yield sheet.said(
            "recipients", end.start, end.end,
            "Thiếu dòng cuối “- Lưu: VT, …” (đơn vị soạn thảo, số bản lưu).",
            "The last line, “- Lưu: VT, …”, is missing.",
            suggestion=put,
        )  # fmt: skip
    if sheet.letter and not any(re.match(r"^[-–\s]*như (?:trên|kính gửi)", each.text, re.IGNORECASE) for each in lines):
        first = lines[0]
        yield sheet.said(
            "recipients", first.start, first.end,
            "Nơi nhận của công văn bắt đầu bằng “- Như trên;”.", "A letter's recipients begin with “- Như trên;”.",
            f"- Như trên;\n{first.text}",
        )  # fmt: skip


def _kept(sheet: Sheet, place: int) -> Iterator[Finding]:
    line = sheet.recipients[place]
    committee = sheet.number is not None and re.search(r"(?:UBND|HĐND)\s*$", sheet.number.text) is not None
    if _KEPT_RIGHT.match(line.text) and not (committee and not re.search(r"\bVT\b|[Vv]ăn thư", line.text)):
        return
    read = re.match(
        r"^[-–+•\s]*lưu\s*[:.]?\s*(?P<what>.*?)[\s.;,]*(?P<tail>\s\d{1,4}|\s\([\d ]+\))?$", line.text, re.IGNORECASE
    )
    what = read["what"] if read else ""
    what = re.sub(r"\s*[,;]\s*", ", ", re.sub(r"^(?:văn thư|v\.?t)\b\.?", "VT", what, flags=re.IGNORECASE))
    if not re.match(r"VT\b", what):
        what = f"VT, {what}" if what else "VT"
    yield sheet.said(
        "recipients", line.start, line.end,
        "Dòng lưu ghi “- Lưu: VT, …” (dấu hai chấm, “VT”, dấu phẩy, đơn vị soạn thảo), cuối là dấu chấm.",
        "The line of filing is “- Lưu: VT, …” (colon, “VT”, comma, drafting unit), with a full stop.",
        f"- Lưu: {what}.",
    )  # fmt: skip
