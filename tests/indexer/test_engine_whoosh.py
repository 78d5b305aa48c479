"""What only the index on disk must hold: Whoosh's own scores, several processes, broken and old files, merging."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from archive.errors import ArchiveUnavailable
from archive.settings import Settings
from indexer.engine import (
    EngineFilter,
    EngineQuery,
    Entry,
    Part,
    Wording,
    columns,
    discard_index,
    open_engine,
    pruning,
    ranking,
    tidying,
    whoosh,
    writing,
)
from indexer.engine.memory import MemoryEngine
from indexer.engine.parsing import parse
from indexer.engine.pipeline import Pipeline
from indexer.engine.whoosh import WhooshEngine

WORDS = [
    *("đất", "đai", "lao", "động", "hợp", "đồng", "thử", "việc", "công", "dân", "nhà", "nước", "bồi", "thường"),
    *("thu", "hồi", "giấy", "phép", "hồ", "sơ", "thời", "hạn"),
]
FACTS = {"heading": "thời hạn hồ sơ", "title": "Về đất đai", "number": "1/QĐ-A", "type": "Quyết định", "year": 2020}


def entries(count: int, first: int = 1, seed: int = 7) -> list[Entry]:
    """Entries of random syllables, three to a document."""
    draw = random.Random(seed)
    made = []
    for unit in range(first, first + count):
        text = " ".join(draw.choices(WORDS, weights=range(1, len(WORDS) + 1), k=draw.randint(3, 120)))
        made.append(
            Entry(unit, (unit + 2) // 3, 1, text, "thời hạn hồ sơ", "Về đất đai", "1/QĐ-A", "Quyết định", "A", 2020)
        )
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def opened(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder, workers=0)


def segments(engine: WhooshEngine) -> list[int]:
    return [view.count for view in engine._state().views]


@pytest.mark.parametrize("field", ["syllables", "bigrams", "heading", "title"])
def test_scores_are_those_of_whoosh(folder: Path, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """BM25F over three segments with deleted entries, against Whoosh's own searcher on the same files."""
    monkeypatch.setattr(tidying, "FAN", 1_000)
    engine = opened(folder)
    for part in range(3):
        engine.add(entries(60, first=1 + 60 * part, seed=part))
        engine.commit()
    engine.delete([4, 25])
    engine.commit()
    assert len(segments(engine)) == 3
    every = parse("thời hạn hồ sơ đất đai việc")
    short = pruning.Scorer(engine._state(), every, ranking.DEFAULT).of(np.arange(180))
    dense = sum(ranking.score(engine._state(), every).values(), np.zeros(180))
    assert short.tolist() == pytest.approx(dense.tolist(), rel=1e-5)
    kind = "bigram" if field == "bigrams" else "syllable"
    query = parse("thời hạn hồ sơ đất đai việc")
    profile = ranking.Profile({(field, kind): 1.0})
    ours = ranking.score(engine._state(), query, profile)[field]
    live = engine._state().documents.live

    index = FileIndex(engine._storage, indexname="MAIN")
    with index.searcher(weighting=BM25F(B=ranking.B, K1=ranking.K1)) as searcher:
        terms = Or([Term(field, term) for term in query.terms.kind(kind)])
        theirs = {hit.docnum: hit.score for hit in searcher.search(terms, limit=None)}
    assert len(theirs) == int(((ours > 0) & live).sum()) > 100
    for number, score in theirs.items():
        assert ours[number] == pytest.approx(score, rel=1e-4)


