"""Times, sizes and memory, for benchmarks; nothing but the standard library, so that peers can use it too."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def size_mb(folder: Path) -> float:
    """All files of a folder."""
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, 1)


def peak_memory_mb() -> int:
    """The most memory that this process had at once; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak // (1024 * 1024 if sys.platform == "darwin" else 1024))


def timed(questions: Sequence[Any], ask: Callable[[Any], object]) -> dict[str, float]:
    """p50, p95, p99 and the longest of a round in milliseconds, and questions a second."""
    times = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()

    def at(share: float) -> float:
        return round(times[min(int(len(times) * share), len(times) - 1)], 2)

    return {
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "max_ms": round(times[-1], 2),
        "per_s": round(1000 * len(times) / sum(times), 1),
    }
