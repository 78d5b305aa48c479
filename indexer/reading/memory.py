"""The memory limit of the reading process, set by the process on itself before it opens anything; and the limits of
programs that are started (LibreOffice).

Linux and most other POSIX systems: RLIMIT_AS, so that an allocation beyond the limit fails at once. Elsewhere
(Windows; macOS, which accepts the limit and ignores it): a thread looks at the memory in use several times a second
and ends the process. This is the one place that differs between systems.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

EXIT_CODE = 86
_INTERVAL = 0.1
_SHARED = 160 * 1024 * 1024  # what a program holds of its own code, beside its data
_MAPPED = 4 * 1024 * 1024 * 1024  # what a program may map beyond what it may use
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def limit_memory(limit: int) -> str:
    """Hold this process to `limit` bytes. Returns how: `rlimit` or `watch`."""
    if sys.platform.startswith("linux"):
        import resource

        try:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
        except (ValueError, OSError):
            pass
        else:
            return "rlimit"
    watch_memory(limit)
    return "watch"


def watch_memory(limit: int) -> None:
    """Start the thread that ends the process with EXIT_CODE once it uses more than `limit` bytes."""

    def watch() -> None:
        while True:
            if used_memory() > limit:
                os._exit(EXIT_CODE)
            time.sleep(_INTERVAL)

    threading.Thread(target=watch, daemon=True).start()


def used_memory() -> int:
    """Bytes this process uses at most so far (POSIX) or now (Windows); 0 where the system does not say."""
    if sys.platform == "win32":
        return _used_on_windows()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def memory_of(process: int) -> int:
    """Bytes that another process holds in memory now; 0 where the system does not say or it has ended."""
    if sys.platform.startswith("linux"):
        try:
            with open(f"/proc/{process}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return 0
    if sys.platform == "win32":
        return _used_on_windows(process)
    import subprocess

    said = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False).stdout
    return int(said) * 1024 if said.strip().isdigit() else 0


def bound_process(memory: int, file_size: int, seconds: float) -> dict[str, Any]:
    """Arguments for `subprocess.Popen` that start a program in a process group of its own, under limits it inherits:
    address space (far above `memory`: programs map more than they use), data (Linux: below `memory` by what the
    program's own code takes; the rest is held by looking), size of a written file, processor time, no core file; on
    Linux it dies with its parent. Windows: a group only.
    """
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}

    def limit() -> None:
        import resource

        for kind, value in (
            (resource.RLIMIT_AS, memory + _MAPPED),
            (resource.RLIMIT_DATA, max(memory - _SHARED, memory // 2)),
            (resource.RLIMIT_FSIZE, file_size),
            (resource.RLIMIT_CPU, int(2 * seconds) + 1),
            (resource.RLIMIT_CORE, 0),
        ):
            try:
                _, hard = resource.getrlimit(kind)
                bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(kind, (bound, bound))
            except (ValueError, OSError):
                continue
        if sys.platform.startswith("linux"):
            import ctypes
            import signal

            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)

    return {"start_new_session": True, "preexec_fn": limit}


def _used_on_windows(other: int | None = None) -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
            ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        ]

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    windll = getattr(ctypes, "windll")  # noqa: B009 - the name exists on Windows only
    query = windll.psapi.GetProcessMemoryInfo
    query.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    windll.kernel32.GetCurrentProcess.restype = windll.kernel32.OpenProcess.restype = wintypes.HANDLE
    windll.kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
    if other is None:
        handle = windll.kernel32.GetCurrentProcess()
    else:
        handle = windll.kernel32.OpenProcess(0x0410, False, other)  # query information, read memory
    if not handle:
        return 0
    known = query(handle, ctypes.byref(counters), counters.cb)
    if other is not None:
        windll.kernel32.CloseHandle(handle)
    return int(counters.PagefileUsage) if known else 0
