"""Pictures for the guides, made by the very tests that walk through what the guides tell: they cannot grow old."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

FOLDER = os.environ.get("CANCU_GUIDE_PICTURES", "")
"""Where they are kept (`make pictures`: docs/images). Without it the tests walk the same way and keep nothing."""


def picture(page: Any, name: str) -> None:
    """Keep what the page shows now as `name`.png."""
    if FOLDER:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")
