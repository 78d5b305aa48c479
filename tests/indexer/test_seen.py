"""An engine as whoever looks may know it: what is hidden is in no hit, no count, no suggestion of words."""

from __future__ import annotations

from indexer.engine.base import Entry
from indexer.engine.memory import MemoryEngine
from indexer.seen import SeenEngine
from indexer.suggestions import Suggestions

ENTRIES = (
    Entry(1, 10, 1, "Điều 1. Bến đò ngang sông", "Bến đò", "Về bến đò", "1/QĐ", "Quyết định", "Ủy ban", 2020),
    Entry(2, 20, 1, "Điều 1. Bến đò xêkông", "Phạm vi xêkông", "Về xêkông", "2/QĐ", "Quyết định", "Ban", 2021),
)


def engine(hidden: set[int]) -> SeenEngine:
    whole = MemoryEngine()
    whole.add(ENTRIES)
    whole.commit()
    return SeenEngine(whole, lambda: frozenset(hidden))


def test_hits_counts_and_facets_are_of_what_is_seen() -> None:
    hidden: set[int] = set()
    seen = engine(hidden)
    assert seen.search("bến đò").total == 2
    hidden.add(20)
    found = seen.search("bến đò")
    assert [hit.document_id for hit in found.hits] == [10]
    assert (found.total, found.documents) == (1, 1)
    assert found.facets["issuer"] == {"Ủy ban": 1}
    assert seen.search("xêkông").total == 0
    assert seen.count() == 1
    assert list(seen.revisions()) == [10]
    assert not seen.signals("bến", [2]).passes.any()


def test_no_word_of_what_is_hidden_is_told() -> None:
    seen = engine({20})
    assert "xêkông" not in seen.vocabulary()
    assert seen.holding(["xêkông", "bến"]) == {"xêkông": 0, "bến": 1}
    assert seen.restore_tones("xekong") is None
    assert seen.mend("xêkônh") is None


def test_suggestions_forget_hidden_documents() -> None:
    made = Suggestions.of_archive([], [("Phạm vi điều chỉnh", 10), ("Phạm vi điều chỉnh", 20), ("Phạm vi kín", 20)])
    assert [one.text for one in made.of("phạm vi")] == ["Phạm vi kín", "Phạm vi điều chỉnh"]
    (left,) = made.of("phạm vi", hidden=frozenset({20}))
    # One document is left that has it: it is meant, as if the other had never been.
    assert (left.text, left.document) == ("Phạm vi điều chỉnh", 10)
