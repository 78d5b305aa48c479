"""A draft as a DOCX: head, bases, text, signature, annexes, each where and how Phụ lục I has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from archive.drafting import Composed, DraftParts, composed
from archive.drafting.composing import ADDRESSED, PARTY, RECIPIENTS, STATE
from archive.drafting.parts import GAP
from indexer.typesetting.body import body_paragraphs
from indexer.typesetting.measures import balanced_mm, lines_of, width_mm
from indexer.typesetting.packing import Described, packed
from indexer.typesetting.pieces import TEXT_MM, Link, Sheet, columns, paragraph, section
from indexer.typesetting.styles import PARTY as PARTY_STYLES
from indexer.typesetting.styles import STATE as STATE_STYLES
from indexer.typesetting.styles import by_key, twips

_HEAD_LEFT_MM = 66.0
_END_LEFT_MM = 80.0
_SHARE = 0.42  # of the words' length: between a third and a half
_ADDRESSED_AT_MM = 35.0
_DASH_MM = 3.0
_ANNEX = re.compile(r"^phụ lục\b", re.IGNORECASE)
_TIED = re.compile(r"^\(?\s*(?:ban hành\s+)?kèm theo\b", re.IGNORECASE)
_LEADS_OUT = re.compile(r"(?:Theo (?!quy định)|Xét |Trên cơ sở |Sau khi |Được sự )")
_ROOM = paragraph("Trong", "", '<w:spacing w:after="120"/>')
_ANNEX_HEAD = 8  # lines among which an annex says what it comes with


def typeset(parts: DraftParts, links: Sequence[Link] = (), made: datetime | None = None) -> bytes:
    """The draft as a DOCX. `links` are words of `composed(parts).text` that lead to an address; `made` (now) is the
    moment that stands in its properties.
    """
    writer = _Writer(parts, composed(parts), Sheet(sorted(links, key=lambda each: (each.start, -each.end))))
    body = writer.body()
    described = Described(parts.name or parts.issuer, parts.issuer.replace("\n", " "), made or datetime.now(UTC))
    return packed(body, PARTY_STYLES if parts.party else STATE_STYLES, writer.sheet.addresses, described)


class _Writer:
    def __init__(self, parts: DraftParts, whole: Composed, sheet: Sheet) -> None:
        self.parts = parts
        self.whole = whole
        self.sheet = sheet
        self.styles = PARTY_STYLES if parts.party else STATE_STYLES

    def body(self) -> str:
        """Everything inside of w:body."""
        parts = self.parts
        out: list[str] = []
        if parts.laid_out:
            out.append(self._party_head() if parts.party else self._state_head())
        out += [self._title(), self._addressees(), self._acting(), self._bases()]
        span = self.whole.of("body")
        closing = self._closing()
        if span is not None:
            out.append(body_paragraphs(self.sheet, parts.body, span.start, keep_last=bool(closing)))
        out.append(closing)
        annexes = [index for index, annex in enumerate(parts.annexes) if annex]
        for number, index in enumerate(annexes):
            # The section of what comes before ends in a paragraph of its own.
            out.append(paragraph("Trong", "", section(1 if number else None, following=bool(number))))
            out.append(self._annex(index))
        out.append(section(1 if annexes else None, following=bool(annexes)))
        return "".join(out)

    def _lines(self, name: str, style: str, index: int = 0, more: str = "") -> str:
        """A part, a paragraph a line."""
        span = self.whole.of(name, index)
        if span is None:
            return ""
        out: list[str] = []
        at = span.start
        for line in self.whole.text[span.start : span.end].split("\n"):
            if line.strip():
                out.append(paragraph(style, self.sheet.words(line, at), more))
            at += len(line) + 1
        return "".join(out)

    def _rule(self, words: str, style: str, wide_mm: float, share: float = _SHARE) -> str:
        """The line below words: a share of the length of the longest of their lines."""
        look = by_key(self.styles, style)
        longest = max(
            width_mm(line, look.size, bold=look.bold) for line in lines_of(words, look.size, wide_mm, bold=look.bold)
        )
        return self.sheet.rule(longest * share)

    def _number(self) -> str:
        parts = self.parts
        if not parts.symbol:
            return ""
        lead, mark = ("Số ", "-") if parts.party else ("Số: ", "/")
        return paragraph("SoKyHieu", self.sheet.words(f"{lead}{parts.number or GAP}{mark}{parts.symbol}"))

    def _place(self) -> str:
        said = ", ".join(each for each in (self.parts.place, self.parts.dated) if each)
        return paragraph("DiaDanh", self.sheet.words(said)) if said else ""

    def _marks(self) -> str:
        side = twips(12)
        return "".join(
            self._lines("marks", "DauChi", index, f'<w:ind w:left="{side}" w:right="{side}"/>')
            for index in range(len(self.parts.marks))
        )

    def _state_head(self) -> str:
        parts = self.parts
        left = self._lines("parent", "CoQuanChuQuan") + self._lines("issuer", "CoQuanBanHanh")
        if parts.issuer:
            left += self._rule(parts.issuer, "CoQuanBanHanh", _HEAD_LEFT_MM)
        nation, motto = STATE.split("\n")
        right = paragraph("QuocHieu", self.sheet.words(nation)) + paragraph("TieuNgu", self.sheet.words(motto))
        right += self._rule(motto, "TieuNgu", TEXT_MM, 1.0)
        under = self._number() + (self._lines("title", "TrichYeuCongVan") if parts.letter else "") + self._marks()
        widths = (_HEAD_LEFT_MM, TEXT_MM - _HEAD_LEFT_MM)
        return columns([(left, right), (under, self._place())], widths, "Phần đầu văn bản")

    def _party_head(self) -> str:
        parts = self.parts
        left = self._lines("parent", "CoQuanChuQuan") + self._lines("issuer", "CoQuanBanHanh")
        if parts.issuer:
            left += paragraph("DauSao", self.sheet.words("*"))
        left += self._number() + (self._lines("title", "TrichYeuCongVan") if parts.letter else "") + self._marks()
        right = paragraph("TieuDeDang", self.sheet.words(PARTY)) + self._rule(PARTY, "TieuDeDang", TEXT_MM, 1.0)
        widths = (_HEAD_LEFT_MM + 8, TEXT_MM - _HEAD_LEFT_MM - 8)
        return columns([(left, right + self._place())], widths, "Phần đầu văn bản")

    def _title(self) -> str:
        parts = self.parts
        if parts.letter:
            return ""
        look = by_key(self.styles, "TrichYeu")
        # Lines of about one length, and some room for another program's own widths.
        side = (TEXT_MM - balanced_mm(parts.title, look.size, TEXT_MM - 4, bold=True)) / 2 - 1.5
        narrow = f'<w:ind w:left="{twips(side)}" w:right="{twips(side)}"/>'
        several = len(lines_of(parts.title, look.size, TEXT_MM - 4, bold=True)) > 1
        out = self._lines("type", "TenLoai") + self._lines("title", "TrichYeu", more=narrow if several else "")
        if parts.party:
            out += paragraph("DauSao", self.sheet.words("-----"))
        elif parts.title:
            out += self._rule(parts.title, "TrichYeu", TEXT_MM)
        return out + _ROOM

    def _addressees(self) -> str:
        parts = self.parts
        if not parts.addressees:
            return ""
        if len(parts.addressees) == 1:
            span = self.whole.of("addressees")
            at = span.start - len(ADDRESSED) - 1 if span else -1
            return paragraph("KinhGui", self.sheet.words(f"{ADDRESSED} {parts.addressees[0]}", at))
        look = by_key(self.styles, "KinhGui")
        # The dashes stand below the colon.
        dash = _ADDRESSED_AT_MM + width_mm(ADDRESSED[:-1], look.size, bold=False)
        head = f'<w:ind w:left="{twips(_ADDRESSED_AT_MM)}"/><w:jc w:val="left"/>'
        out = [paragraph("KinhGui", self.sheet.words(ADDRESSED), f'<w:spacing w:after="0"/>{head}')]
        hanging = f'<w:ind w:left="{twips(dash + _DASH_MM)}" w:hanging="{twips(_DASH_MM)}"/>'
        for index, words in enumerate(parts.addressees):
            span = self.whole.of("addressees", index)
            line = self.sheet.words(f"- {words}", span.start - 2 if span else -1)
            out.append(paragraph("NoiGui", line, hanging))
        return "".join(out) + _ROOM

    def _acting(self) -> str:
        return self._lines("acting", "ThamQuyen")

    def _bases(self) -> str:
        parts = self.parts
        out = [self._lines("bases", "CanCu", index) for index in range(len(parts.bases))]
        span = self.whole.of("lead_out")
        at = span.start if span else -1
        for line in parts.lead_out.split("\n") if parts.lead_out else ():
            asked = not parts.party and _LEADS_OUT.match(line)
            style = "QuyetDinh" if line.isupper() else "CanCu" if asked else "LoiVan"
            if line.strip():
                out.append(paragraph(style, self.sheet.words(line, at)))
            at += len(line) + 1
        return "".join(out)

    def _closing(self) -> str:
        parts = self.parts
        left = ""
        if parts.recipients:
            left = paragraph("NoiNhan", self.sheet.words(RECIPIENTS))
            for index, words in enumerate(parts.recipients):
                span = self.whole.of("recipients", index)
                left += paragraph("NoiNhanDong", self.sheet.words(f"- {words}", span.start - 2 if span else -1))
        right = self._lines("authority", "QuyenHan")
        right += self._lines("position", "ChucVu" if parts.party and parts.authority else "QuyenHan")
        right += self._lines("signer", "HoTen")
        if not left and not right:
            return ""
        table = columns([(left, right)], (_END_LEFT_MM, TEXT_MM - _END_LEFT_MM), "Nơi nhận và người ký")
        return paragraph("Trong", "", '<w:keepNext/><w:spacing w:after="120"/>') + table

    def _annex(self, index: int) -> str:
        span = self.whole.of("annexes", index)
        assert span is not None  # only those that are not empty are asked for
        lines = self.parts.annexes[index].split("\n")
        tied = next((place for place, line in enumerate(lines[:_ANNEX_HEAD]) if _TIED.match(line.strip())), -1)
        head = range(self._head_end(lines, tied))
        out: list[str] = []
        at = span.start
        open_bracket = False
        for place in head:
            line = lines[place].strip()
            if line:
                said = _TIED.match(line) is not None or open_bracket
                open_bracket = said and line.count("(") + open_bracket > line.count(")")
                style = "KemTheo" if said else "PhuLuc" if not out else "TenPhuLuc"
                out.append(paragraph(style, self.sheet.words(line, at + lines[place].index(line))))
            at += len(lines[place]) + 1
        if out:
            out.append(self.sheet.rule(_SHARE * TEXT_MM / 2))
            out.append(_ROOM)
        rest = "\n".join(lines[len(head) :])
        return "".join(out) + body_paragraphs(self.sheet, rest, at)

    @staticmethod
    def _head_end(lines: list[str], tied: int) -> int:
        """How many lines the head of an annex has: up to the bracket that says what it comes with, which may run on."""
        if tied < 0:
            following = next((place for place, line in enumerate(lines[:3]) if place and line.strip()), 1)
            titled = _ANNEX.match(lines[0].strip()) and following < len(lines) and lines[following].strip().isupper()
            return following + 1 if titled else int(bool(_ANNEX.match(lines[0].strip()) or lines[0].strip().isupper()))
        end = tied + 1
        while end < min(len(lines), tied + 4) and "".join(lines[tied:end]).count("(") > "".join(lines[tied:end]).count(
            ")"
        ):
            end += 1
        return end
