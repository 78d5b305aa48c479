"""The relations that the national code states: who changed an article, and which articles it says are related.

Source notes say which document amended, supplemented or repealed an article (`corpus.loaders.amendments`); references
say which articles elsewhere have to do with it (`corpus.loaders.references`). The documents that act are often not in
the code themselves: an amending decree has nothing left to codify. Such a one is catalogued by what the notes say of it
(type, number, the day it took effect; title and day of issue where a reference names it in full), so that the text it
changed can say what changed it. That is done only where type and number leave no doubt which document is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive.agencies import issuer_of_number
from archive.citations.model import Citation
from archive.documents import Archive
from archive.numbers import parse_number, type_of_number
from archive.resolving import Holdings
from archive.stored import NewDocument, StatedRelation
from corpus.loaders.amendments import Change, may_tell_changes, read_changes
from corpus.loaders.grouping import LAWS, Spool, document_key
from corpus.loaders.places import Meant, Places, meant
from corpus.loaders.rebuilding import EDITION, title_of
from corpus.loaders.references import Reference, read_references
from corpus.loaders.source_notes import SourceNote, read_note
from corpus.loading import Counts, chunks

ORIGIN = "phapdien"
NAMED = "phapdien:named:"
"""Prefix of the origins of documents that are known only because the code says that they changed others."""

_AT_ONCE = 250
_LONGEST = 400
"""Characters of evidence that are kept: enough to see what the code says; all of it is in the document's raw text."""


@dataclass(frozen=True)
class _Deed:
    """A statement of a note on articles of the document with `key`; `said` is the note's wording."""

    key: str
    kind: str
    certainty: str
    own_path: str
    effective: date | None
    said: str


@dataclass
class _Act:
    """What the notes say of one acting document: its number, the days it took effect, and what it did."""

    note: SourceNote
    days: Counter[date] = field(default_factory=Counter)
    deeds: dict[_Deed, list[str]] = field(default_factory=dict)


def stated_relations(
    archive: Archive, spool: Spool, ids: Mapping[str, int], counts: Counts, tell: Callable[[int], None]
) -> dict[int, list[StatedRelation]]:
    """Everything that an edition says of relations, by the acting document; those that are not held are catalogued.

    `ids`: key → document of the edition's documents, all of them filed. `tell` is told how many have been read.
    """
    where = Places(spool)
    acts: dict[str, _Act] = {}
    stated: dict[int, list[StatedRelation]] = {}
    for done, key in enumerate(ids):
        tell(done)
        related: dict[tuple[Any, ...], _Related] = {}
        for article, path in zip(spool.articles(key), where.paths(key), strict=True):
            if may_tell_changes(article.note):
                _take_changes(acts, key, path, read_note(article.note).changes, counts)
            for reference in read_references(article.related):
                _take_reference(related, path, reference, meant(reference, where), ids, counts)
        stated.setdefault(ids[key], []).extend(_stated(path, one) for (path, *_), one in related.items())
    holdings = archive.holdings()
    for key, act in acts.items():
        source = ids[key] if key in ids else _acting(archive, spool, holdings, key, act, counts)
        if source is not None:
            issued = archive.record(source).issued
            stated.setdefault(source, []).extend(_changes(act, source, issued, ids, counts))
    return stated


def store_relations(archive: Archive, stated: dict[int, list[StatedRelation]], counts: Counts) -> None:
    """Put what an edition says in place of what it said of the same acting documents before; `stated` is used up."""
    holdings = archive.holdings()
    for part in chunks(sorted(stated), _AT_ONCE):
        several = {source: list(dict.fromkeys(stated.pop(source))) for source in part}
        counts.detail("relations", archive.relations.state_many(several, ORIGIN, holdings))


# --- what the notes say -------------------------------------------------------------------------------------------


def _take_changes(acts: dict[str, _Act], key: str, path: str, said: str, counts: Counts) -> None:
    if not said:
        return
    read = read_changes(said)
    counts.detail("notes_of_changes")
    if read.unread:
        counts.detail("notes_not_read")
    for change in read.changes:
        acting = document_key(change.by)
        if not acting:
            counts.detail("acting_unknown")
            continue
        act = acts.setdefault(acting, _Act(change.by))
        if change.effective is not None:
            act.days[change.effective] += 1
        deed = _Deed(key, *_kind(change), change.own_path, change.effective, said)
        paths = act.deeds.setdefault(deed, [])
        if path not in paths:
            paths.append(path)


def _acting(archive: Archive, spool: Spool, holdings: Holdings, key: str, act: _Act, counts: Counts) -> int | None:
    """An acting document that is not in the edition: held from elsewhere, or catalogued; None where that cannot be
    told."""
    note = act.note
    same = [
        record.id
        for record in holdings.by_number(note.number)
        if not record.sample and (record.type == note.type or (record.type in LAWS and note.type in LAWS))
    ]
    if len(same) == 1:
        return same[0]
    new = None if same else catalogued(key, note, spool.named(key), act.days)
    if new is None:
        counts.detail("acting_unknown")
        return None
    added = archive.add(new, link=False)
    counts.detail("catalogued")
    if added.status != "unchanged":
        counts.changed.append(added.document_id)
    return added.document_id


