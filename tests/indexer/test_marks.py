"""Stamps of a heading: what is one, what only looks like one."""

from __future__ import annotations

import pytest

from indexer.ingest import understand_text
from indexer.layout.marks import mark_beside, read_mark
from indexer.reading import TEXT, Page, Reading
from indexer.recognising import recognise

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
Số: 15/KH-UBND
{under}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Suối Hoa, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
{title}
Căn cứ Luật Bảo vệ bí mật nhà nước ngày 15 tháng 11 năm 2018;
I. MỤC ĐÍCH
1. Giữ bí mật nhà nước.
"""


@pytest.mark.parametrize(
    ("line", "kind", "name"),
    [
        ("MẬT", "secrecy", "MẬT"),
        ("Mật", "secrecy", "MẬT"),
        ("M Ậ T", "secrecy", "MẬT"),
        ("MẬ T", "secrecy", "MẬT"),
        ("[MẬT]", "secrecy", "MẬT"),
        ("| MẬT |", "secrecy", "MẬT"),
        ("**MẬT**", "secrecy", "MẬT"),
        ("MÂT", "secrecy", "MẬT"),
        ("MAT", "secrecy", "MẬT"),
        ("ΜẬΤ", "secrecy", "MẬT"),
        ("MẶT", "secrecy", "MẬT"),
        ("TỐI MẬT", "secrecy", "TỐI MẬT"),
        ("TỐI  MẬT.", "secrecy", "TỐI MẬT"),
        ("TỐl MẬT", "secrecy", "TỐI MẬT"),
        ("T Ố I  M Ậ T", "secrecy", "TỐI MẬT"),
        ("TUYỆT MẬT", "secrecy", "TUYỆT MẬT"),
        ("TUYÊT MẬI", "secrecy", "TUYỆT MẬT"),
        ("Tuyệt mật", "secrecy", "TUYỆT MẬT"),
        ("Độ mật: Tối mật", "secrecy", "TỐI MẬT"),
        ("HỎA TỐC", "urgency", "HỎA TỐC"),
        ("HOẢ TỐC", "urgency", "HỎA TỐC"),
        ("HÓA TỐC", "urgency", "HỎA TỐC"),
        ("HỎA TỐC HẸN GIỜ", "urgency", "HỎA TỐC HẸN GIỜ"),
        ("Hỏa tốc hẹn giờ: trước 10 giờ", "urgency", "HỎA TỐC HẸN GIỜ"),
        ("THƯỢNG KHẨN", "urgency", "THƯỢNG KHẨN"),
        ("THƯỢNG KHÂN", "urgency", "THƯỢNG KHẨN"),
        ("K H Ẩ N", "urgency", "KHẨN"),
        ("Độ khẩn: Khẩn", "urgency", "KHẨN"),
        ("LƯU HÀNH NỘI BỘ", "circulation", "LƯU HÀNH NỘI BỘ"),
        ("XEM XONG TRẢ LẠI", "circulation", "XEM XONG TRẢ LẠI"),
        ("Dự thảo", "draft", "Dự thảo"),
        ("DỰ THẢO LẦN 2", "draft", "DỰ THẢO LẦN 2"),
    ],
)
def test_marks(line: str, kind: str, name: str) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert (mark.kind, mark.name) == (kind, name)


@pytest.mark.parametrize(
    "line",
    [
        "", "mật", "Mặt", "mất", "BÍ MẬT", "BẢO MẬT", "BÍ MẬT NHÀ NƯỚC", "BÍ MẬT KINH DOANH", "MẬT ONG",
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Mật khẩu", "MẶT TRẬN TỔ QUỐC", "KHẨN CẤP", "Độ mật: Thường", "Độ mật:", "TỐI",
        "MẬT ĐỘ DÂN SỐ", "KHẨN TRƯƠNG", "HỎA", "MAI", "MÁY", "TỔ 1", "1", "-", "Trong tuyệt mật", "LƯU", "TRẢ LẠI",
        "Dự thảo Luật Cây xanh",
    ],
)  # fmt: skip
def test_what_is_no_mark(line: str) -> None:
    assert read_mark(line) is None


def test_the_rest_of_a_name_is_no_mark() -> None:
    assert read_mark("MẬT", "QUY CHẾ BẢO VỆ BÍ") is None
    assert read_mark("MẬT", "VỀ CÔNG TÁC BẢO ") is None
    assert read_mark("MẬT", "ỦY BAN NHÂN DÂN") is not None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("MẬT Suối Hoa, ngày 05 tháng 02 năm 2026", "MẬT"),
        ("Số: 15/KH-UBND TỐI MẬT", "TỐI MẬT"),
        ("HỎA TỐC Suối Hoa, ngày 05 tháng 02 năm 2026", "HỎA TỐC"),
        ("PHÒNG BẢO MẬT", None),
        ("BAN CHỈ ĐẠO BẢO VỆ BÍ MẬT", None),
        ("Suối Hoa, ngày 05 tháng 02 năm 2026", None),
    ],
)
def test_a_mark_run_together_with_its_neighbour(line: str, name: str | None) -> None:
    found = mark_beside(line)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("under", "title", "secrecy", "urgency"),
    [
        ("", "Bảo vệ bí mật nhà nước năm 2026", None, None),
        ("", "VỀ CÔNG TÁC BẢO VỆ BÍ\nMẬT", None, None),
        ("", "BẢO VỆ BÍ MẬT", None, None),
        ("MẬT", "Trồng cây năm 2026", "MẬT", None),
        ("M Ậ T", "Bảo vệ bí mật nhà nước năm 2026", "MẬT", None),
        ("HỎA TỐC", "Bảo vệ bí mật nhà nước năm 2026", None, "HỎA TỐC"),
        ("KHẨN\nTỐI MẬT", "Trồng cây năm 2026", "TỐI MẬT", "KHẨN"),
        ("MẬT\nTUYỆT MẬT", "Trồng cây năm 2026", "TUYỆT MẬT", None),
    ],
)
def test_marks_of_a_document(under: str, title: str, secrecy: str | None, urgency: str | None) -> None:
    found = recognise(HEAD.format(under=under, title=title))
    assert (found.secrecy.value, found.urgency.value) == (secrecy, urgency)
    assert found.number.value == "15/KH-UBND"
    assert found.place.value == "Suối Hoa"


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_stamp_run_together_with_the_number_hides_neither(mark: str) -> None:
    text = HEAD.format(under="", title="Trồng cây năm 2026").replace("Số: 15", f"{mark} Số: 15")
    assert f"{mark} Số: 15" in text
    found = recognise(text)
    assert (found.secrecy.value, found.number.value) == (mark, "15/KH-UBND")


def test_a_stamp_before_the_place_is_no_part_of_it() -> None:
    text = HEAD.format(under="", title="Trồng cây").replace("Suối Hoa, ngày", "KHẨN Suối Hoa, ngày")
    found = recognise(text)
    assert (found.place.value, found.urgency.value) == ("Suối Hoa", "KHẨN")


@pytest.mark.parametrize("mark", ["MẬT", "M Ậ T", "TỐI MẬT", "TUYỆT MẬT", "MÂT"])
def test_a_secret_is_refused(mark: str) -> None:
    from archive.errors import RefusedInput

    text = HEAD.format(under=mark, title="Trồng cây")
    with pytest.raises(RefusedInput) as refused:
        understand_text(Reading(text, text, (Page(1, text, "text", 1.0),), (0,), TEXT))
    assert refused.value.reason == "state_secret"
    assert "MẬT" in refused.value.vi
