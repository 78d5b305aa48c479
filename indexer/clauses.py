"""What a query's operators come to: a tree of terms, and the clauses that must all hold."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CLAUSES = 32
"""Alternatives a boolean query may come to; longer ones are no query that somebody typed."""


@dataclass(frozen=True)
class Problem:
    """What was wrong in a query and what to write instead."""

    vi: str
    en: str


@dataclass(frozen=True)
class Term:
    """A word or phrase (`exact`), in a field of the text or anywhere (""); `excluded` where it must not occur."""

    text: str
    field: str = ""
    exact: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Clause:
    """One of `terms` has to hold; a clause of one term is that term."""

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Node:
    """A node of the tree; `kind`: term, and, or, not, nothing."""

    kind: str
    term: Term | None = None
    parts: tuple[Node, ...] = ()


NOTHING = Node("nothing")


class Refused(Exception):
    """A query that cannot be read; `problem` says why and what to write instead."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.problem = Problem(vi, en)


def clauses_of(node: Node, negated: bool = False) -> list[Clause]:
    """Conjunctive normal form of a tree: every clause must hold. Raises Refused where that is too much."""
    if node.kind == "nothing":
        return []
    if node.kind == "term":
        assert node.term is not None
        return [Clause((Term(node.term.text, node.term.field, node.term.exact, negated),))]
    if node.kind == "not":
        return clauses_of(node.parts[0], not negated)
    every = [clauses_of(part, negated) for part in node.parts]
    if (node.kind == "and") != negated:
        return [clause for found in every for clause in found]
    merged = [Clause(())]
    for found in every:
        merged = [Clause((*before.terms, *clause.terms)) for before in merged for clause in found or [Clause(())]]
        if len(merged) > MOST_CLAUSES:
            raise Refused(
                "Câu tìm quá phức tạp; hãy chia thành hai câu. Câu đã được tìm như từ thường.",
                "The query is too complex; split it in two. It was searched as plain words.",
            )
    for clause in merged:
        if len({(term.field, term.exact, term.excluded) for term in clause.terms}) > 1 and any(
            term.excluded or term.field for term in clause.terms
        ):
            raise Refused(
                "HOẶC chỉ nối được các từ, cụm từ cùng một trường và không có phần loại trừ. "
                "Câu đã được tìm như từ thường.",
                "OR joins words and phrases of one field, none of them negated. The query was searched as plain words.",
            )
    return merged
