"""What somebody may not see is not there: one place below every question that is put to the database.

Reading. Before a reading transaction begins its connection gets temporary views by the tables' own names: whatever is
asked of it, by the ORM or in plain SQL, is asked of the views (`archive.views`). They are laid once for whoever looks
through that connection: who it is stands in a temporary table beside them. As long as nothing was hidden from anybody
who looked through it, no view is laid, and it is looked again only after somebody has changed the database.

Writing goes to the tables themselves. There every ORM statement gets the same conditions, and a flush that would touch
what is hidden is refused as if it were not there. What resolves, relates or refreshes on behalf of the whole archive
does so as SYSTEM (`for_all`).

Other databases than SQLite have the guard of writing for reading too: it leaves out the rows that hang on what is
hidden, and those that name it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Integer, event, text
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, object_mapper, with_loader_criteria

from archive.errors import NotFound
from archive.models import Base
from archive.seeing import SYSTEM, Viewer, bin_seen, seeing, viewer
from archive.views import guarded, views

_LAID = "cancu_views"
_NOTHING_FROM = "cancu_nothing_hidden"
READS_ONLY = "cancu_reads_only"
"""Set where a connection only reads: what changes the database is done through others, and its version tells."""
_NONE = -1
"""A person or department that nobody is."""

Asked = ParamSpec("Asked")
Given = TypeVar("Given")


@dataclass(frozen=True)
class Sight:
    """What decides what is seen: who looks, and whether into the bin."""

    everything: bool
    person: int
    departments: tuple[int, ...]
    bin: bool

    @classmethod
    def of(cls, someone: Viewer, bin: bool) -> Sight:
        """The sight of somebody."""
        person = _NONE if someone.person is None else someone.person
        return cls(someone.everything, person, tuple(sorted(someone.departments)), bin)

    @property
    def departments_listed(self) -> str:
        """The departments as SQL lists them."""
        return ", ".join(str(int(each)) for each in self.departments or (_NONE,))


def sight() -> Sight:
    """What is seen now."""
    return Sight.of(viewer(), bin_seen())


# --- what is hidden, as SQL -------------------------------------------------------------------------------------------


def _not_named(look: Sight, table: str, key: str, schema: str) -> str:
    """Things of named access that name neither the person nor one of the departments, and are somebody else's."""
    person = int(look.person)
    return (
        f"SELECT d.id FROM {schema}{table}s d WHERE d.access <> 'office'"
        f" AND (d.owner_id IS NULL OR d.owner_id <> {person})"
        f" AND d.id NOT IN (SELECT g.{key} FROM {schema}{table}_access g"
        f" WHERE g.person_id = {person} OR g.department_id IN ({look.departments_listed}))"
    )


def _hidden(root: str, look: Sight, schema: str) -> str:
    """The ids hidden under a root as a question; "" where nothing can be."""
    if root == "documents":
        parts = [] if look.bin else [f"SELECT d.id FROM {schema}documents d WHERE d.binned IS NOT NULL"]
        parts += [] if look.everything else [_not_named(look, "document", "document_id", schema)]
        return " UNION ALL ".join(parts)
    if look.everything:
        return ""
    if root == "named":
        return _not_named(look, "document", "document_id", schema)
    if root == "drafts":
        return _not_named(look, "draft", "draft_id", schema)
    return (
        f"SELECT d.id FROM {schema}saved_searches d WHERE d.owner_id IS NOT NULL AND d.owner_id <> {int(look.person)}"
    )


ROOTS = ("documents", "named", "drafts", "saved_searches")
"""What has something to hide of its own; `named` are documents by access alone, those in the bin not counted."""


def hidden_ids(session: Session) -> frozenset[int]:
    """The documents hidden from whoever looks: what an index has to leave out."""
    connection = session.connection()
    plain = _hidden("documents", sight(), _schema(connection))
    return frozenset(row[0] for row in connection.exec_driver_sql(plain)) if plain else frozenset()


