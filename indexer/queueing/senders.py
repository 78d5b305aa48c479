"""Who sent a file, and who may see what becomes of it, as the queue's table keeps them."""

from __future__ import annotations

import json

from archive.access import Access
from archive.seeing import SYSTEM, Viewer


def packed_sender(sender: Viewer) -> str:
    """A sender as text; "" for the program itself."""
    if sender.everything:
        return ""
    return json.dumps([sender.person, sender.name, sender.role, sorted(sender.departments)], ensure_ascii=False)


def unpacked_sender(packed: str) -> Viewer:
    """As `packed_sender` has it."""
    if not packed:
        return SYSTEM
    person, name, role, departments = json.loads(packed)
    return Viewer(person, name, role, frozenset(departments))


def packed_access(access: Access | None) -> str:
    """What was chosen as text; "" where nothing was."""
    if access is None:
        return ""
    return json.dumps([access.level, access.people, access.departments])


def unpacked_access(packed: str) -> Access | None:
    """As `packed_access` has it."""
    if not packed:
        return None
    level, people, departments = json.loads(packed)
    return Access(level, tuple(people), tuple(departments))
