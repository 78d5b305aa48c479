"""Files that ask for more than they are worth: bombs, endless tables, deep nesting, huge pages and pictures.

Each maker writes one small file; what it would unpack to is in its name. All of it is made here; nothing is fetched.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MIB = 1024 * 1024
Chunks = Iterator[bytes]


def _docx(path: Path, body: Chunks, more: dict[str, bytes] | None = None) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f"<w:document {_W}><w:body>".encode())
            for chunk in body:
                part.write(chunk)
            part.write(b"</w:body></w:document>")
        for name, content in (more or {}).items():
            package.writestr(name, content)


def _paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def docx_of_90_mb_in_one_paragraph(path: Path) -> None:
    _docx(path, (b"<w:p><w:r><w:t>" if n == 0 else b"x" * _MIB if n < 91 else b"</w:t></w:r></w:p>" for n in range(92)))


def docx_of_a_million_paragraphs(path: Path) -> None:
    _docx(path, (_paragraph(f"Đoạn {n}") * 1 for n in range(1_000_000)))


def docx_nested_100_000_deep(path: Path) -> None:
    _docx(path, iter([b"<w:tbl><w:tr><w:tc>" * 100_000, _paragraph("x"), b"</w:tc></w:tr></w:tbl>" * 100_000]))


def docx_of_a_million_cells(path: Path) -> None:
    row = b"<w:tr>" + b"<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 1000 + b"</w:tr>"
    _docx(path, iter([b"<w:tbl>", *[row] * 1000, b"</w:tbl>"]))


def docx_of_10_gb_of_zeros(path: Path) -> None:
    more = {f"word/media/image{n}.bin": bytes(200 * _MIB) for n in range(3)}
    _docx(path, iter([_paragraph("Kế hoạch")]), more)


def docx_of_20_000_members(path: Path) -> None:
    _docx(path, iter([_paragraph("Kế hoạch")]), {f"word/media/image{n}.bin": b"x" for n in range(20_000)})


def _pdf(path: Path, objects: list[bytes]) -> None:
    """Objects numbered from 1; the first is the catalogue."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(objects, start=1):
            offsets.append(file.tell())
            file.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        start = file.tell()
        file.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
        file.write("".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode())
        file.write(f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())


def _packed(chunks: Chunks) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(chunk) for chunk in chunks), packer.flush()])


def _stream(content: bytes, entries: str) -> bytes:
    return f"<<{entries}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def _one_page(path: Path, content: bytes, box: str = "0 0 595 842", image: bytes = b"null") -> None:
    _pdf(
        path,
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources"
            "<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>".encode(),
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            image,
        ],
    )


def pdf_with_a_stream_of_1_gb(path: Path) -> None:
    _one_page(path, _stream(_packed(b" " * _MIB for _ in range(1024)), "/Filter/FlateDecode"))


def pdf_with_5_million_letters_on_a_page(path: Path) -> None:
    rows = (
        b"BT /F 8 Tf 20 800 Td "
        + b"(Dieu 1. Ke hoach nay quy dinh cong tac dan van cua xa) Tj 0 -1 Td " * 90_000
        + b"ET"
    )
    _one_page(path, _stream(_packed(iter([rows])), "/Filter/FlateDecode"))


def _picture(path: Path, width: int, height: int, space: str, bits: int, size: int, box: str) -> None:
    row = bytes(size)
    image = _stream(
        _packed(row for _ in range(height)),
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent {bits}"
        "/Filter/FlateDecode",
    )
    side = box.split()[2:]
    _one_page(path, _stream(f"q {side[0]} 0 0 {side[1]} 0 0 cm /I Do Q".encode(), ""), box, image)


def pdf_scan_of_30_000_by_30_000_grey(path: Path) -> None:
    _picture(path, 30_000, 30_000, "DeviceGray", 8, 30_000, "0 0 595 842")


def pdf_scan_of_20_000_by_20_000_colour(path: Path) -> None:
    _picture(path, 20_000, 20_000, "DeviceRGB", 8, 60_000, "0 0 595 842")


def pdf_scan_on_a_page_of_5_metres(path: Path) -> None:
    _picture(path, 4_000, 4_000, "DeviceGray", 8, 4_000, "0 0 14400 14400")


