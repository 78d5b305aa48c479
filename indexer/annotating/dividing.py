"""Runs divided at the places of marks, with the parts of them that are deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from indexer.annotating.anchoring import Anchors, Spot, kept_space
from indexer.annotating.markup import Element, Insertion


@dataclass
class Divisions:
    """What is to stand between the runs of one part, and what of its runs is deleted.

    `put` before anything else at the same place what goes first: changes, then ends of comments, then their starts.
    """

    anchors: Anchors
    _marks: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _runs: dict[int, Element] = field(default_factory=dict)
    _deleted: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def put(self, spot: Spot, text: str, order: int) -> None:
        """Let `text` (elements that stand between runs) stand at a place."""
        self._marks.setdefault(spot.place, []).append((order, text))
        if spot.run is not None:
            self._runs[spot.run.start] = spot.run

    def delete(self, run: Element, start: int, end: int, opening: str) -> None:
        """Let what stands from `start` to `end` in a run be deleted; `opening` is the tag (`<w:del …>`) round it."""
        self._runs[run.start] = run
        self._deleted.setdefault(run.start, []).append((start, end, opening))

    def insertions(self) -> list[Insertion]:
        """What to put into the part."""
        out: list[Insertion] = []
        inside: set[int] = set()
        for run in self._runs.values():
            places = [place for place in self._marks if run.start < place < run.end]
            inside.update(places)
            out.append(Insertion(run.start, self._rebuilt(run, places), run.end - run.start, order=1))
        out += [Insertion(place, self._mark(place)) for place in self._marks if place not in inside]
        return out

    def _mark(self, place: int) -> str:
        return "".join(text for _, text in sorted(self._marks[place], key=lambda each: each[0]))

    def _rebuilt(self, run: Element, marks: list[int]) -> str:
        """The run as several, with marks between them."""
        markup = self.anchors.markup
        opening = markup.tag(run) + self.anchors.properties(run)
        deleted = sorted(self._deleted.get(run.start, []))
        cuts = sorted({*marks, *(place for start, end, _ in deleted for place in (start, end))})
        out: list[str] = []
        state: str | None = None  # the tag round the run that is open, "" for none round it, None for no open run
        pending = set(marks)

        def close() -> None:
            nonlocal state
            if state is not None:
                out.append(f"</{run.name}>" + (f"</{_name(state)}>" if state else ""))
            state = None

        def emit(text: str, start: int, gone: str) -> None:
            nonlocal state
            if start in pending:
                pending.discard(start)
                close()
                out.append(self._mark(start))
            if state != gone:
                close()
                out.append(gone + opening)
                state = gone
            out.append(text)

        for child, is_text in self.anchors.children(run):
            pieces = self._pieces(child, cuts) if is_text else [(child.start, child.end)]
            whole = len(pieces) == 1
            for start, end in pieces:
                begin, stop = (child.start, child.end) if whole else (start, end)
                low, high = (child.inside, child.close) if is_text and whole else (start, end)
                gone = next((tag for a, b, tag in deleted if a <= low and high <= b), "")
                place = child.start if start == child.inside else start
                emit(_text(markup.text, child, begin, stop, whole, bool(gone), is_text), place, gone)
        close()
        if pending:
            raise ValueError("a mark has no place in its run")
        return "".join(out)

    def _pieces(self, text: Element, cuts: list[int]) -> list[tuple[int, int]]:
        """Spans of a text between the places where it is divided; the whole element where it is not."""
        inner = [cut for cut in cuts if text.inside < cut < text.close]
        if not inner:
            return [(text.start, text.end)]
        edges = [text.inside, *inner, text.close]
        return list(pairwise(edges))


def _name(tag: str) -> str:
    return tag[1:].split(None, 1)[0].rstrip(">")


def _text(source: str, child: Element, start: int, end: int, whole: bool, gone: bool, is_text: bool) -> str:
    if not is_text:
        return source[start:end]
    if whole and not gone:
        return source[start:end]
    tag = source[child.start : child.inside]
    name = child.name
    words = source[child.inside : child.close] if whole else source[start:end]
    if gone:
        name = f"{child.prefix}:delText"
        return f'<{name} xml:space="preserve">{words}</{name}>'
    first = start == child.inside
    keeps = not first or words[-1:].isspace()
    return f"{kept_space(tag) if keeps else tag}{words}</{name}>"
