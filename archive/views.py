"""The views that are laid over the tables while somebody looks from whom something is hidden (`archive.hiding`).

Every table with a foreign key to a guarded table gets one, made from the metadata: those of later features too. A
document that is hidden is missing everywhere, and what was read of it in others is shown as it would be had it never
come: a citation of it is not held, it is no candidate, tells no difference and acts on nothing.

The views ask `hidden_documents` and the like, which `archive.hiding` makes for whoever looks.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from sqlalchemy import Table

from archive import people_rows  # noqa: F401 - keys lead to its tables
from archive.models import Base

_ROOTS = {"documents": "documents", "drafts": "drafts", "saved_searches": "saved_searches"}


_WITHOUT_KEY = {"merges": ("kept_id", "merged_id")}
"""Columns that name a document without a foreign key, because they outlive it."""


def guarded(table: str) -> tuple[tuple[str, str, bool], ...]:
    """The columns of a table that say of which thing it is: (column, root, whether every row has it)."""
    return _guarded(table, len(Base.metadata.tables))


@functools.cache
def _guarded(name: str, _known: int) -> tuple[tuple[str, str, bool], ...]:
    found = [("id", _ROOTS[name], True)] if name in _ROOTS else []
    found += [(column, "documents", True) for column in _WITHOUT_KEY.get(name, ())]
    for column in Base.metadata.tables[name].columns:
        for key in column.foreign_keys:
            target = key.column.table.name
            if target in _ROOTS and key.column.name == "id":
                found.append((column.name, _ROOTS[target], not column.nullable))
    return tuple(found)


def views() -> tuple[tuple[str, str], ...]:
    """(name, body) of every view."""
    return _views(len(Base.metadata.tables))


@functools.cache
def _views(_known: int) -> tuple[tuple[str, str], ...]:
    made: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in _OF_THEIR_OWN:
            made[table.name] = _OF_THEIR_OWN[table.name](table)
        else:
            body = _plain(table, made)
            if body:
                made[table.name] = body
    return tuple(made.items())


def _plain(table: Table, made: Mapping[str, str]) -> str:
    """The view of a table that hangs on guarded ones; "" where it does not."""
    # A row that names something hidden goes as a whole: who knows what of it stands in the other columns.
    conditions = [
        _seen(f"t.{column}", root) if required else f"(t.{column} IS NULL OR {_seen(f't.{column}', root)})"
        for column, root, required in guarded(table.name)
    ]
    for each in table.columns:
        for key in each.foreign_keys:
            target = key.column.table.name
            if target in made and target not in _ROOTS and target != table.name:
                held = f"t.{each.name} IN (SELECT v.{key.column.name} FROM temp.{target} v)"
                conditions.append(f"({held} OR t.{each.name} IS NULL)" if each.nullable else held)
    return _select(table, {}, conditions) if conditions else ""


def _seen(column: str, root: str = "documents") -> str:
    return f"{column} NOT IN (SELECT h.id FROM temp.hidden_{root} h)"


def _select(table: Table, values: Mapping[str, str], conditions: list[str]) -> str:
    columns = ", ".join(
        f'{values[c.name]} AS "{c.name}"' if c.name in values else f't."{c.name}" AS "{c.name}"' for c in table.columns
    )
    return f"SELECT {columns} FROM main.{table.name} t WHERE {' AND '.join(conditions) or '1'}"


def _without(column: str, value: str = "e.value") -> str:
    """A list in JSON without the hidden documents it names; an untouched one as it stands."""
    kept = f"(SELECT json_group_array(json(e.value)) FROM json_each({column}) e WHERE {_seen(value)})"
    named = f"EXISTS (SELECT 1 FROM json_each({column}) e WHERE {_seen(value).replace(' NOT IN ', ' IN ')})"
    return f"CASE WHEN {column} <> '[]' AND {named} THEN {kept} ELSE {column} END"


def _documents(table: Table) -> str:
    return _select(table, {"effects": _without("t.effects", "json_extract(e.value, '$.by')")}, [_seen("t.id")])


def _answers(table: Table, source: str, extra: str = "") -> str:
    """Citations or relations: what names a hidden document is as if that had never come.

    In parts, so that each can use the indexes: answers that name nothing hidden; those whose answer is hidden; those
    that hesitate between several, of which some may be.
    """
    here = _seen(f"t.{source}")
    candidates = _without("t.candidates")
    gone = {"status": "'not_held'", "target_id": "NULL", "candidates": candidates, "mismatches": "'[]'"}
    left = f"json_array_length({candidates})"
    fewer = {
        "candidates": candidates,
        "status": f"CASE WHEN {left} = 0 AND t.candidates <> '[]' THEN 'not_held' ELSE t.status END",
    }
    plain = _select(
        table,
        {"candidates": candidates},
        [here, f"(t.target_id IS NULL OR {_seen('t.target_id')})", "t.status <> 'ambiguous'"],
    )
    hidden = _select(
        table, gone, [here, "t.target_id IN (SELECT h.id FROM temp.hidden_documents h)", *([extra] if extra else [])]
    )
    doubtful = _select(
        table, fewer, [here, f"(t.target_id IS NULL OR {_seen('t.target_id')})", "t.status = 'ambiguous'"]
    )
    return f"{plain} UNION ALL {hidden} UNION ALL {doubtful}"


def _citations(table: Table) -> str:
    return _answers(table, "document_id")


def _relations(table: Table) -> str:
    # Where a person or a loader named the document itself, its facts stand in the row: nothing of that is left.
    return _answers(table, "source_id", "t.details <> '{}'")


def _files(table: Table) -> str:
    """A file of hidden documents only is hidden; of one that several hold, the rest see it."""
    links = "SELECT 1 FROM main.document_files l WHERE l.file_id = t.id"
    seen = f"EXISTS ({links} AND {_seen('l.document_id')})"
    return _select(table, {}, [f"({seen} OR NOT EXISTS ({links}))"])


def _agencies(table: Table) -> str:
    """A body that only hidden documents name is hidden with them."""
    issued = "SELECT 1 FROM main.documents d WHERE d.agency_id = t.id"
    return _select(table, {}, [f"(EXISTS ({issued} AND {_seen('d.id')}) OR NOT EXISTS ({issued}))"])


def _audit(table: Table) -> str:
    """That something was done stays to be seen by whoever may look into the trail; to what, only if he may see that."""
    hidden = "t.document IN (SELECT h.id FROM temp.hidden_named h)"
    values = {name: f"CASE WHEN {hidden} THEN {blank} ELSE t.{name} END" for name, blank in _BLANK.items()}
    return _select(table, values, [])


_BLANK = {"document": "NULL", "subject": "''", "details": "''"}

_OF_THEIR_OWN: dict[str, Callable[[Table], str]] = {
    "documents": _documents,
    "citations": _citations,
    "relations": _relations,
    "files": _files,
    "agencies": _agencies,
    "audit": _audit,
}
