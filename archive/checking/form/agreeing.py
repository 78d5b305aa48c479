"""Elements that have to agree with one another: who decides with who signs, recipients with the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.form.sheet import Piece, Sheet, plain
from archive.checking.model import Finding
from archive.document_types import type_named

_MARK = re.compile(r"^(T\s*/?\s*M|K\s*/?\s*T|T\s*/?\s*L|T\s*/?\s*UQ|Q)\s*[./]?\s")
_COMMITTEE = "ỦY BAN NHÂN DÂN"
_OF_PLACE = re.compile(r"\b(?:uy ban|hoi dong) nhan dan ((?:tinh|thanh pho|xa|phuong|dac khu) .+)$")
_FOR_ALL = frozenset({"Kế hoạch", "Báo cáo", "Tờ trình", "Chương trình"})
"""Types that a committee makes as a body where their first sentence says so."""
_FOR_ANYONE = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị", "Kế hoạch", "Chương trình", "Thông báo"})
"""Types that have no addressees above their text."""
_ARTICLE = re.compile(r"^Điều\s+(\d{1,3})\b")
_LIKE_ARTICLE = re.compile(r"^[-–+•\s]*như điều\s+(\d{1,3})\b", re.IGNORECASE)
_LIKE_ABOVE = re.compile(r"^[-–+•\s]*(?P<words>như trên|như kính gửi)\b", re.IGNORECASE)
_DAY_WITHOUT_YEAR = re.compile(r"^.{0,40}\bngày\s+\d{1,2}\s+tháng\s+\d{1,2}[ \t]*$", re.MULTILINE)
_HEAD = 1500  # letters in which place and day stand


def agreement_findings(sheet: Sheet) -> Iterator[Finding]:
    """Where two elements of an administrative document do not go together."""
    if not sheet.admin:
        return
    kind = type_named(sheet.type.text) if sheet.type else ""
    yield from _dated(sheet, kind or "")
    yield from _acting(sheet)
    yield from _for_body(sheet, kind or "")
    yield from _recipients(sheet, kind or "")
    if sheet.addressed is not None and kind in _FOR_ANYONE:
        at = sheet.addressed
        yield sheet.said(
            "addressed", at.start, at.end,
            f"“Kính gửi” chỉ dùng cho công văn, tờ trình, báo cáo gửi cấp trên; {kind} ghi nơi nhận ở cuối văn bản.",
            "“Kính gửi” is for letters, submissions and reports to those above; others end with their recipients.",
        )  # fmt: skip


def _dated(sheet: Sheet, kind: str) -> Iterator[Finding]:
    number = sheet.number
    if sheet.dated is not None or number is None or not sheet.whole or kind == "Biên bản" or not sheet.nation:
        return
    short = _DAY_WITHOUT_YEAR.search(sheet.view.text, 0, _HEAD)
    start, end = (short.start(), short.end()) if short else (number.start, number.end)
    yield sheet.said(
        "dated", start, end,
        "Thiếu địa danh và thời gian ban hành ghi đầy đủ “…, ngày … tháng … năm …”.",
        "Place and date, “…, ngày … tháng … năm …”, are missing or not in full.",
    )  # fmt: skip


def _names(text: str) -> str:
    found = _OF_PLACE.search(plain(text))
    return found[1] if found else ""


def _acting(sheet: Sheet) -> Iterator[Finding]:
    """The line of who decides names the body in the head, and it is signed for whom it names."""
    acting = sheet.acting
    if acting is None or not sheet.signing:
        return
    issuer = " ".join(name for _, _, name in sheet.draft.bodies[-1:])
    own, told = _names(issuer), _names(acting.text)
    if own and told and own != told:
        yield sheet.said(
            "lead_out", acting.start, acting.end,
            f"Dòng thẩm quyền ghi “{acting.text}” nhưng cơ quan ban hành là “{issuer}”.",
            f"The line of who decides is “{acting.text}”, but the issuer is “{issuer}”.",
        )  # fmt: skip
    words = acting.text.upper().replace("UỶ", "ỦY")
    marks = _marks(sheet)
    if words.startswith("CHỦ TỊCH") and "TM" in marks:
        piece = marks["TM"]
        yield sheet.said(
            "fitting", piece.start, piece.end,
            f"Thẩm quyền là “{acting.text}” (cá nhân) nên không ký “TM.”; chỉ ghi chức vụ của người ký.",
            "Who decides is the head in person, so it is not signed with “TM.”; the post alone stands there.",
        )  # fmt: skip
    if words.startswith(_COMMITTEE) and not marks.keys() & {"TM", "TL", "TUQ"}:
        yield _lacks(sheet, sheet.signing[0], f"Thẩm quyền là “{acting.text}” (tập thể)")


def _marks(sheet: Sheet) -> dict[str, Piece]:
    """Mark of authority (`TM`, however it is written) → its line."""
    read = ((_MARK.match(piece.text.upper()), piece) for piece in sheet.signing)
    return {re.sub(r"[\s/]", "", found[1]): piece for found, piece in read if found}


def _lacks(sheet: Sheet, piece: Piece, why: str) -> Finding:
    return sheet.said(
        "fitting", piece.start, piece.end,
        f"{why} nên phải ghi “TM. {_COMMITTEE}” trên chức vụ người ký.",
        f"It is made by the committee as a body: “TM. {_COMMITTEE}” stands above the post.",
        f"TM. {_COMMITTEE}\n{piece.text}",
    )  # fmt: skip


def _for_body(sheet: Sheet, kind: str) -> Iterator[Finding]:
    if kind not in _FOR_ALL or sheet.acting is not None or not sheet.signing:
        return
    says = sheet.draft.acting[0][2] if sheet.draft.acting else ""
    issuer = " ".join(name for _, _, name in sheet.draft.bodies[-1:]).upper().replace("UỶ", "ỦY")
    if not issuer.startswith(_COMMITTEE) or not re.match(r"(?:Ủy|Uỷ) ban nhân dân\b", says):
        return
    if not _marks(sheet).keys() & {"TM", "TL", "TUQ"}:
        yield _lacks(sheet, sheet.signing[0], f"{kind} do “{says}” ban hành (tập thể)")


def _recipients(sheet: Sheet, kind: str) -> Iterator[Finding]:
    articles = [int(found[1]) for piece in sheet.body if (found := _ARTICLE.match(piece.text))]
    for line in sheet.recipients:
        like = _LIKE_ARTICLE.match(line.text)
        if like and articles and int(like[1]) > max(articles):
            yield sheet.said(
                "recipients", line.start, line.end,
                f"Văn bản chỉ có đến Điều {max(articles)}, không có Điều {like[1]}.",
                f"The document ends with Điều {max(articles)}; it has no Điều {like[1]}.",
                suggestion=f"- Như Điều {max(articles)};",
            )  # fmt: skip
        above = _LIKE_ABOVE.match(line.text)
        if above is None:
            continue
        if above["words"].lower() == "như kính gửi":
            start = line.start + above.start("words")
            yield sheet.said(
                "recipients", start, line.start + above.end("words"),
                "Ghi “Như trên”.", "It is “Như trên”.", "Như trên",
            )  # fmt: skip
        elif sheet.addressed is None and kind in ("Quyết định", "Nghị quyết", "Kế hoạch", "Chương trình"):
            put = f"- Như Điều {max(articles)};" if articles else ""
            yield sheet.said(
                "recipients", line.start, line.end,
                "“Như trên” chỉ dùng khi trên văn bản có “Kính gửi”.",
                "“Như trên” is only for a document that has “Kính gửi” above.",
                suggestion=put,
            )  # fmt: skip