def test_no_two_segments_share_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh draws names from `random`; whoever seeds it again would have the next segment overwrite the one before."""
    monkeypatch.setattr(tidying, "FAN", 1_000)
    engine = opened(folder)
    for part in range(2):
        random.seed(1)
        engine.add(entries(5 + 55 * part, first=1 + 60 * part, seed=part))
        random.seed(1)
        engine.commit()
    assert segments(engine) == [5, 60]
    assert engine.count() == 65


def test_whoosh_reads_what_the_bulk_writer_wrote(folder: Path) -> None:
    engine = opened(folder)
    engine.add(entries(50))
    engine.commit()
    memory = MemoryEngine()
    memory.add(entries(50))
    memory.commit()
    index = FileIndex(engine._storage, indexname="MAIN")
    with index.reader() as reader:
        for term in ("đất", "việc", "thời"):
            matcher = reader.postings("syllables", term)
            found = []
            while matcher.is_active():
                found.append((matcher.id(), matcher.weight()))
                matcher.next()
            counted = memory._columns._batch.fields["syllables"]
            here = counted.term == counted.terms.index(term.encode())
            assert found == list(zip(counted.doc[here].tolist(), counted.freq[here].tolist(), strict=True))


ALIKE: list[tuple[str | EngineQuery, EngineFilter]] = [
    ("hồ sơ đất đai", EngineFilter()),
    ("thử việc", EngineFilter()),
    ('"hợp đồng"', EngineFilter()),
    ("công dân thu hồi giấy phép", EngineFilter()),
    ("lao động hợp đồng thử việc bồi thường nhà nước thời hạn", EngineFilter()),
    ("lao động hợp đồng thử việc", EngineFilter(documents=frozenset(range(3, 200, 7)))),
    ("lao động hợp đồng thử việc", EngineFilter(without=frozenset(range(2, 400, 3)))),
    ("thời hạn", EngineFilter(year_from=2021)),
    ("thời hạn hồ sơ", EngineFilter(types=("Quyết định",), year_to=2020)),
    ("xyzzy", EngineFilter()),
    (EngineQuery("nhà nước", excluded=(Part(("đất đai",), exact=True),)), EngineFilter()),
    (EngineQuery("nhà nước", required=(Part(("bồi thường", "thử việc"), exact=True),)), EngineFilter()),
    (EngineQuery("bồi thường đất", groups=((Wording("đất"), Wording("giấy phép", 0.4)),)), EngineFilter()),
    (EngineQuery("đất đai", groups=((Wording("đất đai"), Wording("hồ sơ", 0.7)),)), EngineFilter()),
]


@pytest.mark.slow
@pytest.mark.parametrize("at_once", [0, pruning.ALL_AT_ONCE])
@pytest.mark.parametrize(("query", "wanted"), ALIKE)
def test_the_shorter_way_finds_what_scoring_all_finds(
    folder: Path, query: str | EngineQuery, wanted: EngineFilter, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two segments and deleted entries, lists added and looked up in turn, or all added at once: hits, scores, reasons
    and counts are those of the twin, which scores every entry."""
    monkeypatch.setattr(pruning, "ALL_AT_ONCE", at_once)
    monkeypatch.setattr(pruning, "FIRST_STAGE", 100)
    monkeypatch.setattr(pruning, "_CALL", 0.0)
    engine, memory = opened(folder), MemoryEngine()
    for one in (engine, memory):
        one.add(entries(700))
        one.commit()
        one.add(entries(500, first=1501, seed=3))
        one.commit()
    assert len(segments(engine)) == 2
    for limit, offset in ((10, 0), (7, 20), (3_000, 0)):
        mine, theirs = engine.search(query, wanted, limit, offset), memory.search(query, wanted, limit, offset)
        assert [hit.score for hit in mine.hits] == pytest.approx([hit.score for hit in theirs.hits], abs=2e-4)
        expected = {hit.unit: hit for hit in theirs.hits}
        least = theirs.hits[-1].score if theirs.hits else 0.0
        for hit in mine.hits:
            if hit.score > least + 2e-4:
                assert hit.document_id == expected[hit.unit].document_id
                assert dict(hit.why) == pytest.approx(expected[hit.unit].why, abs=2e-4)
        assert abs(mine.total - theirs.total) <= 1  # a unit that stands at the very bound of the result
        if mine.total == theirs.total:
            assert mine.counts == theirs.counts
    ids = [1, 5, 77, 1502, 4_000, 900]
    assert engine.score(query, ids).tolist() == pytest.approx(memory.score(query, ids).tolist(), abs=2e-4)