def pdf_of_100_000_pages(path: Path) -> None:
    kids = " ".join(f"{n + 3} 0 R" for n in range(100_000))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    _pdf(
        path,
        [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count 100000/Kids[{kids}]>>".encode(), *[page] * 100_000],
    )


def pdf_with_arrays_200_000_deep(path: Path) -> None:
    _one_page(path, _stream(b"[" * 200_000 + b"]" * 200_000, ""))


def pdf_of_forms_that_draw_each_other(path: Path) -> None:
    form = _stream(b"/I Do /I Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 6 0 R>>>>")
    _one_page(path, _stream(b"/I Do", ""), image=form)


def _rtf(path: Path, body: Chunks) -> None:
    with path.open("wb") as file:
        file.write(b"{\\rtf1\\ansi ")
        for chunk in body:
            file.write(chunk)
        file.write(b"}")


def rtf_nested_300_000_deep(path: Path) -> None:
    _rtf(path, iter([b"{" * 300_000, b"x", b"}" * 300_000]))


def rtf_of_a_million_cells(path: Path) -> None:
    row = b"\\trowd" + b"".join(b"\\cellx%d" % (n * 100) for n in range(1, 61)) + b" 1\\cell" * 60 + b"\\row\n"
    _rtf(path, (row for _ in range(17_000)))


def _xlsx(path: Path, rows: Chunks) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        )
        for place, target in (
            ("_rels/.rels", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml"),
        ):
            kind = "officeDocument" if place == "_rels/.rels" else "worksheet"
            package.writestr(
                place,
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/{kind}" '
                f'Target="{target}"/></Relationships>',
            )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for row in rows:
                part.write(row)
            part.write(b"</sheetData></worksheet>")


def xlsx_of_a_million_cells(path: Path) -> None:
    _xlsx(
        path,
        (f'<row r="{n}">'.encode() + b"<c><v>1234</v></c>" * 100 + b"</row>" for n in range(1, 10_001)),
    )


def xlsx_of_20_million_cells(path: Path) -> None:
    _xlsx(
        path,
        (f'<row r="{n}">'.encode() + b"<c><v>1234</v></c>" * 200 + b"</row>" for n in range(1, 100_001)),
    )


def _open_document(path: Path, kind: str, body: Chunks) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        with package.open("content.xml", "w", force_zip64=True) as part:
            part.write(f'<office:document-content {spaces} office:version="1.2"><office:body><office:{kind}>'.encode())
            for chunk in body:
                part.write(chunk)
            part.write(f"</office:{kind}></office:body></office:document-content>".encode())


def ods_that_repeats_a_cell_10_to_the_12_times(path: Path) -> None:
    cell = b'<table:table-cell table:number-columns-repeated="1000000"><text:p>Cay</text:p></table:table-cell>'
    row = b'<table:table-row table:number-rows-repeated="1000000">' + cell + b"</table:table-row>"
    _open_document(path, "spreadsheet", iter([b'<table:table table:name="A">', row, b"</table:table>"]))


def odt_of_a_million_paragraphs(path: Path) -> None:
    _open_document(path, "text", (f"<text:p>Đoạn {n}</text:p>".encode() for n in range(1_000_000)))


def odt_nested_50_000_deep(path: Path) -> None:
    _open_document(path, "text", iter([b"<text:section>" * 50_000, b"<text:p>x</text:p>", b"</text:section>" * 50_000]))


def txt_of_90_mb_in_one_line(path: Path) -> None:
    path.write_bytes(b"Dieu 1. " * (90 * _MIB // 8))


def txt_of_90_mb_of_lines(path: Path) -> None:
    path.write_text("Điều 1. Phạm vi\n1. Việc này.\n" * (90 * _MIB // 37), encoding="utf-8")


def md_of_60_mb_of_marks(path: Path) -> None:
    path.write_bytes(b"*_[](#`" * (60 * _MIB // 7))


MAKERS: dict[str, Callable[[Path], None]] = {
    f"{name.partition('_')[2]}.{name.partition('_')[0]}": maker
    for name, maker in list(globals().items())
    if name.partition("_")[0] in ("docx", "pdf", "rtf", "xlsx", "ods", "odt", "txt", "md") and callable(maker)
}
