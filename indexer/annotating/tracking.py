"""Corrections as tracked changes. Shapes as in ECMA-376 Part 1, 17.13.5.

Only the words that differ are taken out and put in, with the properties of the run they stand in. What cannot be
changed that way (a number that is counted, the result of a field, words in a text box or in a note, a paragraph more
than there was) is left for a comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from indexer.annotating.anchoring import Anchors, Spot
from indexer.annotating.commenting import AUTHOR, CHANGES, FORBIDDEN
from indexer.annotating.dividing import Divisions
from indexer.annotating.markup import Element, Insertion
from indexer.annotating.placing import Origin
from indexer.annotating.remark import Remark
from indexer.reading.numbering import W

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
_TYPED = re.compile(r"\s*(?:HYPERLINK|FORMTEXT)\b", re.IGNORECASE)  # fields whose result is what somebody wrote
_MOVED = (f"{W}moveTo", f"{W}moveFrom")


class Change(NamedTuple):
    """`text[start:end]` goes, `put` comes in its place; both offsets are of the text that was read."""

    start: int
    end: int
    put: str


def changes(remark: Remark) -> list[Change]:
    """The smallest changes, by words, that make a remark's replacement of its words."""
    assert remark.replacement is not None
    old, new = remark.words, remark.replacement
    if old.count("\n") == new.count("\n"):
        # Lines that only change places keep their paragraphs.
        out: list[Change] = []
        at = remark.start
        for one, other in zip(old.split("\n"), new.split("\n"), strict=True):
            out += _changes(one, other, at)
            at += len(one) + 1
        return out
    return _changes(old, new, remark.start)


def _changes(old: str, new: str, at: int) -> list[Change]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    starts = [at]
    for token in a:
        starts.append(starts[-1] + len(token))
    out: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            change = Change(starts[i1], starts[i2], "".join(b[j1:j2]))
            if out and not "".join(old[out[-1].end - at : change.start - at]).strip(" "):
                # `03 tháng 02` for `3 tháng 2` reads better whole where only a space lies between.
                last = out.pop()
                change = Change(last.start, change.end, last.put + old[last.end - at : change.start - at] + change.put)
            out.append(change)
    return out


def computed(root: Any) -> set[Any]:
    """Elements whose words Word puts there anew from elsewhere: results of fields (ECMA-376 Part 1, 17.16), controls
    bound to data (17.5.2.6). What is changed in them would be gone at the next look."""
    out: set[Any] = set()
    fields: list[list[str]] = []  # of each field that is open: "=" in its result, and what it says to do
    for item in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}r", f"{W}fldSimple", f"{W}dataBinding"):
        if item.tag == f"{W}fldChar":
            kind = item.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append(["", ""])
            elif kind == "separate" and fields:
                fields[-1][0] = "="
            elif kind == "end" and fields:
                fields.pop()
        elif item.tag == f"{W}instrText":
            if fields:
                fields[-1][1] += item.text or ""
        elif item.tag == f"{W}r":
            if any(part == "=" and not _TYPED.match(said) for part, said in fields):
                out.add(item)
        elif item.tag == f"{W}fldSimple":
            if not _TYPED.match(item.get(f"{W}instr", "")):
                out.add(item)
        else:
            out.update(each for each in item.iterancestors(f"{W}sdt"))
    return out


@dataclass
class _Cut:
    run: Element
    item: Any
    start: int
    end: int


