"""What keeping says to programs: backups, what was verified."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.manifests import Manifest
from archive.verifying import Problem, Verification
from indexer.indexing import Comparison


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """What a backup holds, in short."""
    return {
        "created": manifest.created,
        "program": manifest.program,
        "schema": manifest.schema,
        "counts": manifest.counts,
        "files": len(manifest.members),
        "bytes": manifest.size,
        "missing": list(manifest.missing),
        "waiting": manifest.waiting,
        "audit": {"entries": manifest.head.entries, "hash": manifest.head.hash},
    }


def verification_json(found: Verification, problems: list[Problem]) -> dict[str, Any]:
    """What a look at everything found."""
    return {
        "holds": not problems,
        "files": found.files,
        "unnamed_files": found.unnamed,
        "audit": {"entries": found.head.entries, "hash": found.head.hash},
        "problems": [asdict(each) for each in problems],
    }


def index_problems(found: Comparison) -> list[Problem]:
    """How the index differs from the archive, as a problem."""
    count = len(found.missing) + len(found.stale) + len(found.surplus)
    if not count:
        return []
    return [
        Problem(
            "index",
            "behind",
            str(count),
            f"Chỉ mục tìm kiếm lệch với kho ở {count} văn bản. Hãy chạy `cancu index verify`.",
            f"The index differs from the archive in {count} documents. Run `cancu index verify`.",
        )
    ]
