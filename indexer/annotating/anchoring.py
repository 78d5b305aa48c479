"""Where a mark can stand in a paragraph: between runs, for which a run is divided where a place lies inside it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from indexer.annotating.markup import Element, Markup
from indexer.annotating.placing import Origin
from indexer.reading.numbering import W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is in here is shown twice or in a place where Word takes no marks: the mark goes to the run that holds it.
_CLOSED = frozenset(
    {
        f"{W}txbxContent", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}ruby", f"{_MC}AlternateContent",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A place between two characters, as an offset in the part. Where it lies inside a run, `run` is that run."""

    place: int
    run: Element | None = None


class Anchors:
    """The places of one part: its markup and the tree that lxml read from it, element by element."""

    def __init__(self, markup: Markup, root: Any) -> None:
        self.markup = markup
        self.root = root
        self._tree = [item for item in root.iter() if isinstance(item.tag, str)]
        if len(self._tree) != len(markup.elements):
            raise ValueError("the part cannot be told apart")
        self._numbers = {item: number for number, item in enumerate(self._tree)}
        self._by_start = {element.start: number for number, element in enumerate(markup.elements)}

    def element(self, item: Any) -> Element:
        """The spelling of an element of the tree."""
        return self.markup.elements[self._numbers[item]]

    def tree(self, element: Element) -> Any:
        """The element of the tree that is spelled so."""
        return self._tree[self._by_start[element.start]]

    def number(self, item: Any) -> int:
        """The place of an element of the tree in the order of the part."""
        return self._numbers[item]

    def host(self, item: Any) -> tuple[Any, bool]:
        """The run that holds an element, and whether it may be divided; else what is to stay whole."""
        chain = [item, *item.iterancestors()]
        closed = [place for place, each in enumerate(chain) if each.tag in _CLOSED]
        outermost = closed[-1] if closed else 0
        run = next((each for each in chain[outermost:] if each.tag == f"{W}r"), None)
        if closed:
            return (run if run is not None else chain[outermost]), False
        if run is None:
            return item, False
        return run, item.getparent() is run

    def before(self, origin: Origin) -> Spot:
        """The place in front of a character."""
        return self._spot(origin, after=False)

    def behind(self, origin: Origin) -> Spot:
        """The place behind a character."""
        return self._spot(origin, after=True)

    def _spot(self, origin: Origin, *, after: bool) -> Spot:
        held, divisible = self.host(origin.element)
        run = self.element(held)
        edge = Spot(run.end if after else run.start)
        if not divisible:
            return edge
        element = self.element(origin.element)
        siblings = [child for child in held if isinstance(child.tag, str) and child.tag != f"{W}rPr"]
        if origin.element.tag == f"{W}t":
            places = self.markup.characters(element)
            at = min(origin.offset + after, len(places) - 1)
            words = origin.element.text or ""
            while after and at < len(words) and unicodedata.combining(words[at]):
                at += 1  # the marks of the letter before
            if 0 < at < len(places) - 1:
                return Spot(places[at], run) if places[at] != places[at - 1] else edge
            after = at > 0
        if origin.element is (siblings[-1] if after else siblings[0]):
            return edge
        return Spot(element.end if after else element.start, run)

    def properties(self, run: Element) -> str:
        """The properties of a run as written, "" where it has none."""
        item = self._tree[self._by_start[run.start]].find(f"{W}rPr")
        return "" if item is None else self.markup.raw(self.element(item))

    def children(self, run: Element) -> list[tuple[Element, bool]]:
        """What stands in a run beside its properties, and whether it is a text."""
        item = self._tree[self._by_start[run.start]]
        return [
            (self.element(child), child.tag == f"{W}t")
            for child in item
            if isinstance(child.tag, str) and child.tag != f"{W}rPr"
        ]


def kept_space(tag: str) -> str:
    """The tag of a text whose spaces at both ends are to stay."""
    return tag if "xml:space" in tag else f'{tag[:-1]} xml:space="preserve">'
