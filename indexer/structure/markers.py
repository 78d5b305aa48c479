"""Lines that may begin a unit: `Chương II`, `Điều 5.`, `2.`, `a)`, `I.`. Which of them do is decided later."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer.layout.cells import UPPER
from indexer.layout.labels import ARTICLE
from indexer.layout.lines import Line
from indexer.layout.quotes import OPENING_MARK, Span, inside
from indexer.structure.misreadings import NUMBER, ROMAN, digits_of, is_right_word, is_roman, only_refers, roman_read
from indexer.structure.numbering import LETTERS, Key, letter_key, ordinal_value, roman, roman_value, suffix_key

# What may stand before a label: white space, Markdown's emphasis and headings, an opening quotation mark.
_LEAD = rf"[\s*_#>]*(?P<quote>{OPENING_MARK}\s*)?[\s*]*"
_GAP = r"[^\S\n]"
_WORD = r"[^\W\d_]"
_ALTERNATIVES = (
    # Điều 5. Điều 5a: Điều 5- Điều 5 (alone on its line)
    rf"(?P<dieu>(?P<dw>{ARTICLE}){_GAP}*(?P<dn>{NUMBER})(?P<ds>[a-zđ]{{0,2}})(?![\w/]))"
    rf"(?P<dp>{_GAP}*(?:\*\*)?{_GAP}*(?:[.:,]|[-–](?={_GAP}*{_WORD}))|{_GAP}*(?:\*\*)?{_GAP}*$)?",
    # Phần thứ nhất, PHẦN II
    rf"(?P<phan>(?:PHẦN|Phần){_GAP}+(?:(?:THỨ|thứ|Thứ){_GAP}+(?P<po>\w+)|(?P<pr>[IVXLC]+|\d{{1,2}}|[A-HK]))(?!\w))",
    # Chương II, Chương IIIa
    rf"(?P<chuong>(?:CHƯƠNG|Chương|CHUONG|Chuong){_GAP}+(?P<cr>{ROMAN}|\d{{1,2}}|l)(?P<cs>[a-zđ]?)(?!\w))",
    rf"(?P<tieumuc>(?:TIỂU{_GAP}+MỤC|Tiểu{_GAP}+mục){_GAP}+(?P<tr>\d{{1,2}}|[IVX]+)(?!\w))",
    rf"(?P<muc>(?:MỤC|Mục){_GAP}+(?P<mr>\d{{1,2}}|[IVX]+|[A-HK])(?P<ms>[a-zđ]?)(?!\w))",
    # I. II/ III- but not V/v
    rf"(?P<la_ma>(?!V/[vV]\b)(?P<lr>{ROMAN})(?:{_GAP}*[.:/]|{_GAP}*[)–-](?=\s)){_GAP}*(?={_WORD}|[“\"*(\d]))",
    # 1.1. 2.3.4
    rf"(?P<bac>(?P<br>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})"
    rf"(?:\.{_GAP}*(?={_WORD}|[“\"(*])|{_GAP}+(?=[“\"]?[{UPPER}])))",
    # 1. 2a. and, of old, 1/ 1-
    rf"(?P<so>(?P<sn>\d{{1,3}})(?P<ss>[a-zđ]?)"
    rf"(?:\.{_GAP}*(?={_WORD}|[“\"(*\[])|\.{_GAP}+(?=\d)|{_GAP}*[/–-]{_GAP}+(?=[{UPPER}])))",
    # 1) where it stands for 1.
    rf"(?P<ngoac>(?P<gn>\d{{1,2}})\s*\)(?={_GAP}+[“\"]?{_WORD}))",
    rf"(?P<diem>(?P<el>[a-zđ])(?P<ed>\d?)\s*\)(?=\s|{_WORD}|[“\"(]))",
    # a/ a- a. of old
    rf"(?P<diem_cu>(?P<ol>[a-zđ])(?:/{_GAP}*|{_GAP}*-{_GAP}+|\.{_GAP}*(?={_WORD}+{_GAP}))(?=[{UPPER}]))",
    rf"(?P<chu>(?P<al>[A-HK])(?:\.|{_GAP}*[-–/]){_GAP}+(?=[{UPPER}]))",
)
_MARKER = re.compile(f"{_LEAD}(?:{'|'.join(_ALTERNATIVES)})")
_KINDS = ("diem", "so", "dieu", "chuong", "muc", "la_ma", "bac", "phan", "tieumuc", "diem_cu", "chu", "ngoac")
_FIRST = frozenset("ĐÐDPCTM0123456789IVXABEFGHKabcdđeghiklmnopqrstuvxyfjwz")
_UPPER_WORD = re.compile(r"[^\W\d_]")
# The tail of a sentence that goes on: what follows on the next line is a reference, not a label.
_GOES_ON = re.compile(
    r"(?:\b(?:khoản|điểm|mục|chương|phần|điều|Điều|Chương|Mục|tại|và|hoặc|theo|của|với|từ|đến|các|những|quy định|"
    r"trong|là|"
    r"số|ngoài|trừ|bởi|sang|bằng|khoản\s+\d+[a-zđ]?|điểm\s+[a-zđ]\d?|Điều\s+\d+[a-zđ]?\s*,))\s*$"
    r"|(?:khoản|điểm)\s+\S{1,3},?\s*$|,\s*$",
    re.IGNORECASE,
)

_AMENDS = re.compile(
    r"[\s*]*(?:\d{1,3}[a-zđ]?\.|[a-zđ]\d?\)|Điều\s+\d+[a-zđ]?\s*\.)?\s*(?:Sửa đổi|Bổ sung|Thay thế)\b.*như sau\s*:\W*$"
)
_AMENDS_ARTICLE = re.compile(
    rf"[\s*#]*(?:\d{{1,3}}[a-zđ]?\.|[a-zđ]\d?\)|{ARTICLE}\s+\d+[a-zđ]?\s*\.)?\s*(?:Sửa đổi|Bổ sung|Thay thế)\b[^\n]*"
    rf"\b{ARTICLE}\s+(?P<number>\d+[a-zđ]?)[\s.:]*$"
)


@dataclass(frozen=True)
class Marker:
    """A line that looks like the beginning of a unit.

    `start` is where the label begins (an opening quotation mark included), `after` where the label ends, `stop`
    the end of its line. `value` is how the path writes the number (`5a`, `II`, `đ`, `1.2`), `printed` the label
    as it stands in the text. `quoted`: inside quoted amended text. `firm`: nothing speaks against it, neither
    the line before (a sentence that goes on) nor what follows the label (`Điều 5 của Luật này`). `amended`: an
    article right below `Sửa đổi … như sau:`, so another document's even without a quotation mark.
    """

    kind: str
    value: str
    key: Key
    start: int
    after: int
    stop: int
    printed: str
    line: int
    quoted: bool = False
    doubt: int = 0
    amended: bool = False

    @property
    def firm(self) -> bool:
        """Whether the line itself and the one before let it be a label."""
        return self.doubt < 2


def find_markers(text: str, lines: Sequence[Line], spans: Sequence[Span]) -> list[Marker]:
    """All lines of the text that look like labels of units, in order."""
    found: list[Marker] = []
    match = _MARKER.match
    for index, (start, end) in enumerate(lines):
        head = text[start : min(end, start + 24)].lstrip(" \t\u00a0*_#>“„‟”«‘'\"")
        if not head or head[0] not in _FIRST:
            continue
        hit = match(text, start, end)
        if hit is None:
            continue
        marker = _marker(text, hit, end, index)
        if marker is None:
            continue
        quoted = hit.group("quote") is not None and inside(spans, marker.start)
        quoted = quoted or inside(spans, marker.start)
        if not quoted and index and marker.firm:
            before = _line_before(text, lines, index)
            if before and before[-1] not in ".;:”" and _GOES_ON.search(before):
                marker = replace(marker, doubt=2)
            elif marker.kind == "dieu" and _amended_by_line_before(text, lines, marker):
                marker = replace(marker, amended=True)
        found.append(replace(marker, quoted=True) if quoted else marker)
    return _without_false_romans(found)


def _amended_by_line_before(text: str, lines: Sequence[Line], marker: Marker) -> bool:
    """Below `Sửa đổi … như sau:`, or below `Sửa đổi, bổ sung Điều 41` and itself Điều 41, stands another's article."""
    start, end = lines[marker.line - 1]
    if _AMENDS.match(text, start, end):
        return True
    named = _AMENDS_ARTICLE.match(text, start, end)
    return named is not None and named.group("number") == marker.value


