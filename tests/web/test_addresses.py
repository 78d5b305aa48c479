"""Addresses of provisions in links."""

from __future__ import annotations

import pytest

from web.presenting.addresses import anchor_of, path_of


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("dieu:5/khoan:2/diem:đ", "dieu-5.khoan-2.diem-đ"),
        ("dieu:1~2", "dieu-1~2"),
        ("la_ma:II/so:1.2/diem:a", "la_ma-II.so-1.2.diem-a"),
        ("phuluc:I/mau:05/dieu:1", "phuluc-I.mau-05.dieu-1"),
        ("kemtheo:quy-che/dieu:3", "kemtheo-quy-che.dieu-3"),
        ("mo_dau", "mo_dau"),
        ("chuong:II/muc:1", "chuong-II.muc-1"),
        ("", ""),
    ],
)
def test_there_and_back(path: str, anchor: str) -> None:
    assert anchor_of(path) == anchor
    assert path_of(anchor) == path
    assert path_of(path) == path


def test_anything_is_some_path() -> None:
    assert path_of("x" * 5000) == "x" * 300
    assert path_of("không có") == "không có"
