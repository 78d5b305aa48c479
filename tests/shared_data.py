"""Where the real test material is, if it is here at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_FOLDER = Path(os.environ.get("CANCU_SHARED") or Path(__file__).resolve().parents[2] / "shared")

SHARED: Path | None = _FOLDER if (_FOLDER / "data").is_dir() else None

needs_shared = pytest.mark.skipif(SHARED is None, reason="real test material (../shared) is not here")


def shared(*parts: str) -> Path:
    """A path inside ../shared. Use only in tests marked with `needs_shared`."""
    assert SHARED is not None
    return SHARED.joinpath(*parts)
