"""PDF: words, paragraphs, pages without text, running heads, footnotes, headings in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest

from archive.errors import NeedsOcr, RefusedInput, TooLarge, UnreadableFile
from indexer.reading.base import Limits, Reading
from indexer.reading.judging import garbled, other_language
from indexer.reading.margins import divide_pages, show_raised
from indexer.reading.paragraphs import joint
from indexer.reading.pdf import read_pdf
from indexer.reading.pdf_lines import LOWERED, RAISED, Line
from indexer.reading.rendering import count_pages, page_picture
from indexer.text import repair_text
from tests.indexer.reading_files import Picture, Put, lines, make_pdf


def read(tmp_path: Path, content: bytes, limits: Limits | None = None) -> Reading:
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(content)
    return read_pdf(path, path.name, limits or Limits(), 60)


# A letter is 7 points wide at size 14: 64 letters fill the column from 85 to 533.
ARTICLE = [
    Put(113, 760, "Điều 1. Phạm vi điều chỉnh"),
    Put(113, 742, "1. Kế hoạch này quy định việc tổ chức thực hiện công tác dân"),
    Put(85, 724, "vận của chính quyền xã Phú Thạnh trong năm, theo quy định tại khoản 1"),
    Put(85, 706, "Điều 3. Trách nhiệm được nêu ở trên của Luật số 10/2022/QH15 và"),
    Put(85, 688, "các văn bản hướng dẫn."),
    Put(113, 670, "a) Các thôn, khu phố chủ động triển khai kế hoạch của mình;"),
    Put(113, 652, "b) Các cơ quan, đơn vị."),
]


def test_wrapped_lines_become_paragraphs(tmp_path: Path) -> None:
    reading = read(tmp_path, make_pdf([ARTICLE]))
    assert reading.text.split("\n") == [
        "Điều 1. Phạm vi điều chỉnh",
        "1. Kế hoạch này quy định việc tổ chức thực hiện công tác dân vận của chính quyền xã Phú Thạnh trong năm, "
        "theo quy định tại khoản 1 Điều 3. Trách nhiệm được nêu ở trên của Luật số 10/2022/QH15 và các văn bản "
        "hướng dẫn.",
        "a) Các thôn, khu phố chủ động triển khai kế hoạch của mình;",
        "b) Các cơ quan, đơn vị.",
    ]


def test_paragraph_runs_over_the_page(tmp_path: Path) -> None:
    first = lines(["1. Ủy ban nhân dân xã chịu trách nhiệm tổ chức thực hiện Kế hoạch"], x=113)
    second = [
        Put(290, 800, "2", 13),
        *lines(["này và báo cáo kết quả trước ngày 15 tháng 12 hằng năm theo quy", "định."], top=760),
        *lines(["2. Các đơn vị khác phối hợp."], x=113, top=724),
    ]
    reading = read(tmp_path, make_pdf([first, second]))
    assert reading.text.split("\n") == [
        "1. Ủy ban nhân dân xã chịu trách nhiệm tổ chức thực hiện Kế hoạch này và báo cáo kết quả trước ngày 15 tháng "
        "12 hằng năm theo quy định.",
        "2. Các đơn vị khác phối hợp.",
    ]
    assert reading.text[reading.page_starts[1] :].startswith("này và báo cáo")
    assert "".join(page.text for page in reading.pages) == reading.text
    assert repair_text(reading.text) == reading.text
    assert "2\n" in reading.raw_text


def test_symbol_broken_at_its_hyphen(tmp_path: Path) -> None:
    rows = ["Căn cứ Nghị quyết của Hội đồng nhân dân và Quyết định số 40/2022/QĐ-", "UBND ngày 14/11/2022 của Ủy ban."]
    text = read(tmp_path, make_pdf([lines(rows)])).text
    assert "40/2022/QĐ-UBND ngày" in text


JOINTS = [
    ("số 40/2022/QĐ-", ""),
    ("Thông tư số 12/2022/TT-BTC-", ""),
    ("kinh tế-", ""),
    ("Bộ Lao động -", " "),
    ("quy định tại", " "),
]


@pytest.mark.parametrize(("text", "between"), JOINTS)
def test_joint(text: str, between: str) -> None:
    assert joint(text) == between


HEADINGS: list[list[Put | Picture]] = [
    # as two cells of a table: each column's lines together in the content
    [
        Put(85, 780, "ỦY BAN NHÂN DÂN"),
        Put(85, 762, "XÃ PHÚ THẠNH"),
        Put(300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12),
        Put(300, 762, "Độc lập - Tự do - Hạnh phúc"),
        Put(85, 730, "Số: 15/KH-UBND"),
        Put(300, 730, "Phú Thạnh, ngày 05 tháng 3 năm 2024"),
    ],
    # as rows written across both columns
    [
        Put(85, 780, "ỦY BAN NHÂN DÂN"),
        Put(300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12),
        Put(85, 762, "XÃ PHÚ THẠNH"),
        Put(300, 762, "Độc lập - Tự do - Hạnh phúc"),
        Put(85, 730, "Số: 15/KH-UBND"),
        Put(300, 730, "Phú Thạnh, ngày 05 tháng 3 năm 2024"),
    ],
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_two_column_heading(tmp_path: Path, heading: list[Put | Picture]) -> None:
    title = [Put(260, 690, "KẾ HOẠCH"), Put(150, 672, "Triển khai công tác dân vận năm 2024")]
    rows = [row for row in read(tmp_path, make_pdf([[*heading, *title]])).text.split("\n") if row]
    assert sorted(rows[:6]) == sorted(
        [
            "ỦY BAN NHÂN DÂN",
            "XÃ PHÚ THẠNH",
            "Số: 15/KH-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Phú Thạnh, ngày 05 tháng 3 năm 2024",
        ]
    )
    assert rows.index("ỦY BAN NHÂN DÂN") + 1 == rows.index("XÃ PHÚ THẠNH")
    assert rows[6:] == ["KẾ HOẠCH", "Triển khai công tác dân vận năm 2024"]


BODY = lines(["Các thôn, khu phố triển khai thực hiện kế hoạch của xã.", "Các đơn vị phối hợp thực hiện kế hoạch."])


def gazette(number: int) -> Put:
    return Put(200, 800, f"CÔNG BÁO/Số 244 + 245/Ngày 23-04-2026 {number}")


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.programs.find", lambda program: None)


@pytest.mark.usefixtures("no_tesseract")
def test_gazette_head_without_text_needs_ocr(tmp_path: Path) -> None:
    scan = Picture(85, 60, 440, 700)
    with pytest.raises(NeedsOcr) as caught:
        read(tmp_path, make_pdf([[gazette(100 + i), scan] for i in range(4)]))
    assert caught.value.reason == "no_tesseract"
    assert "tesseract" in caught.value.vi  # the command that installs it


@pytest.mark.usefixtures("no_tesseract")
def test_some_pages_need_ocr(tmp_path: Path) -> None:
    scan = Picture(85, 60, 440, 700)
    signed = [*lines(["TM. CHÍNH PHỦ", "THỦ TƯỚNG"], x=350, top=200), Picture(85, 400, 440, 360)]
    reading = read(
        tmp_path, make_pdf([[gazette(1), *BODY], [gazette(2), scan], [], [gazette(4), *signed], [gazette(5)]])
    )
    assert [page.source for page in reading.pages] == ["text", "ocr", "blank", "ocr", "blank"]
    assert "pages_need_ocr:2,4" in reading.notes
    assert "CÔNG BÁO" not in reading.text
    assert "CÔNG BÁO" in reading.raw_text
    assert len(reading.page_starts) == 5
    assert list(reading.page_starts) == sorted(reading.page_starts)


def test_seal_beside_text_is_no_scan(tmp_path: Path) -> None:
    page = [*lines(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"], x=350), Picture(330, 640, 90, 90)]
    assert read(tmp_path, make_pdf([page])).pages[0].source == "text"


def test_page_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NeedsOcr, match="OCR") as caught:
        read(tmp_path, make_pdf([[], []]))
    assert caught.value.reason == "pdf_without_text"


@pytest.mark.usefixtures("no_tesseract")
def test_letters_without_meaning_need_ocr(tmp_path: Path) -> None:
    rows = ["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025 của Quốc hội;"] * 12
    with pytest.raises(NeedsOcr):
        read(tmp_path, make_pdf([lines(rows)], unicode_map=False))


GARBLED = [
    ("Ủy ban nhân dân xã tổ chức thực hiện kế hoạch này theo quy định của pháp luật hiện hành.", False),
    ("The Government of Viet Nam and the Government of Japan have agreed on the following articles today.", False),
    ("&ăQ Fứ /Xậw 7ổ FKứF FKtQK TX\\ềQ ÿịD SKươQJ QJj\\ WKiQJ QăP FủD 4XốF KộL QướF FộQJ KòD", True),
    (
        "\ue001\ue002\ue003\ue004\ue005 \ue001\ue002\ue003\ue004\ue005 \ue001\ue002\ue003",
        True,
    ),
    ("xq zrt plk mnb vcx dfg hjk ltr wqp zxc vbn mlk jhg fds qwr tyl pkj hgf dsw zxv", True),
    ("STT 1 2 3", False),
]


@pytest.mark.parametrize(("text", "expected"), GARBLED)
def test_garbled(text: str, expected: bool) -> None:
    assert garbled(text) is expected


def test_text_older_than_unicode(tmp_path: Path) -> None:
    rows = ["ñy ban nh©n d©n x·.", "quyÕt ®Þnh cña Chñ tÞch;", "vÒ viÖc ban hµnh kÕ ho¹ch."]
    page = read(tmp_path, make_pdf([lines(rows)]))
    assert page.text.split("\n") == ["ủy ban nhân dân xã.", "quyết định của Chủ tịch;", "về việc ban hành kế hoạch."]
    assert page.encoding == "tcvn3"
    assert page.raw_text.startswith("ñy ban")
    assert [page.text[one.start : one.end] for one in page.placed] == page.text.split("\n")
    mixed = make_pdf(
        [lines(rows), lines(["Coâng baùo phaùt haønh.", "Nghò ñònh cuûa Chính phuû."]), lines(["Điều 1. Phạm vi"])]
    )
    reading = read(tmp_path, mixed)
    assert reading.text.endswith("Công báo phát hành.\nNghị định của Chính phủ.\nĐiều 1. Phạm vi")
    assert reading.encoding == "tcvn3+vni"


def row(text: str, base: float, height: float = 14, left: float = 85) -> Line:
    return Line(text, left, left + 6 * len(text), base, height)


def pages_with(tops: Sequence[str], bottoms: Sequence[str]) -> list[list[Line]]:
    middle = "Nội dung trang {} khác nhau ở từng trang"
    return [
        [row(top, 40), row(middle.format("abcdef"[i]), 100), row("chữ " + "xyzuvw"[i], 120), row(bottom, 800)]
        for i, (top, bottom) in enumerate(zip(tops, bottoms, strict=True))
    ]


def test_repeated_heads_and_page_numbers_are_dropped() -> None:
    pages = pages_with([f"Quy chế văn thư - bản {i}" for i in range(4)], ["- 1 -", "Trang 2/4", "3", "4"])
    parts = divide_pages(pages)
    assert [[line.text for line in part.dropped] for part in parts][1] == ["Quy chế văn thư - bản 1", "Trang 2/4"]
    assert all(len(part.body) == 2 for part in parts)


def test_numbered_units_are_no_running_heads() -> None:
    parts = divide_pages(pages_with(["Điều 1", "Điều 2", "Điều 3"], ["Mục 1", "Mục 2", "Mục 3"]))
    assert all(not part.dropped for part in parts)


def test_headings_of_forms_are_no_running_heads() -> None:
    pages = [
        [
            row("ỦY BAN NHÂN DÂN", 40),
            row("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 40, left=300),
            row("Mẫu số " + "abcd"[i], 120),
            row("chữ " + "xyzu"[i], 140),
            row("Trang cuối của mẫu", 800, 9),
        ]
        for i in range(4)
    ]
    for part in divide_pages(pages):
        assert [line.text for line in part.dropped] == ["Trang cuối của mẫu"]


def test_foot_of_two_pages() -> None:
    pages = [
        [
            row("ỦY BAN NHÂN DÂN", 40),
            *[row(f"dòng {c}{i} dài hơn", 60 + 20 * i) for i in range(5)],
            row("Bản thảo", 800, 9),
        ]
        for c in "ab"
    ]
    assert [[line.text for line in part.dropped] for part in divide_pages(pages)] == [["Bản thảo"], ["Bản thảo"]]


def test_rules_and_brackets_below_a_title(tmp_path: Path) -> None:
    page = [
        Put(250, 760, "DANH SÁCH"),
        Put(150, 742, "(Kèm theo Quyết định số 214/QĐ-UBND của Chủ tịch"),
        Put(200, 724, "Ủy ban nhân dân xã Phú Thạnh)"),
        Put(260, 706, "-------"),
        *lines(["1. Nguyễn Văn An, thôn Đông;", "2. Trần Thị Bình, thôn Đoài."], x=113, top=680),
    ]
    assert [line for line in read(tmp_path, make_pdf([page])).text.split("\n") if line] == [
        "DANH SÁCH",
        "(Kèm theo Quyết định số 214/QĐ-UBND của Chủ tịch Ủy ban nhân dân xã Phú Thạnh)",
        "1. Nguyễn Văn An, thôn Đông;",
        "2. Trần Thị Bình, thôn Đoài.",
    ]


def test_footnotes_are_set_apart() -> None:
    body = [row(f"{c * 3} của văn bản có chú thích ở cuối trang", 100 + 20 * i) for i, c in enumerate("abcdefgh")]
    note = [row(f"{RAISED}1{LOWERED} Khoản này được sửa đổi", 700, 12), row("theo Luật số 1.", 714, 12)]
    going_on = [row("tiếp chú thích của trang trước.", 714, 12)]
    recipients = [row("Nơi nhận:", 700, 12), row("- Như trên;", 714, 12)]
    parts = divide_pages([[*body, *note], [*body[2:7], *going_on], [*body[5:], *recipients]])
    assert [len(part.notes) for part in parts] == [2, 1, 0]
    assert len(parts[2].body) == 5


RAISED_DIGITS = [
    (f"Việt Nam{RAISED}1{LOWERED}.", {"1"}, "Việt Nam[1]."),
    (f"500 m{RAISED}2{LOWERED}", {"1"}, "500 m2"),
    (f"{RAISED}12{LOWERED}Khoản này", {"12"}, "[12] Khoản này"),
]


@pytest.mark.parametrize(("text", "labels", "shown"), RAISED_DIGITS)
def test_raised_digits(text: str, labels: set[str], shown: str) -> None:
    assert show_raised(text, frozenset(labels)) == shown


def encrypted(tmp_path: Path, password: str) -> bytes:
    source = tmp_path / "plain.pdf"
    source.write_bytes(make_pdf([BODY]))
    writer = pypdf.PdfWriter(clone_from=source)
    writer.encrypt(password, "owner", algorithm="RC4-128")
    target = tmp_path / "locked.pdf"
    with target.open("wb") as file:
        writer.write(file)
    return target.read_bytes()


def test_empty_password_opens(tmp_path: Path) -> None:
    assert "khu phố triển khai" in read(tmp_path, encrypted(tmp_path, "")).text


def test_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, encrypted(tmp_path, "bí mật"))
    assert caught.value.reason == "encrypted_pdf"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_truncated(tmp_path: Path, share: float) -> None:
    content = make_pdf([BODY, BODY, BODY])
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, content[: int(len(content) * share)])
    assert caught.value.reason == "damaged_pdf"


def test_limits(tmp_path: Path) -> None:
    content = make_pdf([BODY, BODY, BODY])
    for limits, reason in (
        (Limits(max_pages=2), "too_many_pages"),
        (Limits(max_text=50), "too_much_text"),
        (Limits(max_page_characters=20), "too_much_text"),
    ):
        with pytest.raises(TooLarge) as caught:
            read(tmp_path, content, limits)
        assert caught.value.reason == reason


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages(tmp_path: Path, rotate: int) -> None:
    reading = read(tmp_path, make_pdf([ARTICLE], rotate=rotate))
    assert "Điều 1. Phạm vi điều chỉnh" in reading.text
    assert "Kế hoạch này quy định" in reading.text


def test_picture_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([BODY, BODY]))
    assert count_pages(path, "a.pdf", Limits()) == 2
    picture = page_picture(path, "a.pdf", Limits(), 2, 300)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 300
    with pytest.raises(Exception, match="không có trang 3"):
        page_picture(path, "a.pdf", Limits(), 3, 300)


def testother_language() -> None:
    assert other_language("Article One of this Agreement shall enter into force thirty days after signature")
    assert not other_language("xq zrt plk mnb vcx dfg hjk ltr wqp")


def test_not_a_pdf_inside(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput):
        read(tmp_path, b"%PDF-1.7\nrubbish\nstartxref\n0\n%%EOF\n")


BROKEN = ["Điều 1. Ng ười n ước ngoài quá c ảnh, c ư trú c ủa Vi ệt Nam", "2. Quy đ ịnh chung."]
WHOLE = ["Điều 1. Người nước ngoài quá cảnh, cư trú của Việt Nam", "2. Quy định chung."]


@pytest.mark.parametrize(
    ("by_pdfium", "by_pypdf", "note"),
    [(BROKEN, WHOLE, ()), (WHOLE, BROKEN, ("pages_by_pdfium:1",)), (WHOLE, WHOLE, ())],
)
def test_the_better_words_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_pdfium: list[str], by_pypdf: list[str], note: tuple[str, ...]
) -> None:
    monkeypatch.setattr("indexer.reading.pdf._Pypdf.text", lambda self, index: "\n".join(by_pypdf))
    reading = read(tmp_path, make_pdf([lines(by_pdfium)]))
    assert reading.text.split("\n") == WHOLE
    assert reading.notes == note


def test_pypdf_is_not_asked_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def text(self: object, index: int) -> str:
        asked.append(index)
        self._asked += 1  # type: ignore[attr-defined]
        return "\n".join(BROKEN)

    monkeypatch.setattr("indexer.reading.pdf._Pypdf.text", text)
    read(tmp_path, make_pdf([lines(WHOLE)] * 20))
    assert asked == list(range(8))


def test_a_file_that_pypdf_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise pypdf.errors.PdfReadError("hỏng")

    monkeypatch.setattr(pypdf, "PdfReader", broken)
    reading = read(tmp_path, make_pdf([lines(WHOLE), lines(WHOLE)]))
    assert reading.text.startswith("Điều 1. Người nước ngoài")
    assert reading.notes == ("pages_by_pdfium:1-2",)
