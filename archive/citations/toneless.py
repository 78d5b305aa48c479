"""Citations in text without tones: `Can cu Nghi dinh so 30/2020/ND-CP ngay 05 thang 3 nam 2020 cua Chinh phu`.

In a line that holds nothing but ASCII and names a type of document, the words that the grammar of citations is made of
(types, units, `so`, `ngay`, `cua`, names of bodies, titles of laws) get their tones back, letter for letter, so that
one set of rules reads both ways of writing and offsets hold. Names of places and other titles stay as they are.
Points keep their letter: `diem d` may be điểm d or điểm đ, which nobody can tell.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from itertools import islice

from archive.agency_codes import agency_table
from archive.document_types import TYPES
from archive.folding import unaccent

_ANCHOR = re.compile(
    r"(?<!\w)(?:nghi (?:dinh|quyet)|quyet dinh|thong tu|thong bao|chi thi|ket luan|phap lenh|cong van|ke hoach|luat"
    r"|hien phap|huong dan|quy (?:dinh|che)|chuong trinh|bao cao|to trinh|sac lenh|cong dien)(?!\w)",
    re.IGNORECASE,
)
# Parts of those words: a sieve that costs next to nothing on text with tones.
_SIGNS = tuple(
    form
    for sign in (
        "ghi dinh", "ghi quyet", "uyet dinh", "hong tu", "hong bao", "hi thi", "et luan", "hap lenh", "ong van",
        "e hoach", "uat ", "uong dan", "uy dinh", "uy che", "uong trinh", "ao cao", "o trinh", "ac lenh", "ong dien",
        "ien phap",
    )
    for form in (sign, sign.upper())
)  # fmt: skip
_WORDS = (
    "căn cứ", "bộ luật", "luật", "hiến pháp", "của", "về việc", "về", "quy định", "ban hành", "phê duyệt",
    "hướng dẫn thi hành",
    "hướng dẫn thực hiện", "sửa đổi", "bổ sung", "một số điều của", "một số điều", "quy định chi tiết", "được", "bởi",
    "thay thế", "bãi bỏ", "kèm theo", "và", "các", "khóa", "nhiệm kỳ", "hội nghị", "lần thứ", "đại hội", "đại biểu",
    "toàn quốc", "đảng bộ", "trung ương đảng",
    "ban chấp hành trung ương đảng", "của đảng", "này", "số", "liên tịch", "hết hiệu lực", "thực hiện",
    "triển khai", "theo", "tại",
    "nêu trên", "nói trên", "phụ lục", "trung ương", "sau đây gọi tắt là", "sau đây gọi là", "bộ chính trị",
    "ban bí thư", "tỉnh ủy", "huyện ủy", "đảng ủy", "thành ủy", "ban thường vụ", "ban chấp hành", "ủy ban nhân dân",
    "hội đồng nhân dân", "thường trực", "chủ tịch", "thủ tướng", "bộ trưởng", "giám đốc", "sở nội vụ",
)  # fmt: skip
# What is one of the grammar's words only before a figure, letter or name.
_BEFORE = (
    ("ngày", r"\d"), ("tháng", r"\d"), ("năm", r"(?:19|20)\d\d"), ("điều", r"\d"), ("khoản", r"\d"),
    ("điểm", r"[a-z]\d?(?!\w)"), ("mục", r"[\dIVX]"), ("chương", r"[\dIVX]"), ("phần", r"[\dIVX]"), ("đoạn", r"\d"),
    ("tỉnh", r"[A-Z]"), ("huyện", r"[A-Z]"), ("quận", r"[A-Z\d]"), ("xã", r"[A-Z]"), ("phường", r"[A-Z\d]"),
    ("thị xã", r"[A-Z]"), ("thị trấn", r"[A-Z]"), ("thành phố", r"[A-Z]"), ("đặc khu", r"[A-Z]"),
)  # fmt: skip
_LAW_TITLE_LONGEST = 14
_WORD = re.compile(r"\w+")
_LAW_HEADS = {"luat": "Luật", "phap lenh": "Pháp lệnh"}


@cache
def _phrases() -> dict[str, str]:
    """Phrases of the grammar by their letters, small; those that two phrases share are left out."""
    table: dict[str, set[str]] = {}
    names = [t.name for t in TYPES] + [row.name for row in agency_table() if row.name and ";" not in row.name]
    for phrase in (*_WORDS, *names):
        lowered = phrase.lower()
        if lowered != unaccent(lowered):
            table.setdefault(unaccent(lowered), set()).add(lowered)
    return {key: next(iter(values)) for key, values in table.items() if len(values) == 1}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_phrases(), key=len, reverse=True)
    words = "|".join(re.escape(phrase).replace(r"\ ", " ") for phrase in longest_first)
    before = "|".join(
        rf"(?P<b{n}>{unaccent(word)})(?=\s+(?-i:{what}))" for n, (word, what) in enumerate(_BEFORE) if word
    )
    return re.compile(rf"(?<!\w)(?:{before}|(?P<phrase>{words}))(?!\w)", re.IGNORECASE)


@cache
def _titles() -> dict[str, dict[str, str]]:
    """Titles of laws by their letters, by type (`Luật`, `Bộ luật`, `Pháp lệnh`)."""
    table: dict[str, dict[str, str]] = {}
    lines = files("archive").joinpath("law_titles.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        table.setdefault(row["type"], {})[unaccent(row["title"]).lower()] = row["title"].lower()
    return table


_LAW = re.compile(r"(?<!\w)(?P<code>bo )?(?:luat|phap lenh)(?!\w) (?=[A-Za-z])", re.IGNORECASE)


def with_tones(text: str) -> str:
    """`text` with the tones of what makes citations put back in its toneless lines; every character keeps its place."""
    if not any(sign in text for sign in _SIGNS):
        return text
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if line.isascii() and _ANCHOR.search(line):
            lines[index] = _restored(line)
    return "\n".join(lines)


def _restored(line: str) -> str:
    out = list(line)
    for match in _LAW.finditer(line):
        kind = "Bộ luật" if match.group("code") else _LAW_HEADS[match.group().strip().lower()]
        titles = _titles().get(kind, {})
        words = list(islice(_WORD.finditer(line, match.end()), _LAW_TITLE_LONGEST))
        for word in reversed(words):
            title = titles.get(line[match.end() : word.end()].lower())
            if title:
                _write(out, match.end(), title)
                break
    for match in _pattern().finditer(line):
        if match.group("phrase"):
            _write(out, match.start(), _phrases()[match.group().lower()])
        else:
            _write(out, match.start(), _BEFORE[int((match.lastgroup or "b0")[1:])][0])
    return "".join(out)


def _write(out: list[str], start: int, phrase: str) -> None:
    """Put `phrase` in the place of its toneless letters, each in the case it had, where no tone stands already."""
    for place, letter in enumerate(phrase, start):
        if out[place].isascii() and unaccent(letter).lower() == out[place].lower():
            out[place] = letter.upper() if out[place].isupper() else letter
