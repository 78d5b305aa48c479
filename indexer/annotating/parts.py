"""The parts of a DOCX that a remark touches: the document, its comments, and how they refer to each other."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from indexer.annotating.anchoring import Anchors
from indexer.annotating.markup import Element, Insertion, Markup
from indexer.reading.package import Package

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Parts:
    """The package being annotated: what was read of it, and what is to be put where."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.main = package.main_part()
        self._anchors: dict[str, Anchors] = {}
        self._insertions: dict[str, list[Insertion]] = {}
        self._added: dict[str, bytes] = {}

    def anchors(self, part: str, root: Any) -> Anchors:
        """The places of a part, given the tree that was read from it. Raises ValueError."""
        if part not in self._anchors:
            self._anchors[part] = Anchors(Markup(self._package.content(part)), root)
        return self._anchors[part]

    def put(self, part: str, *insertions: Insertion) -> None:
        """Let something stand in a part."""
        self._insertions.setdefault(part, []).extend(insertions)

    def add_comments(self, comments: list[str], prefix: str, strict: bool) -> None:
        """Put comments (as XML, their elements in `prefix`) behind those that are there, or into a new part."""
        held = self._package.related(self.main, "comments")
        if held is not None:
            markup = Markup(self._package.content(held))
            self.put(held, markup.last_inside(markup.elements[0], "".join(comments)))
            return
        folder = posixpath.dirname(self.main)
        name = next(
            each
            for each in ("comments.xml", *(f"comments{number}.xml" for number in range(2, 1000)))
            if not self._package.has(posixpath.join(folder, each))
        )
        part = posixpath.join(folder, name)
        opening = f'<{prefix}:comments xmlns:{prefix}="{_WORD[strict]}">'
        self._added[part] = f"{_XML}{opening}{''.join(comments)}</{prefix}:comments>".encode()
        self._declare(part)
        self._relate(name, strict)

    def _declare(self, part: str) -> None:
        """Tell the type of a new part."""
        types = Markup(self._package.content("[Content_Types].xml"))
        lead = _lead(types.elements[0])
        override = f'<{lead}Override PartName="/{part}" ContentType="{_COMMENTS_TYPE}"/>'
        self.put("[Content_Types].xml", types.last_inside(types.elements[0], override))

    def _relate(self, target: str, strict: bool) -> None:
        """Let the document refer to a new part beside it."""
        folder, base = posixpath.split(self.main)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        kind = f"{_RELATIONS[strict]}/comments"
        if not self._package.has(rels):
            one = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
            space = f"{_PACKAGE}relationships"
            self._added[rels] = f'{_XML}<Relationships xmlns="{space}">{one}</Relationships>'.encode()
            return
        markup = Markup(self._package.content(rels))
        taken = set(re.findall(r"""\bId\s*=\s*["']([^"']*)["']""", markup.text))
        name = next(each for number in range(1, 100_000) if (each := f"rId{number}") not in taken)
        one = f'<{_lead(markup.elements[0])}Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        self.put(rels, markup.last_inside(markup.elements[0], one))

    def comments_root(self) -> tuple[Any, str] | None:
        """The tree of the comments that are there and their prefix."""
        held = self._package.related(self.main, "comments")
        if held is None:
            return None
        return self._package.xml(held), Markup(self._package.content(held)).elements[0].prefix

    def changed(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Contents of the parts that were changed, by their names in the ZIP, and of those that are new."""
        changed: dict[str, bytes] = {}
        for part, insertions in self._insertions.items():
            known = self._anchors.get(part)
            markup = known.markup if known is not None else Markup(self._package.content(part))
            changed[self._package.member(part)] = markup.written(insertions)
        return changed, dict(self._added)


def _lead(element: Element) -> str:
    return f"{element.prefix}:" if element.prefix else ""
