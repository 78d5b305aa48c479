"""How a document is built: Phần, Chương, Mục, Điều, khoản, điểm; and I., 1., a) where there are no articles.

    segment(text, type) -> list[Provision]      flat, in text order, parents before children
    missing_articles(provisions) -> list[str]   gaps and repeats in the numbering of the articles

Shapes and paths are those of `archive.provisions.Provision`. Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I; Luật
64/2025/QH15 and Nghị định 78/2025/NĐ-CP for inserted units; domain facts section 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.provisions import Provision
from indexer.layout.lines import Line, lines_of
from indexer.layout.opening import opening_end
from indexer.layout.quotes import Span, inside, quoted_spans
from indexer.structure.forms import find_forms
from indexer.structure.markers import Marker, find_markers
from indexer.structure.numbering import missing_articles
from indexer.structure.scopes import Scope, find_scopes
from indexer.structure.tree import Builder, Node
from indexer.structure.units import LEAD, provisions_of

__all__ = ["missing_articles", "segment"]


def segment(text: str, type: str = "") -> list[Provision]:
    """The provisions of a whole document, from its repaired text.

    `type` is the document's type if known (`Kế hoạch`): a hint against false articles. Letterhead, `Nơi nhận` and
    signature are in no unit. A document without units is one `toan_van`; an empty text gives no provision.
    """
    lines = lines_of(text)
    spans = quoted_spans(text, lines)
    markers = find_markers(text, lines, spans)
    scopes = find_scopes(text, lines, markers, lambda place: inside(spans, place))
    out: list[Provision] = []
    for scope in scopes:
        out.extend(
            _attachment(text, lines, spans, scope, markers) if scope.prefix else _own(text, scope, markers, type)
        )
    return out


# Blank lines and lines drawn under the heading (`-----`).
_RULES = re.compile(r"(?:[\s_*=.~—–-]*\n)*\s*")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|_{4,}|\t)[ \t.…]*\d{1,4}[ \t*]*$")
"""Dots that lead to a page number: a line of a table of contents, under that heading or not."""
_CONTENTS = re.compile(r"(?m)^[ \t*_#]*MỤC LỤC[ \t*_]*$")


def _without_contents(text: str, markers: list[Marker], start: int, end: int) -> list[Marker]:
    """The markers without those of a table of contents: what it lists comes again, and only then is the unit."""
    own = [m for m in markers if not _LEADERS.search(text, m.after, m.stop)]
    found = _CONTENTS.search(text, start, end)
    if found is None or len(own) + 1 < len(markers):
        return own
    listed = [m for m in markers if m.start > found.end()]
    if not listed:
        return markers
    again = next((m.start for m in listed[1:] if (m.kind, m.value) == (listed[0].kind, listed[0].value)), -1)
    return [m for m in markers if not found.end() < m.start < again]


def _attachment(
    text: str, lines: Sequence[Line], spans: Sequence[Span], scope: Scope, markers: Sequence[Marker]
) -> list[Provision]:
    """An annex or a promulgated regulation: its own units, then its forms, each numbered for itself."""
    node = Node(scope.prefix, scope.kind, scope.label, scope.heading, scope.start, scope.body_end, scope.title_end)
    forms = []
    if scope.kind == "phuluc":
        forms = find_forms(text, lines, scope.start, scope.body_end, lambda place: inside(spans, place))
    own_end = forms[0].start if forms else scope.body_end
    node.children = _built(text, markers, Builder(text, scope.prefix, scope.label), scope.start, own_end)
    taken: dict[str, int] = {}
    for form in forms:
        path = f"{scope.prefix}/mau:{form.value}"
        taken[path] = taken.get(path, 0) + 1
        if taken[path] > 1:
            path = f"{path}~{taken[path]}"
        label = f"{form.label} {scope.label}"
        child = Node(path, "mau", label, form.heading, form.start, form.end, form.title_end)
        child.children = _built(text, markers, Builder(text, path, label), form.start, form.end)
        node.children.append(child)
    return provisions_of(text, [node])


def _built(text: str, markers: Sequence[Marker], builder: Builder, start: int, end: int) -> list[Node]:
    inner = [m for m in markers if start < m.start < end]
    return builder.build_parts(_without_contents(text, inner, start, end), start, end)


def _own(text: str, scope: Scope, markers: Sequence[Marker], type: str) -> list[Provision]:
    """The units of the document itself."""
    builder = Builder(text, "", "")
    start = opening_end(text, scope.body_end)
    inner = [m for m in markers if start <= m.start < scope.body_end]
    inner = _without_contents(text, inner, start, scope.body_end)
    roots = builder.build(inner, start, scope.body_end, type)
    first_start = roots[0].start if roots else scope.body_end
    opening = text[start:first_start]
    drawn = _RULES.match(opening)
    begin = start + (drawn.end() if drawn else 0)
    out: list[Provision] = []
    if not roots:
        if opening.strip():
            out.append(Provision("toan_van", "toan_van", "Toàn văn", "", begin, _trimmed(text, scope.body_end), True))
        return out
    if sum(c.isalpha() for c in opening) >= LEAD:
        out.append(Provision("mo_dau", "mo_dau", "Phần mở đầu", "", begin, first_start, True))
    return out + provisions_of(text, roots)


def _trimmed(text: str, end: int) -> int:
    return len(text[:end].rstrip())
