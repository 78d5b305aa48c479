"""`cancu evaluate`: how often the right article comes first."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.evaluation import evaluate as measure
from web.commands.speaking import as_json, say_json


@click.command()
@click.option("--articles", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--questions", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def evaluate(articles: Path, questions: Path, as_json: bool) -> None:
    """Đo chất lượng tìm kiếm trên bộ câu hỏi / measure relevance on a labelled set (shape of data/alqac)."""
    figures = measure(articles, questions)
    if as_json:
        say_json(figures)
        return
    for name, value in figures.items():
        click.echo(f"{name}: {value}")
