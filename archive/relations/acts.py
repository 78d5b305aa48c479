"""The words by which a document acts on another: where they stand in a paragraph, and whether they are meant.

A word of acting counts where the document itself speaks: at the head of a unit (`Bãi bỏ Điều 5 …`), behind its own
name (`Nghị định này … thay thế …`), joined to such a one (`…; bãi bỏ …`), or behind what it ends
(`… hết hiệu lực kể từ ngày …`). Wishes, plans, conditions, powers and another document's history do not count.
Source: `domain/relations.csv`, trigger phrases; Luật 64/2025/QH15, Điều 8 and 57.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from archive.relations.own_words import BLOT

TYPES = (
    r"(?:[Bb]ộ luật|BỘ LUẬT|[Ll]uật|LUẬT|[Pp]háp lệnh|[Nn]ghị định|[Nn]ghị quyết(?:\s+liên\s+tịch)?"
    r"|[Tt]hông tư(?:\s+liên\s+tịch)?|[Qq]uyết định|[Qq]uy chế|[Qq]uy định|[Đđ]iều lệ|[Cc]hỉ thị|[Hh]ướng dẫn"
    r"|[Kk]ế hoạch|[Cc]hương trình|[Đđ]ề án|[Vv]ăn bản|[Tt]hông báo|[Kk]ết luận|[Qq]uy chuẩn|[Cc]ông văn|[Ll]ệnh"
    r"|[Nn]ội quy|[Qq]uy trình|[Tt]hông tri|[Cc]ông điện|[Pp]hương án)"
)
_VERBS = (
    ("repeal", r"bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ"),
    ("replace", r"thay\s+thế|thay"),
    ("amend", r"sửa\s+đổi|điều\s+chỉnh|chỉnh\s+sửa"),
    ("supplement", r"bổ\s+sung"),
    ("correct", r"đính\s+chính"),
    ("suspend", r"(?:tạm\s+)?đình\s+chỉ(?:\s+(?:việc\s+)?thi\s+hành|\s+hiệu\s+lực(?:\s+thi\s+hành)?)"),
    ("pause", r"(?:tạm\s+)?ngưng(?:\s+(?:hiệu\s+lực(?:\s+thi\s+hành)?|áp\s+dụng|thi\s+hành))(?:\s+(?:của|đối\s+với))?"),
    ("drop", r"bỏ"),
)
_VERB = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _VERBS)
_ANY = "|".join(pattern for _, pattern in _VERBS)
_OF_FORCE = r"hiệu\s+lực\s+(?:thi\s+hành\s+)?(?:của|đối\s+với)|toàn\s+bộ\s+hiệu\s+lực\s+của"
_CHAIN = re.compile(
    rf"(?<!\w)(?:{_VERB})(?!\w)(?:\s*(?:,|/|,?\s+và|;)\s*(?:{_ANY})(?!\w))*(?:\s+(?:{_OF_FORCE}))?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?<!\w)(?P<will>sẽ\s+)?(?:đều\s+|cùng\s+)?(?:hết\s+hiệu\s+lực|không\s+còn\s+hiệu\s+lực|chấm\s+dứt\s+hiệu\s+lực|thôi\s+(?:có\s+)?hiệu\s+lực)"
    r"(?:\s+thi\s+hành)?(?!\w)|(?<!\w)(?:được|bị)\s+(?P<passive>bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|thay\s+thế|sửa\s+đổi(?:\s*,?\s*(?:và\s+)?bổ\s+sung)?|bổ\s+sung"
    r"|tạm\s+ngưng\s+hiệu\s+lực|ngưng\s+hiệu\s+lực|đình\s+chỉ\s+(?:việc\s+)?thi\s+hành|đính\s+chính)(?!\w)",
    re.IGNORECASE,
)
SELF_NAME = re.compile(rf"(?<!\w){TYPES}\s+này(?!\w)")
# What may stand between the document's own name and the verb: its effect, its signing; nothing that qualifies.
_BETWEEN = re.compile(
    r"\s*(?:,?\s*(?:có\s+hiệu\s+lực|được\s+áp\s+dụng|áp\s+dụng|bắt\s+đầu\s+có\s+hiệu\s+lực)[^.;:]{0,220}?)?\s*(?:,\s*và|[,;.]|và|đồng\s+thời)?\s*(?:đồng\s+thời\s+)?"
    r"(?:(?:Nghị định|Luật|Thông tư|Quyết định|Nghị quyết|nó)\s+này\s+)?",
)
# Before a verb of acting: what makes it a wish, a plan, a power, a condition or somebody else's.
_NOT_MEANT = re.compile(
    r"(?<!\w)(?:đề\s+nghị|kiến\s+nghị|dự\s+thảo|dự\s+kiến|sẽ|không|chưa|nếu|trường\s+hợp|khi|được|bị|xem\s+xét|đề\s+xuất|yêu\s+cầu|có\s+quyền"
    r"|thẩm\s+quyền|để|việc|nhằm|phải|cần|có\s+thể|trình|đã|rà\s+soát|nghiên\s+cứu|tham\s+mưu|hoặc|văn\s+bản|quyết\s+định|mà|do|chủ\s+trương)\s*$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"(?:;|,|(?<!\w)và|,\s*và|;\s*và|\.|đồng\s+thời|cùng\s+với\s+việc)\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:(?<=[.])|(?<=\.”)|(?<=" + BLOT + r"))\s+(?=[A-ZĐÀ-Ỹ])")
_CONDITION = re.compile(
    r"\W*(?:\d+[.)]\s*|[a-zđ]\)\s*)?(?:Trường\s+hợp|Nếu|Khi|Đề\s+nghị|Kiến\s+nghị|Dự\s+thảo|Dự\s+kiến|Trước|Sau)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Act:
    """A word of acting at `start:end`; its objects stand in `first:last`, its own circumstances behind `tail`.

    `verb` is one of `repeal`, `replace`, `amend`, `supplement`, `correct`, `suspend`, `pause`, `drop`, `end`;
    `own` where the document names itself as the one that acts; `behind` where the objects come first.
    """

    verb: str
    start: int
    end: int
    first: int
    last: int
    own: bool = False
    behind: bool = False
    several: bool = False


_MOST_ACTS, _MOST_TRIED = 200, 1000
"""Words of acting in one sentence after which it is no sentence of a document."""


def find_acts(own: str, body: int, end: int) -> list[Act]:
    """The acts of the paragraph `own[body:end]`, in order."""
    acts: list[Act] = []
    bounds = [body, *(m.end() for m in _SENTENCE.finditer(own, body, end)), end]
    for start, stop in pairwise(bounds):
        acts.extend(_sentence(own, start, stop))
    return acts


def _sentence(own: str, start: int, stop: int) -> list[Act]:
    found: list[tuple[int, int, str, bool, bool, bool]] = []  # start, end, verb, own, behind, several
    done = start
    tried = 0
    for match in sorted(
        [*_CHAIN.finditer(own, start, stop), *_ENDS.finditer(own, start, stop)], key=lambda m: (m.start(), -m.end())
    ):
        if match.start() < done:
            continue
        if len(found) >= _MOST_ACTS or (tried := tried + 1) > _MOST_TRIED:
            break
        read = _behind(own, start, match) if match.re is _ENDS else _ahead(own, start, match, found)
        if match.re is _ENDS:
            done = match.end()
        if read is not None:
            found.append((match.start(), match.end(), *read))
            done = match.end()
    return _regions(own, start, stop, found)


def _ahead(
    own: str, start: int, match: re.Match[str], found: list[tuple[int, int, str, bool, bool, bool]]
) -> tuple[str, bool, bool, bool] | None:
    """The act of a verb that stands before its objects, None where it is not meant."""
    verb = next(name for name, _ in _VERBS if match.group(name))
    words = match.group().lower()
    several = bool(re.search(r"[,/;]|(?<!\w)và(?!\w)", words))
    if verb in ("repeal", "replace") and several and re.search(r"sửa\s+đổi|bổ\s+sung", words):
        verb = "amend"
    before = own[max(start, match.start() - 400) : match.start()]
    head = before.strip(" \t*_-–:." + BLOT)
    if not head or _HEAD_WORDS.fullmatch(head):
        return verb, False, False, several
    if _NOT_MEANT.search(before):
        return None
    if verb == "drop":
        return None
    names = list(SELF_NAME.finditer(before))
    if names and _subject(before, names[0].start()):
        for name in names:
            if _BETWEEN.fullmatch(before, name.end()) and not re.search(r"không|chưa|sẽ|trừ", before[name.end() :]):
                return verb, True, False, several
    if (
        found
        and _JOIN.search(before)
        and verb in ("repeal", "replace", "amend", "supplement", "suspend", "pause", "correct")
    ):
        last = found[-1]
        if last[4] and not re.search(r"[;.]\s*$", before) and not SELF_NAME.search(own, last[1], match.start()):
            return None
        if own[match.start()].islower() or re.search(r"[.;]\s*$", before):
            return verb, last[3], False, several
    return None


# What may stand before the first verb of a unit: a list's introduction, a day, or nay.
_HEAD_WORDS = re.compile(
    r"(?:[Nn]ay|[Kk]ể\s+từ\s+ngày[^,;:]{0,90},?|[Tt]ừ\s+ngày[^,;:]{0,60},?|[Hh]iệu lực thi hành"
    r"|[Đđ]iều khoản thi hành|[Tt]ổ chức thực hiện|[Qq]uyết định)\s*[:,]?",
    re.IGNORECASE,
)


def _subject(before: str, place: int) -> bool:
    """The document's name stands as the subject: at the head, or behind a day or a comma."""
    lead = before[:place].strip(" \t*_-–:" + BLOT)
    return not lead or (
        bool(re.fullmatch(r"(?:[Kk]ể\s+)?[Tt]ừ\s+ngày[^;:]{0,80},?|.*[.;,]", lead, re.DOTALL))
        and not _CONDITION.match(lead)
    )


