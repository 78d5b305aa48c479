"""Words and meaning in one order: what meaning brings, what it may not do, and what happens without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from archive.errors import ArchiveUnavailable
from indexer.candidates import FEATURES, QUERY_FEATURES, Closest, Headings, closest, gather
from indexer.embedding.base import Vectors
from indexer.embedding.hashing import HashingEmbedder
from indexer.engine.base import Counts, EngineFilter, EngineQuery, EngineResult, Entry, Part
from indexer.engine.memory import MemoryEngine
from indexer.fusing import Fusion, learned_model, read_model
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import WHOLE
from indexer.meaning.passages import unit_passages
from indexer.reasons import MEANING

MEANINGS = {"lạc": "mất", "bìa": "giấy", "sổ": "giấy", "hồng": "chứng", "đỏ": "chứng"}
UNITS = [
    # unit, document, type, year, heading, body
    (1, 1, "Luật", 2024, "Cấp lại giấy chứng nhận bị mất", "Giấy chứng nhận bị mất thì được cấp lại."),
    (2, 1, "Luật", 2024, "Thu hồi đất", "Nhà nước thu hồi đất vì mục đích quốc phòng."),
    (3, 2, "Nghị định", 2020, "Thời gian thử việc", "Thử việc không quá 60 ngày."),
    (4, 2, "Nghị định", 2020, "Điều khoản thi hành", "Nghị định này có hiệu lực thi hành."),
    (5, 3, "Thông tư", 2012, "Mẫu phôi giấy chứng nhận", "Mẫu giấy chứng nhận in theo quy định."),
]


def entry(row: tuple[int, int, str, int, str, str]) -> Entry:
    unit, document, kind, year, heading, body = row
    text = f"Điều {unit}. {heading}\n{body}"
    return Entry(unit, document, 1, text, heading, f"Văn bản {document}", "", kind, "", year)


class HeadedArchive:
    def hidden(self) -> frozenset[int]:
        return frozenset()

    def headings(self, provision_ids: object) -> dict[int, str]:
        return {row[0]: row[4] for row in UNITS}


class Broken(HashingEmbedder):
    def query(self, text: str) -> Vectors:
        raise ArchiveUnavailable("embedder_unavailable", "hỏng", "broken")


@pytest.fixture
def engine() -> MemoryEngine:
    made = MemoryEngine()
    made.add(entry(row) for row in UNITS)
    made.commit()
    return made


@pytest.fixture
def index(tmp_path: Path) -> MeaningIndex:
    made = MeaningIndex(tmp_path / "meaning", HashingEmbedder(128, MEANINGS))
    for document in {row[1] for row in UNITS}:
        passages = [
            passage
            for unit, of, _, _, heading, body in UNITS
            if of == document
            for passage in unit_passages(unit, f"Văn bản {of}", heading, body, made.embedder)
        ]
        vectors = made.embedder.passages([passage.text for passage in passages]).astype(np.float16)
        made.ledger.put(document, 1, WHOLE, passages, [row.tobytes() for row in vectors])
    return made


@pytest.fixture
def fusion(engine: MemoryEngine, index: MeaningIndex) -> Fusion:
    return Fusion(engine, index, HeadedArchive())


def found(fusion: Fusion, text: str, mode: str = "auto", **more: object) -> list[int]:
    result = fusion.search(text, text, EngineFilter(**more), 10, mode)  # type: ignore[arg-type]
    assert result is not None
    return [hit.unit for hit in result.hits]


def test_meaning_brings_what_no_word_finds(engine: MemoryEngine, fusion: Fusion) -> None:
    asked = "lạc bìa hồng"
    assert not engine.search(asked).hits
    result = fusion.search(asked, asked, EngineFilter(), 10)
    assert result is not None
    assert result.hits[0].unit == 1
    assert MEANING in result.hits[0].why
    assert (result.total, result.documents) == (len(result.hits), len({hit.document_id for hit in result.hits}))
    assert sum(result.facets["type"].values()) == result.total
    assert result.counts.document_units.sum() == result.total
    assert set(result.unit_ids.tolist()) == {hit.unit for hit in result.hits}


def test_words_still_count(fusion: Fusion) -> None:
    assert found(fusion, "thời gian thử việc")[0] == 3
    assert found(fusion, "thu hồi đất vì mục đích quốc phòng")[0] == 2


def test_what_words_found_is_counted_before_the_vectors_are_waited_for(
    engine: MemoryEngine, index: MeaningIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    search = engine.search

    def counting(*asked: object) -> EngineResult:
        result = search(*asked)  # type: ignore[arg-type]

        def count() -> Counts:
            done.append("counted")
            return result.counts

        return replace(result, count=count)

    def close() -> Closest:
        done.append("waited")
        return closest(engine, index, index.embedder.query("thử việc"), frozenset())

    monkeypatch.setattr(engine, "search", counting)
    gather(engine, index, Headings(HeadedArchive()), "thử việc", close, EngineFilter(), 10)
    assert done == ["counted", "waited"]


def test_counts_of_words_and_meaning_together(engine: MemoryEngine, fusion: Fusion) -> None:
    asked = "thử việc lạc bìa hồng"
    words = engine.search(asked, None, 10)
    result = fusion.search(asked, asked, EngineFilter(), 10)
    assert result is not None
    assert result.total > words.total > 0
    of = dict(zip(result.document_ids.tolist(), result.counts.document_units.tolist(), strict=True))
    assert of == {d: sum(hit.document_id == d for hit in result.hits) for d in of}


def test_what_is_no_longer_in_force_is_worth_a_little_less(tmp_path: Path) -> None:
    engine = MemoryEngine()
    text = "Thời gian thử việc không quá 60 ngày"
    engine.add(Entry(unit, unit, 1, text, "Thời gian thử việc", "Luật", "", "Luật") for unit in (1, 2))
    engine.commit()
    index = MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))
    for unit in (1, 2):
        passages = list(unit_passages(unit, "", "Thời gian thử việc", text, index.embedder))
        vectors = index.embedder.passages([passage.text for passage in passages]).astype(np.float16)
        index.ledger.put(unit, 1, WHOLE, passages, [row.tobytes() for row in vectors])
    fusion = Fusion(engine, index, HeadedArchive())

    def scores(*expired: int) -> dict[int, float]:
        result = fusion.search("thử việc bao lâu", "thử việc", EngineFilter(), 10, expired=frozenset(expired))
        assert result is not None
        return {hit.unit: hit.score for hit in result.hits}

    as_ever, one, both = scores(), scores(1), scores(1, 2)
    assert one[1] < as_ever[1]
    assert one[2] == as_ever[2]
    assert list(both) == list(as_ever)
    assert both[2] < as_ever[2]


def test_meaning_alone(fusion: Fusion) -> None:
    assert found(fusion, "lạc giấy hồng nhận", MEANING)[0] in (1, 5)


FILTERS = [
    ({"types": ("Thông tư",)}, {5}),
    ({"year_from": 2021}, {1, 2}),
    ({"documents": frozenset([2])}, {3, 4}),
    ({"without": frozenset([1])}, {3, 4, 5}),
]


@pytest.mark.parametrize(("filters", "allowed"), FILTERS)
def test_filters_hold_for_meaning_too(fusion: Fusion, filters: dict[str, object], allowed: set[int]) -> None:
    units = found(fusion, "lạc bìa hồng giấy", **filters)
    assert units
    assert set(units) <= allowed


def test_what_must_be_there_is_not_given_up_for_meaning(fusion: Fusion) -> None:
    for query in (
        EngineQuery("giấy chứng nhận", required=(Part(("cấp lại",), exact=True),)),
        EngineQuery("giấy chứng nhận", excluded=(Part(("phôi",)),)),
    ):
        result = fusion.search(query, "lạc bìa hồng", EngineFilter(), 10)
        assert result is not None
        assert [hit.unit for hit in result.hits] == [1]


def test_a_deleted_document_is_gone_from_both(engine: MemoryEngine, fusion: Fusion) -> None:
    # The vectors are still there: the fill has not seen it yet.
    engine.delete([1])
    engine.commit()
    assert not {1, 2} & set(found(fusion, "lạc bìa hồng"))


def test_pages_do_not_overlap_and_leave_nothing_out(fusion: Fusion) -> None:
    everything = found(fusion, "giấy chứng nhận thử việc thu hồi đất thi hành")
    first = fusion.search("giấy chứng nhận thử việc thu hồi đất thi hành", "giấy chứng nhận", EngineFilter(), 2)
    assert first is not None
    assert len(everything) == len(set(everything))
    assert len(first.hits) == 2


def test_no_vectors_or_no_embedder_leaves_words(engine: MemoryEngine, index: MeaningIndex, tmp_path: Path) -> None:
    empty = MeaningIndex(tmp_path / "empty", HashingEmbedder(8))
    assert Fusion(engine, empty, HeadedArchive()).search("x", "x", EngineFilter(), 10) is None
    index.embedder = Broken(128)
    assert Fusion(engine, index, HeadedArchive()).search("giấy", "giấy", EngineFilter(), 10) is None


def test_share_of_documents_that_meaning_knows(engine: MemoryEngine, index: MeaningIndex) -> None:
    assert Fusion(engine, index, HeadedArchive()).share() == 1.0
    index.ledger.delete([3])
    assert round(Fusion(engine, index, HeadedArchive()).share(), 2) == 0.67


def test_features_have_their_names_and_are_finite(engine: MemoryEngine, index: MeaningIndex) -> None:
    index.ledger.delete([3])
    vector = index.embedder.query("giấy chứng nhận")
    candidates = gather(
        engine, index, Headings(HeadedArchive()), "giấy chứng nhận thi hành", vector, EngineFilter(), 10
    )
    assert candidates.features.shape == (len(candidates.units), len(FEATURES))
    assert candidates.query.shape == (len(QUERY_FEATURES),)
    assert np.isfinite(candidates.features).all()
    closing = dict(zip(candidates.units, candidates.features[:, FEATURES.index("closing")], strict=True))
    assert closing[4] == 1
    assert closing[1] == 0
    # No vector: still a candidate by words.
    assert np.isnan(candidates.cosine[candidates.units.index(5)])


def test_candidates_are_the_same_where_signals_are_looked_up_while_a_long_query_is_embedded(
    engine: MemoryEngine, index: MeaningIndex
) -> None:
    text = " ".join(["giấy chứng nhận thi hành", *(f"điều{number}" for number in range(40))])
    vector, headings = index.embedder.query(text), Headings(HeadedArchive())
    at_once = gather(engine, index, headings, text, vector, EngineFilter(), 10)
    counted = []

    def embedded() -> Closest:
        counted.append(len(asked))
        return closest(engine, index, vector, frozenset())

    asked: list[int] = []
    looked_up = engine.signals
    with patch.object(engine, "signals", side_effect=lambda *given: (asked.append(1), looked_up(*given))[1]):
        meanwhile = gather(engine, index, headings, text, embedded, EngineFilter(), 10)
    assert counted == [1]
    assert len(asked) == 2
    assert meanwhile.units == at_once.units
    assert np.array_equal(meanwhile.features, at_once.features)
    assert meanwhile.signals.type == at_once.signals.type
    assert meanwhile.documents == at_once.documents


def test_signals_are_shares_of_the_query(engine: MemoryEngine) -> None:
    signals = engine.signals("cấp lại giấy chứng nhận bị mất", [1, 5, 3, 999])
    assert signals.held.tolist() == [True, True, True, False]
    assert signals.holds[0] == pytest.approx(1)
    assert 0 < signals.holds[1] < 1
    assert (signals.holds[2], signals.holds[3]) == (0, 0)
    assert signals.pairs[0] > signals.pairs[1]
    hits = {hit.unit: hit.score for hit in engine.search("cấp lại giấy chứng nhận bị mất").hits}
    assert signals.total[0] == pytest.approx(hits[1], abs=1e-3)


def test_the_best_stretch_and_the_longest_run(engine: MemoryEngine) -> None:
    signals = engine.signals("cấp lại giấy chứng nhận bị mất", [3, 1, 5, 999])
    assert signals.stretch[1] == pytest.approx(1)
    assert signals.run[1] == pytest.approx(1)
    assert 0 < signals.stretch[2] < signals.stretch[1]
    assert 0 < signals.run[2] < signals.run[1]
    assert (signals.stretch[0], signals.run[0], signals.stretch[3], signals.run[3]) == (0, 0, 0, 0)
    assert signals.in_heading[1] == pytest.approx(1)


def test_words_far_apart_are_no_stretch() -> None:
    engine = MemoryEngine()
    filler = " ".join(["quy định khác của cơ quan"] * 40)
    texts = ["thu hồi giấy phép lái xe", f"thu hồi đất {filler} giấy phép {filler} lái xe"]
    engine.add(Entry(unit, unit, 1, text, "", "Văn bản về giấy phép lái xe") for unit, text in enumerate(texts, 1))
    engine.commit()
    signals = engine.signals("thu hồi giấy phép lái xe", [2, 1])
    assert signals.holds.tolist() == pytest.approx([1, 1])
    assert signals.stretch[1] == pytest.approx(1)
    assert signals.stretch[0] < 0.6
    assert signals.run[0] < 0.5 < signals.run[1]


def test_laws_are_among_the_candidates_however_many_repeat_their_words(tmp_path: Path) -> None:
    engine = MemoryEngine()
    text = "Trộm cắp tài sản bị xử lý"
    engine.add(Entry(unit, unit, 1, f"{text} {text}", "", "Quy chế", "", "Thông tư") for unit in range(1, 160))
    law = Entry(500, 500, 1, f"Tội trộm cắp tài sản. {'Hình phạt khác. ' * 30}", "", "Bộ luật", "", "Bộ luật")
    engine.add([law])
    engine.commit()
    index = MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))
    for unit in range(1, 160):
        passages = list(unit_passages(unit, "", "", text, index.embedder))
        vectors = index.embedder.passages([passage.text for passage in passages]).astype(np.float16)
        index.ledger.put(unit, 1, WHOLE, passages, [row.tobytes() for row in vectors])
    vector = index.embedder.query("trộm cắp tài sản")
    found = gather(engine, index, Headings(HeadedArchive()), "trộm cắp tài sản bị xử lý", vector, EngineFilter(), 10)
    assert 500 in found.units
    assert 500 not in [hit.unit for hit in found.words.hits]
    none = gather(
        engine, index, Headings(HeadedArchive()), "trộm cắp", vector, EngineFilter(without=frozenset([500])), 10
    )
    assert 500 not in none.units
    result = Fusion(engine, index, HeadedArchive()).search("trộm cắp tài sản", "trộm", EngineFilter(), 200)
    assert result is not None
    assert result.total == len(result.hits) == len({hit.unit for hit in result.hits})


def test_the_model_is_of_these_features() -> None:
    model = learned_model()
    assert model.weights.shape == (len(FEATURES), 1 + len(QUERY_FEATURES))
    with pytest.raises(ValueError):
        read_model('{"query": [], "features": {}}')


def test_like_in_meaning(engine: MemoryEngine, index: MeaningIndex) -> None:
    near = Fusion(engine, index, HeadedArchive()).like(1, 2)
    assert near[0][0] == 5
    assert all(0 <= close <= 1 for _, close in near)
    assert Fusion(engine, index, HeadedArchive()).like(999, 2) == []
