"""The ledger of vectors, the file they are searched in, the reader, and the fill that goes on where it stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from archive.documents import Archive
from archive.errors import ArchiveUnavailable
from archive.provisions import Provision
from archive.settings import Settings
from archive.stored import NewDocument
from indexer.embedding.base import Vectors
from indexer.embedding.hashing import HashingEmbedder
from indexer.meaning import blocks
from indexer.meaning import index as meaning_index
from indexer.meaning.blocks import make_block, read_block, write_block
from indexer.meaning.filling import Filling, compare_meaning
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import OPENED, WHOLE, Ledger, Rows
from indexer.meaning.looking import highest
from indexer.meaning.mapped import let_go, read_arrays, write_arrays
from indexer.meaning.passages import HEADING, OPENING, WINDOW, Passage

TOPICS = ["sổ đỏ nhà đất", "thử việc tiền lương", "nuôi cá trên biển", "giấy khai sinh cho trẻ", "phòng cháy chữa cháy"]


def rows(vectors: Vectors, *, unit: np.ndarray | None = None) -> Rows:
    count = len(vectors)
    numbers = np.arange(1, count + 1, dtype=np.int64)
    units = numbers if unit is None else unit
    return Rows(numbers, numbers, units, np.full(count, OPENING, np.uint8), vectors.astype(np.float16))


def close_together(count: int, dimension: int = 384) -> Vectors:
    """Vectors as e5 makes them: all near one direction, cosines between .7 and .9."""
    random = np.random.default_rng(1)
    middle = random.standard_normal(dimension)
    vectors = 2 * middle / np.linalg.norm(middle) + random.standard_normal((count, dimension)) / np.sqrt(dimension)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_eight_bits_keep_the_first_ten() -> None:
    vectors = close_together(4000)
    block = make_block(rows(vectors))
    kept = []
    for query in close_together(4040)[4000:]:
        true = set(np.argsort(-(vectors @ query))[:10].tolist())
        found, cosines = block.nearest(query, 10, None)
        kept.append(len(true & set(found.tolist())) / 10)
        assert np.abs(cosines - vectors[found] @ query).max() < 0.005
    assert np.mean(kept) >= 0.98


def test_what_is_too_far_to_be_wanted_is_left_out() -> None:
    """And nothing else, wherever the bound lies; dead rows never come."""
    rng = np.random.default_rng(8)
    vectors = rng.standard_normal((900, 64)).astype(np.float32) + 0.3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers = np.arange(900)
    block = make_block(Rows(numbers, numbers, numbers, np.zeros(900, np.uint8), vectors.astype(np.float16)))
    query = vectors[5] + 0.4 * vectors[6]
    query /= np.linalg.norm(query)
    dead = np.zeros(900, dtype=bool)
    dead[[5, 17]] = True
    for gone in (None, dead):
        every, cosines = block.nearest(query, 300, gone)
        sizes = []
        for least in (-np.inf, float(cosines[250]), float(cosines[40]), float(cosines[3]), 1.5):
            some, close = block.nearest(query, 300, gone, least=least)
            wanted = cosines >= least
            assert some[close >= least].tolist() == every[wanted].tolist()
            assert gone is None or not gone[some].any()
            sizes.append(len(some))
        assert sizes[:2] == [300, 300]
        assert sizes[3] < 300
        assert sizes[-1] == 0


def test_a_block_comes_back_as_it_was_written(tmp_path: Path) -> None:
    block = make_block(rows(close_together(300, 32), unit=np.arange(300, 0, -1)))
    write_block(block, tmp_path, "a.bin")
    again = read_block(tmp_path / "a.bin")
    assert again.unit.tolist() == list(range(1, 301))
    assert np.array_equal(again.codes, block.codes)
    assert (again.scale, again.last) == (block.scale, 300)
    (tmp_path / "b.bin").write_bytes((tmp_path / "a.bin").read_bytes()[:2000])
    with pytest.raises(ValueError):
        read_block(tmp_path / "b.bin")


def test_the_first_look_lets_few_of_the_closest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    # As those of e5, some directions tell more than others.
    vectors = random.standard_normal((6000, 384)) * np.linspace(1.0, 0.1, 384) ** 2 + 0.5
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    write_block(make_block(rows(vectors)), tmp_path, "a.bin")
    whole = read_block(tmp_path / "a.bin")
    assert whole.look is None
    monkeypatch.setattr(blocks, "LOOK_FROM", 1000)
    looked = read_block(tmp_path / "a.bin")
    assert looked.look is not None
    kept = []
    for query in vectors[:40] + vectors[40:80]:
        true, _ = whole.nearest(query, 20, None)
        found, _ = looked.nearest(query, 100, None, looked.look.scores(query))
        kept.append(len(set(true.tolist()) & set(found.tolist())) / 20)
        some = np.arange(0, 6000, 3)
        few, close = looked.nearest(query, 100, None, looked.look.scores(query), some)
        best = some[np.argsort(-whole.cosines(query, some), kind="stable")[:1]]
        assert set(few.tolist()) <= set(some.tolist())
        assert few[0] == best[0]
        assert (np.diff(close) <= 0).all()
    assert np.mean(kept) >= 0.97
    kept_file = tmp_path / "a.first"
    made = kept_file.read_bytes()
    assert read_block(tmp_path / "a.bin").look is not None
    assert kept_file.read_bytes() == made
    kept_file.write_bytes(made[: len(made) // 2])
    again = read_block(tmp_path / "a.bin")
    assert again.look is not None
    assert np.array_equal(again.look.scores(vectors[0]), looked.look.scores(vectors[0]))
    assert kept_file.read_bytes() == made


def test_what_was_taken_out_of_memory_is_read_again(tmp_path: Path) -> None:
    numbers = np.arange(100_000, dtype=np.int32).reshape(100, 1000)
    write_arrays(tmp_path / "a", b"MAGICMAG", {"numbers": numbers, "more": numbers[0]})
    _, arrays = read_arrays(tmp_path / "a", b"MAGICMAG")
    let_go([arrays["numbers"], arrays["more"], np.zeros(3)])
    assert np.array_equal(arrays["numbers"], numbers)


def test_the_highest_scores_are_all_found() -> None:
    random = np.random.default_rng(3)
    for scores in (random.integers(-900, 900, 50_000), np.zeros(50_000), np.arange(50_000), np.array([3, 1, 2])):
        scores = scores.astype(np.int32)
        for count in (1, 7, 700, 60_000):
            found = highest(scores, count)
            least = np.sort(scores)[::-1][min(count, len(scores)) - 1]
            assert set(np.flatnonzero(scores > least).tolist()) <= set(found.tolist())
            assert len(found) >= min(count, len(scores))


def put(index: MeaningIndex, document: int, texts: list[str], stage: int = WHOLE) -> None:
    passages = [Passage(document * 100 + place, OPENING, 0, text) for place, text in enumerate(texts)]
    vectors = index.embedder.passages(texts).astype(np.float16)
    index.ledger.put(document, 1, stage, passages, [row.tobytes() for row in vectors])


@pytest.fixture(params=["whole", "first look"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MeaningIndex:
    if request.param != "whole":
        monkeypatch.setattr(blocks, "LOOK_FROM", 1)
    return MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))


def first(index: MeaningIndex, text: str) -> int:
    near = index.nearest(index.embedder.query(text), 3)
    return near[0].unit if near else 0


def test_what_is_put_is_found_at_once_and_gone_when_deleted(index: MeaningIndex) -> None:
    assert first(index, "sổ đỏ") == 0
    for document, topic in enumerate(TOPICS, 1):
        put(index, document, [topic])
    assert first(index, "sổ đỏ") == 100
    assert index.publish(always=True)
    assert first(index, "sổ đỏ") == 100
    put(index, 1, ["nghỉ phép năm"])
    assert first(index, "nghỉ phép năm") == 100
    assert first(index, "sổ đỏ nhà đất") != 0
    assert index.nearest(index.embedder.query("sổ đỏ nhà đất"), 1)[0].cosine < 0.7
    index.ledger.delete([3])
    assert 300 not in [near.unit for near in index.nearest(index.embedder.query("nuôi cá trên biển"), 9)]
    assert index.publish(always=True)
    assert len(index) == 4
    assert index.ledger.counts() == (4, 4, 4)


def test_the_closest_among_some(index: MeaningIndex) -> None:
    put(index, 1, ["giấy chứng nhận", "giấy phép"])
    put(index, 2, ["giấy chứng nhận bị mất"])
    among = np.array([101, 200])
    query = index.embedder.query("giấy chứng nhận")
    assert [near.unit for near in index.nearest(query, 5, among)] == [200, 101]
    # What is put and deleted since counts for the same choice too.
    index.ledger.delete([2])
    assert [near.unit for near in index.nearest(query, 5, among)] == [101]
    assert index.nearest(query, 5, np.array([], np.int64)) == []
    index.publish(always=True)
    assert [near.unit for near in index.nearest(query, 5, among)] == [101]


def test_another_process_s_vectors_are_seen(index: MeaningIndex, tmp_path: Path) -> None:
    assert len(index) == 0
    other = MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))
    put(other, 1, ["sổ đỏ"])
    assert first(index, "sổ đỏ") == 100
    other.publish(always=True)
    put(other, 2, ["khai sinh"])
    assert first(index, "khai sinh") == 200
    assert first(index, "sổ đỏ") == 100


def test_what_comes_a_little_at_a_time_is_searched_like_what_came_at_once(
    index: MeaningIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows behind the file are made into a block again only in part with each document that comes."""
    made: list[int] = []
    monkeypatch.setattr(meaning_index, "_FRESH", 8)
    monkeypatch.setattr(meaning_index, "make_block", lambda rows: made.append(len(rows)) or make_block(rows))
    for document in range(1, 61):
        put(index, document, [f"{TOPICS[document % 5]} {document} {document * 7}"])
        assert len(index) == document
        if document == 40:
            index.ledger.delete([3, 39])
    assert sum(made) < 60 * 61 / 4
    monkeypatch.undo()
    whole = MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))
    for topic in TOPICS:
        query = index.embedder.query(topic)
        found, wanted = index.nearest(query, 70), whole.nearest(query, 70)
        assert len(found) == 58
        assert {near.unit for near in found} == {near.unit for near in wanted}
        assert np.allclose([n.cosine for n in found], [n.cosine for n in wanted], atol=0.002)
        among = np.arange(100, 6000, 300)
        near = {one.unit for one in index.nearest(query, 9, among)}
        assert near == {one.unit for one in whole.nearest(query, 9, among)}


