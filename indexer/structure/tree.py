"""From marked lines to nested units, scope by scope: which lines begin one, where it ends, what it is called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from indexer.structure.candidates import candidates
from indexer.structure.headings import heading_of
from indexer.structure.markers import Marker
from indexer.structure.numbering import choose_sequence

# From the widest to the narrowest; every kind may stand inside every earlier one.
_WITHOUT_ARTICLES = ("phan", "chu", "chuong", "muc", "tieumuc", "la_ma", "so", "bac", "diem")
_IN_ARTICLE = ("chu", "la_ma", "khoan", "bac", "diem")
_ABOVE_ARTICLES = ("phan", "chuong", "muc", "tieumuc")
_SEGMENT = {"chu": "phan", "bac": "so"}
_NAMES = {"phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieumuc": "Tiểu mục", "dieu": "Điều"}
_AMENDS = re.compile(r"[\s*]*(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Thay cụm|Hủy bỏ|Huỷ bỏ|Bỏ cụm|Bỏ |Đổi tên|Thay đổi)")


_start = attrgetter("start")


@dataclass
class Node:
    """A unit while the tree is built; turned into frozen provisions when the document is whole.

    `lead_end` is where its own opening text ends and its first child begins; `title_end` where its label and
    heading end.
    """

    path: str
    kind: str
    label: str
    heading: str
    start: int
    end: int
    title_end: int
    quoted: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def lead_end(self) -> int:
        return self.children[0].start if self.children else self.end


@dataclass(frozen=True)
class _Place:
    """Where the builder stands: the parent's path, the label's tail (`khoản 2 Điều 5`) and the kinds still to come."""

    path: str
    label: str
    quoted: bool = False


def has_articles(markers: Sequence[Marker], type: str) -> bool:
    """Whether a scope is built of articles. A plan or a directive that begins a line with `Điều 5.` is not."""
    own = choose_articles(markers)
    if not own:
        return False
    first = [markers[place].key[0] for place in own[:2]]
    if type in _SELDOM_ARTICLES:
        return first[:2] == [1, 2]
    return first[0] == 1 or all(markers[place].firm for place in own[:2])


_SELDOM_ARTICLES = frozenset(
    {
        "Kế hoạch",
        "Báo cáo",
        "Tờ trình",
        "Công văn",
        "Chỉ thị",
        "Thông báo",
        "Hướng dẫn",
        "Kết luận",
        "Chương trình",
        "Đề án",
        "Phương án",
        "Công điện",
        "Thông tri",
        "Giấy mời",
        "Biên bản",
    }
)


def choose_articles(markers: Sequence[Marker]) -> list[int]:
    """Places in `markers` of the scope's own articles, in increasing order of their numbers."""
    places = [place for place, m in enumerate(markers) if m.kind == "dieu" and not m.quoted and not m.amended]
    keys = [markers[place].key for place in places]
    doubts = [markers[place].doubt for place in places]
    chosen = choose_sequence(keys, start_anywhere=True, doubts=doubts)
    if chosen and keys[chosen[0]] != (1, 0) and (1, 0) in keys:
        first = keys.index((1, 0))
        chosen = [first + place for place in choose_sequence(keys[first:], start_anywhere=True, doubts=doubts[first:])]
    taken = [places[place] for place in chosen]
    return _with_repeats(markers, places, taken)


def _with_repeats(markers: Sequence[Marker], places: Sequence[int], taken: list[int]) -> list[int]:
    """Also an article whose number its own document repeats by mistake (`Điều 15` twice): the text is not lost."""
    chosen = set(taken)
    last: Marker | None = None
    extra: list[int] = []
    for place in places:
        marker = markers[place]
        if place in chosen:
            last = marker
        elif last is not None and marker.firm and marker.key == last.key and not last.quoted:
            extra.append(place)
    return sorted(chosen | set(extra))


