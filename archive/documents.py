"""The archive: one object through which everything held is put in, looked up and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from archive import audit
from archive.access import Access, Accesses
from archive.acting import refresh
from archive.binning import Bin
from archive.cataloguing import Cataloguing
from archive.citations import Gazetteer, TitleEntry
from archive.codes import Codes
from archive.correcting import Corrections
from archive.counting import Counting
from archive.credentials import Credentials
from archive.database import Database, newest_version
from archive.dossiers import Dossiers
from archive.drafts import Drafts
from archive.duplicates import Duplicates
from archive.errors import ArchiveUnavailable, NotFound, no_document
from archive.files import FileStore
from archive.filing import confirm, file_document
from archive.graph import Graph
from archive.hiding import hidden_ids, sight
from archive.holdings import SqlHoldings
from archive.linking import relink, written_on
from archive.links import LivingLinks
from archive.lists import count_like, ids_like, revisions_of, values_with_counts, with_number
from archive.merging import Merges
from archive.models import CitationRow, Document, DocumentFile, DocumentText, FileRow, ProvisionRow, Setting
from archive.notes import Notes
from archive.numbers import NumberQuery
from archive.options import Options
from archive.people import People
from archive.provided import Admissions
from archive.provisions import Provision
from archive.reading_rows import (
    citation_value,
    facts_value,
    file_value,
    holder_of,
    how_read_value,
    provision_value,
    unit_values,
)
from archive.recent_searches import RecentSearches
from archive.records import Record
from archive.registering import Registers
from archive.relating import Relations, relate_again, take_statements
from archive.remembered import Remembered
from archive.replays import Replays
from archive.resolving import Resolution
from archive.retention import Retention
from archive.reviewing import Reviews
from archive.saved_searches import SavedSearches
from archive.seeing import SYSTEM, seeing
from archive.settings import Settings
from archive.sign_ins import SignIns
from archive.stating import Links, read_links
from archive.statistics import Statistics
from archive.stored import (
    Added,
    DocumentFacts,
    DocumentFilter,
    HowRead,
    NewDocument,
    Original,
    Statements,
    StoredCitation,
    StoredFile,
    StoredProvision,
    StoredUnit,
)
from archive.subscribing import Subscriptions
from archive.suggested_bases import SuggestedBases
from archive.tags import Tags
from archive.tokens import Tokens
from archive.trail import Trail
from archive.versions import Versions
from archive.wanting import Wanting
from archive.watching import Watches

LAW_TYPES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
_BATCH = 500
_GAZETTEERS = 8


class Archive:
    """An open archive. Use as a context manager, or call `close`. Safe to share between threads."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.files = FileStore(settings.files)
        self.readings = audit.Readings(database)
        self.options = Options(database)
        self.trail = Trail(database)
        self.counting = Counting(database)
        self.statistics = Statistics(database)
        self.bin = Bin(database, self.files, settings)
        self.retention = Retention(database, self.options)
        self.access = Accesses(database)
        self.drafts = Drafts(database)
        self.cataloguing = Cataloguing(database)
        self.searches = SavedSearches(database)
        self.relations = Relations(database)
        self.reviews = Reviews(database)
        self.people = People(database)
        self.codes = Codes(database)
        self.credentials = Credentials(database)
        self.tokens = Tokens(database)
        self.admissions = Admissions(database, settings)
        self.sign_ins = SignIns(
            database, timedelta(seconds=settings.session_idle), timedelta(seconds=settings.session_longest)
        )
        self.registers = Registers(database)
        self.versions = Versions(database)
        self.replays = Replays(database)
        self.subscriptions = Subscriptions(database)
        self.notes = Notes(database)
        self.tags = Tags(database)
        self.watches = Watches(database)
        self.links = LivingLinks(database, self.gazetteer)
        self.suggested = SuggestedBases(database)
        self.recent_searches = RecentSearches(database)
        self.dossiers = Dossiers(database)
        self.corrections = Corrections(database)
        self.wanting = Wanting(database)
        self.duplicates = Duplicates(database)
        self.merges = Merges(database, self._relink_in)
        self.graph = Graph(database, self.drafts, self.gazetteer)
        self._gazetteers: dict[tuple[Any, ...], Gazetteer] = {}
        self._remembered = Remembered()

    @classmethod
    def create(cls, settings: Settings) -> Archive:
        """Make the archive in `settings.home`, or bring an existing one to this program's version. Idempotent."""
        settings.home.mkdir(parents=True, exist_ok=True)
        settings.files.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database_url, settings.home)
        database.upgrade()
        return cls(settings, database)

    @classmethod
    def open(cls, settings: Settings) -> Archive:
        """Open an existing archive. Raises ArchiveUnavailable where there is none or it is of another version."""
        if settings.database_url.startswith("sqlite:///") and not settings.home.is_dir():
            raise _no_archive(settings)
        database = Database(settings.database_url, settings.home)
        version = database.version()
        if version is None:
            raise _no_archive(settings)
        if version != newest_version():
            raise ArchiveUnavailable(
                "archive_version",
                "Kho văn bản thuộc phiên bản khác của chương trình. Hãy chạy `cancu init` để nâng cấp.",
                "The archive is of another version of the program. Run `cancu init` to upgrade it.",
            )
        return cls(settings, database)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write the readings that wait; give the database connections back."""
        try:
            self.recent_searches.close()
            self.counting.flush()
            self.readings.close()
        finally:
            self.database.close()

    # Putting in

    def add(
        self,
        new: NewDocument,
        provisions: Sequence[Provision] = (),
        resolutions: Sequence[Resolution] = (),
        original: Original | None = None,
        *,
        statements: Statements | None = None,
        copy_of: int | None = None,
        as_new: bool = False,
        link: bool = True,
        access: Access | None = None,
    ) -> Added:
        """File one document: its original first, then everything else in one transaction.

        A crash leaves the whole document or none of it; the same call again finishes it. `link` resolves again the
        citations elsewhere that waited for it (loaders do that once at their end). `statements` is what the text states
        of its relations and days (`archive.relations.read_statements`). `access`: who may see it, where it is new;
        what is chosen for few never joins a document that many see. See `archive.stored.Added`.
        """
        stored = self.files.store(original.path, self.settings.max_upload) if original is not None else None
        with self.database.write() as session:
            added = file_document(
                session,
                new,
                provisions,
                resolutions,
                original,
                stored,
                copy_of=copy_of,
                as_new=as_new,
                access=access,
            )
            self._state(session, added, statements, resolutions)
            _tell_added(session, new, added)
        if link and added.status in ("added", "updated", "known"):
            self.relink([added.document_id])
        return added

    def read_links(self, new: NewDocument, provisions: Sequence[Provision] = (), *, later: bool = False) -> Links:
        """What the text of a document on its way in ties it to; stores nothing.

        `later` leaves the citations to `relink`. What is kept is true for the whole archive, whoever puts it in.
        """
        with seeing(SYSTEM):
            return read_links(
                new.text,
                provisions,
                self.gazetteer(),
                None if later else self.holdings(),
                type=new.type,
                title=new.title,
                issued=new.issued,
                on=written_on(new.type, new.issued, new.source),
            )

    def _state(
        self, session: Session, added: Added, statements: Statements | None, resolutions: Sequence[Resolution]
    ) -> None:
        """Relations and days of a text that was just filed; a copy of a held document states nothing anew."""
        if statements is None or added.status not in ("added", "updated"):
            return
        document = session.get_one(Document, added.document_id)
        if document.state == "held":
            refresh(session, take_statements(session, document, statements, resolutions, self.holdings()))

    def relink(self, document_ids: Iterable[int]) -> int:
        """Resolve again the citations that may mean these documents; how many answers changed."""
        with self.database.write() as session:
            return self._relink_in(session, document_ids)

    def _relink_in(self, session: Session, document_ids: Iterable[int]) -> int:
        """The same in an open transaction, for documents that were written before it began."""
        with seeing(SYSTEM):
            records = list(self.records(document_ids).values())
        holdings = self.holdings()
        changed = relink(session, holdings, records)
        session.flush()
        return changed + relate_again(session, holdings, records)

    def confirm(self, document_id: int, facts: dict[str, Any]) -> DocumentFacts:
        """Write what a person confirmed or corrected. Raises NotFound, KeyError for a field that is not a fact."""
        with self.database.write() as session:
            document = session.get(Document, document_id)
            if document is None:
                raise no_document(document_id)
            before = {name: getattr(document, name, None) for name in facts}
            confirm(session, document, facts)
            changed = sorted(name for name, value in before.items() if getattr(document, name) != value)
            audit.write(session, "confirmed", document_id, audit.subject_of(document), {"changed": changed})
        self.relink([document_id])
        return self.facts(document_id)

    def decide_copy(self, document_id: int, sha256: str, *, is_copy: bool) -> None:
        """Settle an offered copy: keep the file with the document, or take it off (its bytes stay in the store)."""
        with self.database.write() as session:
            link = session.scalar(
                select(DocumentFile)
                .join(FileRow)
                .where(DocumentFile.document_id == document_id, FileRow.sha256 == sha256)
            )
            if link is None:
                raise no_document(document_id)
            if is_copy:
                link.role = "copy"
            elif link.role == "offered":
                session.delete(link)
            told = {"file": sha256[:12], "copy": is_copy}
            subject = audit.subject_of(session.get_one(Document, document_id))
            audit.write(session, "copy_decided", document_id, subject, told)

    # Looking up

    def holdings(self) -> SqlHoldings:
        """What the citation engine resolves against; make one for each task."""
        return SqlHoldings(self.database)

    def gazetteer(self) -> Gazetteer:
        """The titles of laws that are held or catalogued; made anew when they change, for each sight of the archive."""
        with self.database.read() as session:
            mark = session.execute(
                select(func.count(Document.id), func.max(Document.updated), func.sum(Document.revision)).where(
                    Document.type.in_(LAW_TYPES)
                )
            ).one()
            key = (hidden_ids(session), *mark)
            found = self._gazetteers.get(key)
            if found is None:
                rows = session.execute(
                    select(Document.type, Document.title, Document.number, Document.issued).where(
                        Document.type.in_(LAW_TYPES), Document.title != "", Document.draft.is_(False)
                    )
                )
                entries = [TitleEntry(type_, title, number, issued) for type_, title, number, issued in rows]
                found = Gazetteer(entries)
                while len(self._gazetteers) >= _GAZETTEERS:
                    self._gazetteers.pop(next(iter(self._gazetteers)), None)
                self._gazetteers[key] = found
        return found

    def hidden(self) -> frozenset[int]:
        """The documents hidden from whoever looks: what an index has to leave out."""
        return self.cataloguing.hidden()

    def record(self, document_id: int) -> Record:
        """The facts of one document. Raises NotFound."""
        found = self.records([document_id])
        if document_id not in found:
            raise no_document(document_id)
        return found[document_id]

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]:
        """The facts of several documents; unknown ids are left out."""
        seen = self._remembered.seen_records.of(sight(), self.database.pulse.beat())
        every = list(dict.fromkeys(document_ids))
        missing = [id_ for id_ in every if id_ not in seen]
        if missing:
            with self.database.read() as session:
                seen.update(self._remembered.records(session, missing))
        return {id_: seen[id_] for id_ in every if id_ in seen}

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]:
        """The documents a typed number may mean, newest first. Several holders of one number are all given."""
        with self.database.read() as session:
            return with_number(session, query, limit)

    def documents(
        self, wanted: DocumentFilter | None = None, limit: int = 50, offset: int = 0, order: str = "newest"
    ) -> tuple[Record, ...]:
        """A page of the list of documents, in one of `archive.lists.ORDERS`."""
        with self.database.read() as session:
            ids = ids_like(session, wanted or DocumentFilter(), limit, offset, order)
            records = self._remembered.records(session, ids)
        return tuple(records[id_] for id_ in ids)

    def count(self, wanted: DocumentFilter | None = None) -> int:
        """How many documents the list would show."""
        with self.database.read() as session:
            return count_like(session, wanted or DocumentFilter())

    def samples(self) -> frozenset[int]:
        """The sample documents: shown as such, and never before real ones."""
        with self.database.read() as session:
            return frozenset(session.scalars(select(Document.id).where(Document.sample.is_(True))))

    def draft_ids(self) -> frozenset[int]:
        """The drafts that were filed among the documents: they can be found, never cited."""
        with self.database.read() as session:
            return frozenset(session.scalars(select(Document.id).where(Document.draft.is_(True))))

    def behind(self) -> frozenset[int]:
        """What never stands before issued documents in a result: samples and drafts, whoever looks."""
        with seeing(SYSTEM), self.database.read() as session:
            condition = or_(Document.sample.is_(True), Document.draft.is_(True))
            return frozenset(session.scalars(select(Document.id).where(condition)))

    def to_review(self, document_ids: Iterable[int]) -> frozenset[int]:
        """Which of some documents a person has still to look at."""
        with self.database.read() as session:
            asked = select(Document.id, Document.review).where(Document.id.in_(list(document_ids)))
            return frozenset(id_ for id_, review in session.execute(asked) if review)

    def same_title(self, title: str) -> tuple[Record, ...]:
        """The documents of exactly this title, folded."""
        return tuple(self.holdings().by_title(title))

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """The distinct values of `type` or `issuer` with how many documents have each, most first."""
        with self.database.read() as session:
            return values_with_counts(session, column)

    # Reading

    def facts(self, document_id: int) -> DocumentFacts:
        """Everything about one document but its text. Raises NotFound."""
        with self.database.read() as session:
            row = session.get(Document, document_id)
            if row is None:
                raise no_document(document_id)
            return facts_value(session, row)

    def text(self, document_id: int) -> str:
        """The repaired text; "" for a document that is only catalogued. Raises NotFound."""
        with self.database.read() as session:
            body = session.get(DocumentText, document_id)
            if body is not None:
                return body.text
            if session.get(Document, document_id) is None:
                raise no_document(document_id)
            return ""

    def how_read(self, document_id: int, *, places: bool = True) -> HowRead:
        """How the document's file was read, and (for `places`) where its text stands on the pages."""
        with self.database.read() as session:
            return how_read_value(session, document_id, places)

    def provisions(self, document_id: int) -> list[StoredProvision]:
        """The units of a document in its order."""
        with self.database.read() as session:
            rows = session.scalars(
                select(ProvisionRow).where(ProvisionRow.document_id == document_id).order_by(ProvisionRow.ordinal)
            )
            return [provision_value(row) for row in rows]

    def provision(self, document_id: int, path: str) -> StoredProvision:
        """One unit by its path. Raises NotFound."""
        with self.database.read() as session:
            row = session.scalar(
                select(ProvisionRow).where(ProvisionRow.document_id == document_id, ProvisionRow.path == path)
            )
            if row is None:
                raise NotFound(
                    "no_such_provision",
                    f"Văn bản {document_id} không có {path}. Hãy xem mục lục của văn bản.",
                    f"Document {document_id} has no {path}. See the document's outline.",
                )
            return provision_value(row)

    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]:
        """Units with their text, by the provision row's id; unknown ids are left out."""
        seen = self._remembered.seen_units.of(sight(), self.database.pulse.beat())
        every = list(dict.fromkeys(provision_ids))
        missing = [id_ for id_ in every if id_ not in seen]
        if missing:
            with self.database.read() as session:
                seen.update(self._remembered.units(session, missing))
        return {id_: seen[id_] for id_ in every if id_ in seen}

    def headings(self, provision_ids: Iterable[int]) -> dict[int, str]:
        """The headings of units by the provision row's id; unknown ids are left out."""
        with self.database.read() as session:
            ids = list(provision_ids)
            rows = session.execute(select(ProvisionRow.id, ProvisionRow.heading).where(ProvisionRow.id.in_(ids)))
            return {row[0]: row[1] for row in rows}

    def units_of(self, document_id: int) -> list[StoredUnit]:
        """The units of one document that the index holds an entry for, in order, with their text."""
        with self.database.read() as session:
            ids = session.scalars(
                select(ProvisionRow.id)
                .where(ProvisionRow.document_id == document_id, ProvisionRow.unit.is_(True))
                .order_by(ProvisionRow.ordinal)
            ).all()
            found = unit_values(session, list(ids))
            return [found[id_] for id_ in ids]

    def cites(self, document_id: int) -> list[StoredCitation]:
        """What a document cites, in the order of its text."""
        return self._citations(CitationRow.document_id == document_id)

    def cited_by(self, document_id: int) -> list[StoredCitation]:
        """The citations elsewhere that were resolved to this document."""
        return self._citations(CitationRow.target_id == document_id)

    def files_of(self, document_id: int) -> list[StoredFile]:
        """The originals of a document, the first one first."""
        with self.database.read() as session:
            rows = session.execute(
                select(DocumentFile, FileRow)
                .join(FileRow, DocumentFile.file_id == FileRow.id)
                .where(DocumentFile.document_id == document_id)
                .order_by(DocumentFile.id)
            )
            return [file_value(link, file) for link, file in rows]

    def holder(self, sha256: str) -> tuple[int, str] | None:
        """The document that has a file with this hash, and the file's role there; None where there is none."""
        with self.database.read() as session:
            return holder_of(session, sha256)

    def revisions(self, document_ids: Iterable[int] | None = None) -> dict[int, tuple[int, int]]:
        """What an index must hold: document id → (revision, number of units); 0 units where only catalogued.

        Of all documents, or of those given (at most a few hundred). Drafts are documents too: they can be found.
        """
        with self.database.read() as session:
            return revisions_of(session, document_ids)

    def pulse(self) -> tuple[int, int]:
        """Two numbers that differ after every change an index can see: cheap to ask again and again."""
        with self.database.read() as session:
            count, total = session.execute(select(func.count(), func.coalesce(func.sum(Document.revision), 0))).one()
            return int(count), int(total)

    # What the archive remembers of itself

    def remember(self, name: str, value: str) -> None:
        """Keep a small value, such as how far a loader came."""
        with self.database.write() as session:
            session.merge(Setting(name=name, value=value))

    def recall(self, name: str, default: str = "") -> str:
        """A remembered value."""
        with self.database.read() as session:
            row = session.get(Setting, name)
            return row.value if row is not None else default

    def _citations(self, condition: Any) -> list[StoredCitation]:
        with self.database.read() as session:
            rows = session.scalars(
                select(CitationRow).where(condition).order_by(CitationRow.document_id, CitationRow.start)
            )
            return [citation_value(row) for row in rows]


def _tell_added(session: Session, new: NewDocument, added: Added) -> None:
    """The entry of what became of a document that was put in; nothing where nothing was changed."""
    if added.status in ("unchanged", "duplicate", "binned"):
        return
    origin = new.origin.partition(":")[0]
    subject = audit.subject_of(session.get_one(Document, added.document_id))
    audit.write(session, added.status, added.document_id, subject, {"origin": origin})


def _no_archive(settings: Settings) -> ArchiveUnavailable:
    return ArchiveUnavailable(
        "no_archive",
        f"Chưa có kho văn bản ở {settings.home}. Hãy chạy `cancu init --starter` (hoặc `make run`).",
        f"There is no archive in {settings.home}. Run `cancu init --starter` (or `make run`).",
    )