def test_lists_longer_than_a_portion_are_added_in_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a portion ends within a list, and over two segments."""
    monkeypatch.setattr(tidying, "FAN", 1_000)
    engine = opened(folder)
    for part in range(2):
        engine.add(entries(60, first=1 + 60 * part, seed=part))
        engine.commit()
    query = parse("thời hạn hồ sơ đất đai việc")
    whole = pruning.Scorer(engine._state(), query, ranking.DEFAULT).top(200, None)
    monkeypatch.setattr(pruning, "AT_ONCE", 7)
    monkeypatch.setattr(pruning, "_gathered", pruning._Gathered())
    parted = pruning.Scorer(engine._state(), query, ranking.DEFAULT).top(200, None)
    assert len(whole[0]) > 50
    assert [one.tolist() for one in parted] == [one.tolist() for one in whole]


@pytest.mark.parametrize("short", [0, 20, columns.SHORT])
def test_parts_of_some_entries_are_those_of_the_lists(
    folder: Path, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any order, twice, over one segment and over two, in long lists and in short ones."""
    monkeypatch.setattr(tidying, "FAN", 1_000)
    monkeypatch.setattr(columns, "SHORT", short)
    engine, draw = opened(folder), random.Random(2)
    terms = [("syllables", "đất"), ("bigrams", "hồ_sơ"), ("syllables", "xyzzy"), ("title", "việc"), ("words", "hồ_sơ")]
    for part in range(2):
        engine.add(entries(80, first=1 + 80 * part, seed=part))
        engine.commit()
        state = engine._state()
        numbers = np.array(draw.choices(range(len(state.documents)), k=60))
        numbers[::7] = -1
        holders, parts = state.parts_of(numbers, terms)
        assert max(holders) > 20
        for count, own, (field, term) in zip(holders, parts, terms, strict=True):
            whole = np.zeros(len(state.documents), dtype=np.float32)
            found = state.postings(field, term)
            if found is not None:
                whole[found[0]] = found[1]
            assert count == (0 if found is None else len(found[0]))
            assert own.tolist() == np.where(numbers < 0, 0, whole[numbers]).tolist()


def test_a_full_pool_begins_another_segment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engine.pipeline.BATCH_CHARACTERS", 2_000)
    whole = opened(folder / "whole")
    whole.add(entries(120))
    whole.commit()
    monkeypatch.setattr(writing, "POSTINGS_IN_MEMORY", 3_000)
    monkeypatch.setattr(tidying, "FAN", 1_000)
    parted = opened(folder / "parted")
    parted.add(entries(120))
    parted.commit()
    assert len(segments(parted)) > 2
    assert parted.search("hồ sơ đất đai") == whole.search("hồ sơ đất đai")
    assert parted.search("hồ sơ đất đai").counts == whole.search("hồ sơ đất đai").counts
    assert parted.revisions() == whole.revisions()


def test_small_segments_are_merged(folder: Path) -> None:
    engine, plain = opened(folder / "a"), opened(folder / "b")
    for part in range(8):
        engine.add(entries(9, first=1 + 9 * part, seed=part))
        engine.commit()
    assert len(segments(engine)) < 6
    engine.delete([2, 5, 20])
    engine.commit()
    for part in range(8):
        plain.add([e for e in entries(9, first=1 + 9 * part, seed=part) if e.document_id not in (2, 5, 20)])
    plain.commit()
    for part in range(6):
        engine.add(entries(3, first=301 + 3 * part, seed=50 + part))
        plain.add(entries(3, first=301 + 3 * part, seed=50 + part))
        engine.commit()
    plain.commit()
    assert engine.revisions() == plain.revisions()
    for query in ("hồ sơ đất đai", '"hợp đồng lao động"', "thử việc"):
        mine, theirs = engine.search(query, limit=200), plain.search(query, limit=200)
        if not any(view.deleted().size for view in engine._state().views):
            assert {hit.unit for hit in mine.hits} == {hit.unit for hit in theirs.hits}
        assert {hit.unit for hit in mine.hits} >= {hit.unit for hit in theirs.hits[:10]}


