"""What is done about memory, where the system has a say in it."""

from __future__ import annotations

import gc
import mmap
import re
import sys
from pathlib import Path

import pytest

from web.allocating import let_go_of_files, loading


def test_nothing_is_collected_while_something_is_loaded() -> None:
    assert gc.isenabled()
    with loading():
        with loading():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError), loading():
        raise ValueError
    assert gc.isenabled()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_was_read_of_a_mapped_file_leaves_memory_and_can_be_read_again(tmp_path: Path) -> None:
    written = bytes(range(256)) * 4096
    (tmp_path / "mapped").write_bytes(written)
    with open(tmp_path / "mapped", "rb") as file:
        image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    assert bytes(image) == written
    assert _in_memory(tmp_path / "mapped") >= len(written) // 1024
    let_go_of_files()
    assert _in_memory(tmp_path / "mapped") == 0
    assert bytes(image) == written


def _in_memory(path: Path) -> int:
    """KiB of a mapped file that lie in this process's memory."""
    told = Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"{re.escape(str(path))}\n.*?^Rss:\s+(\d+)", told, re.MULTILINE | re.DOTALL)
    assert found is not None
    return int(found[1])
