"""Which citations of a text name the same document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from archive.citations.model import Citation
from archive.folding import fold_for_comparison
from archive.relations.model import FoundRelation


def key_of(citation: Citation) -> tuple[str, str, str]:
    """What tells the document a citation names from the others of its text: its number, else type, title and year."""
    if citation.number:
        return citation.number, "", ""
    return citation.type, fold_for_comparison(citation.title), citation.year_in_number


def same_target(one: Citation, other: Citation) -> bool:
    """Whether two citations can name one document: the same number, or the same title where one gives no number."""
    if one.number and other.number:
        return one.number == other.number
    if one.type != other.type or not one.title or not other.title:
        return False
    years = {one.year_in_number, other.year_in_number} - {""}
    return len(years) < 2 and _name(one) == _name(other)


def _name(citation: Citation) -> str:
    words = fold_for_comparison(citation.title)
    kind = fold_for_comparison(citation.type)
    return words[len(kind) + 1 :] if words.startswith(kind + " ") else words


def drop_told_again(found: Iterable[FoundRelation]) -> list[FoundRelation]:
    """Relations without those that say the same of the same document as an earlier one."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for each in found:
        mark = (each.kind, key_of(each.citation), each.scope, each.effective, each.until)
        if mark not in seen:
            seen.add(mark)
            kept.append(each)
    return kept


def without_headings(found: Sequence[FoundRelation], headings: Set[int]) -> list[FoundRelation]:
    """Relations without those of headings (`một số điều của Nghị định A`) whose articles name the provisions.

    `headings` are the indices of the relations that headings and introductions state.
    """
    exact = {
        key_of(each.citation): each.citation
        for place, each in enumerate(found)
        if place not in headings and each.kind in ("amends", "supplements", "repeals_part")
    }
    return [
        each
        for place, each in enumerate(found)
        if place not in headings or not any(same_target(each.citation, other) for other in exact.values())
    ]