class Tracker:
    """Puts changes into one part."""

    def __init__(
        self,
        text: str,
        places: Sequence[Origin | None],
        anchors: Anchors,
        divisions: Divisions,
        when: datetime,
        number: int,
    ) -> None:
        self._text = text
        self._places = places
        self._anchors = anchors
        self._divisions = divisions
        self._when = when
        self._computed = computed(anchors.root)
        self.number = number
        self.insertions: list[Insertion] = []

    def put(self, remark: Remark, prefix: str) -> bool:
        """Track the replacement of a remark; False where it cannot be, and nothing is changed then."""
        todo = changes(remark)
        cuts: list[tuple[Change, list[_Cut], list[Any], tuple[Spot, Element] | None]] = []
        for change in todo:
            found = self._cuts(change)
            ended = self._ended(change)
            spot = self._spot(change) if change.put else None
            if found is None or ended is None or "\n" in change.put or (change.put and spot is None):
                return False
            cuts.append((change, found, ended, spot))
        for change, found, ended, spot in cuts:
            for cut in found:
                self._divisions.delete(cut.run, cut.start, cut.end, self._tag("del", prefix))
            for paragraph in ended:
                self._end(paragraph, prefix)
            if spot is not None:
                self._insert(spot, change.put, prefix)
        return True

    def _tag(self, name: str, prefix: str) -> str:
        """The tag of a change; each has a number of its own."""
        self.number += 1
        return (
            f'<{prefix}:{name} {prefix}:id="{self.number - 1}" {prefix}:author={quoteattr(AUTHOR)} '
            f'{prefix}:date="{self._when:%Y-%m-%dT%H:%M:%SZ}">'
        )

    def _cuts(self, change: Change) -> list[_Cut] | None:
        """The pieces of runs that a change takes out; None where one of its characters stands in none."""
        out: list[_Cut] = []
        for place in range(change.start, change.end):
            origin = self._places[place]
            if self._text[place] == "\n":
                continue
            if origin is None or not self._changeable(origin):
                return None
            held, _ = self._anchors.host(origin.element)
            start, end = self._edges(origin)
            if out and out[-1].item is origin.element:
                out[-1].end = max(end, out[-1].end)
            else:
                out.append(_Cut(self._anchors.element(held), origin.element, start, end))
        return out

    def _edges(self, origin: Origin) -> tuple[int, int]:
        """From where to where a character stands in the part, with the marks that belong to it."""
        element = self._anchors.element(origin.element)
        if origin.element.tag != f"{W}t":
            return element.start, element.end
        before, behind = self._anchors.before(origin), self._anchors.behind(origin)
        start = before.place if element.inside <= before.place <= element.close else element.inside
        end = behind.place if element.inside <= behind.place <= element.close else element.close
        return start, end

    def _changeable(self, origin: Origin) -> bool:
        chain = list(origin.element.iterancestors())
        whole = chain[-1].tag == f"{W}document" and not any(
            each.tag in _MOVED or each in self._computed for each in chain
        )
        return whole and self._anchors.host(origin.element)[1]

    def _spot(self, change: Change) -> tuple[Spot, Element] | None:
        """Where the new words come, and the run whose properties they get; None where there is no such place."""
        taken = [self._places[place] for place in range(change.start, change.end) if self._text[place] != "\n"]
        before = self._places[change.start - 1] if change.start and self._text[change.start - 1] != "\n" else None
        behind = self._places[change.end] if change.end < len(self._text) and self._text[change.end] != "\n" else None
        after = taken[-1] if taken else before
        origin = after or behind
        if origin is None or not self._changeable(origin):
            return None
        held, _ = self._anchors.host(origin.element)
        spot = self._anchors.behind(origin) if after is not None else self._anchors.before(origin)
        return spot, self._anchors.element(held)

    def _insert(self, where: tuple[Spot, Element], words: str, prefix: str) -> None:
        spot, run = where
        shown = escape(FORBIDDEN.sub("", words))
        text = (
            f"{self._tag('ins', prefix)}<{prefix}:r>{self._anchors.properties(run)}"
            f'<{prefix}:t xml:space="preserve">{shown}</{prefix}:t></{prefix}:r></{prefix}:ins>'
        )
        parent = self._anchors.markup.elements[run.parent]
        if self._anchors.tree(parent).tag == f"{W}ins":
            # What somebody else put in is theirs: it is divided, not written into.
            text = f"</{parent.name}>{text}{self._anchors.markup.tag(parent)}"
        self._divisions.put(spot, text, CHANGES)

    def _ended(self, change: Change) -> list[Any] | None:
        """The paragraphs whose ends a change takes out; None where what lies between is no plain row of paragraphs."""
        out: list[Any] = []
        if "\n" not in self._text[change.start : change.end]:
            return out
        places = [
            place
            for place in range(change.start - 1, min(change.end + 1, len(self._text)))
            if self._text[place] != "\n"
        ]
        paragraphs: list[Any] = []
        for place in places:
            origin = self._places[place] if place >= 0 else None
            own = None if origin is None else next(origin.element.iterancestors(f"{W}p"), None)
            if own is None:
                return None
            if not paragraphs or paragraphs[-1] is not own:
                paragraphs.append(own)
        if len(paragraphs) < 2:
            return None
        for one, other in pairwise(paragraphs):
            current = one
            while current is not other:
                if current is None or current.tag != f"{W}p" or current.find(f"{W}pPr/{W}sectPr") is not None:
                    return None
                out.append(current)
                current = current.getnext()
        return out

    def _end(self, paragraph: Any, prefix: str) -> None:
        """Let the mark at the end of a paragraph be deleted."""
        gone = self._tag("del", prefix)[:-1] + "/>"
        element = self._anchors.element(paragraph)
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            new = f"<{prefix}:pPr><{prefix}:rPr>{gone}</{prefix}:rPr></{prefix}:pPr>"
            self.insertions.append(Insertion(element.inside, new))
            return
        marks = properties.find(f"{W}rPr")
        if marks is not None and not self._anchors.element(marks).empty:
            self.insertions.append(Insertion(self._anchors.element(marks).inside, gone))
            return
        new = f"<{prefix}:rPr>{gone}</{prefix}:rPr>"
        following = next((each for each in properties if each.tag in (f"{W}sectPr", f"{W}pPrChange")), None)
        if marks is not None:
            old = self._anchors.element(marks)
            self.insertions.append(Insertion(old.start, new, old.end - old.start))
        elif following is not None:
            self.insertions.append(Insertion(self._anchors.element(following).start, new))
        else:
            self.insertions.append(self._anchors.markup.last_inside(self._anchors.element(properties), new))
