"""Codes of agencies as they stand in numbers, and the safe repair of misprinted codes.

The table is `agencies.csv`: the code as printed, the full name, the system (NN State, DANG Party, MTTQ Fatherland
Front, DOANTHE unions) and the years of a body that is no more or is new. Facts from `domain/abbreviations.csv`, the
reform of ministries in 3/2025 and numbers of documents in force. Repairs follow `ocr_confusions.csv`, rows marked safe.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from archive.document_types import PARTY_CODES, STATE_CODES
from archive.folding import unaccent


@dataclass(frozen=True)
class AgencyCode:
    """`name` is "" where the code does not decide (`TU`: Tỉnh ủy or Thành ủy)."""

    code: str
    name: str
    system: str
    period: str


@cache
def agency_table() -> tuple[AgencyCode, ...]:
    """All rows of `agencies.csv`; a code may stand in more than one system (BCT, BTC)."""
    lines = files("archive").joinpath("agencies.csv").read_text(encoding="utf-8").splitlines()
    return tuple(AgencyCode(row["code"], row["name"], row["system"], row["period"]) for row in csv.DictReader(lines))


@cache
def _by_system() -> dict[str, dict[str, AgencyCode]]:
    table: dict[str, dict[str, AgencyCode]] = {"NN": {}, "DANG": {}, "MTTQ": {}, "DOANTHE": {}}
    for row in agency_table():
        table[row.system][row.code] = row
    return table


_ASSEMBLY = re.compile(r"^(QH|UBTVQH|HĐNN)H?\d{1,2}$")


def agency(code: str, party: bool = False) -> AgencyCode | None:
    """The body a code names in a State number, or in a Party-style one (`25-NQ/TW`)."""
    assembly = _ASSEMBLY.match(code)
    if assembly:
        code = assembly.group(1)
    order = ("DANG", "DOANTHE", "MTTQ", "NN") if party else ("NN", "MTTQ", "DOANTHE", "DANG")
    for system in order:
        found = _by_system()[system].get(code)
        if found:
            return found
    return None


_PLAIN_CODES = {"VP", "VX", "NC", "TH", "KT", "TCCB"}


@cache
def _known() -> frozenset[str]:
    codes = set(STATE_CODES) | set(PARTY_CODES) | {row.code for row in agency_table()} | _PLAIN_CODES
    return frozenset(codes | {"QyĐ", "LCT"})


@cache
def _by_plain() -> dict[str, str]:
    """Unaccented upper case to the one code it can be; `HD` and `DA` lead to themselves, being codes as they stand."""
    candidates: dict[str, set[str]] = {}
    for code in _known():
        candidates.setdefault(unaccent(code).upper(), set()).add(code)
    return {
        plain: plain if plain in codes else next(iter(codes))
        for plain, codes in candidates.items()
        if len(codes) == 1 or plain in codes
    }


_TERM_DIGITS = re.compile(r"^(U[BĐ]TVQH|Q[HN]|QHH)([0-9OoIl|SB]{1,2})$")
_DIGITS = str.maketrans("OoIl|SB", "0011158")
_PREMIER = re.compile(r"^(?:TT[gạq9G]|T[Il1]g|[1Il]Tg|TTợ)$")
_CENTRE = re.compile(r"(?:T\.?[ƯW]|TVV|TVW|TUW)$")


@lru_cache(maxsize=8192)
def repair_code(code: str) -> str:
    """One code of a number in its proper form: `QD` → `QĐ`, `UBNĐ` → `UBND`, `QHl5` → `QH15`, `TVV` → `TW`.

    Unknown codes come back as they are. Never merges two codes that both exist (`HD`/`HĐ`, `DA`/`ĐA`, `TU`).
    """
    if code in _known() or _ASSEMBLY.match(code):
        return code
    term = _TERM_DIGITS.match(code)
    if term:
        return term.group(1) + term.group(2).translate(_DIGITS)
    if _PREMIER.match(code):
        return "TTg"
    centre = _CENTRE.search(code)
    if centre and (code[: centre.start()] + "TW") in _known():
        return code[: centre.start()] + "TW"
    return _by_plain().get(unaccent(code).upper(), code)


def is_known(code: str) -> bool:
    """Is this a code of a type or an agency, as it stands?"""
    return code in _known() or bool(_ASSEMBLY.match(code))


@lru_cache(maxsize=4096)
def split_code(code: str) -> tuple[str, ...]:
    """A type code and an agency code printed without their hyphen, taken apart: `TBMTTQ` → `TB`, `MTTQ`."""
    if is_known(code):
        return (code,)
    plain = unaccent(code).upper()
    for length in range(4, 0, -1):
        first, rest = repair_code(code[:length]), repair_code(code[length:])
        if first in STATE_CODES and len(rest) > 1 and agency(rest) and is_known(rest) and plain not in _by_plain():
            return (first, rest)
    return (code,)
