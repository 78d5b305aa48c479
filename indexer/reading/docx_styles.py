"""What paragraph and character styles of a DOCX say about its text: numbers, capitals, hidden text, fonts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from indexer.reading.numbering import W


@dataclass(frozen=True)
class StyleFacts:
    """None where the style does not say."""

    number: str | None = None
    level: int | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None


@dataclass
class Styles:
    """The styles of a document by id, with inheritance resolved on asking."""

    facts: dict[str, StyleFacts] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    paragraph_default: str = ""
    default_font: str = ""
    _resolved: dict[str, StyleFacts] = field(default_factory=dict)

    def resolve(self, style: str) -> StyleFacts:
        """The facts of a style and of all it is based on; a circle of styles is cut."""
        known = self._resolved.get(style)
        if known is not None:
            return known
        number = level = capitals = hidden = font = None
        seen: set[str] = set()
        current = style
        while current and current not in seen:
            seen.add(current)
            facts = self.facts.get(current, StyleFacts())
            number = facts.number if number is None else number
            level = facts.level if level is None else level
            capitals = facts.capitals if capitals is None else capitals
            hidden = facts.hidden if hidden is None else hidden
            font = facts.font if font is None else font
            current = self.based_on.get(current, "")
        resolved = StyleFacts(number, level, capitals, hidden, font)
        self._resolved[style] = resolved
        return resolved


def read_styles(root: Any) -> Styles:
    """The styles part of a document."""
    styles = Styles()
    styles.default_font = font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or ""
    for item in root.findall(f"{W}style"):
        name = str(item.get(f"{W}styleId", ""))
        parent = item.find(f"{W}basedOn")
        if parent is not None:
            styles.based_on[name] = str(parent.get(f"{W}val", ""))
        if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in ("1", "true", "on"):
            styles.paragraph_default = name
        number, level = number_of(item.find(f"{W}pPr"))
        run = item.find(f"{W}rPr")
        styles.facts[name] = StyleFacts(number, level, switched(run, "caps"), switched(run, "vanish"), font_of(run))
    return styles


def number_of(properties: Any) -> tuple[str | None, int | None]:
    """(list, level) that a pPr element asks for. List `0` takes an inherited number away."""
    asked = None if properties is None else properties.find(f"{W}numPr")
    if asked is None:
        return None, None
    number, level = asked.find(f"{W}numId"), asked.find(f"{W}ilvl")
    depth = "" if level is None else str(level.get(f"{W}val", ""))
    return (
        None if number is None else str(number.get(f"{W}val", "0")),
        int(depth) if depth.isascii() and depth.isdigit() and len(depth) < 3 else None,
    )


def switched(properties: Any, name: str) -> bool | None:
    """An on/off property of an rPr element, None where it is not there."""
    found = None if properties is None else properties.find(f"{W}{name}")
    if found is None:
        return None
    return found.get(f"{W}val", "1") not in ("0", "false", "off")


def font_of(properties: Any) -> str | None:
    """The font of an rPr element, None where it names none."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return None
    # Letters beyond ASCII are in the font called hAnsi: the one that tells an old encoding.
    return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")
