"""Numbers in an order or a spelling of their own: `31 2024 qh15`, `30/2020 nghi dinh`, `tt01-2011-tt-bnv`.

A guess holds only where a document is found by it: whoever looks it up decides.
"""

from __future__ import annotations

import re

from archive.document_types import TYPES, type_named
from archive.folding import squeeze, unaccent
from archive.number_queries import NumberQuery, parse_number_query

_CODES = "ttlt|tt|nd|nđ|qd|qđ|ct|nq|kl|kh|hd|tb|bc|cv"
_LAW = re.compile(r"(?<![\w/])(\d{1,3})[\s/._-]+((?:19|20)\d\d)[\s/._-]+((?:ubtv)?qh)\s?(\d{2})(?!\w)", re.IGNORECASE)
_GLUED = re.compile(rf"^(?:{_CODES})[\s._-]?(?=\d{{1,4}}[a-z]?[\s._/-](?:19|20)\d\d[\s._/-]+[a-zđ])", re.IGNORECASE)
_TURNED = re.compile(r"^(?:so\s+)?(\d{1,5}[a-z]?)\s?/\s?((?:19|20)\d\d)\s+([a-z][a-z ]{1,24})$")
_LEADING = re.compile(
    r"^(?P<type>[a-z]{2,4}|[a-z]+(?: [a-z]+){1,3}?)\s+(?:so\s+)?(?P<seq>\d{1,4}[a-z]?)\s+(?P<rest>[a-z].*)$"
)
_YEARS = re.compile(r"(?:19|20)\d\d")


def rearranged_number(text: str) -> NumberQuery | None:
    """The number of a query whose parts stand in another order than any number's; None where there is none."""
    law = _LAW.search(text)
    if law:
        number = f"{law[1]}/{law[2]}/{law[3].upper()}{law[4]}"
        return parse_number_query(squeeze(f"{text[: law.start()]} {number} {text[law.end() :]}"))
    glued = _GLUED.match(text)
    if glued:
        found = parse_number_query(text[glued.end() :])
        if found is not None and len(found.codes) > 1:
            return found
    folded = unaccent(text).lower()
    turned = _TURNED.match(folded)
    if turned and type_named(turned[3].strip()):
        return parse_number_query(f"{turned[3].strip()} {turned[1]}/{turned[2]}")
    return None


def guessed_number(text: str) -> NumberQuery | None:
    """A type, a figure and words, where the figure may be a number as well as a quantity: `quy định 11 trách nhiệm …`.

    To be believed only where a document of that type and number has the words in its title.
    """
    folded = unaccent(text).lower()
    match = _LEADING.match(folded) if len(folded) == len(text) else None
    if match is None or _YEARS.fullmatch(match["seq"]):
        return None
    kind = type_named(match["type"]) or _by_code(match["type"])
    if not kind:
        return None
    rest = text[match.start("rest") : match.end("rest")].strip()
    return NumberQuery(match["seq"].lstrip("0") or "0", "", (), kind, None, "", rest)


def _by_code(code: str) -> str:
    """The type of a code typed without its bar: `qd`."""
    return next((t.name for t in TYPES if t.code and unaccent(t.code).lower() == code), "")
