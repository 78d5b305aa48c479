"""What a file is by its bytes; names; the table of refusals."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import CancuError, RefusedInput
from indexer.reading.names import safe_name
from indexer.reading.refusals import _TABLE, REASONS, page_list, refusal
from indexer.reading.sniffing import NAMES, check_kind, sniff, suffix_of
from tests.indexer.reading_files import lines, make_docx, make_pdf, p

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def stream_name(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\x00" * 100


def zipped(path: Path, *members: tuple[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members:
            package.writestr(name, content)
    return path.read_bytes()


BYTES = [
    (b"%PDF-1.7\n", "pdf"),
    (b"\xef\xbb\xbf\r\n%PDF-1.4", "pdf"),
    (stream_name("WordDocument"), "doc"),
    (stream_name("Workbook"), "xls"),
    (stream_name("Book"), "xls"),
    (stream_name("PowerPoint Document"), "ppt"),
    (stream_name("EncryptedPackage"), "encrypted_ooxml"),
    (OLE, "ole"),
    (b"{\\rtf1\\ansi", "rtf"),
    (b"\x89PNG\r\n\x1a\n....", "png"),
    (b"\xff\xd8\xff\xe0", "jpeg"),
    (b"II*\x00....", "tiff"),
    (b"BM\x00\x00\x00\x00", "bmp"),
    (b"RIFF....WEBP", "webp"),
    (b"....ftypheic", "heic"),
    (b"MZ\x90\x00\x03\x00", "exe"),
    (b"\x7fELF\x02", "program"),
    (b"Rar!\x1a\x07\x00", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"%!PS-Adobe", "postscript"),
    (b"<!DOCTYPE html><html>", "html"),
    (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
    (b"\xef\xbb\xbf  <HTML>", "html"),
    (b"MIME-Version: 1.0\r\n", "mhtml"),
    (
        b'<?xml version="1.0"?><?mso-application?><w xmlns="http://schemas.microsoft.com/office/word/2003/wordml">',
        "wordxml",
    ),
    (b'<?xml version="1.0"?><a/>', "xml"),
    ("Kế hoạch".encode(), "text"),
    ("Kế hoạch công tác dân vận".encode("utf-16"), "text"),
    ("Kế hoạch công tác dân vận".encode("utf-16-le"), "text"),
    (b"\x00\x01\x02\x03" * 50, "binary"),
    (bytes(range(1, 32)) * 4, "binary"),
    (b"MZ la ten mot nguoi", "text"),
    (b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml", "docx"),
    (b"PK\x03\x04" + b"\x00" * 26 + b"hinh.png", "zip"),
]


@pytest.mark.parametrize(("content", "kind"), BYTES)
def test_sniff(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "tep"
    path.write_bytes(content)
    assert sniff(path) == kind


ZIPS = [
    ((("word/document.xml", b""),), "docx"),
    ((("xl/workbook.xml", b""),), "xlsx"),
    ((("ppt/presentation.xml", b""),), "pptx"),
    ((("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"")), "odt"),
    ((("mimetype", b"application/epub+zip"),), "epub"),
    ((("mimetype", b"application/vnd.oasis.opendocument.presentation"),), "odp"),
    ((("xl/workbook.bin", b""),), "xlsb"),
    ((("a.txt", b"x"),), "zip"),
]


@pytest.mark.parametrize(("members", "kind"), ZIPS)
def test_sniff_zip(tmp_path: Path, members: tuple[tuple[str, bytes], ...], kind: str) -> None:
    path = tmp_path / "tep"
    zipped(path, *members)
    assert sniff(path) == kind


READ = [
    ("pdf", "Công văn.PDF", "pdf"),
    ("pdf", "d41d8cd9", "pdf"),
    ("pdf", "Kế hoạch số 15.2024", "pdf"),
    ("docx", "a.docx", "docx"),
    ("docx", "a.docm", "docx"),
    ("text", "a.txt", "text"),
    ("text", "a", "text"),
    ("text", "ghi-chu.MD", "markdown"),
    ("doc", "a.doc", "doc"),
    ("doc", "a", "doc"),
    ("rtf", "a.doc", "rtf"),
    ("xls", "a.XLS", "xls"),
    ("odp", "a.odp", "odp"),
    ("png", "a.png", "png"),
    ("tiff", "quet", "tiff"),
    ("webp", "anh-zalo.JPG", "webp"),
]


@pytest.mark.parametrize(("kind", "name", "read_as"), READ)
def test_read_as(kind: str, name: str, read_as: str) -> None:
    assert check_kind(kind, name) == read_as


REFUSED = [
    ("docx", "a.pdf", "mislabelled"),
    ("html", "a.pdf", "mislabelled"),
    ("exe", "a.pdf", "mislabelled"),
    ("exe", "a.docx", "mislabelled"),
    ("text", "a.pdf", "mislabelled"),
    ("binary", "a.pdf", "mislabelled"),
    ("pdf", "a.txt", "mislabelled"),
    ("html", "a.doc", "mislabelled"),
    ("doc", "a.docx", "mislabelled"),
    ("xls", "a.doc", "mislabelled"),
    ("docx", "a.doc", "mislabelled"),
    ("ole", "a", "unsupported_format"),
    ("zip", "a.zip", "unsupported_format"),
    ("text", "a.csv", "unsupported_format"),
    ("heic", "a.heic", "unsupported_image"),
    ("heic", "a.jpg", "unsupported_image"),
    ("djvu", "quet", "unsupported_image"),
    ("png", "a.pdf", "mislabelled"),
    ("text", "a.png", "mislabelled"),
    ("encrypted_ooxml", "a.docx", "encrypted_office"),
    ("binary", "a", "unknown_format"),
]


@pytest.mark.parametrize(("kind", "name", "reason"), REFUSED)
def test_refused(kind: str, name: str, reason: str) -> None:
    with pytest.raises(RefusedInput) as caught:
        check_kind(kind, name)
    assert caught.value.reason == reason
    assert name in caught.value.vi
    if reason == "mislabelled":
        assert NAMES[kind][0] in caught.value.vi
        assert NAMES[kind][1] in caught.value.en


SUFFIXES = [
    ("a.PDF", ".pdf"),
    ("Kế hoạch số 15", ""),
    ("Kế hoạch 05.3.2024", ""),
    ("a.tar.gz", ".gz"),
    (".docx", ""),
    ("a.", ""),
    ("Luật.Đất", ""),
]


@pytest.mark.parametrize(("name", "suffix"), SUFFIXES)
def test_suffix(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


SAFE = [
    ("Kế hoạch 15.pdf", "Kế hoạch 15.pdf"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\Windows\\win.ini", "win.ini"),
    ("/tuyet/doi.pdf", "doi.pdf"),
    ("C:\\a.pdf", "a.pdf"),
    ("a\x00b.pdf", "a_b.pdf"),
    ("a\nb\r.pdf", "a_b_.pdf"),
    ("gnp.\u202efdp.exe", "gnp.fdp.exe"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("com1.docx", "_com1.docx"),
    ("content.pdf", "content.pdf"),
    ('a<b>:"|?*.pdf', "a_b______.pdf"),
    ("  .  ", "van-ban"),
    ("", "van-ban"),
    ("..", "van-ban"),
    ("/", "van-ban"),
    ("a. ", "a"),
    ("Ke\u0302\u0301 hoạch.pdf", "Kế hoạch.pdf"),
    ("\ud800.pdf", "pdf"),
]


@pytest.mark.parametrize(("name", "shown"), SAFE)
def test_safe_name(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_long_names_keep_their_extension() -> None:
    shown = safe_name("ế" * 500 + ".docx")
    assert len(shown) == 150
    assert shown.endswith("ế.docx")


@given(st.text())
def test_safe_name_is_harmless(name: str) -> None:
    shown = safe_name(name)
    assert safe_name(shown) == shown
    assert 0 < len(shown) <= 151
    assert not re.search(r'[/\\<>:"|?*\x00-\x1f]', shown)
    assert shown.strip(". ") == shown


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_refusal_says_what_to_do(reason: str) -> None:
    words = set(re.findall(r"{(\w+)}", _TABLE[reason][1] + _TABLE[reason][2])) - {"name"}
    error = refusal(reason, "Kế hoạch.pdf", **dict.fromkeys(words, "7"))
    assert isinstance(error, CancuError)
    assert error.reason == reason
    assert str(error) == error.vi
    for sentence in (error.vi, error.en):
        assert "Kế hoạch.pdf" in sentence
        assert "{" not in sentence
        assert len(re.findall(r"[.;](?:\s|$)", sentence)) >= 2, "what is wrong, and what to do"


LISTS = [([1, 2, 3, 4, 7], "1-4, 7"), ([5], "5"), ([], ""), ([1, 3], "1, 3")]


@pytest.mark.parametrize(("numbers", "shown"), LISTS)
def test_page_list(numbers: list[int], shown: str) -> None:
    assert page_list(numbers) == shown


def test_own_samples_are_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(make_pdf([lines(["Điều 1"])]))
    assert sniff(path) == "pdf"
    assert sniff(make_docx(path, p("Điều 1"))) == "docx"
