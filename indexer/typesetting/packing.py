"""The package of a DOCX: its parts and how they refer to each other."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from indexer.typesetting.pieces import paragraph, printable
from indexer.typesetting.styles import Style, styles_xml

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same draft gives the same bytes, whenever it is exported


@dataclass(frozen=True)
class Described:
    """What stands in the properties of the file."""

    title: str
    author: str
    made: datetime


def packed(body: str, styles: tuple[Style, ...], addresses: Sequence[str], described: Described) -> bytes:
    """A DOCX with this body; `addresses` are what its hyperlinks `rLink1`, `rLink2` … lead to."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            [
                ("rDocument", f"{_OFFICE}/officeDocument", "word/document.xml"),
                (
                    "rCore",
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
                ("rApp", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            [
                (f"r{name.capitalize()}", f"{_OFFICE}/{name}", f"{name}.xml")
                for name in ("styles", "settings", "header")
            ],
            addresses,
        ),
        "word/styles.xml": f"<w:styles {_SPACES}>{styles_xml(styles)}</w:styles>",
        "word/settings.xml": f"<w:settings {_SPACES}>{_SETTINGS}</w:settings>",
        "word/header.xml": f"<w:hdr {_SPACES}>{_page_number()}</w:hdr>",
        "docProps/core.xml": _core(described),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Application>Căn Cứ</Application><Company>{escape(printable(described.author))}</Company></Properties>"
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, f"{_XML}{content}".encode())
    return out.getvalue()


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="vi-VN" w:eastAsia="vi-VN"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)


def _page_number() -> str:
    return paragraph(
        "SoTrang",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def _relations(known: Sequence[tuple[str, str, str]], addresses: Sequence[str] = ()) -> str:
    rows = [f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in known]
    rows += [
        f'<Relationship Id="rLink{number}" Type="{_OFFICE}/hyperlink" Target={quoteattr(address)} '
        'TargetMode="External"/>'
        for number, address in enumerate(addresses, 1)
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(rows)}</Relationships>'


def _types() -> str:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/header.xml": f"{_WORD}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _core(described: Described) -> str:
    moment = f"{described.made:%Y-%m-%dT%H:%M:%SZ}"
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(described.title))}</dc:title><dc:creator>{escape(printable(described.author))}</dc:creator>"
        f"<dc:language>vi-VN</dc:language>{when}</cp:coreProperties>"
    )
