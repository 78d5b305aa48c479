"""Layout in plain text: the two-column heading whose columns are held apart by tabs or spaces, and drawn rules.

`ỦY BAN NHÂN DÂN<tab>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM` and the rows below it become the lines of the left column and
then those of the right one.
"""

from __future__ import annotations

import re

from indexer.reading.heading import HEADER_RIGHT, RULE_LINE, header_left

_ROWS = 20  # non-blank lines from the top among which a heading may stand
_WIDE = re.compile(r"[ \u00a0]*\t[\s\u00a0]*|[ \u00a0]{3,}")


def divide_heading(text: str) -> str:
    """`text` with the heading's rows divided; unchanged where no row holds both columns."""
    lines = text.split("\n")
    out: list[str] = []
    lefts: list[str] = []
    rights: list[str] = []
    seen = 0
    for index, line in enumerate(lines):
        if seen > _ROWS:
            return "\n".join([*out, *lefts, *rights, *lines[index:]])
        seen += bool(line.strip())
        halves = _halves(line, bool(rights))
        if halves:
            lefts += [halves[0]] if halves[0] else []
            rights += [halves[1]] if halves[1] else []
        elif rights and not line.strip():
            continue
        else:
            if lefts or rights:
                out += [*lefts, *rights, ""]
                lefts, rights = [], []
            out.append(line)
    return "\n".join([*out, *lefts, *rights])


def _halves(line: str, inside: bool) -> tuple[str, str] | None:
    for gap in _WIDE.finditer(line):
        left, right = line[: gap.start()].strip(), line[gap.end() :].strip()
        if HEADER_RIGHT.match(right) and (not left or header_left(left)) and (left or inside):
            return left, right
        if inside and left and right and header_left(left) and header_left(right):
            return left, right
    return None


def tidy_lines(text: str) -> str:
    """Without indentation, and without the lines of underscores or dashes that stand for a drawn rule."""
    return "\n".join(line.lstrip(" \t\u00a0") for line in text.split("\n") if not RULE_LINE.match(line))