def test_a_segment_of_deleted_entries_goes_away(folder: Path) -> None:
    engine = opened(folder)
    engine.add(entries(30))
    engine.commit()
    engine.add(entries(30, first=31))
    engine.commit()
    engine.delete(range(1, 11))
    engine.commit()
    assert segments(engine) == [30]


def test_files_of_old_generations_are_taken_away(folder: Path) -> None:
    engine = opened(folder)
    for round_ in range(3):
        engine.add([replace(entry, revision=round_) for entry in entries(6)])
        engine.commit()
    names = {path.name.split(".")[0] for path in folder.iterdir() if path.name.startswith("MAIN_") and path.is_file()}
    held = {view.id for view in engine._state().views}
    assert names - {"MAIN_WRITELOCK"} == held
    assert len(list(folder.glob("_MAIN_*.toc"))) == 1


def test_readers_keep_their_state_and_see_the_next(folder: Path) -> None:
    writer, reader = opened(folder), opened(folder)
    writer.add(entries(6))
    writer.commit()
    assert reader.count() == 6
    before = reader._state()
    writer.add([replace(entry, text="nuôi trồng thủy sản") for entry in entries(6)])
    assert reader.search("nuôi trồng").total == 0
    writer.commit()
    assert before.documents.live.sum() == 6  # the old arrays are whole, though their files are gone
    assert reader.search("nuôi trồng").total == 6


def test_two_engines_write_one_after_the_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh, "LOCK_SECONDS", 0.2)
    one, other = opened(folder), opened(folder)
    one.add(entries(3))
    with pytest.raises(ArchiveUnavailable) as refused:
        other.add(entries(3, first=10))
    assert refused.value.reason == "index_locked"
    one.commit()
    other.add(entries(3, first=10))
    other.commit()
    assert one.count() == 6


def test_a_writer_waits_for_another(folder: Path) -> None:
    one, other = opened(folder), opened(folder)
    one.add(entries(3))
    timer = threading.Timer(0.3, one.commit)
    timer.start()
    other.add(entries(3, first=10))
    other.commit()
    timer.join()
    assert other.count() == 6


def test_a_failed_commit_changes_nothing_and_gives_the_lock_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = opened(folder)
    engine.add(entries(3))
    engine.commit()
    engine.add(entries(3, first=10))

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "sync_files", fail)
        with pytest.raises(OSError, match="disk full"):
            engine.commit()
    assert engine.count() == 3
    engine.add(entries(3, first=10))
    engine.commit()
    assert engine.count() == 6


def test_every_file_of_a_segment_is_synced_before_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = writing._sync

    def once_full(path: str) -> None:
        if len(synced) >= 3:
            raise OSError("disk full")
        synced.append(Path(path).name)
        sync(path)

    engine = opened(folder)
    before = {path.name for path in folder.iterdir()}
    engine.add(entries(3))
    with monkeypatch.context() as patched:
        patched.setattr(writing, "_sync", once_full)
        with pytest.raises(OSError, match="disk full"):
            engine.commit()
    assert engine.count() == 0

    def ending(_: int) -> None:
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    monkeypatch.setattr(writing, "_sync", lambda path: (synced.append(Path(path).name), sync(path)))
    for pool in (writing.ThreadPoolExecutor, ending):
        synced.clear()
        monkeypatch.setattr(writing, "ThreadPoolExecutor", pool)
        seen = {path.name for path in folder.iterdir()}
        engine.add(entries(3, first=1 if pool is not ending else 10))
        engine.commit()
        made = {path.name for path in folder.iterdir()} - seen - before
        assert {name for name in made if not name.startswith("_")} <= set(synced)
        assert len(synced) > 3


