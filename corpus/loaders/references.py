"""The national code's own references: which articles it says an article is related to.

    (Điều này có nội dung liên quan đến Điều 26.3.LQ.1. Phạm vi điều chỉnh; Điều 1.; Điều 2. Đối tượng áp dụng của Thông
    tư 04/2017/TT-BLĐTBXH Ban hành Danh mục ngành, nghề … ban hành ngày 02/03/2017; Chương II ĐIỀU KIỆN của …)

A reference is a codified article (by its label in the code and its heading), or a unit of a document that is not
codified there; the document is then named once, behind the last of its units. Headings contain semicolons and names of
other documents: a reference begins only where a unit with a full stop begins, or a chapter with a capital behind its
number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.dates import parse_date
from archive.numbers import canonical_number
from corpus.loaders.source_notes import TYPES, SourceNote


@dataclass(frozen=True)
class Reference:
    """One reference. `label` is the code's label of an article (`26.3.LQ.1`), "" for a unit of an uncodified document.

    `unit` is Điều, Chương, Mục, Phần, Phụ lục, or Văn bản for a document without a unit, and `number` its number in the
    document (`1`, `IV`): for a label its last part. `heading` as printed, without the document's name. `named` is the
    document that is named behind it, or behind a later unit of the same document; None where none is. `text` is the
    piece as printed.
    """

    text: str
    unit: str
    number: str
    label: str = ""
    heading: str = ""
    named: SourceNote | None = None


_OPENING = re.compile(r"^\(?\s*(?:Điều|Chương|Mục|Phần|Tiểu mục|Đề mục) này có nội dung liên quan đến\s*", re.I)
_LABEL = r"\d+(?:\.\d+)*\.[^\W\d_]{2}(?:\.\d+)*\.[^\s.;]+"
_UNIT = re.compile(
    rf"(?P<article>Điều)\s+(?:(?P<label>{_LABEL})|(?P<number>\d+[a-zđ]{{0,2}}\d*))\s*(?:\.|(?=\s*(?:;|$)))\s*"
    r"|(?P<unit>Chương|Mục|Tiểu mục|Phần|Phụ lục)\s+(?P<roman>[IVXLC]+|\d+|[A-Z]|thứ\s+\w+)\s*\.?\s+"
    r"(?=[A-ZĐÀ-ỸƯƠÂÊÔĂ]|của\s|$|;)"
    rf"|(?P<whole>)(?=của\s+(?:{'|'.join(TYPES)})\s+\d)"
)
_NAME = re.compile(
    rf"(?:^|\s+|(?<=[.)\]]))của\s+(?P<type>{'|'.join(TYPES)})\s+(?P<number>\d\S*?[/-]\S+|[Kk]hông số|\d\S*)"
    r"(?:\s+(?!của\s)(?P<title>.*?))?\s+ban hành ngày\s+(?P<day>\d{1,2}/\d{1,2}/\d{4})$"
)
_NO_NAME = re.compile(r"\s*\bcủa$")


def read_references(related: str) -> tuple[Reference, ...]:
    """The references of one article, in order; () where there are none."""
    text = _OPENING.sub("", " ".join(related.split()))
    text = text.removesuffix(")").strip(" ;")
    found = [_reference(piece) for piece in _pieces(text)]
    return tuple(_named_backwards(found))


def named_documents(related: str) -> list[SourceNote]:
    """The documents that an article's references name in full: `… của Luật 82/2015/QH13 Biển ban hành ngày …`."""
    return list(dict.fromkeys(one.named for one in read_references(related) if one.named is not None))


def _pieces(text: str) -> Iterator[str]:
    starts = [0] + [m.end() for m in re.finditer(r";\s*", text) if _UNIT.match(text, m.end())]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end].strip().rstrip(";").strip()
        if piece and piece != "của":
            yield piece


def _reference(piece: str) -> Reference:
    unit = _UNIT.match(piece)
    if unit is None:
        return Reference(piece, "", "", heading=piece)
    rest = piece[unit.end() :].strip()
    named = _NAME.search(rest)
    note = None
    if named is not None:
        number = named.group("number")
        note = SourceNote(
            readable=True,
            type=named.group("type"),
            number="" if number.lower() == "không số" else canonical_number(number),
            title=(named.group("title") or "").strip(),
            issued=parse_date(named.group("day")),
        )
        rest = rest[: named.start()]
    label = unit.group("label") or ""
    return Reference(
        text=piece,
        unit=unit.group("article") or unit.group("unit") or "Văn bản",
        number=label.rpartition(".")[2] or unit.group("number") or unit.group("roman") or "",
        label=label,
        heading=_NO_NAME.sub("", rest).strip(),
        named=note,
    )


def _named_backwards(found: list[Reference]) -> list[Reference]:
    """Give the units in front of a named document its name: uncodified ones, or articles of the same label."""
    done: list[Reference] = []
    below: Reference | None = None
    for one in reversed(found):
        if one.named is None and below is not None and _of_one_document(one, below):
            one = replace(one, named=below.named)
        below = one if one.named is not None else None
        done.append(one)
    return done[::-1]


def _of_one_document(one: Reference, other: Reference) -> bool:
    return one.label.rpartition(".")[0] == other.label.rpartition(".")[0]
