"""The whole draft as one plain text, and where each of its parts stands in it.

Whatever checks a draft reads this text; a place in it leads back to the part by `Composed.at`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from archive.drafting.parts import GAP, DraftParts

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
ADDRESSED = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"


@dataclass(frozen=True)
class Span:
    """Where a part stands: `name` as in `DraftParts`, `index` of a list's line (0 for the others), `start`, `end` in
    the text; the text between them is the part, word for word."""

    name: str
    index: int
    start: int
    end: int


@dataclass(frozen=True)
class Composed:
    """`text` of the whole draft, `spans` of its parts in the order in which they stand; parts never overlap."""

    text: str
    spans: tuple[Span, ...]

    def at(self, offset: int) -> Span | None:
        """The part that a place in the text lies in, its end included; None between parts and in printed words."""
        place = bisect_right([span.start for span in self.spans], offset) - 1
        span = self.spans[place] if place >= 0 else None
        return span if span is not None and offset <= span.end else None

    def of(self, name: str, index: int = 0) -> Span | None:
        """Where a part stands, None where it is empty."""
        return next((span for span in self.spans if (span.name, span.index) == (name, index)), None)


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self.length = 0

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def part(self, name: str, text: str, index: int = 0) -> None:
        if text:
            self.spans.append(Span(name, index, self.length, self.length + len(text)))
            self.put(text)

    def gap(self) -> None:
        """A blank line between two blocks, none at the very beginning."""
        if self.length:
            self.put("\n\n")

    def lines(self, name: str, lines: tuple[str, ...], lead: str = "") -> None:
        for index, line in enumerate(lines):
            if index:
                self.put("\n")
            self.put(lead)
            self.part(name, line, index)


def composed(parts: DraftParts) -> Composed:
    """The parts as one text: blocks in the order of the paper, a blank line between."""
    out = _Writer()
    if parts.laid_out:
        _head(out, parts)
    if parts.addressees:
        out.gap()
        out.put(ADDRESSED)
        several = len(parts.addressees) > 1
        out.put("\n" if several else " ")
        out.lines("addressees", parts.addressees, "- " if several else "")
    for name in ("acting", "bases", "lead_out", "body"):
        value = getattr(parts, name)
        if value:
            out.gap()
            if isinstance(value, tuple):
                out.lines(name, value)
            else:
                out.part(name, value)
    if parts.recipients:
        out.gap()
        out.put(f"{RECIPIENTS}\n")
        out.lines("recipients", parts.recipients, "- ")
    _signature(out, parts)
    for index, annex in enumerate(parts.annexes):
        if annex:
            out.gap()
            out.part("annexes", annex, index)
    return Composed("".join(out.pieces), tuple(out.spans))


def _head(out: _Writer, parts: DraftParts) -> None:
    for name in ("parent", "issuer"):
        value = getattr(parts, name)
        if value:
            out.gap()
            out.part(name, value)
    if parts.party and parts.issuer:
        out.put("\n*")
    if not parts.party:
        out.gap()
        out.put(STATE)
    if parts.symbol:
        out.gap()
        out.put("Số " if parts.party else "Số: ")
        if parts.number:
            out.part("number", parts.number)
        else:
            out.put(GAP)
        out.put("-" if parts.party else "/")
        out.part("symbol", parts.symbol)
    if parts.letter and parts.title:
        out.put("\n" if parts.symbol else "\n\n")
        out.part("title", parts.title)
    if parts.party:
        out.gap()
        out.put(PARTY)
    if parts.place or parts.dated:
        out.gap()
        out.part("place", parts.place)
        out.put(", " if parts.place and parts.dated else "")
        out.part("dated", parts.dated)
    if parts.marks:
        out.gap()
        out.lines("marks", parts.marks)
    if parts.type:
        out.gap()
        out.part("type", parts.type)
        if parts.title:
            out.put("\n")
            out.part("title", parts.title)


def _signature(out: _Writer, parts: DraftParts) -> None:
    said = [name for name in ("authority", "position") if getattr(parts, name)]
    for place, name in enumerate(said):
        if place:
            out.put("\n")
        else:
            out.gap()
        out.part(name, getattr(parts, name))
    if parts.signer:
        out.gap()
        out.part("signer", parts.signer)
