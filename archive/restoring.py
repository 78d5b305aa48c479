"""Putting a backup back. Nothing of the archive is touched before everything in the backup was looked at and unpacked
beside it: seal, manifest, every file's hash, the database's own soundness, its audit chain, its version.

What stood there before is kept aside in the same folder, whole. The swap is a few renames with the database moved last,
so a crash in between leaves an archive that says it is not there, and the pieces; never a mixture that opens.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout
from sqlalchemy import delete

from archive import audit
from archive.anchoring import FILE as HEAD_FILE
from archive.anchoring import keep_head
from archive.audit import verify
from archive.backing_up import LOCK, Tell, database_file, no_room, one_at_a_time
from archive.database import Database, newest_version, versions
from archive.documents import Archive
from archive.errors import CancuError, RefusedInput
from archive.manifests import DATABASE, MANIFEST, ORIGINAL, README, SEAL, SEAL_SIZE, Manifest, Member
from archive.people_rows import CodeRow, SignInRow
from archive.settings import Settings

STAGE = "restoring-"
ASIDE = "before-restore-"
READY = "ready.json"
_BLOCK = 1024 * 1024
_SPARE = 64 * 1024 * 1024
_MOST_MANIFEST = 256 * 1024 * 1024
_MOST_RATIO = 200
"""Times a database may grow when it is unpacked; real ones grow by three to ten."""
_KEPT = (STAGE, ASIDE, LOCK, "serving.lock", f"{HEAD_FILE}.lock")


@dataclass(frozen=True)
class Restored:
    """What came of a restore: what the backup held, and where the old archive was put (None where there was none)."""

    manifest: Manifest
    aside: Path | None


def check_backup(path: Path, tell: Tell = lambda stage, done, total: None) -> Manifest:
    """Look at a backup without unpacking it: seal, tables, manifest, sizes, version. Raises RefusedInput."""
    _check_seal(path, tell)
    with _opened(path) as packed:
        return _read_manifest(packed, path)


def restore(
    path: Path, settings: Settings, *, replace_old: bool = False, tell: Tell = lambda stage, done, total: None
) -> Restored:
    """Put a backup back into `settings.home`. Nobody else may have the archive open.

    Raises RefusedInput: `backup_damaged`, `backup_foreign`, `backup_newer`, `restore_not_empty` (not `replace_old`),
    `backup_no_room`, `archive_open`; ArchiveUnavailable (`backup_running`).
    """
    database_file(settings)
    if not replace_old and not is_empty(settings):
        raise RefusedInput(
            "restore_not_empty",
            f"Thư mục {settings.home} đã có dữ liệu nên chưa khôi phục gì. Hãy chọn thư mục trống bằng --home, hoặc "
            "thêm "
            "--replace: dữ liệu cũ khi đó được giữ riêng, không bị xóa.",
            f"The folder {settings.home} holds something, so nothing was restored. Choose an empty one with --home, "
            "or add "
            "--replace: what is there is kept aside then, not deleted.",
        )
    manifest = check_backup(path, tell)
    with alone(settings):
        _stage(path, manifest, settings, tell)
        restored = finish_restore(settings)
    assert restored is not None
    return restored


def is_empty(settings: Settings) -> bool:
    """Whether there is nothing in the archive's folder, nor a database elsewhere."""
    if database_file(settings).exists():
        return False
    home = settings.home
    return not home.exists() or not any(not _is_kept(child.name) for child in home.iterdir())


def stage_backup(path: Path, settings: Settings, tell: Tell = lambda stage, done, total: None) -> Manifest:
    """Check a backup and unpack it beside the archive, ready for `finish_restore`; the archive may be in use.

    Raises what `restore` raises for the backup itself; nothing is left behind then.
    """
    manifest = check_backup(path, tell)
    _stage(path, manifest, settings, tell)
    return manifest


