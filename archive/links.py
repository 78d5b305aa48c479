"""Living links: what drafts and issued documents cite, followed as it changes.

A draft's links are read again from its text when it was saved since (`refresh`): what was chosen in the citation box
stays what was chosen, everything else is what it resolves to. A link lives on through edits round it: what was known of
its document when it was first tied is kept with document and provision, not with a place in the text. Issued documents
have their citations already (`CitationRow`). All is read for whoever looks: a hidden document is in no link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from archive import audit
from archive.checking import Finding, citations_to_check
from archive.citations import Citation, Gazetteer, find_citations
from archive.database import Database
from archive.effects import Effect
from archive.folding import squeeze
from archive.hiding import for_all
from archive.holdings import OF_RECORDS, SqlHoldings, record_of
from archive.link_rows import DraftLinkRow
from archive.living import Turn, keys, turned
from archive.messages import named
from archive.models import CitationRow, Document, DraftRow, OriginRow, RelationRow, now
from archive.records import Record
from archive.resolving import resolve_all
from archive.seeing import SYSTEM, seeing
from archive.stored import StoredDraft
from archive.validity import validity_at

_BATCH = 400
_CHOICES = 300


@dataclass(frozen=True)
class DraftTurn:
    """What became of something a draft cites. `places` are the spans of its text that cite it, with their words, ()
    where only its list of bases does; `links` the ids of the rows."""

    turn: Turn
    places: tuple[tuple[int, int, str], ...]
    links: tuple[int, ...]


@dataclass(frozen=True)
class DocumentTurn:
    """What became of something an issued document cites; `text` are the words of its first citation."""

    document: Record
    turn: Turn
    text: str
    start: int


class LivingLinks:
    """The living links of an archive."""

    def __init__(self, database: Database, gazetteer: Callable[[], Gazetteer]) -> None:
        self._database = database
        self._gazetteer = gazetteer

    # --- drafts -----------------------------------------------------------------------------------------------------

    def chose(self, draft_id: int, document_id: int, path: str, words: str) -> None:
        """Remember what was chosen in the citation box for words that are about to be saved. Raises NotFound."""
        with self._database.write() as session:
            draft, document = session.get(DraftRow, draft_id), session.get(Document, document_id)
            if draft is None or document is None:
                return
            corrections = _corrections(session, [document_id])
            count = len(session.scalars(select(DraftLinkRow.id).where(DraftLinkRow.draft_id == draft_id)).all())
            if count < _CHOICES:
                known = sorted(keys(record_of(document), corrections.get(document_id, ())))
                session.add(
                    DraftLinkRow(
                        draft_id=draft_id, document_id=document_id, path=path[:400], text=words, chosen=True,
                        known=known,
                    )
                )  # fmt: skip

    def refresh(self, draft_id: int, checked: Sequence[Finding] = (), text: str | None = None) -> None:
        """Read the links of a draft again where it was saved since they were read. For the whole archive: who may see
        what decides whoever looks at them.

        `checked` are the findings of a check of `text` by somebody from whom nothing is hidden: where that is the
        draft's text, its citations need not be read a second time.
        """
        with seeing(SYSTEM):
            with self._database.read() as session:
                row = session.get(DraftRow, draft_id)
                if row is None or row.linked == row.version:
                    return
                version, held, bases = row.version, row.text, list(row.bases)
            if text is not None and text == held:
                meant = [(each.citation, each.record) for each in checked if each.kind == "citation"]
            else:
                citations = citations_to_check(held, find_citations(held, self._gazetteer()))
                answers = resolve_all(citations, SqlHoldings(self._database))
                meant = [(each.citation, each.record) for each in answers]
            with self._database.write() as session:
                _keep(session, draft_id, version, meant, bases)

    def of_draft(self, draft: StoredDraft, on: date | None = None) -> tuple[DraftTurn, ...]:
        """What became of what a draft cites, by its day of signing (today where none is set), in the order of the text.
        Nothing of a hidden document."""
        return self.of_drafts([draft], on).get(draft.id, ())

    def of_drafts(self, drafts: Sequence[StoredDraft], on: date | None = None) -> dict[int, tuple[DraftTurn, ...]]:
        """The same of several drafts, by their ids; those of which there is nothing to tell are left out."""
        for draft in drafts:
            self.refresh(draft.id)
        ids = [draft.id for draft in drafts]
        with self._database.read() as session:
            rows = session.scalars(
                select(DraftLinkRow)
                .where(DraftLinkRow.draft_id.in_(ids))
                .order_by(DraftLinkRow.draft_id, DraftLinkRow.start, DraftLinkRow.id)
            ).all()
            rows = [row for row in rows if row.start >= 0 or not row.chosen]
            records = _records(session, {row.document_id for row in rows})
            corrections = _corrections(session, records)
        by_id = {draft.id: draft for draft in drafts}
        holdings = SqlHoldings(self._database)
        groups: dict[tuple[int, int, str], list[DraftLinkRow]] = defaultdict(list)
        for row in rows:
            if row.document_id in records:
                groups[row.draft_id, row.document_id, row.path].append(row)
        found: dict[int, list[DraftTurn]] = defaultdict(list)
        for (draft_id, document_id, path), several in groups.items():
            day = on or by_id[draft_id].signing_date or date.today()
            known = frozenset.intersection(*(frozenset(row.known) for row in several))
            turn = turned(records[document_id], path, holdings, day, known, corrections.get(document_id, ()))
            if turn is not None:
                text = by_id[draft_id].text
                places = tuple(
                    (row.start, row.end, row.text)
                    for row in several
                    if row.start >= 0 and text[row.start : row.end] == row.text
                )
                found[draft_id].append(DraftTurn(turn, places, tuple(row.id for row in several)))
        return {id_: tuple(turns) for id_, turns in found.items()}

    def cited(self, draft_id: int) -> set[int]:
        """The documents that a draft cites."""
        self.refresh(draft_id)
        with self._database.read() as session:
            rows = select(DraftLinkRow.document_id).where(DraftLinkRow.draft_id == draft_id, DraftLinkRow.start >= 0)
            return set(session.scalars(rows))

    def seen(self, draft_id: int) -> None:
        """The drafter has seen what was changed in what the draft cites: what only changed is told no more. Raises
        nothing for a draft without links."""
        with self._database.write() as session:
            rows = session.scalars(select(DraftLinkRow).where(DraftLinkRow.draft_id == draft_id)).all()
            records = _records(session, {row.document_id for row in rows})
            corrections = _corrections(session, records)
            for row in rows:
                if row.document_id in records:
                    now_known = keys(records[row.document_id], corrections.get(row.document_id, ()))
                    row.known = sorted(frozenset(row.known) | now_known)
            if rows:
                audit.write(session, "draft_links_seen", details={"draft": draft_id})

    # --- issued documents -------------------------------------------------------------------------------------------

    def of_document(self, document_id: int, on: date) -> tuple[DocumentTurn, ...]:
        """What became, since it was issued, of what a document cites, in the order of its text; () where it has ended
        itself, or says not when it was issued."""
        return self._issued([CitationRow.document_id == document_id], on)

    def of_ours(self, on: date, limit: int = 100) -> tuple[DocumentTurn, ...]:
        """The same of all documents that the office put in itself, the newest document first."""
        ours = select(OriginRow.document_id).where(OriginRow.origin.startswith("upload:", autoescape=True))
        return self._issued([Document.id.in_(ours)], on)[:limit]

    def _issued(self, conditions: Sequence[object], on: date) -> tuple[DocumentTurn, ...]:
        with self._database.read() as session:
            found = session.execute(
                select(
                    CitationRow.document_id,
                    CitationRow.target_id,
                    CitationRow.pinpoint,
                    CitationRow.text,
                    CitationRow.start,
                )
                .join(Document, Document.id == CitationRow.document_id)
                .where(
                    CitationRow.nested.is_(False),
                    CitationRow.target_id.is_not(None),
                    CitationRow.target_id != CitationRow.document_id,
                    CitationRow.status == "resolved",
                    Document.draft.is_(False),
                    Document.issued.is_not(None),
                    *conditions,  # type: ignore[arg-type]
                )
                .order_by(Document.issued.desc(), Document.id, CitationRow.start)
            ).all()
            targets = _records(session, {row.target_id for row in found})
            corrections = _corrections(session, targets)
            citing_records = _records(session, {row.document_id for row in found})
        holdings = SqlHoldings(self._database)
        documents: dict[int, Record | None] = {
            id_: None if validity_at(record, on).state == "expired" else record
            for id_, record in citing_records.items()
        }
        told: dict[tuple[int, int, str], DocumentTurn | None] = {}
        for row in found:
            citing, target = documents[row.document_id], targets.get(row.target_id or 0)
            key = (row.document_id, row.target_id or 0, row.pinpoint)
            if citing is None or citing.issued is None or target is None or key in told:
                continue
            told[key] = None
            corrected = corrections.get(target.id, ())
            if not _anything(target, corrected):
                continue
            if _had_ended(target, row.pinpoint, citing.issued):
                continue
            known = keys(target, corrected, before=citing.issued)
            # Asked for an earlier day, what was issued after it is not known yet.
            known |= keys(target, corrected) - keys(target, corrected, before=on)
            turn = turned(target, row.pinpoint, holdings, on, known, corrected)
            if turn is not None:
                told[key] = DocumentTurn(citing, turn, row.text, row.start)
        return tuple(each for each in told.values() if each is not None)


def _anything(record: Record, corrected: Sequence[Effect]) -> bool:
    """Whether anything at all is known to have been done to it: most documents cited stand as they were."""
    return bool(record.effects or record.replaced_by or record.expired or record.status or corrected or record.parts)


def _had_ended(record: Record, path: str, by: date) -> bool:
    states = [validity_at(record, by), *([validity_at(record, by, each) for each in path.split("|")] if path else [])]
    return any(state.state == "expired" for state in states)


@for_all
def _keep(
    session: Session,
    draft_id: int,
    version: int,
    cited: Sequence[tuple[Citation, Record | None]],
    bases: Sequence[dict[str, object]],
) -> None:
    """Lay the links of one version over those before it; one saved meanwhile is read the next time."""
    read = update(DraftRow).where(DraftRow.id == draft_id, DraftRow.version == version)
    result = session.execute(read.values(linked=version, updated=DraftRow.updated))
    if result.rowcount == 0:  # type: ignore[attr-defined]
        return
    before = session.scalars(select(DraftLinkRow).where(DraftLinkRow.draft_id == draft_id)).all()
    chosen = [row for row in before if row.chosen]
    known: dict[tuple[int, str], frozenset[str]] = {}
    begun: dict[tuple[int, str], datetime] = {}
    for row in before:
        key = (row.document_id, row.path)
        known[key] = known.get(key, frozenset(row.known)) & frozenset(row.known)
        begun.setdefault(key, row.created)
    made: list[DraftLinkRow] = []
    for citation, record in cited:
        meant = record.id if record is not None else _chosen_for(citation.text, chosen)
        if meant is None:
            continue
        made.append(
            DraftLinkRow(
                draft_id=draft_id, document_id=meant, path=citation.pinpoint[:400], text=citation.text,
                start=citation.start, end=citation.end, basis=citation.basis, chosen=False,
            )
        )  # fmt: skip
    named_in_text = {row.document_id for row in made}
    for base in bases:
        id_ = int(str(base["document_id"]))
        if id_ not in named_in_text and session.get(Document, id_) is not None:
            path = str(base.get("pinpoint") or "")[:400]
            made.append(DraftLinkRow(draft_id=draft_id, document_id=id_, path=path, basis=True))
    records = _records(session, {row.document_id for row in made})
    corrections = _corrections(session, records)
    for row in made:
        key = (row.document_id, row.path)
        fresh = keys(records[row.document_id], corrections.get(row.document_id, ()))
        row.known = sorted(known.get(key, fresh))
        row.created = begun.get(key) or now()
    session.execute(delete(DraftLinkRow).where(DraftLinkRow.draft_id == draft_id, DraftLinkRow.chosen.is_(False)))
    session.add_all(made)


def _chosen_for(words: str, chosen: Iterable[DraftLinkRow]) -> int | None:
    """The document that was chosen for these words; None where none was, or two different ones."""
    wanted = squeeze(words)
    found = {row.document_id for row in chosen if wanted and wanted in squeeze(row.text)}
    return next(iter(found)) if len(found) == 1 else None


def _records(session: Session, ids: Iterable[int | None]) -> dict[int, Record]:
    wanted = sorted({id_ for id_ in ids if id_ is not None})
    found: dict[int, Record] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = session.execute(select(*OF_RECORDS).where(Document.id.in_(wanted[start : start + _BATCH])))
        found.update((row.id, record_of(row)) for row in rows)
    return found


def _corrections(session: Session, ids: Iterable[int]) -> dict[int, tuple[Effect, ...]]:
    """What mends the print of some documents: no act on their force, so that it is not among their effects."""
    wanted = sorted(ids)
    found: dict[int, list[Effect]] = defaultdict(list)
    for start in range(0, len(wanted), _BATCH):
        rows = session.execute(
            select(RelationRow, Document)
            .join(Document, Document.id == RelationRow.source_id)
            .where(
                RelationRow.target_id.in_(wanted[start : start + _BATCH]),
                RelationRow.kind == "corrects",
                RelationRow.status == "resolved",
                RelationRow.decision != "rejected",
                RelationRow.source_id != RelationRow.target_id,
                Document.draft.is_(False),
                Document.sample.is_(False),
            )
            .order_by(RelationRow.id)
        )
        for row, source in rows:
            found[row.target_id or 0].append(
                Effect(
                    "corrects", source.id, named(record_of(source)), source.issued, row.effective or source.issued,
                    None, tuple(row.scope), row.certainty, row.source, row.text, row.decision == "confirmed",
                )
            )  # fmt: skip
    return {id_: tuple(several) for id_, several in found.items()}
