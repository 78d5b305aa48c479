"""Pieces of a page as WordprocessingML: paragraphs, drawn lines, columns without borders, tables with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from indexer.typesetting.styles import twips

PAGE_MM = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20.0, 20.0, 30.0, 15.0
TEXT_MM = PAGE_MM[0] - LEFT_MM - RIGHT_MM
_EMU_A_MM = 36_000
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Link:
    """Words of the composed draft that lead to an address (`https://…/documents/12`); `title` is said of it."""

    start: int
    end: int
    address: str
    title: str = ""


@dataclass
class Sheet:
    """What is being written: its links, and the addresses they refer to."""

    links: Sequence[Link] = ()
    addresses: list[str] = field(default_factory=list)
    drawings: int = 0

    def words(self, text: str, at: int = -1, marks: str = "") -> str:
        """Runs of one line; `at` is where it stands in the composed draft, -1 where it stands nowhere."""
        if at < 0:
            return run(text, marks)
        out: list[str] = []
        place = at
        for link in self.links:
            start, end = max(link.start, place), min(link.end, at + len(text))
            if end <= start or start < place:
                continue
            out.append(run(text[place - at : start - at], marks))
            reference = self._reference(link.address)
            said = f" w:tooltip={quoteattr(printable(link.title[:250]))}" if link.title else ""
            inside = run(text[start - at : end - at], f'<w:rStyle w:val="VienDan"/>{marks}')
            out.append(f'<w:hyperlink r:id="{reference}"{said} w:history="1">{inside}</w:hyperlink>')
            place = end
        return "".join([*out, run(text[place - at :], marks)])

    def _reference(self, address: str) -> str:
        if address not in self.addresses:
            self.addresses.append(address)
        return f"rLink{self.addresses.index(address) + 1}"

    def rule(self, length_mm: float, lead_pt: float = 3) -> str:
        """A line of this length drawn below what stands above, centred in the column.

        Source of the lengths: Phụ lục I, Phần I, Mục II, khoản 1 điểm b, khoản 2 điểm b, khoản 5 điểm b.
        """
        self.drawings += 1
        number, wide = self.drawings, round(length_mm * _EMU_A_MM)
        down = round(lead_pt * 12_700)
        line = (
            '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            f'<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="0"/></a:xfrm>'
            '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
            "</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        )
        anchor = (
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
            'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
            f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{wide}" cy="0"/><wp:wrapNone/>'
            f'<wp:docPr id="{number}" name="Đường kẻ {number}" descr="Đường kẻ ngang"/>'
            f"<wp:cNvGraphicFramePr/>{line}</wp:anchor>"
        )
        points = length_mm * 72 / 25.4
        old = (
            f'<v:line style="position:absolute;mso-position-horizontal:center;margin-top:{lead_pt}pt" from="0,0" '
            f'to="{points:.1f}pt,0" strokeweight=".75pt"/>'
        )
        return paragraph(
            "DuongKe",
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        )


def printable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def run(text: str, marks: str = "") -> str:
    """Words with the given run properties; nothing for no words."""
    if not text:
        return ""
    shown = escape(printable(text)).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def paragraph(style: str, runs: str, more: str = "") -> str:
    """A paragraph in a style; `more` are further properties, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def columns(rows: Sequence[Sequence[str]], widths_mm: Sequence[float], described: str) -> str:
    """A table without borders that only places its cells; `described` is what a screen reader says of it."""
    cells = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(wide)}" w:type="dxa"/></w:tcPr>{cell or paragraph("Trong", "")}</w:tc>'
            for cell, wide in zip(row, widths_mm, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return _table(cells, widths_mm, "", described, _margins(0))


def grid(rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> str:
    """A table of data with borders; its first row is repeated on every page."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out = []
    for place, row in enumerate(rows):
        head = "<w:tblHeader/>" if place == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(wide)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, wide in zip(row, widths_mm, strict=True)
        )
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
    return _table("".join(out), widths_mm, f"<w:tblBorders>{edges}</w:tblBorders>", "", _margins(85))


def _margins(wide: int) -> str:
    sides = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side in ("left", "right"))
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _table(rows: str, widths_mm: Sequence[float], borders: str, described: str, margins: str) -> str:
    said = f"<w:tblDescription w:val={quoteattr(described)}/>" if described else ""
    grid_columns = "".join(f'<w:gridCol w:w="{twips(wide)}"/>' for wide in widths_mm)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths_mm))}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"{margins}{said}</w:tblPr><w:tblGrid>{grid_columns}</w:tblGrid>{rows}</w:tbl>"
    )


def section(first_number: int | None = None, *, following: bool = False) -> str:
    """A4 upright with the margins of Phụ lục I, Mục I; the number of the page at the top from the second page on."""
    kind = '<w:type w:val="nextPage"/>' if following else ""
    starts = "" if first_number is None else f'<w:pgNumType w:start="{first_number}"/>'
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/>{kind}'
        f'<w:pgSz w:w="{twips(PAGE_MM[0])}" w:h="{twips(PAGE_MM[1])}"/>'
        f'<w:pgMar w:top="{twips(TOP_MM)}" w:right="{twips(RIGHT_MM)}" w:bottom="{twips(BOTTOM_MM)}" '
        f'w:left="{twips(LEFT_MM)}" w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/>'
        f"{starts}<w:titlePg/></w:sectPr>"
    )
