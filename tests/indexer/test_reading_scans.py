"""Scans made from our own samples: recognised, in order, with places and second readings; and what goes wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from archive.errors import TooLarge
from archive.settings import Settings
from corpus.samples.pieces import FOOTER_TEXT
from corpus.samples.scanned import WORN, Wear, picture_pdf, scan_pages
from indexer.reading import Reader, Reading, searchable_pdf
from indexer.reading.programs import TESSERACT, find
from indexer.recognising import recognise

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find(TESSERACT) is None, reason="Tesseract is not installed"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

BUILT = Path(__file__).resolve().parents[2] / "corpus" / "samples" / "built"
STATE = BUILT / "2026-chi-thi-ky-luat-hanh-chinh.pdf"
PARTY = BUILT / "2026-dang-uy-nghi-quyet-cong-tac-dan-van.pdf"
CLEAN = Wear()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings.at(tmp_path_factory.mktemp("home"))


def read(settings: Settings, folder: Path, content: bytes) -> Reading:
    path = folder / "ban-quet.pdf"
    path.write_bytes(content)
    with Reader(settings) as reader:
        return reader.read(path)


def scan(source: Path, wear: Wear, pages: Sequence[int] | None = None) -> bytes:
    return picture_pdf(scan_pages(source, wear, pages), wear.dpi)


def error(said: str, read_text: str) -> float:
    """Share of characters in which `read_text` differs from `said`, line breaks aside."""
    first, second = " ".join(said.replace("–", "-").split()), " ".join(read_text.replace("–", "-").split())
    return Levenshtein.distance(first, second) / len(first)


def body(text: str) -> str:
    """From the first basis to the recipients: the columns before and behind may come in either order."""
    lines = [line for line in text.split("\n") if line and not line.startswith(FOOTER_TEXT[:10])]
    last = next(i for i, line in enumerate(lines) if line.startswith("Nơi nhận"))
    first = next(i for i, line in enumerate(lines) if line in ("CHỈ THỊ", "NGHỊ QUYẾT"))
    return "\n".join(lines[first:last])


@pytest.mark.parametrize("source", [STATE, PARTY], ids=["state", "party"])
def test_worn_scan_reads_as_the_document_it_shows(settings: Settings, tmp_path: Path, source: Path) -> None:
    with Reader(settings) as reader:
        written = reader.read(source)
    found = read(settings, tmp_path, scan(source, WORN))
    assert {page.source for page in found.pages} == {"ocr"}
    assert error(body(written.text), body(found.text)) < 0.01
    assert found.notes == (f"pages_by_ocr:1-{len(found.pages)}",)
    facts, own = recognise(found.text), recognise(written.text)
    assert (facts.number.value, facts.issued.value, facts.type.value) == (
        own.number.value,
        own.issued.value,
        own.type.value,
    )
    assert facts.issuer.value == own.issuer.value


def test_words_stand_where_they_are_shown(settings: Settings, tmp_path: Path) -> None:
    """Also on a tilted page: the boxes are those of the page as it is."""
    with Reader(settings) as reader:
        lines = [one for one in reader.read(STATE).placed if one.page == 1]
        written = reader.read(STATE).text
    found = read(settings, tmp_path, scan(STATE, replace(CLEAN, tilt=2.0), [0]))
    line = next(one for one in lines if "CỘNG HÒA" in written[one.start : one.end])
    word = next(one for one in found.placed if found.text[one.start : one.end] == "NGHĨA")
    # a turn of two degrees about the middle moves a point at the top by 3.5 % of half the height
    assert abs((word.top + word.bottom) / 2 - (line.top + line.bottom) / 2) < 0.03
    assert line.left - 0.05 < word.left < word.right < line.right + 0.05
    assert all(0 < one.confidence <= 1 and one.left < one.right and one.top < one.bottom for one in found.placed)
    spans = [(one.start, one.end) for one in found.placed]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_heading_is_read_a_second_time(settings: Settings, tmp_path: Path) -> None:
    found = read(settings, tmp_path, scan(STATE, CLEAN, [0]))
    again = {found.text[one.start : one.end]: one for one in found.seconds}
    number = next(one for line, one in again.items() if line.startswith("Số"))
    assert re.sub(r"\W", "", number.text) == re.sub(r"\W", "", found.text[number.start : number.end])
    assert number.confidence > 0.8
    assert number.page == 1
    assert any("ngày" in one.text and "tháng" in one.text for one in again.values())


def test_number_that_only_shows_as_ink_is_seen(settings: Settings, tmp_path: Path) -> None:
    """The number line is drawn over so that no letters are left: there is a second reading, or the line is gone; it is
    never a clean number.
    """
    picture = scan_pages(STATE, CLEAN, [0])[0]
    with Reader(settings) as reader:
        reading = reader.read(STATE)
        line = next(one for one in reading.placed if reading.text[one.start : one.end].startswith("Số:"))
    width, height = picture.size
    box = (int((line.left + 0.04) * width), int(line.top * height), int(line.right * width), int(line.bottom * height))
    scribble = (
        Image.linear_gradient("L").resize((box[2] - box[0], box[3] - box[1])).point(lambda v: 255 * (v // 16 % 2))
    )
    picture.paste(scribble, box[:2])
    found = read(settings, tmp_path, picture_pdf([picture], 200))
    assert recognise(found.text).number.value is None


def test_mixed_file(settings: Settings, tmp_path: Path) -> None:
    """Pages with text keep it, pages that are pictures are recognised, an empty sheet is blank; all in order."""
    writer = pypdf.PdfWriter()
    source = pypdf.PdfReader(STATE)
    empty = Image.new("L", (1654, 2339), 252)
    pictures = pypdf.PdfReader(io.BytesIO(picture_pdf([scan_pages(STATE, CLEAN, [1])[0], empty], 200)))
    writer.add_page(source.pages[0])
    writer.add_page(pictures.pages[0])
    writer.add_page(pictures.pages[1])
    out = io.BytesIO()
    writer.write(out)
    found = read(settings, tmp_path, out.getvalue())
    assert [page.source for page in found.pages] == ["text", "ocr", "blank"]
    with Reader(settings) as reader:
        written = reader.read(STATE)
    first_two = "".join(page.text for page in written.pages[:2])
    assert error(first_two, found.text) < 0.04  # with the foot of the sample, which runs on one page only
    assert found.pages[0].text.startswith(written.pages[0].text.strip())


def hidden(content: bytes, rows: Sequence[str]) -> bytes:
    """The scan with `rows` as its invisible text layer."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    page = writer.pages[0]
    text = "BT 3 Tr /F 10 Tf 60 780 Td 14 TL " + " ".join(f"({row}) Tj T*" for row in rows) + " ET"
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(page.get_contents().get_data() + b"\n" + text.encode())
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    font = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
            pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
            pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
        }
    )
    resources = page["/Resources"].get_object()
    resources[pypdf.generic.NameObject("/Font")] = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject("/F"): writer._add_object(font)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD_LAYERS = [
    # what a recogniser for English leaves of Vietnamese: syllables without their marks
    ["Uy ban nhan dan xa to chuc thuc hien ke hoach cai cach hanh chinh nam tren dia ban xa"] * 12,
    ["CQNG HOA xA HQI CHU NGHIA vlET NAM DQc lap T\\037 do H?nh phuc U1' ban nhan dan x~"] * 12,
]


