"""Kill writers at random while they add, delete, commit and merge, with readers searching throughout.

    python -m benchmarks.killed_writers [--times 200] [--seed 1]

After each death the index is opened and compared with a journal that the writer kept: it must hold what the last commit
left, or, where death came within a commit, what that commit was about to leave; every document is looked up by a word
of its own, entry checksums are compared, and the lists of every segment are read whole. A reader that meets an error
says so, and the run fails.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from indexer.analysis import words
from indexer.engine import Entry
from indexer.engine.checksums import entry_checksum
from indexer.engine.whoosh import WhooshEngine

_WORDS = ("đất", "đai", "lao", "động", "hợp", "đồng", "thử", "việc", "công", "dân", "nhà", "nước", "giấy", "phép")
_DOCUMENTS = 40
State = dict[int, int]
"""Revision by document."""


def entries(document: int, revision: int) -> list[Entry]:
    """A document's units: one to six, of up to 150 syllables, one of which is its own."""
    draw = random.Random(document * 1_000 + revision)
    made = []
    for number in range(draw.randint(1, 6)):
        text = " ".join([f"mã{document}x{revision}", *draw.choices(_WORDS, k=draw.randint(5, 150))])
        made.append(Entry(document * 10 + number, document, revision, text, "Hồ sơ", "Về đất đai", type="Luật"))
    return made


def _told(journal: Path, what: str, state: State) -> None:
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps([what, sorted(state.items())]) + "\n")
        file.flush()
        os.fsync(file.fileno())


def write(folder: Path, journal: Path, seed: int, held: State) -> None:
    """Add, change and delete documents in one session after the other, for ever; segments are merged often."""
    from indexer.engine import tidying

    tidying.FAN, tidying.SMALLEST = 2, 8
    draw = random.Random(seed)
    tidying.AT_ONCE = draw.choice([0, 40])
    engine = WhooshEngine(folder, workers=0)
    state = dict(held)
    while True:
        for _ in range(draw.randint(1, 4)):
            document = draw.randint(1, _DOCUMENTS)
            if document in state and draw.random() < 0.3:
                engine.delete([document])
                del state[document]
            else:
                state[document] = state.get(document, draw.randint(1, 5)) + 1
                engine.delete([document])
                engine.add(entries(document, state[document]))
        _told(journal, "begin", state)
        engine.commit()
        _told(journal, "done", state)
        time.sleep(draw.choice([0.0, 0.0, 0.06]))


def read(folder: Path, report: Path, seed: int, ended: Any) -> None:
    """Search until told to end; the report says how often, and what went wrong."""
    draw = random.Random(seed)
    searches, errors = 0, []
    engine = WhooshEngine(folder, workers=0)
    while not ended.is_set():
        try:
            found = engine.search(" ".join(draw.choices(_WORDS, k=4)))
            _ = found.total, [dict(hit.why) for hit in found.hits], engine.revisions()
            searches += 1
            if searches % 20 == 0:
                WhooshEngine(folder, workers=0).search('"hợp đồng"')
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(0.005)
    report.write_text(json.dumps({"searches": searches, "errors": errors}), encoding="utf-8")


def verify(folder: Path, allowed: list[State]) -> State:
    """The state the index holds, which is one of those allowed and whole. Raises AssertionError where it is not."""
    engine = WhooshEngine(folder, workers=0)
    held = {document: revision for document, (revision, _) in engine.revisions().items()}
    assert held in allowed, f"the index holds {held}, expected one of {allowed}"
    state = engine._state()
    documents = state.documents
    checksums = dict(
        zip(documents.unit[documents.live].tolist(), documents.checksum[documents.live].tolist(), strict=True)
    )
    wanted = {
        entry.unit: entry_checksum(entry)
        for document, revision in held.items()
        for entry in entries(document, revision)
    }
    assert checksums == wanted, "entries are lost or old"
    for document, revision in held.items():
        found = engine.search(f"mã{document}x{revision}", limit=20)
        units = {entry.unit for entry in entries(document, revision)}
        assert {hit.unit for hit in found.hits} == units, f"document {document} is not found by its own word"
    for view in state.views:
        lists = view.lists
        assert int(lists.ids[:].max(initial=0)) < max(view.count, 1), "a list names an entry that is not there"
        assert int(lists.codes[:].max(initial=0)) < max(len(lists.pairs.field), 1), "a list has a code that is none"
    engine.close()
    return held


def _allowed(journal: Path, before: State) -> list[State]:
    states = [before]
    if journal.is_file():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                what, items = json.loads(line)
            except ValueError:
                break
            state = {int(document): int(revision) for document, revision in items}
            states = [state] if what == "done" else [states[-1], state]
    return states


def run(folder: Path, times: int, seed: int, longest: float = 0.8) -> dict[str, Any]:
    """Kill so many writers; gives the counts. Raises AssertionError at the first index that is not whole."""
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    draw = random.Random(seed)
    index = folder / "index"
    WhooshEngine(index, workers=0).close()
    words("bồi thường")  # Forked writers have the word model then, and begin at once.
    ended = context.Event()
    reports = [folder / f"reader-{number}.json" for number in range(2)]
    readers = [context.Process(target=read, args=(index, report, n, ended)) for n, report in enumerate(reports)]
    for reader in readers:
        reader.start()
    held: State = {}
    commits = within = merging = 0
    try:
        for number in range(times):
            journal = folder / f"journal-{number}"
            writer = context.Process(target=write, args=(index, journal, seed * 10_000 + number, held))
            writer.start()
            deadline = time.monotonic() + 20
            while not journal.is_file() and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(draw.uniform(0.0, longest))
            writer.kill()
            writer.join()
            allowed = _allowed(journal, held)
            within += len(allowed) > 1
            commits += journal.read_text(encoding="utf-8").count('"done"') if journal.is_file() else 0
            merging += (index / "merging").is_dir()
            held = verify(index, allowed)
            journal.unlink(missing_ok=True)
    finally:
        ended.set()
        for reader in readers:
            reader.join(30)
    told = [json.loads(report.read_text(encoding="utf-8")) for report in reports]
    errors = [error for one in told for error in one["errors"]]
    assert not errors, f"readers met errors: {errors[:3]}"
    return {
        "killed": times,
        "within a commit": within,
        "within a merge": merging,
        "commits": commits,
        "searches": sum(one["searches"] for one in told),
        "errors": 0,
        "documents": len(held),
    }


def main() -> int:
    """Run and print the counts; 1 where an index was not whole or a reader met an error."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--longest", type=float, default=0.8, help="seconds that a writer lives at most")
    asked = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cancu-killed-"))
    try:
        print(json.dumps(run(folder, asked.times, asked.seed, asked.longest)))
    except AssertionError as error:
        print(error, file=sys.stderr)
        print(f"the index is kept in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
