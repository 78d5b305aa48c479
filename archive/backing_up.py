"""A backup of a running archive as one file (`archive.manifests`), while others read and write.

The database is copied as it is at one moment (VACUUM INTO: writers go on, and nothing that was deleted is in the copy);
then the originals that this copy names, which never change. Index and vectors are left out: they are made again from
what is here, and reading them from a file of unknown origin would mean to trust it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy.engine import make_url

from archive import audit
from archive.anchoring import Head
from archive.database import newest_version
from archive.errors import ArchiveUnavailable, RefusedInput
from archive.manifests import DATABASE, MANIFEST, README, SEAL, Manifest, Member, Sealed
from archive.settings import Settings

if TYPE_CHECKING:
    from archive.documents import Archive

Tell = Callable[[str, int, int], None]
"""Called with (stage, bytes done, bytes in all); the stage is database, files, checking or placing."""

LOCK = "backup.lock"
_BLOCK = 1024 * 1024
_SPARE = 64 * 1024 * 1024
_NAME = "cancu-%Y%m%d-%H%M%S.zip"


@dataclass(frozen=True)
class Made:
    """A backup that was made: where, how large, and what it holds."""

    path: Path
    size: int
    manifest: Manifest


def back_up(archive: Archive, target: Path, tell: Tell = lambda stage, done, total: None) -> Made:
    """Write a backup to `target`: a file that is not there yet, or a folder, in which it gets a name by its moment.

    Raises RefusedInput (`backup_exists`, `backup_no_room`, `backup_no_folder`, `backup_needs_sqlite`),
    ArchiveUnavailable (`backup_running`). What is missing among the originals is told in the manifest.
    """
    source = database_file(archive.settings)
    target = _place(target)
    with one_at_a_time(archive.settings), _scratch(archive.settings) as snapshot:
        archive.readings.flush()
        room = source.stat().st_size
        _enough(snapshot.parent, room)
        tell("database", 0, room)
        _copy_database(source, snapshot)
        tell("database", room, room)
        originals = _originals(snapshot)
        _enough(target.parent, snapshot.stat().st_size + sum(size for _, size in originals))
        partial = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
        try:
            manifest = _write(archive, snapshot, originals, partial, tell)
            os.replace(partial, target)
        except OSError as error:
            raise RefusedInput(
                "backup_not_written",
                f"Không ghi được bản sao lưu vào {target.parent} ({error.strerror}). Hãy kiểm tra ổ đĩa rồi thử lại.",
                f"The backup cannot be written to {target.parent} ({error.strerror}). Check the disk and try again.",
            ) from error
        finally:
            partial.unlink(missing_ok=True)
    size = target.stat().st_size
    told = {"size": size, "files": len(originals) - len(manifest.missing), "missing": len(manifest.missing)}
    audit.write(archive, "backed_up", details={**told, "head": str(manifest.head)})
    return Made(target, size, manifest)


def named_now() -> str:
    """What a backup of this moment is called, in local time."""
    return datetime.now().strftime(_NAME)


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder that were named by their moment, the newest first."""
    try:
        found = [path for path in folder.iterdir() if path.is_file() and _moment(path) is not None]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name, reverse=True)


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` (at least one) backups that were named by their moment; those removed."""
    gone = []
    for path in backups_in(folder)[max(1, keep) :]:
        with contextlib.suppress(OSError):
            path.unlink()
            gone.append(path)
    return gone


def database_file(settings: Settings) -> Path:
    """The file of the embedded database. Raises RefusedInput for a server, which has tools of its own."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise RefusedInput(
            "backup_needs_sqlite",
            "Kho này dùng máy chủ cơ sở dữ liệu. Hãy sao lưu bằng công cụ của máy chủ (pg_dump) cùng thư mục “files”.",
            "This archive's database is a server. Back it up with the server's own tool (pg_dump) and the folder "
            "“files”.",
        )
    return Path(url.database)


@contextmanager
def one_at_a_time(settings: Settings) -> Iterator[None]:
    """Keep others from backing up, purging and restoring meanwhile. Raises ArchiveUnavailable (`backup_running`)."""
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.home / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ArchiveUnavailable(
            "backup_running",
            "Đang có một lượt sao lưu, khôi phục hoặc xóa hẳn khác. Hãy đợi xong rồi thử lại.",
            "Another backup, restore or purge is running. Wait until it has ended and try again.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def no_room(folder: Path, needed: int, free: int) -> RefusedInput:
    """The refusal for want of disk space; sizes in bytes."""
    need, have = f"{needed / 1048576:.0f}", f"{free / 1048576:.0f}"
    return RefusedInput(
        "backup_no_room",
        f"Không đủ chỗ ở {folder}: cần khoảng {need} MB, còn {have} MB. Hãy dọn bớt hoặc chọn ổ đĩa khác.",
        f"Not enough room in {folder}: about {need} MB are needed, {have} MB are free. Make room or choose another "
        "disk.",
    )


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, _NAME)
    except ValueError:
        return None


def _place(target: Path) -> Path:
    target = target.expanduser().resolve()
    if target.is_dir():
        target = target / named_now()
    if not target.parent.is_dir():
        raise RefusedInput(
            "backup_no_folder",
            f"Không có thư mục {target.parent}. Hãy tạo thư mục hoặc gắn ổ đĩa rồi thử lại.",
            f"There is no folder {target.parent}. Make it or attach the disk and try again.",
        )
    if target.exists():
        raise RefusedInput(
            "backup_exists",
            f"Đã có tệp {target}. Hãy chọn tên khác: bản sao lưu cũ không bị ghi đè.",
            f"There is a file {target} already. Choose another name: an old backup is never overwritten.",
        )
    return target


def _enough(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise no_room(folder, needed + _SPARE, free)


@contextmanager
def _scratch(settings: Settings) -> Iterator[Path]:
    """A place for the copy of the database, on the archive's own disk; what a crash left is taken away."""
    folder = settings.home / "backing-up"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder / DATABASE
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_database(source: Path, snapshot: Path) -> None:
    connection = sqlite3.connect(source, isolation_level=None, timeout=60)
    try:
        connection.execute("VACUUM INTO ?", (str(snapshot),))
    finally:
        connection.close()


def _originals(snapshot: Path) -> list[tuple[str, int]]:
    with contextlib.closing(sqlite3.connect(snapshot)) as connection:
        return connection.execute("SELECT sha256, size FROM files ORDER BY sha256").fetchall()


def _write(archive: Archive, snapshot: Path, originals: list[tuple[str, int]], partial: Path, tell: Tell) -> Manifest:
    total = snapshot.stat().st_size + sum(size for _, size in originals)
    done, members, missing = 0, [], []
    with partial.open("xb") as out:
        sealed = Sealed(out)
        with zipfile.ZipFile(_stream(sealed), "w", zipfile.ZIP_STORED, allowZip64=True) as packing:
            members.append(_pack(packing, DATABASE, snapshot, zipfile.ZIP_DEFLATED))
            done += members[-1].size
            for sha256, size in originals:
                tell("files", done, total)
                found = archive.files.folder / sha256[:2] / sha256[2:]
                # Looked at before it goes in: what was damaged on the disk is no original any more.
                if not archive.files.verify(sha256):
                    missing.append(sha256)
                else:
                    members.append(_pack(packing, f"files/{sha256[:2]}/{sha256[2:]}", found, zipfile.ZIP_STORED))
                done += size
            readme = _readme().encode()
            packing.writestr(README, readme)
            members.append(Member(README, len(readme), hashlib.sha256(readme).hexdigest()))
            manifest = _manifest(snapshot, members, missing, _waiting(archive.settings))
            packing.writestr(MANIFEST, manifest.to_json(), zipfile.ZIP_DEFLATED)
            packing.comment = SEAL + b"-" * 64
        sealed.seal()
        out.flush()
        os.fsync(out.fileno())
    tell("files", total, total)
    return manifest


def _stream(sealed: Sealed) -> Any:
    return sealed


def _pack(packing: zipfile.ZipFile, name: str, path: Path, how: int) -> Member:
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    info.compress_type, info.external_attr = how, 0o600 << 16
    with path.open("rb") as reading, packing.open(info, "w", force_zip64=True) as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            size += len(block)
            writing.write(block)
    return Member(name, size, digest.hexdigest())


def _manifest(snapshot: Path, members: list[Member], missing: list[str], waiting: int) -> Manifest:
    with contextlib.closing(sqlite3.connect(snapshot)) as connection:
        last = connection.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        tables = {"documents": "documents", "files": "files", "people": "people"}
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in tables.items()
        }
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    assert schema == newest_version()
    return Manifest(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        program=_program(),
        schema=schema,
        head=Head(*last) if last else Head(),
        members=tuple(members),
        missing=tuple(missing),
        waiting=waiting,
        counts=counts,
    )


def _program() -> str:
    try:
        return version("cancu")
    except PackageNotFoundError:  # run from a folder that was never installed
        return ""


def _waiting(settings: Settings) -> int:
    """How many files are still to be read: their bytes are not the archive's yet."""
    table = settings.home / "queue" / "entries.sqlite"
    if not table.is_file():
        return 0
    with contextlib.closing(sqlite3.connect(table, timeout=60)) as connection:
        count = connection.execute("SELECT count(*) FROM entries WHERE ended IS NULL").fetchone()[0]
        return int(count)


def _readme() -> str:
    return (
        "Đây là bản sao lưu của một kho văn bản Căn Cứ (cancu): cơ sở dữ liệu, các tệp gốc và mã băm của chúng.\n"
        "Khôi phục:  cancu restore TỆP_NÀY --home THƯ_MỤC\n"
        "Không mở ra rồi nén lại: tệp được niêm phong bằng mã băm, bản nén lại sẽ bị từ chối.\n"
        "Bản sao lưu chứa toàn bộ văn bản và tài khoản của cơ quan: hãy giữ như giữ kho.\n\n"
        "This is a backup of an archive of Căn Cứ (cancu): the database, the originals and their hashes.\n"
        "Restore:  cancu restore THIS_FILE --home FOLDER\n"
        "Do not unpack and pack it again: it is sealed by a hash.\n"
    )
