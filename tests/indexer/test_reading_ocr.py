"""What happens to OCR's words before they are text: hOCR, repairs, columns, marks; which pages need OCR; stamps."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np
import pytest

from indexer.reading.composing import Frame
from indexer.reading.judging import Looks, judge
from indexer.reading.killing import kill_tree, own_group
from indexer.reading.margins import divide_pages
from indexer.reading.marks import with_marks
from indexer.reading.ocr import _shows_letters
from indexer.reading.ocr_lines import is_national, make_line, reading_order, to_lines
from indexer.reading.ocr_repairs import repair_symbol, repair_words
from indexer.reading.pdf_lines import Line, Word
from indexer.reading.scan_picture import clean, threshold, tilt, turned
from indexer.reading.second_lines import read_second
from indexer.reading.second_reader import SecondText, read_line
from indexer.reading.tesseract import SeenLine, SeenWord, parse_hocr

SYMBOLS = [
    ("156/2O20/ND-CP", "156/2020/NĐ-CP"),
    ("l8/2000/CT-TTg", "18/2000/CT-TTg"),
    ("I6/CT-TTG", "16/CT-TTg"),
    ("05/2026/NQ-HDND", "05/2026/NQ-HĐND"),
    ("15/KH-UBNĐ", "15/KH-UBND"),
    ("12/QD-ƯBND", "12/QĐ-UBND"),
    ("72/2025/QHl5", "72/2025/QH15"),
    ("18/2000/CT-TTạ", "18/2000/CT-TTg"),
    ("25-NQ/TƯ", "25-NQ/TW"),
    ("25–NQ/TW", "25-NQ/TW"),
    # not safe: a person decides
    ("S6/QĐ-UBND", "S6/QĐ-UBND"),
    ("8B-NQ/HNTW", "8B-NQ/HNTW"),
    ("30c/NQ-CP", "30c/NQ-CP"),
    ("11-QĐi/TW", "11-QĐi/TW"),
    # no document numbers
    ("2021-2025", "2021-2025"),
    ("km/h", "km/h"),
    ("05/3/2020", "05/3/2020"),
    ("H10-Ol", "H10-Ol"),
]


@pytest.mark.parametrize(("read", "meant"), SYMBOLS)
def test_symbols(read: str, meant: str) -> None:
    assert repair_symbol(read) == meant
    assert repair_symbol(meant) == meant


def words(text: str, confidence: float = 0.9) -> list[Word]:
    return [Word(word, 10.0 * i, 0, 10.0 * i + 8, 10, confidence) for i, word in enumerate(text.split())]


LINES = [
    ("sô 15 ngảy 05 thảng 3 nãm 2024", "số 15 ngày 05 tháng 3 năm 2024"),
    ("Căn cứ Nghi định sổ 30/2020/ND-CP", "Căn cứ Nghị định số 30/2020/NĐ-CP"),
    ("Căn cứ Luât Tổ chức", "Căn cứ Luật Tổ chức"),
    ("theo Thông tu số 12", "theo Thông tư số 12"),
    ("điềm a khoàn 2 Điêu 103", "điểm a khoản 2 Điều 103"),
    ("Số 12 /QD-UBND", "Số 12/QĐ-UBND"),
    ("số 12/QĐ- UBND ngày", "số 12/QĐ-UBND ngày"),
    ("Noi nhận: Như trên", "Nơi nhận: Như trên"),
    ("CỌNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("được thực hiện./,", "được thực hiện./."),
    (".ĐẢNG BỘ TỈNH", "ĐẢNG BỘ TỈNH"),
    ("7 |Kiểm tra việc | thực hiện_|", "7 Kiểm tra việc thực hiện"),
    # running text is nobody's to mend
    ("so với năm trước", "so với năm trước"),
    ("điềm đạm, khoán việc cho dân", "điềm đạm, khoán việc cho dân"),
    ("Trường Tiểu học - UBND xã", "Trường Tiểu học - UBND xã"),
    ("giai đoạn 2021 - 2025", "giai đoạn 2021 - 2025"),
]


@pytest.mark.parametrize(("read", "meant"), LINES)
def test_lines(read: str, meant: str) -> None:
    mended = repair_words(words(read))
    assert " ".join(word.text for word in mended) == meant
    changed = [word for word in mended if word.raw]
    assert all(word.raw != word.text for word in changed)
    assert bool(changed) == any(word not in read.split() for word in meant.split())


MARKS = [
    ("đối,", "đổi", "đổi,"),
    ("QUYÉT", "QUYẾT", "QUYẾT"),
    ("QUYÉT", "quyết", "QUYẾT"),
    ("tô", "tổ", "tổ"),
    ("ĐÁẢNG", "ĐẢNG", "ĐẢNG"),
    ("chức", "thức", "chức"),  # other letters
    ("đối", "đôii", "đối"),  # no syllable
    ("2021", "2024", "2021"),
    ("12/QĐ-UBND", "12/QĐ-UBNĐ", "12/QĐ-UBND"),
    ("Washington", "Wáhington", "Washington"),
]


@pytest.mark.parametrize(("first", "second", "settled"), MARKS)
def test_marks(first: str, second: str, settled: str) -> None:
    assert with_marks(first, second) == settled


HOCR = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page'>
<div class='ocr_carea' title="bbox 0 0 9 9"><p class='ocr_par'>
<span class='ocr_line' title="bbox 100 200 400 240; baseline 0.01 -10; x_size 40; x_descenders 8">
<span class='ocrx_word' title='bbox 100 200 160 240; x_wconf 96'>S\xe1\xbb\x91:</span>
<span class='ocrx_word' title='bbox 170 200 400 240; x_wconf 57'><strong>15/Q\xc4\x90</strong></span>
<span class='ocrx_word' title='bbox 410 200 420 240; x_wconf 5'> </span></span></p></div></div></body></html>"""


