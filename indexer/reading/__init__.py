"""Reading files: PDF text layers, office files and plain text become pages, in a process that can be killed."""

from indexer.reading.base import (
    DOCX,
    MARKDOWN,
    PDF,
    TEXT,
    WITH_PAGES,
    Limits,
    Page,
    Placed,
    Reading,
    SecondReading,
    Signature,
)
from indexer.reading.names import safe_name
from indexer.reading.process import Reader, annotated_docx, page_count, read_file, render_page, searchable_pdf

__all__ = [
    "DOCX",
    "MARKDOWN",
    "PDF",
    "TEXT",
    "WITH_PAGES",
    "Limits",
    "Page",
    "Placed",
    "Reader",
    "Reading",
    "SecondReading",
    "Signature",
    "annotated_docx",
    "page_count",
    "read_file",
    "render_page",
    "safe_name",
    "searchable_pdf",
]
