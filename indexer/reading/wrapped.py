"""What a Word file wraps: content controls, tracked insertions, and alternatives for older programs."""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"))


def inside(container: Any, name: str) -> list[Any]:
    """Rows (`tr`) of a table, cells (`tc`) of a row: also those wrapped in content controls or tracked changes."""
    found: list[Any] = []
    for child in container:
        if child.tag == f"{_W}{name}":
            found.append(child)
        elif child.tag in _WRAPPERS:
            found += inside(child, name)
    return found


def alternative(block: Any) -> Any:
    """One of the alternatives of a markup-compatibility block, never both: the same text would come twice."""
    for name in ("Choice", "Fallback"):
        for branch in block.findall(f"{_MC}{name}"):
            if len(branch):
                return branch
    return ()
