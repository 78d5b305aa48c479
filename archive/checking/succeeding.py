"""What took the place of a document that ended, and which of its provisions takes the place of one cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from archive.checking.model import Corresponding
from archive.effects import Effect
from archive.evidence import admissible
from archive.folding import fold_for_comparison
from archive.numbers import parse_number
from archive.records import Record
from archive.resolving import Holdings
from archive.validity import validity_at

_LONGEST_CHAIN = 8


def successors(record: Record, holdings: Holdings, on: date) -> tuple[Record, ...]:
    """What replaced a document and stands on the day `on`, along the chain of replacements; () where it is not held."""
    found: list[Record] = []
    open_ones, seen = [record], {record.id}
    for _ in range(_LONGEST_CHAIN):
        following: list[Record] = []
        for each in open_ones:
            for new in _replacing(each, holdings, on):
                if new.id not in seen:
                    seen.add(new.id)
                    following.append(new)
        if not following:
            break
        open_ones = []
        for each in following:
            over = validity_at(each, on).state == "expired" and was_replaced(each, on)
            (open_ones if over else found).append(each)
    return tuple(found)


def was_replaced(record: Record, on: date) -> bool:
    """Something is known to have taken its place by the day `on`, whether it is held or not."""
    return bool(record.replaced_by) or any(True for _ in _replacements(record, on))


def _replacements(record: Record, on: date) -> Iterator[Effect]:
    """Effects by which the whole document was replaced. A doubtful one nobody confirmed proves no successor."""
    for effect in record.effects:
        whole = effect.kind == "replaces" and not effect.paths
        started = effect.start is None or effect.start <= on
        if whole and started and (effect.confirmed or effect.certainty != "doubtful"):
            yield effect


def _replacing(record: Record, holdings: Holdings, on: date) -> list[Record]:
    found = [new for number in record.replaced_by for new in _by_number(number, holdings)]
    for effect in _replacements(record, on):
        new = acting_document(effect, holdings)
        if new is not None:
            found.append(new)
    return found


def _by_number(number: str, holdings: Holdings) -> list[Record]:
    """The one document a source names by number alone; none where several bear the number."""
    records = admissible(holdings.by_number(number)) if parse_number(number) else ()
    return list(records) if len(records) == 1 else []


_NUMBER = re.compile(r"\d[\w.]*(?:[/-][\w.]+)+")


def acting_document(effect: Effect, holdings: Holdings) -> Record | None:
    """The document that acts in an effect, where the holdings have it."""
    by_id = getattr(holdings, "by_id", None)
    if by_id is not None:
        record: Record | None = by_id(effect.by) if effect.by else None
        return record
    for number in _NUMBER.findall(effect.by_named):
        for each in holdings.by_number(number):
            if each.id == effect.by:
                return each
    return None


_ARTICLE = re.compile(r"^((?:kemtheo:[^/]+/|phuluc:[^/]+/)?dieu:[^/]+)")


def corresponding(record: Record, pinpoint: str, successor: Record, holdings: Holdings) -> tuple[Corresponding, ...]:
    """Articles of the successor that bear the heading of an article cited, each exactly one in either document.

    Only articles: clauses and points have no headings, so that nothing shows which took whose place.
    """
    headings = getattr(holdings, "headings", None)
    if headings is None or not pinpoint:
        return ()
    old, new = _by_heading(headings(record.id)), _by_heading(headings(successor.id))
    named = headings(record.id)
    found: dict[str, Corresponding] = {}
    for path in pinpoint.split("|"):
        article = _ARTICLE.match(path)
        heading = named.get(article[1], "") if article else ""
        key = fold_for_comparison(heading)
        if article and key and len(old.get(key, ())) == 1 and len(new.get(key, ())) == 1:
            found[article[1]] = Corresponding(article[1], new[key][0], successor.id, heading)
    return tuple(found.values())


def _by_heading(headings: Mapping[str, str]) -> dict[str, list[str]]:
    """Folded heading → paths of the articles that bear it."""
    found: dict[str, list[str]] = {}
    for path, heading in headings.items():
        article = _ARTICLE.match(path)
        key = fold_for_comparison(heading)
        if article and article[1] == path and key:
            found.setdefault(key, []).append(path)
    return found
