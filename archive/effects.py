"""What other documents do to a document, and the days of its own parts: the ground of validity at a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Effect:
    """What one document does to another, seen from the one it is done to.

    `kind`: a key of `archive.relations.KINDS` (replaces, repeals, repeals_part, amends, supplements, suspends, …).
    `by` is the id of the acting document, 0 where it is not in the archive; `by_named` names it for a reader
    (`Nghị định 30/2020/NĐ-CP`); `by_issued` its day of issue. `start` is the first day on which it acts, `until` the
    first day on which it no longer does (a pause); None where not known, and for `until` also where there is no end.
    `paths` are the provisions it is about (`dieu:5/khoan:2`), () the whole document. `certainty` sure, likely or
    doubtful. `source` says who states it, `evidence` quotes it. `confirmed`: a person looked at it.
    """

    kind: str
    by: int
    by_named: str
    by_issued: date | None = None
    start: date | None = None
    until: date | None = None
    paths: tuple[str, ...] = ()
    certainty: str = "sure"
    source: str = ""
    evidence: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class PartDays:
    """Days of a part of a document that differ from those of the whole, as its own text states them.

    `path` as in `dieu:5/khoan:2`; `effective` its first day of force, `expired` its first day without; None not stated.
    """

    path: str
    effective: date | None = None
    expired: date | None = None
    evidence: str = ""
