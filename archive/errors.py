"""The one tree of errors.

CancuError                  anything we say to a user: what was wrong, what to do next, in Vietnamese and English
├── RefusedInput            the input cannot be taken (exit status 1, HTTP 4xx); nothing was changed
│   ├── UnreadableFile      empty, truncated, encrypted, mislabelled, not a format we read
│   ├── TooLarge            over a limit of size, pages, time or memory
│   └── NeedsOcr            a PDF whose pages have no text
├── NotFound                no such document, file or draft
└── ArchiveUnavailable      the archive itself is not there, is older than the program, or is locked
"""

from __future__ import annotations


class CancuError(Exception):
    """Root of all errors shown to a user.

    `reason` names the case for programs (`empty_file`, `encrypted`); `vi` and `en` say it to a person, each a whole
    sentence that ends with what to do next. `str(error)` is the Vietnamese sentence.
    """

    def __init__(self, reason: str, vi: str, en: str) -> None:
        super().__init__(vi)
        self.reason = reason
        self.vi = vi
        self.en = en

    def __reduce__(self) -> tuple[type[CancuError], tuple[str, str, str]]:
        return type(self), (self.reason, self.vi, self.en)


class RefusedInput(CancuError):
    """The input cannot be taken; nothing was changed."""


class UnreadableFile(RefusedInput):
    """The file is empty, truncated, encrypted, mislabelled or of a format that is not read."""


class TooLarge(RefusedInput):
    """A limit of size, pages, time or memory was passed."""


class NeedsOcr(RefusedInput):
    """A PDF without a usable text layer: it has to be recognised (OCR) first."""


class NotFound(CancuError):
    """No such document, provision, file or draft."""


class ArchiveUnavailable(CancuError):
    """The archive is missing, of another version, or locked by another process."""


def no_document(document_id: int) -> NotFound:
    """What is said of a document that is not there, or not for whoever asks: the one cannot be told from the other."""
    return NotFound(
        "no_such_document",
        f"Không có văn bản số {document_id} trong kho. Hãy tìm lại theo số, ký hiệu.",
        f"There is no document number {document_id} in the archive. Search for its number.",
    )
