"""From what was typed to what is looked for: slips mended, tones restored, everyday words in legal terms, marks obeyed.

One value holds all of it, so that whoever ranks (by words, by meaning) and whoever shows (page, API) speak of the same
reading. What was typed always stays findable: every reading that was put in its place is told, with the way back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.folding import unaccent
from indexer.analysis import syllables
from indexer.clauses import Clause, Problem
from indexer.engine.base import Engine, EngineQuery, Part
from indexer.language import Parsed, parse
from indexer.query import Understood, points_as_typed, understand
from indexer.vocabulary import AskedBack, Widened, readings, widen
from indexer.vocabulary.tables import spoken
from indexer.vocabulary.widening import in_legal_terms, with_known_wordings


@dataclass(frozen=True)
class Interpretation:
    """One reading of a query.

    `asked` what was typed, mended where that was certain; `toned` its reading with tones, where it had none; `parsed`
    its marks. `restored`: the reading that is searched in place of what was typed, None where that is searched as it
    is; `mended` what it was before its tones were restored, where a slip was mended.
    `meant`: a reading to offer (did you mean), "" for none. `widened` other ways to say its words. `legal`: the
    query in the law's words, for whoever searches by meaning; equal to the words where there is nothing to replace.
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

    @property
    def words(self) -> str:
        """What is searched for by words: the restored reading, else the query."""
        return self.restored or self.asked.text

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read in the query, and what to write instead."""
        return self.parsed.problems

    def engine_query(self, words: str | None = None) -> EngineQuery:
        """For the engine: the words with their other wordings, and what must and must not be there."""
        text = self.words if words is None else words
        # The words of a number query are the number's: nothing was looked for beside them.
        known = text == self.words and not self.asked.number
        groups = tuple(one.wordings for one in (self.widened if words is None or known else widen(text)))
        return EngineQuery(text, groups, *_demands(self.parsed.clauses))


def interpret(query: str, engine: Engine, as_typed: bool = False) -> Interpretation:
    """Read a query by the rules, the tables and the index's own counts. Never fails.

    `as_typed`: nothing is mended or restored.
    """
    parsed = parse(query)
    asked = understand(parsed.words)
    if as_typed or asked.number or asked.phrases:
        return _widened(Interpretation(asked, None, parsed))
    text, mended, meant = asked.text, "", ""
    found = engine.mend(text)
    if found is not None and not _spoken(text, found.text):
        if found.certain:
            text = mended = found.text
            asked = replace(understand(text), text=text)
        else:
            meant = found.text
    if asked.number:
        return _widened(Interpretation(asked, None, parsed, mended or None, mended))
    restored = engine.restore_tones(text)
    if restored:
        restored = with_known_wordings(restored)
    if restored and len(asked.pinpoints) > 1:
        restored = points_as_typed(restored)
    toned = understand(restored) if restored else None
    if meant and restored:
        # A slip that is a word, in a query without tones: the restored reading is the better offer.
        meant = engine.restore_tones(meant) or meant
    return _widened(Interpretation(asked, toned, parsed, restored or mended or None, mended, meant))


def _spoken(text: str, mended: str) -> bool:
    """Whether what a reading changes, in a query with tones, is a syllable that people say: laws need not know it."""
    return unaccent(text) != text and bool((set(syllables(text)) - set(syllables(mended))) & spoken())


def as_it_was_typed(found: Interpretation) -> Interpretation:
    """The same query searched as typed: its reading found nothing."""
    return _widened(Interpretation(understand(found.parsed.words), None, found.parsed, meant=found.restored or ""))


def _widened(found: Interpretation) -> Interpretation:
    if found.asked.number:
        return replace(found, legal=found.words)
    widened = widen(found.words)
    return replace(
        found,
        widened=widened,
        legal=in_legal_terms(found.words, widened),
        readings=readings(found.words, widened) if found.parsed.plain else (),
    )


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
