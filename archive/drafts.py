"""Drafts being written: saved with a version, so that two people never overwrite each other silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import audit
from archive.access import NAMED, OFFICE, Access, draft_access, share_draft
from archive.database import Database
from archive.draft_presence import Present, come_in, go_out, others_there
from archive.draft_versions import DraftVersion, ListedVersion, keep_version, list_versions, one_version
from archive.drafting import DraftParts, composed, parts_from_json, parts_json, parts_of
from archive.drafting.merging import Clash, merge_parts
from archive.errors import NotFound, RefusedInput
from archive.models import DraftRow, Setting, now
from archive.seeing import viewer
from archive.stored import StoredDraft

_TITLE = 300
_REMOVED = "drafts_removed"
"""The setting with the highest id of the drafts removed."""


@dataclass(frozen=True)
class Merged:
    """What became of some parts that were saved: the draft as it stands, what two people changed in the same place, and
    the parts for which it must be known what stood there before."""

    draft: StoredDraft
    clashes: tuple[Clash, ...]
    needed: tuple[str, ...]


class Drafts:
    """The drafts of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        title: str,
        text: str,
        signing_date: date | None = None,
        parts: DraftParts | None = None,
        begun_from: Mapping[str, Any] | None = None,
    ) -> StoredDraft:
        """Begin a draft; its version is 1. It is of whoever begins it, until it is shared; the program's own is the
        office's. With `parts` its text is them put together."""
        with self._database.write() as session:
            me = viewer().person
            access = OFFICE if me is None else NAMED
            row = DraftRow(title=title, text=text, signing_date=signing_date, bases=[], owner_id=me, access=access)
            row.part_versions, row.begun_from = {}, dict(begun_from or {})
            if parts is not None:
                row.parts, row.text = parts_json(parts), composed(parts).text
                row.title = title or parts.name[:_TITLE]
            session.add(row)
            session.flush()
            removed = session.get(Setting, _REMOVED)
            if removed is not None and row.id <= int(removed.value):
                # SQLite gives the id of a removed last row again: a page still open on it would save into this draft.
                row.id = int(removed.value) + 1
                session.flush()
            keep_version(session, row, "begun")
            audit.write(session, "draft_created", details={"draft": row.id})
            return _draft(row)

    def get(self, draft_id: int) -> StoredDraft:
        """One draft. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(DraftRow, draft_id)
            if row is None:
                raise _no_draft(draft_id)
            return _draft(row)

    def list(self, limit: int = 100, offset: int = 0) -> tuple[StoredDraft, ...]:
        """Drafts, the last saved first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(DraftRow).order_by(DraftRow.updated.desc(), DraftRow.id.desc()).limit(limit).offset(offset)
            )
            return tuple(_draft(row) for row in rows)

    def count(self) -> int:
        """How many drafts there are."""
        with self._database.read() as session:
            return session.scalar(select(func.count(DraftRow.id))) or 0

    def save(
        self,
        draft_id: int,
        version: int,
        *,
        title: str | None = None,
        text: str | None = None,
        signing_date: date | None = None,
        bases: Sequence[dict[str, Any]] | None = None,
        clear_date: bool = False,
        parts: DraftParts | None = None,
        kind: str = "saved",
    ) -> StoredDraft:
        """Save what is given on top of `version`; None leaves a field as it is. `parts` give the text; a `text` alone
        is read into parts where the draft has some and nothing of it would be lost by that. `kind` as in
        `draft_versions.KINDS`.

        Raises NotFound, or RefusedInput (`draft_conflict`) when somebody saved a later version meanwhile.
        """
        with self._database.write() as session:
            row = session.get(DraftRow, draft_id, with_for_update=True)
            if row is None:
                raise _no_draft(draft_id)
            if row.version != version:
                raise _conflict()
            if title is not None:
                row.title = title
            if clear_date or signing_date is not None:
                row.signing_date = None if clear_date else signing_date
            if bases is not None:
                row.bases = [dict(base) for base in bases]
            if parts is None and text is not None and text != row.text:
                row.text = text
                parts = _read_again(row)
            if parts is not None:
                _put(row, parts)
            _kept(session, row, kind)
            return _draft(row)

    def merge(
        self,
        draft_id: int,
        version: int,
        parts: Mapping[str, Any],
        before: Mapping[str, Any],
        *,
        keep: bool = False,
    ) -> Merged:
        """Save some parts of a draft that was opened at `version`, whatever others saved of it since.

        A part that nobody else changed since then is taken. One that somebody did is laid together with what stood
        there `before` (parts as in `archive.drafting.parts_json`): `needed` names those for which that is missing, and
        `clashes` what both changed; these stay as they are. `keep`: the button was pressed. Raises NotFound, TypeError;
        RefusedInput where the draft has no parts.
        """
        with self._database.write() as session:
            row = session.get(DraftRow, draft_id, with_for_update=True)
            if row is None:
                raise _no_draft(draft_id)
            if row.parts is None:
                raise _no_parts()
            theirs = parts_from_json(row.parts)
            mine = parts_from_json({**row.parts, **parts})
            names = [name for name in parts_json(mine) if name in parts]
            later = [name for name in names if (row.part_versions or {}).get(name, 1) > version]
            needed = tuple(
                name for name in later if name not in before and getattr(mine, name) != getattr(theirs, name)
            )
            free = [name for name in names if name not in needed]
            was = parts_from_json({**row.parts, **{name: before[name] for name in later if name in before}})
            merged, clashes = merge_parts(was, mine, theirs, free)
            if merged != theirs:
                _put(row, merged)
                _kept(session, row, "kept" if keep else "saved")
            elif keep and not (clashes or needed):
                keep_version(session, row, "kept")
            return Merged(_draft(row), clashes, needed)

    def versions(self, draft_id: int) -> tuple[ListedVersion, ...]:
        """The versions of a draft, the last first. Raises NotFound."""
        with self._database.read() as session:
            if session.get(DraftRow, draft_id) is None:
                raise _no_draft(draft_id)
            return list_versions(session, draft_id)

    def version(self, draft_id: int, version_id: int) -> DraftVersion:
        """One version of a draft, by its id. Raises NotFound."""
        with self._database.read() as session:
            if session.get(DraftRow, draft_id) is None:
                raise _no_draft(draft_id)
            return one_version(session, draft_id, version_id)

    def restore(self, draft_id: int, version_id: int, version: int) -> StoredDraft:
        """Go back to an earlier version: it becomes the last one, and none is lost. Raises NotFound; RefusedInput
        (`draft_conflict`) when the draft was saved after `version`."""
        with self._database.write() as session:
            row = session.get(DraftRow, draft_id, with_for_update=True)
            if row is None:
                raise _no_draft(draft_id)
            if row.version != version:
                raise _conflict()
            earlier = one_version(session, draft_id, version_id)
            row.title, row.signing_date = earlier.title, earlier.signing_date
            row.bases = [dict(base) for base in earlier.bases]
            if earlier.parts is None:
                row.text, row.parts = earlier.text, None
            else:
                _put(row, earlier.parts)
            row.version += 1
            row.updated = now()
            keep_version(session, row, "restored")
            details = {"draft": draft_id, "version": row.version, "from": earlier.listed.version}
            audit.write(session, "draft_restored", details=details)
            return _draft(row)

    def here(self, draft_id: int, window: str) -> tuple[Present, ...]:
        """Say that a window has the draft open, and learn who else has. Raises NotFound."""
        with self._database.write() as session:
            if session.get(DraftRow, draft_id) is None:
                raise _no_draft(draft_id)
            come_in(session, draft_id, window)
            return others_there(session, draft_id, window)

    def gone(self, draft_id: int, window: str) -> None:
        """Say that a window was closed."""
        with self._database.write() as session:
            go_out(session, draft_id, window)

    def access(self, draft_id: int) -> Access:
        """Who may see a draft. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(DraftRow, draft_id)
            if row is None:
                raise _no_draft(draft_id)
            return draft_access(session, row)

    def share(self, draft_id: int, wanted: Access) -> None:
        """Say who may see a draft. Raises NotFound; RefusedInput for one of somebody else."""
        with self._database.write() as session:
            row = session.get(DraftRow, draft_id)
            if row is None:
                raise _no_draft(draft_id)
            if row.owner_id is not None and row.owner_id != viewer().person and not viewer().everything:
                raise RefusedInput(
                    "not_your_draft",
                    "Chỉ người lập dự thảo mới chọn được ai xem. Hãy nhờ người đó chia sẻ.",
                    "Only who began the draft says who may see it. Ask that person to share it.",
                )
            share_draft(session, row, wanted)

    def delete(self, draft_id: int) -> None:
        """Remove a draft. Raises NotFound."""
        with self._database.write() as session:
            row = session.get(DraftRow, draft_id)
            if row is None:
                raise _no_draft(draft_id)
            session.delete(row)
            removed = session.get(Setting, _REMOVED)
            session.merge(Setting(name=_REMOVED, value=str(max(draft_id, int(removed.value) if removed else 0))))
            audit.write(session, "draft_deleted", details={"draft": draft_id})


def _kept(session: Session, row: DraftRow, kind: str) -> None:
    """The next version of a row that was changed. The trail tells of a sitting once: it is no record of keystrokes."""
    row.version += 1
    row.updated = now()
    if keep_version(session, row, kind) or kind != "saved":
        audit.write(session, "draft_saved", details={"draft": row.id, "version": row.version})


def _put(row: DraftRow, parts: DraftParts) -> None:
    """Lay the parts into a row whose next save they are: what changed is of the version to come."""
    before = {} if row.parts is None else row.parts
    after = parts_json(parts)
    changed = {name: row.version + 1 for name, value in after.items() if before.get(name) != value}
    earlier = parts_from_json(before)
    if row.title in ("", earlier.name[:_TITLE]):
        row.title = parts.name[:_TITLE]
    if parts.date is not None and row.signing_date in (None, earlier.date):
        row.signing_date = parts.date
    row.parts, row.text = after, composed(parts).text
    row.part_versions = {**(row.part_versions or {}), **changed}


def _read_again(row: DraftRow) -> DraftParts | None:
    """The parts of a text that took the place of a draft's, None (a text only from now on) where reading them would
    change a word of it."""
    if row.parts is None:
        return None
    read = parts_of(row.text)
    if composed(read).text == row.text:
        return read
    row.parts = None
    return None


def _conflict() -> RefusedInput:
    return RefusedInput(
        "draft_conflict",
        "Dự thảo này đã được lưu ở nơi khác sau khi bạn mở. Bản của bạn chưa được lưu: hãy sao chép phần "
        "bạn sửa, tải lại trang rồi sửa tiếp.",
        "This draft was saved elsewhere after you opened it. Yours was not saved: copy your changes, "
        "reload the page and go on.",
    )


def _no_parts() -> RefusedInput:
    return RefusedInput(
        "no_parts",
        "Dự thảo này là một văn bản liền, chưa chia thành các phần. Hãy lưu toàn văn, hoặc đọc nó thành các phần "
        "trước.",
        "This draft is one text without parts. Save the whole text, or have it read into parts first.",
    )


def _no_draft(draft_id: int) -> NotFound:
    return NotFound("no_such_draft", f"Không có dự thảo số {draft_id}.", f"There is no draft number {draft_id}.")


def _draft(row: DraftRow) -> StoredDraft:
    return StoredDraft(
        id=row.id,
        title=row.title,
        text=row.text,
        signing_date=row.signing_date,
        bases=tuple(row.bases),
        version=row.version,
        created=row.created,
        updated=row.updated,
        parts=None if row.parts is None else parts_from_json(row.parts),
        part_versions=dict(row.part_versions or {}),
        begun_from=dict(row.begun_from or {}),
    )
