"""The tables of relation cases: a case a line in `relation_tables`, `¶` a line end, `⇒` before what is expected."""

from __future__ import annotations

from pathlib import Path

_TABLES = Path(__file__).parent / "relation_tables"


def lines_of(name: str) -> list[str]:
    """The cases of a table, without its comments."""
    lines = (_TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("¶", "\n") for line in lines if line and not line.startswith("#")]


def pairs_of(name: str) -> list[tuple[str, str]]:
    """Text and what is expected of it."""
    return [(text.strip(), expected.strip()) for text, _, expected in (line.partition("⇒") for line in lines_of(name))]
