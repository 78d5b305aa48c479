"""Several processes forked from one that has everything loaded, so that they share its memory. One that dies is
replaced; all end with the one they came from, however it ends.

Where a system cannot fork (Windows) there is one process, and none of this.
"""

from __future__ import annotations

import gc
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from web.allocating import let_go_of_files

log = logging.getLogger("cancu.serve")

CAN_FORK = hasattr(os, "fork") and sys.platform != "win32"

_LEAVE = 1536 * 1024 * 1024
_EACH = 256 * 1024 * 1024
_MOST = 8
_LOOK = 1.0
_STOPPING = 75.0
"""Seconds until a process that was told to stop is killed: a backup may be finished, which takes a minute at most."""
_SHORT = 5.0
_LONGEST_PAUSE = 30.0


def sensible_count() -> int:
    """How many processes should answer on this machine: one a processor, as its memory allows."""
    if not CAN_FORK:
        return 1
    return max(1, min(os.cpu_count() or 1, (_memory() - _LEAVE) // _EACH, _MOST))


def _memory() -> int:
    """Bytes of this machine, or of what it was given (a container)."""
    held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        held = min(held, int(Path("/sys/fs/cgroup/memory.max").read_text("ascii")))
    return held


class Stopping:
    """Whether this process was told to stop; `wake` is called then, from a signal handler."""

    def __init__(self) -> None:
        self.told = False
        self.wake: Callable[[], object] = lambda: None
        self._ended, self._end = os.pipe()

    def tell(self, *_: object) -> None:
        """Stop."""
        if not self.told:
            self.told = True
            os.write(self._end, b".")
        self.wake()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it was told; whether it was."""
        return self.told or bool(select.select([self._ended], [], [], seconds)[0])

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._ended)
        os.close(self._end)


@dataclass(frozen=True)
class Role:
    """What a forked process does until it is told to stop."""

    name: str
    work: Callable[[Stopping], None]


@dataclass
class _Running:
    role: Role
    began: float
    failures: int


class Processes:
    """One process a role, each replaced when it dies."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._roles = roles
        self._running: dict[int, _Running] = {}
        self._waiting: list[tuple[float, Role, int]] = []
        self._killed = False
        self._wake: tuple[int, int] = (-1, -1)
        self._life: tuple[int, int] = (-1, -1)
        self._stopped = 0

    def run(self) -> None:
        """Start them all and look after them until SIGINT or SIGTERM; then all have ended.

        To be called by a process of one thread.
        """
        # What is loaded is not looked through again, by this process or any child: its pages stay shared.
        gc.freeze()
        self._wake, self._life = os.pipe(), os.pipe()
        for end in self._wake:
            os.set_blocking(end, False)
        before = signal.set_wakeup_fd(self._wake[1])
        handlers = {each: signal.signal(each, self._told) for each in (signal.SIGINT, signal.SIGTERM)}
        handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            for role in self._roles:
                self._fork(role, 0)
            let_go_of_files()
            while not self._stopped:
                self._look()
        finally:
            self._end()
            signal.set_wakeup_fd(before)
            for number, handler in handlers.items():
                signal.signal(number, handler)
            for end in (*self._wake, *self._life):
                os.close(end)

    def _told(self, *_: object) -> None:
        self._stopped += 1

    def _look(self) -> None:
        pause = min([_LOOK, *(at - time.monotonic() for at, _, _ in self._waiting)])
        select.select([self._wake[0]], [], [], max(pause, 0))
        with suppress(BlockingIOError):
            os.read(self._wake[0], 4096)
        for running, status in self._ended():
            if not self._stopped:
                self._replace(running, status)
        due = [each for each in self._waiting if each[0] <= time.monotonic()]
        for each in due if not self._stopped else ():
            self._waiting.remove(each)
            self._fork(each[1], each[2])

    def _ended(self) -> list[tuple[_Running, int]]:
        found = []
        for process in list(self._running):
            with suppress(ChildProcessError):
                ended, status = os.waitpid(process, os.WNOHANG)
                if not ended:
                    continue
                found.append((self._running.pop(process), status))
        return found

    def _replace(self, running: _Running, status: int) -> None:
        lived = time.monotonic() - running.began
        failures = running.failures + 1 if lived < _SHORT else 0
        pause = min(2.0 ** (failures - 1), _LONGEST_PAUSE) if failures else 0.0
        log.error(
            "%s ended after %.0f s with %d; another one begins in %.0f s",
            running.role.name,
            lived,
            os.waitstatus_to_exitcode(status),
            pause,
        )
        self._waiting.append((time.monotonic() + pause, running.role, failures))

    def _fork(self, role: Role, failures: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process:
            self._running[process] = _Running(role, time.monotonic(), failures)
            return
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            stopping = Stopping()
            # Ctrl+C goes to all that were started at this terminal: the first process says when the others stop.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, stopping.tell)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(self._life[1])
            for end in self._wake:
                os.close(end)
            threading.Thread(target=self._end_with_parent, args=(self._life[0],), name="parent", daemon=True).start()
            role.work(stopping)
            code = 0
        except BaseException:
            log.exception("%s failed", role.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            # Not through the parent's own ending, which stands further up on this stack.
            os._exit(code)

    @staticmethod
    def _end_with_parent(life: int) -> None:
        os.read(life, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_STOPPING)
        os._exit(1)

    def _end(self) -> None:
        self._tell_all(signal.SIGTERM)
        until, told = time.monotonic() + _STOPPING, self._stopped
        while self._running and time.monotonic() < until:
            self._ended()
            if self._stopped > told:  # a second Ctrl+C
                break
            time.sleep(0.02)
        self._tell_all(signal.SIGKILL)
        while self._running:
            self._ended()
            time.sleep(0.01)

    def _tell_all(self, number: int) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):
                os.kill(process, number)
