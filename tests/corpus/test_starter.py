"""The starter corpus: one call, everything there and findable; a second call changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.documents import Archive
from archive.stored import DocumentFilter
from corpus import codes
from corpus.samples import filing
from corpus.samples.source import Sample, load_samples
from corpus.starter import load_starter
from indexer.engine.memory import MemoryEngine
from tests.corpus.archive_state import state_of

SAMPLES = load_samples()


@pytest.mark.slow
def test_everything_is_there_and_findable(archive: Archive) -> None:
    engine = MemoryEngine()
    told: list[str] = []
    figures = load_starter(archive, engine, lambda done, total, what: told.append(what))
    assert figures["documents"] == 135 + 6 + len(SAMPLES)
    assert figures["codes"]["articles"] == 689 + 426 + 220 + 517 + 510 + 341
    assert "notes" not in figures["codes"]
    assert archive.count(DocumentFilter(sample=True)) == len(SAMPLES)
    stages = {what.split(" / ")[0].split(":")[0] for what in told}
    assert stages == {"Danh mục văn bản đã biết", "Sáu bộ luật", "Văn bản mẫu", "Lập chỉ mục"}
    hits = engine.search("thời gian thử việc tối đa", limit=3).hits
    units = archive.units([hit.unit for hit in hits])
    records = archive.records([hit.document_id for hit in hits])
    found = {(records[unit.document_id].number, unit.path) for unit in units.values()}
    assert ("45/2019/QH14", "dieu:25") in found
    plan = engine.search("kế hoạch dân vận chính quyền khéo mô hình thôn", limit=10).hits
    assert any(archive.record(hit.document_id).sample for hit in plan)
    # Citations of the samples lead to the catalogue, to the codes and to each other.
    quality = next(r for r in archive.documents(DocumentFilter(sample=True)) if r.number == "31/TB-UBND")
    cited = {c.number: c.status for c in archive.cites(quality.id) if c.number}
    assert cited["58/QĐ-UBND"] == "resolved"
    before = state_of(archive)
    again = load_starter(archive, engine, again=True)
    assert again["codes"]["unchanged"] == 6
    assert again["indexed"] == 0
    assert state_of(archive) == before
    assert load_starter(archive, engine)["samples"] == {"documents": len(SAMPLES), "unchanged": len(SAMPLES)}


@pytest.fixture
def two_samples(monkeypatch: pytest.MonkeyPatch) -> list[Sample]:
    two = [sample for sample in SAMPLES if sample.number in ("186/UBND-VP", "04-NQ/ĐU")]
    monkeypatch.setattr(filing, "load_samples", lambda: tuple(two))
    return two


def test_a_sample_is_one_document_with_two_files(archive: Archive, two_samples: list[Sample]) -> None:
    figures = filing.load_sample_documents(archive)
    assert figures == {"documents": 2, "added": 2}
    for sample in two_samples:
        record = next(r for r in archive.documents() if r.number == sample.number)
        assert record.sample
        assert record.held
        facts = archive.facts(record.id)
        assert (facts.type, facts.issued, facts.issuer) == (sample.type, sample.issued, sample.issuer)
        assert (facts.certainty, facts.draft, facts.review) == ("sure", False, ())
        assert facts.note.startswith("Văn bản mẫu, không có giá trị pháp lý")
        assert [file.role for file in archive.files_of(record.id)] == ["original", "copy"]
        assert [file.name for file in archive.files_of(record.id)] == [sample.docx.name, sample.pdf.name]
        assert archive.units_of(record.id)
        assert "VĂN BẢN MẪU" not in archive.text(record.id)
    letter = next(r for r in archive.documents() if r.number == "186/UBND-VP")
    assert letter.title.startswith("Về việc tăng cường bảo vệ dữ liệu cá nhân")
    assert "13/2023/NĐ-CP (hết hiệu lực" in archive.facts(letter.id).note


def test_samples_killed_between_their_files_are_finished(archive: Archive, two_samples: list[Sample]) -> None:
    add, calls = Archive.add, 0

    class Killed(BaseException):
        pass

    def dying(self: Archive, *args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Killed
        return add(self, *args, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Archive, "add", dying)
        with pytest.raises(Killed):
            filing.load_sample_documents(archive)
    filing.load_sample_documents(archive)
    assert archive.count() == 2
    for record in archive.documents():
        assert [file.role for file in archive.files_of(record.id)] == ["original", "copy"]


def test_another_text_of_a_code_is_taken_up(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    labour = next(facts for facts in codes.code_facts() if facts.number == "45/2019/QH14")
    monkeypatch.setattr(codes, "code_facts", lambda: (labour,))
    codes.load_codes(archive)
    monkeypatch.setattr(codes, "code_facts", lambda: (replace(labour, note="ghi chú mới"),))
    monkeypatch.setattr(codes, "_READING", 99)
    assert codes.load_codes(archive)["updated"] == 1
    assert archive.documents()[0].note == "ghi chú mới"