def _schema(connection: Connection) -> str:
    # By its full name the table is meant, not the view over it.
    return "main." if connection.dialect.name == "sqlite" else ""


# --- reading: views over the tables -----------------------------------------------------------------------------------


def before_reading(connection: Connection) -> None:
    """Lay over the tables of a connection what whoever looks now is to see; before its transaction begins."""
    look = sight()
    laid: Sight | None = connection.info.get(_LAID)
    if laid == look:
        return
    ask = connection.connection.driver_connection.execute  # type: ignore[union-attr]
    if laid is None:
        if not _anything_hidden(connection, ask, look):
            return
        ask("CREATE TEMP TABLE IF NOT EXISTS looker (person INTEGER, everything INTEGER, bin INTEGER)")
        ask("CREATE TEMP TABLE IF NOT EXISTS looker_departments (id INTEGER PRIMARY KEY)")
        for root in ROOTS:
            ask(f"CREATE TEMP VIEW hidden_{root} AS {_hidden_from_looker(root)}")
        for name, body in views():
            ask(f'CREATE TEMP VIEW "{name}" AS {body}')
    # Until both tables name the same person nobody may take the connection for ready.
    connection.info[_LAID] = _NOBODY_YET
    ask("DELETE FROM temp.looker")
    ask("INSERT INTO temp.looker VALUES (?, ?, ?)", (look.person, look.everything, look.bin))
    if laid is None or laid.departments != look.departments:
        ask("DELETE FROM temp.looker_departments")
        for department in look.departments:
            ask("INSERT INTO temp.looker_departments VALUES (?)", (int(department),))
    connection.info[_LAID] = look


_NOBODY_YET = Sight(False, _NONE, (_NONE,), False)
"""The sight of a connection whose looker is being changed: nobody has it, so that it is always set anew."""


def before_writing(connection: Connection) -> None:
    """Take the views away, where readers and writers share a connection; before its transaction begins."""
    if connection.info.get(_LAID) is None:
        return
    for name in (*(name for name, _ in views()), *(f"hidden_{root}" for root in ROOTS)):
        connection.exec_driver_sql(f'DROP VIEW IF EXISTS temp."{name}"')
    connection.info[_LAID] = None


def _hidden_from_looker(root: str) -> str:
    """The ids hidden under a root from whoever stands in the table of the looker."""
    person, everything = "(SELECT l.person FROM temp.looker l)", "(SELECT l.everything FROM temp.looker l)"

    def named(table: str, key: str) -> str:
        return (
            f"SELECT d.id FROM main.{table}s d WHERE d.access <> 'office' AND NOT {everything}"
            f" AND (d.owner_id IS NULL OR d.owner_id <> {person})"
            f" AND d.id NOT IN (SELECT g.{key} FROM main.{table}_access g WHERE g.person_id = {person}"
            f" OR g.department_id IN (SELECT o.id FROM temp.looker_departments o))"
        )

    if root == "documents":
        binned = (
            "SELECT d.id FROM main.documents d WHERE d.binned IS NOT NULL AND NOT (SELECT l.bin FROM temp.looker l)"
        )
        return f"{binned} UNION ALL {named('document', 'document_id')}"
    if root == "named":
        return named("document", "document_id")
    if root == "drafts":
        return named("draft", "draft_id")
    return (
        "SELECT d.id FROM main.saved_searches d WHERE d.owner_id IS NOT NULL"
        f" AND d.owner_id <> {person} AND NOT {everything}"
    )


