"""Documents named without their full number: `NĐ30`, `Nghị định 30/2020`, `Chỉ thị 05 của Bộ Chính trị`,
`Nghị quyết Trung ương 7 khóa XI`, and the open number of a draft, `Số:     /KH-UBND`.
"""

from __future__ import annotations

import re

from archive.agency_codes import agency_table
from archive.citations.issuers import ordinal_value, read_issuer, roman
from archive.citations.letters import any_space
from archive.citations.marks import Mark
from archive.document_types import TYPES, type_named
from archive.number_parsing import parse_number
from archive.numbers import canonical_number, parse_number_query, type_of

_TERM = (
    r"\s*,?\s*(?:\(\s*(?:[Kk]h(?:óa|oá)\s+)(?P<terms>[IVXL\d]+(?:\s*(?:,|và)\s*(?:[Kk]h(?:óa|oá)\s+)?[IVXL\d]+)*)\s*\)"
    r"|[Kk]h(?:óa|oá)\s+(?P<term>[IVXL]+|\d{1,2})(?!\w))"
)
_TERM_AHEAD = r"\s*,?\s*\(?\s*[Kk]h(?:óa|oá)\s"
_KINDS = r"(?:Nghị quyết|Kết luận|NQ|KL)"
_CENTRE = r"(?:Trung ương|TW|TƯ|T\.Ư)"
_BODY = rf"(?:Ban Chấp hành|BCH)\s+{_CENTRE}(?:\s+Đảng)?"
_PLENUM = re.compile(
    any_space(
        rf"(?<!\w)(?:(?P<kind>{_KINDS})\s+(?:của\s+)?(?:(?:Hội nghị\s+)?(?:lần thứ\s+)?{_CENTRE}\s*(?:lần thứ\s+)?"
        rf"(?P<figure>\d{{1,2}}|(?<=\s)[IVX]+|(?<=\s)(?:hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười(?: \w+)?)"
        rf"(?={_TERM_AHEAD}))"
        rf"|Hội nghị\s+(?:{_CENTRE}\s+)?lần thứ\s+(?P<word>mười \w+|\w+)(?:\s*,?\s*(?:của\s+)?{_BODY})?"
        rf"|Hội nghị\s+{_BODY}\s+lần thứ\s+(?P<behind>mười \w+|\w+))|(?P<glued>NQ|KL)TW\s?(?P<number>\d{{1,2}}))"
        rf"(?!\w)(?:\s+(?:của\s+)?Đảng)?(?:{_TERM})?"
    )
)
_CONGRESS = re.compile(
    any_space(
        r"(?<!\w)(?P<kind>[Nn]ghị quyết|[Vv]ăn kiện|NQ)\s+(?:của\s+)?(?P<body>(?:Đại hội|ĐH)"
        r"(?:\s+(?:đại biểu|Đại biểu))?"
        r"(?:\s+toàn quốc)?(?P<party>\s+Đảng(?:\s+Cộng sản Việt Nam|\s+toàn quốc)?(?!\s+bộ))?"
        r"(?P<local>\s+(?:Đảng bộ|Chi bộ|MTTQ|Mặt trận|Công đoàn|Đoàn|Hội)\s[^,.;:\n()\d]{1,50}?)?)\s+"
        r"(?:toàn quốc\s+)?(?:lần thứ\s+|khóa\s+|khoá\s+)?(?P<number>[IVXL]+|\d{1,2}(?=\s+(?:của\s+)?Đảng))(?!\w)"
        r"(?:\s+(?:của\s+)?Đảng(?:\s+(?:Cộng sản|bộ)[^,.;:\n()\d]{0,40}?(?=[,.;:\n()]|$))?)?"
        r"(?:\s*,?\s*\(?nhiệm kỳ\s+\d{4}\s*-\s*\d{4}\)?)?"
    )
)
# Types for which a sequence alone, or with the year, is a usual way of speaking.
_STRONG = (
    r"(?:[Nn]ghị định|[Nn]ghị quyết|[Cc]hỉ thị|[Tt]hông tư(?: liên tịch)?|[Qq]uyết định|[Kk]ết luận"
    r"|[Pp]háp lệnh|Luật|[Qq]uy định|[Hh]ướng dẫn|[Cc]ông văn|[Tt]hông báo|[Kk]ế hoạch|[Bb]áo cáo)"
)
_CODES = r"(?:NĐ|QĐ|NQ|CT|TTLT|TT|KL|HD)"
_SEQ = r"(?P<seq>\d{1,4}(?:\.\d{1,2})?[a-z]?)(?![\w])"
_SHORT = re.compile(
    rf"(?<![\w/.-])(?:(?P<type>{_STRONG})\s+(?P<so>(?:số|sô)\s*:?\s*)?|(?P<code>{_CODES})(?:\s+(?P<so2>số\s*)|\s?))"
    rf"{_SEQ}(?:\s?/\s?(?P<year>(?:19|20)\d\d)(?![\w]|\s?[/-]\s?\w))?(?!\s?[/-]\s?[A-ZĐƯ\d]|[.,]\d)"
)
_AFTER = re.compile(
    r"\s*(?:$|[,;.:()\n\"”]|(?:của|về|ngày|năm|và|hoặc|là|có|được|đã|thì|quy định|ban hành|hướng dẫn|này"
    r"|đến|khi|cũng|để|đi vào|trong"
    r"|nêu|đề ra|với|cho|tại|yêu cầu|phê duyệt|hết|thay|còn)(?!\w))"
)
_YEAR_BEHIND = re.compile(r"\s+năm\s+(?P<year>(?:19|20)\d\d)(?!\w)")
_OF = re.compile(
    r"(?:\s*,?\s*(?:ngày\s+[\d/.\-]{6,10}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?\s*,?\s*(?:của\s+)"
)
_TERMS_OF_ASSEMBLY = (
    (2003, 2006, "QH11"),
    (2008, 2010, "QH12"),
    (2012, 2015, "QH13"),
    (2017, 2020, "QH14"),
    (2022, 2025, "QH15"),
)
_BLANK = re.compile(
    r"(?P<so>(?:Số|SỐ|Sô|số)\s*(?::|(?=[\s.…_]{2,}[/-]))[ \t.…_]*)(?P<number>[/-][ \t]?[A-ZĐƯ][A-Za-zĐđƯư&]*"
    r"(?:[ \t]?[-/][ \t]?[A-ZĐƯ][A-Za-zĐđƯư&]*)*)"
)
_OPENS_CELL = re.compile(r"(?:^|\n|\t|   |\|)[ \t*_]*$")


