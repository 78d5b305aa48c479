"""Pictures of pages: read as the scans they are, shown page by page, copied; and the pictures that are refused."""

from __future__ import annotations

import dataclasses
import io
import random
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from archive.errors import CancuError, RefusedInput
from archive.settings import Settings
from corpus.samples.scanned import WORN, Wear, scan_pages
from indexer.reading import Limits, Page, Reader, Reading
from indexer.reading.base import PICTURES, WITH_PAGES
from indexer.reading.pictures import count_pictures, page_width, pictures_pdf
from indexer.reading.programs import TESSERACT, find
from indexer.recognising import recognise
from indexer.recognising.reading import witnessed
from tests.indexer.test_reading_mutations import mutate, read_or_refuse
from tests.indexer.test_reading_scans import STATE, body, error

ocr = [
    pytest.mark.slow,
    pytest.mark.skipif(find(TESSERACT) is None, reason="Tesseract is not installed"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
ORIENTATION = 274


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    with Reader(Settings.at(tmp_path_factory.mktemp("home"))) as reader:
        yield reader


def saved(path: Path, pictures: list[Image.Image], **more: object) -> Path:
    if len(pictures) > 1:
        more |= {"save_all": True, "append_images": pictures[1:]}
    pictures[0].save(path, **more)
    return path


def sheet(width: int = 300, height: int = 420, mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (0, height // 2, width, height))
    return picture.convert(mode)


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(pixel, tuple) and all(abs(a - b) < 25 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "bmp", "gif"])
def test_page_is_shown_as_it_is(reader: Reader, tmp_path: Path, suffix: str) -> None:
    path = saved(tmp_path / f"a.{suffix}", [sheet()])
    before = path.read_bytes()
    assert reader.page_count(path) == 1
    page = shown(reader.render_page(path, 1, 300))
    assert page.size == (300, 420)
    assert near(page.getpixel((150, 60)), (255, 0, 0))
    assert near(page.getpixel((150, 360)), (0, 0, 255))
    assert path.read_bytes() == before
    with pytest.raises(CancuError) as caught:
        reader.render_page(path, 2, 300)
    assert caught.value.reason == "no_such_page"


@pytest.mark.parametrize(("mode", "suffix"), [("1", "tif"), ("L", "tif"), ("P", "png"), ("CMYK", "jpg"), ("LA", "png")])
def test_every_kind_of_colour_is_shown(reader: Reader, tmp_path: Path, mode: str, suffix: str) -> None:
    picture = Image.new("L", (200, 280), 255)
    picture.paste(0, (0, 140, 200, 280))
    picture = picture.convert("RGB") if mode == "CMYK" else picture  # there is no other way to it
    page = shown(reader.render_page(saved(tmp_path / f"a.{suffix}", [picture.convert(mode)]), 1, 200))
    assert near(page.getpixel((100, 40)), (255, 255, 255))
    assert near(page.getpixel((100, 240)), (0, 0, 0))


def test_grey_of_sixteen_bits_and_transparency(reader: Reader, tmp_path: Path) -> None:
    deep = Image.new("I;16", (200, 280), 65535)
    assert near(shown(reader.render_page(saved(tmp_path / "a.png", [deep]), 1, 200)).getpixel((9, 9)), (255,) * 3)
    clear = Image.new("RGBA", (200, 280), (0, 0, 0, 0))
    assert near(shown(reader.render_page(saved(tmp_path / "b.png", [clear]), 1, 200)).getpixel((9, 9)), (255,) * 3)


@pytest.mark.parametrize(("how", "size"), [(1, (300, 420)), (3, (300, 420)), (6, (300, 420)), (8, (300, 420))])
def test_orientation_that_a_phone_writes(reader: Reader, tmp_path: Path, how: int, size: tuple[int, int]) -> None:
    turned = {1: 0, 3: 180, 6: 90, 8: 270}[how]
    exif = Image.Exif()
    exif[ORIENTATION] = how
    page = shown(
        reader.render_page(saved(tmp_path / "a.jpg", [sheet().rotate(turned, expand=True)], exif=exif), 1, 300)
    )
    assert page.size == size
    assert near(page.getpixel((150, 60)), (255, 0, 0))


def test_pages_of_a_tiff(reader: Reader, tmp_path: Path) -> None:
    small = sheet().resize((60, 84))
    small.encoderinfo = {"tiffinfo": {254: 1}}  # a preview is no page
    path = saved(tmp_path / "a.tiff", [sheet(), small, Image.new("L", (420, 300), 200)])
    assert reader.page_count(path) == 2
    assert shown(reader.render_page(path, 2, 420)).size == (420, 300)


WIDTHS = [
    (1654, 2339, 200, 8.27),  # what a scanner says
    (4960, 7016, 600, 8.27),
    (3024, 4032, 72, 8.27),  # what a camera says means nothing
    (1240, 1754, 0, 8.27),
    (1754, 1240, 0, 11.69),
    (1240, 400, 0, 8.27),  # a heading cut out
    (600, 6000, 0, 8.27),  # a long picture of a screen
    (3000, 4000, 1200, 8.27),  # smaller than A6: not believed
    (8000, 11000, 300, 8.27),  # larger than A2
]


@pytest.mark.parametrize(("width", "height", "dpi", "inches"), WIDTHS)
def test_width_of_a_page(width: int, height: int, dpi: int, inches: float) -> None:
    assert page_width(width, height, dpi) == pytest.approx(inches, abs=0.01)


def test_longest_page_is_one_that_a_pdf_may_have() -> None:
    assert page_width(10, 60_000, 0) * 72 * 6000 == pytest.approx(14_400)


@pytest.mark.parametrize(
    ("suffix", "kind", "width"), [("jpg", "jpeg", 4500), ("jpg", "jpeg", 6000), ("png", "png", 6000)]
)
def test_fine_pictures_are_made_smaller(tmp_path: Path, suffix: str, kind: str, width: int) -> None:
    path = saved(tmp_path / f"a.{suffix}", [sheet(width, width * 4 // 3)], dpi=(72, 72))
    page = pypdf.PdfReader(io.BytesIO(pictures_pdf(path, kind, path.name, Limits()))).pages[0]
    assert abs(page.images[0].image.width - 2480) <= 1
    assert page.mediabox.width == pytest.approx(595.3, abs=0.1)


PNG = io.BytesIO()
sheet(1000, 1400, "L").save(PNG, "PNG", compress_level=0)
MOVING = io.BytesIO()
sheet().save(MOVING, "GIF", save_all=True, append_images=[Image.new("RGB", (300, 420))])
FLICKER = io.BytesIO()
sheet().save(FLICKER, "PNG", save_all=True, append_images=[Image.new("RGB", (300, 420))])
JPEG = io.BytesIO()
sheet(1000, 1400).effect_spread(40).save(JPEG, "JPEG")
TIFF = io.BytesIO()
sheet(1000, 1400).save(TIFF, "TIFF")
HUGE = io.BytesIO()
Image.new("1", (9000, 9000)).save(HUGE, "PNG")
BOMB = io.BytesIO()
Image.new("1", (30_000, 30_000)).save(BOMB, "TIFF", compression="group4")
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
REFUSED = [
    ("a.gif", MOVING.getvalue(), "animated_picture"),
    ("a.png", FLICKER.getvalue(), "animated_picture"),
    ("a.heic", HEIC, "unsupported_image"),
    ("a.jpg", HEIC, "unsupported_image"),
    ("a.png", PNG.getvalue()[:700_000], "damaged_picture"),
    ("a.jpg", JPEG.getvalue()[: len(JPEG.getvalue()) // 2], "damaged_picture"),
    ("a.tif", TIFF.getvalue()[: len(TIFF.getvalue()) // 2], "damaged_picture"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "damaged_picture"),
    ("a.jpg", b"\xff\xd8\xff\xe0" + b"rubbish" * 50, "damaged_picture"),
    ("a.tif", b"II*\x00\xff\xff\xff\x7f" + bytes(100), "damaged_picture"),
    ("a.webp", b"RIFF\x20\x00\x00\x00WEBPVP8 " + bytes(40), "damaged_picture"),
    ("a.bmp", b"BM\x00\x00" + bytes(80), "damaged_picture"),
    ("a.png", HUGE.getvalue(), "picture_too_large"),
    ("a.tif", BOMB.getvalue(), "picture_too_large"),
    ("a.pdf", PNG.getvalue(), "mislabelled"),
]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED, ids=[f"{n}-{r}" for n, _, r in REFUSED])
def test_refused_with_what_to_do_next(reader: Reader, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for asked in (reader.read, lambda path: reader.render_page(path, 1, 200)):
        with pytest.raises(RefusedInput) as caught:
            asked(path)
        assert caught.value.reason == reason
        assert "Hãy" in caught.value.vi


def test_too_many_pages(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tif", [Image.new("1", (8, 8))] * 4)
    with pytest.raises(RefusedInput) as caught:
        count_pictures(path, "tiff", "a.tif", dataclasses.replace(Limits(), max_pages=3))
    assert caught.value.reason == "too_many_pages"


def test_empty_sheet_says_that_nothing_was_recognised(reader: Reader, tmp_path: Path) -> None:
    if find(TESSERACT) is None:
        pytest.skip("Tesseract is not installed")
    with pytest.raises(RefusedInput) as caught:
        reader.read(saved(tmp_path / "a.png", [Image.new("L", (1240, 1754), 255)]))
    assert caught.value.reason == "nothing_recognised"


def test_pages_are_counted_for_pictures_too() -> None:
    assert set(PICTURES.values()) < WITH_PAGES
    pages = (Page(1, "CÔNG ", "text", 1.0), Page(2, "VĂN", "text", 1.0))
    reading = Reading("CÔNG VĂN", "CÔNG VĂN", pages, (0, 5), "image/tiff")
    assert witnessed(reading, recognise).pages.value == 2


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_damaged_pictures_are_shown_or_refused(reader: Reader, tmp_path: Path, suffix: str) -> None:
    """Up to recognising, which is the same for all of them."""
    content = saved(tmp_path / f"whole.{suffix}", [sheet(120, 160).effect_spread(9)]).read_bytes()
    chance = random.Random(suffix)
    path, pages = tmp_path / f"a.{suffix}", 0
    reasons: list[str] = []
    for _ in range(40):
        path.write_bytes(mutate(content, chance))
        try:
            pages += shown(reader.render_page(path, 1, 100)).width > 0
        except RefusedInput as error:
            reasons.append(error.reason)
    assert pages < 40
    assert not {"reader_crashed", "took_too_long", "too_much_memory"} & set(reasons)


class TestRecognised:
    """What needs Tesseract."""

    pytestmark = ocr

    @pytest.mark.parametrize(
        ("suffix", "dpi", "more"),
        [
            ("png", 200, {}),
            ("jpg", 300, {"quality": 75, "dpi": (72, 72)}),
        ],
    )
    def test_reads_as_the_document_it_shows(
        self, reader: Reader, tmp_path: Path, suffix: str, dpi: int, more: dict[str, object]
    ) -> None:
        picture = scan_pages(STATE, Wear(dpi=dpi), [0])[0]
        found = reader.read(saved(tmp_path / f"a.{suffix}", [picture], **more))
        written = reader.read(STATE)
        own, facts = recognise(written.text), recognise(found.text)
        assert (facts.number.value, facts.issued.value) == (own.number.value, own.issued.value)
        assert facts.issuer.value == own.issuer.value
        assert found.media_type == PICTURES["jpeg" if suffix == "jpg" else suffix]
        assert [page.source for page in found.pages] == ["ocr"]
        assert found.seconds

    def test_two_pages_of_a_tiff(self, reader: Reader, tmp_path: Path) -> None:
        pictures = scan_pages(STATE, WORN)
        path = saved(tmp_path / "a.tif", pictures, compression="tiff_lzw", dpi=(200, 200))
        told: list[tuple[int, int]] = []
        found = reader.read(path, tell=lambda done, total: told.append((done, total)))
        written = reader.read(STATE)
        assert len(found.pages) == len(written.pages) > 1
        assert found.media_type == "image/tiff"
        assert error(body(written.text), body(found.text)) < 0.01
        assert told[-1] == (len(pictures), len(pictures))
        copy = pypdf.PdfReader(io.BytesIO(reader.searchable_pdf(path, found)))
        assert len(copy.pages) == len(pictures)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in " ".join(copy.pages[0].extract_text().split())

    def test_words_stand_where_they_are_shown(self, reader: Reader, tmp_path: Path) -> None:
        """On a page of a phone that lies on its side in the file."""
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        picture = scan_pages(STATE, Wear(dpi=250), [0])[0].rotate(90, expand=True)
        found = reader.read(saved(tmp_path / "a.jpg", [picture], exif=exif, quality=85))
        written = reader.read(STATE)
        line = next(one for one in written.placed if "CỘNG HÒA" in written.text[one.start : one.end])
        word = next(one for one in found.placed if found.text[one.start : one.end] == "NGHĨA")
        assert abs((word.top + word.bottom) / 2 - (line.top + line.bottom) / 2) < 0.01
        assert line.left - 0.01 < word.left < word.right < line.right + 0.01

    def test_damaged_pictures_are_read_or_refused(self, reader: Reader, tmp_path: Path) -> None:
        picture = scan_pages(STATE, Wear(dpi=100), [0])[0].crop((0, 0, 827, 260))
        content = saved(tmp_path / "whole.jpg", [picture]).read_bytes()
        chance, path = random.Random(3), tmp_path / "a.jpg"
        done = 0
        for _ in range(5):
            path.write_bytes(mutate(content, chance))
            done += read_or_refuse(reader, path)
        assert done < 5
