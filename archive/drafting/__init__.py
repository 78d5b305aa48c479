"""Writing a draft: its parts as Nghị định 30/2020/NĐ-CP names them, put together as one text, read from a text."""

from archive.drafting.composing import Composed, Span, composed
from archive.drafting.parts import DraftParts, parts_from_json, parts_json
from archive.drafting.reading import parts_of

__all__ = ["Composed", "DraftParts", "Span", "composed", "parts_from_json", "parts_json", "parts_of"]
