"""Automatic numbers of Word: `Điều 1.`, `1.`, `a)`, which stand in numbering.xml and not in the paragraph's text.

Shapes as in ECMA-376 Part 1, 17.9. What Word shows is what the document says, so the label is put back before the
paragraph; a bullet becomes `-`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass
class _List:
    """One w:num: its levels, whose counters it shares with others of the same abstract list, and its own starts."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass
class Numbering:
    """The lists of a document with their counters; `label` must be asked once for each paragraph, in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def anew(self) -> Numbering:
        """The same lists, nothing counted yet."""
        return Numbering(self.lists)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a paragraph style is tied to in this list; 0 where none is."""
        listed = self.lists.get(number)
        if listed:
            for index, level in listed.levels.items():
                if level.style == style:
                    return index
        return 0

    def label(self, number: str, index: int) -> str:
        """The text Word shows before the paragraph, with the space that follows; "" where it shows none."""
        listed = self.lists.get(number)
        if listed is None or number == "0":
            return ""
        level = listed.levels.get(index)
        if level is None:
            return ""
        counters = self._counters.setdefault(listed.abstract, {})
        if index in listed.starts and (number, index) not in self._started:
            self._started.add((number, index))
            counters[index] = listed.starts[index]
        elif index in counters:
            counters[index] += 1
        else:
            counters[index] = level.start
        for deeper in [i for i in counters if i > index]:
            restart = listed.levels[deeper].restart if deeper in listed.levels else None
            if restart != 0 and (restart is None or index < restart):
                del counters[deeper]
        return self._shown(listed, level, counters)

    def _shown(self, listed: _List, level: _Level, counters: dict[int, int]) -> str:
        if level.format == "bullet":
            shown = level.text if level.text in ("+", "–", "—", "*", "•") else "-"
        elif level.format == "none" and "%" not in level.text:
            shown = level.text
        else:

            def fill(match: re.Match[str]) -> str:
                index = int(match.group(1)) - 1
                other = listed.levels.get(index, _Level())
                value = counters.get(index)
                if value is None:
                    value = listed.starts.get(index, other.start)
                return format_number(value, "decimal" if level.legal else other.format)

            shown = re.sub(r"%([1-9])", fill, level.text)
        if not shown.strip():
            return ""
        return shown if level.suffix == "nothing" else shown.rstrip() + " "


def format_number(value: int, form: str) -> str:
    """A counter in one of Word's number formats; formats that Vietnamese documents do not use come as digits."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{value:02d}"
    if form in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman.lower() if form == "lowerRoman" else roman
    return str(value)


def _roman(value: int) -> str:
    out = ""
    for worth, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while value >= worth:
            out += letters
            value -= worth
    return out


def read_numbering(root: Any) -> Numbering:
    """The lists of a numbering part."""
    abstracts = {item.get(f"{W}abstractNumId", ""): item for item in root.findall(f"{W}abstractNum")}
    by_style = {
        link.get(f"{W}val"): key for key, item in abstracts.items() if (link := item.find(f"{W}styleLink")) is not None
    }
    numbering = Numbering()
    for item in root.findall(f"{W}num"):
        abstract = _value(item, "abstractNumId")
        source = abstracts.get(abstract)
        if source is not None and (link := source.find(f"{W}numStyleLink")) is not None:
            abstract = by_style.get(link.get(f"{W}val"), abstract)
            source = abstracts.get(abstract)
        if source is None:
            continue
        listed = _List(abstract, {_int(level, "ilvl"): _level(level) for level in source.findall(f"{W}lvl")})
        for override in item.findall(f"{W}lvlOverride"):
            index = _int(override, "ilvl")
            replaced = override.find(f"{W}lvl")
            if replaced is not None:
                listed.levels[index] = _level(replaced)
            start = override.find(f"{W}startOverride")
            if start is not None:
                listed.starts[index] = _int(start, "val", 1)
        numbering.lists[item.get(f"{W}numId", "")] = listed
    return numbering


def _level(item: Any) -> _Level:
    level = _Level(
        start=_number(_value(item, "start", "0")),
        format=_value(item, "numFmt", "decimal"),
        text=_value(item, "lvlText"),
        suffix=_value(item, "suff", "tab"),
        style=_value(item, "pStyle"),
    )
    if _value(item, "lvlRestart"):
        level.restart = _number(_value(item, "lvlRestart"))
    legal = item.find(f"{W}isLgl")
    level.legal = legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off")
    return level


def _value(item: Any, child: str, default: str = "") -> str:
    found = item.find(f"{W}{child}")
    return default if found is None else str(found.get(f"{W}val", default))


def _int(item: Any, attribute: str, default: int = 0) -> int:
    return _number(str(item.get(f"{W}{attribute}", "")), default)


def _number(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
