"""Which citations of a text name the same document."""

from __future__ import annotations

from collections.abc import Iterable

from archive.citations.model import Citation
from archive.folding import fold_for_comparison
from archive.relations.model import FoundRelation


def key_of(citation: Citation) -> tuple[str, str, str]:
    """What tells the document a citation names from the others of its text: its number, else type, title and year."""
    if citation.number:
        return citation.number, "", ""
    return citation.type, fold_for_comparison(citation.title), citation.year_in_number


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


def without_headings(found: Iterable[FoundRelation]) -> list[FoundRelation]:
    """Relations without those of headings (`một số điều của Nghị định A`) whose articles name the provisions."""
    relations = list(found)
    exact = {(key_of(r.citation), r.kind) for r in relations if r.scope}
    changed = {key for key, kind in exact if kind in ("amends", "supplements", "repeals_part")}
    return [
        r
        for r in relations
        if r.scope
        or r.certainty == "doubtful"
        or not (
            (r.kind in ("amends", "supplements") and key_of(r.citation) in changed)
            or (r.kind == "repeals_part" and (key_of(r.citation), r.kind) in exact)
        )
    ]