def test_hocr() -> None:
    (line,) = parse_hocr(HOCR)
    assert [(word.text, word.confidence) for word in line.words] == [("Số:", 0.96), ("15/QĐ", 0.57)]
    assert (line.words[1].left, line.words[1].right) == (170, 400)
    assert line.base == pytest.approx(240 - 10 + 0.01 * 150)
    assert line.size == 40
    assert parse_hocr(b"not XML") == []


def seen(text: str, left: float, base: float, confidence: float = 0.95, size: float = 40) -> SeenLine:
    """Letters 20 pixels wide, spaces 10; three spaces or more are a gap as wide as they are."""
    out: list[SeenWord] = []
    x = left
    for piece in text.split(" "):
        if piece:
            out.append(SeenWord(piece, x, base - 30, x + 20 * len(piece), base, confidence))
            x += 20 * len(piece)
        x += 10 if piece else 40
    return SeenLine(tuple(out), 1, base, size)


ORDERS = [
    (
        "columns run together",
        [
            seen("BỘ TÀI CHÍNH     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 120, 200),
            seen("Độc lập - Tự do - Hạnh phúc", 650, 250),
            seen("Số: 109/QĐ-BTC    Hà Nội, ngày 21 tháng 01 năm 2026", 120, 320),
            seen("QUYẾT ĐỊNH", 500, 420),
            seen("Về việc công bố văn bản", 400, 470),
        ],
        ["BỘ TÀI CHÍNH", "Số: 109/QĐ-BTC", "CỘNG HÒA", "Độc lập", "Hà Nội", "QUYẾT", "Về việc"],
    ),
    (
        "the right column first, letters misread",
        [
            seen("CÔNG HOÀ XÃ HỌI CHỦ NGHĨA VIỆT NAM", 600, 200),
            seen("ỦY BAN NHÂN DÂN", 120, 205),
            seen("XÃ HÒA LẠC SƠN", 130, 255),
            seen("Độc lập - Tự đo - Hạnh phúc", 650, 250),
            seen("V/v xin ý kiến", 150, 340),
            seen("Kính gửi: Các thôn", 480, 440),
        ],
        ["ỦY BAN", "XÃ HÒA", "V/v", "CỘNG HOÀ", "Độc lập", "Kính gửi"],
    ),
    (
        "the national title inside a title",
        [
            seen("NGHỊ ĐỊNH THƯ", 480, 200),
            seen("CHÍNH PHỦ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 150, 260),
            seen("Căn cứ Thỏa thuận", 200, 330),
        ],
        ["NGHỊ", "CHÍNH PHỦ NƯỚC CỘNG HÒA", "Căn cứ"],
    ),
    (
        "recipients and signature",
        [
            seen("Điều 3. Quyết định này có hiệu lực kể từ ngày ký ban hành.", 120, 1000),
            seen("Nơi nhận:            TM. ỦY BAN NHÂN DÂN", 120, 1100),
            seen("- Như Điều 3;            CHỦ TỊCH", 120, 1150),
            seen("- Lưu: VT.", 120, 1200),
            seen("Nguyễn Văn An", 800, 1350),
        ],
        ["Điều 3", "Nơi nhận:", "- Như", "- Lưu", "TM. ỦY BAN", "CHỦ TỊCH", "Nguyễn"],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS])
def test_order(rows: Sequence[SeenLine], expected: Sequence[str]) -> None:
    found, _, _ = reading_order(to_lines(rows, 0.36), 1200 * 0.36, 2339 * 0.36)
    assert [line.text[: len(start)] for line, start in zip(found, expected, strict=True)] == list(expected)


NATIONAL = [
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
    ("CONG HOÀ XÃ HOI CHỦ NGHĨA VIET NAM", True),
    ("ĐĂNG CỘNG SẢN VIỆT NAM", True),
    ("ĐẢNG BỘ TỈNH AN BÌNH", False),
    ("Độc lập - Tự do - Hạnh phúc", False),
]


@pytest.mark.parametrize(("text", "expected"), NATIONAL)
def test_national(text: str, expected: bool) -> None:
    assert is_national(text) is expected


def test_specks_are_no_words() -> None:
    rows = [
        seen("Các thôn, khu phố triển khai kế hoạch", 100, 300),
        seen("r ˆr rấ", 100, 340, confidence=0.2),
        seen("À QuQvA 2À 4", 100, 380, confidence=0.6, size=22),
        seen("- Lưu: VT, VP.", 100, 400, size=22),
        seen("— ~ .", 100, 420, confidence=0.5),
        seen("theo quy định.", 100, 460),
        seen("Các đơn vị phối hợp thực hiện.", 100, 500),
        seen("Các trường học tổ chức thực hiện.", 100, 540),
    ]
    assert [line.text for line in to_lines(rows, 0.36)] == [
        "Các thôn, khu phố triển khai kế hoạch",
        "- Lưu: VT, VP.",
        "theo quy định.",
        "Các đơn vị phối hợp thực hiện.",
        "Các trường học tổ chức thực hiện.",
    ]


VIETNAMESE = "Ủy ban nhân dân xã tổ chức thực hiện kế hoạch cải cách hành chính trên địa bàn. " * 4
BARE = "Uy ban nhan dan xa to chuc thuc hien ke hoach cai cach hanh chinh tren dia ban. " * 4
BROKEN = "CQNG HOA xA HQI CHU NGHIA vlET NAM DQc l~p Tl! do Hc;mh phuc U1' ban nhan dan x~ " * 4
ENGLISH = "The Government of Viet Nam and the Government of Japan have agreed on the following articles today. " * 4
JUDGED = [
    ("words alone", VIETNAMESE, Looks(), "text", True),
    ("a scan with a good layer", VIETNAMESE, Looks(1.0, 0, 0.02), "text", True),
    ("a scan of which most is not in its layer", VIETNAMESE, Looks(1.0, 0, 0.8), "ocr", True),
    ("a layer without marks", BARE, Looks(1.0, 0, 0.02), "ocr", False),
    ("text without marks and without a picture", BARE, Looks(), "text", True),
    ("a broken layer", BROKEN, Looks(1.0, 0, 0.02), "ocr", False),
    ("a scan in English", ENGLISH, Looks(1.0, 0, 0.02), "text", True),
    ("a signature beside a picture", "TM. CHÍNH PHỦ KT. THỦ TƯỚNG", Looks(0.3, 0, 0.9), "ocr", True),
    ("a seal beside a signature", "KT. CHỦ TỊCH Nguyễn Văn An", Looks(0.02, 0, 0.0), "text", True),
    ("a picture", "", Looks(0.6), "ocr", True),
    ("letters drawn as paths", "", Looks(0.0, 500), "ocr", True),
    ("nothing", "", Looks(), "blank", True),
]


@pytest.mark.parametrize(
    ("text", "shown", "source", "keep"), [case[1:] for case in JUDGED], ids=[case[0] for case in JUDGED]
)
def test_judge(text: str, shown: Looks, source: str, keep: bool) -> None:
    verdict = judge(text, shown)
    assert (verdict.source, verdict.keep) == (source, keep)


def rows_of(texts: Sequence[str], left: float = 300.0, height: float = 10.0) -> list[Line]:
    return [Line(text, left, left + 200, 100 + 14.0 * i, height) for i, text in enumerate(texts)]


STAMPS = [
    (
        [
            "Người ký: Ủy ban nhân dân xã Hòa Lạc Sơn",
            "Email: ubnd@example.vn",
            "Cơ quan: Tỉnh An Bình",
            "Thời gian ký: 05.03.2026 16:12:45",
            "+07:00",
        ],
        True,
    ),
    (["Ký bởi: Nguyễn Văn An", "Ngày ký: 05-03-2026 16:12:45"], True),
    (["Digitally signed by Nguyen Van An", "Date: 2026.03.05 16:12:45 +07:00"], True),
    (["Người ký: người có thẩm quyền ký văn bản.", "Văn bản được lưu tại cơ quan."], False),
    (["Email: ubnd@example.vn", "Cơ quan: Ủy ban nhân dân xã"], False),
]


@pytest.mark.parametrize(("texts", "stamp"), STAMPS)
def test_signature_stamps_are_no_text(texts: list[str], stamp: bool) -> None:
    body = rows_of(["Điều 1. Phê duyệt kế hoạch.", "Điều 2. Tổ chức thực hiện."], left=80)
    (part,) = divide_pages([[*body[:1], *rows_of(texts), *body[1:]]])
    kept = [line.plain for line in part.body]
    assert kept == ([line.plain for line in body] if stamp else [body[0].plain, *texts, body[1].plain])


GAZETTE = [
    ("CÔNG BÁO/Só 88/Ngày 06-02-2026 100", True),
    ("68 CÔNG BÁO/Số 577 + 578/Ngày 07-3-2023", True),
    ("Đăng Công báo số 88 ngày 06-02-2026 theo quy định", False),
]


@pytest.mark.parametrize(("text", "head"), GAZETTE)
def test_recognised_running_heads(text: str, head: bool) -> None:
    (part,) = divide_pages([rows_of([text, "Điều 1. Phê duyệt kế hoạch.", "Điều 2. Tổ chức thực hiện."])])
    assert (text not in [line.plain for line in part.body]) is head


def striped(height: int = 1200, width: int = 900) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A page of dashes in lines."""
    page = np.full((height, width), 250, dtype=np.uint8)
    for top in range(100, height - 100, 40):
        page[top : top + 14, 80 : width - 80] = 20
        page[top : top + 14, 100 : width - 80 : 30] = 250
    return page


@pytest.mark.parametrize("degrees", [-3.0, -1.0, 0.0, 0.8, 2.5])
def test_tilt_is_found(degrees: float) -> None:
    page = turned(striped(), degrees)
    assert tilt(page) == pytest.approx(-degrees, abs=0.25)


def test_cleaning_takes_out_lone_points_only() -> None:
    page = striped()
    page[50, 50] = 0
    page[60:63, 60:63] = 0  # the dot of an i
    cleaned = clean(page)
    assert cleaned[50, 50] == 255
    assert cleaned[61, 61] == 0
    assert 20 <= threshold(page) < 250
    empty = np.full((50, 50), 255, dtype=np.uint8)
    assert (clean(empty) == empty).all()


SHOWN = [
    ("lines of letters", striped(), True),
    ("an empty sheet", np.full((1200, 900), 250, dtype=np.uint8), False),
    ("a plain grey picture", np.pad(np.full((400, 500), 128, dtype=np.uint8), 200, constant_values=255), False),
]


@pytest.mark.parametrize(("page", "letters"), [case[1:] for case in SHOWN], ids=[case[0] for case in SHOWN])
def test_what_may_be_letters(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], letters: bool) -> None:
    assert _shows_letters(page, (), 0.36) is letters


def test_boxes_of_a_turned_picture_go_back() -> None:
    page = np.full((1000, 800), 255, dtype=np.uint8)
    page[100:120, 600:640] = 0
    level = turned(page, 5.0)
    ys, xs = np.nonzero(level < 128)
    box = (float(xs.min()), float(ys.min()), float(xs.max()) + 1, float(ys.max()) + 1)
    left, top, right, bottom = Frame(800, 1000, 5.0).fractions(*box)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((620 / 800, 110 / 1000), abs=0.002)


def test_ink_without_a_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract found nothing between the heading and the title; the ink there is read, and stands before the title."""
    lines, heading, _ = reading_order(
        to_lines(
            [
                seen("BỘ TÀI CHÍNH     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 120, 200),
                seen("Độc lập - Tự do - Hạnh phúc", 650, 250),
                seen("QUYẾT ĐỊNH", 500, 470),
                seen("Về việc công bố văn bản quy định chi tiết", 300, 520),
            ],
            0.36,
        ),
        1200 * 0.36,
        2339 * 0.36,
    )
    page = np.full((2339, 1200), 255, dtype=np.uint8)
    for x in range(140, 420, 25):
        page[300:330, x : x + 12] = 0  # ink in the left column
    monkeypatch.setattr("indexer.reading.second_lines.available", lambda: True)
    monkeypatch.setattr("indexer.reading.second_lines.read_line", lambda views: SecondText("Số: 109/QĐ-BTC", 0.7))
    read = read_second(page, lines, heading, 0.36)
    again = [one.line.text for one in read if one.line is not None]
    assert again == ["BỘ TÀI CHÍNH", "QUYẾT ĐỊNH", "Về việc công bố văn bản quy định chi tiết"]
    (found,) = (one for one in read if one.line is None)
    assert (found.line, found.text) == (None, "Số: 109/QĐ-BTC")
    assert found.before is not None
    assert found.before.text == "QUYẾT ĐỊNH"
    assert (found.left, found.top) == pytest.approx((140 * 0.36, 300 * 0.36), abs=1)


def test_views_that_differ_lower_the_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter([("Số: 109/QĐ-BTC", 0.9), ("Số: 409/QĐ-BTC", 0.8), ("Số: 109 /QĐ-BTC", 0.7)])
    monkeypatch.setattr("indexer.reading.second_reader._read_one", lambda view: next(said))
    view = np.zeros((40, 200), dtype=np.uint8)
    assert read_line([view] * 3) == SecondText("Số: 109/QĐ-BTC", 0.6)


def test_words_make_a_line() -> None:
    line = make_line([Word("Điều", 10, 5, 30, 18, 0.9), Word("1.", 34, 6, 40, 17, 0.8)], 16, 12)
    assert (line.text, line.left, line.right, line.top, line.bottom) == ("Điều 1.", 10, 40, 5, 18)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are of POSIX")
def test_what_a_process_started_ends_with_it() -> None:
    script = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, **own_group()) as process:
        assert process.stdout is not None
        started = int(process.stdout.readline())
        kill_tree(process)
        process.wait(10)
    for _ in range(100):
        try:
            os.kill(started, 0)
            with open(f"/proc/{started}/stat") as status:
                if status.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return  # ended; whoever adopted it has not asked yet
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.05)
    pytest.fail("the process is still there")
