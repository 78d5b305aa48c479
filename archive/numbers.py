"""Numbers (số, ký hiệu) of documents: read, compared, and asked for.

A number is never a key alone: `25-NQ/TW` is four documents. What is here says whether two numbers are the same number,
not whether they are the same document. Grammar: `number_parsing`; what users type: `number_queries`.
"""

from __future__ import annotations

import re

from archive.agency_codes import agency
from archive.document_types import PARTY_CODES, STATE_CODES
from archive.folding import squeeze, unaccent
from archive.number_parsing import DocumentNumber, parse_number
from archive.number_queries import NumberQuery, parse_number_query
from archive.offsets import cleaned

__all__ = [
    "DocumentNumber",
    "NumberQuery",
    "canonical_number",
    "fold_number",
    "number_seq",
    "number_symbol",
    "parse_number",
    "parse_number_query",
    "same_number",
    "type_of_number",
]

_ZEROS = re.compile(r"^0+(?=\d)")
_SEQ = re.compile(r"^(\d+(?:\.\d+)?[A-Za-zĐđ]?)(?=[/-])")


def canonical_number(text: str) -> str:
    """`30 /2020/ ND–CP` → `30/2020/NĐ-CP`. What is no number comes back composed and squeezed."""
    parsed = parse_number(text, allow_blank=True)
    if parsed is None:
        return squeeze(cleaned(text).text)
    if not parsed.seq:
        return ("-" if parsed.system == "old" else "/") + "-".join(parsed.codes)
    return parsed.canonical


def number_seq(number: str) -> str:
    """The comparable sequence: `06/QĐ-TTg` → `6`, `30c/NQ-CP` → `30c`; "" where there is none."""
    parsed = parse_number(number)
    if parsed is not None:
        return _ZEROS.sub("", parsed.seq).lower()
    found = _SEQ.match(squeeze(number))
    return _ZEROS.sub("", found.group(1)).lower() if found else ""


def fold_number(number: str) -> str:
    """Letters and digits only, upper case, unaccented, no leading zeros: a bucket to look in, never an identity."""
    plain = unaccent(canonical_number(number)).upper()
    return _ZEROS.sub("", re.sub(r"[^0-9A-Z]", "", plain))


def number_symbol(number: str) -> str:
    """The symbol, folded, without sequence and year: `30/2020/NĐ-CP` → `ND-CP`, `25-NQ/TW` → `NQ-TW`."""
    parsed = parse_number(number, allow_blank=True)
    return unaccent("-".join(parsed.codes)).upper() if parsed else ""


def same_number(a: str, b: str) -> bool:
    """Are these one number? `6/QĐ-TTg` and `06/QĐ-TTg` are; `12/HD-UBND` and `12/HĐ-UBND` are not."""
    first, second = parse_number(a), parse_number(b)
    if first is None or second is None:
        return bool(a.strip()) and canonical_number(a) == canonical_number(b)
    return (
        _ZEROS.sub("", first.seq).lower() == _ZEROS.sub("", second.seq).lower()
        and first.year == second.year
        and first.codes == second.codes
        and first.tail == second.tail
    )


def type_of_number(number: str) -> str:
    """The type that the symbol names: `NĐ` Nghị định; an agency in front means Công văn.

    "" where the code does not decide: `QH15` is a Luật or a Nghị quyết, `UBTVQH14` a Pháp lệnh or a Nghị quyết, `64-CP`
    anything of the Government, and Party `QĐ` a Quyết định or a Quy định.
    """
    parsed = parse_number(number, allow_blank=True)
    return type_of(parsed) if parsed else ""


def type_of(parsed: DocumentNumber) -> str:
    """`type_of_number` for a number already read."""
    code = parsed.type_code
    if parsed.system == "party":
        return "" if code == "QĐ" else PARTY_CODES.get(code, "")
    if code:
        # TC stood for Tài chính in symbols of the 1990s (89/TC-TCT), long before it stood for Thông cáo.
        if code == "TC" and parsed.body.startswith("T"):
            return ""
        return STATE_CODES[code]
    if parsed.system == "admin" and len(parsed.codes) > 1 and agency_first(parsed):
        return "Công văn"
    return ""


def agency_first(parsed: DocumentNumber) -> bool:
    """Does the symbol begin with an agency, as that of an official letter does: `UBND-VP`?"""
    return agency(parsed.codes[0]) is not None
