"""The versions of a draft: what each person left in each sitting, so that nothing that was saved is ever lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.draft_rows import DraftVersionRow
from archive.drafting import DraftParts, parts_from_json
from archive.errors import NotFound
from archive.models import DraftRow, now
from archive.people_rows import PersonRow
from archive.seeing import viewer

SITTING = timedelta(minutes=30)
"""What one person saves with no longer a rest between, and nobody else meanwhile, is one version."""
KINDS = ("begun", "saved", "kept", "corrected", "restored")
"""How a version came: the first; what was saved while somebody typed; by the button; by applying corrections; by going
back to an earlier one. Only what was saved while typing goes on in the same version."""


@dataclass(frozen=True)
class ListedVersion:
    """A version as a list shows it. `person` is a name, "" for the program or somebody who is gone."""

    id: int
    version: int
    kind: str
    person: str
    begun: datetime
    saved: datetime


@dataclass(frozen=True)
class DraftVersion:
    """A version with all that it holds."""

    listed: ListedVersion
    title: str
    text: str
    parts: DraftParts | None
    signing_date: date | None
    bases: tuple[dict[str, Any], ...]


def keep_version(session: Session, row: DraftRow, kind: str = "saved") -> bool:
    """Keep the state of a draft that was just saved, in the open transaction; whether a new version was begun."""
    me = viewer().person
    last = session.scalar(
        select(DraftVersionRow).where(DraftVersionRow.draft_id == row.id).order_by(DraftVersionRow.id.desc()).limit(1)
    )
    moment = now()
    goes_on = (
        last is not None
        and last.kind == "saved"
        and last.person_id == me
        and moment - last.saved < SITTING
        and kind in ("saved", "kept")
    )
    if last is not None and kind == "kept" and _same(last, row):
        # Nothing was changed since: the button marks what is there.
        goes_on = last.kind == "saved"
        if not goes_on:
            return False
    if goes_on and last is not None:
        target = last
        target.kind = kind
    else:
        target = DraftVersionRow(draft_id=row.id, person_id=me, kind=kind, begun=moment)
        session.add(target)
    target.version, target.saved = row.version, moment
    target.title, target.text, target.parts = row.title, row.text, row.parts
    target.signing_date, target.bases = row.signing_date, list(row.bases)
    session.flush()
    return target is not last


def _same(last: DraftVersionRow, row: DraftRow) -> bool:
    return (last.title, last.text, last.parts, last.signing_date, list(last.bases)) == (
        row.title,
        row.text,
        row.parts,
        row.signing_date,
        list(row.bases),
    )


def list_versions(session: Session, draft_id: int) -> tuple[ListedVersion, ...]:
    """The versions of a draft, the last first."""
    rows = session.execute(
        select(
            DraftVersionRow.id,
            DraftVersionRow.version,
            DraftVersionRow.kind,
            PersonRow.name,
            DraftVersionRow.begun,
            DraftVersionRow.saved,
        )
        .outerjoin(PersonRow, PersonRow.id == DraftVersionRow.person_id)
        .where(DraftVersionRow.draft_id == draft_id)
        .order_by(DraftVersionRow.id.desc())
    )
    return tuple(
        ListedVersion(id_, version, kind, name or "", begun, saved) for id_, version, kind, name, begun, saved in rows
    )


def one_version(session: Session, draft_id: int, version_id: int) -> DraftVersion:
    """One version. Raises NotFound."""
    row = session.get(DraftVersionRow, version_id)
    if row is None or row.draft_id != draft_id:
        raise NotFound(
            "no_such_version",
            "Dự thảo này không có phiên bản đó. Hãy chọn lại trong danh sách phiên bản.",
            "This draft has no such version. Choose one from the list of versions.",
        )
    person = session.get(PersonRow, row.person_id) if row.person_id is not None else None
    return DraftVersion(
        ListedVersion(row.id, row.version, row.kind, person.name if person else "", row.begun, row.saved),
        row.title,
        row.text,
        None if row.parts is None else parts_from_json(row.parts),
        row.signing_date,
        tuple(row.bases),
    )
