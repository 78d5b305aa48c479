"""Archives that many tests begin with: made once in a run of the tests, whatever its processes, and copied."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock


def copy_of(name: str, make: Callable[[Path], Any], home: Path, factory: pytest.TempPathFactory) -> Any:
    """Lay a copy of the archive `name` at `home`; gives what `make` gave, a JSON value, when it made it in a folder.

    `make` has closed the archive when it ends. The first who asks makes it, others wait.
    """
    base = factory.getbasetemp()
    # pytest-xdist gives each of its processes a folder within that of the run.
    folder = (base.parent if base.name.startswith("popen-") else base) / "prepared"
    folder.mkdir(exist_ok=True)
    told = folder / f"{name}.json"
    with FileLock(folder / f"{name}.lock"):
        if not told.exists():
            told.write_text(json.dumps(make(folder / name)), "utf-8")
    shutil.copytree(folder / name, home)
    return json.loads(told.read_text("utf-8"))
