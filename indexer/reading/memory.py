"""The memory limit of the reading process, set by the process on itself before it opens anything.

Linux and most other POSIX systems: RLIMIT_AS, so that an allocation beyond the limit fails at once. Elsewhere
(Windows; macOS, which accepts the limit and ignores it): a thread looks at the memory in use several times a second
and ends the process. This is the one place that differs between systems.
"""

from __future__ import annotations

import os
import sys
import threading
import time

EXIT_CODE = 86
_INTERVAL = 0.1


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


def _used_on_windows() -> int:
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
    process = windll.kernel32.GetCurrentProcess
    process.restype = wintypes.HANDLE
    query = windll.psapi.GetProcessMemoryInfo
    query.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    if not query(process(), ctypes.byref(counters), counters.cb):
        return 0
    return int(counters.PagefileUsage)
