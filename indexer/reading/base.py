"""What reading a file gives: pages and text; and what a file may ask of its reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
MEDIA_TYPES = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
# Kinds of pictures whose pages are recognised.
PICTURES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "gif": "image/gif",
}
WITH_PAGES = frozenset({PDF, *PICTURES.values()})
"""Media types whose pages can be counted and shown."""

Source = Literal["text", "ocr", "blank"]


@dataclass(frozen=True)
class Page:
    """One page (DOCX, TXT and Markdown have one).

    `number` counts from 1. `source` is `text` where the page's own text was read, `ocr` where the page shows
    something that only OCR can read, `blank` where nothing is on it. `text` is this page's slice of
    `Reading.text`. `confidence` (0 to 1) is the share of its words that are valid Vietnamese syllables; for OCR the
    mean confidence of its words.
    """

    number: int
    text: str
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a piece of `Reading.text[start:end]` stands: a line of a text layer, or one word that OCR read.

    `page` counts from 1; the box is in fractions (0 to 1) of the page as it is shown, from its top left corner.
    `confidence` 0 to 1: of the word for OCR, 1 for a text layer. `raw` is what was read before a repair, "" where
    nothing was repaired.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0
    raw: str = ""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What the second recogniser read (`text`, `confidence` 0 to 1) on a line of a scan's heading or signature.

    The first reading of that line is `Reading.text[start:end]`; `start == end` where the first reader saw no line
    there (it would stand at `start`). `page` and box as in `Placed`.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature in a PDF, as its certificate and the file say; nobody outside the file was asked.

    `signer` the certificate's common name, `organisation`, `unit` and `title` its other words; `when` the signer's own
    clock (ISO 8601, UTC), "" where it is not said. `state`: `whole` (the file is what was signed, or only signed again
    since), `changed` (it is not: `note` says how), `unreadable` (`note` names the error). `shows` is the text that its
    field shows on page `page` (0 where it shows nothing), box as in `Placed`: clerks stamp number and day that way.
    """

    field: str = ""
    signer: str = ""
    organisation: str = ""
    unit: str = ""
    title: str = ""
    when: str = ""
    state: str = "unreadable"
    note: str = ""
    shows: str = ""
    page: int = 0
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True)
class Reading:
    """What was read from one file.

    `text`        repaired text (`indexer.text.repair_text`): paragraphs whole, one a line, without running heads and
                  page numbers; footnotes at the end, each after its `[number]`
    `raw_text`    the text as extracted, pages divided by a form feed; nothing dropped, nothing repaired
    `page_starts` offsets in `text`: page i begins at `page_starts[i]` (inside a paragraph where that runs across)
    `media_type`  what the file is by its bytes
    `encoding`    the encodings older than Unicode that were decoded, the most frequent first (`tcvn3`, `vni+tcvn3`; of
                  `tcvn3`, `vni`, `vps`, `viscii`, `viqr`); else `utf-8`, `utf-8-sig`, `utf-16`, `windows-1258` for text
                  files, "" for others
    `notes`       words for programs, with numbers: `pages_by_ocr:3,4`, `pages_by_pdfium:1,2`,
                  `pages_need_ocr:5` (there was no Tesseract), `tracked_changes:2`
    `placed`      where the text stands on its pages, in order of `start`; empty for formats without pages
    `seconds`     second readings of lines that are often written by hand, in order of `start`
    `signatures`  digital signatures of a PDF
    """

    text: str
    raw_text: str
    pages: tuple[Page, ...]
    page_starts: tuple[int, ...]
    media_type: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    placed: tuple[Placed, ...] = ()
    seconds: tuple[SecondReading, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What a file may ask of its reader, in one place. Sizes in bytes.

    `max_entries`, `max_part`, `max_unpacked`, `max_ratio` are of DOCX packages: number of members, size of one
    unpacked part, declared size of all, and how much larger than its packed form a part of more than 1 MiB may be.
    `max_text` is the length of the result in characters, `max_result` of the whole answer of the child process.
    `max_picture_pixels` is of one page of a picture file: A4 has 35 million at 600 dpi.
    """

    max_pages: int = 5_000
    max_page_characters: int = 500_000
    max_entries: int = 10_000
    max_part: int = 96 * 1024 * 1024
    max_unpacked: int = 1024 * 1024 * 1024
    max_ratio: int = 400
    max_text: int = 40_000_000
    max_result: int = 256 * 1024 * 1024
    max_picture_width: int = 4_000
    max_picture_pixels: int = 80_000_000


@dataclass(frozen=True)
class OcrLimits:
    """Seconds for recognising one page, and for all pages of one file; `workers` pages are recognised at a time, 0 for
    as many as there are processors.
    """

    page_seconds: float = 90.0
    file_seconds: float = 3600.0
    workers: int = 0
