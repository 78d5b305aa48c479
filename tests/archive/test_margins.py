"""Notes, tags, watches and recent searches: whose they are, what they tell, what they leave behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.errors import NotFound, RefusedInput
from archive.models import now
from archive.notes import LONGEST
from archive.recent_searches import MOST
from archive.settings import Settings
from archive.stored import DocumentFilter, NewDocument
from indexer.structure import segment

TEXT = "QUYẾT ĐỊNH\nĐiều 1. Giữ ao\nMỗi thôn giữ một ao.\nĐiều 2. Hiệu lực\nCó hiệu lực từ ngày 01 tháng 3 năm 2025.\n"


@dataclass(frozen=True)
class Home:
    """An archive with two people and two documents."""

    archive: Archive
    lan: int
    minh: int
    decision: int
    later: int


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Archive.create(Settings.at(tmp_path / "home")) as archive:
        lan = archive.people.add("Lan", "lan", "drafter").id
        minh = archive.people.add("Minh", "minh", "viewer").id
        ids = [
            archive.add(
                NewDocument(
                    origin=f"t:{number}", type="Quyết định", number=number, issued=day, issuer="UBND xã A",
                    title="Giữ ao", text=TEXT,
                ),
                segment(TEXT, "Quyết định"),
            ).document_id
            for number, day in (("1/QĐ-UBND", date(2025, 2, 1)), ("9/QĐ-UBND", date(2026, 2, 1)))
        ]  # fmt: skip
        yield Home(archive, lan, minh, *ids)


def test_a_private_note_is_its_authors_alone(home: Home) -> None:
    notes = home.archive.notes
    own = notes.add(home.decision, home.lan, "  Hỏi lại thôn 3\r\n", path="dieu:1")
    told = notes.add(home.decision, home.lan, "Đã thống nhất", shared=True)
    assert (own.text, own.quote, own.author) == ("Hỏi lại thôn 3", "Điều 1. Giữ ao Mỗi thôn giữ một ao.", "Lan")
    assert [note.id for note in notes.of(home.decision, home.lan)] == [told.id, own.id]
    assert [note.id for note in notes.of(home.decision, home.minh)] == [told.id]
    with pytest.raises(NotFound):
        notes.get(own.id, home.minh)
    with pytest.raises(NotFound):
        notes.remove(own.id, home.minh)
    with pytest.raises(RefusedInput) as refused:
        notes.change(told.id, home.minh, text="khác")
    assert refused.value.reason == "not_your_note"
    assert notes.change(own.id, home.lan, shared=True).shared
    assert notes.get(own.id, home.minh).text == "Hỏi lại thôn 3"
    notes.remove(own.id, home.lan)
    assert [note.id for note in notes.of(home.decision, home.lan)] == [told.id]


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [(" \n", "", "empty_note"), ("x" * (LONGEST + 1), "", "note_too_long"), ("x", "dieu:99", "no_provision")],
)
def test_a_note_that_cannot_be_is_refused(home: Home, text: str, path: str, reason: str) -> None:
    with pytest.raises((RefusedInput, NotFound)) as refused:
        home.archive.notes.add(home.decision, home.lan, text, path=path)
    assert refused.value.reason == reason
    with pytest.raises(NotFound):
        home.archive.notes.add(999, home.lan, "x")


def test_the_trail_never_holds_what_a_note_says(home: Home) -> None:
    home.archive.notes.add(home.decision, home.lan, "chuyện riêng của thôn")
    with home.archive.database.engine.connect() as connection:
        trail = str(connection.exec_driver_sql("SELECT * FROM audit").fetchall())
    assert "note_added" in trail
    assert "chuyện riêng" not in trail


def test_tags_gather_documents(home: Home) -> None:
    tags = home.archive.tags
    assert tags.put([home.decision, home.later], " Ao  làng ") == 2
    assert tags.put([home.decision], "ao làng") == 0
    tags.put([home.later], "2026")
    assert [(tag.name, tag.count) for tag in tags.all()] == [("2026", 1), ("Ao làng", 2)]
    assert tags.of([home.decision, home.later]) == {home.decision: ("Ao làng",), home.later: ("2026", "Ao làng")}
    listed = home.archive.documents(DocumentFilter(tags=("ao làng", "2026")))
    assert [record.id for record in listed] == [home.later]
    assert tags.take([home.decision, home.later], "Ao làng") == 2
    assert [tag.name for tag in tags.all()] == ["2026"]
    assert tags.take([home.later], "không có") == 0
    for wrong in ("", "–", "x" * 61):
        with pytest.raises(RefusedInput):
            tags.put([home.later], wrong)
    with pytest.raises(NotFound):
        tags.put([999], "x")


def test_what_changes_is_told_once_to_each_who_watches(home: Home) -> None:
    watches = home.archive.watches
    watches.watch(home.lan, home.decision)
    watches.watch(home.lan, home.decision)
    assert [watch.document.id for watch in watches.of(home.lan)] == [home.decision]
    assert watches.changes_for(home.lan) == ()
    before = now() - timedelta(seconds=1)
    home.archive.relations.add(home.later, "replaces", home.decision, (), date(2026, 3, 1), "")
    found = watches.changes_for(home.lan)
    kinds = {change.kind for change in found}
    assert kinds >= {"relation", "validity"}
    tie = next(change for change in found if change.kind == "relation")
    assert (tie.details["kind"], tie.details["outgoing"], tie.other and tie.other.id) == ("replaces", False, home.later)
    assert watches.changes_for(home.minh) == ()
    assert len(watches.changes_for(home.lan)) == len(found)
    watches.see(home.lan)
    assert watches.changes_for(home.lan) == ()
    assert len(watches.changes_for(home.lan, since=before)) == len(found)
    # Who begins to watch later is not told of what was before.
    watches.watch(home.minh, home.decision)
    assert watches.changes_for(home.minh, since=before) == ()
    watches.unwatch(home.lan, home.decision)
    assert watches.changes_for(home.lan, since=before) == ()
    assert [r.id for r in home.archive.documents(DocumentFilter(watched_by=home.minh))] == [home.decision]


def test_a_day_that_comes_is_a_change(home: Home) -> None:
    home.archive.relations.add(home.later, "replaces", home.decision, (), date(2026, 3, 1), "")
    watches = home.archive.watches
    watches.look([home.decision], on=date(2026, 2, 27))
    assert watches.look([home.decision], on=date(2026, 2, 28)) == 0
    assert watches.look([home.decision], on=date(2026, 3, 1)) == 1


def test_corrected_facts_are_a_change_and_reading_again_is_none(home: Home) -> None:
    watches = home.archive.watches
    watches.watch(home.lan, home.decision)
    home.archive.relink([home.decision, home.later])
    assert watches.changes_for(home.lan) == ()
    home.archive.confirm(home.decision, {"title": "Giữ ao, giữ kênh"})
    assert [(c.kind, c.details) for c in watches.changes_for(home.lan)] == [("facts", {"fields": ["title"]})]


def test_recent_searches_are_a_persons_own(home: Home) -> None:
    recent = home.archive.recent_searches
    for number in range(MOST + 5):
        recent.remember(home.lan, f"q={number}")
    recent.remember(home.lan, "q=0")
    recent.remember(home.minh, "q=minh")
    found = recent.of(home.lan, 100)
    assert len(found) == MOST
    assert found[0].address == "q=0"
    assert recent.forget(home.minh, found[0].id) == 0
    assert recent.forget(home.lan, found[0].id) == 1
    assert "q=0" not in {one.address for one in recent.of(home.lan, 100)}
    assert recent.forget(home.lan) == MOST - 1
    assert [one.address for one in recent.of(home.minh)] == ["q=minh"]


def test_searches_that_are_just_being_written_are_waited_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    recent = home.archive.recent_searches
    begun, goes_on = threading.Event(), threading.Event()
    write = recent._write

    def slowly(waiting: object) -> None:
        begun.set()
        assert goes_on.wait(30)
        write(waiting)  # type: ignore[arg-type]

    monkeypatch.setattr(recent, "_write", slowly)
    recent.remember(home.lan, "q=ao")
    writer = threading.Thread(target=recent.flush)
    writer.start()
    assert begun.wait(30)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.extend(one.address for one in recent.of(home.lan)))
    reader.start()
    reader.join(0.1)
    goes_on.set()
    for each in (reader, writer):
        each.join(30)
    assert found == ["q=ao"]


def test_how_often_a_search_was_made_does_not_hang_on_when_it_is_written(home: Home) -> None:
    recent = home.archive.recent_searches
    for flushed in (False, True):
        for _ in range(3):
            recent.remember(home.lan, f"q={flushed}")
            if flushed:
                recent.flush()
    assert {one.address: one.count for one in recent.of(home.lan)} == {"q=False": 3, "q=True": 3}


@pytest.mark.parametrize(
    ("order", "first"),
    [("newest", "later"), ("oldest", "decision"), ("added", "later"), ("number", "later"), ("title", "decision")],
)
def test_orders_of_the_list(home: Home, order: str, first: str) -> None:
    assert home.archive.documents(order=order)[0].id == getattr(home, first)
