"""Titles: of laws, which are cited by title alone, and of other documents, where they begin and end in running text.

A law's title holds commas, `và` and other laws' titles, so known titles are matched first, the longest wins
(`Gazetteer`). Where a title is not known, the year, date or number behind it ends it, or the first word that no title
has. Source: `domain/facts.md` section 2, grammar.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from archive.citations.letters import LOWER, UPPER
from archive.folding import fold_for_comparison, fold_syllable
from archive.numbers import canonical_number

LAW_WORDS = {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "Pháp lệnh", "hiến pháp": "Hiến pháp"}
CODE_NAMES = {
    "blds": "Bộ luật Dân sự",
    "blhs": "Bộ luật Hình sự",
    "bllđ": "Bộ luật Lao động",
    "bltths": "Bộ luật Tố tụng hình sự",
    "blttds": "Bộ luật Tố tụng dân sự",
}
"""What clerks write for the codes, small; the only titles that are spelled out and not given as printed."""
_END = "\0"
_WORD = re.compile(r"[\s,\"“”'‘’()/-]{0,4}(\w+)")
_FIRST_WORD = re.compile(r"\s*[\"“'‘]?(\w+)")


@dataclass(frozen=True)
class TitleEntry:
    """A title that may be met in a text; without its type word, as in `Record.title`. `number` "" where unknown."""

    type: str
    title: str
    number: str
    issued: date | None


class WordTrie:
    """Phrases by their words, folded: case, tone placement, i/y and punctuation do not matter, tones do."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, phrase: str, value: str) -> None:
        """Take a phrase in; a later one with the same words wins."""
        node = self._root
        words = fold_for_comparison(phrase).split()
        for word in words:
            node = node.setdefault(word, {})
        if words:
            node[_END] = value

    def longest(self, text: str, position: int, limit: int) -> tuple[int, str] | None:
        """End and value of the longest phrase that begins at `position` (after white space); None for none."""
        node: dict[str, Any] = self._root
        best: tuple[int, str] | None = None
        match = _FIRST_WORD.match(text, position, limit)
        while match is not None:
            following = node.get(fold_syllable(match.group(1)))
            if following is None:
                break
            node = following
            if _END in node:
                best = (match.end(), node[_END])
            match = _WORD.match(text, match.end(), limit)
        return best


class Gazetteer:
    """Known titles. Laws are found by them; the title of another document only helps to end it where it is joined."""

    def __init__(self, entries: Iterable[TitleEntry]) -> None:
        self._laws: dict[str, WordTrie] = {}
        self._numbered: dict[str, WordTrie] = {}
        for entry in entries:
            kind = fold_for_comparison(entry.type)
            if kind in LAW_WORDS:
                self._laws.setdefault(kind, WordTrie()).add(_without_type(entry.title, kind), entry.number)
            if entry.number:
                trie = self._numbered.setdefault(canonical_number(entry.number), WordTrie())
                trie.add(_LEAD.sub("", fold_for_comparison(entry.title)), entry.number)

    def law(self, kind: str, text: str, position: int, limit: int) -> int | None:
        """Where the longest known title of `kind` (`luật`) that begins at `position` ends."""
        trie = self._laws.get(kind)
        found = trie.longest(text, position, limit) if trie else None
        return found[0] if found else None

    def title_of(self, number: str, text: str, position: int, limit: int) -> int | None:
        """Where the known title of the document `number` ends, if it stands at `position`."""
        trie = self._numbered.get(number)
        found = trie.longest(text, position, limit) if trie else None
        return found[0] if found else None


_LEAD = re.compile(r"^(?:về việc|về|v v)\s+")


def _without_type(title: str, kind: str) -> str:
    folded = fold_for_comparison(title)
    return folded[len(kind) + 1 :] if folded.startswith(kind + " ") else folded


@cache
def known_laws() -> Gazetteer:
    """The titles of `law_titles.csv`: laws, codes and ordinances in force or once in force. Facts, not texts."""
    lines = files("archive").joinpath("law_titles.csv").read_text(encoding="utf-8").splitlines()
    return Gazetteer(TitleEntry(row["type"], row["title"], "", None) for row in csv.DictReader(lines))


# --- titles of laws ---------------------------------------------------------------------------------------------

