"""What the serving process does by the clock, in a thread of its own: digests."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask

from archive.errors import CancuError
from web.digesting import Delivered, deliver

log = logging.getLogger("cancu.digest")

EVERY = 60.0
AFTER_FAILURE = 15 * 60.0


class Clock:
    """Looks every minute whether a digest is due. Which period was sent stands in the database, so that a restart or a
    second process sends nothing twice."""

    def __init__(self, app: Flask, every: float = EVERY) -> None:
        self._app = app
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cancu-clock", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a message that is being handed over is waited for a little."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        rest = 0.0
        while not self._ended.wait(self._every):
            if time.monotonic() < rest:
                continue
            told: list[Delivered] = []
            try:
                told = deliver(self._app)
            except CancuError as error:
                log.debug("no digest: %s", error.reason)
            except Exception:
                log.exception("digests were not sent")
                rest = time.monotonic() + AFTER_FAILURE
            if any(each.status == "failed" for each in told):
                rest = time.monotonic() + AFTER_FAILURE
