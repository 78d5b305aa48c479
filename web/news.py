"""What is new for one person, what waits, what changed: for the front page, the digest and the feed alike.

All of it is asked as that person (`archive.seeing`), so it holds nothing the person may not see.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select

from archive.holdings import record_of
from archive.models import Document
from archive.people import Person
from archive.records import Record
from archive.register_entries import Book, Entry
from archive.saved_searches import SavedSearch
from archive.stored import Resting, StoredDraft
from archive.watching import DocumentChange
from web.drafting import check_draft
from web.keeping import new_in
from web.service import Service

FEW = 6
MOST_RESTING = 100
_LATEST_DRAFTS = 4
_KEPT = 120.0
_MOST_KEPT = 2000
_WRONG = ("mismatch", "expired", "replaced", "changed", "ended_body")

_T = TypeVar("_T")


@dataclass(frozen=True)
class NewDocuments:
    """Those that came into the archive after a moment: how many, and the last of them."""

    count: int
    latest: tuple[Record, ...]


@dataclass(frozen=True)
class DraftProblems:
    """A draft, and how many of its citations are wrong or no longer stand."""

    draft: StoredDraft
    problems: int


@dataclass(frozen=True)
class News:
    """Everything, for one person since one moment (UTC). Lists are cut to what is shown, counts are whole."""

    since: datetime
    documents: NewDocuments
    changes: tuple[DocumentChange, ...]
    searches: tuple[tuple[SavedSearch, tuple[Record, ...]], ...]
    resting: tuple[Resting, ...]
    deadlines: tuple[tuple[Book, Entry], ...]
    reviews: int
    relations: int
    drafts: tuple[DraftProblems, ...]

    @property
    def waiting(self) -> int:
        """How many things wait for the person."""
        return self.reviews + self.relations + len(self.deadlines) + len(self.drafts)

    @property
    def worth_telling(self) -> bool:
        """Whether there is anything to write to the person about: what only waits as before is none."""
        return bool(self.documents.count or self.changes or self.searches or self.resting or self.deadlines)


class Remembered:
    """Answers kept for two minutes, or until what they rest on differs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[float, Hashable, object]] = {}

    def get(self, key: Hashable, state: Hashable, make: Callable[[], _T]) -> _T:
        """The answer kept under a key for a state, else made."""
        moment = time.monotonic()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[1] == state and moment - kept[0] < _KEPT:
            return kept[2]  # type: ignore[return-value]
        made = make()
        with self._lock:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = (moment, state, made)
        return made


_remembered = Remembered()


def news_for(desk: Service, person: Person, since: datetime, today: date, *, few: int = FEW) -> News:
    """What there is to tell a person. To be asked as that person."""
    archive = desk.archive
    key = (str(desk.settings.home), person.id)
    state = (archive.pulse(), today)
    clerk, drafter = person.may("register"), person.may("draft")
    resting = _remembered.get((*key, "resting"), state, lambda: archive.graph.resting(today, limit=MOST_RESTING))
    return News(
        since,
        new_documents(desk, since, few),
        archive.watches.changes_for(person.id, None, few),
        _searches(desk, few),
        resting,
        tuple(archive.registers.due(today, person.id, few)),
        _remembered.get((*key, "reviews"), state, archive.reviews.count) if clerk else 0,
        _remembered.get((*key, "relations"), state, archive.relations.count_to_confirm) if clerk else 0,
        _drafts(desk, key, today) if drafter else (),
    )


def new_documents(desk: Service, since: datetime, most: int) -> NewDocuments:
    """The documents that came after a moment, the last first."""
    with desk.archive.database.read() as session:
        came = Document.created > since
        count = session.scalar(select(func.count(Document.id)).where(came)) or 0
        rows = session.scalars(
            select(Document).where(came).order_by(Document.created.desc(), Document.id.desc()).limit(most)
        )
        return NewDocuments(count, tuple(record_of(row) for row in rows))


def _searches(desk: Service, few: int) -> tuple[tuple[SavedSearch, tuple[Record, ...]], ...]:
    kept = desk.archive.searches.all()
    if not kept:
        return ()
    with desk.archive.database.read() as session:
        newest = session.scalar(select(func.max(Document.created)))
    found = []
    for search in kept:
        # Nothing came since it was looked at: there is nothing to search for.
        if newest is None or newest <= search.seen:
            continue
        new = new_in(desk, search)
        if new:
            found.append((search, tuple(new[:few])))
        if len(found) >= few:
            break
    return tuple(found)


def _drafts(desk: Service, key: Hashable, today: date) -> tuple[DraftProblems, ...]:
    found = []
    for draft in desk.archive.drafts.list(limit=_LATEST_DRAFTS):
        state = (draft.version, desk.archive.cataloguing.mark(), today)
        count = _remembered.get((key, "draft", draft.id), state, lambda draft=draft: _problems(desk, draft))  # type: ignore[misc]
        if count:
            found.append(DraftProblems(draft, count))
    return tuple(found)


def _problems(desk: Service, draft: StoredDraft) -> int:
    return sum(each.verdict in _WRONG for each in check_draft(desk, draft))
