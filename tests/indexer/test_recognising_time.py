"""Recognition takes time with the length of a text, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from indexer.recognising import recognise

pytestmark = pytest.mark.slow

HEAD = "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\nSố: 3/KH-UBND\nSuối Hoa, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nTrồng cây\n"


@pytest.mark.parametrize(
    "piece",
    [
        "\n", " ", "\t", "ngày ", "ngày tháng ", "Số: ", "MẬT ", "M Ậ T\n", "Kèm theo ", "(Ban hành kèm theo\n",
        "Phụ lục\n", "Căn cứ ",
        "Căn cứ Luật A ngày 1/1/2024;\n", "Nơi nhận:\n", "KT. ", "Q.\n", "A-", "có hiệu lực từ ngày ",
        "QUYẾT ĐỊNH\n", "Quyết định này ", "- ",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_only(piece: str) -> None:
    def took(length: int) -> float:
        text = HEAD + piece * (length // len(piece))
        began = time.process_time()
        recognise(text)
        recognise(piece * (length // len(piece)))
        return time.process_time() - began

    took(2_000)
    short, long = took(8_000), took(48_000)
    assert long < 25 * max(short, 0.05)
