"""Imports point down: web → corpus → indexer → archive (design.md, "The house")."""

from __future__ import annotations

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_point_down() -> None:
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