def _without_false_romans(found: list[Marker]) -> list[Marker]:
    """`Điều II` is article 2 where articles are numbered so, and 11 read wrongly where they are in Arabic numbers."""
    numbers = [m.printed.split()[-1] for m in found if m.kind == "dieu"]
    roman_ones = sum(is_roman(number) for number in numbers)
    if not roman_ones or 2 * roman_ones > len(numbers):
        return found
    kept: list[Marker] = []
    for marker in found:
        printed = marker.printed.split()[-1] if marker.kind == "dieu" else ""
        if is_roman(printed):
            meant = digits_of(printed)
            if not meant:
                continue
            marker = replace(marker, value=str(meant), key=(meant, 0), doubt=max(1, marker.doubt))
        kept.append(marker)
    return kept


def _line_before(text: str, lines: Sequence[Line], index: int) -> str:
    """The line just above, "" if it is blank: a blank line ends a sentence."""
    start, end = lines[index - 1]
    return text[max(start, end - 40) : end].rstrip()


def _marker(text: str, hit: re.Match[str], end: int, line: int) -> Marker | None:
    kind = next(name for name in _KINDS if hit.group(name) is not None)
    start = hit.start("quote") if hit.group("quote") else hit.start(kind)
    after = hit.end()
    rest = text[after:end].strip(" \t\u00a0*_")
    printed = " ".join(hit.group(kind).split()).rstrip(".:/)- –")

    def made(kind: str, value: str, key: Key, doubt: int = 0) -> Marker:
        return Marker(kind, value, key, start, after, end, printed, line, doubt=doubt)

    if kind == "dieu":
        return _article(hit, rest, made)
    if kind in ("phan", "chuong", "muc", "tieumuc"):
        return _higher(hit, kind, rest, made)
    if kind == "la_ma":
        read = roman_read(hit.group("lr"))
        number = roman_value(read)
        return made("la_ma", read, (number, 0), int(read != hit.group("lr"))) if number else None
    if kind == "bac":
        parts = [int(part) for part in hit.group("br").split(".")]
        if hit.group("br").endswith(("00", ".0")):
            # 1.000 is a number of something.
            return None
        return made("bac", hit.group("br"), (parts[-1], 0))
    if kind == "so":
        number, suffix = int(hit.group("sn")), hit.group("ss")
        return made("so", f"{number}{suffix}", (number, suffix_key(suffix)))
    if kind == "ngoac":
        number = int(hit.group("gn"))
        return made("ngoac", str(number), (number, 0))
    if kind == "diem":
        letter, digit = hit.group("el"), hit.group("ed")
        return made("diem", letter + digit, letter_key(letter, digit))
    if kind == "diem_cu":
        letter = hit.group("ol")
        return made("diem", letter, letter_key(letter))
    letter = hit.group("al")
    return made("chu", letter, (LETTERS.index(letter.lower()) + 1, 0))


