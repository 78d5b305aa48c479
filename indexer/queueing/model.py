"""One file on its way in, as the queue knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
    state secret only the ticket and the reason are left: `name`, `sha256` are "" then.
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

    @property
    def ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.status in ENDED

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
