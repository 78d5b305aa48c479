"""The archive: what goes in comes out whole, once, and a person's word stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.database import Database
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, NotFound, RefusedInput, TooLarge
from archive.files import hash_of
from archive.numbers import parse_number_query
from archive.provisions import Provision
from archive.settings import Settings
from archive.stored import DocumentFilter, NewDocument, Original

TEXT = "KẾ HOẠCH\nI. MỤC ĐÍCH\nNâng cao trách nhiệm.\nII. NHIỆM VỤ\nTiếp công dân mỗi tuần."
PLAN = NewDocument(
    origin="upload:1",
    type="Kế hoạch",
    number="15/KH-UBND",
    issued=date(2026, 1, 20),
    issuer="Ủy ban nhân dân xã Hòa Lạc",
    title="Tiếp công dân năm 2026",
    text=TEXT,
)
UNITS = (
    Provision("mo_dau", "mo_dau", "Phần mở đầu", "", 0, 9, unit=True),
    Provision("la_ma:I", "la_ma", "Mục I", "MỤC ĐÍCH", 9, TEXT.index("II."), unit=True),
    Provision("la_ma:II", "la_ma", "Mục II", "NHIỆM VỤ", TEXT.index("II."), len(TEXT), unit=True),
)
DIRECTIVE = NewDocument(
    origin="registry:16/CT-TTg|2016-05-16",
    type="Chỉ thị",
    number="16/CT-TTg",
    issued=date(2016, 5, 16),
    issuer="Thủ tướng Chính phủ",
    title="Về công tác dân vận",
    status="CHL",
    certainty="doubtful",
    as_of=date(2026, 11, 22),
    source="danh mục",
    note="ngày chưa chắc",
)


def file(folder: Path, content: bytes = b"noi dung", name: str = "a.txt") -> Original:
    path = folder / name
    path.write_bytes(content)
    return Original(path, name, "text/plain")


def test_whole_document_comes_back(archive: Archive, tmp_path: Path) -> None:
    original = file(tmp_path)
    added = archive.add(PLAN, UNITS, original=original)
    assert added.status == "added"
    facts = archive.facts(added.document_id)
    assert (facts.type, facts.number, facts.issued) == ("Kế hoạch", "15/KH-UBND", date(2026, 1, 20))
    assert facts.held
    assert archive.text(added.document_id) == TEXT
    assert [p.path for p in archive.provisions(added.document_id)] == ["mo_dau", "la_ma:I", "la_ma:II"]
    assert [u.text for u in archive.units_of(added.document_id)] == [TEXT[p.start : p.end] for p in UNITS]
    (stored,) = archive.files_of(added.document_id)
    assert archive.files.path(stored.sha256).read_bytes() == b"noi dung"
    assert stored.role == "original"


def test_same_bytes_are_a_duplicate(archive: Archive, tmp_path: Path) -> None:
    first = archive.add(PLAN, UNITS, original=file(tmp_path))
    again = archive.add(replace(PLAN, origin="upload:2"), UNITS, original=file(tmp_path, name="b.txt"))
    assert (again.status, again.document_id) == ("duplicate", first.document_id)
    assert archive.count() == 1


def test_same_key_from_another_file_is_offered_never_silent(archive: Archive, tmp_path: Path) -> None:
    first = archive.add(PLAN, UNITS, original=file(tmp_path))
    other = file(tmp_path, b"ban scan", "scan.pdf")
    offered = archive.add(replace(PLAN, origin="upload:2"), UNITS, original=other)
    assert (offered.status, offered.role, offered.document_id) == ("copy", "offered", first.document_id)
    assert archive.count() == 1
    assert [f.role for f in archive.files_of(first.document_id)] == ["original", "offered"]
    archive.decide_copy(first.document_id, hash_of(other.path), is_copy=True)
    assert [f.role for f in archive.files_of(first.document_id)] == ["original", "copy"]


def test_a_person_may_say_it_is_another_document(archive: Archive, tmp_path: Path) -> None:
    first = archive.add(PLAN, UNITS, original=file(tmp_path))
    other = archive.add(replace(PLAN, origin="upload:2"), UNITS, original=file(tmp_path, b"x", "x.txt"), as_new=True)
    assert other.status == "added"
    assert other.document_id != first.document_id


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"issuer": "Ủy ban nhân dân xã Tân Phú"}, False),
        ({"issued": date(2025, 1, 20)}, False),
        ({"type": "Công văn"}, False),
        ({"number": "16/KH-UBND"}, False),
        ({"title": "Tiếp công dân"}, True),
        ({"number": "015/KH-UBND"}, True),
        ({"issuer": "UBND xã Hoà Lạc"}, True),
    ],
)
def test_which_documents_are_one(archive: Archive, tmp_path: Path, change: dict[str, object], same: bool) -> None:
    first = archive.add(PLAN, UNITS, original=file(tmp_path))
    new = replace(PLAN, origin="upload:2", **change)  # type: ignore[arg-type]
    added = archive.add(new, UNITS, original=file(tmp_path, b"khac", "k.txt"))
    assert (added.document_id == first.document_id) is same


def test_text_fills_a_catalogued_document(archive: Archive, tmp_path: Path) -> None:
    catalogued = archive.add(DIRECTIVE)
    assert not archive.facts(catalogued.document_id).held
    text = "CHỈ THỊ về công tác dân vận"
    new = replace(
        DIRECTIVE, origin="upload:3", text=text, certainty="likely", note="", source="tệp ct16.pdf", status=""
    )
    filled = archive.add(new, (), original=file(tmp_path))
    assert (filled.status, filled.document_id) == ("added", catalogued.document_id)
    facts = archive.facts(catalogued.document_id)
    assert facts.held
    assert facts.status == "CHL"
    assert facts.note == "ngày chưa chắc"
    assert facts.revision > 1


def test_a_loader_run_twice_changes_nothing(archive: Archive) -> None:
    first = archive.add(DIRECTIVE)
    before = archive.facts(first.document_id)
    assert archive.add(DIRECTIVE).status == "unchanged"
    assert archive.facts(first.document_id) == before
    changed = archive.add(replace(DIRECTIVE, title="Về dân vận chính quyền"))
    assert changed.status == "updated"
    assert archive.facts(first.document_id).title == "Về dân vận chính quyền"


def test_a_loaders_file_made_anew_is_kept_beside_the_old(archive: Archive, tmp_path: Path) -> None:
    new = replace(PLAN, origin="sample:plan")
    first = archive.add(new, UNITS, original=file(tmp_path))
    assert archive.add(new, UNITS, original=file(tmp_path)).status == "unchanged"
    assert len(archive.files_of(first.document_id)) == 1
    archive.add(replace(new, signer="Trần Văn B"), UNITS, original=file(tmp_path, b"ban moi", "moi.docx"))
    assert [f.role for f in archive.files_of(first.document_id)] == ["original", "copy"]


def test_a_persons_word_is_never_overwritten(archive: Archive) -> None:
    added = archive.add(DIRECTIVE)
    archive.confirm(added.document_id, {"title": "Tên do văn thư sửa"})
    archive.add(replace(DIRECTIVE, title="Tên khác", signer="Nguyễn Văn A"))
    facts = archive.facts(added.document_id)
    assert facts.title == "Tên do văn thư sửa"
    assert facts.signer == "Nguyễn Văn A"
    assert facts.by_person == ("title",)


def test_confirm_clears_the_review(archive: Archive) -> None:
    added = archive.add(replace(PLAN, number="", issued=None, draft=True, review=("draft", "no_number")), UNITS)
    assert archive.count(DocumentFilter(needs_review=True)) == 1
    archive.confirm(added.document_id, {"number": "20/KH-UBND", "issued": date(2026, 2, 1)})
    facts = archive.facts(added.document_id)
    assert (facts.review, facts.draft, facts.certainty) == ((), False, "sure")
    assert archive.count(DocumentFilter(needs_review=True)) == 0
    assert archive.holdings().by_number("20/KH-UBND")[0].id == added.document_id


def test_four_holders_of_one_number_are_all_found(archive: Archive) -> None:
    for year in (2016, 2017, 2020, 2026):
        day = date(year, 5, 4)
        archive.add(replace(DIRECTIVE, origin=f"registry:{year}", issued=day, title=f"Việc {year}"))
    assert len(archive.holdings().by_number("16/CT-TTg")) == 4
    query = parse_number_query("chi thi 16")
    assert query is not None
    assert [r.issued.year for r in archive.find_number(query) if r.issued] == [2026, 2020, 2017, 2016]


def test_a_draft_is_not_something_to_cite(archive: Archive) -> None:
    archive.add(replace(PLAN, draft=True))
    assert archive.holdings().by_number("15/KH-UBND") == ()


def test_nothing_is_kept_of_a_document_that_failed(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as patched:
        patched.setattr("archive.filing._attach", broken)
        with pytest.raises(RuntimeError, match="mất điện"):
            archive.add(PLAN, UNITS, original=file(tmp_path))
    assert archive.count() == 0
    assert archive.add(PLAN, UNITS, original=file(tmp_path)).status == "added"
    assert len(archive.files_of(1)) == 1


def test_file_over_the_limit_is_refused_and_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        archive.files.store(file(tmp_path, b"x" * 2048).path, limit=1024)
    assert list(archive.files.held()) == []
    assert list(archive.files.incoming.iterdir()) == []


def test_originals_are_verified_by_their_hash(archive: Archive, tmp_path: Path) -> None:
    stored = archive.files.store(file(tmp_path).path)
    assert archive.files.verify(stored.sha256)
    stored.path.write_bytes(b"hong")
    assert not archive.files.verify(stored.sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63 + "/"])
def test_a_hash_is_nothing_else_than_a_hash(archive: Archive, name: str) -> None:
    with pytest.raises(NotFound):
        archive.files.path(name)


def test_index_revisions_follow_what_the_index_sees(archive: Archive) -> None:
    added = archive.add(PLAN, UNITS)
    assert archive.revisions() == {added.document_id: (1, 3)}
    archive.confirm(added.document_id, {"place": "Hòa Lạc"})
    assert archive.revisions()[added.document_id][0] == 1
    archive.confirm(added.document_id, {"title": "Tiếp công dân"})
    assert archive.revisions()[added.document_id][0] == 2


def test_drafts_never_overwrite_each_other(archive: Archive) -> None:
    draft = archive.drafts.create("Kế hoạch", "Căn cứ …", date(2026, 12, 1))
    saved = archive.drafts.save(draft.id, draft.version, text="của tôi")
    assert saved.version == 2
    with pytest.raises(RefusedInput, match="lưu ở nơi khác"):
        archive.drafts.save(draft.id, draft.version, text="của người khác")
    assert archive.drafts.get(draft.id).text == "của tôi"
    with pytest.raises(NotFound):
        archive.drafts.get(99)


def test_no_archive_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnavailable, match="cancu init"):
        Archive.open(Settings.at(tmp_path / "trong"))


def test_an_older_database_is_noticed(settings: Settings) -> None:
    settings.home.mkdir(parents=True)
    database = Database(settings.database_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
    database.close()
    with pytest.raises(ArchiveUnavailable, match="phiên bản khác"):
        Archive.open(settings)


def test_create_twice_keeps_everything(settings: Settings) -> None:
    with Archive.create(settings) as archive:
        archive.add(DIRECTIVE)
    with Archive.create(settings) as archive:
        assert archive.count() == 1


WRITER = """
import sys
from pathlib import Path
from dataclasses import replace
from archive.documents import Archive
from archive.settings import Settings
from archive.stored import Original
from tests.archive.test_documents import PLAN, UNITS
home, folder = Path(sys.argv[1]), Path(sys.argv[2])
with Archive.create(Settings.at(home)) as archive:
    print("ready", flush=True)
    for n in range(200):
        path = folder / f"{n}.txt"
        path.write_bytes(b"van ban so %d" % n)
        new = replace(PLAN, origin=f"upload:{n}", number=f"{n + 1}/KH-UBND")
        archive.add(new, UNITS, original=Original(path, path.name, "text/plain"))
print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_leaves_whole_documents_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    finished = False
    for attempt in range(6):
        command = [sys.executable, "-c", WRITER, str(home), str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.05 + 0.22 * attempt)
        if attempt < 5 and process.poll() is None:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        finished = "done" in process.communicate(timeout=60)[0]
        with Archive.open(Settings.at(home)) as archive:
            for document_id in archive.revisions():
                assert archive.text(document_id) == TEXT
                assert len(archive.units_of(document_id)) == 3
                (stored,) = archive.files_of(document_id)
                assert archive.files.verify(stored.sha256)
    assert finished
    with Archive.open(Settings.at(home)) as archive:
        assert archive.count() == 200
