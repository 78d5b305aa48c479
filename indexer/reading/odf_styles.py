"""Which font the styles of an OpenDocument file give to its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


@dataclass
class Fonts:
    """Font family by name of style, inheritance resolved on asking."""

    own: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    cells: str = ""

    def of(self, style: str) -> str:
        """The font of a style or of the nearest style it is based on; "" where none is named."""
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            if font := self.own.get(style):
                return font
            style = self.parent.get(style, "")
        return ""

    def of_cell(self, style: str) -> str:
        """The font of a cell: of its style, else of the sheet's usual one."""
        return self.of(style) or self.of("Default") or self.cells


def read_fonts(roots: Sequence[Any]) -> Fonts:
    """The fonts that the style parts `roots` name; later ones win."""
    fonts = Fonts()
    families: dict[str, str] = {}
    for root in roots:
        for face in root.iter(f"{STYLE}font-face"):
            family = face.get(f"{_SVG}font-family", "").strip("'\"")
            families[face.get(f"{STYLE}name", "")] = family
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            fonts.parent[name] = style.get(f"{STYLE}parent-style-name", "")
            if font := _named(style, families):
                fonts.own[name] = font
        for style in root.iter(f"{STYLE}default-style"):
            if style.get(f"{STYLE}family") == "table-cell":
                fonts.cells = _named(style, families) or fonts.cells
    return fonts


def _named(style: Any, families: dict[str, str]) -> str:
    properties = style.find(f"{STYLE}text-properties")
    if properties is None:
        return ""
    named = str(properties.get(f"{STYLE}font-name", ""))
    return families.get(named, named) or str(properties.get(f"{_FO}font-family", "")).strip("'\"")
