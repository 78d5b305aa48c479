"""Drafts as Word files laid out by Nghị định 30/2020/NĐ-CP, Phụ lục I, and as PDF through LibreOffice."""

from indexer.typesetting.document import typeset
from indexer.typesetting.pieces import Link
from indexer.typesetting.printing import as_pdf

__all__ = ["Link", "as_pdf", "typeset"]