def _stage(path: Path, manifest: Manifest, settings: Settings, tell: Tell) -> None:
    with one_at_a_time(settings):
        for old in settings.home.glob(f"{STAGE}*"):
            shutil.rmtree(old, ignore_errors=True)
        free = shutil.disk_usage(settings.home).free
        if free < manifest.size + _SPARE:
            raise no_room(settings.home, manifest.size + _SPARE, free)
        stage = settings.home / f"{STAGE}{uuid.uuid4().hex[:8]}"
        stage.mkdir()
        try:
            _unpack(path, manifest, stage, tell)
            _check_database(stage, manifest)
            (stage / READY).write_text(json.dumps({"from": path.name, "created": manifest.created}), "utf-8")
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise


def staged(settings: Settings) -> dict[str, str] | None:
    """The backup that waits to be put in place at the next start: its file's name and moment; None for none."""
    for stage in settings.home.glob(f"{STAGE}*"):
        with contextlib.suppress(OSError, ValueError):
            found: dict[str, str] = json.loads((stage / READY).read_text("utf-8"))
            return found
    return None


def forget_staged(settings: Settings) -> None:
    """Take back what `stage_backup` made ready."""
    for stage in settings.home.glob(f"{STAGE}*"):
        shutil.rmtree(stage, ignore_errors=True)


def finish_restore(settings: Settings) -> Restored | None:
    """Put in place what was made ready, the old archive aside; None where nothing was. Nobody may have it open."""
    ready = [stage for stage in settings.home.glob(f"{STAGE}*") if (stage / READY).is_file()]
    if not ready:
        return None
    stage = ready[0]
    manifest = Manifest.from_json((stage / MANIFEST).read_bytes())
    place = database_file(settings)
    aside = settings.home / f"{ASIDE}{datetime.now():%Y%m%d-%H%M%S}"
    moved = _move_aside(settings, place, aside)
    os.replace(stage / "files", settings.files)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(stage / DATABASE, place)
    shutil.rmtree(stage, ignore_errors=True)
    with Archive.create(settings) as archive:
        keep_head(settings.home, manifest.head, back=True)
        told = {"backup": manifest.created, "head": str(manifest.head), "aside": aside.name if moved else ""}
        with archive.database.write() as session:
            # Whoever was signed in when the backup was made signs in again: it may be long ago. Codes of that day may
            # have been used since.
            session.execute(delete(SignInRow))
            session.execute(delete(CodeRow))
            audit.write(session, "restored", details=told)
    return Restored(manifest, aside if moved else None)


def damaged(why: str = "") -> RefusedInput:
    """The refusal of a backup that is not as it was made."""
    more = f" ({why})" if why else ""
    return RefusedInput(
        "backup_damaged",
        f"Bản sao lưu bị hỏng hoặc bị cắt ngắn nên không khôi phục gì{more}. Hãy chép lại từ nơi lưu, hoặc dùng bản "
        "khác.",
        f"The backup is damaged or cut off, so nothing was restored{more}. Copy it again, or use another one.",
    )


def _foreign(why: str) -> RefusedInput:
    return RefusedInput(
        "backup_foreign",
        f"Tệp này không phải bản sao lưu của Căn Cứ ({why}); không khôi phục gì. Hãy chọn tệp do `cancu backup` tạo "
        "ra.",
        f"This file is no backup of Căn Cứ ({why}); nothing was restored. Choose a file that `cancu backup` made.",
    )


# --- looking at the file ----------------------------------------------------------------------------------------------


def _check_seal(path: Path, tell: Tell) -> None:
    """Every byte of the file against the hash at its end."""
    try:
        size = path.stat().st_size
        with path.open("rb") as reading:
            if reading.read(4) != b"PK\x03\x04":
                raise _foreign("không phải tệp ZIP / not a ZIP file") if size else damaged("tệp rỗng / empty")
            if size < SEAL_SIZE:
                raise damaged()
            reading.seek(size - SEAL_SIZE)
            seal = reading.read()
            if not seal.startswith(SEAL):
                raise damaged("không có niêm phong ở cuối tệp / no seal at its end")
            reading.seek(0)
            if _hash(reading, size - 64, lambda done: tell("checking", done, size)) != seal[len(SEAL) :].decode(
                "latin-1"
            ):
                raise damaged("không khớp niêm phong / the seal does not fit")
    except OSError as error:
        raise RefusedInput(
            "backup_unreadable",
            f"Không đọc được {path} ({error.strerror}). Hãy kiểm tra đường dẫn và quyền đọc.",
            f"{path} cannot be read ({error.strerror}). Check its path and that it may be read.",
        ) from error