def _behind(own: str, start: int, match: re.Match[str]) -> tuple[str, bool, bool, bool] | None:
    """The act of words behind their objects (`… hết hiệu lực`, `… được sửa đổi như sau`)."""
    before = own[start : match.start()]
    if _CONDITION.match(before) or re.search(r"(?<!\w)(?:không|chưa|đã|phải|được\s+coi\s+là|hoặc)\s*$", before):
        return None
    passive = (match.group("passive") or "").lower()
    if not passive:
        if re.search(r"(?<!\w)(?:đã|trước\s+(?:khi|ngày)|trước|sau\s+khi|mà)\s*$", before):
            return None
        return "end", False, True, False
    tail = own[match.end() : match.end() + 160]
    if re.search(r"sửa\s+đổi|bổ\s+sung", passive):
        if not _AS_FOLLOWS.match(tail):
            return None
        return ("supplement" if not passive.startswith("sửa") else "amend"), False, True, False
    if not (
        re.match(r"\s*(?:[.;/]|$|(?:kể\s+)?từ\s+ngày|gồm|như\s+sau)", tail)
        or (passive.startswith("thay") and _BY_THIS.match(tail))
    ):
        return None
    verb = {"b": "repeal", "h": "repeal"}.get(passive[0], "")
    verb = verb or (
        "replace"
        if passive.startswith("thay")
        else "correct"
        if "chính" in passive
        else "suspend"
        if "chỉ" in passive
        else "pause"
    )
    return verb, False, True, False


_AS_FOLLOWS = re.compile(r"\s*(?:một\s+số\s+\w+\s*)?(?:như\s+sau|thành|\s*[:" + BLOT + r"])")
_BY_THIS = re.compile(rf"\s+(?:bằng|bởi|tại)\s[^.;]{{0,140}}?{TYPES}\s+này")


def _regions(own: str, start: int, stop: int, found: list[tuple[int, int, str, bool, bool, bool]]) -> list[Act]:
    acts: list[Act] = []
    free = start
    for index, (begin, end, verb, names_itself, behind, several) in enumerate(found):
        following = found[index + 1][0] if index + 1 < len(found) else stop
        if behind:
            # Its objects begin with the sentence, or behind what was done before in it.
            cut = own.find(";", free, begin) if index else -1
            acts.append(Act(verb, begin, end, max(free, cut + 1), begin, names_itself, True, several))
            free = end
            continue
        last = following
        if index + 1 < len(found) and found[index + 1][4]:
            # The next one has its objects before it: they begin behind the last semicolon.
            cut = own.find(";", end, following)
            last = cut if cut > 0 else following
        acts.append(Act(verb, begin, end, end, last, names_itself, False, several))
        free = last
    return acts
