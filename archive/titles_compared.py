"""Comparing the title a draft prints with the title a record holds.

What has to be told apart is not "how alike" two strings are but which *kind* of difference there is. Clerks shorten
titles, run on past their end, swap `của` for `trong`, drop `tiếp tục`, mistype a tone: the document meant is
the same and nothing needs correcting. A title with other content words in it is garbled, or is another document's. A
plain similarity ratio cannot see this: `… giai đoạn 2021 - 2030` and `… giai đoạn 2021 - 2025` are 97 % alike and
differ; `Về công tác dân vận` and `Về tăng cường công tác dân vận trong tình hình mới` are 55 % alike and do not.

The rule, after folding case, tone placement, quotes, `Về việc` and abbreviations that the other side spells out:

1. Words are aligned (rapidfuzz, Levenshtein over words). A word against the same word without its marks, or one
   letter off, is a *slip*.
2. Grammar words (`của`, `trong`, `các`) and fillers (`tiếp tục`, `công tác`, `thực hiện`) may come, go and change.
3. The printed title may be one unbroken piece of the held one (shortened), or may run on after its end with a
   word that continues a sentence (`của chính quyền`), not with more content (`, lưu trữ`). In running text, where
   nothing shows the end of a title, a held title of six content words or more may be followed by anything.
4. The same content words in another order are the same title.
5. Anything else that touches a content word, a number or a negation is a difference. Slips are forgiven to one word in
   four (`SLIP_SHARE`): beyond that the text is too damaged to say that it is the same title. Content words left out
   or added are forgiven to one in twenty (`LOST_SHARE`): a syllable or two that a copyist lost in a title of forty.
6. A title that names other documents by number (`Sửa đổi … Nghị định số …`) is known by what it does to which numbers;
   the titles of those others may be spelled out or not.
7. Laws are cited by name, so for them 3 and fillers are off: `Luật Khiếu nại` is not `Luật Khiếu nại, tố cáo`. In `Luật
   sửa đổi … của Luật Giáo dục số 43/2019/QH14` the number is the inner law's: that neither confirms nor refutes.

`score` (0 to 100) says how near two titles are, only for ranking candidates of one number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from archive.folding import fold_for_comparison, nfc, unaccent

SLIP_SHARE = 0.25
"""Largest share of content words that may be mistyped in what still counts as the same title."""

LOST_SHARE = 0.05
"""Largest share of content words that may have been lost or added; titles under twenty content words may lose none."""

LONG = 6
"""Content words from which a held title that stands whole at the beginning of a sentence is the title meant."""

NEAR = 60.0
"""Score from which a different title still points to its document; unrelated titles of one number stay below 45."""

NEAR_MARGIN = 20.0
"""By how much the nearest title has to lead the next, to count as evidence between candidates."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold_for_comparison(words).split())