def test_vectors_of_another_model_are_forgotten(index: MeaningIndex, tmp_path: Path) -> None:
    put(index, 1, ["sổ đỏ"])
    assert len(MeaningIndex(tmp_path / "meaning", HashingEmbedder(32))) == 0


def test_a_lost_file_is_made_up_for_by_the_ledger(index: MeaningIndex, tmp_path: Path) -> None:
    put(index, 1, ["sổ đỏ"])
    index.publish(always=True)
    index.close()
    for path in (tmp_path / "meaning").glob("vectors-*.bin"):
        path.unlink()
    again = MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))
    assert first(again, "sổ đỏ") == 100


def test_closeness_by_kind(index: MeaningIndex) -> None:
    passages = [Passage(1, HEADING, 0, "a"), Passage(1, OPENING, 0, "b"), Passage(1, WINDOW, 0, "c")]
    texts = ["tiền lương", "nuôi cá", "sổ đỏ"]
    vectors = [row.tobytes() for row in index.embedder.passages(texts).astype(np.float16)]
    index.ledger.put(1, 1, WHOLE, passages, vectors)
    put(index, 2, ["sổ đỏ nhà"])
    found = index.closeness(index.embedder.query("sổ đỏ"), [1, 200, 999])
    assert found.window[0] > 0.98
    assert found.opening[0] < 0.5 > found.heading[0]
    assert np.isnan(found.heading[1])
    assert found.window[1] == found.opening[1] > 0.5
    assert np.isnan(found.window[2])


