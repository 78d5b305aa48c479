"""The elements of an XML part as they stand in its own characters, so that something can be put between them while
every other character stays.

A parser gives the meaning of a part but not its spelling: quotes, entities, white space inside tags, prefixes. Here the
part is only divided into tags; what they mean is asked of the tree that lxml reads, whose elements come in the same
order.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|</[^>]*>|<(?P<name>[^\s/>!?]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL,
)
_PIECE = re.compile(r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--.*?-->|<\?.*?\?>|&[^;]*;|\r\n|[^<]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Element:
    """One element: `start` where its tag begins, `inside` behind that tag, `close` where its end tag begins, `end`
    behind it. For an empty tag (`<w:tab/>`) `inside`, `close` and `end` are one. `parent` is the place of the element
    it stands in, -1 for the root. `name` as written, with its prefix.
    """

    name: str
    start: int
    inside: int
    close: int
    end: int
    parent: int

    @property
    def empty(self) -> bool:
        """Written as one tag."""
        return self.inside == self.end

    @property
    def prefix(self) -> str:
        """`w` of `w:r`, "" where there is none."""
        return self.name.rpartition(":")[0]


class Insertion(NamedTuple):
    """What is to stand at `place`, in front of what `place` holds now; `length` characters there go. Of two at one
    place the one with the smaller `order` comes first.
    """

    place: int
    text: str
    length: int = 0
    order: int = 0


class Markup:
    """A part of a package as characters. Raises ValueError where it is not well formed."""

    def __init__(self, content: bytes) -> None:
        self.encoding = _encoding(content)
        self.text = content.decode(self.encoding)
        self.elements = _elements(self.text)

    def written(self, insertions: Iterable[Insertion]) -> bytes:
        """The part with insertions put in, in its own encoding. Those that go over each other are a ValueError."""
        parts: list[str] = []
        at = 0
        for one in sorted(insertions, key=lambda each: (each.place, each.order)):
            if one.place < at:
                raise ValueError("insertions lie over each other")
            parts += [self.text[at : one.place], one.text]
            at = one.place + one.length
        return "".join([*parts, self.text[at:]]).encode(self.encoding)

    def raw(self, element: Element) -> str:
        """The element as written."""
        return self.text[element.start : element.end]

    def tag(self, element: Element) -> str:
        """Its first tag as written."""
        return self.text[element.start : element.inside]

    def characters(self, element: Element) -> list[int]:
        """Where each character of the element's own text (before any child) begins, and behind the last one.

        Characters of a CDATA section cannot be divided: all stand where it begins.
        """
        places: list[int] = []
        at = element.inside
        while at < element.close:
            piece = _PIECE.match(self.text, at, element.close)
            if piece is None:
                break
            cdata = piece["cdata"]
            if cdata is not None:
                places += [at] * len(cdata.replace("\r\n", "\n"))
            elif not piece[0].startswith("<"):
                places.append(at)
            at = piece.end()
        return [*places, at]

    def last_inside(self, element: Element, content: str) -> Insertion:
        """Put `content` behind everything that stands in `element`."""
        if not element.empty:
            return Insertion(element.close, content)
        place = self.text.rindex("/", element.start, element.end)
        return Insertion(place, f">{content}</{element.name}>", element.end - place)


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    declared = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']", content[:200])
    named = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        return "utf-8" if named == "us-ascii" else codecs.lookup(named).name
    except LookupError:
        raise ValueError(f"unknown encoding {named}") from None


def _elements(text: str) -> list[Element]:
    found: list[Element | None] = []
    opened: list[tuple[int, str, int, int]] = []
    for token in _TOKEN.finditer(text):
        name = token["name"]
        if name is not None:
            parent = opened[-1][0] if opened else -1
            if token[0].endswith("/>"):
                found.append(Element(name, token.start(), token.end(), token.end(), token.end(), parent))
            else:
                opened.append((len(found), name, token.start(), token.end()))
                found.append(None)
        elif token[0].startswith("</"):
            if not opened:
                raise ValueError("an end tag without its beginning")
            place, name, start, inside = opened.pop()
            parent = opened[-1][0] if opened else -1
            found[place] = Element(name, start, inside, token.start(), token.end(), parent)
    if opened:
        raise ValueError("a tag is not closed")
    return [element for element in found if element is not None]
