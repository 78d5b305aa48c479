"""What a user types to find a document by its number: `nd 30 2020`, `30_2020_ND_CP.docx`, `chỉ thị 16 năm 2016`.

A query is read as a number only where it can hardly be anything else; `điều 25`, `giai đoạn 2021-2030` and
`kế hoạch 5 năm` are words to search for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from archive.agency_codes import agency, is_known, repair_code
from archive.dates import find_dates
from archive.document_types import PARTY_CODES, STATE_CODES, TYPES, type_named
from archive.folding import squeeze, unaccent
from archive.number_parsing import DocumentNumber, compact, parse_number
from archive.offsets import cleaned

_ZEROS = re.compile(r"^0+(?=\d)")
# The full number of these types follows from sequence and year alone.
_ONE_ISSUER = {"Nghị định": ("NĐ", "CP")}


@dataclass(frozen=True)
class NumberQuery:
    """What is known of the number looked for; "" and None where the user did not say.

    `seq` as typed, without leading zeros; `year` of the number or of issue; `codes` parts of the symbol, repaired;
    `type` the full name of the type; `issued` the day; `number` the canonical number where the query decides it;
    `rest` what is left of the query, as typed (`dân vận`); `also` the other numbers of a list, canonical
    (`217, 218-QĐ/TW` asks for both).
    """

    seq: str
    year: str
    codes: tuple[str, ...]
    type: str
    issued: date | None
    number: str
    rest: str
    also: tuple[str, ...] = ()

    @property
    def sequences(self) -> tuple[str, ...]:
        """The comparable sequences of all numbers asked for; empty where only a symbol was typed."""
        others = (parsed.seq for number in self.also if (parsed := parse_number(number)))
        return tuple(_ZEROS.sub("", seq).lower() for seq in (self.seq, *others) if seq)

    def matches(self, number: str, type: str, issued: date | None) -> bool:
        """Can the document of this number, type and date be meant? Unknown facts of the document do not exclude it."""
        parsed = parse_number(number)
        if parsed is None:
            return False
        return any(_same(parsed, other) for other in self.also) or self._first_fits(parsed, type, issued)

    def _first_fits(self, parsed: DocumentNumber, type: str, issued: date | None) -> bool:
        if self.seq and _ZEROS.sub("", parsed.seq).lower() != self.seq.lower():
            return False
        if self.year and not self._year_fits(parsed, issued):
            return False
        if self.issued and issued and self.issued != issued:
            return False
        if self.type and type and not _type_fits(self.type, type):
            return False
        return self._codes_fit(parsed)

    def _year_fits(self, parsed: DocumentNumber, issued: date | None) -> bool:
        if parsed.year:
            return parsed.year == self.year
        return issued is None or issued.year == int(self.year)

    def _codes_fit(self, parsed: DocumentNumber) -> bool:
        left = list(parsed.codes)
        for code in self.codes:
            place = next((i for i, have in enumerate(left) if _code_fits(code, have)), None)
            if place is None:
                return False
            del left[: place + 1]
        return True


def _same(parsed: DocumentNumber, other: str) -> bool:
    wanted = parse_number(other)
    return wanted is not None and (
        _ZEROS.sub("", parsed.seq).lower() == _ZEROS.sub("", wanted.seq).lower()
        and parsed.year == wanted.year
        and parsed.codes == wanted.codes
    )


def _code_fits(wanted: str, have: str) -> bool:
    if wanted == have:
        return True
    if wanted in ("QH", "UBTVQH") and re.fullmatch(rf"{wanted}\d+", have):
        return True
    if unaccent(wanted) != wanted:
        return False
    return wanted.upper() == unaccent(have).upper()


def _type_fits(wanted: str, have: str) -> bool:
    if wanted == have or {wanted, have} <= {"Luật", "Bộ luật"}:
        return True
    return {wanted, have} <= {"Quyết định", "Quy định"} or {wanted, have} <= {
        "Thông tư",
        "Thông tri",
        "Thông tư liên tịch",
    }


_EXTENSION = re.compile(r"\.(?:docx?|pdf|txt|rtf|odt|md|html?)$", re.IGNORECASE)
_NUMBER_TOKEN = re.compile(
    r"(?<![\w/])(?:(?:số|so|sô)\s*[:.]?\s*)?"
    r"(\d{1,6}(?:\.\d{1,2})?[A-Za-zĐđ]?\s?[-/._]\s?(?:(?:19|20)\d\d\s?[-/._]\s?)?"
    r"[A-Za-zĐđƯư][A-Za-zĐđƯư0-9&]*(?:\s?[-/._]\s?[A-Za-zĐđƯư][A-Za-zĐđƯư0-9&]*)*)(?![\w/])"
)
_SYMBOL = re.compile(r"(?<![\w/-])[A-Za-zĐđƯư]{1,6}(?:[-/._][A-Za-zĐđƯư][A-Za-zĐđƯư0-9&]*)+(?![\w/-])")
_BARE = re.compile(r"^(?:số\s*)?(\d{1,5}(?:\.\d{1,2}(?=\s?/))?[a-z]?)\s?[/.-]\s?((?:19|20)\d\d)$", re.IGNORECASE)
_YEARS = re.compile(r"^(?:19|20)\d\d\s?[/.-]\s?(?:19|20)\d\d$")
# `217, 218-QĐ/TW`: the numbers before the one that prints the symbol.
_LISTED = re.compile(r"(?P<items>(?:(?<![\w/.-])\d{1,5}[a-z]?\s*(?:,|;|&|và|va)\s*(?:số\s+|so\s+)?)+)$", re.IGNORECASE)
_PINPOINT = re.compile(r"(?:điều|khoản|điểm|mục|chương|phần|dieu|khoan|diem|muc|chuong|phan)\s+$", re.IGNORECASE)
_YEAR_SAID = re.compile(r"^(?:19|20)\d\d$|(?:^|\s)(?:năm|nam)\s+((?:19|20)\d\d)(?!\w|/\d)", re.IGNORECASE)
# Codes of types that are no syllable, so that small letters and spaces do not make words of them: `25 nq tw`.
_TYPE_CODES = "nq|qđi|qdi|qđ|qd|ctr|ct|kl|nđ|nd|ttlt|ttr|tt|kh|hd|tb|bc|qc|cv|cđ|cd|vbhn|nqlt"
_SPACED = re.compile(
    rf"(?<![\w/.-])(?P<seq>\d{{1,5}}(?:\.\d{{1,2}})?[a-z]?)(?:(?:\s?/\s?|\s)(?P<year>(?:19|20)\d\d))?[\s/_.-]{{1,3}}"
    rf"(?P<type>{_TYPE_CODES})[\s/_.-]{{1,3}}(?P<body>[a-zđư][a-zđư0-9&]{{1,12}})(?!\w)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?<![\w/.-])(?P<type>{_TYPE_CODES})[\s/_.-]{{1,3}}(?P<body>[a-zđư][a-zđư0-9&]{{1,12}})\s+(?:(?:số|so)\s+)?"
    r"(?P<seq>\d{1,5}[a-z]?)(?:\s?/\s?(?P<year>(?:19|20)\d\d))?(?![\w/])",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"(?<![\w/.-])(?P<seq>\d{1,4}[a-z]?)[\s/.-]{1,3}(?:hđbt|hdbt)(?!\w)", re.IGNORECASE)
# A type, words of the title, and the number at the end: `nghị định xử phạt giao thông 168/2024`.
_AT_THE_END = re.compile(
    r"^(?P<type>bo luat|luat|phap lenh|nghi dinh|thong tu|nghi quyet|quyet dinh|chi thi)\s+(?P<words>\D{3,120}?)\s+"
    r"(?:so\s+)?(?P<seq>\d{1,5}[a-z]?)/(?P<year>(?:19|20)\d\d)$"
)
_PERIOD = re.compile(r"(?:thang|quy|ngay|ky|dot|lan|tuan|nam|doan|hoc ky|phien|so)$")
_LEAD = re.compile(
    r"^(?:(?:của|cua|về việc|ve viec|về|ve|v/v|là|la|thì|quy định về|quy dinh ve)(?!\w)[\s:,]*)+", re.IGNORECASE
)
_UNITS = re.compile(
    r"(?:nam|thang|ngay|buoc|diem|dieu|khoan|ty|trieu|nghin|dong|phan|lan|nguoi|ho|xa|huyen|tinh|gio|cap|muc|tieu|chi"
    r"|nhom|noi|bo|nhiem|viec|trang|loai|chuong|giai|ban|to|phong|mau)(?!\w)"
)
_DATED = re.compile(r"[\s,]*ngay\s+\d")
# Everyday words as well as types: behind these a bare figure is no number.
_EVERYDAY = re.compile(
    r"(?:Quy (?:định|chế|hoạch)|Hướng dẫn|Kế hoạch|Báo cáo|Chương trình|Đề án|Dự án|Thông báo|Biên bản|Hợp đồng"
    r"|Phương án|Tờ trình|Chiến lược|Lệnh|Giấy mời|Hiến pháp|Bản sao y|Phiếu (?:gửi|chuyển|báo))$"
)
_ABBREVIATIONS = "ttlt|nqlt|vbhn|qdi|qyd|ctr|ttr|nd|qd|nq|ct|tt|kl|hd|kh|tb|bc|cv|pl"


@cache
def _weak() -> re.Pattern[str]:
    names = {unaccent(t.name).lower() for t in TYPES} | {"chuong trinh hanh dong", "vbhn", "van ban"}
    long = "|".join(sorted((re.escape(n) for n in names), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:(?P<type>{long})(?P<so1>\s+so\s*[:.]?)?\s+|(?P<code>{_ABBREVIATIONS})(?P<so2>\s+so\s*[:.]?)?[\s._-]*)"
        r"(?P<seq>\d{1,6}(?:\.\d{1,2})?[a-z]?)(?!\w|[.,/]\d{1,2}(?!\d))"
        r"(?:(?:[\s/._-]+|,?\s+nam\s+)(?P<year>(?:19|20)\d\d)(?!\w|/\d))?"
        r"(?P<codes>(?:[\s/._-]+[a-z][a-z0-9&]*(?!\w))*)"
    )


def parse_number_query(text: str) -> NumberQuery | None:
    """The number that a user's query asks for; None where the query is words."""
    view = _EXTENSION.sub("", squeeze(cleaned(text).text).strip(" .,;:?!"))
    if not view or len(view) > 400 or _YEARS.match(view):
        return None
    return _full(view) or _spaced(view) or _typed(view) or _at_the_end(view) or _symbol(view) or _bare(view)


