"""TXT and Markdown: encodings, marks of emphasis, headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import RefusedInput
from indexer.reading.base import MARKDOWN, TEXT, Limits
from indexer.reading.legacy import encode, legacy_encoding
from indexer.reading.plain import decode, read_plain, strip_emphasis, strip_markdown

PLAN = "KẾ HOẠCH\r\nTriển khai công tác dân vận năm 2024\r\n\r\nCăn cứ Chỉ thị số 18/2000/CT-TTg;\r\n"

ENCODINGS = [
    (PLAN.encode(), "utf-8"),
    (b"\xef\xbb\xbf" + PLAN.encode(), "utf-8-sig"),
    (PLAN.encode("utf-16"), "utf-16"),
    (b"\xfe\xff" + PLAN.encode("utf-16-be"), "utf-16"),
    (PLAN.encode("utf-16-le"), "utf-16"),
    (PLAN.encode("utf-16-be"), "utf-16"),
    (b"ke hoach cong tac dan van", "utf-8"),
]


@pytest.mark.parametrize(("content", "encoding"), ENCODINGS)
def test_encodings(content: bytes, encoding: str) -> None:
    text, found = decode(content, "a.txt")
    assert found == encoding
    assert text in (PLAN, "ke hoach cong tac dan van")


def windows_1258(text: str) -> bytes:
    """`text` with its tones as characters of their own, as Windows-1258 has them."""
    import unicodedata

    out = bytearray()
    for char in text:
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((c for c in decomposed if c in "\u0300\u0301\u0303\u0309\u0323"), "")
        base = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
        out += (base + tone).encode("cp1258")
    return bytes(out)


def test_windows_1258(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(windows_1258(PLAN))
    reading = read_plain(path, "a.txt", Limits(), markdown=False)
    assert reading.encoding == "windows-1258"
    assert reading.text == PLAN.replace("\r\n", "\n").strip()


OLD_BYTES = [
    ("ñy ban nh©n d©n x· Phó Th¹nh quyÕt ®Þnh".encode("latin-1"), "ủy ban nhân dân xã Phú Thạnh quyết định", "tcvn3"),
    ("UÛy ban nhaân daân xaõ quyeát ñònh".encode("latin-1"), "Ủy ban nhân dân xã quyết định", "vni"),
    ("ñy ban nh©n d©n x· Phó Th¹nh quyÕt ®Þnh".encode(), "ủy ban nhân dân xã Phú Thạnh quyết định", "tcvn3"),
    (b"U?y ban nha^n da^n xa~ quye^'t ddi.nh", "Ủy ban nhân dân xã quyết định", "viqr"),
    (encode("Đảng ủy xã quyết định: “được”", "viscii").encode("cp1252"), "Đảng ủy xã quyết định: “được”", "viscii"),
]


@pytest.mark.parametrize(("content", "text", "encoding"), OLD_BYTES)
def test_older_than_unicode(tmp_path: Path, content: bytes, text: str, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    reading = read_plain(path, "a.txt", Limits(), markdown=False)
    assert (reading.text, reading.encoding) == (text, encoding)
    assert reading.raw_text != text


REFUSED = [
    ("Решение о плане работы комитета".encode("koi8-r"), "unknown_encoding"),
    (PLAN.encode("utf-32"), "unknown_encoding"),
    (PLAN.encode("utf-16")[:-1], "unknown_encoding"),
    (b"   \r\n \n", "no_text"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(RefusedInput) as caught:
        read_plain(path, "a.txt", Limits(), markdown=False)
    assert caught.value.reason == reason


LEGACY = [
    ("ñy ban nh©n d©n, quyÕt ®Þnh, c«ng t¸c", "TCVN3"),
    ("UÛy ban nhaân daân, quyeát ñònh, coâng taùc", "VNI"),
    ("Ủy ban nhân dân, quyết định, công tác", ""),
    ("Le Comité populaire a décidé de créer une école à côté du théâtre où l’été fut très gâté", ""),
    ("The plan of the commune committee", ""),
    ("© 2024 ®", ""),
]


@pytest.mark.parametrize(("text", "encoding"), LEGACY)
def test_legacy(text: str, encoding: str) -> None:
    assert legacy_encoding(text) == encoding


EMPHASIS = [
    ("“*nền hành chính phục vụ*”", "“nền hành chính phục vụ”"),
    ("**Điều 1.** Phạm vi", "Điều 1. Phạm vi"),
    ("***rất đậm***", "rất đậm"),
    ("một *hai* ba **bốn năm**.", "một hai ba bốn năm."),
    ("5*3*2 = 30", "5*3*2 = 30"),
    ("* Ghi chú: (*) là bắt buộc (*)", "* Ghi chú: (*) là bắt buộc (*)"),
    ("**TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH**\nAn", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nAn"),
    ("**một\n\nhai**", "**một\n\nhai**"),
    ("a * b * c", "a * b * c"),
    ("Số*: 15", "Số*: 15"),
    ("*)", "*)"),
    ("****", "****"),
]


@pytest.mark.parametrize(("text", "expected"), EMPHASIS)
def test_emphasis(text: str, expected: str) -> None:
    assert strip_emphasis(text) == expected


MARKED = [
    ("# KẾ HOẠCH\n## I. MỤC ĐÍCH ##", "KẾ HOẠCH\nI. MỤC ĐÍCH"),
    ("* Như trên\n+ Lưu\n- VT", "- Như trên\n- Lưu\n- VT"),
    ("> Căn cứ Luật", "Căn cứ Luật"),
    ("[Luật 10](https://example.org/a_b)", "Luật 10"),
    ("| STT | Tên |\n|-----|:---:|\n| 1 | An |", "STT | Tên\n1 | An"),
    ("```\nmã\n```", "mã"),
    ("`mã` và _nghiêng_, __đậm__", "mã và nghiêng, đậm"),
    ("tên_tệp_dài và ____ để điền", "tên_tệp_dài và ____ để điền"),
    (r"1\. Không phải danh sách \*", "1. Không phải danh sách *"),
    ("một<br>hai<!-- bỏ -->", "một\nhai"),
    ("---\ntitle: x\n---\nĐiều 1", "Điều 1"),
    ("#không phải tiêu đề", "#không phải tiêu đề"),
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_markdown(text: str, expected: str) -> None:
    assert strip_markdown(text) == expected


@pytest.mark.parametrize(("markdown", "media_type"), [(True, MARKDOWN), (False, TEXT)])
def test_marks_stay_in_the_raw_text(tmp_path: Path, markdown: bool, media_type: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("**Điều 1.** Phạm vi\n", encoding="utf-8")
    reading = read_plain(path, "a.md", Limits(), markdown=markdown)
    assert reading.text == "Điều 1. Phạm vi"
    assert reading.raw_text == "**Điều 1.** Phạm vi\n"
    assert reading.media_type == media_type
    assert reading.pages[0].text == reading.text


def test_too_much_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("dài " * 100, encoding="utf-8")
    with pytest.raises(RefusedInput) as caught:
        read_plain(path, "a.txt", Limits(max_text=300), markdown=False)
    assert caught.value.reason == "too_much_text"
