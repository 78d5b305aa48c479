"""A file that is only an annex: it has a title, and everything else belongs to the document it is annexed to."""

from __future__ import annotations

import re

from archive.folding import squeeze
from archive.numbers import parse_number
from indexer.layout.opening import Opening
from indexer.recognising.casing import title_case
from indexer.recognising.facts import Fact, Recognised

_ANNEX = re.compile(r"[\s*_#]{0,200}(?:Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+)?[IVX\d]+[A-Za-z]?)?\s*[.:]?\s*\n")
_CAPTION = re.compile(
    r"(?m)^[ \t*_]*+\(?[ \t]*+(?:[Bb]an hành\s+)?[Kk]èm\s+theo\s+(?P<type>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)\s+"
    r"(?:số\s*:?\s*)?(?P<number>\d[^\s,()]*)"
)
_REACH = 1500


def annex(text: str, opening: Opening) -> Recognised | None:
    """The facts of an annex without letterhead: its title; None for anything else.

    The number's note names the document it belongs to (`annex_of:30/2020/NĐ-CP`), which it is not.
    """
    head = _ANNEX.match(text)
    if head is None or opening.number or opening.national:
        return None
    caption = _CAPTION.search(text, head.end(), head.end() + _REACH)
    if caption is None:
        return None
    raw = squeeze(text[head.end() : caption.start()]).strip(" *_-–")
    title = Fact(None)
    if 5 < len(raw) < 500:
        shouted = raw.upper() == raw
        start = text.index(raw.split(maxsplit=1)[0], head.end())
        title = Fact(title_case(raw) if shouted else raw, start, caption.start(), 0.85, "recased" if shouted else "")
    parsed = parse_number(caption["number"].strip(".,;"))
    note = f"annex_of:{parsed.canonical}" if parsed else "annex"
    number = Fact(None, caption.start("number"), caption.end("number"), 0.5, note)
    return Recognised(title=title, number=number, opening_end=caption.end())