LAW_HEAD = re.compile(
    r"(?<!\w)(?:(?P<code>[Bb]ộ [Ll]uật)|(?P<short>BL(?:DS|HS|LĐ|TTHS|TTDS))|(?P<law>Luật|luật)"
    r"|(?P<ordinance>[Pp]háp lệnh)|Hiến pháp)(?!\w)"
)
_NOT_TITLES = re.compile(
    r"\s+(?:này|đó|kia|trên|nêu|nói|hiện hành|chuyên ngành|gia|học|sư(?! s)|định|pháp|lệ|khác|mới|cũ"
    r"|liên quan|của|là|và|"
    r"về(?! việc)|có|được|do|tại|theo|cho|hay|hoặc|thì|mà|nào|quốc tế|tục|bất thành văn|chơi|sửa đổi này)(?!\w)"
)
_REPUBLIC = re.compile(r"\s+nước\s+C[ộô]ng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam", re.IGNORECASE)
_ANCHOR = re.compile(
    r",?\s+(?:\(?số\s*:?\s*\d+[a-z]?\s?/\s?\d{4}\s?/|năm\s+(?:19|20)\d\d(?!\w)|ngày\s+\d{1,2}\s*(?:tháng|[/.-])"
    r"|(?:19|20)\d\d(?![\w/.-]))"
)
# Words that no title of a law goes on with, and marks that end one.
_LAW_STOP = re.compile(
    r"[.;:()\n\"“”]|,?\s+(?:quy định|qui định|được|đã|có|thì|là|bị|phải|khi|nếu|để|theo|tại|trên|từ|do|với|nhằm|cũng"
    r"|nhưng|hoặc|đối với|số|năm|ngày|này|hiện hành|mới|sửa đổi|như|không|chưa|trong|vào|cho|hay|và (?:các|những|văn"
    r"|pháp|quy|nghị|hướng|luật|Luật|Bộ luật|Pháp lệnh|Nghị|Thông|Quyết|Chỉ|Hiến)|các (?:văn bản|quy định)|về|đang|sẽ"
    r"|trừ|gồm|bao gồm|kèm|thông qua|ban hành|hướng dẫn|của)(?!\w)|,"
)
_CLAUSE = re.compile(
    r"(?<!\w)(?:được|đã|thì|có hiệu lực|theo|quy định|tại|hết hiệu lực|và các|Nghị định|Thông tư|Quyết định"
    r"|Nghị quyết)(?!\w)"
)
_AMENDING = re.compile(r"\s+(?:sửa đổi|bổ sung|bãi bỏ)(?!\w)", re.IGNORECASE)
_AMENDED_LIST = re.compile(r"\s*(?:,|và|,\s*và)\s+(?:của\s+)?(?=(?:Bộ luật|Luật|Pháp lệnh)\s)")
_CAPITAL = re.compile(rf"\s+[\"“]?[{UPPER}]")


def law_title_end(text: str, start: int, kind: str, limit: int, gazetteer: Gazetteer | None) -> int | None:
    """Where the title behind the law word that ends at `start` ends; None where no title follows.

    `kind` is a key of LAW_WORDS; `limit` the end of what may be read.
    """
    if kind in CODE_NAMES:
        return start
    if kind == "hiến pháp":
        republic = _REPUBLIC.match(text, start, limit)
        return republic.end() if republic else start
    if _NOT_TITLES.match(text, start, limit):
        return None
    known = max(
        (end for book in (gazetteer, known_laws()) if book and (end := book.law(kind, text, start, limit))),
        default=None,
    )
    amending = _AMENDING.match(text, start, limit)
    if amending:
        return max(known or 0, _amending_end(text, amending.end(), limit, gazetteer) or 0) or None
    anchored = _anchored_end(text, start, limit)
    if known is not None:
        # A longer title may stand here than any known one: `Luật Đất đai đô thị năm 2030`.
        longer = (
            anchored is not None and anchored > known and not re.match(r"\s*(?:,|;|và\b|về\b)", text[known : known + 6])
        )
        return anchored if longer else known
    if not _CAPITAL.match(text, start, limit):
        return None
    return anchored if anchored is not None else _generic_end(text, start, limit)


def _anchored_end(text: str, start: int, limit: int) -> int | None:
    """The end of a title by the number, year or date behind it, if nothing between contradicts."""
    hard = re.compile(rf"[.;:\"“”(]|\n(?![ \t]*[{LOWER}])").search(text, start, limit)
    stop = min(
        limit, start + 220, hard.start() + 2 if hard and hard.group() == "(" else hard.start() if hard else limit
    )
    anchor = _ANCHOR.search(text, start, stop)
    if anchor is None or anchor.start() <= start:
        return None
    title = text[start : anchor.start()]
    if _CLAUSE.search(title) or LAW_HEAD.search(title) or not _CAPITAL.match(title):
        return None
    return anchor.start()


def _generic_end(text: str, start: int, limit: int) -> int | None:
    stop = _LAW_STOP.search(text, start + 2, min(limit, start + 160))
    end = stop.start() if stop else min(limit, start + 160)
    end = _trim(text, start, end)
    words = len(text[start:end].split())
    return end if 1 <= words <= 16 else None


