"""Encodings older than Unicode: tables of small lines, fonts, round trips, and what must stay as it is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from indexer.reading.legacy import CHARSETS, Decoder, FontHint, Piece, encode, font_hint
from indexer.reading.legacy.charsets import join

SAMPLES = sorted((Path(corpus.__file__).parent / "samples" / "sources").glob("*.md"))
LETTERS = "aăâeêioôơuưyđ" + "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


def decode(*lines: str | Sequence[Piece]) -> tuple[list[str], str]:
    pieces = [(Piece(line),) if isinstance(line, str) else line for line in lines]
    decoder = Decoder()
    for line in pieces:
        decoder.take(line)
    decoder.settle()
    return [decoder.line(line) for line in pieces], decoder.encoding


LINES = [
    ("ñy ban nh©n d©n, quyÕt ®Þnh", "ủy ban nhân dân, quyết định", "tcvn3"),
    ("§iÒu 1. N­íc Céng hßa x· héi chñ nghÜa ViÖt Nam", "Điều 1. Nước Cộng hòa xã hội chủ nghĩa Việt Nam", "tcvn3"),
    ("CHÝNH PHñ – NH÷NG QUY §ÞNH CHUNG", "CHÍNH PHỦ – NHỮNG QUY ĐỊNH CHUNG", "tcvn3"),
    ("QuyÕt ®Þnh sè 193/2001/Q§-TTg, H§ND, 5.000®", "Quyết định số 193/2001/QĐ-TTg, HĐND, 5.000đ", "tcvn3"),
    ("Thñ t−íng ChÝnh phñ, b¶o l∙nh tÝn dông", "Thủ tướng Chính phủ, bảo lãnh tín dụng", "tcvn3"),
    ("®\u00ad\u00ada vµo kÕ ho¹ch; \u00adc) biÖn ph¸p", "đưa vào kế hoạch; c) biện pháp", "tcvn3"),
    ("UÛy ban nhaân daân, quyeát ñònh", "Ủy ban nhân dân, quyết định", "vni"),
    ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "vni"),
    ("quy ñiïnh, chuù yù, kyõ thuaät, löông", "quy định, chú ý, kỹ thuật, lương", "vni"),
    ("Ñieàu 5. Nghò ñònh naøy coù hieäu löïc", "Điều 5. Nghị định này có hiệu lực", "vni"),
    ("U?y ban nha^n da^n, quye^'t ddi.nh so^' 5\\.", "Ủy ban nhân dân, quyết định số 5.", "viqr"),
    ("DDie^`u 1\\. Nu+o+'c Co^.ng ho`a xa~ ho^.i", "Điều 1. Nước Cộng hòa xã hội", "viqr"),
    (
        encode("Điều 5. Nghị định này có hiệu lực từ ngày ký", "vps"),
        "Điều 5. Nghị định này có hiệu lực từ ngày ký",
        "vps",
    ),
    (encode("Điều 5. Nghị định này có hiệu lực", "viscii"), "Điều 5. Nghị định này có hiệu lực", "viscii"),
]


@pytest.mark.parametrize(("line", "text", "encoding"), LINES)
def test_lines(line: str, text: str, encoding: str) -> None:
    assert decode(line) == ([text], encoding)


STAYS = [
    "Ủy ban nhân dân xã ban hành Nghị quyết số 30/2020/NĐ-CP, QĐ, HĐND, TĐC",
    "Số: 30/2020/NĐ\u2011CP",
    "đi ăn cơm, thư tư, tư cách, và có là ông tôi",
    "Le Comité populaire a décidé de créer une école à côté du théâtre où l’été fut très gâté, là-bas",
    "Vu la loi n° 82-213 relative aux droits, « près du château », cœur, maïs, hôtel, naïf, ça et là, Noël",
    "The People's Committee shall decide (see Article 5). Is it so? Café, naïve, résumé, e.g. to. be. are.",
    "Müller, Zürich, Malmö, São Paulo, señor, Øresund",
    "© 2024 Căn Cứ® 40 m², 30 km², 5 m³, 30°C, 5 ± 1 %, 3×4, ½, § 5",
    "The data (a? e? i?) of www.example.com/address, add. middle. to'o",
    "Unicode tổ hợp: Uỷ ban nha\u0302n da\u0302n xa\u0303 quye\u0302\u0301t đi\u0323nh",
    "1.234.567,89  12/5/2003 30% — – … “ ”",
    "chữ viết tắt quyền hạn như: “TM.”, “Q.”, “KT.”, “TL.”, “TUQ.” và “H”, “K”",
    "KH1: 16º42’11,7”N, 107°26’23”E; 13°45'05\"N; dày > 60µm, 5 µg",
    "",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_is_unicode_french_or_english_stays(text: str) -> None:
    assert decode(text) == ([text], "")
    old = "quyÕt ®Þnh cña ñy ban nh©n d©n"
    assert decode(old, text, old)[0][1] == text
    assert decode("Nghò quyeát cuûa Hoäi ñoàng nhaân daân", text)[0][1] == text


def test_coordinates_stay() -> None:
    lines = [f"TA{n}: 16º35’{n},7”N, 107º3{n}’58,4”E; MK{n}: 16º03’09,7’’N" for n in range(1, 9)]
    assert decode("Tọa độ các điểm:", *lines)[0][1:] == lines


def test_a_lone_letter_speaks_for_nothing() -> None:
    lines = ["Đạt yêu cầu", "\t Ö", "\t Ö", "Không đạt", "\t Ö"] * 5
    assert decode(*lines) == (lines, "")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:30])
def test_our_own_texts_stay(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    assert decode(*lines) == (lines, "")


@pytest.mark.parametrize("name", CHARSETS)
def test_our_own_texts_return(name: str) -> None:
    for path in SAMPLES:
        lines = path.read_text("utf-8").split("+++")[-1].split("\n")
        found, encoding = decode(*(encode(line, name) for line in lines))
        assert encoding == name
        if name == "tcvn3" or name == "vps":  # has no capitals with tone marks: fonts show them
            assert [line.lower() for line in found] == [line.lower() for line in lines]
        else:
            assert found == lines


def in_fonts(text: str) -> list[Piece]:
    """`text` as a typist of 1998 wrote it: capitals with tone marks in the H font."""
    pieces = []
    for char in text:
        lower = encode(char, "tcvn3") == encode(char.lower(), "tcvn3") and char != char.lower()
        pieces.append(Piece(encode(char.lower() if lower else char, "tcvn3"), ".VnTimeH" if lower else ".VnTime"))
    return pieces


def test_our_own_texts_return_with_their_capitals() -> None:
    for path in SAMPLES[:6]:
        lines = path.read_text("utf-8").split("+++")[-1].split("\n")
        found, encoding = decode(*(in_fonts(line) for line in lines))
        assert (found, encoding) == (lines, "tcvn3")


FOREIGN = (
    "The Committee shall issue a decision; see Article 5.",
    "Vu la loi du 2 mars 1982, l'été à Genève.",
    "1.234 | 5%",
)


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_mixed_files(name: str) -> None:
    """Lines in an old encoding, in Unicode, in English and French, numbers: by turns, with no hint."""
    chance = random.Random(name)
    wrong = total = 0
    for path in SAMPLES:
        lines = [line for line in path.read_text("utf-8").split("+++")[-1].split("\n") if len(line.split()) > 5]
        written, wanted = [], []
        for line in lines:
            kind = chance.choice(["old", "old", "unicode", "foreign"])
            wanted.append(chance.choice(FOREIGN) if kind == "foreign" else line)
            written.append(encode(line, name) if kind == "old" else wanted[-1])
        found, _ = decode(*written)
        wrong += sum(a.lower() != b.lower() for a, b in zip(found, wanted, strict=True))
        total += len(lines)
    assert total > 200
    assert wrong == 0


def test_two_encodings_in_one_line() -> None:
    line = (Piece("Quyeát ñònh cuûa", "VNI-Times"), Piece(" ñy ban nh©n d©n", ".VnTime"), Piece(" về việc", "Arial"))
    assert decode(line) == (["Quyết định của ủy ban nhân dân về việc"], "vni+tcvn3")
    line = "Quyeát ñònh cuûa Hoäi ñoàng nhaân daân; ñy ban nh©n d©n x· quyÕt ®Þnh nh­ sau; về việc ban hành quy định"
    assert decode(line)[0] == [
        "Quyết định của Hội đồng nhân dân; ủy ban nhân dân xã quyết định như sau; về việc ban hành quy định"
    ]


def test_a_font_that_lies_is_not_believed() -> None:
    vni = [Piece("Phaân heä thoâng tin quaûn lyù coâng vieäc cuûa Ñaûng uûy", "VNSTCVN3")]
    tcvn3 = [Piece("QuyÕt ®Þnh cña Thñ t­íng", "VNSTCVN3")]
    assert decode(tcvn3, vni, tcvn3)[0] == [
        "Quyết định của Thủ tướng",
        "Phân hệ thông tin quản lý công việc của Đảng ủy",
        "Quyết định của Thủ tướng",
    ]


def test_a_name_that_is_no_syllable_follows_its_font() -> None:
    assert decode([Piece("Plei­ku, §¾kL¾k, xuÊtkhÈu", ".VnTime")])[0] == ["Pleiưku, ĐắkLắk, xuấtkhẩu"]


FONTS = [
    (".VnTime", FontHint("tcvn3")),
    (".VnTimeH", FontHint("tcvn3", True)),
    (".vnTimeH", FontHint("tcvn3", True)),
    (".VnArial NarrowH", FontHint("tcvn3", True)),
    (".Vn3DH,Bold", FontHint("tcvn3", True)),
    ("ABCDEF+.VnTime,Italic", FontHint("tcvn3")),
    ("GDNPMF+VnTimeHBold", FontHint("tcvn3", True)),
    ("#2EVnTimeH", FontHint("tcvn3", True)),
    ("VnArialH(Ds)", FontHint("tcvn3", True)),
    ("VNSTCVN3", FontHint("tcvn3")),
    ("VNI-Times", FontHint("vni")),
    ("ABCDEF+VNI-Helve-Condense,Bold", FontHint("vni")),
    ("VNI Times", FontHint("vni")),
    ("VPS Times", FontHint("vps")),
    ("VPSTimes", FontHint("vps")),
    ("VI Times", FontHint("viscii")),
    ("Wingdings 2", FontHint(symbols=True)),
    ("ABCDEF+Symbol", FontHint(symbols=True)),
    ("VNI-Wingdings", FontHint(symbols=True)),
    ("Times New Roman", FontHint()),
    ("Vni", FontHint()),
    ("Vnunicode", FontHint()),
    ("", FontHint()),
]


@pytest.mark.parametrize(("name", "hint"), FONTS)
def test_fonts(name: str, hint: FontHint) -> None:
    assert font_hint(name) == hint


@pytest.mark.parametrize("name", CHARSETS)
def test_every_letter_returns(name: str) -> None:
    for letter in LETTERS + LETTERS.upper():
        found = join(CHARSETS[name].spans(encode(letter, name)))
        assert found == letter or (CHARSETS[name].shares_case and found == letter.lower())


@given(st.text(alphabet=LETTERS + LETTERS.upper() + "bcdghklmnpqrstvx 0123456789,;:()/", max_size=60))
def test_spans_cover_the_text(text: str) -> None:
    for name, charset in CHARSETS.items():
        written = encode(text, name)
        spans = charset.spans(written)
        assert sum(length for _, length in spans) == len(written)
        if name in ("viscii", "viqr"):
            assert join(spans) == text
        # VNI joins `ưu` + mark, TCVN3 reads `ƯỨ` as a spelled-out Ứ: no word has these.
        assert join(spans).lower() == text.lower() or name in ("vni", "tcvn3")


ANY = st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), max_size=6)


@given(ANY, st.sampled_from(["", ".VnTimeH", "VNI-Times", "Symbol"]))
def test_any_text_comes_through(lines: list[str], font: str) -> None:
    pieces = [(Piece(line, font),) for line in lines]
    decoder = Decoder()
    shown = [decoder.take(line) for line in pieces]
    assert shown == lines
    decoder.settle()
    for line in pieces:
        spans = decoder.spans()
        assert sum(length for _, length in spans) == len(line[0].text)
