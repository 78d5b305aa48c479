"""`cancu search` and `cancu show`."""

from __future__ import annotations

from datetime import date, datetime

import click

from archive.shapes import record_json
from indexer.catalogue import HELD, LEVELS, STATES
from indexer.fusing import open_fusion
from indexer.search import SORTS, SearchRequest, SearchService, result_json
from web.commands.naming import document_named
from web.commands.speaking import as_json, opened, say_json, settings

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.command()
@click.argument("query")
@click.option("--type", "types", multiple=True, help="Tên loại / document type.")
@click.option("--issuer", "issuers", multiple=True, help="Cơ quan ban hành / issuer.")
@click.option("--year-from", type=int)
@click.option("--year-to", type=int)
@click.option(
    "--in-force", "in_force", is_flag=False, flag_value="today", help="Còn hiệu lực (ngày) / in force on DATE."
)
@click.option("--mode", type=click.Choice(["words", "meaning", "auto"]), default="auto")
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Cấp ban hành / level of issuer.")
@click.option("--field", "fields", multiple=True, help="Lĩnh vực / field.")
@click.option("--validity", "validities", multiple=True, type=click.Choice(STATES), help="Hiệu lực / validity.")
@click.option("--held", multiple=True, type=click.Choice(HELD), help="Có toàn văn hay không / with text or not.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", help="Sắp xếp / order.")
@click.option("--as-typed", is_flag=True, help="Tìm đúng như gõ / mend and restore nothing.")
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@as_json
def search(
    query: str,
    types: tuple[str, ...],
    issuers: tuple[str, ...],
    year_from: int | None,
    year_to: int | None,
    in_force: str | None,
    mode: str,
    levels: tuple[str, ...],
    fields: tuple[str, ...],
    validities: tuple[str, ...],
    held: tuple[str, ...],
    sort: str,
    as_typed: bool,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """Tìm điều, khoản theo từ ngữ hoặc số ký hiệu / find provisions by word or number."""
    day: date | None = None
    if in_force == "today":
        day = date.today()
    elif in_force:
        found = _DAY.convert(in_force, None, None)
        day = found.date() if isinstance(found, datetime) else None
    request = SearchRequest(
        query=query,
        types=types,
        issuers=issuers,
        year_from=year_from,
        year_to=year_to,
        in_force=day,
        mode=mode,
        limit=limit,
        offset=offset,
        levels=levels,
        fields=fields,
        validities=validities,
        held=held,
        sort=sort,
        as_typed=as_typed,
    )
    with opened() as (archive, engine):
        fusion = open_fusion(settings(), engine, archive, create=False)
        result = SearchService(archive, engine, fusion).search(request)
    if as_json:
        say_json(result_json(result))
        return
    if result.restored:
        click.echo(f"Đã hiểu là: {result.restored}")
    if result.meant:
        click.echo(f"Có phải ý bạn là: {result.meant}")
    for reading in result.readings:
        click.echo(f"Bạn muốn hỏi: {reading.vi} → cancu search {reading.query!r}")
    for told in result.notes:
        click.echo(told, err=True)
    for number, hit in enumerate(result.hits, offset + 1):
        record = hit.record
        click.echo(f"{number}. {record.type} {record.number} — {record.title}")
        where = " ".join(filter(None, (hit.label, hit.heading)))
        click.echo(f"   {where}  [{hit.validity.state}]" if where else f"   [{hit.validity.state}]")
        click.echo(f"   {hit.snippet.text}")
    click.echo(f"{result.total} kết quả, {result.took_ms:.0f} ms", err=True)


@click.command()
@click.argument("document")
@click.argument("path", required=False)
@as_json
def show(document: str, path: str | None, as_json: bool) -> None:
    """Xem văn bản theo mã hoặc số ký hiệu / show a document by id or number, or one provision (dieu:5/khoan:2)."""
    with opened() as (archive, _):
        record = document_named(archive, document)
        document_id = record.id
        text, shown = archive.text(document_id), record_json(record, date.today())
        provisions = archive.provisions(document_id)
        if path:
            unit = archive.provision(document_id, path)
            text = text[unit.start : unit.end]
            provisions = [unit]
    if as_json:
        shapes = [
            {"path": p.path, "label": p.label, "heading": p.heading, "start": p.start, "end": p.end} for p in provisions
        ]
        say_json({"document": shown, "provisions": shapes, "text": text})
        return
    click.echo(f"{record.type} {record.number} {record.title}\n")
    click.echo(text or "(chỉ có trong danh mục, chưa có toàn văn / catalogued only, no text)")
