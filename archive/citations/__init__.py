"""The citation engine: what a text cites. Values in `model`; one verb a module, as eyecite is built."""

from archive.citations.finding import find_citations
from archive.citations.gazetteer import Gazetteer, TitleEntry
from archive.citations.model import Citation

__all__ = ["Citation", "Gazetteer", "TitleEntry", "find_citations"]
