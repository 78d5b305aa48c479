"""What a change did to rows of the database, written down so that it can be taken back exactly.

A journal is a list of {table, key, before, after}: `before` None for a row that was made, `after` None for one that was
deleted, else only the columns that differ. Values are JSON: days and moments as ISO text, bytes as base64.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, DateTime, LargeBinary, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

Rows = dict[tuple[Any, ...], dict[str, Any]]
Journal = list[dict[str, Any]]
_BATCH = 400


def snapshot(connection: Connection, table: Table, condition: Any = None, columns: Sequence[str] = ()) -> Rows:
    """Rows of a table by their key, as JSON values; of all columns, or of some."""
    keys = [column.name for column in table.primary_key.columns]
    wanted = [table.c[name] for name in dict.fromkeys((*keys, *columns))] if columns else list(table.c)
    asked = select(*wanted) if condition is None else select(*wanted).where(condition)
    found: Rows = {}
    for row in connection.execute(asked).mappings():
        values = {name: _packed(row[name]) for name in row}
        found[tuple(values[name] for name in keys)] = values
    return found


def differences(table: Table, before: Rows, after: Rows) -> Journal:
    """What happened between two snapshots of a table."""
    journal: Journal = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if old is not None and new is not None:
            changed = [name for name in old if old[name] != new[name]]
            old, new = {name: old[name] for name in changed}, {name: new[name] for name in changed}
        journal.append({"table": table.name, "key": list(key), "before": old, "after": new})
    return journal


def take_back(connection: Connection, tables: Mapping[str, Table], journal: Journal, order: Sequence[str]) -> int:
    """Undo a journal; how many values stay because somebody wrote them since.

    Deleted rows come back first, those of the tables of `order` before the others. A row whose key was given to
    another one meanwhile comes back under a new key. Raises IntegrityError where a row can no longer stand.
    """
    kept = 0
    rank = {name: place for place, name in enumerate(order)}
    gone = [each for each in journal if each["after"] is None]
    for each in sorted(gone, key=lambda one: rank.get(one["table"], len(rank))):
        _insert(connection, tables[each["table"]], each["before"])
    for each in journal:
        table = tables[each["table"]]
        if each["after"] is None:
            continue
        here = and_(*(column == _unpacked(column, v) for column, v in zip(table.primary_key, each["key"], strict=True)))
        if each["before"] is None:
            connection.execute(delete(table).where(here))
            continue
        now = snapshot(connection, table, here, tuple(each["after"])).get(tuple(each["key"]))
        if now is None:
            kept += 1
            continue
        same = [name for name in each["before"] if now[name] == each["after"][name]]
        kept += len(each["before"]) - len(same)
        if same:
            values = {name: _unpacked(table.c[name], each["before"][name]) for name in same}
            connection.execute(update(table).where(here).values(values))
    return kept


def each_part(ids: Iterable[int]) -> Iterable[list[int]]:
    """Ids in parts that fit into one statement."""
    listed = sorted(set(ids))
    return [listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH)]


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    values = {name: _unpacked(table.c[name], value) for name, value in row.items()}
    keys = [column.name for column in table.primary_key.columns]
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(values))
    except IntegrityError:
        if keys != ["id"] or table.name == "documents":
            raise
        del values["id"]
        connection.execute(insert(table).values(values))


def _packed(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _unpacked(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value
