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

Measured in 11/2026 on real titles. Of 1,001 titles printed in 459 texts beside a number with year and date that agree
with a record's, 952 count as the same; 49 differ, by reading about forty because they are worded otherwise (`thiết bị y
tế` for `trang thiết bị y tế`) or our record has a misprint. Of 12,507 pairs of different documents, each title with the
five nearest of its type, 92 count as the same: 64 bear one title with other grammar words, 23 are a piece of the other,
five run on. Of 60,000 random pairs of one type, six. A plain ratio cannot do this: real differences reach 98.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from archive.folding import fold_for_comparison, nfc, unaccent
from archive.title_words import (
    DATES,
    NUMBER,
    QUOTES,
    TYPE_LEAD,
    plain_number,
    provinces_named,
    title_certain,
    title_read,
    title_words,
    without_about,
    without_law_word,
)

__all__ = [
    "LONG",
    "LOST_SHARE",
    "NEAR",
    "NEAR_MARGIN",
    "QUOTES",
    "SLIP_SHARE",
    "TYPE_LEAD",
    "WHOLE",
    "TitleComparison",
    "compare_titles",
    "title_certain",
    "title_read",
    "without_about",
]

SLIP_SHARE = 0.25
"""Largest share of content words that may be mistyped in what still counts as the same title."""

LOST_SHARE = 0.05
"""Largest share of content words that may have been lost or added; titles under twenty content words may lose none."""

LONG = 6
"""Content words from which a held title that stands whole at the beginning of a sentence is the title meant."""

WHOLE = frozenset({"exact", "wording", "slips", "continued"})
"""Kinds of sameness in which the whole held title was printed, so that it can stand for its document."""

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


@dataclass(frozen=True)
class TitleComparison:
    """`verdict`: same, different, or unknown (one side has no title that was read).

    `kind` says what was forgiven: exact, wording (grammar words, fillers, order), slips, shortened, continued, running
    (the held title at the beginning of a sentence that goes on: it contradicts nothing, and chooses nothing either);
    "" for the others. `score` 0 to 100.
    """

    verdict: str
    kind: str = ""
    score: float = 0.0


@lru_cache(maxsize=65536)
def compare_titles(printed: str, held: str, type: str = "", running: bool = False) -> TitleComparison:
    """Compare the title `printed` in a draft with the one `held`, for a document of `type` (laws are strict).

    `running`: the title stands in a running sentence, which may go on in any way behind it; in a line of its own
    (`Căn cứ …;`) what follows the title belongs to it.

    A held title marked `(title not read)` or `(exact title unverified)` gives `unknown`, with a score where
    there is one.
    """
    ours = title_read(held)
    left, right = title_words(printed, ours), title_words(ours, printed)
    if not left or not right:
        return TitleComparison("unknown")
    strict = type in _LAWS
    if type == "Hiến pháp" and left == ["hiến", "pháp"]:
        return TitleComparison("same", "shortened", 100.0)  # there is one, whatever its full name
    if strict:
        left, right = without_law_word(left), without_law_word(right)
    score = _score(left, right)
    if not title_certain(held):
        return TitleComparison("unknown", score=score)
    if strict and _names_inner(left, right):
        return TitleComparison("unknown", score=score)
    kind = _kind(left, right, strict, running) or _by_numbers(printed, ours, strict)
    kind = kind if _same_provinces(kind, left, right) else ""
    return TitleComparison("same" if kind else "different", kind, score)


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


def _same_provinces(kind: str, left: Sequence[str], right: Sequence[str]) -> bool:
    """Names of provinces are never slips, nor lost: `Khánh Hòa` and `Thanh Hóa` are two."""
    mine, theirs = provinces_named(left), provinces_named(right)
    if kind == "shortened":
        return mine <= theirs or not theirs
    return theirs <= mine or not mine if kind in ("continued", "running") else mine == theirs


def _names_inner(left: Sequence[str], right: Sequence[str]) -> bool:
    """`Luật sửa đổi, bổ sung một số điều của Luật X` printed for the law X: its number stands behind the inner name."""
    head = left[: len(left) - len(right)]
    return bool(head) and left[-len(right) :] == right and not _head_may_go(head)


def _by_numbers(printed: str, held: str, strict: bool) -> str:
    """Titles that name other documents by number: the same words before, and the same numbers or the first of them."""
    printed, held = DATES.sub(" ", nfc(printed)), DATES.sub(" ", nfc(held))
    mine, theirs = NUMBER.findall(printed), NUMBER.findall(held)
    if strict or not mine or not theirs:
        return ""
    head_mine = title_words(NUMBER.split(printed, maxsplit=1)[0], "")
    head_theirs = title_words(NUMBER.split(held, maxsplit=1)[0], "")
    numbers = [plain_number(each) for each in theirs]
    same = [plain_number(each) for each in mine] == numbers[: len(mine)]
    if not same or not _forgiven(_edits(head_mine, head_theirs), head_theirs):
        return ""
    return "wording" if len(mine) == len(theirs) else "shortened"


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
    """The held title, whole to its last word, and then words that go on with the sentence; in running text any words,
    where the held title says enough (`LONG`) not to be the beginning of another one."""
    long = running and sum(word not in _GRAMMAR for word in right) >= LONG
    for end in range(max(2, len(right) - 4), min(len(left), len(right) + 5)):
        if not _ends_alike(left[:end], right):
            continue
        goes_on = _goes_on(left[end:])
        if (goes_on or (long and left[end - 1] == right[-1])) and _forgiven(_edits(left[:end], right), right):
            return "continued" if goes_on else "running"
    return ""


def _ends_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """The last words agree: a title is never cut so that the word in which it differs falls away."""
    mine = [word for word in left[-4:] if word not in _GRAMMAR]
    theirs = [word for word in right[-4:] if word not in _GRAMMAR]
    return bool(mine and theirs) and (mine[-1] == theirs[-1] or _slip(mine[-1], theirs[-1]))


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
        alike = piece[0] == left[0] and _ends_alike(left, piece) and _head_may_go(right[:start])
        if alike and _forgiven(_edits(left, piece), piece):
            return "shortened"
    if len(content) < 4:
        return ""
    # The beginning, with grammar words or fillers more or less.
    for width in range(len(left) - 3, min(len(right), len(left) + 4)):
        piece = right[:width]
        if width >= 2 and _ends_alike(left, piece) and _forgiven(_edits(left, piece), piece):
            return "shortened"
    return ""


def _head_may_go(head: Sequence[str]) -> bool:
    """False where what was left out in front names another document or says what is done to it."""
    text = fold_for_comparison(" ".join(head))
    if any(word.isdigit() for word in head):
        return False
    return not any(fold_for_comparison(relation) in text for relation in _RELATIONS)