def _rest(view: str, start: int, end: int) -> tuple[str, date | None]:
    """What stands around the number, without its first link word; and the date, if one is given there."""
    around = f"{view[:start].strip(' ,;:-')} {view[end:].strip(' ,;:-.')}".strip()
    issued = None
    for found in find_dates(around):
        issued = found.value
        around = squeeze(f"{re.sub(r'(?i)ng[aà]y$', '', around[: found.start].rstrip())} {around[found.end :]}")
        break
    return _LEAD.sub("", around.strip(" ,;:-")).strip(), issued


def _full(view: str) -> NumberQuery | None:
    found = []
    for match in _NUMBER_TOKEN.finditer(view):
        parsed = parse_number(match.group(1))
        if parsed is not None and (is_known(parsed.codes[0]) or (len(parsed.codes) > 1 and match.group() == view)):
            found.append((match, parsed))
    if not found:
        return None
    match, parsed = found[0]
    start, end, numbers = match.start(), match.end(), [parsed.canonical]
    for other, following in found[1:]:
        if re.fullmatch(r"\s*(?:,|;|&|và|va|hoặc|,\s*và)\s*(?:số\s+)?", view[end : other.start()], re.IGNORECASE):
            numbers.append(following.canonical)
            end = other.end()
    listed = _LISTED.search(view[:start])
    if listed and not _PINPOINT.search(view[: listed.start()]):
        items = [
            item for item in re.findall(r"\d+[a-zA-Z]?", listed.group()) if not re.fullmatch(r"(?:19|20)\d\d", item)
        ]
        numbers = [_with_seq(parsed, item).canonical for item in items] + numbers
        start = listed.start() if items else start
        parsed = _with_seq(parsed, items[0]) if items else parsed
    start, kind = _type_before(view, start)
    rest, issued = _rest(view, start, end)
    year, rest = (parsed.year, rest) if parsed.year else _year_said(rest)
    seq = _ZEROS.sub("", parsed.seq)
    return NumberQuery(seq, year, parsed.codes, kind, issued, numbers[0], rest, tuple(numbers[1:]))


