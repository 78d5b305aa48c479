"""What the commands share: opening the archive, writing JSON or lines, showing progress on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from archive.documents import Archive
from archive.settings import Settings
from indexer.engine import open_engine
from indexer.engine.base import Engine

as_json = click.option("--json", "as_json", is_flag=True, help="Một giá trị JSON ra stdout / one JSON value on stdout.")


def settings() -> Settings:
    """The settings of this process. A wrong CANCU_* variable is wrong usage."""
    try:
        return Settings.from_environment()
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def opened(*, create: bool = False) -> Iterator[tuple[Archive, Engine]]:
    """The archive and its index, closed afterwards."""
    now = settings()
    with Archive.create(now) if create else Archive.open(now) as archive:
        engine = open_engine(now)
        try:
            yield archive, engine
        finally:
            engine.close()


def say_json(value: Any) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def note(text: str) -> None:
    """A message to the person, on standard error."""
    click.echo(text, err=True)


@contextmanager
def bar(label: str) -> Iterator[Callable[..., None]]:
    """A progress bar on standard error; called with (done, all) or (done, all, what is done now)."""
    # Not at the head: a server shows none, and waits for nothing that it does not need.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
        task = progress.add_task(label, total=None)

        def tell(done: int, total: int, what: str = "") -> None:
            progress.update(task, completed=done, total=total or None, description=what or label)

        yield tell
