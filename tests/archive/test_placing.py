"""Where a text stands on its pages: kept small, given back as it was, and no part of what a document is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.documents import Archive
from archive.placing import LineReading, TextBox, line_columns, line_values, pack_boxes, unpack_boxes
from archive.settings import Settings
from archive.stored import HowRead, NewDocument

_EDGE = st.integers(0, 10_000).map(lambda n: n / 10_000)
_SURE = st.integers(0, 1_000).map(lambda n: n / 1_000)
_PLACE = st.integers(0, 10**7)
BOXES = st.builds(TextBox, _PLACE, _PLACE, _PLACE, _EDGE, _EDGE, _EDGE, _EDGE, _SURE, st.text(max_size=8))
LINES = st.builds(LineReading, _PLACE, _PLACE, _PLACE, _EDGE, _EDGE, _EDGE, _EDGE, st.text(max_size=8), _SURE)


@given(st.lists(BOXES, max_size=20), st.lists(LINES, max_size=5))
def test_comes_back_as_it_was(boxes: list[TextBox], lines: list[LineReading]) -> None:
    assert unpack_boxes(pack_boxes(boxes)) == tuple(boxes)
    assert line_values(line_columns(lines)) == tuple(lines)


def test_a_page_of_words_takes_few_bytes() -> None:
    words = [TextBox(n * 5, n * 5 + 4, 1, n / 500, 0.1, n / 500 + 0.1, 0.12, 0.96) for n in range(400)]
    packed = pack_boxes(words)
    assert packed is not None
    assert len(packed) < 400 * 20


def test_kept_with_the_text_and_no_part_of_the_facts(tmp_path: Path) -> None:
    plain = NewDocument(origin="loader:one", type="Kế hoạch", title="Trồng cây", text="KẾ HOẠCH\nTrồng cây\n")
    box, line = TextBox(0, 8, 1, 0.1, 0.2, 0.3, 0.4, 0.9, "KÊ HOẠCH"), LineReading(0, 8, 1, 0, 0, 1, 1, "KẾ", 0.5)
    with Archive.create(Settings.at(tmp_path)) as archive:
        reading = {"pages": [["ocr", 0.9]], "encoding": "tcvn3", "notes": ["x"], "signatures": [{"by": "A"}]}
        full = replace(plain, placed=(box,), seconds=(line,), reading=reading)
        document = archive.add(full).document_id
        read = HowRead((("ocr", 0.9),), "tcvn3", ("x",), ({"by": "A"},), (box,), (line,))
        assert archive.how_read(document) == read
        assert archive.add(plain).status == "unchanged"
        assert archive.how_read(archive.add(replace(plain, origin="loader:two", title="Khác")).document_id) == HowRead()
