"""What an administrator begins and does not wait for: backing up, checking a backup, making one ready, verifying.

Each gives False where something else is being done (`web.tasks`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive import audit
from archive.backing_up import backups_in
from archive.documents import Archive
from archive.errors import NotFound
from archive.restoring import check_backup, stage_backup
from archive.seeing import viewer
from archive.verifying import Problem, Verification, verify_archive
from indexer.indexing import compare
from web.caretaking import back_up_to_folder
from web.service import Service
from web.shapes_kept import index_problems


def begin_backup(desk: Service) -> bool:
    """Back up into the folder of the settings, which must be chosen."""
    archive = desk.archive
    return desk.tasks.begin("backup", lambda tell: back_up_to_folder(archive, tell), viewer())


def begin_verifying(desk: Service) -> bool:
    """Look at everything that is held."""
    archive, engine = desk.archive, desk.engine

    def work(tell: Any) -> tuple[Verification, list[Problem]]:
        found = verify_archive(archive, (), tell)
        problems = [*found.problems, *index_problems(compare(archive, engine))]
        audit.write(archive, "verified", details={"problems": len(problems), "head": str(found.head)})
        return found, problems

    return desk.tasks.begin("verify", work, viewer())


def begin_check(desk: Service, name: str) -> bool:
    """Look whether a backup is good. Raises NotFound."""
    path = backup_named(desk.archive, name)
    return desk.tasks.begin("check", lambda tell: (name, check_backup(path, tell)), viewer())


def begin_restore(desk: Service, name: str) -> bool:
    """Make a backup ready; it takes the archive's place when the program is started the next time. Raises NotFound."""
    archive, settings, path = desk.archive, desk.settings, backup_named(desk.archive, name)

    def work(tell: Any) -> Any:
        manifest = stage_backup(path, settings, tell)
        audit.write(archive, "restore_staged", details={"backup": manifest.created, "head": str(manifest.head)})
        return name, manifest

    return desk.tasks.begin("restore", work, viewer())


def backup_named(archive: Archive, name: str) -> Path:
    """A backup in the folder of the settings. Raises NotFound."""
    folder = archive.options.get("backup_folder")
    for path in backups_in(Path(folder)) if folder else ():
        if path.name == name:
            return path
    raise NotFound(
        "no_such_backup", "Không có bản sao lưu này trong thư mục.", "There is no such backup in the folder."
    )