def _hash(reading: IO[bytes], size: int, tell: Callable[[int], None]) -> str:
    digest, left = hashlib.sha256(), size
    while left and (block := reading.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
        tell(size - left)
    return digest.hexdigest() if not left else ""


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    # NotImplementedError is what zipfile raises where it does not know a way of packing.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise RefusedInput(
                "restore_not_written",
                f"Không ghi được khi khôi phục ({error.strerror}). Hãy kiểm tra ổ đĩa rồi thử lại; kho cũ chưa bị "
                "đụng đến.",
                f"Restoring could not write ({error.strerror}). Check the disk and try again; the old archive is "
                "untouched.",
            ) from error
        raise damaged() from error


def _read_manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    infos = {info.filename: info for info in packed.infolist()}
    if len(infos) != len(packed.infolist()):
        raise _foreign("tên tệp trùng nhau / two files of one name")
    if MANIFEST not in infos or infos[MANIFEST].file_size > _MOST_MANIFEST:
        raise _foreign("không có manifest.json / no manifest.json")
    try:
        manifest = Manifest.from_json(packed.read(MANIFEST))
    except (ValueError, UnicodeError, RecursionError) as error:
        raise _foreign("manifest.json không đọc được / manifest.json cannot be read") from error
    if sum(info.compress_size for info in infos.values()) > path.stat().st_size:
        raise _foreign("các tệp chồng lên nhau / files lie over one another")
    if {each.path for each in manifest.members} | {MANIFEST} != set(infos) or len(manifest.members) + 1 != len(infos):
        raise _foreign("danh sách tệp không khớp / the list of files does not fit")
    for member in manifest.members:
        _check_member(member, infos[member.path])
    if DATABASE not in infos:
        raise _foreign("không có cơ sở dữ liệu / no database")
    _check_version(manifest)
    return manifest


def _check_member(member: Member, info: zipfile.ZipInfo) -> None:
    """A file of a backup has one of three kinds of name, so that no name leads out of the folder."""
    original = ORIGINAL.fullmatch(member.path)
    if original is None and member.path not in (DATABASE, README):
        raise _foreign("có tên tệp lạ / a strange file name")
    if original is not None and original[1] + original[2] != member.sha256:
        raise _foreign("tên tệp gốc không khớp mã băm / an original's name is not its hash")
    if info.file_size != member.size or info.is_dir() or info.flag_bits & 0x1:
        raise _foreign("kích thước không khớp / sizes do not fit")
    stored, packed = info.compress_type == zipfile.ZIP_STORED, info.compress_type == zipfile.ZIP_DEFLATED
    if not (stored and info.compress_size == info.file_size) and not (
        packed and original is None and info.file_size <= max(info.compress_size, 1024) * _MOST_RATIO
    ):
        raise _foreign("mức nén bất thường / packed beyond reason")


def _check_version(manifest: Manifest) -> None:
    if manifest.schema not in versions():
        raise RefusedInput(
            "backup_newer",
            f"Bản sao lưu do phiên bản Căn Cứ mới hơn tạo ra ({manifest.program}, cơ sở dữ liệu {manifest.schema}); "
            "không "
            "khôi phục gì. Hãy cài phiên bản mới rồi khôi phục.",
            f"The backup was made by a later Căn Cứ ({manifest.program}, database {manifest.schema}); nothing was "
            "restored. "
            "Install the later version, then restore.",
        )


# --- unpacking beside the archive -------------------------------------------------------------------------------------