_GRAMMAR = _folded("và của về việc các những trong tại ở với đối cho là theo được bằng trên từ do nhằm để vào khi sự")
_FILLERS = frozenset(
    tuple(fold_for_comparison(phrase).split())
    for phrase in (
        "tiếp tục", "công tác", "thực hiện", "triển khai", "triển khai thực hiện", "tổ chức thực hiện", "một số",
        "hoạt động", "tiếp tục thực hiện", "ban hành", "quy định", "phê duyệt", "thi hành",
        "hướng dẫn", "hướng dẫn thi hành",
    )
)  # fmt: skip
# Words that go on with a sentence after a title has ended; a comma, `và` or a noun adds to the title instead.
_CONTINUES = _folded(
    "của trong tại ở trên đối theo nhằm để cho do với gắn được đã đang phải cần thì là từ đến khi năm giai "
    "kèm ngày tới nêu này nói như có còn sau"
)
# The next document of an enumeration: `… và Nghị định số …`.
_NEXT_DOCUMENT = tuple(
    tuple(fold_for_comparison(word).split())
    for word in (
        "Nghị định", "Thông tư", "Quyết định", "Nghị quyết", "Chỉ thị", "Kế hoạch số", "Công văn", "Điều", "khoản",
        "điểm", "phải", "cần", "được", "đã", "đang", "thì",
    )
)  # fmt: skip
# What a document does to another one: leaving this out of a title makes it the other one's title.
_RELATIONS = ("sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "quy định chi tiết", "hướng dẫn", "đính chính", "hợp nhất")
_NEGATIONS = _folded("không chưa trừ hết bãi hủy đình ngưng")
_LAWS = frozenset({"Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh"})
_LAW_WORDS = (("bộ", "luật"), ("luật",), ("pháp", "lệnh"))
_ABBREVIATIONS = {
    # Those whose letters are not simply the initials of the words they stand for.
    "tw": "trung ương", "tư": "trung ương", "bchtw": "ban chấp hành trung ương", "ttg": "thủ tướng chính phủ",
    "vn": "việt nam", "chxhcn": "cộng hoà xã hội chủ nghĩa", "qcdc": "quy chế dân chủ",
}  # fmt: skip

_UNREAD = re.compile(r"\(\s*(?:title not read|chưa đọc được tiêu đề)\s*\)", re.IGNORECASE)
_UNVERIFIED = re.compile(r"\(\s*exact title unverified\s*\)", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:v/v|về việc|về)\b[\s:]*", re.IGNORECASE)
QUOTES = "\"'“”„«»‘’*"
_DATES = re.compile(
    r",?\s*ngày\s+(\d{1,2})\s*(?:tháng\s+(\d{1,2})\s+năm\s+|[/.-]\s*(\d{1,2})\s*[/.-]\s*)(\d{4})", re.IGNORECASE
)
_ASIDE = re.compile(r"\([^()]*\)?")
TYPE_LEAD = re.compile(
    r"^(?:nghị định|thông tư|quyết định|chỉ thị|nghị quyết)\s+(?=quy|về|ban|sửa|hướng)", re.IGNORECASE
)


@dataclass(frozen=True)
class TitleComparison:
    """`verdict`: same, different, or unknown (one side has no title that was read).

    `kind` says what was forgiven: exact, wording (grammar words, fillers, order), slips, shortened, continued;
    "" for the others. `score` 0 to 100.
    """

    verdict: str
    kind: str = ""
    score: float = 0.0


def title_read(title: str) -> str:
    """The title that a record really holds, without the registry's marks; "" where it was not read."""
    return "" if _UNREAD.search(title) else _UNVERIFIED.sub("", title).strip()


def title_certain(title: str) -> bool:
    """False for a title that can neither confirm nor refute: not read, or its exact wording unverified."""
    return bool(title.strip()) and not _UNREAD.search(title) and not _UNVERIFIED.search(title)


def without_about(title: str) -> tuple[str, str]:
    """(`về việc`, the rest): the connecting words in front of a title as printed, and what follows, quotes kept."""
    match = _ABOUT.match(title)
    return (title[: match.end()].strip(), title[match.end() :]) if match else ("", title)


@lru_cache(maxsize=65536)
def compare_titles(printed: str, held: str, type: str = "", running: bool = False) -> TitleComparison:
    """Compare the title `printed` in a draft with the one `held`, for a document of `type` (laws are strict).

    `running`: the title stands in a running sentence, which may go on in any way behind it; in a line of its own
    (`Căn cứ …;`) what follows the title belongs to it.

    A held title marked `(title not read)` or `(exact title unverified)` gives `unknown`, with a score where
    there is one.
    """
    ours = title_read(held)
    left, right = _words(printed, ours), _words(ours, printed)
    if not left or not right:
        return TitleComparison("unknown")
    strict = type in _LAWS
    if type == "Hiến pháp" and left == ["hiến", "pháp"]:
        return TitleComparison("same", "shortened", 100.0)  # there is one, whatever its full name
    if strict:
        left, right = _without_law_word(left), _without_law_word(right)
    score = _score(left, right)
    if not title_certain(held):
        return TitleComparison("unknown", score=score)
    if strict and _names_inner(left, right):
        return TitleComparison("unknown", score=score)
    kind = _kind(left, right, strict, running) or _by_numbers(printed, ours, strict)
    return TitleComparison("same" if kind else "different", kind, score)


def _words(title: str, other: str) -> list[str]:
    """Folded words without connecting words; dates only where the other side has them; abbreviations spelled out."""
    text = nfc(title).strip().strip(QUOTES).strip()
    text = TYPE_LEAD.sub("", text, count=1)
    text = _ABOUT.sub("", text, count=1).strip(QUOTES)
    if "(" not in other:
        text = _ASIDE.sub(" ", text)
    if ":" not in other and len(text.partition(":")[0].split()) > 2:
        text = text.partition(":")[0]
    text = _DATES.sub(_plain_date if _DATES.search(nfc(other)) else " ", text)
    known = fold_for_comparison(other).split()
    if text.isupper():  # capitals say nothing there
        return fold_for_comparison(text).split()
    return [word for token in re.findall(r"\w+", text) for word in _spelled_out(token, known)]


def _plain_date(date: re.Match[str]) -> str:
    """One spelling for `ngày 13 tháng 6 năm 2019` and `ngày 13/06/2019`."""
    return f" ngày {int(date[1])} {int(date[2] or date[3])} {date[4]}"


def _spelled_out(token: str, other: Sequence[str]) -> Sequence[str]:
    """`UBND` as the words of the other side whose initials it is; a few fixed ones that initials cannot give."""
    word = fold_for_comparison(token)
    if word in other or sum(letter.isupper() for letter in token) < 2 or not token.isalpha():
        return word.split()
    if word in _ABBREVIATIONS:
        return fold_for_comparison(_ABBREVIATIONS[word]).split()
    letters = unaccent(word)
    initials = "".join(unaccent(each)[0] for each in other)
    at = initials.find(letters)
    return other[at : at + len(letters)] if at >= 0 else (word,)


def _without_law_word(words: list[str]) -> list[str]:
    for law in _LAW_WORDS:
        if [unaccent(word) for word in words[: len(law)]] == [unaccent(word) for word in law] and len(words) > len(law):
            return words[len(law) :]
    return words


def _score(left: Sequence[str], right: Sequence[str]) -> float:
    """Nearness by content: word order forgiven, the shorter may lie inside the longer at a discount."""
    a = " ".join(w for w in left if w not in _GRAMMAR)
    b = " ".join(w for w in right if w not in _GRAMMAR)
    return max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a, b), 0.9 * fuzz.token_set_ratio(a, b) - 10)


