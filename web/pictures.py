"""Pages of a PDF or picture file as pictures: made once by the reader's own process, then kept beside the index."""

from __future__ import annotations

import io
import os
import uuid
from pathlib import Path

from PIL import Image

from archive.settings import Settings
from indexer.reading import Reader, Reading

WIDTH = 900
FINE = 1800  # for a line cut out of a page
MOST_PAGES = 400


class Pictures:
    """Draws pages and counts them. Safe to share between threads; one process draws for all of them."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._reader = Reader(settings)
        self._folder = folder

    def close(self) -> None:
        """End the drawing process."""
        self._reader.close()

    def page(self, sha256: str, original: Path, number: int, width: int = WIDTH) -> Path:
        """The PNG of page `number` (from 1). Raises NotFound, RefusedInput."""
        kept = self._folder / sha256[:2] / f"{sha256}-{number}-{width}.png"
        if not kept.is_file():
            _keep(kept, self._reader.render_page(original, number, width))
        return kept

    def crop(self, sha256: str, original: Path, number: int, box: tuple[int, int, int, int]) -> bytes:
        """A piece of a page as PNG; `box` left, top, right, bottom in ten-thousandths of the page."""
        with Image.open(self.page(sha256, original, number, FINE)) as page:
            wide, high = page.size
            left, top, right, bottom = box
            piece = page.crop(
                (
                    left * wide // 10_000,
                    top * high // 10_000,
                    max(left * wide // 10_000 + 1, right * wide // 10_000),
                    max(top * high // 10_000 + 1, bottom * high // 10_000),
                )
            )
            made = io.BytesIO()
            piece.save(made, "PNG")
        return made.getvalue()

    def searchable(self, sha256: str, original: Path, reading: Reading, version: int) -> Path:
        """The PDF copy of a scan in which its recognised words can be found; `version` of the text it was made from.

        Raises NotFound, RefusedInput.
        """
        kept = self._folder / sha256[:2] / f"{sha256}-{version}.pdf"
        if not kept.is_file():
            _keep(kept, self._reader.searchable_pdf(original, reading))
        return kept

    def count(self, sha256: str, original: Path) -> int:
        """How many pages the file has. Raises NotFound, RefusedInput."""
        kept = self._folder / sha256[:2] / f"{sha256}.pages"
        if not kept.is_file():
            _keep(kept, str(self._reader.page_count(original)).encode("ascii"))
        return int(kept.read_text("ascii"))


def _keep(path: Path, data: bytes) -> None:
    """Written aside and renamed, so that no reader ever meets half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(uuid.uuid4().hex)
    made.write_bytes(data)
    os.replace(made, path)
