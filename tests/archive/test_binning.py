"""What is deleted lies in the bin, hidden from everything; what is purged is gone, and nothing that others need."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import select

from archive import audit, binning
from archive.backing_up import LOCK
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, NotFound, RefusedInput
from archive.models import Base, DocumentFile, FileRow
from archive.numbers import parse_number_query
from archive.refiling import SECRET, question
from archive.seeing import Viewer, seeing
from archive.stored import NewDocument, Original
from archive.trail import TrailFilter
from archive.verifying import verify_archive
from tests.archive.test_documents import DIRECTIVE, PLAN, UNITS

LAN = Viewer(7, "Trần Thị Lan", "clerk")
CITING = "KẾ HOẠCH\nCăn cứ Chỉ thị số 16/CT-TTg ngày 16/5/2016 của Thủ tướng Chính phủ về công tác dân vận;\nĐiều 1."


def add_file(archive: Archive, folder: Path, new: NewDocument, content: str) -> int:
    path = folder / "tep.txt"
    path.write_text(content, "utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    filed = replace(new, origin=f"upload:{sha256}", text=content)
    links = archive.read_links(filed)
    original = Original(path, path.name, "text/plain")
    return archive.add(filed, (), links.resolutions, original, statements=links.statements).document_id


def test_it_is_hidden_at_once_and_comes_back_as_it_was(archive: Archive, tmp_path: Path) -> None:
    directive = add_file(archive, tmp_path, DIRECTIVE, "CHỈ THỊ\nVề công tác dân vận")
    plan = add_file(archive, tmp_path, PLAN, CITING)
    assert [c.target_id for c in archive.cites(plan)] == [directive]
    with seeing(LAN):
        archive.bin.put(directive, "nạp nhầm")
        assert archive.count() == 1
        assert archive.records([directive]) == {}
        assert archive.find_number(parse_number_query("16/CT-TTg")) == []
        assert [c.target_id for c in archive.cites(plan)] == [None]
        with pytest.raises(NotFound):
            archive.text(directive)
        with pytest.raises(NotFound):
            archive.bin.put(directive)
        with pytest.raises(NotFound):
            archive.confirm(directive, {"title": "x"})
        (lying,) = archive.bin.all()
        assert (lying.record.id, lying.by, lying.reason) == (directive, "Trần Thị Lan", "nạp nhầm")
        archive.bin.restore(directive)
        assert archive.records([directive])[directive].number == "16/CT-TTg"
    assert [c.target_id for c in archive.cites(plan)] == [directive]
    assert archive.bin.all() == ()
    assert [entry.action for entry in archive.trail.page(TrailFilter(document=directive))][:2] == ["unbinned", "binned"]


def test_the_same_file_is_not_filed_beside_the_bin(archive: Archive, tmp_path: Path) -> None:
    plan = add_file(archive, tmp_path, PLAN, CITING)
    archive.bin.put(plan)
    path = tmp_path / "tep.txt"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    again = archive.add(replace(PLAN, origin=f"upload:{sha256}"), UNITS, original=Original(path, "b.txt", "text/plain"))
    assert (again.status, again.document_id) == ("binned", plan)
    archive.bin.restore(plan)
    assert archive.count() == 1
    listed = archive.add(DIRECTIVE).document_id
    archive.bin.put(listed)
    assert archive.add(DIRECTIVE).status == "unchanged"


def test_purging_leaves_nothing_of_it_but_the_entry(archive: Archive, tmp_path: Path) -> None:
    directive = add_file(archive, tmp_path, DIRECTIVE, "CHỈ THỊ\nNỘI DUNG RIÊNG KHÔNG ĐÂU CÓ")
    plan = add_file(archive, tmp_path, PLAN, CITING)
    with pytest.raises(NotFound, match="thùng rác"):
        archive.bin.purge(directive)
    archive.bin.put(directive)
    with FileLock(archive.settings.home / LOCK), pytest.raises(ArchiveUnavailable):
        archive.bin.purge(directive)
    (gone,) = archive.bin.purge(directive).files
    assert archive.bin.all() == ()
    assert [(c.status, c.target_id) for c in archive.cites(plan)] == [("not_held", None)]
    assert gone not in set(archive.files.held())
    assert verify_archive(archive).problems == ()
    entry = archive.trail.page(TrailFilter(document=directive))[0]
    assert (entry.action, entry.subject) == ("purged", "Chỉ thị 16/CT-TTg")
    for file in archive.settings.home.glob("cancu.sqlite*"):
        assert "RIÊNG KHÔNG ĐÂU CÓ".encode() not in file.read_bytes(), file.name


def test_a_file_that_another_document_needs_stays(archive: Archive, tmp_path: Path) -> None:
    first = add_file(archive, tmp_path, PLAN, CITING)
    second = archive.add(DIRECTIVE).document_id
    with archive.database.write() as session:
        file = session.scalar(select(FileRow.id))
        session.add(DocumentFile(document_id=second, file_id=file, role="copy", name="b.txt"))
    archive.bin.put(first)
    assert archive.bin.purge(first).files == ()
    assert len(set(archive.files.held())) == 1


def test_a_purge_that_was_cut_short_is_finished_by_the_next(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = add_file(archive, tmp_path, PLAN, CITING)
    directive = archive.add(DIRECTIVE).document_id
    archive.bin.put(plan)
    archive.bin.put(directive)

    def crash(sha256: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(archive.files, "drop", crash)
        with pytest.raises(KeyboardInterrupt):
            archive.bin.purge(plan)
    assert len(set(archive.files.held())) == 1
    assert verify_archive(archive).unnamed == 1
    archive.bin.purge(directive)
    assert set(archive.files.held()) == set()


def test_a_state_secret_goes_at_once_without_a_name(archive: Archive, tmp_path: Path) -> None:
    plan = add_file(archive, tmp_path, PLAN, CITING)
    with pytest.raises(RefusedInput, match="không bị đánh dấu mật"):
        archive.bin.purge_secret(plan)
    question(archive, plan, SECRET)
    assert len(archive.bin.purge_secret(plan).files) == 1
    entry = archive.trail.page(TrailFilter(document=plan))[0]
    assert (entry.action, entry.subject) == ("purged", "")
    with pytest.raises(NotFound):
        archive.bin.purge_secret(plan)


def test_what_has_lain_there_long_is_told_and_not_purged(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    directive = archive.add(DIRECTIVE).document_id
    archive.bin.put(directive)
    assert archive.bin.due(30) == ()
    later = binning.now() + timedelta(days=31)
    monkeypatch.setattr(binning, "now", lambda: later)
    assert [each.record.id for each in archive.bin.due(30)] == [directive]
    assert len(archive.bin.all()) == 1


def test_every_key_to_a_document_says_what_becomes_of_its_row() -> None:
    """A later table that forgets it would keep documents from being purged."""
    keys = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "documents" and key.ondelete is None
    ]
    assert keys == []


def test_how_long_things_are_kept(archive: Archive) -> None:
    directive = archive.add(replace(DIRECTIVE, text="x")).document_id
    plan = archive.add(PLAN, UNITS).document_id
    keep = archive.retention
    assert keep.of(plan).origin == ""
    archive.options.change({"retention_years": "20"})
    assert (keep.of(plan).origin, keep.of(plan).due) == ("office", date(2047, 1, 1))
    keep.set_rule("Kế hoạch", 5)
    assert (keep.of(plan).years, keep.of(plan).origin, keep.of(plan).due) == (5, "type", date(2032, 1, 1))
    keep.set(plan, 0)
    assert (keep.of(plan).years, keep.of(plan).origin, keep.of(plan).due) == (0, "document", None)
    keep.set_rule("Chỉ thị", 5)
    assert [each.record.id for each in keep.due(date(2021, 12, 31))] == []
    assert [each.record.id for each in keep.due(date(2022, 1, 1))] == [directive]
    keep.set(plan, None)
    keep.set_rule("Kế hoạch", None)
    assert keep.rules() == {"Chỉ thị": 5}
    assert keep.of(plan).origin == "office"
    for wrong in (-1, 201):
        with pytest.raises(RefusedInput):
            keep.set(plan, wrong)
    assert audit.verify(archive.database).holds
