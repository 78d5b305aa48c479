"""Backups as somebody with bad intentions, or another program, would make them: sealed all the same."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.manifests import MANIFEST, SEAL, Sealed

Parts = dict[str, bytes]


def parts_of(backup: Path) -> Parts:
    """The files of a backup, the manifest too."""
    with zipfile.ZipFile(backup) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(
    parts: Parts,
    target: Path,
    change: Callable[[dict[str, Any]], None] = lambda manifest: None,
    *,
    relist: bool = True,
    deflate: bool = False,
    twice: str = "",
) -> Path:
    """A sealed backup of these parts, its list of files made anew (`relist`), then changed by `change`."""
    manifest = json.loads(parts[MANIFEST])
    if relist:
        manifest["files"] = [
            {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in parts.items()
            if name != MANIFEST
        ]
    change(manifest)
    with target.open("wb") as out:
        sealed = Sealed(out)
        with zipfile.ZipFile(sealed, "w") as packing:  # type: ignore[call-overload]
            for name, content in parts.items():
                if name != MANIFEST:
                    how = zipfile.ZIP_DEFLATED if deflate or name == "database.sqlite" else zipfile.ZIP_STORED
                    packing.writestr(zipfile.ZipInfo(name), content, how)
            if twice:
                packing.writestr(zipfile.ZipInfo(twice), parts[twice])
            packing.writestr(MANIFEST, json.dumps(manifest))
            packing.comment = SEAL + b"-" * 64
        sealed.seal()
    return target
