"""The archive: one object through which everything held is put in; looked up and read as `archive.held` says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import audit
from archive.access import Access, Accesses
from archive.acting import refresh
from archive.binning import Bin
from archive.codes import Codes
from archive.correcting import Corrections
from archive.counting import Counting
from archive.credentials import Credentials
from archive.database import Database, newest_version
from archive.dossiers import Dossiers
from archive.drafts import Drafts
from archive.duplicates import Duplicates
from archive.errors import ArchiveUnavailable, no_document
from archive.files import FileStore
from archive.filing import confirm, file_document
from archive.graph import Graph
from archive.held import Held
from archive.linking import relink, written_on
from archive.links import LivingLinks
from archive.merging import Merges
from archive.models import Document, DocumentFile, FileRow, Setting
from archive.notes import Notes
from archive.options import Options
from archive.people import People
from archive.provided import Admissions
from archive.provisions import Provision
from archive.recent_searches import RecentSearches
from archive.registering import Registers
from archive.relating import Relations, relate_again, take_statements
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
    NewDocument,
    Original,
    Statements,
)
from archive.subscribing import Subscriptions
from archive.suggested_bases import SuggestedBases
from archive.tags import Tags
from archive.tokens import Tokens
from archive.trail import Trail
from archive.versions import Versions
from archive.wanting import Wanting
from archive.watching import Watches


class Archive(Held):
    """An open archive. Use as a context manager, or call `close`. Safe to share between threads."""

    def __init__(self, settings: Settings, database: Database) -> None:
        super().__init__(database)
        self.settings = settings
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
