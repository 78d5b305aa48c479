"""What is to be said at a place of a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A remark on `text[start:end]` of the text that was read from a file; offsets as in `Reading.text`.

    `words` are what stands there, `said` the lines of the comment (the first one its heading). `replacement` is what to
    put for the words, None where nothing is put there: only a comment is made then.
    """

    start: int
    end: int
    words: str
    said: tuple[str, ...]
    replacement: str | None = None
