"""What is done beside answering, in one process of a server only: files are read, what was changed is indexed, backups
and digests made, vectors filled in, segments of the index merged."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress

from flask import Flask

from archive.errors import CancuError
from web.background import MeaningFill
from web.caretaking import Caretaker
from web.scheduling import Clock
from web.service import Service

log = logging.getLogger("cancu.web")


class Duties:
    """`start` and `stop`. `demo`: nobody is written to."""

    def __init__(self, application: Flask, *, demo: bool) -> None:
        self._service: Service = application.extensions["cancu"]
        self._fill = MeaningFill(self._service.settings)
        self._caretaker = Caretaker(self._service)
        self._clock = None if demo else Clock(application)

    def start(self) -> None:
        """Begin."""
        with suppress(CancuError):
            # What a stop or a crash left unread is read now; where there is no archive yet, the pages say so.
            self._service.read_queue()
        self._service.follow()
        self._fill.start()
        self._caretaker.start()
        if self._clock is not None:
            self._clock.start()
        threading.Thread(target=self._listen, name="bell", daemon=True).start()

    def stop(self) -> None:
        """End; what is being done is finished or put back."""
        if self._clock is not None:
            self._clock.stop()
        self._caretaker.stop()
        self._fill.stop()

    def _listen(self) -> None:
        while (heard := self._service.together.heard()) is not None:
            came, changed = heard
            self._service.index(changed)
            if came:
                try:
                    self._service.read_queue()
                except CancuError as error:
                    log.warning("the queue is not read: %s", error.reason)
