"""The chain of audit entries: how an entry is hashed, and whether all of them still fit.

An entry's hash is the SHA-256 of a canonical form of its content and of the hash before it (`digest`), so an entry that
was altered, taken out or moved no longer fits. The end of the chain is also kept outside the database
(`archive.anchoring`) and in every backup, so an end that was cut off is noticed too.

What a chain cannot prove: that all that happened was written (a changed program writes nothing), that the clock was
right, and that nobody who holds the whole machine has written the chain and its anchor anew from some entry on. Against
the last, compare with a head that was kept elsewhere: in a backup, on paper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.anchoring import GENESIS, Head, read_head
from archive.models import AuditRow
from archive.seeing import SYSTEM, seeing

if TYPE_CHECKING:
    from archive.database import Database

TABLE: Any = AuditRow.__table__
_BATCH = 2000


@dataclass(frozen=True)
class Entry:
    """One entry as it stands in the chain. `at` in UTC; `person` None for the program itself (command line, queue).

    `details` is canonical JSON, as it was hashed.
    """

    id: int
    at: datetime
    person: int | None
    actor: str
    role: str
    action: str
    document: int | None
    subject: str
    details: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: `entry` is the first one that does not fit, `kind` altered, removed, reordered,
    truncated, rewritten (an entry that a kept head names has another hash), or no_anchor."""

    entry: int
    kind: str
    vi: str
    en: str


@dataclass(frozen=True)
class Verdict:
    """What became of a look at the whole chain; `breaks` () where it holds."""

    head: Head
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        """Nothing was altered, removed, reordered or cut off, as far as a chain can tell."""
        return not self.breaks


def digest(
    id_: int,
    at: datetime,
    person: int | None,
    actor: str,
    role: str,
    action: str,
    document: int | None,
    subject: str,
    details: str,
    previous: str,
) -> str:
    """The hash of an entry: SHA-256 of a JSON list of its fields in this order, UTF-8, no blanks, microseconds."""
    fields = [id_, at.isoformat(timespec="microseconds"), person, actor, role, action, document, subject, details]
    return hashlib.sha256(canonical([*fields, previous]).encode()).hexdigest()


def canonical(value: Any) -> str:
    """The one form of a JSON value that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def head(session: Session) -> Head:
    """The end of the chain in the database."""
    row = session.execute(select(TABLE.c.id, TABLE.c.hash).order_by(TABLE.c.id.desc()).limit(1)).first()
    return Head(row.id, row.hash) if row is not None else Head()


def verify(
    database: Database,
    anchors: tuple[Head, ...] = (),
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Verdict:
    """Look at every entry, and at the kept head of the archive and those given (from a backup, from paper).

    The first entry that does not fit is told, and every anchor that is not met; memory does not grow with the chain.
    """
    breaks: list[Break] = []
    with seeing(SYSTEM):  # whoever may not see a document sees its entries blank
        return _verify(database, anchors, breaks, tell)


def _verify(
    database: Database, anchors: tuple[Head, ...], breaks: list[Break], tell: Callable[[int, int], None]
) -> Verdict:
    kept, anchored = _anchors(database, anchors, breaks)
    previous, count, seen = GENESIS, 0, {each.entries: GENESIS for each in kept if each.entries == 0}
    wanted = {each.entries for each in kept}
    chained = True
    with database.read() as session:
        end = head(session)
        rows = session.execute(select(TABLE).order_by(TABLE.c.id).execution_options(yield_per=_BATCH))
        for row in rows:
            entry = Entry(**row._mapping)
            if chained:
                found = _misfit(entry, previous, count + 1)
                if found is not None:
                    breaks.append(found)
                    chained = False
            if entry.id in wanted:
                seen[entry.id] = entry.hash
            previous, count = entry.hash, count + 1
            if count % _BATCH == 0:
                tell(count, end.entries)
    tell(count, count)
    for each in kept:
        breaks.extend(_unmet(each, seen.get(each.entries), end, each in anchored))
    return Verdict(end, tuple(breaks))


def _anchors(database: Database, given: tuple[Head, ...], breaks: list[Break]) -> tuple[list[Head], list[Head]]:
    """All heads to be met, and which of them is the archive's own."""
    own: Head | None = None
    if database.home is not None:
        try:
            own = read_head(database.home)
        except ValueError:
            breaks.append(_no_anchor("hỏng", "is damaged"))
        else:
            with database.read() as session:
                if own is None and head(session).entries:
                    breaks.append(_no_anchor("không còn", "is gone"))
    mine = [own] if own is not None else []
    return [*mine, *given], mine