def _kind(left: list[str], right: list[str], strict: bool, running: bool = False) -> str:
    """What kind of harmless difference there is between printed `left` and held `right`; "" for a real one."""
    if left == right:
        return "exact"
    edits = _edits(left, right)
    if strict:
        return _forgiven(edits, right, fillers=False)
    whole = _forgiven(edits, right)
    if whole:
        return whole
    if _same_content(left, right):
        return "wording"
    continued = _continued(left, right, running)
    if continued:
        return continued
    return _shortened(left, right)


def _names_inner(left: Sequence[str], right: Sequence[str]) -> bool:
    """`Luật sửa đổi, bổ sung một số điều của Luật X` printed for the law X: its number stands behind the inner name."""
    head = left[: len(left) - len(right)]
    return bool(head) and left[-len(right) :] == right and not _head_may_go(head)


_NUMBER = re.compile(r"\d+[a-z]?(?:\.\d+)?\s?[/-]\s?[\dA-ZĐƯ]\w*(?:\s?[/-]\s?[\dA-ZĐƯ][\w&]*)*")


def _by_numbers(printed: str, held: str, strict: bool) -> str:
    """Titles that name other documents by number: the same words before, and the same numbers or the first of them."""
    printed, held = _DATES.sub(" ", nfc(printed)), _DATES.sub(" ", nfc(held))
    mine, theirs = _NUMBER.findall(printed), _NUMBER.findall(held)
    if strict or not mine or not theirs:
        return ""
    head_mine = _words(_NUMBER.split(printed, maxsplit=1)[0], "")
    head_theirs = _words(_NUMBER.split(held, maxsplit=1)[0], "")
    numbers = [_plain_number(each) for each in theirs]
    same = [_plain_number(each) for each in mine] == numbers[: len(mine)]
    if not same or not _forgiven(_edits(head_mine, head_theirs), head_theirs):
        return ""
    return "wording" if len(mine) == len(theirs) else "shortened"


def _plain_number(number: str) -> str:
    return re.sub(r"\W", "", unaccent(number)).upper()


Edit = tuple[tuple[str, ...], tuple[str, ...]]


def _edits(left: Sequence[str], right: Sequence[str]) -> list[Edit]:
    """The changed stretches, (printed words, held words); aligned words that are equal are left out."""
    found: list[Edit] = []
    open_edit = False
    for op in Levenshtein.opcodes(list(left), list(right)):
        if op.tag == "equal":
            open_edit = False
            continue
        edit = tuple(left[op.src_start : op.src_end]), tuple(right[op.dest_start : op.dest_end])
        if open_edit:
            edit = found[-1][0] + edit[0], found[-1][1] + edit[1]
            found.pop()
        found.append(edit)
        open_edit = True
    return found


def _forgiven(edits: Sequence[Edit], held: Sequence[str], fillers: bool = True) -> str:
    """`wording` or `slips` where every edit is harmless, "" otherwise."""
    slips = lost = 0
    for mine, theirs in edits:
        left, right = _content(mine, fillers), _content(theirs, fillers)
        if _run_together(mine, theirs):  # before grammar words go: `Chính phủvề`
            slips += 1
            continue
        if not left or not right:
            if any(word.isdigit() or word in _NEGATIONS for word in left + right):
                return ""
            lost += len(left) + len(right)
            continue
        found = _slips(left, right)
        if found is None:
            return ""
        slips += found
    content = sum(word not in _GRAMMAR for word in held)
    if slips > SLIP_SHARE * content or lost > LOST_SHARE * content:
        return ""
    return "slips" if slips or lost else "wording"