def test_entries_that_cannot_be_drawn_give_the_session_up(folder: Path) -> None:
    engine, other = opened(folder), opened(folder)

    def failing() -> Iterator[Entry]:
        yield from entries(3)
        raise KeyError("database gone")

    with pytest.raises(KeyError):
        engine.add(failing())
    other.add(entries(3, first=10))
    other.commit()
    engine.commit()
    assert engine.revisions() == other.revisions()
    assert engine.count() == 3


def test_an_index_made_anew_elsewhere_is_noticed(tmp_path: Path) -> None:
    """The new index counts its generations from 0 again."""
    settings = Settings.at(tmp_path)
    engine = opened(settings.index)
    engine.add(entries(6))
    engine.commit()
    assert engine.count() == 6
    discard_index(settings)
    assert engine.count() == 6
    other = opened(settings.index)
    other.add(entries(3))
    other.commit()
    assert engine.count() == 3


def test_a_pasted_page_is_searched_by_its_beginning(folder: Path) -> None:
    engine = opened(folder)
    engine.add(entries(30))
    engine.commit()
    page = "đất đai " * 100 + "lao động " * 5_000
    assert engine.search(page).total > 0
    assert len(parse("một " * 9_000 + "hai").terms.syllables) == 1
    assert engine.restore_tones("dat dai " * 1_000) is None


KILLED = """
    import sys, os
    from pathlib import Path
    from tests.indexer.test_engine_whoosh import entries, opened
    from indexer.engine import writing
    engine = opened(Path(sys.argv[1]))
    engine.add(entries(40, first=100))
    if sys.argv[2] == "committing":
        writing.sync_files = lambda *_: os._exit(9)
        engine.commit()
    os._exit(9)
"""


@pytest.mark.parametrize("when", ["adding", "committing"])
def test_a_killed_writer_leaves_the_last_commit(folder: Path, when: str) -> None:
    engine = opened(folder)
    engine.add(entries(6))
    engine.commit()
    root = str(Path(__file__).parents[2])
    code = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), str(folder), when], cwd=root, check=False)
    assert code.returncode == 9
    again = opened(folder)
    assert again.count() == 6
    again.add(entries(3, first=50))
    again.commit()
    assert engine.count() == 9
    left = {path.name.split(".")[0] for path in folder.glob("MAIN_*") if path.is_file()} - {"MAIN_WRITELOCK"}
    assert left == {view.id for view in again._state().views}


def broken(folder: Path, how: str) -> None:
    toc = next(folder.glob("_MAIN_*.toc"))
    if how == "version":
        (folder / "version.json").write_text(json.dumps({"index": -1, "segmenter": "x"}), encoding="utf-8")
    elif how == "no version":
        (folder / "version.json").unlink()
    elif how == "empty toc":
        toc.write_bytes(b"")
    elif how == "garbled toc":
        toc.write_bytes(b"\x00" * 50 + toc.read_bytes()[50:])
    elif how == "terms gone":
        next(folder.glob("*.trm")).unlink()
    elif how == "terms cut":
        terms = next(folder.glob("*.trm"))
        terms.write_bytes(terms.read_bytes()[:-20])
    elif how == "column cut":
        column = next(folder.glob("*.unit.col"))
        column.write_bytes(column.read_bytes()[:-8])


@pytest.mark.parametrize(
    "how", ["version", "no version", "empty toc", "garbled toc", "terms gone", "terms cut", "column cut"]
)
def test_an_old_or_damaged_index_is_said_and_can_be_made_anew(tmp_path: Path, how: str) -> None:
    settings = Settings.at(tmp_path)
    engine = opened(settings.index)
    engine.add(entries(6))
    engine.commit()
    engine.close()
    broken(settings.index, how)
    with pytest.raises(ArchiveUnavailable) as refused:
        open_engine(settings)
    assert refused.value.reason == "index_version"
    assert "cancu index rebuild" in refused.value.vi
    discard_index(settings)
    fresh = open_engine(settings)
    assert fresh.count() == 0
    fresh.close()


