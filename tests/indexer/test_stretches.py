"""Numbers read from a file are those that lie in its map."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

import numpy as np
import pytest

from indexer import stretches
from indexer.stretches import LONG, OpenFile, Stretches

PLACE, COUNT = 24, 200_000


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stretches, "LARGE", 1000)
    path = tmp_path / "numbers"
    path.write_bytes(b"\0" * PLACE + np.random.default_rng(7).integers(0, 1 << 32, COUNT, np.uint32).tobytes())
    return path


def mapped(path: Path) -> np.ndarray:
    with open(path, "rb") as opened:
        return np.frombuffer(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ), np.uint32, COUNT, PLACE)


def is_in_map(array: np.ndarray, whole: np.ndarray) -> bool:
    return np.shares_memory(array, whole)


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="no reading at places here")
def test_short_stretches_are_read_and_long_ones_looked_at(file: Path) -> None:
    whole = mapped(file)
    numbers = Stretches(whole, OpenFile(file), PLACE)
    for begin, end in ((0, 1), (17, 4_000), (COUNT - 5, COUNT)):
        assert np.array_equal(numbers[begin:end], whole[begin:end])
        assert not is_in_map(numbers[begin:end], whole)
    assert is_in_map(numbers[10 : 11 + LONG], whole)
    assert len(numbers[5:5]) == 0
    assert np.array_equal(numbers[:], whole)
    room = np.empty(LONG, np.uint32)
    assert np.array_equal(numbers.read(3, 400, room), whole[3:400])
    assert is_in_map(numbers.read(3, 400, room), room)
    assert is_in_map(numbers.read(0, LONG + 1, room), whole)


@pytest.mark.parametrize("read", [True, False])
def test_several_stretches_and_places_in_them(file: Path, read: bool) -> None:
    whole = mapped(file)
    numbers = Stretches(whole, OpenFile(file) if read else None, PLACE)
    bounds = [(5, 9), (100, 100), (50, 60), (COUNT - 3, COUNT)]
    assert np.array_equal(numbers.several(bounds), np.concatenate([whole[a:b] for a, b in bounds]))
    which, places = np.array([0, 0, 2, 3]), np.array([3, 0, 9, 1])
    expected = [whole[bounds[one][0] + place] for one, place in zip(which.tolist(), places.tolist(), strict=True)]
    assert numbers.at(bounds, which, places).tolist() == expected
    assert len(numbers.at(bounds, which[:0], places[:0])) == 0


def test_small_files_stay_mapped(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "LARGE", 1 << 30)
    whole = mapped(file)
    assert is_in_map(Stretches(whole, OpenFile(file), PLACE)[1:9], whole)


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="no reading at places here")
def test_a_file_that_was_cut_off_is_told(file: Path) -> None:
    numbers = Stretches(mapped(file), OpenFile(file), PLACE)
    os.truncate(file, PLACE + 4 * 10)
    with pytest.raises(OSError, match="cut off"):
        numbers[5:20]
    assert len(numbers[5:10]) == 5
