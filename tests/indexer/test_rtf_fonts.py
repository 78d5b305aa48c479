"""Charsets in the font table of an RTF."""

from __future__ import annotations

import pytest

from indexer.reading.rtf_fonts import plain_charsets

TABLE = [
    (rb"{\f0\fnil\fcharset163 .VnTime;}", rb"{\f0\fnil\fcharset0 .VnTime;}"),
    (rb"{\f0\fnil\fcharset238\fprq2 VNI-Times;}", rb"{\f0\fnil\fcharset0\fprq2 VNI-Times;}"),
    (
        rb"{\f1\froman\fcharset2\fprq2{\*\panose 020b7200000000000000}.VnTimeH{\*\falt Times New Roman};}",
        rb"{\f1\froman\fcharset0\fprq2{\*\panose 020b7200000000000000}.VnTimeH{\*\falt Times New Roman};}",
    ),
    (rb"{\f1\fcharset1 Arial;}", rb"{\f1\fcharset0 Arial;}"),
    (rb"{\f1\fcharset163 Times New Roman;}{\f2\fcharset163 .VnTime;}", None),
    (rb"{\f1\fcharset2 Wingdings;}", rb"{\f1\fcharset2 Wingdings;}"),
    (rb"{\f1\fcharset128 MS Mincho;}", rb"{\f1\fcharset128 MS Mincho;}"),
    (rb"\fcharset163", rb"\fcharset163"),
    (rb"no font table", rb"no font table"),
]


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_charsets(before: bytes, after: bytes | None) -> None:
    if after is None:
        after = rb"{\f1\fcharset163 Times New Roman;}{\f2\fcharset0 .VnTime;}"
    assert plain_charsets(before) == after
