"""Numbers that lost a hyphen or a slash to a space: `25 NQ/TW`, `16 CT TTg`, `30/2020 NĐ-CP`.

Only where type and body are codes that go together, so that nothing but a number can be meant.
"""

from __future__ import annotations

import re

from archive.number_parsing import DocumentNumber, parse_number

_YEAR = r"(?:19|20)\d\d"
_CENTRAL = r"TW|TƯ|TTg|TTG|CP|UBTVQH\d\d|QH\d\d|CTN"
_LOCAL = r"UBND|HĐND|TU|ĐU|HU|ThU|VPTW|BTCTW|BNV|BTC|BTP|BCA|BQP|BYT|BGDĐT|VPCP|MTTQ|SNV"
_SPACED = re.compile(
    rf"(?<![\w/.,:-])(?P<seq>\d{{1,5}}(?:\.\d{{1,2}})?[a-zA-Z]?)(?P<year>\s?/\s?{_YEAR})?(?P<first>\s?[/-]\s?|\s)"
    rf"(?P<type>NQ|QĐ|QĐi|CT|KL|NĐ|ND|QD|TT|KH|HD|TB|BC|CTr|TTr|QC|CV|CĐ|VBHN)(?P<second>\s?[/-]\s?|\s)"
    rf"(?P<body>{_CENTRAL}|{_LOCAL})(?![\w-])(?!/\w)"
)
# `Thông tư số 13 TC/TCT`, as ministries wrote into the 1990s.
_MINISTRY = re.compile(
    r"(?<=số )(?P<seq>\d{1,5})\s(?P<body>TC|BYT|BXD|BNN|TM|LĐTBXH|GD|GTVT|NV|TCCP|TTLB|NH|UBCK|KHCN|BTP|TP)\s?/\s?"
    r"(?P<rest>[A-ZĐ]{2,6}(?:[-/][A-ZĐ]{1,6})?)(?![\w/-])"
)
_SURE = re.compile(rf"(?:{_CENTRAL})$")


def spaced_numbers(text: str) -> list[tuple[int, int, DocumentNumber]]:
    """Start, end and reading of the numbers in a cleaned text that have a space for a hyphen or slash."""
    found = []
    for match in _SPACED.finditer(text):
        first, second = match.group("first").strip(), match.group("second").strip()
        if first and second:
            continue
        # `có 12 BC UBND`: local bodies only behind the word `số` or a type; what goes before decides in `marks`.
        if not _SURE.match(match.group("body")) and not re.search(
            r"(?<!\w)(?:[Ss]ố|sô|SỐ)\s*:?\s*$", text[max(0, match.start() - 8) : match.start()]
        ):
            continue
        party = match.group("body") in ("TW", "TƯ", "TU", "ĐU", "HU", "ThU", "VPTW", "BTCTW")
        year = re.sub(r"\D", "", match.group("year") or "")
        seq, kind, body = match.group("seq"), match.group("type"), match.group("body")
        spelled = f"{seq}-{kind}/{body}" if party and not year else f"{seq}/{year + '/' if year else ''}{kind}-{body}"
        parsed = parse_number(spelled)
        if parsed is not None:
            found.append((match.start(), match.end(), parsed))
    for match in _MINISTRY.finditer(text):
        parsed = parse_number(f"{match.group('seq')}/{match.group('body')}-{match.group('rest')}")
        if parsed is not None:
            found.append((match.start("seq"), match.end(), parsed))
    return found