def _article(hit: re.Match[str], rest: str, made: Callable[..., Marker]) -> Marker | None:
    """`Điều 5 Phạm vi` without a full stop may be a label; `Điều 5 của`, `Điều 5, 6`, `Điều 5 Luật này` are not."""
    raw, suffix = hit.group("dn"), hit.group("ds")
    stop = hit.group("dp")
    right = is_right_word(hit.group("dw"))
    number = roman_value(raw) if is_roman(raw) else digits_of(raw)
    if not number:
        return None
    value, key = f"{number}{suffix}", (number, suffix_key(suffix))
    doubt = 0 if right and (raw.isdigit() or is_roman(raw)) else 1
    comma = stop is not None and stop.strip(" \t\u00a0*") == ","
    if stop is None or comma:
        if not (rest or comma) or rest[:1] != rest[:1].upper() or only_refers(rest) or not (right or comma):
            return None
        return made("dieu", value, key, 2)
    if rest and not rest[0].isupper() and rest[0] not in '“"(':
        return made("dieu", value, key, 2) if right else None
    return made("dieu", value, key, doubt)


def _higher(hit: re.Match[str], kind: str, rest: str, made: Callable[..., Marker]) -> Marker | None:
    """Phần, Chương, Mục, Tiểu mục: a label of its own line, or with its heading after a colon, stop or dash."""
    suffix = ""
    if kind == "phan":
        raw = hit.group("pr") or ""
        number = ordinal_value(hit.group("po")) if hit.group("po") else 0
    elif kind == "chuong":
        raw, suffix, number = roman_read(hit.group("cr")), hit.group("cs"), 0
    elif kind == "muc":
        raw, suffix, number = hit.group("mr"), hit.group("ms"), 0
    else:
        raw, number = hit.group("tr"), 0
    bare = rest.lstrip(".:-–— \t")
    punctuated = bare != rest
    if bare and not punctuated and not bare[0].isupper():
        return None
    if bare and bare[0] in ",;)":
        return None
    firm = not bare or punctuated or _mostly_upper(bare)
    if bare and bare.split()[0] in ("Luật", "Nghị", "Thông", "Quyết", "Bộ") and not _mostly_upper(bare):
        firm = False
    if not number:
        number = int(raw) if raw.isdigit() else roman_value(raw)
    if not number:
        number = LETTERS.index(raw.lower()) + 1 if len(raw) == 1 else 0
        if not number:
            return None
        value = raw
    elif kind in ("phan", "chuong"):
        value = _roman_or_raw(raw, number)
    else:
        value = raw
    return made(kind, value + suffix, (number, suffix_key(suffix)), 0 if firm else 2)


def _roman_or_raw(raw: str, number: int) -> str:
    """Parts and chapters are written in Roman numerals in a path however the document prints them."""
    return roman(number) if not raw or raw.isdigit() else raw


def _mostly_upper(text: str) -> bool:
    letters = _UPPER_WORD.findall(text[:80])
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.7 * len(letters)