def _slips(left: Sequence[str], right: Sequence[str]) -> int | None:
    """How many mistyped words a changed stretch has; None where its content is another."""
    left, right = _trimmed(left, len(right)), _trimmed(right, len(left))
    if len(left) != len(right):
        return None
    count = 0
    for a, b in zip(left, right, strict=True):
        if a != b:
            if not _slip(a, b):
                return None
            count += 1
    return count


def _content(words: tuple[str, ...], fillers: bool) -> tuple[str, ...]:
    """Without grammar words, and without a filler where the stretch is nothing else."""
    kept = tuple(word for word in words if word not in _GRAMMAR)
    return () if fillers and kept in _FILLERS else kept


def _slip(a: str, b: str) -> bool:
    """One word mistyped: its marks, a letter lost or added, or another letter in a word of four or more.

    Never a number, never a negation.
    """
    if a.isdigit() or b.isdigit() or a in _NEGATIONS or b in _NEGATIONS:
        return False
    plain_a, plain_b = unaccent(a), unaccent(b)
    if plain_a == plain_b:
        return True
    shorter = min(len(plain_a), len(plain_b))
    enough = 3 if len(plain_a) != len(plain_b) else 4
    return shorter >= enough and DamerauLevenshtein.distance(plain_a, plain_b) == 1


def _trimmed(words: Sequence[str], length: int) -> Sequence[str]:
    """Without a filler at either end, where that leaves `length` words."""
    surplus = len(words) - length
    if surplus > 0 and tuple(words[:surplus]) in _FILLERS:
        return words[surplus:]
    if surplus > 0 and tuple(words[-surplus:]) in _FILLERS:
        return words[:-surplus]
    return words


def _run_together(left: Sequence[str], right: Sequence[str]) -> bool:
    """`dânvận` for `dân vận`: a lost or an added space."""
    return len(left) != len(right) and unaccent("".join(left)) == unaccent("".join(right))


def _same_content(left: Sequence[str], right: Sequence[str]) -> bool:
    """The same content words in another order (`đổi mới và tăng cường`)."""
    mine = Counter(word for word in left if word not in _GRAMMAR)
    theirs = Counter(word for word in right if word not in _GRAMMAR)
    return mine == theirs and sum(theirs.values()) >= 2


def _continued(left: Sequence[str], right: Sequence[str], running: bool = False) -> str:
    """The held title, whole, and then words that go on with the sentence; in running text any words, where the held
    title says enough (`LONG`) not to be the beginning of another one."""
    long = running and sum(word not in _GRAMMAR for word in right) >= LONG
    for end in range(max(2, len(right) - 4), min(len(left), len(right) + 5)):
        if (long or _goes_on(left[end:])) and _forgiven(_edits(left[:end], right), right):
            return "continued"
    return ""


def _goes_on(rest: Sequence[str]) -> bool:
    if rest[0] in _CONTINUES:
        return True
    start = 0
    while start < len(rest) and rest[start] in _AND:
        start += 1
    return any(tuple(rest[start : start + len(name)]) == name for name in _NEXT_DOCUMENT)


_AND = _folded("và các những hoặc")


def _shortened(left: Sequence[str], right: Sequence[str]) -> str:
    """One unbroken piece of the held title, of at least two content words (so that it says something)."""
    content = tuple(w for w in left if w not in _GRAMMAR)
    if len(left) >= len(right) + 4 or len(content) < 2 or content in _FILLERS:
        return ""
    width = len(left)
    for start in range(len(right) - width + 1):
        piece = right[start : start + width]
        if piece[0] == left[0] and _head_may_go(right[:start]) and _forgiven(_edits(left, piece), piece):
            return "shortened"
    if len(content) < 4:
        return ""
    # The beginning, with grammar words or fillers more or less.
    for width in range(len(left) - 3, min(len(right), len(left) + 4)):
        if width >= 2 and _forgiven(_edits(left, right[:width]), right[:width]):
            return "shortened"
    return ""


def _head_may_go(head: Sequence[str]) -> bool:
    """False where what was left out in front names another document or says what is done to it."""
    text = fold_for_comparison(" ".join(head))
    if any(word.isdigit() for word in head):
        return False
    return not any(fold_for_comparison(relation) in text for relation in _RELATIONS)
