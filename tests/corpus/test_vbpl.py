"""Records of vbpl.vn: the text is the authority; what the record says otherwise is kept and asked about."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.documents import Archive
from archive.errors import UnreadableFile
from archive.validity import validity_at
from corpus.loaders.vbpl import load_vbpl, read_records, vbpl_document
from indexer.engine.memory import MemoryEngine
from tests.corpus.archive_state import state_of
from tests.prepared import national_documents
from tests.shared_data import needs_shared, shared

TEXT = """BỘ NỘI VỤ\t CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc\t
Số: 09/2026/TT-BNV\t Hà Nội, ngày 12 tháng 3 năm 2026\t
THÔNG TƯ
Quy định việc giữ gìn sổ sách ở thôn
Căn cứ Luật Lưu trữ số 33/2024/QH15;
Bộ trưởng Bộ Nội vụ ban hành Thông tư quy định việc giữ gìn sổ sách ở thôn.
Điều 1. Phạm vi điều chỉnh
Thông tư này quy định việc giữ gìn sổ sách ở thôn.
Điều 2. Trách nhiệm của trưởng thôn
1. Giữ sổ nơi khô ráo.
2. Bàn giao đủ khi thôi việc.
Điều 3. Hiệu lực thi hành
Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 5 năm 2026./.
BỘ TRƯỞNG
Nguyễn Văn Mẫu
"""
URL = "https://vbpl.vn/van-ban/chi-tiet/thong-tu--900001"
ROW: dict[str, Any] = {
    "url": URL,
    "item": "900001",
    "title": "Thông tư số 09/2026/TT-BNV Quy định việc giữ gìn sổ sách ở thôn",
    "status": "Còn hiệu lực",
    "effective": "01/05/2026",
    "doc_number": "09/2026/TT-BNV",
    "issued": "12/3/2026",
    "text": TEXT,
}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def document(tmp_path: Path, as_of: date | None = None, **changed: Any) -> Any:
    path = write(tmp_path / "a.jsonl", ROW | changed)
    return vbpl_document(next(read_records(path)), as_of)[0]


def test_facts_of_a_record_that_agrees_with_its_text(tmp_path: Path) -> None:
    new = document(tmp_path, date(2026, 11, 1))
    assert (new.type, new.number, new.issued) == ("Thông tư", "09/2026/TT-BNV", date(2026, 3, 12))
    assert (new.title, new.issuer) == ("Quy định việc giữ gìn sổ sách ở thôn", "Bộ Nội vụ")
    assert (new.status, new.status_certainty, new.as_of) == ("CHL", "likely", date(2026, 11, 1))
    assert (new.effective, new.source, new.certainty) == (date(2026, 5, 1), URL, "sure")
    assert (new.review, new.note, new.draft) == ((), "", False)


# changed in the record, expected (number, issued, type), review, words of the note
CASES = [
    ({"doc_number": "09/2026/TT-BNV"}, ("09/2026/TT-BNV", date(2026, 3, 12), "Thông tư"), (), ""),
    # A Cyrillic С is no disagreement: the numbers are the same number.
    ({"doc_number": "9/2026/ТТ-BNV"}, ("09/2026/TT-BNV", date(2026, 3, 12), "Thông tư"), (), ""),
    # The number of the law in the first basis.
    (
        {"doc_number": "33/2024/QH15"},
        ("09/2026/TT-BNV", date(2026, 3, 12), "Thông tư"),
        ("disagrees:number",),
        "số, ký hiệu: văn bản ghi 09/2026/TT-BNV, vbpl.vn ghi 33/2024/QH15",
    ),
    (
        {"issued": "12/02/2026"},
        ("09/2026/TT-BNV", date(2026, 3, 12), "Thông tư"),
        ("disagrees:issued",),
        "ngày ban hành: văn bản ghi 12/3/2026, vbpl.vn ghi 12/02/2026",
    ),
    (
        {"title": "Nghị định quy định việc giữ gìn sổ sách ở thôn"},
        ("09/2026/TT-BNV", date(2026, 3, 12), "Thông tư"),
        ("disagrees:type",),
        "tên loại: văn bản ghi Thông tư, vbpl.vn ghi Nghị định",
    ),
    ({"issued": None, "doc_number": None}, ("09/2026/TT-BNV", date(2026, 3, 12), "Thông tư"), (), ""),
]


@pytest.mark.parametrize(("changed", "facts", "review", "words"), CASES)
def test_the_text_is_the_authority(
    tmp_path: Path, changed: dict[str, Any], facts: tuple[Any, ...], review: tuple[str, ...], words: str
) -> None:
    new = document(tmp_path, **changed)
    assert (new.number, new.issued, new.type) == facts
    assert new.review == review
    assert new.note == words
    assert new.certainty == ("likely" if review else "sure")


def test_the_day_of_effect_is_the_texts(tmp_path: Path) -> None:
    new = document(tmp_path, effective="13/05/2025")
    assert (new.effective, new.certainty) == (date(2026, 5, 1), "sure")
    assert new.review == ("disagrees:effective",)
    assert new.note == (
        "ngày có hiệu lực: văn bản ghi 01/5/2026, vbpl.vn ghi 13/5/2025, sớm hơn ngày ban hành 12/3/2026"
    )


def test_a_day_of_another_year_than_the_numbers_is_not_taken_from_the_record(tmp_path: Path) -> None:
    undated = TEXT.replace("ngày 12 tháng 3 năm 2026", "ngày … tháng … năm …")
    assert undated != TEXT
    new = document(tmp_path, text=undated, issued="29/06/2006")
    assert new.issued is None
    assert "disagrees:issued" in new.review
    assert "ngày ban hành: vbpl.vn ghi 29/6/2006, trái với năm trong số 09/2026/TT-BNV" in new.note
    # What the text itself prints stays, and is asked for.
    slip = document(tmp_path, text=TEXT.replace("năm 2026", "năm 2024", 1), issued="12/03/2024")
    assert (slip.issued, slip.review) == (date(2024, 3, 12), ("disagrees:issued",))
    assert "văn bản ghi 12/3/2024, trái với năm trong số" in slip.note


def test_what_the_text_does_not_say_is_taken_from_the_record_and_asked_about(tmp_path: Path) -> None:
    new = document(tmp_path, text=TEXT.replace("Số: 09/2026/TT-BNV", ""))
    assert new.number == "09/2026/TT-BNV"
    assert new.review == ("low_confidence:number",)
    assert "lấy theo vbpl.vn" in new.note


def test_a_record_without_text_is_catalogued(tmp_path: Path) -> None:
    new = document(tmp_path, text="")
    assert (new.type, new.number, new.issued) == ("Thông tư", "09/2026/TT-BNV", date(2026, 3, 12))
    assert (new.title, new.issuer, new.text) == ("Quy định việc giữ gìn sổ sách ở thôn", "Bộ Nội vụ", "")


@pytest.mark.parametrize(
    ("title", "field", "number", "review"),
    [
        ("Thông tư số 09/2026/TT-BNV Quy định", "33/2024/QH15", "09/2026/TT-BNV", "disagrees:number"),
        ("Thông tư số 09/2026/TT-BNV Quy định", "09/2026/TT-BNV", "09/2026/TT-BNV", ""),
        ("Thông tư sửa đổi Thông tư số 1/2020/TT-BNV về sổ", "09/2026/TT-BNV", "09/2026/TT-BNV", ""),
        ("Luật Lưu trữ số 33/2024/QH15", "33/2024/QH15", "33/2024/QH15", ""),
    ],
)
def test_without_a_number_in_the_text_the_title_is_believed_before_the_field(
    tmp_path: Path, title: str, field: str, number: str, review: str
) -> None:
    new = document(tmp_path, title=title, doc_number=field, text=TEXT.replace("Số: 09/2026/TT-BNV", ""))
    assert new.number == number
    assert ("disagrees:number" in new.review) is bool(review)


def test_a_page_that_is_no_document_is_left_out(archive: Archive, tmp_path: Path) -> None:
    gone = dict.fromkeys(("title", "status", "effective", "doc_number", "issued"))
    path = write(tmp_path / "a.jsonl", ROW | gone | {"text": "Văn bản không tồn tại\nVề trang chủ"})
    assert load_vbpl(archive, None, path) == {"documents": 0, "no_document": 1}
    assert archive.count() == 0


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Còn hiệu lực", "CHL"),
        ("Chưa có hiệu lực", "CCHL"),
        ("Hết hiệu lực một phần", "HHL1P"),
        ("Hết hiệu lực toàn bộ", "HHL"),
        ("Ngưng hiệu lực", "NHL"),
        ("Không còn phù hợp", "KXD"),
        ("Trạng thái lạ", "KXD"),
        (None, ""),
    ],
)
def test_status(tmp_path: Path, status: str | None, code: str) -> None:
    assert document(tmp_path, status=status).status == code


def test_a_status_without_a_day_says_nothing_of_today(archive: Archive, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ROW)
    load_vbpl(archive, None, path)
    record = archive.documents()[0]
    assert (record.status, record.as_of, record.source) == ("CHL", None, URL)
    assert validity_at(record, date(2026, 11, 22)).state == "unknown"
    # The day becomes known: the record is taken up again.
    assert load_vbpl(archive, None, path, as_of=date(2026, 11, 1))["updated"] == 1
    assert validity_at(archive.documents()[0], date(2026, 11, 22)).state == "in_force"


def test_loads_indexes_and_runs_again(archive: Archive, tmp_path: Path) -> None:
    other = ROW | {"item": "900002", "url": URL + "2", "text": TEXT.replace("09/2026", "10/2026"), "title": None}
    path = write(tmp_path / "a.jsonl", ROW, other | {"doc_number": "33/2024/QH15"})
    engine = MemoryEngine()
    figures = load_vbpl(archive, engine, path)
    assert figures == {"documents": 2, "added": 2, "disagreements": 1}
    hit = engine.search("bàn giao sổ sách khi thôi việc").hits[0]
    assert archive.units([hit.unit])[hit.unit].label == "Điều 2"
    before = state_of(archive)
    assert load_vbpl(archive, engine, path) == {"documents": 2, "unchanged": 2}
    assert load_vbpl(archive, engine, path, again=True)["unchanged"] == 2
    assert state_of(archive) == before


@pytest.mark.parametrize("line", ['{"title": "Nghị định"}', "khong phai json", "[]", '"chu"'])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(ROW) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="Dòng 2"):
        list(read_records(path))


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_real_records(tmp_path_factory: pytest.TempPathFactory) -> None:
    records = list(read_records(shared("data", "vbpl", "documents.jsonl.xz")))
    assert len(records) == 459
    documents = national_documents(tmp_path_factory)
    made = [new for record, new in zip(records, documents, strict=True) if record.title]
    assert len(made) == 441
    # Of three whose text gives no day, the record's is that of another document.
    assert sum(bool(new.number and new.issued) for new in made) >= len(made) - 6
    reviewed = Counter(word for new in made for word in new.review)
    assert reviewed["disagrees:number"] >= 7
    assert not any("С" in new.number for new in made), "a Cyrillic letter in a number"
    decree = next(new for new in made if new.origin == "vbpl:186284")
    assert decree.number == "05/2026/NĐ-CP"
