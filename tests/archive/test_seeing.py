"""Who is looking, and for how long."""

from __future__ import annotations

import threading

from archive.seeing import NOBODY, SYSTEM, Viewer, bin_seen, seeing, seeing_bin, viewer


def test_the_program_itself_looks_where_nobody_is_named():
    assert viewer() is SYSTEM
    assert viewer().everything


def test_somebody_looks_until_the_end_of_the_block_only():
    someone = Viewer(7, "Bùi Thị Hoa", "clerk", frozenset({2}))
    with seeing(someone):
        assert viewer() is someone
        with seeing(SYSTEM):
            assert viewer().everything
        assert viewer() is someone
    assert viewer() is SYSTEM


def test_no_person_sees_everything_and_nobody_neither():
    assert not Viewer(1, "Quản trị", "administrator").everything
    # Like the program but for the object: whoever builds it from a request gains nothing.
    assert not Viewer(None, "", "administrator").everything
    assert not NOBODY.everything


def test_an_error_ends_the_block_too():
    try:
        with seeing(NOBODY), seeing_bin():
            raise ValueError
    except ValueError:
        pass
    assert viewer() is SYSTEM
    assert not bin_seen()


def test_another_thread_does_not_look_as_this_one_does():
    found = []
    with seeing(NOBODY):
        thread = threading.Thread(target=lambda: found.append(viewer()))
        thread.start()
        thread.join()
    assert found == [SYSTEM]
