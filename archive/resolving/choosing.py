"""Choosing among several holders of one number: what the evidence points to, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.evidence import Evidence, title_speaks_for
from archive.titles_compared import NEAR, NEAR_MARGIN

Test = Callable[[Evidence], "bool | None"]


def date_is(each: Evidence) -> bool | None:
    return each.issued


def year_is(each: Evidence) -> bool | None:
    return each.year


def _term_is(each: Evidence) -> bool | None:
    return each.term


def _issuer_is(each: Evidence) -> bool | None:
    return each.issuer


def _title_is(each: Evidence) -> bool | None:
    if each.title.kind == "running":
        return None
    return {"same": True, "different": False}.get(each.title.verdict)


def choose(weighed: list[Evidence]) -> Evidence | None:
    """The one among several holders of a number that the evidence points to, or None."""
    if any(each.issued is not None for each in weighed):
        agreeing = [each for each in weighed if each.issued]
        if agreeing:
            return _narrow(agreeing, weighed, (_issuer_is, _term_is, _title_is))
        possible = [each for each in weighed if each.possible]
        if len(possible) == 1 and not _contradicted(possible[0], weighed):
            return possible[0]
        return _despite_date(weighed)
    chosen = _narrow(weighed, weighed, (year_is, _term_is, _issuer_is, _title_is)) or _nearest(weighed)
    return None if chosen is not None and of_another_term(chosen) else chosen


def of_another_term(each: Evidence) -> bool:
    """The congress term cited is another one, and neither date nor title speaks for this document: its number was
    counted in that other term again."""
    return each.term is False and not each.issued and not each.possible and not title_speaks_for(each)


def _narrow(pool: list[Evidence], all_of_them: list[Evidence], tests: Sequence[Test]) -> Evidence | None:
    """Keep what agrees with each test in turn; the last one standing, unless a better fit stands outside."""
    for test in tests:
        answers = [(each, test(each)) for each in pool]
        agreeing = [each for each, answer in answers if answer]
        pool = agreeing or [each for each, answer in answers if answer is not False] or pool
    if len(pool) != 1 or _contradicted(pool[0], all_of_them):
        return None
    return pool[0]


def _contradicted(chosen: Evidence, weighed: Sequence[Evidence]) -> bool:
    """The chosen one's title is another one, and another holder bears exactly the title cited."""
    return chosen.title.verdict == "different" and any(_title_is(each) for each in weighed if each is not chosen)


def _despite_date(weighed: list[Evidence]) -> Evidence | None:
    """A date that fits none: only a title and nothing against it, or a term with a title near by, is decisive."""
    standing = [each for each in weighed if each.term is not False and each.issuer is not False]
    titled = [each for each in standing if _title_is(each)]
    if len(titled) == 1 and not any(_title_is(each) for each in weighed if each is not titled[0]):
        return titled[0]
    if titled:
        return None
    agreeing = [each for each in standing if each.term]
    if len(agreeing) == 1 and not _contradicted(agreeing[0], weighed):
        one = agreeing[0]
        if one.title.verdict != "different" or one.title.score >= NEAR:
            return one
        return None
    near = _nearest(weighed)
    if near is not None and near in standing and near.year and near.series:
        return near
    return None


def _nearest(weighed: Sequence[Evidence]) -> Evidence | None:
    """The holder whose title is clearly the nearest, though not the same."""
    ranked = sorted(weighed, key=lambda each: -each.title.score)
    first, second = ranked[0], ranked[1]
    clear = first.title.score >= NEAR and first.title.score - second.title.score >= NEAR_MARGIN
    against = first.term is False or first.issuer is False
    return first if clear and not against else None
