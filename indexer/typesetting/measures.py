"""How long words are on paper in Times New Roman: the line drawn below them has a share of their length.

Widths are the advance widths of the font in thousandths of its size; a letter is as wide with its marks as without.
"""

from __future__ import annotations

import unicodedata

_REGULAR = {
    180: "'", 250: " .,", 278: "ijlt;:/", 333: "Ifr-()", 389: "Js", 408: '"', 444: "acez“”",
    500: "bdghknopquvxy0123456789–*đ", 556: "FPS", 611: "ELTZ", 667: "BCR",
    722: "ADGHKNOQUVXYwĐ", 778: "m&", 833: "%", 889: "M",
    944: "W", 1000: "…",
}  # fmt: skip
_BOLD = {
    250: " .,", 278: "il/'", 333: "fjt;:-()", 389: "Is", 444: "cerz", 500: "Jagovxy0123456789–“”*", 555: '"',
    556: "Sbdhknpquđ", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQ", 833: "m&", 944: "M", 1000: "W…%",
}  # fmt: skip
_WIDTHS = [{letter: wide for wide, letters in table.items() for letter in letters} for table in (_REGULAR, _BOLD)]
_USUAL = 500
_MM_A_POINT = 25.4 / 72


def width_mm(words: str, size: float, *, bold: bool) -> float:
    """The length of one line of words in a size (points), in mm."""
    table = _WIDTHS[bold]
    bare = [each for each in unicodedata.normalize("NFD", words) if not unicodedata.combining(each)]
    return sum(table.get(letter, _USUAL) for letter in bare) * size / 1000 * _MM_A_POINT


def lines_of(words: str, size: float, wide_mm: float, *, bold: bool) -> list[str]:
    """The lines that words fall into where each may be `wide_mm` long."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and width_mm(longer, size, bold=bold) > wide_mm:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def balanced_mm(words: str, size: float, wide_mm: float, *, bold: bool) -> float:
    """The least width in which words fall into as few lines as in `wide_mm`: centred lines are then about as long."""
    fewest = len(lines_of(words, size, wide_mm, bold=bold))
    narrow = wide_mm
    while narrow > wide_mm / 3 and len(lines_of(words, size, narrow - 2, bold=bold)) == fewest:
        narrow -= 2
    return narrow
