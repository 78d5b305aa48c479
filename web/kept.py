"""What a process keeps of the answers it made: alerts, comparisons, laid out texts, the office's name.

Each holds until its time is over, or a process says (`web.sharing`, marks) that something it rests on has changed.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any

from archive.comparing import Comparison as TextsCompared
from archive.documents import Archive
from archive.hiding import Sight, sight
from archive.stored import DocumentFacts, Resting
from web.presenting.layout import Layout, lay_out
from web.sharing import Together

_LAYOUTS = 24
_LAID_OUT = 1_500_000
"""Characters of the texts that are kept laid out, which takes several bytes for each."""
_COMPARISONS = 8
MOST_ALERTS = 100
_ALERTS_KEPT = 600.0
_AFFECTED_KEPT = 120.0
_OFFICE_KEPT = 60.0
_ALERTS_OF = 200
_AFFECTED_OF = 48


class Kept(ABC):
    """Answers kept in memory. Safe to share between threads."""

    def __init__(self, together: Together) -> None:
        self.together = together
        self._lock = threading.Lock()
        self._marked: dict[str, int] = {}
        self._office: tuple[int, float, str] | None = None
        # By sight: what somebody may not see is in no answer kept for another.
        self._alerts: dict[Sight, tuple[date, float, int]] = {}
        self._affected: dict[tuple[Sight, int], tuple[date, float, tuple[Resting, ...]]] = {}
        self._comparisons: dict[Hashable, TextsCompared] = {}
        self._layouts: dict[tuple[int, int, datetime], Layout] = {}
        self._laid_out: dict[tuple[int, int, datetime], int] = {}

    @property
    @abstractmethod
    def archive(self) -> Archive:
        """What the answers are of."""

    def alerts(self) -> int:
        """How many documents of the office rest on something that no longer stands, at most MOST_ALERTS.

        Looked up every ten minutes and after every change made here, for it stands on the first page.
        """
        self._look_again("alerts", self._alerts, self._affected)
        today, look = date.today(), sight()
        kept = self._alerts.get(look)
        if kept is not None and kept[0] == today and time.monotonic() - kept[1] < _ALERTS_KEPT:
            return kept[2]
        count = len(self.archive.graph.resting(today, limit=MOST_ALERTS))
        with self._lock:
            if len(self._alerts) >= _ALERTS_OF:
                self._alerts.clear()
            self._alerts[look] = (today, time.monotonic(), count)
        return count

    def affected(self, document_id: int) -> tuple[Resting, ...]:
        """Issued documents and drafts that rest on what a document acts on, as of today.

        Kept for a few minutes: every draft is read for it.
        """
        self._look_again("alerts", self._alerts, self._affected)
        today, now, key = date.today(), time.monotonic(), (sight(), document_id)
        kept = self._affected.get(key)
        if kept is not None and kept[0] == today and now - kept[1] < _AFFECTED_KEPT:
            return kept[2]
        found = self.archive.graph.affected_by(document_id, today)
        with self._lock:
            if len(self._affected) >= _AFFECTED_OF:
                self._affected.clear()
            self._affected[key] = (today, now, found)
        return found

    def office_name(self) -> str:
        """What the office calls itself, looked up once a minute: it stands on every page."""
        mark, kept = self.together.marks.of("options"), self._office
        if kept is None or kept[0] != mark or time.monotonic() - kept[1] > _OFFICE_KEPT:
            kept = self._office = (mark, time.monotonic(), self.archive.options.get("office_name"))
        return kept[2]

    def forget_alerts(self) -> None:
        """Look alerts up again, in every process: something they rest on was changed."""
        self.together.marks.rise("alerts")

    def comparison(self, key: Hashable, make: Callable[[], TextsCompared]) -> TextsCompared:
        """A comparison of two texts; the last few are kept, since a reader turns from change to change."""
        self.forget_purged()
        found = self._comparisons.get(key)
        if found is None:
            found = make()
            with self._lock:
                while len(self._comparisons) >= _COMPARISONS:
                    self._comparisons.pop(next(iter(self._comparisons)))
                self._comparisons[key] = found
        return found

    def layout(self, facts: DocumentFacts) -> Layout:
        """A document laid out for reading; the last few are kept, since a reader turns from part to part."""
        self.forget_purged()
        key = (facts.id, facts.revision, facts.updated)
        found = self._layouts.get(key)
        if found is None:
            archive = self.archive
            text = archive.text(facts.id)
            found = lay_out(text, archive.provisions(facts.id))
            with self._lock:
                self._layouts[key] = found
                self._laid_out[key] = len(text)
                while len(self._layouts) > 1 and (
                    len(self._layouts) > _LAYOUTS or sum(self._laid_out.values()) > _LAID_OUT
                ):
                    oldest = next(iter(self._layouts))
                    del self._layouts[oldest], self._laid_out[oldest]
        return found

    def forget_purged(self) -> None:
        """Keep nothing of what was purged, here or elsewhere."""
        self._look_again("purged", self._layouts, self._laid_out, self._comparisons)

    def _look_again(self, name: str, *kept: dict[Any, Any]) -> None:
        """Empty what is kept in memory where somebody, in whatever process, says that it holds no longer."""
        mark = self.together.marks.of(name)
        if self._marked.get(name, 0) != mark:
            with self._lock:
                for each in kept:
                    each.clear()
                self._marked[name] = mark
