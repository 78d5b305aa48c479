import pytest

from indexer.frames import asked_about


@pytest.mark.parametrize(
    ("query", "about"),
    [
        (
            "Trọng tài viên có quyền từ chối giải quyết tranh chấp, đúng hay sai?",
            "Trọng tài viên có quyền từ chối giải quyết tranh chấp",
        ),
        ("trong tai vien co quyen tu choi dung hay sai", "trong tai vien co quyen tu choi"),
        ("Luật áp dụng cho mọi công dân. Điều này là đúng hay sai?", "Luật áp dụng cho mọi công dân"),
        ("Hướng dẫn viên không có quyền nào sau đây?", "Hướng dẫn viên không có quyền nào ?"),
        # A query without tones stays without: it is to be restored.
        ("huong dan vien khong co quyen nao sau day", "huong dan vien khong co quyen nao"),
        ("những nơi ở sau đây là chỗ ở hợp pháp", "những nơi ở là chỗ ở hợp pháp"),
        ("Phân bón phải ghi nhãn thế nào? Chọn câu trả lời đúng nhất.", "Phân bón phải ghi nhãn thế nào"),
        ("sếp trừ lương vì đi muộn có đúng không", "sếp trừ lương vì đi muộn"),
    ],
)
def test_words_that_only_ask_are_left_out(query: str, about: str) -> None:
    assert asked_about(query) == about


@pytest.mark.parametrize(
    "query",
    [
        "đúng hay sai",
        "kê khai đúng hay sai",
        "thuoc nay tre em co dung khong",
        "mất sổ đỏ thì làm sao",
        "con riêng của vợ có được chia đất không",
        '"kê khai tài sản trung thực, đúng hay sai"',
        "xử lý hành vi khai sai, không đúng sự thật",
    ],
)
def test_what_is_asked_is_left_as_it_is(query: str) -> None:
    assert asked_about(query) == query
