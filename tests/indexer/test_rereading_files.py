"""Originals read again: what is read better comes in, what a person said stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.errors import RefusedInput
from archive.settings import Settings
from indexer import rereading
from indexer.engine import open_engine
from indexer.engine.base import Engine
from indexer.indexing import compare
from indexer.ingest import Understood, ingest_file, understand_file
from indexer.recognising import Fact
from indexer.rereading import reread_files

TEXT = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MẪU
Số: 15/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Mẫu, ngày 12 tháng 01 năm 2026
QUYẾT ĐỊNH
Về việc trồng cây chắn sóng dọc bờ kênh
Điều 1. Trồng cây dọc bờ kênh.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 9/QĐ-UBND ngày 03/02/2025.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Archive, Engine, int]]:
    settings = Settings.at(tmp_path / "home")
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        path = tmp_path / "quyết định.txt"
        path.write_text(TEXT, encoding="utf-8")
        filed = ingest_file(archive, engine, path)
        assert filed.document is not None
        yield archive, engine, filed.document
        engine.close()


def better(monkeypatch: pytest.MonkeyPatch, **facts: object) -> None:
    """A reader that now reads these facts, and one line of the text, otherwise."""

    def understand(*args: object, **more: object) -> Understood:
        seen = understand_file(*args, **more)  # type: ignore[arg-type]
        found = {name: Fact(value, 0, 3, 0.95) for name, value in facts.items()}
        text = seen.reading.text.replace("Trồng cây dọc bờ kênh.", "Trồng cây bần dọc hai bờ kênh.")
        provisions = tuple(rereading_segments(text))
        return replace(
            seen,
            reading=replace(seen.reading, text=text),
            recognised=replace(seen.recognised, **found),
            provisions=provisions,
        )

    monkeypatch.setattr(rereading, "understand_file", understand)


def rereading_segments(text: str) -> list:
    from indexer.structure import segment

    return list(segment(text, "Quyết định"))


def test_the_same_reading_changes_nothing(desk: tuple[Archive, Engine, int]) -> None:
    archive, engine, document = desk
    before = archive.facts(document)
    done = reread_files(archive, engine)
    assert (done.read, done.changed, done.refused) == (1, (), ())
    assert archive.facts(document).revision == before.revision


def test_better_reading_comes_in_and_the_persons_word_stays(
    desk: tuple[Archive, Engine, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, engine, document = desk
    archive.confirm(document, {"number": "51/QĐ-UBND", "issued": date(2026, 1, 13)})
    (relation,) = [each for each in archive.relations.of(document) if each.kind == "replaces"]
    archive.relations.decide(relation.id, "rejected")
    better(monkeypatch, number="15/QĐ-UBND", issued=date(2026, 1, 12), signer="Trần Thị Mẫu Mực")
    done = reread_files(archive, engine, [document])
    assert done.changed == (document,)
    now = archive.facts(document)
    assert (now.number, now.issued) == ("51/QĐ-UBND", date(2026, 1, 13))
    assert now.signer == "Trần Thị Mẫu Mực"
    assert (now.certainty, now.review) == ("sure", ())
    assert now.by_person == ("issued", "number")
    assert "bần" in archive.text(document)
    for name, seen in now.evidence.items():
        assert archive.text(document)[seen["start"] : seen["end"]] == seen["text"], name
    (relation,) = [each for each in archive.relations.of(document) if each.kind == "replaces"]
    assert relation.decision == "rejected"
    assert compare(archive, engine).agrees
    assert reread_files(archive, engine, [document]).changed == ()


def test_what_nobody_confirmed_is_read_anew(desk: tuple[Archive, Engine, int], monkeypatch: pytest.MonkeyPatch) -> None:
    archive, engine, document = desk
    better(monkeypatch, number="16/QĐ-UBND")
    assert reread_files(archive, engine).changed == (document,)
    now = archive.facts(document)
    assert (now.number, now.certainty, now.by_person) == ("16/QĐ-UBND", "unconfirmed", ())
    assert compare(archive, engine).agrees


def test_a_refusal_leaves_the_document_and_a_secret_is_asked_about(
    desk: tuple[Archive, Engine, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, engine, document = desk

    def refuse(*args: object, **more: object) -> Understood:
        raise RefusedInput("state_secret", "Có dấu mật.", "Marked secret.")

    monkeypatch.setattr(rereading, "understand_file", refuse)
    archive.confirm(document, {"number": "15/QĐ-UBND"})
    done = reread_files(archive, engine)
    assert [(each[0], each[2]) for each in done.refused] == [(document, "state_secret")]
    assert "VẪN CÒN" in done.refused[0][3]
    assert "STILL HELD" in done.refused[0][4]
    assert archive.facts(document).review == ("state_secret",)
    assert archive.facts(document).number == "15/QĐ-UBND"
