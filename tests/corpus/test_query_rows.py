"""Documents asked for by number, date and title, as people type them, over the catalogue."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.records import Record
from archive.settings import Settings
from corpus.registry import load_registry
from indexer.engine.base import Entry
from indexer.engine.memory import MemoryEngine
from indexer.search import SearchRequest, SearchService
from tests.shared_data import needs_shared, shared

TYPED = [
    # as typed, number, year of issue
    ("nd 30 2020", "30/2020/NĐ-CP", 2020),
    ("NĐ 30/2020", "30/2020/NĐ-CP", 2020),
    ("30.2020.NĐ-CP", "30/2020/NĐ-CP", 2020),
    ("30/2020/nd-cp", "30/2020/NĐ-CP", 2020),
    ("nghi dinh so 30/2020/ND-CP", "30/2020/NĐ-CP", 2020),
    ("nghị định 30 năm 2020 về công tác văn thư", "30/2020/NĐ-CP", 2020),
    ("ND30/2020/ND-CP ngay 5/3/2020", "30/2020/NĐ-CP", 2020),
    ("ct 16 2016 dan van", "16/CT-TTg", 2016),
    ("Chỉ thị 16/CT-TTg ngày 16/5/2016", "16/CT-TTg", 2016),
    ("chi thi so 16 ngay 16 thang 5 nam 2016", "16/CT-TTg", 2016),
    ("Chỉ thị 16/CT-TTg năm 2016 của Thủ tướng", "16/CT-TTg", 2016),
    ("25-NQ/TW 2013", "25-NQ/TW", 2013),
    ("nghi quyet 25 nq tw ngay 3/6/2013", "25-NQ/TW", 2013),
    ("NQ 25 TW năm 2013 dân vận", "25-NQ/TW", 2013),
    ("luat thuc hien dan chu o co so", "10/2022/QH15", 2022),
    ("luật 10/2022", "10/2022/QH15", 2022),
    ("10 2022 qh15", "10/2022/QH15", 2022),
    ("luat khieu nai 2011", "02/2011/QH13", 2011),
    ("luat 02/2011/qh13", "02/2011/QH13", 2011),
    ("Luật Tố cáo số 25/2018", "25/2018/QH14", 2018),
    ("66.3/2025/nq-cp", "66.3/2025/NQ-CP", 2025),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    archive = Archive.create(Settings.at(tmp_path_factory.mktemp("catalogue")))
    load_registry(archive)
    engine = MemoryEngine()
    records = archive.records(archive.revisions())
    engine.add(
        Entry(-id_, id_, 1, record.title, "", record.title, record.number, record.type, record.issuer)
        for id_, record in records.items()
    )
    engine.commit()
    return SearchService(archive, engine)


def first(service: SearchService, text: str) -> Record | None:
    hits = service.search(SearchRequest(text, limit=1)).hits
    return hits[0].record if hits else None


@pytest.mark.parametrize(("typed", "number", "year"), TYPED)
def test_the_document_meant_stands_first(service: SearchService, typed: str, number: str, year: int) -> None:
    found = first(service, typed)
    assert found is not None
    assert (found.number, found.issued.year if found.issued else None) == (number, year)


@needs_shared
@pytest.mark.shared
def test_every_query_of_the_citations_reaches_its_document(service: SearchService) -> None:
    looked_at = 0
    for path in sorted(Path(shared("domain")).glob("citations*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                flags = row["flags"].split(";")
                if "query" not in flags:
                    continue
                looked_at += 1
                found = first(service, row["text"])
                assert found is not None, row["id"]
                assert (found.type, found.number) == (row["doc_type"], row["number"]), row["id"]
                years = [flag.removeprefix("year:") for flag in flags if flag.startswith("year:")]
                assert not years or str(found.issued and found.issued.year) in years, row["id"]
    assert looked_at