def _with_seq(parsed: DocumentNumber, seq: str) -> DocumentNumber:
    return DocumentNumber(seq, parsed.year, parsed.codes, parsed.system, parsed.tail)


def _type_before(view: str, start: int) -> tuple[int, str]:
    """Where the type word before `start` begins, and the type; `start` and "" where there is none."""
    lead = re.search(r"((?:[^\W\d_]+\s+){0,3}[^\W\d_]+)\s*(?:số|so|sô)?\s*[:.]?\s*$", view[:start])
    words = lead.group(1).split() if lead else []
    for count in range(len(words), 0, -1):
        named = type_named(" ".join(words[-count:]))
        if named and lead:
            return lead.end(1) - len(" ".join(words[-count:])), named
    return start, ""


def _year_said(rest: str) -> tuple[str, str]:
    """The year of issue beside a number that carries none (`16/CT-TTg 2020`), and the rest without it."""
    said = _YEAR_SAID.search(rest)
    if said is None:
        return "", rest
    return said.group(1) or said.group(), _LEAD.sub("", squeeze(f"{rest[: said.start()]} {rest[said.end() :]}")).strip(
        " ,;:-"
    )


def _spaced(view: str) -> NumberQuery | None:
    """Numbers whose hyphens and slashes are spaces, in any order of symbol and sequence: `25 nq tw`, `QD-TTg 749`."""
    council = _COUNCIL.search(view)
    if council and not _PINPOINT.search(view[: council.start()]):
        start, kind = _type_before(view, council.start())
        rest, issued = _rest(view, start, council.end())
        return NumberQuery(council.group("seq"), "", ("HĐBT",), kind, issued, f"{council.group('seq')}-HĐBT", rest)
    for match in (*_SPACED.finditer(view), *_TURNED.finditer(view)):
        code, body = (_code(match.group(name)) for name in ("type", "body"))
        if not is_known(body) or agency(body) is None or _PINPOINT.search(view[: match.start()]):
            continue
        seq, year = match.group("seq"), match.group("year") or ""
        party = (
            not year
            and (agency(body, party=True) or agency(body)) == agency(body, party=True)
            and body.endswith(_PARTY_ENDS)
        )
        parsed = parse_number(f"{seq}-{code}/{body}" if party else f"{seq}/{year + '/' if year else ''}{code}-{body}")
        if parsed is None or re.fullmatch(r"(?:19|20)\d\d", seq):
            continue
        start, kind = _type_before(view, match.start())
        rest, issued = _rest(view, start, match.end())
        year, rest = (parsed.year, rest) if parsed.year else _year_said(rest)
        return NumberQuery(_ZEROS.sub("", parsed.seq), year, parsed.codes, kind, issued, parsed.canonical, rest)
    return None


