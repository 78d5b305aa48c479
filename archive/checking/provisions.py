"""The articles, clauses and points that a citation names: are they there, and do they still stand on the day?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from archive import messages
from archive.citations.model import Citation
from archive.differences import Doubt, FieldMismatch
from archive.effects import Effect
from archive.evidence import unreliable
from archive.pinpoint_wording import pinpoint_wording
from archive.pinpoints_held import missing_pinpoint
from archive.records import Record
from archive.resolving import Holdings
from archive.validity import Validity, validity_at
from archive.wording import short_citation

_CHANGING = frozenset({"amends", "supplements"})
_ENDING = frozenset({"replaces", "repeals", "repeals_part"})


@dataclass(frozen=True)
class ProvisionsCited:
    """What is to be said of the provisions cited.

    `absent` the first that the document does not have. `ended` those that no longer stand, though the document does,
    each with its validity. `doubts` what else keeps them from being relied on. `meant` is a path where the provision is
    there under another one only: in what is attached to the document. `state` is the validity of the provision where
    exactly one is cited and nothing keeps it from standing.
    """

    absent: FieldMismatch | None = None
    ended: tuple[tuple[str, Validity], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    meant: str = ""
    state: Validity | None = None


def provisions_cited(
    citation: Citation, record: Record, holdings: Holdings, on: date, behind: str = ""
) -> ProvisionsCited:
    """Look at each provision that the citation names, on the day `on`; nothing is said where nothing is known.

    `behind` is the text that follows the citation: it may name the amendments itself.
    """
    if not citation.pinpoint or unreliable(record):
        return ProvisionsCited()
    paths = _paths(holdings, record)
    amended = any(flag.startswith("amended") for flag in citation.flags) or _AMENDED.match(behind) is not None
    meant, attached = _only_attached(citation, record, paths)
    absent = None if attached or _was_changed(record, on) else _absent(citation, record, paths)
    ended: list[tuple[str, Validity]] = []
    doubts: list[Doubt] = [*attached]
    changed: dict[Effect, list[str]] = {}
    whole = validity_at(record, on)
    cited = expanded(citation.pinpoint) if whole.state not in {"expired", "suspended"} else []  # said of the whole
    states = [validity_at(record, on, path) for path in cited]
    for path, state in zip(cited, states, strict=True):
        if state.state == "expired":
            ended.append((path, state))
        elif state.state in {"not_yet", "suspended"}:
            if state.state == whole.state:
                continue
            doubts.append(messages.provision_not_usable(record, path, state))
        elif not amended:
            for effect in _changes(state):
                changed.setdefault(effect, []).append(path)
    doubts += [messages.provision_changed("|".join(where), effect) for effect, where in changed.items()]
    if not paths:
        doubts.append(messages.provision_unchecked(citation.pinpoint, record))
    alone = states[0] if len(states) == 1 and not ended else None
    return ProvisionsCited(absent, tuple(ended), tuple(doubts), meant, alone)


_RANGE = re.compile(r"^(.*?)([a-z_]+):(\d+)-(\d+)$")
_WIDEST = 60


def expanded(pinpoint: str) -> list[str]:
    """Each path of a pinpoint; a range of plain numbers as all that lies in it (`dieu:15-17` as 15, 16, 17)."""
    found: list[str] = []
    for path in pinpoint.split("|"):
        span = _RANGE.match(path)
        if span and int(span[3]) <= int(span[4]) <= int(span[3]) + _WIDEST:
            found += [f"{span[1]}{span[2]}:{n}" for n in range(int(span[3]), int(span[4]) + 1)]
        elif path:
            found.append(path)
    return found


def ending_effect(record: Record, path: str, on: date) -> Effect | None:
    """What took the provision's force by the day `on`: the newest that says so of it."""
    ending = [
        each
        for each in record.effects
        if each.kind in _ENDING
        and each.start is not None
        and each.start <= on
        and any(scope == path or path.startswith(f"{scope}/") for scope in each.paths)
    ]
    return max(ending, key=lambda each: (each.start or date.min, each.by), default=None)


_AMENDED = re.compile(r"[\s,(]*(?:đã\s+)?(?:được\s+)?sửa\s+đổi", re.IGNORECASE)


def _changes(state: Validity) -> list[Effect]:
    """What was done to the wording of a provision or to a part of it; perhaps, where only the document is named."""
    ending = [each for each in state.effects if each.kind in _ENDING and each.paths]
    return list(dict.fromkeys((*state.changes, *ending)))


def _was_changed(record: Record, on: date) -> bool:
    """Amendments add articles and clauses, so that what we do not have may be there all the same."""
    return bool(record.amended_by) or any(each.kind in _CHANGING for each in record.effects)


def _paths(holdings: Holdings, record: Record) -> frozenset[str]:
    paths = getattr(holdings, "paths", None)
    return frozenset(paths(record.id)) if paths is not None else frozenset()


_ATTACHED = re.compile(r"^(kemtheo:[^/]+)/(.+)$")


def _absent(citation: Citation, record: Record, paths: Iterable[str]) -> FieldMismatch | None:
    """The first article or clause that lies past the last one held, of the document itself or of what is attached."""
    groups: dict[str, list[str]] = {}
    for path in citation.pinpoint.split("|"):
        attached = _ATTACHED.match(path)
        groups.setdefault(attached[1] if attached else "", []).append(attached[2] if attached else path)
    for attachment, cited in groups.items():
        if attachment:
            held = [path.removeprefix(f"{attachment}/") for path in paths if path.startswith(f"{attachment}/")]
        else:
            held = [path for path in paths if path.startswith("dieu:")] or list(paths)
        found = missing_pinpoint(replace(citation, pinpoint="|".join(cited)), record, held)
        if found is not None:
            return found
    return None


def _only_attached(citation: Citation, record: Record, paths: frozenset[str]) -> tuple[str, tuple[Doubt, ...]]:
    """A provision cited of the document that only what is attached to it has: (the path meant, the doubt).

    `Điều 5 Quyết định số …` where the decision ends with Điều 3 and its regulation has a Điều 5.
    """
    cited = [path for path in expanded(citation.pinpoint) if path.startswith("dieu:")]
    own = {path for path in paths if path.startswith("dieu:")}
    if not own or "kèm theo" in citation.text.lower():
        return "", ()
    for path in cited:
        if path in own:
            continue
        inside = sorted(each for each in paths if (found := _ATTACHED.match(each)) and found[2] == path)
        if inside:
            wordings = [short_citation(record, each) for each in inside]
            meant = inside[0] if len(inside) == 1 and len(cited) == 1 else ""
            return meant, (messages.only_attached(pinpoint_wording(path), record, wordings),)
    return "", ()
