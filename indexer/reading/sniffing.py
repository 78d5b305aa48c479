"""What a file is, by its bytes. Its name only has to agree.

`sniff` looks at signatures, at the members of a ZIP and at the streams of an OLE container; it parses nothing
else. `check_kind` turns what was found and the name into one of the kinds that are read, or a refusal.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path

from indexer.reading.base import PICTURES
from indexer.reading.ole import SIGNATURE, read_office_file
from indexer.reading.refusals import refusal

_HEAD = 8192

# kind: (Vietnamese, English) as in "tệp này là …".
NAMES: dict[str, tuple[str, str]] = {
    "pdf": ("tệp PDF", "a PDF file"),
    "docx": ("văn bản Word (DOCX)", "a Word document (DOCX)"),
    "text": ("văn bản thuần (TXT)", "plain text"),
    "doc": ("văn bản Word đời cũ (DOC)", "an old Word document (DOC)"),
    "xls": ("bảng tính Excel đời cũ (XLS)", "an old Excel workbook (XLS)"),
    "ppt": ("bài trình chiếu PowerPoint đời cũ (PPT)", "an old PowerPoint presentation (PPT)"),
    "ole": ("tệp Office đời cũ", "an old Office file"),
    "encrypted_ooxml": ("tệp Office đặt mật khẩu", "an Office file with a password"),
    "xlsx": ("bảng tính Excel (XLSX)", "an Excel workbook (XLSX)"),
    "xlsb": ("bảng tính Excel (XLSB)", "an Excel workbook (XLSB)"),
    "pptx": ("bài trình chiếu PowerPoint (PPTX)", "a PowerPoint presentation (PPTX)"),
    "odt": ("văn bản OpenDocument (ODT)", "an OpenDocument text (ODT)"),
    "ods": ("bảng tính OpenDocument (ODS)", "an OpenDocument spreadsheet (ODS)"),
    "odp": ("bài trình chiếu OpenDocument (ODP)", "an OpenDocument presentation (ODP)"),
    "opendocument": ("tệp OpenDocument", "an OpenDocument file"),
    "epub": ("sách điện tử EPUB", "an EPUB book"),
    "rtf": ("văn bản RTF", "an RTF document"),
    "html": ("trang web (HTML)", "a web page (HTML)"),
    "mhtml": ("trang web lưu trữ (MHTML)", "a saved web page (MHTML)"),
    "wordxml": ("văn bản Word dạng XML", "a Word XML document"),
    "xml": ("tệp XML", "an XML file"),
    "postscript": ("tệp PostScript", "a PostScript file"),
    "zip": ("tệp nén ZIP", "a ZIP archive"),
    "rar": ("tệp nén RAR", "a RAR archive"),
    "7z": ("tệp nén 7z", "a 7z archive"),
    "gzip": ("tệp nén GZ", "a gzip archive"),
    "compressed": ("tệp nén", "a compressed file"),
    "exe": ("chương trình Windows (EXE)", "a Windows program (EXE)"),
    "program": ("chương trình máy tính", "a program"),
    "png": ("ảnh PNG", "a PNG picture"),
    "jpeg": ("ảnh JPEG", "a JPEG picture"),
    "gif": ("ảnh GIF", "a GIF picture"),
    "tiff": ("ảnh TIFF", "a TIFF picture"),
    "bmp": ("ảnh BMP", "a BMP picture"),
    "webp": ("ảnh WebP", "a WebP picture"),
    "heic": ("ảnh HEIC", "a HEIC picture"),
    "jp2": ("ảnh JPEG 2000", "a JPEG 2000 picture"),
    "djvu": ("bản quét DjVu", "a DjVu scan"),
    "media": ("tệp âm thanh hoặc phim", "a sound or film file"),
    "binary": ("dữ liệu nhị phân không rõ loại", "binary data of an unknown kind"),
}

# Read through LibreOffice, or as OpenDocument is written.
OFFICE = frozenset({"doc", "rtf", "odt", "xls", "xlsx", "xlsb", "ods", "ppt", "pptx", "odp"})
UNREAD_IMAGES = frozenset({"heic", "jp2", "djvu"})

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"AT&TFORM", "djvu"),
    (b"\x00\x00\x00\x0cjP  ", "jp2"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ\x00", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"%!PS", "postscript"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
)

# Suffix of a name: the kinds it may hold.
_SUFFIXES: dict[str, frozenset[str]] = {
    ".pdf": frozenset({"pdf"}),
    ".docx": frozenset({"docx"}),
    ".docm": frozenset({"docx"}),
    ".dotx": frozenset({"docx"}),
    ".dotm": frozenset({"docx"}),
    ".txt": frozenset({"text"}),
    ".text": frozenset({"text"}),
    ".md": frozenset({"text"}),
    ".markdown": frozenset({"text"}),
}
_OTHER_SUFFIXES: dict[str, frozenset[str]] = {
    ".doc": frozenset({"doc", "rtf"}),  # Word itself gives RTF this name
    ".dot": frozenset({"doc", "rtf"}),
    ".xls": frozenset({"xls"}),
    ".xlt": frozenset({"xls"}),
    ".ppt": frozenset({"ppt"}),
    ".pps": frozenset({"ppt"}),
    ".xlsx": frozenset({"xlsx"}),
    ".xlsm": frozenset({"xlsx"}),
    ".xlsb": frozenset({"xlsb"}),
    ".pptx": frozenset({"pptx"}),
    ".pptm": frozenset({"pptx"}),
    ".ppsx": frozenset({"pptx"}),
    ".odt": frozenset({"odt"}),
    ".ott": frozenset({"odt"}),
    ".ods": frozenset({"ods"}),
    ".odp": frozenset({"odp"}),
    ".rtf": frozenset({"rtf"}),
    ".zip": frozenset({"zip"}),
    ".rar": frozenset({"rar"}),
    ".7z": frozenset({"7z"}),
    ".exe": frozenset({"exe"}),
    # Phones and chat programs give pictures each other's names.
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic", ".heif"),
        frozenset(PICTURES) | {"heic"},
    ),
    ".html": frozenset({"html"}),
    ".htm": frozenset({"html"}),
    ".mht": frozenset({"mhtml"}),
    ".xml": frozenset({"xml", "wordxml"}),
    ".epub": frozenset({"epub"}),
}
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})

_HTML = re.compile(
    rb"(?is)^(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|script)\b"
)


def suffix_of(name: str) -> str:
    """`.pdf` of `Công văn.PDF`; "" where there is none or it is no extension (`Kế hoạch số 15`)."""
    suffix = Path(name.strip()).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) and re.search(r"[a-z]", suffix) else ""


def sniff(path: Path) -> str:
    """A key of `NAMES`. Reads the beginning; the directory of a ZIP; the whole of an OLE file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(SIGNATURE):
        return read_office_file(path).kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path, head)
    if head.startswith(b"MZ") and b"\x00" in head[:256]:
        return "exe"
    if head.startswith(b"BM") and b"\x00" in head[:16]:
        return "bmp"
    if head.startswith(b"RIFF"):
        return "webp" if head[8:12] == b"WEBP" else "media"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif") else "media"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)):
        return "text"
    body = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if _HTML.match(body):
        return "html"
    if body[:13].lower() == b"mime-version:" or (b"\nMIME-Version:" in head[:2000] and b"boundary=" in head):
        return "mhtml"
    if body.startswith(b"<?xml"):
        return "wordxml" if b"schemas.microsoft.com/office/word" in head else "xml"
    if b"\x00" in head:
        return "text" if _utf16_without_mark(head) else "binary"
    strange = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return "binary" if strange > max(2, len(head) // 50) else "text"


def _utf16_without_mark(head: bytes) -> bool:
    """Vietnamese UTF-16 text: every second byte is 0, 1, 3 or 0x1E and the zeros are on one side only."""
    even, odd = head[0::2], head[1::2]
    for high, low in ((odd, even), (even, odd)):
        known = sum(byte in (0, 1, 3, 0x1E, 0x20) for byte in high)
        if known >= 0.97 * len(high) and high.count(0) > 0.3 * len(high) and low.count(0) == 0:
            return True
    return False


def _zip_kind(path: Path, head: bytes) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            members = {info.filename for info in package.infolist()[:20_000]}
    # NotImplementedError is what zipfile raises where it does not know a way of packing.
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
        # The directory stands at the end: a ZIP cut short has none. The first member still tells what it was.
        first = head[30:120]
        if first.startswith((b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/", b"customXml/")):
            return "docx"
        return "zip"
    if "mimetype" in members and head[30:38] == b"mimetype":
        declared = head[38:120]
        if declared.startswith(b"application/epub+zip"):
            return "epub"
        if declared.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        if declared.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        if declared.startswith(b"application/vnd.oasis.opendocument.presentation"):
            return "odp"
        if declared.startswith(b"application/vnd.oasis.opendocument"):
            return "opendocument"
    if "xl/workbook.bin" in members:
        return "xlsb"
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "ppt/presentation.xml" in members:
        return "pptx"
    if "word/document.xml" in members or ("[Content_Types].xml" in members and "_rels/.rels" in members):
        return "docx"
    return "zip"


def check_kind(kind: str, name: str) -> str:
    """`pdf`, `docx`, `text`, `markdown` or one of OFFICE or PICTURES.

    Otherwise raises UnreadableFile saying what the file is.
    """
    suffix = suffix_of(name)
    found_vi, found_en = NAMES[kind]
    expected = _SUFFIXES.get(suffix) or _OTHER_SUFFIXES.get(suffix)
    if kind == "encrypted_ooxml":
        raise refusal("encrypted_office", name, found_vi=found_vi, found_en=found_en)
    if expected is not None and kind not in expected:
        raise refusal("mislabelled", name, suffix=suffix, found_vi=found_vi, found_en=found_en)
    if kind in UNREAD_IMAGES:
        raise refusal("unsupported_image", name, found_vi=found_vi, found_en=found_en)
    if kind == "binary":
        raise refusal("unknown_format", name)
    if kind not in ("pdf", "docx", "text") and kind not in OFFICE and kind not in PICTURES:
        raise refusal("unsupported_format", name, found_vi=found_vi, found_en=found_en)
    if kind == "text":
        if suffix in MARKDOWN_SUFFIXES:
            return "markdown"
        if suffix and suffix not in _SUFFIXES:
            raise refusal(
                "unsupported_format",
                name,
                found_vi=f"tệp chữ đuôi {suffix}",
                found_en=f"a text file of the kind {suffix}",
            )
    return kind