def _unpack(path: Path, manifest: Manifest, stage: Path, tell: Tell) -> None:
    done = 0
    (stage / "files").mkdir()
    with _opened(path) as packed:
        for member in manifest.members:
            tell("files", done, manifest.size)
            place = stage.joinpath(*member.path.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(member.path) as reading, place.open("xb") as writing:
                digest, size = hashlib.sha256(), 0
                while block := reading.read(_BLOCK):
                    size += len(block)
                    if size > member.size:
                        raise damaged(member.path)
                    digest.update(block)
                    writing.write(block)
                writing.flush()
                os.fsync(writing.fileno())
            if size != member.size or digest.hexdigest() != member.sha256:
                raise damaged(member.path)
            done += size
        (stage / MANIFEST).write_bytes(packed.read(MANIFEST))
    tell("files", manifest.size, manifest.size)


def _check_database(stage: Path, manifest: Manifest) -> None:
    """The database is sound, of the stated version, its audit chain whole up to the manifest's head, and every original
    it names is there or was missing already; then it is brought to this program's version."""
    try:
        with contextlib.closing(sqlite3.connect(stage / DATABASE)) as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise damaged("cơ sở dữ liệu / database")
            if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(manifest.schema,)]:
                raise _foreign("phiên bản cơ sở dữ liệu không khớp / the database's version does not fit")
            named = {row[0] for row in connection.execute("SELECT sha256 FROM files")}
    except sqlite3.Error as error:
        raise damaged("cơ sở dữ liệu / database") from error
    held = {m.sha256 for m in manifest.members if ORIGINAL.fullmatch(m.path)}
    if named != held | set(manifest.missing) or held & set(manifest.missing):
        raise _foreign("tệp gốc không khớp cơ sở dữ liệu / the originals do not fit the database")
    database = Database(f"sqlite:///{(stage / DATABASE).as_posix()}")
    try:
        if manifest.schema != newest_version():
            database.upgrade()
        verdict = verify(database, (manifest.head,))
        if not verdict.holds or verdict.head != manifest.head:
            raise damaged("nhật ký không liền mạch / the audit trail does not hold")
    except CancuError:
        raise
    except Exception as error:  # whatever a strange database makes of a migration
        raise _foreign("cơ sở dữ liệu không nâng cấp được / the database cannot be upgraded") from error
    finally:
        database.close()
    with contextlib.closing(sqlite3.connect(stage / DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, to be moved as one


# --- the swap ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Nobody serves this archive meanwhile."""
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.home / "serving.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise RefusedInput(
            "archive_open",
            "`cancu serve` đang chạy trên kho này. Hãy dừng nó rồi khôi phục, hoặc khôi phục từ trang Quản trị.",
            "`cancu serve` is running on this archive. Stop it and restore then, or restore from the administration "
            "page.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _is_kept(name: str) -> bool:
    return name.startswith(_KEPT)


def _move_aside(settings: Settings, place: Path, aside: Path) -> bool:
    """The old archive, its database first, into a folder of its own; whether there was anything."""
    old = [place.with_name(place.name + end) for end in ("", "-wal", "-shm")]
    # The log of a database that nobody has open belongs to it: all three or none.
    children = [path for path in old if path.exists()]
    children += [
        child for child in sorted(settings.home.iterdir()) if not _is_kept(child.name) and child not in children
    ]
    if not children:
        return False
    aside.mkdir()
    for child in children:
        try:
            os.replace(child, aside / child.name)
        except PermissionError as error:
            # On Windows a file that somebody has open cannot be moved; the database comes first, so nothing was moved.
            with contextlib.suppress(OSError):
                aside.rmdir()
            raise RefusedInput(
                "archive_open",
                f"Có chương trình đang mở {child.name} nên chưa khôi phục gì. Hãy dừng mọi chương trình dùng kho rồi "
                "thử lại.",
                f"A program has {child.name} open, so nothing was restored. Stop all that use the archive and try "
                "again.",
            ) from error
    return True