# The fill


def filled(archive: Archive, index: MeaningIndex, pause: Callable[[], bool] = lambda: False) -> list[int]:
    return [done.opened for done in Filling(archive, index, pause).run()]


def add(archive: Archive, number: int, body: str = "", title: str = "") -> int:
    text = f"Điều 1. {TOPICS[number % len(TOPICS)]}\n{body or 'Quy định chung.'}"
    heading = TOPICS[number % len(TOPICS)]
    provision = Provision("dieu:1", "dieu", "Điều 1", heading, 0, len(text), True)
    new = NewDocument(origin=f"test:{number}", type="Quyết định", title=title or f"Về việc {number}", text=text)
    return archive.add(new, (provision,)).document_id


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(Settings.at(tmp_path / "home"))


LONG_BODY = "Người sử dụng đất nộp hồ sơ tại Ủy ban nhân dân cấp xã. " * 40


def test_the_fill_makes_everything_findable(archive: Archive, index: MeaningIndex) -> None:
    ids = [add(archive, number, LONG_BODY if number == 2 else "") for number in range(5)]
    steps = filled(archive, index)
    assert steps[0] == 0
    assert steps[-1] == 5
    assert index.ledger.counts()[:2] == (5, 5)
    assert compare_meaning(archive, index, thorough=True).agrees
    unit = archive.units_of(ids[3])[0].id
    assert first(index, "khai sinh cho trẻ") == unit
    kinds = set(index.ledger.rows().kind.tolist())
    assert kinds == {HEADING, OPENING, WINDOW}


def test_windows_of_laws_come_before_those_of_circulars(archive: Archive, index: MeaningIndex) -> None:
    law = NewDocument(
        origin="test:law", type="Luật", number="1/2020/QH14", title="Luật Mẫu", text=f"Điều 1. {LONG_BODY}"
    )
    text = law.text or ""
    ids = [archive.add(law, (Provision("dieu:1", "dieu", "Điều 1", "", 0, len(text), True),)).document_id]
    ids += [add(archive, number, LONG_BODY) for number in range(3)]
    first_whole: list[int] = []

    def pause() -> bool:
        first_whole[:] = [id_ for id_, (_, stage) in index.ledger.documents().items() if stage == WHOLE]
        return bool(first_whole)

    filled(archive, index, pause)
    assert first_whole == ids[:1]


