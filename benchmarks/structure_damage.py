"""What scanning, copying and printing do to a text, made on purpose, so that the segmenter can be held against the
undamaged text: recognition errors in labels, quotation marks lost or changed, lines broken anew, page furniture,
tables of contents, emphasis. Each is a function from a text and a random generator to a text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_ARTICLE = re.compile(r"(?m)^(Điều)( )(\d+)([a-zđ]?)(\. ?)")
_READ_AS = ("Diều", "Điểu", "Đỉều", "Điêu", "Điếu", "Ðiều", "Điệu", "Đìều", "Điễu", "Dieu", "Điều")

Damage = Callable[[str, random.Random], str]


def misread_word(text: str, chance: random.Random) -> str:
    """One label in three with a wrong letter in `Điều`."""
    return _ARTICLE.sub(
        lambda m: (chance.choice(_READ_AS) if chance.random() < 0.33 else m[1]) + m[2] + m[3] + m[4] + m[5], text
    )


def misread_digits(text: str, chance: random.Random) -> str:
    """1 as l or I, 0 as O, in one label in three that has them."""

    def misread(m: re.Match[str]) -> str:
        number = m[3]
        if chance.random() < 0.33:
            number = "".join(
                chance.choice("lI") if c == "1" else chance.choice("Oo") if c == "0" else c for c in number
            )
        return m[1] + m[2] + number + m[4] + m[5]

    return _ARTICLE.sub(misread, text)


def misread_stop(text: str, chance: random.Random) -> str:
    """The full stop of one label in three lost, read as a comma, or set off."""
    return _ARTICLE.sub(
        lambda m: m[1] + m[2] + m[3] + m[4] + (chance.choice((" ", ", ", " . ", ".", ": ")) if chance.random() < 0.33
                                               else m[5]),
        text,
    )  # fmt: skip


def lose_spaces(text: str, chance: random.Random) -> str:
    """`Điều5.` and `Điều  5 .`"""
    return _ARTICLE.sub(
        lambda m: m[1] + chance.choice(("", " ", "  ", "\u00a0")) + m[3] + m[4] + chance.choice((".", ". ", " . ")),
        text,
    )


def capitals(text: str, chance: random.Random) -> str:
    return _ARTICLE.sub(lambda m: "ĐIỀU" + m[2] + m[3] + m[4] + m[5], text)


def emphasis(text: str, chance: random.Random) -> str:
    """Markdown's headings and bold labels."""
    return re.sub(r"(?m)^(Điều \d+[a-zđ]?\. .*)$", lambda m: chance.choice(("### {}", "**{}**")).format(m[1]), text)


def label_alone(text: str, chance: random.Random) -> str:
    """The heading on the line below the label, the label with or without its stop."""
    return _ARTICLE.sub(lambda m: m[1] + m[2] + m[3] + m[4] + chance.choice((".", "", ":")) + "\n", text)


def straight_quotes(text: str, chance: random.Random) -> str:
    return re.sub("[“”]", '"', text)


def low_quotes(text: str, chance: random.Random) -> str:
    """„ …“ as German typewriters and some converters have it."""
    return text.replace("“", "„").replace("”", "“")


def doubled_quotes(text: str, chance: random.Random) -> str:
    return text.replace("“", "‘‘").replace("”", "’’")


def guillemets(text: str, chance: random.Random) -> str:
    return text.replace("“", "«").replace("”", "»")


def lose_closing(text: str, chance: random.Random) -> str:
    """One closing mark in five lost."""
    return re.sub("”", lambda m: "" if chance.random() < 0.2 else m[0], text)


def lose_opening(text: str, chance: random.Random) -> str:
    """One opening mark in five lost."""
    return re.sub("“", lambda m: "" if chance.random() < 0.2 else m[0], text)


def wrong_way_round(text: str, chance: random.Random) -> str:
    """One mark in five turned round."""
    return re.sub("[“”]", lambda m: ("”" if m[0] == "“" else "“") if chance.random() < 0.2 else m[0], text)


def wrapped(text: str, chance: random.Random) -> str:
    """Lines broken anew after at most 88 characters, as text copied from a page has them."""
    out: list[str] = []
    for line in text.split("\n"):
        while len(line) > 88:
            cut = line.rfind(" ", 0, 88)
            if cut <= 0:
                break
            out.append(line[:cut])
            line = line[cut + 1 :]
        out.append(line)
    return "\n".join(out)


def furniture(text: str, chance: random.Random) -> str:
    """A page number and a running head every forty lines."""
    out: list[str] = []
    for place, line in enumerate(wrapped(text, chance).split("\n")):
        if place and place % 40 == 0:
            out += [str(place // 40 + 1), f"CÔNG BÁO/Số {place} + {place + 1}/Ngày 12-01-2026"]
        out.append(line)
    return "\n".join(out)


def contents(text: str, chance: random.Random) -> str:
    """A table of contents before the first article, with dots and page numbers."""
    rows = [m[0] for m in re.finditer(r"(?m)^(?:Chương [IVX]+|Điều \d+[a-zđ]?\. .*)$", text)]
    first = _ARTICLE.search(text)
    if first is None:
        return text
    listed = "\n".join(f"{row[:60]} {'.' * 20} {place}" for place, row in enumerate(rows, 1))
    start = text.rfind("\n\n", 0, first.start()) + 1
    return f"{text[:start]}\nMỤC LỤC\n{listed}\n{text[start:]}"


DAMAGES: dict[str, Damage] = {
    one.__name__: one
    for one in (
        misread_word, misread_digits, misread_stop, lose_spaces, capitals, emphasis, label_alone, straight_quotes,
        low_quotes, doubled_quotes, guillemets, lose_closing, lose_opening, wrong_way_round, wrapped, furniture,
        contents,
    )
}  # fmt: skip
