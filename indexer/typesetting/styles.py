"""The styles of an exported draft, one for each element of Phụ lục I, by the names that people know.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II and V (sizes are the larger of the two allowed); of Party
documents Hướng dẫn 05-HD/VPTW. Lengths in twentieths of a point, sizes in half points.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Times New Roman"
TWIPS_A_MM = 1440 / 25.4
INDENT_MM = 12.7  # lùi đầu dòng 1 cm hoặc 1,27 cm


def twips(mm: float) -> int:
    """A length in twentieths of a point."""
    return round(mm * TWIPS_A_MM)


@dataclass(frozen=True)
class Style:
    """A paragraph style: `key` its id, `name` as Word lists it, `size` in points; `align` left, center, both.

    `first` is the indent of the first line in mm, `before` and `after` in points, `line` in
    240ths of a line (or, with `exact`, in twentieths of a point), `level` its place in the outline (0 the highest).
    """

    key: str
    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "left"
    first: float = 0
    before: float = 0
    after: float = 0
    line: int = 240
    exact: bool = False
    keep: bool = False
    level: int | None = None
    box: bool = False


_TEXT = {"align": "both", "first": INDENT_MM, "before": 0, "after": 6, "line": 264}


def _text(key: str, name: str, **more: object) -> Style:
    return Style(key, name, **{**_TEXT, **more})  # type: ignore[arg-type]


STATE: tuple[Style, ...] = (
    Style("QuocHieu", "VB Quốc hiệu", 13, bold=True, align="center"),
    Style("TieuNgu", "VB Tiêu ngữ", 14, bold=True, align="center"),
    Style("CoQuanChuQuan", "VB Cơ quan chủ quản", 13, align="center"),
    Style("CoQuanBanHanh", "VB Cơ quan ban hành", 13, bold=True, align="center"),
    Style("DuongKe", "VB Đường kẻ", 2, align="center", line=120, exact=True),
    Style("SoKyHieu", "VB Số, ký hiệu", 13, align="center", before=6),
    Style("DiaDanh", "VB Địa danh, ngày tháng", 14, italic=True, align="center", before=6),
    Style("DauChi", "VB Dấu chỉ", 13, bold=True, align="center", before=6, box=True),
    Style("TenLoai", "VB Tên loại", 14, bold=True, align="center", before=18, keep=True, level=0),
    Style("TrichYeu", "VB Trích yếu", 14, bold=True, align="center", keep=True),
    Style("TrichYeuCongVan", "VB Trích yếu công văn", 13, align="center", before=6),
    Style("KinhGui", "VB Kính gửi", 14, align="center", before=12, after=6),
    Style("NoiGui", "VB Kính gửi (từng nơi)", 14),
    Style("ThamQuyen", "VB Thẩm quyền ban hành", 14, bold=True, align="center", before=12, after=6, keep=True),
    _text("CanCu", "VB Căn cứ", italic=True),
    _text("LoiVan", "VB Lời văn"),
    Style("QuyetDinh", "VB Quyết định", 14, bold=True, align="center", before=6, after=6, keep=True),
    Style("PhanChuong", "VB Phần, chương", 14, bold=True, align="center", before=6, keep=True, level=0),
    Style("TenPhanChuong", "VB Tiêu đề phần, chương", 14, bold=True, align="center", after=6, keep=True),
    Style("Muc", "VB Mục, tiểu mục", 14, bold=True, align="center", before=6, keep=True, level=1),
    Style("TenMuc", "VB Tiêu đề mục, tiểu mục", 14, bold=True, align="center", after=6, keep=True),
    _text("Dieu", "VB Điều", level=2),
    _text("TieuDe", "VB Tiêu đề trong lời văn", bold=True, keep=True, level=2),
    Style("NoiNhan", "VB Nơi nhận", 12, bold=True, italic=True, keep=True),
    Style("NoiNhanDong", "VB Nơi nhận (từng nơi)", 11, keep=True),
    Style("QuyenHan", "VB Quyền hạn, chức vụ", 14, bold=True, align="center", keep=True),
    Style("HoTen", "VB Họ tên người ký", 14, bold=True, align="center", before=72),
    Style("PhuLuc", "VB Phụ lục", 14, bold=True, align="center", keep=True, level=0),
    Style("TenPhuLuc", "VB Tên phụ lục", 14, bold=True, align="center", keep=True),
    Style("KemTheo", "VB Kèm theo", 14, italic=True, align="center", keep=True),
    Style("SoTrang", "VB Số trang", 14, align="center"),
    Style("OBang", "VB Ô của bảng", 13, before=2, after=2),
    Style("Trong", "VB Khoảng trống", 2, line=20, exact=True),
)
"""Of State documents."""

_PARTY_TEXT = {"align": "both", "first": INDENT_MM, "after": 6, "line": 400, "exact": True}
_PARTY: tuple[Style, ...] = (
    Style("TieuDeDang", "VB Tiêu đề (Đảng)", 15, bold=True, align="center"),
    Style("CoQuanChuQuan", "VB Cơ quan chủ quản", 14, align="center"),
    Style("CoQuanBanHanh", "VB Cơ quan ban hành", 14, bold=True, align="center"),
    Style("DauSao", "VB Dấu sao", 14, align="center"),
    Style("SoKyHieu", "VB Số, ký hiệu", 14, align="center"),
    Style("DiaDanh", "VB Địa danh, ngày tháng", 14, italic=True, align="center", before=12),
    Style("TenLoai", "VB Tên loại", 16, bold=True, align="center", before=18, keep=True, level=0),
    Style("TrichYeu", "VB Trích yếu", 15, bold=True, align="center", keep=True),
    Style("TrichYeuCongVan", "VB Trích yếu công văn", 12, italic=True, align="center"),
    _text("CanCu", "VB Căn cứ", **_PARTY_TEXT),
    _text("LoiVan", "VB Lời văn", **_PARTY_TEXT),
    _text("Dieu", "VB Điều", level=2, **_PARTY_TEXT),
    _text("TieuDe", "VB Tiêu đề trong lời văn", bold=True, keep=True, level=2, **_PARTY_TEXT),
    Style("NoiNhan", "VB Nơi nhận", 14, underline=True, keep=True),
    Style("NoiNhanDong", "VB Nơi nhận (từng nơi)", 12, keep=True),
    Style("ChucVu", "VB Chức vụ", 14, align="center", keep=True),
)
PARTY: tuple[Style, ...] = (
    *_PARTY,
    *(style for style in STATE if style.key not in {each.key for each in _PARTY}),
)
"""Of Party documents: its own, and those of State documents where it has none."""


def by_key(styles: tuple[Style, ...], key: str) -> Style:
    """The style of an id."""
    return next(style for style in styles if style.key == key)


def styles_xml(styles: tuple[Style, ...]) -> str:
    """The part that holds them."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'{fonts}<w:sz w:val="28"/><w:szCs w:val="28"/>{language}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault>"
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="VienDan"><w:name w:val="VB Viện dẫn"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/></w:style>' + "".join(map(_style, styles))
    )


def _style(style: Style) -> str:
    rule = "exact" if style.exact else "auto"
    before, after = round(style.before * 20), round(style.after * 20)
    edge = '<w:{} w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    box = "".join(edge.format(side) for side in ("top", "left", "bottom", "right"))
    marks = "".join(f"<w:{name}/><w:{name}Cs/>" for name, on in (("b", style.bold), ("i", style.italic)) if on)
    size = round(style.size * 2)
    look = [
        "<w:keepNext/>" if style.keep else "",
        "<w:widowControl/>",
        f"<w:pBdr>{box}</w:pBdr>" if style.box else "",
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{style.line}" w:lineRule="{rule}"/>',
        f'<w:ind w:firstLine="{twips(style.first)}"/>' if style.first else "",
        f'<w:jc w:val="{style.align}"/>',
        "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>',
    ]
    line = '<w:u w:val="single"/>' if style.underline else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.key}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{"".join(look)}</w:pPr>'
        f'<w:rPr>{marks}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{line}</w:rPr></w:style>'
    )
