"""Which day of effect is filed where the text and the source of a document say different things."""

from __future__ import annotations

from datetime import date

import pytest

from archive.relations.model import EffectDays
from archive.stored import NewDocument
from corpus.loaders.effective import DISAGREES, settled

ISSUED, DAY, OTHER, EARLY = date(2025, 9, 11), date(2025, 10, 1), date(2025, 10, 15), date(2025, 7, 1)
LATER_EARLY = date(2025, 8, 1)

# what the text says and how surely, what the source states, what is filed, whether a person is asked
CASES = [
    (DAY, "sure", DAY, DAY, False),
    (DAY, "sure", None, DAY, False),
    (None, "sure", DAY, DAY, False),
    (None, "sure", None, None, False),
    # The text is the authority, and both are shown.
    (DAY, "sure", OTHER, DAY, True),
    (DAY, "likely", OTHER, OTHER, False),
    (DAY, "doubtful", None, None, False),
    # Before the day of issue: a slip, unless text and source agree on it.
    (EARLY, "sure", DAY, DAY, True),
    (DAY, "sure", EARLY, DAY, True),
    (None, "sure", EARLY, None, True),
    (EARLY, "sure", None, EARLY, True),
    (EARLY, "sure", EARLY, EARLY, False),
    (EARLY, "sure", LATER_EARLY, EARLY, True),
]


@pytest.mark.parametrize(("said", "certainty", "stated", "filed", "asked"), CASES)
def test_files_the_day_that_is_to_be_believed(
    said: date | None, certainty: str, stated: date | None, filed: date | None, asked: bool
) -> None:
    new = NewDocument("test:1", issued=ISSUED, effective=stated, note="trước đó", review=("no_title",))
    found = settled(new, EffectDays(said, certainty=certainty), "vbpl.vn")
    assert found.effective == filed
    assert (DISAGREES in found.review) is asked
    assert ("ngày có hiệu lực:" in found.note) is asked
    assert found.note.startswith("trước đó")
    assert found.review[0] == "no_title"


def test_the_note_names_both() -> None:
    new = NewDocument("test:1", issued=ISSUED, effective=OTHER)
    assert settled(new, EffectDays(DAY), "vbpl.vn").note == (
        "ngày có hiệu lực: văn bản ghi 01/10/2025, vbpl.vn ghi 15/10/2025"
    )
    early = settled(NewDocument("test:1", issued=ISSUED, effective=EARLY), EffectDays(), "Bộ pháp điển")
    assert early.note == "ngày có hiệu lực: Bộ pháp điển ghi 01/7/2025, sớm hơn ngày ban hành 11/9/2025"
