"""How each provision of one document is cited, kept short enough to stand on a page a thousand times."""

from __future__ import annotations

from archive.records import Record
from archive.wording import full_citation, placed, short_citation


class Pins:
    """The wording of a document's provisions as what comes before the document's own.

    A page with a thousand provisions holds the document's citation once, and for each provision only the words in
    front (`điểm a khoản 2 Điều 5 `); a script puts the two together into exactly what `archive.wording` says.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self.full = self._full = full_citation(record)
        self.short = self._short = short_citation(record)

    def front(self, path: str) -> str | None:
        """The words before the document's citation, None where the two cannot be taken apart like that."""
        full, short = placed(path, self._full), placed(path, self._short)
        if not (full.endswith(self.full) and short.endswith(self.short)):
            return None
        front = full.removesuffix(self.full)
        return front if front == short.removesuffix(self.short) else None

    def both(self, path: str) -> tuple[str, str]:
        """The whole wording, full and short."""
        return full_citation(self._record, path), short_citation(self._record, path)
