"""The marks that citations are built on: numbers with their type word, law titles, short forms, open numbers.

A mark is what certainly names a document; `finding` adds what is said around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.agency_codes import agency, is_known, repair_code
from archive.citations.refusals import is_no_document
from archive.citations.spaced import spaced_numbers
from archive.document_types import PARTY_CODES, STATE_CODES, type_named
from archive.folding import fold_for_comparison, unaccent
from archive.number_parsing import DocumentNumber, parse_number, repair_seq
from archive.numbers import type_of


@dataclass
class Mark:
    """One document named in a text. Offsets are of the cleaned text; `number_start` etc. -1 where absent.

    `kind`: number, law, alias (`Nghị quyết Trung ương 7 khóa XI`), short (`NĐ30`), blank (a number left open), anaphora
    (`Nghị định trên`), defined (a short form that the text defines). `spelled` is what a short form stands for, `name`
    a law's title as printed.
    """

    kind: str
    start: int
    end: int
    type: str = ""
    number: str = ""
    seq: str = ""
    year: str = ""
    parsed: DocumentNumber | None = None
    number_start: int = -1
    number_end: int = -1
    title_start: int = -1
    title_end: int = -1
    typed: bool = False
    repaired: bool = False
    bare: bool = False
    issuer: str = ""
    term: str = ""
    plenum: str = ""
    spelled: str = ""
    name: str = ""
    flags: list[str] = field(default_factory=list)


_GLUE = (
    r"(?=(?:ngày|đề|đối|như|sẽ|của|về|và|quy|ban|hướng|do|được|có|thì|tại|theo|bao|sửa|phê|đã|để|này|cho|là|thay|năm"
    r"|trong|hết)(?:[^a-z]|$))"
)
_ASSEMBLY = r"(?:UBTV)?QH\s?-?\s?(?:\d[0-9OoIl]?|[Il]\d)(?!\w)"
_CODE = (
    rf"(?:{_ASSEMBLY}|[A-ZĐƯ][A-Za-zĐđƯưạợ0-9&|]*(?:\.[ƯW](?!\w))?(?![^\W_])"
    rf"|[A-ZĐƯ][A-ZĐƯ0-9&]*{_GLUE}|TTg{_GLUE})"
)
_SEQ = r"(?:\d|[OolI|](?=[OolI|]?\d))[0-9OolI|]{0,5}(?:\.\d{1,3})?[A-Za-zĐđ]?"
_YEAR = r"[12lI|][09Oo][0-9OoIl|]{2}"
_GAP = r"\s{0,2}"
NUMBER = re.compile(
    rf"(?:(?<![\w/.,:-])|(?<=[Ss]ố)|(?<=[Ss]ố:)|(?<=NĐ)|(?<=QĐ)|(?<=NQ)|(?<=TT)|(?<=CT))"
    rf"(?P<seq>{_SEQ}){_GAP}(?:/{_GAP}(?P<year>{_YEAR}){_GAP}[/-]{_GAP}|[/-]{_GAP})"
    rf"(?P<codes>{_CODE}(?:{_GAP}[-/]{_GAP}{_CODE})*)(?P<tail>/[a-z]{{1,3}}(?![\w]))?"
)
_SO = re.compile(
    r"(?:(?<!\w)(?P<so>(?:số|sô|sổ|sồ|s6|Số|SỐ|Sô|so|sé|Sé|số hiệu|số ký hiệu"
    r"|số/ký hiệu))\s*(?P<colon>:?)\s*[.]{0,3}\s*)$"
)
_GENERIC = ("văn bản", "vb", "văn bản chỉ đạo", "các văn bản")
_WORDS_BEFORE = re.compile(r"((?:[^\W\d_]+\s+){0,4}[^\W\d_]+)\s*[:(]?\s*$")
_OF_ISSUER = re.compile(
    r"(?<!\w)((?:[^\W\d_]+\s+){0,3}[^\W\d_]+)\s+(?P<of>của\s+(?P<issuer>[A-ZĐỦ][^,.;:\n()\d“”\"]{2,90}?))\s*,?\s*$"
)
_LAST_ITEMS = re.compile(
    r"(?P<items>(?:(?<![\w/.-])\d{1,5}[a-z]?(?:\s?/\s?(?:19|20)\d\d)?\s*(?:,|;|và)\s*(?:số\s+)?)+)$"
)
_ITEM = re.compile(r"(\d{1,5}[a-z]?)(?:\s?/\s?((?:19|20)\d\d))?")
_LINE_START = re.compile(r"(?:^|\n|\t| {3,}|\|)[ \t*_]*$")


_MISREAD_LETTERS = 2


def type_before(text: str, end: int, floor: int) -> tuple[int, str, str] | None:
    """Start, type and printed word of the type word that ends at `end`; the longest one; None where there is none.

    The type is "" for a word such as `văn bản`, that leaves the type to the number.
    """
    window = text[max(floor, end - 70) : end]
    match = _WORDS_BEFORE.search(window)
    if match is None:
        return None
    base = end - len(window)
    starts = [m.start() for m in re.finditer(r"[^\W\d_]+", match.group(1))]
    for start in starts:
        words = match.group(1)[start:]
        if fold_for_comparison(words) in _GENERIC:
            return base + match.start(1) + start, "", words
        named = type_named(words)
        if named and _may_be_type(words):
            return base + match.start(1) + start, named, words
    return None


def _may_be_type(words: str) -> bool:
    """Codes stand for types only as printed (`NĐ`, `CTr`), not small words that look like them (`bc`, `so`)."""
    return " " in words or len(words) > 4 or words in ("Luật", "Lệnh", "luật") or (words[0].isupper() and words != "Tt")


def number_marks(text: str) -> list[Mark]:
    """Marks of all numbers in a cleaned text that name documents, with those that share a suffix (`217, 218-QĐ/TW`)."""
    marks: list[Mark] = []
    floor = 0
    for start, end, parsed in _numbers(text):
        if start < floor:
            continue
        mark, shared = _number_mark(text, start, end, parsed, floor, marks[-1] if marks else None)
        if mark is None:
            continue
        marks.extend(shared)
        marks.append(mark)
        floor = end
    return marks


def _numbers(text: str) -> list[tuple[int, int, DocumentNumber]]:
    found = [
        (match.start(), end, parsed)
        for match in NUMBER.finditer(text)
        for end, parsed in (_read(match),)
        if parsed is not None
    ]
    spaced = [*spaced_numbers(text), *_letters(text)]
    return sorted([*found, *spaced], key=lambda each: (each[0], -each[1])) if spaced else found


_LETTER = re.compile(
    r"(?<!\w)(?:[Cc]ông văn|CÔNG VĂN|[Vv]ăn bản|VĂN BẢN|VB|CV|[Tt]ờ trình|[Bb]áo cáo)\s+(?:(?:số|sô|SỐ|so)\s*:?\s*)?"
    r"(?P<number>(?P<seq>\d{1,5}[a-z]?)\s?/\s?(?P<code>[A-ZĐ][A-ZĐa-z&]{1,9}))(?![\w/-])"
)


def _letters(text: str) -> list[tuple[int, int, DocumentNumber]]:
    """Official letters whose symbol is the body alone: `Công văn số 55/PNV`."""
    return [
        (match.start("number"), match.end("number"), DocumentNumber(match.group("seq"), "", (code,), "admin"))
        for match in _LETTER.finditer(text)
        if (code := match.group("code"))[1].isupper() and parse_number(match.group("number")) is None
    ]


_ALWAYS_DATED = frozenset({"NĐ", "TT", "TTLT", "NQLT"})
_YEAR_LAST = re.compile(r"\s?/\s?((?:19|20)\d\d)(?![\w/.-])")


def _read(match: re.Match[str]) -> tuple[int, DocumentNumber | None]:
    """Where the number ends and what it is: codes behind a spaced hyphen count only if they are known ones."""
    end = match.end()
    while True:
        body = match.string[match.start() : end]
        loose = re.search(r"(?:\s+[-/]\s*|[-/]\s+)([^\s/-]+)$", body)
        if loose and "/" in body[: loose.start()] and not is_known(repair_code(loose.group(1))):
            end = match.start() + loose.start()
            continue
        parsed = parse_number(body)
        turned = (
            _YEAR_LAST.match(match.string, end) if parsed and not parsed.year and parsed.system == "admin" else None
        )
        if turned and parsed and parsed.codes[0] in _ALWAYS_DATED and len(parsed.codes) > 1:
            # `181/NĐ-CP/2004`: the year behind the symbol. A decision's year would make another document of it.
            symbol = "-".join(parsed.codes)
            return turned.end(), parse_number(f"{parsed.seq}/{turned.group(1)}/{symbol}")
        return end, parsed


def _number_mark(
    text: str, start: int, end: int, parsed: DocumentNumber, floor: int, previous: Mark | None
) -> tuple[Mark | None, list[Mark]]:
    window_start = max(floor, start - 110)
    before = text[window_start:start]
    items = _LAST_ITEMS.search(before)
    lead_end = window_start + items.start() if items else start
    so = _SO.search(text[window_start:lead_end])
    type_end = window_start + so.start() if so else lead_end
    typed = type_before(text, type_end, window_start)
    if items and typed is None:
        items, lead_end = None, start
        so = _SO.search(before)
        type_end = window_start + so.start() if so else start
        typed = type_before(text, type_end, window_start)
    if so and so.group("so") == "sổ" and typed is None:
        return None, []
    if is_no_document(text[max(window_start, type_end - 60) : type_end], parsed, typed[1] if typed else None):
        return None, []
    issuer = ""
    mark_start = typed[0] if typed else (window_start + so.start() if so else start)
    if typed is None:
        of = _OF_ISSUER.search(text[window_start:type_end])
        inner = type_before(text, window_start + of.start("of"), window_start) if of else None
        if of and inner:
            typed, mark_start = inner, inner[0]
            issuer = of.group("issuer")
    heading = so is not None and typed is None and bool(_LINE_START.search(text[max(0, type_end - 12) : type_end]))
    inherits = typed is None and previous is not None and _joins(text, previous, start)
    if typed is None and not inherits and not _stands_alone(parsed, so is not None):
        return None, []
    of_number = type_of(parsed)
    kind = typed[1] or of_number or "Công văn" if typed else (previous.type if inherits and previous else of_number)
    if inherits and of_number and previous and of_number != previous.type:
        kind = of_number
    printed = text[start:end]
    mark = Mark(
        "number", mark_start, end, kind, parsed.canonical, parsed.seq, parsed.year, parsed,
        number_start=start, number_end=end, typed=typed is not None, issuer=issuer,
        repaired=_repaired(printed, parsed)
        or bool(typed and _damaged(typed[2], typed[1]))
        or bool(so and so.group("so") in ("sô", "sổ", "sồ", "s6", "Sô", "so", "sé", "Sé")),
    )  # fmt: skip
    if heading or (typed and so and so.group("colon") and _own_number(text, mark_start, end)):
        mark.flags.append("header")
    if typed is None and inherits:
        mark.flags.append("elided_type")
    return (
        (mark, _shared_suffix(text, window_start + items.start(), items.group("items"), mark)) if items else (mark, [])
    )


def _own_number(text: str, start: int, end: int) -> bool:
    """Does the number with its type word fill a line of its own, as laws print theirs: `Luật số: 137/2025/QH15`?"""
    return bool(_LINE_START.search(text[max(0, start - 12) : start])) and bool(
        re.match(
            r"[ \t*_]*(?:\n|\t"
            r"|$)",
            text[end:],
        )
    )


def _joins(text: str, previous: Mark, start: int) -> bool:
    between = text[previous.end : start]
    if len(between) < 500 and re.search(r",\s*(?:và\s+)?số\s*$", between) and not re.search(r"[.;\n]", between):
        # `Quyết định số 72-QĐ/TW ngày … về …, số 73-QĐ/TW ngày …`
        return True
    return len(between) < 90 and bool(
        re.fullmatch(
            r"(?:\s*,?\s*ngày[^,;.\n]{4,40}?)?(?:\s+của\s[^,;.\n]{3,60}?)?\s*(?:,|;|và|,\s*và|hoặc"
            r"|;\s*và)\s*(?:số\s*:?\s*)?",
            between,
        )
    )


def _stands_alone(parsed: DocumentNumber, numbered: bool) -> bool:
    """May this number name a document without a type word before it?"""
    codes = parsed.codes
    if parsed.system == "qppl":
        return codes[0] in STATE_CODES or bool(re.match(r"(?:UBTV)?QH\d|UBTVQH|NQ|QHH", codes[0]))
    if parsed.system == "party":
        return codes[0] in PARTY_CODES and (agency(codes[1], party=True) is not None)
    if parsed.system == "old":
        return numbered and codes[0] not in ("CT", "QĐ", "TT", "NĐ")
    body = parsed.body.split("-")[0]
    if codes[0] in STATE_CODES and len(codes) > 1:
        return agency(body) is not None or (
            numbered and len(body) > 1 and body.isupper() and codes[0] in ("QĐ", "NQ", "KH")
        )
    return numbered and len(codes) > 1 and agency(codes[0]) is not None


def _repaired(printed: str, parsed: DocumentNumber) -> bool:
    return re.sub(r"\s*([-/])\s*", "-", printed) != parsed.canonical.replace("/", "-")


def _damaged(word: str, kind: str) -> bool:
    """Is the type word misspelt (`Quyêt định`), not merely shortened or in another case?"""
    if not kind or " " not in word:
        return False
    folded, right = fold_for_comparison(word), fold_for_comparison(kind)
    if folded == right or len(folded) != len(right):
        return False
    return sum(a != b for a, b in zip(unaccent(folded), unaccent(right), strict=True)) <= _MISREAD_LETTERS


def _shared_suffix(text: str, start: int, items: str, mark: Mark) -> list[Mark]:
    """`217, 218-QĐ/TW`: the numbers before the last one, which alone prints the symbol."""
    assert mark.parsed is not None
    marks = []
    for item in _ITEM.finditer(items):
        seq = repair_seq(item.group(1))
        parsed = DocumentNumber(
            seq, item.group(2) or mark.parsed.year, mark.parsed.codes, mark.parsed.system, mark.parsed.tail
        )
        begin = start + item.start()
        marks.append(
            Mark(
                "number", begin, start + item.end(), mark.type, parsed.canonical, seq, parsed.year, parsed,
                number_start=begin, number_end=start + item.end(), typed=True, bare=True, flags=["elided_suffix"],
            )
        )  # fmt: skip
    mark.start, mark.bare = mark.number_start, True
    mark.flags.append("elided_type")
    return marks