def _anything_hidden(connection: Connection, ask: Callable[[str], Any], look: Sight) -> bool:
    """Whether something is; what was found is kept until another connection has changed the database."""
    (version,) = ask("PRAGMA data_version").fetchone()
    kept = connection.info.get(_NOTHING_FROM)
    if kept is None or kept[0] != version:
        kept = connection.info[_NOTHING_FROM] = (version, set[Sight]())
    if look in kept[1]:
        return False
    questions = [body for root in ROOTS if root != "named" and (body := _hidden(root, look, "main."))]
    if not _has_tables(connection, ask):
        return False
    found = questions and ask(f"SELECT {' OR '.join(f'EXISTS ({body})' for body in questions)}").fetchone()[0]
    if not found and connection.info.get(READS_ONLY):
        kept[1].add(look)
    return bool(found)


def _has_tables(connection: Connection, ask: Callable[[str], Any]) -> bool:
    """Whether the database is of a version that knows access: another is told when it is opened."""
    if not connection.info.get("cancu_access"):
        found = ask("SELECT 1 FROM main.sqlite_master WHERE name = 'draft_access'").fetchone()
        connection.info["cancu_access"] = bool(found)
    return bool(connection.info["cancu_access"])


# --- writing: conditions on every statement ---------------------------------------------------------------------------


class GuardedSession(Session):
    """A session whose ORM statements leave out what is hidden from whoever looks when they are made."""


@event.listens_for(GuardedSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    if state.session.info.get("views") or not (state.is_select or state.is_update or state.is_delete):
        return
    hidden = _hidden_here(state.session)
    if hidden:
        state.statement = state.statement.options(*_criteria(hidden))


def _hidden_here(session: Session) -> dict[str, str]:
    """The roots under which something is hidden now, and the question for it; looked up once in a transaction, which
    is the only one that writes."""
    look = sight()
    kept: dict[Sight, dict[str, str]] = session.info.setdefault("hidden", {})
    if look not in kept:
        connection = session.connection()
        asked = {root: sql for root in ROOTS if root != "named" and (sql := _hidden(root, look, _schema(connection)))}
        kept[look] = {
            root: sql for root, sql in asked.items() if connection.exec_driver_sql(f"SELECT EXISTS ({sql})").scalar()
        }
    return kept[look]


def _criteria(hidden: dict[str, str]) -> Iterator[Any]:
    for mapper in Base.registry.mappers:
        for column, root, required in guarded(str(mapper.local_table)):
            if root not in hidden:
                continue
            wanted = text(hidden[root]).columns(id=Integer)
            attribute = mapper.get_property_by_column(mapper.local_table.c[column]).class_attribute
            condition = attribute.not_in(wanted)
            yield with_loader_criteria(mapper.class_, condition if required else condition | attribute.is_(None))


@event.listens_for(GuardedSession, "before_flush")
def _refuse(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    hidden = {
        root: frozenset(row[0] for row in session.connection().exec_driver_sql(sql))
        for root, sql in _hidden_here(session).items()
    }
    if not hidden:
        return
    for each in (*session.new, *session.dirty, *session.deleted):
        mapper = object_mapper(each)
        for column, root, _ in guarded(str(mapper.local_table)):
            named = mapper.get_property_by_column(mapper.local_table.c[column]).key
            if getattr(each, named) in hidden.get(root, ()):
                raise not_there()


def not_there() -> NotFound:
    """What is said of something hidden where no better word is at hand: the same as of something that never was."""
    return NotFound(
        "not_there",
        "Không có văn bản hoặc dự thảo này trong kho. Hãy tải lại trang rồi tìm lại.",
        "There is no such document or draft in the archive. Reload the page and search again.",
    )


def for_all(work: Callable[Concatenate[Session, Asked], Given], /) -> Callable[Concatenate[Session, Asked], Given]:
    """Work in an open transaction that follows for the whole archive, whoever caused it: done as SYSTEM.

    What was changed before is flushed as whoever changed it.
    """

    @functools.wraps(work)
    def done(session: Session, /, *args: Asked.args, **more: Asked.kwargs) -> Given:
        session.flush()
        with seeing(SYSTEM):
            given = work(session, *args, **more)
            session.flush()
        return given

    return done
