"""Search results by provision, grouped under the documents they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from archive.numbers import same_number
from archive.records import Record
from archive.validity import Validity
from indexer.search import Hit
from indexer.snippets import Snippet
from web.presenting.copying import Copies, copies_of, title_of


@dataclass(frozen=True)
class HitLine:
    """One provision found: where it is, what it says, how it is cited."""

    hit: Hit
    copies: Copies
    snippet: Markup


@dataclass(frozen=True)
class Group:
    """One document and those of its provisions that were found, in the order of the ranking.

    `title` marks what was searched for where the document itself was found; `why` says what it was found by.
    """

    record: Record
    validity: Validity
    copies: Copies
    lines: tuple[HitLine, ...]
    title: Markup
    why: tuple[str, ...]
    why_en: tuple[str, ...]


@dataclass(frozen=True)
class SharedNumber:
    """A number that several documents carry: the number alone does not say which is meant."""

    number: str
    records: tuple[Record, ...]


def marked(snippet: Snippet) -> Markup:
    """A snippet with what was searched for marked, everything else escaped."""
    pieces, last = [], 0
    for start, end in sorted(snippet.highlights):
        if start < last or end <= start:
            continue
        pieces.append(f"{escape(snippet.text[last:start])}<mark>{escape(snippet.text[start:end])}</mark>")
        last = end
    pieces.append(escape(snippet.text[last:]))
    return Markup("".join(pieces))


def grouped(hits: Sequence[Hit]) -> list[Group]:
    """Hits under their documents; a document stands where its best hit stood."""
    lines: dict[int, list[HitLine]] = {}
    first: dict[int, Hit] = {}
    for hit in hits:
        first.setdefault(hit.record.id, hit)
        found = lines.setdefault(hit.record.id, [])
        if hit.path:
            found.append(HitLine(hit, copies_of(hit.record, hit.path), marked(hit.snippet)))
    return [_group(hit, tuple(lines[id_])) for id_, hit in first.items()]


def _group(hit: Hit, lines: tuple[HitLine, ...]) -> Group:
    title = title_of(hit.record)
    # A document that is only catalogued is found by its title, which is then all its snippet has.
    shown = marked(hit.snippet) if title and hit.snippet.text == title else escape(title)
    why, why_en = ((), ()) if lines else (hit.why, hit.why_en)
    return Group(hit.record, hit.validity, copies_of(hit.record), lines, shown, why, why_en)


def shared_numbers(groups: Sequence[Group]) -> list[SharedNumber]:
    """The numbers on this page that more than one document carries, in order."""
    shared: list[SharedNumber] = []
    seen: set[int] = set()
    for group in groups:
        if not group.record.number or group.record.id in seen:
            continue
        same = tuple(other.record for other in groups if same_number(other.record.number, group.record.number))
        seen.update(record.id for record in same)
        if len(same) > 1:
            shared.append(SharedNumber(group.record.number, same))
    return shared
