"""Raw keystrokes of Telex and VNI, as people type them."""

from __future__ import annotations

import pytest

from corpus.slips import telex, vni
from indexer.analysis import fold_token
from indexer.keystrokes import decoded

SYLLABLES = """
công tác dân vận đất đai người lao động nghỉ việc giấy chứng nhận quyền sử dụng khiếu nại tố cáo quyết định của
thuế nghiệp hợp tác xã tiếp được trường nước ngoài khoa học huyện xuất khẩu thường trực ủy hòa giải thủy quý gì giữ
nguyễn khuỷu ngoằn đường lối rượu bưu điện hưu trí lượng mưa mười tuổi cưới vợ đời sống nuôi con yêu cầu
"""


@pytest.mark.parametrize("syllable", SYLLABLES.split())
def test_keys_of_a_syllable_give_the_syllable(syllable: str) -> None:
    plain = telex(syllable)
    for keys in {plain, vni(syllable)} - {syllable}:
        assert decoded(keys) == fold_token(syllable), keys


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("nguoiwf", "người"),
        ("nguoi72", "người"),
        ("dduwowcj", "được"),
        ("duocwdj", "được"),
        ("tieengs", "tiếng"),
        ("tieesng", "tiếng"),
        ("vaatj", "vật"),
        ("va65n", "vận"),
        ("vaan", "vân"),
        ("tac", ""),
        ("luật", ""),
        ("covid", ""),
        ("2024", ""),
        ("nd", ""),
        ("ubnd", ""),
    ],
)
def test_ways_of_typing(keys: str, syllable: str) -> None:
    assert decoded(keys) == (fold_token(syllable) if syllable else "")
