"""Registers: every number once, whoever takes it; gaps, reserved and cancelled numbers; what is repeated."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import update

from archive.documents import Archive
from archive.errors import NotFound, RefusedInput
from archive.models import Document
from archive.register_entries import EntryFacts, code_parts
from archive.registers_held import EntryFilter
from archive.repeats import find_repeats
from archive.seeing import Viewer, seeing
from archive.settings import Settings
from archive.stored import NewDocument

TODAY = date(2026, 11, 27)
PLAN = EntryFacts(type="Kế hoạch", code="15/KH-UBND", issued=date(2026, 1, 12), issuer="UBND xã Đồng Mẫu")


def numbers(archive: Archive, book: int) -> list[str]:
    return [entry.shown for entry in archive.registers.entries(book, EntryFilter())[0]]


def test_numbers_in_order_gaps_and_reserved(archive: Archive) -> None:
    registers = archive.registers
    book = registers.open_book("in", 2026, first=5).id
    assert registers.book(book).next == 5
    assert registers.register(book, PLAN).number == 5
    assert [each.number for each in registers.reserve(book, 2, "chờ ký")] == [6, 7]
    assert registers.register(book, EntryFacts(), number=12).number == 12
    assert registers.register(book, EntryFacts(), number=12, suffix="A").shown == "12a"
    standing = registers.standing(book, TODAY)
    assert standing.next == 13
    assert standing.gaps == ((8, 11),)
    assert [each.shown for each in standing.reserved] == ["06", "07"]
    assert registers.register(book, EntryFacts(), number=9).number == 9
    assert registers.standing(book, TODAY).gaps == ((8, 8), (10, 11))
    # Below the first number of a book that goes on from paper a number may be given by hand.
    assert registers.register(book, EntryFacts(), number=2).number == 2
    assert registers.register(book, EntryFacts()).number == 13
    assert numbers(archive, book) == ["02", "05", "06", "07", "09", "12", "12a", "13"]


@pytest.mark.parametrize(
    ("number", "suffix", "reason"),
    [(5, "", "number_taken"), (5, "1", "bad_suffix"), (5, "abc", "bad_suffix"), (5000, "", "number_far")],
)
def test_a_number_that_cannot_be_taken(archive: Archive, number: int, suffix: str, reason: str) -> None:
    book = archive.registers.open_book("out", 2026, first=5).id
    archive.registers.register(book, PLAN)
    with pytest.raises(RefusedInput) as refused:
        archive.registers.register(book, PLAN, number=number, suffix=suffix)
    assert refused.value.reason == reason
    assert archive.registers.book(book).next == 6
    assert numbers(archive, book) == ["05"]


def test_books_are_apart_by_year_direction_and_series(archive: Archive) -> None:
    open_book = archive.registers.open_book
    books = [
        open_book("in", 2026).id,
        open_book("in", 2025).id,
        open_book("out", 2026, series="Quyết định", type="Quyết định", symbol="QĐ-UBND").id,
        open_book("out", 2026).id,
    ]
    assert [archive.registers.register(book, PLAN).number for book in books] == [1, 1, 1, 1]
    with pytest.raises(RefusedInput) as refused:
        open_book("out", 2026, series="  Quyết  định ")
    assert refused.value.reason == "book_exists"
    archive.registers.close_book(books[1])
    with pytest.raises(RefusedInput) as refused:
        archive.registers.register(books[1], PLAN)
    assert refused.value.reason == "book_closed"
    archive.registers.close_book(books[1], closed=False)
    assert archive.registers.register(books[1], PLAN).number == 2
    with pytest.raises(NotFound):
        archive.registers.register(999, PLAN)


def test_an_entry_is_filled_changed_and_cancelled(archive: Archive) -> None:
    registers = archive.registers
    book = registers.open_book("in", 2026).id
    (kept,) = registers.reserve(book)
    filled = registers.save(kept.id, kept.version, PLAN)
    assert (filled.state, filled.number, filled.facts.code) == ("registered", 1, "15/KH-UBND")
    with pytest.raises(RefusedInput) as refused:
        registers.save(kept.id, kept.version, PLAN)
    assert refused.value.reason == "entry_conflict"
    due = EntryFacts(code="15 / KH–UBND", progress="working", due=date(2026, 11, 20), handler="Lê Văn Mẫu")
    working = registers.save(filled.id, filled.version, due, remark="Giao  chuyên viên")
    assert working.facts.code == "15/KH-UBND"
    assert working.trace[-1]["text"] == "Giao chuyên viên"
    assert working.trace[-1]["to"] == {"progress": "working", "handler": "Lê Văn Mẫu", "due": "2026-11-20"}
    assert working.overdue(TODAY)
    assert registers.standing(book, TODAY).overdue == 1
    assert [entry.id for _, entry in registers.due(TODAY)] == [filled.id]
    with pytest.raises(RefusedInput):
        registers.cancel(filled.id, "  ")
    assert registers.cancel(filled.id, "ghi nhầm sổ").state == "cancelled"
    assert registers.register(book, PLAN).number == 2
    assert registers.standing(book, TODAY).gaps == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [("ke hoach", 1), ("kế hoạch", 1), ("kể hoạch", 0), ("15/kh", 1), ("lê mẫu", 1), ("công văn", 0), ("", 2)],
)
def test_searching_a_book(archive: Archive, words: str, found: int) -> None:
    book = archive.registers.open_book("in", 2026).id
    archive.registers.register(book, EntryFacts(type="Kế hoạch", code="15/KH-UBND", signer="Lê Thị Mẫu"))
    archive.registers.register(book, EntryFacts(type="Tờ trình"))
    shown, total = archive.registers.entries(book, EntryFilter(words=words))
    assert (len(shown), total) == (found, found)


_TAKE = """
import sys
from archive.documents import Archive
from archive.register_entries import EntryFacts
from archive.seeing import Viewer, seeing
from archive.settings import Settings
from pathlib import Path
with Archive.open(Settings.at(Path(sys.argv[1]))) as archive:
    sys.stdin.readline()
    for _ in range(int(sys.argv[3])):
        print(archive.registers.register(int(sys.argv[2]), EntryFacts()).number, flush=True)
