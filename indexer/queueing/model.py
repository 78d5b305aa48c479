"""One file on its way in, as the queue knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.access import OFFICE, Access
from archive.seeing import SYSTEM, Viewer, viewer
from indexer.ingest import Outcome

WAITING, READING, RECOGNISED = "waiting", "reading", "recognised"
ENDED = ("added", "needs_review", "duplicate", "refused")
MOST_ATTEMPTS = 2


@dataclass(frozen=True)
class Entry:
    """A file in the queue, or one that has left it.

    `ticket` names it for whoever asks again; `status` waiting, reading (page `done` of `pages`, 0 while unknown),
    recognised, or how it ended: one of ENDED, with `code`, `reason` (Vietnamese), `reason_en` and `document` as in
    `indexer.ingest.Outcome`. `attempts` counts how often its reading was begun. `path` is where the bytes are. Of a
    state secret only the ticket and the reason are left: `name`, `sha256` are "" then. `sender` put the file in, and
    it is filed as by him; `access`: who may see what becomes of it.
    """

    ticket: str
    name: str
    status: str
    sha256: str
    path: Path
    attempts: int = 0
    done: int = 0
    pages: int = 0
    document: int | None = None
    code: str = ""
    reason: str = ""
    reason_en: str = ""
    as_new: bool = False
    added: datetime | None = None
    sender: Viewer = SYSTEM
    access: Access | None = None

    @property
    def ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.status in ENDED

    def seen(self, hidden: frozenset[int]) -> bool:
        """Whether whoever looks may know of it: whoever sees its document; before there is one, and where there never
        will be, its sender, and the office where it is for the office."""
        if self.document is not None:
            return self.document not in hidden
        mine = viewer().person is not None and self.sender.person == viewer().person
        return mine or self.access is None or self.access.level == OFFICE

    @classmethod
    def of(cls, outcome: Outcome) -> Entry:
        """A file that was answered at once and never waited."""
        return cls(
            "",
            outcome.name,
            outcome.status,
            outcome.sha256,
            Path(),
            document=outcome.document,
            code=outcome.code,
            reason=outcome.reason,
            reason_en=outcome.reason_en,
        )

    def outcome(self) -> Outcome:
        """What became of the file, for one that has ended."""
        return Outcome(self.name, self.status, self.document, self.code, self.reason, self.reason_en, self.sha256)
