"""Which of the machine's Python interpreters the virtual environment is made with.

A Python that was compiled without its optimisation (pyenv's, unless told otherwise) took half as long again for a small
loop, 69 ms against 46, and 6 % longer for a whole search, most of which is not Python. Asked only where the one
at hand is such a one, or too old, and `.venv` has yet to be made.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 13)
"""`requirements.lock` has packages for it that need no compiler; a newer interpreter is never chosen, only kept."""
FOLDERS = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
NOTHING = subprocess.DEVNULL
SECONDS = 2.0
"""For all that are asked, together; on a machine at rest they answer in a tenth of that."""


@dataclass(frozen=True)
class Interpreter:
    """What one said of itself. `built`: how it was configured and compiled; `missing`: a module that it has not."""

    path: str
    version: tuple[int, int, int]
    kind: str = "cpython"
    prefix: str = ""
    windows: bool = False
    inside: bool = False
    missing: str = ""
    built: str = ""
    debug: bool = False

    @property
    def optimised(self) -> bool:
        """Compiled with a profile of itself, as distributions (Debian's says nothing of it) and python.org do."""
        if self.debug:
            return False
        told = any(word in self.built for word in ("--enable-optimizations", "-fprofile-use", "-fprofile-instr-use"))
        return told or self.windows or self.prefix == "/usr" or self.prefix.startswith("/Library/Frameworks/")

    @property
    def fit(self) -> bool:
        """Whether an environment of ours may be made with it."""
        whole = self.kind == "cpython" and not (self.missing or self.inside or self.debug)
        return whole and OLDEST <= self.version[:2] <= NEWEST

    @property
    def number(self) -> str:
        return ".".join(map(str, self.version))


def choose(running: Interpreter, others: Sequence[Interpreter]) -> Interpreter:
    """The running one, unless too old, or not optimised where another is: then one of its version, else the oldest."""
    if running.version[:2] >= OLDEST and running.optimised:
        return running
    better = [other for other in others if other.fit and (other.optimised or running.version[:2] < OLDEST)]
    better.sort(key=lambda one: (not one.optimised, one.version[:2] != running.version[:2], one.version[:2]))
    return better[0] if better else running


def best() -> tuple[Interpreter, Interpreter]:
    """The running interpreter, and the one to take: any doubt means the running one."""
    running = myself()
    if running.version[:2] >= OLDEST and running.optimised:
        return running, running
    try:
        return running, choose(running, ask(candidates(os.environ.get("PATH", "").split(os.pathsep))))
    except OSError:
        return running, running


def myself() -> Interpreter:
    missing = ""
    try:
        for name in ("venv", "ensurepip", "sqlite3", "ssl", "lzma"):
            importlib.import_module(name)
    except ImportError as error:
        missing = str(error)
    built = [str(sysconfig.get_config_var(name) or "") for name in ("CONFIG_ARGS", "PY_CFLAGS", "PY_CORE_CFLAGS")]
    return Interpreter(
        path=sys.executable,
        version=sys.version_info[:3],
        kind=sys.implementation.name,
        prefix=sys.base_prefix,
        windows=os.name == "nt",
        inside=sys.prefix != sys.base_prefix,
        missing=missing,
        built=" ".join(built),
        debug=bool(sysconfig.get_config_var("Py_DEBUG") or sysconfig.get_config_var("Py_GIL_DISABLED")),
    )


def candidates(path: Sequence[str]) -> list[str]:
    """Interpreters along `path` and where systems keep theirs, each once; not pyenv's starters, which are scripts."""
    names = ["python3", *(f"python3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1))]
    found = {}
    for folder in dict.fromkeys([*path, *FOLDERS]):
        for name in names:
            one = Path(folder) / name
            if folder and one.is_file() and os.access(one, os.X_OK):
                found.setdefault(one.resolve(), one)
    return [str(one) for real, one in found.items() if not _is_script(real)]


def _is_script(program: Path) -> bool:
    with program.open("rb") as file:
        return file.read(2) == b"#!"


def ask(paths: Sequence[str]) -> list[Interpreter]:
    """What each says of itself, all asked at once; who does not answer in time or in order is left out."""
    asked = []
    for path in paths:
        try:
            command = [path, "-I", __file__]
            process = subprocess.Popen(command, stdin=NOTHING, stdout=subprocess.PIPE, stderr=NOTHING)
        except OSError:
            continue
        asked.append((path, process))
    until = time.monotonic() + SECONDS
    told = []
    for path, process in asked:
        with process:
            try:
                said = json.loads(process.communicate(timeout=max(0.01, until - time.monotonic()))[0])
                told.append(Interpreter(**{**said, "path": path, "version": tuple(said["version"])}))
            except (subprocess.TimeoutExpired, ValueError, TypeError, KeyError):
                process.kill()
    return told


if __name__ == "__main__":
    print(json.dumps(asdict(myself())))
