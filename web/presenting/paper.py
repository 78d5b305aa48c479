"""The text of a document as it is read: its provisions with their marks, notes and standing on a day."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from archive.notes import Note
from archive.provisions import Provision
from archive.records import Record
from archive.stored import StoredCitation
from archive.validity import Validity, validity_at
from web.languages import pick
from web.presenting.addresses import anchor_of
from web.presenting.body import Block, Paragraph, heading_lines, paragraphs
from web.presenting.layout import Layout
from web.presenting.marking import Mark, apart, with_marks
from web.presenting.pinpoints import Pins
from web.presenting.provisions import ProvisionNote, provision_notes
from web.service import Scan

_UNSURE = {
    "ambiguous": ("Có nhiều văn bản có thể là văn bản này", "Several documents may be meant"),
    "not_held": ("Kho không có văn bản này", "Not held here"),
}


@dataclass(frozen=True)
class Unit:
    """One block of the paper. `page`: the page of the original it begins on, 0 unknown; `lines` with theirs.

    `standing`: its state on the day, where that is not simply the document's. `lit`: it is the one asked for.
    """

    block: Block
    provision: Provision | None
    anchor: str
    heads: tuple[Paragraph, ...]
    lines: tuple[tuple[Paragraph, int], ...]
    page: int
    lit: bool
    said: ProvisionNote | None
    notes: tuple[Note, ...]
    standing: Validity | None


class Paper:
    """A part of a document laid out for reading, on a day, for a person."""

    def __init__(
        self,
        record: Record,
        layout: Layout,
        part: int,
        on: date,
        *,
        path: str = "",
        cites: Sequence[StoredCitation] = (),
        named: Mapping[int, Record] | None = None,
        citing: Iterable[StoredCitation] = (),
        notes: Iterable[Note] = (),
        scan: Scan | None = None,
    ) -> None:
        self.record = record
        self.layout = layout
        self.part = part
        self.on = on
        self.path = path if path in layout.places else ""
        self.blocks = layout.parts[part] if layout.parts else ()
        self.pins = Pins(record)
        self.scan = scan
        self._marks = apart(_links(cites, named or {}))
        self._ends = [mark.end for mark in self._marks]
        self._said = provision_notes(record, citing)
        self._standings = standings(record, on, self._said)
        self._notes: defaultdict[str, list[Note]] = defaultdict(list)
        for note in notes:
            if note.path:
                self._notes[note.path].append(note)

    @property
    def units(self) -> Iterable[Unit]:
        """The blocks of the part, one after another."""
        page = 0
        for block in self.blocks:
            unit = block.provision if block.anchor else None
            lines = paragraphs(self.layout.text, block.start, block.end)
            count = heading_lines(self.layout.text, block, lines)
            first = self._page(block.start)
            placed: list[tuple[Paragraph, int]] = []
            for line in lines[count:]:
                here = self._page(line.start)
                placed.append((line, here if here != page and here != first else 0))
                page = here
            path = block.provision.path if block.provision else ""
            lit = bool(self.path) and (path == self.path or path.startswith(f"{self.path}/"))
            yield Unit(
                block,
                unit,
                anchor_of(path) if unit else "",
                tuple(lines[:count]),
                tuple(placed),
                first,
                lit,
                self._said.get(path) if unit else None,
                tuple(self._notes.get(path, ())) if unit else (),
                self._standings.get(path),
            )
            page = page or first

    def marked(self, start: int, end: int) -> Markup:
        """A stretch of the text with its citations as links."""
        first = bisect_left(self._ends, start + 1)
        last = first
        while last < len(self._marks) and self._marks[last].start < end:
            last += 1
        return with_marks(self.layout.text, start, end, self._marks[first:last])

    @property
    def standing(self) -> list[tuple[Provision, Validity]]:
        """The provisions, in the order of the text, that stand on the day otherwise than the whole document."""
        found = [
            (self.layout.places[path], state) for path, state in self._standings.items() if path in self.layout.places
        ]
        return sorted(found, key=lambda each: each[0].start)

    def _page(self, offset: int) -> int:
        return self.scan.page_at(offset) if self.scan is not None else 0


def standings(record: Record, on: date, said: Mapping[str, ProvisionNote]) -> dict[str, Validity]:
    """The state on a day of each provision that something was done to, where it differs from the whole document's."""
    whole = validity_at(record, on)
    found: dict[str, Validity] = {}
    for path, note in said.items():
        if not path or not note.changes:
            continue
        state = validity_at(record, on, path)
        if state.state != whole.state and not (state.state == "in_force" and whole.state == "partly_expired"):
            found[path] = state
    return found


def inside(cites: Iterable[StoredCitation], blocks: Sequence[Block]) -> list[StoredCitation]:
    """The citations in a part of the text; a document named inside another one's title is none."""
    start, end = (blocks[0].start, blocks[-1].end) if blocks else (0, 0)
    return [citation for citation in cites if start <= citation.start < end and not citation.nested]


def named_in(cites: Iterable[StoredCitation]) -> set[int]:
    """The ids of the documents that citations name, or may name."""
    return {id_ for c in cites for id_ in (c.target_id, *c.candidates) if id_ is not None}


def _links(cites: Sequence[StoredCitation], named: Mapping[int, Record]) -> list[Mark]:
    """Citations in the text as links to what they name; what is not certain leads to the table that says so."""
    marks = []
    for citation in cites:
        peek = Markup("")
        target = named.get(citation.target_id or 0)
        if citation.status == "resolved" and target is not None:
            at = anchor_of(citation.pinpoint.split("|")[0])
            where = url_for("documents.show", document_id=target.id, at=at or None, _anchor=at or None)
            title = target.title
            peek = Markup(' data-peek="{}"').format(url_for("reading.excerpt", document_id=target.id, at=at or None))
        else:
            where = f"{url_for('reading.cites', document_id=citation.document_id)}#cite-{citation.id}"
            title = pick(*_UNSURE.get(citation.status, _UNSURE["not_held"]))
        before = Markup('<a class="cite cite--{}" href="{}" title="{}"{}>').format(citation.status, where, title, peek)
        marks.append(Mark(citation.start, citation.end, before, Markup("</a>")))
    return marks
