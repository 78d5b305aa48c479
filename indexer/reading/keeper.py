"""The keeper of one conversion: a small process that starts LibreOffice, holds it to its limits and cleans up after it.

It stands between the archive and LibreOffice so that nothing is left behind even when the archive itself is killed:
when its standard input ends, the keeper kills LibreOffice with all that it started, and removes the folder that held
its profile, its temporary files and the result. It answers with one line of JSON, `{"path": …}` or `{"failed": word}`
(time, memory, output, crashed, nothing), and keeps the result until its standard input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from indexer.reading.memory import bound_process, memory_of
from indexer.reading.rtf_fonts import plain_charsets
from indexer.yielding import step_behind

PREFIX = "cancu-office-"
_STALE = 6 * 3600.0  # seconds after which a folder whose keeper was killed is removed by the next one
_LOOK = 0.05  # seconds between looks at the running program
_FULL = 0.93  # of its memory: between two looks a program takes more
_NEAR = 0.6  # of its memory: a program that crashed while it held more ran out of it
_RESTART = 81  # LibreOffice's way to say: the profile is made, start me again
_STARTS = 3

# No macro runs, nothing is fetched from outside, no other program is called.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse">
<value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse">
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse">
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="MacroRecorderMode" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "COMSPEC", "PROGRAMFILES", "PROGRAMDATA")


def main(order: str) -> None:
    """Carry out `order` (JSON: program, source, suffix, arguments, target, seconds, memory, max_output, behind)."""
    wanted = json.loads(order)
    if wanted.get("behind"):
        step_behind()
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    _remove_stale()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getppid()}-"))
    try:
        answer = _convert(wanted, folder, ended)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        ended.wait()
    except OSError:  # the archive is gone and with it the other end of the output
        pass
    finally:
        _remove(folder)


def _wait_for_end(ended: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):
        while os.read(0, 1024):
            pass
    ended.set()


def _convert(wanted: dict[str, Any], folder: Path, ended: threading.Event) -> dict[str, str]:
    source = folder / f"source{wanted['suffix']}"
    if wanted["suffix"] == ".rtf":
        source.write_bytes(plain_charsets(Path(wanted["source"]).read_bytes()))
    else:
        shutil.copyfile(wanted["source"], source)
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    out = folder / "out"
    out.mkdir()
    (folder / "tmp").mkdir()
    command = [
        wanted["program"],
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--nofirststartwizard",
        *wanted["arguments"],
        "--outdir",
        str(out),
        str(source),
    ]
    end = time.monotonic() + wanted["seconds"]
    for _ in range(_STARTS):
        process = _start(command, folder, wanted)
        try:
            failed = _watch(process, folder, wanted, end, ended)
        finally:
            _kill(process)
            _remove_dead_pipes()
        if failed or process.returncode != _RESTART:
            break
    if failed:
        return {"failed": failed}
    crashed = process.returncode < 0
    result = out / f"source{wanted['target']}"
    if not result.is_file() or result.stat().st_size == 0:
        return {"failed": "crashed" if crashed else "nothing"}
    if result.stat().st_size >= wanted["max_output"]:  # at the limit the system lets no more be written
        return {"failed": "output"}
    return {"path": str(result)}


def _start(command: list[str], folder: Path, wanted: dict[str, Any]) -> subprocess.Popen[bytes]:
    temporary = str(folder / "tmp")
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    environment |= {
        "HOME": str(folder),
        "USERPROFILE": str(folder),
        "APPDATA": str(folder),
        "TMPDIR": temporary,
        "TMP": temporary,
        "TEMP": temporary,
        "XDG_CACHE_HOME": temporary,
        "XDG_RUNTIME_DIR": temporary,
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "SAL_DISABLE_OPENCL": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        **bound_process(wanted["memory"], wanted["max_output"], wanted["seconds"]),
    )


def _watch(
    process: subprocess.Popen[bytes], folder: Path, wanted: dict[str, Any], end: float, ended: threading.Event
) -> str:
    """Wait for the program to end; why it has to be killed, "" where it ended by itself."""
    looks, most = 0, 0
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            # A program that gets no more memory ends by itself.
            return "memory" if process.returncode not in (0, _RESTART) and most > _NEAR * wanted["memory"] else ""
        looks += 1
        if ended.is_set() or time.monotonic() > end:
            return "time"
        held = memory_of(process.pid)
        most = max(most, held)
        if held > _FULL * wanted["memory"]:
            return "memory"
        if looks % 10 == 0 and _size(folder) > 2 * wanted["max_output"]:
            return "output"


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything that it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _remove_dead_pipes() -> None:
    """Remove the sockets at which LibreOffice waits for other windows of its: killed, it leaves them in /tmp.

    Only those of this user at which nobody listens any more; LibreOffice takes no other place for them.
    """
    if sys.platform == "win32":
        return
    for path in Path("/tmp").glob(f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_*"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as trying:
            trying.settimeout(1.0)
            try:
                trying.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()


def _remove(folder: Path) -> None:
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)  # Windows keeps files of a killed process open for a moment


def _remove_stale() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _STALE:
                shutil.rmtree(folder, ignore_errors=True)
