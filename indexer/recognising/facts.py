"""Values of recognition: a fact with the words it was read from, and all facts of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

REVIEW_BELOW = 0.7
"""A fact with less confidence than this is shown to a person before anything rests on it."""


@dataclass(frozen=True)
class Fact:
    """One fact: `value` None where the document does not say; `text[start:end]` is the evidence, -1, -1 for none.

    `confidence` from 0 to 1: .9 and more, read where it belongs and nothing contradicts; below .7 a person must look.
    `note` says in a word what is special: `blank` (a place left open in a draft), `year:2024`, `from:signature`,
    `recased` (a title printed in capitals), `conflict:number`.
    """

    value: Any
    start: int = -1
    end: int = -1
    confidence: float = 0.0
    note: str = ""


NOT_FOUND = Fact(None)


@dataclass(frozen=True)
class Span:
    """A piece of the text, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Recognised:
    """What a document says of itself.

    `type` full Vietnamese name; `number` canonical, None for a draft's blank one, whose symbol (`/KH-UBND`) is then in
    `symbol`; `issued` and `effective` dates; `issuer` canonical full name, joint issuers joined by `;`; `title` without
    the type word, but with it for laws (`Luật Đất đai`), as the registry writes them; `position` and `authority` of
    the signature (`TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH`); `recipients` a tuple of texts; `urgency`, `secrecy`,
    `circulation` marks as printed in the header; `pages` how many the file has (None where its format has none).
    `bases` are the lines of the căn cứ block, each a span; `basis_start`, `basis_end` the block (-1 where there is
    none); `opening_end`, `closing_start` bound the body. `draft` True for a document without number or date that says
    so by blanks or a mark. `needs_review` are machine words: `draft`, `no_number`, `no_date`, `no_issuer`, `no_title`,
    `no_type`, `type_uncertain`, `low_confidence:title`, …
    """

    type: Fact = NOT_FOUND
    number: Fact = NOT_FOUND
    issued: Fact = NOT_FOUND
    place: Fact = NOT_FOUND
    issuer: Fact = NOT_FOUND
    title: Fact = NOT_FOUND
    signer: Fact = NOT_FOUND
    position: Fact = NOT_FOUND
    authority: Fact = NOT_FOUND
    recipients: Fact = NOT_FOUND
    effective: Fact = NOT_FOUND
    urgency: Fact = NOT_FOUND
    secrecy: Fact = NOT_FOUND
    circulation: Fact = NOT_FOUND
    pages: Fact = NOT_FOUND
    symbol: str = ""
    parent: str = ""
    bases: tuple[Span, ...] = ()
    basis_start: int = -1
    basis_end: int = -1
    opening_end: int = 0
    closing_start: int = -1
    draft: bool = False
    needs_review: tuple[str, ...] = ()
