"""Runs of the citation engine: what it found in each text, kept as facts, and what one run has that another has not.

A kept run holds no sentence of a text: of each citation where it stands, what it names in canonical form, its flags,
how it was resolved, and a digest of its title. Of each text it holds a digest, so that a changed text is not taken for
a changed engine.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from archive.citations import Citation, Gazetteer, find_citations
from archive.resolving import Holdings, Resolution, resolve_all

FORMAT = 1
_DIGITS = 6


@dataclass(frozen=True)
class Seen:
    """One citation of a run. `start` and `end` are offsets in the text; `issued` ISO or ""; `status` resolved,
    ambiguous, not_held, or "" for what is not resolved (`Điều này`); `target` is `number|date` of the document it was
    resolved to; `title` a digest of the title, "" for none; `notes` flags, year, term, and whether it is a basis,
    nested or repaired, joined by blanks."""

    start: int
    end: int
    type: str
    number: str
    issued: str
    issuer: str
    pinpoint: str
    system: str
    status: str
    target: str
    title: str
    notes: str


@dataclass(frozen=True)
class TextRun:
    """What was found in one text."""

    digest: str
    seen: tuple[Seen, ...]


Run = dict[str, dict[str, TextRun]]
"""Source → id of the text → what was found there."""


@dataclass(frozen=True)
class Change:
    """One difference: `before` is None for what was gained, `after` for what was lost; `unlike` names the fields that
    differ in what is found at the same place."""

    source: str
    text_id: str
    before: Seen | None
    after: Seen | None
    unlike: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """gained, lost or changed."""
        if self.before is None:
            return "gained"
        return "lost" if self.after is None else "changed"


@dataclass(frozen=True)
class Comparison:
    """All differences of two runs; texts that only one of them has, and texts that were not the same, by source."""

    changes: tuple[Change, ...]
    added: Mapping[str, int]
    missing: Mapping[str, int]
    altered: Mapping[str, int]
    compared: Mapping[str, int]


def taken(texts: Iterable[tuple[str, str]], holdings: Holdings, gazetteer: Gazetteer | None) -> dict[str, TextRun]:
    """The engine run over the texts of one source."""
    run = {}
    for name, text in texts:
        answers = resolve_all(find_citations(text, gazetteer), holdings)
        run[name] = TextRun(digest_of(text), tuple(_seen(answer) for answer in answers))
    return run


def digest_of(text: str) -> str:
    """Six hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _seen(answer: Resolution) -> Seen:
    c = answer.citation
    target = ""
    if answer.status == "resolved" and answer.record is not None:
        target = f"{answer.record.number or answer.record.title}|{answer.record.issued or ''}"
    return Seen(
        start=c.start,
        end=c.end,
        type=c.type,
        number=c.number,
        issued=c.issued.isoformat() if c.issued else "",
        issuer=c.issuer,
        pinpoint=c.pinpoint,
        system=c.system,
        status="" if c.type == "SELF" else answer.status,
        target=target,
        title=digest_of(c.title) if c.title else "",
        notes=_notes(c),
    )


def _notes(c: Citation) -> str:
    said = [f"year:{c.year_in_number}" if c.year_in_number and c.year_in_number not in c.number else ""]
    said += [f"term:{c.term}" if c.term else "", f"plenum:{c.plenum}" if c.plenum else ""]
    said += [name for name in ("basis", "nested", "repaired") if getattr(c, name)]
    return " ".join(filter(None, (*said, *c.flags)))


def compared(before: Run, after: Run) -> Comparison:
    """What `after` has gained, lost and changed against `before`. Sources that only one of them has are left out."""
    changes: list[Change] = []
    counts: dict[str, dict[str, int]] = {"added": {}, "missing": {}, "altered": {}, "compared": {}}
    for source in before:
        if source not in after:
            continue
        old, new = before[source], after[source]
        counts["added"][source] = len(new.keys() - old.keys())
        counts["missing"][source] = len(old.keys() - new.keys())
        counts["altered"][source] = sum(old[name].digest != new[name].digest for name in old.keys() & new.keys())
        counts["compared"][source] = 0
        for name, run in new.items():
            if name in old and old[name].digest == run.digest:
                counts["compared"][source] += 1
                changes.extend(_changes(source, name, old[name].seen, run.seen))
    return Comparison(tuple(changes), **counts)


def _changes(source: str, name: str, before: Sequence[Seen], after: Sequence[Seen]) -> Iterator[Change]:
    """Same place first, then what overlaps and names the same, then what overlaps; the rest was lost or gained."""
    if before == after:
        return
    old_ones, new_ones = set(before), set(after)
    left = [one for one in before if one not in new_ones]
    come = [one for one in after if one not in old_ones]
    for alike in (_same_place, _same_document, _overlapping):
        for old in list(left):
            new = next((one for one in come if alike(old, one)), None)
            if new is not None:
                left.remove(old)
                come.remove(new)
                yield Change(source, name, old, new, unlike(old, new))
    yield from (Change(source, name, old, None) for old in left)
    yield from (Change(source, name, None, new) for new in come)


def unlike(before: Seen, after: Seen) -> tuple[str, ...]:
    """The fields in which two citations differ; `span` for their place."""
    named = [f.name for f in fields(Seen) if f.name not in ("start", "end")]
    differing = [name for name in named if getattr(before, name) != getattr(after, name)]
    return (*(("span",) if not _same_place(before, after) else ()), *differing)


def _same_place(a: Seen, b: Seen) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def _overlapping(a: Seen, b: Seen) -> bool:
    return a.start < b.end and b.start < a.end


def _same_document(a: Seen, b: Seen) -> bool:
    return _overlapping(a, b) and (a.type, a.number, a.issued) == (b.type, b.number, b.issued)


def write_run(run: Run, path: Path) -> int:
    """Keep a run; gives the size of the file in bytes. Facts that recur are kept once, places as distances."""
    table: dict[tuple[str, ...], int] = {}
    packed: dict[str, dict[str, list[object]]] = {}
    for source, texts in run.items():
        packed[source] = {}
        for name, text in texts.items():
            rows: list[int] = []
            at = 0
            for one in text.seen:
                facts = _facts(one)
                rows += [one.start - at, one.end - one.start, table.setdefault(facts, len(table))]
                at = one.start
            packed[source][name] = [text.digest, *rows]
    stored = {"format": FORMAT, "facts": [list(facts) for facts in table], "texts": packed}
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    return path.stat().st_size


def read_run(path: Path) -> Run:
    """A kept run. Raises ValueError where the file was written in another format."""
    stored = json.loads(lzma.decompress(path.read_bytes()))
    if stored.get("format") != FORMAT:
        raise ValueError(f"{path.name}: format {stored.get('format')}, not {FORMAT}: accept a run anew")
    table = [tuple(facts) for facts in stored["facts"]]
    run: Run = {}
    for source, texts in stored["texts"].items():
        run[source] = {}
        for name, (digest, *rows) in texts.items():
            seen = []
            at = 0
            for place in range(0, len(rows), 3):
                at += rows[place]
                seen.append(Seen(at, at + rows[place + 1], *table[rows[place + 2]]))
            run[source][name] = TextRun(digest, tuple(seen))
    return run


def _facts(one: Seen) -> tuple[str, ...]:
    return tuple(getattr(one, f.name) for f in fields(Seen) if f.name not in ("start", "end"))