"""


@pytest.mark.slow
def test_two_processes_take_numbers_at_once(archive: Archive, settings: Settings) -> None:
    book = archive.registers.open_book("in", 2026).id
    each = 25
    command = [sys.executable, "-c", _TAKE, str(settings.home), str(book), str(each)]
    taking = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(2)
    ]
    for process in taking:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    taken = [[int(line) for line in process.communicate(timeout=120)[0].split()] for process in taking]
    assert [process.returncode for process in taking] == [0, 0]
    assert sorted(taken[0] + taken[1]) == list(range(1, 2 * each + 1))
    assert all(row == sorted(row) for row in taken)
    assert archive.registers.standing(book, TODAY).gaps == ()


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("15/KH-UBND", ("15", "KH-UBND")),
        ("30/2020/NĐ-CP", ("30/2020", "NĐ-CP")),
        ("25-NQ/TW", ("25", "NQ/TW")),
        ("không số", ("", "không số")),
        ("", ("", "")),
    ],
)
def test_number_and_notation(code: str, parts: tuple[str, str]) -> None:
    assert code_parts(code) == parts


@pytest.mark.parametrize(
    ("number", "issuer", "issued", "title", "differs"),
    [
        ("15/KH-UBND", "Ủy ban nhân dân xã Đồng Mẫu", "2026-01-12", "Trồng cây", ()),
        ("15/KH-UBND", "UBND xã Đồng Mẫu", "2026-01-12", "", ()),
        ("015 / kh–ubnd", "Uỷ ban nhân dân xã Đồng Mẫu", "2026-01-12", "trồng cây.", ()),
        ("15/KH‑UBND", "ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU", "", "", ()),
        ("15/KH-UBND", "", "2026-03-01", "", ("issued",)),
        ("15/KH-UBND", "UBND xã Đồng Mẫu", "2026-03-01", "Đắp đê", ("issued", "title")),
        ("15/KH-UBND", "UBND xã Đồng Mẫu", "2025-01-12", "Trồng cây", None),
        ("15/KH-UBND", "UBND xã Hòa Lạc Sơn", "2026-01-12", "Trồng cây", None),
        ("16/KH-UBND", "UBND xã Đồng Mẫu", "2026-01-12", "Trồng cây", None),
        ("15/KH-HĐND", "UBND xã Đồng Mẫu", "2026-01-12", "Trồng cây", None),
        ("15a/KH-UBND", "UBND xã Đồng Mẫu", "2026-01-12", "Trồng cây", None),
    ],
)
def test_what_is_repeated(
    archive: Archive, number: str, issuer: str, issued: str, title: str, differs: tuple[str, ...] | None
) -> None:
    issuer_held = "Ủy ban nhân dân xã Đồng Mẫu"
    day = date(2026, 1, 12)
    held = archive.add(
        NewDocument("test:1", type="Kế hoạch", number="15/KH-UBND", issued=day, issuer=issuer_held, title="Trồng cây")
    ).document_id
    book = archive.registers.open_book("in", 2026).id
    entry = archive.registers.register(
        book, EntryFacts(code="15/KH-UBND", issued=day, issuer=issuer_held, subject="Trồng cây")
    )
    asked = date.fromisoformat(issued) if issued else None
    found = find_repeats(archive.database, number, issuer, asked, title)
    if differs is None:
        assert found == ()
        return
    assert {(each.record.id if each.record else None, each.entry.id if each.entry else None) for each in found} == {
        (held, None),
        (None, entry.id),
    }
    assert {each.differs for each in found} == {differs}
    assert find_repeats(archive.database, number, issuer, asked, but_documents=[held], but_entries=[entry.id]) == ()


def test_letters_without_marks_are_told_as_less_sure(archive: Archive) -> None:
    archive.add(
        NewDocument("test:1", type="Hợp đồng", number="12/HĐ-UBND", issued=date(2026, 1, 12), issuer="UBND xã A")
    )
    (found,) = find_repeats(archive.database, "12/HD-UBND", "UBND xã A", date(2026, 2, 1))
    assert not found.sure


@pytest.mark.parametrize(("issued", "repeated"), [("2022-05-01", True), ("2019-05-01", False), ("2021-01-28", True)])
def test_party_numbers_are_repeated_within_a_term(archive: Archive, issued: str, repeated: bool) -> None:
    archive.add(
        NewDocument("test:1", type="Nghị quyết", number="25-NQ/ĐU", issued=date(2024, 1, 5), issuer="Đảng ủy xã A")
    )
    found = find_repeats(archive.database, "25-NQ/ĐU", "Đảng ủy xã A", date.fromisoformat(issued))
    assert bool(found) is repeated


def test_a_cancelled_number_repeats_nothing(archive: Archive) -> None:
    book = archive.registers.open_book("in", 2026).id
    entry = archive.registers.register(book, PLAN)
    archive.registers.cancel(entry.id, "nhầm")
    assert find_repeats(archive.database, PLAN.code, PLAN.issuer, PLAN.issued) == ()


def test_of_a_hidden_document_only_the_number_is_told(archive: Archive) -> None:
    registers = archive.registers
    book = registers.open_book("in", 2026).id
    held = archive.add(NewDocument("t:1", type="Phương án", number="77/PA-UBND", title="Nhân sự")).document_id
    facts = EntryFacts(code="77/PA-UBND", subject="Nhân sự", issuer="UBND xã A", due=date(2026, 1, 1))
    entry = registers.register(book, facts, document_id=held)
    registers.register(book, EntryFacts(subject="Khác"))
    owner, other = (archive.people.add(name, name, "clerk").id for name in ("mai", "lan"))
    with archive.database.write() as session:
        session.execute(update(Document).where(Document.id == held).values(access="named", owner_id=owner))
    for someone, shown in ((Viewer(other, "Lan", "clerk"), False), (Viewer(owner, "Mai", "clerk"), True)):
        with seeing(someone):
            rows, total = registers.entries(book, EntryFilter())
            assert [(each.shown, each.state) for each in rows] == [
                ("01", "registered" if shown else "masked"),
                ("02", "registered"),
            ]
            assert (rows[0].facts.subject, total) == ("Nhân sự" if shown else "", 2)
            assert registers.entries(book, EntryFilter(words="nhân"))[1] == int(shown)
            assert registers.entries(book, EntryFilter(state="overdue"))[1] == int(shown)
            standing = registers.standing(book, TODAY)
            assert (standing.gaps, standing.next, standing.overdue) == ((), 3, int(shown))
            assert len(registers.due(TODAY)) == int(shown)
            assert len(find_repeats(archive.database, "77/PA-UBND", "UBND xã A", None)) == 2 * shown
            if shown:
                assert registers.entry(entry.id).facts == facts
                continue
            for attempt in (
                lambda: registers.entry(entry.id),
                lambda: registers.save(entry.id, entry.version, facts),
                lambda: registers.cancel(entry.id, "thử"),
            ):
                with pytest.raises(NotFound):
                    attempt()
