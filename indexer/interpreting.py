"""From what was typed to what is looked for: slips mended, tones restored, everyday words in legal terms, marks obeyed.

One value holds all of it, so that whoever ranks (by words, by meaning) and whoever shows (page, API) speak of the same
reading. What was typed always stays findable: every reading that was put in its place is told, with the way back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.folding import usual_spelling
from indexer.clauses import Clause, Problem
from indexer.engine.base import Engine, EngineQuery, Other, Part, Wording
from indexer.frames import asked_about
from indexer.language import Parsed, parse
from indexer.query import Understood, points_as_typed, understand
from indexer.vocabulary import AskedBack, Widened, readings, widen
from indexer.vocabulary.widening import in_legal_terms, with_known_wordings


@dataclass(frozen=True)
class Interpretation:
    """One reading of a query.

    `asked` what was typed, without words that only ask, mended where that was certain; `toned` its reading with tones,
    where it had none; `parsed` its marks. `restored`: the reading that is searched in place of what was typed, None
    where that is searched as it is; `mended` what it was before its tones were restored, where a slip was mended.
    `meant`: a reading to offer (did you mean), "" for none. `others`: what stretches of the words may have been meant
    to say, searched for as well. `widened` other ways to say its words. `legal`: the
    query and behind it the law's words for it, for whoever searches by meaning; the query where there are none.
    `readings`: the two or three things it may ask for.
    """

    asked: Understood
    toned: Understood | None
    parsed: Parsed
    restored: str | None = None
    mended: str = ""
    meant: str = ""
    widened: tuple[Widened, ...] = ()
    legal: str = ""
    readings: tuple[AskedBack, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def words(self) -> str:
        """What is searched for by words: the restored reading, else the query."""
        return self.restored or self.asked.text

    @property
    def embedded(self) -> str:
        """What meaning is asked, in one spelling as `as_usual`."""
        lower = as_usual(self.words).islower() and not self.words.islower()
        usual = usual_spelling(self.legal or self.words)
        # What the law calls it may be what was typed, spelt otherwise.
        return ". ".join(dict.fromkeys((usual.lower() if lower else usual).split(". ")))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read in the query, and what to write instead."""
        return self.parsed.problems

    def engine_query(self, words: str | None = None) -> EngineQuery:
        """For the engine: the words with their other wordings, and what must and must not be there."""
        text = self.words if words is None else words
        # The words of a number query are the number's: nothing was looked for beside them.
        known = text == self.words and not self.asked.number
        usual = as_usual(text)
        lower = usual.islower() and not text.islower()
        groups = tuple(
            tuple(
                # The first stands in the text.
                Wording(usual_spelling(way.text.lower() if lower and not place else way.text), way.weight)
                for place, way in enumerate(one.wordings)
            )
            for one in (self.widened if words is None or known else widen(text))
        )
        return EngineQuery(usual, groups, *_demands(self.parsed.clauses))


def as_usual(text: str) -> str:
    """A query as models are given it, that of words and that of meaning: however its syllables are spelt, and in small
    letters where it is all in capitals or every word begins with one, it is the same query."""
    usual = usual_spelling(text)
    spaces = usual.count(" ")
    return usual.lower() if spaces and (usual.isupper() or (spaces > 1 and usual.istitle())) else usual


def interpret(query: str, engine: Engine, as_typed: bool = False) -> Interpretation:
    """Read a query by the rules, the tables and the index's own counts. Never fails.

    `as_typed`: nothing is mended or restored, nothing left out.
    """
    parsed = parse(query)
    asked = understand(parsed.words if as_typed else asked_about(parsed.words))
    if as_typed or asked.number or asked.phrases:
        return _widened(Interpretation(asked, None, parsed))
    text, mended, meant = asked.text, "", ""
    others: tuple[Other, ...] = ()
    found = engine.mend(text)
    if found is not None:
        others = found.others
        if found.certain:
            mended = asked_about(with_known_wordings(found.text) if text.isascii() else found.text)
            text = mended
            asked = replace(understand(text), text=text)
        else:
            meant = found.text
    if asked.number:
        return _widened(Interpretation(asked, None, parsed, mended or None, mended))
    read = engine.restore_tones(text)
    restored = ""
    if read is not None:
        restored, others = usual_spelling(with_known_wordings(read.text)), read.others
    if restored and len(asked.pinpoints) > 1:
        restored, others = points_as_typed(restored), ()
    toned = understand(restored) if restored else None
    reading = Interpretation(asked, toned, parsed, restored or mended or None, mended, meant, others=others)
    return _widened(reading)


def as_it_was_typed(found: Interpretation) -> Interpretation:
    """The same query searched as typed: its reading found nothing."""
    return _widened(Interpretation(understand(found.parsed.words), None, found.parsed))


def _widened(found: Interpretation) -> Interpretation:
    if found.asked.number:
        return replace(found, legal=found.words)
    widened = widen(found.words)
    return replace(
        found,
        widened=_with_others(found.words, widened, found.others),
        legal=in_legal_terms(found.words, widened),
        readings=readings(found.words, widened) if found.parsed.plain else (),
    )


def _with_others(text: str, widened: tuple[Widened, ...], others: tuple[Other, ...]) -> tuple[Widened, ...]:
    """Other ways to say a text, and with less worth what its stretches may have been meant to say; none overlapping."""
    found = list(widened)
    for other in others:
        over = [one for one in found if one.start < other.end and other.start < one.end]
        start, end = min([other.start, *(one.start for one in over)]), max([other.end, *(one.end for one in over)])
        meant = f"{text[: other.start]}{other.text}{text[other.end :]}"
        longer = len(other.text) - (other.end - other.start)
        ways = [
            Wording(f"{text[start : one.start]}{way.text}{text[one.end : end]}", way.weight)
            for one in over
            for way in one.wordings[1:]
        ]
        ways.append(Wording(meant[start : end + longer], OTHER))
        for one in widen(meant):
            if one.start < other.start + len(other.text) and other.start < one.end and one.end <= end + longer:
                ways += [
                    Wording(f"{meant[start : one.start]}{way.text}{meant[one.end : end + longer]}", OTHER * way.weight)
                    for way in one.wordings[1:]
                ]
        typed = text[start:end]
        best: dict[str, Wording] = {}
        for way in ways:
            if way.text != typed and (way.text not in best or best[way.text].weight < way.weight):
                best[way.text] = way
        if best:
            found = [one for one in found if one not in over]
            found.append(Widened(start, end, (Wording(typed), *best.values()), "", True))
    return tuple(sorted(found, key=lambda one: one.start))


def _demands(clauses: tuple[Clause, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Parts that must and that must not occur. Abbreviations count for what they stand for, phrases as they are."""
    required: list[Part] = []
    excluded: list[Part] = []
    for clause in clauses:
        first = clause.terms[0]
        wordings = [
            wording
            for term in clause.terms
            for wording in ((term.text,) if term.exact or term.excluded else (term.text, *_sure(term.text)))
        ]
        part = Part(tuple(dict.fromkeys(wordings)), first.field, first.exact)
        (excluded if first.excluded else required).append(part)
    return tuple(required), tuple(excluded)


def _sure(text: str) -> tuple[str, ...]:
    """Other wordings as good as the one typed, where they are of the whole of it."""
    return tuple(
        wording.text
        for one in widen(text)
        if one.start == 0 and one.end == len(text) and not one.unsure
        for wording in one.wordings[1:]
        if wording.weight >= _AS_GOOD
    )


_AS_GOOD = 0.9

OTHER = 0.6
"""Worth of what may have been meant beside what was typed, or is the likelier reading."""
