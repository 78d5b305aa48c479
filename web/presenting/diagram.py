"""The relation diagram (lược đồ): where its boxes, headings and wires lie. A template draws them.

The document stands in the middle; left of it what it acts on and rests on, right of it what acts on it and rests on it,
in groups, one for each kind of relation. The same groups are also laid out as one narrow column, for a phone and for
a page at 200 %. Lengths are in units of the drawing, about one CSS pixel each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

MOST_IN_GROUP = 12
_MOST_IN_ALL = 72

_LINE = 19.0
_DETAIL = 18.0
_PAD = 11.0
_GAP = 8.0
_GROUP_GAP = 24.0
_HEADING = 24.0
_TITLE = 34.0
_LETTER = 14.5
_SMALL = 12.5

_COLUMN = 352.0
_CENTRE = 300.0
_BETWEEN = 78.0
_RAIL = 14.0
_NARROW = 360.0
_INDENT = 24.0

_THIN = frozenset("iljtfrIíìỉĩị .,;:/()-'|!")
_WIDE = frozenset("mwMWQOĐGƯÔƠNHDAUCVBKXYRPTSEL%@—")


@dataclass(frozen=True)
class Node:
    """A document as a group shows it. `state` is said in words, `tone` and `icon` say it again; `href` "" no page."""

    name: str
    detail: str
    state: str
    tone: str
    icon: str
    href: str = ""
    hint: str = ""
    held: bool = True


@dataclass(frozen=True)
class Group:
    """The documents of one kind of relation on one side; `count` is how many there are, shown or not."""

    label: str
    outgoing: bool
    tone: str
    nodes: tuple[Node, ...]
    count: int
    href: str = ""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.nodes)


@dataclass(frozen=True)
class Box:
    """A placed document: its name in lines that fit. `centre`: the document that the diagram is of."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    centre: bool = False

    @property
    def middle(self) -> float:
        """The height at which wires meet it."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Words:
    """Words at a place: a heading of a side or of a group, or the link to those that are not shown."""

    text: str
    x: float
    y: float
    role: str
    href: str = ""


@dataclass(frozen=True)
class Wire:
    """A line, or an arrow head, in the colour of what the relation does."""

    path: str
    tone: str
    head: bool = False


@dataclass(frozen=True)
class Drawing:
    """Everything to draw, in a view box from 0, 0."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]
    wires: tuple[Wire, ...]


def limited(groups: Sequence[Group]) -> list[Group]:
    """The groups with no more documents than a drawing can carry: at most a dozen each, fewer where many are full."""
    most = MOST_IN_GROUP
    while most > 3 and sum(min(len(group.nodes), most) for group in groups) > _MOST_IN_ALL:
        most -= 1
    return [replace(group, nodes=group.nodes[:most]) for group in groups if group.nodes]


def wide(centre: Node, groups: Sequence[Group], titles: tuple[str, str], more: str) -> Drawing:
    """Three columns. `titles` stand over the left and the right one; `more` is words with `{}` for a number."""
    middle_x = _COLUMN + _BETWEEN
    right_x = middle_x + _CENTRE + _BETWEEN
    sides = []
    for outgoing, x, title in ((True, 0.0, titles[0]), (False, right_x, titles[1])):
        chosen = [group for group in groups if group.outgoing is outgoing]
        sides.append((outgoing, _column(chosen, x, _COLUMN, title, more)))
    height = max([120.0, *(column.bottom for _, column in sides)])
    box = _box(centre, middle_x, 0, _CENTRE, centre=True)
    # In a tall drawing the document stays near the head of the page, where it is seen.
    box = replace(box, y=min(max(_TITLE, (height - box.height) / 2), 260.0))
    height = max(height, box.y + box.height + _GAP)
    boxes: list[Box] = [box]
    words: list[Words] = []
    wires: list[Wire] = []
    for outgoing, column in sides:
        boxes += column.boxes
        words += column.words
        for group, placed in column.groups:
            wires += _fan(box, group.tone, placed, outgoing)
    width = right_x + _COLUMN
    return Drawing(width, height, tuple(boxes), tuple(words), tuple(wires))


def narrow(centre: Node, groups: Sequence[Group], titles: tuple[str, str], more: str) -> Drawing:
    """One column: the document, what it acts on, what acts on it, along a line at the left edge."""
    box = _box(centre, 0, 0, _NARROW, centre=True)
    boxes: list[Box] = [box]
    words: list[Words] = []
    wires: list[Wire] = []
    bottom = box.height
    for outgoing, title in ((True, titles[0]), (False, titles[1])):
        chosen = [group for group in groups if group.outgoing is outgoing]
        if not chosen:
            continue
        column = _column(chosen, _INDENT, _NARROW - _INDENT, title, more, bottom + _GROUP_GAP)
        boxes += column.boxes
        words += column.words
        for group, placed in column.groups:
            for each in placed:
                wires += _tick(each, group.tone, outgoing, left=True)
        bottom = column.bottom
    if len(boxes) > 1:
        wires.insert(0, Wire(f"M10 {_n(box.height)}V{_n(boxes[-1].middle)}", "plain"))
    return Drawing(_NARROW, bottom + _GAP, tuple(boxes), tuple(words), tuple(wires))


