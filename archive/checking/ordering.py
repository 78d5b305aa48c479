"""The order of bases: what is issued by a higher body stands before what is issued by a lower one.

Two orders are right in practice: by authority first (`archive.wording.order_bases`), and by rank alone. A pair of lines
is out of order only where both forbid it: the later one is of a higher body, and the earlier one is no document of
powers. Party documents and those of the State are not weighed against each other, and of bodies whose place is not
certain nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from archive.checking.block import BasisLine, Block, repeats
from archive.checking.model import Finding, block_finding
from archive.document_types import rank
from archive.numbers import parse_number
from archive.titles_compared import title_certain
from archive.wording import may_give_power

RULE = "Luật 64/2025/QH15, Điều 4"
"""The hierarchy that the order follows."""

Span = tuple[int, int]
"""The highest and the lowest place a document may have: the smaller, the higher."""

_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố (?!thuộc))\b", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)\b", re.IGNORECASE)


def order_findings(text: str, block: Block) -> list[Finding]:
    """One finding for a block whose lines are out of order, with the block put right where every line is understood.

    Lines that say again what one above says are to go, not to be moved: with them the order is not mended yet.
    """
    lines = [line for place, line in enumerate(block.lines) if not repeats(block, place)]
    pairs = [(a, b) for a, b in combinations(lines, 2) if out_of_order(a, b)]
    if not pairs:
        return []
    above, below = pairs[0]
    worded = _reordered(text, block) if len(lines) == len(block.lines) else ""
    message = (
        f"Căn cứ “{_short(text, below)}” có giá trị pháp lý cao hơn nên phải đứng trước “{_short(text, above)}”. "
        "Hãy xếp căn cứ về thẩm quyền, rồi căn cứ về nội dung, theo thứ bậc của cơ quan ban hành.",
        f"The basis “{_short(text, below)}” ranks higher and has to stand before “{_short(text, above)}”. "
        "Put what gives the power first, then what the content rests on, by the rank of the issuing body.",
    )
    found = place(above)
    rule = RULE if found and found[0] == "state" else ""  # of Party documents it is custom
    return [block_finding(text, block.start, block.end, "order", message, rule=rule, replacement=worded)]


def out_of_order(above: BasisLine, below: BasisLine) -> bool:
    """The line `below` has to stand before the line `above`, whichever of the two orders is followed."""
    first, second = place(above), place(below)
    if first is None or second is None or first[0] != second[0]:
        return False
    return first[1][0] > second[1][1] and not may_give_power(*_named(above))


def place(line: BasisLine) -> tuple[str, Span] | None:
    """(system, place) of the body that issued the line's document; None where it is not certain.

    State: 1 Hiến pháp, 2 Quốc hội, 3 UBTVQH, 4 Chủ tịch nước, 5 Chính phủ, 6 Thủ tướng, 7 to 9 other central bodies, 10
    and 11 HĐND and UBND of a province, 12 to 14 below (Luật 64/2025/QH15, Điều 4). Party: 1 the centre, 2 the province,
    3 and 4 below.
    """
    citation, record = line.citation, line.record
    if citation is None or line.sentence:
        return None
    type_ = record.type if record else citation.type
    number = citation.number or (record.number if record else "")
    issuer = citation.issuer or (record.issuer if record else "")
    if not type_:
        return None
    ranked = rank(type_, issuer, number)
    if 40 <= ranked < 60:
        span = _party_place(number, issuer)
        return ("party", span) if span else None
    if ranked < 15:
        return "state", _normative_place(ranked)
    span = _administrative_place(number, issuer) if 60 <= ranked < 99 else None
    return ("state", span) if span else None


def _normative_place(ranked: int) -> Span:
    if ranked in (7, 8, 9):
        return 7, 9
    return (12, 14) if ranked >= 12 else (ranked, ranked)


def _administrative_place(number: str, issuer: str) -> Span | None:
    parsed = parse_number(number) if number else None
    body = parsed.body if parsed else ""
    if body == "CP" or issuer == "Chính phủ":
        return 5, 5
    if body == "TTg" or issuer.startswith("Thủ tướng"):
        return 6, 6
    if body.startswith(("UBND", "HĐND")) or issuer.startswith(("Ủy ban nhân dân", "Hội đồng nhân dân")):
        if _LOWER.search(issuer):
            return 12, 14
        return (10, 11) if _PROVINCE.search(issuer) else (10, 14)
    if issuer.startswith("Bộ ") and not _LOWER.search(issuer):
        return 7, 9
    return None


def _party_place(number: str, issuer: str) -> Span | None:
    if number.endswith("/TW") or issuer.startswith(("Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư")):
        return 1, 1
    if number.endswith("/TU"):
        return 2, 2
    return (3, 4) if number.endswith(("/HU", "/QU", "/ThU", "/ĐU")) else None


def _named(line: BasisLine) -> tuple[str, str]:
    """Type and title, as cited or as held."""
    citation, record = line.citation, line.record
    held = record.title if record and title_certain(record.title) else ""
    type_ = record.type if record else citation.type if citation else ""
    return type_, held or (citation.title if citation else "")


def _short(text: str, line: BasisLine) -> str:
    """The line's document in a few words."""
    citation = line.citation
    worded = text[line.lead_end : line.body_end]
    if citation is not None and citation.number:
        return f"{citation.type} số {citation.number}".strip()
    words = worded.split()
    return " ".join(words[:10]) + (" …" if len(words) > 10 else "")


Key = Callable[[BasisLine], tuple[int, ...]]


def _reordered(text: str, block: Block) -> str:
    """The block with its lines in order; "" where a line was not understood, or one document more is named in it.

    Of the two orders the one that moves less. The marks and whatever stands between the lines keep their places; so do
    Party documents among those of the State.
    """
    lines = block.lines
    places = [place(line) for line in lines]
    if any(each is None for each in places) or any(not line.mark or line.mark[0] not in ";.," for line in lines[:-1]):
        return ""
    best: tuple[int, list[int]] | None = None
    for by_authority in (False, True):
        order = _order(lines, by_authority)
        if any(out_of_order(lines[a], lines[b]) for a, b in combinations(order, 2)):
            continue
        moved = sum(a > b for a, b in combinations(order, 2))
        if best is None or moved < best[0]:
            best = (moved, order)
    return _put(text, lines, best[1]) if best else ""


def _order(lines: Sequence[BasisLine], by_authority: bool) -> list[int]:
    def key(index: int) -> tuple[int, int, int]:
        found = place(lines[index])
        span = found[1] if found else (0, 0)
        power = may_give_power(*_named(lines[index]))
        return (0 if power and by_authority else 1, (span[0] + span[1]), index)

    order = list(range(len(lines)))
    for system in ("state", "party"):
        slots = [i for i, line in enumerate(lines) if (found := place(line)) is not None and found[0] == system]
        for slot, index in zip(slots, sorted(slots, key=key), strict=True):
            order[slot] = index
    return order


def _put(text: str, lines: Sequence[BasisLine], order: Sequence[int]) -> str:
    parts: list[str] = []
    at = lines[0].start
    for slot, index in enumerate(order):
        line = lines[slot]
        parts += [text[at : line.start], text[lines[index].start : lines[index].body_end]]
        at = line.body_end
    return "".join([*parts, text[at : lines[-1].end]])
