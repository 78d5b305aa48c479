"""Record: the facts of a held or catalogued document that a citation is compared with."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date

from archive.effects import Effect, PartDays


@dataclass(frozen=True)
class Record:
    """`number` is canonical (`30/2020/NĐ-CP`), "" where there is none (Hiến pháp, laws known by title only).

    `certainty` is how sure we are that type, number, date and issuer are right: sure, likely, doubtful, or unconfirmed
    (read off a file by machine, and no person has looked at it yet).
    `status` is as the source states it: CHL in force, HHL expired, HHL1P partly expired, NHL suspended,
    CCHL not yet in force, KXD not determined, "" not stated; `status_certainty` as above; `as_of` the day of the
    source's statement. `held` is True where the archive has the text, False where it is only catalogued.
    Dates are None where not known. `replaced_by`, `replaces`, `amended_by` are number texts as the source gives them.
    `effects` is what other documents of the archive do to this one, `parts` the provisions with days of their own.
    """

    id: int
    type: str
    number: str
    issued: date | None
    issuer: str
    title: str
    effective: date | None = None
    expired: date | None = None
    status: str = ""
    certainty: str = "sure"
    status_certainty: str = ""
    as_of: date | None = None
    source: str = ""
    note: str = ""
    replaced_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    held: bool = False
    sample: bool = False
    effects: tuple[Effect, ...] = ()
    parts: tuple[PartDays, ...] = ()


def without_effects(record: Record, documents: Container[int]) -> Record:
    """The record as it would be if these documents did nothing to it."""
    return replace(record, effects=tuple(effect for effect in record.effects if effect.by not in documents))
