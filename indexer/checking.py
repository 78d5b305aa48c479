"""A draft in a file of its own, checked: read, its layout measured, its findings counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archive.checking import VERDICT_NAMES, Finding, check_text
from archive.documents import Archive
from archive.errors import CancuError
from archive.laid_out import LaidOut
from archive.precedents import Precedents
from indexer.reading import Reader
from indexer.reading.base import DOCX, MEDIA_TYPES

COMMENTED = frozenset({DOCX, *(MEDIA_TYPES[kind] for kind in ("doc", "rtf", "odt"))})
"""Media types of files that come back with comments; of all but DOCX the copy is one that LibreOffice made."""

# What may be as it should: a person looks at it, nothing is wrong for certain.
_OPEN = frozenset({"doubtful", "ambiguous", "not_held", "missing_basis"})


@dataclass(frozen=True)
class ReadDraft:
    """A file as it is checked: its text, how it is laid out (None where the format does not say), what it is."""

    text: str
    layout: LaidOut | None
    media_type: str


@dataclass(frozen=True)
class Tally:
    """How many findings of each verdict, without what is right. `wrong`: those that are wrong for certain."""

    counts: tuple[tuple[str, int], ...]

    @property
    def wrong(self) -> int:
        """Findings that say that something is wrong."""
        return sum(count for verdict, count in self.counts if verdict not in _OPEN)

    @property
    def open(self) -> int:
        """Findings that a person has to decide on."""
        return sum(count for verdict, count in self.counts if verdict in _OPEN)


def read_draft(reader: Reader, path: Path, name: str, *, as_written: bool = False) -> ReadDraft:
    """Read a file for a check; `as_written`: of a plain text every character as it stands. Raises as `Reader.read`."""
    reading = reader.read(path, name)
    try:
        layout = reader.measure(path, name)
    except CancuError:
        layout = None  # what could be read is checked, whatever its layout is
    raw = as_written and reading.media_type.startswith("text/")
    return ReadDraft(reading.raw_text if raw else reading.text, layout, reading.media_type)


def check_draft(archive: Archive, draft: ReadDraft, on: date) -> list[Finding]:
    """The findings of a file on a day of signing."""
    precedents = Precedents(archive.database)
    return check_text(draft.text, archive.holdings(), on, archive.gazetteer(), precedents, draft.layout)


def tally(findings: Iterable[Finding]) -> Tally:
    """Count findings by verdict, in the order in which verdicts are told."""
    counts = Counter(finding.verdict for finding in findings if finding.verdict != "ok")
    return Tally(tuple((verdict, counts[verdict]) for verdict in VERDICT_NAMES if counts[verdict]))


@dataclass(frozen=True)
class CheckedFile:
    """One file of many: its name, the tally of its findings, or why it was refused (vi, en)."""

    name: str
    tally: Tally | None = None
    citations: int = 0
    refused: tuple[str, str] | None = None
    code: str = ""

    @property
    def worst(self) -> tuple[int, int, int, str]:
        """The smaller, the more there is to do: files with most that is wrong come first, refused ones before them."""
        if self.tally is None:
            return (0, 0, 0, self.name)
        return (1, -self.tally.wrong, -self.tally.open, self.name)


def check_file(
    archive: Archive,
    reader: Reader,
    path: Path,
    name: str,
    on: date,
    also: Callable[[ReadDraft, list[Finding]], None] = lambda *_: None,
) -> CheckedFile:
    """Check one file; whatever is wrong with the file itself is said of it, and stops nothing. `also` gets what was
    read and found, before the file is told of."""
    try:
        draft = read_draft(reader, path, name)
        findings = check_draft(archive, draft, on)
        also(draft, findings)
    except CancuError as error:
        return CheckedFile(name, refused=(error.vi, error.en), code=error.reason)
    return CheckedFile(name, tally(findings), sum(each.kind == "citation" for each in findings))


def rows(files: Sequence[CheckedFile]) -> list[dict[str, str]]:
    """The table of many files, worst first, a dict a row: for CSV, with Vietnamese headings."""
    found = {verdict for each in files if each.tally for verdict, _ in each.tally.counts}
    used = [verdict for verdict in VERDICT_NAMES if verdict in found]
    out: list[dict[str, str]] = []
    for each in sorted(files, key=lambda one: one.worst):
        counts = dict(each.tally.counts) if each.tally else {}
        out.append(
            {
                "Tệp": each.name,
                "Sai": "" if each.tally is None else str(each.tally.wrong),
                "Cần xem": "" if each.tally is None else str(each.tally.open),
                "Viện dẫn": "" if each.tally is None else str(each.citations),
                **{VERDICT_NAMES[verdict][0]: str(counts.get(verdict, "")) for verdict in used},
                "Không đọc được": each.refused[0] if each.refused else "",
            }
        )
    return out
