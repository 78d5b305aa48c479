"""The audit chain: nothing is lost with many writers, and no change to it goes unnoticed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from archive import audit
from archive.anchoring import FILE, GENESIS, Head, read_head
from archive.chain import TABLE, digest
from archive.documents import Archive
from archive.seeing import Viewer, seeing
from archive.settings import Settings

LAN = Viewer(7, "Trần Thị Lan", "clerk", frozenset())


def fill(archive: Archive, count: int = 6) -> None:
    for number in range(1, count + 1):
        with seeing(LAN):
            audit.write(archive, "changed", number, f"Chỉ thị {number}/CT-TTg", {"fields": ["title"], "nguồn": "thẻ"})


def tampered(settings: Settings, *statements: str) -> None:
    """What somebody with the database's file can do: the triggers are theirs to drop."""
    with sqlite3.connect(settings.home / "cancu.sqlite") as connection:
        for trigger in ("audit_no_update", "audit_no_delete", "audit_in_order"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def rehashed(settings: Settings, start: int) -> None:
    """Write the chain anew from an entry on, as somebody would who knows how it is made."""
    with sqlite3.connect(settings.home / "cancu.sqlite") as connection:
        last = connection.execute("SELECT max(id) FROM audit").fetchone()[0]
        for id_ in range(start, last + 1):
            before = connection.execute("SELECT hash FROM audit WHERE id = ?", (id_ - 1,)).fetchone()
            connection.execute("UPDATE audit SET previous = ? WHERE id = ?", (before[0] if before else GENESIS, id_))
            row = connection.execute(
                "SELECT id, at, person, actor, role, action, document, subject, details, previous FROM audit "
                "WHERE id = ?",
                (id_,),
            ).fetchone()
            at = datetime.fromisoformat(row[1])
            connection.execute("UPDATE audit SET hash = ? WHERE id = ?", (digest(row[0], at, *row[2:]), id_))
    connection.close()


def test_an_entry_says_who_did_what_and_is_chained(archive: Archive) -> None:
    fill(archive, 2)
    verdict = audit.verify(archive.database)
    assert verdict.holds
    assert verdict.head.entries == 2
    assert read_head(archive.settings.home) == verdict.head
    with archive.database.read() as session:
        first, second = (audit.Entry(**row._mapping) for row in session.execute(select(TABLE)))
    assert (first.person, first.actor, first.role, first.document) == (7, "Trần Thị Lan", "clerk", 1)
    assert first.subject == "Chỉ thị 1/CT-TTg"
    assert first.details == '{"fields":["title"],"nguồn":"thẻ"}'
    assert first.previous == GENESIS
    assert second.previous == first.hash


def test_an_entry_stands_and_falls_with_its_transaction(archive: Archive) -> None:
    fill(archive, 1)

    def fail() -> None:
        with archive.database.write() as session:
            audit.write(session, "changed", 1)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert audit.verify(archive.database).head.entries == 1
    assert read_head(archive.settings.home) == audit.verify(archive.database).head


def test_a_reading_transaction_is_no_place_for_an_entry(archive: Archive) -> None:
    with archive.database.read() as session, pytest.raises(RuntimeError, match="write"):
        audit.write(session, "changed")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET subject = 'x' WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
        "INSERT INTO audit SELECT 9, at, person, actor, role, action, document, subject, details, previous, hash "
        "FROM audit WHERE id = 2",
    ],
)
def test_the_database_refuses_to_change_an_entry(archive: Archive, settings: Settings, statement: str) -> None:
    fill(archive, 3)
    connection = sqlite3.connect(settings.home / "cancu.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="audit entries"):
        connection.execute(statement)
    connection.close()
    assert audit.verify(archive.database).holds


@pytest.mark.parametrize(
    ("statements", "entry", "kind"),
    [
        (["UPDATE audit SET subject = 'Chỉ thị 99/CT-TTg' WHERE id = 3"], 3, "altered"),
        (["UPDATE audit SET person = 1 WHERE id = 1"], 1, "altered"),
        (["UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 6"], 6, "altered"),
        (["UPDATE audit SET details = '{}' WHERE id = 2"], 2, "altered"),
        (["DELETE FROM audit WHERE id = 3"], 3, "removed"),
        (["DELETE FROM audit WHERE id = 1"], 1, "removed"),
        (["DELETE FROM audit WHERE id > 4"], 5, "truncated"),
        (["DELETE FROM audit"], 1, "truncated"),
        (["UPDATE audit SET id = -id WHERE id IN (3, 4)", "UPDATE audit SET id = 7 + id WHERE id < 0"], 3, "altered"),
    ],
)
def test_what_was_done_to_the_table_is_found(
    archive: Archive, settings: Settings, statements: list[str], entry: int, kind: str
) -> None:
    fill(archive)
    tampered(settings, *statements)
    found = audit.verify(archive.database).breaks
    assert (found[0].entry, found[0].kind) == (entry, kind)
    assert "bản sao lưu" in found[0].vi
    assert "last backup" in found[0].en


def test_entries_taken_out_and_numbered_and_hashed_anew_are_found_by_the_kept_head(
    archive: Archive, settings: Settings
) -> None:
    fill(archive)
    tampered(settings, "UPDATE audit SET subject = 'Chỉ thị 99/CT-TTg' WHERE id = 3")
    rehashed(settings, 3)
    assert [(each.entry, each.kind) for each in audit.verify(archive.database).breaks] == [(6, "rewritten")]


def test_a_hash_taken_from_another_order_is_found(archive: Archive, settings: Settings) -> None:
    fill(archive)
    # Entry 4 is made to follow entry 2, whole in itself.
    tampered(settings)
    with sqlite3.connect(settings.home / "cancu.sqlite") as connection:
        before = connection.execute("SELECT hash FROM audit WHERE id = 2").fetchone()[0]
        connection.execute("UPDATE audit SET previous = ? WHERE id = 4", (before,))
        row = connection.execute(
            "SELECT id, at, person, actor, role, action, document, subject, details, previous FROM audit WHERE id = 4"
        ).fetchone()
        hashed = digest(row[0], datetime.fromisoformat(row[1]), *row[2:])
        connection.execute("UPDATE audit SET hash = ? WHERE id = 4", (hashed,))
    connection.close()
    assert audit.verify(archive.database).breaks[0].kind == "reordered"


def test_a_cut_off_end_stays_noticed_when_the_chain_grows_over_it(archive: Archive, settings: Settings) -> None:
    fill(archive)
    tampered(settings, "DELETE FROM audit WHERE id > 2")
    fill(archive, 20)
    found = audit.verify(archive.database).breaks
    assert [(each.entry, each.kind) for each in found] == [(6, "rewritten")]


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"entries": 6, "hash": "x"}'])
def test_a_lost_anchor_is_told(archive: Archive, content: bytes | None) -> None:
    fill(archive)
    path = archive.settings.home / FILE
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert [each.kind for each in audit.verify(archive.database).breaks] == ["no_anchor"]