class Builder:
    """Builds the nodes of one scope of `text`. `prefix` begins its paths, `tail` ends its labels (` Phụ lục I`)."""

    def __init__(self, text: str, prefix: str, tail: str) -> None:
        self.text = text
        self.prefix = f"{prefix}/" if prefix else ""
        self.tail = f" {tail}" if tail else ""
        self.taken: dict[str, int] = {}

    def build(self, markers: Sequence[Marker], start: int, end: int, type: str) -> list[Node]:
        """The nodes at the top of the scope `text[start:end]`, with everything below them."""
        inside = [m for m in markers if start <= m.start < end]
        if has_articles(inside, type):
            return self._articles(inside, start, end)
        plain = [m for m in inside if m.kind != "dieu"]
        return self._sections(plain, start, end, _WITHOUT_ARTICLES, _Place(self.prefix.rstrip("/"), self.tail))

    def build_parts(self, markers: Sequence[Marker], start: int, end: int) -> list[Node]:
        """As `build`, of an attachment: where its articles begin again at 1, another text begins, numbered anew."""
        firsts = [m.start for m in markers if m.kind == "dieu" and m.key == (1, 0) and not (m.quoted or m.doubt)]
        bounds = [start, *firsts[1:], end]
        roots: list[Node] = []
        for begin, stop in pairwise(bounds):
            roots += self.build(markers, begin, stop, "")
        return roots

    # -- articles

    def _articles(self, markers: Sequence[Marker], start: int, end: int) -> list[Node]:
        own = choose_articles(markers)
        starts = [(markers[place].start, markers[place]) for place in own]
        highers = self._highers(markers, own)
        bounds = sorted([s for s, _ in starts] + [m.start for m, _ in highers] + [end])
        articles: list[Node] = []
        for place, marker in starts:
            stop = bounds[bisect_right(bounds, place)]
            articles.append(self._article(marker, markers, stop))
        if not highers:
            return articles
        roots: list[Node] = []
        stack: list[tuple[int, Node]] = []
        events: list[tuple[int, int, Marker | Node]] = [(m.start, rank, m) for m, rank in highers]
        events += [(a.start, 99, a) for a in articles]
        for _place, rank, event in sorted(events, key=lambda item: item[0]):
            if isinstance(event, Node):
                (stack[-1][1].children if stack else roots).append(event)
                continue
            while stack and stack[-1][0] >= rank:
                stack.pop()
            parent = stack[-1][1] if stack else None
            above = parent.path if parent else self.prefix.rstrip("/")
            node = self._node(event, _Place(above, f" {parent.label}" if parent else self.tail), event.kind)
            following = [m.start for m, r in highers if r <= rank and m.start > event.start]
            node.end = min(following) if following else end
            (parent.children if parent else roots).append(node)
            stack.append((rank, node))
        return roots

    def _highers(self, markers: Sequence[Marker], own: Sequence[int]) -> list[tuple[Marker, int]]:
        """Parts, chapters and sections that hold articles: headings between two articles, not words inside one."""
        found: list[tuple[Marker, int]] = []
        last: dict[str, tuple[int, int]] = {}
        own_set = set(own)
        for place, marker in enumerate(markers):
            if marker.kind not in _ABOVE_ARTICLES or marker.quoted or not marker.firm:
                continue
            # What follows before any clause must be the next article or a narrower heading.
            rank = _ABOVE_ARTICLES.index(marker.kind)
            for later_place in range(place + 1, len(markers)):
                later = markers[later_place]
                if later_place in own_set or (
                    later.kind in _ABOVE_ARTICLES and _ABOVE_ARTICLES.index(later.kind) >= rank and not later.quoted
                ):
                    follows = True
                    break
                if later.start - marker.stop > 600 or later.kind in ("diem", "so") or later.quoted:
                    follows = later.start - marker.stop > 600 and marker.kind in ("phan", "chuong")
                    break
            else:
                follows = False
            if not follows:
                continue
            before = last.get(marker.kind, (0, 0))
            if marker.kind in ("phan", "chuong") and marker.key <= before and marker.key != (1, 0):
                continue
            last[marker.kind] = marker.key
            for narrower in _ABOVE_ARTICLES[rank + 1 :]:
                if narrower != "chuong" or marker.kind == "phan":
                    last.pop(narrower, None)
            found.append((marker, rank))
        return found

    def _article(self, marker: Marker, markers: Sequence[Marker], end: int) -> Node:
        node = self._node(marker, _Place(self.prefix.rstrip("/"), self.tail), "dieu")
        node.end = end
        first = bisect_right(markers, marker.start, key=_start)
        inner = markers[first : bisect_left(markers, end, key=_start)]
        self._inner(inner, node.title_end, end, node)
        return node

    def _inner(self, markers: Sequence[Marker], start: int, end: int, node: Node) -> None:
        """Hang below the article its own clauses and points and, quoted, the provisions it amends."""
        own: list[Marker] = []
        loose_from = -1
        for m in markers:
            if m.quoted or m.kind in _ABOVE_ARTICLES:
                continue
            if m.kind == "dieu":
                # An article that is not the document's own, and without quotation marks: amended text.
                if m.firm:
                    loose_from = m.start
                continue
            if loose_from >= 0:
                if m.kind == "so" and _AMENDS.match(self.text, m.after):
                    loose_from = -1
                else:
                    continue
            own.append(m)
        place = _Place(node.path, f" {node.label}", node.quoted)
        node.children = self._sections(own, start, end, _IN_ARTICLE, place)
        self._quote(markers, node)

    # -- sections, clauses, points

    def _sections(
        self, markers: Sequence[Marker], start: int, end: int, kinds: Sequence[str], place: _Place
    ) -> list[Node]:
        """The children found between start and end: the widest kind that makes a series, then what is inside each."""
        for rank, kind in enumerate(kinds):
            found = candidates(markers, kind)
            if kind == "bac":
                found = self._steps(found, place)
            if kind in ("phan", "chuong", "muc", "tieumuc", "la_ma", "chu"):
                found = [m for m in found if m.firm or kind in ("la_ma", "chu")]
            if not found:
                continue
            chosen = choose_sequence(
                [m.key for m in found],
                start_anywhere=kind in ("phan", "chuong", "bac"),
                letters=kind == "diem",
                doubts=[m.doubt for m in found],
            )
            if not chosen or (kind in ("chu", "la_ma") and found[chosen[0]].key != (1, 0)):
                continue
            if kind == "chu" and len(chosen) < 2:
                continue
            taken = [found[c] for c in chosen]
            below = kinds[rank + 1 :]
            if kind == "bac":
                below = kinds[rank:]
            nodes: list[Node] = []
            lead = [m for m in markers if m.start < taken[0].start]
            nodes += self._sections(lead, start, taken[0].start, below, place) if lead else []
            for n, marker in enumerate(taken):
                stop = taken[n + 1].start if n + 1 < len(taken) else end
                node = self._node(marker, place, kind)
                node.end = stop
                first = bisect_right(markers, marker.start, key=_start)
                inner = markers[first : bisect_left(markers, stop, key=_start)]
                if inner:
                    under = _Place(node.path, f" {node.label}", node.quoted)
                    node.children = self._sections(inner, marker.after, stop, below, under)
                nodes.append(node)
            return nodes
        return []

    def _steps(self, found: Sequence[Marker], place: _Place) -> list[Marker]:
        """`1.1.`, `1.2.` under `1.`: only the steps one level deeper than the parent, and of the parent's number."""
        last = place.path.rpartition("/")[2]
        kind, _, value = last.partition(":")
        if kind in ("so", "khoan"):
            stem = value.partition("~")[0]
            direct = [m for m in found if m.value.rpartition(".")[0] == stem]
            if direct:
                return direct
            return []
        shallow = [m for m in found if m.value.count(".") == 1]
        return shallow if kind == "la_ma" and shallow else []

    # -- quotations

    def _quote(self, markers: Sequence[Marker], node: Node) -> None:
        """Hang the quoted provisions under the clause or article that quotes them."""
        taken = {m.start for m in markers if not m.quoted} & {n.start for n in _walk(node.children)}
        quoted = [m for m in markers if m.start not in taken and (m.quoted or (m.kind == "dieu" and m.firm))]
        if not quoted:
            return
        holders = sorted([node, *_walk(node.children)], key=lambda n: n.start)
        groups: list[tuple[Node, list[Marker]]] = []
        for marker in quoted:
            holder = next(n for n in reversed(holders) if n.start <= marker.start < n.end)
            if groups and groups[-1][0] is holder:
                groups[-1][1].append(marker)
            else:
                groups.append((holder, [marker]))
        for holder, group in groups:
            stop = holder.end
            own = [n.start for n in holder.children if n.start > group[-1].start]
            if own:
                stop = min(own)
            self._quoted_group(group, stop, holder)

    def _quoted_group(self, group: Sequence[Marker], end: int, holder: Node) -> None:
        """Quoted lines, flat in rank order: a quoted clause under the quoted article before it, and so on."""
        ranks = {
            "phan": 0,
            "chu": 0,
            "chuong": 1,
            "muc": 2,
            "tieumuc": 3,
            "dieu": 4,
            "la_ma": 5,
            "so": 6,
            "bac": 7,
            "diem": 8,
        }
        stack: list[tuple[int, Node]] = []
        made: list[Node] = []
        for marker in group:
            rank = ranks[marker.kind]
            while stack and stack[-1][0] >= rank:
                stack.pop()[1].end = marker.start
            parent = stack[-1][1] if stack else holder
            base = parent.path if stack or holder.kind else holder.path
            label = f" {parent.label}" if stack else ""
            kind = "khoan" if marker.kind == "so" else marker.kind
            node = self._node(marker, _Place(base, label, True), kind)
            node.end = end
            made.append(node)
            (parent.children if stack else holder.children).append(node)
            stack.append((rank, node))
        holder.children.sort(key=lambda n: n.start)

    # -- one node

    def _node(self, marker: Marker, place: _Place, kind: str) -> Node:
        segment = f"{_SEGMENT.get(kind, kind)}:{marker.value}"
        if kind == "dieu" and not place.quoted:
            path = f"{self.prefix}{segment}"
            tail = self.tail
        else:
            path = f"{place.path}/{segment}" if place.path else segment
            tail = place.label
        count = self.taken[path] = self.taken.get(path, 0) + 1
        if count > 1:
            path = f"{path}~{count}"
        heading, title_end = heading_of(self.text, marker, kind)
        named = _SEGMENT.get(kind, kind)
        return Node(path, named, _label(kind, marker, place, tail), heading, marker.start, marker.stop, title_end,
                    place.quoted)  # fmt: skip


