"""Facets and filters beyond the index: level, field, validity, text or record; counts that are true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import numpy as np
import pytest

from archive.documents import Archive
from archive.records import Record
from archive.settings import Settings
from indexer.catalogue import Catalogue, State, field_name
from tests.archive.test_relating import NEW, OLD

TODAY = date(2026, 11, 27)


def _record(id_: int, type_: str, issuer: str, *, held: bool = True, status: str = "", year: int = 2020) -> Record:
    return Record(
        id=id_,
        type=type_,
        number=f"{id_}/{year}/X",
        issued=date(year, 1, 2),
        issuer=issuer,
        title=f"Văn bản {id_}",
        effective=date(year, 2, 1),
        status=status,
        status_certainty="sure" if status else "",
        as_of=TODAY if status else None,
        held=held,
    )


class _Archive:
    def __init__(self) -> None:
        self.held = {
            1: _record(1, "Luật", "Quốc hội", status="CHL"),
            2: _record(2, "Nghị định", "Chính phủ", status="HHL"),
            3: _record(3, "Quyết định", "Ủy ban nhân dân tỉnh Nam Định", held=False),
            4: _record(4, "Kế hoạch", "Ủy ban nhân dân xã Suối Mơ"),
            5: _record(5, "Thông tư", "Bộ Y tế", status="CHL"),
        }
        self.moment = datetime(2026, 1, 1)
        self.asked = 0

    @property
    def cataloguing(self) -> _Archive:
        return self

    def hidden(self) -> frozenset[int]:
        return frozenset()

    def topics(self) -> dict[int, State]:
        return {id_: (1, self.moment, "Y tế (45.1)" if id_ == 5 else "dan_van", "[]") for id_ in self.held}

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]:
        self.asked += 1
        return {id_: self.held[id_] for id_ in document_ids if id_ in self.held}


@pytest.fixture
def archive() -> _Archive:
    return _Archive()


def test_filters(archive: _Archive) -> None:
    catalogue = Catalogue(archive, 0.0)
    assert catalogue.documents(TODAY, {"level": ("central",)}) == {1, 2, 5}
    assert catalogue.documents(TODAY, {"level": ("province", "commune")}) == {3, 4}
    assert catalogue.documents(TODAY, {"held": ("catalogued",)}) == {3}
    assert catalogue.documents(TODAY, {"field": ("Y tế",)}) == {5}
    assert catalogue.documents(TODAY, {"validity": ("in_force",), "level": ("central",)}) == {1, 5}
    assert catalogue.documents(TODAY, {"level": ("nowhere",)}) == set()


def test_counts_are_of_units(archive: _Archive) -> None:
    catalogue = Catalogue(archive, 0.0)
    counts = catalogue.counts(TODAY, np.array([1, 3, 5, 99]), np.array([4, 1, 2, 7]))
    assert counts["level"] == {"central": 6, "province": 1}
    assert counts["field"] == {"Dân vận": 5, "Y tế": 2}
    assert counts["held"] == {"held": 6, "catalogued": 1}
    assert counts["validity"]["in_force"] == 6
    assert catalogue.counts(TODAY, np.array([], dtype=np.int64), np.array([], dtype=np.int64))["level"] == {}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Bộ Y tế", {5}),
        ("bo y te", {5}),
        ("ủy ban nhân dân", {3, 4}),
        ("uỷ ban nhân dân xã", {4}),
        ("chinh phu", {2}),
        ("Bộ", {5}),
        ("Bộ Nội vụ", set()),
        ("", set()),
    ],
)
def test_issuers_by_name(archive: _Archive, name: str, found: set[int]) -> None:
    assert Catalogue(archive, 0.0).issued_by(TODAY, [name]) == found


def test_only_what_changed_is_read_again(archive: _Archive) -> None:
    catalogue = Catalogue(archive, 0.0)
    assert len(catalogue.table(TODAY)) == 5
    catalogue.table(TODAY)
    assert archive.asked == 1
    archive.held[6] = _record(6, "Chỉ thị", "Thủ tướng Chính phủ")
    del archive.held[4]
    assert set(catalogue.table(TODAY)) == {1, 2, 3, 5, 6}
    assert archive.asked == 2
    lazy = Catalogue(archive, 3600.0)
    lazy.table(TODAY)
    del archive.held[6]
    assert 6 in lazy.table(TODAY)


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("Hộ tịch (15.3)", "Hộ tịch"),
        ("dan_van", "Dân vận"),
        ("cap_xa", "Cấp xã"),
        ("Quyền dân sự", "Quyền dân sự"),
        ("", ""),
    ],
)
def test_fields_by_their_names(topic: str, name: str) -> None:
    assert field_name(topic) == name


def test_what_is_replaced_leaves_the_filter_of_what_is_in_force(settings: Settings) -> None:
    with Archive.create(settings) as archive:
        old = archive.add(OLD).document_id
        catalogue = Catalogue(archive, seconds=-1)
        before = catalogue.table(TODAY)[old].validity
        new = archive.add(NEW).document_id
        archive.relations.add(new, "replaces", old, note="theo văn bản mới")
        assert before != "expired"
        assert archive.record(old).effects
        assert catalogue.table(TODAY)[old].validity == "expired"
        assert old in catalogue.documents(TODAY, {"validity": ["expired"]})
