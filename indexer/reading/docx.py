"""DOCX: paragraphs and tables in the order of the document, as Word shows them.

The parts are read with lxml, under python-docx's own names for things, because what a law needs is below
python-docx's interface: automatic numbers, tracked changes, text boxes, footnotes, soft and no-break hyphens.
Insertions are kept and deletions left out, as if all changes were accepted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from indexer.reading.base import DOCX, Limits, Page, Reading
from indexer.reading.docx_styles import Styles, font_of, number_of, read_styles, switched
from indexer.reading.docx_tables import table_lines
from indexer.reading.legacy import Decoder, Piece, font_hint, legacy_encoding
from indexer.reading.numbering import Numbering, W, read_numbering
from indexer.reading.package import Package
from indexer.reading.refusals import refusal
from indexer.reading.text_layout import divide_heading, tidy_lines
from indexer.reading.wrapped import alternative, inside
from indexer.syllables import syllable_share
from indexer.text import repair_text

_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DEEPEST = 60
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tblPr", "tblGrid", "sectPr",
        "sdtPr", "sdtEndPr", "rt", "proofErr", "bookmarkStart", "bookmarkEnd", "annotationRef", "commentReference",
    )
)  # fmt: skip


def read_docx(path: Path, name: str, limits: Limits, decoder: Decoder | None = None) -> Reading:
    """The text of a DOCX as one page; text in encodings older than Unicode is decoded.

    `decoder` (a new one by default) is asked for every line, and hears which element each piece of it came from.
    Raises UnreadableFile (damaged_docx, encrypted_docx, hostile_xml, legacy_encoding, no_text) or TooLarge.
    """
    decoder = decoder or Decoder()
    with Package(path, name, limits) as package:
        main = package.main_part()
        root = transitional(package.xml(main))
        if root.tag != f"{W}document":
            raise refusal("damaged_docx", name)
        styles, numbering = Styles(), Numbering()
        if part := package.related(main, "styles"):
            styles = read_styles(transitional(package.xml(part)))
        if part := package.related(main, "numbering"):
            numbering = read_numbering(transitional(package.xml(part)))
        body = root.find(f"{W}body")
        if body is None:
            raise refusal("damaged_docx", name)
        notes_parts = {kind: package.related(main, kind) for kind in ("footnotes", "endnotes")}
        notes_roots = {kind: transitional(package.xml(part)) for kind, part in notes_parts.items() if part}
        walker = _Walker(styles, numbering, decoder)
        lines = raw_lines = walker.whole(body, notes_roots)
        if decoder.settle():
            # Once more over the same tree: the numbers begin anew, and each line now comes out decoded.
            walker = _Walker(styles, numbering.anew(), decoder)
            lines = walker.whole(body, notes_roots)
    raw, shown = "\n".join(raw_lines), "\n".join(lines)
    if len(raw) > limits.max_text:
        raise refusal("too_much_text", name)
    text = repair_text(tidy_lines(divide_heading(shown))).strip()
    if not text:
        raise refusal("no_text", name)
    encoding = legacy_encoding(shown)
    if encoding:
        raise refusal("legacy_encoding", name, encoding=encoding)
    notes = []
    if walker.changes:
        notes.append(f"tracked_changes:{walker.changes}")
    if walker.hidden:
        notes.append(f"hidden_text_left_out:{walker.hidden}")
    page = Page(1, text, "text", round(syllable_share(text), 4))
    return Reading(text, raw, (page,), (0,), DOCX, decoder.encoding, tuple(notes))


def transitional(root: Any) -> Any:
    """The same tree with the names of the strict variant of the format changed to the usual ones."""
    if root.tag.startswith(_STRICT):
        for item in root.iter():
            if isinstance(item.tag, str) and item.tag.startswith(_STRICT):
                item.tag = W + item.tag.removeprefix(_STRICT)
                for key in list(item.attrib):
                    if key.startswith(_STRICT):
                        item.set(W + key.removeprefix(_STRICT), item.attrib.pop(key))
    return root


class _Walker:
    """Goes through the document once, in order, because numbers and footnotes are counted on the way."""

    def __init__(self, styles: Styles, numbering: Numbering, decoder: Decoder) -> None:
        self._styles = styles
        self._numbering = numbering
        self._decoder = decoder
        self._depth = 0
        self.cited: dict[str, dict[str, str]] = {"footnotes": {}, "endnotes": {}}
        self.changes = 0
        self.hidden = 0

    def whole(self, body: Any, notes_roots: dict[str, Any]) -> list[str]:
        """The lines of the document and of the notes it refers to."""
        lines = self.blocks(body)
        for kind, root in notes_roots.items():
            if self.cited[kind]:
                lines += self.notes(root, kind)
        return lines

    def blocks(self, container: Any) -> list[str]:
        """Lines of the paragraphs and tables inside `container`."""
        lines: list[str] = []
        going_on = False
        self._depth += 1
        if self._depth <= _DEEPEST:
            for child in container:
                tag = child.tag
                if tag == f"{W}p":
                    own = self.paragraph(child)
                    if going_on and lines:
                        lines[-1] += own.pop(0)
                    lines += own
                    going_on = _goes_on(child)
                elif tag == f"{W}tbl":
                    lines += self._table(child)
                elif tag == f"{_MC}AlternateContent":
                    lines += self.blocks(alternative(child))
                elif tag in _SKIPPED or not isinstance(tag, str):
                    self.changes += tag in (f"{W}del", f"{W}moveFrom")
                else:  # sdt, sdtContent, ins, moveTo, customXml, smartTag
                    self.changes += tag in (f"{W}ins", f"{W}moveTo")
                    lines += self.blocks(child)
        self._depth -= 1
        return lines

    def _table(self, table: Any) -> list[str]:
        rows: list[list[list[str]]] = []
        for row in inside(table, "tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.changes += 1
                continue
            rows.append([self.blocks(cell) for cell in inside(row, "tc")])
        return table_lines(rows)

    def paragraph(self, paragraph: Any) -> list[str]:
        """The lines of one paragraph; text boxes anchored in it follow it."""
        properties = paragraph.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = self._styles.paragraph_default if named is None else str(named.get(f"{W}val", ""))
        out: list[Piece] = []
        boxes: list[Any] = []
        self._runs(paragraph, style, out, boxes)
        shown = any(piece.text.strip() for piece in out)
        label = self._label(properties, style, shown)
        if label and shown:
            while not out[0].text.strip():
                out.pop(0)
            first = out[0]
            out[0] = first._replace(text=first.text.lstrip())
            worded = sum(char.isalnum() for char in label) > 1 and not label.isascii()
            out.insert(0, Piece(label, first.font if worded else ""))
        lines = self._decoder.line(out).split("\n")
        for box in boxes:
            lines += self.blocks(box)
        return lines

    def _label(self, properties: Any, style: str, shown: bool) -> str:
        number, level = number_of(properties)
        inherited = self._styles.resolve(style)
        if number is None:
            number = inherited.number
            if level is None and number is not None:
                level = inherited.level
                if level is None:
                    level = self._numbering.level_of_style(number, style)
        if number is None or number == "0":
            return ""
        marks = None if properties is None else properties.find(f"{W}rPr")
        if not shown and marks is not None and marks.find(f"{W}del") is not None:
            return ""
        return self._numbering.label(number, level or 0)

    def _runs(self, container: Any, style: str, out: list[Piece], boxes: list[Any]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._depth -= 1
            return
        for child in container:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, style, out, boxes)
            elif tag == f"{_MC}AlternateContent":
                self._runs(alternative(child), style, out, boxes)
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag in _SKIPPED or not isinstance(tag, str):
                self.changes += tag in (f"{W}del", f"{W}moveFrom")
            elif tag in (f"{W}p", f"{W}tbl"):
                boxes.append(_wrapped(child))
            else:  # hyperlink, ins, moveTo, smartTag, sdt, fldSimple, ruby, and drawings that hold text boxes
                self.changes += tag in (f"{W}ins", f"{W}moveTo")
                self._runs(child, style, out, boxes)
        self._depth -= 1

    def _run(self, run: Any, style: str, out: list[Piece], boxes: list[Any]) -> None:
        properties = run.find(f"{W}rPr")
        own = None if properties is None else properties.find(f"{W}rStyle")
        run_style = self._styles.resolve("" if own is None else str(own.get(f"{W}val", "")))
        paragraph_style = self._styles.resolve(style)
        hidden = _first(switched(properties, "vanish"), run_style.hidden, paragraph_style.hidden)
        capitals = _first(switched(properties, "caps"), run_style.capitals, paragraph_style.capitals)
        font = font_of(properties) or run_style.font or paragraph_style.font or self._styles.default_font
        text: list[Piece] = []

        def put(shown: str, of: str = font) -> None:
            text.append(Piece(shown, of, capitals, child))

        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                put(child.text or "")
            elif tag in (f"{W}tab", f"{W}ptab"):
                put("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                put("\n")
            elif tag == f"{W}noBreakHyphen":
                put("\u2011")
            elif tag == f"{W}softHyphen":
                put("\u00ad")
            elif tag == f"{W}sym":
                put(_symbol(child), str(child.get(f"{W}font", "")))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                put(self._cite(child), "")
            elif tag == f"{_MC}AlternateContent":
                self._runs(alternative(child), style, text, boxes)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._runs(child, style, text, boxes)
        if hidden:
            self.hidden += any(piece.text.strip() for piece in text)
            return
        out += text

    def _cite(self, reference: Any) -> str:
        kind = "footnotes" if reference.tag == f"{W}footnoteReference" else "endnotes"
        key = str(reference.get(f"{W}id", ""))
        mark = f"[{sum(len(cited) for cited in self.cited.values()) + 1}]"
        return self.cited[kind].setdefault(key, mark)

    def notes(self, root: Any, kind: str) -> list[str]:
        """The notes that the text refers to, in the order of their marks, each after its mark."""
        by_key = {str(item.get(f"{W}id", "")): item for item in root if isinstance(item.tag, str)}
        lines: list[str] = [""]
        for key, mark in list(self.cited[kind].items()):
            if key in by_key:
                note = "\n".join(self.blocks(by_key[key])).strip()
                lines += f"{mark} {note}".split("\n")
        return lines


def _goes_on(paragraph: Any) -> bool:
    """The mark at its end is deleted: what follows belongs to it."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _first(*answers: bool | None) -> bool:
    return next((answer for answer in answers if answer is not None), False)


def _wrapped(block: Any) -> Any:
    return (block,)


def _symbol(item: Any) -> str:
    """A character by its number in a symbol font: kept in the private range, where repair makes bullets of it."""
    try:
        code = int(item.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if font_hint(str(item.get(f"{W}font", ""))).encoding and 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
