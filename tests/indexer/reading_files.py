"""Small PDF and DOCX files for the tests of reading, made byte by byte so that nothing in them is a surprise."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Put:
    """One piece of text on a page: its left edge and baseline in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 14


@dataclass(frozen=True)
class Picture:
    """A grey picture that covers this rectangle."""

    x: float
    y: float
    width: float
    height: float


def lines(rows: Sequence[str], *, x: float = 85, top: float = 760, step: float = 18, size: float = 14) -> list[Put]:
    """Rows of text one below the other."""
    return [Put(x, top - step * index, row, size) for index, row in enumerate(rows)]


def make_pdf(pages: Sequence[Sequence[Put | Picture]], *, unicode_map: bool = True, rotate: int = 0) -> bytes:
    """A PDF with these pages (A4). Every letter is half as wide as the font is high.

    Each character has a code of its own in a simple font; `unicode_map` False leaves out what the codes mean.
    """
    chars = sorted({c for page in pages for item in page if isinstance(item, Put) for c in item.text} - {" "})
    codes = {" ": 32, **{c: 33 + i for i, c in enumerate(chars)}}
    assert max(codes.values()) < 256
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(content: bytes, entries: str = "") -> bytes:
        return f"<<{entries}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"

    catalog, tree = add(b""), add(b"")
    mapped = "".join(f"<{code:02x}> <{c.encode('utf-16-be').hex()}>\n" for c, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        + "".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n"
            for block in _blocks(mapped.splitlines(), 100)
        )
        + "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    to_unicode = add(stream(cmap.encode()))
    widths = " ".join(["500"] * 224)
    font = add(
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/LastChar 255/Widths[{widths}]"
        f"{f'/ToUnicode {to_unicode} 0 R' if unicode_map else ''}>>".encode()
    )
    grey = add(stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"))
    kids: list[int] = []
    for page in pages:
        content = bytearray()
        for item in page:
            if isinstance(item, Picture):
                content += f"q {item.width} 0 0 {item.height} {item.x} {item.y} cm /I Do Q\n".encode()
            else:
                shown = bytes(codes[c] for c in item.text).hex()
                content += f"BT /F {item.size} Tf {item.x} {item.y} Td <{shown}> Tj ET\n".encode()
        body = add(stream(bytes(content)))
        kids.append(
            add(
                f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 595 842]/Rotate {rotate}/Contents {body} 0 R"
                f"/Resources<</Font<</F {font} 0 R>>/XObject<</I {grey} 0 R>>>>>>".encode()
            )
        )
    objects[catalog - 1] = f"<</Type/Catalog/Pages {tree} 0 R>>".encode()
    objects[tree - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>".encode()
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body_bytes in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body_bytes + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root {catalog} 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _blocks(rows: Sequence[str], size: int) -> list[Sequence[str]]:
    return [rows[i : i + size] for i in range(0, len(rows), size)]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def p(text: str = "", properties: str = "") -> str:
    """A paragraph: `text` is plain, or run elements where it begins with `<`."""
    runs = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph that Word numbers itself."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table; each cell is paragraphs or plain text."""
    out = ["<w:tbl>"]
    for row in rows:
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        out.append(f"<w:tr>{cells}</w:tr>")
    return "".join([*out, "</w:tbl>"])


def make_docx(
    path: Path,
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    document: bytes | None = None,
    more: dict[str, bytes] | None = None,
) -> Path:
    """Write a DOCX with this body (elements of w:body); `document` replaces the whole main part."""
    parts = {"styles": styles, "numbering": numbering, "footnotes": footnotes}
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for i, (kind, content) in enumerate(parts.items())
        if content
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        package.writestr(
            "_rels/.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}"><Relationship Id="r" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/document.xml",
            document or f'<?xml version="1.0"?><w:document {_SPACES}><w:body>{body}</w:body></w:document>',
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        )
        for kind, content in parts.items():
            if content:
                package.writestr(f"word/{kind}.xml", f'<?xml version="1.0"?><w:{kind} {_SPACES}>{content}</w:{kind}>')
        for name, data in (more or {}).items():
            package.writestr(name, data)
    return path
