"""The index follows what is changed: soon, whole, and after a stop in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.errors import ArchiveUnavailable
from archive.settings import Settings
from indexer import following
from indexer.engine import open_engine
from indexer.engine.base import Engine
from indexer.following import Following
from indexer.indexing import compare
from indexer.ingest import ingest_file
from tests.indexer.test_indexing import TEXT


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Archive, Engine, int]]:
    """A document, indexed."""
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        path = tmp_path / "14.txt"
        path.write_text(TEXT.format(number=14), encoding="utf-8")
        document = ingest_file(archive, engine, path).document
        assert document is not None
        yield archive, engine, document
        engine.close()


def test_what_is_put_in_is_found_as_it_is_by_then(held: tuple[Archive, Engine, int]) -> None:
    archive, engine, document = held
    follows = Following(lambda: archive, lambda: engine)
    for title in ("Về việc trồng cây phong ba", "Về việc trồng cây bàng vuông"):
        archive.confirm(document, {"title": title})
        follows.put([document, document])
    assert follows.settle()
    assert compare(archive, engine).agrees
    assert not engine.search("phong ba").hits
    assert [hit.document_id for hit in engine.search("bàng vuông").hits][:1] == [document]
    archive.confirm(document, {"title": "Về việc trồng cây muống biển"})
    follows.put([document])
    follows.close()
    assert engine.search("muống biển").hits


def test_what_a_stop_left_out_is_taken_up(held: tuple[Archive, Engine, int]) -> None:
    archive, engine, document = held
    archive.confirm(document, {"title": "Về việc trồng cây tra"})
    assert compare(archive, engine).stale == (document,)
    mended = threading.Event()
    follows = Following(lambda: archive, lambda: engine, mended.set, look_back=0.0)
    assert follows.settle()
    assert mended.is_set()
    assert compare(archive, engine).agrees
    follows.close()


def test_an_index_that_somebody_else_writes_is_tried_again(
    held: tuple[Archive, Engine, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, engine, document = held
    monkeypatch.setattr(following, "_AGAIN", 0.0)
    refusals = [ArchiveUnavailable("index_locked", "Đang bận.", "Busy."), OSError("no room")]

    def opened() -> Engine:
        if refusals:
            raise refusals.pop()
        return engine

    archive.confirm(document, {"title": "Về việc trồng cây mù u"})
    follows = Following(lambda: archive, opened)
    follows.put([document])
    assert follows.settle()
    assert not refusals
    assert compare(archive, engine).agrees
    follows.close()
