"""Digital signatures: who signed, when, whole or changed since; a damaged one is told, never a crash."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.reading import Reader
from indexer.reading.signatures import read_signatures
from tests.indexer.reading_files import lines, make_pdf
from tests.indexer.signing import changed_after, signed
from tests.shared_data import needs_shared, shared

PLAIN = make_pdf([lines(["UY BAN NHAN DAN", "XA SUOI HOA", "Lap ke hoach trong cay nam 2026 cua xa Suoi Hoa"] * 6)])


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(PLAIN, "Trần Thị Mẫu", "Ủy ban nhân dân xã Suối Hoa")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "văn bản.pdf"


def test_who_signed_and_when(one: bytes, path: Path) -> None:
    path.write_bytes(one)
    [found] = read_signatures(path)
    assert (found.field, found.signer, found.organisation) == (
        "Chu_ky_1",
        "Trần Thị Mẫu",
        "Ủy ban nhân dân xã Suối Hoa",
    )
    assert (found.state, found.note) == ("whole", "")
    assert abs((datetime.now(UTC) - datetime.fromisoformat(found.when)).total_seconds()) < 600


def test_a_second_signature_leaves_the_first_whole(one: bytes, path: Path) -> None:
    path.write_bytes(signed(one, "Văn thư", "Ủy ban nhân dân xã Suối Hoa", "Chu_ky_2"))
    found = read_signatures(path)
    assert [(each.signer, each.state, each.note) for each in found] == [
        ("Trần Thị Mẫu", "whole", "signed_again"),
        ("Văn thư", "whole", ""),
    ]


def test_a_file_changed_in_its_bytes(one: bytes, path: Path) -> None:
    place = one.index(b"/MediaBox")
    path.write_bytes(one[:place] + b"/MediaBoy" + one[place + 9 :])
    [found] = read_signatures(path)
    assert (found.signer, found.state, found.note) == ("Trần Thị Mẫu", "changed", "digest_differs")


def test_a_file_changed_by_an_update(one: bytes, path: Path) -> None:
    path.write_bytes(changed_after(one))
    [found] = read_signatures(path)
    assert (found.state, found.note) == ("changed", "changed_after")


def test_a_file_without_signatures(path: Path) -> None:
    path.write_bytes(PLAIN)
    assert read_signatures(path) == ()
    path.write_bytes(b"")
    assert read_signatures(path) == ()


def test_a_damaged_signature_is_told(one: bytes, path: Path) -> None:
    place = one.index(b"/Contents <") + len(b"/Contents <")
    path.write_bytes(one[:place] + b"00" * 400 + one[place + 800 :])
    [found] = read_signatures(path)
    assert found.state == "unreadable"
    assert found.note


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_to_the_bytes_nothing_crashes(one: bytes, path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(one)
    for _ in range(chance.choice((1, 5, 60))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 3 == 0:
        del content[chance.randrange(len(content)) :]
    path.write_bytes(content)
    for each in read_signatures(path):
        assert each.state in ("whole", "changed", "unreadable")


def test_a_reading_carries_its_signatures(one: bytes, path: Path) -> None:
    path.write_bytes(one)
    with Reader() as reader:
        [found] = reader.read(path).signatures
    assert (found.signer, found.state) == ("Trần Thị Mẫu", "whole")


@pytest.mark.slow
@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "states"),
    [
        ("Quy_che_phoi_hop_quan_ly_NNN_Phu_Tho.pdf", ["changed", "whole", "whole"]),
        ("quyet-dinh-so-109-qd-btc-468842.pdf", ["whole"]),
        ("thong-tu-so-116-2025-tt-btc-46847.pdf", []),
    ],
)
def test_real_signatures(file: str, states: list[str]) -> None:
    found = read_signatures(shared("data", "pdf", file))
    assert [each.state for each in found] == states
    assert all(each.when.startswith(("2025-10-18", "2026-02-05")) for each in found)
