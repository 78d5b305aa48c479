import math

import numpy as np

from indexer.siblings import siblings

DOCUMENTS = np.array([7, 3, 7, 9, 7, 3])


def test_each_is_told_how_many_its_document_has() -> None:
    assert np.allclose(siblings(DOCUMENTS).count(), [math.log(n) for n in (3, 2, 3, 1, 3, 2)])


def test_the_best_other_of_a_document() -> None:
    values = np.array([[5.0, 1.0, 8.0, 9.0, 6.0, 2.0], [4.0, 3.0, 4.0, 0.5, 1.0, 3.0]])

    # The best has the second of its document beside it, where two are as good the other; the third document has one
    # candidate alone, which gets the lowest that another gets.
    assert np.allclose(siblings(DOCUMENTS).best_other(values), [[8, 2, 6, 1, 8, 1], [4, 3, 4, 3, 4, 3]])


def test_nobody_has_another() -> None:
    alone = siblings(np.array([2, 1]))

    assert np.allclose(alone.best_other(np.array([[0.3, 0.4]])), 0)
    assert np.allclose(alone.count(), 0)


def test_what_all_siblings_have_tells_nothing() -> None:
    has = np.array(
        [
            [True, True, True, True, True, True],  # a word of the subject
            [True, False, False, True, False, True],  # the one that is asked for
        ]
    )
    apart, lacking = siblings(DOCUMENTS).apart(has, np.array([1.0, 3.0]))

    assert np.allclose(apart, [3 / 4 * 2 / 3, 0, 0, 0, 0, 3 / 4 / 2])
    assert np.allclose(lacking, [0, 3 / 4 / 2, 3 / 4 / 3, 0, 3 / 4 / 3, 0])


def test_a_query_of_stop_words() -> None:
    apart, lacking = siblings(DOCUMENTS).apart(np.zeros((0, 6), bool), np.zeros(0))

    assert not apart.any()
    assert not lacking.any()