def blank_marks(text: str) -> list[Mark]:
    """Numbers left open in a draft's header: `Số:       /KH-UBND`."""
    marks = []
    for match in _BLANK.finditer(text):
        if _OPENS_CELL.search(text, max(0, match.start() - 12), match.start()) is None:
            continue
        parsed = parse_number(match.group("number"), allow_blank=True)
        if parsed is None or parsed.seq:
            continue
        number = canonical_number(match.group("number"))
        if match.group("number").startswith("-") and parsed.system == "party":
            number = f"-{parsed.codes[0]}/{'-'.join(parsed.codes[1:])}"
        marks.append(
            Mark(
                "blank", match.start("so"), match.end(), type_of(parsed), number, "", "", parsed,
                number_start=match.start("number"), number_end=match.end(), flags=["header", "blank_number"],
            )
        )  # fmt: skip
    return marks


def alias_marks(text: str) -> list[Mark]:
    """Party documents by their plenum or congress."""
    marks = []
    for match in _PLENUM.finditer(text):
        plenum = next(filter(None, match.group("figure", "word", "behind", "number")), "")
        figure = ordinal_value(plenum)
        if not figure or re.match(r"\s*[/-]\s*\w", text[match.end() : match.end() + 4]):
            continue
        kind = type_named(match.group("kind") or match.group("glued")) or ""
        marks.append(
            Mark(
                "alias", match.start(), match.end(), kind, issuer="Ban Chấp hành Trung ương", typed=True,
                term=match.group("term") or "", plenum=figure, flags=["alias"],
            )
        )  # fmt: skip
        terms = re.findall(r"[IVXL\d]+", match.group("terms") or "")
        if len(terms) == 1:
            marks[-1].term = terms[0]
        elif terms:
            marks[-1].flags.append(f"terms:{','.join(terms)}")
    for match in _CONGRESS.finditer(text):
        local = (match.group("local") or "").strip()
        # `Văn kiện Đại hội` are more than the resolution: no type.
        kind = type_named(match.group("kind")) or ""
        marks.append(
            Mark(
                "alias", match.start(), match.end(), kind, issuer=f"Đại hội {local}" if local else "Đại hội Đảng",
                typed=True, flags=["alias", f"congress:{roman(match.group('number'))}"],
            )
        )  # fmt: skip
    return marks


