"""Tying citations to documents: by number and date, title, issuer and type together, never by number alone.

`resolve` takes one citation, `resolve_all` those of a text, where a short form means what was cited in full before.
Rooms: `numbered` (whole numbers), `partial` (parts of one), `named` (laws by name, plenums), `near` (numbers that
nobody holds), `choosing` (several holders), `context` (the text around). What cannot be decided is ambiguous, with
candidates; what is meant and not there is not held. Sources: `domain/facts.md` sections 0.6, 2 and 6; Nghị định
30/2020/NĐ-CP, Điều 15 (numbers run per body and year) and Phụ lục I (how documents are cited).
"""

from archive.differences import Doubt, FieldMismatch
from archive.resolving.context import resolve_all
from archive.resolving.holdings import Holdings, MemoryHoldings
from archive.resolving.model import Resolution
from archive.resolving.named import CONSTITUTION
from archive.resolving.one import resolve

__all__ = [
    "CONSTITUTION",
    "Doubt",
    "FieldMismatch",
    "Holdings",
    "MemoryHoldings",
    "Resolution",
    "resolve",
    "resolve_all",
]
