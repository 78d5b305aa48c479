"""The libraries of recognition and meaning tell nobody anything, and leave nothing in the temporary folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("first", "told"), [("", True), ("import indexer;", False)], ids=["alone", "through us"])
def test_onnxruntime(tmp_path: Path, first: str, told: bool) -> None:
    """Its telemetry shows itself by a file; the run without us is there to see that the test can see it."""
    pytest.importorskip("onnxruntime")
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    done = subprocess.run(
        [sys.executable, "-c", f"{first}import onnxruntime"],
        cwd=ROOT,
        env={**environment, "TMPDIR": str(tmp_path)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    left = [entry.name for entry in tmp_path.iterdir()]
    if told and not left:
        pytest.skip("this build of onnxruntime tells nothing")
    assert bool(left) == told
