"""Damaged files: flipped bits, cut ends, swapped stretches. Each is read or refused; nothing hangs or escapes."""

from __future__ import annotations

import io
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from archive.errors import RefusedInput
from archive.settings import Settings
from benchmarks import hostile_files, mutations
from indexer.reading import Reader
from indexer.reading.programs import LIBREOFFICE, find
from indexer.text import repair_text
from tests.indexer.reading_files import Picture, lines, make_docx, make_pdf, numbered, p, table
from tests.indexer.test_reading_docx import HEADING, LISTS

ROWS = ["Điều 1. Phạm vi điều chỉnh", "1. Kế hoạch này quy định công tác dân vận;", "a) Các thôn, khu phố."]


def samples(folder: Path) -> dict[str, bytes]:
    body = HEADING + numbered("Phạm vi", 1, 1) + p("Kế hoạch này") + table([["STT", "Tên"], ["1", "An"]])
    document = make_docx(folder / "mau.docx", body, numbering=LISTS).read_bytes()
    (folder / "mau.docx").unlink()
    return {
        "a.pdf": make_pdf([lines(ROWS), [*lines(ROWS), Picture(85, 60, 440, 300)]]),
        "a.docx": document,
        "a.txt": "\n".join(ROWS).encode(),
        "b.txt": "\n".join(ROWS).encode("utf-16"),
        "a.md": ("# **" + "**\n* _".join(ROWS) + "_").encode(),
    }


def mutate(content: bytes, chance: random.Random) -> bytes:
    out = bytearray(content)
    kind = chance.randrange(4)
    if kind == 0:
        for _ in range(chance.choice([1, 3, 20])):
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del out[chance.randrange(1, len(out)) :]
    elif kind == 2:
        start = chance.randrange(len(out))
        del out[start : start + chance.randrange(1, 200)]
    else:
        start, size = chance.randrange(len(out)), chance.randrange(1, 100)
        at = chance.randrange(len(out))
        out[at:at] = out[start : start + size] * chance.choice([1, 1, 50])
    return bytes(out) or b"x"


def read_or_refuse(reader: Reader, path: Path) -> bool:
    reading, refused = None, None
    try:
        reading = reader.read(path)
    except RefusedInput as error:
        refused = error
    if reading is None:
        assert refused is not None
        assert refused.vi
        assert refused.en
        assert refused.reason != "took_too_long"
        return False
    assert repair_text(reading.text) == reading.text
    assert list(reading.page_starts) == sorted(reading.page_starts)
    assert "".join(page.text for page in reading.pages) == reading.text
    reading.raw_text.encode("utf-8")
    return True


def run(tmp_path: Path, name: str, times: int) -> tuple[int, int]:
    content = samples(tmp_path)[name]
    chance = random.Random(name)
    path = tmp_path / name
    settings = replace(Settings.at(tmp_path / "home"), read_seconds=20.0)
    with Reader(settings) as reader:
        path.write_bytes(content)
        assert read_or_refuse(reader, path)
        done = 0
        for _ in range(times):
            path.write_bytes(mutate(content, chance))
            done += read_or_refuse(reader, path)
    return done, times


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "b.txt", "a.md"])
def test_a_few_mutations(tmp_path: Path, name: str) -> None:
    run(tmp_path, name, 10)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "b.txt", "a.md"])
def test_mutations(tmp_path: Path, name: str) -> None:
    done, times = run(tmp_path, name, 60)
    assert 0 < done <= times


SLICE = {"txt": 12, "md": 12, "docx": 12, "pdf": 12, "ods": 8, "rtf": 4, "jpg": 8, "png": 8, "tif": 4}


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_slice_of_the_long_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `python -m benchmarks.mutations`, a few of each: read or refused, in time, nothing left behind."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    whole = tmp_path / "whole"
    own = samples(tmp_path)
    originals = {"txt": own["b.txt"], "md": own["a.md"], "docx": own["a.docx"], "pdf": own["a.pdf"]}
    if find(LIBREOFFICE):
        originals["rtf"] = b"{\\rtf1\\ansi Dieu 1. Pham vi\\par 1. Ke hoach nay.\\par}"
    rows = b"<table:table><table:table-row><table:table-cell><text:p>Cay</text:p></table:table-cell></table:table-row>"
    hostile_files._open_document(tmp_path / "a.ods", "spreadsheet", iter([rows, b"</table:table>"]))
    originals["ods"] = (tmp_path / "a.ods").read_bytes()
    for format, kind in (("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF")):
        made = io.BytesIO()
        Image.linear_gradient("L").save(made, kind)
        originals[format] = made.getvalue()
    for format, content in originals.items():
        (whole / format).mkdir(parents=True)
        (whole / format / "000").write_bytes(content)
    mine = [(format, number) for format, count in SLICE.items() for number in range(count)]
    results = [result for _, result in mutations.run(7, mine, tmp_path)]
    assert len(results) == sum(SLICE[format] for format in originals)
    assert {result.outcome for result in results} == {"read", "refused"}
    assert not [result for result in results if result.late or result.left]


@pytest.mark.parametrize("format", ["txt", "docx", "pdf"])
def test_mutating_is_the_same_each_time(tmp_path: Path, format: str) -> None:
    content = samples(tmp_path)[f"a.{format}"]
    seen = {
        tuple(mutations.mutated(content, format, [b"abc" * 99], random.Random(f"{seed}")) for seed in range(30))
        for _ in range(2)
    }
    assert len(seen) == 1
    ways = {way for way, _, _ in next(iter(seen))}
    assert ways >= {"flipped", "cut", "spliced", "renamed"}
