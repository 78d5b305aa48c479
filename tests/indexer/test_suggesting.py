"""Suggestions while a query is typed."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

import pytest

from archive.records import Record
from indexer.suggesting import Suggester
from indexer.suggestions import Suggestions


def _record(id_: int, type_: str, number: str, title: str, issued: date | None = None) -> Record:
    return Record(id=id_, type=type_, number=number, issued=issued, issuer="Quốc hội", title=title)


DOCUMENTS = (
    _record(1, "Nghị định", "30/2020/NĐ-CP", "Về công tác văn thư"),
    _record(2, "Luật", "31/2024/QH15", "Luật Đất đai", date(2024, 1, 18)),
    _record(3, "Chỉ thị", "16/CT-TTg", "Về phòng, chống dịch", date(2020, 3, 31)),
    _record(4, "Bộ luật", "45/2019/QH14", "Bộ luật Lao động", date(2019, 11, 20)),
    _record(5, "Hiến pháp", "", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", date(2013, 11, 28)),
)
HEADINGS = (
    ("Thời gian thử việc", 4),
    ("Thời gian làm việc", 4),
    ("Thư viện công cộng", 9),
    ("Phạm vi điều chỉnh", 1),
    ("Phạm vi điều chỉnh", 2),
    ("Hòa giải ở cơ sở", 7),
)


@pytest.fixture(scope="module")
def suggestions() -> Suggestions:
    return Suggestions.of_archive(DOCUMENTS, HEADINGS)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("30/2020", "Nghị định 30/2020/NĐ-CP"),
        ("nd 30", "Nghị định 30/2020/NĐ-CP"),
        ("nghị định 3", "Nghị định 30/2020/NĐ-CP"),
        ("van thu", "Nghị định 30/2020/NĐ-CP"),
        ("luat d", "Luật Đất đai 2024"),
        ("luật đất đai", "Luật Đất đai 2024"),
        ("ĐẤT ĐAI", "Luật Đất đai 2024"),
        ("16/ct", "Chỉ thị 16/CT-TTg"),
        ("thoi gian th", "Thời gian thử việc"),
        ("thời gian", "Thời gian làm việc"),
        ("gian thử", "Thời gian thử việc"),
        ("thư", "Thư viện công cộng"),
        ("thử", "Thời gian thử việc"),
        ("hoà giải", "Hòa giải ở cơ sở"),
        ("hòa giải", "Hòa giải ở cơ sở"),
        ("hien phap", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam 2013"),
    ],
)
def test_first_suggestion(suggestions: Suggestions, typed: str, first: str) -> None:
    assert [one.text for one in suggestions.of(typed)][:1] == [first]


@pytest.mark.parametrize("typed", ["", "l", "zzz", "đất đai zzz", "…", "thời xyz "])
def test_none(suggestions: Suggestions, typed: str) -> None:
    assert suggestions.of(typed) == []


def test_the_newest_of_a_name_first_and_either_spelling() -> None:
    laws = [
        _record(year, "Luật", f"{year % 100}/{year}/QH", "Luật Đất đai", date(year, 1, 1))
        for year in (2013, 2024, 1993)
    ]
    decrees = [_record(place, "Nghị định", f"30/{2000 + place}/NĐ-CP", "Về việc khác") for place in (7, 22, 13)]
    made = Suggestions.of_archive([*laws, *decrees], [("Hoà giải viên", 2013), ("Hoa giai đoạn hai", 2024)])
    assert [one.text for one in made.of("luat dat dai")][:3] == [f"Luật Đất đai {year}" for year in (2024, 2013, 1993)]
    assert [one.text[10:17] for one in made.of("nghi dinh 30")] == ["30/2022", "30/2013", "30/2007"]
    assert made.of("hòa giải")[0].text == made.of("hoà giải")[0].text == "Hoà giải viên"


def test_what_is_chosen_says_where_it_is_from(suggestions: Suggestions) -> None:
    (heading,) = list(suggestions.of("thời gian thử"))
    assert (heading.kind, heading.query, heading.detail, heading.document) == (
        "heading",
        "Thời gian thử việc",
        "Bộ luật 45/2019/QH14",
        4,
    )
    (everywhere,) = suggestions.of("pham vi")
    assert (everywhere.document, everywhere.detail) == (None, "")
    number = suggestions.of("30/2020")[0]
    assert (number.kind, number.query, number.document) == ("document", "30/2020/NĐ-CP", 1)
    assert len(suggestions.of("th", 1)) == 1


class _Archive:
    def __init__(self) -> None:
        self.held = list(DOCUMENTS)

        self.read: list[int] = []

    def topics(self) -> dict[int, tuple[int, datetime, str, str]]:
        return {record.id: (len(record.title), datetime(2026, 1, 1), "", "") for record in self.held}

    def titled(self, of: Collection[int] | None = None) -> list[Record]:
        found = [record for record in self.held if of is None or record.id in of]
        self.read.append(len(found))
        return found

    def hidden(self) -> frozenset[int]:
        return frozenset()

    def headings(self, of: Collection[int] | None = None) -> list[tuple[str, int]]:
        known = {record.id for record in self.held} | {7, 9}
        every = [*HEADINGS, ("Phạm vi điều chỉnh", 6), ("Hòa giải ở cơ sở", 6)]
        return [(heading, id_) for heading, id_ in every if id_ in known and (of is None or id_ in of)]


def test_changes_are_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.suggesting.SECONDS", 0.0)
    archive = _Archive()
    suggester = Suggester(archive)
    suggester.wait()
    assert suggester.of("quyết định") == []
    archive.held.append(_record(6, "Quyết định", "749/QĐ-TTg", "Chuyển đổi số"))
    _taken_in(suggester, "quyết định", True)
    assert [one.text for one in suggester.of("quyết định")] == ["Quyết định 749/QĐ-TTg"]
    assert archive.read == [5, 1]  # what had not changed was not read again
    # As if all had been made at once.
    whole = Suggestions.of_archive(archive.titled(), archive.headings())
    for typed in ("pham vi", "hoà giải", "th", "30", "luật", "quyết định 7"):
        assert suggester.of(typed) == whole.of(typed), typed
    del archive.held[5], archive.held[0]
    _taken_in(suggester, "749/QĐ", False)
    whole = Suggestions.of_archive(archive.titled(), archive.headings())
    for typed in ("pham vi", "hoà giải", "th", "30", "luật"):
        assert suggester.of(typed) == whole.of(typed), typed


def _taken_in(suggester: Suggester, typed: str, there: bool) -> None:
    for _ in range(50):
        suggester.wait()
        if bool(suggester.of(typed)) is there:
            return
        time.sleep(0.01)
    raise AssertionError(typed)


def test_large_lists_are_fast() -> None:
    many = Suggestions.of_archive(
        (_record(i, "Thông tư", f"{i}/2020/TT-BYT", f"Hướng dẫn điều {i} về thuốc") for i in range(1, 3000)),
        ((f"Trách nhiệm của cơ quan số {i} trong quản lý thuốc", i) for i in range(30_000)),
    )
    began = time.thread_time()
    for typed in ("trach", "quan ly thu", "thuoc", "thông tư 1", "co quan so 2"):
        assert many.of(typed)
    # Twenty milliseconds each on a machine of its own.
    assert time.thread_time() - began < 5 * 0.2


def test_what_one_made_another_finds_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.suggesting.SECONDS", 0.0)
    monkeypatch.setattr("indexer.suggesting._FEW", 1)
    archive, kept = _Archive(), tmp_path / "cache" / "suggestions.bin"
    other = Suggester(archive, kept)
    other.makes = False
    other.wait()
    assert other.of("luật") == []
    maker = Suggester(archive, kept)
    maker.wait()
    whole = maker.of("luật")
    assert whole
    archive.read.clear()
    other.wait()
    assert other.of("luật") == whole
    opened = Suggester(archive, kept)
    opened.open()
    assert opened.of("pham vi") == maker.of("pham vi")
    assert archive.read == []
    # More documents than may differ: left out until the one that makes has made the file again.
    archive.held += [_record(id_, "Quyết định", f"{id_}/QĐ-TTg", "Chuyển đổi số") for id_ in (11, 12)]
    other.wait()
    assert other.of("quyết định") == []
    assert other.of("luật") == whole
    maker.wait()
    other.wait()
    assert len(other.of("quyết định")) == 2
    # What is erased is in no file; it is made again although hardly anything else has changed.
    del archive.held[0]
    other.erase()
    assert not kept.is_file()
    maker.wait()
    other.wait()
    assert other.of("nghị định 30") == []
    assert other.of("luật") == whole
    assert "30/2020" not in kept.read_bytes().decode(errors="ignore")
    kept.write_bytes(b"cut off")
    last = Suggester(archive, kept)
    last.wait()
    assert last.of("luật") == whole
