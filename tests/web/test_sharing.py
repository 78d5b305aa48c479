"""What the processes of one server share, and what they do when one of them ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from archive.seeing import SYSTEM
from web.sharing import Counts, Marks, Note, ProcessLock, Together
from web.tasks import Task, Tasks

forks = pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="the system does not fork")


def in_child(work: Callable[[], object]) -> int:
    """Do something in a forked process; its exit code, 1 for an error."""
    process = os.fork()
    if not process:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_counts_end_with_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("web.sharing.counts.time.time", lambda: now[0])
    counts = Counts()
    assert [counts.add("a", 60), counts.add("a", 60), counts.add("b", 60)] == [1, 2, 1]
    assert counts.of("a") == (2, 1060.0)
    counts.forget("b")
    assert counts.of("b")[0] == 0
    now[0] = 1060.0
    assert counts.of("a") == (0, 1060.0)
    assert counts.add("a", 60) == 1
    counts.forget_all()
    assert counts.of("a")[0] == 0


def test_a_full_table_forgets_what_ends_first() -> None:
    counts = Counts()
    for number in range(20_000):
        counts.add(f"flood {number}", 1 + number / 1000)
    assert counts.add("person", 60) == 1
    assert counts.add("person", 60) == 2


@forks
def test_processes_count_together() -> None:
    counts, marks, note = Counts(), Marks(), Note()

    def work() -> None:
        for _ in range(200):
            counts.add("a", 60)
        marks.rise("alerts")
        note.put([*note.get(), os.getpid()])

    note.put(["first"])
    assert [in_child(work) for _ in range(3)] == [0, 0, 0]
    assert counts.of("a")[0] == 600
    assert (marks.of("alerts"), marks.of("purged")) == (3, 0)
    assert len(note.get()) == 4


@forks
def test_a_lock_is_given_back_by_a_process_that_dies() -> None:
    lock = ProcessLock()

    def dies() -> None:
        lock.__enter__()
        os._exit(9)

    assert in_child(dies) == 9
    with lock, lock:
        pass


@forks
def test_a_bell_is_heard_in_another_process() -> None:
    together = Together()
    assert not together.ring()  # nobody hears it
    assert together.heard() is None
    together.hang_bell()
    assert in_child(lambda: together.ring([7, 2**40])) == 0
    assert together.heard() == (False, [7, 2**40])
    assert together.ring()
    assert together.ring(range(1, 100))
    rung = [together.heard() for _ in range(2)]
    assert [came for came, _ in rung if came] == [True]
    assert [id_ for _, ids in rung for id_ in ids] == [*range(1, 100)]


@forks
def test_a_bell_that_nobody_hears_is_no_place_to_wait() -> None:
    together = Together()
    together.hang_bell()
    while together.ring([1] * 64):
        pass
    assert not together.ring([2])
    assert together.ring()


@forks
def test_a_task_is_seen_by_all_and_ends_with_its_process() -> None:
    note = Note()
    tasks = Tasks(note)

    def begin() -> None:
        assert tasks.begin("verify", lambda tell: tell("files", 3, 7) or _forever(), SYSTEM)
        while (now := tasks.now) is None or now.stage != "files":
            pass

    assert in_child(begin) == 0
    now = tasks.now
    assert now is not None
    assert (now.kind, now.stage, now.done, now.total, now.ended) == ("verify", "files", 3, 7, True)
    assert "bị ngắt" in now.vi
    assert tasks.begin("backup", lambda tell: 5, SYSTEM)
    tasks.wait(60)
    assert tasks.now == Task("backup", ended=True, result=5)


def _forever() -> None:
    while True:
        pass