def _misfit(entry: Entry, previous: str, expected: int) -> Break | None:
    fields = (entry.id, entry.at, entry.person, entry.actor, entry.role, entry.action, entry.document, entry.subject)
    whole = digest(*fields, entry.details, entry.previous) == entry.hash
    if entry.id != expected and whole:
        return Break(
            expected,
            "removed",
            f"Nhật ký thiếu mục {expected}: sau mục {expected - 1} là mục {entry.id}. "
            "Có người đã xóa mục trong cơ sở dữ liệu; hãy so với bản sao lưu gần nhất.",
            f"Entry {expected} is missing: entry {expected - 1} is followed by {entry.id}. "
            "Somebody removed entries from the database; compare with the last backup.",
        )
    if not whole:
        return Break(
            entry.id,
            "altered",
            f"Mục {entry.id} của nhật ký đã bị sửa: nội dung không khớp mã băm. Hãy so với bản sao lưu gần nhất.",
            f"Entry {entry.id} was altered: its content does not fit its hash. Compare with the last backup.",
        )
    if entry.previous != previous:
        return Break(
            entry.id,
            "reordered",
            f"Mục {entry.id} của nhật ký không nối với mục đứng trước: "
            f"thứ tự đã bị đổi, hoặc mục {entry.id - 1} đã bị thay. Hãy so với bản sao lưu gần nhất.",
            f"Entry {entry.id} does not follow the one before it: "
            f"the order was changed, or entry {entry.id - 1} was replaced. Compare with the last backup.",
        )
    return None


def _unmet(kept: Head, found: str | None, end: Head, own: bool) -> list[Break]:
    where_vi = "tệp audit.head" if own else "mã đầu chuỗi đã cho"
    where_en = "the file audit.head" if own else "the head that was given"
    if found is None:
        return [
            Break(
                end.entries + 1,
                "truncated",
                f"Nhật ký bị cắt ngắn: {where_vi} ghi {kept.entries} mục, "
                f"cơ sở dữ liệu chỉ còn {end.entries}. Hãy so với bản sao lưu gần nhất.",
                f"The trail was cut off: {where_en} says {kept.entries} entries, "
                f"the database has {end.entries}. Compare with the last backup.",
            )
        ]
    if found != kept.hash:
        return [
            Break(
                kept.entries,
                "rewritten",
                f"Mục {kept.entries} của nhật ký khác với {where_vi}: chuỗi đã bị viết lại. "
                "Hãy so với bản sao lưu gần nhất.",
                f"Entry {kept.entries} differs from {where_en}: the chain was written anew. "
                "Compare with the last backup.",
            )
        ]
    return []


def _no_anchor(vi: str, en: str) -> Break:
    return Break(
        0,
        "no_anchor",
        f"Tệp audit.head trong thư mục kho {vi}, nên không biết phần cuối nhật ký có bị cắt không. "
        "Hãy so với bản sao lưu gần nhất (`cancu verify --backup TỆP`); nếu khớp, chạy `cancu verify --anchor` để lập "
        "lại tệp.",
        f"The file audit.head in the archive's folder {en}, so nobody can tell whether the end of the trail was cut "
        "off. Compare with the last backup (`cancu verify --backup FILE`); where it fits, `cancu verify --anchor` "
        "makes the file anew.",
    )