def _amending_end(text: str, position: int, limit: int, gazetteer: Gazetteer | None) -> int | None:
    """`… một số điều của Luật A, Luật B và Luật C`: the end of the last law's title."""
    end, found = position, None
    head = re.compile(
        r"[^.;:\"“”()]{0,80}?(?<!\w)(?:của|các|Điều\s+\w+)\s+(?:\d+\s+)?(?P<head>Bộ luật|Luật|Pháp lệnh"
        r"|Hiến pháp)(?!\w)"
    )
    match = head.match(text, position, limit)
    if match is None:
        hard = re.compile(r"[.;:\n\"“”()]").search(text, position, limit)
        stop = min(hard.start() if hard else limit, position + 200)
        ends = [m.start() for m in (_ANCHOR.search(text, position, stop), _STOPS.search(text, position, stop)) if m]
        return min(ends, default=stop)
    while match is not None:
        end = law_title_end(text, match.end("head"), match.group("head").lower(), limit, gazetteer) or 0
        if not end:
            break
        found = end
        joined = _AMENDED_LIST.match(text, end, limit)
        match = (
            re.compile(r"(?P<head>Bộ luật|Luật|Pháp lệnh)(?!\w)").match(text, joined.end(), limit) if joined else None
        )
    return found


# --- titles of other documents ----------------------------------------------------------------------------------

_ABOUT = r"về\s+việc|về|[Vv]/[Vv]\s*:?"
_VERBS = (
    r"quy\s+định|qui\s+định|ban\s+hành|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|công\s+bố|thành\s+lập|giao"
    r"|điều\s+chỉnh|đính\s+chính|phân\s+cấp|thông\s+qua|kiện\s+toàn|công\s+nhận|giải\s+thích|cho\s+phép|quyết\s+định"
)
_WORK = (
    r"thực\s+hiện|triển\s+khai|tăng\s+cường|đẩy\s+mạnh|tổ\s+chức|nâng\s+cao|tiếp\s+tục|xây\s+dựng|quản\s+lý"
    r"|thi\s+hành|đổi\s+mới"
)
_NO_TITLE = re.compile(
    r"(?:quy\s+định|qui\s+định|hướng\s+dẫn|ban\s+hành|về)\s*(?:tại(?!\s+ch)|như\s+sau|rõ|trên|nêu|này|kèm"
    r"|ngày|năm|:|,|;|\.(?:\s|$)|\)|theo(?!\s+d))"
)
# Named in full: verbs that make a title even right behind the number.
_SURE_VERBS = (
    r"quy\s+định\s+(?:chi\s+tiết|về|một\s+số|việc|mức|chế\s+độ|chức\s+năng)|sửa\s+đổi,?\s+bổ\s+sung"
    r"|phê\s+duyệt|bãi\s+bỏ\s+(?:một|toàn)"
    r"|hướng\s+dẫn\s+(?:thi\s+hành|thực\s+hiện|một\s+số|về|việc|chi\s+tiết|xử|áp|công|trình|kỹ|lập|quản|tổ)"
    r"|ban\s+hành\s+(?:Quy|Danh|Chương|Kế|Điều|Đề|Bảng|Bộ|Chiến|mẫu|Quy)|công\s+bố\s+(?:Danh|danh|thủ)"
)
TITLE_START = re.compile(rf"\s*,?\s*(?P<title>[\"“]?(?:{_ABOUT}|{_VERBS})(?!\w)|[\"“](?=\w))", re.IGNORECASE)
TITLE_START_BARE = re.compile(rf"\s*(?P<title>[\"“]?(?:{_ABOUT}|{_SURE_VERBS})(?!\w)|[\"“](?=[A-ZĐ]))", re.IGNORECASE)
TITLE_START_BASIS = re.compile(
    rf"\s*,?\s*(?P<title>[\"“]?(?:{_ABOUT}|{_VERBS}|{_WORK})(?!\w)|[\"“](?=\w))", re.IGNORECASE
)

