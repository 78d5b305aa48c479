"""The background fill of the index of meaning: a process of its own beside the web application, at the lowest
priority, which waits while somebody waits for an answer. It ends with the process that started it, however that ends:
it reads the other end of its standard input.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys

from archive.settings import Settings
from indexer.yielding import creation_flags

log = logging.getLogger("cancu.web")


class MeaningFill:
    """Starts the fill and stops it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; where that fails search goes on by words, and the log says so."""
        environment = {
            **os.environ,
            "CANCU_HOME": str(self._settings.home),
            "CANCU_DATABASE_URL": self._settings.database_url,
        }
        command = [sys.executable, "-m", "web.cli", "index", "meaning", "--follow"]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env=environment,
                creationflags=creation_flags(last=True),
            )
        except OSError:
            log.exception("the index of meaning is not filled")

    def stop(self) -> None:
        """Stop it; what it has not stored yet it makes again the next time."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
