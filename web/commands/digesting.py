"""`cancu digest`: send the digests that are due, or show what would be sent."""

from __future__ import annotations

from dataclasses import asdict

import click

from web.commands.speaking import as_json, note, say_json, settings

_SAID = {
    "sent": "đã gửi / sent",
    "would_send": "sẽ gửi / would be sent",
    "nothing": "không có gì mới / nothing to tell",
    "no_address": "không có địa chỉ thư / no e-mail address",
    "failed": "chưa gửi được / failed",
}


@click.command()
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không gửi / show, send nothing.")
@as_json
@click.pass_context
def digest(ctx: click.Context, dry_run: bool, as_json: bool) -> None:
    """Gửi các bản tin đến kỳ qua thư điện tử / send the e-mail digests that are due."""
    from web.app import create_app
    from web.digesting import deliver

    app = create_app(settings())
    try:
        told = deliver(app, dry=dry_run)
    finally:
        app.extensions["cancu"].close()
    if as_json:
        say_json([asdict(each) for each in told])
    else:
        for each in told:
            note(f"{each.person} <{each.address}>: {_SAID[each.status]} {each.reason}".rstrip())
            if dry_run and each.text:
                click.echo(f"{each.subject}\n\n{each.text}")
        if not told:
            note("Không có bản tin nào đến kỳ / no digest is due")
    if any(each.status == "failed" for each in told):
        ctx.exit(1)