_HARD = re.compile(r"[;\n.\"“”()\[\]|]")
_STOPS = re.compile(
    r"\s*[,(]?\s+(?:đã\s+)?(?:được\s+(?:sửa|bổ\s+sung|thay\s+thế|hợp\s+nhất|bãi|đính)|bị\s+(?:bãi|thay|hủy)"
    r"|hết\s+hiệu\s+lực"
    r"|có\s+hiệu\s+lực|tiếp\s+tục\s+có\s+hiệu|sau\s+đây\s+(?:gọi|viết)|thay\s+thế\s+(?:các\s+)?(?=[A-ZĐ])|như\s+sau"
    r"|thì\s|để\s+(?:thực|triển|làm|tổ)|và\s+(?:các\s+)?(?:văn\s+bản|quy\s+định)\s+(?:có\s+|khác\s+"
    r"|pháp\s+luật|hướng|chỉ|liên|sửa|của)"
    r"|và\s+(?:thay\s+thế|bãi\s+bỏ)\s|trừ\s+(?:trường|các|khoản|Điều))"
    r"|,\s*(?:trong\s+đó|đồng\s+thời|cụ\s+thể|theo\s+đó|nhằm|nếu|yêu\s+cầu|đề\s+nghị|kể\s+từ|nay|từ\s+ngày"
    r"|gửi|và\s+(?:Điều|khoản|điểm)"
    r"|(?:UBND|Ủy\s+ban|Uỷ\s+ban|Chủ\s+tịch|HĐND|Thường\s+trực|Đảng\s+ủy|Ban\s+\w+|Bộ\s+\w+|Sở\s+\w+"
    r"|Phòng\s+\w+)[^,;.\n]{0,70}?\s"
    r"(?:ban\s+hành|xây\s+dựng|báo\s+cáo|triển\s+khai|yêu\s+cầu|đề\s+nghị|tổ\s+chức|thông\s+báo"
    r"|quyết\s+định|hướng\s+dẫn|kính)"
    r"|(?:cơ|đơn|các\s+cơ|các\s+đơn)\s+(?:quan|vị)[^,;.\n]{0,60}?\s(?:phải|có\s+trách|cần|xây|triển|thực\s+hiện)"
    r"|(?:tôi|chúng\s+tôi)\s)"
    r"|\s*,?\s*\((?:hợp\s+nhất|sau\s+đây|gọi|được|đã|đính|kèm|có\s+hiệu|sửa\s+đổi|viết|Công\s+báo|văn\s+bản"
    r"|bổ\s+sung|gửi|khóa|khoá)",
    re.IGNORECASE,
)
_CLOSING = {"“": "”", '"': '"', "(": ")", "[": "]"}
_WRAPPED = re.compile(rf"[ \t\r]*\n[ \t]*(?=[{LOWER}(])(?![a-zđ]{{1,2}}[).]\s)(?!-)")
LONGEST_TITLE = 1500


def is_title_start(text: str, position: int) -> bool:
    """Does a title begin here, and not a clause: `quy định tại …`, `ban hành kèm theo …`?"""
    return _NO_TITLE.match(text, position) is None


def title_end(text: str, start: int, limit: int, basis: bool) -> int:
    """Where the title that begins at `start` ends, at `limit` at the latest.

    At `;`, a full stop, the end of the line (unless the next line goes on in small letters), a bracket or quotation
    mark that was not opened inside; in running text also where a clause begins that is no part of a title.
    """
    limit = min(limit, start + LONGEST_TITLE)
    if not basis:
        stop = _STOPS.search(text, start, limit)
        if stop:
            limit = stop.start()
    else:
        stop = _BASIS_STOPS.search(text, start, limit)
        if stop:
            limit = stop.start()
    open_marks: list[str] = []
    position = start
    while True:
        mark = _HARD.search(text, position, limit)
        if mark is None:
            return _trim(text, start, limit)
        char, position = mark.group(), mark.end()
        if open_marks and char == open_marks[-1]:
            open_marks.pop()
            if not open_marks and char in '”"' and text[start] in '“"':
                return position
            if (
                not open_marks
                and char in '”"'
                and re.match(r"(?:về\s+(?:việc\s+)?|v/v\s*)[“\"]", text[start : start + 14], re.I)
            ):
                return position
        elif char in _CLOSING:
            if char == "(" and text.find(")", position, limit) < 0:
                return _trim(text, start, mark.start())
            open_marks.append(_CLOSING[char])
        elif char in ")]”|":
            return _trim(text, start, mark.start())
        elif char == "\n":
            wrapped = _WRAPPED.match(text, mark.start())
            if wrapped is None:
                return _trim(text, start, mark.start())
            position = max(position, wrapped.end())
        elif char == ";" or (char == "." and _ends_sentence(text, mark.start(), limit)):
            return _trim(text, start, mark.start())


_BASIS_STOPS = re.compile(
    r"\s*,?\s+(?:đã\s+)?được\s+(?:sửa|bổ\s+sung|thay\s+thế|hợp\s+nhất)|\s*,?\s*\((?:hợp\s+nhất|sau\s+đây"
    r"|được|đã|sửa\s+đổi|bổ\s+sung)",
    re.IGNORECASE,
)


def _ends_sentence(text: str, dot: int, limit: int) -> bool:
    before = text[max(0, dot - 3) : dot]
    after = text[dot + 1 : dot + 2]
    if after and not after.isspace() and after not in '"”)/.':
        return False
    # `TP. Hồ Chí Minh`, `Q. 1` are no ends; `./.` and a stop before a new line are.
    return not (re.search(r"(?:^|\W)(?:TP|TX|Tp|Q|P|H|T|St)$", before) and after == " ")


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n,:-–/*":
        end -= 1
    return end
