"""Comparing titles: what clerks do to a title without changing the document, and what makes it another title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.titles_compared import NEAR, NEAR_MARGIN, compare_titles, title_certain, title_read

DAN_VAN = "Về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới"
CHINH_QUYEN = (
    "Về việc tiếp tục tăng cường và đổi mới công tác dân vận của cơ quan hành chính nhà nước, "
    "chính quyền các cấp trong tình hình mới"
)
CAI_CACH = "Ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030"
MOT_CUA = "Về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính"
DAN_CHU = "Quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở"
SUA_DOI = (
    "Sửa đổi, bổ sung một số điều của Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ "
    "về công tác văn thư"
)

SAME = [
    # printed | held | kind
    ("về tăng cường công tác dân vận", "Về tăng cường công tác dân vận", "exact"),
    ("Về việc tăng cường công tác dân vận", "Về tăng cường công tác dân vận", "exact"),
    ("V/v tăng cường công tác dân vận", "Về tăng cường công tác dân vận", "exact"),
    ("“Tăng cường công tác dân vận”", "Về tăng cường công tác dân vận", "exact"),
    ("về “Tăng cường công tác dân vận”", "Về tăng cường công tác dân vận", "exact"),
    ("VỀ TĂNG CƯỜNG CÔNG TÁC DÂN VẬN", "Về tăng cường công tác dân vận", "exact"),
    ("về văn hoá công sở", "Về văn hóa công sở", "exact"),
    ("về xử lí kỉ luật cán bộ", "Về xử lý kỷ luật cán bộ", "exact"),
    ("về tăng cường công tác dân vận của chính quyền", "Về tăng cường công tác dân vận", "continued"),
    ("về công tác văn thư trong cơ quan nhà nước", "Về công tác văn thư", "continued"),
    ("về công tác văn thư theo quy định", "Về công tác văn thư", "wording"),
    (
        "về tăng cường và đổi mới công tác dân vận trong cơ quan hành chính nhà nước, chính quyền các cấp "
        "trong tình hình mới",
        CHINH_QUYEN,
        "wording",
    ),
    (
        "về việc tiếp tục tăng cường và đổi mới công tác dân vận trong cơ quan hành chính nhà nước và chính quyền "
        "các cấp trong tình hình mới",
        CHINH_QUYEN,
        "wording",
    ),
    ("về tiếp tục tăng cường và đổi mới công tác dân vận", CHINH_QUYEN, "shortened"),
    ("về tăng cường, đổi mới công tác dân vận", CHINH_QUYEN, "shortened"),
    ("về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận", DAN_VAN, "shortened"),
    ("về công tác dân vận", DAN_VAN, "shortened"),
    ("dân vận", DAN_VAN, "shortened"),
    ("về công tác dân vận trong tình hình mới", DAN_VAN, "shortened"),
    ("về đổi mới và tăng cường sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới", DAN_VAN, "wording"),
    ("về tăng cường và đổi mới lãnh đạo của Đảng với công tác dân vận trong tình hình mới", DAN_VAN, "wording"),
    ("về tăng cường và đổi mới sự lảnh đạo của Đảng đối với công tác dân vận trong tình hình mới", DAN_VAN, "slips"),
    ("về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dânvận trong tình hình mới", DAN_VAN, "slips"),
    ("Ban hành chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030", CAI_CACH, "exact"),
    ("về Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030", CAI_CACH, "wording"),
    ("về việc ban hành Chương trình tổng thể CCHC nhà nước giai đoạn 2021 - 2030", CAI_CACH, "exact"),
    ("Chương trình tổng thể cải cách hành chính nhà nước", CAI_CACH, "shortened"),
    ("về cơ chế một cửa, một cửa liên thông trong giải quyết TTHC", MOT_CUA, "wording"),
    ("về việc thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết các thủ tục hành chính", MOT_CUA,
     "wording"),
    ("về thực hiện cơ chế một cửa", MOT_CUA, "shortened"),
    ("về thực hiên cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính", MOT_CUA, "slips"),
    ("quy định chi tiết một số điều Luật thực hiện dân chủ ở cơ sở", DAN_CHU, "wording"),
    ("về quy định chi tiết một số điều của Luật Thực hiện dân chủ cơ sở", DAN_CHU, "wording"),
    ("quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở năm 2022", DAN_CHU, "continued"),
    ("Phê duyệt Chương trình chuyển đổi số quốc gia",
     'Phê duyệt "Chương trình Chuyển đổi số quốc gia đến năm 2025, định '
     'hướng đến năm 2030"', "shortened"),
    ("sửa đổi, bổ sung một số điều của Nghị định số 110/2004/NĐ-CP", SUA_DOI, "shortened"),
    ("sửa đổi, bổ sung một số điều của Nghị định số 110/2004/NĐ-CP của Chính phủ về công tác văn thư", SUA_DOI,
     "exact"),
    ("quy định chi tiết thi hành một số điều của Luật Thực hiện dân chủ ở cơ sở", DAN_CHU, "wording"),
    ("quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở và Nghị định số 12/2025/NĐ-CP ngày 01/7/2025",
     DAN_CHU, "continued"),
    ("quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở (sau đây gọi là Nghị định)", DAN_CHU, "exact"),
    ("quy định chi tiết thi hành mốt số điều của Luật Thực hiện dân chủ ở cơ sở", DAN_CHU, "slips"),
    ("quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở và khoản 2 Điều 3", DAN_CHU, "continued"),
    ("quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở và phải chịu trách nhiệm", DAN_CHU, "continued"),
    ("quy định chi tiết một số đều của Luật Thực hiện dân chủ ở cơ sở", DAN_CHU, "slips"),
    ("quy định chi tiết một số điều củaLuật Thực hiện dân chủ ở cơ sở", DAN_CHU, "slips"),
    ("sửa đổi, bổ sung một số điều của Nghị định số 110/2004NĐ-CP về văn thư", SUA_DOI, "wording"),
    ("sửa đổi, bổ sung một số điều của Nghị định số 78/2025/NĐ-CP quy định chi tiết Luật Ban hành văn bản và Nghị định "
     "số 79/2025/NĐ-CP về kiểm tra văn bản",
     "Sửa đổi, bổ sung một số điều của Nghị định số 78/2025/NĐ-CP và Nghị định số 79/2025/NĐ-CP", "wording"),
    ("sửa đổi, bổ sung một số điều của Nghị định số 78/2025/NĐ-CP ngày 01/4/2025 của Chính phủ",
     "Sửa đổi, bổ sung một số điều của Nghị định số 78/2025/NĐ-CP và Nghị định số 79/2025/NĐ-CP", "shortened"),
    ("về công tác văn thư: những điều cần biết", "Về công tác văn thư", "exact"),
    ("Nghị định quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở", DAN_CHU, "exact"),
    ("về quy trình biên soạn chỉ số giá tiêu dùng, chỉ số giá sản xuất, chỉ số giá xuất khẩu, nhập khẩu hàng hóa và "
     "chỉ số giá bất động sản trên địa bàn tỉnh, thành phố",
     "Về quy trình biên soạn chỉ số giá tiêu dùng, chỉ số giá sản xuất, chỉ số giá xuất khẩu, nhập khẩu hàng hóa và "
     "chỉ số giá bất động sản trên các địa bàn tỉnh, huyện, thành phố", "slips"),
    ("về xây dựng và thực hiện QCDC ở cơ sở", "Về xây dựng và thực hiện Quy chế dân chủ ở cơ sở", "exact"),
    ("về chính sách người có công với cách mạng của UBND tỉnh",
     "Về chính sách người có công với cách mạng của Ủy ban nhân dân tỉnh", "exact"),
]  # fmt: skip

DIFFERENT = [
    # printed | held
    ("“Tăng cường và đổi mới công tác dân vận của Đảng về công tác dân vận trong tình hình mới”", DAN_VAN),
    ("về tăng cường và đổi mới công tác kiểm tra của Đảng trong tình hình mới", DAN_VAN),
    ("về tăng cường sự lãnh đạo của Đảng đối với công tác tôn giáo", DAN_VAN),
    ("về công tác tôn giáo", DAN_VAN),
    ("về công tác", DAN_VAN),
    ("về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác thanh niên trong tình hình mới", DAN_VAN),
    ("về tăng cường và đổi mới sự quản lý của Nhà nước đối với công tác dân vận trong tình hình mới", DAN_VAN),
    ("về thực hiện các biện pháp cấp bách phòng, chống dịch COVID-19", CHINH_QUYEN),
    ("về việc tiếp tục tăng cường và đổi mới công tác dân tộc của cơ quan hành chính nhà nước, chính quyền các cấp "
     "trong tình hình mới", CHINH_QUYEN),
    ("Ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2011 - 2020", CAI_CACH),
    ("Ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2025", CAI_CACH),
    ("Ban hành Chương trình tổng thể cải cách tư pháp giai đoạn 2021 - 2030", CAI_CACH),
    ("về công tác văn thư, lưu trữ", "Về công tác văn thư"),
    ("về công tác lưu trữ", "Về công tác văn thư"),
    ("về công tác văn thư", SUA_DOI),
    ("về công tác dân vận trong tình hình mới",
     "Về tiếp tục thực hiện Nghị quyết số 25-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XI về tăng cường và đổi mới "
     "sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới"),
    ("quy định chi tiết một số điều của Luật Tố cáo", "Quy định chi tiết một số điều của Luật Khiếu nại"),
    ("quy định chi tiết một số điều của Luật Khiếu nại và Luật Tố cáo",
     "Quy định chi tiết một số điều của Luật Khiếu nại"),
    ("về việc không thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính", MOT_CUA),
    ("về kiểm soát thủ tục hành chính", MOT_CUA),
    ("về thực hiện cơ chế một cửa quốc gia", MOT_CUA),
    ("về công tac van thư luu trử", "Về công tác bảo vệ bí mật nhà nước"),
    ("về tang cuong cong tac dan van", "Về tăng cường công tác dân vận"),  # too damaged to vouch for
    ("về giám sát của Hội đồng nhân dân cấp tỉnh", "Về giám sát của Hội đồng nhân dân cấp xã"),
    ("về mức thu lệ phí hộ tịch", "Về mức thu phí hộ tịch"),
    ("về tinh giản biên chế đến năm 2025", "Về tinh giản biên chế đến năm 2030"),
    ("về điều kiện kinh doanh xăng dầu",
     "Sửa đổi, bổ sung, bãi bỏ một số quy định về điều kiện kinh doanh xăng dầu"),
    ("sửa đổi, bổ sung một số điều của Nghị định số 112/2004/NĐ-CP về công tác văn thư", SUA_DOI),
    ("bãi bỏ một số điều của Nghị định số 110/2004/NĐ-CP về công tác văn thư", SUA_DOI),
    ("về công tác văn thư và lưu trữ", "Về công tác văn thư"),
    ("về đầu tư công", "Về đầu tư trung ương"),  # no abbreviation without capitals
    ("về quản lý thiết bị y tế", "Về quản lý trang thiết bị y tế"),
    ("về xử phạt vi phạm hành chính trong lĩnh vực đất đai", "Về xử phạt vi phạm hành chính trong lĩnh vực xây dựng"),
]  # fmt: skip

LAWS_SAME = [
    ("Luật Tổ chức chính quyền địa phương", "Luật Tổ chức Chính quyền địa phương"),
    ("Tổ chức chính quyền địa phương", "Luật Tổ chức chính quyền địa phương"),
    ("Luật Ban hành VBQPPL", "Luật Ban hành văn bản quy phạm pháp luật"),
    ("Luật Phòng chống tham nhũng", "Luật Phòng, chống tham nhũng"),
    ("Luật Hoà giải ở cơ sở", "Luật Hòa giải ở cơ sở"),
    (
        "Luật Ban hành văn bản quy phạm pháp luật (sửa đổi, bổ sung năm 2020)",
        "Luật Ban hành văn bản quy phạm pháp luật",
    ),
    ("Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn", "Thực hiện dân chủ ở xã, phường, thị trấn"),
]

LAWS_DIFFERENT = [
    ("Luật Chính quyền địa phương", "Luật Tổ chức chính quyền địa phương"),
    ("Luật Khiếu nại, tố cáo", "Luật Khiếu nại"),
    ("Luật Khiếu nại", "Luật Khiếu nại, tố cáo"),
    ("Luật Tiếp cận thông tin", "Luật Tiếp công dân"),
    (
        "Luật Tổ chức chính quyền địa phương",
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức chính quyền địa phương",
    ),
    ("Luật Công chứng", "Luật Chứng thực"),
    ("Luật Thực hiện dân chủ ở cơ sở của nhà nước và nhân dân", "Luật Thực hiện dân chủ ở cơ sở"),
]


@pytest.mark.parametrize(("printed", "held", "kind"), SAME)
def test_harmless_difference(printed: str, held: str, kind: str) -> None:
    found = compare_titles(printed, held, "Chỉ thị")
    assert (found.verdict, found.kind) == ("same", kind)


@pytest.mark.parametrize(("printed", "held"), DIFFERENT)
def test_another_title(printed: str, held: str) -> None:
    assert compare_titles(printed, held, "Nghị quyết").verdict == "different"


@pytest.mark.parametrize(("printed", "held"), LAWS_SAME)
def test_same_law(printed: str, held: str) -> None:
    assert compare_titles(printed, held, "Luật").verdict == "same"


@pytest.mark.parametrize(("printed", "held"), LAWS_DIFFERENT)
def test_another_law(printed: str, held: str) -> None:
    assert compare_titles(printed, held, "Luật").verdict == "different"


UNREAD = ["(title not read)", "Về Chiến lược công tác tư tưởng (exact title unverified)", ""]


def test_number_behind_an_inner_law_neither_confirms_nor_refutes() -> None:
    printed = "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục"
    assert compare_titles(printed, "Luật Giáo dục", "Luật").verdict == "unknown"
    assert compare_titles("Luật Giáo dục", printed, "Luật").verdict == "different"


@pytest.mark.parametrize("held", UNREAD)
def test_unread_title_neither_confirms_nor_refutes(held: str) -> None:
    assert not title_certain(held)
    for printed in ("về công tác dân vận", "về Chiến lược công tác tư tưởng"):
        assert compare_titles(printed, held, "Nghị quyết").verdict == "unknown"


def test_marks_are_not_part_of_a_title() -> None:
    assert title_read("Về Chiến lược công tác tư tưởng (exact title unverified)") == "Về Chiến lược công tác tư tưởng"
    assert title_read("(title not read)") == ""


def test_garbled_title_still_points_to_its_document() -> None:
    garbled = "“Tăng cường và đổi mới công tác dân vận của Đảng về công tác dân vận trong tình hình mới”"
    others = (
        "Về công tác tôn giáo",
        "Về tăng cường sự lãnh đạo của Đảng đối với công tác thanh niên thời kỳ đẩy mạnh công nghiệp hóa, hiện đại hóa",
        "Về Chiến lược công tác tư tưởng (exact title unverified)",
    )
    near = compare_titles(garbled, DAN_VAN, "Nghị quyết").score
    assert near >= NEAR
    assert all(near - compare_titles(garbled, other, "Nghị quyết").score >= NEAR_MARGIN for other in others)


WORDS = st.lists(
    st.sampled_from(
        [
            "về",
            "tăng",
            "cường",
            "công",
            "tác",
            "dân",
            "vận",
            "của",
            "Đảng",
            "2021",
            "không",
            "(",
            ")",
            "“",
            "”",
            ",",
            "/",
            "UBND",
            "tw",
            "(sửa",
            "đổi)",
            "ngày",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(WORDS, WORDS, st.sampled_from(["Luật", "Chỉ thị"]))
def test_always_an_answer(printed: str, held: str, kind: str) -> None:
    found = compare_titles(printed, held, kind)
    assert found.verdict in {"same", "different", "unknown"}
    assert 0 <= found.score <= 100
    assert bool(found.kind) == (found.verdict == "same")


@given(WORDS)
def test_a_title_is_itself(title: str) -> None:
    assert compare_titles(title, title, "Chỉ thị").verdict in {"same", "unknown"}


PLACES = (
    "Ban hành Danh mục tên sông, suối, núi, đồi, đường và điểm dân cư phục vụ công tác thành lập bản đồ địa hình phần "
    "đất liền tỉnh {}"
)
TWO_PLACES = [
    ("Quảng Bình", "Quảng Nam"),
    ("Khánh Hòa", "Thanh Hóa"),
    ("Thái Bình", "Bình Định"),
    ("Quảng Ninh", "Ninh Bình"),
    ("Lai Châu", "Gia Lai"),
    ("Bắc Ninh", "Bắc Kạn"),
    ("Hà Nam", "Hà Giang"),
]


@pytest.mark.parametrize(("one", "other"), TWO_PLACES)
def test_a_province_is_never_a_slip(one: str, other: str) -> None:
    for running in (False, True):
        assert compare_titles(PLACES.format(one), PLACES.format(other), "Thông tư", running).verdict == "different"
        assert compare_titles(PLACES.format(one), PLACES.format(one), "Thông tư", running).kind == "exact"


LIST = "Công bố vùng nước cảng biển thuộc các tỉnh {} và khu vực quản lý của Cảng vụ hàng hải"
LISTS = [
    # printed | held | verdict
    ("Kiên Giang, Cà Mau, Bạc Liêu", "Kiên Giang, Cà Mau", "different"),
    ("Kiên Giang, Cà Mau", "Kiên Giang, Cà Mau, Bạc Liêu", "different"),
    ("Kiên Giang và tỉnh Cà Mau", "Kiên Giang và Cà Mau", "same"),
    ("Kiên Giang, Cà Mau", "Kiên Giang, Cà Mau", "same"),
]


@pytest.mark.parametrize(("printed", "held", "verdict"), LISTS)
def test_lists_of_provinces(printed: str, held: str, verdict: str) -> None:
    assert compare_titles(LIST.format(printed), LIST.format(held)).verdict == verdict


ON_AND_ON = [
    # printed | held | kind in a sentence; on a line of its own each of them is another title
    (f"{MOT_CUA[0].lower()}{MOT_CUA[1:]} và đóng giao diện trước ngày 01 tháng 3 năm 2026", MOT_CUA, "running"),
    (f"{CAI_CACH}, chương trình hành động của xã", CAI_CACH, "running"),
    ("về công tác văn thư, lưu trữ", "Về công tác văn thư", ""),
    # a title cut in the middle of its last word is another one's
    ("quy định chi tiết thi hành một số điều của Luật Giáo dục", "Quy định chi tiết thi hành một số điều của Luật Giá",
     ""),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "held", "kind"), ON_AND_ON)
def test_a_sentence_goes_on_behind_a_title(printed: str, held: str, kind: str) -> None:
    assert compare_titles(printed, held, "Nghị định", running=True).kind == kind
    assert compare_titles(printed, held, "Nghị định").verdict == "different"


DATED = [
    ("hướng dẫn một số điều của Luật Quản lý thuế ngày 13/6/2019 về hàng hóa nhập khẩu", "same"),
    ("hướng dẫn một số điều của Luật Quản lý thuế ngày 13/06/2019 về hàng hóa nhập khẩu", "same"),
    ("hướng dẫn một số điều của Luật Quản lý thuế ngày 13-6-2019 về hàng hóa nhập khẩu", "same"),
    ("hướng dẫn một số điều của Luật Quản lý thuế ngày 14/6/2019 về hàng hóa nhập khẩu", "different"),
    ("hướng dẫn một số điều của Luật Quản lý thuế về hàng hóa nhập khẩu", "same"),
]


@pytest.mark.parametrize(("printed", "verdict"), DATED)
def test_dates_inside_titles_in_either_spelling(printed: str, verdict: str) -> None:
    held = "Hướng dẫn một số điều của Luật Quản lý thuế ngày 13 tháng 6 năm 2019 về hàng hóa nhập khẩu"
    assert compare_titles(printed, held, "Thông tư").verdict == verdict


def test_a_space_inside_an_inner_number() -> None:
    printed = "Sửa đổi, bổ sung một số điều của Thông tư liên tịch số 15/2010/TTLT-BTC-BGDĐT ngày 29 tháng 01 năm 2010"
    held = "Sửa đổi, bổ sung một số điều của Thông tư liên tịch số 15/2010/TTLT-BTC- BGDĐT ngày 29/ 01/2010 của hai bộ"
    assert compare_titles(printed, held, "Thông tư liên tịch").verdict == "same"
