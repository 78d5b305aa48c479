"""Repair of text, and which letter strings are Vietnamese syllables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.syllables import count_syllables, is_syllable, syllable_share
from indexer.text import repair_text

REPAIRS = [
    # (what came out of a file, what it says)
    (unicodedata.normalize("NFD", "Nghị quyết về dân vận"), "Nghị quyết về dân vận"),
    ("Ðiều 5. Ðối tượng", "Điều 5. Đối tượng"),
    ("ðơn vị", "đơn vị"),
    ("sô ́ 15", "số 15"),
    ("môt ̣ cửa", "một cửa"),
    ("viêc̣ làm", "việc làm"),
    ("công nhâṇ", "công nhận"),
    ("điêu ̀ 5", "điều 5"),
    ("nghiêp̣ vụ", "nghiệp vụ"),
    ("QUYÊT́ ĐỊNH", "QUYẾT ĐỊNH"),
    ("qua ̉n lý", "quản lý"),
    ("\u0301abc", "abc"),
    ("Căn\u200bcứ", "Căncứ"),
    ("Căn\u00a0cứ\u2003Luật", "Căn cứ Luật"),
    ("\ufeffKẾ HOẠCH", "KẾ HOẠCH"),
    ("quy\u00ad định", "quy định"),
    ("một\r\nhai\rba", "một\nhai\nba"),
    ("một\x0bhai\x0cba\u2028bốn", "một\nhai\nba\nbốn"),
    ("a\x00b\x07c", "abc"),
    ("\uf0b7 Như trên", "- Như trên"),
    ("\uf02dNhư trên", "- Như trên"),
    ("x \uf0e0 y", "x  y"),
    ("\ufb01le con\ufb02ict", "file conflict"),
    ("30/2020/NĐ\u2011CP", "30/2020/NĐ-CP"),
    ("một  \nhai\t\n", "một\nhai\n"),
    ("a\n\n\n\n\nb", "a\n\nb"),
    ("a\n\n\nb", "a\n\n\nb"),
]

KEPT = [
    "hòa hoà khỏe khoẻ thúy thuý ủy uỷ",
    "kỹ kĩ lý lí quý",
    "“Dân vận khéo” 'nháy' \"kép\" – — …",
    "García Núñez, Poznań, Škoda, façade, naïve",
    "m² km³ ½ № ™",
    "Số:      /KH-UBND",
    "cột một\tcột hai",
    "06/2026/TT-BTС",  # the last letter is Cyrillic: whose business that is, the numbers' rules know
    "",
]


@pytest.mark.parametrize(("raw", "expected"), REPAIRS)
def test_repair(raw: str, expected: str) -> None:
    assert repair_text(raw) == expected


@pytest.mark.parametrize("text", KEPT)
def test_words_stay(text: str) -> None:
    assert repair_text(text) == text


PIECES = st.sampled_from(
    [
        "a",
        "ê",
        "ươ",
        "n",
        "ng",
        "Đ",
        "Ð",
        " ",
        "\u00a0",
        "\n",
        "\r\n",
        "\t",
        "\u0301",
        "\u0323",
        "\u0302",
        "\u200b",
        "\uf0b7",
        "\ufb01",
        "việc",
        "điều",
        "ậ",
        "ṇ",
        "ć",
        ".",
        "-",
        "\u00ad",
        "\x07",
        "\x0c",
        "\ud800",
        "số 15",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_repair_is_idempotent(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


WORDS = "Ủy ban nhân dân xã hoà hòa quý thuỷ 15/KH-UBND, ngày 03/6/2013; “a” - b)"


@given(st.lists(st.sampled_from(WORDS.split(" "))))
def test_good_text_is_not_touched(words: list[str]) -> None:
    text = " ".join(words)
    assert repair_text(text) == text
    assert repair_text(unicodedata.normalize("NFD", text)) == text


SYLLABLES = """
    a à ạ ai anh ách bé chuyển cứu dưới đường đuổi gì gìn giếng giữ giặt ghế hòa hoà huỷ hủy khuỷu kỹ kĩ làm lũy mưu
    nghệ nghiêng người ngoằn nguyễn nhịp oanh phường quốc quyền quý quí quýt quỹ rượu soạn suất thuở thuyết toàn tuyên
    ươm ướt uỷ ủy vuông xoong xuất yêu yếu ý ỷ ỉa
"""
NO_SYLLABLES = """
    b qh nă nh ươ cb xyz bff text ofice national kac cê ngi giit kat hop tac chach hoc Đắkk ṇ công2 ć ngê kuy nghanh
    kinhtế QĐUBND nhànước
"""


@pytest.mark.parametrize("word", [*SYLLABLES.split(), *SYLLABLES.upper().split()])
def test_syllable(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", NO_SYLLABLES.split())
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


SHARES = [
    ("Căn cứ Luật Tổ chức chính quyền địa phương", 1.0, 1.0),
    ("Kế hoạch số 15/KH-UBND của UBND xã, HĐND, MTTQVN", 1.0, 1.0),  # symbols are not judged
    ("quá c ảnh, cư trú c ủa người n ước ngoài", 0.4, 0.8),
    ("B Ộ T ÀI CHÍNH", 0.0, 0.7),
    ("ñy ban nh©n d©n quyÕt ®Þnh", 0.0, 0.5),
    ("Xqz fgh jklm wrtp zzx", 0.0, 0.1),
    ("15/2020 - 30%", 1.0, 1.0),
]


@pytest.mark.parametrize(("text", "low", "high"), SHARES)
def test_share(text: str, low: float, high: float) -> None:
    assert low <= syllable_share(text) <= high


def test_list_letters_are_not_judged() -> None:
    assert count_syllables("b) Báo cáo; c. Tổng hợp") == (4, 4)
