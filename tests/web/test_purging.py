"""What is purged is nowhere: every file of the archive's folder is looked through, byte for byte, for a word of it."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from archive.documents import Archive
from archive.dossiers import DossierFacts
from archive.errors import RefusedInput
from archive.marginal_rows import RecentSearchRow
from archive.models import Document, RelationRow
from archive.refiling import SECRET, question
from archive.register_entries import EntryFacts
from archive.replays import KeptAnswer
from archive.seeing import seeing
from archive.settings import Settings
from archive.stored import NewDocument, Original
from archive.subscription_rows import KeptAnswerRow
from indexer.embedding import open_embedder
from indexer.indexing import index_documents
from indexer.ingest import Outcome
from indexer.meaning.blocks import read_block
from indexer.meaning.index import MeaningIndex
from indexer.meaning.passages import OPENING, Passage
from indexer.structure import segment
from tests.web.office import CATALOGUE
from tests.web.signing_in import person
from web.app import create_app
from web.purging import bin_document, purge_document, purge_documents
from web.service import Service

MARK = "zuynhophat"
"""A word that stands nowhere else; plain letters, so that no writing of it escapes."""
INSIDE = "krongbinthu"
"""A word of its text alone: no other document has it."""
TEXT = (
    f"KẾ HOẠCH\nDời bến {MARK}\n\nĐiều 1. Phạm vi {MARK}\n1. Nội dung {MARK}, thửviệc{MARK}.\n"
    f"Điều 2. Hết {MARK} {INSIDE}.\n"
)
ALLOWED = {
    "audit": "entries are never altered: one written before names type and number of a document, or a tag",
    "drafts": "a person's own text",
    "draft_versions": "the same, as it was before",
    "saved_searches": "a search a person keeps under a name of his own",
    "citations": "another document's own words about this one",
    "texts": "another document's own words about this one",
    "provisions": "another document's own words about this one",
}
"""What may still hold the word, and why. Nothing outside the database may."""


@dataclass(frozen=True)
class Filed:
    """An office in which one document has left its word wherever it can."""

    desk: Service
    archive: Archive
    id: int
    entry: int
    apart: int
    cites: int


def new(origin: str, **facts: object) -> NewDocument:
    plain = NewDocument(origin=origin, type="Kế hoạch", number=f"7/KH-{MARK.upper()}", issued=date(2026, 2, 3))
    return replace(plain, **facts)  # type: ignore[arg-type]


def file(archive: Archive, folder: Path, document: NewDocument) -> int:
    path = folder / f"{document.origin.replace(':', '_')}.txt"
    path.write_text(f"{document.text} {document.origin}", "utf-8")
    provisions = segment(document.text, document.type)
    links = archive.read_links(document, provisions)
    original = Original(path, path.name, "text/plain")
    added = archive.add(document, provisions, links.resolutions, original, statements=links.statements, as_new=True)
    return added.document_id


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("purging")
    settings = Settings.at(folder / "home")
    Archive.create(settings).close()
    desk = create_app(settings).extensions["cancu"]
    clerk = person(desk.archive, "clerk")
    with seeing(clerk.viewer):
        ids = _fill(desk, folder, clerk.id)
    desk.close()
    return settings.home, ids


@pytest.fixture
def filed(filled: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Filed]:
    home, ids = filled
    shutil.copytree(home, tmp_path / "home")
    desk = create_app(Settings.at(tmp_path / "home")).extensions["cancu"]
    with seeing(person(desk.archive, "clerk").viewer):
        yield Filed(desk, desk.archive, **ids)
    desk.close()


def _fill(desk: Service, folder: Path, clerk: int) -> dict[str, int]:
    archive = desk.archive
    other = archive.add(CATALOGUE[0]).document_id
    facts = {"title": f"Dời bến {MARK}", "issuer": f"Ban {MARK}", "signer": f"Lê {MARK}", "text": TEXT}
    id_ = file(archive, folder, new(f"t:{MARK}", recipients=(f"Như {MARK}",), note=MARK, source=MARK, **facts))
    twin = file(archive, folder, new(f"t:twin-{MARK}", **facts))
    apart = file(archive, folder, new(f"t:apart-{MARK}", **facts))
    # Corrections, merges (one undone), notes, tags, dossiers, watches, registers.
    archive.confirm(id_, {"title": f"Dời bến {MARK} lần hai"})
    archive.merges.undo(archive.merges.merge(id_, apart).id)
    archive.merges.merge(id_, twin)
    archive.tags.put([id_], f"thẻ {MARK}")
    archive.tags.put([id_, other], "thẻ chung")
    archive.notes.add(id_, clerk, f"lời ghi {MARK}", shared=True)
    dossier = archive.dossiers.open(DossierFacts(year=2026, code="01.TH", title="Hồ sơ chung")).id
    archive.dossiers.put(dossier, [id_])
    book = archive.registers.open_book("in", 2026).id
    entry = archive.registers.register(
        book, EntryFacts(subject=MARK, code=f"7/{MARK}", issued=date(2026, 2, 3), opinion=MARK), document_id=id_
    ).id
    archive.watches.watch(clerk, other)
    archive.watches.watch(clerk, id_)
    archive.watches.look([other, id_])
    archive.relations.add(other, "guides", id_, note=f"ghi {MARK}")
    archive.relations.add(id_, "amends", other, note=f"ghi {MARK}")
    archive.watches.look([other, id_])
    # A person's own text, another document's own words, a search.
    archive.drafts.create(f"Dự thảo {MARK}", TEXT)
    words = f"CHỈ THỊ\nCăn cứ Kế hoạch số 7/KH-{MARK.upper()} ngày 03/02/2026;\nĐiều 1. Giao.\n"
    cites = file(archive, folder, replace(CATALOGUE[1], origin="t:citing", text=words))
    with archive.database.write() as session:
        session.add(RecentSearchRow(person_id=clerk, address=f"q=D%E1%BB%9Di+b%E1%BA%BFn+{MARK}+l%E1%BA%A7n+hai"))
    # Answers kept for requests that come again.
    for key, body in (("k1", {"document": {"id": id_, "title": MARK}}), ("k2", {"items": [other]})):
        archive.replays.claim(key, "r")
        archive.replays.keep(key, KeptAnswer(201, json.dumps(body), ""))
    # The queue, and what is made of files.
    sha256 = archive.files_of(id_)[0].sha256
    ticket, _ = desk.queue.entries.put(f"{MARK}.txt", sha256, desk.queue.bytes.folder / MARK)
    desk.queue.entries.end(ticket.ticket, Outcome(f"{MARK}.txt", "added", id_, "", f"lý do {MARK}", MARK, sha256))
    for each in archive.files_of(id_):
        (desk.cache("pages", each.sha256[:2]) / f"{each.sha256}-1-{MARK}.png").write_text(MARK)
        (desk.cache("pages", each.sha256[:2]) / f"{each.sha256}-1.pdf").write_text(MARK)
        (desk.cache("copies") / f"{each.sha256}.json").write_text(MARK)
    # The index in one segment with others, so that none goes away by itself; vectors in the ledger and its file.
    index_documents(archive, desk.engine, [other, id_, apart, cites])
    with closing(MeaningIndex(archive.settings.meaning, open_embedder(archive.settings))) as meaning:
        for each in (id_, other):
            meaning.ledger.put(each, 1, 1, [Passage(each, OPENING, 0, f"{MARK} {each}")], [vector(each)])
        meaning.publish(always=True)
    return {"id": id_, "entry": entry, "apart": apart, "cites": cites}


def vector(document: int) -> bytes:
    return np.random.default_rng(document).normal(size=384).astype(np.float16).tobytes()


def whole(data: bytes) -> Iterator[bytes]:
    """Bytes as they are, and unpacked where they are packed."""
    yield data
    for unpack in (zlib.decompress, lambda packed: zlib.decompress(packed, -15)):
        try:
            yield unpack(data)
        except zlib.error:
            continue
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def holds(data: bytes) -> bool:
    words = {
        form
        for text in (MARK, MARK.upper(), MARK.capitalize(), unicodedata.normalize("NFD", MARK))
        for form in (text.encode(), text.encode("utf-16-le"))
    }
    return any(word in each for each in whole(data) for word in words)


def tables_with_word(path: Path) -> set[str]:
    """The tables of a database in a row of which the word stands."""
    found = set()
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
                if any(map(holds, cells)):
                    found.add(name)
    return found


def files_with_word(home: Path) -> set[str]:
    return {
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and (holds(path.read_bytes()) or MARK in path.name)
    }


def index_files_with_word(archive: Archive) -> list[str]:
    """Index files in which the word of the text stands; lists of words are written plainly."""
    files = [path for path in archive.settings.index.iterdir() if path.is_file()]
    return [path.name for path in files if INSIDE.encode() in path.read_bytes()]


def purge_all(filed: Filed) -> None:
    for id_ in (filed.apart, filed.id):
        question(filed.archive, id_, SECRET)
        purge_document(filed.desk, id_, secret=True)


def test_the_word_stands_everywhere_before(filed: Filed) -> None:
    """Else the next test shows nothing."""
    database = filed.archive.settings.home / "cancu.sqlite"
    expected = {"documents", "texts", "merges", "corrections", "notes", "tags", "register_entries", "kept_answers"}
    expected |= {
        "agencies",
        "document_files",
        "origins",
        "relations",
        "recent_searches",
        "audit",
        "drafts",
        "citations",
    }
    assert tables_with_word(database) >= expected
    assert tables_with_word(filed.archive.settings.home / "queue" / "entries.sqlite") == {"entries"}
    assert index_files_with_word(filed.archive)
    assert (filed.archive.settings.meaning / "vectors.sqlite").is_file()


def test_of_a_purged_secret_nothing_is_left(filed: Filed) -> None:
    archive, home = filed.archive, filed.archive.settings.home
    entry = archive.registers.entry(filed.entry)
    citing = archive.files_of(filed.cites)[0].sha256
    gone = [each.sha256 for each in archive.files_of(filed.id)]
    purge_all(filed)
    assert index_files_with_word(archive) == []
    assert tables_with_word(home / "cancu.sqlite") <= ALLOWED.keys()
    kept = archive.registers.entry(filed.entry)
    assert (kept.shown, kept.facts.issued) == (entry.shown, date(2026, 2, 3))
    assert (kept.facts.subject, kept.facts.code, kept.facts.opinion, kept.document_id) == ("", "", "", None)
    with archive.database.write() as session:
        states = set(session.scalars(select(KeptAnswerRow.status)))
    assert states == {410, 201}
    with pytest.raises(RefusedInput, match="Idempotency-Key mới"):
        archive.replays.claim("k1", "r")
    assert archive.replays.claim("k2", "r") is not None
    assert not set(gone) & set(archive.files.held())
    # What may stay is taken away: then the word is in no byte of any file, deleted rows and indexes of rows included.
    with closing(sqlite3.connect(home / "cancu.sqlite")) as connection:
        for trigger in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger[0]}")
        connection.execute("PRAGMA secure_delete=ON")
        for table in ALLOWED:
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
    desk = filed.desk
    others = list(archive.revisions())
    for id_ in others:  # the index of what cites it goes too: its words are the citing document's own
        if id_ != others[0]:
            bin_document(desk, id_)
    desk.erase(others)
    with closing(sqlite3.connect(home / "cancu.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert files_with_word(home) == {f"files/{citing[:2]}/{citing[2:]}"}, "only the original of what cites it"


def test_its_vectors_are_in_no_file(filed: Filed) -> None:
    meaning = filed.archive.settings.meaning

    def documents() -> list[set[int]]:
        return [set(read_block(path).document.tolist()) for path in meaning.glob("vectors-*.bin")]

    assert any(vector(filed.id) in path.read_bytes() for path in meaning.iterdir())
    assert all(filed.id in each for each in documents())
    purge_all(filed)
    assert not any(vector(filed.id) in path.read_bytes() for path in meaning.iterdir())
    assert [filed.id in each for each in documents()] == [False]


def test_an_undo_that_needs_what_was_purged_is_refused(filed: Filed) -> None:
    archive, desk = filed.archive, filed.desk
    merge = archive.merges.of_document(filed.id)[0]
    correction = archive.corrections.of(filed.id)[0].id
    bin_document(desk, filed.id)
    purge_documents(desk, [filed.id])
    with pytest.raises(RefusedInput) as refused:
        archive.merges.undo(merge.id)
    assert refused.value.reason == "merge_purged"
    assert archive.merges.successor(merge.merged_id) is None
    with pytest.raises(Exception, match="Không có lần sửa"):
        archive.corrections.undo(correction)
    # An ordinary purge leaves the register what was written on the day.
    assert archive.registers.entry(filed.entry).facts.subject == MARK
    assert "merges" not in tables_with_word(archive.settings.home / "cancu.sqlite")


def test_a_merge_of_others_can_still_be_undone(filed: Filed, tmp_path: Path) -> None:
    """What the journal of a merge says of a third document goes with that one; the rest comes back."""
    archive = filed.archive
    same = {"title": "Đắp đê", "number": "44/KH-UBND", "issuer": "Ủy ban nhân dân xã Đồng Mẫu"}
    one = file(archive, tmp_path, new("t:one", text="KẾ HOẠCH\nĐiều 1. Một.\n", **same))
    two = file(archive, tmp_path, new("t:two", text="KẾ HOẠCH\nĐiều 1. Hai.\n", **same))
    archive.relations.add(two, "amends", filed.id)
    archive.relations.add(filed.id, "replaces", two)
    merge = archive.merges.merge(one, two).id
    purge_all(filed)
    assert "merges" not in tables_with_word(archive.settings.home / "cancu.sqlite")
    archive.merges.undo(merge)
    assert archive.text(two).endswith("Hai.\n")
    with archive.database.read() as session:
        assert session.get(Document, two) is not None
        assert session.scalars(select(RelationRow).where(RelationRow.target_id == two)).all() == []
