"""Pinpoints: `điểm a, b khoản 2 Điều 5`, read into paths `dieu:5/khoan:2/diem:a|dieu:5/khoan:2/diem:b`.

Vietnamese names the lowest unit first; a unit belongs to the next higher one behind it. Points follow the Vietnamese
alphabet, where d and đ are two letters: nothing is folded here. Source: `domain/facts.md` section 2, grammar;
Nghị định 30/2020/NĐ-CP, Phụ lục II (capitals), Luật 64/2025/QH15 and Nghị định 78/2025/NĐ-CP, Điều 69 (inserted units).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.folding import unaccent

# Keys of paths with their place in the hierarchy, the lowest first.
_LEVELS = {
    "doan": 0, "tiet": 1, "diem": 2, "khoan": 3, "dieu": 4, "mau": 4, "tieumuc": 5, "muc": 6, "chuong": 7, "phan": 8,
    "phuluc": 9, "kemtheo": 10,
}  # fmt: skip
_ARTICLE = _LEVELS["dieu"]
_UNITS = (
    ("doan", r"[Đđ]oạn", r"\d{1,2}|thứ\s+(?:nhất|hai|ba|tư|năm)|cuối|đầu"),
    ("tiet", r"[Tt]iết", r"[a-zđ](?:\.?\d{1,2})?|[ivx]+|\d{1,2}(?:\.\d{1,2})*"),
    ("diem", r"[Đđ]i(?:ể|ề|ế|ê)m|[Dd]iểm", r"[a-zđ]\d{0,2}(?:\.\d{1,2})*|\d{1,2}(?:\.\d{1,2})*"),
    ("khoan", r"[Kk]ho(?:ả|à|á|ă|ẩ)n|[Kk]\.", r"\d{1,3}[a-zđ]?(?:\.\d{1,2})*"),
    ("dieu", r"[Đđ]i(?:ề|ê|ể)u|Diều|ĐIỀU|Đ\.", r"\d{1,4}[a-zđ]{0,2}\d?"),
    ("mau", r"[Mm]ẫu(?:\s+số)?|[Bb]iểu\s+mẫu(?:\s+số)?", r"\d{1,3}[a-zđA-ZĐ]?(?:[-.]\d{1,2})?"),
    ("tieumuc", r"[Tt]iểu\s+mục", r"\d{1,3}|[IVXLC]+"),
    ("muc", r"[Mm]ục", r"\d{1,3}(?:\.\d{1,2})*|[IVXLC]+|[A-Z]"),
    ("chuong", r"[Cc]hương", r"\d{1,3}|[IVXLC]+[a-z]?"),
    ("phan", r"[Pp]hần", r"\d{1,3}|[IVXLC]+|[A-Z]|thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám)"),
    ("phuluc", r"[Pp]hụ\s+lục(?:\s+số)?", r"\d{1,3}[a-z]?|[IVXLC]+[a-zA-Z]?(?:[-.]\d{1,2})?|[A-Z]\d?"),
)  # fmt: skip
_THIS = r"này"
_AND = r"\s*(?:,\s*và\s|;\s*và\s|,|;|\s+và\s|\s+hoặc\s|\s+và/hoặc\s)\s*"


def _element(key: str, word: str, value: str) -> str:
    one = rf"(?:{value})(?![\w]|[./]\d)"
    # A list goes on with bare values; a range with `đến` or a hyphen, and the unit word again or not.
    more = rf"(?:(?:{_AND}(?:số\s+)?|\s*(?:-|\s(?:đến|tới)\s)\s*(?:hết\s+)?(?:(?:{word})\s*)?){one})*"
    space = r"\s*" if r"\." in word else r"\s+"
    return rf"(?P<{key}>(?:{word}){space}(?:{_THIS}(?!\w)|(?:từ\s+)?{one}{more}))"


_ELEMENT_TEXT = "|".join(_element(*unit) for unit in _UNITS)
_ELEMENT = re.compile(rf"(?:(?:các|từ)\s+){{0,2}}(?:{_ELEMENT_TEXT})")
_PLAIN_ELEMENT = re.sub(r"\?P<\w+>", "?:", _ELEMENT.pattern)
_CONNECT = r"(?:\s*[,;]?\s*(?:(?:và|hoặc|của|thuộc|tại|đến|ở|kèm theo|ban hành kèm theo)\s+)?(?:các\s+)?)"
PINPOINT = re.compile(
    rf"(?<![\w.])(?=[ĐđDdKkMmBbTtCcPp])(?:(?:[Tt]ừ"
    rf"|[Cc]ác)\s+){{0,2}}{_PLAIN_ELEMENT}(?:{_CONNECT}(?:{_PLAIN_ELEMENT}))*"
)
_VALUE_SPLIT = re.compile(_AND)
_RANGE = re.compile(r"^(?P<from>[\w.]+?)\s*(?:-|\s(?:đến|tới)\s)\s*(?:hết\s+)?(?:[^\W\d]+\s+)?(?P<to>[\w.]+)$")
_LEAD = re.compile(r"^(?:từ|số)\s+")


@dataclass(frozen=True)
class Pinpoint:
    """A pinpoint phrase: its span and the paths it names; `relative` where it ends in `này`."""

    start: int
    end: int
    paths: tuple[str, ...]
    relative: bool


@dataclass(frozen=True)
class _Element:
    key: str
    values: tuple[str, ...]
    joined: str
    ranged: bool = False

    @property
    def level(self) -> int:
        return _LEVELS[self.key]


def find_pinpoints(text: str) -> list[Pinpoint]:
    """All pinpoint phrases of a cleaned text, in order. A heading `Điều 5. …` is one too: what follows decides."""
    found = []
    for match in PINPOINT.finditer(text):
        elements = _elements(match.group())
        if elements:
            relative = any("this" in element.values for element in elements)
            found.append(Pinpoint(match.start(), match.end(), tuple(_paths(elements)), relative))
    return found


def _elements(phrase: str) -> list[_Element]:
    elements: list[_Element] = []
    done = 0
    for match in _ELEMENT.finditer(phrase):
        key = match.lastgroup or ""
        word = next(unit[1] for unit in _UNITS if unit[0] == key)
        body = re.sub(rf"^(?:{word})\s*", "", match.group(key))
        between = phrase[done : match.start()] + match.group()[: match.start(key) - match.start()]
        values = tuple(v for part in _VALUE_SPLIT.split(body) if (v := _value(part.strip(), word)))
        previous = elements[-1] if elements else None
        if previous and previous.key == key and re.search(r"(?<!\w)(?:đến|tới)(?!\w)", between):
            # `từ Điều 15 đến Điều 19`: one range.
            joined = (*previous.values[:-1], f"{previous.values[-1]}-{values[0]}", *values[1:])
            elements[-1] = _Element(key, joined, previous.joined, True)
        else:
            elements.append(_Element(key, values, between.strip(), any("-" in v for v in values)))
        done = match.end()
    return elements


def _value(text: str, word: str) -> str:
    text = _LEAD.sub("", text)
    if text == _THIS:
        return "this"
    text = re.sub(rf"^(?:{word})\s*", "", text)
    found = _RANGE.match(text)
    if found and not text.isalpha():
        return f"{found.group('from')}-{found.group('to')}"
    if found:
        return f"{found.group('from')}-{found.group('to')}" if " " in text or "-" in text else text
    return re.sub(r"\s+", "-", unaccent(text)) if text.startswith("thứ") else text


def _paths(elements: list[_Element]) -> list[str]:
    """Paths of the lowest units, in the order of the text."""
    above: list[dict[int, _Element]] = []
    context: dict[int, _Element] = {}
    for index in range(len(elements) - 1, -1, -1):
        element = elements[index]
        context = {level: e for level, e in context.items() if level > element.level}
        above.append(dict(context))
        context[element.level] = element
        if index and elements[index - 1].level < element.level and _AND_WORD.search(element.joined):
            # `Điều 9 và Phụ lục II`: the article is not one of the annex.
            context = {}
    above.reverse()
    paths: list[str] = []
    for index, element in enumerate(elements):
        following = elements[index + 1] if index + 1 < len(elements) else None
        previous = elements[index - 1] if index else None
        if previous is not None and previous.level < element.level and not _AND_WORD.search(element.joined):
            continue
        parents = above[index]
        if not parents and previous is not None and previous.level > element.level:
            # `Điều 5 khoản 2 điểm a`: named from above.
            parents = _from_left(elements, index)
        elif parents and max(parents) < _ARTICLE and index and not _AND_WORD.search(element.joined):
            # `Điều 5, điểm a khoản 2`: partly from above.
            left = _from_left(elements, index)
            parents = parents | {level: each for level, each in left.items() if level > max(parents)}
        from_above = (
            following is not None and _is_below(element, above[index + 1]) and not _AND_WORD.search(following.joined)
        )
        if following is not None and following.level < element.level and (from_above or not _parted(following.joined)):
            # A lower unit right behind, named from above: that one is the leaf.
            tail = elements[index + 1 :]
            if all(later.level < element.level for later in tail):
                continue
        paths.extend(_product(element, parents))
    return paths


def _is_below(element: _Element, parents: dict[int, _Element]) -> bool:
    """Has a unit with these parents none as high as `element`, so that it may be one of its parts?"""
    return not parents or max(parents) < min(element.level, _ARTICLE)


_AND_WORD = re.compile(r";|(?<!\w)(?:và|hoặc)(?!\w)")


def _parted(joined: str) -> bool:
    return bool(re.search(r"[;,]|(?<!\w)(?:và|hoặc)(?!\w)", joined))


def _from_left(elements: list[_Element], index: int) -> dict[int, _Element]:
    parents: dict[int, _Element] = {}
    level = elements[index].level
    for element in reversed(elements[:index]):
        if element.level > level and element.level not in parents and all(element.level > have for have in parents):
            parents[element.level] = element
    return parents


def _product(element: _Element, parents: dict[int, _Element]) -> list[str]:
    prefixes = [""]
    higher = [parents[level] for level in sorted(parents, reverse=True)]
    if "this" in element.values and element.key in ("khoan", "diem") and 4 not in parents:
        prefixes = ["dieu:this/"]
        if element.key == "diem" and 3 not in parents:
            prefixes = ["dieu:this/khoan:this/"]
    for parent in higher:
        lead = "dieu:this/" if parent.key == "khoan" and "this" in parent.values and 4 not in parents else ""
        prefixes = [f"{prefix}{lead}{parent.key}:{value}/" for prefix in prefixes for value in parent.values]
    return [f"{prefix}{element.key}:{value}" for prefix in prefixes for value in element.values]


# --- what stands between a pinpoint and its document --------------------------------------------------------------

_ATTACHED = {
    "quy chế": "quy-che", "quy định": "quy-dinh", "điều lệ": "dieu-le", "danh mục": "danh-muc", "kế hoạch": "ke-hoach",
    "chương"
    " trình": "chuong-trinh", "đề án": "de-an", "nội quy": "noi-quy", "hướng dẫn": "huong-dan",
    "quy trình": "quy-trinh",
    "bảng": "bang", "quy chuẩn": "quy-chuan", "chiến lược": "chien-luoc", "phương án": "phuong-an",
    "quy tắc": "quy-tac",
}  # fmt: skip
_ISSUED_WITH = (
    r"(?:\s*,?\s*\(?\s*(?:được\s+)?(?:ban hành|phê duyệt)?\s*(?:kèm\s+theo|theo|tại|bởi)\s+|\s+của\s+|\s+tại\s+)"
)
LINK = re.compile(
    r"(?:\s*,?\s+(?:của|tại|trong|thuộc|theo|ở)\s+(?:các\s+)?|\s*,\s*|\s+)"
    r"(?:(?:các\s+)?[Pp]hụ lục\s+)?(?:(?:được\s+)?ban hành\s+)?(?:kèm\s+theo\s+|theo\s+)?"
)
ATTACHMENT = re.compile(
    rf"\s*,?\s*(?:của\s+|tại\s+|trong\s+)?(?P<kind>{'|'.join(_ATTACHED)})(?P<name>[^.;:\n()“”]{{0,160}}?)"
    rf"\s*,?\s*\(?(?:được\s+)?(?:ban hành\s+(?:kèm\s+)?theo|kèm\s+theo|phê duyệt\s+(?:kèm\s+theo|tại|theo))\s+",
    re.IGNORECASE,
)


def attachment_path(kind: str) -> str:
    """`Quy chế` → `kemtheo:quy-che`; "" for what is no attachment."""
    name = _ATTACHED.get(" ".join(kind.lower().split()), "")
    return f"kemtheo:{name}" if name else ""
