"""Whether what is held is as it was put in: every original against its hash, the database, the audit chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, text

from archive.anchoring import Head
from archive.audit import verify
from archive.database import newest_version
from archive.documents import Archive
from archive.models import Base, DocumentFile, FileRow
from archive.seeing import SYSTEM, seeing, seeing_bin

Tell = Callable[[str, int, int], None]
"""Called with (part, done, in all); the part is files, database or audit."""

_MOST_TOLD = 200


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be. `part`: files, database, audit or index; `subject` names what: a hash, a
    table, an entry; `vi` and `en` say what is wrong and what to do."""

    part: str
    kind: str
    subject: str
    vi: str
    en: str


@dataclass(frozen=True)
class Verification:
    """What a look at everything found. `unnamed`: stored files that no document names, left by a crash; no harm."""

    files: int
    entries: int
    head: Head
    problems: tuple[Problem, ...]
    unnamed: int = 0

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


def verify_archive(
    archive: Archive, anchors: tuple[Head, ...] = (), tell: Tell = lambda part, done, total: None
) -> Verification:
    """Read every original and the whole database; memory does not grow with either. The bin is looked at too.

    `anchors`: heads of the audit chain that were kept elsewhere.
    """
    archive.readings.flush()
    with seeing(SYSTEM), seeing_bin():
        problems = _database(archive)
        tell("database", 1, 1)
        files, unnamed, wrong = _files(archive, tell)
        verdict = verify(archive.database, anchors, lambda done, total: tell("audit", done, total))
    problems += wrong
    problems += [Problem("audit", each.kind, str(each.entry), each.vi, each.en) for each in verdict.breaks]
    return Verification(files, verdict.head.entries, verdict.head, tuple(problems), unnamed)


def _files(archive: Archive, tell: Tell) -> tuple[int, int, list[Problem]]:
    with archive.database.read() as session:
        rows = session.execute(select(FileRow.id, FileRow.sha256).order_by(FileRow.sha256)).all()
        documents: dict[int, int] = dict(session.execute(select(DocumentFile.file_id, DocumentFile.document_id)).all())
    problems = []
    for done, (id_, sha256) in enumerate(rows):
        tell("files", done, len(rows))
        if not archive.files.verify(sha256):
            there = (archive.files.folder / sha256[:2] / sha256[2:]).is_file()
            problems.append(_file_problem(sha256, documents.get(id_), there))
    tell("files", len(rows), len(rows))
    named = {sha256 for _, sha256 in rows}
    return len(rows), sum(each not in named for each in archive.files.held()), problems


def _file_problem(sha256: str, document: int | None, there: bool) -> Problem:
    of_vi = f" của văn bản số {document}" if document is not None else ""
    of_en = f" of document {document}" if document is not None else ""
    is_vi, is_en = ("đã bị hỏng hoặc bị sửa", "is damaged or was altered") if there else ("không còn", "is gone")
    return Problem(
        "files",
        "altered" if there else "missing",
        sha256,
        f"Tệp gốc {sha256[:12]}…{of_vi} {is_vi} trên đĩa. Hãy lấy lại tệp từ bản sao lưu, hoặc nạp lại đúng tệp đó.",
        f"The original {sha256[:12]}…{of_en} {is_en} on the disk. Take it from a backup, or add the same file again.",
    )


def _database(archive: Archive) -> list[Problem]:
    database = archive.database
    problems = []
    if database.version() != newest_version():
        problems.append(_database_problem("version", str(database.version())))
    if database.engine.dialect.name != "sqlite":
        return problems
    with database.bare() as connection:
        told = [row[0] for row in connection.execute(text(f"PRAGMA integrity_check({_MOST_TOLD})"))]
        problems += [_database_problem("corrupt", each) for each in told if each != "ok"]
        for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST_TOLD):
            problems.append(_database_problem("dangling", f"{table}:{row} → {parent}"))
        kept = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
        problems += [_database_problem("no_table", name) for name in sorted(set(Base.metadata.tables) - kept)]
        guards = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
        for name in sorted({"audit_no_update", "audit_no_delete", "audit_in_order"} - guards):
            problems.append(_database_problem("no_guard", name))
    return problems


def _database_problem(kind: str, subject: str) -> Problem:
    vi, en = {
        "version": ("Cơ sở dữ liệu thuộc phiên bản khác", "The database is of another version"),
        "corrupt": ("Cơ sở dữ liệu bị hỏng", "The database is damaged"),
        "dangling": ("Có dòng trỏ đến dòng không còn", "A row points to one that is gone"),
        "no_table": ("Thiếu một bảng", "A table is missing"),
        "no_guard": ("Thiếu khóa chống sửa nhật ký", "A guard of the audit trail was taken away"),
    }[kind]
    do_vi = "Hãy chạy `cancu init`." if kind == "version" else "Hãy khôi phục từ bản sao lưu gần nhất còn tốt."
    do_en = "Run `cancu init`." if kind == "version" else "Restore the last good backup."
    return Problem("database", kind, subject, f"{vi}: {subject}. {do_vi}", f"{en}: {subject}. {do_en}")
