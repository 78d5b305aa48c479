"""No more at a time than there are turns, and nobody before whoever came first."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from archive.settings import Settings
from indexer.search import SearchRequest
from web.service import Service
from web.turns import Turns


def test_turns_are_taken_in_order_and_given_back() -> None:
    turns, order, inside = Turns(2), [], threading.Semaphore(0)
    leave = [threading.Event() for _ in range(5)]

    def work(number: int) -> None:
        with turns:
            order.append(number)
            inside.release()
            leave[number].wait(10)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        if number < 2:
            assert inside.acquire(timeout=10)
        else:
            while len(turns._row) < number - 1:
                assert thread.is_alive()
                time.sleep(0.001)
    assert order == [0, 1]
    for number in (1, 0, 2, 3, 4):
        leave[number].set()
        if len(order) < 5:
            assert inside.acquire(timeout=10)
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2, 3, 4]


def test_a_turn_is_given_back_by_an_error() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="so"), turns:
            raise ValueError("so")
    with turns:
        pass


@pytest.mark.parametrize(
    ("shared", "embedder", "together"), [(False, "", 2), (True, "", 1), (True, "http://127.0.0.1:9/v1", 2)]
)
def test_of_several_processes_each_searches_for_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool, embedder: str, together: int
) -> None:
    service = Service(replace(Settings.at(tmp_path), embedder_url=embedder))
    inside, leave = threading.Semaphore(0), threading.Event()

    class Search:
        def search(self, request: SearchRequest) -> None:
            inside.release()
            leave.wait(10)

    monkeypatch.setattr(service, "warm", lambda: None)
    monkeypatch.setattr(service, "_opened", lambda: (None, None, Search()))
    try:
        if shared:
            service.share()
        threads = [threading.Thread(target=service.search, args=(SearchRequest("a"),)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(together):
            assert inside.acquire(timeout=10)
        until = time.monotonic() + 10
        while len(service._turns._row) < 3 - together:
            assert time.monotonic() < until
            time.sleep(0.001)
        assert not inside.acquire(blocking=False)
        leave.set()
        for thread in threads:
            thread.join(10)
    finally:
        leave.set()
        service.close()
