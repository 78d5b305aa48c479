"""Wordings looked up by meaning, and what kind of answer is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer import kinds
from indexer.embedding.bundled import BundledEmbedder
from indexer.embedding.hashing import HashingEmbedder
from indexer.meaning.index import MeaningIndex
from indexer.meaning.wordings import WIDTH, Wordings, bearings, make, open_wordings, read_wordings, telling, texts
from indexer.speech import speech
from indexer.vocabulary import widen
from indexer.vocabulary.tables import everyday_wordings, key_of
from indexer.vocabulary.widening import in_legal_terms, keys_in


@pytest.fixture(scope="module")
def embedder() -> HashingEmbedder:
    return HashingEmbedder(64)


@pytest.fixture(scope="module")
def wordings(embedder: HashingEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Wordings:
    path = tmp_path_factory.mktemp("wordings") / "made.vectors"
    make(embedder.id, embedder.passages, path)
    assert read_wordings(path, "another model") is None
    made = read_wordings(path, embedder.id)
    assert made is not None
    return made


def test_the_directions_are_of_the_present_tables() -> None:
    """After a change of the tables: `python -m benchmarks wordings`."""
    held = open_wordings(BundledEmbedder.id)
    assert held is not None
    assert len(held.keys) == len(texts()) == len(held.terms) > 2000
    assert held.said.shape == held.bearings.shape == (len(held.keys), WIDTH)
    assert held.axes.shape == held.legal_axes.shape == (BundledEmbedder.dimension, WIDTH)


def test_a_query_is_turned_towards_what_the_law_says(wordings: Wordings, embedder: HashingEmbedder) -> None:
    asked, legal = embedder.query("quỵt nợ"), embedder.query(everyday_wordings()["quỵt nợ"][0])
    turned = wordings.turned(asked)
    assert turned.near == pytest.approx(1.0, abs=0.03)
    assert float(np.linalg.norm(turned.vector)) == pytest.approx(1.0, abs=1e-5)
    assert float(turned.vector @ legal) > float(asked @ legal) + 0.1
    assert (telling(everyday_wordings()["quỵt nợ"][0]), pytest.approx(1.0)) in turned.terms
    without = wordings.without(frozenset([key_of("quỵt nợ")])).turned(asked)
    assert without.near < 0.9
    assert wordings.without(frozenset(wordings.keys)).turned(asked).vector is asked


def test_leaving_wordings_out_is_as_if_nothing_had_been_learned_of_them() -> None:
    chance = np.random.default_rng(5)
    said, meant = chance.normal(size=(2, 30, 8)).astype(np.float32)
    said /= np.linalg.norm(said, axis=1, keepdims=True)
    keys = tuple((f"w{number}",) for number in range(30))
    axes = np.eye(8, dtype=np.float32)
    whole = Wordings(keys, ((),) * 30, said, bearings(said, meant), np.zeros(8, np.float32), axes, axes)
    left = whole.without(frozenset(keys[3:6]))
    kept = [*range(3), *range(6, 30)]
    assert left.keys == tuple(keys[place] for place in kept)
    np.testing.assert_allclose(left.bearings, bearings(said[kept], meant[kept]), atol=1e-4)
    assert np.abs(left.bearings - whole.bearings[kept]).max() > 0.01
    assert whole.without(frozenset([("w99",)])) is whole


def test_a_broken_or_missing_file_is_none(tmp_path: Path) -> None:
    assert read_wordings(tmp_path / "none", "x") is None
    (tmp_path / "broken").write_bytes(b"CANCUSAY")
    assert read_wordings(tmp_path / "broken", "x") is None


def test_another_model_searches_without_them(tmp_path: Path, embedder: HashingEmbedder) -> None:
    index = MeaningIndex(tmp_path, embedder)
    assert index.wordings is None
    index.close()


def test_the_tables_of_what_is_said() -> None:
    said = everyday_wordings()
    assert all(meant and all(meant) and one not in meant for one, meant in said.items())
    assert "bao lâu" not in said
    assert {"hack", "lính"} <= speech().syllables


def test_frames_are_looked_for_but_put_in_nobodys_mouth() -> None:
    widened = widen("bao lâu thì hết")
    assert [one.text for one in widened[0].wordings] == ["bao lâu", "thời hạn"]
    assert in_legal_terms("bao lâu thì hết", widened) == "bao lâu thì hết"


def test_without_a_wording() -> None:
    keys = keys_in("bị chủ nợ dọa")
    assert keys
    assert widen("bị chủ nợ dọa")
    assert widen("bị chủ nợ dọa", keys) == ()


@pytest.mark.parametrize(
    ("query", "heading", "fits"),
    [
        ("khiếu nại bao lâu thì được trả lời", "Thời hạn giải quyết khiếu nại lần đầu", True),
        ("khiếu nại bao lâu thì được trả lời", "Rút khiếu nại", False),
        ("nộp đơn ở đâu", "Thẩm quyền giải quyết tố cáo", True),
        ("trộm gà có bị tội gì", "Tội trộm cắp tài sản", True),
        ("tùy trường hợp", "Tội trộm cắp tài sản", False),
        ("chó cắn thì đền thế nào", "Bồi thường thiệt hại do súc vật gây ra", True),
        ("", "Tội trộm cắp tài sản", False),
    ],
)
def test_kinds(query: str, heading: str, fits: bool) -> None:
    assert bool(kinds.asked(query) & kinds.promised(heading)) is fits