def short_marks(text: str) -> list[Mark]:
    """`NĐ30`, `Nghị định 30/2020`, `Chỉ thị 05 của Bộ Chính trị`: the number restored where only one can be meant."""
    marks = []
    for match in _SHORT.finditer(text):
        mark = _short_mark(text, match)
        if mark is not None:
            marks.append(mark)
    return marks


def _short_mark(text: str, match: re.Match[str]) -> Mark | None:
    code, seq, year = match.group("code"), match.group("seq"), match.group("year") or ""
    kind = type_named(code or match.group("type")) or ""
    numbered = bool(match.group("so") or match.group("so2"))
    everyday = kind in ("Quy định", "Hướng dẫn", "Công văn", "Thông báo", "Kế hoạch", "Báo cáo", "Luật", "Pháp lệnh")
    end = match.end()
    behind = _YEAR_BEHIND.match(text, end)
    of = _OF.match(text, behind.end() if behind else end)
    issuer = read_issuer(text, of.end(), min(len(text), of.end() + 160)) if of else None
    if not year and re.fullmatch(r"(?:19|20)\d\d", seq):
        return None
    if behind and not year and kind in ("Nghị định", "Luật") and (numbered or kind == "Nghị định"):
        # Their numbers carry the year of issue: `Luật số 10 năm 2022` is 10/2022.
        year = behind.group("year")
    if not (year or issuer):
        if everyday or not _AFTER.match(text, end):
            return None
        small = match.group("type") and match.group("type")[0].islower()
        if code not in (None, "NĐ") or (small and not numbered):
            return None
    if issuer and not year and everyday and not numbered and kind in ("Kế hoạch", "Báo cáo", "Thông báo", "Luật"):
        return None
    number = _restored(kind, seq, year, issuer.name if issuer else "")
    mark = Mark("short", match.start(), end, kind, number, seq, year, typed=True, flags=["truncated"])
    mark.parsed = parse_number(number) if number else None
    mark.number_start, mark.number_end = match.start("seq"), end
    if behind:
        mark.flags.append(f"year:{behind.group('year')}")
        mark.end = behind.end()
    return mark


_LONE = 60


def lone_number_mark(text: str) -> list[Mark]:
    """A text that is nothing but a number as files and queries write it: `30.2020.NĐ-CP`, `nghi dinh 30 2020 nd cp`."""
    stripped = text.strip()
    if not stripped or len(stripped) > _LONE or "\n" in stripped:
        return []
    parsed = parse_number(stripped)
    kind = type_of(parsed) if parsed else ""
    if parsed is None and " " in stripped:
        query = parse_number_query(stripped)
        if query and query.number and query.type and not query.rest:
            parsed, kind = parse_number(query.number), query.type
    if parsed is None or not kind or kind == "Hợp đồng":
        return []
    start = text.index(stripped)
    end = start + len(stripped)
    return [
        Mark(
            "number", start, end, kind, parsed.canonical, parsed.seq, parsed.year, parsed,
            number_start=start, number_end=end, typed=True, repaired=True, flags=["query"],
        )
    ]  # fmt: skip


def _restored(kind: str, seq: str, year: str, issuer: str) -> str:
    """The one full number that type, sequence, year and issuer leave; "" where there are several."""
    state = next((t.code for t in TYPES if t.name == kind and t.code and t.system != "DANG"), "")
    party = next((t.code for t in TYPES if t.name == kind and t.code and t.system == "DANG"), "")
    if kind == "Nghị định":
        return f"{seq}/{year}/NĐ-CP" if year and issuer in ("", "Chính phủ") else ""
    if kind == "Luật" and year:
        term = next((code for first, last, code in _TERMS_OF_ASSEMBLY if first <= int(year) <= last), "")
        return f"{seq}/{year}/{term}" if term else ""
    if not issuer or ";" in issuer:
        return ""
    central = ("Bộ Chính trị", "Ban Bí thư", "Trung ương Đảng")
    if party and not year and (issuer in central or issuer.startswith("Ban Chấp hành Trung ương")):
        return f"{seq}-{'QĐ' if party == 'QĐi' else party}/TW"
    codes = [row.code for row in agency_table() if row.system == "NN" and row.name == issuer]
    if not state or not codes:
        return ""
    if year:
        return f"{seq}/{year}/{state}-{codes[0]}"
    # Directives of the Prime Minister and most resolutions of the Government carry no year.
    return f"{seq}/{state}-{codes[0]}" if (state, codes[0]) in (("CT", "TTg"), ("NQ", "CP")) else ""
