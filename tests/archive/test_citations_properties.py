"""What holds for every text: built from the grammar a citation is found again, spans cut their text, time is linear."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from archive.citations import find_citations
from archive.dates import format_long, format_short
from archive.folding import fold_tone_placement
from archive.numbers import canonical_number, parse_number, parse_number_query, same_number

pytestmark = pytest.mark.slow

# --- citations built from the grammar of facts.md -------------------------------------------------------------------


@dataclass(frozen=True)
class Built:
    """A citation as printed, and what it says."""

    text: str
    type: str
    number: str
    issuer: str
    issued: date | None
    title: str
    pinpoint: str


_PLACES = ("tỉnh Đắk Lắk", "xã Ea Bung", "phường Tân An", "thành phố Huế", "đặc khu Phú Quý", "xã Cư M'gar")
# Type word, number with {n} for the sequence and {y} for the year, issuer as printed, issuer in full.
_SERIES = (
    ("Nghị định", "{n}/{y}/NĐ-CP", "Chính phủ", "Chính phủ"),
    ("Nghị quyết", "{n}/NQ-CP", "Chính phủ", "Chính phủ"),
    ("Quyết định", "{n}/QĐ-TTg", "Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
    ("Quyết định", "{n}/{y}/QĐ-TTg", "Thủ tướng", "Thủ tướng Chính phủ"),
    ("Chỉ thị", "{n}/CT-TTg", "Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
    ("Thông tư", "{n}/{y}/TT-BNV", "Bộ trưởng Bộ Nội vụ", "Bộ Nội vụ"),
    ("Thông tư", "{n}/{y}/TT-BTC", "Bộ Tài chính", "Bộ Tài chính"),
    ("Nghị quyết", "{n}-NQ/TW", "Bộ Chính trị", "Bộ Chính trị"),
    ("Quy định", "{n}-QĐ/TW", "Ban Bí thư", "Ban Bí thư"),
    ("Kết luận", "{n}-KL/TW", "Bộ Chính trị", "Bộ Chính trị"),
    ("Chỉ thị", "{n}-CT/TW", "Ban Bí thư Trung ương Đảng", "Ban Bí thư"),
    ("Hướng dẫn", "{n}-HD/BTCTW", "Ban Tổ chức Trung ương", "Ban Tổ chức Trung ương"),
    *(
        (kind, f"{{n}}/{code}-UBND", f"UBND {place}", f"Ủy ban nhân dân {place}")
        for kind, code in (("Kế hoạch", "KH"), ("Quyết định", "QĐ"), ("Báo cáo", "BC"), ("Tờ trình", "TTr"))
        for place in _PLACES
    ),
    *(("Nghị quyết", "{n}/{y}/NQ-HĐND", f"HĐND {place}", f"Hội đồng nhân dân {place}") for place in _PLACES),
)
_TITLES = (
    "về công tác dân vận", "về việc tăng cường tiếp công dân, giải quyết khiếu nại", "ban hành Quy chế văn hóa công sở",
    "phê duyệt Đề án “Dân vận khéo” giai đoạn 2026 - 2030", "quy định chi tiết việc lấy ý kiến Nhân dân",
    "về phòng, chống cháy rừng mùa khô năm 2026", "V/v báo cáo kết quả thực hiện quy chế dân chủ",
)  # fmt: skip
_POINTS = "abcdđeghiklmnopqrstuvxy"


@st.composite
def pinpoints(draw: st.DrawFn) -> tuple[str, str]:
    """A pinpoint with what stands before its document, and its path."""
    article = draw(st.integers(1, 300))
    words, path = f"Điều {article}", f"dieu:{article}"
    if draw(st.booleans()):
        clause = draw(st.integers(1, 20))
        words, path = f"khoản {clause} {words}", f"{path}/khoan:{clause}"
        if draw(st.booleans()):
            point = draw(st.sampled_from(_POINTS))
            words, path = f"điểm {point} {words}", f"{path}/diem:{point}"
    elif draw(st.booleans()):
        chapter = draw(st.sampled_from(["I", "II", "III", "IV", "V", "X"]))
        words, path = f"{words} Chương {chapter}", f"chuong:{chapter}/{path}"
    return words + draw(st.sampled_from([" ", " của "])), path


@st.composite
def citations(draw: st.DrawFn) -> Built:
    """A citation: pinpoint, type, number, date, issuer, title, each part but type and number there or not."""
    kind, shape, printed, issuer = draw(st.sampled_from(_SERIES))
    day = draw(st.dates(date(1998, 1, 2), date(2026, 11, 22)))
    number = shape.format(n=f"{draw(st.integers(1, 4999)):02d}", y=day.year)
    words, path = draw(pinpoints()) if draw(st.booleans()) else ("", "")
    text = f"{words}{kind} {draw(st.sampled_from(['số ', 'số: ', '']))}{number}"
    issued, named, title = None, False, ""
    if draw(st.booleans()):
        issued = day
        text += draw(st.sampled_from([" ", ", "])) + draw(
            st.sampled_from([f"ngày {format_short(day)}", format_long(day), f"ngày {day.day}-{day.month}-{day.year}"])
        )
    if draw(st.booleans()):
        text, named = f"{text} của {printed}", True
    if issued and named and draw(st.booleans()):
        title = draw(st.sampled_from(_TITLES))
        text = f"{text} {title}"
    return Built(text, kind, number, issuer if named else "", issued, title, path)


_LEADS = st.sampled_from(["", "Căn cứ ", "Thực hiện ", "theo quy định tại ", "Bãi bỏ ", "1. ", "- Triển khai "])
_ENDS = st.sampled_from(["", ".", ";", "\nĐiều 2. Tổ chức thực hiện", "; các thôn báo cáo kết quả"])


@given(_LEADS, citations(), _ENDS)
@settings(max_examples=400, deadline=None)
def test_what_was_built_is_found(lead: str, built: Built, end: str) -> None:
    text = f"{lead}{built.text}{end}"
    (found,) = find_citations(text)
    assert found.text == text[found.start : found.end] == built.text
    assert (found.type, found.number, found.issued) == (built.type, built.number, built.issued)
    assert (found.title, found.pinpoint) == (built.title, built.pinpoint)
    assert not built.issuer or found.issuer == built.issuer
    assert (found.repaired, found.nested, found.basis) == (False, False, lead == "Căn cứ ")


@given(st.lists(citations(), min_size=2, max_size=5))
@settings(max_examples=150, deadline=None)
def test_several_are_all_found(several: list[Built]) -> None:
    text = ";\n".join(f"Thực hiện {each.text}" for each in several)
    found = find_citations(text)
    assert [c.text for c in found] == [each.text for each in several]
    assert [(c.number, c.pinpoint) for c in found] == [(each.number, each.pinpoint) for each in several]


_SPACES = st.sampled_from(["\u00a0", "\u2009", "  ", " \u200b"])
_HYPHENS = st.sampled_from(["\u2013", "\u2011", "\u2212"])


@given(citations(), st.sampled_from(["NFC", "NFD"]), _SPACES, _HYPHENS, st.booleans())
@settings(max_examples=250, deadline=None)
def test_writing_changes_nothing(built: Built, form: str, space: str, hyphen: str, new_tones: bool) -> None:
    text = built.text
    if new_tones:
        text = " ".join(fold_tone_placement(word) for word in text.split(" "))
    changed = unicodedata.normalize(form, text).replace(" ", space)  # type: ignore[arg-type]
    changed = changed.replace("-", hyphen)
    (found,) = find_citations(changed)
    assert found.text == changed[found.start : found.end] == changed
    assert (found.type, found.number, found.issued) == (built.type, built.number, built.issued)
    assert found.pinpoint == built.pinpoint
    assert not built.issuer or fold_tone_placement(found.issuer) == fold_tone_placement(built.issuer)


@given(citations(), st.data())
@settings(max_examples=250, deadline=None)
def test_a_line_break_where_a_space_is_changes_nothing(built: Built, data: st.DataObject) -> None:
    # `Nghị định số: 30/2020/NĐ-CP` on a line of its own is the number of the text itself.
    assume("số:" not in built.text)
    places = [i for i, char in enumerate(built.text) if char == " " and i < len(built.text) - len(built.title)]
    place = data.draw(st.sampled_from(places))
    changed = f"{built.text[:place]}\n{built.text[place + 1 :]}"
    found = next(c for c in find_citations(changed) if c.number)
    assert (found.type, found.number, found.issued) == (built.type, built.number, built.issued)
    assert found.pinpoint == built.pinpoint


@given(citations(), st.sampled_from(["Nghị định", "Thông tư", "Quyết định", "Chỉ thị", "Nghị quyết"]))
@settings(max_examples=150, deadline=None)
def test_what_points_back_points_to_the_only_one_of_its_type(built: Built, kind: str) -> None:
    text = f"{built.text}; xã đã triển khai. Kết quả thực hiện {kind} nêu trên như sau"
    found = find_citations(text)
    back = found[-1]
    assert back.text == f"{kind} nêu trên"
    assert back.antecedent == (0 if kind == built.type else -1)
    assert ("anaphora_open" in back.flags) is (kind != built.type)


@given(citations(), st.sampled_from(["sau đây gọi là", "sau đây gọi tắt là", "gọi tắt là", "sau đây viết tắt là"]))
@settings(max_examples=150, deadline=None)
def test_a_defined_form_stands_for_what_it_was_defined_for(built: Built, words: str) -> None:
    term = f"{built.type} chính"
    text = f"{built.text} ({words} {term}). Các thôn thực hiện {term}."
    first, second = find_citations(text)
    assert (first.text, first.antecedent) == (built.text, -1)
    assert (second.text, second.antecedent) == (term, first.start)
    assert "defined" in second.flags


# --- any text ---------------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    [
        "Nghị định", "Luật", "Luật Đất đai", "LUẬT ĐẤT ĐAI", "số", "Số:", "30/2020/NĐ-CP", "25-NQ/TW", "25 NQ/TW",
        "217, 218-QĐ/TW", "ngày 5/3/2020", "ngày 31/02/2020", "của Chính phủ", "CỦA CHÍNH PHỦ", "về", "quy định",
        "Điều 5", "khoản 2", "điểm đ", "Điều này", "Luật này", "Nghị định trên", "văn bản nêu trên", "Luật đó",
        "(sau đây gọi là Luật)", "(gọi tắt là Nghị định 30)", ", sau đây gọi là Nghị định 30,", "Căn cứ", "và", ",",
        ";", ".", "\n", "\n\n", "“", "”", "(", ")", "KẾ HOẠCH", "QUYẾT ĐỊNH", "Nghi dinh so 30/2020/ND-CP",
        "Can cu Luat Dat dai nam 2024", "Hợp đồng số 15/2024/HĐ-KT", "nhà số", "Nghị quyết Trung ương 7 khóa XI",
        "Chương II, Mục 1", "\u0301", "\u200b", "\u00a0", "🙂", "Ð", "l8/2000/CT-TTg", "năm 2024", "BLHS", "Luật PCTN",
    ]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=25).map(" ".join))
@settings(max_examples=500, deadline=None)
@example("Luật này (sau đây gọi là Luật) Luật trên")
@example("(gọi tắt là Nghị định 30) Nghị định 30")
def test_spans_cut_their_own_text(text: str) -> None:
    found = find_citations(text)
    starts = {c.start for c in found}
    assert [c.start for c in found] == sorted(c.start for c in found)
    for c in found:
        assert c.text
        assert c.text == text[c.start : c.end]
        for a, b in ((c.number_start, c.number_end), (c.issued_start, c.issued_end), (c.title_start, c.title_end)):
            assert (a, b) == (-1, -1) or c.start <= a <= b <= len(text)
        assert c.antecedent == -1 or (c.antecedent in starts and c.antecedent < c.start)
        assert c.antecedent == -1 or {"anaphora", "defined"} & set(c.flags)
        assert c.number == "" or c.flags[:2] == ("header", "blank_number") or canonical_number(c.number) == c.number
        assert "impossible_date" not in c.flags or c.issued is None


@given(st.lists(_WORDS, max_size=20).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_an_antecedent_is_a_citation_of_a_document(text: str) -> None:
    found = find_citations(text)
    for c in found:
        if c.antecedent >= 0:
            meant = next(each for each in found if each.start == c.antecedent and each.antecedent == -1)
            assert meant.type != "SELF"
            assert not meant.nested or "defined" in c.flags


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_characters(text: str) -> None:
    for c in find_citations(text):
        assert c.text == text[c.start : c.end]
    query = parse_number_query(text)
    assert query is None or query.seq or query.codes


@given(st.lists(_WORDS, min_size=1, max_size=12).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_numbers_have_one_form(text: str) -> None:
    for c in find_citations(text):
        parsed = parse_number(c.number) if c.number else None
        assert parsed is None or parsed.canonical == c.number
        assert not c.number or same_number(c.number, c.number)


@pytest.mark.parametrize(
    "piece",
    [
        "Nghị định trên ", "văn bản nêu trên, ", "Luật đó. ", "Luật này ", "khoản 2 Điều này, ", "Điều này và ",
        "(sau đây gọi là Luật) ", "Nghị định số 1/2020/NĐ-CP (sau đây gọi là Nghị định 1) Nghị định 1 ",
        "Nghị định số 1/2020/NĐ-CP. Nghị định trên, ", "Nghị định số 1/2020/NĐ-CP\nNghị định trên\n\n",
        "Can cu Nghi dinh so 30/2020/ND-CP ", "LUẬT ĐẤT ĐAI ", "CỦA LUẬT ", "25 NQ TW ", "gọi là (", "Hợp đồng số ",
        "Công văn số 5/PNV ", "Luat Dat dai ", "trên đó này ", "Nghị quyết Trung ương năm ", "( khóa XI, ",
        "Thông tư số 17-BYT/TT ", "Luật Ban hành VBQPPL ", "Chương II, Mục 1, ",
    ],
)  # fmt: skip
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text takes at most some thirty times the time: quadratic work would take a hundred."""
    short, long = piece * (8_000 // len(piece)), piece * (80_000 // len(piece))
    find_citations(short)
    began = time.process_time()
    find_citations(short)
    once = time.process_time() - began
    began = time.process_time()
    for c in find_citations(long):
        assert c.text == long[c.start : c.end]
    assert time.process_time() - began < max(30 * once, 5.0)