def test_a_head_from_elsewhere_is_met_or_told(archive: Archive) -> None:
    fill(archive, 3)
    written_down = audit.verify(archive.database).head
    fill(archive, 3)
    assert audit.verify(archive.database, (Head.parse(str(written_down)),)).holds
    other = Head(3, "0" * 64)
    assert [each.kind for each in audit.verify(archive.database, (other,)).breaks] == ["rewritten"]
    assert [each.kind for each in audit.verify(archive.database, (Head(90, "0" * 64),)).breaks] == ["truncated"]


def test_readings_wait_and_are_written_at_the_latest_at_the_end(settings: Settings) -> None:
    with Archive.create(settings) as archive:
        with seeing(LAN):
            for _ in range(3):
                audit.saw(archive, 4)
            audit.saw(archive, 5)
        audit.saw(archive, 4)
        assert audit.verify(archive.database).head.entries == 0
    with Archive.open(settings) as archive, archive.database.read() as session:
        rows = session.execute(select(TABLE).order_by(TABLE.c.id)).all()
        assert [(row.action, row.actor, row.document) for row in rows] == [
            ("saw", "Trần Thị Lan", 4),
            ("saw", "Trần Thị Lan", 5),
            ("saw", "", 4),
        ]


def test_readings_are_written_by_themselves(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "FLUSH_SECONDS", 0.05)
    audit.saw(archive, 1)
    for _ in range(100):
        if audit.verify(archive.database).head.entries:
            break
        threading.Event().wait(0.05)
    assert audit.verify(archive.database).head.entries == 1


_WRITER = """
import sys
from pathlib import Path
from sqlalchemy import select

from archive import audit
from archive.documents import Archive
from archive.settings import Settings
with Archive.open(Settings.at(Path(sys.argv[1]))) as archive:
    for number in range(25):
        audit.write(archive, "changed", number)
        audit.saw(archive, number)
"""


@pytest.mark.slow
def test_many_writers_in_threads_and_processes_make_one_chain(archive: Archive, settings: Settings) -> None:
    others = [subprocess.Popen([sys.executable, "-c", _WRITER, str(settings.home)]) for _ in range(2)]
    threads = [threading.Thread(target=fill, args=(archive, 20)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait(timeout=60) for other in others] == [0, 0]
    verdict = audit.verify(archive.database)
    assert verdict.holds
    assert verdict.head.entries == 2 * 50 + 3 * 20
    assert read_head(settings.home) == verdict.head


def test_the_anchor_of_a_folder_that_has_none(tmp_path: Path) -> None:
    assert read_head(tmp_path) is None
