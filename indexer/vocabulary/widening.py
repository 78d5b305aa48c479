"""Other ways to say what a query says: everyday words in legal terms, synonyms, abbreviations written out and in.

Never inside quotes. The longest wording at a place wins; a pair that only holds in some company is used in that
company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.folding import unaccent
from indexer.analysis import BREAK, fold_tokens, scan_spans
from indexer.engine.base import Wording
from indexer.vocabulary.tables import (
    FRAME,
    Key,
    Pair,
    abbreviations,
    key_of,
    pairs,
    plain_reach,
    plain_wordings,
    reach,
    toneless_abbreviations,
)

MOST_WORDINGS = 6
"""Other wordings looked for at one place of a query."""

AMBIGUOUS = 0.5
"""Worth of each reading of an abbreviation that has several, where the company decides nothing."""


@dataclass(frozen=True)
class Widened:
    """A wording of the query, `text[start:end]`, and what else is looked for: the first of `wordings` is as typed.

    `legal` is the law's word for it, "" where it has none or none is sure; `unsure` where the wording is an
    abbreviation that may stand for several things.
    """

    start: int
    end: int
    wordings: tuple[Wording, ...]
    legal: str = ""
    unsure: bool = False


def keys_in(text: str) -> frozenset[Key]:
    """The wordings of the tables that stand in a text, whatever company they need."""
    spans = list(scan_spans(text))
    folded = fold_tokens([raw for raw, _, _ in spans])
    longest = reach()
    stretches = (
        tuple(filter(None, folded[first:last]))
        for first in range(len(folded))
        for last in range(first + 1, min(first + longest.get(folded[first], 0), len(folded)) + 1)
    )
    return frozenset(key for key in stretches if key in pairs())


def widen(text: str, without: frozenset[Key] = frozenset()) -> tuple[Widened, ...]:
    """What a query says in other words, in its order, none overlapping; `without`: as if the tables lacked some."""
    spans = list(scan_spans(text))
    folded = fold_tokens([raw for raw, _, _ in spans])
    shut = _quoted(text, spans)
    found = sorted(_found(spans, folded, shut, without), key=lambda one: (one[0] - one[1], one[0]))
    taken: list[tuple[int, int, list[Pair], bool]] = []
    for first, last, other, unsure in found:
        over = next((one for one in taken if first < one[1] and one[0] < last), None)
        if over is None:
            taken.append((first, last, list(other), unsure))
        else:
            # An everyday wording inside or across a longer one: its legal terms count for the same place.
            known = {pair.text for pair in over[2]}
            over[2].extend(pair for pair in other if pair.legal and pair.text not in known)
    out = []
    for first, last, other, unsure in sorted(taken):
        start, end = spans[first][1], spans[last - 1][2]
        typed = key_of(text[start:end])
        other = [pair for pair in other if key_of(pair.text) != typed]
        if not other:
            continue
        ways = {pair.text: Wording(pair.text, pair.weight) for pair in reversed(other[:MOST_WORDINGS])}
        legal = next((pair.text for pair in other if pair.legal and pair.weight >= FRAME and not unsure), "")
        out.append(Widened(start, end, (Wording(text[start:end]), *reversed(ways.values())), legal, unsure))
    return tuple(out)


def in_legal_terms(text: str, widened: Sequence[Widened]) -> str:
    """The query, and behind it what the law calls its everyday wordings; the query as it is where it has none.

    What was typed stays: a legal term in its place would lose what a wording shares with its neighbours (`đăng ký ở`
    in `đăng ký ở đâu`), and all of it where the term is another thing's.
    """
    return ". ".join(dict.fromkeys([text, *(one.legal for one in widened if one.legal)]))


def with_known_wordings(restored: str) -> str:
    """A query whose tones were restored, with the tones of the tables' wordings where its letters are one of these.

    An index of laws knows `bố nhau` as little as `bỏ nhau`; the tables know what people say.
    """
    spans = [span for span in scan_spans(restored) if span[0][0].isalnum()]
    plain = [unaccent(raw).lower() for raw, _, _ in spans]
    table, longest = plain_wordings(), plain_reach()
    out, done, place = [], 0, 0
    while place < len(spans):
        for size in range(min(longest.get(plain[place], 0), len(spans) - place), 1, -1):
            known = table.get(tuple(plain[place : place + size]))
            if known:
                out += [restored[done : spans[place][1]], known]
                done = spans[place + size - 1][2]
                place += size - 1
                break
        place += 1
    return "".join([*out, restored[done:]])


def _quoted(text: str, spans: Sequence[tuple[str, int, int]]) -> list[bool]:
    """Which tokens stand inside quotes."""
    inside = [(match.start(), match.end()) for match in re.finditer(r'["“„«][^"“”„«»]*["”»]', text)]
    return [any(a <= start < b for a, b in inside) for _, start, _ in spans]


def _found(
    spans: Sequence[tuple[str, int, int]], folded: Sequence[str], shut: Sequence[bool], without: frozenset[Key]
) -> Iterator[tuple[int, int, list[Pair], bool]]:
    """Wordings of the tables in a query: first token, one past the last, other ways, unsure."""
    table, longest = pairs(), reach()
    for first in range(len(folded)):
        if not folded[first] or shut[first]:
            continue
        size = longest.get(folded[first], 0)
        # Punctuation within a wording (`cô, dì`) is no syllable of it.
        size += folded[first : first + 2 * size].count(BREAK)
        for last in range(min(first + size, len(folded)), first, -1):
            key = tuple(term for term in folded[first:last] if term)
            held = table.get(key) if key not in without else None
            if held and folded[last - 1] and not any(shut[first:last]):
                beside = _beside(folded, first, last)
                fitting = [pair for pair in held if pair.context.fits(beside)]
                if fitting:
                    yield first, last, fitting, False
        yield from _abbreviation(spans, folded, first)


def _beside(folded: Sequence[str], first: int, last: int) -> str:
    return f" {' '.join(filter(None, folded[:first]))} | {' '.join(filter(None, folded[last:]))} "


def _abbreviation(
    spans: Sequence[tuple[str, int, int]], folded: Sequence[str], place: int
) -> Iterator[tuple[int, int, list[Pair], bool]]:
    raw = spans[place][0]
    known = abbreviations().get(folded[place]) or toneless_abbreviations().get(folded[place])
    if known is None or (known.cased and not raw[:1].isupper()) or (known.cased and raw.istitle() and len(raw) > 1):
        return
    beside = _beside(folded, place, place + 1)
    if not known.ambiguous:
        yield place, place + 1, list(known.longs), False
        return
    chosen = [pair for pair in known.longs if pair.context.near and pair.context.fits(beside)]
    if len(chosen) == 1:
        yield place, place + 1, chosen, False
        return
    yield place, place + 1, [Pair(pair.text, AMBIGUOUS) for pair in chosen or known.longs], True
