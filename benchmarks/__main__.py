"""`make bench`: every measurement of docs/performance.md, one after the other; absent material is named.

python -m benchmarks [search] [national_code] [citations] [reading]
"""

from __future__ import annotations

import subprocess
import sys

PARTS = {
    "search": ["benchmarks/search.py", "--peers"],
    "national_code": ["-m", "benchmarks.national_code"],
    "citations": ["-m", "benchmarks.citations"],
    "reading": ["-m", "benchmarks.reading"],
}


def main() -> int:
    """Run the parts asked for, or all; the exit status is 1 when one of them failed."""
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted:
        print(f"\n## {name}\n", flush=True)
        failed |= subprocess.run([sys.executable, *PARTS[name]], check=False, env=_environment()).returncode != 0
    return int(failed)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (os.getcwd(), os.environ.get("PYTHONPATH"))))}


if __name__ == "__main__":
    raise SystemExit(main())
