"""A backup of a running archive comes back whole on an empty machine; a bad one is refused, and nothing touched."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from filelock import FileLock

from archive import audit, backing_up
from archive.backing_up import back_up, backups_in, prune
from archive.database import Database, _alembic, newest_version
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, CancuError, RefusedInput
from archive.manifests import MANIFEST
from archive.restoring import check_backup, finish_restore, restore, stage_backup, staged
from archive.settings import Settings
from archive.stored import Original
from archive.verifying import verify_archive
from tests.archive.packing import parts_of, repacked
from tests.archive.test_documents import PLAN, UNITS


def put(archive: Archive, folder: Path, number: int) -> int:
    path = folder / f"{number}.txt"
    path.write_bytes(f"Kế hoạch số {number}\n".encode() * (number % 7 + 1) * 50)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    new = replace(PLAN, origin=f"upload:{sha256}", number=f"{number}/KH-UBND")
    return archive.add(new, UNITS, original=Original(path, path.name, "text/plain")).document_id


def dump(settings: Settings, *without: str) -> list[str]:
    """All rows of all tables but those."""
    connection = sqlite3.connect(settings.home / "cancu.sqlite")
    connection.text_factory = bytes
    names = [row[0].decode() for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [
        f"{name} {row}"
        for name in sorted(set(names) - set(without))
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
    ]
    connection.close()
    return rows


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash, locks left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a small archive."""
    folder = tmp_path_factory.mktemp("made")
    with Archive.create(Settings.at(folder / "home")) as archive:
        for number in range(1, 6):
            put(archive, folder, number)
        back_up(archive, folder / "kho.zip")
    return folder / "kho.zip"


