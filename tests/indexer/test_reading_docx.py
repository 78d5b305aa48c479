"""DOCX: order, tables, numbers, tracked changes, notes, text boxes, and packages that are no good."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from archive.errors import RefusedInput
from indexer.reading.base import Limits, Reading
from indexer.reading.docx import read_docx
from indexer.reading.docx_tables import table_lines
from indexer.reading.numbering import format_number
from indexer.reading.text_layout import divide_heading, tidy_lines
from indexer.text import repair_text
from tests.indexer.reading_files import W, make_docx, numbered, p, run, table


def read(tmp_path: Path, body: str, **parts: str) -> Reading:
    return read_docx(make_docx(tmp_path / "a.docx", body, **parts), "a.docx", Limits())  # type: ignore[arg-type]


def level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "Chương %1")
    + level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "%4)")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "\uf0b7") + level(1, "bullet", "+") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">'
    + level(0, "decimal", "%1.", start=3)
    + level(1, "decimal", "%1.%2.")
    + level(2, "none", "")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="2"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_come_back(tmp_path: Path) -> None:
    body = "".join(
        [
            numbered("QUY ĐỊNH CHUNG", 1, 0),
            numbered("Phạm vi", 1, 1),
            numbered("Kế hoạch này quy định:", 1, 2),
            numbered("Mục đích;", 1, 3),
            numbered("Yêu cầu.", 1, 3),
            numbered("Không áp dụng.", 1, 2),
            numbered("TỔ CHỨC THỰC HIỆN", 1, 0),
            numbered("Trách nhiệm", 1, 1),
            numbered("Các thôn.", 1, 2),
            numbered("Như trên;", 2, 0),
            numbered("Lưu.", 2, 1),
        ]
    )
    assert read(tmp_path, body, numbering=LISTS).text.split("\n") == [
        "Chương I QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "1. Kế hoạch này quy định:",
        "a) Mục đích;",
        "b) Yêu cầu.",
        "2. Không áp dụng.",
        "Chương II TỔ CHỨC THỰC HIỆN",
        "Điều 2. Trách nhiệm",
        "1. Các thôn.",
        "- Như trên;",
        "+ Lưu.",
    ]


def test_starts_and_shared_lists(tmp_path: Path) -> None:
    body = "".join(
        [
            numbered("ba", 3),
            numbered("ba một", 3, 1),
            numbered("bốn", 3),
            numbered("lại một", 4),
            numbered("hai", 4),
            numbered("không số", 3, 2),
            numbered("ngoài danh sách", 99),
            p("thường"),
        ]
    )
    assert read(tmp_path, body, numbering=LISTS).text.split("\n") == [
        "3. ba",
        "3.1. ba một",
        "4. bốn",
        "1. lại một",
        "2. hai",
        "không số",
        "ngoài danh sách",
        "thường",
    ]


def test_numbers_from_styles(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Hoa"><w:rPr><w:caps/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    body = (
        p("một", '<w:pStyle w:val="Khoan"/>')
        + p("bỏ số", '<w:pStyle w:val="Khoan"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("kế hoạch", '<w:pStyle w:val="Hoa"/>')
        + p("vòng tròn", '<w:pStyle w:val="Vong"/>')
    )
    assert read(tmp_path, body, styles=styles, numbering=LISTS).text == "3. một\nbỏ số\nKẾ HOẠCH\nvòng tròn"


NUMBERS = [
    (4, "lowerLetter", "d"),
    (27, "lowerLetter", "aa"),
    (3, "upperLetter", "C"),
    (4, "upperRoman", "IV"),
    (1999, "lowerRoman", "mcmxcix"),
    (7, "decimalZero", "07"),
    (7, "none", ""),
    (7, "chineseCounting", "7"),
]


@pytest.mark.parametrize(("value", "form", "shown"), NUMBERS)
def test_number_formats(value: int, form: str, shown: str) -> None:
    assert format_number(value, form) == shown


RUNS = [
    # (runs of one paragraph, its text)
    (run("Căn ") + run("cứ"), "Căn cứ"),
    ("<w:r><w:t>Số:</w:t><w:tab/><w:t>15</w:t></w:r>", "Số:\t15"),
    ("<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:cr/><w:t>ba</w:t></w:r>", "một\nhai\nba"),
    ("<w:r><w:t>30/2020/NĐ</w:t><w:noBreakHyphen/><w:t>CP</w:t></w:r>", "30/2020/NĐ-CP"),
    ("<w:r><w:t>quy</w:t><w:softHyphen/><w:t> định</w:t></w:r>", "quy định"),
    (run("giữ ") + "<w:ins>" + run("thêm") + "</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>", "giữ thêm"),
    ("<w:moveFrom>" + run("cũ") + "</w:moveFrom><w:moveTo>" + run("mới") + "</w:moveTo>", "mới"),
    ("<w:hyperlink>" + run("liên kết") + "</w:hyperlink>", "liên kết"),
    (run("thấy") + run(" ẩn", "<w:vanish/>") + run(" hiện", '<w:vanish w:val="0"/>'), "thấy hiện"),
    (run("kế hoạch", "<w:caps/>"), "KẾ HOẠCH"),
    ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>' + run("5"), "5"),
    ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>' + run(" Như trên"), "- Như trên"),
    ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("điền") + "</w:sdtContent></w:sdt>", "điền"),
    ("<w:smartTag>" + run("thông minh") + "</w:smartTag>", "thông minh"),
    ("<w:ruby><w:rt>" + run("trên") + "</w:rt><w:rubyBase>" + run("dưới") + "</w:rubyBase></w:ruby>", "dưới"),
]


@pytest.mark.parametrize(("runs", "text"), RUNS)
def test_runs(tmp_path: Path, runs: str, text: str) -> None:
    assert read(tmp_path, p(runs)).text == text


def test_tracked_changes_and_hidden_text_are_noted(tmp_path: Path) -> None:
    body = p("<w:ins>" + run("thêm") + "</w:ins><w:del/>" + run("ẩn", "<w:vanish/>"))
    assert read(tmp_path, body).notes == ("tracked_changes:2", "hidden_text_left_out:1")


HEADING = table(
    [
        [
            p("ỦY BAN NHÂN DÂN") + p("XÃ PHÚ THẠNH") + p("_______"),
            p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc"),
        ],
        ["Số: 15/KH-UBND", "Phú Thạnh, ngày 05 tháng 3 năm 2024"],
    ]
)


def test_heading_is_read_by_column(tmp_path: Path) -> None:
    assert read(tmp_path, HEADING + p("KẾ HOẠCH")).text.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "XÃ PHÚ THẠNH",
        "Số: 15/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Phú Thạnh, ngày 05 tháng 3 năm 2024",
        "",
        "KẾ HOẠCH",
    ]


def test_party_heading_is_read_by_column(tmp_path: Path) -> None:
    heading = table(
        [
            [
                p("ĐẢNG BỘ TỈNH X") + p("*") + p("Số 12-CTr/TU"),
                p("ĐẢNG CỘNG SẢN VIỆT NAM") + p("X, ngày 05 tháng 3 năm 2024"),
            ]
        ]
    )
    assert read(tmp_path, heading).text.split("\n")[-2:] == ["ĐẢNG CỘNG SẢN VIỆT NAM", "X, ngày 05 tháng 3 năm 2024"]


TABLES = [
    ([[["STT"], ["Tên"]], [["1"], ["Nguyễn Văn", "An"]]], ["", "STT | Tên", "1 | Nguyễn Văn An", ""]),
    (
        [[["Nơi nhận:", "- Như trên;"], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]]],
        ["Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", ""],
    ),
    ([[["một ô"]], [["", ""]]], ["", "một ô", ""]),
    ([[["Điều 1. " + "dài " * 120], ["ngắn"]]], ["", "Điều 1. " + "dài " * 120, "ngắn", ""]),
    ([[[""], [""]]], []),
]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_tables(rows: list[list[list[str]]], expected: list[str]) -> None:
    assert table_lines(rows) == expected


def test_footnotes_stand_at_the_end(tmp_path: Path) -> None:
    body = p(run("Luật") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run(" này")) + p("Hết.")
    notes = f'<w:footnote w:id="-1">{p("gạch")}</w:footnote><w:footnote w:id="7">{p("Sửa đổi năm 2020.")}</w:footnote>'
    assert read(tmp_path, body, footnotes=notes).text == "Luật[1] này\nHết.\n\n[1] Sửa đổi năm 2020."


def test_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('MẬT')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + box
        + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(tmp_path, p(run("Đóng dấu") + drawing)).text == "Đóng dấu\nMẬT"


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_fonts_older_than_unicode(tmp_path: Path) -> None:
    old = p(run("quyÕt ®Þnh cña ñy ban nh©n d©n x· vÒ c«ng t¸c d©n vËn", font(".VnTime")))
    reading = read(tmp_path, old * 3)
    assert reading.text == "\n".join(["quyết định của ủy ban nhân dân xã về công tác dân vận"] * 3)
    assert reading.encoding == "tcvn3"
    assert reading.raw_text.startswith("quyÕt ®Þnh")
    new = p("Ủy ban nhân dân xã ban hành Kế hoạch công tác dân vận năm 2024, cụ thể như sau:")
    assert read(tmp_path, new * 5 + old).text.endswith("dân vận")


MIXED = [
    # H fonts show capitals; the soft hyphen is ư, as an element too; letters in symbol fonts are no letters.
    (run("céng hßa x· héi", font(".VnTimeH")), "CỘNG HÒA XÃ HỘI"),
    (
        run("n", font(".VnTime")) + "<w:r><w:rPr>" + font(".VnTime") + "</w:rPr><w:softHyphen/><w:t>íc</w:t></w:r>",
        "nước",
    ),
    (run("Nghò quyeát", font("VNI-Times")) + run(" cña Héi ®ång", font(".VnTime")), "Nghị quyết của Hội đồng"),
    (run("a", font("VNI-Times")) + run("ù", font("VNI-Times") + "<w:b/>"), "á"),
    (run("Ø", font("Wingdings")) + run(" nhiÖm vô", font(".VnTime")), "- nhiệm vụ"),
    (run("F", font("Symbol")) + run("32 mm èng", font(".VnTime")), "Φ32 mm ống"),
    (run("Điều 1. Ủy ban", font(".VnTime")), "Điều 1. Ủy ban"),
    (run("quyÕt ®Þnh", font(".VnTime") + "<w:caps/>"), "QUYẾT ĐỊNH"),
]


@pytest.mark.parametrize(("runs", "text"), MIXED)
def test_runs_older_than_unicode(tmp_path: Path, runs: str, text: str) -> None:
    assert read(tmp_path, p(runs)).text == text


def test_default_font_of_the_document(tmp_path: Path) -> None:
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{font('VNI-Times')}</w:rPr></w:rPrDefault></w:docDefaults>"
    assert read(tmp_path, p("coù theå"), styles=defaults).text == "có thể"


def test_labels_are_decoded_and_counted_once(tmp_path: Path) -> None:
    body = numbered("Ph¹m vi ®iÒu chØnh", 1, 1) + numbered("§èi t­îng ¸p dông", 1, 1)
    reading = read(tmp_path, body, numbering=LISTS)
    assert reading.text == "Điều 1. Phạm vi điều chỉnh\nĐiều 2. Đối tượng áp dụng"


def test_strict_variant(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = (
        f'<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>Nghiêm ngặt</x:t></x:r></x:p></x:body></x:document>'
    )
    path = make_docx(tmp_path / "a.docx", "", document=document.encode())
    assert read_docx(path, "a.docx", Limits()).text == "Nghiêm ngặt"


def test_repaired_and_raw_text(tmp_path: Path) -> None:
    reading = read(tmp_path, p("  Ðiều 1.\u00a0Phạm vi") + p() + p() + p() + p() + p("--------") + p("Hết"))
    assert reading.text == "Điều 1. Phạm vi\n\nHết"
    assert reading.raw_text.startswith("  Ðiều 1.\u00a0")
    assert repair_text(reading.text) == reading.text
    assert [page.text for page in reading.pages] == [reading.text]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1 if i else str()};" * 10}">' for i in range(9))
    + f"]><w:document {W}><w:body><w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:body></w:document>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
)
DEEP = f"<w:document {W}><w:body>" + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body></w:document>"
BAD_DOCUMENTS = [
    (LAUGHS.encode(), {"hostile_xml"}),
    (LAUGHS.encode("utf-16"), {"hostile_xml", "damaged_docx"}),
    (EXTERNAL.encode(), {"hostile_xml"}),
    (b"<w:document", {"damaged_docx"}),
    (b"\x00\xff rubbish", {"damaged_docx"}),
    (b"<html><body>x</body></html>", {"damaged_docx"}),
    (f"<w:document {W}/>".encode(), {"damaged_docx"}),
    (f"<w:document {W}><w:body/></w:document>".encode(), {"no_text"}),
    (DEEP.encode(), {"no_text", "damaged_docx"}),
]


@pytest.mark.parametrize(("document", "reasons"), BAD_DOCUMENTS, ids=range(len(BAD_DOCUMENTS)))
def test_bad_documents(tmp_path: Path, document: bytes, reasons: set[str]) -> None:
    path = make_docx(tmp_path / "a.docx", "", document=document)
    with pytest.raises(RefusedInput) as caught:
        read_docx(path, "a.docx", Limits())
    assert caught.value.reason in reasons


def test_deep_tables_do_not_overflow(tmp_path: Path) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 300 + p("đáy") + "</w:tc></w:tr></w:tbl>" * 300
    reading = read(tmp_path, p("Mở đầu của văn bản") + body)
    assert reading.text.startswith("Mở đầu")


BOMBS = [
    # (limits, how the package is larger than allowed)
    (Limits(max_ratio=20), "ratio"),
    (Limits(max_part=1_500_000), "part"),
    (Limits(max_unpacked=1_000_000), "declared"),
    (Limits(max_entries=10), "entries"),
]


@pytest.mark.parametrize(("limits", "kind"), BOMBS)
def test_packages_that_unpack_too_large(tmp_path: Path, limits: Limits, kind: str) -> None:
    body = p("a" * 3_000_000) if kind != "entries" else p("ngắn")
    more = {f"word/media/{i}.png": b"x" for i in range(20)} if kind == "entries" else None
    path = make_docx(tmp_path / "a.docx", body, more=more)
    assert path.stat().st_size < 40_000
    with pytest.raises(RefusedInput) as caught:
        read_docx(path, "a.docx", limits)
    assert caught.value.reason == "unpacks_too_large"


def test_a_size_that_lies(tmp_path: Path) -> None:
    """The directory says a few bytes; what comes out is not believed to end there."""
    path = make_docx(tmp_path / "a.docx", p("a" * 3_000_000))
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("word/document.xml")
    content = bytearray(path.read_bytes())
    size = info.file_size.to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(RefusedInput) as caught:
        read_docx(path, "a.docx", Limits())
    assert caught.value.reason in ("damaged_docx", "unpacks_too_large")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(tmp_path: Path, share: float) -> None:
    path = make_docx(tmp_path / "a.docx", p("Kế hoạch"))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(RefusedInput) as caught:
        read_docx(path, "a.docx", Limits())
    assert caught.value.reason == "damaged_docx"


HEADINGS = [
    (
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ PHÚ THẠNH\tĐộc lập - Tự do - Hạnh phúc\n\n"
        "Số: 15/KH-UBND      Phú Thạnh, ngày 05 tháng 3 năm 2024\nKẾ HOẠCH",
        "ỦY BAN NHÂN DÂN\nXÃ PHÚ THẠNH\nSố: 15/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - "
        "Hạnh phúc\nPhú Thạnh, ngày 05 tháng 3 năm 2024\n\nKẾ HOẠCH",
    ),
    ("Điều 1. Phạm vi\n1.\tKế hoạch này", "Điều 1. Phạm vi\n1.\tKế hoạch này"),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_divide_heading(text: str, expected: str) -> None:
    assert divide_heading(text) == expected


LAYOUT = [
    ("NGHỊ ĐỊNH\n______\nVề công tác", "NGHỊ ĐỊNH\nVề công tác"),
    ("  - Như trên\n\tĐiều 1", "- Như trên\nĐiều 1"),
    ("Họ tên: ______", "Họ tên: ______"),
    ("-----\n", ""),
    ("một\n- hai", "một\n- hai"),
]


@pytest.mark.parametrize(("text", "expected"), LAYOUT)
def test_tidy_lines(text: str, expected: str) -> None:
    assert tidy_lines(text) == expected
