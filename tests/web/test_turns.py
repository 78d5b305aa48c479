"""No more at a time than there are turns, and nobody before whoever came first."""

from __future__ import annotations

import threading
import time

import pytest

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