_UPLOADER = """
import sys
from pathlib import Path
from archive.documents import Archive
from archive.settings import Settings
from tests.archive.test_backup import put
folder = Path(sys.argv[1])
with Archive.open(Settings.at(folder / "home")) as archive:
    for number in range(1000, 1020):
        put(archive, folder, number)
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_backup_taken_while_files_come_in_is_whole(tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        put(archive, tmp_path, 1)
        writer = subprocess.Popen([sys.executable, "-c", _UPLOADER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        assert writer.stdout.readline()
        stop = threading.Event()

        def come_in() -> None:
            number = 2000
            while not stop.is_set():
                put(archive, tmp_path, number)
                number += 1
                stop.wait(0.05)

        here = threading.Thread(target=come_in)
        here.start()
        backups = [back_up(archive, tmp_path / f"{round_}.zip") for round_ in range(2)]
        stop.set()
        here.join()
        writer.communicate(timeout=60)
        final = back_up(archive, tmp_path / "final.zip")
    documents = [each.manifest.counts["documents"] for each in (*backups, final)]
    assert documents == sorted(documents)
    assert documents[0] < documents[-1]
    assert documents[-1] > 21
    for number, each in enumerate((*backups, final)):
        target = Settings.at(tmp_path / f"restored{number}")
        restore(each.path, target)
        with Archive.open(target) as again:
            assert again.count() == each.manifest.counts["documents"]
            found = verify_archive(again, (each.manifest.head,))
        assert found.problems == ()
        assert found.files == each.manifest.counts["files"] == again_files(target)
    changed_by_restoring = ("audit", "sign_ins")
    assert dump(Settings.at(tmp_path / "restored2"), *changed_by_restoring) == dump(settings, *changed_by_restoring)
    assert tree(settings.files) == tree(Settings.at(tmp_path / "restored2").files)
    # The trail goes on from where the backup was taken: nothing else is in it.
    before, after = dump(settings, *_all_but("audit", settings)), dump(target, *_all_but("audit", target))
    assert after[: len(before) - 1] == before[:-1]
    assert "backed_up" in before[-1]
    assert [("restored" in row) for row in after[len(before) - 1 :]] == [True]


def again_files(settings: Settings) -> int:
    return len(tree(settings.files))


def _all_but(table: str, settings: Settings) -> set[str]:
    connection = sqlite3.connect(settings.home / "cancu.sqlite")
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return names - {table}


def test_a_hundred_damaged_backups_are_refused_before_anything_is_touched(made: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Archive.create(Settings.at(home)) as archive:
        put(archive, tmp_path, 77)
    before, content, chance = tree(home), made.read_bytes(), random.Random(3)
    bad = tmp_path / "bad.zip"
    # Places that a ZIP reader does not look at are among them: times, flags, the tables at the end.
    places = [*range(0, 30, 3), *range(len(content) - 120, len(content), 8)]
    places += [chance.randrange(len(content)) for _ in range(60 - len(places))]
    lengths = [0, 1, 3, 4, 85, len(content) - 1, len(content) - 64, len(content) - 86]
    lengths += [chance.randrange(len(content)) for _ in range(40 - len(lengths))]
    damaged = [content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :] for at in places]
    damaged += [content[:length] for length in lengths]
    assert len(damaged) == 100
    for each in damaged:
        bad.write_bytes(each)
        with pytest.raises(RefusedInput) as refused:
            restore(bad, Settings.at(home), replace_old=True)
        assert refused.value.reason in ("backup_damaged", "backup_foreign")
    assert tree(home) == before
    bad.write_bytes(content + b"\0")
    with pytest.raises(RefusedInput, match="niêm phong"):
        check_backup(bad)
    assert check_backup(made).counts["documents"] == 5


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("outside", "backup_foreign"),
        ("absolute", "backup_foreign"),
        ("backslash", "backup_foreign"),
        ("extra", "backup_foreign"),
        ("unlisted", "backup_foreign"),
        ("left_out", "backup_foreign"),
        ("wrong_name", "backup_foreign"),
        ("wrong_hash", "backup_damaged"),
        ("wrong_size", "backup_foreign"),
        ("bomb", "backup_foreign"),
        ("packed_original", "backup_foreign"),
        ("twice", "backup_foreign"),
        ("no_manifest", "backup_foreign"),
        ("other_format", "backup_foreign"),
        ("later_format", "backup_foreign"),
        ("newer_schema", "backup_newer"),
        ("other_schema", "backup_foreign"),
        ("other_head", "backup_damaged"),
        ("no_database", "backup_foreign"),
        ("not_a_database", "backup_damaged"),
        ("broken_trail", "backup_damaged"),
        ("unknown_original", "backup_foreign"),
    ],
)
def test_a_sealed_backup_that_is_not_ours_is_refused(made: Path, tmp_path: Path, name: str, reason: str) -> None:
    parts, target = parts_of(made), tmp_path / "bad.zip"
    original = next(each for each in parts if each.startswith("files/"))
    strange = {
        "outside": "../outside.txt",
        "absolute": "/tmp/outside.txt",
        "backslash": "..\\outside",
        "extra": "x.pkl",
    }
    if name in strange:
        repacked({**parts, strange[name]: b"x"}, target)
    elif name == "unlisted":
        repacked({**parts, "README.txt": b"x" * 9, "files/aa/" + "0" * 62: b"x"}, target, relist=False)
    elif name == "left_out":
        repacked({each: parts[each] for each in parts if each != original}, target, relist=False)
    elif name == "wrong_name":
        repacked({**parts, "files/aa/" + "0" * 62: b"x"}, target)
    elif name == "wrong_hash":
        repacked({**parts, original: parts[original][:-1] + b"!"}, target, relist=False)
    elif name == "wrong_size":
        repacked({**parts, original: parts[original] + b"!"}, target, relist=False)
    elif name == "bomb":
        repacked({**parts, "database.sqlite": b"\0" * 30_000_000}, target)
    elif name == "packed_original":
        repacked(parts, target, deflate=True)
    elif name == "twice":
        with pytest.warns(UserWarning, match="Duplicate"):
            repacked(parts, target, twice=original)
    elif name == "no_manifest":
        repacked(parts, target, lambda manifest: manifest.clear())
    elif name == "other_format":
        repacked(parts, target, lambda manifest: manifest.update(format="paperless"))
    elif name == "later_format":
        repacked(parts, target, lambda manifest: manifest.update(version=2))
    elif name == "newer_schema":
        repacked(parts, target, lambda manifest: manifest.update(schema="9999"))
    elif name == "other_schema":
        repacked(parts, target, lambda manifest: manifest.update(schema="0001"))
    elif name == "other_head":
        repacked(parts, target, lambda manifest: manifest["audit"].update(hash="0" * 64))
    elif name == "no_database":
        repacked({each: parts[each] for each in parts if each != "database.sqlite"}, target)
    elif name == "not_a_database":
        repacked({**parts, "database.sqlite": random.Random(1).randbytes(9000)}, target)
    elif name == "broken_trail":
        repacked({**parts, "database.sqlite": _meddled(parts["database.sqlite"], tmp_path)}, target)
    else:
        extra = b"unknown"
        digest = hashlib.sha256(extra).hexdigest()
        repacked({**parts, f"files/{digest[:2]}/{digest[2:]}": extra}, target)
    home = Settings.at(tmp_path / "home")
    with pytest.raises(RefusedInput) as refused:
        restore(target, home)
    assert refused.value.reason == reason
    assert not tree(home.home) if home.home.exists() else True
    assert not (tmp_path / "outside.txt").exists()
    assert not Path("/tmp/outside.txt").exists()


def _meddled(database: bytes, folder: Path) -> bytes:
    path = folder / "meddled.sqlite"
    path.write_bytes(database)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET subject = 'khác' WHERE id = 2")
    connection.commit()
    connection.close()
    return path.read_bytes()


def test_a_folder_that_holds_something_is_left_alone_or_kept_aside(made: Path, tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        put(archive, tmp_path, 77)
    (settings.home / "session.key").write_text("k" * 64)
    before = tree(settings.home)
    with pytest.raises(RefusedInput, match="--replace"):
        restore(made, settings)
    assert tree(settings.home) == before
    restored = restore(made, settings, replace_old=True)
    assert restored.aside is not None
    assert tree(restored.aside) == before
    assert not (settings.home / "session.key").exists()
    with Archive.open(settings) as archive:
        assert archive.count() == 5
        assert verify_archive(archive).holds
    with Archive.open(Settings.at(restored.aside)) as archive:
        assert archive.count() == 1


def test_nobody_restores_under_a_running_server(made: Path, tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "home")
    Archive.create(settings).close()
    with FileLock(settings.home / "serving.lock"), pytest.raises(RefusedInput, match="cancu serve"):
        restore(made, settings, replace_old=True)


def test_what_was_made_ready_is_put_in_place_at_the_next_start(made: Path, tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        assert finish_restore(settings) is None
        stage_backup(made, settings)
        assert archive.count() == 0
    assert (staged(settings) or {})["from"] == "kho.zip"
    restored = finish_restore(settings)
    assert restored is not None
    assert staged(settings) is None
    with Archive.open(settings) as archive:
        assert archive.count() == 5


def test_an_older_database_is_brought_up(made: Path, tmp_path: Path) -> None:
    parts = parts_of(made)
    old = tmp_path / "old.sqlite"
    old.write_bytes(parts["database.sqlite"])
    database = Database(f"sqlite:///{old.as_posix()}")
    with database._writer.begin() as connection:
        config = _alembic()
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    database.close()
    connection = sqlite3.connect(old)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    path = repacked(
        {**parts, "database.sqlite": old.read_bytes()},
        tmp_path / "old.zip",
        lambda manifest: manifest.update(schema="0007"),
    )
    settings = Settings.at(tmp_path / "home")
    restore(path, settings)
    with Archive.open(settings) as archive:
        assert archive.database.version() == newest_version()
        assert archive.count() == 5
        assert audit.verify(archive.database).holds


def test_a_lost_original_is_told_and_the_rest_comes_back(tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        put(archive, tmp_path, 1)
        put(archive, tmp_path, 2)
        lost, hurt = sorted(archive.files.held())
        archive.files.path(lost).unlink()
        archive.files.path(hurt).write_bytes(b"khac")
        kinds = [(each.part, each.kind, each.subject) for each in verify_archive(archive).problems]
        assert sorted(kinds) == sorted([("files", "missing", lost), ("files", "altered", hurt)])
        made = back_up(archive, tmp_path / "kho.zip")
    assert set(made.manifest.missing) == {lost, hurt}
    restore(made.path, Settings.at(tmp_path / "again"))
    with Archive.open(Settings.at(tmp_path / "again")) as archive:
        assert archive.count() == 2


def test_an_old_backup_is_never_overwritten_and_only_ours_are_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "anh.zip").write_bytes(b"x")
    for day in range(1, 5):
        (folder / f"cancu-2026110{day}-020000.zip").write_bytes(b"x")
    with Archive.create(Settings.at(tmp_path / "home")) as archive:
        made = back_up(archive, folder)
        with pytest.raises(RefusedInput, match="không bị ghi đè"):
            back_up(archive, folder / "anh.zip")
        with pytest.raises(RefusedInput, match="Không có thư mục"):
            back_up(archive, tmp_path / "none" / "kho.zip")
        with FileLock(archive.settings.home / backing_up.LOCK), pytest.raises(ArchiveUnavailable):
            back_up(archive, folder / "kho.zip")
        monkeypatch.setattr(backing_up.shutil, "disk_usage", lambda path: type("Disk", (), {"free": 1000})())
        with pytest.raises(RefusedInput, match="Không đủ chỗ"):
            back_up(archive, folder / "kho.zip")
    assert backups_in(folder)[0] == made.path
    prune(folder, 2)
    assert sorted(path.name for path in folder.iterdir()) == ["anh.zip", "cancu-20261104-020000.zip", made.path.name]


def test_a_server_database_is_told_to_use_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(CancuError, match="pg_dump"):
        backing_up.database_file(replace(Settings.at(tmp_path), database_url="postgresql://server/cancu"))


def test_no_index_and_no_secret_of_sessions_is_in_it(made: Path) -> None:
    names = set(parts_of(made))
    assert {each for each in names if not each.startswith("files/")} == {"database.sqlite", "README.txt", MANIFEST}
    manifest = json.loads(parts_of(made)[MANIFEST])
    assert manifest["counts"] == {"documents": 5, "files": 5, "people": 0}
    assert manifest["waiting"] == 0
