"""`cancu evaluate`: how often the right article comes first."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.evaluation import evaluate as measure
from indexer.embedding import open_embedder
from web.commands.speaking import as_json, bar, say_json, settings


@click.command()
@click.option("--articles", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--questions", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--words", is_flag=True, help="Chỉ tìm theo từ ngữ / by words only, without meaning.")
@as_json
def evaluate(articles: Path, questions: Path, words: bool, as_json: bool) -> None:
    """Đo chất lượng tìm kiếm trên bộ câu hỏi / measure relevance on a labelled set (shape of data/alqac).

    Search is by words and meaning together, as everywhere; all articles are embedded first.
    """
    now = settings()
    with bar("Lập chỉ mục theo nghĩa / meaning") as tell:
        figures = measure(articles, questions, None if words else open_embedder(now), tell)
    if as_json:
        say_json(figures)
        return
    for name, value in figures.items():
        click.echo(f"{name}: {value}")
