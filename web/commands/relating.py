"""`cancu relations`, `cancu validity`, `cancu alerts` and `cancu wanted`: who acts on whom, and what still stands."""

from __future__ import annotations

from datetime import date, datetime

import click

from archive.dates import format_short
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.relations import KINDS
from archive.stored import StoredRelation
from archive.validity import STATE_NAMES, timeline, validity_at
from web.commands.naming import document_named
from web.commands.speaking import as_json, note, opened, say_json
from web.shapes import graph_json, relation_ids, relation_json, resting_json, standing_json, wanted_json

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
_date = click.option("--date", "on", type=_DAY, help="Tính tại ngày / on this day.")
_limit = click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
_offset = click.option("--offset", type=click.IntRange(0), default=0)
_DECISIONS = {"confirmed": "đã xác nhận", "rejected": "đã bác bỏ"}


@click.command()
@click.argument("document")
@as_json
def relations(document: str, as_json: bool) -> None:
    """Quan hệ của văn bản DOCUMENT (mã hoặc số) / the relations of a document, by id or number."""
    with opened() as (archive, _):
        record = document_named(archive, document)
        found = archive.relations.of(record.id)
        records = archive.records({id_ for each in found for id_ in relation_ids(each)})
        around = archive.graph.edges(record.id)
    if as_json:
        say_json({**graph_json(around), "relations": [relation_json(each, records) for each in found]})
        return
    click.echo(f"{_named(record)} — {record.title}")
    for each in found:
        _print_relation(each, record.id, records)
    for edge in around.edges:
        if not edge.relations:
            kind = KINDS[edge.kind]
            click.echo(f"{kind.vi if edge.outgoing else kind.vi_inverse}: {edge.named} ({edge.count})")
    note(f"{len(found)} quan hệ / relations")


@click.command()
@click.argument("document")
@_date
@click.option("--path", default="", help="Một đơn vị / one provision: dieu:5/khoan:2.")
@as_json
def validity(document: str, on: datetime | None, path: str, as_json: bool) -> None:
    """Hiệu lực của văn bản DOCUMENT tại một ngày / whether a document, or a provision, is in force on a day."""
    with opened() as (archive, _):
        record = document_named(archive, document)
    answer = validity_at(record, _day(on), path)
    if as_json:
        say_json(standing_json(record, answer))
        return
    place = f"{pinpoint_wording(path) or path} " if path else ""
    click.echo(f"{place}{_named(record)}: {STATE_NAMES[answer.state][0]} tại ngày {format_short(answer.on)}")
    click.echo(f"    {answer.evidence_vi}")
    for interval in timeline(record, path):
        start = format_short(interval.start) if interval.start else "…"
        end = format_short(interval.end) if interval.end else "…"
        click.echo(f"    [{start}, {end}) {STATE_NAMES[interval.state][0]} ({interval.certainty})")


@click.command()
@_date
@click.option("--all", "everything", is_flag=True, help="Cả văn bản từ nguồn dữ liệu / what loaders brought as well.")
@_limit
@_offset
@as_json
def alerts(on: datetime | None, everything: bool, limit: int, offset: int, as_json: bool) -> None:
    """Văn bản dựa trên căn cứ không còn hiệu lực / documents that rest on what no longer stands."""
    with opened() as (archive, _):
        found = archive.graph.resting(_day(on), ours=not everything, limit=limit, offset=offset)
    if as_json:
        say_json({"on": _day(on), "limit": limit, "offset": offset, "alerts": [resting_json(each) for each in found]})
        return
    for each in found:
        if each.document is None:
            continue
        click.echo(f"{_named(each.document)} (mã {each.document.id}) căn cứ {_named(each.target)}")
        click.echo(f"    {each.validity.evidence_vi}")
        for later in each.successors:
            click.echo(f"    thay thế: {_named(later)}")
    note(f"{len(found)} căn cứ / bases")


@click.command()
@_limit
@_offset
@as_json
def wanted(limit: int, offset: int, as_json: bool) -> None:
    """Văn bản được viện dẫn mà kho chưa có / what is cited most and not held."""
    with opened() as (archive, _):
        total = archive.graph.count_wanted()
        found = archive.graph.wanted(limit, offset)
    if as_json:
        listed = [wanted_json(each) for each in found]
        say_json({"total": total, "limit": limit, "offset": offset, "wanted": listed})
        return
    for each in found:
        day = f" ngày {format_short(each.issued)}" if each.issued else ""
        click.echo(
            f"{each.citing:6d} văn bản, {each.count:6d} chỗ: {each.type} {each.number}{day} {each.title}".rstrip()
        )
    note(f"{total} văn bản còn thiếu / documents not held")


def _print_relation(relation: StoredRelation, document_id: int, records: dict[int, Record]) -> None:
    kind = KINDS[relation.kind]
    acts = relation.source_id == document_id
    other = records.get((relation.target_id or 0) if acts else relation.source_id)
    named = _named(other) if other else f"{relation.type} {relation.number or relation.title} ({relation.status})"
    scope = f" {pinpoint_wording('|'.join(relation.scope))} của" if relation.scope else ""
    said = _DECISIONS.get(relation.decision, relation.certainty)
    click.echo(f"[{relation.id}] {kind.vi if acts else kind.vi_inverse}{scope if acts else ''} {named} ({said})")
    if relation.text:
        click.echo(f"    “{relation.text}”")


def _named(record: Record) -> str:
    day = f" ngày {format_short(record.issued)}" if record.issued else ""
    return f"{record.type} {record.number or record.title}{day}".strip()


def _day(on: datetime | None) -> date:
    return on.date() if on is not None else date.today()
