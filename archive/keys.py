"""Keys under which documents are looked up. A key is a bucket to look in, never proof of identity."""

from __future__ import annotations

import re

from archive.folding import fold_for_comparison, unaccent
from archive.numbers import canonical_number

_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_TITLE_LEAD = re.compile(r"^(?:(?:bộ luật|luật|pháp lệnh|hiến pháp(?= nước))\s+)?(?:(?:về việc|về|v v)\s+)?")


def number_key(number: str) -> str:
    """`06/QĐ-TTg` and `6/QD-TTG` meet under `6/QD-TTG`; "" for no number."""
    if not number.strip():
        return ""
    return _LEADING_ZEROS.sub("", unaccent(canonical_number(number)).upper())


def title_key(title: str) -> str:
    """A title folded, without `Luật`, `Bộ luật`, `Pháp lệnh`, `Về`, `Về việc` in front."""
    return _TITLE_LEAD.sub("", fold_for_comparison(title), count=1)


def seq_key(seq: str) -> str:
    """The first part of a number for comparison: `05` and `5` meet under `5`, `30C` under `30c`; "" for none."""
    return _LEADING_ZEROS.sub("", seq.strip()).lower()