class _Counting(HashingEmbedder):
    embedded = 0

    def passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        self.embedded += len(texts)
        return super().passages(texts)


def test_the_fill_goes_on_where_it_stopped_and_repeats_nothing(archive: Archive, tmp_path: Path) -> None:
    for number in range(5):
        add(archive, number, LONG_BODY)
    embedder = _Counting(64)
    index = MeaningIndex(tmp_path / "meaning", embedder)
    calls = iter([False, False, True])
    filled(archive, index, lambda: next(calls, True))
    before = embedder.embedded
    filled(archive, index)
    assert index.ledger.counts()[:2] == (5, 5)
    whole = len(index.ledger.rows())
    assert embedder.embedded == whole
    assert before < whole
    filled(archive, index)
    assert embedder.embedded == whole


def test_a_changed_document_is_made_anew_but_for_what_stayed(archive: Archive, tmp_path: Path) -> None:
    embedder = _Counting(64)
    index = MeaningIndex(tmp_path / "meaning", embedder)
    id_ = add(archive, 1, LONG_BODY, "Tên cũ")
    filled(archive, index)
    before, rows_before = embedder.embedded, len(index.ledger.rows())
    add(archive, 1, LONG_BODY, "Tên mới")
    assert compare_meaning(archive, index).stale == (id_,)
    filled(archive, index)
    # Only the heading stands under the title.
    assert (embedder.embedded - before, len(index.ledger.rows())) == (1, rows_before)
    assert index.ledger.documents()[id_][1] == WHOLE


def test_what_is_gone_from_the_archive_goes(archive: Archive, index: MeaningIndex) -> None:
    add(archive, 1)
    filled(archive, index)
    put(index, 999, ["ở đâu ra"])
    assert compare_meaning(archive, index).surplus == (999,)
    filled(archive, index)
    assert compare_meaning(archive, index).agrees


def test_an_embedder_that_fails_leaves_what_was_done(archive: Archive, tmp_path: Path) -> None:
    class Failing(HashingEmbedder):
        def passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
            raise ArchiveUnavailable("embedder_unavailable", "hỏng", "broken")

    index = MeaningIndex(tmp_path / "meaning", HashingEmbedder(64))
    add(archive, 1)
    filled(archive, index)
    add(archive, 2)
    index.embedder = Failing(64)
    with pytest.raises(ArchiveUnavailable):
        filled(archive, index)
    assert index.ledger.counts()[0] == 1
    assert len(compare_meaning(archive, index).missing) == 1


_WRITER = """
import sys
from pathlib import Path
import numpy as np
from indexer.embedding.hashing import HashingEmbedder
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import WHOLE
from indexer.meaning.passages import OPENING, Passage
index = MeaningIndex(Path(sys.argv[1]), HashingEmbedder(64))
number = int(sys.argv[2])
while True:
    number += 1
    texts = [f"văn bản {number} đoạn {place}" for place in range(20)]
    passages = [Passage(number * 100 + place, OPENING, 0, text) for place, text in enumerate(texts)]
    vectors = index.embedder.passages(texts).astype(np.float16)
    index.ledger.put(number, 1, WHOLE, passages, [row.tobytes() for row in vectors])
    if number % 3 == 0:
        index.publish(always=True)
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_writers_lose_nothing_that_was_committed(tmp_path: Path) -> None:
    folder = tmp_path / "meaning"
    reader = MeaningIndex(folder, HashingEmbedder(64))
    random = np.random.default_rng(2)
    told = 0
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(folder), str(told)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for line in process.stdout:
            told = int(line)
            near = reader.nearest(reader.embedder.query(f"văn bản {told}"), 5)
            assert len(near) == 5
            if random.random() < 0.2:
                break
        time.sleep(float(random.random()) * 0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()
        assert reader.ledger.check() == "ok"
        held = reader.ledger.documents()
        assert set(range(1, told + 1)) <= set(held)
        # Each document is there whole or not at all.
        assert len(reader) == len(held) * 20
        told = max(held)


def test_stages_are_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "a", 2)
    vector = np.zeros(2, np.float16).tobytes()
    ledger.put(1, 5, OPENED, [Passage(10, OPENING, 0, "x")], [vector])
    assert ledger.documents() == {1: (5, OPENED)}
    ledger.extend(1, [Passage(10, WINDOW, 0, "y")], [vector], WHOLE)
    assert ledger.documents() == {1: (5, WHOLE)}
    assert set(ledger.known(1)) == {(OPENING, Passage(1, 0, 0, "x").digest), (WINDOW, Passage(1, 0, 0, "y").digest)}
