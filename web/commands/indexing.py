"""`cancu index status`, `rebuild`, `verify`."""

from __future__ import annotations

import click

from indexer.engine import discard_index
from indexer.indexing import Comparison, compare, mend
from web.commands.speaking import as_json, bar, note, opened, say_json, settings


@click.group()
def index() -> None:
    """Chỉ mục tìm kiếm / the search index, derived from the archive."""


@index.command()
@as_json
def status(as_json: bool) -> None:
    """So chỉ mục với kho / compare the index with the archive."""
    with opened() as (archive, engine):
        _say(compare(archive, engine), engine.count(), as_json)


@index.command()
@as_json
def verify(as_json: bool) -> None:
    """So chỉ mục với kho và bổ sung phần thiếu / compare, and mend what differs."""
    with opened() as (archive, engine), bar("Chỉ mục / index") as tell:
        mend(archive, engine, tell)
        after = compare(archive, engine)
        _say(after, engine.count(), as_json)
    if not after.agrees:
        raise SystemExit(1)


@index.command()
@as_json
def rebuild(as_json: bool) -> None:
    """Lập lại toàn bộ chỉ mục / make the index anew from the archive."""
    discard_index(settings())
    with opened() as (archive, engine), bar("Chỉ mục / index") as tell:
        mend(archive, engine, tell)
        _say(compare(archive, engine), engine.count(), as_json)


def _say(found: Comparison, units: int, as_json: bool) -> None:
    shape = {
        "documents": found.documents,
        "units": found.units,
        "indexed_units": units,
        "missing": len(found.missing),
        "stale": len(found.stale),
        "surplus": len(found.surplus),
        "agrees": found.agrees,
    }
    if as_json:
        say_json(shape)
        return
    for name, value in shape.items():
        click.echo(f"{name}: {value}")
    if not found.agrees:
        note("Chỉ mục khác với kho: chạy `cancu index verify` / the index differs: run `cancu index verify`")
