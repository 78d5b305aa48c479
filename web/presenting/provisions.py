"""What a reader must know of single provisions: who changed or ended them, from when, and how often they are cited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from archive.dates import format_short
from archive.records import Record
from archive.stored import StoredCitation
from web.presenting.relations import kind_tone, kind_words

_RANGE = re.compile(r"^(?P<front>(?:.*/)?(?:dieu|khoan):)(?P<first>\d{1,4})-(?P<last>\d{1,4})$")
_MOST_IN_RANGE = 300


@dataclass(frozen=True)
class Change:
    """What happened to a provision, in words; `by` the acting document's id, 0 where there is none to open."""

    words: str
    tone: str
    by: int = 0
    evidence: str = ""


@dataclass
class ProvisionNote:
    """`cited` is how many documents cite this provision or one below it; `changes` what was done to it."""

    cited: int = 0
    changes: list[Change] = field(default_factory=list)


def provision_notes(record: Record, cited_by: Iterable[StoredCitation]) -> dict[str, ProvisionNote]:
    """Notes by the path of a provision; of those about which there is something to say."""
    notes: defaultdict[str, ProvisionNote] = defaultdict(ProvisionNote)
    for effect in record.effects:
        words = f"{kind_words(effect.kind, False)} {effect.by_named}"
        if effect.start is not None:
            words = f"{words}, {_('từ %(start)s', start=format_short(effect.start))}"
        change = Change(words[:1].upper() + words[1:], kind_tone(effect.kind), effect.by, effect.evidence)
        for path in each_path(effect.paths):
            notes[path].changes.append(change)
    for part in record.parts:
        if part.effective is not None:
            words = _("Có hiệu lực từ %(day)s", day=format_short(part.effective))
            notes[part.path].changes.append(Change(words, "info", 0, part.evidence))
        if part.expired is not None:
            words = _("Hết hiệu lực từ %(day)s", day=format_short(part.expired))
            notes[part.path].changes.append(Change(words, "bad", 0, part.evidence))
    citing: defaultdict[str, set[int]] = defaultdict(set)
    for citation in cited_by:
        for path in each_path(citation.pinpoint.split("|")):
            steps = path.split("/")
            for depth in range(1, len(steps) + 1):
                citing["/".join(steps[:depth])].add(citation.document_id)
    for path, documents in citing.items():
        if path:
            notes[path].cited = len(documents)
    return dict(notes)


def each_path(paths: Sequence[str]) -> list[str]:
    """Paths with ranges (`dieu:5-7`) taken apart; a range of letters or an absurd one stays as it is."""
    found: list[str] = []
    for path in paths:
        match = _RANGE.match(path)
        if match is None or not 0 <= int(match["last"]) - int(match["first"]) <= _MOST_IN_RANGE:
            found.append(path)
            continue
        found += [f"{match['front']}{number}" for number in range(int(match["first"]), int(match["last"]) + 1)]
    return list(dict.fromkeys(found))
