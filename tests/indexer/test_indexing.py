"""The index beside the archive: what differs is seen, by revision or by content, and mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.settings import Settings
from indexer.engine import open_engine
from indexer.engine.base import Engine
from indexer.engine.checksums import entry_checksum
from indexer.engine.memory import MemoryEngine
from indexer.indexing import compare, compare_contents, entries_of, index_documents, mend
from indexer.ingest import ingest_file

TEXT = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MẪU
Số: {number}/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Mẫu, ngày {number} tháng 01 năm 2026
QUYẾT ĐỊNH
Về việc nạo vét kênh số {number}
Điều 1. Nạo vét kênh số {number} trước mùa mưa.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Archive, Engine, list[int]]]:
    """Three documents, indexed."""
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        documents = []
        for number in (14, 15, 16):
            path = tmp_path / f"{number}.txt"
            path.write_text(TEXT.format(number=number), encoding="utf-8")
            filed = ingest_file(archive, engine, path)
            assert filed.document is not None
            documents.append(filed.document)
        yield archive, engine, documents
        engine.close()


def test_an_index_in_step_agrees_in_number_and_content(held: tuple[Archive, Engine, list[int]]) -> None:
    archive, engine, _ = held
    assert compare(archive, engine).agrees
    assert compare_contents(archive, engine).agrees


def test_other_content_under_the_same_revision_is_seen_and_mended(held: tuple[Archive, Engine, list[int]]) -> None:
    archive, engine, documents = held
    engine.add([replace(entry, text="Chữ khác.") for entry in entries_of(archive, documents[1:2])])
    engine.commit()
    assert compare(archive, engine).agrees
    found = compare_contents(archive, engine)
    assert (found.altered, found.agrees) == ((documents[1],), False)
    assert mend(archive, engine).agrees
    assert mend(archive, engine, contents=True).altered == (documents[1],)
    assert compare_contents(archive, engine).agrees
    assert "kênh số 15" in archive.text(documents[1])
    assert engine.search('"kênh số 15"').document_ids.tolist() == [documents[1]]


def test_what_is_missing_old_or_gone_is_seen_by_revision(held: tuple[Archive, Engine, list[int]]) -> None:
    archive, engine, (first, second, third) = held
    engine.delete([first])
    engine.add([replace(entry, revision=entry.revision + 5) for entry in entries_of(archive, [second])])
    engine.add([replace(next(entries_of(archive, [third])), unit=9_001, document_id=900)])
    engine.commit()
    found = compare_contents(archive, engine)
    assert (found.missing, found.stale, found.surplus, found.altered) == ((first,), (second,), (900,), ())
    mend(archive, engine, contents=True)
    assert compare_contents(archive, engine).agrees


def test_a_document_put_in_again_keeps_its_checksum(held: tuple[Archive, Engine, list[int]]) -> None:
    archive, engine, documents = held
    before = engine.checksums()
    index_documents(archive, engine, documents)
    assert engine.checksums() == before
    assert before.keys() == set(documents)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "x"},
        {"heading": "x"},
        {"title": "x"},
        {"number": "1/QĐ-X"},
        {"type": "Luật"},
        {"issuer": "x"},
        {"year": 1999},
        {"unit": 77},
    ],
)
def test_everything_that_is_indexed_is_in_the_checksum(
    held: tuple[Archive, Engine, list[int]], change: dict[str, object]
) -> None:
    archive, _, documents = held
    entry = next(entries_of(archive, documents))
    assert entry_checksum(replace(entry, **change)) != entry_checksum(entry)  # type: ignore[arg-type]
    assert entry_checksum(replace(entry, revision=99)) == entry_checksum(entry)


def test_both_engines_tell_the_same_checksums(held: tuple[Archive, Engine, list[int]]) -> None:
    archive, engine, documents = held
    memory = MemoryEngine()
    memory.add(entries_of(archive, documents))
    memory.commit()
    assert memory.checksums() == engine.checksums()
