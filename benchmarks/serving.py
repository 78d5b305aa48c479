"""A real `cancu serve` with its processes, asked over HTTP by many at once: what the load benchmarks share."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.process_watch import below

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """The process that was started to serve; `began` the moment (monotonic) it was."""

    process: subprocess.Popen[bytes]
    port: int
    began: float

    def connection(self) -> http.client.HTTPConnection:
        """A connection that is kept alive."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def first_answer(self, path: str) -> float:
        """Seconds from the start of the process to the first whole answer. Raises RuntimeError where it ended."""
        while True:
            try:
                asked = self.connection()
                asked.request("GET", path)
                answer = asked.getresponse()
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{path}: HTTP {answer.status}")
                return time.monotonic() - self.began
            except (ConnectionError, http.client.HTTPException):
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server ended with {self.process.returncode}") from None
                time.sleep(0.01)
            finally:
                asked.close()

    def processes(self) -> list[int]:
        """The processes that serve: the one that was started and those forked from it. Readers of files and the fill of
        meaning, which are programs of their own, are not among them (Linux; elsewhere the first alone)."""
        first = self.process.pid
        if not Path("/proc").is_dir():
            return [first]
        return [first, *sorted(one for one in below(first) if _command(one) == _command(first))]

    def processor_seconds(self) -> float:
        """Processor time that the processes that serve have used so far (Linux, 0 elsewhere)."""
        return sum(_used(one)[0] for one in self.processes())

    def beside_seconds(self) -> float:
        """Processor time of what they started: readers of files, the fill of meaning; those that have ended, too."""
        serving = self.processes()
        others = below(self.process.pid) - set(serving) if Path("/proc").is_dir() else set()
        return sum(_used(one)[1] for one in serving) + sum(sum(_used(one)) for one in others)

    def memory_mb(self) -> dict[str, int]:
        """Memory of all processes that serve, in MiB, what they share counted once: held now, of their own, of mapped
        files; and how many processes they are (Linux)."""
        names = {"Pss": "held", "Pss_Anon": "own", "Pss_File": "mapped"}
        sums = dict.fromkeys(names.values(), 0)
        serving = self.processes()
        for one in serving:
            try:
                lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
            except OSError:
                continue
            values = dict(line.split(":", 1) for line in lines[1:] if ":" in line)
            for name, told in names.items():
                sums[told] += int(values[name].split()[0]) if name in values else 0
        return (
            {**{told: value // 1024 for told, value in sums.items()}, "processes": len(serving)} if sums["held"] else {}
        )


def _used(process: int) -> tuple[float, float]:
    """Processor seconds of a process, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS, (int(fields[13]) + int(fields[14])) / TICKS


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """Start a server; `command` gets `--port N` added. It is stopped at the end.

    What it says goes into the file that CANCU_SERVER_LOG names, nowhere without it.
    """
    port = free_port()
    said = open(os.environ.get("CANCU_SERVER_LOG") or os.devnull, "ab")  # noqa: SIM115 (the process writes on)
    began = time.monotonic()
    process = subprocess.Popen([*command, "--port", str(port)], env=dict(environment), stdout=said, stderr=said)
    said.close()
    try:
        yield Server(process, port, began)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def office(home: Path, **more: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment of `cancu serve --demo` over an archive; nobody is held back for asking much."""
    environment = {**os.environ, "CANCU_HOME": str(home), "CANCU_RATE_PER_MINUTE": "0", **more}
    environment.pop("CANCU_DATABASE_URL", None)
    return [sys.executable, "-m", "web.cli", "serve", "--demo"], environment


def search_path(query: str, **more: object) -> str:
    """The API's address of a search."""
    return "/api/v1/search?" + urlencode({"q": query, **more})


@dataclass(frozen=True)
class Round:
    """What a round of requests took: milliseconds of each, in order; seconds of the whole; processor milliseconds a
    request; what went wrong."""

    times: tuple[float, ...]
    seconds: float
    processor_ms: float
    errors: tuple[str, ...]

    def at(self, share: float) -> float:
        """A quantile in milliseconds."""
        return self.times[min(int(len(self.times) * share), len(self.times) - 1)] if self.times else 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0


def asked_by(server: Server, users: int, paths: Sequence[str]) -> Round:
    """Every path asked once, by so many users side by side, each with a connection of his own and no time to think."""
    waiting = iter(paths)
    lock = threading.Lock()
    times: list[float] = []
    errors: list[str] = []

    def user() -> None:
        connection = server.connection()
        while True:
            with lock:
                path = next(waiting, None)
            if path is None:
                connection.close()
                return
            began = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    errors.append(f"HTTP {answer.status} {path}")
            except (OSError, http.client.HTTPException) as error:
                errors.append(f"{type(error).__name__} {path}")
                connection.close()
            times.append((time.perf_counter() - began) * 1000)

    before, began = server.processor_seconds(), time.perf_counter()
    together(user, users)
    seconds = time.perf_counter() - began
    used = (server.processor_seconds() - before) * 1000 / max(len(times), 1)
    return Round(tuple(sorted(times)), seconds, used, tuple(errors))


def together(work: Callable[[], None], count: int) -> None:
    """Do the same so many times side by side."""
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