def test_searching_from_several_threads(folder: Path) -> None:
    engine = opened(folder)
    engine.add(entries(200))
    engine.commit()
    queries = [" ".join(random.Random(seed).sample(WORDS, 4)) for seed in range(30)]
    expected = [engine.search(query) for query in queries]
    fresh = opened(folder)
    got: dict[int, list[object]] = {}

    def work(number: int) -> None:
        got[number] = [fresh.search(query) for query in queries]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers == expected for answers in got.values())
    assert len(got) == 4


@pytest.mark.slow
def test_counting_in_other_processes_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engine.pipeline.BATCH_CHARACTERS", 5_000)
    monkeypatch.setattr("indexer.engine.pipeline.COUNTED_HERE", 1)
    made = entries(150)

    def run(workers: int) -> list[tuple[object, ...]]:
        pipeline = Pipeline(workers)
        batches = [batch for entry in made for batch in pipeline.put(entry)]
        batches += list(pipeline.drain())
        pipeline.close()
        return [(b.unit.tolist(), b.sequences.tolist(), b.fields["words"].terms) for b in batches]

    assert run(2) == run(0)


@pytest.mark.slow
def test_a_worker_that_dies_costs_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engine.pipeline.BATCH_CHARACTERS", 5_000)
    monkeypatch.setattr("indexer.engine.pipeline.COUNTED_HERE", 1)
    pipeline = Pipeline(1)
    made = entries(150)
    found = [batch for entry in made[:40] for batch in pipeline.put(entry)]
    assert pipeline._pool is not None
    for process in list(pipeline._pool._processes.values()):
        process.kill()
    found += [batch for entry in made[40:] for batch in pipeline.put(entry)]
    found += list(pipeline.drain())
    pipeline.close()
    assert np.concatenate([batch.unit for batch in found]).tolist() == [entry.unit for entry in made]


def tidied(engine: WhooshEngine) -> list[int]:
    while tidying.tidy(engine._folder):
        pass
    return segments(engine)


def three_segments(folder: Path, monkeypatch: pytest.MonkeyPatch) -> WhooshEngine:
    """An index of three segments with deleted entries that nobody merges by himself."""
    with monkeypatch.context() as patched:
        patched.setattr(tidying, "FAN", 1_000)
        engine = opened(folder)
        for part in range(3):
            engine.add(entries(60, first=1 + 60 * part, seed=part))
            engine.commit()
        engine.delete([4, 25])
        engine.commit()
    assert len(segments(engine)) == 3
    return engine


def test_a_merge_beside_changes_no_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, plain = three_segments(folder, monkeypatch), opened(folder.parent / "plain")
    before = engine.revisions()
    plain.add([e for part in range(3) for e in entries(60, 1 + 60 * part, part) if e.document_id not in (4, 25)])
    plain.commit()
    assert tidied(engine) == [174]
    assert engine.revisions() == before
    units = range(1, 181)
    for query in ("hồ sơ đất đai", "hợp đồng lao động", "thử việc nhà nước"):
        # Lengths of the documents that are gone are known as rounded only.
        assert engine.score(query, units).tolist() == pytest.approx(plain.score(query, units).tolist(), rel=0.01)
    mine, theirs = engine.search('"hợp đồng"', limit=500), plain.search('"hợp đồng"', limit=500)
    assert {hit.unit for hit in mine.hits} == {hit.unit for hit in theirs.hits} != set()
    assert mine.counts == theirs.counts
    assert not (folder / "merging").exists()


