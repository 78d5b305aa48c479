"""Documents cited by their name: laws by title, resolutions by the plenum that passed them, others by day and title.

Laws go by title with date, year or number; a title that several laws bear is ambiguous, the newest first. Laws are made
anew under their old names: a date of another year is another law, which is not held. A citation by name alone means the
law in force when it was written: where that day is known and exactly one law of that name was in force on it by days
that are known, that law is chosen, with a doubt that says so; one law of unknown days is enough to leave it open.
A date that is that of one law but for the year, or at which no other law of the name can have been made, is a wrong
date of that law.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from archive.citations.model import Citation
from archive.congresses import PLENUM_RESOLUTIONS
from archive.doubts import Doubt, chosen_by_date, only_one_known, other_of_that_name
from archive.evidence import LAWS, Evidence, admissible, cited_year, weigh
from archive.records import Record
from archive.resolving.answering import likeliest, newest, resolved
from archive.resolving.choosing import Test, date_is, year_is
from archive.resolving.holdings import Holdings
from archive.resolving.model import Resolution
from archive.titles_compared import WHOLE
from archive.validity import validity_at

_LONGEST_WAIT = timedelta(days=3 * 366)
"""No law has waited so long between its passing and its coming into force: the Penal Code of 2015 waited 25 months."""

CONSTITUTION = "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"


def by_day_and_title(citation: Citation, holdings: Holdings) -> Evidence | None:
    """The one document of this type, day and full title, whatever its number. None where there is not exactly one."""
    if not (citation.title and citation.issued and citation.type):
        return None
    records = admissible(holdings.by_type_issued(citation.type, citation.issued))
    weighed = [weigh(citation, record) for record in records]
    same = [
        each
        for each in weighed
        if each.title.verdict == "same" and each.title.kind in WHOLE and each.issuer is not False
    ]
    return same[0] if len(same) == 1 else None


def laws_named(citation: Citation, holdings: Holdings) -> list[Record]:
    """The laws that bear exactly the name cited."""
    title = CONSTITUTION if citation.type == "Hiến pháp" else citation.title
    return admissible(record for record in holdings.by_title(title) if record.type in LAWS)


def by_name(citation: Citation, holdings: Holdings, on: date | None = None) -> Resolution:
    """A law by its name, with a date or a year where one is cited; `on` is the day the citation was written."""
    records = laws_named(citation, holdings)
    if not records:
        return Resolution(citation, "not_held")
    weighed = [weigh(citation, record) for record in records]
    weighed = [each for each in weighed if each.type is not False] or weighed
    if not any(_may_be(citation, each) for each in weighed):
        meant = _wrongly_dated(citation, weighed)
        if meant is not None:
            return resolved(citation, meant, doubts=(other_of_that_name(meant.record),))
        return Resolution(citation, "not_held", candidates=likeliest(weighed, citation))
    if len(weighed) == 1:
        return _only(citation, weighed[0], on)
    tests: tuple[Test, ...] = (date_is, year_is)
    for test in tests:
        agreeing = [each for each in weighed if test(each)]
        if len(agreeing) == 1:
            return resolved(citation, agreeing[0])
    if citation.issued is None:
        # A year that several laws of that name share leaves only those.
        weighed = [each for each in weighed if each.year] or weighed
        chosen = _in_force(weighed, on) if on is not None else None
        if chosen is not None and on is not None:
            return resolved(citation, chosen, doubts=(chosen_by_date(chosen.record, on),))
    return Resolution(citation, "ambiguous", candidates=likeliest(weighed, citation))


def _wrongly_dated(citation: Citation, weighed: Sequence[Evidence]) -> Evidence | None:
    """The one law whose date is cited with a slip: its day and month in a year beside, or a day when it was the law."""
    day = citation.issued
    if day is None:
        return None
    alike = [each for each in weighed if _is_slip(each.record.issued, day)]
    if not alike and len(weighed) == 1 and _was_the_law(weighed[0].record, day):
        return weighed[0]
    return alike[0] if len(alike) == 1 else None


def _is_slip(right: date | None, cited: date) -> bool:
    if right is None or (right.day, right.month) != (cited.day, cited.month):
        return False
    return 0 < abs(right.year - cited.year) <= 2


def _was_the_law(record: Record, day: date) -> bool:
    """Passed before a day, in force long after: had another of its name been passed then, it would have taken over."""
    if record.issued is None or record.as_of is None or day <= record.issued:
        return False
    return day + _LONGEST_WAIT <= record.as_of and _stands(record, record.as_of) is True


def _only(citation: Citation, law: Evidence, on: date | None) -> Resolution:
    """The only law of that name that is known; by name alone it cannot be one that was passed after the day.

    Named inside another document's title it is the law of that document's time: the only one known is a question where
    nothing is known of its own time, for it may be of the same name before or after it.
    """
    record = law.record
    bare = not citation.issued and cited_year(citation) is None
    if citation.nested and bare and record.expired is None and record.status in ("", "KXD"):
        return Resolution(citation, "ambiguous", candidates=(record,))
    if on is None or not bare:
        return resolved(citation, law)
    if record.issued is not None and on < record.issued:
        return Resolution(citation, "not_held", candidates=(record,))
    doubts: tuple[Doubt, ...] = (only_one_known(record, on),) if _stands(record, on) is False else ()
    return resolved(citation, law, doubts=doubts)


def _in_force(weighed: Sequence[Evidence], on: date) -> Evidence | None:
    """The one law that was in force that day, where it is known of each of the others that it was not."""
    standing = [(each, _stands(each.record, on)) for each in weighed]
    if any(answer is None for _, answer in standing):
        return None
    found = [each for each, answer in standing if answer]
    return found[0] if len(found) == 1 else None


def _stands(record: Record, on: date) -> bool | None:
    """In force that day, by days that are known; None where one of the days that matter is not."""
    if (record.issued is not None and on < record.issued) or (record.effective is not None and on < record.effective):
        return False
    if record.expired is not None and on >= record.expired:
        return False
    if record.effective is None:
        return None
    state = validity_at(record, on).state
    return {"in_force": True, "partly_expired": True, "expired": False, "not_yet": False}.get(state)


def _may_be(citation: Citation, law: Evidence) -> bool:
    """False where the year cited is not the law's. A bare year may also be that of its coming into force."""
    year = cited_year(citation)
    in_force = law.record.effective is not None and law.record.effective.year == year
    return law.year is not False or (citation.issued is None and in_force)


def by_plenum(citation: Citation, holdings: Holdings) -> Resolution:
    """`Nghị quyết Trung ương 7 khóa XI`: a plenum passes several resolutions; only a title can choose among them."""
    days = PLENUM_RESOLUTIONS.get((citation.term, citation.plenum), ())
    found = [r for day in days for r in holdings.by_type_issued(citation.type or "Nghị quyết", day)]
    weighed = [weigh(citation, record) for record in admissible(found) if "Trung ương" in record.issuer]
    if not weighed:
        return Resolution(citation, "not_held")
    named = [each for each in weighed if each.title.verdict == "same"]
    if len(named) == 1:
        return resolved(citation, named[0])
    return Resolution(citation, "ambiguous", candidates=newest(_records(weighed)))


def _records(weighed: Iterable[Evidence]) -> list[Record]:
    return [each.record for each in weighed]
