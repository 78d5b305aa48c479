"""A copy of a DOCX with remarks in it: comments at their places, and all else as it was."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.annotating.anchoring import Anchors
from indexer.annotating.commenting import comment, next_number, put_range
from indexer.annotating.dividing import Divisions
from indexer.annotating.parts import Parts
from indexer.annotating.placing import Origin, Recorder, origins
from indexer.annotating.remark import Remark
from indexer.annotating.tracking import Tracker
from indexer.annotating.zipping import rewritten
from indexer.reading.base import Limits
from indexer.reading.docx import read_docx
from indexer.reading.numbering import W
from indexer.reading.package import Package
from indexer.reading.refusals import refusal


def annotated(path: Path, name: str, limits: Limits, remarks: Sequence[Remark], when: datetime | None = None) -> bytes:
    """The DOCX at `path` with a comment at each remark's place, and tracked changes where a remark has a replacement;
    every other byte of its parts is kept.

    Remarks refer to the text that `read_docx` gives. `when` is the moment that stands on them (now). A replacement that
    cannot be tracked, or that read again would not give the corrected text, is left to its comment. Raises as
    `read_docx`, and UnreadableFile (cannot_annotate) for a file in which the remarks' words do not stand.
    """
    moment = when or datetime.now(UTC)
    try:
        recorder = Recorder()
        reading = read_docx(path, name, limits, recorder)
        if any(reading.text[one.start : one.end] != one.words for one in remarks):
            raise ValueError("the remarks are about another text")
        if not remarks:
            return path.read_bytes()
        # Words of our own in a font of an older encoding would be shown as others.
        tracks = not reading.encoding and any(one.replacement is not None for one in remarks)
        places = origins(reading.text, recorder)
        if tracks:
            copy, put = _annotated(path, name, limits, reading.text, places, remarks, moment)
            if _reads_as(copy, corrected(reading.text, put), name, limits):
                return copy
        bare = [replace(one, replacement=None) for one in remarks]
        return _annotated(path, name, limits, reading.text, places, bare, moment)[0]
    except (ValueError, KeyError, IndexError, UnicodeError, zipfile.BadZipFile) as error:
        raise refusal("cannot_annotate", name) from error


def corrected(text: str, remarks: Iterable[Remark]) -> str:
    """The text with the replacements of some remarks put in."""
    parts: list[str] = []
    at = 0
    for one in sorted(remarks, key=lambda each: each.start):
        parts += [text[at : one.start], one.words if one.replacement is None else one.replacement]
        at = one.end
    return "".join([*parts, text[at:]])


def _reads_as(copy: bytes, text: str, name: str, limits: Limits) -> bool:
    """Whether the copy, with its changes accepted, holds this text; spaces are the reader's to tidy."""
    with tempfile.TemporaryDirectory(prefix="cancu-") as folder:
        path = Path(folder) / "copy.docx"
        path.write_bytes(copy)
        return read_docx(path, name, limits).text.split() == text.split()


def _annotated(
    path: Path,
    name: str,
    limits: Limits,
    text: str,
    places: Sequence[Origin | None],
    remarks: Sequence[Remark],
    when: datetime,
) -> tuple[bytes, list[Remark]]:
    """The copy, and the remarks whose replacements were tracked in it."""
    with Package(path, name, limits) as package:
        parts = Parts(package)
        body = _Body(parts, places)
        known = parts.comments_root()
        number = next_number(body.root, *([known[0]] if known else []))
        prefix = body.prefix
        theirs = known[1] if known else prefix
        if not prefix or not theirs:
            raise ValueError("elements without a prefix")
        divisions = Divisions(body.anchors)
        tracker = Tracker(text, places, body.anchors, divisions, when, number + len(remarks))
        put = [one for one in remarks if one.replacement is not None and tracker.put(one, prefix)]
        comments: list[str] = []
        for one in sorted(remarks, key=lambda each: (each.start, each.end)):
            first, last = body.range(one)
            put_range(divisions, number, body.anchors.before(first), body.anchors.behind(last), prefix)
            comments.append(comment(number, one.said, theirs, when))
            number += 1
        parts.put(parts.main, *divisions.insertions(), *tracker.insertions)
        parts.add_comments(comments, prefix, strict=body.strict)
        changed, added = parts.changed()
    return rewritten(path, changed, added), put


class _Body:
    """The document's own part, with the places of the text that lie in it."""

    def __init__(self, parts: Parts, places: Sequence[Origin | None]) -> None:
        self._places = places
        self.root = next((tree for tree in _trees(places) if tree.tag == f"{W}document"), None)
        if self.root is None:
            raise ValueError("no text in the body")
        self.anchors: Anchors = parts.anchors(parts.main, self.root)
        first = self.anchors.markup.elements[0]
        self.prefix = first.prefix
        self.strict = "http://purl.oclc.org/ooxml/wordprocessingml/main" in self.anchors.markup.tag(first)
        self._references: dict[tuple[str, str], Any] = {}
        for item in self.root.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if item.tag == f"{W}footnoteReference" else "endnote"
            self._references.setdefault((kind, str(item.get(f"{W}id", ""))), item)

    def range(self, remark: Remark) -> tuple[Origin, Origin]:
        """The first and the last character in the document's own part that a remark is about, in its order."""
        found = [self._in_body(one) for one in self._places[remark.start : remark.end] if one is not None]
        if not found:
            found = [self._in_body(self._nearest(remark.start))]
        first, last = found[0], found[-1]
        # A heading of two columns is read column by column: what is said about both goes to where it begins.
        for one in reversed(found):
            if self._order(one) >= self._order(first):
                last = one
                break
        return first, last

    def _order(self, one: Origin) -> tuple[int, int]:
        return self.anchors.number(one.element), one.offset

    def _nearest(self, place: int) -> Origin:
        behind = (one for one in self._places[place:] if one is not None)
        before = (one for one in reversed(self._places[:place]) if one is not None)
        found = next(behind, None) or next(before, None)
        assert found is not None  # there is text in the body
        return found

    def _in_body(self, one: Origin) -> Origin:
        """The same place, or that of the reference to the note in which it lies."""
        note = next((each for each in one.element.iterancestors() if each.tag in (f"{W}footnote", f"{W}endnote")), None)
        if note is None:
            return one
        kind = "footnote" if note.tag == f"{W}footnote" else "endnote"
        return Origin(self._references[kind, str(note.get(f"{W}id", ""))], 0)


def _trees(places: Sequence[Origin | None]) -> list[Any]:
    """The roots of the trees that places lie in."""
    found: dict[int, Any] = {}
    for one in places:
        if one is not None:
            root = one.element.getroottree().getroot()
            found[id(root)] = root
    return list(found.values())