_PARTY_ENDS = ("TW", "TU", "HU", "ĐU", "ThU", "QU")


def _code(word: str) -> str:
    return repair_code(word if not word.islower() and is_known(word) else word.upper())


def _at_the_end(view: str) -> NumberQuery | None:
    folded = unaccent(view).lower()
    match = _AT_THE_END.match(folded) if len(folded) == len(view) else None
    if match is None or _PERIOD.search(match.group("words")):
        return None
    kind = type_named(match.group("type")) or ""
    seq, year = match.group("seq"), match.group("year")
    number = _restored(seq, year, _ONE_ISSUER.get(kind, ()), kind)
    rest = view[match.start("words") : match.end("words")]
    return NumberQuery(_ZEROS.sub("", seq), year, (), kind, None, number, _LEAD.sub("", rest).strip())


def _typed(view: str) -> NumberQuery | None:
    folded = unaccent(view).lower()
    if len(folded) != len(view):
        return None
    for match in _weak().finditer(folded):
        query = _read_typed(view, folded, match)
        if query:
            return query
    return None


def _read_typed(view: str, folded: str, match: re.Match[str]) -> NumberQuery | None:
    short = match.group("code")
    kind = type_named(view[match.start("code") : match.end("code")]) if short else type_named(match.group("type"))
    if match.group("type") == "van ban":
        kind = ""
    if kind is None:
        return None
    numbered = bool(match.group("so1") or match.group("so2"))
    seq, year = match.group("seq"), match.group("year") or ""
    codes, end = _trailing_codes(view, match)
    issued_year = not year and re.fullmatch(r"(?:19|20)\d\d", seq)
    if issued_year and not numbered:
        # `luật đất đai 2013`, `kế hoạch 2024`: a year, not a number.
        return None
    after = folded[end:].split()
    if not year:
        year_behind = re.match(r"[\s,]*(?:cua [a-z ]+ )?nam ((?:19|20)\d\d)(?!\w)", folded[end:])
        if year_behind:
            year, end = year_behind.group(1), end + year_behind.end()
        elif _UNITS.match(" ".join(after)) and not (
            numbered or codes or seq.startswith("0") or _DATED.match(folded[end:])
        ):
            return None
    certain = numbered or bool(year) or bool(codes) or seq.startswith("0")
    if not certain and (_EVERYDAY.match(kind) or not kind) and (match.start() > 0 or after):
        return None
    if short and not certain and short in ("hd", "tb", "bc", "kh", "tt", "ct") and (match.start() > 0 and after):
        return None
    rest, issued = _rest(view, match.start(), end)
    if not year:
        year, rest = _year_said(rest) if _YEAR_SAID.fullmatch(rest) else (year, rest)
    symbol = codes
    if kind in _ONE_ISSUER and not symbol:
        symbol = _ONE_ISSUER[kind]
    number = _restored(seq, year, symbol, kind)
    return NumberQuery(_ZEROS.sub("", seq), year, codes, kind, issued, number, rest)


