"""What a DOCX says of the look of its text: defaults, styles and what they are based on, lists, the theme's fonts.

Values are kept as plain mappings from a name of ours to a value (`size` → 14.0), because a style only says what it
changes: to know how a run looks, what each layer says is laid over what the ones below say (ECMA-376 Part 1, 17.7.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from indexer.reading.docx_styles import switched
from indexer.reading.numbering import W

Looks = dict[str, Any]
"""font, size (points), bold, italic, underlined, capitals, hidden, colour · alignment, left, right, first (twips),
before, after (points), line (twentieths or 240ths), line_rule, contextual, rule (a border below), rule_above."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ALIGNED = {"both": "justify", "distribute": "justify", "start": "left", "end": "right"}


@dataclass
class Formats:
    """The layers of looks of one document."""

    paragraph_defaults: Looks = field(default_factory=dict)
    run_defaults: Looks = field(default_factory=dict)
    styles: dict[str, tuple[str, Looks, Looks]] = field(default_factory=dict)
    default_style: str = ""
    lists: dict[tuple[str, int], Looks] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    _known: dict[str, tuple[Looks, Looks]] = field(default_factory=dict)

    def style(self, name: str) -> tuple[Looks, Looks]:
        """What a style and all it is based on say of paragraphs and of runs; a circle is cut."""
        known = self._known.get(name)
        if known is not None:
            return known
        chain: list[tuple[Looks, Looks]] = []
        seen: set[str] = set()
        current = name
        while current and current not in seen and current in self.styles:
            seen.add(current)
            current, of_paragraph, of_run = self.styles[current]
            chain.append((of_paragraph, of_run))
        paragraph: Looks = {}
        run: Looks = {}
        for of_paragraph, of_run in reversed(chain):
            paragraph |= of_paragraph
            run |= of_run
        self._known[name] = (paragraph, run)
        return paragraph, run


def read_formats(styles: Any, numbering: Any, theme: Any) -> Formats:
    """The layers, from the roots of the parts that hold them (None where the document has none)."""
    found = Formats()
    if theme is not None:
        for kind in ("major", "minor"):
            latin = theme.find(f".//{_A}{kind}Font/{_A}latin")
            if latin is not None:
                found.fonts[kind] = str(latin.get("typeface", ""))
    if styles is not None:
        defaults = styles.find(f"{W}docDefaults")
        if defaults is not None:
            found.run_defaults = run_looks(defaults.find(f"{W}rPrDefault/{W}rPr"), found.fonts)
            found.paragraph_defaults = paragraph_looks(defaults.find(f"{W}pPrDefault/{W}pPr"))
        for item in styles.findall(f"{W}style"):
            name = str(item.get(f"{W}styleId", ""))
            parent = item.find(f"{W}basedOn")
            if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in ("1", "true", "on"):
                found.default_style = name
            found.styles[name] = (
                "" if parent is None else str(parent.get(f"{W}val", "")),
                paragraph_looks(item.find(f"{W}pPr")),
                run_looks(item.find(f"{W}rPr"), found.fonts),
            )
    if numbering is not None:
        _read_lists(numbering, found)
    return found


def _read_lists(numbering: Any, found: Formats) -> None:
    abstract = {str(item.get(f"{W}abstractNumId")): item for item in numbering.findall(f"{W}abstractNum")}
    for item in numbering.findall(f"{W}num"):
        tied = item.find(f"{W}abstractNumId")
        of = abstract.get("" if tied is None else str(tied.get(f"{W}val")))
        levels = [*(of.findall(f"{W}lvl") if of is not None else ()), *item.findall(f"{W}lvlOverride/{W}lvl")]
        for level in levels:
            depth = whole(level.get(f"{W}ilvl"))
            if depth is not None:
                looks = paragraph_looks(level.find(f"{W}pPr"))
                found.lists[(str(item.get(f"{W}numId")), depth)] = looks


def whole(text: str | None) -> int | None:
    """A whole number as files write it, None for anything else; `12.5` counts as 12."""
    try:
        return int(float(text)) if text is not None else None
    except (ValueError, OverflowError):
        return None


def run_looks(properties: Any, fonts: dict[str, str]) -> Looks:
    """What an rPr element says."""
    said: Looks = {}
    if properties is None:
        return said
    for name, tag in (("bold", "b"), ("italic", "i"), ("capitals", "caps"), ("hidden", "vanish")):
        on = switched(properties, tag)
        if on is not None:
            said[name] = on
    under = properties.find(f"{W}u")
    if under is not None:
        said["underlined"] = under.get(f"{W}val", "single") != "none"
    size = properties.find(f"{W}sz")
    half = None if size is None else whole(size.get(f"{W}val"))
    if half:
        said["size"] = half / 2
    named = properties.find(f"{W}rFonts")
    if named is not None:
        theme = named.get(f"{W}hAnsiTheme") or named.get(f"{W}asciiTheme")
        font = fonts.get("major" if theme and theme.startswith("major") else "minor", "") if theme else ""
        font = font or named.get(f"{W}hAnsi") or named.get(f"{W}ascii") or ""
        if font:
            said["font"] = font
    colour = properties.find(f"{W}color")
    if colour is not None:
        value = str(colour.get(f"{W}val", "auto")).upper()
        said["colour"] = "" if value in ("AUTO", "000000") else value
    return said


def paragraph_looks(properties: Any) -> Looks:
    """What a pPr element says."""
    said: Looks = {}
    if properties is None:
        return said
    aligned = properties.find(f"{W}jc")
    if aligned is not None:
        value = str(aligned.get(f"{W}val", ""))
        said["alignment"] = _ALIGNED.get(value, value)
    indent = properties.find(f"{W}ind")
    if indent is not None:
        for name, keys in (("left", ("left", "start")), ("right", ("right", "end"))):
            for key in keys:
                twips = whole(indent.get(f"{W}{key}"))
                if twips is not None:
                    said[name] = twips
        hanging, first = whole(indent.get(f"{W}hanging")), whole(indent.get(f"{W}firstLine"))
        if hanging is not None:
            said["first"] = -hanging
        elif first is not None:
            said["first"] = first
    spacing = properties.find(f"{W}spacing")
    if spacing is not None:
        for side in ("before", "after"):
            twentieths = whole(spacing.get(f"{W}{side}"))
            if twentieths is not None:
                said[side] = twentieths / 20
            if spacing.get(f"{W}{side}Autospacing") in ("1", "true", "on"):
                said[side] = 14.0
        line = whole(spacing.get(f"{W}line"))
        if line is not None:
            said["line"] = line
            said["line_rule"] = str(spacing.get(f"{W}lineRule", "auto"))
    borders = properties.find(f"{W}pBdr")
    if borders is not None:
        for side, name in (("bottom", "rule"), ("top", "rule_above")):
            border = borders.find(f"{W}{side}")
            if border is not None:
                said[name] = border.get(f"{W}val", "nil") not in ("nil", "none")
    if switched(properties, "contextualSpacing"):
        said["contextual"] = True
    return said
