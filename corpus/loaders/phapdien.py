"""Loading the national code (Bộ pháp điển): documents rebuilt from codified articles.

The code holds what was in force as of its edition (about 2025). That is no statement about any later day, so that the
status of every document stays "not determined".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.citations import Gazetteer, TitleEntry
from archive.documents import Archive
from archive.held import LAW_TYPES
from archive.stating import Links, read_links
from archive.stored import DocumentFilter, StatedRelation
from corpus.loaders.code_relations import NAMED, stated_relations, store_relations
from corpus.loaders.codified import read_edition
from corpus.loaders.effective import settled
from corpus.loaders.grouping import Spool
from corpus.loaders.rebuilding import rebuild
from corpus.loading import (
    Counts,
    Progress,
    Run,
    fingerprint,
    finish_index,
    going_on,
    origins_of,
    relink_run,
    silent,
    telling,
)
from indexer.engine.base import Engine

READING = "Đọc Bộ pháp điển / reading the national code"
FILING = "Dựng lại văn bản / rebuilding documents"
RELATING = "Nối quan hệ / stating relations"
LINKING = "Nối viện dẫn / resolving citations"
_WAY = "4"
"""Raised when documents are rebuilt in another way, so that archives made before take them up again."""


def load_phapdien(
    archive: Archive,
    engine: Engine | None,
    path: Path,
    progress: Progress = silent,
    *,
    citations: bool = True,
    again: bool = False,
) -> dict[str, Any]:
    """Load an edition: a folder or zip of the official HTML files, one such file, or JSONL (.xz, .gz); gives figures.

    `articles` = `units` + `merged` (the same article codified again) + `elsewhere` (of documents that were held with
    another text already). Killed at any moment and run again it goes on where it stopped; run twice it changes
    nothing. `citations=False` leaves citations out; `again` rebuilds and compares everything.
    Raises UnreadableFile.
    """
    counts = Counts()
    tell = telling(progress)
    inputs = fingerprint(path, _WAY, str(citations))
    if not again and _all_there(archive, inputs, counts):
        finish_index(archive, engine, progress)
        return counts.figures()
    spool = Spool(archive.settings.home / "loading" / f"phapdien-{inputs[:16]}.sqlite")
    try:
        if not spool.complete:
            spool.fill(read_edition(path), lambda done: tell(done, 0, READING))
        keys, sizes = spool.documents(), spool.sizes()
        total = sum(sizes.values())
        counts.detail("articles", total)
        read = 0
        gazetteer = _gazetteer(archive, spool) if citations else None
        with going_on(archive, "phapdien:", inputs, again) as run:
            for key in keys:
                tell(read, total, FILING)
                read += sizes[key]
                if f"phapdien:{key}" in run.there:
                    counts.count("unchanged")
                    counts.detail("articles_unchanged", sizes[key])
                    continue
                _file(archive, spool, key, counts, gazetteer)
            tell(total, total, FILING)
            stated = _stated(archive, spool, run, counts, tell)
            if citations:
                relink_run(archive, run, counts, progress, LINKING)
            # Behind the citations: what a relation means is resolved once, when it is stored.
            store_relations(archive, stated, counts)
        archive.remember(_LOADED, f"{inputs} {len(keys)} {total}")
        spool.remove()
    finally:
        spool.close()
    finish_index(archive, engine, progress)
    return counts.figures()


_LOADED = "loaded:phapdien:"


def _all_there(archive: Archive, inputs: str, counts: Counts) -> bool:
    """Has this very edition been loaded to its end, and are its documents still there? Then it need not be read."""
    loaded, documents, articles = (archive.recall(_LOADED) or "- 0 0").split()
    if loaded != inputs or archive.recall("loading:phapdien:") != f"{inputs} done":
        return False
    there = [origin for origin in origins_of(archive, "phapdien:") if not origin.startswith(NAMED)]
    if len(there) < int(documents):
        return False
    counts.states["unchanged"] = int(documents)
    counts.detail("articles", int(articles))
    counts.detail("articles_unchanged", int(articles))
    return True


def _stated(
    archive: Archive, spool: Spool, run: Run, counts: Counts, tell: Callable[[int, int, str], None]
) -> dict[int, list[StatedRelation]]:
    """What the edition says of relations; nothing where an earlier run came through with the same edition."""
    keys = spool.documents()
    if not run.unfinished and all(f"phapdien:{key}" in run.there for key in keys):
        return {}
    filed = origins_of(archive, "phapdien:")
    ids = {key: filed[f"phapdien:{key}"] for key in keys}
    return stated_relations(archive, spool, ids, counts, lambda done: tell(done, len(ids), RELATING))


def _gazetteer(archive: Archive, spool: Spool) -> Gazetteer:
    """The titles of laws that are held and of those that are about to be, so that order does not matter."""
    held = archive.documents(DocumentFilter(types=LAW_TYPES), limit=100_000)
    entries = [TitleEntry(one.type, one.title, one.number, one.issued) for one in held if one.title]
    entries += [TitleEntry(one.type, one.title, one.number, one.issued) for one in spool.laws()]
    return Gazetteer(entries)


def _file(archive: Archive, spool: Spool, key: str, counts: Counts, gazetteer: Gazetteer | None) -> None:
    made = rebuild(key, list(spool.articles(key)), spool.named(key))
    new = made.new
    links = Links()
    if gazetteer is not None:
        links = read_links(
            new.text, made.provisions, gazetteer, None, type=new.type, title=new.title, issued=new.issued
        )
    new = settled(new, links.statements.days, "Bộ pháp điển")
    # The edition's own notes on the days of parts come before what the text says of them.
    noted = {part.path for part in made.parts}
    days = links.statements.days
    parts = (*made.parts, *(part for part in days.parts if part.path not in noted))
    statements = replace(links.statements, days=replace(days, parts=parts))
    added = archive.add(new, made.provisions, links.resolutions, statements=statements, link=False)
    counts.count(added.status, added.document_id)
    counts.detail("merged", made.merged)
    if added.status == "known":
        counts.detail("elsewhere", made.units)
    else:
        counts.detail("units", made.units)
        counts.detail("bodiless", made.bodiless)
