"""What is remembered of documents is given again only while the database says that it is still so."""

from __future__ import annotations

from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from archive.cutting import Cutter
from archive.database import Database
from archive.documents import Archive
from archive.models import Document, DocumentText, ProvisionRow
from archive.people_rows import PersonRow
from archive.pulse import UntilChanged
from archive.settings import Settings


def _opened(home: Path) -> Archive:
    archive = Archive.create(Settings.at(home))
    with archive.database.write() as session:
        session.add(Document(id=1, type="Luật", title="Luật Thử", body=DocumentText(text="Điều 1. Một\nĐiều 2. Hai")))
        session.flush()
        for id_, start, end in ((11, 0, 11), (12, 12, 23)):
            session.add(
                ProvisionRow(
                    id=id_, document_id=1, path=f"dieu:{id_ - 10}", kind="dieu", label="", heading="", start=start,
                    end=end, ordinal=id_, unit=True,
                )
            )  # fmt: skip
    return archive


def test_units_and_records_follow_the_database(tmp_path: Path) -> None:
    with _opened(tmp_path) as archive:
        assert {id_: unit.text for id_, unit in archive.units([12, 11, 99]).items()} == {
            11: "Điều 1. Một",
            12: "Điều 2. Hai",
        }
        first = archive.records([1])[1]
        assert archive.records([1])[1] is first, "read again though nothing has changed"
        with archive.database.write() as session:
            session.execute(update(DocumentText).values(text="Điều 1. Đổi\nĐiều 2. Hai"))
            session.execute(update(Document).values(title="Luật Khác", revision=2))
        assert archive.units([11])[11].text == "Điều 1. Đổi"
        assert archive.records([1])[1].title == "Luật Khác"
        with archive.database.write() as session:
            # As `archive.acting` writes effects: the document's own moment stays.
            act = dict.fromkeys(("by_issued", "until"), None) | dict.fromkeys(("by_named", "source"), "")
            act |= {"kind": "repeals", "by": 2, "start": "2026-01-01", "paths": [], "certainty": "sure"}
            act |= {"evidence": "", "confirmed": True}
            session.execute(update(Document).values(effects=[act], updated=Document.updated))
        assert len(archive.records([1])[1].effects) == 1
        with archive.database.write() as session:
            session.execute(delete(ProvisionRow).where(ProvisionRow.id == 11))
        assert set(archive.units([11, 12])) == {12}
        with archive.database.write() as session:
            session.execute(text("delete from documents"))
        assert archive.records([1]) == {}
        assert archive.units([12]) == {}


def test_answers_hold_until_something_is_committed(tmp_path: Path) -> None:
    with _opened(tmp_path) as archive:
        held, read = UntilChanged[int](archive.database.pulse), []

        def ask() -> int:
            read.append(1)
            return len(read)

        assert (held.get("a", ask), held.get("a", ask), held.get("b", ask)) == (1, 1, 2)
        with archive.database.write() as session:
            session.execute(update(Document).values(title="Luật Khác"))
        assert held.get("a", ask) == 3


def test_whoever_is_signed_in_is_known_anew_after_every_change(tmp_path: Path) -> None:
    with _opened(tmp_path) as archive:
        person = archive.people.add("Lê Thị Văn", "van", "clerk")
        secret = archive.sign_ins.begin(person.id, "password")
        token, key = archive.tokens.make(person.id, "máy", "read", 3)
        assert [found and found[1].role for found in (archive.sign_ins.find(secret), archive.tokens.find(key))] == [
            "clerk",
            "clerk",
        ]
        with archive.database.write() as session:
            session.execute(update(PersonRow).values(role="drafter"))
        for found in (archive.sign_ins.find(secret), archive.tokens.find(key)):
            assert found is not None
            assert found[1].role == "drafter"
        archive.tokens.revoke(person.id, token.id)
        archive.sign_ins.end_all(person.id)
        assert archive.sign_ins.find(secret) is None
        assert archive.tokens.find(key) is None


@pytest.mark.parametrize("unit", ["a", "đ", "ữ", "𠀀", "Điều 1. Ký tự 𠀀 nhiều byte\n"])
def test_pieces_are_cut_as_python_cuts_them(tmp_path: Path, unit: str) -> None:
    whole = unit * (9_000 // len(unit)) + "hết"
    with _opened(tmp_path) as archive:
        with archive.database.write() as session:
            session.execute(update(DocumentText).values(text=whole))
        cutter = Cutter()
        places = [0, 1, 255, 256, 257, 1024, 4095, 4096, 4097, 8192, len(whole) - 1, len(whole), len(whole) + 9]
        with archive.database.plain() as connection:
            for start, end in combinations_with_replacement(places, 2):
                assert cutter.cut(connection, 1, "state", start, end) == whole[start:end]


def test_the_pulse_beats_with_every_commit_and_with_nothing_else(tmp_path: Path) -> None:
    with _opened(tmp_path) as archive:
        pulse = archive.database.pulse
        first = pulse.beat()
        assert first is not None
        assert pulse.beat() == first
        topics = archive.cataloguing.topics()
        assert archive.cataloguing.topics() is topics
        other = Database(archive.database.url)
        with other.write() as session:
            session.execute(update(Document).values(topic="dan_van"))
        other.close()
        assert pulse.beat() != first
        assert archive.cataloguing.topics()[1][2] == "dan_van"


def test_a_database_put_in_the_place_of_another_is_noticed(tmp_path: Path) -> None:
    with _opened(tmp_path / "one") as archive:
        pulse = archive.database.pulse
        first = pulse.beat()
    _opened(tmp_path / "two").close()
    (tmp_path / "two" / "cancu.sqlite").replace(tmp_path / "one" / "cancu.sqlite")
    assert pulse.beat() != first
    pulse.close()


def test_a_database_in_memory_has_no_pulse() -> None:
    database = Database("sqlite://")
    assert database.pulse.beat() is None
    database.close()


def test_what_was_kept_before_a_connection_was_opened_anew_is_read_again(tmp_path: Path) -> None:
    """As in processes that were forked: each counts from the same number, whatever was committed before."""
    with Archive.create(Settings.at(tmp_path / "home")) as archive:
        known = UntilChanged[int](archive.database.pulse)
        assert known.get("people", lambda: 1) == 1
        archive.database.pulse.close()
        with Archive.open(Settings.at(tmp_path / "home")) as other:
            other.people.add("Đỗ Thị Mới", "moi", "viewer")
        assert known.get("people", lambda: 2) == 2
