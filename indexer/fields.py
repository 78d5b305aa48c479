"""The fields of the query language: their names, an example of each, and what is said of one that was typed wrongly."""

from __future__ import annotations

import re

from archive.folding import unaccent
from indexer.clauses import Problem

FIELDS = {
    "type": ("loai", "loaivanban", "type", "kind"),
    "issuer": ("coquan", "cqbh", "issuer", "agency", "by"),
    "year": ("nam", "year"),
    "number": ("so", "sohieu", "sokyhieu", "number", "no"),
    "title": ("tieude", "ten", "trichyeu", "title"),
    "heading": ("tendieu", "muc", "heading"),
    "text": ("noidung", "text", "body"),
    "in_force": ("hieuluc", "inforce", "validat"),
}
"""Field, and its names in both languages as they are typed: case and tones do not matter, `cơ quan:` needs no space."""

_NAMES = {name: field for field, names in FIELDS.items() for name in names}
FILTERS = ("type", "issuer", "year", "number", "in_force")

EXAMPLES = {
    "type": 'loai:"nghị định"',
    "issuer": 'coquan:"Bộ Y tế"',
    "year": "nam:2020..2024",
    "number": "so:30/2020/NĐ-CP",
    "title": 'tieude:"công tác văn thư"',
    "heading": 'tendieu:"giải thích từ ngữ"',
    "text": 'noidung:"tiếp công dân"',
    "in_force": "hieuluc:con",
}

LONGEST = 16
"""A query of more words is a sentence: its colons and capitals are not the language's."""
_MOST_TOLD = 3
_LABEL = re.compile(r'(?<![\w/])([^\W\d_]{2,12}):(?=["\w])')


def field_named(name: str) -> str:
    """The field of a typed name, "" for none: `loại`, `Loai`, `type` are the type."""
    return _NAMES.get(unaccent(name).lower(), "")


def unknown_fields(text: str) -> list[Problem]:
    """Words before a colon that are no field, in a query that is short enough not to be a sentence."""
    outside = re.sub(r'"[^"]*"', '""', text)
    if len(outside.split()) > LONGEST:
        return []
    known = ", ".join(f"{names[0]}:" for names in FIELDS.values())
    return [
        Problem(
            f"Không có trường “{name}:”, nên được tìm như từ thường. Các trường: {known}",
            f"There is no field “{name}:”, so it was searched as plain words. Fields: {known}",
        )
        for name in dict.fromkeys(match.group(1) for match in _LABEL.finditer(outside))
        if not field_named(name)
    ][:_MOST_TOLD]


def no_value(typed: str, name: str) -> Problem:
    """That a field was typed and nothing behind it."""
    return Problem(
        f"Sau “{typed.strip()}” phải có giá trị, ví dụ {EXAMPLES[name]}. Câu đã được tìm như từ thường.",
        f"After “{typed.strip()}” there must be a value, such as {EXAMPLES[name]}. "
        "The query was searched as plain words.",
    )
