"""Ending a process with everything it started. The one place where this differs between systems."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from indexer.yielding import creation_flags

_INTERVAL = 0.5


def own_group(*, behind: bool = False) -> dict[str, Any]:
    """Arguments of `Popen` that put the process, and what it starts, into a group of its own; `behind`: on Windows also
    behind what others do (elsewhere it steps behind by itself: `indexer.yielding`)."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | (creation_flags() if behind else 0)}
    return {"start_new_session": True}


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill `process` (started with `own_group`) and what it started. Nothing happens where all have ended."""
    if sys.platform == "win32":
        if process.poll() is None:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], **quiet)
            process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
        process.kill()


def end_with_parent() -> None:
    """From now on this process, the head of its group, ends with its group once its parent is gone."""
    if sys.platform == "win32":
        return  # a console program without its pipes ends at its next answer
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_INTERVAL)
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