@pytest.mark.parametrize("rows", BAD_LAYERS, ids=["bare", "broken"])
def test_bad_hidden_layer_does_not_pass_for_text(settings: Settings, tmp_path: Path, rows: list[str]) -> None:
    found = read(settings, tmp_path, hidden(scan(STATE, CLEAN, [0]), rows))
    assert found.pages[0].source == "ocr"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in found.text
    assert "Uy ban" not in found.text
    assert "vlET" not in found.text


def test_searchable_copy(settings: Settings, tmp_path: Path) -> None:
    content = scan(STATE, replace(CLEAN, tilt=0.8), [0])
    found = read(settings, tmp_path, content)
    path = tmp_path / "ban-quet.pdf"
    copy = searchable_pdf(path, found, settings=settings)
    assert path.read_bytes() == content  # the original is untouched
    text = pypdf.PdfReader(io.BytesIO(copy)).pages[0].extract_text()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert error(found.text, text) < 0.05
    assert len(copy) < len(content) + 60_000
    again = read(settings, tmp_path, copy)  # its own layer is good: nothing is recognised anew
    assert [page.source for page in again.pages] == ["text"]
    assert error(found.text, again.text) < 0.03


def test_too_slow_a_page_is_named(settings: Settings, tmp_path: Path) -> None:
    hurried = replace(settings, ocr_page_seconds=0.05)
    with pytest.raises(TooLarge) as caught:
        read(hurried, tmp_path, scan(STATE, CLEAN))
    assert caught.value.reason == "ocr_page_too_long"
    assert "0.05" in caught.value.vi
    assert "trang 1" in caught.value.vi or "trang 2" in caught.value.vi


def test_too_slow_a_file_is_named(settings: Settings, tmp_path: Path) -> None:
    hurried = replace(settings, ocr_file_seconds=0.05)
    with pytest.raises(TooLarge) as caught:
        read(hurried, tmp_path, scan(STATE, CLEAN))
    assert caught.value.reason == "ocr_file_too_long"