def _label(kind: str, marker: Marker, place: _Place, tail: str) -> str:
    value = marker.value
    if kind in ("phan", "chuong", "muc", "tieumuc"):
        printed = marker.printed.split(None, 1)[-1] if kind != "tieumuc" else marker.printed.split()[-1]
        if kind == "phan" and printed.lower().startswith("thứ"):
            printed = printed.lower()
        return f"{_NAMES[kind]} {printed}{tail}"
    if kind == "chu":
        return f"Phần {value}{tail}"
    if kind == "dieu":
        return f"Điều {value}{tail}"
    if kind == "khoan":
        return f"khoản {value}{tail}"
    if kind == "la_ma":
        return f"Mục {value}{tail}"
    if kind == "so":
        # `1.` under `I.` is cited as khoản 1 Mục I; a document of bare numbers as Mục 1.
        parent = place.path.rpartition("/")[2]
        return f"khoản {value}{tail}" if parent.startswith(("la_ma:", "phan:", "dieu:")) else f"Mục {value}{tail}"
    if kind == "bac" and place.path.rpartition("/")[2].startswith(("so:", "khoan:")):
        # 1.1 says itself that it stands under 1.
        words = tail.split(" ", 3)
        tail = f" {words[3]}" if len(words) > 3 else ""
    return f"điểm {value}{tail}"


def _walk(nodes: Sequence[Node]) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        out.append(node)
        out.extend(_walk(node.children))
    return out


def walk(nodes: Sequence[Node]) -> list[Node]:
    """All nodes of a forest, parents before their children, in text order."""
    return _walk(nodes)
