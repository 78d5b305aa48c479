"""Documents near a number that nobody holds: the same one in another style, or one slip of the pen away.

One document's number is written in several styles. Ordinances carry `PL-` in the older one and not in the newer
(`34/2007/PL-UBTVQH11`, `34/2007/UBTVQH11`; facts.md section 2), resolutions of the Assembly `NQ-`; joint circulars name
their bodies in either order; ministries have several codes (`BNN`, `BNNPTNT`); the Party's `Quy định` is `QĐ` or `QĐi`;
decrees of before 1997 are quoted with the year and code of today (`64-CP`, `64/1993/NĐ-CP`). Such a number means the
held document, and is reported as wrongly written, only where

- type, sequence and body agree, no field contradicts, exactly one document qualifies; and
- both numbers carry the same year, for a number with a year stands once for a body and type (Nghị định 30/2020/NĐ-CP,
  Điều 15); or else the whole date agrees.

A number that is one letter or figure away from that of a document of the same type and day is a candidate to look at,
never the answer: decrees are signed several a day with neighbouring numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import permutations, product

from rapidfuzz.distance import DamerauLevenshtein

from archive.agency_codes import agency, agency_table
from archive.citations.model import Citation
from archive.document_types import TYPES
from archive.evidence import Evidence, admissible, weigh
from archive.keys import seq_key
from archive.numbers import canonical_number, fold_number, number_seq, parse_number
from archive.records import Record
from archive.resolving.holdings import Holdings
from archive.titles_compared import NEAR


@dataclass(frozen=True)
class _Style:
    """What a number says whatever its style: `kind` is the code of the type or "", `bodies` names or codes."""

    seq: str
    year: str
    kind: str
    bodies: frozenset[str]
    party: bool
    tail: str


@lru_cache(maxsize=65536)
def _style(number: str) -> _Style | None:
    parsed = parse_number(number)
    if parsed is None:
        return None
    party = parsed.system == "party"
    found = [(agency(code, party=party), code) for code in parsed.body.split("-")]
    bodies = frozenset(_term_kept(code, known.name if known and known.name else code) for known, code in found)
    kind = {"QĐi": "QĐ"}.get(parsed.type_code, parsed.type_code)
    return _Style(seq_key(parsed.seq), parsed.year, kind, bodies, party, parsed.tail)


def _term_kept(code: str, name: str) -> str:
    """`QH14` and `QH15` are one body's, but numbers of two terms."""
    term = "".join(letter for letter in code if letter.isdigit())
    return f"{name} {term}" if term else name


def in_another_style(citation: Citation, holdings: Holdings) -> tuple[Evidence | None, list[Record]]:
    """The document whose number this is in another style, or None; and those that may be but are not certain."""
    cited = _style(citation.number)
    if cited is None or not citation.type:
        return None, []
    records = admissible(holdings.by_seq(citation.type, citation.seq or number_seq(citation.number)))
    alike = []
    for record in records:
        held = _style(record.number)
        if held is not None and _one_number(cited, held, citation.issued, record.issued):
            alike.append((weigh(citation, record), bool(held.year) and held.year == cited.year))
    standing = [(each, by_year) for each, by_year in alike if not _contradicted(each)]
    sure = [each for each, by_year in standing if by_year or each.issued]
    if len(sure) == 1 and len(standing) == 1:
        return sure[0], []
    return None, [each.record for each, by_year in alike if by_year or each.issued is not False]


def _one_number(cited: _Style, held: _Style, day: date | None, issued: date | None) -> bool:
    if cited.seq != held.seq or cited.bodies != held.bodies or cited.party != held.party or cited.tail != held.tail:
        return False
    if cited.kind and held.kind and cited.kind != held.kind:
        return False
    if cited.year and held.year:
        return cited.year == held.year
    # `64-CP` and `64/1993/NĐ-CP`: the year in the one is the year the other was issued in.
    if cited.year:
        return issued is not None and str(issued.year) == cited.year
    if held.year:
        return day is not None and str(day.year) == held.year
    return True


def _contradicted(each: Evidence) -> bool:
    against = (each.type, each.issued, each.issuer, each.term)
    return any(answer is False for answer in against) or each.title.verdict == "different" or each.shared


def other_styles(record: Record) -> frozenset[str]:
    """Numbers of other styles that `in_another_style` may take for this record's, as a citation would write them."""
    parsed = parse_number(record.number)
    if parsed is None:
        return frozenset()
    if parsed.system == "party":
        turned = {"QĐ": "QĐi", "QĐi": "QĐ"}.get(parsed.codes[0])
        return frozenset({parsed.canonical.replace(f"-{parsed.codes[0]}/", f"-{turned}/", 1)} if turned else ())
    kinds = {parsed.type_code, ""} if parsed.type_code else {"", _CODE_OF.get(record.type, "")}
    years = {parsed.year, ""} if parsed.year else {"", str(record.issued.year) if record.issued else ""}
    codes = parsed.body.split("-")
    orders = permutations(codes) if 1 < len(codes) <= 3 else [tuple(codes)]
    bodies = ["-".join(each) for order in orders for each in product(*(_same_body(code) for code in order))]
    found = set()
    for kind, year, body in product(kinds, years, bodies[:_MOST]):
        symbol = "-".join(part for part in (kind, body) if part)
        found.add(canonical_number("/".join(part for part in (parsed.seq, year, symbol) if part)))
    return frozenset(found - {record.number})


_MOST = 64
_CODE_OF = {kind.name: kind.code for kind in TYPES if kind.code and kind.system != "DANG"}


@lru_cache(maxsize=1024)
def _same_body(code: str) -> tuple[str, ...]:
    """All codes of the body that this one names: `BNN`, `BNNPTNT`."""
    known = agency(code)
    if known is None or not known.name or code != known.code:
        return (code,)
    return tuple(row.code for row in agency_table() if row.name == known.name and row.system == known.system)


def slips_away(citation: Citation, holdings: Holdings) -> list[Record]:
    """Documents of the same type and day whose number is one letter or figure away, or has two exchanged."""
    if not citation.type or citation.issued is None:
        return []
    plain = fold_number(citation.number)
    found = []
    for record in admissible(holdings.by_type_issued(citation.type, citation.issued)):
        if record.number and DamerauLevenshtein.distance(fold_number(record.number), plain, score_cutoff=1) <= 1:
            each = weigh(citation, record)
            if each.title.verdict != "different" or each.title.score >= NEAR:
                found.append(record)
    return found