@dataclass(frozen=True)
class _Column:
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]
    groups: tuple[tuple[Group, tuple[Box, ...]], ...]
    bottom: float


def _column(groups: Sequence[Group], x: float, width: float, title: str, more: str, top: float = 0.0) -> _Column:
    boxes: list[Box] = []
    words: list[Words] = []
    placed: list[tuple[Group, tuple[Box, ...]]] = []
    y = top
    for line in wrapped(title, width, _SMALL, 2):
        words.append(Words(line, x, y + 15, "side"))
        y += 18
    y += 10
    for group in groups:
        for line in wrapped(f"{group.label} ({group.count})", width, _LETTER, 2):
            words.append(Words(line, x, y + 15, "group"))
            y += _HEADING
        own = []
        for node in group.nodes:
            box = _box(node, x, y, width)
            own.append(box)
            y += box.height + _GAP
        if group.more > 0:
            words.append(Words(more.format(group.more), x + _PAD, y + 13, "more", group.href))
            y += _HEADING
        boxes += own
        placed.append((group, tuple(own)))
        y += _GROUP_GAP - _GAP
    return _Column(tuple(boxes), tuple(words), tuple(placed), y)


def _box(node: Node, x: float, y: float, width: float, centre: bool = False) -> Box:
    lines = tuple(wrapped(node.name, width - 2 * _PAD, _LETTER, 4 if centre else 2))
    height = 2 * _PAD + _LINE * len(lines) + _DETAIL * (bool(node.detail) + bool(node.state)) - 4
    return Box(node, x, y, width, height, lines, centre)


def _fan(centre: Box, tone: str, boxes: Sequence[Box], outgoing: bool) -> list[Wire]:
    """From the document to the boxes of one group: a curve to a rail, and from the rail a tick to each."""
    if not boxes:
        return []
    near = boxes[0].x + boxes[0].width if outgoing else boxes[0].x
    rail = near + (_RAIL + 8 if outgoing else -_RAIL)
    begin = centre.x if outgoing else centre.x + centre.width
    first, last = boxes[0].middle, boxes[-1].middle
    meet = min(max(centre.middle, first), last)
    half = (begin + rail) / 2
    end = begin if outgoing else begin + 8
    wires = [
        Wire(
            f"M{_n(end)} {_n(centre.middle)}C{_n(half)} {_n(centre.middle)} {_n(half)} {_n(meet)} {_n(rail)} {_n(meet)}"
            + (f"M{_n(rail)} {_n(first)}V{_n(last)}" if last > first else ""),
            tone,
        )
    ]
    if not outgoing:
        wires.append(Wire(f"M{_n(begin)} {_n(centre.middle)}l9 -5v10z", tone, head=True))
    for box in boxes:
        if outgoing:
            wires.append(Wire(f"M{_n(rail)} {_n(box.middle)}H{_n(near + 7)}", tone))
            wires.append(Wire(f"M{_n(near)} {_n(box.middle)}l9 -5v10z", tone, head=True))
        else:
            wires.append(Wire(f"M{_n(rail)} {_n(box.middle)}H{_n(near)}", tone))
    return wires


def _tick(box: Box, tone: str, outgoing: bool, left: bool) -> list[Wire]:
    """From the line at the left edge to a box: the arrow points at whichever is acted on."""
    if outgoing:
        return [
            Wire(f"M10 {_n(box.middle)}H{_n(box.x - 6)}", tone),
            Wire(f"M{_n(box.x)} {_n(box.middle)}l-8 -5v10z", tone, head=True),
        ]
    return [
        Wire(f"M16 {_n(box.middle)}H{_n(box.x)}", tone),
        Wire(f"M10 {_n(box.middle)}l8 -5v10z", tone, head=True),
    ]


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """`text` in lines that fit `width` at a letter size, cut with an ellipsis after `most` lines.

    SVG does not break lines and no browser is asked here, so widths are estimated, rather too wide than too narrow.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        while _length(word, size) > width:
            cut = max(1, _fitting(word, width, size))
            if line:
                lines.append(line)
                line = ""
            lines.append(word[:cut])
            word = word[cut:]
        tried = f"{line} {word}".strip()
        if line and _length(tried, size) > width:
            lines.append(line)
            line = word
        else:
            line = tried
    if line:
        lines.append(line)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and _length(last + "…", size) > width:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], last + "…"]


def _length(text: str, size: float) -> float:
    return size * sum(0.36 if c in _THIN else 0.72 if c in _WIDE else 0.58 for c in text)


def _fitting(word: str, width: float, size: float) -> int:
    """How many letters of a word fit."""
    count = 0
    while count < len(word) and _length(word[: count + 1], size) <= width:
        count += 1
    return count


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")
