"""Finding the document to cite from a few letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.records import Record
from indexer.citable import Catalogue, Citable

RECORDS = (
    Record(1, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Về công tác văn thư"),
    Record(2, "Nghị định", "30/2022/NĐ-CP", date(2022, 5, 19), "Chính phủ", "Về khu du lịch quốc gia"),
    Record(3, "Thông tư", "30/2020/TT-BTC", date(2020, 4, 17), "Bộ Tài chính", "Hướng dẫn Nghị định số 12/2018/NĐ-CP"),
    Record(4, "Luật", "31/2024/QH15", date(2024, 1, 18), "Quốc hội", "Luật Đất đai"),
    Record(5, "Luật", "45/2013/QH13", date(2013, 11, 29), "Quốc hội", "Luật Đất đai"),
    Record(6, "Nghị định", "102/2024/NĐ-CP", date(2024, 7, 30), "Chính phủ", "Quy định chi tiết thi hành Luật Đất đai"),
    Record(7, "Bộ luật", "100/2015/QH13", date(2015, 11, 27), "Quốc hội", "Bộ luật Hình sự"),
    Record(8, "Luật", "12/2017/QH14", date(2017, 6, 20), "Quốc hội", "Luật sửa đổi một số điều của Bộ luật Hình sự"),
    Record(9, "Nghị quyết", "25-NQ/TW", date(2013, 6, 3), "Ban Chấp hành Trung ương Đảng", "Về công tác dân vận"),
    Record(10, "Thông tư", "01/2011/TT-BNV", date(2011, 1, 19), "Bộ Nội vụ", "Hướng dẫn thể thức văn bản hành chính"),
)
HELD = Citable.of_records(RECORDS)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("30/2020", {1, 3}),
        ("nd 30 2020", {1}),
        ("nđ30", {2, 1}),
        ("tt 30", {3}),
        ("nghị định 30/2020", {1}),
        ("30/2020/NĐ-CP", {1}),
        ("luat dat dai", {4}),
        ("luật đất đai 2013", {5}),
        ("ldd", {4}),
        ("blhs", {7}),
        ("bo luat hinh su", {7}),
        ("cong tac van thu", {1}),
        ("văn thư chính phủ", {1}),
        ("25-nq/tw", {9}),
        ("1/2011", {10}),
        ("dan van", {9}),
    ],
)
def test_a_few_letters(typed: str, first: set[int]) -> None:
    assert set(HELD.find(typed)[: len(first)]) == first


@pytest.mark.parametrize("typed", ["", " ", "x", "luật hàng không", "999/2020"])
def test_nothing(typed: str) -> None:
    assert HELD.find(typed) == []


def test_of_two_called_alike_the_newer_first() -> None:
    assert HELD.find("luật đất đai")[:3] == [4, 5, 6]


def test_as_if_hidden_ones_had_never_been() -> None:
    without = Citable.of_records(record for record in RECORDS if record.id != 4)
    for typed in ("luat dat dai", "ldd", "31/2024", "đất"):
        assert HELD.find(typed, hidden=frozenset({4})) == without.find(typed)


class _Changing:
    def __init__(self) -> None:
        self.records = list(RECORDS[:1])

    def titled(self) -> Iterator[Record]:
        return iter(self.records)

    def mark(self) -> tuple[object, ...]:
        return (len(self.records),)

    def hidden(self) -> frozenset[int]:
        return frozenset()


def test_what_comes_later_is_found_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.citable.SECONDS", -1.0)
    archive = _Changing()
    catalogue = Catalogue(archive)
    assert catalogue.find("luat dat dai") == []
    archive.records.append(RECORDS[3])
    catalogue.find("luat dat dai")
    catalogue.wait()
    assert catalogue.find("luat dat dai") == [4]


def test_what_one_process_made_another_maps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.citable.SECONDS", -1.0)
    archive, kept = _Changing(), tmp_path / "cache" / "citable.bin"
    archive.records = list(RECORDS)
    read: list[int] = []

    class _Counting(_Changing):
        def titled(self) -> Iterator[Record]:
            read.append(len(archive.records))
            return iter(archive.records)

        def mark(self) -> tuple[object, ...]:
            return archive.mark()

    one, other = Catalogue(_Counting(), kept), Catalogue(_Counting(), kept)
    other.open()
    assert read == []
    for typed in ("30/2020", "luật đất đai 2013", "nđ30", "1/2011", "blhs", "x"):
        assert one.find(typed) == HELD.find(typed), typed
        assert other.find(typed) == HELD.find(typed), typed
    assert read == [10]
    # A change is read once, by whoever sees it first.
    archive.records.append(Record(11, "Luật", "1/2025/QH15", date(2025, 1, 1), "Quốc hội", "Luật Bến đò"))
    for catalogue in (one, other):
        catalogue.find("bến đò")
        catalogue.wait()
        assert catalogue.find("ben do") == [11]
    assert read == [10, 11]
    # What is purged is in no file.
    archive.records.pop()
    one.erase()
    assert not kept.is_file()
    assert one.find("ben do") == []
    assert "ben do" not in kept.read_bytes().decode(errors="ignore")
    kept.write_bytes(b"cut off")
    last = Catalogue(_Counting(), kept)
    assert last.find("luật đất đai") == [4, 5, 6]


def test_nothing_purged_while_it_was_written_is_left_in_the_file(tmp_path: Path) -> None:
    kept = tmp_path / "citable.bin"

    class _Purged(_Changing):
        def titled(self) -> Iterator[Record]:
            found = list(self.records)
            self.records.clear()
            return iter(found)

    assert Catalogue(_Purged(), kept).find("van thu") == [1]
    assert not kept.exists()
