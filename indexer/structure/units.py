"""Which nodes are what the index holds one entry of: units never overlap, and cover all that can be found."""

from __future__ import annotations

from collections.abc import Sequence

from archive.provisions import Provision
from indexer.structure.tree import Node

LONG_SECTION = 1500
"""Characters past which a section is cut into the numbered sections below it."""
LONG_CLAUSE = 6000
"""Characters past which a numbered section is cut again."""
LONG_ARTICLE = 8000
"""Characters past which an article that holds whole sections or amended articles is cut into its clauses."""
LONGEST_ARTICLE = 24000
"""Characters past which any article is cut into its clauses."""
LEAD = 25
"""Letters of text before the first child, past label and heading, that are worth a unit."""


def provisions_of(text: str, roots: Sequence[Node]) -> list[Provision]:
    """The nodes as provisions, flat, parents first, with `unit` set and opening texts as `…/mo_dau`."""
    out: list[Provision] = []
    for root in roots:
        _emit(text, root, out, cover=True)
    return out


def _emit(text: str, node: Node, out: list[Provision], cover: bool) -> None:
    own = [child for child in node.children if not child.quoted]
    divide = cover and bool(own) and _divides(node, own)
    out.append(
        Provision(
            node.path, node.kind, node.label, node.heading, node.start, node.end, cover and not divide, node.quoted
        )
    )
    if divide:
        first = own[0].start
        if _letters(text[node.title_end : first]) >= LEAD:
            lead = Provision(f"{node.path}/mo_dau", "mo_dau", node.label, node.heading, node.start, first, True)
            out.append(lead)
    for child in sorted(node.children, key=lambda n: n.start):
        _emit(text, child, out, cover=divide and not child.quoted)


def _divides(node: Node, own: Sequence[Node]) -> bool:
    """Whether the children, not the node, are the units."""
    length = node.end - node.start
    if node.kind == "dieu":
        nested = any(n.kind in ("la_ma", "phan") for n in own) or any(n.quoted for n in _all(node))
        return (nested and length > LONG_ARTICLE) or length > LONGEST_ARTICLE
    if node.kind in ("phan", "chuong", "muc", "tieumuc", "phuluc", "kemtheo"):
        return True
    if node.kind == "la_ma":
        return length > LONG_SECTION
    return length > LONG_CLAUSE and node.kind in ("so", "khoan")


def _all(node: Node) -> list[Node]:
    out = list(node.children)
    for child in node.children:
        out.extend(_all(child))
    return out


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)