def test_what_is_deleted_during_a_merge_stays_deleted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, other = three_segments(folder, monkeypatch), opened(folder)
    sync = tidying.sync_files

    def deleting(storage: object, segment: object) -> None:
        sync(storage, segment)
        with monkeypatch.context() as patched:
            patched.setattr(tidying, "FAN", 1_000)
            other.delete([1, 30, 60])
            other.add([replace(entry, revision=9) for entry in entries(180)[3:6]])
            other.commit()

    with monkeypatch.context() as patched:
        patched.setattr(tidying, "sync_files", deleting)
        assert tidying.tidy(folder)
    assert sorted(segments(engine)) == [3, 174]
    held = engine.revisions()
    assert held.keys() == set(range(1, 61)) - {1, 4, 25, 30, 60}
    assert held[2] == (9, 3)
    assert engine.search("hồ sơ đất đai", EngineFilter(documents=frozenset({1, 30, 60}))).total == 0


def test_a_merge_whose_segments_went_away_meanwhile_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, other = three_segments(folder, monkeypatch), opened(folder)
    sync = tidying.sync_files

    def deleting(storage: object, segment: object) -> None:
        sync(storage, segment)
        other.delete(range(1, 21))
        other.commit()

    monkeypatch.setattr(tidying, "sync_files", deleting)
    assert not tidying.tidy(folder)
    assert engine.revisions().keys() == set(range(21, 61)) - {25}


def test_one_merge_at_a_time_and_writers_go_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = three_segments(folder, monkeypatch)
    lock = engine._storage.lock("MAIN_MERGELOCK")
    assert lock.acquire()
    try:
        assert not tidying.tidy(folder)
        engine.add(entries(3, first=901))
        engine.commit()
        assert engine.count() == 177
    finally:
        lock.release()
    assert tidied(engine) == [177]


def test_what_a_killed_merge_left_is_taken_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = three_segments(folder, monkeypatch)
    (folder / "merging").mkdir()
    (folder / "merging" / "MAIN_abc.trm").write_bytes(b"half")
    assert tidied(engine) == [174]
    assert not (folder / "merging").exists()


def test_segments_are_merged_beside_after_a_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread, where they are too many entries for the writer itself."""
    monkeypatch.setattr(tidying, "AT_ONCE", 0)
    engine = opened(folder)
    for part in range(3):
        engine.add(entries(30, first=1 + 30 * part, seed=part))
        engine.commit()
    engine.settle()
    assert segments(engine) == [90]


@pytest.mark.slow
def test_large_segments_are_merged_in_a_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process has the program's own sizes: three segments of up to SMALLEST entries."""
    engine = three_segments(folder, monkeypatch)
    monkeypatch.setattr(whoosh, "MERGED_AT_ONCE", 0)
    engine._tidy_beside()
    engine.settle()
    assert segments(engine) == [174]


@pytest.mark.slow
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """A slice of `benchmarks.killed_writers`, which kills two hundred."""
    from benchmarks import killed_writers

    told = killed_writers.run(tmp_path, times=8, seed=5, longest=1.0)
    assert told["errors"] == 0
    assert told["commits"] > 0
    assert told["searches"] > 0


def test_erasing_leaves_no_word_of_what_was_deleted_and_the_rest_as_it_was(folder: Path) -> None:
    def with_word() -> list[str]:
        return [path.name for path in folder.iterdir() if path.is_file() and b"zuynhophat" in path.read_bytes()]

    engine = opened(folder)
    alone = replace(entries(1, first=9001)[0], document_id=5000, text="đất zuynhophat", number="3/QĐ-ZUYNHOPHAT")
    engine.add([*entries(2100), alone])
    engine.commit()
    engine.settle()
    before = engine.checksums()
    engine.delete([5000])
    engine.commit()
    engine.settle()
    assert with_word(), "a deleted entry keeps its words until its segment is written anew"
    engine.erase([7])
    assert with_word(), "what nobody asked for is left for later"
    engine.erase([5000])
    assert not with_word()
    assert engine.holding(["zuynhophat"]) == {"zuynhophat": 0}
    assert engine.checksums() == {id_: value for id_, value in before.items() if id_ != 5000}
    assert engine.search("đất đai").total
    engine.close()
