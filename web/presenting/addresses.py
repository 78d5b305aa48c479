"""The address of a provision as it stands in a link: `dieu-5.khoan-2.diem-a`, which survives e-mail and chat.

Inside the archive it is the path `dieu:5/khoan:2/diem:a`; both are understood wherever an address is read.
"""

from __future__ import annotations

import re

_KINDS = "phan|chuong|muc|tieumuc|dieu|khoan|diem|la_ma|so|phuluc|kemtheo|mau|mo_dau|toan_van"
_PATH = re.compile(rf"(?:{_KINDS})(?::|/|$)")
_STEP = re.compile(rf"\.(?=(?:{_KINDS})(?:-|\.|$))")
LONGEST = 300


def anchor_of(path: str) -> str:
    """The address of a provision by its path."""
    return ".".join(step.replace(":", "-", 1) for step in path.split("/")) if path else ""


def path_of(address: str) -> str:
    """The path that an address names, whichever way it is written; "" for "" or one that is far too long."""
    if len(address) > LONGEST or _PATH.match(address):
        return address[:LONGEST]
    return "/".join(step.replace("-", ":", 1) for step in _STEP.split(address)) if address else ""
