"""One process that does everything, or several: some that answer and one for all else."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Sequence

from flask import Flask

from web.allocating import give_back, keep_giving_back, look_seldom
from web.condition import TROUBLES
from web.service import Service
from web.serving.duties import Duties
from web.serving.listening import answer, close
from web.serving.processes import CAN_FORK, Processes, Role, Stopping


def in_one(application: Flask, sockets: Sequence[socket.socket], *, demo: bool) -> None:
    """Answer and do everything else in this process, until Ctrl+C or SIGTERM."""
    service: Service = application.extensions["cancu"]
    stopping = Stopping()
    handlers = {each: signal.signal(each, stopping.tell) for each in (signal.SIGINT, signal.SIGTERM)}
    # Whoever asks first finds the model and the index ready, or waits for what is left of it.
    threading.Thread(target=service.warm, name="warming", daemon=True).start()
    look_seldom()
    if CAN_FORK:
        keep_giving_back(stopping.wait)
    duties = Duties(application, demo=demo)
    duties.start()
    try:
        answer(application, sockets, lambda: stopping.told, lambda wake: setattr(stopping, "wake", wake))
    finally:
        duties.stop()
        service.close()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        stopping.close()


def in_several(application: Flask, sockets: Sequence[socket.socket], count: int, *, demo: bool) -> None:
    """Answer in `count` processes and do everything else in another one, until Ctrl+C or SIGTERM."""
    service: Service = application.extensions["cancu"]
    TROUBLES.share()
    service.share()
    give_back()

    def answering(stopping: Stopping) -> None:
        service.forked(reads=False)
        look_seldom()
        keep_giving_back(stopping.wait)
        try:
            answer(application, sockets, lambda: stopping.told, lambda wake: setattr(stopping, "wake", wake))
        finally:
            service.close()

    def beside(stopping: Stopping) -> None:
        close(sockets)
        service.forked(reads=True)
        keep_giving_back(stopping.wait)
        duties = Duties(application, demo=demo)
        duties.start()
        try:
            stopping.wait()
        finally:
            duties.stop()
            service.close()

    roles = [Role(f"answering process {number}", answering) for number in range(1, count + 1)]
    try:
        Processes([*roles, Role("process beside", beside)]).run()
    finally:
        close(sockets)
        sys.stdout.flush()