def _trailing_codes(view: str, match: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """Codes behind the figures, as far as they are codes: `nd cp`, `TW`, not `da het hieu luc`."""
    end = match.start("codes")
    codes = []
    for token in re.finditer(r"[^\W_]+(?:&[^\W_]+)*", view[match.start("codes") : match.end("codes")]):
        word = token.group()
        code = repair_code(word if not word.islower() else word.upper())
        toneless = unaccent(word).lower()
        safe = not word.islower() or len(word) > 3 or not re.search(r"[aeiouy]", toneless)
        if not is_known(code) or not safe or len(word) < 2:
            break
        codes.append(code)
        end = match.start("codes") + token.end()
    return tuple(codes), end


def _restored(seq: str, year: str, codes: tuple[str, ...], kind: str) -> str:
    if not codes:
        return ""
    if codes[0] not in STATE_CODES and codes[0] not in PARTY_CODES and not re.match(r"(?:UBTV)?QH\d", codes[0]):
        # `nq 25 tw`, `tt 01 2011 bnv`: the type word stands for its code.
        code = next((t.code for t in TYPES if t.name == kind and t.code), "")
        if kind == "Công văn" and not codes[-1].endswith(_PARTY_ENDS):
            # Letters of the State carry no code of a type: 123/UBND-VP.
            code = ""
        codes = (code, *codes) if code else codes
    if codes[-1].endswith("TW") and len(codes) == 2:
        parsed = parse_number(f"{seq}-{codes[0]}/{codes[1]}")
    elif year:
        parsed = parse_number(f"{seq}/{year}/{'-'.join(codes)}")
    elif kind == "Nghị định" or len(codes) < 2:
        return ""
    else:
        parsed = parse_number(f"{seq}/{'-'.join(codes)}")
    return parsed.canonical if parsed else ""


def _symbol(view: str) -> NumberQuery | None:
    """A symbol without a sequence: `QD-TTg`, `NĐ-CP`, `NQ/TW`."""
    for match in _SYMBOL.finditer(view):
        codes = tuple(repair_code(code) for code in re.split(r"[-/._]", match.group()))
        if all(is_known(code) for code in codes) and any(agency(code) for code in codes):
            rest, issued = _rest(view, match.start(), match.end())
            year = re.fullmatch(r"(?:năm\s+|nam\s+)?((?:19|20)\d\d)", rest)
            if year:
                return NumberQuery("", year.group(1), codes, "", issued, "", "")
            return NumberQuery("", "", codes, "", issued, "", rest)
    return None


def _bare(view: str) -> NumberQuery | None:
    """`30/2020` and nothing else."""
    match = _BARE.match(compact(view))
    if match is None:
        return None
    return NumberQuery(_ZEROS.sub("", match.group(1)), match.group(2), (), "", None, "", "")
