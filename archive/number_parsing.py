"""The grammar of document numbers: from a text that is one number to its parts.

    qppl  = seq "/" yyyy "/" code {"-" code}     30/2020/NĐ-CP, 10/2022/QH15
    admin = seq "/" code "-" code {"-" code}     15/KH-UBND, 123/UBND-VP
    party = seq "-" type "/" body ["/" tail]     25-NQ/TW, 5053-CV/VPTW/nb
    old   = seq ("-"|"/") code                   64-CP, 217-HĐBT
          | seq "-" body "/" type {"-" code}     17-BYT/TT
    seq   = 1-6 digits ["." 1-2 digits] [letter]

Source: `domain/facts.md` section 2; repairs from `ocr_confusions.csv`, the rows that are safe inside a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.agency_codes import agency, is_known, repair_code, split_code
from archive.document_types import PARTY_CODES, STATE_CODES
from archive.folding import squeeze
from archive.offsets import cleaned

_OLD_CODES = frozenset(
    {"CP", "HĐBT", "TTg", "CT", "SL", "LCT", "HĐNN", "HĐCP", "NĐ", "TT", "QĐ", "TTLB", "TTLT", "TTLN"}
)
# A type and nothing else (`1096/QĐ`) is an administrative number that leaves its issuer out.
_TYPE_ALONE = frozenset({"NĐ", "TT", "QĐ"})
_MINISTRY_TYPES = frozenset({"TT", "QĐ", "CT", "NĐ", "TTLB", "TTLN", "TTLT"})
_PARTY_TYPES = frozenset(PARTY_CODES)
_PARTY_ENDS = ("TW", "TU", "HU", "ĐU", "ThU", "QU")


@dataclass(frozen=True)
class DocumentNumber:
    """The parts of a number, repaired. `year` is "" where the number carries none.

    `codes` are the parts of the symbol in order (`("NĐ", "CP")`); `system` is qppl (with a year), admin, party or old;
    `tail` is what Party letters add behind a second slash (`nb`).
    """

    seq: str
    year: str
    codes: tuple[str, ...]
    system: str
    tail: str = ""

    @property
    def canonical(self) -> str:
        """The number as its style prints it. Numbers of before 1997 are printed with / or -: here always `64-CP`."""
        if self.system == "party":
            tail = f"/{self.tail}" if self.tail else ""
            return f"{self.seq}-{self.codes[0]}/{'-'.join(self.codes[1:])}{tail}"
        symbol = "-".join(self.codes)
        if self.system == "old" and len(self.codes) > 1:
            return f"{self.seq}-{self.codes[0]}/{'-'.join(self.codes[1:])}"
        if self.system == "old" and symbol not in _TYPE_ALONE:
            return f"{self.seq}-{symbol}"
        return f"{self.seq}/{self.year}/{symbol}" if self.year else f"{self.seq}/{symbol}"

    @property
    def type_code(self) -> str:
        """The code of the type, "" where the symbol has none (`QH15`, `UBND-VP`, `64-CP`)."""
        if self.system == "party":
            return self.codes[0]
        if self.codes[0] in STATE_CODES and (len(self.codes) > 1 or self.system == "qppl" or self.codes[0] == "SL"):
            return self.codes[0]
        # Until the 1990s ministries wrote the issuer first: 167/BYT-QĐ.
        reversed_types = ("QĐ", "NĐ", "TTLT") + (("TT",) if self.codes[0].startswith("B") else ())
        if len(self.codes) == 2 and self.codes[1] in reversed_types and agency(self.codes[0]):
            return self.codes[1]
        if self.system == "old" and len(self.codes) > 1:
            return self.codes[1]
        return ""

    @property
    def body(self) -> str:
        """The symbol without the type: `CP`, `BNV-VPCP`, `UBND-VP`, `TW`."""
        codes = list(self.codes)
        if self.type_code in codes and len(codes) > 1:
            codes.remove(self.type_code)
        return "-".join(codes)


_SEQ = r"(?P<seq>[0-9OoIl|]{1,6}(?:\.[0-9OoIl|]{1,3})?[A-Za-zĐđ]?)"
_CODE = r"[A-Za-zĐđƯưÂâÊêÔôƠơĂăạợ][A-Za-zĐđƯưÂâÊêÔôƠơĂăạợ0-9&|]*(?:\.[ƯW]\b)?"
_CODES = rf"(?P<codes>{_CODE}(?:[-/]{_CODE})*)[-/]?"
_YEAR = r"(?P<year>[12lI|][09Oo][0-9OoIl|]{2})"
_QPPL = re.compile(rf"^{_SEQ}/{_YEAR}[/-]{_CODES}$")
_PARTY = re.compile(
    rf"^{_SEQ}-(?P<type>[A-Za-zĐđ]{{2,4}})/(?P<codes>{_CODE}(?:-{_CODE})*)(?:/(?P<tail>[a-z]{{1,4}}))?$"
)
_MINISTRY = re.compile(
    rf"^{_SEQ}-(?P<body>[A-ZĐƯ]{{2,6}})/(?P<codes>(?:{'|'.join(sorted(_MINISTRY_TYPES))})(?:[-/]{_CODE})*)$"
)
_PLAIN = re.compile(rf"^(?:{_SEQ})?(?P<separator>[/-]){_CODES}$")
_FILE_NAME = re.compile(rf"^{_SEQ}[._-]{_YEAR}[._-](?P<codes>{_CODE}(?:[._-]{_CODE})*)$")
_PARTY_FILE_NAME = re.compile(rf"^{_SEQ}-(?P<type>[A-Za-zĐđ]{{2,4}})[._-](?P<codes>{_CODE})$")
_STATE_BODY = re.compile(r"(?:HĐNN|UBTVQH|QH|CTN|HĐBT|CP$|TTg$)\d{0,2}")
_LEAD = re.compile(r"^(?:(?:số|SỐ|Số|sô|Sô|so|So|số hiệu)\s*[:.]?\s*)")
_AROUND = re.compile(r"\s*([/-])\s*")
# `QH-13`, `UBTVQH 15`: the term of the Assembly parted from its letters.
_PARTED_TERM = re.compile(r"(QH)[ -](\d[0-9OoIl]?|[Il]\d)$")
_AS_DIGIT = str.maketrans("OoIl|", "00111")
_THOUSANDS = re.compile(r"^(\d{1,3})\.(\d{3})$")


def repair_seq(text: str) -> str:
    """The sequence part with digits for the letters OCR puts in their place; "" if it holds no digit at all."""
    if not any(c.isdigit() for c in text):
        return ""
    letter = text[-1] if text[-1].isalpha() and text[-1] not in "OoIl" else ""
    digits = (text[:-1] if letter else text).translate(_AS_DIGIT)
    thousands = _THOUSANDS.match(digits)
    return ("".join(thousands.groups()) if thousands else digits) + letter


def compact(text: str) -> str:
    """The text of a number without its lead `Số:` and without spaces around its separators."""
    view = squeeze(cleaned(text).text).strip(" .,;:()[]\"'“”")
    return _PARTED_TERM.sub(r"\1\2", _AROUND.sub(r"\1", _LEAD.sub("", view)))


def _codes(text: str, separators: str = r"[-/]") -> tuple[str, ...]:
    codes = tuple(repair_code(code) for code in re.split(separators, text) if code)
    if codes and not is_known(codes[0]):
        codes = split_code(codes[0]) + codes[1:]
    return codes


def _words(codes: str) -> list[str]:
    return [code for code in re.split(r"[._-]", codes) if code]


@lru_cache(maxsize=16384)
def parse_number(text: str, allow_blank: bool = False) -> DocumentNumber | None:
    """The number that the whole of `text` is, in any spelling that can be repaired safely; None for anything else.

    Takes a lead `Số:`, NFD, look-alike letters, any dash, spaces and line breaks around separators, and file names
    (`30_2020_ND_CP`). `allow_blank` also takes a number left open in a draft: `/KH-UBND`, with `seq` "".
    """
    view = compact(text)
    match = _QPPL.match(view)
    if match:
        return _normative(match, match.group("codes"))
    match = _MINISTRY.match(view)
    if match and (ministry := _ministry(match)):
        return ministry
    match = _PARTY.match(view)
    if match:
        return _party(match)
    match = _PLAIN.match(view)
    if match:
        return _plain(match, allow_blank)
    if "/" not in view:
        match = _FILE_NAME.match(view)
        if match and not any(c.islower() and not is_known(repair_code(c)) for c in _words(match.group("codes"))):
            return _normative(match, re.sub(r"[._]", "-", match.group("codes")))
        match = _PARTY_FILE_NAME.match(view)
        if match and repair_code(match.group("codes")).endswith(_PARTY_ENDS):
            return _party(match)
    return None


def _normative(match: re.Match[str], codes_text: str) -> DocumentNumber | None:
    seq = repair_seq(match.group("seq"))
    year = match.group("year").translate(_AS_DIGIT)
    codes = _codes(codes_text)
    if not seq or not codes or not year.startswith(("18", "19", "20")):
        return None
    return DocumentNumber(seq, year, codes, "qppl")


def _party(match: re.Match[str]) -> DocumentNumber | None:
    seq = repair_seq(match.group("seq"))
    kind = repair_code(match.group("type"))
    bodies = _codes(match.group("codes"))
    if kind == "QyĐ":
        kind = "QĐi"
    if not seq or not bodies:
        return None
    if _STATE_BODY.match(bodies[0]):
        # The Council of State wrote a hyphen behind the sequence as the Party does: 27-NQ/HĐNN8.
        return DocumentNumber(seq, "", (kind, *bodies), "admin")
    if kind not in _PARTY_TYPES:
        return None
    return DocumentNumber(seq, "", (kind, *bodies), "party", match.groupdict().get("tail") or "")


def _ministry(match: re.Match[str]) -> DocumentNumber | None:
    """What ministries wrote into the 1990s: sequence, body, type (`17-BYT/TT`, `1141-TC/QĐ-CĐKT`)."""
    seq, body = repair_seq(match.group("seq")), repair_code(match.group("body"))
    if not seq or body in _PARTY_TYPES:
        return None
    return DocumentNumber(seq, "", (body, *_codes(match.group("codes"))), "old")


def _plain(match: re.Match[str], allow_blank: bool) -> DocumentNumber | None:
    printed = match.group("seq") or ""
    seq = repair_seq(printed) if printed else ""
    if not seq and not (allow_blank and not printed):
        return None
    codes = _codes(match.group("codes"))
    if not codes:
        return None
    if len(codes) == 1:
        return DocumentNumber(seq, "", codes, "old") if codes[0] in _OLD_CODES and seq else _joined(seq, codes[0])
    if match.group("separator") == "-":
        # A blank Party number, or `64-CP-TW`: only the Party writes a hyphen behind the sequence.
        if not seq and codes[0] in _PARTY_TYPES:
            return DocumentNumber(seq, "", codes, "party")
        if len(codes) == 2 and codes[0] in _PARTY_TYPES and codes[1].endswith(_PARTY_ENDS):
            return DocumentNumber(seq, "", codes, "party")
        return DocumentNumber(seq, "", codes, "admin") if is_known(codes[0]) else None
    if len(codes) == 2 and codes[0] in _PARTY_TYPES and _is_party_body(codes[1]):
        # `25/NQ-TW` is how many State texts misprint 25-NQ/TW: the series is the same.
        return DocumentNumber(seq, "", codes, "party")
    return DocumentNumber(seq, "", codes, "admin")


def _is_party_body(code: str) -> bool:
    found = agency(code, party=True)
    return bool(found and found.system == "DANG" and code.endswith(_PARTY_ENDS))


def _joined(seq: str, code: str) -> DocumentNumber | None:
    """A Party number that lost its slash: `25-NQTW`."""
    for length in (3, 2):
        kind, body = code[:length], repair_code(code[length:])
        if kind in _PARTY_TYPES and body and _is_party_body(body):
            return DocumentNumber(seq, "", (kind, body), "party")
    return None