def catalogued(key: str, note: SourceNote, named: SourceNote | None, days: Mapping[date, int]) -> NewDocument | None:
    """A document known only by what it did to others; None where type and number do not say for sure which it is.

    Only central documents whose number carries its year and whose symbol agrees with the type. `days`: the days of
    effect that notes state; a day on which all agree is the document's.
    """
    parsed = parse_number(note.number)
    issuer = issuer_of_number(note.number)
    if parsed is None or not parsed.year or not issuer or type_of_number(note.number) not in ("", note.type):
        return None
    effective = next(iter(days)) if len(days) == 1 else None
    issued = named.issued if named is not None else None
    if issued is not None and (issued.year != int(parsed.year) or (effective is not None and issued > effective)):
        issued = None
    return NewDocument(
        origin=f"{NAMED}{key}",
        type=note.type,
        number=note.number,
        issued=issued,
        issuer=issuer,
        title=title_of(note.type, named.title) if named is not None else "",
        effective=effective,
        status="KXD",
        certainty="likely",
        source=EDITION,
        note="Chỉ biết qua ghi chú của Bộ pháp điển về việc sửa đổi, bổ sung, bãi bỏ; chưa có lời văn",
    )


def _changes(
    act: _Act, source: int, issued: date | None, ids: Mapping[str, int], counts: Counts
) -> list[StatedRelation]:
    """The relations of one acting document. A day before its day of issue is a slip of the note: its own day counts."""
    found = []
    for deed, paths in act.deeds.items():
        if ids[deed.key] == source:
            # A document does not amend itself: the note's number is wrong.
            counts.detail("acting_itself")
            continue
        found.append(
            StatedRelation(
                kind=deed.kind,
                target_id=ids[deed.key],
                scope=tuple(paths),
                own_path=deed.own_path,
                effective=None if issued and deed.effective and deed.effective < issued else deed.effective,
                evidence=deed.said[:_LONGEST],
                source=EDITION,
                certainty=deed.certainty,
            )
        )
        counts.detail("changes")
    return found


def _kind(change: Change) -> tuple[str, str]:
    """Kind and certainty of a relation whose scope is the article.

    What is repealed inside an article changes the article and leaves it standing; what is paused inside it may leave
    the rest of it in force.
    """
    if change.whole:
        return change.kind, change.certainty
    if change.kind == "repeals_part":
        return "amends", change.certainty
    return change.kind, "doubtful" if change.kind == "pauses" else change.certainty


# --- what the references say --------------------------------------------------------------------------------------


@dataclass
class _Related:
    """What one article is related to in one document: its provisions, and the references that say so."""

    target: int | Citation
    certainty: str
    paths: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def _take_reference(
    related: dict[tuple[Any, ...], _Related],
    path: str,
    reference: Reference,
    found: Meant,
    ids: Mapping[str, int],
    counts: Counts,
) -> None:
    counts.detail("references")
    unit = f"dieu:{reference.number.lower()}" if reference.unit == "Điều" else ""
    if found.key:
        counts.detail("references_resolved" if found.path else "references_to_documents")
        certainty = "likely" if found.likely else "sure"
        one = related.setdefault((path, ids[found.key], certainty), _Related(ids[found.key], certainty))
    elif found.how in ("no_document", "other_document") and reference.named is not None and reference.named.number:
        counts.detail("references_not_in_edition")
        named = (path, document_key(reference.named), reference.named.issued)
        one = related.setdefault(named, _Related(_citation(reference), "sure"))
    else:
        return
    scope = found.path or unit
    if scope and scope not in one.paths:
        one.paths.append(scope)
    one.said.append(reference.text)


def _stated(path: str, one: _Related) -> StatedRelation:
    return StatedRelation(
        kind="related",
        target_id=one.target if isinstance(one.target, int) else None,
        target=one.target if isinstance(one.target, Citation) else None,
        scope=tuple(one.paths),
        own_path=path,
        evidence="; ".join(one.said)[:_LONGEST],
        source=EDITION,
        certainty=one.certainty,
    )


def _citation(reference: Reference) -> Citation:
    named = reference.named or SourceNote(readable=False)
    parsed = parse_number(named.number)
    return Citation(
        text=reference.text[:_LONGEST],
        start=-1,
        end=-1,
        type=named.type,
        number=named.number,
        seq=parsed.seq if parsed else "",
        year_in_number=parsed.year if parsed else "",
        issued=named.issued,
        title=named.title,
        pinpoint=f"dieu:{reference.number.lower()}" if reference.unit == "Điều" else "",
        system="NN",
    )
